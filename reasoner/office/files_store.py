"""Files as they are kept: what a worker made of one, and their rows as a worker takes them to go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec
from django.http import Http404

from policy_dsl.diagnostics import Fault
from reasoner.driver.window import cases, files, kept_rows, row_entries, worker
from reasoner.driver.window.cases import Summary
from reasoner.driver.window.table_columns import TableUses
from reasoner.office import store, trail
from reasoner.office.case_rows import CaseRow
from reasoner.office.keeping import now, table, to_text
from reasoner.office.models import Batch, Case, DecisionRecord, Judgement
from reasoner.office.pages.plain_paths import text_of

_AT_ONCE: Final = 500
"""Rows that are written to the database together."""
_READINGS: Final = ("readings", "readings_not_run")
"""What a verdict says of other readings; of the rows of large files it is asked for later."""


def batch(number: int) -> Batch:
    """A file without its contents; raises Http404 where there is none."""
    kept = Batch.objects.defer("content", "results", "marked").filter(pk=number).first()
    if kept is None:
        raise Http404
    return kept


def uses_of(kept: Batch) -> TableUses:
    """The columns and values of a table of which a person may say what they are, judged or not."""
    given = table(kept.outcome).get("uses") or table(kept.failure).get("uses") or {}
    return msgspec.convert(given, TableUses)


def row_case(
    batch: Batch, position: int, data: Mapping[str, object], summary: Summary | None, faults: Iterable[Fault]
) -> Case:
    """A row of a file, to be kept with the others."""
    kept = Case(batch=batch, position=position, data=to_text(data), changed=now(), faults=to_text([*faults]))
    if summary is not None:
        store.summarise(kept, summary)
        return kept
    facility = data.get("机构")
    inside = facility if isinstance(facility, dict) else {}
    kept.number, kept.matter = text_of(data.get("编号")), text_of(data.get("事项"))
    kept.facility, kept.kind, kept.place = (text_of(inside.get(k)) for k in ("名称", "类型", "所在地"))
    return kept


def take_file(batch: Batch, folder: Path, basis: str, by: str) -> None:
    """Take what a worker made of a file: its rows with their verdicts, its workbook, its marked copy; and record the verdicts.

    basis: of `store.basis`. by: who had it judged.
    """
    cases_of: list[Case] = []
    judged: list[files.JudgedRow] = []
    position = 0
    _keep_what_they_rest_on(folder)

    def flush() -> None:
        kept = Case.objects.bulk_create(cases_of)
        pairs = [(case, row) for case, row in zip(kept, judged, strict=True) if row.verdict]
        entries = trail.added([row_entries.draft_of(row.entry, by) for _, row in pairs])
        Judgement.objects.bulk_create(
            Judgement(case=c, data=c.data, verdict=r.verdict, at=c.changed, basis=basis, entry=e.n)
            for (c, r), e in zip(pairs, entries, strict=True)
        )
        cases_of.clear()
        judged.clear()

    for row in files.rows_of(folder / worker.ROWS):
        cases_of.append(row_case(batch, position, row.data, row.summary, row.faults))
        judged.append(row)
        position += 1
        if len(cases_of) == _AT_ONCE:
            flush()
    flush()
    Batch.objects.filter(pk=batch.pk).update(
        outcome=(folder / worker.RESULT).read_text(encoding="utf-8"),
        results=(folder / worker.WORKBOOK).read_bytes(),
        marked=(folder / worker.MARKED).read_bytes(),
        basis=basis,
        done=position,
        total=position,
        finished=now(),
    )


def _keep_what_they_rest_on(folder: Path) -> None:
    for kind, content in row_entries.rested_on(folder):
        trail.STORE.keep(kind, content)


# --- going on with a file -------------------------------------------------------------------------------------


def lines(kept: Batch, *, verdicts: bool) -> bytes:
    """The rows of a file as a worker takes them. verdicts: with the last verdict on each."""
    outcome = table(kept.outcome)
    shared, notes = outcome.get("shared"), outcome.get("notes")
    head = kept_rows.KeptFile(
        shared if isinstance(shared, dict) else {}, tuple(map(str, notes)) if isinstance(notes, list) else ()
    )
    listed = list(Case.objects.filter(batch=kept).order_by("position"))
    last = _last_verdicts(kept) if verdicts else {}
    return kept_rows.lines_of(
        head, (kept_rows.KeptRow(table(c.data), store.faults_of(c), last.get(c.pk, b"")) for c in listed)
    )


def _last_verdicts(kept: Batch) -> dict[int, bytes]:
    """The last verdict on each row of a file."""
    every = Judgement.objects.filter(case__batch=kept).order_by("id").values_list("case", "verdict")
    return {pk: bytes(verdict) for pk, verdict in every}


def letter_lines(kept: Iterable[CaseRow], suffix: str, title: str) -> bytes:
    """Judged cases with their verdicts and decisions, as a worker takes them to write their letters. title: of their index."""
    return kept_rows.lines_of(kept_rows.KeptFile(suffix=suffix, title=title), _decided(kept))


def letter_line(opened: store.OpenCase, suffix: str, kind: str, written: dict[str, str], *, final: bool) -> bytes:
    """A case with its verdict and decision, as a worker takes it to write one letter."""
    head = kept_rows.KeptFile(suffix=suffix, kind=kind, written=written, final=final)
    row = kept_rows.KeptRow(table(opened.case.data), (), bytes(opened.judgement.verdict), opened.decision)
    return kept_rows.lines_of(head, [row])


def _decided(every: Iterable[CaseRow]) -> Iterator[kept_rows.KeptRow]:
    for kept in every:
        decision = None if kept.decision is None else table(kept.decision.data)
        if kept.judgement is not None:
            yield kept_rows.KeptRow(table(kept.case.data), (), bytes(kept.judgement.verdict), decision)


def decided(numbers: Iterable[int]) -> dict[int, str]:
    """What was last decided on cases, in a word."""
    every = DecisionRecord.objects.filter(case__in=list(numbers)).order_by("id").values_list("case", "data")
    return {pk: text_of(table(data).get("处理")) for pk, data in every}


def take_summary(batch: Batch, folder: Path, number: int) -> None:
    """Take the workbook and the groups of a file. number: of its judgements when the work began."""
    outcome = table(Batch.objects.values_list("outcome", flat=True).get(pk=batch.pk))
    outcome["groups"] = msgspec.json.decode((folder / worker.RESULT).read_bytes())
    Batch.objects.filter(pk=batch.pk).update(
        outcome=to_text(outcome),
        results=(folder / worker.WORKBOOK).read_bytes(),
        corrected=judgements_of(batch) != number,
        done=0,
    )


def judgements_of(batch: Batch) -> int:
    """How many verdicts there are on the rows of a file."""
    return Judgement.objects.filter(case__batch=batch).count()


def take_anew(batch: Batch, folder: Path, basis: str, number: int, by: str) -> None:
    """Take the rows of a file that were judged anew: a verdict that is another one is a further one, the earlier ones stay.

    Those further ones are recorded. A row that was corrected meanwhile stays as it was judged then. number: of its judgements
    when the work began. by: who had it judged.
    """
    take_summary(batch, folder, number)
    moment, changed, same = now(), 0, list[int]()
    further: list[tuple[Case, files.JudgedRow]] = []
    last = {pk: (number, verdict) for pk, number, verdict in _judgements(batch)}
    listed = Case.objects.filter(batch=batch).order_by("position")
    for kept, row in zip(listed, files.rows_of(folder / worker.ROWS), strict=True):
        if table(kept.data) != row.data:
            continue
        before = last.get(kept.pk)
        if row.summary is None:
            if before is not None or to_text([*row.faults]) != kept.faults:
                changed += before is not None and bool(kept.outcome)
                kept.faults, kept.outcome, kept.label, kept.short, kept.steps = to_text([*row.faults]), "", "", "", ""
                kept.waits, kept.changed = "[]", moment
                kept.save()
            continue
        if before is not None and kept.faults == "[]" and _same(before[1], row.verdict):
            same.append(before[0])
            continue
        kept.faults, kept.changed = "[]", moment
        store.summarise(kept, row.summary)
        kept.save()
        further.append((kept, row))
        changed += 1
    for at in range(0, len(same), _AT_ONCE):
        Judgement.objects.filter(pk__in=same[at : at + _AT_ONCE]).update(basis=basis)
    outcome = table(Batch.objects.values_list("outcome", flat=True).get(pk=batch.pk))
    Batch.objects.filter(pk=batch.pk).update(
        outcome=to_text({**outcome, "changed": changed}), basis=basis, finished=moment
    )
    if further:
        _keep_what_they_rest_on(folder)
    entries = trail.added([row_entries.draft_of(row.entry, by) for _, row in further])
    Judgement.objects.bulk_create(
        Judgement(case=c, data=c.data, verdict=r.verdict, at=moment, basis=basis, entry=e.n)
        for (c, r), e in zip(further, entries, strict=True)
    )


def _judgements(batch: Batch) -> Iterator[tuple[int, int, bytes]]:
    every = Judgement.objects.filter(case__batch=batch).order_by("id").values_list("case", "pk", "verdict")
    return ((case, pk, bytes(verdict)) for case, pk, verdict in every)


def _same(before: bytes, after: bytes) -> bool:
    """Whether two kept verdicts say the same, whether or not they were asked for other readings."""
    return before == after or _without_readings(before) == _without_readings(after)


def _without_readings(verdict: bytes) -> dict[str, object]:
    data = msgspec.json.decode(cases.verdict_json(verdict), type=dict[str, object])
    return {k: v for k, v in data.items() if k not in _READINGS}

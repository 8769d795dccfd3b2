"""What the window keeps, as the driver takes it: the ledger in plain data, cases with their verdicts and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from django.http import Http404

from policy_dsl.diagnostics import Fault
from reasoner.driver.window import cases, files, worker
from reasoner.driver.window.cases import Summary
from reasoner.model.verdict import Verdict
from reasoner.office.keeping import now, rows, table, to_text
from reasoner.office.models import Batch, Case, DecisionRecord, Draft, Judgement, LedgerItem
from reasoner.office.pages.plain_paths import text_of

SECTIONS: Final = ("指标", "认定")


def ledger() -> dict[str, object]:
    """The values of the ledger that count, in the form of a file."""
    lists: dict[str, list[object]] = {s: [] for s in SECTIONS}
    for section, data in LedgerItem.objects.filter(until="").order_by("id").values_list("section", "data"):
        lists[section].append(table(data))
    return {**lists}


# --- drafts ---------------------------------------------------------------------------------------------------


def draft(number: int) -> Draft:
    """A draft; raises Http404 where there is none."""
    kept = Draft.objects.filter(pk=number).first()
    if kept is None:
        raise Http404
    return kept


def keep_draft(kept: Draft, data: Mapping[str, object]) -> None:
    """Keep what is written so far."""
    kept.data, kept.changed = to_text(data), now()
    kept.save(update_fields=["data", "changed"])


# --- cases ----------------------------------------------------------------------------------------------------


class OpenCase(NamedTuple):
    """A case with what was last made of it."""

    case: Case
    judgement: Judgement
    verdict: Verdict
    decision: dict[str, object] | None
    """The last decision as a file has it; None: there is none."""
    decided_before: bool
    """Whether that decision was made beside an earlier verdict."""
    decided_at: str
    """When it was entered."""


def case(number: int) -> Case:
    """A case; raises Http404 where there is none."""
    kept = Case.objects.select_related("batch").filter(pk=number).first()
    if kept is None:
        raise Http404
    return kept


def judged_case(number: int) -> OpenCase:
    """A case that was judged, with its last verdict and decision; raises Http404 where there is none."""
    kept = case(number)
    last = Judgement.objects.filter(case=kept).order_by("-id").first()
    if last is None:
        raise Http404
    return opened(kept, last)


def opened(kept: Case, last: Judgement) -> OpenCase:
    """A case with one of its verdicts."""
    record = DecisionRecord.objects.select_related("judgement").filter(case=kept).order_by("-id").first()
    decision = None if record is None else table(record.data)
    before = record is not None and record.judgement.pk != last.pk
    at = "" if record is None else record.at
    return OpenCase(kept, last, cases.complete(cases.unpacked(bytes(last.verdict))), decision, before, at)


def new_case(data: Mapping[str, object], verdict: Verdict) -> Case:
    """Keep an application that was written on a page, with its verdict."""
    kept = Case(data=to_text(data), changed=now())
    _summarise(kept, cases.summary(verdict))
    kept.save()
    Judgement.objects.create(case=kept, data=kept.data, verdict=cases.packed(verdict), at=kept.changed)
    return kept


def judge_again(kept: Case, data: Mapping[str, object], verdict: Verdict) -> None:
    """Keep a further verdict on a case; the earlier ones stay."""
    kept.data, kept.faults, kept.changed = to_text(data), "[]", now()
    _summarise(kept, cases.summary(verdict))
    kept.save()
    Judgement.objects.create(case=kept, data=kept.data, verdict=cases.packed(verdict), at=kept.changed)
    if kept.batch is not None:
        Batch.objects.filter(pk=kept.batch.pk).update(corrected=True)


def _summarise(kept: Case, summary: Summary) -> None:
    kept.number, kept.facility, kept.kind, kept.place = summary.number, summary.facility, summary.kind, summary.place
    kept.matter, kept.as_of, kept.outcome = summary.matter, summary.as_of, summary.outcome
    kept.label, kept.short, kept.steps, kept.key_fact = summary.label, summary.short, summary.steps, summary.key_fact
    kept.waits = to_text(summary.waits)


def row_case(
    batch: Batch, position: int, data: Mapping[str, object], summary: Summary | None, faults: Iterable[Fault]
) -> Case:
    """A row of a file, to be kept with the others."""
    kept = Case(batch=batch, position=position, data=to_text(data), changed=now(), faults=to_text([*faults]))
    if summary is not None:
        _summarise(kept, summary)
        return kept
    facility = data.get("机构")
    inside = facility if isinstance(facility, dict) else {}
    kept.number, kept.matter = text_of(data.get("编号")), text_of(data.get("事项"))
    kept.facility, kept.kind, kept.place = (text_of(inside.get(k)) for k in ("名称", "类型", "所在地"))
    return kept


def faults_of(kept: Case) -> tuple[Fault, ...]:
    """What is wrong with a row."""
    return faults_in(rows(kept.faults))


def faults_in(data: object) -> tuple[Fault, ...]:
    """Faults of plain data."""
    import msgspec

    return msgspec.convert(data, tuple[Fault, ...])


def decide(kept: OpenCase, data: Mapping[str, object]) -> None:
    """Keep a decision beside the verdict."""
    DecisionRecord.objects.create(case=kept.case, judgement=kept.judgement, data=to_text(data), at=now())


# --- files ----------------------------------------------------------------------------------------------------

_AT_ONCE: Final = 500
"""Rows that are written to the database together."""


def take_file(batch: Batch, folder: Path) -> None:
    """Take what a worker made of a file: its rows with their verdicts, its workbook, its marked copy."""
    cases_of: list[Case] = []
    verdicts: list[bytes] = []
    position = 0

    def flush() -> None:
        kept = Case.objects.bulk_create(cases_of)
        Judgement.objects.bulk_create(
            Judgement(case=c, data=c.data, verdict=v, at=c.changed) for c, v in zip(kept, verdicts, strict=True) if v
        )
        cases_of.clear()
        verdicts.clear()

    for row in files.rows_of(folder / worker.ROWS):
        cases_of.append(row_case(batch, position, row.data, row.summary, row.faults))
        verdicts.append(row.verdict)
        position += 1
        if len(cases_of) == _AT_ONCE:
            flush()
    flush()
    Batch.objects.filter(pk=batch.pk).update(
        outcome=(folder / worker.RESULT).read_text(encoding="utf-8"),
        results=(folder / worker.WORKBOOK).read_bytes(),
        marked=(folder / worker.MARKED).read_bytes(),
        done=position,
        total=position,
        finished=now(),
    )

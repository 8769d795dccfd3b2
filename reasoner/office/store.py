"""What the window keeps, as the driver takes it: the ledger in plain data, cases with their verdicts and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from policy_dsl.diagnostics import Fault
from reasoner.driver.window import cases
from reasoner.driver.window.cases import Judged, Summary
from reasoner.driver.window.letter_making import LetterSheet, decision_of
from reasoner.model.verdict import Verdict
from reasoner.office import trail
from reasoner.office.case_rows import CaseRow, case_row, counting_values
from reasoner.office.casework_models import CaseMatter
from reasoner.office.keeping import now, plain_json, rows, table, to_text
from reasoner.office.models import Batch, Case, DecisionRecord, Draft, Judgement, LedgerItem, LetterRecord, number_head

SECTIONS: Final = ("指标", "认定")


def ledger() -> dict[str, object]:
    """The values of the ledger that count, in the form of a file."""
    lists: dict[str, list[object]] = {s: [] for s in SECTIONS}
    for section, data in LedgerItem.objects.filter(until="").order_by("id").values_list("section", "data"):
        lists[section].append(table(data))
    return {**lists}


def basis() -> str:
    """The digest of the ledger and the rules of now, by which it is known whether a verdict is older than either."""
    rules, numbers = cases.rules_digest(), counting_values()
    known = _LAST_BASIS.get((rules, numbers))
    if known is None:
        values = dict(LedgerItem.objects.filter(until="").values_list("pk", "data"))
        known = sha256("\n".join((rules, *sorted(values.values()))).encode()).hexdigest()[:32]
        _LAST_BASIS.clear()
        _LAST_BASIS[rules, tuple(sorted(values))] = known
    return known


_LAST_BASIS: Final[dict[tuple[str, tuple[int, ...]], str]] = {}
"""The basis that was asked for last, by the rules and the values that counted."""


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
    record: DecisionRecord | None
    """The same as it is kept."""
    neighbours: tuple[int | None, int | None]
    """The rows before and behind it in its file."""


_OF_FILES: Final = ("batch__content", "batch__results", "batch__marked", "batch__outcome")
"""What a case does not need of its file: much, and slow to read."""


def with_files() -> QuerySet[Case, Case]:
    """The cases, each with its file but for the contents."""
    return Case.objects.select_related("batch").defer(*_OF_FILES)


MOST_ALIKE: Final = 40
"""Applications that are named as having the number and the matter of another."""


def alike(one: Case, organ: str) -> list[Case]:
    """Other judged applications with the number and the matter of one, but those in cases of other organs; the last first."""
    if not one.number:
        return []
    same = with_files().alias(head=number_head()).filter(head=one.number[:64], matter=one.matter)
    others = _of_organ(same.exclude(pk=one.pk).exclude(outcome=""), organ).order_by("-id")[:MOST_ALIKE]
    # Compared again here: where the number itself is equal to a constant too, SQLite 3.40 writes it into the expression and finds no index.
    return [c for c in others if c.number == one.number]


def alike_to_file(batch: Batch, organ: str) -> list[Case]:
    """Applications judged apart from a file with number and matter of one of its rows, but those in cases of other organs."""
    rows = Case.objects.filter(batch=batch).exclude(number="").order_by()
    others = with_files().filter(number__in=rows.values("number")).exclude(batch=batch).exclude(outcome="")
    listed = list(_of_organ(others, organ).order_by("-id")[: 25 * MOST_ALIKE])
    stated = (
        set(rows.filter(number__in={c.number for c in listed}).values_list("number", "matter")) if listed else set()
    )
    return [c for c in listed if (c.number, c.matter) in stated]


def _of_organ(cases_of: QuerySet[Case, Case], organ: str) -> QuerySet[Case, Case]:
    elsewhere = CaseMatter.objects.exclude(file__organ__in=("", organ)).values("case")
    return cases_of.exclude(pk__in=elsewhere)


def row(number: int) -> CaseRow:
    """A case with its last verdict and decision as they are kept; raises Http404 where there is none."""
    kept = case_row(number)
    if kept is None:
        raise Http404
    return kept


def case(number: int) -> Case:
    """A case; raises Http404 where there is none."""
    return row(number).case


def judged_case(number: int) -> OpenCase:
    """A case that was judged, with its last verdict and decision; raises Http404 where there is none."""
    kept = row(number)
    if kept.judgement is None:
        raise Http404
    return opened(kept, kept.judgement)


def opened(kept: CaseRow, judgement: Judgement) -> OpenCase:
    """A case with one of its verdicts."""
    record = kept.decision
    return OpenCase(
        kept.case,
        judgement,
        cases.completed(bytes(judgement.verdict)),
        None if record is None else table(record.data),
        record is not None and kept.decided_beside != judgement.pk,
        "" if record is None else record.at,
        record,
        kept.neighbours,
    )


def new_case(data: Mapping[str, object], judged: Judged, by: str) -> Case:
    """Keep an application that was written on a page, with its verdict, and record it. by: who had it judged."""
    kept = Case(data=to_text(data), changed=now())
    summarise(kept, cases.summary(judged.verdict))
    with transaction.atomic():
        kept.save()
        _keep(kept, judged, by)
    return kept


def _keep(kept: Case, judged: Judged, by: str) -> None:
    content, since = cases.packed(judged.verdict), basis()
    (entry,) = trail.verdicts([judged], by)
    Judgement.objects.create(case=kept, data=kept.data, verdict=content, at=kept.changed, basis=since, entry=entry.n)


def judge_again(kept: Case, data: Mapping[str, object], judged: Judged, by: str) -> None:
    """Keep a further verdict on a case, and record it; the earlier ones stay. by: who had it judged."""
    kept.data, kept.faults, kept.changed = to_text(data), "[]", now()
    summarise(kept, cases.summary(judged.verdict))
    with transaction.atomic():
        kept.save()
        if kept.batch is not None:
            Batch.objects.filter(pk=kept.batch.pk).update(corrected=True)
        _keep(kept, judged, by)


def summarise(kept: Case, summary: Summary) -> None:
    """Write what a list says of a case."""
    kept.number, kept.facility, kept.kind, kept.place = summary.number, summary.facility, summary.kind, summary.place
    kept.matter, kept.as_of, kept.outcome = summary.matter, summary.as_of, summary.outcome
    kept.label, kept.short, kept.steps, kept.key_fact = summary.label, summary.short, summary.steps, summary.key_fact
    kept.waits = to_text(summary.waits)


def faults_of(kept: Case) -> tuple[Fault, ...]:
    """What is wrong with a row."""
    return faults_in(rows(kept.faults))


def faults_in(data: object) -> tuple[Fault, ...]:
    """Faults of plain data."""
    import msgspec

    return msgspec.convert(data, tuple[Fault, ...])


def decide(kept: OpenCase, data: Mapping[str, object], by: str) -> None:
    """Keep a decision beside the verdict, and record it. by: who enters it. Raises Faults where the verdict contradicts it."""
    decision = decision_of(data, kept.verdict)
    with transaction.atomic():
        record = DecisionRecord.objects.create(case=kept.case, judgement=kept.judgement, data=to_text(data), at=now())
        record.entry = trail.decision(decision, plain_json(data), kept.judgement.entry, by)
        record.save(update_fields=["entry"])


# --- letters --------------------------------------------------------------------------------------------------


def keep_letter(
    case: Case, judgement: Judgement, decision: DecisionRecord | None, sheet: LetterSheet, content: bytes = b""
) -> LetterRecord:
    """Keep a letter that was made from a verdict and a decision; made again as the same file, it is the one that is kept.

    content: of a final letter its file; empty: it is a draft, of which the digest is kept.
    """
    kept, _ = LetterRecord.objects.get_or_create(
        judgement=judgement, decision=decision, digest=sheet.digest, final=bool(content),
        defaults={
            "case": case, "kind": sheet.kind, "name": sheet.name, "open": sheet.draft, "content": content, "at": now(),
            "clauses": to_text(cases.cited(bytes(judgement.verdict))),
        },
    )  # fmt: skip
    return kept

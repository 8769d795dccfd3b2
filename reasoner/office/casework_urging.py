"""催办 as it is kept: which cases are late or near their last day, and the papers by which they were urged, as they were issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

import msgspec
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from policy_dsl.ir import JsonValue
from reasoner.casework.case_steps import CaseState, LoggedStep, round_of
from reasoner.casework.deadlines import deadlines
from reasoner.casework.flow import FOUR, Flow, Signer, faults_of_signers
from reasoner.casework.step_check import acted_faults, due_signer, signers_of
from reasoner.casework.urging import NO_BASIS, Holder, UrgedTerm, holder_of, urged_terms
from reasoner.driver.window.case_papers import UrgeLine
from reasoner.office import accounts, casework_store, trail
from reasoner.office.acting import Actor
from reasoner.office.casework_models import CaseFile, CaseMatter, StepRecord, UrgeNotice
from reasoner.office.day_tables import DayTables
from reasoner.office.keeping import now, to_text

MOST_CASES: Final = 200
"""Cases on one paper."""
_AT_ONCE: Final = 200


class Scope(NamedTuple):
    """Which cases are to be urged."""

    file: int | None = None
    """One case; None: all that the others choose."""
    person: str = ""
    """The name of who holds them."""
    district: str = ""

    @property
    def words(self) -> str:
        """The same in words, where it is no single case."""
        parts = [f"由{self.person}办理" if self.person else "", self.district]
        return "，".join(p for p in parts if p) or "全部案件"


class Urged(NamedTuple):
    """A case that is to be urged, with its lines."""

    file: CaseFile
    lines: tuple[UrgeLine, ...]


def urged(acting: Actor, scope: Scope) -> list[Urged]:
    """The cases that somebody may see and that are late or near their last day, those that are due first on top."""
    tables, today = DayTables(), casework_store.day_now()
    latest = today + timedelta(days=tables.longest_reminder)
    files = casework_store.visible(acting).exclude(due="").filter(due__lte=latest.isoformat()).order_by("due", "pk")
    if scope.file is not None:
        files = files.filter(pk=scope.file)
    if scope.district:
        files = files.filter(district=scope.district)
    if scope.person:
        files = files.filter(Q(handler_name=scope.person) | Q(state=CaseState.SIGNING.value))
    listed: list[Urged] = []
    flows: dict[str, Flow] = {}
    for file, log in _with_logs(files):
        flow = flows.get(file.organ) or flows.setdefault(file.organ, casework_store.flow_for(file, acting))
        holder = holder_of(log, file.waits, file.handler_name, _signers(file, log, flow, acting))
        terms, calendar = tables.terms_for(file.organ, file.received), tables.calendar_for(file.organ, file.received)
        running = urged_terms(deadlines(log, terms, calendar, today))
        if running and scope.person in ("", *holder.names):
            listed.append(Urged(file, tuple(_line(file, holder, t) for t in running)))
            if len(listed) == MOST_CASES:
                break
    return listed


def _with_logs(files: QuerySet[CaseFile, CaseFile]) -> Iterator[tuple[CaseFile, list[LoggedStep]]]:
    """Cases with their steps, some at a time: whoever has enough asks for no more."""
    numbers = list(files.values_list("pk", flat=True))
    for at in range(0, len(numbers), _AT_ONCE):
        chosen = numbers[at : at + _AT_ONCE]
        logs: dict[int, list[LoggedStep]] = {n: [] for n in chosen}
        records = StepRecord.objects.filter(file__in=chosen).order_by("file_id", "place")
        for number, record in zip(records.values_list("file_id", flat=True), records, strict=True):
            logs[number].append(casework_store.logged(record))
        kept = CaseFile.objects.in_bulk(chosen)
        yield from ((kept[n], logs[n]) for n in chosen)


def _signers(file: CaseFile, log: Sequence[LoggedStep], flow: Flow, acting: Actor) -> list[str]:
    """The names of those who can sign next: with the role in their own right, and not in another step that must be theirs apart."""
    role = due_signer(flow, log)
    if role is None or acting.account is None:
        return []
    before = signers_of(round_of(log))
    able = accounts.with_role(role, file.organ or acting.organ)
    own = [Signer(role, a.pk, a.name) for a in able]
    return [s.name for s in own if not faults_of_signers(flow, (*before, s)) and not acted_faults(flow, log, s)]


def _line(file: CaseFile, holder: Holder, term: UrgedTerm) -> UrgeLine:
    length = f"{term.name}（{term.length}，自{term.begun}次日起）"
    return UrgeLine(
        file.number, file.facility, file.state, holder.words, holder.since.isoformat(), length, term.last.isoformat(), term.words,
        term.basis or NO_BASIS,
    )  # fmt: skip


def persons(acting: Actor) -> list[str]:
    """Who may hold cases of the organ, by name."""
    if acting.account is None:
        return []
    return [*dict.fromkeys(a.name for role in FOUR for a in accounts.with_role(role, acting.organ))]


def issue(acting: Actor, scope: Scope, cases: Iterable[Urged]) -> UrgeNotice:
    """Keep the paper by which cases are urged, and record that it was issued."""
    chosen = list(cases)
    words = chosen[0].file.number if scope.file is not None else scope.words
    lines = [line for u in chosen for line in u.lines]
    with transaction.atomic():
        kept = UrgeNotice.objects.create(organ=acting.organ, scope=words, rows=to_text(lines), at=now(), by=acting.name)
        kept.files.set([u.file.pk for u in chosen])
        numbers = CaseMatter.objects.filter(file__in=[u.file.pk for u in chosen]).order_by("pk")
        first, *others = numbers.values_list("case__number", flat=True)
        named: list[JsonValue] = [
            {"案件": n.number, "期限": n.term, "最后一日": n.last, "由谁办理": n.holder, "依据": n.basis} for n in lines
        ]
        trail.note(
            "催办",
            {"application": first, "joined": [*others], "催办单": kept.pk, "范围": words, "催办": named},
            acting.name,
        )
    return kept


def notices(acting: Actor) -> QuerySet[UrgeNotice, UrgeNotice]:
    """The papers that were issued for the organ, the last first."""
    every = UrgeNotice.objects.order_by("-pk")
    return every if acting.account is None else every.filter(organ__in=(acting.organ, ""))


def notice(number: int, acting: Actor) -> UrgeNotice:
    """A paper; raises Http404 where there is none, and where it is another organ's."""
    kept = notices(acting).filter(pk=number).first() if number < 2**63 else None
    if kept is None:
        raise Http404
    return kept


def lines_of(kept: UrgeNotice) -> list[UrgeLine]:
    """The lines of a paper as it was issued."""
    return msgspec.json.decode(kept.rows, type=list[UrgeLine])


def notices_of(file: CaseFile) -> QuerySet[UrgeNotice, UrgeNotice]:
    """The papers by which a case was urged."""
    return UrgeNotice.objects.filter(files=file).order_by("pk")

"""Cases (案件) as they are kept: one with its whole course, many in a list, what others like it came to, what plans have left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

import msgspec
from django.db.models import Q, QuerySet
from django.http import Http404

from reasoner.casework.case_steps import CaseState, CaseStep, LoggedStep, state_of, waits_for
from reasoner.casework.deadlines import Due, Lapse, deadlines, lapses
from reasoner.casework.flow import ALWAYS_APART, Flow
from reasoner.casework.opinion import BARRING, FAVOURABLE
from reasoner.casework.quota import Use
from reasoner.casework.roles import Role
from reasoner.casework.step_check import Taker, due_signer
from reasoner.driver.window import cases, kept_rows
from reasoner.model.application import Application
from reasoner.office import accounts, case_rows, store
from reasoner.office.acting import Actor
from reasoner.office.casework_models import Attachment, CaseFile, CaseMatter, DecisiveClause, StepRecord
from reasoner.office.day_tables import DayTables
from reasoner.office.keeping import table
from reasoner.office.models import Case, DecisionRecord
from reasoner.office.office_clock import day_now as day_now
from reasoner.office.office_clock import today

ONE_PERSON: Final = Flow("", (Role.HANDLER, Role.HEAD), frozenset({ALWAYS_APART}))
"""The order in a window for one person (单机): what is proposed and what is decided stay two steps, and nobody signs."""
_MOST_NUMBER: Final = 2**63 - 1
_MOST_ALIKE: Final = 50
"""Earlier cases that are shown."""


class OpenFile(NamedTuple):
    """A case with its course."""

    file: CaseFile
    steps: tuple[StepRecord, ...]
    log: tuple[LoggedStep, ...]
    """The same as the order of work takes them."""
    matters: tuple[CaseMatter, ...]
    flow: Flow
    due: tuple[Due, ...]
    """The deadlines that run."""
    late: tuple[Lapse, ...] = ()
    """The deadlines of the office that were not kept, also those of steps that were taken since."""

    @property
    def state(self) -> CaseState:
        """Where it stands."""
        return state_of(self.log)

    @property
    def next_signer(self) -> Role | None:
        """Whose signature is next; None: no round is open."""
        return due_signer(self.flow, self.log)


def taker_of(acting: Actor) -> Taker:
    """Who acts, as the order of work takes it."""
    return Taker(
        acting.account, acting.name, acting.roles, tuple((d.role, d.principal, d.name) for d in acting.deputed)
    )


def flow_for(file: CaseFile, acting: Actor) -> Flow:
    """In which order a case is signed."""
    if acting.account is None:
        return ONE_PERSON
    return accounts.flow_of(file.organ or acting.organ)


def visible(acting: Actor) -> QuerySet[CaseFile, CaseFile]:
    """The cases that somebody may see: those of the own organ, and those that were begun before there were accounts."""
    every = CaseFile.objects.all()
    return every if acting.account is None else every.filter(organ__in=(acting.organ, ""))


def open_file(number: int, acting: Actor) -> OpenFile:
    """A case; raises Http404 where there is none, and where it is another organ's."""
    file = visible(acting).filter(pk=number).first() if number <= _MOST_NUMBER else None
    if file is None:
        raise Http404
    return opened(file, acting)


def opened(file: CaseFile, acting: Actor) -> OpenFile:
    """A case with its course."""
    steps = tuple(StepRecord.objects.filter(file=file))
    log = tuple(map(logged, steps))
    matters = tuple(CaseMatter.objects.filter(file=file).select_related("case", "judgement").order_by("id"))
    tables, day = DayTables(), day_now()
    terms, calendar = tables.terms_for(file.organ, file.received), tables.calendar_for(file.organ, file.received)
    due, late = deadlines(log, terms, calendar, day), lapses(log, terms, calendar, day)
    return OpenFile(file, steps, log, matters, flow_for(file, acting), due, late)


def logged(record: StepRecord) -> LoggedStep:
    """A step as the order of work takes it."""
    data = {k: v for k, v in msgspec.json.decode(record.data, type=dict[str, object]).items() if isinstance(v, str)}
    return LoggedStep(
        CaseStep(record.step), date.fromisoformat(record.day), record.account, record.name, data, record.deputed_by,
        record.deputed_by_name,
    )  # fmt: skip


_COPIED: Final = ("state", "waits", "due", "due_name", "urge")
"""What stands beside a case and follows from its steps."""


def bring_up_to_date(file: CaseFile, log: Sequence[LoggedStep], flow: Flow, tables: DayTables) -> None:
    """Write beside a case what follows from its steps: state, whom it waits for, what is due first."""
    _copy(file, log, flow, tables)
    file.save(update_fields=_COPIED)


def _copy(file: CaseFile, log: Sequence[LoggedStep], flow: Flow, tables: DayTables) -> None:
    terms, calendar = tables.terms_for(file.organ, file.received), tables.calendar_for(file.organ, file.received)
    state = state_of(log)
    file.state, file.waits = state.value, waits_for(state, log, due_signer(flow, log))
    running = deadlines(log, terms, calendar, day_now())
    first = next((d for d in running if d.last is not None and d.kept_by_step), None)
    file.due, file.due_name, file.urge = "", "", ""
    if first is not None and first.last is not None:
        file.due, file.due_name = first.last.isoformat(), first.term.name
        file.urge = date.fromordinal(max(first.last.toordinal() - first.term.remind, 1)).isoformat()


def bring_all_up_to_date(acting: Actor) -> None:
    """The same for every case that is not archived: a table of days has changed."""
    tables = DayTables()
    files = list(CaseFile.objects.exclude(state=CaseState.ARCHIVED.value))
    logs: dict[int, list[LoggedStep]] = {f.pk: [] for f in files}
    records = StepRecord.objects.exclude(file__state=CaseState.ARCHIVED.value).order_by("file_id", "place")
    for number, record in zip(records.values_list("file_id", flat=True), records.iterator(), strict=True):
        logs.setdefault(number, []).append(logged(record))
    flows: dict[str, Flow] = {}
    for file in files:
        flow = flows.get(file.organ) or flows.setdefault(file.organ, flow_for(file, acting))
        _copy(file, logs[file.pk], flow, tables)
    CaseFile.objects.bulk_update(files, _COPIED, batch_size=500)


def application_by(case: Case, day: str) -> Application:
    """The application of a case as it is read by the law of a day, with the ledger. Raises Faults."""
    return read_by(case, table(case.data), day)


def read_by(case: Case, data: dict[str, object], day: str) -> Application:
    """The same with these data. Raises Faults."""
    if case.batch is None:
        return cases.application(data, store.ledger(), day)
    shared = table(case.batch.outcome).get("shared")
    read = kept_rows.reread(data, shared if isinstance(shared, dict) else {}, day, taken=False)
    return cases.with_ledger(read, store.ledger())


# --- lists ----------------------------------------------------------------------------------------------------


def listed(acting: Actor, by: Mapping[str, str]) -> QuerySet[CaseFile, CaseFile]:
    """The cases that are chosen, those that are due first on top."""
    files = visible(acting).prefetch_related("matters")
    if by.get("state"):
        files = files.filter(state=by["state"])
    if by.get("waits"):
        files = files.filter(waits=by["waits"])
    if by.get("district"):
        files = files.filter(district=by["district"])
    if by.get("matter"):
        files = files.filter(pk__in=CaseMatter.objects.filter(matter=by["matter"]).values("file"))
    if by.get("text"):
        of_application = CaseMatter.objects.filter(case__number__icontains=by["text"]).values("file")
        words = (
            Q(facility__icontains=by["text"]) | Q(number__icontains=by["text"]) | Q(credit_code__icontains=by["text"])
        )
        files = files.filter(words | Q(pk__in=of_application))
    if by.get("handler"):
        files = files.filter(handler_name=by["handler"])
    if by.get("year", "").isascii() and by.get("year", "").isdecimal():
        files = files.filter(year=int(by["year"][:4]))
    if by.get("since"):
        files = files.exclude(due="").filter(due__gte=by["since"])
    if by.get("until"):
        files = files.exclude(due="").filter(due__lte=by["until"])
    if by.get("mine") and acting.account is not None:
        files = files.filter(handler=acting.account)
    if by.get("due") == "逾期":
        files = files.exclude(due="").filter(due__lt=today())
    elif by.get("due") == "催办":
        files = files.exclude(urge="").filter(urge__lte=today())
    elif by.get("due") == "未结":
        files = files.exclude(state__in=[s.value for s in (CaseState.ARCHIVED, CaseState.WITHDRAWN, CaseState.LAPSED)])
    return files.order_by("-year", "-place")


def file_of_case(case: int) -> CaseMatter | None:
    """The case of the office to which an application belongs; None: it belongs to none."""
    return case_rows.matter_of_case(case)


def alike(credit_code: str, matters: Iterable[str], acting: Actor) -> list[CaseFile]:
    """The cases of the same institution (信用代码) on one of these matters: double receipts, or what was decided before."""
    if not credit_code:
        return []
    kept = visible(acting).filter(credit_code=credit_code, matters__matter__in=list(matters))
    return list(kept.distinct().order_by("-year", "-place")[:_MOST_ALIKE])


class EarlierCase(NamedTuple):
    """A matter that the same clause decided, with another outcome."""

    file: CaseFile
    matter: CaseMatter
    clauses: tuple[str, ...]
    """The clauses that decided both."""


def earlier_cases(
    matter: CaseMatter, clauses: Iterable[str], outcome: str, proposal: Mapping[str, object], acting: Actor
) -> list[EarlierCase]:
    """What was signed on matters that one of these clauses decided, where it is another than what is proposed here.

    Nothing proposed yet: another than what the outcome calls for. Inside only: no letter names another institution's case.
    """
    listed_clauses = list(clauses)
    reference = str(proposal.get("处理", ""))
    if not reference:
        reference = "不予" if outcome in BARRING else "进入后续程序" if outcome in FAVOURABLE else ""
    exception = proposal.get("例外") == "是"
    every = CaseMatter.objects.filter(clauses__clause__in=listed_clauses, file__in=visible(acting)).exclude(signed="")
    every = every.exclude(pk=matter.pk).exclude(handling=reference, exception=exception)
    others = list(every.select_related("file").distinct().order_by("-signed", "-id")[:_MOST_ALIKE])
    same = DecisiveClause.objects.filter(matter__in=others, clause__in=listed_clauses)
    clauses_of: dict[int, list[str]] = {}
    for number, clause in same.values_list("matter", "clause"):
        clauses_of.setdefault(number, []).append(clause)
    return [EarlierCase(o.file, o, tuple(clauses_of.get(o.pk, ()))) for o in others]


def decision_in_effect(member: CaseMatter | None, decided: DecisionRecord | None) -> DecisionRecord | None:
    """The decision that counts on an application: in a case of the office only what was signed there, and is in effect still."""
    return decided if member is None or member.signed else None


def uses(acting: Actor, **narrowed: str | int) -> list[Use]:
    """What signed decisions in effect take of plans, by the year in which each was received. narrowed: conditions on matters."""
    every = CaseMatter.objects.filter(handling__in=("部分", "进入后续程序"), file__in=visible(acting), **narrowed)
    columns = ("file__number", "file__year", "file__district", "matter", "batch", "beds", "signed")
    return [Use(*row) for row in every.exclude(signed="").order_by("signed", "id").values_list(*columns)]


def attachment(number: int, place: int, acting: Actor) -> Attachment:
    """A paper of a case; raises Http404."""
    kept = Attachment.objects.filter(file__in=visible(acting).filter(pk=number), number=min(place, 2**31 - 1)).first()
    if kept is None:
        raise Http404
    return kept

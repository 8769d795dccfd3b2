"""The tables of deadlines and of holidays: of each case those of its organ that counted for the day of its receipt.

One person proposes a table for the own organ, with the day from which it counts; it takes effect when the 负责人 of the organ, another
person, has agreed. In a window for one person it takes effect at once, and nobody signs. No table changes what a case already has:
it begins behind the last receipt that an earlier one reaches. A year of holidays that was unknown becomes known to all cases.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from django.db.models import QuerySet
from django.http import Http404

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.deadlines import Term, terms_of
from reasoner.casework.roles import Role
from reasoner.casework.working_days import NO_TABLE, Calendar, calendar_of, day_in
from reasoner.office import trail
from reasoner.office.acting import Actor
from reasoner.office.casework_models import CaseFile, OfficeTable
from reasoner.office.keeping import now, plain_json, to_text
from reasoner.office.office_tables import DATED, Rows, TableKind, TableState, rows_of

FROM_DAY: Final = "自何日起"
"""The field of the day from which a table counts."""


class DatedTable(NamedTuple):
    """A table that is in effect, read."""

    organ: str
    from_day: str
    terms: tuple[Term, ...]
    calendar: Calendar


class DayTables:
    """The tables that are in effect, in the order in which they count."""

    def __init__(self) -> None:
        self._terms = [_read(t) for t in _in_order(TableKind.TERMS)]
        self._holidays = [_read(t) for t in _in_order(TableKind.HOLIDAYS)]
        self._calendars: dict[tuple[str, int], Calendar] = {}

    def terms_for(self, organ: str, received: str) -> tuple[Term, ...]:
        """The deadlines of a case; none where no table reaches it. organ: whose the case is. received: the day, ISO."""
        reaching = [t for t in self._terms if t.organ in (organ, "") and t.from_day <= received]
        return reaching[-1].terms if reaching else ()

    def calendar_for(self, organ: str, received: str) -> Calendar:
        """What is known of workdays for a case: by the table that reaches it, and of years that this one lacks by those behind it."""
        own = [t for t in self._holidays if t.organ in (organ, "")]
        place = sum(t.from_day <= received for t in own)
        key = (organ, place)
        if key not in self._calendars:
            self._calendars[key] = _with_later_years(t.calendar for t in own[max(place - 1, 0) :])
        return self._calendars[key]

    @property
    def longest_reminder(self) -> int:
        """So many days before its last day a deadline is urged at most."""
        return max((term.remind for t in self._terms for term in t.terms), default=0)


def _in_order(kind: TableKind) -> list[OfficeTable]:
    """The tables of a kind that are in effect; of two that begin on one day the one that was agreed to later counts."""
    every = OfficeTable.objects.filter(kind=kind.value, state=TableState.IN_EFFECT.value)
    return sorted(every, key=lambda t: (t.from_day, bool(t.organ), t.settled_at or t.at, t.pk))


def _read(kept: OfficeTable) -> DatedTable:
    rows, terms = rows_of(kept), kept.kind == TableKind.TERMS.value
    return DatedTable(
        kept.organ, kept.from_day, terms_of(rows).terms if terms else (), NO_TABLE if terms else calendar_of(rows).calendar
    )  # fmt: skip


def _with_later_years(calendars: Iterable[Calendar]) -> Calendar:
    known = NO_TABLE
    for number, later in enumerate(calendars):
        if number == 0:
            known = later
            continue
        years = later.years - known.years
        rest, work = (frozenset(d for d in days if d.year in years) for days in (later.rest, later.work))
        before = (frozenset(d for d in days if d.year not in years) for days in (known.rest, known.work))
        old_rest, old_work = before
        known = Calendar(known.years | years, old_rest | rest, old_work | work)
    return known


# --- proposing and agreeing ------------------------------------------------------------------------------------


def own_tables(kind: TableKind, acting: Actor) -> QuerySet[OfficeTable, OfficeTable]:
    """The tables of a kind that somebody may see, the last one first: of the own organ, and those for all."""
    every = OfficeTable.objects.filter(kind=kind.value).order_by("-id")
    return every if acting.account is None else every.filter(organ__in=(acting.organ, ""))


def in_effect(kind: TableKind, acting: Actor) -> bool:
    """Whether a table of a kind is in effect for the organ of who acts."""
    return own_tables(kind, acting).filter(state=TableState.IN_EFFECT.value).exists()


def _reached(kind: TableKind, organ: str, from_day: str) -> QuerySet[CaseFile, CaseFile]:
    """The cases received from a day on that have a table of the kind already."""
    counting = OfficeTable.objects.filter(kind=kind.value, state=TableState.IN_EFFECT.value)
    first = counting.filter(organ__in=(organ, "")).order_by("from_day").values_list("from_day", flat=True).first()
    if first is None:
        return CaseFile.objects.none()
    reached = CaseFile.objects.filter(received__gte=max(first, from_day))
    return reached.filter(organ=organ) if organ else reached


def day_faults(kind: TableKind, organ: str, from_day: str) -> tuple[Diagnostic, ...]:
    """Why a table cannot count from a day on (K107); empty: it can. from_day: as typed; empty: for all cases."""
    where = f"{kind}表 · {FROM_DAY}"
    given = day_in(from_day) if from_day else None
    if from_day and given is None:
        return (Diagnostic("K107", where, f"日期“{from_day[:20]}”不能识别", "如 2026-05-20"),)
    last = _reached(kind, organ, "" if given is None else given.isoformat()).order_by("-received").first()
    if last is None:
        return ()
    begins = "没有写自何日起,就是对全部案件" if given is None else f"自{given.isoformat()}起"
    message = f"{begins};{last.received}收到的案件{last.number}已经按先前的表计算期限,新表不能改动它"
    return (Diagnostic("K107", where, message, f"{last.received}的次日起", "写一个还没有收到案件的日子,如下月1日"),)


def propose(kind: TableKind, rows: Rows, name: str, from_day: str, acting: Actor) -> OfficeTable:
    """Take in a table of deadlines or holidays: it waits for the 负责人; in a window for one person it takes effect.

    rows: without `table_faults`. Called inside a transaction. Raises Faults (K107).
    """
    assert kind in DATED
    alone = acting.account is None
    organ = "" if alone else acting.organ
    faults = day_faults(kind, organ, from_day)
    if faults:
        raise Faults(faults)
    given = day_in(from_day) if from_day else None
    principal = next((d.principal for d in acting.deputed if d.role in (Role.HANDLER, Role.LEGAL)), None)
    kept = OfficeTable.objects.create(
        kind=kind.value, rows=to_text(rows), name=name, at=now(), by=acting.name, by_account=acting.account,
        by_principal=principal, organ=organ, from_day="" if given is None else given.isoformat(),
        state=(TableState.IN_EFFECT if alone else TableState.PROPOSED).value,
    )  # fmt: skip
    _note("登记表" if alone else "提出表", kept, acting.name)
    return kept


def settle(number: int, acting: Actor, *, agreed: bool) -> OfficeTable:
    """Agree to a table that was proposed, or refuse it. Raises Http404, Faults (K107, K108). Called inside a transaction."""
    waiting = OfficeTable.objects.select_for_update().filter(pk=number, state=TableState.PROPOSED.value)
    kept = None if acting.account is None else waiting.filter(organ=acting.organ).first()
    if kept is None:
        raise Http404
    kind = TableKind(kept.kind)
    if agreed:
        behind = {acting.account, *(d.principal for d in acting.deputed if d.role is Role.HEAD)}
        if behind & ({kept.by_account, kept.by_principal} - {None}):
            message = f"这张表是{kept.by}提出的,提出和同意不能是同一个人"
            raise Faults([Diagnostic("K108", f"{kind}表", message, "本单位另一位负责人", "请另一位负责人同意")])
        faults = day_faults(kind, kept.organ, kept.from_day)
        if faults:
            raise Faults(faults)
    kept.state = (TableState.IN_EFFECT if agreed else TableState.REFUSED).value
    kept.settled_at, kept.settled_by = now(), acting.name
    kept.save(update_fields=["state", "settled_at", "settled_by"])
    _note("同意表" if agreed else "不同意表", kept, acting.name)
    return kept


def _note(kind: str, kept: OfficeTable, by: str) -> None:
    payload = {
        "编号": kept.pk, "表": kept.kind, "名称": kept.name, "单位": kept.organ, FROM_DAY: kept.from_day, "提出": kept.by,
        "内容": rows_of(kept), "签署": "单机,不作为签署" if kept.by_account is None else by,
    }  # fmt: skip
    trail.note(kind, plain_json(payload), by)


def state_today(kept: OfficeTable, today: date) -> str:
    """How a table stands, for the page."""
    if kept.state == TableState.IN_EFFECT.value and kept.from_day > today.isoformat():
        return f"自{kept.from_day}起采用"
    return kept.state

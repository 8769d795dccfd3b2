"""Deadlines by the bureau's own table: from which step, how long, what ends them, whether the clock stands while an applicant supplements.

Counting. The day on which a period begins does not count (民法典第二百零一条: 开始的当日不计入,自下一日开始计算). A period of months
ends on the day of the same number, else on the last of the month (第二百零二条). Whether a last day that is no workday moves to the
next one is what the table says, for the law of a deadline may say otherwise. Days behind the notice of 补正 up to the day on which
the supplement came do not count where the table says so.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic
from reasoner.casework.case_steps import CaseStep, LoggedStep, pauses_of
from reasoner.casework.working_days import Calendar, sheet_row

COLUMNS: Final = ("期限", "数量", "单位", "起算", "止于", "补正期间", "末日遇休息日", "提前提醒", "依据")
"""The columns of the table; 止于, 末日遇休息日, 提前提醒 and 依据 may be empty."""
STANDS: Final = "停止计算"
RUNS: Final = "照常计算"
_ROLLS: Final = {"顺延": True, "不顺延": False, "": None}
_MOST: Final = 3650
"""Days, or workdays, or months of a period."""
_FARTHEST: Final = 20_000
"""Days that are looked at for one period."""


_REMEDIES: Final = (CaseStep.RECONSIDERATION, CaseStep.LAWSUIT)


class Unit(StrEnum):
    """In what a period is counted."""

    WORKING_DAYS = "工作日"
    DAYS = "日"
    MONTHS = "个月"


class Term(NamedTuple):
    """A row of the table of deadlines."""

    name: str
    length: int
    unit: Unit
    start: CaseStep
    """The step with whose day it begins."""
    end: CaseStep | None
    """The step that keeps it; None: none does, it only passes."""
    stands: bool
    """Whether its clock stands while the applicant supplements."""
    rolls: bool | None
    """Whether a last day of rest moves to the next workday; None: the table does not say."""
    remind: int
    """So many days before the last day it is urged (催办)."""
    basis: str
    """On what it rests, as the table says; empty: not said."""

    @property
    def words(self) -> str:
        """Its length in words."""
        return f"{self.length}{'个' if self.unit is Unit.WORKING_DAYS else ''}{self.unit}"


class TermReading(NamedTuple):
    """The deadlines of a table, and what is wrong with it."""

    terms: tuple[Term, ...]
    faults: tuple[Diagnostic, ...]


class Due(NamedTuple):
    """A deadline of a case."""

    term: Term
    begun: date
    """The day with which it begins; it is not counted."""
    last: date | None
    """The last day; None: it cannot be said, `why` tells the reason."""
    why: str
    """Why there is no last day, or what is not settled about it; empty: nothing."""
    standing: bool
    """Whether the clock stands now."""
    left: int | None
    """Days of the calendar until the last day, below 0 when it has passed; None without one."""

    @property
    def passed(self) -> bool:
        """Whether the last day has passed."""
        return self.left is not None and self.left < 0

    @property
    def kept_by_step(self) -> bool:
        """Whether the office waits for a step that keeps it; a time for 复议 or 诉讼 only passes."""
        return self.term.end is not None and self.term.end not in _REMEDIES

    @property
    def overdue(self) -> bool:
        """Whether the last day has passed without the step."""
        return self.kept_by_step and self.passed

    @property
    def urged(self) -> bool:
        """Whether it is to be urged (催办): the last day has passed or is near."""
        return self.kept_by_step and self.left is not None and self.left <= self.term.remind


def terms_of(rows: Sequence[Mapping[str, str]]) -> TermReading:
    """The deadlines of a table. Faults K103, every one by its row and column."""
    faults: list[Diagnostic] = []
    terms: list[Term] = []
    steps = {s.value: s for s in CaseStep}
    names: dict[str, int] = {}
    for place, row in enumerate(rows, 1):
        number = sheet_row(row, place)
        where = f"期限表 · 第{number}行"
        before = len(faults)
        name, count = row.get("期限", ""), _number(row.get("数量", ""))
        if not name:
            faults.append(_fault(f"{where} · 期限", "没有写期限的名称", "如 办结"))
        elif name in names:
            faults.append(_fault(f"{where} · 期限", f"“{name[:30]}”与第{names[name]}行重复", "一种期限一行"))
        names.setdefault(name, number)
        if count is None or not 0 < count <= _MOST:
            faults.append(
                _fault(f"{where} · 数量", f"数量“{row.get('数量', '')[:20]}”不能识别", f"1 至 {_MOST} 的整数")
            )
        unit = {"个工作日": Unit.WORKING_DAYS, "月": Unit.MONTHS, "天": Unit.DAYS}.get(row.get("单位", ""))
        unit = unit or next((u for u in Unit if u.value == row.get("单位", "")), None)
        if unit is None:
            faults.append(_fault(f"{where} · 单位", f"单位“{row.get('单位', '')[:20]}”不能识别", "、".join(Unit)))
        start, end = steps.get(row.get("起算", "")), steps.get(row.get("止于", ""))
        if start is None:
            faults.append(_fault(f"{where} · 起算", f"没有“{row.get('起算', '')[:20]}”这一步", "、".join(steps)))
        if end is None and row.get("止于", ""):
            faults.append(_fault(f"{where} · 止于", f"没有“{row.get('止于', '')[:20]}”这一步", "、".join(steps)))
        if row.get("补正期间", "") not in (STANDS, RUNS):
            faults.append(_fault(f"{where} · 补正期间", "没有写补正期间是否计算", f"{STANDS}、{RUNS}"))
        if row.get("末日遇休息日", "") not in _ROLLS:
            faults.append(_fault(f"{where} · 末日遇休息日", "不能识别", "顺延、不顺延,或者不写"))
        remind = _number(row.get("提前提醒", "") or "0")
        if remind is None or remind > _MOST:
            faults.append(_fault(f"{where} · 提前提醒", "应是天数", "如 3"))
        if (
            len(faults) == before
            and count is not None
            and unit is not None
            and start is not None
            and remind is not None
        ):
            rolls = _ROLLS[row.get("末日遇休息日", "")]
            terms.append(
                Term(name, count, unit, start, end, row["补正期间"] == STANDS, rolls, remind, row.get("依据", ""))
            )
    if not rows:
        faults.append(_fault("期限表", "表里没有行", "、".join(COLUMNS)))
    return TermReading(tuple(terms), tuple(faults))


def _fault(where: str, message: str, allowed: str) -> Diagnostic:
    return Diagnostic("K103", where, message, allowed)


def _number(text: str) -> int | None:
    plain = text.strip().removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 9 else None


# --- counting -------------------------------------------------------------------------------------------------


class LastDay(NamedTuple):
    """The last day of a period."""

    day: date | None
    """None: it cannot be said."""
    why: str
    """Why not, or what is not settled; empty: nothing."""


Counts = Callable[[date], bool]
Pause = tuple[date, date | None]
"""From the day behind the first up to the second the clock stands; None: it still does."""


def last_day(term: Term, begun: date, pauses: Iterable[Pause], calendar: Calendar) -> LastDay:
    """The last day of a period that begins with a day."""
    stood = [p for p in pauses if term.stands and (p[1] is None or p[1] > begun)]
    closed = [(start, end) for start, end in stood if end is not None]
    last = _without_open(term, begun, closed, calendar)
    open_since = min((start for start, end in stood if end is None), default=None)
    if open_since is not None and (last.day is None or last.day >= open_since):
        return LastDay(None, "补正期间停止计算,收到补正以后接着计算")
    return last


def _without_open(term: Term, begun: date, closed: Sequence[tuple[date, date]], calendar: Calendar) -> LastDay:
    """The last day where no clock stands any more; one that has stopped behind it moves nothing."""

    def counts(day: date) -> bool:
        return not any(start < day <= end for start, end in closed)

    if term.unit is Unit.WORKING_DAYS:
        return _working(term, begun, counts, calendar)
    if term.unit is Unit.MONTHS:
        day = _months_later(begun, term.length)
        day = _pushed(begun, day, closed)
    else:
        day, left = begun, term.length
        while left and (day - begun).days < _FARTHEST:
            day += timedelta(days=1)
            left -= counts(day)
    return _moved(term, day, calendar)


def _working(term: Term, begun: date, counts: Counts, calendar: Calendar) -> LastDay:
    day, left = begun, term.length
    while left and (day - begun).days < _FARTHEST:
        day += timedelta(days=1)
        if not counts(day):
            continue
        works = calendar.works(day)
        if works is None:
            return LastDay(None, f"没有登记{day.year}年的节假日表,按工作日计算的期限算不出来")
        left -= works
    return LastDay(day, "")


def _months_later(begun: date, count: int) -> date:
    """The day of the same number so many months later, else the last of that month."""
    year, month = divmod(begun.year * 12 + begun.month - 1 + count, 12)
    return date(year, month + 1, min(begun.day, months.monthrange(year, month + 1)[1]))


def _pushed(begun: date, day: date, closed: Sequence[tuple[date, date]]) -> date:
    """A last day moved on by the days that did not count before it."""
    for start, end in sorted(closed):
        if start < day:
            day += timedelta(days=(end - max(start, begun)).days)
    return day


def _moved(term: Term, day: date, calendar: Calendar) -> LastDay:
    """The last day where it may be one of rest."""
    if term.rolls is False:
        return LastDay(day, "")
    works = calendar.works(day)
    if term.rolls is None:
        note = "期限表没有写明末日遇休息日是否顺延" if works is not True else ""
        return LastDay(day, note)
    for _ in range(_FARTHEST):
        if works is None:
            return LastDay(None, f"没有登记{day.year}年的节假日表,末日是否顺延算不出来")
        if works:
            break
        day += timedelta(days=1)
        works = calendar.works(day)
    return LastDay(day, "")


def deadlines(log: Sequence[LoggedStep], terms: Sequence[Term], calendar: Calendar, today: date) -> tuple[Due, ...]:
    """The deadlines of a case that run now: begun by their step, and not kept since. Those that end first come first."""
    running: list[Due] = []
    stood = pauses_of(log)
    for term in terms:
        begun = _begun(term, log)
        if begun is None:
            continue
        last = last_day(term, begun, stood, calendar)
        standing = last.day is None and term.stands and any(end is None for _, end in stood)
        left = None if last.day is None else (last.day - today).days
        running.append(Due(term, begun, last.day, last.why, standing, left))
    return tuple(sorted(running, key=lambda d: (d.last is None, d.last or date.max, d.term.name)))


def _begun(term: Term, log: Sequence[LoggedStep]) -> date | None:
    """With which day a deadline that still runs has begun; None: it does not run."""
    begun: date | None = None
    for entry in log:
        if entry.step is term.start:
            begun = entry.day
        elif entry.step is term.end or (entry.step in _ENDS_ALL and term.start not in _BEHIND_DECISION):
            begun = None
    return begun


class Lapse(NamedTuple):
    """A deadline of the office that passed before the step that keeps it was taken; it stays late, whatever is done later."""

    term: Term
    last: date
    """The last day on which the step would have kept it."""
    done: date | None
    """The day on which the step was taken, or nothing was left to be done; None: it is still open."""
    days: int
    """Days of the calendar behind the last day, up to the step or to the day on which it is looked."""

    @property
    def words(self) -> str:
        """The same in words."""
        return f"{self.term.name}逾期{self.days}天"


def lapses(log: Sequence[LoggedStep], terms: Sequence[Term], calendar: Calendar, today: date) -> tuple[Lapse, ...]:
    """The deadlines of the office that a case did not keep, also those of steps that were taken since, in the order of their last
    days. Those of an applicant (补正, 复议, 诉讼) are none of the office's.
    """
    listed: list[Lapse] = []
    for term in terms:
        if term.end is None or term.end in _REMEDIES or term.end is CaseStep.SUPPLEMENTED:
            continue
        for begun, upto in _runs(term, log):
            last = last_day(term, begun, pauses_of(log[:upto] if upto else log), calendar).day
            done = log[upto - 1].day if upto else None
            late = 0 if last is None else ((done or today) - last).days
            if last is not None and late > 0:
                listed.append(Lapse(term, last, done, late))
    return tuple(sorted(listed, key=lambda x: (x.last, x.term.name)))


def _runs(term: Term, log: Sequence[LoggedStep]) -> list[tuple[date, int]]:
    """Each time a deadline ran: the day with which it began, and how many steps there were when it ended; 0: it runs still."""
    runs: list[tuple[date, int]] = []
    begun: date | None = None
    for number, entry in enumerate(log, 1):
        ends = entry.step is term.end or (entry.step in _ENDS_ALL and term.start not in _BEHIND_DECISION)
        if begun is not None and (ends or entry.step is term.start):
            runs.append((begun, number))
        if entry.step is term.start:
            begun = entry.day
        elif ends:
            begun = None
    return runs if begun is None else [*runs, (begun, 0)]


_ENDS_ALL: Final = (CaseStep.WITHDRAW, CaseStep.LAPSE)
"""Steps behind which nothing is left to be done in time."""
_BEHIND_DECISION: Final = (CaseStep.SIGN, CaseStep.SERVE, CaseStep.WITHDRAW, CaseStep.LAPSE)

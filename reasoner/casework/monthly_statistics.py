"""The monthly table of casework (统计): what came in, what it came to, how long it took, what was late; district by district. Pure data.

Receipts, ends, late cases and remedies are counted by case (件), conclusions, decisions and exceptions by matter (项). A case counts
in the month in which it was received, ended, or its remedy was sought; a matter in that in which it was signed. Days are days of
the calendar from the receipt to the end; days on which the clock stood for 补正 are among them.
"""

from __future__ import annotations

import calendar as months
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from reasoner.casework.case_steps import CaseState, CaseStep, LoggedStep, state_of
from reasoner.casework.deadlines import Term, lapses
from reasoner.casework.working_days import Calendar

TOTAL: Final = "合计"
UNKNOWN: Final = "所在地不详"
OUTSIDE: Final = "未立案的决定（不在合计内）"
"""How the line is called of decisions on applications that are in no case of the office."""
ENDS: Final = {
    CaseState.SIGNED: "签发", CaseState.WITHDRAWN: "撤回", CaseState.LAPSED: "逾期终止",
}  # fmt: skip
"""The states with which a case is ended, and what the table calls that."""
_TENTH: Final = Decimal("0.1")


class Course(NamedTuple):
    """What of the course of a case counts, as it was at the end of a day."""

    received: date
    ended: date | None
    """The day on which it was first signed, withdrawn or ended as lapsed; None: it was still open."""
    how: str
    """How it ended, one of `ENDS`; empty: it was open."""
    late: bool
    """Whether on any day of the month, up to the day as of which it is looked, a deadline of the office had passed without its step;
    a step that was taken too late afterwards changes nothing of it.
    """
    reconsiderations: tuple[date, ...] = ()
    """The days on which 复议 was sought."""
    lawsuits: tuple[date, ...] = ()


class SignedMatter(NamedTuple):
    """A matter that was signed."""

    signed: date
    label: str
    """The label of the verdict beside which it was signed."""
    handling: str
    """What was decided: 不予, 部分, 进入后续程序."""
    exception: bool
    """Whether an exception was made."""


class CaseCount(NamedTuple):
    """A case as it is counted."""

    district: str
    """Its place; empty: not known."""
    course: Course
    matters: tuple[SignedMatter, ...]


class DistrictRow(NamedTuple):
    """A row of the table."""

    district: str
    received: int
    ended: tuple[int, ...]
    """By the ways of `ENDS`, in their order."""
    labels: tuple[int, ...]
    """By the labels of the table."""
    handlings: tuple[int, ...]
    """By the decisions of the table."""
    exceptions: int
    days: Decimal | None
    """Days from receipt to end, on average, to one place; None: nothing ended."""
    longest: int | None
    late: int
    reconsiderations: int
    lawsuits: int


class MonthTable(NamedTuple):
    """The table of a month."""

    month: str
    """2026-11."""
    labels: tuple[str, ...]
    """The labels of verdicts that there are, the most frequent first."""
    handlings: tuple[str, ...]
    """The decisions that there are, likewise."""
    rows: tuple[DistrictRow, ...]
    """Each district, and all together at the end."""
    outside: DistrictRow | None = None
    """Decisions on applications that are in no case of the office, which are not among the others; None: none in this month."""


def last_day_of(month: str) -> date:
    """The last day of a month, 2026-11. Raises ValueError where it is none."""
    first = date.fromisoformat(f"{month}-01")
    return first.replace(day=months.monthrange(first.year, first.month)[1])


def course_of(log: Sequence[LoggedStep], terms: Sequence[Term], calendar: Calendar, day: date) -> Course | None:
    """What of a case counts, as it was at the end of a day; None: it was not received yet."""
    known = [entry for entry in log if entry.day <= day]
    if not known:
        return None
    end = next((n for n in range(1, len(known)) if state_of(known[: n + 1]) in ENDS), None)
    first = day.replace(day=1)
    late = any(lapse.done is None or lapse.done >= first for lapse in lapses(known, terms, calendar, day))
    return Course(
        received=known[0].day,
        ended=None if end is None else known[end].day,
        how="" if end is None else ENDS[state_of(known[: end + 1])],
        late=late,
        reconsiderations=tuple(e.day for e in known if e.step is CaseStep.RECONSIDERATION),
        lawsuits=tuple(e.day for e in known if e.step is CaseStep.LAWSUIT),
    )


def monthly(cases: Iterable[CaseCount], month: str, outside: Iterable[SignedMatter] = ()) -> MonthTable:
    """The table of a month. cases: each as it was at the end of the month. outside: what was decided on applications that are in
    no case, and stands in a line of its own. Raises ValueError where it is no month.
    """
    last = last_day_of(month)
    counted = [c for c in cases if c.course.received <= last]

    def inside(day: date | None) -> bool:
        return day is not None and day.isoformat()[:7] == month

    signed = [m for c in counted for m in c.matters if inside(m.signed)]
    apart = [m for m in outside if inside(m.signed)]
    labels = tuple(_frequent(m.label for m in (*signed, *apart)))
    handlings = tuple(_frequent(m.handling for m in (*signed, *apart)))

    def counts(matters: Sequence[SignedMatter]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        by_label = tuple(sum(m.label == label for m in matters) for label in labels)
        return by_label, tuple(sum(m.handling == h for m in matters) for h in handlings)

    def row(district: str, own: Sequence[CaseCount]) -> DistrictRow:
        ended = [c.course for c in own if inside(c.course.ended)]
        matters = [m for c in own for m in c.matters if inside(m.signed)]
        spans = [(c.ended - c.received).days for c in ended if c.ended is not None]
        return DistrictRow(
            district=district,
            received=sum(inside(c.course.received) for c in own),
            ended=tuple(sum(c.how == how for c in ended) for how in ENDS.values()),
            labels=counts(matters)[0],
            handlings=counts(matters)[1],
            exceptions=sum(m.exception for m in matters),
            days=(Decimal(sum(spans)) / len(spans)).quantize(_TENTH) if spans else None,
            longest=max(spans, default=None),
            late=sum(c.course.late for c in own),
            reconsiderations=sum(inside(d) for c in own for d in c.course.reconsiderations),
            lawsuits=sum(inside(d) for c in own for d in c.course.lawsuits),
        )

    by_district: dict[str, list[CaseCount]] = {}
    for case in counted:
        by_district.setdefault(case.district or UNKNOWN, []).append(case)
    rows = [row(name, own) for name, own in sorted(by_district.items())]
    concerned = [r for r in rows if _says(r)]
    line = None
    if apart:
        nothing = tuple(0 for _ in ENDS)
        line = DistrictRow(OUTSIDE, 0, nothing, *counts(apart), sum(m.exception for m in apart), None, None, 0, 0, 0)
    return MonthTable(month, labels, handlings, (*concerned, row(TOTAL, counted)), line)


def _says(row: DistrictRow) -> bool:
    """Whether anything happened in a district."""
    numbers = (row.received, *row.ended, *row.labels, *row.handlings, row.late, row.reconsiderations, row.lawsuits)
    return any(numbers)


def _frequent(values: Iterable[str]) -> list[str]:
    return [value for value, _ in sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))]


def columns(table: MonthTable) -> tuple[str, ...]:
    """The heads of the columns."""
    ends = tuple(f"办结·{how}" for how in ENDS.values())
    return (
        "地区", "收件", *ends, *(f"结论·{label}" for label in table.labels), *(f"处理·{h}" for h in table.handlings), "作出例外",
        "平均天数", "最长天数", "逾期", "复议", "诉讼",
    )  # fmt: skip


_COUNTED: Final = {
    "地区": "案件所在的区市;没有写明的列入“所在地不详”",
    "收件": "收到日期在本月的案件数(件)",
    "办结·签发": "第一次签发在本月的案件数(件)",
    "办结·撤回": "申请人撤回在本月的案件数(件)",
    "办结·逾期终止": "因逾期不补正终止在本月的案件数(件)",
    "作出例外": "本月签发的事项中依例外处理的项数",
    "平均天数": "本月办结的案件自收到日期至办结日期的日历日数的平均,含补正期间,保留一位小数;没有办结的不写",
    "最长天数": "本月办结的案件中自收到日期至办结日期最长的日历日数;没有办结的不写",
    "逾期": "本月任何一天有本单位的一项期限已过最后一日而没有办的案件数(件),一件只计一次",
    "复议": "本月记下的申请行政复议数(次)",
    "诉讼": "本月记下的起诉数(次)",
}


def definitions(table: MonthTable) -> tuple[tuple[str, str], ...]:
    """What each column counts, in the order of `columns`."""

    def words(column: str) -> str:
        kind, _, name = column.partition("·")
        if column in _COUNTED:
            return _COUNTED[column]
        if kind == "结论":
            return f"本月签发的事项中,签发所据研判的结论是“{name}”的项数"
        return f"本月签发的事项中,处理是“{name}”的项数"

    return tuple((column, words(column)) for column in columns(table))


def cells(row: DistrictRow) -> tuple[str | int | Decimal, ...]:
    """A row as it stands below `columns`; what there is none of is empty."""
    return (
        row.district, row.received, *row.ended, *row.labels, *row.handlings, row.exceptions,
        "" if row.days is None else row.days, "" if row.longest is None else row.longest, row.late, row.reconsiderations,
        row.lawsuits,
    )  # fmt: skip


def outside_cells(row: DistrictRow) -> tuple[str | int | Decimal, ...]:
    """The line of `OUTSIDE` as it stands below `columns`: of such decisions only conclusions, handlings and exceptions are counted."""
    before, behind = 1 + len(ENDS), 5
    return (
        row.district,
        *("" for _ in range(before)),
        *row.labels,
        *row.handlings,
        row.exceptions,
        *("" for _ in range(behind)),
    )

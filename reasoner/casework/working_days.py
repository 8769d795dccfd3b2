"""Working days by the bureau's own table of holidays and make-up workdays. A year without a table is not guessed.

The table follows the yearly notice on holidays: a year (年度), days of rest (休息) and weekend days that are worked (上班). A
notice may name days of the year before or behind it; only the year for which it was issued counts as covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic

COLUMNS: Final = ("年度", "日期", "至", "性质", "名称", "依据")
"""The columns of the table; 至 may be empty (one day), so may 名称 and 依据."""
REST: Final = "休息"
WORK: Final = "上班"
_LONGEST: Final = 31
"""Days of one row."""
_SATURDAY: Final = 5
_FIRST_YEAR, _LAST_YEAR = 1950, 2200

Row = Mapping[str, str]


class Calendar(NamedTuple):
    """What is known of days that are worked."""

    years: frozenset[int]
    """The years for which there is a table."""
    rest: frozenset[date]
    """Days of rest, weekends aside or not."""
    work: frozenset[date]
    """Weekend days that are worked."""

    def works(self, day: date) -> bool | None:
        """Whether a day is worked; None: there is no table of its year."""
        if day.year not in self.years:
            return None
        if day in self.work:
            return True
        return day not in self.rest and day.weekday() < _SATURDAY


NO_TABLE: Final = Calendar(frozenset(), frozenset(), frozenset())
"""Nothing is known."""


class CalendarReading(NamedTuple):
    """What a table says, and what is wrong with it."""

    calendar: Calendar
    faults: tuple[Diagnostic, ...]
    """Every fault, each by its row; with one the table is not taken."""


SHEET_ROW: Final = "行"
"""Under which a row of a table carries its number in the sheet or text that it comes from, the header counted."""


def sheet_row(row: Row, number: int) -> int:
    """The number of a row where it comes from; of rows that were kept without it their number among all."""
    text = row.get(SHEET_ROW, "")
    return int(text) if text.isascii() and text.isdecimal() else number


def calendar_of(rows: Sequence[Row]) -> CalendarReading:
    """The calendar of a table. Faults K101 (a cell that cannot be read), K102 (days that contradict each other)."""
    faults: list[Diagnostic] = []
    years: set[int] = set()
    kinds: dict[date, tuple[str, int]] = {}
    for place, row in enumerate(rows, 1):
        number = sheet_row(row, place)
        where = f"节假日表 · 第{number}行"
        year, days, kind = _row(row, where, faults)
        if year:
            years.add(year)
        for day in days:
            before = kinds.setdefault(day, (kind, number))
            if before[0] != kind:
                message = f"{day.isoformat()}在第{before[1]}行写作“{before[0]}”,这里写作“{kind}”"
                faults.append(Diagnostic("K102", where, message, "同一天只能是休息或者上班"))
            if kind == WORK and day.weekday() < _SATURDAY:
                message = f"{day.isoformat()}不是周六、周日,本来就上班"
                faults.append(Diagnostic("K102", where, message, "“上班”只写调休上班的周六、周日"))
    if not rows:
        faults.append(Diagnostic("K101", "节假日表", "表里没有行", "、".join(COLUMNS)))
    calendar = Calendar(frozenset(years), _of_kind(kinds, REST), _of_kind(kinds, WORK))
    return CalendarReading(calendar, tuple(faults))


def _of_kind(kinds: Mapping[date, tuple[str, int]], kind: str) -> frozenset[date]:
    return frozenset(day for day, (name, _) in kinds.items() if name == kind)


def _row(row: Row, where: str, faults: list[Diagnostic]) -> tuple[int, tuple[date, ...], str]:
    year_text, kind = row.get("年度", "").removesuffix("年"), row.get("性质", "")
    year = int(year_text) if year_text.isascii() and year_text.isdecimal() and len(year_text) == 4 else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        faults.append(Diagnostic("K101", f"{where} · 年度", f"年度“{year_text[:20]}”不能识别", "如 2026"))
        year = 0
    if kind not in (REST, WORK):
        faults.append(Diagnostic("K101", f"{where} · 性质", f"性质“{kind[:20]}”不能识别", f"{REST}、{WORK}"))
    first, last = day_in(row.get("日期", "")), day_in(row.get("至", "") or row.get("日期", ""))
    if first is None or last is None:
        faults.append(Diagnostic("K101", f"{where} · 日期", "日期不能识别", "如 2026-10-01"))
        return year, (), kind
    if not 0 <= (last - first).days < _LONGEST:
        message = f"自{first.isoformat()}至{last.isoformat()}不是一段假期"
        faults.append(Diagnostic("K101", f"{where} · 至", message, f"一行至多{_LONGEST}天,止日不早于起日"))
        return year, (), kind
    if year and any(abs(day.year - year) > 1 for day in (first, last)):
        faults.append(Diagnostic("K101", f"{where} · 日期", f"日期不属于{year}年度前后", "年度与日期相应"))
    return year, tuple(days_between(first, last)), kind


def days_between(first: date, last: date) -> Iterable[date]:
    """The days from the first to the last, both of them included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def day_in(text: str) -> date | None:
    """A day as a table or a form writes it: 2026-10-01, 2026/10/1, 2026年10月1日; None: it is none."""
    plain = text.strip().removesuffix("日").replace("年", "-").replace("月", "-").replace("/", "-").replace(".", "-")
    parts = plain.partition("T")[0].partition(" ")[0].split("-")
    if len(parts) != 3 or not all(p.isascii() and p.isdecimal() and len(p) <= 4 for p in parts) or len(parts[0]) != 4:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None

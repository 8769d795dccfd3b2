"""Days and periods as staff write them, in one canonical form: `2023`, `2023-12` or `2023-12-31`."""

from __future__ import annotations

import re
from functools import lru_cache

from .characters import describe, find_misleading, shown
from .complaints import Unreadable

_WRITTEN = (
    r"(?P<year>[0-9]{4})(?:"
    r"(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?"
    r"|年度?(?P<year_end>末|底)?"
    r"|年(?P<cmonth>[0-9]{1,2})月(?:(?P<month_end>末|底)|(?P<cday>[0-9]{1,2})[日号])?"
    r")?"
)
_FORMS = "2023、2023-12、2023-12-31,或 2023年、2023年末、2023年3月、2023年3月1日"
_LONGEST = 20
_YEARS = range(1900, 2200)


def _days(year: int, month: int) -> int:
    """Days of a month; the standard calendar would load the whole date machinery."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@lru_cache(maxsize=4096)
def _canonical(text: str) -> str | None:
    """The canonical form; None where the text has no such form; empty where the date does not exist."""
    match = re.fullmatch(_WRITTEN, text)
    if match is None:
        return None
    year = int(match["year"])
    month = int(match["month"] or match["cmonth"] or 0)
    day = int(match["day"] or match["cday"] or 0)
    has_month, has_day = bool(match["month"] or match["cmonth"]), bool(match["day"] or match["cday"])
    if match["year_end"]:
        month, day, has_month, has_day = 12, 31, True, True
    if year not in _YEARS or (has_month and not 1 <= month <= 12):
        return ""
    if match["month_end"]:
        day, has_day = _days(year, month), True
    if has_day and not 1 <= day <= _days(year, month):
        return ""
    return f"{year}" + (f"-{month:02d}" if has_month else "") + (f"-{day:02d}" if has_day else "")


def read_period(raw: object) -> str:
    """A day or period (时点): 2023年末 and 2023年底 are its last day.

    Raises `Unreadable` (F128) for any other form, for a day that does not exist, and outside the years 1900 to 2199.
    """
    if type(raw) is int and 1000 <= raw <= 9999:
        raw = str(raw)
    if type(raw) is not str:
        raise Unreadable("F128", f"「{shown(raw)}」不是时点", allowed=_FORMS, hint="不知道时点的,删去此项")
    text = raw.strip()
    found = _canonical(text) if len(text) <= _LONGEST else None
    if found:
        return found
    if found is None:
        bad = find_misleading(text)
        if bad:
            raise Unreadable("F110", f"「{shown(text)}」{describe(text, bad.start())}")
        raise Unreadable("F128", f"读不懂时点「{shown(text)}」", allowed=_FORMS)
    raise Unreadable("F128", f"没有「{shown(text)}」这一天(或年、月)", allowed=_FORMS)


def read_day(raw: object) -> str:
    """One day, written as a day (日期); raises `Unreadable` (F128)."""
    allowed = "2024-05-01 或 2024年5月1日"
    try:
        found = read_period(raw)
    except Unreadable as bad:
        if bad.code == "F128":
            bad.allowed = allowed
            bad.hint = ""
        raise
    if len(found) != 10 or str(raw).rstrip()[-1] in "末底":
        raise Unreadable("F128", f"「{shown(raw)}」没有写明是哪一天", allowed=allowed)
    return found

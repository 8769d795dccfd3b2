"""Days and periods as staff write them, in one canonical form: `2023`, `2023-12` or `2023-12-31`."""

from __future__ import annotations

from policy_dsl.numerals import canonical_period
from reasoner.intake.characters import describe, find_misleading, printable
from reasoner.intake.diagnostics_collector import Unreadable

_FORMS = "如 「2023」、「2023-12」、「2023-12-31」、「2023年末」、「2023年3月」、「2023年3月1日」"
_LONGEST = 20


def read_period(raw: object) -> str:
    """A day or period (时点): 2023年末 and 2023年底 are its last day.

    Raises `Unreadable` (F128) for any other form, for a day that does not exist, and outside the years 1900 to 2199.
    """
    if type(raw) is int and 1000 <= raw <= 9999:
        raw = str(raw)
    if type(raw) is not str:
        raise Unreadable("F128", f"「{printable(raw)}」不是时点", allowed=_FORMS, hint="不知道时点的,删去此项")
    text = raw.strip()
    period = canonical_period(text) if len(text) <= _LONGEST else None
    if period:
        return period
    if period is None:
        bad = find_misleading(text)
        if bad:
            raise Unreadable("F110", f"「{printable(text)}」{describe(text, bad.start())}")
        raise Unreadable("F128", f"日期「{printable(text)}」不能识别", allowed=_FORMS)
    raise Unreadable("F128", f"没有「{printable(text)}」这一天(或年、月)", allowed=_FORMS)


def read_day(raw: object) -> str:
    """One day, written as a day (日期); raises `Unreadable` (F128)."""
    allowed = "如 「2024-05-01」、「2024年5月1日」"
    try:
        period = read_period(raw)
    except Unreadable as bad:
        if bad.code == "F128":
            bad.allowed = allowed
            bad.hint = ""
        raise
    if len(period) != 10 or str(raw).rstrip()[-1] in "末底":
        raise Unreadable("F128", f"「{printable(raw)}」没有写明是哪一天", allowed=allowed)
    return period

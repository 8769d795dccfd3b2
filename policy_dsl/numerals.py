"""Exact numbers as the texts and staff write them: 74%, 0.74, 71293, 71,293, 1.2万, 1.2万张, 7.5张/千常住人口; and periods.

Only decimal digits are read. Spelt-out numbers (七成, 三分之一) and look-alike digits (full-width, other scripts)
are refused: a reader could take them for another number than the writer meant.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

_QUANTITY = re.compile(
    r"(?P<sign>[-+])?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?P<scale>[万亿]?)(?P<percent>[%‰]?)(?P<unit>[^0-9\s%‰]*)"
)
_SCALE = {"": 0, "万": 4, "亿": 8}
POWERS: Final = {"百": 2, "千": 3, "万": 4}
"""The power of ten of a round number in a denominator: 张/千常住人口."""
_PERCENT = {"": 0, "%": -2, "‰": -3}
_MOST_DIGITS = 40


class Quantity(NamedTuple):
    """An exact number with the unit that was written after it; `percent` says whether it was written with % or ‰."""

    value: Decimal
    unit: str = ""
    percent: bool = False


def parse_quantity(text: str) -> Quantity | None:
    """Read a quantity exactly; None where the text is not one (the caller names the place and what is allowed)."""
    match = _QUANTITY.fullmatch(text.strip())
    if match is None or len(match["number"]) > _MOST_DIGITS:
        return None
    if match["scale"] and match["percent"]:
        return None
    number = Decimal(match["number"].replace(",", ""))
    shift = _SCALE[match["scale"]] + _PERCENT[match["percent"]]
    value = shifted(number, shift)
    return Quantity(value.copy_negate() if match["sign"] == "-" else value, match["unit"], bool(match["percent"]))


def shifted(value: Decimal, places: int) -> Decimal:
    """The value times ten to the power of `places`, exactly: scaleb would round to the context's 28 digits."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # neither infinite nor NaN
    return Decimal((sign, digits, exponent + places))


def plain(value: Decimal) -> str:
    """A decimal in digits, without exponent or trailing zeros after the point: 12000, 0.74, 77565.75."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def percent(value: Decimal) -> str:
    """A ratio as per cent: 0.74 is 74%."""
    return plain(shifted(value, 2)) + "%"


_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """An ordinal for places in a text, 1 to 99: 一, 十, 十二, 二十三."""
    if not 1 <= number <= 99:
        raise ValueError(f"ordinals run from 1 to 99, not {number}")
    tens, units = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[units] if units else "")


def spelt_out(number: str, unit: str) -> tuple[str, ...]:
    """How texts spell a small whole number before its unit: 三批次, 二个, 两个; none for any other number."""
    if not number.isdigit() or number.startswith("0") or len(number) > 2:
        return ()
    word = chinese(int(number)) + unit
    return (word, "两" + unit) if number == "2" else (word,)


def parse_chinese(text: str) -> int | None:
    """The inverse of `chinese`; None for anything else."""
    match = re.fullmatch(r"(?:([二三四五六七八九])?(十))?([一二三四五六七八九])?", text)
    if match is None or not text:
        return None
    tens = (_DIGITS.index(match[1]) if match[1] else 1) if match[2] else 0
    return tens * 10 + (_DIGITS.index(match[3]) if match[3] else 0)


_PERIOD = (
    r"(?P<year>[0-9]{4})(?:"
    r"(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?"
    r"|年度?(?P<year_end>末|底)?"
    r"|年(?P<cmonth>[0-9]{1,2})月(?:(?P<month_end>末|底)|(?P<cday>[0-9]{1,2})[日号])?"
    r")?"
)
_YEARS = range(1900, 2200)


def _days(year: int, month: int) -> int:
    """Days of a month; the standard calendar would load the whole date machinery."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@lru_cache(maxsize=4096)
def canonical_period(text: str) -> str | None:
    """A day or period as `2023`, `2023-12` or `2023-12-31`; 2023年末 and 2023年底 are its last day.

    None where the text has no such form; empty where there is no such day, or outside the years 1900 to 2199.
    """
    match = re.fullmatch(_PERIOD, text)
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


def period_words(period: str) -> str:
    """A day or period as people write it: 2023年, 2023年12月, 2023年12月31日."""
    return "".join(f"{int(part)}{mark}" for part, mark in zip(period.split("-"), "年月日", strict=False))

"""Exact numbers as the texts and staff write them: 74%, 0.74, 71293, 71,293, 1.2万, 1.2万张, 7.5张/千常住人口.

Only decimal digits are read. Spelt-out numbers (七成, 三分之一) and look-alike digits (full-width, other scripts)
are refused: a reader could take them for another number than the writer meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_QUANTITY = re.compile(
    r"(?P<sign>[-+])?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?P<scale>[万亿]?)(?P<percent>[%‰]?)(?P<unit>[^0-9\s%‰]*)"
)
_SCALE = {"": 0, "万": 4, "亿": 8}
_PERCENT = {"": 0, "%": -2, "‰": -3}
_MOST_DIGITS = 40


@dataclass(frozen=True, slots=True)
class Quantity:
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


def parse_chinese(text: str) -> int | None:
    """The inverse of `chinese`; None for anything else."""
    match = re.fullmatch(r"(?:([二三四五六七八九])?(十))?([一二三四五六七八九])?", text)
    if match is None or not text:
        return None
    tens = (_DIGITS.index(match[1]) if match[1] else 1) if match[2] else 0
    return tens * 10 + (_DIGITS.index(match[3]) if match[3] else 0)

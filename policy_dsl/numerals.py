"""Exact numbers as the texts and staff write them: 74%, 0.74, 71293, 71,293, 1.2万, 1.2万张, 7.5张/千常住人口; and periods.

`parse_quantity` reads decimal digits only: from staff, spelt-out numbers (七成, 三分之一) and look-alike digits (full-width,
other scripts) are refused, for a reader could take them for another number than the writer meant. Official texts spell
numbers out (百分之七十五, 十二个月): `parse_numeral` reads them, `spelt_out` writes them. Rules write the fractions of texts as
2/3 (`parse_fraction`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd
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
NUMERAL: Final = "零〇一二两三四五六七八九十百千万亿"
"""The characters of Chinese numerals."""
_MOST_ORDINAL = 9999
_SMALL: Final = re.compile(
    r"(?:(?P<k>[一二两三四五六七八九])千)?(?:(?P<z1>[零〇])?(?P<h>[一二两三四五六七八九])百)?"
    r"(?:(?P<z2>[零〇])?(?P<t>[一二三四五六七八九])?(?P<ten>十))?(?:(?P<z3>[零〇])?(?P<u>[一二两三四五六七八九]))?"
)
_FRACTION: Final = re.compile(rf"(?P<under>[{NUMERAL}]+)分之(?P<over>[{NUMERAL}]+(?:点[零〇一二三四五六七八九]+)?)")
_DENOMINATORS: Final = {2: "二", 3: "三", 4: "四", 5: "五", 6: "六", 8: "八", 10: "十"}
"""Denominators of the fractions by which texts write a ratio: 四分之三 is 75%."""


def chinese(number: int) -> str:
    """A whole number, 1 to 9999: 一, 十, 十二, 二十三, 一百零五, 一千二百."""
    if not 1 <= number <= _MOST_ORDINAL:
        raise ValueError(f"ordinals run from 1 to {_MOST_ORDINAL}, not {number}")
    if 10 <= number <= 19:
        return "十" + (_DIGITS[number - 10] if number > 10 else "")
    text, gap = "", False
    for power, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + mark
        gap = bool(text) and not digit
    return text


def parse_chinese(text: str) -> int | None:
    """The inverse of `chinese`, which takes 〇 for 零 and 两 for 二 before 百 and 千, too; None for anything else."""
    value = _small(text)
    if value is None or not value or "两" in re.sub("两(?=[百千])", "", text):
        return None
    return value if chinese(value) == re.sub("两(?=[百千])", "二", text).replace("〇", "零") else None


def parse_fraction(text: str) -> Fraction | None:
    """The value of a fraction as rules write it: 2/3; None for what is none, or is not in its lowest terms."""
    match = _RULE_FRACTION.fullmatch(text)
    if match is None or gcd(int(match[1]), int(match[2])) != 1:
        return None
    return Fraction(int(match[1]), int(match[2]))


def as_decimal(value: Fraction) -> Decimal | None:
    """The decimal that is a fraction, exactly; None where none is."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Decimal(value.numerator) / value.denominator if rest == 1 else None


def parse_numeral(text: str) -> Decimal | Fraction | None:
    """The value of a Chinese numeral: 十二, 二千, 一点二万, 三千五百万, 百分之七十五 (0.75); None for what is none.

    A fraction that no decimal holds (三分之二) is one of whole numbers.
    """
    if fraction := _FRACTION.fullmatch(text):
        under, over = parse_numeral(fraction["under"]), parse_numeral(fraction["over"])
        under = Decimal(_ROUND[fraction["under"]]) if fraction["under"] in _ROUND else under
        over = under if fraction["over"] == fraction["under"] else over
        if not under or over is None:
            return None
        ratio = Fraction(over) / Fraction(under)
        exact = as_decimal(ratio)
        return ratio if exact is None else exact
    whole, point, places = text.partition("点")
    scale = re.search("[万亿]+$", places if point else whole)
    shift = sum(_SCALE[c] for c in scale[0]) if scale else 0
    if point:
        digits = places.removesuffix(scale[0]) if scale else places
        value = Decimal(0) if whole in ("零", "〇") else _large(whole)
        if value is None or not re.fullmatch("[零〇一二三四五六七八九]{1,9}", digits):
            return None
        return shifted(
            value + Decimal("0." + "".join(str(_DIGITS.index(c)) for c in digits.replace("〇", "零"))), shift
        )
    return _large(text)


_RULE_FRACTION: Final = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})")
_DIGIT: Final = {"两": 2, **{c: i for i, c in enumerate(_DIGITS)}}
_ROUND: Final = {"百": 100, "千": 1000, "万": 10000}


def _large(text: str) -> Decimal | None:
    """A whole number with 万 and 亿."""
    rest, value = text, Decimal(0)
    for mark, power in (("亿", 8), ("万", 4)):
        head, split, tail = rest.partition(mark)
        if not split:
            continue
        number = _large(head) if mark == "亿" and "万" in head else _small(head)
        if not number:
            return None
        value, rest = value + shifted(Decimal(number), power), tail.removeprefix("零").removeprefix("〇")
        if tail and not rest:
            return None
    if not rest:
        return value or None
    number = _small(rest)
    return None if number is None else value + number


def _small(text: str) -> int | None:
    """A whole number below ten thousand; None for what is none."""
    match = _SMALL.fullmatch(text)
    if match is None or not text or text[0] in "零〇":
        return None
    thousands, hundreds, tens, units = (_DIGIT[match[group] or "零"] for group in ("k", "h", "t", "u"))
    value = thousands * 1000 + hundreds * 100 + ((tens or 1) * 10 if match["ten"] else 0) + units
    # 两 stands alone or before 百, 千, 万; a gap must be marked, and only a gap.
    if match["u"] == "两" and len(text) > 1:
        return None
    gaps = (
        (match["u"], not match["ten"] and (match["h"] or match["k"]), match["z3"]),
        (match["ten"], match["k"] and not match["h"], match["z2"]),
        (match["h"], False, match["z1"]),
    )
    return value if all(bool(needed) is bool(mark) for part, needed, mark in gaps if part) else None


def spelt_out(number: str, unit: str = "") -> tuple[str, ...]:
    """How texts spell a number of a rule before its unit: 三批次, 两个, 二千人, 一点二万张, 百分之七十五, 四分之三.

    number: digits as rules write them, with 万, 亿, % or ‰, or a fraction. None are given for what nobody spells out.
    """
    if fraction := parse_fraction(number):
        over, under = (_whole_words(n) for n in (fraction.numerator, fraction.denominator))
        return (f"{under}分之{over}",)
    match = re.fullmatch(r"([0-9]{1,12})(?:\.([0-9]{1,6}))?([万亿%‰]?)", number)
    if match is None or (len(match[1]) > 1 and match[1].startswith("0")):
        return ()
    whole, places, mark = match.groups()
    if mark in ("%", "‰"):
        return tuple(dict.fromkeys(_ratios(Decimal(f"{whole}.{places or 0}"), mark)))
    value = shifted(Decimal(f"{whole}.{places or 0}"), _SCALE[mark])
    words = [*_mantissas(value)]
    return tuple(dict.fromkeys(word + unit for word in words for word in _usual(word)))


def _ratios(value: Decimal, mark: str) -> Iterator[str]:
    under = {"%": "百", "‰": "千"}[mark]
    yield from (f"{under}分之{word}" for word in _plain_words(value))
    ratio = shifted(value, _PERCENT[mark])
    for denominator, word in _DENOMINATORS.items():
        over = ratio * denominator
        if over == over.to_integral_value() and 0 < over < denominator and gcd(int(over), denominator) == 1:
            yield f"{word}分之{_DIGITS[int(over)]}"


def _mantissas(value: Decimal) -> Iterator[str]:
    """The number as it stands, and with 万 or 亿 behind a short mantissa: 一万二千, 一点二万."""
    yield from _plain_words(value)
    for mark, power in (("万", 4), ("亿", 8)):
        short = shifted(value, -power)
        if 1 <= short < 10000 and short != short.to_integral_value():
            yield from (word + mark for word in _plain_words(short))


def _plain_words(value: Decimal) -> Iterator[str]:
    whole, _, places = plain(value).partition(".")
    head = _whole_words(int(whole))
    if head and not places:
        yield head
    elif places and len(places) <= 6:
        yield (head or "零") + "点" + "".join(_DIGITS[int(c)] for c in places)


def _whole_words(number: int) -> str:
    """A whole number up to 9999亿 in words; empty for nought."""
    words, gap = "", False
    for power, mark in ((8, "亿"), (4, "万"), (0, "")):
        group = number // 10**power % 10000
        if group:
            zero = "零" if words and (gap or group < 1000) else ""
            part = chinese(group)
            words += zero + ("一" + part if words and part.startswith("十") else part) + mark
        gap = bool(words) and not group
    return words


def _usual(word: str) -> Iterator[str]:
    """A number as people write it: 二 and 两, 零 and 〇."""
    for first in (word, re.sub("^二(?=$|[百千万亿])", "两", word)):
        yield first
        if "零" in first:
            yield first.replace("零", "〇")


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

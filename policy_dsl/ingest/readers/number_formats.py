"""How Word writes automatic numbers: the formats of ECMA-376 17.18.59 that documents in Chinese use.

A number outside the range of a format, and a format that is not listed, are written in digits, as Word does beyond the
range of enclosed figures; the caller says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

MOST: Final = 9999
"""The largest number that is spelt out; lists of documents are far shorter."""

_LOWER: Final = "零一二三四五六七八九"
_UPPER: Final = "零壹贰叁肆伍陆柒捌玖"
_UPPER_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"


class Numeral(NamedTuple):
    """A number as printed."""

    text: str
    exact: bool = True
    """Whether the format has it; else it is in digits."""
    disputed: bool = False
    """Whether Word, after the standard, and other programs print it differently."""


def numeral(number: int, name: str) -> Numeral:
    """The number in the format of that name: 3 in chineseCounting is 三."""
    writer = _FORMATS.get(name)
    text = writer(number) if writer is not None and 0 <= number <= MOST else ""
    if text or name == "none":
        return Numeral(text, disputed=number >= _DISPUTED.get(name, MOST + 1))
    return Numeral(str(number), exact=False)


def _spelt(digits: str, units: str, *, bare_ten: bool) -> Callable[[int], str]:
    """Numbers with units: 一百零一. bare_ten: 10 to 19 begin with the unit, 十一 rather than 一十一."""

    def write(number: int) -> str:
        if bare_ten and 10 <= number <= 19:
            return units[0] + (digits[number - 10] if number > 10 else "")
        text, gap = "", False
        for power in (3, 2, 1, 0):
            digit = number // 10**power % 10
            if digit:
                text += (digits[0] if gap and text else "") + digits[digit] + (units[power - 1] if power else "")
                gap = False
            else:
                gap = True
        return text or digits[0]

    return write


def _counting(zero: str) -> Callable[[int], str]:
    """Up to 99 with 十, from 100 on digit by digit: 一〇〇."""
    small, digits = _spelt(_LOWER, "十", bare_ten=True), zero + _LOWER[1:]
    return lambda number: small(number) if 0 < number < 100 else _positional(digits)(number)


def _positional(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(d)] for d in str(number))


def _listed(characters: str) -> Callable[[int], str]:
    """The characters of a list, from 1 on; empty beyond it."""
    return lambda number: characters[number - 1] if 1 <= number <= len(characters) else ""


def _block(first: str, last: str) -> Callable[[int], str]:
    return _listed("".join(map(chr, range(ord(first), ord(last) + 1))))


_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letter(number: int) -> str:
    """A to Z, then AA, BB and on: one letter more for each round."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _cycle(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 1 <= number <= 60 else ""


_THOUSANDS: Final = _spelt(_LOWER, "十百千", bare_ten=True)
_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "none": lambda _: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _positional("０１２３４５６７８９"),
    "decimalFullWidth2": _positional("０１２３４５６７８９"),
    "decimalEnclosedCircle": _block("①", "⑳"),
    "decimalEnclosedCircleChinese": _block("①", "⑳"),
    "decimalEnclosedParen": _block("⑴", "⒇"),
    "decimalEnclosedFullstop": _block("⒈", "⒛"),
    "ideographEnclosedCircle": _block("㊀", "㊉"),
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "chineseCounting": _counting("〇"),
    "taiwaneseCounting": _counting("○"),
    "chineseCountingThousand": _THOUSANDS,
    "taiwaneseCountingThousand": _THOUSANDS,
    "chineseLegalSimplified": _spelt(_UPPER, "拾佰仟", bare_ten=False),
    "ideographLegalTraditional": _spelt(_UPPER_TRADITIONAL, "拾佰仟", bare_ten=False),
    "ideographDigital": _positional("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _positional("〇一二三四五六七八九"),
    "taiwaneseDigital": _positional("○一二三四五六七八九"),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "ideographZodiacTraditional": _cycle,
}
_DISPUTED: Final = {"chineseCounting": 100, "taiwaneseCounting": 100, "ideographDigital": 10}
"""From which number on the standard has 一〇〇 (Word follows it) and LibreOffice prints 一百."""

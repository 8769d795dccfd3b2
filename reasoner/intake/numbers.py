"""Exact numbers of facts: ratios and counts as staff and programs write them, with the bounds of what is possible.

74% and 0.74 are the same ratio; 12000, 1.2万 and "1.2万张" the same count. Decimals are exact, never floats.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from policy_dsl.numerals import Quantity, parse_quantity, percent, plain
from policy_dsl.vocabulary import Term
from reasoner.intake.characters import printable
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.intake.text_values import OTHER_UNKNOWNS, UNKNOWN, refuse_misleading

# Rarely needed, so compiled when first used.
_EXPONENT = r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,3}"
_BEFORE_UNIT = r"(?<=[0-9万亿])\s+(?=[^0-9\s])"
_SPELT_OUT = r"[^0-9]*[零〇一二两三四五六七八九十百千半几][^0-9]*"
_ABOUT = "约|近|余|多|左右|上下|以上|以下|以内|[0-9万亿%张人](?:至|到|[-~～—])[0-9]"
"""How people write that a number is none exactly, or one of several."""
_ONE_NUMBER = "用阿拉伯数字写成一个确定的数,不写约数和区间"
_MOST_CHARACTERS = 28
"""Of a number as text; the decimal context is exact up to 28 digits."""

_MOST_BITS = 53
"""Integers below this power of two have fewer digits than any number may have."""

_ZERO = Decimal(0)
_FAR_GREATER = Decimal(2)


def limits(term: Term, bare: bool = False) -> tuple[Decimal, Decimal]:
    """The possible values of a ratio by its term.

    A bare number beyond 1 is refused for a ratio that may be far greater, although 150% is possible: far more often
    it is 1.5% without its %.
    """
    low, high = Decimal(term.minimum), Decimal(term.maximum)
    return low, Decimal(1) if bare and high > _FAR_GREATER else high


_RATE_OF_USE: Final = "使用率"
_ONE_PERCENT: Final = Decimal("0.01")
"""A rate of use below it that is written with % is likely a ratio to which a % was added: 0.74%."""


def ratio_reader(term: Term) -> Callable[[object], Decimal]:
    """Reads a ratio. Raises `Unreadable`: F122 and F123 no number, F124 with a unit, F125 impossible."""
    label, (low, high), (bare_low, bare_high) = term.label, limits(term), limits(term, bare=True)
    allowed = f"{percent(low)} 至 {percent(high)},如 74% 或 0.74"

    def read(raw: object) -> Decimal:
        quantity = _quantity(raw, term, allowed)
        value = quantity.value
        if quantity.unit:
            raise Unreadable("F124", f"「{label}」是比率,不能带单位「{printable(quantity.unit)}」", allowed=allowed)
        if quantity.percent and label.endswith(_RATE_OF_USE) and 0 < value < _ONE_PERCENT:
            message = f"「{label}」写作 {percent(value)},不到1%,可能多写了百分号"
            hint = (
                f"是 {percent(value * 100)} 的,写 {percent(value * 100)};确实是 {percent(value)} 的,写 {plain(value)}"
            )
            raise Unreadable("F125", message, allowed=allowed, hint=hint)
        if low <= value <= high and (quantity.percent or bare_low <= value <= bare_high):
            return value or _ZERO
        hint = f"是否应写作 {plain(value)}%" if not quantity.percent and abs(value) <= 1000 else ""
        number = percent(value) if quantity.percent else plain(value)
        raise Unreadable("F125", f"「{label}」为 {number},超出可能的范围", allowed=allowed, hint=hint)

    return read


def count_reader(term: Term) -> Callable[[object], Decimal]:
    """Reads a count: whole and not negative, its unit that of the term or left out.

    Raises `Unreadable`: F122 and F123 no number, F124 another unit, F125 beyond the term's bounds, F126 negative or a fraction.
    """
    label = term.label
    # 人 of 人(常住人口): staff write the unit without saying again who is counted.
    least, most = Decimal(term.minimum), Decimal(term.maximum or "Infinity")
    base = term.unit.replace("\uff08", "(").split("(")[0]
    units = frozenset(("", term.unit, base)) - {"1"}
    allowed = f"不小于{least}的整数,如 100 或 1.2万" + (f",单位为{base}" if base not in ("", "1") else "")

    def read(raw: object) -> Decimal:
        quantity = _quantity(raw, term, allowed)
        value = quantity.value
        if quantity.percent:
            raise Unreadable("F124", f"「{label}」是数量,不能写成百分比「{printable(raw)}」", allowed=allowed)
        if quantity.unit not in units:
            unit = printable(quantity.unit)
            hint = _ONE_NUMBER if re.search(_ABOUT, unit) else ""
            raise Unreadable("F124", f"「{label}」的单位不能是「{unit}」({printable(raw)})", allowed=allowed, hint=hint)
        if value < 0:
            raise Unreadable("F126", f"「{label}」不能是负数:{printable(raw)}", allowed=allowed)
        whole = int(value)
        if whole != value:
            raise Unreadable("F126", f"「{label}」不能是小数:{printable(raw)}", allowed=allowed)
        if not least <= whole <= most:
            raise Unreadable("F125", f"「{label}」为 {whole},超出可能的范围", allowed=allowed)
        return Decimal(whole)

    return read


def _quantity(raw: object, term: Term, allowed: str) -> Quantity:
    if isinstance(raw, int) and not isinstance(raw, bool) and raw.bit_length() < _MOST_BITS:
        return Quantity(Decimal(raw))
    if isinstance(raw, str):
        quantity = _written(raw, allowed)
    elif isinstance(raw, float):
        # The shortest decimal that stands for the same float: what every program prints for it.
        quantity = Quantity(Decimal(repr(raw)))
    elif isinstance(raw, Decimal):
        quantity = Quantity(raw)
    elif isinstance(raw, int) and not isinstance(raw, bool):
        raise Unreadable("F125", f"「{term.label}」的数字过大", allowed=allowed)
    else:
        raise Unreadable("F122", f"「{term.label}」应是数字,现为「{printable(raw)}」", allowed=allowed)
    value = quantity.value
    if not value.is_finite() or value.adjusted() >= term.digits or int(value.as_tuple().exponent) < -term.places:
        raise Unreadable("F125", f"「{printable(raw)}」过大或过细,不是可用的数字", allowed=allowed)
    return quantity


def _written(raw: str, allowed: str) -> Quantity:
    text = raw.strip().replace("\uff05", "%")
    if len(text) <= _MOST_CHARACTERS:
        quantity = parse_quantity(text) or parse_quantity(re.sub(_BEFORE_UNIT, "", text))
        if quantity is not None:
            return quantity
        if re.fullmatch(_EXPONENT, text):
            # A spreadsheet stores 0.075 as 7.4999999999999997E-2; what no float holds is refused as it is written.
            exact, stored = Decimal(text), Decimal(repr(float(text)))
            return Quantity(stored if stored.is_finite() and bool(stored) == bool(exact) else exact)
    refuse_misleading(text)
    written = printable(text)
    if text in OTHER_UNKNOWNS:
        raise Unreadable("F122", f"「{written}」不是数字", allowed=allowed, hint=f"不知道的写「{UNKNOWN}」或删去此项")
    if re.fullmatch(_SPELT_OUT, text[:_MOST_CHARACTERS]):
        raise Unreadable(
            "F123",
            f"不接受汉字写法的数字「{written}」",
            allowed=allowed,
            hint=_ONE_NUMBER,
        )
    hint = _ONE_NUMBER if re.search(_ABOUT, text[:_MOST_CHARACTERS]) else ""
    raise Unreadable("F122", f"数字「{written}」不能识别", allowed=allowed, hint=hint)

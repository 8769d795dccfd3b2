"""Figures as people write them: with what qualifies them, differences in their own unit, days and periods."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Final

from policy_dsl.numerals import POWERS, percent, plain
from policy_dsl.numerals import period_words as day_words


class FigureOperator(StrEnum):
    """How a text qualifies a figure."""

    EQ = "eq"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    ABOUT = "about"
    """左右."""
    OVER = "over"
    """余: a round number with something over."""


QUALIFIERS: Final = {
    FigureOperator.EQ: "",
    FigureOperator.LT: "低于",
    FigureOperator.LE: "不超过",
    FigureOperator.GT: "高于",
    FigureOperator.GE: "不低于",
    FigureOperator.ABOUT: "左右",
    FigureOperator.OVER: "余",
}
"""The word for each operator; of an exact figure none."""
_DIGITS: Final = re.compile(r"[\d.,]+")


def qualified(op: FigureOperator, number: str) -> str:
    """A figure with its operator, as Chinese puts it. number: as the text writes it."""
    if op is FigureOperator.ABOUT:
        return f"{number}左右"
    if op is FigureOperator.OVER:
        match = re.fullmatch(r"([\d.,]+[万亿]?)(.*)", number)
        return f"{match[1]}余{match[2]}" if match else f"{number}余"
    return QUALIFIERS[op] + number


def amount(value: Decimal, number: str, unit: str) -> str:
    """A difference from a figure, without its sign, in the figure's own unit: 0.35个百分点, 41种, 0.3张/千参保人口.

    number: the figure as its text writes it. unit: of its value; empty for a pure ratio, which people read in per cent.
    """
    size = abs(value)
    if not unit:
        return percent(size).removesuffix("%") + "个百分点"
    scaled = re.search(r"/([百千万])", number)
    if scaled:
        return plain(size.scaleb(POWERS[scaled[1]])) + _DIGITS.sub("", number, count=1)
    return plain(size) + unit


def period_words(as_at: str) -> str:
    """A day or period as people write it: 2023年1-6月, 2012年以来, 2年左右, 2023年6月30日."""
    if match := re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", as_at):
        if match[1] == match[3]:
            return f"{match[1]}年{int(match[2])}-{int(match[4])}月"
        return f"{match[1]}年{int(match[2])}月至{match[3]}年{int(match[4])}月"
    if match := re.fullmatch(r"(\d{4})/(\d{4})", as_at):
        return f"{match[1]}-{match[2]}年"
    if as_at.endswith("/.."):
        return f"{as_at[:-3]}年以来"
    if match := re.fullmatch(r"P(\d+)Y(~?)", as_at):
        return f"{match[1]}年{'左右' if match[2] else '内'}"
    return day_words(as_at) if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", as_at) else as_at

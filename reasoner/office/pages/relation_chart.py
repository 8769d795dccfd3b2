"""How two sides relate, as a chart that is drawn on the server: a bar for each matter, a part of it for each relation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from reasoner.driver.window.comparison_answer import ComparisonAnswer, PairCount, RelationCount

WIDTH: Final = 900
_BARS: Final = 220
"""Where bars begin; to the left of them stand the matters."""
_ROOM: Final = 660
_ROW: Final = 34
_LEGEND: Final = 145
"""Room for one entry of the legend."""
_LONGEST: Final = 6
"""Characters of a name that the legend has room for; a longer one is 前者."""
_DARK: Final = ("silent", "open")
"""The relations whose colour is light, so that figures on it are dark."""


class Relation(NamedTuple):
    """A relation in the legend and in the head of the table."""

    code: str
    name: str
    colour: str
    x: int


class Bar(NamedTuple):
    """A part of the bar of a matter."""

    x: float
    width: float
    number: int
    relation: Relation

    @property
    def dark(self) -> bool:
        """Whether a figure on it is dark."""
        return self.relation.code in _DARK


class Row(NamedTuple):
    """A matter."""

    matter: str
    y: int
    bars: tuple[Bar, ...]
    numbers: tuple[int, ...]


class Chart(NamedTuple):
    """Two sides."""

    first: str
    second: str
    called: bool
    """Whether the legend has a place for the name of the first; else it is 前者."""
    relations: tuple[Relation, ...]
    rows: tuple[Row, ...]
    height: int


def charts(answer: ComparisonAnswer) -> list[Chart]:
    """A chart for each pair of sides."""
    return [_chart(p) for p in answer.pairs if p.counts]


def _chart(pair: PairCount) -> Chart:
    called = len(pair.first) <= _LONGEST
    name = pair.first if called else "前者"
    named = (
        ("stricter", f"{name}更严", "#b3402f"), ("looser", f"{name}更宽", "#2f7d4f"), ("apart", "互有宽严", "#8a5aa8"),
        ("equal", "等价", "#6b7888"), ("silent", "一方或双方没有规定", "#d0d6de"), ("open", "未定", "#e0b64f"),
    )  # fmt: skip
    relations = tuple(Relation(c, n, colour, 10 + i * _LEGEND) for i, (c, n, colour) in enumerate(named))
    most = max(sum(_numbers(c)) for c in pair.counts) or 1
    rows = tuple(_rows(pair, relations, most))
    return Chart(pair.first, pair.second, called, relations, rows, 40 + _ROW * len(rows))


def _rows(pair: PairCount, relations: tuple[Relation, ...], most: int) -> Iterator[Row]:
    for index, count in enumerate(pair.counts):
        x, bars = float(_BARS), list[Bar]()
        for relation, number in zip(relations, _numbers(count), strict=True):
            if number:
                bars.append(Bar(round(x, 1), round(_ROOM * number / most, 1), number, relation))
                x += _ROOM * number / most
        yield Row(count.matter, 38 + index * _ROW, tuple(bars), _numbers(count))


def _numbers(count: RelationCount) -> tuple[int, ...]:
    return count.stricter, count.looser, count.apart, count.equal, count.silent, count.open

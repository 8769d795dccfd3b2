"""The matrix of topics in a terminal: a table of short answers where it is wide enough, then each topic with its clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from reasoner.render.terminal.layout import Style, joined, shortened, table_row, wrap
from reasoner.topics.entries import Cell
from reasoner.topics.matrix import RegionDocument, TopicMatrix, TopicRow
from reasoner.topics.topic_blocks import Block, Weight, blocks
from reasoner.topics.topic_words import (
    OTHERS,
    answer,
    assessed,
    difference,
    heading,
    incomplete,
    remarks,
    short_answer,
    term,
)

_FIRST: Final = 14
_NARROWEST: Final = 16
_GAP: Final = 2
_MOST: Final = 6
"""Entries that decide nothing are counted beyond this many; JSON and HTML have all."""


def topic_text(matrix: TopicMatrix, *, width: int = 80, colour: bool = False, today: str = "") -> str:
    """The matrix, as staff read it. today: to say which documents have expired; empty: only until when they say they hold."""
    style = Style(width, colour)
    return joined(_blocks(matrix, style, today))


def _blocks(matrix: TopicMatrix, style: Style, today: str) -> Iterator[list[str]]:
    names = [r.name for r in matrix.regions]
    yield style.bold_lines(f"按主题比较:{'、'.join(names)}")
    for region in matrix.regions:
        lines = style.lines(f"{region.name}所依据的文件:", 0)
        yield [*lines, *style.each((f"- {_document(d, today)}" for d in region.documents), 2, 4)]
    yield _table(matrix, names, style)
    for row in matrix.topics:
        yield _topic(row, style)


def _document(document: RegionDocument, today: str) -> str:
    number = f"({document.number})" if document.number else ""
    holds = f",{period}" if (period := term(document, today)) else ""
    lacking = f";收到的文本缺:{'、'.join(document.missing)}" if document.missing else ""
    return f"《{document.title}》{number}{holds}{lacking}{assessed(document)}"


# --- the table ----------------------------------------------------------------------------------------------


def _table(matrix: TopicMatrix, names: Sequence[str], style: Style) -> list[str]:
    """Topic by region; where a column would be too narrow, the answers stand below each other."""
    room = (max(style.width, 1) - _FIRST) // len(names) - _GAP
    if room < _NARROWEST:
        return [line for row in matrix.topics for line in _stacked(row, style)]
    lines = [style.bold(_row(["主题", *names], room)), "─" * min(style.width, _FIRST + len(names) * (room + _GAP))]
    for row in matrix.topics:
        cells = [list(wrap(short_answer(c), room)) for c in row.cells]
        topic = list(wrap(row.topic, _FIRST - _GAP))
        lines += [_row(parts, room) for parts in zip_longest(topic, *cells, fillvalue="")]
        lines.append("")
    return lines[:-1]


def _row(cells: Sequence[str], room: int) -> str:
    return table_row(cells, [_FIRST - _GAP, *[room] * (len(cells) - 1)], _GAP)


def _stacked(row: TopicRow, style: Style) -> Iterator[str]:
    yield style.bold(row.topic)
    for cell in row.cells:
        yield from style.lines(f"{cell.region}:{short_answer(cell)}", 2, 4)


# --- the topics ---------------------------------------------------------------------------------------------


def _topic(row: TopicRow, style: Style) -> list[str]:
    lines = [style.heading(row.topic), *style.lines(row.definition, 2)]
    for cell in row.cells:
        lines += style.bold_lines(f"{cell.region}:{answer(cell)}", 2)
        lines += _cell(cell, style)
        lines += style.each(incomplete(cell), 4)
    if row.differences:
        lines += [style.bold("  须留意的用词和要求:")]
        lines += style.each((f"- {difference(d)}" for d in row.differences), 4, 6)
    return lines


def _cell(cell: Cell, style: Style) -> Iterator[str]:
    by_weight: dict[Weight, list[Block]] = {}
    for block in blocks(cell):
        by_weight.setdefault(block.weight, []).append(block)
    for weight in (Weight.DECIDING, Weight.MISSING):
        for block in by_weight.get(weight, ()):
            yield from _block(block, style)
    room = _MOST
    for weight in (Weight.DUTY, Weight.MENTIONED):
        others = by_weight.get(weight, [])
        for block in others[:room]:
            yield from style.lines(f"- {heading(block)}:{shortened(block.words, 60)}({_where(block)})", 4, 6)
        if len(others) > room:
            yield from style.lines(f"{OTHERS[weight].format(len(others) - room)},用 --json 或 --html 可见全部。", 4)
        room = max(0, room - len(others))


def _block(block: Block, style: Style) -> Iterator[str]:
    yield from style.lines(f"- {heading(block)} {_where(block)}", 4, 6)
    if block.words:
        yield from style.lines(f"原文:「{block.words}」", 6, 8)
    for sentence in remarks(block):
        yield from style.lines(sentence, 6, 8)


def _where(block: Block) -> str:
    return block.clause if block.weight is Weight.MISSING else f"{block.entries[0].place},{block.clause}"

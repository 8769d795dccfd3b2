"""The page of the matrix of topics: what it shows, laid out by the render floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reasoner.render.html import pages
from reasoner.render.html.topic_page_model import (
    FoldedClauses,
    QuotePiece,
    RegionSources,
    TopicCell,
    TopicClause,
    TopicLine,
    TopicsPage,
    TopicTable,
)
from reasoner.topics.entries import Cell
from reasoner.topics.matrix import RegionDocument, TopicMatrix, TopicRow
from reasoner.topics.region_differences import WordDifference
from reasoner.topics.topic_blocks import Block, Weight, blocks
from reasoner.topics.topic_words import OTHERS, answer, assessed, difference, heading, incomplete, remarks, term

_NOTE: Final = "原文逐字照录;「有规定」之外的各种情形分别标明。供经办人员参考,不代替对各文件的查阅。"
_TOPIC, _DIFFERENCES, _SOURCES = "主题", "须留意的用词和要求", "所依据的文件"


def topics_page(matrix: TopicMatrix) -> str:
    """The page of a matrix: it needs nothing else, no script, no font, no picture from anywhere."""
    title = f"按主题比较:{'、'.join(r.name for r in matrix.regions)}"
    return pages.topics_page(TopicsPage(title, topic_table(matrix)))


def topic_table(matrix: TopicMatrix) -> TopicTable:
    """What the table of a matrix shows, wherever it stands."""
    return TopicTable(
        note=_NOTE,
        topic_heading=_TOPIC,
        differences_heading=_DIFFERENCES,
        regions=tuple(r.name for r in matrix.regions),
        lines=tuple(map(_line, matrix.topics)),
        sources_heading=_SOURCES,
        sources=tuple(RegionSources(r.name, tuple(map(_document, r.documents))) for r in matrix.regions),
    )


def _document(d: RegionDocument) -> str:
    number = f"({d.number})" if d.number else "(收到的文本未载文号)"
    holds = f",{period}" if (period := term(d)) else ""  # a page does not know when it is read
    lacking = f";收到的文本缺:{'、'.join(d.missing)}" if d.missing else ""
    return f"《{d.title}》{number}{holds}{lacking}{assessed(d)}"


def _line(row: TopicRow) -> TopicLine:
    words = [w for d in row.differences if isinstance(d, WordDifference) for w in d.words]
    cells = tuple(_cell(c, words) for c in row.cells)
    return TopicLine(row.topic, row.definition, cells, tuple(map(difference, row.differences)))


def _cell(cell: Cell, words: Sequence[str]) -> TopicCell:
    by_weight: dict[Weight, list[TopicClause]] = {}
    for block in blocks(cell):
        by_weight.setdefault(block.weight, []).append(_clause(block, words))
    deciding = by_weight.get(Weight.DECIDING, [])
    return TopicCell(
        state=cell.state,
        answer=answer(cell),
        clauses=tuple(deciding),
        folded=tuple(_folded(by_weight, alone=not deciding)),
        missing=tuple(by_weight.get(Weight.MISSING, [])),
        notes=tuple(incomplete(cell)),
    )


def _folded(by_weight: dict[Weight, list[TopicClause]], *, alone: bool) -> Iterator[FoldedClauses]:
    """The clauses that decide nothing. alone: whether the cell has no others, so that these are shown at once."""
    first = alone
    for weight in (Weight.DUTY, Weight.MENTIONED):
        if clauses := by_weight.get(weight, []):
            count = OTHERS[weight].format(len(clauses))
            yield FoldedClauses(count.removeprefix("另") if first else count, alone, tuple(clauses))
            first = False


def _clause(block: Block, words: Sequence[str]) -> TopicClause:
    entry = block.entries[0]
    quote = "「" + "".join(entry.quote.splitlines()) + "」"
    return TopicClause(
        heading=heading(block),
        words="" if block.whole else block.words,
        quote=tuple(_pieces(quote, words)) if entry.quote.strip() else (),
        where=f"《{entry.title}》{entry.place} {block.clause.partition('/')[2]}",
        notes=tuple(remarks(block)),
        clause=block.clause if entry.quote.strip() else "",
    )


def _pieces(text: str, words: Sequence[str]) -> list[QuotePiece]:
    """The text with the words that matter set off; a word that is part of a longer one is not set off by itself."""
    pieces = [QuotePiece(text, marked=False)]
    for word in sorted(words, key=len, reverse=True):
        if not any(word in longer and word != longer for longer in words):
            pieces = [p for piece in pieces for p in ([piece] if piece.marked else _split(piece.text, word))]
    return pieces


def _split(text: str, word: str) -> Iterator[QuotePiece]:
    for n, between in enumerate(text.split(word)):
        if n:
            yield QuotePiece(word, marked=True)
        if between:
            yield QuotePiece(between, marked=False)

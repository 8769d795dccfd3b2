"""The outline of a body: which lines head what, which paragraphs stand where, what their sentences are.

The body is read line by line, with the part, item and printed items that are open. Whether a paragraph needs a
number in its address depends on what follows, so addresses come later (`segment`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Final

from policy_dsl.texts.line_breaks import Block
from policy_dsl.texts.marks import COUNTED, COUNTED_RANK, ITEM, PART, Mark, read_mark

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Path:
    """What is open: part, item, and printed items, each with the rank of its mark. Part None: the text has no parts."""

    part: int | None = None
    item: int | None = None
    printed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The words that head what `path` leads to."""

    path: Path
    at: Place
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in what `path` leads to, its `number` there, and its sentences.

    on_mark: it stands on the line of the mark that opened the path; after_heading: behind an inline heading there.
    run_in: a heading without a mark that starts it. table: its sentences are the rows of a table.
    """

    path: Path
    number: int
    sentences: tuple[Place, ...]
    on_mark: bool = False
    after_heading: bool = False
    run_in: Place | None = None
    doubt: str = ""
    table: bool = False


Piece = Heading | Paragraph


def outline(text: str, lines: Sequence[Block], preamble: bool = False) -> tuple[Piece, ...]:
    """Headings and paragraphs of the body that these lines are, in order. preamble: they stand before articles."""
    marks = [None if line.row else read_mark(text, line.start, line.end) for line in lines]
    reader = _Reader(text, Path(0 if preamble or any(m and m.level in (PART, ITEM) for m in marks) else None))
    for table, group in groupby(zip(lines, marks, strict=True), lambda pair: pair[0].row):
        if table:
            reader.table([line for line, _ in group])
            continue
        for line, mark in group:
            reader.read(line, mark)
    return reader.finish()


_STOP_OR_PAIR = re.compile(r"“[^“”]*”|《[^《》]*》|\([^()]*\)|[。!?]+")


def sentences(text: str, start: int, end: int) -> tuple[Place, ...]:
    """The sentences of text[start:end]: they end at 。, ! or ?, not inside “”, 《》 or brackets that are closed."""
    words = text[start:end]
    # A closed pair is matched whole, so that the stops in it are passed over.
    cuts = [0, *(m.end() for m in _STOP_OR_PAIR.finditer(words) if m[0][0] in "。!?"), len(words)]
    pieces = []
    for first, last in pairwise(cuts):
        inner = words[first:last]
        if inner.strip():
            pieces.append((start + first + len(inner) - len(inner.lstrip()), start + first + len(inner.rstrip())))
    return tuple(pieces)


_LONGEST_HEADING: Final = 45


def _headed(text: str, mark: Mark, spans: Sequence[Place]) -> int:
    """How many of a marked line's sentences are its heading: 1, or 0 where it has none.

    Alone on its line a heading has no full stop; followed by text it is short and has no comma.
    """
    words = text[slice(*spans[0])]
    if mark.level == COUNTED or len(words) > _LONGEST_HEADING:
        return 0
    return int(not re.search("[。;:!?]”?$", words)) if len(spans) == 1 else int(not re.search("[,;:]", words))


@dataclass
class _Reader:
    """What is open, how far each numbering has come, and what was found so far."""

    text: str
    path: Path
    pieces: list[Piece] = field(default_factory=list)
    counted: dict[tuple[str, Path], int] = field(default_factory=dict)
    run_in: Place | None = None

    def read(self, line: Block, mark: Mark | None) -> None:
        if mark is not None:
            self._flush()
            self._marked(line, mark)
            return
        self._close(COUNTED_RANK)
        if line.heading:
            self._flush()
            self.run_in = (line.start, line.end)
            return
        blank = Paragraph(self.path, 0, (), run_in=self.run_in)
        self.run_in = None
        self._paragraphs(blank, sentences(self.text, line.start, line.end))

    def table(self, rows: Sequence[Block]) -> None:
        """A table is a paragraph, its rows are the sentences."""
        self._flush()
        self._close(COUNTED_RANK)
        self._add(Paragraph(self.path, 0, (), table=True), [(row.start, row.end) for row in rows])

    def finish(self) -> tuple[Piece, ...]:
        self._flush()
        return tuple(self.pieces)

    def _marked(self, line: Block, mark: Mark) -> None:
        doubt = self._open(mark)
        spans = sentences(self.text, line.start, line.end)
        headed = len(spans) if line.heading else _headed(self.text, mark, spans)
        if headed:
            doubt = doubt or ("标题止于何处系推定" if line.guessed else "")
            self.pieces.append(Heading(self.path, (spans[0][0], spans[headed - 1][1]), doubt))
        if spans[headed:]:
            doubt = "" if headed else doubt
            blank = Paragraph(self.path, 0, (), on_mark=True, after_heading=bool(headed), doubt=doubt)
            self._paragraphs(blank, spans[headed:])

    def _paragraphs(self, blank: Paragraph, spans: Sequence[Place]) -> None:
        """The sentences of a line: a paragraph here, and one in each printed item (一是) that starts among them."""
        start = 0
        for i, (first, last) in enumerate(spans):
            mark = read_mark(self.text, first, last)
            fresh = i > 0 or blank.after_heading
            if fresh and mark is not None and mark.level == COUNTED and self._counts_on(mark):
                self._add(blank, spans[start:i])
                self._open(mark)
                blank, start = Paragraph(self.path, 0, (), on_mark=True), i
        self._add(blank, spans[start:])

    def _add(self, blank: Paragraph, spans: Sequence[Place]) -> None:
        if spans or blank.run_in:
            number, _ = self._count("paragraph", blank.path, 0)
            self.pieces.append(replace(blank, number=number, sentences=tuple(spans)))

    def _flush(self) -> None:
        """A heading without a mark that nothing follows is a paragraph by itself."""
        if self.run_in is not None:
            self._add(Paragraph(self.path, 0, (), run_in=self.run_in), ())
            self.run_in = None

    def _open(self, mark: Mark) -> str:
        """Open what the mark marks; a doubt where its number does not count on."""
        part, item = self.path.part, self.path.item
        if mark.level == PART:
            number, doubt = self._count("part", Path(), mark.number)
            self.path = Path(number)
        elif mark.level == ITEM:
            number, doubt = self._count("item", Path(part), mark.number)
            self.path = Path(part, number)
        else:
            self._close(mark.rank)
            number, doubt = self._count("printed", self.path, mark.number)
            self.path = Path(part, item, (*self.path.printed, (mark.rank, number)))
        return doubt

    def _close(self, rank: int) -> None:
        """Close the printed items of this rank and those nested in them."""
        self.path = replace(self.path, printed=tuple(p for p in self.path.printed if p[0] < rank))

    def _counts_on(self, mark: Mark) -> bool:
        above = replace(self.path, printed=tuple(p for p in self.path.printed if p[0] < mark.rank))
        return mark.number == self.counted.get(("printed", above), 0) + 1

    def _count(self, kind: str, above: Path, printed: int) -> tuple[int, str]:
        last = self.counted.get((kind, above), 0)
        number = printed if printed > last else last + 1
        self.counted[kind, above] = number
        if kind == "paragraph":
            return number, ""
        if number != printed:
            return number, f"原文编号为{printed},与前文不相续"
        # Items may count on from part to part: only a gap behind a first one is told.
        return number, f"原文编号从{last}跳到{printed},中间缺号" if 0 < last < printed - 1 else ""

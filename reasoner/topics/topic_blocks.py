"""The entries of a cell by clause: a clause that says several things on a topic is shown, and counted, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from reasoner.topics.entries import AnyEntry, Cell, State


class Weight(StrEnum):
    """What a clause weighs in a cell, the weightiest first."""

    DECIDING = "deciding"
    DUTY = "duty"
    MENTIONED = "mentioned"
    MISSING = "missing"


_WEIGHTS: Final = {
    State.STATED: Weight.DECIDING,
    State.DEFERS: Weight.DECIDING,
    State.DUTY: Weight.DUTY,
    State.MENTIONED: Weight.MENTIONED,
    State.MISSING: Weight.MISSING,
}

SEAM: Final = "……"
_CLOSING: Final = ")”"
_MARKS: Final = frozenset(",;、(“" + _CLOSING)


class Block(NamedTuple):
    """A clause of a cell with all that it says on the topic; its weight is that of the weightiest."""

    clause: str
    weight: Weight
    entries: tuple[AnyEntry, ...]

    @property
    def words(self) -> str:
        """The words of the clause on which its entries rest, what lies between them left out."""
        return united(self.entries[0].quote, [w for e in self.entries for w in e.words])

    @property
    def whole(self) -> bool:
        """Whether these are all the words of the clause."""
        return self.words.rstrip("。;") == "".join(self.entries[0].quote.splitlines()).rstrip("。;")


def blocks(cell: Cell) -> Iterator[Block]:
    """The clauses of a cell: those that decide, those that lay duties, mentions, missing text; each in text order."""
    by_clause: dict[str, list[AnyEntry]] = {}
    for entry in cell.entries:
        by_clause.setdefault(entry.clause, []).append(entry)
    every = [Block(c, _weight(entries), tuple(entries)) for c, entries in by_clause.items()]
    for weight in Weight:
        yield from (b for b in every if b.weight is weight)


def _weight(entries: Sequence[AnyEntry]) -> Weight:
    weights = {_WEIGHTS[e.state] for e in entries}
    return next(w for w in Weight if w in weights)


def united(quote: str, pieces: Sequence[str]) -> str:
    """Pieces of a quote in its order, each character once; …… stands for what is left out, marks alone are not."""
    kept = [False] * len(quote)
    for piece in pieces:
        at = quote.index(piece)
        kept[at : at + len(piece)] = [True] * len(piece)
    text, gap = "", ""
    for char, keep in zip(quote, kept, strict=True):
        if not keep:
            gap += char
            continue
        if text:
            text += gap if set(gap) <= _MARKS else SEAM
        text, gap = text + char, ""
    closing = gap[: len(gap) - len(gap.lstrip(_CLOSING))]
    return "".join((text + closing).splitlines())

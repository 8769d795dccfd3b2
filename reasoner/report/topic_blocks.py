"""The entries of a cell by clause: a clause that says several things on a topic is shown, and counted, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

Data = Mapping[str, Any]

DECIDING, DUTY, MENTIONED, MISSING = "deciding", "duty", "mentioned", "missing"
_WEIGHTS: Final = {
    "stated": DECIDING, "defers": DECIDING, "duty": DUTY, "mentioned": MENTIONED, "missing": MISSING,
}  # fmt: skip
_ORDER: Final = (DECIDING, DUTY, MENTIONED, MISSING)

SEAM: Final = "……"
_CLOSING: Final = ")”"
_MARKS: Final = frozenset(",;、(“" + _CLOSING)


class Block(NamedTuple):
    """A clause of a cell with all that it says on the topic; its weight is that of the weightiest."""

    clause: str
    weight: str
    entries: tuple[Data, ...]

    @property
    def words(self) -> str:
        """The words of the clause on which its entries rest, what lies between them left out."""
        return united(self.entries[0]["quote"], [w for e in self.entries for w in e["words"]])

    @property
    def whole(self) -> bool:
        """Whether these are all the words of the clause."""
        return self.words.rstrip("。;") == "".join(self.entries[0]["quote"].splitlines()).rstrip("。;")


def blocks(cell: Data) -> Iterator[Block]:
    """The clauses of a cell: those that decide, those that lay duties, mentions, missing text; each in text order."""
    by_clause: dict[str, list[Data]] = {}
    for entry in cell["entries"]:
        by_clause.setdefault(entry["clause"], []).append(entry)
    found = [Block(c, _weight(entries), tuple(entries)) for c, entries in by_clause.items()]
    for weight in _ORDER:
        yield from (b for b in found if b.weight == weight)


def _weight(entries: Sequence[Data]) -> str:
    weights = {_WEIGHTS[e["state"]] for e in entries}
    return next(w for w in _ORDER if w in weights)


def united(quote: str, pieces: Sequence[str]) -> str:
    """Pieces of a quote in its order, each character once; …… stands for what is left out, marks alone are not."""
    kept = [False] * len(quote)
    for piece in pieces:
        at = quote.index(piece)
        kept[at : at + len(piece)] = [True] * len(piece)
    said, gap = "", ""
    for char, keep in zip(quote, kept, strict=True):
        if not keep:
            gap += char
            continue
        if said:
            said += gap if set(gap) <= _MARKS else SEAM
        said, gap = said + char, ""
    closing = gap[: len(gap) - len(gap.lstrip(_CLOSING))]
    return "".join((said + closing).splitlines())

"""Why a side says what it says of an example: the sentences of `reasoner.explain`, by clause."""

from __future__ import annotations

from typing import NamedTuple

from reasoner.compare.report import words
from reasoner.compare.report.view import Half
from reasoner.explain import Background, Point, explain

_DECIDING = ("decisive", "supporting", "defeated")
_LOOKED_AT = ("note", "checked", "unclaimed")


class Reasons(NamedTuple):
    """What the outcome means, the clauses that lead to it, and those looked at that do not come about: place, sentences."""

    meaning: tuple[str, ...]
    deciding: tuple[tuple[str, tuple[str, ...]], ...]
    checked: tuple[tuple[str, tuple[str, ...]], ...]


def reasons(half: Half, context: Background) -> Reasons:
    """The reasons of one side, each clause with the sentences on it."""
    said = explain(half.verdict, context)
    exceptions = [p for p in said.exceptions if p.role not in _DECIDING]
    looked_at = (*said.of(*_LOOKED_AT), *exceptions)
    return Reasons(said.meaning, _told(said.of(*_DECIDING), half.several), _told(looked_at, half.several))


def sentences(half: Half, context: Background) -> tuple[tuple[str, str], ...]:
    """The same one after another: under which heading, and the sentence with its place."""
    said = reasons(half, context)
    listed = ((words.REASON, said.deciding), (words.CHECKED, said.checked))
    return tuple((head, f"{place}:{s}") for head, points in listed for place, of in points for s in of)


def _told(points: tuple[Point, ...], several: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[tuple[str, tuple[str, ...]], None] = {}
    for point in points:
        document = f"《{point.citation['document']}》" if several else ""
        found[document + point.citation["place"], tuple(dict.fromkeys(point.sentences))] = None
    return tuple(found)

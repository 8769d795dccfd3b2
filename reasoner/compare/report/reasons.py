"""Why a side says what it says of an example: the sentences of `reasoner.explain`, by clause."""

from __future__ import annotations

from typing import NamedTuple

from reasoner.compare.report import words
from reasoner.compare.report.view import Half
from reasoner.explain import Background, Point, explain
from reasoner.model.rule_base import RuleBase
from reasoner.report.terminal import background

_DECIDING = ("decisive", "supporting", "defeated")
_LOOKED_AT = ("note", "checked")
_OPEN, _UNCLAIMED = "open", "unclaimed"
_PROCEEDS = "may_proceed"
"""The outcome that would be another if a preference of which nothing is known held."""


class Reason(NamedTuple):
    """A clause with what is said of it; `key` is that of the clause as cited."""

    place: str
    sentences: tuple[str, ...]
    key: tuple[str, str]


class Reasons(NamedTuple):
    """What the outcome means, the clauses that lead to it, those looked at that do not come about, those of which it is not
    known and does not matter, and preferences of which it is not known and counts as not claimed.
    """

    meaning: tuple[str, ...]
    deciding: tuple[Reason, ...]
    checked: tuple[Reason, ...]
    undecided: tuple[Reason, ...]
    unclaimed: tuple[Reason, ...]

    @property
    def headed(self) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
        """The clauses under their headings."""
        return (
            (words.REASON, self.deciding),
            (words.CHECKED, self.checked),
            (words.UNDECIDED, self.undecided),
            (words.UNCLAIMED, self.unclaimed),
        )


def context(base: RuleBase) -> Background:
    """What the sentences need: applications of a comparison are made up."""
    return background(base)._replace(supposed=True)


def reasons(half: Half, known: Background) -> Reasons:
    """The reasons of one side, each clause with the sentences on it."""
    said = explain(half.verdict, known)
    exceptions = [p for p in said.exceptions if p.role not in _DECIDING]
    checked = (*said.of(*_LOOKED_AT), *(p for p in exceptions if p.role != _OPEN))
    undecided = (*said.of(_OPEN), *(p for p in exceptions if p.role == _OPEN))
    unclaimed = said.of(_UNCLAIMED)
    if half.outcome != _PROCEEDS:
        undecided, unclaimed = (*undecided, *unclaimed), ()
    listed = (_told(points, half.several) for points in (said.of(*_DECIDING), checked, undecided, unclaimed))
    return Reasons(said.meaning, *listed)


def sentences(half: Half, known: Background) -> tuple[tuple[str, str], ...]:
    """The same one after another: under which heading, and the sentence with its place."""
    said = reasons(half, known)
    return tuple((head, f"{r.place}:{s}") for head, of in said.headed for r in of for s in r.sentences)


def _told(points: tuple[Point, ...], several: bool) -> tuple[Reason, ...]:
    found: dict[Reason, None] = {}
    for point in points:
        cited = point.citation
        document = f"《{cited['document']}》" if several else ""
        key = (cited["clause"], cited["quote"])
        found[Reason(document + cited["place"], tuple(dict.fromkeys(point.sentences)), key)] = None
    return tuple(found)

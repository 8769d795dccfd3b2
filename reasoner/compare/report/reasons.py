"""Why a side says what it says of an example: the sentences of `reasoner.explain`, by clause."""

from __future__ import annotations

from typing import NamedTuple

from reasoner.compare.report import words
from reasoner.compare.report.view import Half
from reasoner.explain import Background, Point, explain
from reasoner.report.terminal import background
from reasoner.rulebase import RuleBase

_DECIDING = ("decisive", "supporting", "defeated")
_LOOKED_AT = ("note", "checked", "unclaimed")


class Reason(NamedTuple):
    """A clause with what is said of it; `key` is that of the clause as cited."""

    place: str
    sentences: tuple[str, ...]
    key: tuple[str, str]


class Reasons(NamedTuple):
    """What the outcome means, the clauses that lead to it, and those looked at that do not come about."""

    meaning: tuple[str, ...]
    deciding: tuple[Reason, ...]
    checked: tuple[Reason, ...]


def context(base: RuleBase) -> Background:
    """What the sentences need: applications of a comparison are made up."""
    return background(base)._replace(supposed=True)


def reasons(half: Half, known: Background) -> Reasons:
    """The reasons of one side, each clause with the sentences on it."""
    said = explain(half.verdict, known)
    exceptions = [p for p in said.exceptions if p.role not in _DECIDING]
    looked_at = (*said.of(*_LOOKED_AT), *exceptions)
    return Reasons(said.meaning, _told(said.of(*_DECIDING), half.several), _told(looked_at, half.several))


def sentences(half: Half, known: Background) -> tuple[tuple[str, str], ...]:
    """The same one after another: under which heading, and the sentence with its place."""
    said = reasons(half, known)
    listed = ((words.REASON, said.deciding), (words.CHECKED, said.checked))
    return tuple((head, f"{r.place}:{s}") for head, of in listed for r in of for s in r.sentences)


def _told(points: tuple[Point, ...], several: bool) -> tuple[Reason, ...]:
    found: dict[Reason, None] = {}
    for point in points:
        cited = point.citation
        document = f"《{cited['document']}》" if several else ""
        key = (cited["clause"], cited["quote"])
        found[Reason(document + cited["place"], tuple(dict.fromkeys(point.sentences)), key)] = None
    return tuple(found)

"""A comparison as the window asks for it and keeps it: the question, the answer in short, and what there is to ask.

Apart from `comparing`, which brings all of comparison along: a window that opens, and a worker that judges, need none of it.
"""

from __future__ import annotations

import msgspec

from reasoner.driver.current_rule_base import rule_base


class Question(msgspec.Struct, frozen=True):
    """What is to be compared."""

    names: tuple[str, ...] = ()
    """Regions or documents."""
    reading: str = ""
    """A reading to be taken the other way, as `document/name`; then there are no names."""
    matters: tuple[str, ...] = ()
    """Matters by label; none: all."""
    kinds: tuple[str, ...] = ()
    """Kinds of institutions; none: all."""
    as_of: str = ""
    """The day; empty: one is chosen."""
    readings: bool = False
    """Whether to ask again with each reading taken the other way."""


class AnswerLine(msgspec.Struct, frozen=True):
    """What a comparison comes to in a matter."""

    matter: str
    """The matter."""
    sentence: str
    """How they relate."""


class RelationCount(msgspec.Struct, frozen=True):
    """How many kinds of institution stand in each relation in a matter."""

    matter: str
    """The matter."""
    stricter: int = 0
    """The first side is stricter."""
    looser: int = 0
    """The first side is looser."""
    apart: int = 0
    """Each restrains what the other lets proceed."""
    equal: int = 0
    """Both come to the same."""
    silent: int = 0
    """A side has no rule, so that nothing is compared."""
    open: int = 0
    """Not answered, or it depends on the force of a document."""


class PairCount(msgspec.Struct, frozen=True):
    """How two sides relate, in numbers."""

    first: str
    second: str
    counts: tuple[RelationCount, ...]
    """The relations by matter."""


class ComparisonAnswer(msgspec.Struct, frozen=True):
    """The answer in short; the page has the rest."""

    lines: tuple[AnswerLine, ...]
    """A line for each matter."""
    pairs: tuple[PairCount, ...] = ()
    """Each pair of sides in numbers."""


def runnable_readings() -> list[tuple[str, str]]:
    """The readings that can be taken the other way, as `document/name`, each with its question."""
    return [(f"{d.id}/{r.name}", r.question) for d in rule_base().documents.values() for r in d.readings if r.runnable]

"""Which readings a comparison turns on: the same question asked with one reading of one document taken the other way."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from policy_dsl.compiled import Document
from reasoner.compare.effect import Comparison, Examples, Result, compare
from reasoner.compare.label import label
from reasoner.compare.relation import OPEN
from reasoner.compare.sides import Compared
from reasoner.model.rule_base import runnable

BOTH: Final = "both"
"""Of a reading: that its document governs both sides, so that both are read the other way."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A reading with whose alternative kinds of institutions stand otherwise on a matter; `before` and `after` are the
    results of the first of them. `side`: whose document it is, a, b or both.
    """

    side: str
    document: Document
    reading: dict[str, Any]
    matter: str
    types: tuple[str, ...]
    before: Result
    after: Result

    @property
    def answered(self) -> bool:
        """Whether the relation is known with both readings: else nobody can say that it turns, or that it does not."""
        return OPEN not in (self.before.relation, self.after.relation)


def turned(found: Comparison, seconds: float) -> Iterator[Turned]:
    """Every reading that changes a relation, and every one of which that was not found out in time (`answered` is false).

    seconds: for all readings together. One document is read in one way only: it is turned on every side that has it.
    Alternatives are not combined.
    """
    deadline = time.monotonic() + seconds
    matters = tuple(dict.fromkeys(r.matter for r in found.results))
    kinds = tuple(dict.fromkeys(r.type for r in found.results))
    for key, document, reading, concerned in _readings(found):
        touched = [m for m in matters if m in concerned]
        if not touched:
            continue
        left = deadline - time.monotonic()
        if left > 0:
            a, b = (
                _otherwise(side, document, reading["name"]) if key in (own, BOTH) else side
                for own, side in (("a", found.a), ("b", found.b))
            )
            again = compare(
                a, b, found.as_of, matters=touched, kinds=kinds, seconds=left,
                together=found.together, examples=Examples(wanted=False),
            ).results  # fmt: skip
        else:
            again = tuple(
                replace(r, relation=OPEN, silent=False, both_silent=False) for r in found.results if r.matter in touched
            )
        yield from _changes(key, document, reading, found, again)


def unanswered(turning: Iterable[Turned]) -> list[dict[str, Any]]:
    """The readings of which was not found out in time whether they change a relation, as plain data."""
    return [
        {
            "side": t.side,
            "document": t.document.id,
            "title": t.document.title,
            "reading": t.reading["name"],
            "matter": t.matter,
            "types": list(t.types),
        }
        for t in turning
        if not t.answered
    ]


def _readings(found: Comparison) -> Iterator[tuple[str, Document, dict[str, Any], set[str]]]:
    """The readings that can be turned, each once: those of A first; with the sides that have it, and the matters of which
    its alternative changes a rule.
    """
    held: dict[tuple[str, str], dict[str, tuple[Document, dict[str, Any]]]] = {}
    for key, side in (("a", found.a), ("b", found.b)):
        for document in side.documents:
            for reading in document.data["readings"]:
                held.setdefault((document.id, reading["name"]), {})[key] = document, reading
    for sides in held.values():
        if all(_turns(document, reading) for document, reading in sides.values()):
            key = BOTH if len(sides) > 1 else next(iter(sides))
            touched = set[str]().union(*(_touched(document, reading) for document, reading in sides.values()))
            yield key, *next(iter(sides.values())), touched


def _turns(document: Document, reading: dict[str, Any]) -> bool:
    """Whether the alternative has a form to run: not where a reading of the document is taken the other way already."""
    others = {n["id"] for n in document.data["norms"] if n["alternative_of"] is not None}
    return runnable(reading) and others.issuperset(reading["instead"])


def _touched(document: Document, reading: dict[str, Any]) -> set[str]:
    """The matters of which the alternative changes a rule."""
    changed = {*reading["without"], *reading["instead"]}
    return {m for n in document.data["norms"] if n["id"] in changed for m in n["matters"]}


def _otherwise(side: Compared, document: Document, reading: str) -> Compared:
    return replace(side, base=side.base.variant(document.id, reading))


def _changes(
    key: str, document: Document, reading: dict[str, Any], found: Comparison, again: Sequence[Result]
) -> Iterator[Turned]:
    before = {(r.matter, r.type): r for r in found.results}
    moved: dict[tuple[str, str, str], list[Result]] = {}
    for after in again:
        was = before.get((after.matter, after.type))
        if was is None:
            continue
        told = label(was, found), label(after, found)
        if OPEN in (was.relation, after.relation) or told[0] != told[1]:
            moved.setdefault((after.matter, *told), []).append(after)
    for (matter, *_), results in moved.items():
        first = results[0]
        types = tuple(r.type for r in results)
        yield Turned(key, document, reading, matter, types, before[matter, first.type], first)

"""Which readings a comparison turns on: the same question asked with one reading of one document taken the other way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reasoner.compare.effect import Comparison, Result, compare
from reasoner.compare.sides import Compared
from reasoner.rulebase import Document, runnable


@dataclass(frozen=True, slots=True)
class Turned:
    """A reading with whose alternative kinds of institutions stand otherwise on a matter; `before` and `after` are the
    results of the first of them.
    """

    side: str
    document: Document
    reading: dict[str, Any]
    matter: str
    types: tuple[str, ...]
    before: Result
    after: Result


def turned(found: Comparison, seconds: float) -> Iterator[Turned]:
    """Every reading that changes a relation; alternatives are not combined. What finds no answer in time is left out of
    this list only where it was open before, too.
    """
    matters = tuple(dict.fromkeys(r.matter for r in found.results))
    kinds = tuple(dict.fromkeys(r.type for r in found.results))
    for key, side in (("a", found.a), ("b", found.b)):
        for document in side.documents:
            for reading in document.data["readings"]:
                touched = [m for m in matters if m in _touched(document, reading)] if runnable(reading) else []
                if not touched:
                    continue
                other = _otherwise(side, document, reading["name"])
                sides = (other, found.b) if key == "a" else (found.a, other)
                again = compare(
                    *sides, found.as_of, matters=touched, kinds=kinds, seconds=seconds,
                    together=found.together, witnesses=False,
                )  # fmt: skip
                yield from _changes(key, document, reading, found, again)


def _touched(document: Document, reading: dict[str, Any]) -> set[str]:
    """The matters of which the alternative changes a rule."""
    changed = {*reading["without"], *reading["instead"]}
    return {m for n in document.data["norms"] if n["id"] in changed for m in n["matters"]}


def _otherwise(side: Compared, document: Document, reading: str) -> Compared:
    return replace(side, base=side.base.variant(document.id, reading))


def _changes(
    key: str, document: Document, reading: dict[str, Any], found: Comparison, again: Comparison
) -> Iterator[Turned]:
    before = {(r.matter, r.type): r for r in found.results}
    moved: dict[tuple[str, str, bool, str, bool], list[Result]] = {}
    for after in again.results:
        was = before.get((after.matter, after.type))
        if was is not None and (was.relation, was.silent) != (after.relation, after.silent):
            like = (after.matter, was.relation, was.silent, after.relation, after.silent)
            moved.setdefault(like, []).append(after)
    for (matter, *_), results in moved.items():
        first = results[0]
        types = tuple(r.type for r in results)
        yield Turned(key, document, reading, matter, types, before[matter, first.type], first)

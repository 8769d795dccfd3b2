"""Which readings a comparison turns on: the same question asked with one reading of one document taken the other way."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.reading import Reading
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import Examples, compare
from reasoner.compare.relation_kinds import Party, Relation
from reasoner.compare.relation_label import UNDECIDED
from reasoner.compare.result import Comparison, OpenReading, ReadingChange, Result


class Turned(msgspec.Struct, frozen=True):
    """A reading with whose alternative kinds of institutions stand otherwise on a matter."""

    side: Party
    """The side that has its document; `both` where both have, so that both are read the other way."""
    document: Document
    """Its document."""
    reading: Reading
    """The reading."""
    matter: str
    """The matter, by label."""
    types: tuple[str, ...]
    """The kinds of institutions of which the relation changes, or of which it was not found out."""
    before: Result
    """The result of the first of them as the words are read."""
    after: Result
    """Its result under the alternative."""

    @property
    def answered(self) -> bool:
        """Whether the relation is known with both readings: else nobody can say that it turns, or that it does not."""
        return Relation.OPEN not in (self.before.relation, self.after.relation)


def turned(a: Compared, b: Compared, comparison: Comparison, seconds: float) -> Iterator[Turned]:
    """Every reading that changes a relation, and every one of which that was not found out in time (`answered` is false).

    a, b: the sides of the comparison. seconds: for all readings together. One document is read in one way only: it is
    turned on every side that has it. Alternatives are not combined.
    """
    deadline = time.process_time() + seconds
    matters = tuple(dict.fromkeys(r.matter for r in comparison.results))
    kinds = tuple(dict.fromkeys(r.type for r in comparison.results))
    for party, document, reading, concerned in _readings(a, b, comparison.as_of):
        touched = [m for m in matters if m in concerned]
        if not touched:
            continue
        left = deadline - time.process_time()
        if left > 0:
            again = compare(
                _otherwise(a, document, reading) if party in (Party.A, Party.BOTH) else a,
                _otherwise(b, document, reading) if party in (Party.B, Party.BOTH) else b,
                comparison.as_of,
                matters=touched,
                kinds=kinds,
                seconds=left,
                together=comparison.one_place,
                examples=Examples(applications=False),
            ).results
        else:
            again = tuple(
                replace(r, relation=Relation.OPEN, label=UNDECIDED, silent=False)
                for r in comparison.results
                if r.matter in touched
            )
        yield from _changes(party, document, reading, comparison, again)


def changed_readings(turning: Iterable[Turned]) -> tuple[ReadingChange, ...]:
    """The readings that change a relation, as a comparison lists them."""
    return tuple(
        ReadingChange(
            t.side,
            t.document.id,
            t.document.title,
            t.reading.name,
            t.reading.used,
            t.reading.alternative,
            t.reading.confirmed_by,
            t.matter,
            t.types,
            t.before.label,
            t.after.label,
            t.reading.status,
        )
        for t in turning
        if t.answered
    )


def open_readings(turning: Iterable[Turned]) -> tuple[OpenReading, ...]:
    """The readings of which was not found out in time whether they change a relation."""
    return tuple(
        OpenReading(t.side, t.document.id, t.document.title, t.reading.name, t.matter, t.types)
        for t in turning
        if not t.answered
    )


def _readings(a: Compared, b: Compared, day: str) -> Iterator[tuple[Party, Document, Reading, set[str]]]:
    """The readings that can be turned, each once: those of A first; with the sides that have it, and the matters of which
    its alternative changes a rule, or whether the rules are in force on the day.
    """
    sides_of: dict[tuple[str, str], dict[Party, tuple[Document, Reading]]] = {}
    for party, side in ((Party.A, a), (Party.B, b)):
        for document in side.documents:
            for reading in document.readings:
                sides_of.setdefault((document.id, reading.name), {})[party] = document, reading
    for sides in sides_of.values():
        if all(_turns(document, reading) for document, reading in sides.values()):
            party = Party.BOTH if len(sides) > 1 else next(iter(sides))
            touched = set[str]().union(*(_touched(document, reading, day) for document, reading in sides.values()))
            yield party, *next(iter(sides.values())), touched


def _turns(document: Document, reading: Reading) -> bool:
    """Whether the alternative has a form to run: not where a reading of the document is taken the other way already."""
    others = {n.id for n in document.all_norms if n.alternative_of is not None}
    return reading.turns_rules and others.issuperset(reading.instead)


def _touched(document: Document, reading: Reading, day: str) -> set[str]:
    """The matters of which the alternative changes a rule, or, of a reading about its days, whether it is in force."""
    changed = {*reading.without, *reading.instead}
    matters = {m for n in document.all_norms if n.id in changed for m in n.matters}
    other = reading.starts or document.starts, reading.ends or document.ends
    if _within(day, document.starts, document.ends) != _within(day, *other):
        matters |= {m for n in document.norms_in_use for m in n.matters}
    return matters


def _within(day: str, starts: str, ends: str) -> bool:
    return starts <= day and (not ends or day <= ends)


def _otherwise(side: Compared, document: Document, reading: Reading) -> Compared:
    return replace(side, base=side.base.variant(document.id, reading.name))


def _even(result: Result) -> bool:
    """Whether the sides are alike: what both say, or both leave out, makes neither stricter."""
    return result.relation is Relation.EQUAL or result.both_silent


def _changes(
    party: Party, document: Document, reading: Reading, comparison: Comparison, again: Sequence[Result]
) -> Iterator[Turned]:
    before = {(r.matter, r.type): r for r in comparison.results}
    moved: dict[tuple[str, str, str], list[Result]] = {}
    for after in again:
        was = before.get((after.matter, after.type))
        if was is None:
            continue
        if Relation.OPEN in (was.relation, after.relation) or (
            was.label != after.label and not (_even(was) and _even(after))
        ):
            moved.setdefault((after.matter, was.label, after.label), []).append(after)
    for (matter, *_), results in moved.items():
        first = results[0]
        types = tuple(r.type for r in results)
        yield Turned(party, document, reading, matter, types, before[matter, first.type], first)

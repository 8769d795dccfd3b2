"""Search for clauses by meaning: words of the question with their synonyms, against the clauses and their rules.

A clause is found by its own words, and by what its rules read and reach: 「药店距离」 finds a clause that says neither word.
What decides stands first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from policy_dsl import ir
from policy_dsl.compiled import Clause, Document
from reasoner.model.rule_base import RuleBase
from reasoner.survey.lookup import folded


class Sought(NamedTuple):
    """A word that is looked for."""

    names: tuple[str, ...]
    """The word and its synonyms, folded; any of them will do."""
    terms: frozenset[str] = frozenset()
    """The terms that it may mean, by label: a rule that reads or reaches one of them will do as well."""


class IndexedClause(NamedTuple):
    """A clause with what can be found of it."""

    clause: Clause
    document: Document
    quote: str
    """Its words, folded."""
    around: str
    """What was transcribed from it, its readings and headings, folded."""
    terms: frozenset[str]
    """The terms that its rules read and reach, by label."""
    matters: frozenset[str]
    """The matters of its rules and those that it touches."""
    decides: bool
    """Whether one of its rules in use decides."""


class Hit(NamedTuple):
    """A clause that was found."""

    entry: IndexedClause
    matched: int
    """How many of the words it bears."""
    score: float


class _Borne(NamedTuple):
    """Which clauses bear a word, by their places in the index."""

    own: set[int]
    """In their own words."""
    around: set[int]
    """In their readings, headings and rules."""
    meant: set[int]
    """By what their rules read and reach."""


class ClauseIndex:
    """The clauses of a rule base as they are searched; made once."""

    def __init__(self, base: RuleBase) -> None:
        self.entries = tuple(e for d in base.documents.values() for e in _entries(base, d))

    @cached_property
    def _quotes(self) -> _Texts:
        return _Texts([e.quote for e in self.entries])

    @cached_property
    def _arounds(self) -> _Texts:
        return _Texts([e.around for e in self.entries])

    @cached_property
    def _terms(self) -> dict[str, set[int]]:
        """By term the places of the clauses whose rules read or reach it."""
        places: dict[str, set[int]] = {}
        for at, entry in enumerate(self.entries):
            for term in entry.terms:
                places.setdefault(term, set()).add(at)
        return places

    @cached_property
    def _places(self) -> dict[int, int]:
        """The place of each clause in the index, by its identity."""
        return {id(entry): at for at, entry in enumerate(self.entries)}

    def find(
        self, words: Sequence[Sought], rest: Sequence[str] = (), entries: Iterable[IndexedClause] | None = None
    ) -> list[Hit]:
        """The clauses that bear most of the words, what decides first; `rest` are words without synonyms.

        entries: only these, which are of this index, are looked through. A clause that bears no word, or less than half of the
        pairs of characters of `rest` where there is nothing else, is not found.
        """
        phrases = [r for r in map(folded, rest) if len(r) > 1]
        pairs = {r[i : i + 2] for r in phrases for i in range(len(r) - 1)}
        searched = range(len(self.entries)) if entries is None else [self._places[id(e)] for e in entries]
        within = set(searched)
        borne = [self._borne(w, within) for w in words]
        whole = Counter(at for p in phrases for at in self._quotes.bearing(p, within))
        shared = Counter(at for p in pairs for at in self._quotes.bearing(p, within))
        beside = Counter(at for p in pairs for at in self._arounds.bearing(p, within))
        matched: Counter[int] = Counter(at for b in borne for at in b.own | b.meant | b.around) if words else whole
        hits = [
            Hit(
                self.entries[at],
                matched[at],
                2.0 * whole[at]
                + sum(2.0 * (at in b.own) + 2.0 * (at in b.meant) for b in borne)
                + (0.5 * matched[at] if words else 0)
                + (shared[at] + 0.5 * beside[at]) / max(1, len(pairs)),
            )
            for at in searched
            if matched[at] or (not words and pairs and 2 * shared[at] > len(pairs))
        ]
        most = max((h.matched for h in hits), default=0)
        best = [h for h in hits if h.matched == most and (words or h.score > 0)]
        return sorted(best, key=lambda h: (not h.entry.decides, -h.score))

    def _borne(self, word: Sought, within: set[int]) -> _Borne:
        return _Borne(
            own={at for n in word.names for at in self._quotes.bearing(n, within)},
            around={at for n in word.names for at in self._arounds.bearing(n, within)},
            meant={at for t in word.terms for at in self._terms.get(t, ())} & within,
        )


class _Texts:
    """Texts by their characters, so that only those are read through which have every character of what is looked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._having: dict[str, set[int]] = {}
        for at, text in enumerate(texts):
            for character in set(text):
                self._having.setdefault(character, set()).add(at)

    def bearing(self, part: str, within: set[int]) -> Iterator[int]:
        """The places, among some, of the texts that have a part."""
        left = within
        for character in part:
            left = left & self._having.get(character, _NOWHERE)
        return (at for at in left if part in self._texts[at])


_NOWHERE: Final = frozenset[int]()


def _entries(base: RuleBase, document: Document) -> Iterator[IndexedClause]:
    norms: dict[str, list[ir.Norm]] = {}
    for norm in document.norms_in_use:
        norms.setdefault(norm.clause, []).append(norm)
    for clause in document.clauses.values():
        if clause.nature in _NO_ANSWER:
            continue
        rules = norms.get(clause.clause, [])
        matters = frozenset(m for n in rules for m in n.matters)
        read = {f.term for n in rules for f in n.reads}
        named = {w for n in rules for c in (n.scope, n.condition) for w in _named(c)}
        yield IndexedClause(
            clause,
            document,
            folded(clause.quote),
            folded(" ".join(_around(document, clause, rules))),
            frozenset(matters | read | named),
            matters.union(m for c in clause.concerns for m in c.matters),
            any(n.decides for n in rules),
        )


_NO_ANSWER = frozenset(("title", "heading", "number", "addressee", "signature", "missing-text"))
"""Natures of clauses that answer nothing."""


def _named(condition: ir.Cond) -> Iterator[str]:
    """The kinds of institution and other values that a condition names."""
    match condition:
        case ir.And() | ir.Or():
            for part in condition.parts:
                yield from _named(part)
        case ir.Not():
            yield from _named(condition.part)
        case ir.OneOf():
            yield from condition.values
            yield from condition.shown
        case ir.Contains():
            yield condition.value


def _around(document: Document, clause: Clause, rules: Sequence[ir.Norm]) -> Iterator[str]:
    yield from clause.heading
    yield from clause.notes
    yield from (n.text for n in rules)
    yield from (f"{d.name}{d.meaning}" for d in clause.definitions)
    yield from (j.name for j in clause.judgements)
    for reading in (r for r in document.readings if r.name in readings_of(clause, rules)):
        yield f"{reading.name}{reading.question}{reading.used}"


def readings_of(clause: Clause, rules: Sequence[ir.Norm]) -> frozenset[str]:
    """The names of the readings on which a clause's rules and statements rest."""
    return frozenset((*(r for n in rules for r in n.readings), *clause.statement_readings))

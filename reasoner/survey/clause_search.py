"""Search for clauses by meaning: words of the question with their synonyms, against the clauses and their rules.

A clause is found by its own words, and by what its rules read and reach: 「药店距离」 finds a clause that says neither word.
What decides stands first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

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
    """The matters of its rules."""
    decides: bool
    """Whether one of its rules in use decides."""


class Hit(NamedTuple):
    """A clause that was found."""

    entry: IndexedClause
    matched: int
    """How many of the words it bears."""
    score: float


_MOST_WORDS = 1024
"""Of so many words the names that stand in the texts are remembered."""


class ClauseIndex:
    """The clauses of a rule base as they are searched; made once."""

    def __init__(self, base: RuleBase) -> None:
        self.entries = tuple(e for d in base.documents.values() for e in _entries(base, d))
        self._whole = "\n".join(f"{e.quote}\n{e.around}" for e in self.entries)
        self._standing = lru_cache(maxsize=_MOST_WORDS)(self._names_standing)

    def _names_standing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Of several names those that stand anywhere: most of how people speak stands nowhere."""
        return tuple(n for n in names if n in self._whole)

    def find(
        self, words: Sequence[Sought], rest: Sequence[str] = (), entries: Iterable[IndexedClause] | None = None
    ) -> list[Hit]:
        """The clauses that bear most of the words, what decides first; `rest` are words without synonyms.

        entries: only these are looked through. A clause that bears no word, or less than half of the pairs of characters of
        `rest` where there is nothing else, is not found.
        """
        phrases = [r for r in map(folded, rest) if len(r) > 1]
        pairs = {r[i : i + 2] for r in phrases for i in range(len(r) - 1)}
        searched = self.entries if entries is None else entries
        standing = [w._replace(names=self._standing(w.names)) for w in words]
        hits = [h for e in searched for h in _hits(e, standing, phrases, pairs)]
        most = max((h.matched for h in hits), default=0)
        best = [h for h in hits if h.matched == most and (words or h.score > 0)]
        return sorted(best, key=lambda h: (not h.entry.decides, -h.score))


def _hits(entry: IndexedClause, words: Sequence[Sought], phrases: Sequence[str], pairs: set[str]) -> Iterator[Hit]:
    whole = sum(p in entry.quote for p in phrases)
    matched, score = 0 if words else whole, 2.0 * whole
    for word in words:
        own = any(n in entry.quote for n in word.names)
        meant = bool(word.terms & entry.terms)
        if own or meant or any(n in entry.around for n in word.names):
            matched += 1
            score += 2.0 * own + 2.0 * meant + 0.5
    shared = sum(p in entry.quote for p in pairs)
    beside = sum(p in entry.around for p in pairs)
    if matched or (not words and pairs and 2 * shared > len(pairs)):
        yield Hit(entry, matched, score + (shared + 0.5 * beside) / max(1, len(pairs)))


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
            matters,
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

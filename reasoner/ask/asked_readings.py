"""The registered readings that a question names or that answer it, with who confirmed each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.reading import DIRECT_EFFECT, Reading, status_words
from reasoner.ask.question_words import Names, folded
from reasoner.ask.text_answer import ReadingAsked
from reasoner.ask.unrecognised_words import in_texts
from reasoner.model.rule_base import RuleBase
from reasoner.survey.clause_search import readings_of

_SHORTEST: Final = 4
"""A name of fewer characters is a word of daily use (市政府, 同类型): the texts and their readings answer it."""


_TO_OTHERS: Final = re.compile("(?<=[跟向给和])([一-鿿]{1,8}?)(?<!的)解释")
"""解释 as what staff do for somebody: 怎么跟老板解释."""


def without_explaining(question: str) -> str:
    """A question without 解释 where somebody is to be told why, not where a reading is asked for."""
    return _TO_OTHERS.sub(r"\1 ", question)


class NamedReadings(NamedTuple):
    """The readings that a question names, and the rest of it."""

    names: tuple[str, ...]
    rest: str


def named_readings(base: RuleBase, names: Names, question: str) -> NamedReadings:
    """The readings that a question names, the longest first; a name that is also a word of the texts names none."""
    named: list[str] = []
    for name in _names(base, names):
        if name in question:
            named.append(name)
            question = question.replace(name, " ")
    return NamedReadings(tuple(named), question)


@lru_cache(maxsize=8)
def _names(base: RuleBase, names: Names) -> tuple[str, ...]:
    """The names of readings that are no words of the texts or of the vocabulary, the longest first."""
    every = {r.name for d in base.documents.values() for r in d.readings if len(r.name) >= _SHORTEST}
    own = (n for n in every if not names.meanings(n) and not in_texts(base, folded(n)))
    return tuple(sorted(own, key=lambda n: (-len(n), n)))


def readings_by_name(documents: Iterable[Document], names: Sequence[str]) -> list[ReadingAsked]:
    """The readings of documents that have one of some names."""
    return [reading_asked(d, r) for d in documents for r in d.readings if r.name in names]


def readings_on_cases(documents: Iterable[Document]) -> list[ReadingAsked]:
    """The readings on whether documents decide an individual case; what speaks of cases first."""
    readings = [(d, r) for d in documents for r in d.readings if DIRECT_EFFECT in r.kinds]
    readings.sort(key=lambda p: "单个申请" not in f"{p[1].question}{p[1].used}")
    return [reading_asked(d, r) for d, r in readings]


def readings_on_words(documents: Iterable[Document], words: Sequence[str]) -> list[ReadingAsked]:
    """The readings whose name, question or use has one of some words."""
    return [reading_asked(d, r) for d in documents for r, plain in _searched(d) if any(w in plain for w in words)]


@lru_cache(maxsize=64)
def _searched(document: Document) -> tuple[tuple[Reading, str], ...]:
    """The readings of a document with their folded words."""
    return tuple((r, folded(f"{r.name}{r.question}{r.used}")) for r in document.readings)


def reading_asked(document: Document, reading: Reading) -> ReadingAsked:
    """A reading as an answer says it, with the clauses that rest on it."""
    rules: dict[str, list[str]] = {}
    for norm in document.norms_in_use:
        rules.setdefault(norm.clause, []).extend(norm.readings)
    clauses = tuple(
        c.clause
        for c in document.clauses.values()
        if reading.name in rules.get(c.clause, ()) or reading.name in readings_of(c, ())
    )
    return ReadingAsked(
        reading=reading.name,
        document=document.title,
        id=document.id,
        question=reading.question,
        used=reading.used,
        alternative=reading.alternative,
        basis=reading.basis,
        confirmed_by=reading.confirmed_by,
        confirmation=status_words(reading.status),
        clauses=clauses,
    )

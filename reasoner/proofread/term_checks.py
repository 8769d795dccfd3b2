"""One thing under two figures, and terms used otherwise than they are defined or otherwise than the trade writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from policy_dsl.compiled import Clause
from policy_dsl.statements import Definition
from reasoner.proofread.proofread_finding import Corpus, Finding, Quote, Severity
from reasoner.proofread.sum_checks import subsets
from reasoner.survey.figures import FigureKind, IndicatorFigure
from reasoner.survey.indicator_audit import abbreviates, bare

_COUNTERS: Final = frozenset(("个", "种", "类", "项", "件", "条", "批次"))
"""Units that only count; 家 and 人 tell what is counted as well."""
_SHORTEST: Final = 6
"""Characters that two names must at least have before one counts as short for the other."""


def two_figures(corpus: Corpus) -> Iterator[Finding]:
    """One thing has one figure: names that are the same, or short for one another, of one place and day."""
    observed = [f for f in corpus.figures if f.kind is FigureKind.OBSERVATION]
    for one, other in combinations(observed, 2):
        if not _one_thing(one, other) or (one.value, one.unit) == (other.value, other.unit):
            continue
        if one.unit != other.unit and not {one.unit, other.unit} <= _COUNTERS:
            continue
        if one.as_at and other.as_at and one.as_at != other.as_at:
            continue
        if opposite_bounds(one, other):
            continue
        message = f"「{one.indicator}」写作{one.written},「{other.indicator}」写作{other.written},或为同一事项"
        yield _pair("P106", Severity.WARNING, message, one, other, corpus)


def opposite_bounds(one: IndicatorFigure, other: IndicatorFigure) -> bool:
    """Whether one figure is a lower bound and the other an upper one not below it: 2倍以上5倍以下 is one range."""
    least, most = (one, other) if one.op in _LEAST else (other, one)
    if least.op not in _LEAST or most.op not in _MOST or least.value is None or most.value is None:
        return False
    return least.value <= most.value


_LEAST: Final = ("ge", "gt")
_MOST: Final = ("le", "lt")


def two_targets(corpus: Corpus) -> Iterator[Finding]:
    """One target is put in one way: 达到70% is not 70%左右."""
    for one, other in combinations([f for f in corpus.figures if f.kind is FigureKind.TARGET], 2):
        if _one_thing(one, other) and (one.value, one.op) != (other.value, other.op):
            message = f"「{one.indicator}」的目标读作{one.written},「{other.indicator}」的目标读作{other.written}"
            yield _pair("P107", Severity.NOTE, message, one, other, corpus)


def _one_thing(one: IndicatorFigure, other: IndicatorFigure) -> bool:
    if one.document != other.document or one.clause == other.clause or one.region != other.region:
        return False
    a, b = bare(one.indicator), bare(other.indicator)
    return min(len(a), len(b)) >= _SHORTEST and (abbreviates(a, b) or abbreviates(b, a))


def _pair(
    code: str, severity: Severity, message: str, one: IndicatorFigure, other: IndicatorFigure, corpus: Corpus
) -> Finding:
    shared = tuple(r for r in one.readings if r in other.readings)
    return Finding(code, severity, message, (corpus.figure(one), corpus.figure(other)), readings=shared)


def against_definition(corpus: Corpus) -> Iterator[Finding]:
    """A defined term is used as it is defined: no more of a kind can be counted than there are by its definition."""
    for part, whole in subsets(corpus):
        for quote, definition in _definitions(corpus, whole.document, whole.indicator):
            message = (
                f"「{whole.indicator}」定义为「{definition.meaning}」,共{whole.shown};"
                f"而「{part.indicator}」有{part.shown},多于定义所指"
            )
            readings = tuple(dict.fromkeys((*part.readings, *whole.readings, *definition.readings)))
            quotes = (quote, corpus.figure(whole), corpus.figure(part))
            yield Finding("P108", Severity.ERROR, message, quotes, readings=readings)


def two_definitions(corpus: Corpus) -> Iterator[Finding]:
    """A term of one place means the same in all its documents."""
    by_term: dict[tuple[str, str], list[tuple[Quote, str]]] = {}
    for document in corpus.documents:
        for clause in document.clauses.values():
            for definition in clause.definitions:
                meaning = definition.meaning or "、".join(definition.parts)
                quote = _quote(corpus, clause, definition)
                by_term.setdefault((document.region, definition.name), []).append((quote, meaning))
    for (_, name), definitions in by_term.items():
        if len({meaning for _, meaning in definitions}) > 1:
            meanings = "、".join(f"「{m}」" for m in dict.fromkeys(m for _, m in definitions))
            message = f"「{name}」有不同的定义:{meanings}"
            yield Finding("P109", Severity.NOTE, message, tuple(q for q, _ in definitions))


def _definitions(corpus: Corpus, document: str, name: str) -> Iterator[tuple[Quote, Definition]]:
    for clause in corpus.clauses.values():
        for definition in clause.definitions if clause.clause.startswith(f"{document}/") else ():
            if definition.name == name:
                yield _quote(corpus, clause, definition), definition


def _quote(corpus: Corpus, clause: Clause, definition: Definition) -> Quote:
    """The words of a definition, from its first to its last."""
    return corpus.quote(clause.clause, definition.spans[0][0], definition.spans[-1][1])


def misspelt_terms(corpus: Corpus) -> Iterator[Finding]:
    """A term of the trade is written as the trade writes it: 常住, where one character of it differs."""
    variants = [
        (label, word)
        for label, term in corpus.vocabulary.facts.items()
        for word in term.words
        if word != label and _one_character(label, word)
    ]
    for name, clause in corpus.clauses.items():
        for label, word in variants:
            at = clause.quote.find(word)
            if at >= 0:
                yield Finding(
                    "P110",
                    Severity.WARNING,
                    f"写作「{word}」,通行用语为「{label}」",
                    (corpus.words(name, at, len(word)),),
                )


def _one_character(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1

"""One thing under two figures, and terms used otherwise than they are defined or otherwise than the trade writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from reasoner.proofread.finding import ERROR, NOTE, WARNING, Corpus, Finding, Quote
from reasoner.proofread.sums import subsets
from reasoner.survey.figures import OBSERVATION, TARGET, Figure
from reasoner.survey.indicators import abbreviates, bare

_COUNTERS: Final = frozenset(("个", "种", "类", "项", "件", "条", "批次"))
"""Units that only count; 家 and 人 tell what is counted as well."""
_SHORTEST: Final = 6
"""Characters that two names must at least have before one counts as short for the other."""


def two_figures(corpus: Corpus) -> Iterator[Finding]:
    """One thing has one figure: names that are the same, or short for one another, of one place and day."""
    observed = [f for f in corpus.figures if f.kind == OBSERVATION]
    for one, other in combinations(observed, 2):
        if not _one_thing(one, other) or (one.value, one.unit) == (other.value, other.unit):
            continue
        if one.unit != other.unit and not {one.unit, other.unit} <= _COUNTERS:
            continue
        if one.as_at and other.as_at and one.as_at != other.as_at:
            continue
        told = f"「{one.indicator}」写作{one.written},「{other.indicator}」写作{other.written},或为同一事项"
        yield _pair("P106", WARNING, told, one, other, corpus)


def two_targets(corpus: Corpus) -> Iterator[Finding]:
    """One target is put in one way: 达到70% is not 70%左右."""
    for one, other in combinations([f for f in corpus.figures if f.kind == TARGET], 2):
        if _one_thing(one, other) and (one.value, one.op) != (other.value, other.op):
            told = f"「{one.indicator}」的目标读作{one.written},「{other.indicator}」的目标读作{other.written}"
            yield _pair("P107", NOTE, told, one, other, corpus)


def _one_thing(one: Figure, other: Figure) -> bool:
    if one.document != other.document or one.clause == other.clause or one.region != other.region:
        return False
    a, b = bare(one.indicator), bare(other.indicator)
    return min(len(a), len(b)) >= _SHORTEST and (abbreviates(a, b) or abbreviates(b, a))


def _pair(code: str, severity: str, told: str, one: Figure, other: Figure, corpus: Corpus) -> Finding:
    shared = tuple(r for r in one.readings if r in other.readings)
    return Finding(code, severity, told, (corpus.figure(one), corpus.figure(other)), readings=shared)


def against_definition(corpus: Corpus) -> Iterator[Finding]:
    """A defined term is used as it is defined: no more of a kind can be counted than there are by its definition."""
    for part, whole in subsets(corpus):
        for quote, said in _definitions(corpus, whole.document, whole.indicator):
            told = (
                f"「{whole.indicator}」定义为「{said.get('meaning', '')}」,共{whole.shown};"
                f"而「{part.indicator}」有{part.shown},多于定义所指"
            )
            readings = tuple(dict.fromkeys((*part.readings, *whole.readings, *said.get("readings", ()))))
            yield Finding("P108", ERROR, told, (quote, corpus.figure(whole), corpus.figure(part)), readings=readings)


def two_definitions(corpus: Corpus) -> Iterator[Finding]:
    """A term of one place means the same in all its documents."""
    seen: dict[tuple[str, str], list[tuple[Quote, str]]] = {}
    for document in corpus.documents:
        for clause in document.clauses.values():
            for said in clause.get("definitions", ()):
                meaning = said.get("meaning") or "、".join(said.get("parts", ()))
                quote = corpus.quote(clause["clause"], said["spans"][0][0], said["spans"][-1][1])
                seen.setdefault((document.region, said["name"]), []).append((quote, meaning))
    for (_, name), found in seen.items():
        if len({meaning for _, meaning in found}) > 1:
            told = f"「{name}」有不同的定义:" + "、".join(f"「{m}」" for m in dict.fromkeys(m for _, m in found))
            yield Finding("P109", NOTE, told, tuple(q for q, _ in found))


def _definitions(corpus: Corpus, document: str, name: str) -> Iterator[tuple[Quote, dict[str, str]]]:
    for clause in corpus.clauses.values():
        for said in clause.get("definitions", ()) if clause["clause"].startswith(f"{document}/") else ():
            if said["name"] == name:
                yield corpus.quote(clause["clause"], said["spans"][0][0], said["spans"][-1][1]), said


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
            at = clause["quote"].find(word)
            if at >= 0:
                yield Finding(
                    "P110", WARNING, f"写作「{word}」,通行用语为「{label}」", (corpus.words(name, at, len(word)),)
                )


def _one_character(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1

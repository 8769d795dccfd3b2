"""Short forms that nobody introduced, and two names for one thing: an indicator, a measure, a word of the law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from policy_dsl.compiled import Clause, Document
from policy_dsl.source_text import fold
from policy_dsl.vocabulary import Vocabulary
from reasoner.proofread.proofread_finding import Corpus, Finding, Quote, Severity
from reasoner.proofread.term_checks import opposite_bounds
from reasoner.survey.figures import FigureKind, IndicatorFigure
from reasoner.survey.indicator_audit import abbreviates, bare

_SHORT: Final = re.compile(r"(?:简称|统称|下称)")
_TITLE: Final = re.compile(r"《[^》]*》")
_ALIKE: Final = 0.55
"""Share of the pairs of neighbouring characters of the shorter name that two names of one indicator have in common."""
_ALIKE_MEASURES: Final = 0.6
"""The same of two measures, whose names all have 管理办法 in them."""
_FIGURES: Final = frozenset((FigureKind.OBSERVATION, FigureKind.TARGET))
_UNTITLED: Final = re.compile(r"(?:制定|制订|出台|起草|印发|健全|完善)([\u4e00-\u9fff]{6,24}?(?:办法|细则|规定|方案))")
_TITLED: Final = re.compile(r"《([^《》]{6,40}(?:办法|细则|规定|方案)(?:\([^()]*\))?)》")
_WRITTEN: Final = (
    ("缓交", "缓缴", re.compile(r"缓交(?=[^,。;:、]{0,10}(?:保险费|社保费|养老金))")),
    ("补交", "补缴", re.compile(r"补交(?=[^,。;:、]{0,10}(?:保险费|社保费))")),
    ("欠交", "欠缴", re.compile(r"欠交(?=[^,。;:、]{0,10}(?:保险费|社保费))")),
    ("帐户", "账户", re.compile(r"帐户")),
)
"""How the laws on social insurance write a word (社会保险法: 缴纳, 补缴, 欠缴, 个人账户), and how texts sometimes do."""


def unintroduced(corpus: Corpus) -> Iterator[Finding]:
    """A short form is used after the words that introduce it; where a text has none, beside the full name, that is asked."""
    forms = list(_short_forms(corpus))
    for document in corpus.documents:
        own = {name: clause.start for of, name, _, clause in forms if of == document.id}
        for name, start in own.items():
            use = _first_use(corpus, document, name)
            if use is not None and use.start < start:
                message = f"「{name}」在写明所指(以下简称)之前已经使用"
                yield Finding("P120", Severity.WARNING, message, (use,))
        known = {d.name for c in document.clauses.values() for d in c.definitions}
        for name, full in dict.fromkeys((n, f) for _, n, f, _ in forms if n not in known):
            use, spelt = _first_use(corpus, document, name), _first_use(corpus, document, full)
            if use is not None and spelt is not None:
                message = f"「{name}」没有写明所指(以下简称),同一文件另写「{full}」"
                yield Finding("P120", Severity.NOTE, message, (spelt, use))


def _short_forms(corpus: Corpus) -> Iterator[tuple[str, str, str, Clause]]:
    """Document, short form, full name and clause of every 以下简称."""
    for name, clause in corpus.clauses.items():
        for definition in clause.definitions:
            words = clause.quote[definition.spans[0][0] - clause.start : definition.spans[-1][1] - clause.start]
            if _SHORT.search(words):
                yield name.partition("/")[0], definition.name, definition.meaning, clause


def _first_use(corpus: Corpus, document: Document, word: str) -> Quote | None:
    """Where a word first stands in a text, titles of other documents aside."""
    for name, clause in document.clauses.items():
        at = _TITLE.sub(lambda m: " " * len(m.group()), clause.quote).find(word) if word else -1
        if at >= 0:
            return corpus.words(name, at, len(word))
    return None


def two_indicator_names(corpus: Corpus) -> Iterator[Finding]:
    """One figure has one name: two figures of one text with the same value, unit and day, under names that nearly agree."""
    listed = [f for f in corpus.figures if f.kind in _FIGURES and f.value is not None]
    for one, other in combinations(listed, 2):
        if _same_figure(one, other) and _near(bare(one.indicator), bare(other.indicator)):
            message = f"{one.written}一处称「{one.indicator}」,一处称「{other.indicator}」,或为同一指标"
            yield Finding("P122", Severity.NOTE, message, (corpus.figure(one), corpus.figure(other)))


def _same_figure(one: IndicatorFigure, other: IndicatorFigure) -> bool:
    if one.document != other.document or one.clause == other.clause or one.kind is not other.kind:
        return False
    if one.as_at and other.as_at and one.as_at != other.as_at:
        return False
    if opposite_bounds(one, other):  # 1倍以上2倍以下 and 2倍以上5倍以下
        return False
    return (one.value, one.unit, one.region) == (other.value, other.unit, other.region)


def _near(one: str, other: str, share: float = _ALIKE) -> bool:
    """Whether two different names nearly agree."""
    a, b = _pairs(one), _pairs(other)
    if one == other or abbreviates(one, other) or abbreviates(other, one):  # one name, of which P106 and P107 speak
        return False
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= share


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


def two_measure_names(corpus: Corpus) -> Iterator[Finding]:
    """One measure has one name: a 办法 to be made, and one cited by its title, whose names nearly agree."""
    for document in corpus.documents:
        places = _places(corpus.vocabulary)
        untitled, titled = (list(_named(document, pattern)) for pattern in (_UNTITLED, _TITLED))
        for (name, clause, at), (title, cited, where) in ((u, t) for u in untitled for t in titled):
            if clause.clause != cited.clause and _near(places.sub("", name), places.sub("", title), _ALIKE_MEASURES):
                message = f"「{name}」与《{title}》或为同一办法,名称不同"
                quotes = (
                    corpus.words(clause.clause, at, len(name)),
                    corpus.words(cited.clause, where - 1, len(title) + 2),
                )
                yield Finding("P123", Severity.NOTE, message, quotes)


def _named(document: Document, pattern: re.Pattern[str]) -> Iterator[tuple[str, Clause, int]]:
    for clause in document.clauses.values():
        for match in pattern.finditer(fold(clause.quote)):
            yield match.group(1), clause, match.start(1)


def _places(vocabulary: Vocabulary) -> re.Pattern[str]:
    """The name of a place before the name of a measure."""
    names = sorted((r.name for r in vocabulary.regions.values()), key=len, reverse=True)
    return re.compile(f"^(?:{'|'.join(map(re.escape, names))})") if names else re.compile("^(?!)")


def against_the_law(corpus: Corpus) -> Iterator[Finding]:
    """A word is written as the laws on social insurance write it: 缓缴, 补缴, 个人账户."""
    for name, clause in corpus.clauses.items():
        for word, lawful, pattern in _WRITTEN:
            for match in pattern.finditer(fold(clause.quote)):
                quote = corpus.words(name, match.start(), len(word))
                yield Finding("P124", Severity.NOTE, f"写作「{word}」,社会保险的法律和文件作「{lawful}」", (quote,))

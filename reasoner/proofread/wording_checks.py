"""Wording held against wording: parallel passages that differ in a character, turned words, repeated passages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from policy_dsl.compiled import Clause
from policy_dsl.source_text import fold, squeeze, squeezed
from reasoner.proofread.proofread_finding import Corpus, Finding, Quote, Severity, running

_KEY: Final = 4
_CONTEXT: Final = 21
"""Characters that two passages must share around the one in which they differ: fewer are common phrases."""
_REPEATED: Final = 20
"""Characters of a clause from which on its repetition is none of a phrase."""
_SENTENCE: Final = 12
"""Characters from which on the repetition of one sentence is worth a question; below are phrases: 加强监督管理."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")

Spot = tuple[str, str, int]
"""Region, clause and index in its squeezed words."""


def _texts(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    """Region, clause and squeezed words of every clause that does not repeat an earlier one."""
    for document in corpus.documents:
        for name, clause in document.clauses.items():
            if not clause.same_as:
                yield document.region, name, squeezed(clause.quote)


def one_character(corpus: Corpus) -> Iterator[Finding]:
    """Passages of one region that agree in many characters around one in which they differ: 签订 and 签定."""
    texts = {name: (region, words) for region, name, words in _texts(corpus)}
    by_left: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for name, (region, words) in texts.items():
        for i in range(_KEY, len(words) - 1):
            if _HAN.match(words[i]):
                by_left[region, words[i - _KEY : i]].append((name, i))
    reported: set[tuple[str, str]] = set()
    for spots in by_left.values():
        for (one, i), (other, j) in combinations(spots, 2):
            a, b = texts[one][1], texts[other][1]
            if a[i] == b[j] or a[i + 1] != b[j + 1]:
                continue
            left, right = _shared(a, b, i, j)
            pair = (a[i - left : i + 1 + right], b[j - left : j + 1 + right])
            if left + right >= _CONTEXT and pair not in reported:
                reported.add(pair)
                message = f"两处文字平行,一处作「{a[max(0, i - 3) : i + 1]}」,一处作「{b[max(0, j - 3) : j + 1]}」"
                quotes = tuple(
                    _spot(corpus, n, k - min(left, 10), k + 1 + min(right, 6)) for n, k in ((one, i), (other, j))
                )
                yield Finding("P111", Severity.NOTE, message, quotes)


def _shared(a: str, b: str, i: int, j: int) -> tuple[int, int]:
    """How many characters agree to the left of i and j, and to the right."""
    left = right = 0
    while left < min(i, j) and a[i - 1 - left] == b[j - 1 - left]:
        left += 1
    while i + 1 + right < len(a) and j + 1 + right < len(b) and a[i + 1 + right] == b[j + 1 + right]:
        right += 1
    return left, right


def _spot(corpus: Corpus, clause: str, first: int, last: int) -> Quote:
    """The words of a clause from one squeezed index to another."""
    offsets = squeeze(corpus.clauses[clause].quote)[1]
    return corpus.words(clause, offsets[first], offsets[last - 1] + 1 - offsets[first])


def turned_words(corpus: Corpus) -> Iterator[Finding]:
    """Two words in one order here and in the other there, between the same words: 特色优势, 优势特色."""
    by_words: dict[tuple[str, str, frozenset[str], str], dict[str, Quote]] = defaultdict(dict)
    for document in corpus.documents:
        for name, clause in document.clauses.items():
            words = squeezed(clause.quote)
            for match in re.finditer(
                r"(?=([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2})([\u4e00-\u9fff]{2}))", words
            ):
                head, one, other, tail = match.groups()
                if one != other:
                    at = match.start()
                    spots = by_words[document.id, head, frozenset((one, other)), tail]
                    spots.setdefault(one + other, _spot(corpus, name, at, at + 8))
    for spots in by_words.values():
        if len(spots) > 1:
            message = "词序不同:" + "、".join(f"「{w}」" for w in spots)
            yield Finding("P112", Severity.NOTE, message, tuple(spots.values()))


def repeated(corpus: Corpus) -> Iterator[Finding]:
    """A passage stands once: clauses in a row that repeat clauses in a row."""
    for clauses, earlier, at, length in _runs(corpus):
        if _length(clauses[at : at + length]) >= _REPEATED:
            quotes = tuple(_whole(corpus, c) for i in (earlier, at) for c in clauses[i : i + length])
            message = f"{clauses[at].place}起{length}条与{clauses[earlier].place}起逐字相同"
            yield Finding("P113", Severity.WARNING, message, quotes)


def sentence_twice(corpus: Corpus) -> Iterator[Finding]:
    """A sentence of running text stands once, where it is no part of a longer passage that is repeated."""
    for clauses, earlier, at, length in _runs(corpus):
        if _length(clauses[at : at + length]) >= _REPEATED:
            continue
        for one, other in zip(clauses[earlier : earlier + length], clauses[at : at + length], strict=True):
            if (
                _length([other]) >= _SENTENCE
                and other.quote.rstrip().endswith("。")
                and running(one)
                and running(other)
            ):
                message = f"{other.place}与{one.place}逐字相同"
                yield Finding("P121", Severity.NOTE, message, (_whole(corpus, one), _whole(corpus, other)))


def _length(clauses: Sequence[Clause]) -> int:
    return sum(len(squeezed(c.quote)) for c in clauses)


def _runs(corpus: Corpus) -> Iterator[tuple[list[Clause], int, int, int]]:
    """The clauses of a document, and where in them a run begins that repeats an earlier one: the earlier, the later, how many."""
    for document in corpus.documents:
        clauses = list(document.clauses.values())
        words = [squeezed(c.quote) for c in clauses]
        first: dict[str, int] = {}
        at = 0
        while at < len(clauses):
            earlier = first.get(words[at]) if words[at] else None
            length = 0
            while (
                earlier is not None and at + length < len(words) and words[earlier + length] == words[at + length] != ""
            ):
                length += 1
            if earlier is not None:
                yield clauses, earlier, at, length
            first.setdefault(words[at], at)
            at += max(1, length)


def _whole(corpus: Corpus, clause: Clause) -> Quote:
    return corpus.quote(clause.clause, clause.start, clause.end)


def noted(corpus: Corpus) -> Iterator[Finding]:
    """What those who transcribed the text marked 原文如此: a likely slip of the original, kept as it is."""
    for name, clause in corpus.clauses.items():
        for note in clause.notes:
            if "原文如此" not in note:
                continue
            spots = [corpus.words(name, at, len(w)) for w in _meant(note) if (at := clause.quote.find(w)) >= 0]
            yield Finding(
                "P119", Severity.NOTE, "录入时注明“原文如此”", tuple(spots) or (_whole(corpus, clause),), (note,)
            )


def _meant(note: str) -> list[str]:
    """The words that a remark marks 原文如此: those quoted before it in its sentence, else those behind it."""
    sentence = next(p for p in re.split(r"[。;]", note) if "原文如此" in p)
    before, _, after = sentence.partition("原文如此")
    quoted = re.compile(r"[“「]([^“”「」]+)[”」]")
    words: list[str] = quoted.findall(before) or quoted.findall(after)
    return [w for w in words if len(w) > 1 and not any(w != other and w in other for other in words)]


def ends(corpus: Corpus) -> Iterator[Finding]:
    """A sentence of running text ends with a mark, and no mark follows another."""
    for name, clause in corpus.clauses.items():
        quote = fold(clause.quote.rstrip())
        if running(clause) and quote and quote[-1] not in "。;:!?…”)》":
            tail = min(8, len(quote))
            yield Finding("P118", Severity.WARNING, "句末没有标点", (corpus.words(name, len(quote) - tail, tail),))
        for match in re.finditer(r"[,。;:、]\s*[,。;:、]", quote):
            yield Finding(
                "P118", Severity.WARNING, "标点重复", (corpus.words(name, match.start(), match.end() - match.start()),)
            )

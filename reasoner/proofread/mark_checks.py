"""Quotation marks and brackets that open and close."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reasoner.proofread.proofread_finding import Corpus, Finding, Quote, Severity

_PAIRS: Final = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "(": ")", "「": "」"}
_NESTING: Final = "(「"
"""Marks that may stand inside their own kind; within the others their own kind is a slip."""
_CLOSING: Final = {close: mark for mark, close in _PAIRS.items()}


def marks(corpus: Corpus) -> Iterator[Finding]:
    """Every mark that opens is closed, and none closes that did not open; a pair may reach over clauses."""
    for document in corpus.documents:
        still: dict[str, list[tuple[str, int]]] = {mark: [] for mark in _PAIRS}
        for name, clause in document.clauses.items():
            for at, char in enumerate(clause.quote):
                if char in _PAIRS:
                    if still[char] and char not in _NESTING:
                        yield _unclosed(corpus, char, *still[char].pop())
                    still[char].append((name, at))
                elif char in _CLOSING:
                    if still[_CLOSING[char]]:
                        still[_CLOSING[char]].pop()
                    else:
                        quote = _around(corpus, name, at)
                        yield Finding(
                            "P117", Severity.WARNING, f"「{char}」前面没有与它成对的「{_CLOSING[char]}」", (quote,)
                        )
        for mark, left in still.items():
            for name, at in left:
                yield _unclosed(corpus, mark, name, at)


def _unclosed(corpus: Corpus, mark: str, clause: str, at: int) -> Finding:
    return Finding(
        "P117", Severity.WARNING, f"「{mark}」后面没有与它成对的「{_PAIRS[mark]}」", (_around(corpus, clause, at),)
    )


def _around(corpus: Corpus, clause: str, at: int) -> Quote:
    """The mark with a few characters before and behind it."""
    first = max(0, at - 8)
    last = min(len(corpus.clauses[clause].quote), at + 9)
    return corpus.words(clause, first, last - first)

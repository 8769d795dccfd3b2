"""What a check of the texts finds: the words, where they stand, and a hash by which a person's explanation is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cached_property
from typing import Final

import msgspec

from policy_dsl.compiled import Clause, Document
from policy_dsl.source_text import squeezed
from policy_dsl.vocabulary import Vocabulary
from reasoner.survey.figures import IndicatorFigure
from reasoner.survey.referenced_documents import ReferencedDocument


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """It cannot be right as written."""
    WARNING = "warning"
    """It is probably a slip, or there are two readings."""
    NOTE = "note"
    """An editor would ask."""


SEVERITIES: Final = {Severity.ERROR: "存疑(重)", Severity.WARNING: "存疑", Severity.NOTE: "提示"}
"""The severities in words, the gravest first."""


class Quote(msgspec.Struct, frozen=True):
    """Words of a clause."""

    clause: str
    """The address of the clause."""
    place: str
    """Its place in words."""
    start: int
    """Offset of the first character in the received file."""
    end: int
    """Offset behind the last character."""
    text: str
    """The words."""

    def overlaps(self, other: Quote) -> bool:
        """Whether the two share a character of one clause."""
        return self.clause == other.clause and self.start < other.end and other.start < self.end


class Finding(msgspec.Struct, frozen=True):
    """One finding of a check."""

    code: str
    """The code of the check."""
    severity: Severity
    """How grave it is."""
    message: str
    """What is odd, in one sentence without its full stop."""
    quotes: tuple[Quote, ...]
    """The words in question."""
    notes: tuple[str, ...] = ()
    """What those who transcribed the clause remarked."""
    readings: tuple[str, ...] = ()
    """The registered readings that bear on it, by name."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents quoted, each once."""
        return tuple(dict.fromkeys(q.clause.partition("/")[0] for q in self.quotes))

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits of code, documents and words: the same wherever the words come to stand."""
        words = [self.code, *self.documents, *sorted(squeezed(q.text) for q in self.quotes)]
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]

    def noted(self, notes: Iterable[str]) -> Finding:
        """The finding with remarks added."""
        return msgspec.structs.replace(self, notes=tuple(dict.fromkeys((*self.notes, *notes))))


class Corpus(msgspec.Struct, frozen=True, dict=True, eq=False):
    """All that a check may look at."""

    documents: tuple[Document, ...]
    """The documents with their clauses."""
    vocabulary: Vocabulary
    """The terms and regions."""
    figures: tuple[IndicatorFigure, ...]
    """Every figure of the documents."""
    references: tuple[ReferencedDocument, ...]
    """Every document that they mention."""

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Every clause by address, in document order."""
        return {i: c for d in self.documents for i, c in d.clauses.items()}

    def quote(self, clause: str, start: int, end: int) -> Quote:
        """The words of a clause at offsets of the received file."""
        source = self.clauses[clause]
        return Quote(clause, source.place, start, end, source.quote[start - source.start : end - source.start])

    def words(self, clause: str, at: int, length: int) -> Quote:
        """The words of a clause at an index of its quote."""
        start = self.clauses[clause].start + at
        return self.quote(clause, start, start + length)

    def figure(self, figure: IndicatorFigure) -> Quote:
        """The words of a figure, from its first to its last."""
        return self.quote(figure.clause, figure.spans[0][0], figure.spans[-1][1])


class Check(msgspec.Struct, frozen=True):
    """A check of the texts."""

    code: str
    """The code of its findings: P101."""
    title: str
    """What it looks for, in a few words."""
    docs: str
    """What it looks for, in a sentence."""
    run: Callable[[Corpus], Iterable[Finding]]
    """Gives the findings in a corpus."""


FRAME: Final = frozenset(("标题", "题名", "文号", "主送", "落款", "附注", "缺文"))
"""Natures of what stands around the sentences of a text."""


def running(clause: Clause) -> bool:
    """Whether a clause is running text, no heading, number, addressee, signature or gap."""
    return FRAME.isdisjoint(clause.natures)

"""What a check of the texts finds: the words, where they stand, and a hash by which a person's explanation is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from policy_dsl.compiled import Document
from policy_dsl.source import squeeze
from policy_dsl.vocabulary import Vocabulary
from reasoner.survey.figures import Figure
from reasoner.survey.references import Target

ERROR: Final = "error"
WARNING: Final = "warning"
NOTE: Final = "note"
SEVERITIES: Final = {ERROR: "错误", WARNING: "存疑", NOTE: "提示"}
"""error: cannot be right as written; warning: probably a slip, or two readings; note: an editor would ask."""

Clause = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a clause, with their offsets in the received file."""

    clause: str
    place: str
    start: int
    end: int
    text: str

    def overlaps(self, other: Quote) -> bool:
        """Whether the two share a character of one clause."""
        return self.clause == other.clause and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `notes`: what those who transcribed the clause remarked; `readings`: registered ones, by name."""

    code: str
    severity: str
    message: str
    quotes: tuple[Quote, ...]
    notes: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents quoted, each once."""
        return tuple(dict.fromkeys(q.clause.partition("/")[0] for q in self.quotes))

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits of code, documents and words: the same wherever the words come to stand."""
        said = [self.code, *self.documents, *sorted(squeeze(q.text)[0] for q in self.quotes)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]

    def noted(self, notes: Iterable[str]) -> Finding:
        """The finding with remarks added."""
        return replace(self, notes=tuple(dict.fromkeys((*self.notes, *notes))))

    def to_data(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "hash": self.hash,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "documents": list(self.documents),
            "quotes": [{n: getattr(q, n) for n in q.__slots__} for q in self.quotes],
            "notes": list(self.notes),
            "readings": list(self.readings),
        }


@dataclass(frozen=True)
class Corpus:
    """All that a check may look at: documents with their clauses, every figure, every reference, the vocabulary."""

    documents: tuple[Document, ...]
    vocabulary: Vocabulary
    figures: tuple[Figure, ...]
    targets: tuple[Target, ...]

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Every clause by id, in document order."""
        return {i: c for d in self.documents for i, c in d.clauses.items()}

    def quote(self, clause: str, start: int, end: int) -> Quote:
        """The words of a clause at offsets of the received file."""
        found = self.clauses[clause]
        text = str(found["quote"])[start - found["start"] : end - found["start"]]
        return Quote(clause, found["place"], start, end, text)

    def words(self, clause: str, at: int, length: int) -> Quote:
        """The words of a clause at an index of its quote."""
        start = int(self.clauses[clause]["start"]) + at
        return self.quote(clause, start, start + length)

    def figure(self, figure: Figure) -> Quote:
        """The words of a figure, from its first to its last."""
        return self.quote(figure.clause, figure.spans[0][0], figure.spans[-1][1])


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code, the severity of what it finds unless it says otherwise, what it looks for, and how."""

    code: str
    title: str
    docs: str
    run: Callable[[Corpus], Iterable[Finding]]


FRAME: Final = frozenset(("标题", "题名", "文号", "主送", "落款", "附注", "缺文"))
"""Natures of what stands around the sentences of a text."""


def running(clause: Clause) -> bool:
    """Whether a clause is running text, no heading, number, addressee, signature or gap."""
    return not FRAME & set(clause["natures"])

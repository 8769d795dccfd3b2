"""One document on its way through the passes of the compiler: what each pass found out, and every fault so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from policy_dsl import compiled, ir
from policy_dsl.alignment.quote_matching import Placed
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.reading import Confirmation, Reading
from policy_dsl.source_text import Source
from policy_dsl.statements import AnyStatement
from policy_dsl.syntax import ast
from policy_dsl.texts.official_text import Document
from policy_dsl.vocabulary import Vocabulary

Meaning = tuple[ast.Rule, ir.Norm | None] | tuple[ast.Statement, AnyStatement | None]
"""A rule or statement as written, and what it says; None: a name or a value of it could not be resolved."""


class ResolvedEntry(NamedTuple):
    """An entry with its place in the text, and what each rule and statement of it says."""

    placed: Placed
    meanings: tuple[Meaning, ...]
    matters: tuple[str, ...]
    """Where it is not wholly transcribed: the matters that it may concern."""


class WordUse(NamedTuple):
    """Which words of an entry its rules and statements take up, as ranges of characters of the official text."""

    placed: Placed
    taken: tuple[tuple[int, int], ...]
    """What a rule, a statement or a waiver takes up."""
    left: tuple[tuple[int, int], ...]
    """Normative words and figures that nothing takes up."""


@dataclass(frozen=True)
class Draft:
    """One document on its way through the passes. `texts` are its files by name: text.txt, meta.toml, rules.tiao …"""

    id: str
    texts: Mapping[str, str]
    vocabulary: Vocabulary
    document: Document | None = None
    source: Source = Source("", "")
    file: ast.File | None = None
    """The rules as they are written."""
    readings: Mapping[str, Reading] | None = None
    reviews: tuple[compiled.Review, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    placed: tuple[Placed, ...] = ()
    resolved: tuple[ResolvedEntry, ...] = ()
    unknown: frozenset[str] = frozenset()
    """Where names stand that could not be resolved."""
    covered: frozenset[tuple[str, str]] = frozenset()
    """Readings that were needed, each with the word that it stood in for."""
    norms: tuple[ir.Norm, ...] = ()
    statements: tuple[AnyStatement, ...] = ()
    proposals: tuple[ir.Norm, ...] = ()
    """Rules that are only proposed (待核)."""
    word_use: tuple[WordUse, ...] = ()
    pending: Mapping[str, compiled.Pending] = field(default_factory=dict)
    """By clause what of it is not yet written as rules."""
    clauses: tuple[compiled.Clause, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    folder: str = ""
    """Where its files lie, as messages name it; empty: corpus/<id>."""

    def path(self, name: str) -> str:
        """One of its files as messages name it."""
        return f"{self.folder or f'corpus/{self.id}'}/{name}"

    def with_faults(self, faults: list[Diagnostic]) -> Draft:
        """The draft with more faults; one that shows in a rule and in its alternatives is told once."""
        return replace(self, faults=tuple(dict.fromkeys((*self.faults, *faults))))

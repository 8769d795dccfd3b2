"""The norms on a matter of the documents of a place, by what they read; worked out once for all its applicants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.fact_lookup import OWN
from reasoner.interpreter.turning_points import Atom, atoms, class_facts
from reasoner.model.application import FactKey

PLACE: Final = "所在地"
"""The fact of an institution that says where it lies."""
ANY_PLACE: Final[FactKey] = ("", PLACE)
"""Stands among the facts of a scope that is not the same at every place."""

Choosing = tuple[tuple[ir.Norm, ...], frozenset[FactKey]]
"""The norms on which it turns whether a document reaches an applicant, and the facts that their scopes read."""


class MatterNorms:
    """The norms on a matter that a verdict turns on, in document order, where roles stand for these subjects.

    documents: those with deciding norms on the matter, each with whether it is or may be in force: of one that is not only
    whom it would reach can matter.
    """

    def __init__(
        self,
        documents: tuple[tuple[Document, bool], ...],
        matter: str,
        subjects: Mapping[str, str],
        vocabulary: Vocabulary,
    ) -> None:
        self._subjects = subjects
        live = {d.id for d, in_force in documents if in_force}
        self.norms: Sequence[ir.Norm] = [n for d, _ in documents for n in d.norms(matter) if n.supports is None]
        self.conditions: Sequence[tuple[ir.Cond, ...]] = [
            (n.scope, n.condition) if n.document in live else (n.scope,) for n in self.norms
        ]
        self._reads = [n.reads if n.document in live else n.scope_reads for n in self.norms]
        self.scope_keys: Sequence[frozenset[FactKey]] = [self._keys(n.scope_reads, vocabulary) for n in self.norms]
        self.of_place: Sequence[int] = [
            index for index, reads in enumerate(self._reads) if ANY_PLACE in self._keys(reads, vocabulary)
        ]
        """Which norms (by index) need not come to the same at every place."""
        self.choosing: Mapping[str, Choosing] = {d.id: self._choosing(d) for d, _ in documents}
        """By id of the documents; no norms where one reaches everybody."""
        self.reach_keys: frozenset[FactKey] = frozenset[FactKey]().union(*[k for _, k in self.choosing.values()])
        """The facts on which it turns whom one of the documents reaches."""
        self.of_class: Sequence[ir.Fact] = class_facts(self.norms, vocabulary)
        """The facts that say of what class the application is."""

    def _keys(self, reads: Sequence[ir.Fact], vocabulary: Vocabulary) -> frozenset[FactKey]:
        keys = {(self._subjects.get(f.subject, f.subject), f.term) for f in reads}
        if any(subject not in OWN or vocabulary.facts[term].authorities for subject, term in keys):
            keys.add(ANY_PLACE)
        return frozenset(keys)

    def _choosing(self, document: Document) -> Choosing:
        deciding = [
            (n, keys)
            for n, keys in zip(self.norms, self.scope_keys, strict=True)
            if n.document == document.id and n.decides
        ]
        if ir.ALWAYS in [n.scope for n, _ in deciding]:
            return (), frozenset()
        return tuple([n for n, _ in deciding]), frozenset().union(*[keys for _, keys in deciding])

    @cached_property
    def readers(self) -> Mapping[FactKey, Sequence[int]]:
        """Which norms (by index) read a fact, by what they stand for: two roles may mean one subject."""
        readers: dict[FactKey, list[int]] = {}
        for index, reads in enumerate(self._reads):
            for key in {(self._subjects.get(f.subject, f.subject), f.term) for f in reads}:
                readers.setdefault(key, []).append(index)
        return readers

    @cached_property
    def _atoms(self) -> dict[FactKey, tuple[Atom, ...]]:
        return {}

    def atoms(self, key: FactKey) -> tuple[Atom, ...]:
        """The conditions at the leaves that read a fact, in the order of norms."""
        known = self._atoms.get(key)
        if known is None:
            known = self._atoms[key] = tuple(self._atoms_reading(key))
        return known

    @cached_property
    def _reading(self) -> dict[FactKey, tuple[int, ...]]:
        return {}

    def reading(self, key: FactKey) -> tuple[int, ...]:
        """By identity the scopes and conditions, and their parts, that read a fact."""
        known = self._reading.get(key)
        if known is None:
            parts = {id(part): part for n in self.norms for cond in (n.scope, n.condition) for part in _parts(cond)}
            known = self._reading[key] = tuple(i for i, part in parts.items() if key in self._read_by(part))
        return known

    def _read_by(self, cond: ir.Cond) -> set[FactKey]:
        return {(self._subjects.get(f.subject, f.subject), f.term) for f in ir.facts_read(cond)}

    def _atoms_reading(self, key: FactKey) -> Iterator[Atom]:
        for index in self.readers.get(key, ()):
            for cond in self.conditions[index]:
                for atom in atoms(cond):
                    if key in self._read_by(atom):
                        yield atom


def _parts(cond: ir.Cond) -> Iterator[ir.Cond]:
    """A condition and all of its parts."""
    yield cond
    if isinstance(cond, ir.And | ir.Or):
        for part in cond.parts:
            yield from _parts(part)
    elif isinstance(cond, ir.Not):
        yield from _parts(cond.part)


@lru_cache(maxsize=1024)
def matter_norms(
    documents: tuple[tuple[Document, bool], ...],
    matter: str,
    subjects: tuple[tuple[str, str], ...],
    vocabulary: Vocabulary,
) -> MatterNorms:
    """The norms of these documents on a matter; subjects: what each role stands for, itself where that is not known."""
    return MatterNorms(documents, matter, dict(subjects), vocabulary)

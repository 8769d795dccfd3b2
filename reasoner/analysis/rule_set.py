"""What is compared: a rule base, the region whose institutions it is asked about, and perhaps only some documents."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial

import msgspec
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from reasoner.analysis.document_force import supposed_force
from reasoner.backends.smt.place_variables import NormsOf, Place, RolesOf, places
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.document_force import Force, ForceStatus
from reasoner.model.place_binding import bind_roles
from reasoner.model.rule_base import RuleBase

BEFORE, AFTER = "修改前", "修改后"
"""What the sides are called where they are two versions of the rules of one region."""


class Compared(msgspec.Struct, frozen=True, dict=True):
    """One side of a comparison."""

    name: str
    """What people call it."""
    base: RuleBase
    """Its rules."""
    region: str
    """The code of the region whose institutions are meant."""
    only: frozenset[str] | None = None
    """The ids of the documents looked at; None: all."""
    without: frozenset[str] = frozenset()
    """The ids of documents of unknown force that are taken as not in force; the others of these are taken as in force."""

    @cached_property
    def reader(self) -> Reader:
        """What reads applications for this side."""
        return Reader(self.base.vocabulary, self.base.document_names, issuers=self.base.issuers)

    @cached_property
    def roles_of(self) -> RolesOf:
        """What the words for places stand for at the place of a code."""
        known: dict[str, dict[str, str | None]] = {}

        def roles(code: str) -> dict[str, str | None]:
            if code not in known:
                known[code] = bind_roles(self.base.vocabulary, code)
            return known[code]

        return roles

    def places(self, matter: str, day: str) -> tuple[Place, ...]:
        """The kinds of places in the region for a matter on a day."""

        def force(document: Document, beside: Iterable[Document]) -> Force:
            return supposed_force(document, day, self.without, beside)

        return places(self.base, self.region, self.only, self.roles_of, self.norms(matter), force)

    def says(self, matter: str, day: str) -> tuple[ir.Norm, ...]:
        """What documents in force say of a matter, encouragement among it, whether or not they govern anybody."""
        return tuple(
            n
            for d in self.documents
            if supposed_force(d, day, self.without).status is ForceStatus.IN_FORCE
            for n in d.norms(matter)
            if n.supports is None
        )

    def reader_beside(self, other: Compared) -> Reader:
        """What reads applications for this side where they also speak of the documents of another."""
        if other.base is self.base:
            return self.reader
        return Reader(self.base.vocabulary, {**other.base.document_names, **self.base.document_names})

    def supposing(self, without: frozenset[str]) -> Compared:
        """The same side where these documents of unknown force are not in force; what does not turn on that is shared."""
        other = replace(self, without=without)
        vars(other).update(reader=self.reader, roles_of=self.roles_of)
        return other

    def norms(self, matter: str) -> NormsOf:
        """The norms of a document on the matter."""
        return partial(_norms, matter)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can govern somewhere in the region: of the region, of those above it and below it."""
        vocabulary = self.base.vocabulary
        return tuple(
            d
            for d in self.base.documents.values()
            if (self.only is None or d.id in self.only)
            and (d.region in vocabulary.around(self.region) or self.region in vocabulary.chain(d.region))
        )


def _norms(matter: str, document: Document) -> tuple[ir.Norm, ...]:
    return document.norms(matter)


class RuleIds(msgspec.Struct, frozen=True):
    """Rules by id."""

    analysed: tuple[str, ...]
    """Those that were looked at."""
    open: tuple[str, ...]
    """Those of them that rest on a determination or a judgement."""

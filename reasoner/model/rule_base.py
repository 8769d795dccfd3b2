"""The rule base as run time uses it: documents by id, the vocabulary, and rule bases with one reading turned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import CompiledBase, Document
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.document_versions import by_document, version_on
from policy_dsl.reading import ConfirmationStatus, Reading
from policy_dsl.set_aside import SetAside
from policy_dsl.vocabulary import Vocabulary
from reasoner.model.application import FactKey
from reasoner.model.place_binding import DOCUMENT, ROLES, city_of

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
CONTINUATION: Final = "规划延续执行"
"""The determination by which an authority continues a plan whose period has ended."""
DOCUMENT_FORCE: Final = "文件效力"
"""The determination by which an authority confirms that a document is in force in a period."""
OF_DOCUMENTS: Final = (CONTINUATION, DOCUMENT_FORCE)
"""The determinations that speak of a document."""


def read_otherwise(document: Document, name: str) -> Document:
    """A document with the alternative of one reading in use.

    The rules that the alternative does without are gone, those it has instead decide; where it is about force, the
    document begins or ends on another day. One rule replaces another in its place, so that the order of the document
    stays. Raises KeyError where there is no such reading, ValueError where its alternative has no form to run.
    """
    reading = document.readings_by_name[name]
    if not reading.runnable:
        raise ValueError(f"{document.id}: no form to run of the alternative of {name}")
    days = {k: day for k, day in (("starts", reading.starts), ("ends", reading.ends)) if day}
    turned = document.with_words(**days)
    return turned.with_norms([*turned_norms(document, reading)]) if reading.without or reading.instead else turned


def turned_norms(document: Document, reading: Reading) -> Iterator[ir.Norm]:
    """The norms of a document where the alternative of a reading is in use, in document order; other alternatives stay."""
    for norm in document.all_norms:
        if norm.id in reading.instead:
            yield msgspec.structs.replace(norm, alternative_of=None)
        elif norm.id not in reading.without:
            yield norm


def _determined_otherwise(vocabulary: Vocabulary, document: Document, name: str) -> Vocabulary:
    """The vocabulary where the organs that a reading infers are those of its alternative; the same where it infers none."""
    if not document.readings_by_name[name].determines:
        return vocabulary
    inferred = f"{document.id}/{name}"
    terms = tuple(
        msgspec.structs.replace(
            t, authorities=tuple(a.turned() if inferred in a.readings else a for a in t.authorities)
        )
        if t.authorities
        else t
        for t in vocabulary.data.terms
    )
    return Vocabulary(msgspec.structs.replace(vocabulary.data, terms=terms))


class Readable:
    """The facts that the documents held for a region can read on a matter.

    own: role and term of each fact, sorted. documents: the ids of the documents; determinations of `OF_DOCUMENTS`
    speak of one of them.
    """

    __slots__ = ("_determinations", "_keys", "determinations", "own")

    def __init__(self, own: tuple[tuple[str, str], ...], documents: tuple[str, ...]) -> None:
        self.own = own
        self.determinations = tuple((DOCUMENT + d, name) for d in documents for name in OF_DOCUMENTS)
        self._determinations = frozenset(self.determinations)
        self._keys: dict[tuple[str | None, ...], frozenset[FactKey]] = {}

    def keys(self, binding: Mapping[str, str | None]) -> frozenset[FactKey]:
        """The facts by subject and term where roles stand for these subjects; worked out once for a place."""
        subjects = tuple(map(binding.get, ROLES))
        known = self._keys.get(subjects)
        if known is None:
            by_role = dict(zip(ROLES, subjects, strict=True))
            known = frozenset((subject, term) for role, term in self.own if (subject := by_role.get(role)) is not None)
            if len(self._keys) < _MOST_PLACES:
                self._keys[subjects] = known
        return known

    def every(self, bindings: Sequence[Mapping[str, str | None]]) -> Sequence[frozenset[FactKey]]:
        """The same of several places, and the determinations about the documents."""
        return *map(self.keys, bindings), self._determinations


_MOST_PLACES: Final = 10_000
"""So many bindings are remembered of one matter; towns could make them many."""


ADDRESS: Final = r"(?<![A-Za-z0-9_./@])a?\d+(?:\.\d+)*(?:\.[psin]\d+)+(?![A-Za-z0-9_])"
"""An address of a clause within a text, as programs say it: 3.1.p2.s1."""


def with_places(text: str, places: Mapping[str, str]) -> str:
    """A text with the places of clauses for their addresses, as far as these are known."""
    return re.sub(ADDRESS, lambda m: places.get(m[0], m[0]), text)


class RuleBase:
    """All documents, each in one version, and the vocabulary they share; made from the compiled form, whose parts are read
    when needed.

    `on` gives the same rule base with the versions of another day. Made from several versions of a document it has the last.
    """

    def __init__(
        self,
        compiled: CompiledBase,
        vocabulary: Vocabulary | None = None,
        unread: Iterable[Diagnostic] = (),
        whole: RuleBase | None = None,
    ) -> None:
        """whole: the rule base that has the other versions as well; None: this is it."""
        self._whole = whole or self
        self.every: tuple[Document, ...] = whole.every if whole is not None else compiled.documents
        """Every version of every document."""
        self.documents: dict[str, Document] = {d.id: d for d in compiled.documents}
        if len(self.documents) < len(compiled.documents):
            compiled = msgspec.structs.replace(compiled, documents=tuple(self.documents.values()))
        self.compiled = compiled
        self.unread = tuple(unread)
        """What is wrong with files of reviews and confirmations that it does without."""
        self.vocabulary = vocabulary or Vocabulary(compiled.vocabulary)
        self.digest = compiled.rules_digest
        self._views: dict[tuple[Document, ...], RuleBase] = {}
        self._pinned: dict[tuple[Document, ...], RuleBase] = {}
        self._variants: dict[tuple[str, str], RuleBase] = {}
        self._held: dict[str | None, tuple[Document, ...]] = {None: compiled.documents}
        self._readable: dict[tuple[tuple[Document, ...], str], Readable] = {}
        self._vocabulary_digests: dict[tuple[str | None, tuple[Document, ...], str], str] = {}

    @cached_property
    def plain(self) -> dict[str, ir.JsonValue]:
        """The rule base with every version as plain JSON data, for the proof checker."""
        data = ir.to_data(msgspec.structs.replace(self.compiled, documents=self.every))
        assert isinstance(data, dict)
        return data

    def variant(self, document: str, reading: str) -> RuleBase:
        """The same rule base with one reading of one document taken the other way; made once, the rest is shared.

        Raises KeyError where the document has no such reading, ValueError where its alternative has no form to run.
        """
        variant = self._variants.get((document, reading))
        if variant is None:
            now = self.documents[document]
            turned = read_otherwise(now, reading)
            turned = turned.with_words(content_digest=f"{turned.content_digest}@{reading}")
            documents = tuple(turned if d is now else d for d in self.every)
            digest = f"{self.digest}@{document}/{reading}"
            compiled = msgspec.structs.replace(self.compiled, documents=documents, rules_digest=digest)
            variant = RuleBase(compiled, _determined_otherwise(self.vocabulary, turned, reading))
            if self.several:
                chosen = {turned if d is now else d for d in self.compiled.documents}
                variant = variant.with_versions(tuple(d for d in documents if d in chosen))
            self._variants[document, reading] = variant
        return variant

    @cached_property
    def several(self) -> dict[str, tuple[Document, ...]]:
        """The versions of the documents that have several, by id, the earliest first."""
        return {id_: each for id_, each in by_document(self.every).items() if len(each) > 1}

    @cached_property
    def transitional(self) -> bool:
        """Whether some document leaves what was received before its first day to the former rules."""
        return any(d.transition for d in self.every)

    def version(self, document: str, version: str) -> Document | None:
        """A version of a document; None where it is not held."""
        return next((d for d in self.every if d.id == document and d.version == version), None)

    def on(self, day: str, received: str = "", pinned: Mapping[str, str] = _NOTHING) -> RuleBase:
        """The same rule base with the versions by which what was received on a day is judged on another (`version_on`).

        pinned: by id of documents the version that is looked at whatever the day. Raises KeyError where it is not held.
        """
        if not self.several:
            return self
        chosen = {id_: version_on(each, day, received) for id_, each in self.several.items()}
        for id_, name in pinned.items():
            document = self.version(id_, name)
            if document is None:
                raise KeyError(name)
            chosen[id_] = document
        return self.with_versions(tuple(d for d in self.every if chosen.get(d.id, d) is d))

    def for_case(self, day: str, received: str, only: Collection[str] | None) -> tuple[RuleBase, frozenset[str] | None]:
        """The rule base by which an application received on a day is judged on another, and the ids of the documents looked at.

        only: documents by id, or by `id@version`: then that version is looked at whatever the day; None: all.
        """
        if not self.several or only is None:
            return self.on(day, received), None if only is None else frozenset(only)
        pinned = dict(name.split("@", 1) for name in only if "@" in name)
        return self.on(day, received, pinned), frozenset(name.partition("@")[0] for name in only)

    def with_versions(self, documents: tuple[Document, ...]) -> RuleBase:
        """The same rule base with these of its versions; made once."""
        whole = self._whole
        if documents == whole.compiled.documents:
            return whole
        view = whole._views.get(documents)
        if view is None:
            compiled = msgspec.structs.replace(whole.compiled, documents=documents)
            view = whole._views[documents] = RuleBase(compiled, whole.vocabulary, whole.unread, whole)
        return view

    def pinning(self, *documents: Document) -> RuleBase:
        """A rule base that has these versions and no other of their documents, whatever the day; made once."""
        named = {d.id: d for d in documents}
        chosen = tuple(named.get(id_, d) for id_, d in self.documents.items())
        if not self.several or chosen == self.every:
            return self
        pinned = self._pinned.get(chosen)
        if pinned is None:
            compiled = msgspec.structs.replace(self.compiled, documents=chosen)
            pinned = self._pinned[chosen] = RuleBase(compiled, self.vocabulary, self.unread)
        return pinned

    def set_aside_for(self, region: str | None, matter: str) -> Iterator[SetAside]:
        """What of the bureau's own corpus is set aside and may concern a place (None: unknown) and a matter."""
        aside = self.compiled.set_aside
        above = frozenset(self.vocabulary.chain(region) if region is not None and aside else ())
        for part in aside:
            here = part.everywhere or (bool(part.regions) if region is None else not above.isdisjoint(part.regions))
            if here and (not part.matters or matter in part.matters):
                yield part

    def fixed(self, day: str) -> RuleBase:
        """A rule base that has the versions of a day, and no others, whatever the day it is asked of."""
        return self.on(day).pinning(*self.on(day).documents.values()) if self.several else self

    def beside(self, region: str | None) -> tuple[Document, ...]:
        """The documents whose region covers a place in every version, of which one may take the place of another."""
        if not self.several:
            return self.held_for(region)
        ids = {d.id for d in self.held_for(region)}
        return tuple(d for d in self.every if d.id in ids)

    @cached_property
    def places_by_address(self) -> dict[str, str]:
        """The place of each address, with which a text may name the clause; those that documents call otherwise are left out."""
        words: dict[str, set[str]] = {}
        for document in self.every:
            for clause in document.clauses.values():
                words.setdefault(clause.clause.partition("/")[2], set()).add(clause.place)
        return {address: next(iter(names)) for address, names in words.items() if len(names) == 1}

    @cached_property
    def confirmed_readings(self) -> dict[tuple[str, str], ConfirmationStatus]:
        """By document and name, what was last said of the readings of which anything was said."""
        return {(d.id, r.name): r.status for d in self.compiled.documents for r in d.readings if r.status is not None}

    def held_for(self, region: str | None) -> tuple[Document, ...]:
        """The documents whose region covers a place; all documents where the place is unknown."""
        documents = self._held.get(region)
        if documents is None and region is not None:
            chain = self.vocabulary.around(region)
            documents = self._held[region] = tuple(d for d in self.compiled.documents if d.region in chain)
        return documents or ()

    def readable(self, documents: tuple[Document, ...], matter: str) -> Readable:
        """The facts that some rule on the matter (alternatives among them), exemption or standard of documents can read."""
        known = self._readable.get((documents, matter))
        if known is None:
            facts = {
                (fact.subject, fact.term)
                for d in documents
                for n in d.all_norms
                if matter in n.matters or n.effect is ir.Effect.EXEMPT
                for fact in n.reads
            }
            facts |= {(f.subject, f.term) for d in documents for _, s in d.standards for f in (s.over, s.under)}
            ids = tuple(d.id for d in documents)
            known = self._readable[documents, matter] = Readable(tuple(sorted(facts)), ids)
        return known

    def vocabulary_digest(self, region: str | None, documents: tuple[Document, ...], matter: str) -> str:
        """SHA-256 of the terms that the documents can read on the matter, the matter itself, and the regions around.

        These are the regions above the place and all within its pooling region; all regions where it is unknown.
        """
        words = self.vocabulary
        city = None if region is None else city_of(words, region) or region
        key = (city, documents, matter)
        known = self._vocabulary_digests.get(key)
        if known is None:
            labels = {term for _, term in self.readable(documents, matter).own} | {matter, *OF_DOCUMENTS}
            labels.update(*[pair for pair in words.parts if not labels.isdisjoint(pair)])
            terms = [t for t in words.data.terms if t.label in labels]
            above = words.chain(city) if city is not None else ()
            regions = [r for r in words.data.regions if city is None or r.code in above or city in words.chain(r.code)]
            known = self._vocabulary_digests[key] = ir.digest(
                ir.to_data((terms, regions, words.data.organ_kinds, words.data.organs))
            )
        return known

    def rests_on_judgement(self, norm: ir.Norm) -> bool:
        """Whether a rule reads what an authority determines, or its words leave something to the judgement of an office.

        What the rest of its clause leaves to judgement is no matter of this rule.
        """
        read = {fact.term for fact in norm.reads} - {"所在地"}
        if any(self.vocabulary.facts[label].provider == "有权机关认定" for label in read):
            return True
        document = self.documents.get(norm.document)
        clause = document.clauses.get(norm.clause) if document is not None else None
        judged = [span for judgement in clause.judgements for span in judgement.spans] if clause is not None else []
        return any(start < end_ and begin < end for begin, end_ in judged for start, end in norm.spans)

    @cached_property
    def document_names(self) -> dict[str, str]:
        """Every name by which a determination may call one document: id, title, number where only one has it."""
        names: dict[str, str] = {}
        numbers = Counter(number for _, number in {(d.id, d.number) for d in self.every})
        for document in self.every:
            names |= {document.id: document.id, document.title: document.id}
            if document.number and numbers[document.number] == 1:
                names[document.number] = document.id
        return names

    @cached_property
    def shared_numbers(self) -> dict[str, tuple[str, ...]]:
        """The numbers that several documents share, each with the documents: 《title》(id)."""
        sharing: dict[str, dict[str, str]] = {}
        for document in self.every:
            if document.number:
                sharing.setdefault(document.number, {})[document.id] = f"《{document.title}》({document.id})"
        return {number: tuple(of.values()) for number, of in sharing.items() if len(of) > 1}

    @cached_property
    def issuers(self) -> dict[str, tuple[tuple[str, ...], str]]:
        """By id of a document its issuers and the code of its region."""
        organs: dict[str, tuple[tuple[str, ...], str]] = {}
        for document in self.every:
            known, _ = organs.get(document.id, ((), ""))
            organs[document.id] = (tuple(dict.fromkeys((*known, *document.issuers))), document.region)
        return organs

"""The compiled rule base: documents with their clauses, norms, readings and reviews, and the vocabulary they share.

This is what the compiler writes and everything after it reads, in memory and, as JSON, on disk. Clauses and norms of a
document stay undecoded until somebody asks for them: most commands touch a few documents of many.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.document_record import Mask, Missing, Received, Repeal
from policy_dsl.ir import Effect, Level, Norm, digest, sharing_conditions, to_data
from policy_dsl.reading import Confirmation, Reading
from policy_dsl.set_aside import SetAside
from policy_dsl.statements import AnyStatement, Definition, Duty, Figure, Judgement, Proposal, Standard, Target
from policy_dsl.vocabulary import VocabularyData

FORMAT: Final = 5
"""Version of the compiled form; a file of another version is compiled anew."""


class RuleSummary(msgspec.Struct, frozen=True):
    """A rule in use, as the list of clauses names it."""

    id: str
    """`document/clause#name`."""
    effect: Effect
    """What it does."""
    text: str
    """The rule told back in one sentence."""


class AlternativeRule(msgspec.Struct, frozen=True):
    """A rule that would stand under the alternative of a reading."""

    id: str
    """`document/clause#name@reading`."""
    reading: str
    """The reading under whose alternative it stands, by name."""
    effect: Effect
    """What it would do."""
    text: str
    """The rule told back in one sentence."""


class Waiver(msgspec.Struct, frozen=True):
    """Normative words of a clause that no rule takes up, and why none does."""

    words: tuple[str, ...]
    """The words, verbatim."""
    reason: str
    """Why they are no rule."""


class Pending(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of a clause is not yet written as rules (待写)."""

    matters: tuple[str, ...]
    """The matters that it may concern, by label."""
    norms: tuple[str, ...]
    """Ids of what it may turn out to be, among the norms of its document; none: it restricts nobody."""
    words: tuple[str, ...] = ()
    """Its normative words and figures that no rule takes up, verbatim."""
    reason: str = ""
    """Why it is not yet written, as the transcriber says."""
    proposed: tuple[RuleSummary, ...] = ()
    """Rules that somebody has proposed and nobody has confirmed (待核). They decide nothing."""
    proposed_duties: tuple[str, ...] = ()
    """Duties and proposals of a report of which the same is so, by name."""


class Concern(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a clause that decides nothing concerns: it is cited where such an application is judged."""

    matters: tuple[str, ...]
    """The matters, by label."""
    why: str
    """What it means for the case, in one sentence."""
    places: tuple[str, ...] = ()
    """The codes of the places of which it speaks; none: everywhere that its document covers."""
    others: tuple[str, ...] = ()
    """The codes of the places of which it does not speak."""
    types: tuple[str, ...] = ()
    """The kinds of institution of which it speaks, by label; none: all."""


class Clause(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clause with its official words and what was transcribed from it."""

    clause: str
    """Its address with the document: `document/3.1.p2`."""
    document: str
    """The title of its document."""
    number: str | None
    """The document's number (发文字号); None where the received text has none."""
    heading: tuple[str, ...]
    """The headings above it, outermost first."""
    place: str
    """Its place in words: 第三部分第(一)项第二段."""
    nature: str
    """The code of its first nature (restriction, cap, duty …)."""
    natures: tuple[str, ...]
    """All its natures, by label."""
    quote: str
    """Its official text, verbatim."""
    start: int
    """Offset of its first character in the official text."""
    end: int
    """Offset behind its last character."""
    rules: tuple[RuleSummary, ...]
    """The rules in use that stand in it."""
    judgements: tuple[Judgement, ...]
    """Words that it leaves to judgement."""
    observations: tuple[Figure, ...]
    """Figures that it states."""
    duties: tuple[Duty, ...] = ()
    """Duties that it sets."""
    proposals: tuple[Proposal, ...] = ()
    """What it proposes, in a report; it obliges nobody."""
    definitions: tuple[Definition, ...] = ()
    """Words that it defines."""
    standards: tuple[Standard, ...] = ()
    """Planning standards that it sets."""
    targets: tuple[Target, ...] = ()
    """Figures to be reached."""
    alternatives: tuple[AlternativeRule, ...] = ()
    """What its rules would be under alternatives of readings."""
    same_as: str = ""
    """The clause whose words it repeats; empty: none."""
    notes: tuple[str, ...] = ()
    """Remarks of the transcriber."""
    waived: tuple[Waiver, ...] = ()
    """Normative words that are no rule."""
    pending: Pending | None = None
    """What of it is not yet written as rules; None: all of it is."""
    concerns: tuple[Concern, ...] = ()
    """What it concerns without deciding it."""
    concerns_nobody: str = ""
    """Why a statement concerns no application; empty: it does, or nobody said."""

    @property
    def statement_readings(self) -> tuple[str, ...]:
        """The readings on which what it says besides rules rests, by name."""
        statements: tuple[AnyStatement, ...] = (
            *self.judgements, *self.observations, *self.duties, *self.proposals, *self.definitions, *self.standards,
            *self.targets,
        )  # fmt: skip
        return tuple(dict.fromkeys(name for statement in statements for name in statement.readings))


class ReviewAction(StrEnum):
    """What a review does."""

    SIGN = "sign"
    """The rule says what its clause says."""
    REOPEN = "reopen"
    """The last signature no longer counts."""


class Review(msgspec.Struct, frozen=True):
    """One signature over a rule, or its re-opening; see `policy_dsl.review.records`."""

    norm: str
    """The rule's id without the document."""
    action: ReviewAction
    """A signature, or its taking back."""
    digest: str
    """SHA-256 of what was reviewed."""
    reviewer: str
    """Who reviewed it."""
    date: str
    """ISO date."""
    remark: str = ""
    """In the reviewer's words."""


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, dict=True, eq=False):
    """A document of the rule base. Dates are ISO dates, empty where not known or, for `ends`, not stated."""

    id: str
    """Its identifier: qingdao-2023-18-medical."""
    title: str
    """Its title."""
    number: str | None
    """Its number (发文字号); None where the received text has none."""
    year: int
    """The year of its number or of issue."""
    kind: str
    """What kind of text it is: 规范性文件, 指导意见, 评估报告 …"""
    issuers: tuple[str, ...]
    """The organs that issued it."""
    issuer_level: Level
    """Their level; the highest where they differ."""
    region: str
    """The code of the region it covers."""
    addressees: tuple[str, ...]
    """To whom it is addressed."""
    issued: str
    """The day of issue."""
    starts: str
    """The first day of force."""
    starts_basis: str
    """Why it begins then: 载明, 印发日, 不明 …"""
    ends: str
    """The last day of force."""
    ends_basis: str
    """Why it ends then: 载明, 未载, 不明 …"""
    force: tuple[str, ...]
    """Notes for people on why force begins and ends when it does."""
    received: Received
    """The file as it came in."""
    masked: tuple[Mask, ...]
    """What of the file is no part of the document."""
    missing: tuple[Missing, ...]
    """What the received text lacks."""
    digest: str
    """SHA-256 of the official text."""
    regulates: tuple[str, ...]
    """The matters that its norms in use reach, by label."""
    readings: tuple[Reading, ...]
    """Its registered readings."""
    reviews: tuple[Review, ...]
    """Its reviews, in the order in which they were made."""
    confirmations: tuple[Confirmation, ...] = ()
    """What was said of its readings, in the order in which it was said."""
    special_to: tuple[str, ...] = ()
    """Ids of general texts of the same issuers to which it is special (特别规定)."""
    succeeds: tuple[str, ...] = ()
    """Ids of the plans that it takes the place of (接替)."""
    replaces: str = ""
    """The version of this document whose place it takes; empty: none."""
    transition: str = ""
    """Its words by which what was received before its first day is judged by what it takes the place of; empty: none."""
    repealed: Repeal | None = None
    """From when it is no longer in force because somebody repealed it; None: nobody did, as far as is recorded."""
    content_digest: str = ""
    """SHA-256 of all of the document on which a verdict can rest, as `with_content_digest` makes it."""
    draft: bool = False
    """An amendment that nobody has issued yet."""
    clause_list: msgspec.Raw = msgspec.field(name="clauses")
    """The clauses in document order, as JSON."""
    norm_list: msgspec.Raw = msgspec.field(name="norms")
    """The norms in document order, alternatives of readings among them, as JSON."""

    @property
    def version(self) -> str:
        """The version of the document that this is: its first day of force, `undated-YEAR` or `draft`."""
        return "draft" if self.draft else self.starts or f"undated-{self.year}"

    @property
    def expression(self) -> str:
        """How the version is called: `id@version`."""
        return f"{self.id}@{self.version}"

    @property
    def folder(self) -> str:
        """Where its files lie below the package."""
        return f"corpus/{self.region}/{self.id}/{self.version}"

    @property
    def doubtful(self) -> bool:
        """Whether nobody knows until when it is in force: its text breaks off before it says so."""
        return self.ends_basis == "不明"

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """The clauses by address, in document order."""
        return {c.clause: c for c in msgspec.json.decode(self.clause_list, type=tuple[Clause, ...])}

    @cached_property
    def all_norms(self) -> tuple[Norm, ...]:
        """The norms in document order, alternatives of readings among them; equal conditions are one object."""
        return tuple(sharing_conditions(msgspec.json.decode(self.norm_list, type=tuple[Norm, ...])))

    @cached_property
    def norms_in_use(self) -> tuple[Norm, ...]:
        """The rules in document order without the alternatives of readings and what pending clauses may turn out to be."""
        return tuple(n for n in self.all_norms if n.alternative_of is None and not n.pending)

    @cached_property
    def pending_clauses(self) -> tuple[Clause, ...]:
        """The clauses that are not, or not wholly, written as rules."""
        return tuple(c for c in self.clauses.values() if c.pending is not None)

    @cached_property
    def _norms_by_matter(self) -> dict[str, tuple[Norm, ...]]:
        by_matter: dict[str, list[Norm]] = {}
        for norm in self.all_norms:
            for matter in norm.matters:
                if norm.alternative_of is None:
                    by_matter.setdefault(matter, []).append(norm)
        return {matter: tuple(norms) for matter, norms in by_matter.items()}

    def norms(self, matter: str) -> tuple[Norm, ...]:
        """The norms that reach a matter, in document order: the rules in use, and what pending clauses may turn out to be."""
        return self._norms_by_matter.get(matter, ())

    @cached_property
    def _concerns_by_matter(self) -> dict[str, tuple[tuple[Clause, Concern], ...]]:
        by_matter: dict[str, list[tuple[Clause, Concern]]] = {}
        for clause in self.clauses.values():
            for concern in clause.concerns:
                for matter in concern.matters:
                    by_matter.setdefault(matter, []).append((clause, concern))
        return {matter: tuple(concerns) for matter, concerns in by_matter.items()}

    def concerns(self, matter: str) -> tuple[tuple[Clause, Concern], ...]:
        """The clauses that concern a matter without deciding it, in document order."""
        return self._concerns_by_matter.get(matter, ())

    @cached_property
    def standards(self) -> tuple[tuple[str, Standard], ...]:
        """Its planning standards with the addresses of their clauses."""
        return tuple((c.clause, s) for c in self.clauses.values() for s in c.standards)

    @cached_property
    def readings_by_name(self) -> dict[str, Reading]:
        """Its readings by name."""
        return {r.name: r for r in self.readings}

    def with_norms(self, norms: Sequence[Norm]) -> Document:
        """The same document with other norms; what it regulates follows from them. Its content digest is kept."""
        in_use = [n for n in norms if n.alternative_of is None]
        regulates = tuple(sorted({m for n in in_use for m in n.matters}))
        other = msgspec.structs.replace(self, norm_list=raw(norms), regulates=regulates)
        # What is decoded already is not decoded again: a reading turned costs its rules only.
        other.__dict__["all_norms"] = tuple(norms)
        other.__dict__.update({k: self.__dict__[k] for k in _OF_CLAUSES if k in self.__dict__})
        return other

    def with_words(self, **fields: str) -> Document:
        """The same document with other days or another digest; what is decoded already is not decoded again."""
        other = msgspec.structs.replace(self, **fields)
        other.__dict__.update(self.__dict__)
        return other


_OF_CLAUSES: Final = ("clauses", "pending_clauses", "_concerns_by_matter", "standards")
"""What follows from the clauses of a document."""


class CompiledBase(msgspec.Struct, frozen=True, omit_defaults=True):
    """All documents with the vocabulary they share; the form on disk."""

    format: int
    """The version of this form; a file of another version is compiled anew."""
    rules_digest: str
    """SHA-256 of all norms."""
    vocabulary: VocabularyData
    """The compiled ontology."""
    documents: tuple[Document, ...]
    """The documents in the order of their ids."""
    set_aside: tuple[SetAside, ...] = ()
    """What of the bureau's own corpus has faults and takes no part."""
    unread: tuple[Diagnostic, ...] = ()
    """What is wrong with files of reviews and confirmations in the bureau's own corpus, which are left out."""
    hints: tuple[Diagnostic, ...] = ()
    """What is to be mended in documents of the bureau's own corpus that take part all the same."""


def raw(data: object) -> msgspec.Raw:
    """Typed data as JSON that is embedded as it is."""
    return msgspec.Raw(msgspec.json.encode(data))


def with_content_digest(document: Document) -> Document:
    """The document with the digest of its own content: all but the digest itself, reviews, and who confirmed readings.

    Whether a rule counts as reviewed stands in the rule, so that a review changes the digest all the same. That somebody
    confirms a reading changes nothing of what a verdict says of the case: an older verdict goes on holding.
    """
    readings = tuple(msgspec.structs.replace(r, confirmed_by="", status=None) for r in document.readings)
    plain = to_data(msgspec.structs.replace(document, readings=readings))
    assert isinstance(plain, dict)
    content = {k: v for k, v in plain.items() if k not in ("reviews", "confirmations", "content_digest")}
    return msgspec.structs.replace(document, content_digest=digest(content))


def rules_digest(documents: Sequence[Document]) -> str:
    """SHA-256 of all norms of some documents, in canonical JSON."""
    return digest([to_data(d.norm_list) for d in documents])

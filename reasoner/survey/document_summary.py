"""The documents of the rule base: what each is, its force, what the received text lacks, and how much is in it."""

from __future__ import annotations

from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.document_record import Mask, Missing, Received, Repeal
from policy_dsl.formats import DayOrEmpty, RegionCode, Sha256
from reasoner.model.rule_base import RuleBase

DOCUMENTS: Final = "https://w3id.org/tiaoli/document/"
"""Under which documents have their IRIs."""


class DocumentSummary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document without its clauses. Dates are ISO dates, empty where not known or, for `ends`, not stated."""

    id: str
    """Its identifier: qingdao-2023-18-medical."""
    version: str
    """Which version of it this is: its first day of force, `undated-YEAR` or `draft`."""
    iri: str
    """The IRI of this version."""
    versions: tuple[str, ...] = ()
    """All versions that are held, the earliest first; none where this is the only one."""
    replaces: str = ""
    """The version whose place it takes; empty: none."""
    replaced_by: str = ""
    """The version that takes its place; empty: none."""
    transition: str = ""
    """Its words by which what was received before its first day is judged by the former rules; empty: none."""
    repealed: Repeal | None = None
    """From when it is no longer in force because somebody repealed it; None: nobody did, as far as is recorded."""
    title: str
    """Its title."""
    number: str | None
    """Its number (发文字号); None where the received text has none."""
    year: int
    """The year of its number or of issue."""
    kind: str
    """What kind of text it is: 规划, 指导意见, 评估报告 …"""
    issuers: tuple[str, ...]
    """The organs that issued it."""
    issuer_level: ir.Level
    """Their level."""
    region: RegionCode
    """The code of the region it covers."""
    addressees: tuple[str, ...]
    """To whom it is addressed."""
    issued: DayOrEmpty
    """The day of issue."""
    starts: DayOrEmpty
    """The first day of force."""
    starts_basis: str
    """Why it begins then."""
    ends: DayOrEmpty
    """The last day of force."""
    ends_basis: str
    """Why it ends then."""
    force: tuple[str, ...]
    """Notes for people on why force begins and ends when it does."""
    received: Received
    """The file as it came in."""
    masked: tuple[Mask, ...]
    """What of the file is no part of the document."""
    missing: tuple[Missing, ...]
    """What the received text lacks."""
    digest: Sha256
    """SHA-256 of the official text."""
    regulates: tuple[str, ...]
    """The matters that its rules reach, by label."""
    special_to: tuple[str, ...] = ()
    """Ids of general texts of the same issuers to which it is special."""
    draft: bool = False
    """An amendment that nobody has issued yet."""
    region_name: str
    """The name of the region; its code where it is unknown."""
    clause_count: int
    """How many clauses it has."""
    rule_count: int
    """How many rules in use it has."""
    unreviewed_count: int
    """How many of these nobody has reviewed as they are."""
    reading_count: int
    """How many readings are registered for it."""
    pending_count: int
    """How many of its clauses are not, or not wholly, written as rules (待写)."""


def documents(base: RuleBase) -> list[DocumentSummary]:
    """What each version of each document is, its force, what the received text lacks, and what was stripped from it and why."""
    return [summary(base, d) for d in base.every]


def summary(base: RuleBase, document: Document) -> DocumentSummary:
    """A document without its clauses, with their number."""
    region = base.vocabulary.regions.get(document.region)
    versions = base.several.get(document.id, ())
    return DocumentSummary(
        id=document.id,
        version=document.version,
        iri=DOCUMENTS + document.expression,
        versions=tuple(d.version for d in versions),
        replaces=document.replaces,
        replaced_by=next((d.version for d in versions if d.replaces == document.version), ""),
        transition=document.transition,
        repealed=document.repealed,
        title=document.title,
        number=document.number,
        year=document.year,
        kind=document.kind,
        issuers=document.issuers,
        issuer_level=document.issuer_level,
        region=document.region,
        addressees=document.addressees,
        issued=document.issued,
        starts=document.starts,
        starts_basis=document.starts_basis,
        ends=document.ends,
        ends_basis=document.ends_basis,
        force=document.force,
        received=document.received,
        masked=document.masked,
        missing=document.missing,
        digest=document.digest,
        regulates=document.regulates,
        special_to=document.special_to,
        draft=document.draft,
        region_name=region.name if region is not None else document.region,
        clause_count=len(document.clauses),
        rule_count=len(document.norms_in_use),
        pending_count=len(document.pending_clauses),
        unreviewed_count=sum(not n.reviewed for n in document.norms_in_use),
        reading_count=len(document.readings),
    )

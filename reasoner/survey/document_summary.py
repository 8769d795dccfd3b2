"""The documents of the rule base: what each is, its force, what the received text lacks, and how much is in it."""

from __future__ import annotations

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.document_record import Mask, Missing, Received
from policy_dsl.formats import DayOrEmpty, RegionCode, Sha256
from reasoner.model.rule_base import RuleBase


class DocumentSummary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document without its clauses. Dates are ISO dates, empty where not known or, for `ends`, not stated."""

    id: str
    """Its identifier: qingdao-2023-18-medical."""
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
    """What each document is, its force, what the received text lacks, and what was stripped from it and why."""
    return [summary(base, d) for d in base.documents.values()]


def summary(base: RuleBase, document: Document) -> DocumentSummary:
    """A document without its clauses, with their number."""
    region = base.vocabulary.regions.get(document.region)
    return DocumentSummary(
        id=document.id,
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

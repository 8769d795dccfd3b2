"""What an amendment changes in the texts: documents, their clauses, the rules in them, whom a new threshold concerns."""

from __future__ import annotations

import msgspec

from policy_dsl.formats import RegionCode
from reasoner.compare.kinds import RuleKind, TextChange


class Affected(msgspec.Struct, frozen=True):
    """The values on which two versions of a rule differ, where nothing but one threshold changed."""

    of: str
    """What is measured, in words."""
    before: str
    """The threshold before, as the text writes it."""
    after: str
    """The threshold after."""
    least: str = msgspec.field(name="from")
    """The least of the values, as the text writes it."""
    least_included: bool = msgspec.field(name="from_included")
    """Whether that value is one of them."""
    most: str = msgspec.field(name="to")
    """The greatest of the values."""
    most_included: bool = msgspec.field(name="to_included")
    """Whether that value is one of them."""
    applied: bool = msgspec.field(name="held")
    """Whether the rule applied to these values before; of a requirement: whether they met it."""
    alone: bool
    """Whether the rule has no other condition."""
    text: str
    """All of it in one sentence."""


class RuleChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule before and after."""

    name: str
    """Its name in its clause: that of the later version, where there are two."""
    kind: RuleKind
    """What kind of rule it is."""
    matters: tuple[str, ...]
    """The matters that it reaches, by label."""
    before: str | None
    """The rule told back before; None: there was none."""
    after: str | None
    """The rule told back after; None: it is gone."""
    affected: Affected | None = None
    """Whom it concerns, where nothing but one threshold changed."""


class ClauseChange(msgspec.Struct, frozen=True):
    """A clause of which the words or the rules differ."""

    clause: str
    """Its address: that of the later version, where there are two."""
    place: str
    """Its place in words."""
    change: TextChange
    """What became of it: amended, struck or added."""
    before: str | None
    """Its official text before; None: there was none."""
    after: str | None
    """Its official text after; None: it is struck."""
    rules: tuple[RuleChange, ...]
    """Those of its rules that differ."""


class FieldChange(msgspec.Struct, frozen=True):
    """Something known of a document that differs."""

    field: str
    """title, number, starts or ends."""
    before: str | None
    """The value before; None: not stated."""
    after: str | None
    """The value after."""


class RegionName(msgspec.Struct, frozen=True):
    """A region."""

    code: RegionCode
    """Its code."""
    name: str
    """Its name."""


class CoverageChange(msgspec.Struct, frozen=True):
    """The region that a document covers, before and after."""

    before: RegionName | None
    """The region before; None: there was no document."""
    after: RegionName | None
    """The region after."""
    lost: tuple[RegionName, ...]
    """The counties that it covers no longer."""
    gained: tuple[RegionName, ...]
    """The counties that it did not cover before."""


class DocumentChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that an amendment changes."""

    document: str
    """Its identifier."""
    title: str
    """Its title: that of the later version, where there are two."""
    number: str | None
    """Its number (发文字号)."""
    change: TextChange
    """What became of it: amended, repealed or added."""
    fields: tuple[FieldChange, ...]
    """What is known of it and differs."""
    covers: CoverageChange | None = None
    """The region that it covers, where counties are lost or gained."""
    clauses: tuple[ClauseChange, ...]
    """The clauses whose words or rules differ; of a document that one version lacks, those that have rules."""

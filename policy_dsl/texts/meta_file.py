"""What a document's meta.toml holds, as typed data. `document_check` names its faults before it is decoded."""

from __future__ import annotations

import msgspec

from policy_dsl.document_record import Mask, Missing, Received, Repeal
from policy_dsl.texts.line_breaks import Line


class Force(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From when until when a document is in force, and why. Dates are ISO dates."""

    starts: str
    """The first day; empty where not known."""
    starts_basis: str
    """Why it begins then."""
    ends: str
    """The last day; empty where not stated or not known."""
    ends_basis: str
    """Why it ends then, or why no day is given."""
    notes: tuple[str, ...]
    """For people: on why force begins and ends when it does."""


class Succession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a version says of the one before it, or a plan of the one that it succeeds."""

    replaces: str = ""
    """The version of this document whose place it takes; empty: none."""
    basis: str = ""
    """For people: on what it rests that it does."""
    transition: str = ""
    """Its words by which what was received before its first day is judged by the former rules; empty: none."""


class MetaFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole meta.toml."""

    title: str
    """The title as printed."""
    year: int
    """Of the number or of issue."""
    kind: str
    """The kind of document, e.g. 规划."""
    issuers: tuple[str, ...]
    """The organs that issued it."""
    issuer_level: str
    """Their level: 国家, 省, 市 or 县."""
    region: str
    """The GB/T 2260 code of the area that it covers."""
    addressees: tuple[str, ...]
    """The organs to which it is addressed."""
    issued: str
    """The ISO date of issue; empty where not known."""
    force: Force
    """When it is in force."""
    received: Received | None = None
    """The file as it came in; None for a draft."""
    number: str | None = None
    """The document number; None where the received text has none."""
    special_to: tuple[str, ...] = ()
    """Ids of the general texts of the same issuer to which it is special."""
    succeeds: tuple[str, ...] = ()
    """Ids of the plans that it takes the place of (接替)."""
    succession: Succession = Succession()
    """What it takes the place of, and how what was received before is judged."""
    repeal: Repeal | None = None
    """That it was repealed; None: not as far as is recorded."""
    draft: bool = False
    """Whether nobody has issued it yet."""
    masked: tuple[Mask, ...] = ()
    """What of the received file is no part of it."""
    missing: tuple[Missing, ...] = ()
    """What the received text lacks."""
    lines: tuple[Line, ...] = ()
    """Line breaks lost in the received file, recorded by a person."""

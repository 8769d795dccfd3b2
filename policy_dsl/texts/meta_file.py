"""What a document's meta.toml holds, as typed data. `document_check` names its faults before it is decoded."""

from __future__ import annotations

import msgspec

from policy_dsl.compiled import Mask, Missing, Received
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
    draft: bool = False
    """Whether nobody has issued it yet."""
    masked: tuple[Mask, ...] = ()
    """What of the received file is no part of it."""
    missing: tuple[Missing, ...] = ()
    """What the received text lacks."""
    lines: tuple[Line, ...] = ()
    """Line breaks lost in the received file, recorded by a person."""

"""The document store: an official text as received, and what is known about it.

A document is two files. `text.txt` has the length of the received file, so that offsets are those of the file;
each character that is not part of the document (adverts, menus, another document) is replaced by ▒, white space
kept. `meta.toml` has what staff ask of a document (who issued it, whom it binds, from when until when, and why),
the digest of the received file, and every masked span with its reason.
"""

from __future__ import annotations

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.document_record import Mask, Missing, Received, Repeal
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.texts.document_check import check_shape, check_values
from policy_dsl.texts.line_breaks import Line
from policy_dsl.texts.meta_file import MetaFile


class Document(msgspec.Struct, frozen=True):
    """An official document. Dates are ISO dates."""

    id: str
    """The name of its folder in the corpus."""
    title: str
    """The title as printed."""
    number: str | None
    """The document number; None where the received text has none."""
    year: int
    """Of the number or of issue, for a text without a full date."""
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
    """The day of issue; empty where not known."""
    starts: str
    """The first day in force; empty where not known."""
    starts_basis: str
    """Why force begins then."""
    ends: str
    """The last day in force; empty where not known or not stated (`ends_basis`)."""
    ends_basis: str
    """Why force ends then."""
    force: tuple[str, ...]
    """Notes for people on why force begins and ends when it does."""
    received: Received
    """The file as it came in; of a draft the length alone, since no file was received."""
    masked: tuple[Mask, ...]
    """What of the received file is no part of the document."""
    missing: tuple[Missing, ...]
    """What the received text lacks."""
    lines: tuple[Line, ...]
    """Line breaks lost in the received file, recorded by a person."""
    text: str
    """The words of text.txt, masked."""
    special_to: tuple[str, ...] = ()
    """Ids of general texts of the same issuer to which it is special (特别规定); none in most."""
    succeeds: tuple[str, ...] = ()
    """Ids of the plans that it takes the place of (接替)."""
    replaces: str = ""
    """The version of this document whose place it takes; empty: none."""
    transition: str = ""
    """Its words by which what was received before its first day is judged by the former rules; empty: none."""
    repealed: Repeal | None = None
    """That it was repealed; None: not as far as is recorded."""
    draft: bool = False
    """An amendment that nobody has issued yet."""


def load_document(name: str, meta_toml_text: str, text: str, where: str = "") -> Document:
    """The document `name` (its folder in the corpus) from the contents of its two files.

    where: how messages call its meta.toml. Raises Faults with every fault of the two, C101 to C114.
    """
    where = where or f"{name}/meta.toml"
    try:
        table = toml_tables(meta_toml_text)
    except BadToml as error:
        raise Faults([Diagnostic("C101", error.at(where), f"不是有效的 TOML:{error}")]) from error
    # Values are compared with each other and with the text only where each is of its kind.
    if faults := list(check_shape(name, where, table)):
        raise Faults(faults)
    meta = msgspec.convert(table, MetaFile)
    if faults := list(check_values(where, meta, text)):
        raise Faults(faults)
    return Document(
        id=name,
        title=meta.title,
        number=meta.number,
        year=meta.year,
        kind=meta.kind,
        issuers=meta.issuers,
        issuer_level=meta.issuer_level,
        special_to=meta.special_to,
        succeeds=meta.succeeds,
        region=meta.region,
        addressees=meta.addressees,
        issued=meta.issued,
        starts=meta.force.starts,
        starts_basis=meta.force.starts_basis,
        ends=meta.force.ends,
        ends_basis=meta.force.ends_basis,
        force=meta.force.notes,
        received=meta.received or Received("", "", len(text)),
        masked=meta.masked,
        missing=meta.missing,
        lines=meta.lines,
        text=text,
        replaces=meta.succession.replaces,
        transition=meta.succession.transition,
        repealed=meta.repeal,
        draft=meta.draft,
    )

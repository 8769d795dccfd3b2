"""The document store: an official text as received, and what is known about it.

A document is two files. `text.txt` has the length of the received file, so that offsets are those of the file;
each character that is not part of the document (adverts, menus, another document) is replaced by ▒, white space
kept. `meta.toml` has what staff ask of a document (who issued it, whom it binds, from when until when, and why),
the digest of the received file, and every masked span with its reason.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.texts.document_check import check_shape, check_values
from policy_dsl.texts.layout import Line


@dataclass(frozen=True, slots=True)
class Received:
    """The file as it came in: its name, the SHA-256 of its bytes, its length in characters."""

    file: str
    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class Mask:
    """Characters [start, end) of the received file that are not part of the document, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that the received text lacks (`what`) and the place where it belongs (`where`)."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Document:
    """An official document. Dates are ISO dates, or empty where not known or, for `ends`, not stated (`ends_basis`).

    number: None where the received text has none. year: of the number or of issue, for a text without a full date.
    draft: an amendment that nobody has issued yet: no file was received, and `received` holds the length alone.
    special_to: ids of general texts of the same issuer to which it is special (特别规定); none in most.
    force: notes for people on why force begins and ends when it does. lines: line breaks lost in the received file,
    recorded by a person. text: of text.txt, masked.
    """

    id: str
    title: str
    number: str | None
    year: int
    kind: str
    issuers: tuple[str, ...]
    issuer_level: str
    region: str
    addressees: tuple[str, ...]
    issued: str
    starts: str
    starts_basis: str
    ends: str
    ends_basis: str
    force: tuple[str, ...]
    received: Received
    masked: tuple[Mask, ...]
    missing: tuple[Missing, ...]
    lines: tuple[Line, ...]
    text: str
    special_to: tuple[str, ...] = ()
    draft: bool = False


def load_document(name: str, meta_toml_text: str, text: str, where: str = "") -> Document:
    """The document `name` (its folder in the corpus) from the contents of its two files.

    where: how messages call its meta.toml. Raises Faults with every fault of the two, C101 to C114.
    """
    where = where or f"{name}/meta.toml"
    try:
        meta = tomllib.loads(meta_toml_text)
    except tomllib.TOMLDecodeError as error:
        raise Faults([Diagnostic("C101", where, f"不是有效的 TOML:{error}")]) from error
    # Values are compared with each other and with the text only where each is of its kind.
    faults = list(check_shape(name, where, meta)) or list(check_values(where, meta, text))
    if faults:
        raise Faults(faults)
    force = meta["force"]
    return Document(
        id=name,
        title=meta["title"],
        number=meta.get("number"),
        year=meta["year"],
        kind=meta["kind"],
        issuers=tuple(meta["issuers"]),
        issuer_level=meta["issuer_level"],
        special_to=tuple(meta.get("special_to", ())),
        region=meta["region"],
        addressees=tuple(meta["addressees"]),
        issued=meta["issued"],
        starts=force["starts"],
        starts_basis=force["starts_basis"],
        ends=force["ends"],
        ends_basis=force["ends_basis"],
        force=tuple(force["notes"]),
        received=Received("", "", len(text)) if meta.get("draft") else Received(**meta["received"]),
        masked=tuple(Mask(**m) for m in meta.get("masked", [])),
        missing=tuple(Missing(**m) for m in meta.get("missing", [])),
        lines=tuple(Line(**line) for line in meta.get("lines", [])),
        text=text,
        draft=meta.get("draft", False),
    )

"""What a file is: by the suffix of its name (`kind_of`), and by its first bytes, whatever its name says (`content_of`).

The name chooses the reader, the content confirms or refuses: a reader that meets other content says what it met.
"""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Final


class FileKind(StrEnum):
    """What the suffix of a name says; the value is the form, for messages of the program itself."""

    JSON = "json"
    JSON_LINES = "jsonl"
    YAML = "yaml"
    TURTLE = "turtle"
    N_TRIPLES = "ntriples"
    JSON_LD = "jsonld"
    RDF_XML = "rdfxml"
    """A graph that is refused, with advice; so are the next three."""
    NAMED_GRAPHS = "trig"
    N3 = "n3"
    XHTML = "xhtml"
    HTML = "html"
    """A letter where a verdict is expected; a page with data in it, which is refused, where an application is."""
    HTM = "htm"
    """A letter only."""
    WORD = "word"
    PDF = "pdf"
    WORKBOOK = "xlsx"
    OLD_WORKBOOK = "xls"
    DELIMITED = "csv"
    OTHER_SHEET = "ods"
    """A table in a form that is refused, with advice."""
    UNKNOWN = "unknown"
    """No suffix, or one that says nothing: the content tells JSON from YAML."""


_BY_SUFFIX: Final = {
    ".json": FileKind.JSON,
    **dict.fromkeys((".jsonl", ".ndjson"), FileKind.JSON_LINES),
    **dict.fromkeys((".yaml", ".yml"), FileKind.YAML),
    **dict.fromkeys((".ttl", ".turtle"), FileKind.TURTLE),
    ".nt": FileKind.N_TRIPLES,
    ".jsonld": FileKind.JSON_LD,
    **dict.fromkeys((".rdf", ".owl", ".xml", ".rdfs"), FileKind.RDF_XML),
    **dict.fromkeys((".trig", ".nq", ".nquads", ".trix"), FileKind.NAMED_GRAPHS),
    ".n3": FileKind.N3,
    ".xhtml": FileKind.XHTML,
    ".html": FileKind.HTML,
    ".htm": FileKind.HTM,
    **dict.fromkeys((".docx", ".docm", ".doc"), FileKind.WORD),
    ".pdf": FileKind.PDF,
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx"), FileKind.WORKBOOK),
    **dict.fromkeys((".xls", ".et"), FileKind.OLD_WORKBOOK),
    **dict.fromkeys((".csv", ".tsv"), FileKind.DELIMITED),
    **dict.fromkeys((".ods", ".fods", ".xlsb", ".numbers"), FileKind.OTHER_SHEET),
}
_GRAPHS: Final = frozenset(
    (
        FileKind.TURTLE,
        FileKind.N_TRIPLES,
        FileKind.JSON_LD,
        FileKind.RDF_XML,
        FileKind.NAMED_GRAPHS,
        FileKind.N3,
        FileKind.XHTML,
        FileKind.HTML,
    )
)
_SHEETS: Final = frozenset((FileKind.WORKBOOK, FileKind.OLD_WORKBOOK, FileKind.DELIMITED, FileKind.OTHER_SHEET))
_LETTERS: Final = frozenset((FileKind.WORD, FileKind.HTML, FileKind.HTM, FileKind.PDF))


def kind_of(path: str | os.PathLike[str]) -> FileKind:
    """What the suffix of a name says, upper case or lower."""
    return _BY_SUFFIX.get(os.path.splitext(os.fspath(path))[1].lower(), FileKind.UNKNOWN)


def is_graph(path: str | os.PathLike[str]) -> bool:
    """Whether a file is looked at as a graph, readable or refused, where applications are expected."""
    return kind_of(path) in _GRAPHS


def is_sheet(path: str | os.PathLike[str]) -> bool:
    """Whether a file is looked at as a table, readable or refused, where applications or values are expected."""
    return kind_of(path) in _SHEETS


def is_letter(path: str | os.PathLike[str]) -> bool:
    """Whether a file is looked at as a letter, where verdicts are expected."""
    return kind_of(path) in _LETTERS


class Content(StrEnum):
    """What the first bytes of a file say."""

    EMPTY = "empty"
    """Blank bytes only."""
    ZIP = "zip"
    """An archive: a workbook or document of today, or something packed."""
    COMPOUND = "compound"
    """The older container (OLE): a workbook or document of 1997 to 2003, or one of today under a password."""
    MARKUP = "markup"
    """A page or XML."""
    OTHER_BINARY = "other_binary"
    """A PDF, an archive of another kind, a rich text, a picture."""
    TEXT = "text"
    """None of these."""


_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP: Final = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<workbook")
_OTHER_BINARY: Final = (b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")
_HEAD: Final = 2048
"""Bytes."""


def content_of(raw: bytes) -> Content:
    """What the first bytes of a file say."""
    if raw.startswith(_ZIP):
        return Content.ZIP
    if raw.startswith(_COMPOUND):
        return Content.COMPOUND
    if raw[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return Content.MARKUP
    if raw.startswith(_OTHER_BINARY):
        return Content.OTHER_BINARY
    return Content.TEXT if raw.strip() else Content.EMPTY

"""A document's whole text in paragraphs: each character once, each clause with its anchor where it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policy_dsl.compiled import Clause
from reasoner.driver.window.texts import DocumentText, Piece
from reasoner.survey.document_summary import DocumentSummary

_LONG = 40
"""Characters of a clause that begins a line of its own where the received text has no lines."""


class Run(NamedTuple):
    """Characters of one clause in one paragraph."""

    text: str
    clause: Clause | None
    first: bool
    """Whether the clause begins with them, so that its anchor stands here."""
    address: str
    """The address of the clause without its document."""
    masked: str
    """Why they are no part of the document; empty: they are."""


class Paragraph(NamedTuple):
    """A line of the text."""

    runs: tuple[Run, ...]
    heading: bool
    """Whether it is a heading."""


class Heading(NamedTuple):
    """A heading in the table of contents."""

    text: str
    address: str


class DocumentPage(NamedTuple):
    """A document as its page shows it."""

    summary: DocumentSummary
    paragraphs: tuple[Paragraph, ...]
    contents: tuple[Heading, ...]


def document_page(text: DocumentText) -> DocumentPage:
    """The paragraphs of a document, and its headings."""
    paragraphs = tuple(_paragraphs(text.pieces))
    return DocumentPage(text.summary, paragraphs, tuple(_contents(text.pieces)))


def _paragraphs(pieces: tuple[Piece, ...]) -> Iterator[Paragraph]:
    runs: list[Run] = []
    for piece in pieces:
        if piece.masked:
            yield from _closed(runs)
            yield Paragraph((Run(piece.text, None, first=False, address="", masked=piece.masked),), heading=False)
            continue
        address = "" if piece.clause is None else piece.clause.clause.partition("/")[2]
        if piece.clause is not None and runs and _begins_line(piece.clause):
            yield from _closed(runs)
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                yield from _closed(runs)
            if line or (piece.clause is not None and number == 0):
                runs.append(Run(line, piece.clause, piece.clause is not None and number == 0, address, ""))
    yield from _closed(runs)


def _closed(runs: list[Run]) -> Iterator[Paragraph]:
    if any(r.text.strip() or r.first for r in runs):
        clauses = [r.clause for r in runs if r.clause is not None]
        yield Paragraph(tuple(runs), heading=bool(clauses) and all(_is_heading(c) for c in clauses))
    runs.clear()


def _begins_line(clause: Clause) -> bool:
    """Whether a clause is a paragraph or item, and no later sentence of one."""
    last = clause.clause.rpartition(".")[2]
    return not (last.startswith("s") and last != "s1")


def _is_heading(clause: Clause) -> bool:
    return "标题" in clause.natures or clause.nature == "heading"


def _contents(pieces: tuple[Piece, ...]) -> Iterator[Heading]:
    for piece in pieces:
        if piece.clause is not None and _is_heading(piece.clause):
            yield Heading(" ".join(piece.text.split()), piece.clause.clause.partition("/")[2])

"""What a page of topics shows, cell by cell, before any markup: pure data."""

from __future__ import annotations

import msgspec


class QuotePiece(msgspec.Struct, frozen=True):
    """A piece of a quotation."""

    text: str
    """Its words."""
    marked: bool
    """Whether it is a word that must not be overlooked."""


class TopicClause(msgspec.Struct, frozen=True):
    """A clause with what it says on a topic."""

    heading: str
    """What kinds of statement it makes."""
    words: str
    """The words on which they rest; empty where these are the whole clause."""
    quote: tuple[QuotePiece, ...]
    """The clause word for word in quotation marks; none where there is no text."""
    where: str
    """Its document, its place and its address."""
    notes: tuple[str, ...]
    """What else there is to say of it."""
    clause: str = ""
    """The address of the clause with its document, where there is a text."""


class FoldedClauses(msgspec.Struct, frozen=True):
    """Clauses that decide nothing, shown on demand."""

    summary: str
    """How many there are, and of which kind."""
    opened: bool
    """Whether they are shown from the beginning, because nothing else stands in the cell."""
    clauses: tuple[TopicClause, ...]
    """The clauses."""


class TopicCell(msgspec.Struct, frozen=True):
    """What the documents of a region say on a topic."""

    state: str
    """What kind of answer it is, by code: stated, defers, duty, mentioned, missing, silent."""
    answer: str
    """The same in words."""
    clauses: tuple[TopicClause, ...]
    """The clauses that decide."""
    folded: tuple[FoldedClauses, ...]
    """Those that decide nothing, by kind."""
    missing: tuple[TopicClause, ...]
    """Places where text is missing."""
    notes: tuple[str, ...]
    """That the received text is not whole."""


class TopicLine(msgspec.Struct, frozen=True):
    """A topic in all regions."""

    topic: str
    """The name of the topic."""
    definition: str
    """What it is about."""
    cells: tuple[TopicCell, ...]
    """What each region says."""
    differences: tuple[str, ...]
    """What a reader must not overlook, in sentences."""


class RegionSources(msgspec.Struct, frozen=True):
    """The documents of a region."""

    region: str
    """The name of the region."""
    documents: tuple[str, ...]
    """Each with its number, its period and what is lacking."""


class TopicTable(msgspec.Struct, frozen=True, kw_only=True):
    """Topics by regions, with the documents on which they rest."""

    note: str
    """How to read the table."""
    topic_heading: str
    """The head of the column of topics."""
    differences_heading: str
    """The head of the rows of differences."""
    regions: tuple[str, ...]
    """The heads of the other columns."""
    lines: tuple[TopicLine, ...]
    """The topics."""
    sources_heading: str
    """The heading of the documents."""
    sources: tuple[RegionSources, ...]
    """The documents of each region."""


class TopicsPage(msgspec.Struct, frozen=True):
    """The table of topics as a page of its own."""

    title: str
    """What is compared."""
    table: TopicTable
    """The table."""

"""What a page of comparisons shows of the texts: amendments, the documents of the sides, clauses word for word."""

from __future__ import annotations

import msgspec


class NamedList(msgspec.Struct, frozen=True):
    """Sentences or names under a heading."""

    heading: str
    """The heading."""
    entries: tuple[str, ...]
    """The sentences or names in their order."""


class AmendedClause(msgspec.Struct, frozen=True):
    """A clause before and after an amendment."""

    place: str
    """Its place in words."""
    address: str
    """Its address in the document."""
    before: str
    """Its words before, in quotation marks, or that there were none."""
    after: str
    """Its words after, in quotation marks, or that there are none."""
    rules: tuple[str, ...]
    """What becomes of its rules, and whom that concerns."""


class AmendedDocument(msgspec.Struct, frozen=True):
    """A document that an amendment changes."""

    title: str
    """《题名》(文号)."""
    summary: str
    """What became of it."""
    clauses: tuple[AmendedClause, ...]
    """Its clauses that are changed."""


class Amendments(msgspec.Struct, frozen=True):
    """What an amendment changes in the texts."""

    heading: str
    """The heading."""
    columns: tuple[str, ...]
    """The heads of the columns: clause, before, after, rules."""
    documents: tuple[AmendedDocument, ...]
    """The documents that it changes."""


class Sources(msgspec.Struct, frozen=True):
    """The documents on which a comparison rests."""

    heading: str
    """The heading."""
    sides: tuple[NamedList, ...]
    """The documents of each side."""


class QuotedClause(msgspec.Struct, frozen=True):
    """A clause word for word."""

    anchor: str
    """The anchor by which links lead to it."""
    place: str
    """Its place in words."""
    address: str
    """Its address in the document."""
    sides: str
    """Whose text it is, where the sides have different texts of it; else empty."""
    quote: str
    """Its words in quotation marks."""


class QuotedDocument(msgspec.Struct, frozen=True):
    """The quoted clauses of a document."""

    title: str
    """《题名》(文号)."""
    clauses: tuple[QuotedClause, ...]
    """The clauses in the order of the text."""


class Quotes(msgspec.Struct, frozen=True):
    """Every clause that the page cites, once."""

    heading: str
    """The heading."""
    documents: tuple[QuotedDocument, ...]
    """The clauses by document."""

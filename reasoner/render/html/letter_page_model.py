"""What the page of a letter shows, and the page on what may stand in templates of letters, before any markup: pure data."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ParagraphStyle(StrEnum):
    """How a paragraph of a letter is set."""

    PLAIN = ""
    """As the text of a letter is."""
    SOURCE = "source"
    """On the same sheet of paper as the quotation below it."""
    QUOTE = "quote"
    """As a quotation."""
    BLANK = "blank"
    """To be filled by the office."""
    HAND = "hand"
    """Filled in by hand on the paper; the lines of one place stand together."""
    REVIEW = "review"
    """To be checked by lawyers."""


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph."""

    text: str
    """Its words."""
    style: ParagraphStyle
    """How it is set."""


class LetterTable(msgspec.Struct, frozen=True):
    """A table."""

    columns: tuple[str, ...]
    """The heads of the columns."""
    widths: tuple[int, ...]
    """The widths of the columns as parts of the line."""
    rows: tuple[tuple[str, ...], ...]
    """The cells, row by row."""


class LetterSection(msgspec.Struct, frozen=True):
    """A part of a letter."""

    heading: str
    """The heading with its numeral."""
    paragraphs: tuple[Paragraph, ...]
    """Its paragraphs."""
    table: LetterTable | None
    """The table below them."""


class LetterPage(msgspec.Struct, frozen=True, kw_only=True):
    """A letter. What is empty does not stand on the page."""

    title: str
    """Its title."""
    number: str
    """Its number, a line to be filled in."""
    draft: str
    """What is still to be done before it may leave."""
    addressee: str
    """To whom it goes."""
    opening: tuple[Paragraph, ...]
    """The paragraphs above the first part."""
    sections: tuple[LetterSection, ...]
    """Its parts."""
    contact: str
    """Whom to turn to."""
    signature: tuple[str, ...]
    """The lines at its end: the office that signs, the day."""
    notes_heading: str
    """The heading of what staff must know."""
    notes: tuple[Paragraph, ...]
    """What staff must know, on a sheet of its own."""
    carrier: str
    """The id of the element that holds the payload."""
    payload: str
    """What the page carries for programs: JSON."""


class TemplateName(msgspec.Struct, frozen=True):
    """What may stand in a template."""

    text: str
    """As it is written there."""
    meaning: str
    """What it does, or holds."""


class KindFields(msgspec.Struct, frozen=True):
    """The fields of one kind of letter beside the common ones."""

    kind: str
    """The kind of letter."""
    fields: tuple[TemplateName, ...]
    """The fields."""


class FieldReference(msgspec.Struct, frozen=True):
    """All that may stand in templates."""

    forms: tuple[TemplateName, ...]
    """How fields, loops and conditions are written."""
    filters: tuple[str, ...]
    """The filters that are allowed."""
    common: tuple[TemplateName, ...]
    """The fields of every letter."""
    kinds: tuple[KindFields, ...]
    """The fields of each kind."""

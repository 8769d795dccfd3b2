"""What a report shows as a Word document: headings, paragraphs and tables in order. Pure data."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class Line(msgspec.Struct, frozen=True):
    """A paragraph of a cell."""

    text: str
    """Its words."""
    bold: bool = False
    """Whether it is bold."""
    quote: bool = False
    """Whether it is the words of a clause."""


class Cell(msgspec.Struct, frozen=True):
    """A cell of a table."""

    lines: tuple[Line, ...] = ()
    """Its paragraphs."""
    above: bool = False
    """Whether it continues the cell above."""
    wide: bool = False
    """Whether it takes all columns that follow."""
    fill: str = ""
    """Its background, RGB; empty: none."""


def cell(text: str, *, wide: bool = False, fill: str = "", bold: bool = False) -> Cell:
    """A cell of one paragraph."""
    return Cell((Line(text, bold),), wide=wide, fill=fill)


class Title(msgspec.Struct, frozen=True):
    """What the document is about; also its title in the file's properties."""

    text: str
    """Its words."""


class Part(msgspec.Struct, frozen=True):
    """The heading of what begins on a page of its own: one of several comparisons, an annex. Numbering starts anew."""

    text: str
    """Its words."""


class Heading(msgspec.Struct, frozen=True):
    """A heading."""

    text: str
    """Its words, without a numeral."""
    new_page: bool = False
    """Whether it begins a page."""
    numbered: bool = True
    """Whether it is numbered through its part."""


class Subheading(msgspec.Struct, frozen=True):
    """A heading below a heading."""

    text: str
    """Its words."""


class Small(msgspec.Struct, frozen=True):
    """A paragraph in the size of notes."""

    text: str
    """Its words."""
    bold: bool = False
    """Whether all of it is bold."""
    bold_to: int = 0
    """How many of its first characters are bold."""
    indent: bool = False
    """Whether it is indented."""
    least: bool = False
    """Whether it has the size of tables."""


class Quote(msgspec.Struct, frozen=True):
    """The words of a clause as a paragraph."""

    text: str
    """Its words."""


class Table(msgspec.Struct, frozen=True):
    """A table."""

    heads: tuple[str, ...]
    """The heads of its columns, repeated on every page."""
    rows: tuple[tuple[Cell, ...], ...]
    """Its cells, row by row; a row whose last cell is wide may be shorter."""
    widths: tuple[int, ...]
    """The widths of its columns as parts of the line."""


DocumentPart: TypeAlias = Title | Part | Heading | Subheading | Small | Quote | Table
"""One thing after another that a document shows."""

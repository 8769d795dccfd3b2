"""Word documents through python-docx: types for what it leaves without annotations, and parts that it has no call for.

The protocols have the names of its classes and members, and only what is used; where it has types of its own, those count.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Protocol

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tc
from docx.oxml.text.font import CT_RPr
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length
from docx.text.font import Font
from docx.text.run import Run

from policy_dsl.ingest.xml_tree import Element
from reasoner.render.docx.package import read_package


class Layout(Protocol):
    """How paragraphs are set (ParagraphFormat); None leaves it to the style."""

    alignment: WD_ALIGN_PARAGRAPH | None
    keep_together: bool | None
    keep_with_next: bool | None
    left_indent: Length | None
    line_spacing: Length | float | None
    line_spacing_rule: WD_LINE_SPACING | None
    page_break_before: bool | None
    space_after: Length | None
    space_before: Length | None
    widow_control: bool | None


class Paragraph(Protocol):
    """A paragraph of the body, of a cell, or of a header or footer."""

    @property
    def paragraph_format(self) -> Layout:
        """Its own layout, above that of its style."""

    @property
    def runs(self) -> list[Run]:
        """Its pieces of text."""

    @property
    def style(self) -> object:
        """Its style; set by name."""

    @style.setter
    def style(self, name: str) -> None: ...

    def add_run(self, text: str | None = None) -> Run:
        """A new last piece of text."""


class StyleElement(Protocol):
    """The element of a style."""

    @property
    def pPr(self) -> BaseOxmlElement | None:  # noqa: N802 - the name python-docx gives it
        """Its properties of paragraphs."""

    @property
    def rPr(self) -> BaseOxmlElement | None:  # noqa: N802 - the name python-docx gives it
        """Its properties of letters."""

    def get_or_add_pPr(self) -> CT_PPr:  # noqa: N802 - the name python-docx gives it
        """Its properties of paragraphs, made where there are none."""

    def get_or_add_rPr(self) -> CT_RPr:  # noqa: N802 - the name python-docx gives it
        """Its properties of letters, made where there are none."""


class Style(Protocol):
    """A style of paragraphs."""

    base_style: Style | None

    @property
    def element(self) -> StyleElement:
        """Its element."""

    @property
    def font(self) -> Font:
        """Its letters."""

    @property
    def paragraph_format(self) -> Layout:
        """Its layout."""


class Styles(Protocol):
    """All styles of a document."""

    @property
    def element(self) -> BaseOxmlElement:
        """The element that holds them."""

    def __getitem__(self, key: str) -> Style: ...

    def add_style(self, name: str, style_type: WD_STYLE_TYPE) -> Style:
        """A new style."""


class Cell(Protocol):
    """A cell of a table."""

    width: Length | None

    @property
    def _tc(self) -> CT_Tc: ...

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its paragraphs; there is at least one."""

    def add_paragraph(self) -> Paragraph:
        """A new last paragraph."""

    def merge(self, other_cell: Cell) -> Cell:
        """One cell of all from this to another."""


class Row(Protocol):
    """A row of a table."""

    @property
    def _tr(self) -> CT_Row: ...

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its cells."""


class Column(Protocol):
    """A column of a table."""

    width: Length | None


class Table(Protocol):
    """A table."""

    autofit: bool

    @property
    def columns(self) -> Sequence[Column]:
        """Its columns."""

    @property
    def rows(self) -> Sequence[Row]:
        """Its rows."""

    def add_row(self) -> Row:
        """A new last row."""


class Block(Protocol):
    """A header or a footer."""

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its paragraphs; there is at least one."""


class Properties(Protocol):
    """What the file says of itself."""

    author: str
    comments: str
    created: datetime
    last_modified_by: str
    modified: datetime
    title: str


class Document(Protocol):
    """A document."""

    @property
    def core_properties(self) -> Properties:
        """What it says of itself."""

    @property
    def sections(self) -> Sequence[Section]:
        """Its parts that have a page layout of their own; there is at least one."""

    @property
    def styles(self) -> Styles:
        """Its styles."""

    def add_paragraph(self, text: str = "", style: str | None = None) -> Paragraph:
        """A new last paragraph."""

    def add_table(self, rows: int, cols: int, style: str) -> Table:
        """A new table at its end."""

    def save(self, path_or_stream: IO[bytes]) -> None:
        """Write the file."""


# --- what python-docx has no call for -----------------------------------------------------------------------------


def new_document() -> Document:
    """An empty document."""
    return docx.Document()


def file_parts(document: Document) -> dict[str, bytes]:
    """The parts of the file, by name."""
    buffer = io.BytesIO()
    document.save(buffer)
    return read_package(buffer.getvalue())


def element(tag: str, **attributes: str) -> Element:
    """An element and its attributes, of the namespace of Word; the tag has a prefix, as in w:shd."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def append(parent: Element, child: Element) -> None:
    """Put an element at the end of another."""
    parent.append(child)


def insert_before(parent: BaseOxmlElement, child: Element, followers: Iterable[str]) -> None:
    """Insert before the first of the followers, tags in the order of the schema; at the end where there is none."""
    follower = parent.first_child_found_in(*followers)
    if follower is None:
        append(parent, child)
    else:
        follower.addprevious(child)


def shading(colour: str) -> Element:
    """A background in a colour, RGB."""
    return element("w:shd", val="clear", color="auto", fill=colour)


def set_chinese_font(properties: CT_RPr, name: str) -> None:
    """The font of Chinese characters."""
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)


def repeat_on_every_page(row: Row) -> None:
    """Make a row the head of its table."""
    append(row._tr.get_or_add_trPr(), element("w:tblHeader", val="true"))


def keep_on_one_page(row: Row) -> None:
    """Do not break a row between pages."""
    append(row._tr.get_or_add_trPr(), element("w:cantSplit"))


def leave_room_to_write(row: Row) -> None:
    """Make a row at least so high that a hand can write in it: 28 pt."""
    append(row._tr.get_or_add_trPr(), element("w:trHeight", val="560", hRule="atLeast"))


def number_pages(section: Section, style: str) -> None:
    """Page numbers at the foot: — 1 —."""
    foot: Block = section.footer
    paragraph = foot.paragraphs[0]
    paragraph.style = style
    paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    field = element("w:instrText")
    field.text = "PAGE"
    for part in (element("w:fldChar", fldCharType="begin"), field, element("w:fldChar", fldCharType="end")):
        append(paragraph.add_run()._r, part)
    paragraph.add_run(" —")

"""Writes a document from its model, in the styles of letters; the same model gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, assert_never

from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from policy_dsl.numerals import chinese
from reasoner.render.docx.docx_library import Cell as WordCell
from reasoner.render.docx.docx_library import (
    Document,
    Paragraph,
    append,
    file_parts,
    keep_on_one_page,
    new_document,
    number_pages,
    repeat_on_every_page,
    set_chinese_font,
    shading,
)
from reasoner.render.docx.docx_library import Table as WordTable
from reasoner.render.docx.package import write_package
from reasoner.render.docx.paragraph_styles import add_styles, speak_chinese
from reasoner.render.docx.report_model import (
    Cell,
    DocumentPart,
    Heading,
    Line,
    Part,
    Quote,
    Small,
    Subheading,
    Table,
    Title,
    cell,
)
from reasoner.render.typeset import typeset, writable

_WIDTH: Final = 170
"""Millimetres of a line: tables need more than a letter."""
_SIZE, _PITCH = 10.5, 15
"""Points of the letters in tables, and from line to line."""
_HEAD: Final = "DDE7F0"
_DAY: Final = datetime(2000, 1, 1)
_HEADINGS: Final = ("Heading 1", "Heading 2", "Heading 3")
_LOOKS: Final = ("公文标题", "公文一级标题", "公文引文")
"""How headings look, in the styles of our letters."""
_LONGEST: Final = 255
"""Characters that the properties of a file take."""


def document_bytes(parts: Iterable[DocumentPart]) -> bytes:
    """The file of a document; nothing in it comes from the clock."""
    paper = _Paper()
    for part in parts:
        paper.add(part)
    return paper.bytes()


class _Paper:
    """A document as it grows."""

    def __init__(self) -> None:
        self._document = new_document()
        speak_chinese(self._document)
        add_styles(self._document)
        _headings(self._document)
        self._headings = 0
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(25), Mm(22)
        section.left_margin = section.right_margin = Mm((210 - _WIDTH) / 2)
        number_pages(section, "公文页脚")

    def add(self, part: DocumentPart) -> None:
        """Set a part at the end."""
        match part:
            case Title(text):
                self._paragraph(text, _HEADINGS[0])
                self._document.core_properties.title = typeset(writable(text))[:_LONGEST]
            case Part(text):
                self._paragraph(text, _HEADINGS[0]).paragraph_format.page_break_before = True
                self._headings = 0
            case Heading():
                self._heading(part)
            case Subheading(text):
                self._paragraph(text, _HEADINGS[2])  # in 楷体 as GB/T 9704 has it
            case Small():
                self._small(part)
            case Quote(text):
                self._words(self._document.add_paragraph(style="公文提示"), Line(text, quote=True))
            case Table():
                self._table(part)
            case _:
                assert_never(part)

    def bytes(self) -> bytes:
        """The file; nothing in it comes from the clock."""
        about = self._document.core_properties
        about.author = about.last_modified_by = about.comments = ""
        about.created = about.modified = _DAY
        return write_package(file_parts(self._document))

    def _heading(self, heading: Heading) -> None:
        self._headings += heading.numbered
        number = f"{chinese(self._headings)}、" if heading.numbered else ""
        paragraph = self._paragraph(number + heading.text, _HEADINGS[1])
        paragraph.paragraph_format.page_break_before = heading.new_page

    def _small(self, small: Small) -> None:
        paragraph = self._document.add_paragraph(style="公文提示")
        text = typeset(writable(small.text))
        end = len(text) if small.bold else small.bold_to
        if end:
            paragraph.add_run(text[:end]).bold = True
        paragraph.add_run(text[end:])
        if small.indent:
            paragraph.paragraph_format.left_indent = Pt(24)
        if small.least:
            paragraph.paragraph_format.line_spacing = Pt(_PITCH)
            for run in paragraph.runs:
                run.font.size = Pt(_SIZE)

    def _table(self, content: Table) -> None:
        """A table in small letters whose head is repeated on every page; no row is broken between pages."""
        table = self._document.add_table(rows=0, cols=len(content.heads), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, content.widths, strict=True):
            column.width = Mm(_WIDTH * width / sum(content.widths))
        self._row(table, [cell(h, fill=_HEAD) for h in content.heads], "公文表头")
        repeat_on_every_page(table.rows[0])
        last: list[WordCell] = []
        for row in content.rows:
            last = self._row(table, row, "公文表格", last)
        self._document.add_paragraph(style="公文表格")

    def _row(
        self, table: WordTable, cells: Sequence[Cell], style: str, above: Sequence[WordCell] = ()
    ) -> list[WordCell]:
        row = table.add_row()
        keep_on_one_page(row)
        places = list(row.cells)
        for place, column in zip(places, table.columns, strict=True):
            place.width = column.width
        for n, cell_ in enumerate(cells):
            place = places[n].merge(places[-1]) if cell_.wide else places[n]
            if cell_.above:
                above[n]._tc.vMerge = above[n]._tc.vMerge or "restart"
                place._tc.vMerge = "continue"
            if cell_.fill:
                append(place._tc.get_or_add_tcPr(), shading(cell_.fill))
            for m, line in enumerate(cell_.lines or (Line(""),)):
                paragraph = place.paragraphs[0] if m == 0 else place.add_paragraph()
                paragraph.style = style
                paragraph.paragraph_format.line_spacing = Pt(_PITCH)
                self._words(paragraph, line)
                for run in paragraph.runs:
                    run.font.size = Pt(_SIZE)
        return places

    def _paragraph(self, text: str, style: str) -> Paragraph:
        return self._document.add_paragraph(typeset(writable(text)), style=style)

    def _words(self, paragraph: Paragraph, line: Line) -> None:
        run = paragraph.add_run(typeset(writable(line.text)))
        run.bold = line.bold or None
        if line.quote:
            run.font.name = "Times New Roman"
            set_chinese_font(run._r.get_or_add_rPr(), "楷体")


def _headings(document: Document) -> None:
    """The headings that Word knows as such look like those of our letters."""
    for name, look in zip(_HEADINGS, _LOOKS, strict=True):
        style = document.styles[name]
        for properties in (style.element.rPr, style.element.pPr):
            if properties is None:
                continue
            for setting in list(properties):
                if setting.tag not in (qn("w:keepNext"), qn("w:keepLines"), qn("w:outlineLvl")):
                    properties.remove(setting)
        style.base_style = document.styles[look]

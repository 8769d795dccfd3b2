"""Workbooks written out by XlsxWriter: text stays text, the same content gives the same bytes, rows are not kept.

A cell is text, a number, a day or a judgement, never a formula: text that begins like one is marked as text, so that it
stays text when somebody edits the cell. Nothing in the file comes from the clock or the machine. Rows go to temporary
files in the folder where the workbook is to stand, and nowhere else.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Final, TextIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellStringTuple, Worksheet

from policy_dsl.ingest.temporary_folder import temporary_folder
from reasoner.render.xlsx.cell_styles import PLAIN, Style
from reasoner.render.xlsx.cell_text import SheetNames, as_xml, clean, like_formula, usual
from reasoner.render.xlsx.sheet_model import Cell, Choice, Sheet, Value

_FONT: Final = "等线"
_BASE_FORMAT: Final = {"font_name": _FONT, "font_scheme": "none", "font_size": 11, "valign": "top"}
"""What every cell looks like unless its style says otherwise."""

_BORDER: Final = "#BFC8D0"
_CREATED: Final = datetime(1980, 1, 1)
_EPOCH: Final = date(1899, 12, 30)
_CALENDAR: Final = 61
"""The first of March 1900: before it the count of days is not the calendar's."""

_EXACT: Final = 10**15
_AUTHOR: Final = "条理"
_FOOT: Final = "&C&A  &P / &N"
"""The name of the sheet, the page, and how many there are."""

# Sizes in pixels, of which a point has 4/3.
_CHARACTER: Final = 7
_ROW: Final = 21
_LINE: Final = 20
_TALLEST: Final = 400
"""A spreadsheet takes 545."""

_NOTE_WIDTH: Final = 320
_NOTE_LINE: Final = 18.7
_PER_NOTE_LINE: Final = 24
"""Characters in a line of a comment."""


class Formats(dict[Style, Format]):
    """The formats of one workbook by style, made when they are first used."""

    def __init__(self, book: Workbook) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, style: Style) -> Format:
        properties: dict[str, object] = {"font_size": style.size, "text_wrap": style.wrap, "bold": style.bold}
        properties["quote_prefix"] = style.quoted
        if style.colour:
            properties["font_color"] = f"#{style.colour}"
        if style.fill:
            properties["bg_color"] = f"#{style.fill}"
        if style.number:
            properties["num_format"] = style.number
        if style.border:
            properties |= {"border": 1, "border_color": _BORDER}
        if style.centre:
            properties |= {"align": "center", "valign": "vcenter"}
        made = self[style] = self._book.add_format(properties)
        return made


def workbook_bytes(sheets: Iterable[Sheet], folder: str | os.PathLike[str]) -> bytes:
    """The bytes of a workbook of these sheets, written one after the other. Raises OSError.

    folder: where temporary files may stand; none is left there.
    """
    content = io.BytesIO()
    with temporary_folder(folder) as temporary:
        book = Workbook(
            content,
            {
                "constant_memory": True,
                "tmpdir": temporary,
                "use_zip64": True,
                "default_format_properties": dict(_BASE_FORMAT),
                "default_row_height": _ROW,
            },
        )
        book.set_properties({"author": _AUTHOR, "created": _CREATED})
        formats, names = Formats(book), SheetNames()
        try:
            for sheet in sheets:
                target = book.add_worksheet(names.name(sheet.name), _TextSheet)
                assert isinstance(target, _TextSheet)
                _write(sheet, target, formats)
            book.close()
        except FileCreateError as error:
            raise error.__context__ if isinstance(error.__context__, OSError) else OSError(0, str(error)) from None
        finally:
            for written in book.worksheets():
                _close_rows(written)
    return content.getvalue()


class _TextSheet(Worksheet):
    """A worksheet that writes every text as it is, and in one step.

    XlsxWriter takes a text that looks like its own markup of rich text for that, passes over every second of two escapes
    that share an underscore, and spends half of the time of a workbook on it.
    """

    def begin(self, row: int, first: int, last: int) -> dict[int, CellStringTuple]:
        """The cells of a row that is written next, to which texts may be added from its first column to its last."""
        for column in (first, last):
            self._check_dimensions(row, column)
        if row > self.previous_row:
            self._write_single_row(row)
        return self.table[row]

    def _write_single_row(self, current_row_num: int = 0) -> None:
        row, self.previous_row = self.previous_row, current_row_num
        cells = self.table.get(row)
        if not cells:
            self.previous_row = row
            super()._write_single_row(current_row_num)
            return
        self._write_row(row, None, self.row_info.get(row))
        number, pieces, file = row + 1, list[str](), _open(self.fh)
        for column, cell in sorted(cells.items()):
            if type(cell) is CellStringTuple:
                pieces.append(
                    f'<c r="{_letters(column)}{number}" s="{cell.format._get_xf_index()}" t="inlineStr">'
                    f'<is><t xml:space="preserve">{as_xml(cell.string)}</t></is></c>'
                )
            else:
                file.write("".join(pieces))
                pieces.clear()
                self._write_cell(row, column, cell)
        file.write("".join(pieces) + "</row>")
        self.table.clear()


@cache
def _letters(column: int) -> str:
    return xl_col_to_name(column)


def _open(file: TextIO | None) -> TextIO:
    """The file of the rows, which is open while there are some."""
    assert file is not None
    return file


def _close_rows(target: Worksheet) -> None:
    """Close the file of a sheet's rows, of which XlsxWriter keeps one open for each sheet; it opens it again itself."""
    with contextlib.suppress(OSError):
        target._opt_close()


def _write(sheet: Sheet, target: _TextSheet, formats: Formats) -> None:
    rows, columns = _write_rows(sheet, target, formats)
    _close_rows(target)
    for column, width in sheet.widths.items():
        target.set_column_pixels(column, column, round(width * _CHARACTER))
    if sheet.frozen:
        target.freeze_panes(sheet.frozen, 0)
        target.repeat_rows(0, sheet.frozen - 1)
    if sheet.filtered and rows:
        target.autofilter(max(sheet.frozen, 1) - 1, 0, rows - 1, max(columns, 1) - 1)
    for (top, left), (bottom, right) in sheet.merged:
        # `merge_range` writes the cells of the area, too, and those of later rows must be written with their rows.
        target.merge.append([top, left, bottom, right])
    for choice in sheet.choices:
        _write_choice(choice, target)
    target.set_landscape()
    target.set_paper(sheet.paper)
    target.fit_to_pages(1, 0)
    target.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    target.set_footer(_FOOT, {"margin": 0.3})
    if sheet.hidden:
        target.hide()


def _write_rows(sheet: Sheet, target: _TextSheet, formats: Formats) -> tuple[int, int]:
    """Write the cells and their comments; how many rows and columns there are."""
    style, shape = sheet.style, formats[sheet.style]
    notes: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.notes.items():
        notes.setdefault(row, {})[column] = text
    number, width = -1, 0
    for number, cells in enumerate(sheet.rows):
        width = max(width, len(cells))
        filled = [column for column, cell in enumerate(cells) if cell is not None]
        begun = target.begin(number, filled[0], filled[-1]) if filled else {}
        for column in filled:
            cell = cells[column]
            if isinstance(cell, str) and usual(cell):
                begun[column] = CellStringTuple(cell, shape)
            elif isinstance(cell, tuple):
                _write_cell(target, number, column, cell[0], cell[1], formats)
            else:
                _write_cell(target, number, column, cell, style, formats)
        if number in notes:
            _write_notes(target, number, cells, notes[number], formats[PLAIN])
        if style.wrap and filled:
            target.set_row_pixels(number, _height(cells, sheet.widths))
    return number + 1, width


def _write_cell(target: Worksheet, row: int, column: int, value: Value, style: Style, formats: Formats) -> None:
    shape = formats[style]
    if isinstance(value, str):
        if like_formula(value):
            shape = formats[style._replace(quoted=True)]
        target.write_string(row, column, clean(value), shape)
    elif isinstance(value, bool):
        target.write_boolean(row, column, value, shape)
    elif isinstance(value, date):
        serial = (value - _EPOCH).days if not isinstance(value, datetime) else 0
        if serial < _CALENDAR:
            text = value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
            target.write_string(row, column, text, shape)
        else:
            target.write_number(row, column, serial, formats[style._replace(number="yyyy-mm-dd")])
    elif isinstance(value, (int, Decimal)):
        if -_EXACT < value < _EXACT:
            target.write_number(row, column, value if isinstance(value, int) else _Exact(value), shape)
        else:
            text = format(value, "f") if isinstance(value, Decimal) else str(value)
            target.write_string(row, column, text, shape)
    else:
        target.write_blank(row, column, None, shape)


class _Exact(float):
    """A number written with all its digits; XlsxWriter rounds others to 16."""

    def __format__(self, _: str) -> str:
        return repr(self)


def _write_notes(target: Worksheet, row: int, cells: Sequence[Cell], notes: Mapping[int, str], plain: Format) -> None:
    for column, text in sorted(notes.items()):
        if column >= len(cells) or cells[column] is None:
            # A comment needs a row, and XlsxWriter makes one for cells only.
            target.write_blank(row, column, None, plain)
        lines = sum(1 + len(line) // _PER_NOTE_LINE for line in text.split("\n"))
        target.write_comment(
            row,
            column,
            clean(text),
            {
                "author": _AUTHOR,
                "font_name": _FONT,
                "font_size": 9,
                "width": _NOTE_WIDTH,
                "height": _NOTE_LINE * lines + 16,
            },
        )


def _write_choice(choice: Choice, target: Worksheet) -> None:
    refusal: dict[str, object] = {"show_error": False}
    if choice.closed:
        refusal = {"error_title": "不在可选之列", "error_message": "请从下拉列表中选择;不知道的写 不详"}
    first, last = choice.rows
    options = {"validate": "list", "source": f"={choice.source}", "show_input": False, **refusal}
    target.data_validation(first, choice.column, last, choice.column, options)


def _height(row: Sequence[Cell], widths: Mapping[int, float]) -> int:
    """Pixels for the wrapped texts of a row; spreadsheet programs do not all work it out when they open a file."""
    most = 1
    for column, cell in enumerate(row):
        value = cell[0] if isinstance(cell, tuple) else cell
        if isinstance(value, str) and len(value) > 4:
            room = max(2, int(widths.get(column, 9.0)) - 1)
            if 2 * len(value) > room or "\n" in value:
                most = max(most, sum([1 + (2 * len(line) - 1) // room for line in value.split("\n")]))
    return min(_LINE * most + 6, _TALLEST)

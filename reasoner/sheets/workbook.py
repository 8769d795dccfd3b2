"""The cells of a workbook as values, sheet by sheet, with what `scan` saw of them.

Values are text, exact numbers (int, or Decimal of 15 significant digits, as a person sees them), booleans and days; an empty cell is None.
Formulas give the value that was saved with them, never their result.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.file_loading import read_bytes, to_text
from reasoner.sheets.container_check import Book, inspect
from reasoner.sheets.xls_subprocess import MOST_CELLS, Broken, RawCell, RawSheet, read_apart, sheets_of
from reasoner.sheets.xlsx_prescan import Place, Scanned, column_letters, scan_sheets, shared_text

Cell = str | int | Decimal | bool | date | datetime | None

MOST_ROWS: Final = 50_000
_MOST_TEXT: Final = 256 * 2**20
_MOST_EXACT: Final = 1e16
_SHORT: Final = 8
"""Significant digits of a number that a text could name."""
_MOST_PLACES: Final = 3
_SAVE_AGAIN: Final = "请报送单位重新保存、重新发送"


@dataclass
class Grid:
    """One sheet. `merged` gives for each cell of a merged area but the first the place of that first one."""

    name: str
    rows: list[list[Cell]]
    merged: dict[Place, Place] = field(default_factory=dict)
    scanned: Scanned = field(default_factory=Scanned)
    hidden: bool = False
    exact_formats: bool = True
    """Whether it is known which cells are shown as per cent; an xls does not tell."""
    stored: Mapping[Place, Decimal] = field(default_factory=dict)
    """The numbers that are stored with more digits than are read here, exact."""

    def value(self, row: int, column: int) -> Cell:
        """A cell; one of a merged area has the value of its first cell."""
        if self.merged:
            row, column = self.merged.get((row, column), (row, column))
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else None


@dataclass(frozen=True)
class Workbook:
    """A file of sheets; `name` as messages call it."""

    name: str
    form: str
    grids: list[Grid]
    notes: tuple[str, ...] = ()
    since_1904: bool = False


def cell_name(sheet: str, row: int, column: int) -> str:
    """`申请!C7`."""
    return f"{sheet}!{column_letters(column)}{row + 1}"


def read_workbook(path: str | os.PathLike[str], name: str = "") -> Workbook:
    """The cells of a file; raises Faults (F101, F102, F103, S101 to S105)."""
    name = name or os.fspath(path)
    return workbook_of(read_bytes(path, name), name)


def workbook_of(raw: bytes, name: str) -> Workbook:
    """The cells of the bytes of a file."""
    book = inspect(raw, name)
    if book.form == "csv":
        return Workbook(name, "csv", [Grid(_stem(name), _csv_rows(raw, name))])
    return _read(book, name)


def _stem(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "表"


def _csv_rows(raw: bytes, name: str) -> list[list[Cell]]:
    text = to_text(raw, name)
    if "\0" in text:
        raise Faults([Diagnostic("S101", name, "文件不是文本表格", "xlsx、xls 或 csv 表格", _SAVE_AGAIN)])
    head = text[:4000].split("\n")[:20]
    mark = max(",\t;", key=lambda m: sum(line.count(m) for line in head))
    rows: list[list[Cell]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            rows.append([c if c.strip() else None for c in cells])
            if len(rows) > MOST_ROWS + 100:
                raise _too_many(name, "csv")
    except csv.Error as error:
        raise Faults(
            [
                Diagnostic(
                    "S101", f"{name}:{len(rows) + 1}", f"CSV 写法有误:{_csv_fault(error)}", hint="检查引号是否成对"
                )
            ]
        ) from None
    return rows


def _csv_fault(error: csv.Error) -> str:
    """What is wrong with a text table, for staff."""
    if "field limit" in str(error):
        return f"有一格超过{csv.field_size_limit()}字"
    return "引号或者换行的写法不对"


def _read(book: Book, name: str) -> Workbook:
    broken = Faults([Diagnostic("S101", name, "工作簿不完整或已损坏", "xlsx、xls 或 csv 表格", _SAVE_AGAIN)])
    scanned: dict[str, Scanned] = {}
    since_1904 = False
    if book.form == "xlsx":
        try:
            scanned, since_1904 = scan_sheets(book.parts)
        except (ElementTree.ParseError, expat.ExpatError, LookupError, ValueError):  # LookupError: no such encoding
            raise broken from None
        for called, scan in scanned.items():
            _bound(name, called, scan.rows, scan.columns)
        if shared_text(book.parts) > _MOST_TEXT:
            raise Faults([Diagnostic("S102", name, "单元格里的文字合计过多,不像正常的申请表", hint="分成几个文件")])
    try:
        sheets = sheets_of(book.raw, MOST_CELLS) if book.form == "xlsx" else read_apart(book.raw)
    except Broken as error:
        if error.locked:
            raise Faults([Diagnostic("S103", name, "文件有打开密码,读不出内容", hint="取消密码后再存一份")]) from None
        raise broken from None
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # Besides errors of its own the reader panics, which is no Exception, on files that no program wrote.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise broken from None
        raise
    grids: list[Grid] = []
    notes = [*book.notes]
    for sheet in sheets:
        _bound(name, sheet.name, sheet.height, sheet.width)
        rows = [[_cell(c) for c in row] for row in sheet.rows]
        scan = scanned.get(sheet.name) or Scanned(errors=set(sheet.errors), uncalculated=set(sheet.uncalculated))
        stored = dict(_stored_otherwise(sheet.rows, rows))
        grids.append(Grid(sheet.name, rows, _merged(sheet.merged), scan, sheet.hidden, book.form == "xlsx", stored))
        notes += _of_rounding(sheet)
    return Workbook(name, book.form, grids, tuple(notes), since_1904)


def _of_rounding(sheet: RawSheet[RawCell]) -> Iterable[str]:
    """A sentence on numbers whose last binary digits were not read, where the number that is read is a short one.

    Only such a number can be the same as one that a text names.
    """
    places: list[tuple[str, float, Cell]] = []
    count = 0
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            if not isinstance(value, float) or not isfinite(value) or round(value, 4) == value:
                continue  # nearly all
            number = float(f"{value:.{_SHORT}g}")
            if number != value and number == float(f"{value:.15g}"):
                count += 1
                if len(places) < _MOST_PLACES:
                    places.append((cell_name(sheet.name, row, column), value, _cell(value)))
    if places:
        examples = ";".join(f"{cell} 存的是 {value!r},读作 {read}" for cell, value, read in places)
        more = f"等共{count}格" if count > len(places) else ""
        yield f"数按15位有效数字读,即表上看到的数:{examples}{more}"


def _bound(name: str, sheet: str, rows: int, columns: int) -> None:
    if rows > MOST_ROWS + 100 and rows * max(columns, 1) <= MOST_CELLS:
        raise _too_many(name, sheet)
    if rows * columns > MOST_CELLS:
        where = f"{name}: {sheet}"
        message = f"表格区域到 {column_letters(columns - 1)}{rows},共{rows * columns:,}格,过大"
        hint = "删去表格下方和右侧多余的行和列(选中后删除,不是清空),再保存"
        raise Faults([Diagnostic("S102", where, message, f"至多{MOST_CELLS:,}格", hint)])


def _too_many(name: str, sheet: str) -> Faults:
    hint = "分成几个文件;下方有空行的,选中后删除再保存"
    return Faults([Diagnostic("S105", f"{name}: {sheet}", f"超过{MOST_ROWS:,}行", f"一张表至多{MOST_ROWS:,}行", hint)])


def _merged(areas: Iterable[tuple[Place, Place]]) -> dict[Place, Place]:
    """By each cell of a merged area but the first the place of the first."""
    firsts: dict[Place, Place] = {}
    for (top, left), (bottom, right) in areas:
        # A title over whole columns would be millions of places; no header or value lies that far.
        for row in range(top, min(bottom, top + MOST_ROWS) + 1):
            for column in range(left, min(right, left + 200) + 1):
                if (row, column) != (top, left) and len(firsts) < MOST_CELLS:
                    firsts[row, column] = (top, left)
    return firsts


def _stored_otherwise(
    raw: Iterable[Sequence[RawCell]], read: Sequence[Sequence[Cell]]
) -> Iterator[tuple[Place, Decimal]]:
    """The cells whose number is read with fewer digits than it is stored with."""
    for number, row in enumerate(raw):
        for column, value in enumerate(row):
            cell = read[number][column] if type(value) is float else None
            if isinstance(cell, (int, Decimal)) and (exact := Decimal(repr(value))) != cell:
                yield (number, column), exact


def _cell(value: RawCell) -> Cell:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _MOST_EXACT:
            return int(value)
        if not isfinite(value):
            return str(value)
        if abs(value) >= _MOST_EXACT:
            return Decimal(repr(value))
        # The digits that a spreadsheet displays; the rest comes of binary arithmetic.
        rounded = Decimal(f"{value:.15g}")
        return int(rounded) if rounded == rounded.to_integral_value() else rounded
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, (time, timedelta)):
        return str(value)
    return value

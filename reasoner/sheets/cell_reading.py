"""The cells of a table's rows read as plain values, with the faults of cells, what was mapped and what was rounded."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from policy_dsl.vocabulary import Term
from reasoner.intake.diagnostics_collector import Complaints, Unreadable
from reasoner.intake.stated_fact import no_value
from reasoner.intake.usual_names import plain_name
from reasoner.sheets.cells import as_day, as_number, as_period, as_text, as_truth
from reasoner.sheets.columns import Column, Names, numeric
from reasoner.sheets.header_recognition import Table
from reasoner.sheets.workbook import Cell, Workbook, cell_name


class Rounded(NamedTuple):
    """A figure that a workbook stores with more digits than people see and are read."""

    fact: str
    """The fact."""
    cell: str
    """Its cell."""
    stored: Decimal
    """What is stored."""
    read: Decimal
    """What was read."""


Aspects = dict[str, dict[str, object]]
"""By fact what is said of it besides its value: 来源, 来源类型, 时点 …"""


class CellReader:
    """Reads the cells of one file. values: by fact what a person says that values stand for."""

    def __init__(self, book: Workbook, names: Names, values: Mapping[str, Mapping[str, str]]) -> None:
        self._book, self._names, self._values = book, names, values
        self.complaints = Complaints(book.name)
        """The faults of cells."""
        self.mapped: dict[tuple[str, str, str], int] = {}
        """By fact, what stood there and what it was read as: how many cells a person's mapping changed."""
        self.rounded: list[Rounded] = []
        """The figures that were read with fewer digits than are stored."""
        self._faults: set[tuple[str, int, int]] = set()

    def cells(self, table: Table, row: int) -> Iterator[tuple[Column, Cell]]:
        """The cells of a row that hold something; errors and merged numbers are noted."""
        grid, scan = table.grid, table.grid.scanned
        for read, other in table.unequal.get(row, ()):
            there = cell_name(grid.name, row, other.index)
            message = f"「{read.header}」与 {there}「{other.header}」都是「{read.label}」,这一行两格不同"
            self.fault(table, row, read, Unreadable("S112", message, hint="两格写成一样,或只留一列"))
        for column in table.used:
            place = (row, column.index)
            if place in scan.errors:
                self.fault(
                    table,
                    row,
                    column,
                    Unreadable("S120", "单元格里是错误值(#DIV/0!、#N/A 之类)", hint="改正公式,或直接填写"),
                )
            elif place in scan.uncalculated:
                self.fault(
                    table,
                    row,
                    column,
                    Unreadable("S124", "公式没有存下算出的值", hint="打开文件保存一次,或直接填写数值"),
                )
            else:
                value = grid.value(row, column.index)
                if value is None:
                    continue
                first = grid.merged.get(place)
                if (
                    first
                    and first[0] != row
                    and first[0] > table.header
                    and numeric(self._names.facts.get(column.label))
                ):
                    self.fault(
                        table,
                        row,
                        column,
                        Unreadable(
                            "S125", f"「{column.label}」的单元格与第{first[0] + 1}行合并", hint="取消合并,逐行填写"
                        ),
                    )
                elif not (first and first[0] <= table.header):
                    yield column, value

    def fault(self, table: Table, row: int, column: Column, bad: Unreadable) -> None:
        """Note a fault of a cell; raises `Enough` where there are too many."""
        self._faults.add((table.grid.name, row, column.index))
        self.complaints.add(cell_name(table.grid.name, row, column.index), bad)

    def faulty(self, table: Table, row: int, column: Column) -> bool:
        """Whether a cell has a fault."""
        return (table.grid.name, row, column.index) in self._faults

    def read(self, table: Table, row: int, column: Column, value: Cell, term: Term | None, unit: str = "") -> object:
        """The plain value of a cell of a fact; None where it has a fault of its own."""
        if term is not None and isinstance(value, str) and term.label in self._values:
            value = self._as_mapped(term.label, value)
        try:
            if term is None:
                return as_text(value)
            if numeric(term):
                unit = column.unit or unit
                self._note_rounding(table, row, column, value, term, unit)
                percent = (row, column.index) in table.grid.scanned.percent
                known = table.grid.exact_formats or isinstance(value, str)
                return as_number(value, term, unit, percent_shown=percent, formats_known=known)
            if term.datatype == "boolean" or (term.yes_no and isinstance(value, bool)):
                return as_truth(value)
            if term.datatype == "date":
                return as_day(value, self._book.since_1904)
            return as_text(value, several=term.multiple)
        except Unreadable as bad:
            self.fault(table, row, column, bad)
            return None

    def _note_rounding(self, table: Table, row: int, column: Column, value: Cell, term: Term, unit: str) -> None:
        stored = table.grid.stored.get((row, column.index))
        if stored is None or not isinstance(value, (int, Decimal)):
            return
        shown_as_percent = (row, column.index) in table.grid.scanned.percent
        scale = Decimal(100) if unit == "%" and not shown_as_percent else Decimal(1)
        cell = cell_name(table.grid.name, row, column.index)
        self.rounded.append(Rounded(term.label, cell, stored / scale, Decimal(value) / scale))

    def _as_mapped(self, fact: str, text: str) -> str:
        """What a person says that a value stands for; the value itself where nothing was said."""
        value = self._values[fact].get(plain_name(text))
        if value is None:
            return text
        key = fact, " ".join(text.split()), value
        self.mapped[key] = self.mapped.get(key, 0) + 1
        return value

    def aspect(self, table: Table, row: int, column: Column, value: Cell, aspect: str) -> object:
        """The plain value of a cell that says where a value comes from, or of what day it speaks."""
        if aspect in ("时点", "日期"):
            return as_period(value, self._book.since_1904)
        if aspect == "有效期至":
            return as_day(value, self._book.since_1904)
        return self.read(table, row, column, value, None)

    def sources(self, table: Table, row: int, cells: Iterable[tuple[Column, Cell]], facts: Container[str]) -> Aspects:
        """By fact what its columns say of it besides its value; where there is no value, that is a fault (F136)."""
        aspects: Aspects = {}
        for column, value in cells:
            if column.aspect and column.fact in facts:
                read = self.aspect(table, row, column, value, column.aspect)
                aspects.setdefault(column.fact, {})[column.aspect] = read
            elif column.aspect:
                self.fault(table, row, column, no_value([column.aspect], [column.fact]))
        return aspects

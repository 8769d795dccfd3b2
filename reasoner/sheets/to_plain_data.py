"""Tables as the plain data of CONTRACT §1."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.vocabulary import Term
from reasoner.intake.diagnostics_collector import Complaints, Enough, Unreadable
from reasoner.intake.stated_fact import no_value
from reasoner.intake.usual_names import plain_name
from reasoner.sheets.cell_locations import Item, Places, Row
from reasoner.sheets.cells import as_day, as_number, as_period, as_text, as_truth
from reasoner.sheets.columns import (
    APPLICATIONS,
    ASPECTS,
    DETERMINATIONS,
    INDICATORS,
    OF_ROW,
    POSITION,
    Column,
    Names,
    numeric,
)
from reasoner.sheets.header_recognition import Table, wide
from reasoner.sheets.workbook import Cell, Workbook, cell_name

_OF_ONE: Final = ("机构", "申请")


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


@dataclass
class Plain:
    """The plain data of a file, where it came from, and the faults of its cells."""

    data: dict[str, list[dict[str, object]]]
    places: Places
    faults: tuple[Diagnostic, ...]
    mapped: Mapping[tuple[str, str, str], int]
    """By fact, what stood there and what it was read as: how many cells a person's mapping changed."""
    rounded: Sequence[Rounded]
    """The figures that were read with fewer digits than are stored."""


Aspects = dict[str, dict[str, object]]
"""By fact what is said of it besides its value: 来源, 来源类型, 时点 …"""


def _with_row(own: Mapping[str, object], of_row: Mapping[str, object]) -> dict[str, object]:
    """What is said of one fact, and what the row says of all; a fact with a source of its own takes none from the row."""
    taken = OF_ROW if any(key in own for key in OF_ROW) else ()
    return {k: v for k, v in of_row.items() if k not in taken} | dict(own)


def _organs(raw: object) -> object:
    """The organs of a determination, which a cell joins by 、."""
    several = [part.strip() for part in raw.split("、")] if isinstance(raw, str) else []
    return several if len(several) > 1 else raw


class Gather:
    """Makes plain data of the tables of one file. `ledger`: it is that of a bureau, in which there are no applications."""

    def __init__(
        self, book: Workbook, names: Names, values: Mapping[str, Mapping[str, str]], *, ledger: bool = False
    ) -> None:
        """values: by fact what a person says that values stand for."""
        self._book, self._names, self._values, self._ledger = book, names, values, ledger
        self._mapped: dict[tuple[str, str, str], int] = {}
        self._rounded: list[Rounded] = []
        self._complaints = Complaints(book.name)
        self._places = Places(book.name)
        self._data: dict[str, list[dict[str, object]]] = {APPLICATIONS: [], INDICATORS: [], DETERMINATIONS: []}
        self._own: dict[int, dict[str, list[dict[str, object]]]] = {}
        """Of applications, by index, the lists of their own, by kind."""
        self._columns: dict[tuple[int, tuple[tuple[str, int], ...]], Mapping[str, int]] = {}
        """The columns of the names of a table, by its identity and what one entry of a row has besides."""
        self._faults: set[tuple[str, int, int]] = set()

    def run(self, tables: Iterable[Table]) -> Plain:
        """All tables, the applications first."""
        ordered = sorted(tables, key=lambda t: t.kind != APPLICATIONS)
        try:
            for table in ordered:
                for row in table.rows:
                    if table.kind == APPLICATIONS:
                        self._application(table, row)
                    elif wide(table):
                        self._wide(table, row)
                    else:
                        self._entry(table, row)
        except Enough:
            pass
        for index, own in self._own.items():
            self._data[APPLICATIONS][index] |= own
        data = {k: v for k, v in self._data.items() if v or (k == APPLICATIONS and not self._ledger)}
        return Plain(data, self._places, self._complaints.listed(), self._mapped, self._rounded)

    def _cells(self, table: Table, row: int) -> Iterator[tuple[Column, Cell]]:
        """The cells of a row that hold something; errors and merged numbers are noted."""
        grid, scan = table.grid, table.grid.scanned
        for read, other in table.unequal.get(row, ()):
            there = cell_name(grid.name, row, other.index)
            message = f"「{read.header}」与 {there}「{other.header}」都是「{read.label}」,这一行两格不同"
            self._fault(table, row, read, Unreadable("S112", message, hint="两格写成一样,或只留一列"))
        for column in table.used:
            place = (row, column.index)
            if place in scan.errors:
                self._fault(
                    table,
                    row,
                    column,
                    Unreadable("S120", "单元格里是错误值(#DIV/0!、#N/A 之类)", hint="改正公式,或直接填写"),
                )
            elif place in scan.uncalculated:
                self._fault(
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
                    self._fault(
                        table,
                        row,
                        column,
                        Unreadable(
                            "S125", f"「{column.label}」的单元格与第{first[0] + 1}行合并", hint="取消合并,逐行填写"
                        ),
                    )
                elif not (first and first[0] <= table.header):
                    yield column, value

    def _fault(self, table: Table, row: int, column: Column, bad: Unreadable) -> None:
        self._faults.add((table.grid.name, row, column.index))
        self._complaints.add(cell_name(table.grid.name, row, column.index), bad)

    def _faulty(self, table: Table, row: int, column: Column) -> bool:
        return (table.grid.name, row, column.index) in self._faults

    def _read(self, table: Table, row: int, column: Column, value: Cell, term: Term | None, unit: str = "") -> object:
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
            self._fault(table, row, column, bad)
            return None

    def _note_rounding(self, table: Table, row: int, column: Column, value: Cell, term: Term, unit: str) -> None:
        stored = table.grid.stored.get((row, column.index))
        if stored is None or not isinstance(value, (int, Decimal)):
            return
        shown_as_percent = (row, column.index) in table.grid.scanned.percent
        scale = Decimal(100) if unit == "%" and not shown_as_percent else Decimal(1)
        cell = cell_name(table.grid.name, row, column.index)
        self._rounded.append(Rounded(term.label, cell, stored / scale, Decimal(value) / scale))

    def _as_mapped(self, fact: str, text: str) -> str:
        """What a person says that a value stands for; the value itself where nothing was said."""
        value = self._values[fact].get(plain_name(text))
        if value is None:
            return text
        key = fact, " ".join(text.split()), value
        self._mapped[key] = self._mapped.get(key, 0) + 1
        return value

    def _aspect(self, table: Table, row: int, column: Column, value: Cell, aspect: str) -> object:
        """The plain value of a cell that says where a value comes from, or of what day it speaks."""
        if aspect in ("时点", "日期"):
            return as_period(value, self._book.since_1904)
        if aspect == "有效期至":
            return as_day(value, self._book.since_1904)
        return self._read(table, row, column, value, None)

    def _sources(self, table: Table, row: int, cells: Iterable[tuple[Column, Cell]], facts: Container[str]) -> Aspects:
        """By fact what its columns say of it besides its value; where there is no value, that is a fault (F136)."""
        aspects: Aspects = {}
        for column, value in cells:
            if column.aspect and column.fact in facts:
                read = self._aspect(table, row, column, value, column.aspect)
                aspects.setdefault(column.fact, {})[column.aspect] = read
            elif column.aspect:
                self._fault(table, row, column, no_value([column.aspect], [column.fact]))
        return aspects

    def _application(self, table: Table, row: int) -> None:
        terms = self._names.facts
        cells = list(self._cells(table, row))
        frame: dict[str, object] = {}
        facts: dict[str, object] = {}
        position: dict[str, object] = {}
        of_row: dict[str, object] = {}
        for column, value in cells:
            label = column.label
            if label in POSITION:
                position[label] = as_text(value) if isinstance(value, str) else value
            elif label == "日期":
                frame[label] = as_day(value, self._book.since_1904)
            elif label in OF_ROW:
                of_row[label] = self._aspect(table, row, column, value, label)
            elif not column.aspect:
                of_fact = label not in ("编号", "事项")
                (facts if of_fact else frame)[label] = self._read(table, row, column, value, terms.get(label))
        aspects = self._sources(table, row, cells, facts)
        institution: dict[str, object] = {}
        data = frame
        for label, given in facts.items():
            beside = _with_row(aspects.get(label, {}), of_row)
            target = institution if label in self._names.facility else data
            target[label] = {"数值": given, **beside} if beside else given
        if institution:
            data["机构"] = institution
        if position:
            data["位置"] = position
        self._data[APPLICATIONS].append(data)
        self._places.applications.append(Item(self._row(table, row)))

    def _row(self, table: Table, row: int, **more: int) -> Row:
        key = id(table), tuple(more.items())
        if key not in self._columns:
            self._columns[key] = {c.label: c.index for c in table.used} | more
        return Row(table.grid.name, row, self._columns[key])

    @cached_property
    def _by_name(self) -> Mapping[str, list[int]]:
        """The applications by 编号 and by the name of the institution; asked for when all of them were gathered."""
        by_name: dict[str, list[int]] = {}
        for index, data in enumerate(self._data[APPLICATIONS]):
            facility = data.get("机构")
            called = facility.get("名称") if isinstance(facility, dict) else None
            called = called.get("数值") if isinstance(called, dict) else called
            for name in {str(n) for n in (data.get("编号"), called) if n}:
                by_name.setdefault(name, []).append(index)
        return by_name

    def _entry(self, table: Table, row: int) -> None:
        cells = {c.label: (c, v) for c, v in self._cells(table, row)}
        item: dict[str, object] = {}
        named = "名称" if table.kind == INDICATORS else "事项"
        term = self._names.facts.get(str(as_text(cells[named][1])) if named in cells else "")
        unit = str(cells["单位"][1]).strip() if "单位" in cells else ""
        for label, (column, value) in cells.items():
            if label in ("数值", "结论"):
                item[label] = self._read(table, row, column, value, term, "" if unit == "1" else unit)
            elif label == "机关":
                item[label] = _organs(self._read(table, row, column, value, None))
            elif label not in ("单位", "申请编号"):
                item[label] = self._aspect(table, row, column, value, label)
        self._put(table, row, cells, item, self._row(table, row))

    def _wide(self, table: Table, row: int) -> None:
        """A row with a column for each indicator: an entry for each cell that holds something."""
        cells = list(self._cells(table, row))
        by_label = {c.label: (c, v) for c, v in cells}
        values = {c.label: (c, v) for c, v in cells if c.label in self._names.indicators}
        # A cell with a fault is an entry without a value: it must be known which fact is faulty.
        aspects = self._sources(table, row, cells, values)
        faulty = [c for c in table.used if c.fact in self._names.indicators and self._faulty(table, row, c)]
        values |= {c.fact: (c, None) for c in faulty if c.fact not in values}
        frame = {
            label: self._aspect(table, row, column, value, label)
            for label, (column, value) in by_label.items()
            if label in ("地区", *ASPECTS)
        }
        if not values:
            self._places.empty.add((table.grid.name, row))
        for label, (column, value) in values.items():
            item: dict[str, object] = {
                "名称": label,
                "数值": None if value is None else self._read(table, row, column, value, self._names.indicators[label]),
                **_with_row(aspects.get(label, {}), frame),
            }
            columns = {a: by_label[f"{label}·{a}"][0].index for a in aspects.get(label, ())}
            places = self._row(table, row, 数值=column.index, 名称=column.index, **columns)
            self._put(table, row, by_label, item, places)

    def _put(
        self, table: Table, row: int, cells: Mapping[str, tuple[Column, Cell]], item: dict[str, object], place: Row
    ) -> None:
        """An entry to the lists that all share, or to those of the applications that it names."""
        owners: list[int] = []
        if "申请编号" in cells:
            column, value = cells["申请编号"]
            owners = self._by_name.get(str(as_text(value)), [])
            if not owners:
                # Whose it is cannot be told: it stands in the shared list, where its fault is one of all who read the fact.
                self._fault(table, row, column, Unreadable("S126", f"没有编号为「{as_text(value)}」的申请"))
        elif table.kind == DETERMINATIONS:
            term = self._names.facts.get(str(item.get("事项")))
            if term is not None and term.subject in _OF_ONE:
                owners = self._by_name.get(str(item.get("对象")), [])
        if not owners:
            self._data[table.kind].append(item)
            self._places.shared[table.kind].append(place)
        for index in owners:
            self._own.setdefault(index, {}).setdefault(table.kind, []).append(item)
            self._places.applications[index].lists.setdefault(table.kind, []).append(place)

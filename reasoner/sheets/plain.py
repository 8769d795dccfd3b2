"""Tables as the plain data of CONTRACT §1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.vocabulary import Term
from reasoner.intake.complaints import Complaints, Enough, Unreadable

from .cells import as_day, as_number, as_period, as_text, as_truth
from .columns import APPLICATIONS, DETERMINATIONS, INDICATORS, POSITION, Column, Names, numeric
from .grid import Cell, Workbook, cell_name
from .layout import Table, wide
from .places import Item, Places, Row

_OF_ONE: Final = ("机构", "申请")


@dataclass
class Plain:
    """The plain data of a file, where it came from, and the faults of its cells."""

    data: dict[str, list[dict[str, object]]]
    places: Places
    faults: tuple[Diagnostic, ...]


class Gather:
    """Makes plain data of the tables of one file. `ledger`: 确认人 and 有效期至 are read too."""

    def __init__(self, book: Workbook, names: Names, *, ledger: bool = False) -> None:
        self._book, self._names, self._ledger = book, names, ledger
        self._complaints = Complaints(book.name)
        self._places = Places(book.name)
        self._data: dict[str, list[dict[str, object]]] = {APPLICATIONS: [], INDICATORS: [], DETERMINATIONS: []}
        self._own: list[dict[str, list[dict[str, object]]]] = []
        """Of each application the lists of its own, by kind."""
        self._by_name: dict[str, list[int]] = {}

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
        applications = [a | own for a, own in zip(self._data[APPLICATIONS], self._own, strict=True)]
        whole = self._data | {APPLICATIONS: applications}
        data = {k: v for k, v in whole.items() if v or (k == APPLICATIONS and not self._ledger)}
        return Plain(data, self._places, self._complaints.listed())

    def _cells(self, table: Table, row: int) -> Iterator[tuple[Column, Cell]]:
        """The cells of a row that hold something; errors and merged numbers are noted."""
        grid, scan = table.grid, table.grid.scanned
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
        self._complaints.add(cell_name(table.grid.name, row, column.index), bad)

    def _read(self, table: Table, row: int, column: Column, value: Cell, term: Term | None, unit: str = "") -> object:
        """The plain value of a cell of a fact; None where it has a fault of its own."""
        try:
            if term is None:
                return as_text(value)
            if numeric(term):
                unit = column.unit or unit
                percent = (row, column.index) in table.grid.scanned.percent
                known = table.grid.exact_formats or isinstance(value, str)
                return as_number(value, term, unit, percent_shown=percent, formats_known=known)
            if term.datatype == "boolean":
                return as_truth(value)
            if term.datatype == "date":
                return as_day(value, self._book.since_1904)
            return as_text(value, several=term.multiple)
        except Unreadable as bad:
            self._fault(table, row, column, bad)
            return None

    def _application(self, table: Table, row: int) -> None:
        facts, facility = self._names.facts, self._names.facility
        data: dict[str, object] = {}
        institution: dict[str, object] = {}
        position: dict[str, object] = {}
        for column, value in self._cells(table, row):
            label = column.label
            if label in POSITION:
                position[label] = as_text(value) if isinstance(value, str) else value
            elif label == "日期":
                data[label] = as_day(value, self._book.since_1904)
            else:
                read = self._read(table, row, column, value, facts.get(label))
                (institution if label in facility else data)[label] = read
        if institution:
            data["机构"] = institution
        if position:
            data["位置"] = position
        index = len(self._places.applications)
        for name in {str(n) for n in (data.get("编号"), institution.get("名称")) if n}:
            self._by_name.setdefault(name, []).append(index)
        self._data[APPLICATIONS].append(data)
        self._own.append({})
        self._places.applications.append(Item(self._row(table, row)))

    def _row(self, table: Table, row: int, **more: int) -> Row:
        return Row(table.grid.name, row, {c.label: c.index for c in table.used} | more)

    def _entry(self, table: Table, row: int) -> None:
        cells = {c.label: (c, v) for c, v in self._cells(table, row)}
        item: dict[str, object] = {}
        named = "名称" if table.kind == INDICATORS else "事项"
        term = self._names.facts.get(str(as_text(cells[named][1])) if named in cells else "")
        unit = str(cells["单位"][1]).strip() if "单位" in cells else ""
        for label, (column, value) in cells.items():
            if label in ("单位", "申请编号") or (label in ("确认人", "有效期至") and not self._ledger):
                continue
            if label in ("数值", "结论"):
                item[label] = self._read(table, row, column, value, term, "" if unit == "1" else unit)
            elif label in ("时点", "日期"):
                item[label] = as_period(value, self._book.since_1904)
            elif label == "有效期至":
                item[label] = as_day(value, self._book.since_1904)
            else:
                item[label] = self._read(table, row, column, value, None)
        self._put(table, row, cells, item, self._row(table, row))

    def _wide(self, table: Table, row: int) -> None:
        """A row with a column for each indicator: an entry for each cell that holds something."""
        cells = list(self._cells(table, row))
        frame: dict[str, object] = {}
        for column, value in cells:
            if column.label in ("时点",):
                frame[column.label] = as_period(value, self._book.since_1904)
            elif column.label in ("地区", "来源") or (self._ledger and column.label == "确认人"):
                frame[column.label] = self._read(table, row, column, value, None)
            elif column.label == "有效期至" and self._ledger:
                frame[column.label] = as_day(value, self._book.since_1904)
        for column, value in cells:
            term = self._names.indicators.get(column.label)
            if term is not None:
                item = {"名称": column.label, "数值": self._read(table, row, column, value, term)} | frame
                places = self._row(table, row, 数值=column.index, 名称=column.index)
                self._put(table, row, {c.label: (c, v) for c, v in cells}, item, places)

    def _put(
        self, table: Table, row: int, cells: Mapping[str, tuple[Column, Cell]], item: dict[str, object], place: Row
    ) -> None:
        """An entry to the lists that all share, or to those of the applications that it names."""
        owners: list[int] = []
        if "申请编号" in cells:
            column, value = cells["申请编号"]
            owners = self._by_name.get(str(as_text(value)), [])
            if not owners:
                self._fault(table, row, column, Unreadable("S126", f"没有编号为「{as_text(value)}」的申请"))
                return
        elif table.kind == DETERMINATIONS:
            term = self._names.facts.get(str(item.get("事项")))
            if term is not None and term.subject in _OF_ONE:
                owners = self._by_name.get(str(item.get("对象")), [])
        if not owners:
            self._data[table.kind].append(item)
            self._places.shared[table.kind].append(place)
        for index in owners:
            self._own[index].setdefault(table.kind, []).append(item)
            self._places.applications[index].lists[table.kind].append(place)

"""Tables as the plain data of CONTRACT §1."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.vocabulary import Term
from reasoner.intake.diagnostics_collector import Enough, Unreadable
from reasoner.intake.field_schema import LOCATION
from reasoner.intake.text_values import is_unknown
from reasoner.intake.values import value_reader
from reasoner.model.kinds import Origin
from reasoner.sheets.cell_locations import Item, Places, Row
from reasoner.sheets.cell_reading import CellReader, Rounded
from reasoner.sheets.cells import as_day, as_text
from reasoner.sheets.columns import (
    APPLICATIONS,
    ASPECTS,
    DETERMINATIONS,
    INDICATORS,
    OF_ROW,
    POSITION,
    Column,
    Names,
)
from reasoner.sheets.header_recognition import Table, wide
from reasoner.sheets.workbook import Cell, Workbook

_OF_ONE: Final = ("机构", "申请")


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


def _with_row(own: Mapping[str, object], of_row: Mapping[str, object]) -> dict[str, object]:
    """What is said of one fact, and what the row says of all; a fact with a source of its own takes none from the row."""
    taken = OF_ROW if any(key in own for key in OF_ROW) else ()
    return {k: v for k, v in of_row.items() if k not in taken} | dict(own)


def _organs(raw: object) -> object:
    """The organs of a determination, which a cell joins by 、."""
    several = [part.strip() for part in raw.split("、")] if isinstance(raw, str) else []
    return several if len(several) > 1 else raw


def _figure(term: Term, given: object) -> object:
    """A figure as it is compared; as it stands where it cannot be read, which is noted where the entry is."""
    try:
        return value_reader(term)(given)
    except Unreadable:
        return str(given)


class Gather:
    """Makes plain data of the tables of one file. `ledger`: it is that of a bureau, in which there are no applications."""

    def __init__(
        self, book: Workbook, names: Names, values: Mapping[str, Mapping[str, str]], *, ledger: bool = False
    ) -> None:
        """values: by fact what a person says that values stand for."""
        self._book, self._names, self._ledger = book, names, ledger
        self._reader = CellReader(book, names, values)
        self._places = Places(book.name)
        self._data: dict[str, list[dict[str, object]]] = {APPLICATIONS: [], INDICATORS: [], DETERMINATIONS: []}
        self._own: dict[int, dict[str, list[dict[str, object]]]] = {}
        """Of applications, by index, the lists of their own, by kind."""
        self._columns: dict[tuple[int, tuple[tuple[str, int], ...]], Mapping[str, int]] = {}
        """The columns of the names of a table, by its identity and what one entry of a row has besides."""
        self._figures: dict[tuple[str, str, str], list[object]] = {}
        """By indicator, place and 时点 what columns of applications say."""

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
        reader = self._reader
        return Plain(data, self._places, reader.complaints.listed(), reader.mapped, reader.rounded)

    def _application(self, table: Table, row: int) -> None:
        terms = self._names.facts
        cells = list(self._reader.cells(table, row))
        of_places: list[tuple[Column, Cell]] = []
        if any(c.fact in self._names.figures for c in table.saved):
            of_places = [(c, v) for c, v in cells if c.fact in self._names.figures]
            cells = [(c, v) for c, v in cells if c.fact not in self._names.figures]
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
                of_row[label] = self._reader.aspect(table, row, column, value, label)
            elif not column.aspect:
                of_fact = label not in ("编号", "事项")
                (facts if of_fact else frame)[label] = self._reader.read(table, row, column, value, terms.get(label))
        aspects = self._reader.sources(table, row, cells, facts)
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
        if of_places:
            self._of_places(table, row, of_places, institution.get(LOCATION), of_row)

    def _of_places(
        self,
        table: Table,
        row: int,
        cells: Sequence[tuple[Column, Cell]],
        location: object,
        of_row: Mapping[str, object],
    ) -> None:
        """The figures that columns of applications give of the places where they lie, which all rows share (`Names.figures`).

        What rows of one place say alike is one figure; where they differ, the intake sees that it is given twice.
        """
        reader = self._reader
        place = location.get("数值") if isinstance(location, dict) else location
        values = {c.label: (c, v) for c, v in cells if not c.aspect}
        aspects = reader.sources(table, row, cells, values)
        stated = {"来源类型": Origin.APPLICATION.value}
        for label, (column, value) in values.items():
            term = self._names.facts[label]
            given = reader.read(table, row, column, value, term)
            if is_unknown(place):
                message = f"写了「{label}」,没有写所在地,不知道是哪个地区的"
                reader.fault(table, row, column, Unreadable("F114", message, hint="补上所在地"))
                continue
            with suppress(Unreadable):  # noted where the row is read
                code = self._names.places.location(place)
                item = {
                    "名称": label,
                    "地区": place,
                    "数值": given,
                    **stated,
                    **_with_row(aspects.get(label, {}), of_row),
                }
                same = self._figures.setdefault((label, code, str(item.get("时点"))), [])
                plain = _figure(term, given)
                if plain not in same:
                    same.append(plain)
                    columns = {c.aspect: c.index for c, _ in cells if c.fact == label and c.aspect}
                    columns |= dict.fromkeys(("数值", "名称", ""), column.index)
                    self._data[INDICATORS].append(item)
                    self._places.shared[INDICATORS].append(self._row(table, row, **columns))

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
        cells = {c.label: (c, v) for c, v in self._reader.cells(table, row)}
        item: dict[str, object] = {}
        named = "名称" if table.kind == INDICATORS else "事项"
        term = self._names.facts.get(str(as_text(cells[named][1])) if named in cells else "")
        unit = str(cells["单位"][1]).strip() if "单位" in cells else ""
        for label, (column, value) in cells.items():
            if label in ("数值", "结论"):
                item[label] = self._reader.read(table, row, column, value, term, "" if unit == "1" else unit)
            elif label == "机关":
                item[label] = _organs(self._reader.read(table, row, column, value, None))
            elif label not in ("单位", "申请编号"):
                item[label] = self._reader.aspect(table, row, column, value, label)
        self._put(table, row, cells, item, self._row(table, row))

    def _wide(self, table: Table, row: int) -> None:
        """A row with a column for each indicator: an entry for each cell that holds something."""
        cells = list(self._reader.cells(table, row))
        by_label = {c.label: (c, v) for c, v in cells}
        values = {c.label: (c, v) for c, v in cells if c.label in self._names.indicators}
        # A cell with a fault is an entry without a value: it must be known which fact is faulty.
        aspects = self._reader.sources(table, row, cells, values)
        faulty = [c for c in table.used if c.fact in self._names.indicators and self._reader.faulty(table, row, c)]
        values |= {c.fact: (c, None) for c in faulty if c.fact not in values}
        frame = {
            label: self._reader.aspect(table, row, column, value, label)
            for label, (column, value) in by_label.items()
            if label in ("地区", *ASPECTS)
        }
        if not values:
            self._places.empty.add((table.grid.name, row))
        for label, (column, value) in values.items():
            item: dict[str, object] = {
                "名称": label,
                "数值": None
                if value is None
                else self._reader.read(table, row, column, value, self._names.indicators[label]),
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
                self._reader.fault(table, row, column, Unreadable("S126", f"没有编号为「{as_text(value)}」的申请"))
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

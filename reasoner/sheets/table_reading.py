"""From a spreadsheet to checked applications: the same verdict bytes as from any other form of the same facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.application_parser import ReadEach, Reader
from reasoner.intake.characters import printable
from reasoner.intake.loaded_data import Loaded
from reasoner.model.application import Application, FactKey
from reasoner.sheets.cell_locations import Owners, Places
from reasoner.sheets.columns import Names
from reasoner.sheets.header_recognition import Saved, SheetTables, find_tables
from reasoner.sheets.to_plain_data import Gather
from reasoner.sheets.workbook import Workbook, read_workbook

Reads = Callable[[Application, Collection[FactKey]], Collection[FactKey]]


class TableRows(NamedTuple):
    """What the rows of a table came to."""

    items: Sequence[Application | tuple[Diagnostic, ...]]
    """In the order of the rows an application, or what is wrong with one."""
    faults: tuple[Diagnostic, ...]
    """Every fault of the table, each once."""


@dataclass(frozen=True)
class SheetInput:
    """A workbook read as far as it goes: its cells, its tables, its plain data, its faults so far."""

    book: Workbook
    layout: SheetTables
    data: dict[str, list[dict[str, object]]]
    places: Places
    faults: tuple[Diagnostic, ...]

    @property
    def notes(self) -> list[str]:
        """What was left out or is unusual: a sentence each."""
        return [*self.book.notes, *self.layout.notes]

    def applications(self, reader: Reader, as_of: str | None = None) -> list[Application]:
        """The applications in the order of their rows; raises Faults with every fault of layout, cells and content."""
        if not self.data.get("申请"):
            raise Faults(self.faults or [Diagnostic("F111", self.book.name, "表里没有申请")])
        try:
            reading = reader.read(Loaded(self.data, self.book.name, (), self.faults), as_of)
        except Faults as error:
            raise Faults(self.by_cell(error.diagnostics)) from None
        rows = [i.row for i in self.places.applications]
        return [replace(a, where=f"{self.book.name}: {r.cell()}") for a, r in zip(reading, rows, strict=True)]

    def rows(self, reader: Reader, reads: Reads, as_of: str | None = None) -> TableRows:
        """The applications of the good rows, and for each of the others its faults; all in the order of the rows.

        reads: which of some facts of lists the verdict on an application can read. Of a fact whose entry is faulty nothing is
        believed: that is a fault of every application whose verdict can read it. Raises Faults with every fault where
        it cannot be told of some whose they are, or where no row is good.
        """
        if not self.data.get("申请"):
            raise Faults(self.faults or [Diagnostic("F111", self.book.name, "表里没有申请")])
        loaded = Loaded(self.data, self.book.name, (), self.faults)
        reading = reader.read_each(loaded, as_of)
        if not reading.faults:
            return TableRows([a for a in self._placed(reading.applications) if a is not None], ())
        faults = self.by_cell(reading.faults)
        owned = [self.places.owners(f.where) for f in reading.faults]
        keys = self._faulty_facts(reading, owned)
        if self.layout.faults or keys is None or len(reading.applications) != len(self.places.applications):
            raise Faults(faults)
        of_row = self._by_row(reading, owned)
        again = self._same_numbers(of_row)
        for index, application in enumerate(reading.applications):
            if application is not None and index not in of_row and keys:
                touched = sorted(reads(application, keys.keys()), key=lambda k: keys[k])
                if touched:
                    of_row[index] = [self._needs(index, key[1], keys[key]) for key in touched]
                    again += of_row[index]
        if len(of_row) == len(reading.applications):
            raise Faults(faults)
        faults += again
        if reading.run is not None:
            reading.run.leave_out(keys)
        good = self._placed([None if i in of_row else a for i, a in enumerate(reading.applications)])
        items = [tuple(of_row[i]) if a is None else a for i, a in enumerate(good)]
        return TableRows(items, tuple(faults))

    def _placed(self, applications: Sequence[Application | None]) -> list[Application | None]:
        rows = [i.row for i in self.places.applications]
        return [
            None if a is None else replace(a, where=f"{self.book.name}: {r.cell()}")
            for a, r in zip(applications, rows, strict=True)
        ]

    def _faulty_facts(self, reading: ReadEach, owned: Sequence[Owners | None]) -> dict[FactKey, str] | None:
        """The facts of shared lists that are faulty, each with the cell of its fault; None where that cannot be told."""
        facts: dict[FactKey, str] = {}
        for fault, owners in zip(reading.faults, owned, strict=True):
            if owners is None or reading.run is None:
                return None
            for item in owners.items:
                if item not in reading.run.shared_keys:
                    return None
                (named,) = self.places.named([fault])
                facts.setdefault(reading.run.shared_keys[item], named.where.removeprefix(f"{self.book.name}: "))
        return facts

    def _by_row(self, reading: ReadEach, owned: Sequence[Owners | None]) -> dict[int, list[Diagnostic]]:
        """By application the faults of its own."""
        listed: dict[int, list[Diagnostic]] = {}
        for fault, owners in zip(reading.faults, owned, strict=True):
            for index in owners.applications if owners is not None else ():
                listed.setdefault(index, []).append(fault)
        return {index: self.by_cell(faults) for index, faults in listed.items()}

    def _same_numbers(self, of_row: dict[int, list[Diagnostic]]) -> list[Diagnostic]:
        """The faults of the first of several applications with one number: which of them bears it rightly is not known."""
        first: dict[str, int] = {}
        added: list[Diagnostic] = []
        for index, raw in enumerate(self.data["申请"]):
            number = " ".join(str(raw.get("编号")).split())
            before = first.setdefault(number, index)
            if before == index or before in of_row or not any(f.code == "F132" for f in of_row.get(index, ())):
                continue
            cells = [self.places.applications[i].row.cell("编号") for i in (before, index)]
            where = f"{self.book.name}: {cells[0]}"
            message = f"编号「{printable(number)}」与 {cells[1]} 相同"
            of_row[before] = [Diagnostic("F132", where, message, hint="每份申请一个编号")]
            added += of_row[before]
        return added

    def _needs(self, index: int, fact: str, cell: str) -> Diagnostic:
        where = f"{self.book.name}: {self.places.applications[index].row.cell('编号')}"
        return Diagnostic("S127", where, f"这份申请要用到「{fact}」,而 {cell} 有错", hint=f"先改正 {cell}")

    def by_cell(self, faults: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Faults by cell; one that the cell itself explains is not told twice, nor what a missing column explains."""
        own = {f.where for f in self.faults}
        columns = any(f.code in ("S111", "S113") for f in self.faults)
        named: dict[Diagnostic, None] = {}
        for fault in self.places.named(faults):
            again = fault.where in own and fault not in self.faults and not fault.code.startswith("S")
            if not again and not (columns and fault.code == "F114"):
                # A source of the row is wrong once, not once for every fact of the row.
                named[fault] = None
        return list(named)


def read_sheets(
    book: Workbook, names: Names, saved: Saved, *, day_given: bool = False, ledger: bool = False
) -> SheetInput:
    """The tables of a workbook as plain data. `saved`: the headers that a person has mapped."""
    tables = find_tables(book, names, saved, day_given=day_given, lists_only=ledger)
    plain = Gather(book, names, ledger=ledger).run(tables.tables)
    return SheetInput(book, tables, plain.data, plain.places, (*tables.faults, *plain.faults))


def read_table(path: Path, names: Names, saved: Saved | None = None, *, day_given: bool = False) -> SheetInput:
    """A table file read as far as it goes; raises Faults where it cannot be opened."""
    return read_sheets(read_workbook(path), names, saved or {}, day_given=day_given)

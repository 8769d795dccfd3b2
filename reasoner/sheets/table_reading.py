"""From a spreadsheet to checked applications: the same verdict bytes as from any other form of the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.application_parser import Reader
from reasoner.intake.loaded_data import Loaded
from reasoner.model.application import Application
from reasoner.sheets.cell_locations import Places
from reasoner.sheets.columns import Names
from reasoner.sheets.header_recognition import Saved, SheetTables, find_tables
from reasoner.sheets.to_plain_data import Gather
from reasoner.sheets.workbook import Workbook, read_workbook


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

"""From a spreadsheet to checked applications: the same verdict bytes as from any other form of the same facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.application_parser import ReadEach, Reader
from reasoner.intake.characters import printable
from reasoner.intake.checked_applications import Applications
from reasoner.intake.item_schemas import PartialKey, Reads
from reasoner.intake.loaded_data import Loaded
from reasoner.model.application import Application
from reasoner.sheets.cell_locations import Owners, Places, row_of
from reasoner.sheets.cell_reading import Rounded
from reasoner.sheets.columns import APPLICATIONS, Names
from reasoner.sheets.header_recognition import SheetTables, find_tables
from reasoner.sheets.mapping import OddValue, SavedMapping
from reasoner.sheets.to_plain_data import Gather
from reasoner.sheets.workbook import Workbook, read_workbook

_ODD: Final = frozenset(("F115", "F117", "F118", "F119", "F120", "F127", "F157", "F158"))
"""The codes of faults of a value that has a name, and is written by another."""
_OF_SHARED: Final = ("F131", "F133", "F152")
"""The codes of faults that an entry has beside others, or because it is of no application."""
_OF_FACT: Final = re.compile(r"申请\[(?P<row>[0-9]+)\]\.(?P<owner>机构\.)?(?P<fact>[^.\[]+)")
_NEAREST: Final = re.compile(r";最接近的是「(.+)」$")


class RowApplications(Collection[Application]):
    """The applications of the rows of a table, read anew each time one goes through them, each with its cell."""

    def __init__(self, reading: Applications, places: Places) -> None:
        self._reading, self._places = reading, places

    def __len__(self) -> int:
        return len(self._reading)

    def __iter__(self) -> Iterator[Application]:
        faulty = self._reading.faulty
        rows = (i.row for n, i in enumerate(self._places.applications) if n not in faulty)
        name = self._places.name
        return (replace(a, where=f"{name}: {r.cell()}") for a, r in zip(self._reading, rows, strict=True))

    def __contains__(self, other: object) -> bool:
        return any(application is other for application in self)

    @property
    def positions(self) -> Mapping[str, Mapping[str, object]]:
        """位置 by 编号."""
        return self._reading.positions


class Refused(NamedTuple):
    """A row of a table that is not judged."""

    after: int
    """The number of applications before it that are judged."""
    faults: tuple[Diagnostic, ...]
    """What is wrong with it."""


class TableRows(NamedTuple):
    """What the rows of a table came to."""

    applications: RowApplications
    """Those of the good rows, in their order."""
    refused: tuple[Refused, ...] = ()
    """The other rows, in their order."""
    faults: tuple[Diagnostic, ...] = ()
    """Every fault of the table, each once."""


def needs(where: str, key: PartialKey, cell: str) -> Diagnostic:
    """Says of an application that it needs a fact of which something faulty is said, or may be said."""
    subject, fact = key
    which = f"「{fact}」" if fact is not None else "指标或者认定" if subject is None else "所在地区或者文件的数据"
    unclear = "看不出是哪一项" if fact is None else "看不出是谁的" if subject is None else ""
    message = f"这份申请要用到{which},而 {cell} 有错{',' if unclear else ''}{unclear}"
    return Diagnostic("S127", where, message, hint=f"先改正 {cell}")


@dataclass(frozen=True)
class SheetInput:
    """A workbook read as far as it goes: its cells, its tables, its plain data, its faults so far."""

    book: Workbook
    layout: SheetTables
    data: dict[str, list[dict[str, object]]]
    places: Places
    faults: tuple[Diagnostic, ...]
    rounded: Sequence[Rounded] = ()
    """The figures that were read with fewer digits than are stored."""

    @property
    def notes(self) -> list[str]:
        """What was left out or is unusual: a sentence each."""
        return [*self.book.notes, *self.layout.notes]

    def applications(self, reader: Reader, as_of: str | None = None) -> RowApplications:
        """The applications in the order of their rows; raises Faults with every fault of layout, cells and content."""
        loaded = self._loaded()
        try:
            return RowApplications(reader.applications(loaded, as_of), self.places)
        except Faults as error:
            raise Faults(self.by_cell(error.diagnostics)) from None

    def _loaded(self) -> Loaded:
        if not self.data.get("申请"):
            raise Faults(self.faults or [Diagnostic("F111", self.book.name, "表里没有申请")])
        return Loaded(self.data, self.book.name, (), self.faults)

    def rows(self, reader: Reader, reads: Reads, as_of: str | None = None, *, none_good: bool = False) -> TableRows:
        """The applications of the good rows, and for each of the others its faults; all in the order of the rows.

        reads: which of some facts of lists the verdict on an application can read. Of a fact whose entry is faulty nothing is
        believed: that is a fault of every application whose verdict can read it, or may where it cannot be told which fact
        it is. Raises Faults with every fault where some is of no row (the layout, too many), or where no row is good.
        none_good: that is no reason to raise them.
        """
        reading = reader.read_each(self._loaded(), as_of)
        if reading.applications is not None and not reading.faults:
            return TableRows(RowApplications(reading.applications, self.places))
        faults = self.by_cell(reading.faults)
        owned = self.places.owners([f.where for f in reading.faults])
        keys = self._faulty_facts(reading, owned)
        if self.layout.faults or keys is None or reading.applications is None or reading.run is None:
            raise Faults(faults)
        of_row = self._by_row(reading, owned)
        again = self._same_numbers(of_row)
        if keys:
            good = (n for n in range(len(self.places.applications)) if n not in reading.applications.faulty)
            for index, application in zip(good, reading.applications, strict=True):
                touched = [] if index in of_row else sorted(reads(application, keys.keys()), key=keys.__getitem__)
                if touched:
                    of_row[index] = [self._needs(index, key, keys[key]) for key in touched]
                    again += of_row[index]
        if len(of_row) == len(self.places.applications) and not none_good:
            raise Faults(faults)
        faults += again
        reading.run.leave_out(keys)
        refused = tuple(
            Refused(index - before, tuple(own)) for before, (index, own) in enumerate(sorted(of_row.items()))
        )
        return TableRows(RowApplications(reading.applications.without(of_row), self.places), refused, tuple(faults))

    def odd_values(self, reader: Reader, names: Names, as_of: str | None = None) -> list[OddValue]:
        """The values of columns of applications that cannot be read as they stand, and that have names: each once."""
        if not self.data.get("申请"):
            return []
        rows: dict[tuple[str, str], int] = {}
        meant: dict[tuple[str, str], tuple[str, str | None]] = {}
        for fault in reader.read_each(self._loaded(), as_of).faults:
            match = _OF_FACT.fullmatch(fault.where.removeprefix(f"{self.book.name}: "))
            if match is None or fault.code not in _ODD:
                continue
            row = self.data["申请"][int(match["row"])]
            of = row.get("机构") if match["owner"] else row
            raw = of.get(match["fact"]) if isinstance(of, dict) else None
            raw = raw.get("数值") if isinstance(raw, dict) else raw
            term = names.facts.get(match["fact"])
            if isinstance(raw, str) and term is not None:
                near = _NEAREST.search(fault.message)
                value = near[1] if near is not None and near[1] in names.values(term) else None
                rows[term.label, raw] = rows.get((term.label, raw), 0) + 1
                meant[term.label, raw] = fault.allowed, value
        return [OddValue(fact, text, rows[fact, text], *known) for (fact, text), known in meant.items()]

    def _faulty_facts(self, reading: ReadEach, owned: Sequence[Owners | None]) -> dict[PartialKey, str] | None:
        """The facts of shared lists that are faulty, as far as they can be read, each with the cell of its fault; None where
        a fault is of no row.
        """
        facts: dict[PartialKey, str] = {}
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

    def _needs(self, index: int, key: PartialKey, cell: str) -> Diagnostic:
        return needs(f"{self.book.name}: {self.places.applications[index].row.cell('编号')}", key, cell)

    def by_cell(self, faults: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Faults by cell; one that the cell itself explains is not told twice, nor what a missing column explains."""
        own = {f.where for f in self.faults}
        ownerless = {row_of(f.where) for f in self.faults if f.code == "S126"}
        columns = any(f.code in ("S111", "S113") for f in self.faults)
        named: dict[Diagnostic, None] = {}
        for fault in self.places.named(faults):
            again = fault.where in own and fault not in self.faults and not fault.code.startswith("S")
            # Where it was put beside what all share, though nobody knows whose it is, nothing else is wrong with it.
            again = again or (fault.code in _OF_SHARED and row_of(fault.where) in ownerless)
            if not again and not (columns and fault.code == "F114"):
                # A source of the row is wrong once, not once for every fact of the row.
                named[fault] = None
        return list(named)


def read_sheets(
    book: Workbook, names: Names, saved: SavedMapping, *, day_given: bool = False, ledger: bool = False
) -> SheetInput:
    """The tables of a workbook as plain data. `saved`: the headers and values that a person has mapped."""
    tables = find_tables(book, names, saved.headers, day_given=day_given, lists_only=ledger)
    plain = Gather(book, names, saved.values, ledger=ledger).run(tables.tables)
    tables.notes += [
        f"{fact}「{text}」按对应文件读作「{value}」({rows}行)" for (fact, text, value), rows in plain.mapped.items()
    ]
    tables.notes += [
        f"工作表「{t.grid.name}」:「{c.header}」按对应文件读作所在地区的{c.label}(来源:申请材料)"
        for t in tables.tables
        if t.kind == APPLICATIONS
        for c in t.used
        if c.label in names.figures
    ]
    return SheetInput(book, tables, plain.data, plain.places, (*tables.faults, *plain.faults), tuple(plain.rounded))


def read_table(path: Path, names: Names, saved: SavedMapping | None = None, *, day_given: bool = False) -> SheetInput:
    """A table file read as far as it goes; raises Faults where it cannot be opened."""
    return read_sheets(read_workbook(path), names, saved or SavedMapping(), day_given=day_given)

"""Rows that the plan does not read: intake looks at each, and the interpreter judges those that are sound.

Those of a workbook, too: what is wrong with them and what is written otherwise is said as of the rows of other tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.driver.register.tables import Relation, cell
from reasoner.intake.application_run import Run
from reasoner.intake.checked_applications import Items
from reasoner.intake.diagnostics_collector import Complaints, Enough
from reasoner.intake.field_schema import Tables
from reasoner.model.application import Application, LayeredFacts, SharedFacts, layers, show
from reasoner.sheets.columns import APPLICATIONS, Column, Names
from reasoner.sheets.header_recognition import Table
from reasoner.sheets.table_reading import SheetInput
from reasoner.sheets.to_plain_data import Gather
from reasoner.sheets.workbook import Cell, Grid, Workbook
from reasoner.sheets.xlsx_prescan import column_index

_BLOCK: Final = 1000
_CELL: Final = re.compile(r"!([A-Z]{1,3})([0-9]+)$")
_PLACE: Final = re.compile(r": (?P<sheet>.+)!(?:(?P<column>[A-Z]{1,3})(?P<row>[0-9]+)|第(?P<line>[0-9]+)行)$")


class RowFault(NamedTuple):
    """What is wrong with a row."""

    row: int
    """The number of the row, the first 0."""
    column: str
    """The header of its column; empty: the row."""
    id: str
    fault: Diagnostic
    line: int = 0
    """The line of its sheet, the first 1; 0: the one behind the header of a table that begins with it."""


class Looked(NamedTuple):
    """A row that was looked at: the application, or what is wrong with it."""

    row: int
    id: str
    application: Application | None
    faults: tuple[RowFault, ...]


def look_at(
    engine: Engine, of: Relation, rows: Sequence[int], headers: Sequence[Column], tables: Tables, names: Names,
    facts: SharedFacts, as_of: str | None,
) -> Iterator[Looked]:  # fmt: skip
    """Some rows of a register as intake reads them, in their order."""
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        engine.table("odd", [("n", "bigint")], [(n,) for n in block])
        quoted = ", ".join('a."' + c.replace('"', '""') + '"' for c, _ in of.columns)
        results = engine.rows(
            f"select a.file_row_number, {quoted} from {of.source} a join odd on odd.n = a.file_row_number order by 1"
        )
        cells = {int(str(n)): [cell(v) for v in values] for n, *values in results}
        yield from _looked(cells, of, headers, tables, names, facts, as_of)


def _looked(
    cells: dict[int, list[Cell]], of: Relation, headers: Sequence[Column], tables: Tables, names: Names,
    facts: SharedFacts, as_of: str | None,
) -> Iterator[Looked]:  # fmt: skip
    # The first row of a sheet holds the headers; the rows that are looked at stand below each other.
    grid = Grid(APPLICATIONS, [[], *cells.values()])
    table = Table(APPLICATIONS, grid, 0, list(headers), list(range(1, len(grid.rows))))
    plain = Gather(Workbook(of.name, "parquet", [grid]), names, {}).run([table])
    own: dict[int, list[Diagnostic]] = {}
    for fault in plain.faults:
        match = _CELL.search(fault.where)
        own.setdefault(int(match[2]) - 1 if match else -1, []).append(fault)
    for index, (row, data) in enumerate(zip(cells, plain.data[APPLICATIONS], strict=True)):
        complaints = Complaints(of.name)
        run = Run(tables, complaints, as_of, Items())
        application = None
        with suppress(Enough):
            (application,) = run.read([(f"申请[{index}]", data)])
        id_ = str(data.get("编号") or "")
        before = own.get(index + 1, [])
        named = list(plain.places.named(complaints.listed()))
        places = {f.where for f in before}
        faults = [*before, *(f for f in named if f.where not in places)]
        if faults or application is None:
            listed = tuple(_of_row(row, id_, f, of) for f in faults)
            yield Looked(row, id_, None, listed)
        else:
            own_facts = LayeredFacts(application.facts, facts) if facts else application.facts
            yield Looked(row, application.id, replace(application, facts=own_facts), ())


def _of_row(row: int, id_: str, fault: Diagnostic, of: Relation) -> RowFault:
    match = _CELL.search(fault.where)
    column = of.columns[column_index(match[1])][0] if match and column_index(match[1]) < len(of.columns) else ""
    return RowFault(row, column, id_, fault)


def of_sheet(fault: Diagnostic, sheet: SheetInput) -> RowFault:
    """A fault of a cell of a workbook as that of a row: which application, the header of the column, its number."""
    place = _PLACE.search(fault.where)
    if place is None:
        return RowFault(-2, fault.where.rpartition(": ")[2], "", fault)
    line = int(place["row"] or place["line"])
    tables = [t for t in sheet.layout.tables if t.grid.name == place["sheet"] and line - 1 in t.rows]
    if not tables:
        return RowFault(line - 2, fault.where.rpartition(": ")[2], "", fault, line)
    (table, *_) = tables
    column = column_index(place["column"]) if place["column"] else -1
    header = next((c.header for c in table.columns if c.index == column), "")
    number = next((table.grid.value(line - 1, c.index) for c in table.used if c.label == "编号"), None)
    return RowFault(table.rows.index(line - 1), header, "" if number is None else str(number), fault, line)


def written_otherwise(applications: Iterable[Application], vocabulary: Vocabulary) -> Iterator[str]:
    """What is written otherwise than it is read in some applications, and in how many of them."""
    counts: Counter[str] = Counter()
    for application in applications:
        if application.matter_written:
            counts[f"事项「{application.matter_written}」读作「{application.matter}」"] += 1
        if application.received_written:
            counts[f"日期「{application.received_written}」读作「{application.received}」"] += 1
        own, _ = layers(application.facts)
        for (_, fact), observations in own.items():
            for observation in observations:
                for writing in observation.written:
                    if writing.of == "数值":
                        value = show(observation.value, vocabulary.terms.get(fact))
                        counts[f"{fact}「{writing.text}」读作「{value}」"] += 1
    yield from (f"{note}:{count}份" for note, count in counts.items())

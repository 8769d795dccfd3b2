"""What the texts of a column mean, each looked at once: what intake reads of them, and what it does not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.intake.field_schema import Tables
from reasoner.intake.text_values import is_unknown, read_text
from reasoner.intake.usual_writing import day_as_written
from reasoner.model.application import Value
from reasoner.sheets.cells import as_day
from reasoner.sheets.columns import APPLICATIONS, Column, Names
from reasoner.sheets.header_recognition import Table
from reasoner.sheets.to_plain_data import Gather
from reasoner.sheets.workbook import Cell, Grid, Workbook

MOST_TEXTS: Final = 20_000
"""So many different texts of a column are looked at once for all rows; a row with another is read for itself."""
_FRAME: Final = ("编号", "事项", "日期")


class Meaning(NamedTuple):
    """What is read of a text."""

    value: Value | None
    """None: unknown."""
    written: bool
    """Whether it is written otherwise than it is read."""


def fact_meanings(tables: Tables, names: Names, column: Column, texts: Sequence[str]) -> dict[str, Meaning]:
    """Of the texts of a fact those that are read, as they would be in a table."""
    label = column.label
    reader = tables.own.get(label) or tables.facility[label]
    meanings: dict[str, Meaning] = {}
    for text, raw in zip(texts, _plain(names, column, texts), strict=True):
        if raw is None:
            continue
        try:
            value, written = tables.read(reader, raw)
        except Unreadable:
            continue
        meanings[text] = Meaning(value, bool(written))
    return meanings


def _plain(names: Names, column: Column, texts: Sequence[str]) -> Iterable[object]:
    """The plain value of each text in a column; None where the cell has a fault."""
    header: list[Cell] = [*_FRAME, column.header]
    rows = [header]
    rows += [[str(i), "x", "x", text] for i, text in enumerate(texts)]
    columns = [Column(i, name, name, "exact") for i, name in enumerate(_FRAME)]
    columns.append(Column(3, column.header, column.label, column.how, column.unit))
    grid = Grid(APPLICATIONS, rows)
    table = Table(APPLICATIONS, grid, 0, columns, list(range(1, len(rows))))
    data = Gather(Workbook("", "csv", [grid]), names, {}).run([table]).data[APPLICATIONS]
    for item in data:
        facility = item.get("机构")
        given = facility if isinstance(facility, dict) else item
        yield given.get(column.label)


def matter_meanings(tables: Tables, texts: Iterable[str]) -> dict[str, Meaning]:
    """The texts that name a matter, each with its label."""
    meanings: dict[str, Meaning] = {}
    for text in texts:
        try:
            name = read_text(" ".join(text.split()), tables.matters)
            matter = name if name in tables.matters else tables.names.matter(name)
        except Unreadable:
            continue
        meanings[text] = Meaning(matter, matter != name)
    return meanings


def place_meanings(tables: Tables, texts: Iterable[str]) -> dict[str, Meaning]:
    """The texts that name a place where an institution may lie, each with its code; None: stated to be unknown."""
    meanings: dict[str, Meaning] = {}
    reader = tables.facility["所在地"]
    for text in texts:
        raw = " ".join(text.split())
        try:
            value, written = (None, ()) if is_unknown(raw) else tables.read(reader, raw)
        except Unreadable:
            continue
        meanings[text] = Meaning(value, bool(written))
    return meanings


def day_meanings(texts: Iterable[str | int]) -> dict[str, tuple[date, bool]]:
    """The texts that are a day, each with that day and whether it is written otherwise."""
    days: dict[str, tuple[date, bool]] = {}
    for text in texts:
        try:
            day, written = day_as_written(as_day(text, since_1904=False))
        except Unreadable:
            continue
        days[str(text)] = date.fromisoformat(day), bool(written)
    return days

"""What a workbook shows: sheets of typed cells with their looks, comments and drop-down lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from reasoner.render.typeset import on_screen
from reasoner.render.xlsx.cell_styles import PLAIN, Style

Place = tuple[int, int]
"""Row and column of a cell, counted from 0."""

Value = str | int | Decimal | bool | date | datetime | None
"""What a cell holds; never a formula."""

Cell = Value | tuple[Value, Style]
"""A value, or one with its style."""

A3, A4 = 8, 9
"""Sizes of paper by the numbers of the format (ECMA-376, part 1, 18.3.1.63)."""


def styled(values: Iterable[Value], style: Style) -> list[Cell]:
    """Cells of one style."""
    return [(v, style) for v in values]


def worded(row: Sequence[Cell]) -> list[Cell]:
    """Cells of our own words with the marks that staff read."""
    return [(_set(c[0]), c[1]) if isinstance(c, tuple) else _set(c) for c in row]


def _set(value: Value) -> Value:
    return on_screen(value) if isinstance(value, str) else value


class Choice(msgspec.Struct, frozen=True):
    """A drop-down list for the cells of a column."""

    column: int
    """The column, counted from 0."""
    rows: tuple[int, int]
    """Its first and last row, counted from 0."""
    source: str
    """The cells that hold the names, as a reference of the workbook: `'选项'!$A$2:$A$9`."""
    closed: bool = True
    """Whether other values are refused when somebody enters them."""


class Sheet(msgspec.Struct, frozen=True):
    """One sheet; it is printed landscape and as wide as its paper."""

    name: str
    """As on its tab; made valid and different from the others when the workbook is written."""
    rows: Iterable[Sequence[Cell]]
    """Its rows, gone through once; they may be made while they are written."""
    widths: Mapping[int, float] = {}
    """Widths of columns, in characters."""
    frozen: int = 0
    """How many rows stay in sight, and stand on every page."""
    notes: Mapping[Place, str] = {}
    """Comments by cell."""
    merged: Sequence[tuple[Place, Place]] = ()
    """First and last cell of each merged area; areas do not overlap."""
    choices: Sequence[Choice] = ()
    """Drop-down lists."""
    filtered: bool = False
    """Whether the last frozen row has filters."""
    hidden: bool = False
    """Whether the tab is hidden."""
    style: Style = PLAIN
    """The style of cells without their own."""
    paper: int = A3
    """The size of its paper."""

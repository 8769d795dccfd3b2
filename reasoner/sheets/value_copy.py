"""The sheets of a source again, by their values: no formula, macro, link or hidden object goes along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policy_dsl.source_text import display_width
from reasoner.render.xlsx.cell_styles import FAULT, PLAIN
from reasoner.sheets.workbook import Grid, Workbook
from reasoner.sheets.xlsx_prescan import Place
from reasoner.sheets.xlsx_writer import Cell, Sheet

_SAMPLE = 60
_PERCENT = "0.00%"


def copies(
    books: Iterable[Workbook], marks: Mapping[tuple[str, str], Mapping[Place, str]] | None = None
) -> list[Sheet]:
    """A copy of every sheet that is not hidden; `marks` are notes by file and sheet, each on a coloured cell."""
    return [
        copy(grid, (marks or {}).get((book.name, grid.name), {}))
        for book in books
        for grid in book.grids
        if not grid.hidden
    ]


def copy(grid: Grid, marks: Mapping[Place, str]) -> Sheet:
    """One sheet with its values, merged areas, days and per cents; widths by what it holds."""
    percent = grid.scanned.percent
    rows: list[list[Cell]] = [list(row) for row in grid.rows]
    for row, column in percent:
        if row < len(rows) and column < len(rows[row]):
            value = grid.rows[row][column]
            rows[row][column] = None if value is None else (value, PLAIN._replace(number=_PERCENT))
    for (row, column), _ in marks.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        cell = rows[row][column]
        value, style = cell if isinstance(cell, tuple) else (cell, PLAIN)
        rows[row][column] = (value, style._replace(fill=FAULT))
    sheet = Sheet(grid.name, rows, notes=dict(marks), merged=_areas(grid))
    width = max((len(r) for r in grid.rows), default=0)
    for column in range(min(width, 200)):
        texts = [str(r[column]) for r in grid.rows[:_SAMPLE] if column < len(r) and r[column] is not None]
        longest = max((display_width(line) for t in texts for line in t[:200].split("\n")), default=0)
        sheet.widths[column] = float(min(48, max(9, longest + 2)))
    return sheet


def _areas(grid: Grid) -> list[tuple[Place, Place]]:
    corners: dict[Place, Place] = {}
    for (row, column), first in grid.merged.items():
        last = corners.get(first, first)
        corners[first] = (max(last[0], row), max(last[1], column))
    return sorted(corners.items())

"""The sheets of a source again, by their values: no formula, macro, link or hidden object goes along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy_dsl.source_text import display_width
from reasoner.render.xlsx.cell_styles import FAULT, PLAIN
from reasoner.render.xlsx.sheet_model import Cell, Sheet
from reasoner.sheets.workbook import Grid, Workbook
from reasoner.sheets.xlsx_prescan import Place

_SAMPLE = 60
_PERCENT = "0.00%"


def copies(
    books: Iterable[Workbook], marks: Mapping[tuple[str, str], Mapping[Place, str]] | None = None
) -> Iterator[Sheet]:
    """A copy of every sheet that is not hidden; `marks` are notes by file and sheet, each on a coloured cell."""
    for book in books:
        for grid in book.grids:
            if not grid.hidden:
                yield copy(grid, (marks or {}).get((book.name, grid.name), {}))


def copy(grid: Grid, marks: Mapping[Place, str]) -> Sheet:
    """One sheet with its values, merged areas, days and per cents; widths by what it holds."""
    return Sheet(grid.name, _rows(grid, marks), _widths(grid), notes=marks, merged=_areas(grid))


def _rows(grid: Grid, marks: Mapping[Place, str]) -> Iterator[Sequence[Cell]]:
    """The rows one by one; those without a per cent or a mark as they stand in the grid."""
    percent, marked = _by_row(grid.scanned.percent), _by_row(marks)
    for number in range(max(len(grid.rows), max(marked, default=-1) + 1)):
        values = grid.rows[number] if number < len(grid.rows) else []
        if number not in percent and number not in marked:
            yield values
            continue
        cells: list[Cell] = list(values)
        for column in percent.get(number, ()):
            if column < len(values) and values[column] is not None:
                cells[column] = (values[column], PLAIN._replace(number=_PERCENT))
        for column in marked.get(number, ()):
            cells += [None] * (column + 1 - len(cells))
            cell = cells[column]
            value, style = cell if isinstance(cell, tuple) else (cell, PLAIN)
            cells[column] = (value, style._replace(fill=FAULT))
        yield cells


def _by_row(places: Iterable[Place]) -> dict[int, list[int]]:
    columns: dict[int, list[int]] = {}
    for row, column in places:
        columns.setdefault(row, []).append(column)
    return columns


def _widths(grid: Grid) -> dict[int, float]:
    widths: dict[int, float] = {}
    for column in range(min(max((len(r) for r in grid.rows), default=0), 200)):
        texts = [str(r[column]) for r in grid.rows[:_SAMPLE] if column < len(r) and r[column] is not None]
        longest = max((display_width(line) for t in texts for line in t[:200].split("\n")), default=0)
        widths[column] = float(min(48, max(9, longest + 2)))
    return widths


def _areas(grid: Grid) -> list[tuple[Place, Place]]:
    corners: dict[Place, Place] = {}
    for (row, column), first in grid.merged.items():
        last = corners.get(first, first)
        corners[first] = (max(last[0], row), max(last[1], column))
    return sorted(corners.items())

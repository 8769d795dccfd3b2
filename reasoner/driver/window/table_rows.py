"""The rows of a bureau's table (节假日, 期限, 受理计划) by the names of its columns, from a workbook or a csv file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.casework.working_days import SHEET_ROW
from reasoner.sheets.workbook import Grid, read_workbook

MOST: Final = 5000
"""Rows of a table."""
_SEARCHED: Final = 20
"""Rows among which the header is looked for."""
_LONGEST: Final = 500
"""Characters of a cell."""


def read_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of the first sheet that has these columns; a column that is not there is empty. Each carries its number
    in the sheet. Raises Faults (K106, S105).
    """
    book = read_workbook(path)
    for grid in book.grids:
        header = _header(grid, columns)
        if header is not None:
            return _rows(grid, header, path.name)
    raise Faults([Diagnostic("K106", path.name, "没有找到表头", "、".join(columns), "第一行写栏名")])


def _header(grid: Grid, columns: Sequence[str]) -> tuple[int, dict[int, str]] | None:
    """The row of the header with what each column is: more than half of the names stand in it."""
    for number, cells in enumerate(grid.rows[:_SEARCHED]):
        names = {c: t for c, cell in enumerate(cells) if (t := "".join(str(cell or "").split())) in columns}
        if 2 * len(set(names.values())) >= len(columns):
            return number, names
    return None


def _rows(grid: Grid, header: tuple[int, dict[int, str]], name: str) -> list[dict[str, str]]:
    start, names = header
    rows: list[dict[str, str]] = []
    for number in range(start + 1, len(grid.rows)):
        row = {column: _text(grid.value(number, c)) for c, column in names.items()}
        if any(row.values()):
            rows.append({**row, SHEET_ROW: str(number + 1)})
        if len(rows) > MOST:
            raise Faults([Diagnostic("S105", name, f"表超过{MOST}行", f"至多{MOST}行")])
    return rows


def _text(value: object) -> str:
    """A cell as text: a day in ISO form, a whole number without its point."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = " ".join(str("" if value is None else value).split())[:_LONGEST]
    return text.removesuffix(".0") if text.removesuffix(".0").isdecimal() else text

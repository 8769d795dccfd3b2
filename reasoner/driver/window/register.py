"""A list of contracted institutions (名录), from a table or JSON: name, kind, services, place, address, position.

Each row is read as the institution of an application is, so that the same is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import current_rule_base
from reasoner.intake.diagnostics_collector import Complaints, Enough
from reasoner.intake.file_kind import is_sheet
from reasoner.intake.file_loading import load_file
from reasoner.sheets.columns import APPLICATIONS, POSITION, USUAL
from reasoner.sheets.workbook import Grid, read_workbook

COLUMNS: Final = ("名称", "类型", "已定点", "所在地", "镇街", "地址", "统一社会信用代码", *POSITION)
"""The columns of a list; 名称 and 类型 must be there."""
_OTHER: Final = {
    "已定点": "服务 定点服务 协议服务 定点类别",
    "所在地": "地区 区县 区市 所属区市",
    "名称": "定点机构 定点机构名称",
}
MOST: Final = 50_000
_SEARCHED: Final = 20
"""Rows among which the header is looked for."""


class RegisterRow(msgspec.Struct, frozen=True):
    """An institution."""

    data: dict[str, object]
    """Its row as plain data."""


class RegisterData(msgspec.Struct, frozen=True):
    """The institutions of a file."""

    rows: tuple[RegisterRow, ...]


def read_register(path: Path) -> RegisterData:
    """The institutions of a file. Raises Faults with every fault, each by its row."""
    rows = [*_of_table(path)] if is_sheet(path) else [*_of_data(path)]
    if not rows:
        raise Faults([Diagnostic("F111", path.name, "名录里没有机构", "、".join(COLUMNS), "第一行写栏名,每家机构一行")])
    if len(rows) > MOST:
        raise Faults([Diagnostic("S105", path.name, f"名录超过{MOST:,}行", f"至多{MOST:,}行", "分成几个文件")])
    complaints = Complaints(path.name)
    numbers: dict[str, str] = {}
    try:
        for place, row in rows:
            _check(row, place, complaints, numbers)
    except Enough:
        pass
    if complaints:
        raise Faults(complaints.listed())
    return RegisterData(tuple(RegisterRow(r) for _, r in rows))


def _check(row: Mapping[str, object], place: str, complaints: Complaints, names: dict[str, str]) -> None:
    from reasoner.intake.diagnostics_collector import Unreadable, step
    from reasoner.intake.item_schemas import missing

    facility = {k: v for k, v in row.items() if k not in POSITION}
    position = {k: row[k] for k in POSITION if row.get(k) not in (None, "")}
    for key in ("名称", "类型"):
        if not facility.get(key):
            complaints.add(step(place, key), missing(key))
    current_rule_base.reader().check_institution(facility, position or None, place, complaints)
    name = f"{row.get('名称')}|{row.get('所在地')}"
    first = names.setdefault(name, place)
    if first != place:
        complaints.add(place, Unreadable("F132", f"这家机构与{first}相同", hint="只留一行"))


def _of_data(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    loaded = load_file(path)
    if loaded.faults:
        raise Faults(loaded.faults)
    data = loaded.data.get("名录") if isinstance(loaded.data, dict) else loaded.data
    for index, item in enumerate(data if isinstance(data, list) else []):
        if isinstance(item, dict):
            yield f"[{index}]", dict(item)


def _of_table(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    meanings = _meanings()
    for grid in read_workbook(path).grids:
        header = _header(grid, meanings)
        if header is None:
            continue
        start, columns = header
        for number in range(start + 1, len(grid.rows)):
            row = {key: _plain(grid.value(number, c)) for c, key in columns.items()}
            written = {k: v for k, v in row.items() if v not in (None, "")}
            if written:
                yield f"{grid.name}第{number + 1}行", written


def _plain(value: object) -> object:
    return (
        value.isoformat() if isinstance(value, date) else " ".join(value.split()) if isinstance(value, str) else value
    )


def _meanings() -> dict[str, str]:
    words = {name: name for name in COLUMNS}
    for name in COLUMNS:
        others = f"{USUAL[APPLICATIONS].get(name, '')} {_OTHER.get(name, '')}"
        words |= dict.fromkeys(others.split(), name)
    return words


def _header(grid: Grid, meanings: Mapping[str, str]) -> tuple[int, dict[int, str]] | None:
    """The row of the header and what each column is; None where the sheet has none."""
    for number, cells in enumerate(grid.rows[:_SEARCHED]):
        columns = {
            c: meanings[t] for c, cell in enumerate(cells) if (t := "".join(str(cell or "").split())) in meanings
        }
        if {"名称", "类型"} <= set(columns.values()):
            return number, columns
    return None

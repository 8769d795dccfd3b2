"""Where in a workbook each part of the plain data came from, so that the faults of the intake name cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic
from reasoner.sheets.columns import DETERMINATIONS, INDICATORS
from reasoner.sheets.workbook import cell_name
from reasoner.sheets.xlsx_prescan import column_index

_PATH: Final = re.compile(
    r"(?:申请\[(?P<application>[0-9]{1,9})\]\.?)?(?:(?P<list>指标|认定)\[(?P<item>[0-9]{1,9})\]\.?)?(?P<keys>[^\[\]「」,:;\s]*)(?:\[[0-9]+\])?"
)
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW: Final = re.compile(r"第([0-9]{1,7})行")
_IN_TEXT: Final = re.compile(r"申请\[[0-9]+\](?:\.[^\s「」,:;。]+)?|(?:指标|认定)\[[0-9]+\](?:\.\w+)?")


class Row(NamedTuple):
    """A row of a sheet and the columns of its names, which are one mapping for all rows of a table."""

    sheet: str
    row: int
    columns: Mapping[str, int]

    def cell(self, keys: str = "") -> str:
        """`申请!C7` for the keys of a path (机构.等级.来源: the column 等级·来源, else 来源, else 等级), or the row."""
        *above, key = keys.split(".")
        fact = above[-1] if above else ""
        for name in (f"{fact}·{key}", key, fact):
            if name in self.columns:
                return cell_name(self.sheet, self.row, self.columns[name])
        return f"{self.sheet}!第{self.row + 1}行"

    def is_value(self, cell: str) -> bool:
        """Whether a cell holds what this row, or this entry of a row, says."""
        match = _CELL.fullmatch(cell)
        return match is not None and self.columns.get("数值") == column_index(match[1])


Owner = int | tuple[str, int]
"""An application by index, or an item of a shared list by kind and index."""


class Owners(NamedTuple):
    """Whose a fault is: applications by index, items of the shared lists by kind and index."""

    applications: frozenset[int]
    items: frozenset[tuple[str, int]]


def row_of(where: str) -> tuple[str, int]:
    """The sheet and row of a fault's place; a row below 0 where it is none."""
    sheet, _, cell = where.rpartition(": ")[2].rpartition("!")
    return sheet, _row_of(cell)


def _row_of(cell: str) -> int:
    match = _CELL.fullmatch(cell) or _ROW.fullmatch(cell)
    return int(match[match.lastindex or 1]) - 1 if match is not None else -1


@dataclass(slots=True)
class Item:
    """Where an application came from, and the entries of its own lists."""

    row: Row
    lists: dict[str, list[Row]] = field(default_factory=dict)


@dataclass
class Places:
    """The cells of the plain data of one file."""

    name: str
    applications: list[Item] = field(default_factory=list)
    shared: dict[str, list[Row]] = field(default_factory=lambda: {INDICATORS: [], DETERMINATIONS: []})
    empty: set[tuple[str, int]] = field(default_factory=set)
    """By sheet and row the rows of lists that state no value."""

    def named(self, faults: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Faults with cells in the place of paths."""
        for fault in faults:
            path = fault.where.removeprefix(f"{self.name}: ")
            place = self._cell(path) if path != self.name else ""
            where = f"{self.name}: {place}" if place else fault.where
            message = _IN_TEXT.sub(lambda m: self._cell(m[0]) or m[0], fault.message)
            hint = fault.hint.replace(
                "写入该份申请自己的「认定」", "对象写这份申请的编号或机构名称,或加一列「申请编号」"
            )
            yield replace(fault, where=where, message=message, hint=hint)

    def owners(self, wheres: Sequence[str]) -> list[Owners | None]:
        """Whose the faults are that stand at some paths or cells; None where that cannot be told."""
        paths = [where.removeprefix(f"{self.name}: ") for where in wheres]
        cells = [path.rpartition("!")[::2] for path in paths]
        by_row = self._by_row({(sheet, _row_of(cell)) for sheet, cell in cells})
        return [
            Owners(frozenset(), frozenset())
            if (s, _row_of(c)) in self.empty
            else self._owners(p, c, by_row.get((s, _row_of(c)), ()))
            for p, (s, c) in zip(paths, cells, strict=True)
        ]

    def _owners(self, path: str, cell: str, own: Collection[tuple[Row, Owner]]) -> Owners | None:
        match = _PATH.fullmatch(path)
        if match is not None and match["application"]:
            return Owners(frozenset((int(match["application"]),)), frozenset())
        if match is not None and match["list"]:
            return Owners(frozenset(), frozenset(((match["list"], int(match["item"])),)))
        # In a row with a column for each indicator a value belongs to one entry, what heads the row to all of them.
        exact = [owner for row, owner in own if row.is_value(cell)]
        owners = exact or [owner for _, owner in own]
        if not owners:
            return None
        return Owners(
            frozenset(o for o in owners if isinstance(o, int)), frozenset(o for o in owners if isinstance(o, tuple))
        )

    def _by_row(self, rows: Collection[tuple[str, int]]) -> dict[tuple[str, int], list[tuple[Row, Owner]]]:
        """By sheet and row, of some rows, the applications, and the items of shared lists, that came from there."""
        known: dict[tuple[str, int], list[tuple[Row, Owner]]] = {}
        for row, owner in self._owned():
            if row[:2] in rows:
                known.setdefault(row[:2], []).append((row, owner))
        return known

    def _owned(self) -> Iterator[tuple[Row, Owner]]:
        for index, item in enumerate(self.applications):
            yield item.row, index
            for own in item.lists.values():
                yield from ((row, index) for row in own)
        for kind, shared in self.shared.items():
            yield from ((row, (kind, number)) for number, row in enumerate(shared))

    def _cell(self, path: str) -> str:
        match = _PATH.fullmatch(path)
        if match is None or not (match["application"] or match["list"]):
            return ""
        try:
            item = self.applications[int(match["application"])] if match["application"] else None
            lists = item.lists if item else self.shared
            row = lists.get(match["list"], [])[int(match["item"])] if match["list"] else item.row if item else None
        except IndexError:
            return ""
        return row.cell(match["keys"]) if row else ""

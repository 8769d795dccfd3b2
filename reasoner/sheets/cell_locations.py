"""Where in a workbook each part of the plain data came from, so that the faults of the intake name cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic
from reasoner.sheets.columns import DETERMINATIONS, INDICATORS
from reasoner.sheets.workbook import cell_name

_PATH: Final = re.compile(
    r"(?:申请\[(?P<application>[0-9]+)\]\.?)?(?:(?P<list>指标|认定)\[(?P<item>[0-9]+)\]\.?)?(?P<keys>[^\[\]「」,:;\s]*)(?:\[[0-9]+\])?"
)
_IN_TEXT: Final = re.compile(r"申请\[[0-9]+\](?:\.[^\s「」,:;。]+)?|(?:指标|认定)\[[0-9]+\](?:\.\w+)?")


@dataclass(frozen=True)
class Row:
    """A row of a sheet and the columns of its names."""

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


@dataclass
class Item:
    """Where an application came from, and the entries of its own lists."""

    row: Row
    lists: dict[str, list[Row]] = field(default_factory=lambda: {INDICATORS: [], DETERMINATIONS: []})


@dataclass
class Places:
    """The cells of the plain data of one file."""

    name: str
    applications: list[Item] = field(default_factory=list)
    shared: dict[str, list[Row]] = field(default_factory=lambda: {INDICATORS: [], DETERMINATIONS: []})

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

    def _cell(self, path: str) -> str:
        match = _PATH.fullmatch(path)
        if match is None or not (match["application"] or match["list"]):
            return ""
        try:
            item = self.applications[int(match["application"])] if match["application"] else None
            lists = item.lists if item else self.shared
            row = lists[match["list"]][int(match["item"])] if match["list"] else item.row if item else None
        except IndexError:
            return ""
        return row.cell(match["keys"]) if row else ""

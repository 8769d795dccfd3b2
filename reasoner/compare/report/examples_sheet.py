"""The examples as the sheets of `tiaoli template`, so that the workbook can be judged again; each entry names its application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from reasoner.compare.report.view import Example, View
from reasoner.model.rule_base import RuleBase
from reasoner.sheets.book import Cell, Sheet, Value, styled
from reasoner.sheets.columns import APPLICATIONS, DETERMINATIONS, INDICATORS, Names
from reasoner.sheets.styles import HEADER, TEXT

_OWNER: Final = "申请编号"
"""The column by which an entry belongs to one application: examples have different figures for one place."""

_NAME, _FACILITY = "编号", "机构"


def identifier(e: Example, pair: int) -> str:
    """What an example is called in the workbook; with several pairs their numbers keep names apart."""
    name = str(e.application[_NAME])
    return f"{pair}-{name}" if pair else name


def applications(found: Sequence[View], base: RuleBase) -> tuple[Sheet, Sheet, Sheet]:
    """The three sheets."""
    names = Names(base.vocabulary)
    listed = [
        (identifier(e, n if len(found) > 1 else 0), e.application) for n, v in enumerate(found, 1) for e in v.examples
    ]
    labels = names.labels(APPLICATIONS)
    rows = [_row({**data, **data[_FACILITY], _NAME: name}, labels) for name, data in listed]
    sheets = [_sheet(APPLICATIONS, labels, rows)]
    for kind in (INDICATORS, DETERMINATIONS):
        columns = (*names.labels(kind), _OWNER)
        entries = [{**entry, _OWNER: name} for name, data in listed for entry in data.get(kind, ())]
        sheets.append(_sheet(kind, columns, [_row(entry, columns) for entry in entries]))
    return sheets[0], sheets[1], sheets[2]


def ruled(row: Sequence[Cell]) -> list[Cell]:
    """A row whose empty cells have borders like the others."""
    return [(None, TEXT) if cell is None else cell for cell in row]


def _row(item: Mapping[str, Any], labels: Sequence[str]) -> list[Cell]:
    return [_value(item.get(label)) for label in labels]


def _value(value: Any) -> Value:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return value if value is None or isinstance(value, int) else str(value)


def _sheet(name: str, labels: Sequence[str], rows: Sequence[list[Cell]]) -> Sheet:
    sheet = Sheet(name, [styled(labels, HEADER), *map(ruled, rows)], frozen=1, filtered=bool(rows), style=TEXT)
    held = {i for row in rows for i, cell in enumerate(row) if cell is not None}
    wide = {"编号": 36, _OWNER: 36, "事项": 26, "名称": 26, "类型": 18}
    sheet.widths = {i: float(wide.get(n, max(11, 2 * len(n) + 3)) if i in held else 9) for i, n in enumerate(labels)}
    return sheet

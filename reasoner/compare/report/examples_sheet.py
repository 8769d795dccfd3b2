"""The examples as the sheets of `tiaoli template`, so that the workbook can be judged again; each entry names its application."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reasoner.compare.application_form import ApplicationForm, FormValue
from reasoner.compare.report.view_model import Example, View
from reasoner.model.rule_base import RuleBase
from reasoner.render.xlsx.cell_styles import HEADER, TEXT
from reasoner.render.xlsx.sheet_model import Cell, Sheet, Value, styled
from reasoner.sheets.columns import APPLICATIONS, DETERMINATIONS, INDICATORS, Names

_OWNER: Final = "申请编号"
"""The column by which an entry belongs to one application: examples have different figures for one place."""

_NAME: Final = "编号"

_Row = Mapping[str, FormValue]
"""The values of a row by column."""


def identifier(e: Example, pair: int) -> str:
    """What an example is called in the workbook; with several pairs their numbers keep names apart."""
    return f"{pair}-{e.application.id}" if pair else e.application.id


def applications(pairs: Sequence[View], base: RuleBase) -> tuple[Sheet, Sheet, Sheet]:
    """The three sheets: 申请, 指标, 认定."""
    names = Names(base.vocabulary)
    listed = [
        (identifier(e, n if len(pairs) > 1 else 0), e.application) for n, v in enumerate(pairs, 1) for e in v.examples
    ]
    labels = names.labels(APPLICATIONS)
    figures = (*names.labels(INDICATORS), _OWNER)
    determinations = (*names.labels(DETERMINATIONS), _OWNER)
    return (
        _sheet(APPLICATIONS, labels, [_row(_application(form) | {_NAME: name}, labels) for name, form in listed]),
        _sheet(INDICATORS, figures, [_row(r, figures) for name, form in listed for r in _figures(form, name)]),
        _sheet(
            DETERMINATIONS,
            determinations,
            [_row(r, determinations) for name, form in listed for r in _determinations(form, name)],
        ),
    )


def _application(form: ApplicationForm) -> dict[str, FormValue]:
    of = form.facility
    own: dict[str, FormValue] = {"事项": form.matter, "日期": form.received, **form.facts}
    return own | {"名称": of.name, "类型": of.kind, "所在地": of.place} | of.facts


def _figures(form: ApplicationForm, owner: str) -> Iterator[_Row]:
    for f in form.figures:
        yield {"地区": f.region, "名称": f.fact, "数值": f.value, "时点": f.as_at, "来源": f.source, _OWNER: owner}


def _determinations(form: ApplicationForm, owner: str) -> Iterator[_Row]:
    for d in form.determinations:
        row: dict[str, FormValue] = {"事项": d.fact, "对象": d.of, "结论": d.value}
        row |= {"机关": d.authority} if d.authority else {}
        yield row | {"日期": d.day, "依据": d.evidence, _OWNER: owner}


def ruled(row: Sequence[Cell]) -> list[Cell]:
    """A row whose empty cells have borders like the others."""
    return [(None, TEXT) if cell is None else cell for cell in row]


def _row(values: _Row, labels: Sequence[str]) -> list[Cell]:
    return [_value(values.get(label)) for label in labels]


def _value(value: FormValue | None) -> Value:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    return value


def _sheet(name: str, labels: Sequence[str], rows: Sequence[list[Cell]]) -> Sheet:
    filled = {i for row in rows for i, cell in enumerate(row) if cell is not None}
    wide = {"编号": 36, _OWNER: 36, "事项": 26, "名称": 26, "类型": 18}
    widths = {i: float(wide.get(n, max(11, 2 * len(n) + 3)) if i in filled else 9) for i, n in enumerate(labels)}
    cells = [styled(labels, HEADER), *map(ruled, rows)]
    return Sheet(name, cells, widths, frozen=1, filtered=bool(rows), style=TEXT)

"""What the columns and values of a table are, as a form: a field for each of which the program does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from policy_dsl.diagnostics import Fault
from reasoner.driver.window import table_columns
from reasoner.driver.window.table_columns import TableUses
from reasoner.office.pages.field import Field, FieldKind, options, with_faults

NOTHING: Final = "（不采用）"
_FEW: Final = 8
"""So many values are named beside the field; more are in its list alone."""


def column_fields(uses: TableUses, given: Mapping[str, str] | None) -> list[Field]:
    """A field for each column. given: what was written; None: nothing was sent yet."""
    fields = []
    for index, column in enumerate(uses.columns):
        name = f"c{index}"
        hint = f"可能是：{'、'.join(column.proposals)}" if column.proposals else ""
        value = column.label if given is None else given.get(name, "")
        label = f"{column.kind}表的“{column.header}”"
        choices = options(table_columns.labels(column.kind), NOTHING)
        fields.append(Field(name, label, FieldKind.SELECT, hint, choices, values=(value,)))
    return fields


def value_fields(
    uses: TableUses, given: Mapping[str, str] | None, faults: Iterable[Fault]
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """A field for each value with its faults, and the faults that belong to none."""
    fields, places = [], {}
    for index, value in enumerate(uses.values):
        name = f"v{index}"
        places[f"取值.{value.fact}.{value.text}"] = name
        likely = value.may_be.split("、")
        few = value.may_be and len(likely) <= _FEW
        hint = f"{value.rows}行；可以是：{value.may_be}" if few else f"{value.rows}行"
        choices = sorted(table_columns.values_of(value.fact), key=lambda c: c not in likely)
        label = f"{value.fact}写的“{value.text}”"
        kind = FieldKind.SELECT if choices else FieldKind.TEXT
        stands = value.nearest if given is None else given.get(name, "")
        fields.append(
            Field(name, label, kind, hint, options(choices, "（仍作错误）") if choices else (), values=(stands,))
        )
    return with_faults(fields, faults, places)


def stated(uses: TableUses, given: Mapping[str, str]) -> dict[str, object]:
    """What a form states, as a file of a mapping has it."""
    columns = {(c.kind, c.header): given.get(f"c{i}", "").strip() for i, c in enumerate(uses.columns)}
    values = {(v.fact, v.text): given.get(f"v{i}", "").strip() for i, v in enumerate(uses.values)}
    return table_columns.stated(columns, values)

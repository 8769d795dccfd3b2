"""What the columns and values of a table are taken for, and what a person says they are: the mapping of `--mapping`, for a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Faults
from reasoner.driver import current_rule_base
from reasoner.driver.batch_input import names
from reasoner.intake.file_kind import is_sheet
from reasoner.sheets.mapping import VALUES, SavedMapping, saved_from
from reasoner.sheets.table_reading import SheetInput, read_table

FORM: Final = "对应"
"""What messages call the form."""
_TO_BE_SAID: Final = ("near", "none", "saved")
"""How columns are known of which a person may say what they are; the others bear names of the contract or usual ones."""


class ColumnUse(msgspec.Struct, frozen=True):
    """A column whose header is not the name of anything."""

    kind: str
    """The kind of its table: 申请, 指标, 认定."""
    header: str
    label: str
    """What a person said it is; empty: nobody has, or nothing."""
    proposals: tuple[str, ...] = ()
    """What it may be."""


class ValueUse(msgspec.Struct, frozen=True):
    """A value that cannot be read as it stands."""

    fact: str
    text: str
    rows: int
    """In how many rows it stands."""
    may_be: str
    """What it may be, in words."""
    nearest: str = ""
    """The value that differs from it in one character; empty: there is none."""


class TableUses(msgspec.Struct, frozen=True):
    """The columns and values of a table of which a person may say what they are."""

    columns: tuple[ColumnUse, ...] = ()
    values: tuple[ValueUse, ...] = ()


def mapping_of(data: Mapping[str, object]) -> SavedMapping:
    """What a person said, from plain data. Raises Faults (S114), each at the column or value that it concerns."""
    return saved_from(data, FORM, names())


def uses_in(sheet: SheetInput, day: str | None, *, faulty: bool) -> TableUses:
    """The columns and values of a table that was read. faulty: whether there are rows with faults; only these have odd values."""
    columns = tuple(
        ColumnUse(t.kind, c.header, c.label if c.how == "saved" else "", () if c.how == "saved" else c.proposals)
        for t in sheet.layout.tables
        for c in t.columns
        if c.how in _TO_BE_SAID
    )
    odd = sheet.odd_values(current_rule_base.reader(), names(), day) if faulty else ()
    values = tuple(ValueUse(o.fact, o.text, o.rows, o.may_be, o.nearest or "") for o in odd)
    return TableUses(tuple(dict.fromkeys(columns)), values)


def uses_of(path: Path, as_of: str, mapping: Mapping[str, object]) -> TableUses:
    """The same of a table that could not be judged; nothing where it cannot be read, or is no table."""
    if not is_sheet(path):
        return TableUses()
    try:
        day = current_rule_base.as_day(as_of or None)
        return uses_in(read_table(path, names(), mapping_of(mapping), day_given=day is not None), day, faulty=True)
    except Faults:
        return TableUses()


def labels(kind: str) -> tuple[str, ...]:
    """What columns of a kind of table may be."""
    return names().may_be(kind)


def values_of(fact: str) -> tuple[str, ...]:
    """What a value of a fact may be; nothing where it is looked up otherwise (places)."""
    term = names().facts.get(fact)
    return () if term is None else names().values(term)


def stated(columns: Mapping[tuple[str, str], str], values: Mapping[tuple[str, str], str]) -> dict[str, object]:
    """What a form states, as a file of a mapping has it. columns: by kind and header; values: by fact and text. Empty: nothing."""
    by_kind: dict[str, dict[str, str | None]] = {}
    by_fact: dict[str, dict[str, str]] = {}
    for (kind, header), label in columns.items():
        by_kind.setdefault(kind, {})[header] = label or None
    for (fact, text), value in values.items():
        if value:
            by_fact.setdefault(fact, {})[text] = value
    return {**by_kind, **({VALUES: by_fact} if by_fact else {})}

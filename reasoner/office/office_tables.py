"""The bureau's own tables of casework: holidays, deadlines, plans, the pattern of numbers. The last of a kind counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic
from reasoner.casework import deadlines, quota, working_days
from reasoner.casework.deadlines import Term, terms_of
from reasoner.casework.quota import Plan, plans_of
from reasoner.casework.receipt_number import USUAL, pattern_faults
from reasoner.casework.working_days import NO_TABLE, Calendar, calendar_of
from reasoner.driver.window import terms as vocabulary
from reasoner.office import trail
from reasoner.office.acting import Actor
from reasoner.office.casework_models import OfficeTable
from reasoner.office.keeping import now, to_text

Rows = Sequence[Mapping[str, str]]
PATTERN: Final = "格式"


class TableKind(StrEnum):
    """Which table it is."""

    HOLIDAYS = "节假日"
    TERMS = "期限"
    PLANS = "受理计划"
    NUMBERS = "收件编号"


COLUMNS: Final[Mapping[TableKind, tuple[str, ...]]] = {
    TableKind.HOLIDAYS: working_days.COLUMNS,
    TableKind.TERMS: deadlines.COLUMNS,
    TableKind.PLANS: quota.COLUMNS,
    TableKind.NUMBERS: (PATTERN,),
}
"""The columns of each table."""


def table_faults(kind: TableKind, rows: Rows) -> tuple[Diagnostic, ...]:
    """What is wrong with a table; empty: it may be taken in."""
    if kind is TableKind.HOLIDAYS:
        return calendar_of(rows).faults
    if kind is TableKind.TERMS:
        return terms_of(rows).faults
    if kind is TableKind.PLANS:
        return plans_of(rows, vocabulary.places(), vocabulary.matters()).faults
    return pattern_faults(rows[0].get(PATTERN, "") if rows else "")


def keep_table(kind: TableKind, rows: Rows, name: str, acting: Actor) -> None:
    """Take a table in. rows: without `table_faults`. Called inside a transaction."""
    OfficeTable.objects.create(kind=kind.value, rows=to_text(rows), name=name, at=now(), by=acting.name)
    trail.note("登记表", {"表": kind.value, "名称": name, "行数": len(rows)}, acting.name)


def table_now(kind: TableKind) -> OfficeTable | None:
    """The table that counts; None: there is none."""
    return OfficeTable.objects.filter(kind=kind.value).order_by("-id").first()


def rows_now(kind: TableKind) -> list[dict[str, str]]:
    """The rows of the table that counts."""
    kept = table_now(kind)
    return [] if kept is None else msgspec.json.decode(kept.rows, type=list[dict[str, str]])


def calendar_now() -> Calendar:
    """What is known of workdays."""
    rows = rows_now(TableKind.HOLIDAYS)
    return calendar_of(rows).calendar if rows else NO_TABLE


def terms_now() -> tuple[Term, ...]:
    """The deadlines; none where no table is registered."""
    rows = rows_now(TableKind.TERMS)
    return terms_of(rows).terms if rows else ()


def plans_now() -> tuple[Plan, ...]:
    """The plans; none where no table is registered."""
    rows = rows_now(TableKind.PLANS)
    return plans_of(rows).plans if rows else ()


def pattern_now() -> str:
    """The pattern of numbers of receipts."""
    rows = rows_now(TableKind.NUMBERS)
    return rows[0].get(PATTERN, USUAL) if rows else USUAL

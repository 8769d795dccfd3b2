"""The bureau's own tables of casework: holidays, deadlines, plans, the pattern of numbers.

Of plans and of the pattern the last counts. Deadlines and holidays count by organ and from a day on: a case keeps those that counted
for the day of its receipt, whatever is registered later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic
from reasoner.casework import deadlines, quota, working_days
from reasoner.casework.deadlines import terms_of
from reasoner.casework.quota import Plan, plans_of
from reasoner.casework.receipt_number import USUAL, pattern_faults
from reasoner.casework.working_days import calendar_of
from reasoner.driver.window import terms as vocabulary
from reasoner.office import trail
from reasoner.office.acting import Actor
from reasoner.office.casework_models import OfficeTable
from reasoner.office.keeping import now, plain_json, to_text

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


class TableState(StrEnum):
    """Whether a table counts."""

    PROPOSED = "待同意"
    IN_EFFECT = "采用"
    REFUSED = "不同意"


DATED: Final = (TableKind.TERMS, TableKind.HOLIDAYS)
"""The tables that count by organ and from a day on."""


def keep_table(kind: TableKind, rows: Rows, name: str, acting: Actor) -> None:
    """Take a table of plans or a pattern in. rows: without `table_faults`. Called inside a transaction."""
    kept = OfficeTable.objects.create(
        kind=kind.value, rows=to_text(rows), name=name, at=now(), by=acting.name, by_account=acting.account
    )
    payload = {"编号": kept.pk, "表": kind.value, "名称": name, "行数": len(rows), "内容": list(rows)}
    trail.note("登记表", plain_json(payload), acting.name)


def table_now(kind: TableKind) -> OfficeTable | None:
    """The table that was taken in last and counts; None: there is none."""
    kept = OfficeTable.objects.filter(kind=kind.value, state=TableState.IN_EFFECT.value)
    return kept.order_by("-id").first()


def rows_of(kept: OfficeTable) -> list[dict[str, str]]:
    """The rows of a table."""
    return msgspec.json.decode(kept.rows, type=list[dict[str, str]])


def rows_now(kind: TableKind) -> list[dict[str, str]]:
    """The rows of the table that counts."""
    kept = table_now(kind)
    return [] if kept is None else rows_of(kept)


def plans_now() -> tuple[Plan, ...]:
    """The plans; none where no table is registered."""
    rows = rows_now(TableKind.PLANS)
    return plans_of(rows).plans if rows else ()


def pattern_now() -> str:
    """The pattern of numbers of receipts."""
    rows = rows_now(TableKind.NUMBERS)
    return rows[0].get(PATTERN, USUAL) if rows else USUAL

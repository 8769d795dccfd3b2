"""The bureau's ledger in a terminal or as a table: each value with its state, and the rules that it touches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from policy_dsl.formats import Day, DayOrEmpty, PeriodOrEmpty
from reasoner.render.csv_table import csv_text
from reasoner.render.terminal.layout import Style, Tint

COLUMNS: Final = {
    "about": "对象", "label": "名称", "value": "数值", "as_at": "时点", "source": "来源", "confirmed_by": "确认人",
    "valid_until": "有效期至", "state": "状况",
}  # fmt: skip
"""The columns of the list, by field."""


class LedgerRow(msgspec.Struct, frozen=True, rename=COLUMNS):
    """A value of the ledger as people read it; its keys in JSON and its columns bear the Chinese names."""

    about: str
    """Whose it is: a region, a 镇街 or a document, by name."""
    label: str
    """The fact."""
    value: str
    """Its value: 74%, 71293, 是."""
    as_at: PeriodOrEmpty
    """The day or period it speaks of; empty: undated."""
    source: str
    """Source, organs and evidence in one phrase."""
    confirmed_by: str
    """Who confirmed it; empty: nobody."""
    valid_until: DayOrEmpty
    """The last day on which it may be used; empty: not limited."""
    state: str
    """有效, or why it is not: 未确认, 已过有效期, 超过两年; 数值矛盾 of one that cannot be beside another of the same day."""

    def cells(self) -> dict[str, str]:
        """What stands in each column."""
        values = (self.about, self.label, self.value, self.as_at, self.source, self.confirmed_by, self.valid_until)
        return dict(zip(COLUMNS.values(), (*values, self.state), strict=True))


class TouchedClause(msgspec.Struct, frozen=True):
    """A restriction that the figures of a place settle."""

    region: str
    """The place, by name."""
    clause: str
    """The address of the clause."""
    document: str
    """The title of its document."""
    place: str
    """Where the clause stands, in words."""
    quote: str
    """Its official text."""
    text: str
    """The rule told back in one sentence."""
    holds: bool
    """Whether the figures are those that the rule speaks of."""


class LedgerReport(msgspec.Struct, frozen=True):
    """The bureau's ledger on a day, as `tiaoli indicators --ledger --json` writes it."""

    day: Day
    """The day."""
    rows: tuple[LedgerRow, ...] = msgspec.field(name="held")
    """The values with their state."""
    touched: tuple[TouchedClause, ...]
    """The restrictions that they touch."""
    contradictions: tuple[str, ...]
    """Which values cannot both be, a sentence each with both; they settle nothing."""


def held_text(report: LedgerReport, style: Style) -> str:
    """The values by place, what contradicts each other, then the rules that they touch on the day."""
    lines = [style.bold(f"本单位台账{len(report.rows)}项,适用日期 {report.day}")]
    for row in report.rows:
        state = row.state if row.state == "有效" else style.tinted(row.state, Tint.YELLOW)
        confirmed = row.confirmed_by and f"确认人{row.confirmed_by}"
        limited = row.valid_until and f"有效期至{row.valid_until}"
        source = ",".join(x for x in (row.source, confirmed, limited) if x)
        when = f"(截至{row.as_at})" if row.as_at else ""
        lines += style.lines(
            f"{row.about} {row.label} {row.value}{when} · {state}{f' · {source}' if source else ''}", 2, 4
        )
    if report.contradictions:
        lines += ["", style.bold("互相矛盾的数")]
    for sentence in report.contradictions:
        lines += style.lines(sentence, 2, 4)
    if report.touched:
        lines += ["", style.bold("按台账的数,各地区与有关规定对照")]
    for clause in report.touched:
        holds = "属于该条所列情形" if clause.holds else "不属于该条所列情形"
        lines += style.lines(f"{clause.region}:《{clause.document}》{clause.place}:{holds}。{clause.text}", 2, 4)
    return "\n".join(lines) + "\n"


def held_csv(rows: Iterable[LedgerRow]) -> str:
    """One row for each value."""
    return csv_text(tuple(COLUMNS.values()), (row.cells() for row in rows))

"""The bureau's ledger in a terminal or as a table: each value with its state, and the rules that it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reasoner.report.layout import Style
from reasoner.report.tables import csv_text

COLUMNS = ("对象", "名称", "数值", "时点", "来源", "确认人", "有效期至", "状况")


def held_text(rows: Sequence[Mapping[str, str]], touched: Sequence[Mapping[str, Any]], day: str, style: Style) -> str:
    """The values by place, then the rules that they touch on the day."""
    lines = [style.bold(f"本局台账 {len(rows)} 项,基准日 {day}")]
    for row in rows:
        state = row["状况"] if row["状况"] == "有效" else style.tinted(row["状况"], "yellow")
        source = ",".join(
            x
            for x in (
                row["来源"],
                row["确认人"] and f"确认人{row['确认人']}",
                row["有效期至"] and f"有效期至{row['有效期至']}",
            )
            if x
        )
        when = f"(截至{row['时点']})" if row["时点"] else ""
        lines += style.lines(
            f"{row['对象']} {row['名称']} {row['数值']}{when} · {state}{f' · {source}' if source else ''}", 2, 4
        )
    if touched:
        lines += ["", style.bold("按台账的数,各地区与有关规定对照")]
    for entry in touched:
        holds = "属于该条所列情形" if entry["holds"] else "不属于该条所列情形"
        lines += style.lines(
            f"{entry['region']}:《{entry['document']}》{entry['place']}:{holds}。{entry['text']}", 2, 4
        )
    return "\n".join(lines) + "\n"


def held_csv(rows: Sequence[Mapping[str, str]]) -> str:
    """One row for each value."""
    return csv_text(COLUMNS, rows)

"""Duties by bearer for a terminal, and in a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reasoner.render.csv_table import csv_text
from reasoner.render.terminal.layout import Style, joined
from reasoner.survey.duty_selection import UNNAMED, DutySelection, SourcedDuty

_HEADER: Final = (
    "主体", "强度", "强度类别", "行为", "对象", "期限", "地区", "文件", "文号", "条款", "位置", "原文",
)  # fmt: skip


def duties_text(selection: DutySelection, style: Style) -> str:
    """For each bearer the duties: strength, act, towards whom, by when, clause. Bearers come as the texts name them."""
    groups: dict[str, list[SourcedDuty]] = {}
    for duty in selection.duties:
        groups.setdefault("、".join(duty.bearers), []).append(duty)
    named = [b for b in groups if b != UNNAMED] + [b for b in groups if b == UNNAMED]
    blocks = [_bearer(b, groups[b], style) for b in named]
    tail = style.lines(f"共{len(selection.duties)}项义务,{len(named)}类主体。" if groups else "没有符合条件的义务。")
    tail += style.each((f"未列入 {d.document}:{d.why}" for d in selection.left_out), 0, 2)
    tail += style.each((f"注意:{warning}" for warning in selection.warnings), 0, 2)
    return joined([*blocks, tail])


def _bearer(bearer: str, duties: Iterable[SourcedDuty], style: Style) -> list[str]:
    entries = list(duties)
    title = "主体未载明" if bearer == UNNAMED else bearer
    lines = style.bold_lines(f"{title}({len(entries)}项)")
    for duty in entries:
        more = [f"对象:{'、'.join(duty.towards)}"] if duty.towards else []
        more += [f"期限:{duty.by}"] if duty.by else []
        lines += style.lines(f"[{duty.strength}] {duty.act}" + (f"({';'.join(more)})" if more else ""), 2, 4)
        source = duty.number or f"{duty.region},{duty.document}"
        lines += [style.faint(x) for x in style.lines(f"{source}{duty.place} · {duty.clause}", 4)]
    return lines


def duties_csv(duties: Iterable[SourcedDuty]) -> str:
    """One row for each duty."""
    return csv_text(_HEADER, (_row(d) for d in duties))


def _row(duty: SourcedDuty) -> dict[str, str]:
    return {
        "主体": "、".join(duty.bearers),
        "强度": duty.strength,
        "强度类别": duty.amounts_to,
        "行为": duty.act,
        "对象": "、".join(duty.towards),
        "期限": duty.by,
        "地区": duty.region,
        "文件": duty.title,
        "文号": duty.number or "",
        "条款": duty.clause,
        "位置": duty.place,
        "原文": duty.quote,
    }

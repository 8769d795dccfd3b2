"""Duties by bearer for a terminal, and in a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reasoner.render.csv_table import csv_text
from reasoner.render.terminal.layout import Style, joined
from reasoner.survey.duty_selection import UNNAMED, DutySelection, SourcedDuty

_HEADER: Final = (
    "种类", "主体", "强度", "强度类别", "行为", "对象", "期限", "地区", "文件", "文号", "条款", "位置", "原文", "条文理解",
)  # fmt: skip


_LEGEND: Final = "方括号内为原文用词;“陈述”指原文没有“应”“可”等用词。"


def duties_text(selection: DutySelection, style: Style) -> str:
    """For each bearer the duties: strength, act, towards whom, by when, clause. Bearers come as the texts name them."""
    groups = _by_bearer(selection.duties)
    blocks = [style.lines(_LEGEND)] if groups or selection.proposals else []
    blocks += [_bearer(b, acts, style) for b, acts in groups.items()]
    if selection.proposals:
        blocks.append(style.bold_lines(f"以下{len(selection.proposals)}项是报告的对策建议,不是义务"))
        blocks += [_bearer(b, acts, style) for b, acts in _by_bearer(selection.proposals).items()]
    tail = style.lines(f"共{len(selection.duties)}项义务,{len(groups)}类主体。" if groups else "没有符合条件的义务。")
    tail += style.lines(f"另有建议{len(selection.proposals)}项。") if selection.proposals else []
    tail += style.each((f"未列入 {d.document}:{d.why}" for d in selection.left_out), 0, 2)
    tail += style.each((f"注意:{warning}" for warning in selection.warnings), 0, 2)
    return joined([*blocks, tail])


def _by_bearer(acts: Iterable[SourcedDuty]) -> dict[str, list[SourcedDuty]]:
    """Acts by who bears them; those that name nobody stand last."""
    groups: dict[str, list[SourcedDuty]] = {}
    for act in acts:
        groups.setdefault("、".join(act.bearers), []).append(act)
    unnamed = groups.pop(UNNAMED, None)
    return groups if unnamed is None else {**groups, UNNAMED: unnamed}


def _bearer(bearer: str, duties: Iterable[SourcedDuty], style: Style) -> list[str]:
    entries = list(duties)
    title = "主体未载明" if bearer == UNNAMED else bearer
    lines = style.bold_lines(f"{title}({len(entries)}项)")
    for duty in entries:
        more = [f"对象:{'、'.join(duty.towards)}"] if duty.towards else []
        more += [f"期限:{duty.by}"] if duty.by else []
        lines += style.lines(f"[{duty.strength}] {duty.act}" + (f"({';'.join(more)})" if more else ""), 2, 4)
        for r in duty.readings:
            lines += style.lines(f"据条文理解“{r.name}”({r.status}):{r.used}", 4, 6)
        source = duty.number or f"{duty.region},《{duty.title}》"
        lines += [style.faint(x) for x in style.lines(f"{source}{duty.place}", 4)]
    return lines


def duties_csv(selection: DutySelection) -> str:
    """One row for each duty, then one for each proposal."""
    rows = [_row("义务", d) for d in selection.duties]
    return csv_text(_HEADER, [*rows, *(_row("建议", p) for p in selection.proposals)])


def _row(kind: str, duty: SourcedDuty) -> dict[str, str]:
    return {
        "种类": kind,
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
        "条文理解": ";".join(f"{r.name}({r.status}):{r.used}" for r in duty.readings),
    }

"""Applications that exclude each other, in a terminal: a block for each group, beside the notes and never in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reasoner.batch.mutual_exclusion import GroupReport, omitted
from reasoner.explain import source_of
from reasoner.render.terminal.layout import Style

_MOST: Final = 12


def groups_text(groups: Sequence[GroupReport], *, refused: int = 0, width: int = 80, colour: bool = False) -> str:
    """The groups in the order given, and how many applications with faults stand in none; empty where there are no groups."""
    if not groups:
        return ""
    style = Style(width, colour)
    left_out = "\n".join(style.lines(omitted(refused), 0)) + "\n" if refused else ""
    lines = [style.bold(f"竞争分组{len(groups)}组:不能全部新增,由经办机构择优定点;各份研判结论不变。")]
    for number, group in enumerate(groups, 1):
        of = f"({group.of})" if group.of else ""
        more = f" 等{len(group.applications)}份" if len(group.applications) > _MOST else ""
        numbers = "、".join(group.applications[:_MOST]) + more
        lines += style.lines(f"{number}. {group.label}{of}:{numbers}", 2, 5)
        lines += style.lines(f"{source_of(group)}。{group.why}。", 5)
    return "\n".join(lines) + "\n" + left_out

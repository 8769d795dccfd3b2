"""The demonstration: an application, the note on it, and what to try next."""

from __future__ import annotations

from typing import Final

from policy_dsl.source_text import display_width
from reasoner.render.terminal.layout import Style, padded

_NEXT: Final = (
    ("tiaoli check 申请.json", "对自己的申请作研判(把上面的内容存成文件,改几个数试试)"),
    ("tiaoli check 申请.json --full", "列出全部规则和推导过程;加 --json 供其他程序使用"),
    ("tiaoli show 床位使用率", "按原文、地址或位置查条款及其规则、条文理解"),
    ("tiaoli clauses", "列出全部条款"),
    ("tiaoli documents", "列出已收录的文件及其效力"),
)


def demonstration(application: str, note: str, *, width: int = 80, colour: bool = False) -> str:
    """The three parts, one below the other."""
    style = Style(width, colour)
    lines = [style.bold("示例申请(机构为虚构,数据仅作演示):"), ""]
    lines += [f"  {line}" for line in application.rstrip().splitlines()]
    lines += ["", style.bold("研判:"), "", note.rstrip("\n"), "", style.bold("接下来可以试(命令前加 uv run):")]
    widest = max(display_width(command) for command, _ in _NEXT)
    lines += [f"  {padded(command, widest)}  {what}" for command, what in _NEXT]
    return "\n".join(lines) + "\n"

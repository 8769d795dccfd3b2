"""A fault as staff read it in a terminal."""

from __future__ import annotations

import re
from typing import Final

from policy_dsl.diagnostics import Diagnostic
from reasoner.render.typeset import fault_on_screen, on_screen

_ITEM: Final = r"([\u4e00-\u9fff]*)\[(\d{1,9})\]"
_APPLICATION: Final = r"(?<![\u4e00-\u9fff])\[(\d{1,9})\]\.(?=[\u4e00-\u9fff])"
_BELOW: Final = r"(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])"
"""Compiled when there is a fault to tell: classes of so many characters take milliseconds."""


def fault_text(diagnostic: Diagnostic) -> str:
    """A fault as staff read it: where, what, what one may write; its code last."""
    place = _place(diagnostic.where)
    paragraphs = (
        ("错误:" if diagnostic.severity == "error" else "提示:", place),
        ("  ", re.sub(_APPLICATION, lambda m: f"第{int(m[1]) + 1}份申请的", diagnostic.message)),
        ("", diagnostic.excerpt),
        ("  ", diagnostic.allowed_words("可以写")),
        ("  建议:", diagnostic.hint),
        ("  代码:", diagnostic.code),
    )
    return "\n".join(
        on_screen(lead) + (words if words in (place, diagnostic.excerpt) else fault_on_screen(words))
        for lead, words in paragraphs
        if words
    )


def _place(where: str) -> str:
    """A path into the input as staff count: 指标[0].数值 is 第1项指标的数值, [1].编号 is 第2份申请的编号; files stay as they are."""
    file, colon, path = where.rpartition(": ")
    path = re.sub(_ITEM, lambda m: f"第{int(m[2]) + 1}{f'项{m[1]}' if m[1] else '份申请'}", path)
    return file + colon + (re.sub(_BELOW, "的", path) if file or "[" in where else path)

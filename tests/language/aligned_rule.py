"""One clause with one rule, compiled, and the codes of its faults."""

from __future__ import annotations

from language_examples import compiled

from policy_dsl.alignment.draft import Draft

M = "凡 事项 是 新增购买住院床位"


def rule(text: str, *lines: str, kind: str = "规则", nature: str = "限制", more: str = "", readings: str = "") -> Draft:
    """One clause with one rule of those lines, and what stands beside it."""
    body = "\n".join(f"    {line}" for line in lines)
    return compiled(text, f"文件 x\n\n条 1.p1 性质 {nature}\n「{text}」\n  {kind} 甲\n{body}\n{more}", readings)


def codes(draft: Draft) -> set[str]:
    return {f.code for f in draft.faults}

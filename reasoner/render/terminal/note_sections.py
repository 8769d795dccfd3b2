"""What `--full` adds to a note: every rule with its status and proof in words, the facts read, and the receipt."""

from __future__ import annotations

from typing import Final

from reasoner.explain import Background, finding
from reasoner.explain.proof_text import stated
from reasoner.model.kinds import Status
from reasoner.model.verdict import Receipt, Verdict
from reasoner.render.terminal.layout import Style

_STATUS: Final = {Status.TRUE: "成立", Status.FALSE: "不成立", Status.UNKNOWN: "待定"}


def full_sections(verdict: Verdict, context: Background, style: Style) -> list[list[str]]:
    """The sections, in the order of the proof."""
    return [_rules(verdict, context, style), _facts(verdict, context, style), _receipt(verdict.receipt, style)]


def _rules(verdict: Verdict, context: Background, style: Style) -> list[str]:
    places = {c.clause: c.place for c in verdict.citations}
    lines = [style.bold("【全部规则】")] if verdict.reasons.rules else []
    for rule in verdict.reasons.rules:
        clause, _, name = rule.rule.partition("#")
        defeating = "、".join(d.by for d in rule.defeated_by)
        status = _STATUS[rule.status] + (f",因 {defeating} 不适用" if defeating else "")
        lines += style.lines(f"- {name}({places.get(clause, clause)},{clause}):{status}", 2, 4)
        lines += style.lines(f"规则:{rule.text}", 4)
        lines += style.lines(f"证明:{finding(rule, context.terms)}", 4)
        if rule.readings:
            lines += style.lines(f"解释:{'、'.join(rule.readings)}", 4)
        if not rule.reviewed:
            lines += style.lines("复核:未经复核", 4)
    return lines


def _facts(verdict: Verdict, context: Background, style: Style) -> list[str]:
    if not verdict.facts:
        return []
    lines = [style.bold("【采用的事实】")]
    for fact in verdict.facts:
        lines += style.lines(f"- {stated(fact, context.terms)}", 2, 4)
    return lines


def _receipt(receipt: Receipt, style: Style) -> list[str]:
    return [
        style.bold("【校验信息】"),
        f"  程序版本:{receipt.engine}",
        "  文件摘要:",
        *(f"    {document}  {digest}" for document, digest in receipt.documents.items()),
        f"  术语和地区摘要:{receipt.vocabulary}",
        f"  事实摘要:{receipt.facts}",
        f"  缺项和改变条件摘要:{receipt.advice}",
        f"  基准日:{receipt.as_of}",
    ]

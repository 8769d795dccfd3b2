"""What `--full` adds to a note: every rule with its status and proof in words, the facts read, and the receipt."""

from __future__ import annotations

from typing import Any, Final

from reasoner.explain import Background, finding
from reasoner.explain.words import stated
from reasoner.model.verdict import Verdict
from reasoner.report.layout import Style

_STATUS: Final = {"true": "成立", "false": "不成立", "unknown": "待定"}
_RECEIPT: Final = {
    "engine": "程序版本",
    "rules": "规则摘要",
    "documents": "文件摘要",
    "facts": "事实摘要",
    "advice": "缺项和改变条件摘要",
    "as_of": "基准日",
}


def full_sections(verdict: Verdict, context: Background, style: Style) -> list[list[str]]:
    """The sections, in the order of the proof."""
    return [_rules(verdict, context, style), _facts(verdict, context, style), _receipt(verdict["receipt"], style)]


def _rules(verdict: Verdict, context: Background, style: Style) -> list[str]:
    places = {c["clause"]: c["place"] for c in verdict["citations"]}
    lines = [style.bold("【全部规则】")] if verdict["reasons"]["rules"] else []
    for rule in verdict["reasons"]["rules"]:
        clause, _, name = rule["rule"].partition("#")
        defeated = "、".join(d["by"] for d in rule.get("defeated_by", ()))
        status = _STATUS[rule["status"]] + (f",因 {defeated} 不适用" if defeated else "")
        lines += style.lines(f"- {name}({places.get(clause, clause)},{clause}):{status}", 2, 4)
        lines += style.lines(f"规则:{rule['text']}", 4)
        lines += style.lines(f"证明:{finding(rule, context.terms)}", 4)
        if rule.get("readings"):
            lines += style.lines(f"解释:{'、'.join(rule['readings'])}", 4)
        if rule.get("reviewed") is False:
            lines += style.lines("复核:未经复核", 4)
    return lines


def _facts(verdict: Verdict, context: Background, style: Style) -> list[str]:
    if not verdict["facts"]:
        return []
    lines = [style.bold("【采用的事实】")]
    for fact in verdict["facts"]:
        lines += style.lines(f"- {stated(fact, context.terms)}", 2, 4)
    return lines


def _receipt(receipt: dict[str, Any], style: Style) -> list[str]:
    lines = [style.bold("【校验信息】")]
    for key, value in receipt.items():
        name = _RECEIPT.get(key, key)
        if isinstance(value, dict):
            lines.append(f"  {name}:")
            lines += [f"    {k}  {v}" for k, v in value.items()]
        else:
            lines.append(f"  {name}:{value}")
    return lines

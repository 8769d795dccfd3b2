"""What an outcome means (说明), which outcomes are still open, and the sentence every note closes with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reasoner.model.messages import LABELS, WORDED

_MEANINGS: Final = {
    "conflict": "下列规定对同一事项要求相反,依现有资料不能确定以哪一条为准,请报有权机关明确。",
    "barred": "下列规定没有「原则上」的限定。",
    "presumptively_barred": "属原则性限制;个案例外由有权机关说明理由后决定。",
    "undetermined": "还缺少下列事实或认定,补齐后再作研判。",
    "not_eligible": "下列规定所要求的条件尚未全部满足,未满足的逐项列明。",
    "strictly_controlled": "依原文用词,不等于不予新增;是否新增由有权机关个案研究。",
    "exempt": "仅指不受该文件的限制,不等于同意定点。",
    "priority": "优先不是豁免,仍须按规定评估。",
    "may_proceed": "不代表评估合格;国家规定的定点条件和年度受理计划等不在本次研判之内。",
    "not_regulated": "没有规定不等于可以或者不可以办理,请查阅尚未收录的文件。",
    "out_of_force": "届满不当然等于废止,请先确认现行有效的依据。",
}


def meaning(verdict: Mapping[str, Any]) -> tuple[str, ...]:
    """The sentences under an outcome's label: what it means, and why where the verdict says so."""
    why = verdict.get("why")
    said = _MEANINGS[verdict["outcome"]]
    if verdict["outcome"] == "barred" and len(verdict["possible"]) > 1:
        said = "待查明的事实不影响这一结论。"
    if not why:
        return (said,)
    # The reason may say already that an ended period does not of itself repeal, or no period may have ended at all.
    told = verdict["outcome"] == "out_of_force" and said.split(",")[0] in why
    if verdict["outcome"] == "out_of_force" and "届满" not in why:
        said = said.split(",")[1]
    return (f"{why.rstrip('。')}。",) if told else (f"{why.rstrip('。')}。", said)


def possible_labels(verdict: Mapping[str, Any]) -> tuple[str, ...]:
    """The labels of all outcomes still open; empty where the outcome is the only one."""
    if verdict["outcome"] != "undetermined" and len(verdict["possible"]) <= 1:
        return ()
    return tuple(open_label(o, verdict) for o in verdict["possible"])


_EFFECTS: Final = {"barred": ("prohibit", "cap"), "strictly_controlled": ("control",), "priority": ("prefer",)}


def open_label(outcome: str, verdict: Mapping[str, Any]) -> str:
    """The label of an outcome not reached, in the words of the rules that could lead to it: 从严 is said of no text
    that says 以调整存量为主. Those that hold already go before those that might; where they differ, both wordings.
    """
    reached = _EFFECTS.get(outcome, ())
    leading = [r for r in verdict["reasons"]["rules"] if r["effect"] in reached and r["strength"] != "原则上"]
    rules = next((kept for s in ("true", "unknown") if (kept := [r for r in leading if r["status"] == s])), leading)
    labels = tuple(dict.fromkeys(WORDED.get((outcome, r["strength"]), LABELS[outcome]) for r in rules))
    if len(labels) < 2:
        return labels[0] if labels else LABELS[outcome]
    heads, tails = zip(*(label.partition(",")[::2] for label in labels), strict=True)
    return "或者".join(heads) + (f",{tails[0]}" if tails[0] else "")


_ALONE: Final = {
    "control": "strictly_controlled", "require": "not_eligible", "exempt": "exempt", "prefer": "priority",
    "permit": "may_proceed",
}  # fmt: skip


def label_of_rule(rule: Mapping[str, Any]) -> str:
    """The label of what one rule says by itself, in the words of its clause, whatever else decides beside it."""
    barring = "presumptively_barred" if rule["strength"] == "原则上" else "barred"
    outcome = _ALONE.get(rule["effect"], barring)
    return WORDED.get((outcome, rule["strength"]), LABELS[outcome])


def closing(verdict: Mapping[str, Any]) -> str:
    """On what the verdict rests, what it did not look at, and that a person decides."""
    titles = {c["clause"].partition("/")[0]: c["document"] for c in verdict["citations"]}
    governing = [titles[d] for d in verdict["reasons"]["governing"] if d in titles]
    unseen = "国家规定的定点条件、年度受理计划等未收录文件"
    if not governing:
        return f"本研判仅依据已收录文件,未审查{unseen};供承办人参考,不代替评估,也不是处理决定。"
    listed = "、".join(f"《{t}》" for t in governing)
    return f"本研判仅依据下列已收录文件:{listed},未审查{unseen};供承办人参考,不代替评估,也不是处理决定。"

"""Which letters there are, and which of them an outcome calls for."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any, Final

from policy_dsl.diagnostics import Diagnostic

REFUSAL: Final = "不予新增告知书"
SUPPLEMENT: Final = "补正材料通知书"
INQUIRY: Final = "内部查询单"
INSPECTION: Final = "现场核查任务"
OPINION: Final = "内部审核意见"
KINDS: Final = (REFUSAL, SUPPLEMENT, INQUIRY, INSPECTION, OPINION)

BARRING: Final = ("barred", "presumptively_barred", "not_eligible")
"""Outcomes that a refusal can rest on; every other outcome bars nothing."""

ASKED: Final = {
    SUPPLEMENT: ("申请人",),
    INQUIRY: ("本局", "其他部门", "有权机关认定"),
    INSPECTION: ("现场核查",),
}
"""Whose facts a letter asks for."""


def missing_for(kind: str, verdict: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The missing facts that a letter of this kind asks for."""
    return [m for m in verdict["missing"] if (m["provider"] or "本局") in ASKED[kind]]


def default_kind(verdict: Mapping[str, Any], uncertain: Set[str]) -> str:
    """What the outcome calls for: a refusal, else a letter to whoever can supply what is missing, else an opinion."""
    if verdict["outcome"] in BARRING and not rests_on_uncertain(verdict, uncertain):
        return REFUSAL
    if verdict["outcome"] == "undetermined":
        for kind in ASKED:
            if missing_for(kind, verdict):
                return kind
    return OPINION


def rests_on_uncertain(verdict: Mapping[str, Any], uncertain: Set[str]) -> bool:
    """Whether every decisive clause is of a document whose force is not known."""
    grounds = {c["clause"].partition("/")[0] for c in verdict["citations"] if c["role"] == "decisive"}
    return bool(grounds) and grounds <= uncertain


def objections(kind: str, verdict: Mapping[str, Any], uncertain: Set[str], option: str = "--kind") -> list[Diagnostic]:
    """Why this letter cannot be written on this verdict; empty: it can."""
    where = f"{option} {kind} · 申请 {verdict['application']}"
    if kind not in KINDS:
        return [Diagnostic("T106", where, "没有这种文书", "、".join(KINDS))]
    label = verdict["label"]
    if kind == REFUSAL and verdict["outcome"] not in BARRING:
        return [
            Diagnostic(
                "T106", where, f"研判结论为「{label}」,没有不予新增的依据,不能出具{REFUSAL}",
                hint=f"不写 --kind,按结论出具{default_kind(verdict, uncertain)}",
            )
        ]  # fmt: skip
    if kind == REFUSAL and rests_on_uncertain(verdict, uncertain):
        titles = dict.fromkeys(c["document"] for c in verdict["citations"] if c["role"] == "decisive")
        named = "、".join(f"《{t}》" for t in titles)
        message = f"依据只有{named},其收录文本不完整、效力期限不明,不能单独作为{REFUSAL}的依据"
        return [Diagnostic("T107", where, message, hint=f"核对原件、确认效力后再办;可先出具{OPINION}")]
    if kind in ASKED and not missing_for(kind, verdict):
        whose = "、".join(ASKED[kind])
        return [Diagnostic("T106", where, f"没有须由{whose}提供的缺项,不能出具{kind}", hint="不写 --kind,按结论出具")]
    return []

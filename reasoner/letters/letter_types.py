"""Which letters there are, and which of them an outcome calls for."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from policy_dsl.diagnostics import Diagnostic
from reasoner.explain.missing_sentences import OFFICE, provider_of
from reasoner.letters.decision import Decision, Handling
from reasoner.model.kinds import Outcome, Role
from reasoner.model.rule_base import DOCUMENT_FORCE
from reasoner.model.verdict import MissingFact, Verdict

REFUSAL: Final = "不予新增告知书"
NOTICE: Final = "告知书"
"""Of a decision that lets the whole or a part go on."""
SUPPLEMENT: Final = "补正材料通知书"
INQUIRY: Final = "内部查询单"
INSPECTION: Final = "现场核查任务单"
REQUEST: Final = "关于提请认定的请示(函)"
STUDY: Final = "从严个案研究意见"
CORRECTION: Final = "更正(撤销)告知书"
DELIVERY: Final = "送达回证"
OPINION: Final = "内部审核意见"
KINDS: Final = (REFUSAL, NOTICE, SUPPLEMENT, INQUIRY, INSPECTION, REQUEST, STUDY, OPINION, CORRECTION, DELIVERY)

_BY_OPTION: Final = (REQUEST,)
"""Letters that ask besides the one that an outcome calls for: made where they are named."""
OUTWARD: Final = (REFUSAL, NOTICE, SUPPLEMENT, REQUEST, CORRECTION)
"""Letters that leave the office: with addressee, signature and notes for staff."""
TELLING: Final = (REFUSAL, NOTICE)
"""Letters that tell the applicant a decision."""

BARRING: Final = (Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.NOT_ELIGIBLE)
"""Outcomes that a refusal can rest on; every other outcome bars nothing."""

DETERMINED: Final = "有权机关认定"
PROVIDERS: Final = {
    SUPPLEMENT: ("申请人",),
    INQUIRY: (OFFICE, "其他部门", DETERMINED),
    INSPECTION: ("现场核查",),
    REQUEST: (DETERMINED,),
}
"""Whose facts a letter asks for."""


def missing_for(kind: str, verdict: Verdict) -> list[MissingFact]:
    """The missing facts that a letter of this kind asks for."""
    return [m for m in verdict.missing if provider_of(m) in PROVIDERS[kind]]


def default_kind(verdict: Verdict, uncertain: Set[str], decision: Decision | None = None) -> str:
    """What decision and outcome call for: a refusal, else a letter to whoever can supply what is missing, else an opinion."""
    if decision is not None and decision.handling is not Handling.REFUSED and verdict.outcome in BARRING:
        return OPINION if rests_on_uncertain(verdict, uncertain) else NOTICE
    if verdict.outcome in BARRING and not rests_on_uncertain(verdict, uncertain):
        return REFUSAL
    if verdict.outcome is Outcome.UNDETERMINED:
        for kind, providers in PROVIDERS.items():
            lacking = {provider_of(m) for m in missing_for(kind, verdict)}
            if lacking and (len(providers) == 1 or lacking != {DETERMINED}):  # an organ is asked by a 请示(函)
                return kind
    return STUDY if verdict.outcome is Outcome.STRICTLY_CONTROLLED else OPINION


def rests_on_uncertain(verdict: Verdict, uncertain: Set[str]) -> bool:
    """Whether every decisive clause is of a document whose force is not known."""
    grounds = {c.clause.partition("/")[0] for c in verdict.citations if c.role is Role.DECISIVE}
    return bool(grounds) and grounds <= uncertain


def force_determined(verdict: Verdict) -> bool:
    """Whether of every document that decides it was determined that it is in force on the day."""
    settled = {f.of for f in verdict.facts if f.fact == DOCUMENT_FORCE and f.value == "是"}
    return {c.document for c in verdict.citations if c.role is Role.DECISIVE} <= settled


def rests_on_guidance(verdict: Verdict, indirect: Set[str]) -> bool:
    """Whether every decisive clause is of a document addressed to lower authorities, whose effect on a case is unconfirmed."""
    return rests_on_uncertain(verdict, indirect)


def objections(
    kind: str, verdict: Verdict, uncertain: Set[str], option: str = "--kind", decision: Decision | None = None
) -> list[Diagnostic]:
    """Why this letter cannot be written on this verdict; empty: it can."""
    where = f"{option} {kind} · 申请 {verdict.application}"
    if kind not in KINDS:
        return [Diagnostic("T106", where, "没有这种文书", "、".join(KINDS))]
    goes_on = decision is not None and decision.handling is not Handling.REFUSED
    if kind in TELLING and verdict.outcome in BARRING and goes_on is not (kind == NOTICE):
        what = f"决定为「{decision.handling}」" if decision is not None else "没有决定"
        hint = f"{NOTICE}用于决定部分或者全部进入后续程序的,用 --decision 指定决定;不予的,出具{REFUSAL}"
        return [Diagnostic("T106", where, f"{what},不能出具{kind}", hint=hint)]
    if kind in TELLING and verdict.outcome not in BARRING:
        why = "没有不予新增的依据,不能" if kind == REFUSAL else "没有须告知的限制,不"
        why = "尚不能" if verdict.outcome is Outcome.UNDETERMINED else why
        message = f"研判结论为「{verdict.label}」,{why}出具{kind}"
        hint = f"不写 --kind,按结论出具{default_kind(verdict, uncertain)}"
        hint = f"请先查明所缺事项;{hint}" if verdict.outcome is Outcome.UNDETERMINED else hint
        return [Diagnostic("T106", where, message, hint=hint)]
    if kind in TELLING and rests_on_uncertain(verdict, uncertain):
        titles = dict.fromkeys(c.document for c in verdict.citations if c.role is Role.DECISIVE)
        named = "、".join(f"《{t}》" for t in titles)
        message = f"依据只有{named},收到的文本不完整、效力期限不明,不能单独作为{kind}的依据"
        hint = f"核对原件、确认效力后再办;可先出具{OPINION}"
        if force_determined(verdict):
            message = f"依据只有{named},其效力已经确认,但收到的文本不完整,不能单独作为{kind}的依据"
            hint = f"对照原件核对所缺部分以后再办;可先出具{OPINION}"
        return [Diagnostic("T107", where, message, hint=hint)]
    if kind == STUDY and verdict.outcome is not Outcome.STRICTLY_CONTROLLED:
        message = f"研判结论为「{verdict.label}」,不是从严控制,不能出具{STUDY}"
        return [Diagnostic("T106", where, message, hint="不写 --kind,按结论出具")]
    if kind in PROVIDERS and not missing_for(kind, verdict):
        whose = "、".join(PROVIDERS[kind])
        return [Diagnostic("T106", where, f"没有须由{whose}提供的缺项,不能出具{kind}", hint="不写 --kind,按结论出具")]
    return []

"""What an outcome means (说明), which outcomes are still open, and the sentence every note closes with."""

from __future__ import annotations

from collections import Counter
from typing import Final

from policy_dsl.ir import Effect, Strength
from reasoner.explain.comparison_text import turning
from reasoner.interpreter.outcome import FAVOURABLE, outcome_of_effect
from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.messages import LABELS, NOT_EXAMINED, UNREGULATED, WARNINGS, WORDED
from reasoner.model.proof import RuleProof, facts_below
from reasoner.model.verdict import Verdict

_MEANINGS: Final = {
    Outcome.CONFLICT: "下列规定对同一事项要求相反,依现有资料不能确定以哪一条为准,请报有权机关明确。",
    Outcome.BARRED: "所据规定未写「原则上」,条文未留个案例外。",
    Outcome.PRESUMPTIVELY_BARRED: "个案例外由有权机关说明理由后决定。",
    Outcome.UNDETERMINED: "{missing}补齐后重新研判。",
    Outcome.NOT_ELIGIBLE: "{unmet}",
    Outcome.STRICTLY_CONTROLLED: "依原文用词,不等于不予新增;是否新增由有权机关个案研究。",
    Outcome.EXEMPT: "仅指不受该文件的限制,不等于同意定点。",
    Outcome.PRIORITY: "优先不是豁免,仍须按规定评估。",
    Outcome.MAY_PROCEED: "不代表评估合格;国家规定的定点条件和年度受理计划等不在本次研判之内。",
    Outcome.NOT_REGULATED: "没有规定不等于可以或者不可以办理,请查阅尚未收录的文件。",
    Outcome.OUT_OF_FORCE: "届满不当然等于废止,请先确认现行有效的依据。",
}


_OTHER_ITEM: Final = "所据的一项未写「原则上」,未留个案例外;所引条文里的「原则上」是就另一项写的。"
_OFFICE: Final = "本局"
"""The provider of a fact of which the ontology names none."""
_DESKS: Final = {
    "申请人": "申请人", _OFFICE: "本单位", "其他部门": "有关部门", "现场核查": "现场核查", "有权机关认定": "有权机关认定",
}  # fmt: skip
"""Who provides what is missing, as staff read it."""

_PENDING: Final = {
    True: "{missing}另有条款尚未写成规则(待写);补齐、写成以后重新研判。",
    False: "下列条款尚未写成规则(待写),可能另有限制;写成规则并复核以后重新研判。",
}
"""What `undetermined` means where clauses are not yet transcribed, by whether facts are missing besides."""


_UNMET: Final = "所附认定为不符合定点条件:所依据的文件没有把它写成本事项的条件,本结论不表示条件已经符合;能否定点,依该认定所据的规定。"
"""Said right under such a label."""


def conditions_unmet(verdict: Verdict) -> bool:
    """Whether a favourable label stands over a determination that the conditions are not met, which no rule here asks for."""
    return verdict.outcome in FAVOURABLE and WARNINGS["conditions"] in verdict.warnings


def against(verdict: Verdict) -> str:
    """What speaks against a favourable label under which it stands; empty where nothing does."""
    return _UNMET if conditions_unmet(verdict) else ""


def meaning(verdict: Verdict) -> tuple[str, ...]:
    """The sentences under an outcome's label: what it means, and why where the verdict says so."""
    outcome, why = verdict.outcome, verdict.why
    sentence = _MEANINGS[outcome]
    if outcome is Outcome.UNDETERMINED and any(c.concerns for c in verdict.pending):
        sentence = _PENDING[bool(verdict.missing)]
    if outcome is Outcome.PRIORITY and verdict.label == WORDED[outcome, Strength.INCLINE]:
        sentence = "倾斜不是豁免,仍须按规定评估。"
    if outcome is Outcome.BARRED and len(verdict.possible) > 1:
        sentence = "待查明的事实不影响这一结论。"
    elif outcome is Outcome.BARRED and any(
        Strength.IN_PRINCIPLE.value in c.quote for c in verdict.citations if c.role is Role.DECISIVE
    ):
        sentence = _OTHER_ITEM
    if "{" in sentence:
        sentence = sentence.format(missing=_counted(verdict), unmet=_unmet(verdict))
    if not why:
        return (sentence,)
    reason = f"{why.rstrip('。')}。"
    if outcome is Outcome.OUT_OF_FORCE:
        # The reason may say already that an ended period does not of itself repeal, or no period may have ended at all.
        if sentence.split(",")[0] in why:
            return (reason,)
        if "届满" not in why:
            sentence = sentence.split(",")[1]
    return (reason, sentence)


def _counted(verdict: Verdict) -> str:
    """How many facts are missing, and how many of them each provider has to give."""
    counts = Counter(m.provider or _OFFICE for m in verdict.missing)
    if not counts:
        return ""
    shares = ",".join(f"{_DESKS.get(p, p)}{counts[p]}项" for p in sorted(counts, key=[*_DESKS].index))
    return f"尚缺{len(verdict.missing)}项:{shares};"


def _unmet(verdict: Verdict) -> str:
    """Which conditions are not met, by name."""
    rules = [r for r in verdict.reasons.rules if r.effect is Effect.REQUIRE and r.status is Status.TRUE]
    facts = dict.fromkeys(
        f.fact for r in rules if r.condition is not None for leaf in turning(r.condition) for f in facts_below(leaf)
    )
    return f"尚缺的条件有{len(facts)}项:{'、'.join(facts)}。" if facts else "所要求的条件尚未全部满足。"


def possible_labels(verdict: Verdict) -> tuple[str, ...]:
    """The labels of all outcomes still open; empty where the outcome is the only one."""
    if verdict.outcome is not Outcome.UNDETERMINED and len(verdict.possible) <= 1:
        return ()
    return tuple(open_label(o, verdict) for o in verdict.possible)


def one_outcome(verdict: Verdict) -> bool:
    """Whether nothing that is lacking touches the outcome: one only is open, and no plan that has ended may go on.

    A bar 原则上 may stand as certain while a stricter one is still possible: what decides between them is not aside.
    """
    return verdict.outcome not in (Outcome.UNDETERMINED, Outcome.OUT_OF_FORCE) and len(verdict.possible) <= 1


_VERBS: Final = ("设置", "纳入")
"""Verbs of matters that nothing is added by."""
_EFFECTS: Final = {
    Outcome.BARRED: (Effect.PROHIBIT, Effect.CAP),
    Outcome.STRICTLY_CONTROLLED: (Effect.CONTROL,),
    Outcome.PRIORITY: (Effect.PREFER,),
}
"""By which effects an outcome comes about whose label follows the words of the clauses."""


def open_label(outcome: Outcome, verdict: Verdict) -> str:
    """The label of an outcome not reached, in the words of the rules that could lead to it: 从严 is said of no text
    that says 以调整存量为主. Those that hold already go before those that might; where they differ, both wordings.
    """
    effects = _EFFECTS.get(outcome)
    if effects is None:
        return _NO_REACH if _may_not_reach(outcome, verdict) else LABELS[outcome]
    leading = [r for r in verdict.reasons.rules if r.effect in effects and r.strength is not Strength.IN_PRINCIPLE]
    by_status = ([r for r in leading if r.status is s] for s in (Status.TRUE, Status.UNKNOWN))
    rules = next((kept for kept in by_status if kept), leading)
    labels = tuple(dict.fromkeys(WORDED.get((outcome, r.strength), LABELS[outcome]) for r in rules))
    if len(labels) < 2:
        return labels[0] if labels else LABELS[outcome]
    parts = [label.partition(",") for label in labels]
    tail = parts[0][2]
    return "或者".join(head for head, _, _ in parts) + (f",{tail}" if tail else "")


def label_on(label: str, matter: str) -> str:
    """A label whose verb follows the matter: of 设置失智专区床位 原则上不予设置."""
    verb = next((v for v in _VERBS if matter.startswith(v)), "")
    return label.replace("新增", verb) if verb else label


_NO_REACH: Final = UNREGULATED["no_reach"]


def _may_not_reach(outcome: Outcome, verdict: Verdict) -> bool:
    """Whether what is left open is whom the rules reach: the documents do speak on the matter, if not of this applicant."""
    open_scope = (r.scope.status is Status.UNKNOWN for r in verdict.reasons.rules)
    return outcome is Outcome.NOT_REGULATED and any(open_scope)


def label_of_rule(rule: RuleProof) -> str:
    """The label of what one rule says by itself, in the words of its clause, whatever else decides beside it."""
    outcome = outcome_of_effect(rule)
    return WORDED.get((outcome, rule.strength), LABELS[outcome])


_UNSEEN: Final = "、".join(NOT_EXAMINED)


def closing(verdict: Verdict) -> str:
    """On what the verdict rests, what it did not look at, and that a person decides."""
    titles = {c.clause.partition("/")[0]: c.document for c in verdict.citations}
    governing = [titles[d] for d in verdict.reasons.governing if d in titles]
    if not governing:
        return f"本研判仅依据已收录文件,未审查{_UNSEEN};供经办人员参考,不代替评估,也不是处理决定。"
    titles_listed = "、".join(f"《{t}》" for t in governing)
    return f"本研判仅依据下列已收录文件:{titles_listed},未审查{_UNSEEN};供经办人员参考,不代替评估,也不是处理决定。"

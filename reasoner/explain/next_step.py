"""What a desk does next with an application, and in a line what decides it: for lists of many, and for the head of a note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from reasoner.explain.explanation import Explanation, PointRole
from reasoner.explain.missing_sentences import OFFICE, provider_of
from reasoner.explain.outcome_text import conditions_unmet
from reasoner.model.kinds import Outcome
from reasoner.model.messages import WARNINGS
from reasoner.model.verdict import MissingFact, Verdict

_OWN: Final = frozenset(("申请", "机构", "本机构", ""))
_BRACKETS: Final = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]")

_LEADS: Final = re.compile("^(?:申请材料载明[^,]*;)?经查,|^申请材料载明")
"""How a finding begins: what the applicant states of itself decides less than what was established."""

SHORT: Final[Mapping[Outcome, str]] = {
    Outcome.CONFLICT: "规定不一致",
    Outcome.BARRED: "按规定不得",
    Outcome.PRESUMPTIVELY_BARRED: "原则上不予",
    Outcome.UNDETERMINED: "暂不能判断",
    Outcome.NOT_ELIGIBLE: "条件未满足",
    Outcome.STRICTLY_CONTROLLED: "从严个案",
    Outcome.EXEMPT: "不受限制",
    Outcome.PRIORITY: "可优先",
    Outcome.MAY_PROCEED: "未见限制",
    Outcome.NOT_REGULATED: "未作规定",
    Outcome.OUT_OF_FORCE: "依据待确认",
}
"""Labels for lists."""

_WORDED: Final = {"暂不新增": "按规定暂不", "存量": "存量个案", "倾斜": "可倾斜", "尚未收录": "未收录"}
"""What a label becomes in a list where it follows the words of the clauses."""

_STEPS: Final[Mapping[Outcome, str]] = {
    Outcome.CONFLICT: "报请明确",
    Outcome.BARRED: "告知书",
    Outcome.PRESUMPTIVELY_BARRED: "例外考量",
    Outcome.NOT_ELIGIBLE: "告知书",
    Outcome.STRICTLY_CONTROLLED: "个案研究",
    Outcome.EXEMPT: "评估",
    Outcome.PRIORITY: "评估",
    Outcome.MAY_PROCEED: "评估",
    Outcome.NOT_REGULATED: "请示",
    Outcome.OUT_OF_FORCE: "确认依据",
}

_ASKING: Final = {
    "申请人": "补正",
    OFFICE: "查询",
    "其他部门": "查询",
    "现场核查": "现场核查",
    "有权机关认定": "报请认定",
}


def short_label(verdict: Verdict) -> str:
    """The label of an outcome in a list."""
    return next((short for word, short in _WORDED.items() if word in verdict.label), SHORT[verdict.outcome])


def next_steps(verdict: Verdict) -> tuple[str, ...]:
    """What the desk does next: of what is not known whom it asks, else what the outcome calls for."""
    if conditions_unmet(verdict):
        return ("核对认定",)
    if verdict.outcome is not Outcome.UNDETERMINED:
        return (_STEPS[verdict.outcome],)
    steps = tuple(
        dict.fromkeys(step for p, step in _ASKING.items() if any(provider_of(m) == p for m in verdict.missing))
    )
    return steps or ("审核",)


def named(missing: MissingFact) -> str:
    """A missing fact in short: 城阳区床位使用率, 预期享受长护险待遇人数(2025年)."""
    return f"{'' if missing.of in _OWN else missing.of}{missing.fact}{f'({missing.period}年)' if missing.period.isdecimal() else ''}"


def key_fact(verdict: Verdict, explanation: Explanation) -> str:
    """What decides, in a line; of what is not decided, what is missing."""
    if verdict.outcome is Outcome.UNDETERMINED and verdict.missing:
        return f"缺{len(verdict.missing)}项:{'、'.join(map(named, verdict.missing))}"
    if conditions_unmet(verdict):
        return WARNINGS["conditions"].rstrip("。")
    points = explanation.of(PointRole.DECISIVE, PointRole.CHECKED)
    sentences: Sequence[str] = [s for p in points[:1] for s in p.sentences] or explanation.meaning
    first = next(iter(sentences), "")
    plain = _LEADS.sub("", _BRACKETS.sub("", first)).rstrip("。")
    return plain.removesuffix("属于该条规定的情形").removesuffix(",不").rstrip(",")

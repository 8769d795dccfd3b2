"""The course of a case (案件): its states, the steps between them, who may take one, and what each needs. Pure data.

Where a case stands follows from its log alone, so that the state that is kept beside it can be checked at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from reasoner.casework.roles import CASE_ROLES, Role


class CaseState(StrEnum):
    """Where a case stands. The value is what staff read."""

    RECEIVED = "已收件"
    SUPPLEMENT = "待补正"
    ACCEPTED = "已受理"
    INSPECTION = "核查中"
    SIGNING = "签署中"
    SIGNED = "已签发"
    SERVED = "已送达"
    WITHDRAWN = "已撤回"
    LAPSED = "逾期终止"
    ARCHIVED = "已归档"


class CaseStep(StrEnum):
    """What is done with a case. The value is what staff and the bureau's tables call it."""

    RECEIVE = "收件"
    ACCEPT = "受理"
    NOTIFY = "通知补正"
    SUPPLEMENTED = "收到补正"
    INSPECT = "派出核查"
    INSPECTED = "核查完成"
    JUDGE = "研判"
    PROPOSE = "拟办"
    REVIEW = "复核"
    LEGAL = "法制复核"
    SIGN = "签发"
    RETURN = "退回"
    SERVE = "送达"
    WITHDRAW = "撤回"
    LAPSE = "逾期终止"
    CORRECT = "更正"
    REVOKE = "撤销"
    REDO = "重作"
    RECONSIDERATION = "复议"
    LAWSUIT = "诉讼"
    REMEDY_RESULT = "救济结果"
    ATTACH = "收存材料"
    HAND_OVER = "移交"
    ARCHIVE = "归档"


class NeedKind(StrEnum):
    """How a need is filled in."""

    TEXT = "text"
    AREA = "area"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"


class Need(NamedTuple):
    """What a step asks for besides its day."""

    name: str
    """Its name, which staff read too."""
    kind: NeedKind = NeedKind.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""


class StepRule(NamedTuple):
    """When a step is open, who takes it and where it leads."""

    step: CaseStep
    before: frozenset[CaseState]
    """In which states it can be taken."""
    after: CaseState | None
    """The state behind it; None: that before, or what the log gives (`state_after`)."""
    roles: frozenset[Role]
    """Who takes it."""
    needs: tuple[Need, ...] = ()


class LoggedStep(NamedTuple):
    """A step that was taken."""

    step: CaseStep
    day: date
    """The day on which it happened."""
    account: int | None = None
    """The number of the account; None: a window for one person."""
    name: str = ""
    """How the person is called."""
    data: Mapping[str, str] = {}
    """What was filled in."""
    deputed_by: int | None = None
    """The account in whose place the person signed (代理); None: in the person's own right."""
    deputed_by_name: str = ""


_HANDLER: Final = frozenset({Role.HANDLER})
_OPEN: Final = frozenset({CaseState.RECEIVED, CaseState.SUPPLEMENT, CaseState.ACCEPTED, CaseState.INSPECTION})
_DECIDED: Final = frozenset({CaseState.SIGNED, CaseState.SERVED, CaseState.ARCHIVED})
_ENDED: Final = frozenset({CaseState.WITHDRAWN, CaseState.LAPSED})
_WORKED: Final = frozenset({CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.INSPECTION})
_AREA: Final = NeedKind.AREA
SERVICE_WAYS: Final = ("直接送达", "留置送达", "委托送达", "邮寄送达", "电子送达", "公告送达")
"""Ways of service; which of them an office may use it knows itself."""
REMEDY_RESULTS: Final = (
    "维持",
    "变更",
    "撤销",
    "确认违法",
    "确认无效",
    "责令履行",
    "责令重作",
    "驳回",
    "调解、和解",
    "撤回申请或者起诉",
    "其他",
)

EFFECTIVE: Final = "生效日期"
"""The day from which a correction or a revocation counts, where it is not that of its 签发."""
EFFECTIVE_REASON: Final = "生效日期的理由"
AFTER_REVOCATION: Final = "撤销后的处理"
"""What becomes of an application whose decision is taken back."""
REVOKED_HANDLINGS: Final = ("由本单位重新作出处理", "按复议决定或者裁判办理", "原申请的办理终止")
CORRECTIONS: Final = (CaseStep.CORRECT, CaseStep.REVOKE)
_EFFECT: Final = (
    Need(EFFECTIVE, NeedKind.DAY, False, hint="不写的,自签发之日起;写的,不早于原决定签发之日"),
    Need(EFFECTIVE_REASON, _AREA, False, hint="写了生效日期的,写明理由"),
)

STEPS: Final = (
    StepRule(CaseStep.ACCEPT, frozenset({CaseState.RECEIVED}), CaseState.ACCEPTED, _HANDLER, (Need("说明", _AREA, False),)),
    StepRule(
        CaseStep.NOTIFY, frozenset({CaseState.RECEIVED, CaseState.ACCEPTED}), CaseState.SUPPLEMENT, _HANDLER,
        (
            Need("补正内容", _AREA, hint="一次性告知:逐项写明材料、存在的问题和补正要求"),
            Need("补正期限日", NeedKind.DAY, False, hint="通知书写明的最后一日;不写的,按期限表计算"),
        ),
    ),
    StepRule(CaseStep.SUPPLEMENTED, frozenset({CaseState.SUPPLEMENT}), None, _HANDLER, (Need("收到的材料", _AREA),)),
    StepRule(
        CaseStep.INSPECT, frozenset({CaseState.ACCEPTED}), CaseState.INSPECTION, _HANDLER,
        (Need("核查事项", _AREA), Need("核查人", hint="可以写科室"), Need("完成期限日", NeedKind.DAY, False)),
    ),
    StepRule(
        CaseStep.INSPECTED, frozenset({CaseState.INSPECTION}), CaseState.ACCEPTED, _HANDLER,
        (Need("核查结果", _AREA), Need("核查记录编号", required=False)),
    ),
    StepRule(CaseStep.JUDGE, frozenset({CaseState.RECEIVED, CaseState.ACCEPTED, CaseState.INSPECTION}), None, _HANDLER),
    StepRule(CaseStep.PROPOSE, frozenset({CaseState.ACCEPTED}), CaseState.SIGNING, _HANDLER, (Need("说明", _AREA, False),)),
    StepRule(CaseStep.REVIEW, frozenset({CaseState.SIGNING}), None, frozenset({Role.REVIEWER}), (Need("意见", _AREA, False),)),
    StepRule(CaseStep.LEGAL, frozenset({CaseState.SIGNING}), None, frozenset({Role.LEGAL}), (Need("意见", _AREA, False),)),
    StepRule(CaseStep.SIGN, frozenset({CaseState.SIGNING}), CaseState.SIGNED, frozenset({Role.HEAD}), (Need("意见", _AREA, False),)),
    StepRule(
        CaseStep.RETURN, frozenset({CaseState.SIGNING}), None, frozenset({Role.REVIEWER, Role.LEGAL, Role.HEAD}),
        (Need("退回理由", _AREA),),
    ),
    StepRule(
        CaseStep.SERVE, frozenset({CaseState.SIGNED}), CaseState.SERVED, _HANDLER,
        (
            Need("送达方式", NeedKind.CHOICE, choices=SERVICE_WAYS), Need("签收人", hint="留置、公告的,写见证人或者载体"),
            Need("回证编号", hint="送达回证的编号或者邮件号"), Need("说明", _AREA, False),
        ),
    ),
    StepRule(
        CaseStep.WITHDRAW, _OPEN | {CaseState.SIGNING}, CaseState.WITHDRAWN, _HANDLER,
        (Need("撤回申请", hint="申请人撤回申请的书面材料,如 2026年5月6日撤回申请书"), Need("说明", _AREA, False)),
    ),
    StepRule(CaseStep.LAPSE, frozenset({CaseState.SUPPLEMENT}), CaseState.LAPSED, _HANDLER, (Need("依据", hint="终止所依据的规定"), Need("说明", _AREA, False))),
    StepRule(CaseStep.CORRECT, _DECIDED, CaseState.SIGNING, _HANDLER, (Need("更正内容", _AREA, hint="原文怎样写,更正为怎样"), Need("更正理由", _AREA), *_EFFECT)),
    StepRule(
        CaseStep.REVOKE, _DECIDED, CaseState.SIGNING, _HANDLER,
        (Need("撤销内容", _AREA), Need("撤销理由", _AREA), Need(AFTER_REVOCATION, NeedKind.CHOICE, choices=REVOKED_HANDLINGS), *_EFFECT),
    ),
    StepRule(CaseStep.REDO, _DECIDED, CaseState.ACCEPTED, _HANDLER, (Need("重作理由", _AREA), Need("依据", hint="复议决定、判决的文号,或者本单位自行纠正"))),
    StepRule(
        CaseStep.RECONSIDERATION, _DECIDED, None, frozenset({Role.HANDLER, Role.LEGAL}),
        (Need("复议机关", hint="全称"), Need("案号", required=False), Need("请求", _AREA)),
    ),
    StepRule(
        CaseStep.LAWSUIT, _DECIDED, None, frozenset({Role.HANDLER, Role.LEGAL}),
        (Need("法院", hint="全称"), Need("案号", required=False), Need("请求", _AREA)),
    ),
    StepRule(
        CaseStep.REMEDY_RESULT, _DECIDED, None, frozenset({Role.HANDLER, Role.LEGAL}),
        (Need("程序", NeedKind.CHOICE, choices=("复议", "诉讼")), Need("结果", NeedKind.CHOICE, choices=REMEDY_RESULTS), Need("文号"), Need("说明", _AREA, False)),
    ),
    StepRule(CaseStep.ATTACH, frozenset(CaseState) - {CaseState.ARCHIVED}, None, CASE_ROLES),
    StepRule(CaseStep.HAND_OVER, frozenset(CaseState) - {CaseState.ARCHIVED}, None, CASE_ROLES),
    StepRule(
        CaseStep.ARCHIVE, frozenset({CaseState.SERVED}) | _ENDED, CaseState.ARCHIVED, _HANDLER,
        (Need("卷号"), Need("保管期限", hint="按本单位的归档办法")),
    ),
)  # fmt: skip
"""The steps behind 收件, in the order in which they usually come."""
RULES: Final[Mapping[CaseStep, StepRule]] = {r.step: r for r in STEPS}
SIGNATURES: Final[Mapping[Role, CaseStep]] = {
    Role.HANDLER: CaseStep.PROPOSE, Role.REVIEWER: CaseStep.REVIEW, Role.LEGAL: CaseStep.LEGAL, Role.HEAD: CaseStep.SIGN,
}  # fmt: skip
"""The step by which each role signs; 更正 and 撤销 are signed by the handler in the place of 拟办."""
OPENING: Final = (CaseStep.PROPOSE, CaseStep.CORRECT, CaseStep.REVOKE)
"""Steps that begin a round of signatures."""
_SIGNING_STEPS: Final = frozenset({*OPENING, CaseStep.REVIEW, CaseStep.LEGAL, CaseStep.SIGN})


def round_of(log: Sequence[LoggedStep]) -> tuple[LoggedStep, ...]:
    """The signatures of the round that is open or was finished last, the handler's first; none behind 退回 or 重作."""
    signed: list[LoggedStep] = []
    for entry in log:
        if entry.step in OPENING:
            signed = [entry]
        elif entry.step in _SIGNING_STEPS and signed:
            signed.append(entry)
        elif entry.step in (CaseStep.RETURN, CaseStep.REDO, CaseStep.WITHDRAW):
            signed = []
    return tuple(signed)


def is_decided(log: Sequence[LoggedStep]) -> bool:
    """Whether a decision was signed that no signed 撤销 took back; 重作 alone takes none back."""
    decided = False
    for number, entry in enumerate(log):
        if entry.step is CaseStep.SIGN:
            begun = round_of(log[:number])[:1]
            decided = not (begun and begun[0].step is CaseStep.REVOKE)
    return decided


def is_redone(log: Sequence[LoggedStep]) -> bool:
    """Whether a decision is being made anew (重作): until the new one is signed, the old one stands, unless it was taken back."""
    last = next((e.step for e in reversed(log) if e.step in (CaseStep.REDO, CaseStep.SIGN)), None)
    return last is CaseStep.REDO


def state_of(log: Sequence[LoggedStep]) -> CaseState:
    """The state to which a log leads; it begins with 收件."""
    state = CaseState.RECEIVED
    for number, entry in enumerate(log):
        state = state_after(entry.step, state, log[:number])
    return state


def state_after(step: CaseStep, state: CaseState, log: Sequence[LoggedStep]) -> CaseState:
    """The state behind a step that is taken in a state. log: the steps before it."""
    if step is CaseStep.RECEIVE:
        return CaseState.RECEIVED
    if step is CaseStep.SUPPLEMENTED:
        return _before_last((CaseStep.NOTIFY,), log)
    if step is CaseStep.RETURN:
        return _before_last(OPENING, log)
    return RULES[step].after or state


def _before_last(steps: Sequence[CaseStep], log: Sequence[LoggedStep]) -> CaseState:
    """The state in which the last of these steps was taken."""
    at = max((n for n, entry in enumerate(log) if entry.step in steps), default=0)
    return state_of(log[:at])


def pauses_of(log: Sequence[LoggedStep]) -> tuple[tuple[date, date | None], ...]:
    """The times in which the applicant supplements: from the day of the notice to that of receipt; None: still."""
    stood: list[tuple[date, date | None]] = []
    for entry in log:
        if entry.step is CaseStep.NOTIFY:
            stood.append((entry.day, None))
        elif (
            entry.step in (CaseStep.SUPPLEMENTED, CaseStep.WITHDRAW, CaseStep.LAPSE) and stood and stood[-1][1] is None
        ):
            stood[-1] = (stood[-1][0], entry.day)
    return tuple(stood)


def open_remedies(log: Sequence[LoggedStep]) -> tuple[LoggedStep, ...]:
    """复议 and 诉讼 of which no result was entered yet."""
    pending: list[LoggedStep] = []
    for entry in log:
        if entry.step in (CaseStep.RECONSIDERATION, CaseStep.LAWSUIT):
            pending.append(entry)
        elif entry.step is CaseStep.REMEDY_RESULT:
            kind = entry.data.get("程序")
            first = next((p for p in pending if p.step.value == kind), None)
            if first is not None:
                pending.remove(first)
    return tuple(pending)


ANNULLING: Final = ("撤销", "确认无效", "责令重作")
"""Results of 复议 and 诉讼 behind which a decision does not count any more."""


def annulled_by(log: Sequence[LoggedStep]) -> LoggedStep | None:
    """The result of 复议 or 诉讼 by which the decision does not count, where it was not made anew since; None: there is none."""
    last: LoggedStep | None = None
    for entry in log:
        if entry.step is CaseStep.REMEDY_RESULT and entry.data.get("结果") in ANNULLING:
            last = entry
        elif entry.step is CaseStep.REDO:
            last = None
    return last


def waits_for(state: CaseState, log: Sequence[LoggedStep], next_signer: Role | None) -> str:
    """For whom a case waits, in a word; empty: for nobody."""
    if state is CaseState.SIGNING:
        return "" if next_signer is None else next_signer.value
    if state is CaseState.SUPPLEMENT:
        return "申请人"
    if state is CaseState.INSPECTION:
        return next((e.data.get("核查人", "") for e in reversed(log) if e.step is CaseStep.INSPECT), "") or "核查人"
    return "" if state is CaseState.ARCHIVED else Role.HANDLER.value

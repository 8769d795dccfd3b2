"""What is wrong with a step that somebody wants to take; and which steps are open to somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic
from reasoner.casework.case_steps import (
    OPENING,
    RULES,
    SIGNATURES,
    STEPS,
    CaseState,
    CaseStep,
    LoggedStep,
    Need,
    NeedKind,
    StepRule,
    annulled_by,
    is_decided,
    open_remedies,
    round_of,
    state_of,
)
from reasoner.casework.correction import effect_faults
from reasoner.casework.deadlines import Due
from reasoner.casework.flow import ALWAYS_APART, Flow, Signer, faults_of_signers, next_step
from reasoner.casework.roles import Role
from reasoner.casework.working_days import day_in

LONGEST: Final = 4000
"""Characters of a field."""
_NOBODY: Final = 0
"""In the place of an account, where nobody signs for anybody."""


class Taker(NamedTuple):
    """Who wants to take a step."""

    account: int | None
    """None: a window for one person; nothing is signed then."""
    name: str
    roles: frozenset[Role]
    deputed: tuple[tuple[Role, int, str], ...] = ()
    """The roles that the person has only in the place of another (代理), with whose account and name."""

    def signer(self, role: Role) -> Signer:
        """The signature of the person in a role."""
        assert self.account is not None
        principal, name = next(((a, n) for r, a, n in self.deputed if r is role), (None, ""))
        return Signer(role, self.account, self.name, principal, name)


def due_signer(flow: Flow, log: Sequence[LoggedStep]) -> Role | None:
    """Whose signature is next; None: no round is open."""
    if state_of(log) is not CaseState.SIGNING:
        return None
    return next_step(flow, signers_of(round_of(log)))


def signers_of(entries: Sequence[LoggedStep]) -> tuple[Signer, ...]:
    """The signers of a round."""
    return tuple(
        Signer(_role(e.step), _NOBODY if e.account is None else e.account, e.name, e.deputed_by, e.deputed_by_name)
        for e in entries
    )


def _role(step: CaseStep) -> Role:
    return next((r for r, s in SIGNATURES.items() if s is step), Role.HANDLER)


AGAIN: Final = "再次补正的理由"
"""Why supplements are asked for again, or behind the acceptance: they are to be asked for once."""

NOT_REDONE: Final = "不重作的理由"
"""Why a case is archived whose decision does not count any more."""


def rule_now(rule: StepRule, log: Sequence[LoggedStep]) -> StepRule:
    """A step with what it asks for as the case stands."""
    if rule.step is CaseStep.NOTIFY and any(e.step in (CaseStep.NOTIFY, CaseStep.ACCEPT) for e in log):
        again = any(e.step is CaseStep.NOTIFY for e in log)
        what = "已经通知过补正" if again else "已经受理"
        hint = f"{what}：补正应当一次性告知，期限表写明停止计算的期限会因此停下；写明为什么没有一次告知"
        return rule._replace(needs=(*rule.needs, Need(AGAIN, NeedKind.AREA, again, hint=hint)))
    annulled = annulled_by(log)
    if rule.step is CaseStep.ARCHIVE and annulled is not None:
        result = f"{annulled.data.get('程序', '')}结果是{annulled.data['结果']}，原决定不再有效"
        hint = f"{result}：先办重作；不需要重作的，写明理由"
        return rule._replace(needs=(*rule.needs, Need(NOT_REDONE, NeedKind.AREA, hint=hint)))
    return rule


def open_steps(log: Sequence[LoggedStep], taker: Taker, flow: Flow) -> tuple[StepRule, ...]:
    """The steps that somebody can take now, in their usual order."""
    state = state_of(log)
    return tuple(
        rule_now(r, log)
        for r in STEPS
        if state in r.before and r.roles & taker.roles and _in_turn(r.step, state, log, taker, flow)
    )


def _in_turn(step: CaseStep, state: CaseState, log: Sequence[LoggedStep], taker: Taker, flow: Flow) -> bool:
    """Whether a step of signing is that of whoever is next."""
    if step in (CaseStep.WITHDRAW, CaseStep.LAPSE) and is_decided(log):
        return False
    if state is not CaseState.SIGNING or step in (CaseStep.WITHDRAW, CaseStep.ATTACH, CaseStep.HAND_OVER):
        return True
    due = due_signer(flow, log)
    if due is None or due not in taker.roles:
        return False
    return step is CaseStep.RETURN or step is SIGNATURES[due]


def step_faults(
    step: CaseStep,
    log: Sequence[LoggedStep],
    taker: Taker,
    flow: Flow,
    day: date | None,
    data: Mapping[str, str],
    today: date,
    due: Sequence[Due] = (),
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a step (K111 to K116); empty: it can be taken. due: the deadlines that run."""
    rule = rule_now(RULES[step], log)
    state = state_of(log)
    where = step.value
    if state not in rule.before:
        allowed = "、".join(r.step.value for r in STEPS if state in r.before)
        return (Diagnostic("K111", where, f"案件{state},现在不能办“{step}”", allowed),)
    if step is CaseStep.WITHDRAW and is_decided(log):
        message = "案件已经签发,申请人不能再撤回"
        hint = "决定有误的,由本单位办理撤销或者重作,由各角色签署"
        return (Diagnostic("K111", where, message, "签发以前", hint),)
    if step is CaseStep.LAPSE and is_decided(log):
        message = "案件已经签发,重作期间不能以逾期终止:原决定在新的决定签发以前仍然有效"
        return (Diagnostic("K111", where, message, "签发以前", "照现有材料重新拟办,由各角色签署"),)
    if not rule.roles & taker.roles:
        named = "、".join(r.value for r in Role if r in rule.roles)
        return (Diagnostic("K112", where, f"“{step}”由{named}办理", named),)
    faults = [
        *_unknown_faults(rule, data),
        *_need_faults(rule, data),
        *effect_faults(step, log, data),
        *_day_faults(step, log, day, today),
    ]
    faults += _signer_faults(step, log, taker, flow)
    if step is CaseStep.LAPSE:
        faults += _lapse_faults(log, day, due)
    if step is CaseStep.ARCHIVE and open_remedies(log):
        pending = "、".join(e.step.value for e in open_remedies(log))
        faults.append(Diagnostic("K116", where, f"{pending}还没有结果,不能归档", hint="记下救济结果以后再归档"))
    if step is CaseStep.REMEDY_RESULT and data.get("程序") not in {e.step.value for e in open_remedies(log)}:
        faults.append(
            Diagnostic(
                "K116", f"{where} · 程序", f"没有尚无结果的{data.get('程序', '')[:4]}", hint="先记下复议或者诉讼"
            )
        )
    return tuple(faults)


_BESIDE: Final[Mapping[CaseStep, frozenset[str]]] = {
    CaseStep.JUDGE: frozenset({"适用日期", "适用日期理由"}),
    CaseStep.ATTACH: frozenset({"证据编号", "题名", "证明", "来源类型", "提供人", "摘要"}),
}
"""What steps state that have forms of their own."""


def _unknown_faults(rule: StepRule, data: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Fields that the step does not ask for: nothing that no form asks for gets into the course."""
    known = {n.name for n in rule.needs} | _BESIDE.get(rule.step, frozenset())
    allowed = "、".join(n.name for n in rule.needs) or "没有要写的内容"
    for name in data:
        if name not in known:
            message = f"“{rule.step}”没有“{name[:40]}”这一栏,不记入全过程"
            yield Diagnostic("K109", f"{rule.step} · {name[:40]}", message, allowed, "写在已有的栏目里")


def _need_faults(rule: StepRule, data: Mapping[str, str]) -> Iterator[Diagnostic]:
    for need in rule.needs:
        text = data.get(need.name, "")
        where = f"{rule.step} · {need.name}"
        if need.required and not text:
            yield Diagnostic("K113", where, f"没有写{need.name}", hint=need.hint)
        elif len(text) > LONGEST:
            yield Diagnostic("K113", where, f"{need.name}过长", f"至多{LONGEST}字")
        elif text and need.kind is NeedKind.DAY and day_in(text) is None:
            yield Diagnostic("K113", where, f"日期“{text[:20]}”不能识别", "如 2026-05-20")
        elif text and need.kind is NeedKind.CHOICE and text not in need.choices:
            yield Diagnostic("K113", where, f"没有“{text[:20]}”这一项", "、".join(need.choices))


_ANY_TIME: Final = frozenset({CaseStep.ATTACH, CaseStep.HAND_OVER, CaseStep.JUDGE})
"""Steps that have the day on which they are entered: one that is entered later may have happened before."""


def _day_faults(step: CaseStep, log: Sequence[LoggedStep], day: date | None, today: date) -> Iterator[Diagnostic]:
    where = f"{step} · 办理日期"
    if day is None:
        yield Diagnostic("K114", where, "办理日期不能识别", "如 2026-05-20")
        return
    entered = max((e.day for e in log), default=day)
    latest = max((e.day for e in log if e.step not in _ANY_TIME), default=day)
    if today < entered:
        message = f"本机日期是{today.isoformat()},早于上一步的日期{entered.isoformat()}"
        yield Diagnostic("K114", where, message, hint="先核对本机的日期和时间")
    elif day < latest:
        yield Diagnostic(
            "K114", where, f"{day.isoformat()}早于上一步的日期{latest.isoformat()}", "不早于上一步,不晚于今天"
        )
    elif day > today:
        yield Diagnostic("K114", where, f"{day.isoformat()}还没有到", "不晚于今天")


def _signer_faults(step: CaseStep, log: Sequence[LoggedStep], taker: Taker, flow: Flow) -> Iterator[Diagnostic]:
    """What is wrong with who signs. In a window for one person nothing is signed; the order stands."""
    if step in OPENING:
        signers: tuple[Signer, ...] = ()
        role = Role.HANDLER
    elif step in SIGNATURES.values() or step is CaseStep.RETURN:
        signers = signers_of(round_of(log))
        due = next_step(flow, signers)
        role = due if step is CaseStep.RETURN and due is not None else _role(step)
        if due is not role or due not in taker.roles:
            yield Diagnostic("K115", step.value, f"现在由{'' if due is None else due.value}办理,还没有轮到“{step}”")
            return
    else:
        return
    if taker.account is not None and step is not CaseStep.RETURN:
        own = taker.signer(role)
        for fault in faults_of_signers(flow, (*signers, own)) or acted_faults(flow, log, own):
            yield Diagnostic("K115", step.value, fault)


def role_of(step: CaseStep, flow: Flow, before: Sequence[LoggedStep]) -> Role | None:
    """In which role a step was taken; None: it is that of several. before: the steps before it."""
    if step is CaseStep.RETURN:
        return due_signer(flow, before)
    roles = frozenset({Role.HANDLER}) if step is CaseStep.RECEIVE else RULES[step].roles
    return next(iter(roles)) if len(roles) == 1 else None


def acted_faults(flow: Flow, log: Sequence[LoggedStep], signer: Signer) -> tuple[str, ...]:
    """Why somebody may not sign who took other steps of the case in a role that must be apart: 收件, 受理, 核查 as much as 拟办.

    A deputy counts as both persons, here as among the signers. The signatures of the open round are not named again.
    """
    signed = {id(e) for e in round_of(log)}
    faults = []
    for number, entry in enumerate(log):
        if entry.account is None or id(entry) in signed:
            continue
        role = role_of(entry.step, flow, log[:number])
        if role is None or frozenset({role, signer.role}) not in flow.apart | {ALWAYS_APART}:
            continue
        behind = {entry.account} if entry.deputed_by is None else {entry.account, entry.deputed_by}
        if signer.account in behind:
            faults.append(
                f"{signer.name}办过这件案件的“{entry.step}”,是“{role}”,不能再以“{signer.role}”签署:这两步必须由不同的人办理"
            )
        elif signer.persons & behind:
            faults.append(
                f"{signer.deputed_by_name}办过这件案件的“{entry.step}”,是“{role}”,{signer.name}不能代理签署“{signer.role}”"
            )
    return tuple(dict.fromkeys(faults))[:1]


def _lapse_faults(log: Sequence[LoggedStep], day: date | None, due: Sequence[Due]) -> Iterator[Diagnostic]:
    """Whether the time for supplementing has passed: by the day that the notice names, else by the table. It is never guessed."""
    last, why = supplement_day(log, due)
    where = CaseStep.LAPSE.value
    if last is None:
        yield Diagnostic("K116", where, f"补正的最后一日不明,不能以逾期终止:{why}", hint="登记期限表和节假日表")
    elif day is not None and day <= last:
        yield Diagnostic("K116", where, f"补正的最后一日是{last.isoformat()},还没有过", f"{last.isoformat()}的次日起")


def supplement_day(log: Sequence[LoggedStep], due: Sequence[Due]) -> tuple[date | None, str]:
    """The last day for supplementing, and why there is none."""
    notice = next((e for e in reversed(log) if e.step is CaseStep.NOTIFY), None)
    named = day_in(notice.data.get("补正期限日", "")) if notice is not None else None
    if named is not None:
        return named, ""
    own = next((d for d in due if d.term.start is CaseStep.NOTIFY and d.term.end is CaseStep.SUPPLEMENTED), None)
    if own is None:
        return None, "期限表没有自通知补正起、至收到补正止的期限,通知也没有写明"
    return own.last, own.why

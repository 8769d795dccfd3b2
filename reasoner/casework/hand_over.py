"""移交 of one case: who may hand it over, who may receive it, and what each loses and gains by it. Pure data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic
from reasoner.casework.case_steps import CaseStep, LoggedStep
from reasoner.casework.flow import ALWAYS_APART, Flow
from reasoner.casework.roles import Role
from reasoner.casework.step_check import LONGEST, Taker, role_of

TO: Final = "接手人"
REASON: Final = "移交理由"
EFFECT: Final = (
    "移交以后，案件列在接手人的“我经办的”里，催办单写接手人，由接手人拟办、送达、归档；"
    "原经办人不再列为经办，仍能查看案件，已经办过的步骤和签署不变。"
)
"""What each loses and gains, for whoever hands a case over."""


class Receiver(NamedTuple):
    """An account that may receive a case."""

    account: int
    name: str
    roles: frozenset[Role]
    """Its roles in its own right."""


def may_hand_over(taker: Taker, handler: int | None) -> bool:
    """Whether somebody may hand a case over: its handler, whoever acts in the handler's place, or the head of the organ."""
    if taker.account is None:
        return False
    own = handler is not None and Role.HANDLER in taker.roles and taker.account == handler
    deputed = any(role is Role.HANDLER and principal == handler for role, principal, _ in taker.deputed)
    return own or deputed or Role.HEAD in taker.roles


def hand_over_faults(
    log: Sequence[LoggedStep], flow: Flow, taker: Taker, handler: int | None, to: Receiver | None, reason: str
) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with handing a case over (K112, K113, K115); empty: it can be. to: of the same organ; None: nobody."""
    where = CaseStep.HAND_OVER.value
    if not may_hand_over(taker, handler):
        message = "案件由现在的经办人或者负责人移交"
        return (Diagnostic("K112", where, message, "现在的经办人、负责人"),)
    faults = []
    if not reason:
        faults.append(Diagnostic("K113", f"{where} · {REASON}", "没有写移交理由", hint="如 岗位调整"))
    elif len(reason) > LONGEST:
        faults.append(Diagnostic("K113", f"{where} · {REASON}", "移交理由过长", f"至多{LONGEST}字"))
    if to is None or Role.HANDLER not in to.roles:
        message = "没有选接手人" if to is None else f"{to.name}不是“经办”"
        faults.append(Diagnostic("K113", f"{where} · {TO}", message, "本单位另一位“经办”"))
    elif to.account == handler:
        faults.append(Diagnostic("K113", f"{where} · {TO}", f"现在就由{to.name}经办", "本单位另一位“经办”"))
    else:
        faults += [
            Diagnostic("K115", f"{where} · {TO}", message, hint="另选一位没有办过这件案件其他角色的“经办”")
            for message in _apart_faults(log, flow, to)
        ]
    return tuple(faults)


def _apart_faults(log: Sequence[LoggedStep], flow: Flow, to: Receiver) -> Iterator[str]:
    """Why somebody who acted in another role does not become the handler: these roles must be different persons."""
    for role in acted_roles(log, flow, to.account):
        if role is not Role.HANDLER and frozenset({role, Role.HANDLER}) in flow.apart | {ALWAYS_APART}:
            yield f"{to.name}已经以“{role}”办过这件案件,不能再以“{Role.HANDLER}”办理:这两步必须由不同的人办理"


def acted_roles(log: Sequence[LoggedStep], flow: Flow, account: int) -> tuple[Role, ...]:
    """The roles of the flow in which an account has taken steps of a case, in its own right or by a deputy."""
    roles: dict[Role, None] = {}
    for number, entry in enumerate(log):
        if account not in (entry.account, entry.deputed_by):
            continue
        role = role_of(entry.step, flow, log[:number])
        if role is not None:
            roles[role] = None
    return tuple(roles)


def receivers(
    log: Sequence[LoggedStep], flow: Flow, handler: int | None, colleagues: Sequence[Receiver]
) -> list[Receiver]:
    """Of the open accounts of the organ those to whom a case may go over."""
    return [
        c for c in colleagues if Role.HANDLER in c.roles and c.account != handler and not [*_apart_faults(log, flow, c)]
    ]

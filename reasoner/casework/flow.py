"""In which order the roles of an organ sign, which of them must be different persons, and what is wrong with who signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from reasoner.casework.roles import CASE_ROLES, Role

Pair: TypeAlias = frozenset[Role]
"""Two roles that one person may not sign in the same case."""

ALWAYS_APART: Final[Pair] = frozenset({Role.HANDLER, Role.HEAD})
"""Who proposes and who decides are two persons in every flow."""
FOUR: Final = (Role.HANDLER, Role.REVIEWER, Role.LEGAL, Role.HEAD)
"""The steps of a flow that nobody has changed."""


class Flow(NamedTuple):
    """The order of signatures of an organ."""

    organ: str
    """The full name of the organ."""
    steps: tuple[Role, ...]
    """Who signs, in this order: 经办 first, 负责人 last, each role at most once."""
    apart: frozenset[Pair]
    """Which roles must be different persons."""


class Signer(NamedTuple):
    """Who signed a step, or is about to."""

    role: Role
    """The role in which it is signed."""
    account: int
    """The number of the account of the person."""
    name: str
    """How the person is called."""
    deputed_by: int | None = None
    """The number of the account in whose place the person signs (代理); None: in the person's own right."""
    deputed_by_name: str = ""
    """How that one is called."""

    @property
    def persons(self) -> frozenset[int]:
        """The accounts that stand behind the signature: the person's own, and the one in whose place it is given."""
        return frozenset({self.account} if self.deputed_by is None else {self.account, self.deputed_by})


def every_pair(steps: Iterable[Role]) -> frozenset[Pair]:
    """Each two of the roles: all of them are different persons."""
    return frozenset(frozenset(pair) for pair in combinations(dict.fromkeys(steps), 2))


def usual_flow(organ: str) -> Flow:
    """The flow of an organ that has set none: four roles, four different persons."""
    return Flow(organ, FOUR, every_pair(FOUR))


def flow_faults(flow: Flow) -> tuple[str, ...]:
    """What is wrong with a flow itself, in Chinese; empty: it may be used."""
    steps = flow.steps
    faults = [
        f"“{role}”不在案件里签署,流程里只能有“经办”“复核”“法制”“负责人”" for role in steps if role not in CASE_ROLES
    ]
    faults += [f"“{role}”重复,每个角色只签署一次" for role in dict.fromkeys(steps) if steps.count(role) > 1]
    if not steps or steps[0] is not Role.HANDLER:
        faults.append("流程的第一步应当是“经办”")
    if not steps or steps[-1] is not Role.HEAD:
        faults.append("流程的最后一步应当是“负责人”")
    if ALWAYS_APART not in flow.apart:
        faults.append("“经办”和“负责人”必须由不同的人签署")
    for pair in sorted(flow.apart, key=sorted):
        if len(pair) != 2:
            faults.append("必须由不同的人签署的,要写明是哪两个角色")
        elif not pair <= set(steps):
            outside = "、".join(f"“{role}”" for role in _ordered(pair - set(steps)))
            faults.append(f"{outside}不在流程里,不能要求与别的角色由不同的人签署")
    return tuple(faults)


def next_step(flow: Flow, signers: Sequence[Signer]) -> Role | None:
    """The role whose signature is next after those that are there; None: all have signed."""
    return flow.steps[len(signers)] if len(signers) < len(flow.steps) else None


def faults_of_signers(flow: Flow, signers: Sequence[Signer]) -> tuple[str, ...]:
    """What is wrong with those who signed so far, in the order of signing, in Chinese; empty: they may stand.

    To know whether somebody may sign, ask with that person as the last of them. Steps that are still to come are no fault:
    `next_step` names them. A deputy counts as both persons: neither the deputy nor who is represented may have signed a role
    that must be apart.
    """
    faults = []
    for place, signer in enumerate(signers):
        due = flow.steps[place] if place < len(flow.steps) else None
        if signer.role not in flow.steps:
            faults.append(f"流程里没有“{signer.role}”这一步")
        elif due is None or signer.role in {s.role for s in signers[:place]}:
            faults.append(f"“{signer.role}”已经签署过")
        elif signer.role is not due:
            faults.append(f"现在应当由“{due}”签署,还没有轮到“{signer.role}”")
        if signer.deputed_by == signer.account:
            faults.append(f"{signer.name}不能代理自己")
    for first, second in combinations(signers, 2):
        if frozenset({first.role, second.role}) not in flow.apart | {ALWAYS_APART}:
            continue
        if first.account == second.account:
            faults.append(f"{second.name}已经以“{first.role}”签署,不能再以“{second.role}”签署:这两步必须由不同的人办理")
        elif first.persons & second.persons:
            faults.append(f"“{second.role}”与“{first.role}”有一步是代理,代理人、被代理人不能同时是另一步的签署人")
    return tuple(dict.fromkeys(faults))


def opinion_notes(flow: Flow, signers: Sequence[Signer]) -> tuple[str, ...]:
    """What the opinion says of its signatures: roles that one person joined, roles that the flow has not, deputies."""
    notes = []
    for account in dict.fromkeys(s.account for s in signers):
        own = [s for s in signers if s.account == account]
        if len(own) > 1:
            notes.append(f"{'、'.join(f'“{s.role}”' for s in own)}由{own[0].name}一人签署。")
    missing = [role for role in FOUR if role not in flow.steps]
    if missing:
        notes.append(f"本单位的流程不设{'、'.join(f'“{role}”' for role in missing)}。")
    notes += [f"“{s.role}”由{s.name}代理{s.deputed_by_name}签署。" for s in signers if s.deputed_by is not None]
    return tuple(notes)


def _ordered(roles: Iterable[Role]) -> list[Role]:
    return sorted(roles, key=list(Role).index)

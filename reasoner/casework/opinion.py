"""拟办意见: what the handler proposes beside a verdict, and what it owes a reason for. The verdict itself stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic

FAVOURABLE: Final = frozenset({"exempt", "priority", "may_proceed"})
"""Outcomes (CONTRACT §2) with which it agrees that an application goes on."""
BARRING: Final = frozenset({"barred", "presumptively_barred", "not_eligible"})
"""Outcomes with which a refusal agrees."""
IN_PRINCIPLE: Final = "presumptively_barred"
"""The outcome of a provision in principle (原则上): whether an exception is made is asked each time."""
REFUSED: Final = "不予"


class Proposal(NamedTuple):
    """What is proposed on one matter."""

    matter: str
    outcome: str
    """The code of the verdict's outcome."""
    label: str
    """Its label."""
    handling: str
    """不予, 部分, 进入后续程序."""
    exception: bool | None
    """Whether an exception is made; None: nobody says."""
    exception_reason: str
    reason: str
    """Why it deviates from the verdict; empty: not said."""


def deviates(proposal: Proposal) -> bool:
    """Whether what is proposed is another than what the verdict comes to; an exception from 原则上 is none where one is made."""
    if proposal.handling == REFUSED:
        return proposal.outcome not in BARRING
    return proposal.outcome not in FAVOURABLE and not (proposal.outcome == IN_PRINCIPLE and proposal.exception is True)


def proposal_faults(proposal: Proposal, where: str) -> Iterator[Diagnostic]:
    """What a proposal owes (K117 a deviation without a reason, K118 the question of an exception without an answer)."""
    if not proposal.handling:
        yield Diagnostic("K113", f"{where} · 处理", "没有写怎样处理", "不予、部分、进入后续程序")
        return
    if proposal.outcome == IN_PRINCIPLE:
        if proposal.exception is None:
            yield Diagnostic("K118", f"{where} · 例外", "所据规定写“原则上”,没有写明有无应予例外的情形", "是、否")
        if not proposal.exception_reason:
            yield Diagnostic(
                "K118", f"{where} · 例外理由", "没有写例外考量的理由", hint="有、没有应予例外的情形都写理由"
            )
    if deviates(proposal) and not proposal.reason:
        message = f"拟“{proposal.handling}”,研判结论为“{proposal.label}”,两者不一致,没有写理由"
        yield Diagnostic("K117", f"{where} · 不一致理由", message, hint="写明不一致的理由,或者改正处理")


def agreement(proposal: Proposal) -> str:
    """How a proposal stands to the verdict, in a word."""
    if deviates(proposal):
        return "与研判不一致"
    return "依例外处理" if proposal.outcome == IN_PRINCIPLE and proposal.exception else "与研判一致"

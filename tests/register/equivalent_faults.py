"""Seeded faults of a plan that change nothing that could be seen, and why."""

from __future__ import annotations

from typing import Final

from policy_dsl.ir import Effect
from reasoner.backends.columnar.plan import Plan
from tests.register.fault_operators import Fault

ONLY_PREFERS: Final = (
    "On these matters the document only prefers: it restricts and requires nothing, so it does not govern them, the outcome is "
    "that nothing is laid down (not_regulated), and no rule of it is judged."
)


def matters_only_preferred(plan: Plan, rule: str) -> frozenset[str]:
    """The matters of a rule on which its document has preferences alone."""
    documents = {r.norm.document for _, own in plan.rules for r in own if r.norm.id == rule}
    return frozenset(
        matter
        for matter, own in plan.rules
        if any(r.norm.id == rule for r in own)
        and all(r.norm.effect is Effect.PREFER for r in own if r.norm.document in documents)
    )


def why_equivalent(fault: Fault, plan: Plan) -> str:
    """Why a fault cannot be seen; nothing where it can."""
    for rule in fault.rules:
        touched = (
            {fault.matter} if fault.matter else {m for m, own in plan.rules if any(r.norm.id == rule for r in own)}
        )
        if not touched <= matters_only_preferred(plan, rule):
            return ""
    return ONLY_PREFERS

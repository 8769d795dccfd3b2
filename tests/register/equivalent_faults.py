"""Seeded faults of a plan that change nothing that could be seen, and why; tests hold each reason."""

from __future__ import annotations

from typing import Final

from policy_dsl import ir
from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.columnar.plan import Plan
from reasoner.driver.current_rule_base import rule_base
from tests.register.fault_operators import Fault

ONLY_PREFERS: Final = (
    "On these matters the document only prefers: it restricts and requires nothing, so it does not govern them, the outcome is "
    "that nothing is laid down (not_regulated), and no rule of it is judged."
)
NOBODY_REACHED: Final = (
    "The rule reaches kinds of institution of which none may apply on this matter: whoever applies, the rule is false."
)
NO_LEAST: Final = "The least does not settle an equation: what it is, whether it settles, and which way, is not asked or comes to the same."
LEAST_IS_EQUAL: Final = "No count is below the least: at most 0 and equal to 0 are the same."
LEAST_IS_NOT_ABOVE: Final = (
    "The least, 0, is not above 0: where the count is not known it settles nothing, be it asked or not."
)
OF_NUMBERS: Final = {
    ("least does not settle", "所在镇街院护机构数"): NO_LEAST,
    ("least settles the other way", "所在镇街院护机构数"): NO_LEAST,
    ("least is one more", "所在镇街院护机构数"): NO_LEAST,
    ("limit included or not", "所在镇街院护机构数"): LEAST_IS_EQUAL,
    ("least does not settle", "步行15分钟内同类型定点机构数"): LEAST_IS_NOT_ABOVE,
}
"""By operator and number of the application why a fault of its one comparison, which reads no figure of a place, changes nothing."""


def matters_only_preferred(plan: Plan, rule: str) -> frozenset[str]:
    """The matters of a rule on which its document has preferences alone."""
    documents = {r.norm.document for _, own in plan.rules for r in own if r.norm.id == rule}
    return frozenset(
        matter
        for matter, own in plan.rules
        if any(r.norm.id == rule for r in own)
        and all(r.norm.effect is Effect.PREFER for r in own if r.norm.document in documents)
    )


def matters_reaching_nobody(plan: Plan, rule: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The matters of a rule that reaches, by its scope, none of those who may apply."""
    scopes = [r.norm.scope for _, own in plan.rules for r in own if r.norm.id == rule]
    kinds = {kind for s in scopes if isinstance(s, ir.OneOf) and s.fact.term == "类型" for kind in s.values}
    members = {matter: set(vocabulary.matters[matter].members) for matter, _ in plan.rules}
    return frozenset(m for m, own in members.items() if kinds and own and not own & kinds)


def why_equivalent(fault: Fault, plan: Plan) -> str:
    """Why a fault cannot be seen; nothing where it can."""
    if fault.number:
        return OF_NUMBERS.get((fault.operator, fault.number), "")
    touched = [
        (rule, {fault.matter} if fault.matter else {m for m, own in plan.rules if any(r.norm.id == rule for r in own)})
        for rule in fault.rules
    ]
    if all(matters <= matters_only_preferred(plan, rule) for rule, matters in touched):
        return ONLY_PREFERS
    vocabulary = rule_base().vocabulary
    # Not so for another slot: that slot is another rule's, whose truth is then read for this one.
    if fault.operator != "another slot" and all(
        matters <= matters_reaching_nobody(plan, rule, vocabulary) for rule, matters in touched
    ):
        return NOBODY_REACHED
    return ""

"""A fault of every operator, seeded in the plan, shows; the long form is `python -m tests.register.plan_faults`."""

from __future__ import annotations

from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.judge import judge_unsealed
from tests.register import generated
from tests.register.agreement import applications
from tests.register.equivalent_faults import why_equivalent
from tests.register.fault_operators import faults
from tests.register.plan_faults import current_plan, fates, one_of_each

OPERATORS = {
    "fact not read", "fact negated", "place not read", "place negated", "comparison not made", "comparison negated",
    "another comparison", "least does not settle", "least settles the other way", "least is one more", "comparison turned",
    "limit included or not", "another bit", "part negated", "another slot", "part left out", "class not asked", "class negated",
}  # fmt: skip


def test_a_fault_of_every_operator_shows() -> None:
    plan = current_plan()
    chosen = one_of_each(plan)
    assert {f.operator for f in chosen} == {f.operator for f in faults(plan)} <= OPERATORS
    assert [fate.fault.name for fate in fates(plan, chosen) if fate.shown is None] == []


def test_a_rule_of_which_faults_cannot_be_seen_is_never_judged() -> None:
    """On matters on which its document only prefers: the reason why they are excused holds."""
    plan, base = current_plan(), rule_base()
    excused = [f for f in faults(plan) if why_equivalent(f, plan)]
    assert len(excused) < len(list(faults(plan))) // 20
    for rule in sorted({rule for f in excused for rule in f.rules}):
        matters = {m for m, own in plan.rules if any(r.norm.id == rule for r in own)}
        judged = [
            judge_unsealed(base, a, advise=False)
            for a in applications(generated.aimed(base, rule, 60, 1))
            if a.matter in matters
        ]
        assert judged
        assert not [v for v in judged if any(r.rule == rule for r in v.reasons.rules)]

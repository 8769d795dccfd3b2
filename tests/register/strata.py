"""Strata of a register: how often each rule is true, false, unknown, and how near to each other what it compares stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from policy_dsl import ir
from reasoner.backends.columnar.compile_plan import linear
from reasoner.backends.columnar.plan import Plan
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.turning_points import atoms
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase

STATUSES: Final = ("true", "false", "unknown")
NEAR: Final = ("below", "at", "above")
"""Up to one step less than what it is compared with, just so much, up to one step more."""
RATIO_STEP: Final = Fraction(1, 100)
"""A step of a ratio; of a count it is one."""
LEAST: Final = 1000
"""Rows that a stratum is to have in a million."""

UNREACHABLE: Final[Mapping[str, str]] = {
    "henan-2025/3.2.i2.i3.s3#基层医疗机构优先纳入长护险定点": (
        "Henan has no deciding norm about its matters: the document never governs them, and a preference alone does not make it"
    ),
    "qingdao-2023-18-medical/3.2.p1.s2#步行范围内不新增定点 · below": "a count is never less than 0",
    "qingdao-2023-18-ltc/3.2.p1.s4#尚无院护机构的镇街优先布点 · below": "a count is never less than 0",
}
"""Rules, and distances of what they compare, that no application can have, with the reason; a test derives each from the rules."""
SELDOM: Final = ("qingdao-2023-18-medical/3.2.p2.s2#双通道药店", "qingdao-2023-18-ltc/3.2.p2#失智专区床位不超过三成")
"""Rules of which a random register reaches some status or distance less often: registers are aimed at them besides."""

Comparisons = Mapping[str, Sequence[ir.Compare]]
"""By rule what it compares."""


def comparisons_of(plan: Plan) -> Comparisons:
    """What the rules of a plan compare."""
    norms = {rule.norm.id: rule.norm for _, rules in plan.rules for rule in rules}
    return {
        id_: tuple(dict.fromkeys(leaf for leaf in atoms(norm.condition) if isinstance(leaf, ir.Compare)))
        for id_, norm in norms.items()
    }


def name_of(rule: str, number: int, comparison: ir.Compare) -> str:
    """A comparison in words."""
    return f"{rule} [{number + 1}: {side_of(comparison.left)} {comparison.op} {side_of(comparison.right)}]"


def side_of(expr: ir.Expr) -> str:
    """A side of a comparison in words."""
    facts, constant = linear(expr)
    texts = [f"{'' if factor == 1 else f'{factor} × '}{fact.subject}{fact.term}" for fact, factor in facts]
    return " + ".join([*texts, *([str(constant)] if constant or not texts else [])])


def distances(
    rules: Sequence[str], comparisons: Comparisons, application: Application, base: RuleBase, as_of: str | None
) -> Iterator[tuple[str, str]]:
    """The comparisons of some rules of which both sides are known and at most a step apart, and on which side they are."""
    context: FactContext | None = None
    for rule in rules:
        for number, comparison in enumerate(comparisons.get(rule, ())):
            context = context or FactContext(application, base.vocabulary, as_of or application.received)
            gap, step = _gap(comparison, context)
            if gap is not None and abs(gap) <= step:
                where = "at" if gap == 0 else "below" if gap < 0 else "above"
                yield name_of(rule, number, comparison), where


def _gap(comparison: ir.Compare, context: FactContext) -> tuple[Fraction | None, Fraction]:
    """Left less right, and a step of it."""
    gap, step = Fraction(0), Fraction(1)
    for side, sign in ((comparison.left, 1), (comparison.right, -1)):
        facts, constant = linear(side)
        gap += sign * Fraction(constant)
        for fact, factor in facts:
            value = context.look_up(fact)
            if value is None or isinstance(value, bool | str | tuple):
                return None, step
            gap += sign * Fraction(factor) * Fraction(value)
            if sign == 1 and context.vocabulary.facts[fact.term].datatype == "ratio":
                step = RATIO_STEP
    return gap, step


def table_of(plan: Plan, statuses: Counter[tuple[str, str]], near: Counter[tuple[str, str]]) -> list[str]:
    """The counts as lines; strata that nothing reached stand as 0."""
    lines = ["rule · true · false · unknown"]
    lines += [f"{rule} · " + " · ".join(str(statuses[rule, s]) for s in STATUSES) for rule in plan.bits]
    lines.append("comparison · up to a step below · at · up to a step above")
    for rule, own in comparisons_of(plan).items():
        for number, comparison in enumerate(own):
            name = name_of(rule, number, comparison)
            lines.append(f"{name} · " + " · ".join(str(near[name, where]) for where in NEAR))
    return lines


def short_of(
    plan: Plan, statuses: Counter[tuple[str, str]], near: Counter[tuple[str, str]], rule: str
) -> list[str]:  # fmt: skip
    """The strata of a rule that have too few rows and can have more."""
    if rule in UNREACHABLE:
        return []
    counts = {f"{rule} · {status}": statuses[rule, status] for status in STATUSES}
    for number, comparison in enumerate(comparisons_of(plan)[rule]):
        name = name_of(rule, number, comparison)
        counts |= {f"{name} · {w}": near[name, w] for w in NEAR if f"{rule} · {w}" not in UNREACHABLE}
    return [f"{stratum} · {count}" for stratum, count in counts.items() if count < LEAST]

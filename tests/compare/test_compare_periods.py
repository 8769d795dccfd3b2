"""Two rule sets on a day: a rule outside its own period is no rule of that day (ADR 38). All rules are invented."""

from __future__ import annotations

import pytest
from compared_regions import BEDS
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.ir import Effect, Strength
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import Relation
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import RuleBase

PLAN = "qingdao-2023-18-medical"


def side(name: str, *conditions: ir.Cond) -> Compared:
    """The plan of Qingdao with a bar on beds under each of these conditions, and no other rule."""
    base = rule_base()
    plan = base.documents[PLAN]
    clause = f"{PLAN}/3.1.p2"
    norms = [
        ir.Norm(
            f"{clause}#{n}",
            PLAN,
            clause,
            str(n),
            Effect.PROHIBIT,
            Strength.FOR_NOW,
            (BEDS,),
            ir.ALWAYS,
            condition,
            ((0, 3),),
            "",
        )
        for n, condition in enumerate(conditions)
    ]
    compiled = replace(base.compiled, rules_digest=name, documents=(plan.with_norms(norms),))
    return Compared(name, RuleBase(compiled), "370200")


def during(begins: str, ends: str) -> ir.During:
    return ir.During(PLAN, begins, ends)


@pytest.mark.parametrize(
    ("day", "relation"),
    [
        ("2024-02-29", Relation.LOOSER),
        ("2024-03-01", Relation.EQUAL),
        ("2024-06-30", Relation.EQUAL),
        ("2024-07-01", Relation.LOOSER),
    ],
)
def test_a_bar_with_a_period_is_as_strict_as_one_without_in_its_period_alone(day: str, relation: Relation) -> None:
    a, b = side("甲", during("2024-03-01", "2024-06-30")), side("乙", ir.ALWAYS)
    (one,) = compare(a, b, day, matters=[BEDS], kinds=["综合医院"], together=True).results
    assert one.relation is relation


@pytest.mark.parametrize(
    ("day", "relation"),
    [("2024-06-30", Relation.STRICTER), ("2024-07-01", Relation.LOOSER)],
)
def test_two_rules_with_different_periods(day: str, relation: Relation) -> None:
    a, b = side("甲", during("", "2024-06-30")), side("乙", during("2024-07-01", ""))
    (one,) = compare(a, b, day, matters=[BEDS], kinds=["综合医院"], together=True).results
    assert one.relation is relation
    assert one.witnesses

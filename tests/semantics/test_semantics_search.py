"""docs/semantics.md §9: what is offered and what is asked is complete: every value is tried, and every set of three.

The worlds are small (`small_domains`), so that a table can be made of all that is possible (`naive_search`). The proof
checker, which searches by code of its own, must come to the same.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from itertools import permutations
from typing import Any, Final

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from naive_search import ALIKE, RESTRICTING, Question, Ref, every_answer, every_change, offered
from small_base import plain
from small_domains import (
    AREAS,
    CATEGORIES,
    CATEGORY,
    CITY,
    COUNTIES,
    DAY,
    DEFICIT,
    GROWTH,
    KIND,
    KINDS,
    ORDERLY,
    PROJECT,
    RATE,
    SUITED,
    application,
    domain,
    norm,
    norms,
    small_base,
)

from policy_dsl import ir
from policy_dsl.ir import Effect, Strength
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.judge import judge
from reasoner.interpreter.outcome import conclude
from reasoner.model.application import Value
from reasoner.model.verdict import MissingFact, Verdict
from reasoner.proof.check_proof import check_proof

NO_TEXTS: Final = {"a": "", "b": ""}
OF_WORDS: Final = ("a ", "a/", "b ", "b/")
"""How the faults of rules begin whose words stand nowhere: those of these worlds."""
Rules = tuple[ir.Norm, ...]
Facts = dict[tuple[str, str], Any]
KNOWN: Final[Mapping[tuple[str, str], st.SearchStrategy[Any]]] = {
    (CITY, "医保购买住院床位数"): st.integers(4, 8).map(Decimal),
    ("申请", "床位数"): st.integers(3, 6).map(Decimal),
    ("申请", "床位类别"): st.sampled_from(CATEGORIES),
    ("机构", "类型"): st.sampled_from(KINDS),
    ("机构", "重点建设项目"): st.sampled_from(((), ("市级",), ("省级",))),
    ("机构", "管理规范"): st.booleans(),
    ("机构", "符合定点条件"): st.booleans(),
    **{(c, "床位使用率"): st.integers(70, 80).map(lambda n: Decimal(n) / 100) for c in COUNTIES},
    **{(a, "医疗费用增长率"): st.integers(0, 8).map(lambda n: Decimal(n) / 100) for a in AREAS},
    **{(c, "医保基金当期赤字"): st.booleans() for c in COUNTIES},
}
UNKNOWN: Final = {key: st.none() | known for key, known in KNOWN.items()}


def question(rules: Rules, county: str | None, facts: Mapping[tuple[str, str], Value | None]) -> Question:
    """An application from a county before some norms."""
    base = small_base(rules)
    return Question(base, application(county, facts), DAY, lambda ref: domain(base, ref[:2]))


def judged(asking: Question) -> Verdict:
    """The verdict, whose advice the proof checker finds as well."""
    verdict = judge(asking.base, asking.application, DAY)
    faults = check_proof(plain(verdict), asking.base.plain, NO_TEXTS)
    assert [f for f in faults if not f.startswith(OF_WORDS)] == []
    return verdict


def reference(entry: MissingFact) -> Ref:
    """How rules refer to a missing fact."""
    if entry.fact == "所在地":
        return "本区县", entry.fact, None
    role = {"机构": "机构", "申请": "申请", "青岛市": "全市"}.get(entry.of, "本区县")
    return GROWTH.subject if entry.fact == GROWTH.term else role, entry.fact, None


def conditions(rules: Rules) -> list[ir.Node]:
    """Every condition in some norms, at whatever depth."""
    every: list[ir.Node] = [c for n in rules for c in (n.scope, n.condition)]
    for node in every:
        if isinstance(node, ir.And | ir.Or):
            every += node.parts
        elif isinstance(node, ir.Not):
            every.append(node.part)
    return every


def worlds(examples: int) -> Any:
    return settings(max_examples=examples, deadline=None, derandomize=True)


@worlds(500)
@given(norms(), st.sampled_from(COUNTIES), st.fixed_dictionaries(KNOWN))
def test_every_minimal_change_is_offered_and_nothing_else(rules: Rules, county: str, facts: Facts) -> None:
    asking = question(rules, county, facts)
    verdict = judged(asking)
    event(verdict.outcome)
    if verdict.outcome in RESTRICTING:
        expected = every_change(asking, verdict)
        event(f"{min(len(expected), 5)} changes")
        assert offered(verdict) == expected
    else:
        assert verdict.changes == ()


@worlds(300)
@given(norms(), st.sampled_from(COUNTIES), st.fixed_dictionaries(UNKNOWN))
def test_every_minimal_change_is_offered_where_facts_are_unknown(rules: Rules, county: str, facts: Facts) -> None:
    asking = question(rules, county, facts)
    verdict = judged(asking)
    if verdict.outcome in RESTRICTING:
        assert offered(verdict) == every_change(asking, verdict)
    else:
        assert verdict.changes == ()


@worlds(500)
@given(norms(), st.sampled_from((*COUNTIES, None)), st.fixed_dictionaries(UNKNOWN))
def test_every_answer_that_makes_a_difference_is_listed(rules: Rules, county: str | None, facts: Facts) -> None:
    """With what it leaves possible; and the facts stand in the order of what every answer, whatever it is, would close."""
    asking = question(rules, county, facts)
    verdict = judged(asking)
    order = []
    for entry in verdict.missing:
        expected = every_answer(asking, reference(entry))
        answers = {a.value: a.possible for a in entry.answers or ()}
        event(entry.fact)
        if entry.fact == "所在地" and not any(isinstance(a, ir.Within) for a in conditions(rules)):
            expected = {}  # what a move would bring is told where rules name places
        assert answers.items() <= expected.items()
        assert set(expected.values()) - {verdict.possible} <= set(answers.values())
        assert all(a.outcome == conclude(a.possible) for a in entry.answers or ())
        closed = [len(verdict.possible) - len(p) for p in expected.values()]
        assert entry.closes == min(closed, default=0)
        order.append((-min(closed, default=0), -max(closed, default=0)))
    assert order == sorted(order)


# --- single cases ---------------------------------------------------------------------------------------------

LOW = norm("low", Effect.PROHIBIT, ir.Compare("lt", RATE, ir.Const(Decimal("0.75"), "75%")), strength=Strength.FOR_NOW)
ORDINARY: Final[Facts] = {
    (CITY, "医保购买住院床位数"): Decimal(4),
    ("申请", "床位数"): Decimal(3),
    ("申请", "床位类别"): "康复",
    ("机构", "类型"): "综合医院",
    ("机构", "重点建设项目"): (),
    ("机构", "管理规范"): False,
    ("机构", "符合定点条件"): False,
    **{(c, "床位使用率"): Decimal("0.74") for c in COUNTIES},
    **{(a, "医疗费用增长率"): Decimal("0.04") for a in AREAS},
    **{(c, "医保基金当期赤字"): False for c in COUNTIES},
}


def offers(rules: Rules, facts: Facts = ORDINARY) -> set[tuple[frozenset[tuple[str, str]], str]]:
    """The changes offered in 市南区, each with facts and outcome; they are those of the table."""
    asking = question(rules, COUNTIES[0], facts)
    verdict = judged(asking)
    every = offered(verdict)
    assert every == every_change(asking, verdict)
    return {(frozenset((name, value) for (_, name, _), value in steps), str(o)) for steps, o in every.items()}


def test_another_kind_of_institution_is_never_offered() -> None:
    """DESIGN §5.8: never a change of what a thing is called, though an exemption or a bar turns on it."""
    exempt = norm("exempt", Effect.EXEMPT, ir.OneOf(KIND, ("护理院",), ("护理院",)))
    assert all(name != "类型" for steps, _ in offers((LOW, exempt)) for name, _ in steps)
    barred = norm("of kinds", Effect.PROHIBIT, ir.OneOf(KIND, KINDS[:1], KINDS[:1]), strength=Strength.FOR_NOW)
    assert offers((barred,)) == set()


def test_another_category_is_offered_where_the_rule_is_of_one() -> None:
    """A category is no place: the institution stays where it is. (That of beds nobody changes outside this world.)"""
    barred = norm("of one", Effect.PROHIBIT, ir.OneOf(CATEGORY, ("康复",), ("康复",)), strength=Strength.FOR_NOW)
    assert offers((barred,)) == {(frozenset({("床位类别", "综合")}), "may_proceed")}


def test_categories_that_lead_to_the_same_outcome_are_one_suggestion_and_others_are_not() -> None:
    barred = norm("of one", Effect.PROHIBIT, ir.OneOf(CATEGORY, ("康复",), ("康复",)), strength=Strength.FOR_NOW)
    control = norm("control", Effect.CONTROL, ir.OneOf(CATEGORY, ("综合",), ("综合",)), strength=Strength.STRICTLY)
    assert offers((barred,)) == {(frozenset({("床位类别", "综合")}), "may_proceed")}
    assert offers((barred, control)) == {
        (frozenset({("床位类别", "综合")}), "strictly_controlled"),
        (frozenset({("床位类别", "中医")}), "may_proceed"),
    }


def test_what_takes_several_facts_of_one_rule_is_offered_together() -> None:
    """A requirement of which two parts are not met, and a bar that has two grounds, fall by both."""
    asked = norm("two parts", Effect.REQUIRE, ir.And((ir.Holds(ORDERLY), ir.Holds(SUITED))), strength=Strength.MUST)
    both = frozenset({("管理规范", "是"), ("符合定点条件", "是")})
    assert offers((asked,)) == {(both, "may_proceed")}
    grounds = ir.Or((LOW.condition, ir.Not(ir.Holds(ORDERLY))))
    barred = norm("two grounds", Effect.PROHIBIT, grounds, strength=Strength.FOR_NOW)
    assert offers((barred,)) == {(frozenset({("床位使用率", "75%"), ("管理规范", "是")}), "may_proceed")}


def test_one_value_more_of_several_is_a_step() -> None:
    exempt = norm("exempt", Effect.EXEMPT, ir.And((ir.Contains(PROJECT, "市级"), ir.Holds(ORDERLY))))
    facts = ORDINARY | {("机构", "重点建设项目"): ("省级",), (COUNTIES[0], "床位使用率"): Decimal("0.70")}
    assert (frozenset({("重点建设项目", "市级、省级"), ("管理规范", "是")}), "exempt") in offers((LOW, exempt), facts)


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_for_a_move_every_rule_is_judged_again(order: tuple[int, ...]) -> None:
    """Also the last: each county differs from 市南区 in what another of the rules reads."""
    here, better, controlled, deficient = COUNTIES
    facts = ORDINARY | {(c, "床位使用率"): Decimal("0.78") for c in (better, controlled, deficient)}
    facts |= {(deficient, "医保基金当期赤字"): True, (controlled, "医疗费用增长率"): Decimal("0.06")}
    named = ir.Within("本区县", COUNTIES, COUNTIES)
    rules = (
        norm("low", Effect.PROHIBIT, ir.And((named, LOW.condition)), strength=Strength.FOR_NOW),
        norm(
            "growth",
            Effect.CONTROL,
            ir.Compare("gt", GROWTH, ir.Const(Decimal("0.05"), "5%")),
            strength=Strength.STRICTLY,
        ),
        norm("deficit", Effect.PROHIBIT, ir.Holds(DEFICIT), strength=Strength.IN_PRINCIPLE),
    )
    regions = rule_base().vocabulary.regions
    assert {o for o in offers(tuple(rules[i] for i in order), facts) if {n for n, _ in o[0]} == {"所在地"}} == {
        (frozenset({("所在地", regions[place].name)}), outcome)
        for place, outcome in (
            (better, "may_proceed"),
            (controlled, "strictly_controlled"),
            (deficient, "presumptively_barred"),
        )
    }
    assert here == "370202"


@worlds(150)
@given(norms(), st.randoms(use_true_random=False), st.fixed_dictionaries(KNOWN))
def test_the_order_of_rules_changes_no_offer(rules: Rules, chance: random.Random, facts: Facts) -> None:
    """But for which of several kinds or categories, that do the same, is named."""
    shuffled = list(rules)
    chance.shuffle(shuffled)
    sets = [
        sorted((sorted((r, "" if r[1] in ALIKE else v) for r, v in steps), o) for steps, o in offered(v).items())
        for v in (judged(question(r, COUNTIES[0], facts)) for r in (rules, tuple(shuffled)))
    ]
    assert sets[0] == sets[1]

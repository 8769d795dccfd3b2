"""A fault of every operator, seeded in the plan, shows; the long form is `python -m tests.register.plan_faults`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from reasoner.backends.columnar.place_days import between, without_number
from reasoner.backends.columnar.plan import Number, Plan
from reasoner.backends.columnar.statements import bounds, number_word
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.judge import judge_unsealed
from reasoner.model.application import Application
from tests.register import generated
from tests.register.agreement import applications
from tests.register.equivalent_faults import NOBODY_REACHED, OF_NUMBERS, ONLY_PREFERS, why_equivalent
from tests.register.fault_operators import faults
from tests.register.plan_faults import PAGE, SHORT, Bench, Fate, current_plan, fates, one_of_each, page

OPERATORS = {
    "fact not read", "fact negated", "place not read", "place negated", "comparison not made", "comparison negated",
    "another comparison", "least does not settle", "least settles the other way", "least is one more", "comparison turned",
    "limit included or not", "another bit", "part negated", "another slot", "part left out", "class not asked", "class negated",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return current_plan()


def test_a_fault_of_every_operator_shows(plan: Plan) -> None:
    chosen = one_of_each(plan)
    assert {f.operator for f in chosen} == {f.operator for f in faults(plan)} == OPERATORS
    assert [fate.fault.name for fate in fates(plan, chosen) if fate.shown is None] == []


def test_the_plan_itself_shows_nothing(plan: Plan, tmp_path: Path) -> None:
    """Otherwise every fault would seem to be noticed."""
    bench = Bench(plan, SHORT[0], 0, tmp_path / "bench")
    try:
        assert not bench.shows(plan)
    finally:
        bench.close()


def test_the_page_has_every_fault_of_the_plan(plan: Plan) -> None:
    """What the long form wrote when it ran: each fault of today, noticed but where a reason says why not."""
    assert page([Fate(f, None if why_equivalent(f, plan) else 0) for f in faults(plan)], plan) == PAGE.read_text(
        "utf-8"
    )


def test_faults_of_a_plan_are_many_and_few_are_excused(plan: Plan) -> None:
    seeded = list(faults(plan))
    assert len({f.name for f in seeded}) == len(seeded) >= 200
    assert len([f for f in seeded if why_equivalent(f, plan)]) < len(seeded) // 18


def _statuses(rule: str, matters: set[str], rows: int) -> list[str]:
    """What a rule comes to for applications on some matters, whatever kind of institution applies, by the interpreter."""
    base = rule_base()
    on = [a for a in applications(generated.aimed(base, rule, rows, 1)) if a.matter in matters]
    assert len(on) >= 20
    return [r.status for a in on for r in judge_unsealed(base, a, advise=False).reasons.rules if r.rule == rule]


def test_a_rule_of_a_document_that_only_prefers_is_not_judged(plan: Plan) -> None:
    """The reason why its faults are excused holds."""
    excused = [f for f in faults(plan) if why_equivalent(f, plan) == ONLY_PREFERS]
    assert excused
    for rule in sorted({rule for f in excused for rule in f.rules}):
        assert _statuses(rule, {m for m, own in plan.rules if any(r.norm.id == rule for r in own)}, 60) == []


def test_a_rule_that_reaches_nobody_on_a_matter_is_false_there(plan: Plan) -> None:
    """Of a kind that may apply, of an unknown kind and of none given: the reason why its faults are excused holds."""
    excused = [f for f in faults(plan) if why_equivalent(f, plan) == NOBODY_REACHED]
    assert excused
    for rule, matter in sorted({(f.rules[0], f.matter) for f in excused}):
        assert set(_statuses(rule, {matter}, 240)) == {"false"}


@pytest.mark.parametrize(("operator", "fact"), list(OF_NUMBERS))
def test_a_fault_of_a_comparison_that_is_excused_changes_it_for_no_count(plan: Plan, operator: str, fact: str) -> None:
    """Every count up to beyond the one turn of the comparison, and none given, by the statement that the plan writes."""
    (fault,) = [f for f in faults(plan) if (f.operator, f.number) == (operator, fact)]
    (index,) = [i for i, number in enumerate(plan.numbers) if number.fact == fact]
    assert fault.plan.numbers[index] != plan.numbers[index]
    assert _words(fault.plan, index) == _words(plan, index)


def test_a_fault_of_a_comparison_that_is_not_excused_changes_it_for_some_count(plan: Plan) -> None:
    """What holds the excuses can fail."""
    (index,) = [i for i, number in enumerate(plan.numbers) if number.fact == "步行15分钟内同类型定点机构数"]
    shown = [f for f in faults(plan) if f.number == plan.numbers[index].fact and not why_equivalent(f, plan)]
    assert {f.operator for f in shown} == {
        "least settles the other way", "least is one more", "comparison turned", "limit included or not"
    }  # fmt: skip
    assert all(_words(f.plan, index) != _words(plan, index) for f in shown)


def _words(plan: Plan, index: int) -> list[tuple[object, ...]]:
    """By count from none given up to five the words of a comparison that reads no figure of a place, and what is asked for then."""
    number: Number = plan.numbers[index]
    application = Application("A1", "新增购买院护床位", "2024-01-01", None, {}, {})
    context = FactContext(application, rule_base().vocabulary, application.received)
    turn = between(number, context)
    assert turn is not None
    low, high = (name.removeprefix("s.") for name in bounds(plan, index))
    words = [number_word(plan, index, "n", word) for word in range(plan.words)]
    counts = ", ".join(["(cast(null as integer))", *(f"({n})" for n in range(6))])
    statement = (
        f"select n, {', '.join(words)} from (values {counts}) a(n), (select {turn[0]} as {low}, {turn[1]} as {high}) s"
    )
    return [(without_number(number, turn),), *duckdb.sql(f"{statement} order by n nulls first").fetchall()]

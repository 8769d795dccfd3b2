"""Like with like: which figures may be compared, by the words of the texts and of the ontology.

Growth: 青医保发〔2023〕18号 2.3.i1.s4 「医疗费用增长率高于全市平均水平的区市,从严控制新增定点医药机构资源配置。」
Dementia beds: LTC plan 3.2.p2 「失智专区床位数原则上按照各区(市)院护床位总数的30%核定。」
Rehabilitation beds: 3.1.p1.s1, per thousand of the 常住人口; 使用率: 3.1.p2 「床位使用率低于75%的,原则上不再新增」.
Never is an older period taken over which a cap looks kept. Every verdict is derived again by the proof checker.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_base import real, status

from policy_dsl import ir
from policy_dsl.ir import Likeness
from reasoner.driver.current_rule_base import rule_base
from reasoner.explain.comparison_text import leaf, turning
from reasoner.interpreter.likeness import asked_period
from reasoner.interpreter.turning_points import atoms
from reasoner.model.application import Observation
from reasoner.model.kinds import Outcome, Status
from reasoner.model.verdict import Verdict
from reasoner.proof.figure_pairs import differs

COUNTY, CITY = "即墨区", "青岛市"
GROWTH = "医疗费用增长率"
CONTROL = "增长率高于全市的区市从严控制"
OPEN = Outcome.UNDETERMINED

Given = tuple[str, Any, str]
"""Whose, value, and the day or period (empty: undated)."""


def figure(name: str, given: Given) -> dict[str, Any]:
    region, value, when = given
    return {"地区": region, "名称": name, "数值": value} | ({"时点": when} if when else {})


def pharmacy(*growth: Given, day: str = "2024-06-03") -> dict[str, Any]:
    """The input of the review, with these rates of growth."""
    return {
        "编号": "G", "事项": "新增定点零售药店", "日期": day,
        "机构": {"名称": "某药店", "类型": "零售药店", "所在地": COUNTY}, "步行15分钟内同类型定点机构数": 0,
        "指标": [figure(GROWTH, g) for g in growth],
    }  # fmt: skip


def asked(verdict: Verdict) -> list[tuple[str, str, str, str, str]]:
    """What is missing: fact, whose, of which period, the value that was given instead and its period."""
    return [(m.fact, m.of, m.period, m.apart, m.as_at) for m in verdict.missing]


# --- rates: one period, the latest that either has -----------------------------------------------------------

LACKS = "同一期间"

GROWN: list[tuple[tuple[Given, ...], Outcome, list[tuple[str, str, str, str]]]] = [
    # The review's own: 2023 is the latest that either has, the city's is asked for; not compared with 2022.
    (((COUNTY, "4%", "2022"), (COUNTY, "6%", "2023"), (CITY, "5%", "2022")), OPEN, [(CITY, "2023", "5%", "2022")]),
    # The other way round: the city has 2023, the county's older rate, which is below, lets nothing proceed.
    (((COUNTY, "4%", "2022"), (CITY, "5%", "2022"), (CITY, "3%", "2023")), OPEN, [(COUNTY, "2023", "4%", "2022")]),
    # Without the line of 2023 both have 2022 last: 4% is not above 5%.
    (((COUNTY, "4%", "2022"), (CITY, "5%", "2022")), Outcome.MAY_PROCEED, []),
    # Both have 2023: what 2022 says is of no weight.
    (((COUNTY, "4%", "2022"), (COUNTY, "6%", "2023"), (CITY, "5%", "2022"), (CITY, "5.5%", "2023")),
     Outcome.STRICTLY_CONTROLLED, []),
    (((COUNTY, "6%", "2022"), (COUNTY, "4%", "2023"), (CITY, "5%", "2022"), (CITY, "5%", "2023")),
     Outcome.MAY_PROCEED, []),
    # At the shared period either side of the boundary: 高于 excludes the equal.
    (((COUNTY, "5%", "2023"), (CITY, "5%", "2023")), Outcome.MAY_PROCEED, []),
    (((COUNTY, "5.01%", "2023"), (CITY, "5%", "2023")), Outcome.STRICTLY_CONTROLLED, []),
    (((COUNTY, "4.99%", "2023"), (CITY, "5%", "2023")), Outcome.MAY_PROCEED, []),
    # One month against a year.
    (((COUNTY, "6%", "2024-03"), (CITY, "5%", "2023")), OPEN, [(CITY, "2024-03", "5%", "2023")]),
    (((COUNTY, "6%", "2023"), (CITY, "5%", "2024-03")), OPEN, [(COUNTY, "2024-03", "6%", "2023")]),
    # December is no year, though both end on one day.
    (((COUNTY, "6%", "2023-12"), (CITY, "5%", "2023")), OPEN, [(CITY, "2023-12", "5%", "2023")]),
    # What ends after the day is not there yet: 2024 is no period that either has on 2024-06-03.
    (((COUNTY, "6%", "2023"), (COUNTY, "1%", "2024"), (CITY, "5%", "2023")), Outcome.STRICTLY_CONTROLLED, []),
    # One undated: its date is asked for, beside the period of the other.
    (((COUNTY, "6%", ""), (CITY, "5%", "2023")), OPEN, [(COUNTY, "2023", "6%", "")]),
    (((COUNTY, "6%", "2023"), (CITY, "5%", "")), OPEN, [(CITY, "2023", "5%", "")]),
    # Both undated: as stated.
    (((COUNTY, "6%", ""), (CITY, "5%", "")), Outcome.STRICTLY_CONTROLLED, []),
    (((COUNTY, "5%", ""), (CITY, "5%", "")), Outcome.MAY_PROCEED, []),
    # One not given: it is asked for of the period that the other has.
    (((CITY, "5%", "2023"),), OPEN, [(COUNTY, "2023", "", "")]),
    (((COUNTY, "5%", "2023"),), OPEN, [(CITY, "2023", "", "")]),
    (((COUNTY, "5%", ""),), OPEN, [(CITY, "", "", "")]),
    ((), OPEN, [(COUNTY, "", "", ""), (CITY, "", "", "")]),
    # 不详 of the latest period: no older number takes its place, and the other is asked for of that period too.
    (((COUNTY, "4%", "2022"), (COUNTY, "不详", "2023"), (CITY, "5%", "2022")), OPEN,
     [(COUNTY, "", "", ""), (CITY, "2023", "5%", "2022")]),
]  # fmt: skip


@pytest.mark.parametrize(("given", "outcome", "missing"), GROWN)
@pytest.mark.parametrize("turned", [False, True])
def test_rates_are_compared_within_one_period_the_latest_that_either_has(
    given: tuple[Given, ...], outcome: Outcome, missing: list[tuple[str, str, str, str]], turned: bool
) -> None:
    verdict = real(pharmacy(*(reversed(given) if turned else given)))
    assert verdict.outcome is outcome
    assert sorted(asked(verdict)) == sorted((GROWTH, *m) for m in missing)
    if outcome is OPEN:
        assert verdict.possible == (Outcome.STRICTLY_CONTROLLED, Outcome.MAY_PROCEED)
        assert status(verdict, CONTROL) is Status.UNKNOWN


def test_both_periods_are_told_where_nothing_is_compared() -> None:
    verdict = real(pharmacy((COUNTY, "6%", "2023"), (CITY, "5%", "2022")))
    (rule,) = (r for r in verdict.reasons.rules if r.rule.endswith(CONTROL))
    assert rule.condition is not None
    (node,) = turning(rule.condition)
    assert not isinstance(node, tuple)
    assert leaf(node, rule_base().vocabulary.facts) == (  # type: ignore[arg-type]
        "即墨区医疗费用增长率为6%(2023年),青岛市医疗费用增长率为5%(2022年),不是同一期间,不作比较;"
        "请提供青岛市2023年医疗费用增长率"
    )
    assert verdict.warnings == (
        "青岛市的医疗费用增长率(2022年)与即墨区的医疗费用增长率(2023年)不是同一期间,不作比较;"
        "请提供青岛市的医疗费用增长率2023年的数值。",
    )


def test_what_is_undated_is_marked() -> None:
    both = real(pharmacy((COUNTY, "6%", ""), (CITY, "5%", "")))
    assert both.warnings == (
        "即墨区的医疗费用增长率与青岛市的医疗费用增长率均未注明时点,按所提供的数值比较,请核实是否可比。",
    )
    one = real(pharmacy((COUNTY, "6%", ""), (CITY, "5%", "2023")))
    assert one.warnings == (
        "即墨区的医疗费用增长率未注明时点,不能与青岛市的医疗费用增长率(2023年)比较;请补写即墨区的医疗费用增长率的时点。",
    )
    assert real(pharmacy((COUNTY, "6%", "2023"), (CITY, "5%", "2023"))).warnings == ()


def test_an_answer_is_of_the_period_that_is_asked_for() -> None:
    """Any rate of the city for 2023 settles the case, on either side of the county's 6%."""
    verdict = real(pharmacy((COUNTY, "6%", "2023"), (CITY, "5%", "2022")))
    (entry,) = verdict.missing
    assert entry.closes == 1
    assert [(a.value, a.outcome) for a in entry.answers or ()] == [
        ("5%", Outcome.STRICTLY_CONTROLLED),
        ("6%", Outcome.MAY_PROCEED),
    ]


def test_a_change_of_a_figure_keeps_its_period() -> None:
    """The county's rate of 2023 falls to the city's of 2023; rates of 2022 beside them change nothing.

    That the city should spend more is no advice (semantics 9.20: 「医疗费用增长率只提出降低,不提出把全市的提高」).
    """
    given = ((COUNTY, "1%", "2022"), (COUNTY, "6%", "2023"), (CITY, "9%", "2022"), (CITY, "5%", "2023"))
    verdict = real(pharmacy(*given))
    assert verdict.outcome is Outcome.STRICTLY_CONTROLLED
    changed = {(f.of, f.before, f.after) for c in verdict.changes for f in c.facts}
    assert {each for each in changed if each[0] in (COUNTY, CITY)} == {(COUNTY, "6%", "5%")}


# --- two stocks of one office: one day -----------------------------------------------------------------------


def dementia(*given: tuple[str, int, str], beds: int = 20) -> dict[str, Any]:
    return {
        "编号": "S", "事项": "设置失智专区床位", "日期": "2024-06-03", "床位数": beds,
        "机构": {"名称": "某院", "类型": "养老机构", "所在地": "城阳区", "已定点": True},
        "指标": [figure(name, ("城阳区", value, when)) for name, value, when in given],
    }  # fmt: skip


PART, WHOLE = "失智专区床位数", "院护床位数"

BEDS: list[tuple[tuple[tuple[str, int, str], ...], Outcome, list[tuple[str, str, str, str]]]] = [
    (((PART, 290, "2024-05-31"), (WHOLE, 1000, "2022-12-31")), OPEN, [(WHOLE, "2024-05-31", "1000", "2022-12-31")]),
    (((PART, 290, "2022-12-31"), (WHOLE, 1000, "2024-05-31")), OPEN, [(PART, "2024-05-31", "290", "2022-12-31")]),
    # On one day: 290 + 20 is above 30% of 1000, 280 + 20 is 30% of it.
    (((PART, 290, "2024-05-31"), (WHOLE, 1000, "2024-05-31")), Outcome.PRESUMPTIVELY_BARRED, []),
    (((PART, 280, "2024-05-31"), (WHOLE, 1000, "2024-05-31")), Outcome.MAY_PROCEED, []),
    (((PART, 281, "2024-05-31"), (WHOLE, 1000, "2024-05-31")), Outcome.PRESUMPTIVELY_BARRED, []),
    # Both have 2022, over which the cap looks kept; the latest day that either has is 2024-05-31.
    (((PART, 100, "2022-12-31"), (PART, 290, "2024-05-31"), (WHOLE, 1000, "2022-12-31")), OPEN,
     [(WHOLE, "2024-05-31", "1000", "2022-12-31")]),
    # At the end of 2023, however it is written.
    (((PART, 280, "2023"), (WHOLE, 1000, "2023-12-31")), Outcome.MAY_PROCEED, []),
    (((PART, 281, "2023-12"), (WHOLE, 1000, "2023")), Outcome.PRESUMPTIVELY_BARRED, []),
    (((PART, 290, ""), (WHOLE, 1000, "2024-05-31")), OPEN, [(PART, "2024-05-31", "290", "")]),
    (((PART, 290, ""), (WHOLE, 1000, "")), Outcome.PRESUMPTIVELY_BARRED, []),
    (((PART, 280, ""), (WHOLE, 1000, "")), Outcome.MAY_PROCEED, []),
]  # fmt: skip


@pytest.mark.parametrize(("given", "outcome", "missing"), BEDS)
def test_two_stocks_of_one_office_are_compared_on_one_day(
    given: tuple[tuple[str, int, str], ...], outcome: Outcome, missing: list[tuple[str, str, str, str]]
) -> None:
    verdict = real(dementia(*given))
    assert verdict.outcome is outcome
    assert asked(verdict) == [(fact, "城阳区", *rest) for fact, *rest in missing]


# --- stocks by their latest day, with the latest published population ----------------------------------------


def rehabilitation(*given: tuple[str, int, str], beds: int = 50) -> dict[str, Any]:
    return {
        "编号": "A3", "事项": "新增购买住院床位", "日期": "2024-06-03", "床位类别": "康复", "床位数": beds,
        "机构": {"名称": "某院", "类型": "康复医院", "所在地": "城阳区"},
        "指标": [
            *(figure(name, (CITY, value, when)) for name, value, when in given),
            figure("医保购买住院床位数", (CITY, 7000, "2023-12-31")),
            figure("床位使用率", ("城阳区", "80%", "2024-03-31")),
            figure(GROWTH, ("城阳区", "4%", "2023")), figure(GROWTH, (CITY, "5%", "2023")),
        ],
    }  # fmt: skip


REHAB, PEOPLE = "医保购买康复床位数", "常住人口"


@pytest.mark.parametrize(("beds", "outcome"), [(50, Outcome.MAY_PROCEED), (51, Outcome.PRESUMPTIVELY_BARRED)])
def test_stocks_are_taken_by_their_latest_day_with_the_latest_population_and_both_days_are_told(
    beds: int, outcome: Outcome
) -> None:
    """0.42 per thousand of 10,000,000 is 4200: with 4150 purchased 50 more are within it, 51 are not."""
    given = ((REHAB, 9999, "2022-12-31"), (REHAB, 4150, "2024-05-31"), (PEOPLE, 10_000_000, "2023"))
    verdict = real(rehabilitation(*given, beds=beds))
    assert verdict.outcome is outcome
    assert (
        "青岛市的常住人口截至2023年,青岛市的医保购买康复床位数截至2024年5月31日,各按最近一期比较。" in verdict.warnings
    )
    assert {(f.fact, f.as_at) for f in verdict.facts} >= {(REHAB, "2024-05-31"), (PEOPLE, "2023")}


def test_of_one_day_nothing_need_be_told() -> None:
    verdict = real(rehabilitation((REHAB, 4150, "2023-12-31"), (PEOPLE, 10_000_000, "2023")))
    assert verdict.outcome is Outcome.MAY_PROCEED
    assert verdict.warnings == ()


@pytest.mark.parametrize("undated", [REHAB, PEOPLE])
def test_of_a_stock_without_date_beside_a_dated_one_the_date_is_asked_for(undated: str) -> None:
    given = {REHAB: 4150, PEOPLE: 10_000_000}
    verdict = real(rehabilitation(*((name, n, "" if name == undated else "2023-12-31") for name, n in given.items())))
    assert verdict.outcome is OPEN
    assert (undated, CITY, "", str(given[undated]), "") in asked(verdict)
    (entry,) = (m for m in verdict.missing if m.fact == undated)
    assert entry.answers == (), "no other value is an answer where the date alone is lacking"


def test_undated_stocks_are_taken_as_stated_and_marked() -> None:
    verdict = real(rehabilitation((REHAB, 4151, ""), (PEOPLE, 10_000_000, "")))
    (rule,) = (r for r in verdict.reasons.rules if r.rule.endswith("#康复床位"))
    assert rule.status is Status.TRUE
    assert any(w.startswith("青岛市的医保购买康复床位数与青岛市的常住人口均未注明时点") for w in verdict.warnings)


def test_a_rate_beside_a_number_of_the_clause_keeps_its_own_period() -> None:
    """3.1.p2: 74% of any period is below 75%; the period is told."""
    for when in ("2024-06-02", "2024-03", "2023", ""):
        given = rehabilitation((REHAB, 1, "2023-12-31"), (PEOPLE, 10_000_000, "2023"))
        given["指标"] = [f for f in given["指标"] if f["名称"] != "床位使用率"]
        given["指标"].append(figure("床位使用率", ("城阳区", "74%", when)))
        verdict = real(given)
        assert verdict.outcome is Outcome.PRESUMPTIVELY_BARRED
        assert ("床位使用率", when) in {(f.fact, f.as_at) for f in verdict.facts}


def test_forecasts_keep_their_own_rule() -> None:
    """LTC 3.2.p1.s1 「不超过2025年全市预期享受长护险待遇总人数20%」: beds of today beside that forecast, whatever their day."""
    for when, comes_about in (("2025", Status.TRUE), ("2024", Status.UNKNOWN)):
        application = {
            "编号": "F", "事项": "新增购买院护床位", "日期": "2024-06-03", "床位数": 10,
            "机构": {"名称": "某院", "类型": "护理院", "所在地": "市南区", "已定点": True},
            "指标": [
                figure("院护床位使用率", ("市南区", "90%", "2024-03-31")),
                figure(WHOLE, (CITY, 11_000, "2024-05-31")),
                figure("预期享受长护险待遇人数", (CITY, 55_000, when)),
            ],
        }  # fmt: skip
        assert status(real(application), "院护床位不超过待遇人数二成") is comes_about


# --- what is declared, and both engines ----------------------------------------------------------------------


def test_every_pair_that_rules_compare_is_declared() -> None:
    """Rates of growth by period, dementia and care beds by day, beds per population each by its latest."""
    vocabulary = rule_base().vocabulary
    declared = {p.figures: p.likeness for p in vocabulary.data.pairs}
    assert declared[GROWTH, GROWTH] is Likeness.SAME_PERIOD
    assert declared[WHOLE, PART] is Likeness.SAME_DAY
    assert declared[REHAB, PEOPLE] is Likeness.LATEST
    compared = set()
    for document in rule_base().documents.values():
        for norm in document.all_norms:
            for atom in (a for c in (norm.scope, norm.condition) for a in atoms(c)):
                if not isinstance(atom, ir.Compare):
                    continue
                figures = [f for f in ir.facts_read(atom) if vocabulary.facts[f.term].is_figure]
                assert len(figures) <= 2
                if len(figures) == 2:
                    a, b = figures
                    likeness = vocabulary.likeness(a.term, b.term)
                    assert likeness is not None
                    compared.add(frozenset((a.term, b.term)))
                    named = likeness is Likeness.NAMED
                    assert atom.pairs == (() if named else (ir.Pair(likeness, a, b),))
    # 青医保发〔2023〕18号 1.p1.s3, 1.p1.s4 state beds for so many insured persons: a plan may bound what a plan so states.
    stated = {frozenset((f"医保购买{kind}床位数", "参保人口")) for kind in ("住院", "康复", "中医", "精神")}
    assert all(declared[figures] is Likeness.LATEST for figures in declared if frozenset(figures) in stated)
    assert not compared & stated
    assert compared | stated == {frozenset(f) for f in declared}, (
        "nothing is declared that no rule compares or text states"
    )


WHENS = ("", "2022", "2022-12", "2022-12-31", "2023", "2023-06", "2023-12-31", "2024-03")


@pytest.mark.parametrize("likeness", [k for k in Likeness if k is not Likeness.NAMED])
def test_both_engines_ask_for_the_same_of_every_two_dates(likeness: Likeness) -> None:
    for own in (None, *WHENS):
        for other in WHENS:
            value = "1"
            interpreter = asked_period(
                likeness, None if own is None else Observation(value, own), Observation(value, other)
            )
            checker = differs(likeness.value, None if own is None else (value, own, {"fact": "x"}), (value, other, {}))
            assert (interpreter is not None) is checker, (own, other)

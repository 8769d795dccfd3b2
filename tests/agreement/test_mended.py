"""Where the engines once disagreed, or failed: each the smallest rules that showed it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import FORMAT, CompiledBase
from policy_dsl.ir import Effect, Level, Strength
from policy_dsl.numerals import percent
from policy_dsl.vocabulary import Vocabulary
from reasoner.analysis.rule_set import Compared
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.fact_variables import FINEST, LARGEST, Facts
from reasoner.backends.smt.place_variables import counties
from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import Relation
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.intake.numbers import count_reader, ratio_reader
from reasoner.interpreter.judge import judge
from reasoner.lint.check_run import Scope, lint
from reasoner.model.application import Application, Observation
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase

from .document_strategy import DAY, document
from .engine_trials import ApplicationPair, EngineTrial
from .hand_made_worlds import (
    BEDS,
    CHENGYANG,
    PRESUMED,
    SmallWorld,
    bar,
    base_of,
    fact,
    least,
    most,
    prefer,
    side,
    text,
    within,
)
from .rule_menu import full
from .rule_text_strategy import compiled

_CITY = {"申请": "申请", "机构": "机构", "全市": "370200", "本统筹区": "370200", "所在镇街": None}
_ROLES = {**_CITY, "本区县": CHENGYANG, "所在医保管理区域": CHENGYANG}


def test_one_value_of_a_fact_of_several() -> None:
    """Either the compiler refuses `机构 的 重点建设项目 是 市级`, or both engines mean the same by it."""
    rules = f"文件 a1\n\n条 1.p1 性质 限制\n「x」\n规则 一\n 凡 事项 是 {BEDS}\n 若 机构 的 重点建设项目 是 市级\n 则 不得新增\n"
    try:
        norms = compiled(rules, "a1", "370200", full().vocabulary)
    except AssertionError:
        return
    one = Compared("A", base_of(full(), [document("a1", "370200", norms)]), "370200")
    facts = {("机构", "类型"): (Observation("综合医院"),), ("机构", "重点建设项目"): (Observation(("市级",)),)}
    application = Application("一", BEDS, DAY, CHENGYANG, _ROLES, facts)
    trial = EngineTrial(one, one, BEDS, "综合医院", DAY, True, (ApplicationPair(application, application),))
    assert list(trial.quarrels()) == []


def test_part_and_whole_by_two_words_for_one_place() -> None:
    """城阳区 is county and area in one: no application there has two beds for dementia of one bed for care."""
    here = within(CHENGYANG)
    part = bar(ir.And((here, least(fact("失智专区床位数", "本区县"), "2"))))
    whole = Effect.PROHIBIT, Strength.IN_PRINCIPLE, ir.And((here, most(fact("院护床位数", "所在医保管理区域"), "1")))
    a, b = side("A", "370200", BEDS, [text(part)]), side("B", "370200", BEDS, [text(whole)])
    assert SmallWorld(a, b, BEDS, "综合医院", True).quarrels() == []


def test_a_figure_with_a_period_and_without() -> None:
    """`全市 的 医保购买住院床位数` beside `全市 的 医保购买住院床位数 于 2024年`: the witness is refused as a disagreement."""
    of_year = fact("医保购买住院床位数", "全市", "2024")
    known = prefer(ir.Or((least(of_year, "1"), ir.Not(least(of_year, "1")))))
    latest = Effect.PROHIBIT, Strength.IN_PRINCIPLE, least(fact("医保购买住院床位数"), "1")
    a, b = side("A", "370200", BEDS, [text(known)]), side("B", "370200", BEDS, [text(latest)])
    assert SmallWorld(a, b, BEDS, "综合医院", True).quarrels() == []


def test_a_special_text_of_a_lower_level_of_the_same_issuer() -> None:
    """The general text prevails as the higher one, the special text as the special one: a circle of ranks."""
    special = text((Effect.PERMIT, Strength.MAY, ir.ALWAYS), issuer_level=Level.CITY, special_to=("a2",))
    one = side("A", "370200", BEDS, [special, text(PRESUMED, issuer_level=Level.PROVINCE)])
    assert judge(one.base, Application("一", BEDS, DAY, CHENGYANG, _ROLES, {}), DAY, advise=False).outcome


# --- figures with a period --------------------------------------------------------------------------------------


def _rule(condition: str, name: str = "甲") -> tuple[ir.Norm, ...]:
    rules = f"文件 a1\n\n条 1.p1 性质 限制\n「x」\n规则 {name}\n 凡 事项 是 {BEDS}\n 若 {condition}\n 则 暂不新增\n"
    return compiled(rules, "a1", "370200", full().vocabulary)


def _base(condition: str, name: str = "甲") -> RuleBase:
    return base_of(full(), [document("a1", "370200", _rule(condition, name))])


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2025年", "2025"), ("2025年度", "2025"), ("2025", "2025"), ("2025年3月", "2025-03"), ("2025-03", "2025-03"),
        ("2025年末", "2025-12-31"), ("2024年2月底", "2024-02-29"), ("2025年3月1日", "2025-03-01"),
    ],
)  # fmt: skip
def test_a_period_is_dated_as_figures_are(written: str, period: str) -> None:
    """Of 2025年3月 no figure was ever found: figures are dated 2025-03."""
    (norm,) = _rule(f"本区县 的 床位使用率 于 {written} 低于 75%")
    assert isinstance(norm.condition, ir.Compare)
    assert norm.condition.left == ir.Fact("本区县", "床位使用率", period)


_BOTH = "本区县 的 床位使用率 于 {} 低于 75% 且 本区县 的 床位使用率 不低于 80%"


@pytest.mark.parametrize(
    ("period", "day", "comes_about"),
    [
        ("2025年", "2025-12-30", True),  # the latest is of an earlier day
        ("2025年", "2025-12-31", False),  # the figure of the year is the latest one
        ("2025年", "2026-06-15", True),  # the latest is of a later day
        ("2025年3月", "2025-03-31", False),
        ("2025年末", "2025-12-31", False),
        ("2025年11月", "2025-12-31", True),
    ],
)
def test_on_the_last_day_of_a_period_its_figure_is_the_latest(period: str, day: str, comes_about: bool) -> None:
    found = lint(_base(_BOTH.format(period)), day, Scope(as_of=day))
    assert ("K01" not in {f.code for f in found.findings}) == comes_about
    assert not found.undecided


def test_the_figures_of_a_year_and_of_its_last_day_are_one() -> None:
    facts = Facts(full().vocabulary, (), "2025-12-31")
    values: dict[str, Any] = {}
    for period, value in ((None, "0.8"), ("2025", "0.8"), ("2025-12", "0.8"), ("2025-11", "0.7")):
        values |= facts.at(("本区县", "床位使用率", period)).put(Decimal(value))
    assert all(t.evaluate(facts.periods(), values))
    for period in (None, "2025", "2025-12"):
        other = values | facts.at(("本区县", "床位使用率", period)).put(Decimal("0.7"))
        assert not all(t.evaluate(facts.periods(), other))


# --- numbers ------------------------------------------------------------------------------------------------------


def test_products_of_thresholds_are_finer_than_any_of_them() -> None:
    """70.5% × 99.3% = 0.700065 and 77.1% × 90.8% = 0.700068: between them there is a rate, with more digits than the rules."""
    x, y, z = (f"全市 的 {label}" for label in ("床位使用率", "院护床位使用率", "医疗费用增长率"))
    base = _base(
        f"{x} 除以 {y} 高于 70.5% 且 {y} 不低于 99.3% 且 {x} 除以 {z} 低于 77.1% 且 {z} 不超过 90.8% 且 {z} 高于 0%"
    )
    one, none = Compared("A", base, "370200"), Compared("B", _base("床位数 低于 0张"), "370200")
    figures = {"床位使用率": "0.7000665", "院护床位使用率": "0.993", "医疗费用增长率": "0.908"}
    facts = {("370200", label): (Observation(Decimal(value)),) for label, value in figures.items()}
    application = Application(
        "一", BEDS, DAY, CHENGYANG, _ROLES, {("机构", "类型"): (Observation("综合医院"),), **facts}
    )
    assert judge(base, application, DAY, advise=False).outcome is Outcome.BARRED
    (result,) = compare(one, none, DAY, matters=(BEDS,), kinds=("综合医院",), together=True).results
    outcomes = [w.a.outcome for w in result.witnesses]
    assert (result.relation, outcomes) == (Relation.STRICTER, [Outcome.BARRED])
    assert "K01" not in {f.code for f in lint(base, DAY).findings}


def test_names_may_hold_any_character() -> None:
    for name in ("甲|乙", "甲\\乙", "甲%7C乙", '甲"乙'):
        base = _base("本区县 的 床位使用率 低于 75%", name)
        one, none = (Compared(x, b, "370200") for x, b in (("A", base), ("B", _base("本区县 的 床位使用率 低于 74%"))))
        (result,) = compare(one, none, DAY, matters=(BEDS,), kinds=("综合医院",), together=True).results
        assert result.relation == Relation.STRICTER
        assert [w.rules.a.partition("#")[2] for w in result.witnesses if w.rules.a is not None] == [name]
        assert {n.name for f in lint(base, DAY).findings for n in f.rules} == {name}


@pytest.mark.parametrize("digits", [13, 15, 16, 17, 21, 40])
def test_thresholds_beyond_any_figure(digits: int) -> None:
    """What intake refuses is no witness: from 2**52 on nobody can have as many beds, and the rule never comes about."""
    line = 10 ** (digits - 1)
    base = _base(f"全市 的 医保购买住院床位数 高于 {line}张")
    never = "K01" in {f.code for f in lint(base, DAY).findings}
    assert never == (line >= 2**52 - 1)


def test_values_of_facts_are_those_that_intake_admits() -> None:
    facts = Facts(full().vocabulary, ())
    beds, growth = facts.at(("全市", "医保购买住院床位数", None)), facts.at(("全市", "医疗费用增长率", None))
    read = count_reader(beds.term)
    assert read(LARGEST) == beds.most == LARGEST
    with pytest.raises(Unreadable):
        read(LARGEST + 1)
    finest = Decimal(10) ** -FINEST
    for value in (growth.least + finest, growth.most - finest):
        assert ratio_reader(growth.term)(percent(value)) == value


# --- a city without counties ------------------------------------------------------------------------------------


def _with_dongguan() -> Vocabulary:
    data = full().vocabulary.data
    (city,) = (r for r in data.regions if r.code == "370200")
    dongguan = replace(city, code="371900", name="东莞市", parent="370000", aliases=())
    return Vocabulary(replace(data, regions=(*data.regions, dongguan)))


def test_a_city_without_counties_lies_in_its_province() -> None:
    vocabulary = _with_dongguan()
    assert counties(vocabulary, "371900") == ("371900",)
    assert "371900" in counties(vocabulary, "370000")
    assert "370200" not in counties(vocabulary, "370000")
    assert set(counties(vocabulary, "370200")) < set(counties(vocabulary, "370000"))


def test_rules_of_a_city_without_counties_beside_those_of_its_province() -> None:
    held = [
        document(name, region, compiled(
            f"文件 {name}\n\n条 1.p1 性质 限制\n「x」\n规则 {name}\n 凡 事项 是 {BEDS}\n 若 全市 的 床位使用率 低于 {rate}\n 则 暂不新增\n",
            name, region, full().vocabulary,
        ))
        for name, region, rate in (("city", "371900", "75%"), ("above", "370000", "60%"))
    ]  # fmt: skip
    compiled_base = CompiledBase(FORMAT, "", _with_dongguan().data, tuple(held))
    found = lint(RuleBase(compiled_base), DAY)
    assert {f.code for f in found.findings} == {"K09"}
    assert {n.name for n in found.norms} == {"city", "above"}


def test_beds_of_an_unknown_category_are_of_one() -> None:
    """Two bars on 精神 beds and a permission for all: formulas and interpreter list no bar in principle that comes alone."""
    bars = "".join(
        f"\n条 1.p{n} 性质 限制\n「x{n}」\n规则 {n}号\n 凡 事项 是 {BEDS}\n 凡 床位类别 是 {category}\n 则 {effect}\n"
        for n, (category, effect) in enumerate(
            [("精神", "暂不新增"), ("精神", "原则上 不予新增"), ("康复", "从严控制")], 1
        )
    )
    every = f"\n条 1.p4 性质 限制\n「x4」\n规则 四号\n 凡 事项 是 {BEDS}\n 若 机构 的 连锁 成立\n 则 原则上 不予新增\n"
    norms = compiled(f"文件 a1\n{bars}{every}", "a1", "370200", full().vocabulary)
    one = Compared("A", base_of(full(), [document("a1", "370200", norms)]), "370200")
    facts = {("机构", "类型"): (Observation("综合医院"),), ("机构", "连锁"): (Observation(False),)}
    application = Application("一", BEDS, DAY, CHENGYANG, _ROLES, facts)
    assert judge(one.base, application, DAY).possible == ("barred", "strictly_controlled", "may_proceed")
    trial = EngineTrial(one, one, BEDS, "综合医院", DAY, True, (ApplicationPair(application, application),))
    assert list(trial.quarrels()) == []


@pytest.mark.parametrize(
    ("preferred", "possible"),
    [("康复", ("barred", "may_proceed")), ("综合 、 中医 、 康复", ("barred", "exempt", "may_proceed"))],
)
def test_a_preference_for_a_category_is_not_claimed_where_no_category_is_said(
    preferred: str, possible: tuple[str, ...]
) -> None:
    """Semantics §6.7: a preference that is unknown counts as not claimed, in each category as in all (§6.14). What may proceed
    unless it is 精神 stays possible, though each other category would have a preference.
    """
    clauses = [
        ("限制", f"规则 一号\n 凡 事项 是 {BEDS}\n 凡 床位类别 是 精神\n 则 暂不新增"),
        ("优先", f"优先 二号\n 凡 事项 是 {BEDS}\n 凡 床位类别 是 {preferred}\n 则 可优先"),
        ("限制", f"规则 三号\n 凡 事项 是 {BEDS}\n 若 机构 的 连锁 成立\n 则 原则上 不予新增"),
    ]
    if "exempt" in possible:
        clauses.append(
            ("豁免", "豁免 四号\n 凡 机构 属于 医疗机构\n 若 机构 的 符合定点条件 成立\n 则 不受 本文件 限制")
        )
    texts = (f"\n条 1.p{n} 性质 {kind}\n「x{n}」\n{rule}\n" for n, (kind, rule) in enumerate(clauses, 1))
    norms = compiled(f"文件 a1\n{''.join(texts)}", "a1", "370200", full().vocabulary)
    one = Compared("A", base_of(full(), [document("a1", "370200", norms)]), "370200")
    facts = {("机构", "类型"): (Observation("综合医院"),), ("机构", "连锁"): (Observation(False),)}
    application = Application("一", BEDS, DAY, CHENGYANG, _ROLES, facts)
    assert judge(one.base, application, DAY).possible == possible
    trial = EngineTrial(one, one, BEDS, "综合医院", DAY, True, (ApplicationPair(application, application),))
    assert list(trial.quarrels()) == []

"""按句式写: places, numbers and years, each as the words have them."""

from __future__ import annotations

import pytest
from form_choices import FIGURE, LOW, PLACE, offered, put, texts

from policy_dsl.diagnostics import Faults
from policy_dsl.drafting.clause_choices import Shape
from policy_dsl.drafting.edited_rules import check_rules
from policy_dsl.drafting.rule_form import Chosen, written
from reasoner.driver.current_rule_base import rule_base


def test_a_quality_of_the_place_makes_a_sentence_conditional() -> None:
    """「照护资源相对充足的县(市、区)」 alone are controlled strictly, not every county."""
    words = "照护资源相对充足的县(市、区),从严控制新增居家照护定点。"
    form = offered(words)
    assert Shape.PLAIN not in form.shapes
    assert form.situations == ("本区县 的 照护资源相对充足 成立",)
    chosen = Chosen(
        Shape.SITUATION, name="充足从严", situation="本区县 的 照护资源相对充足 成立", matters=("新增居家照护定点",),
        effect="从严控制",
    )  # fmt: skip
    assert "    若 本区县 的 照护资源相对充足 成立\n    则 从严控制" in put(chosen, words)
    with pytest.raises(Faults):
        put(Chosen(Shape.PLAIN, name="甲", matters=("新增居家照护定点",), effect="从严控制"), words)


@pytest.mark.parametrize("area", ["县(市、区)", "县（市、区）", "各县(市、区)", "县市区"])
def test_the_county_as_plans_of_a_province_write_it(area: str) -> None:
    form = offered(f"{area}院护床位使用率低于60%的,不得新增购买院护床位。")
    assert "本区县 的 院护床位使用率" in form.figures
    assert form.comparisons == ("低于 60%",)
    assert form.effects == ("不得新增",)


def test_a_number_for_each_thousand_is_no_plain_number() -> None:
    """「每千常住人口……超过7.5张」: a city of seven beds for a thousand people has far more than 7.5 beds."""
    words = "全市每千常住人口医保购买住院床位数超过7.5张的,暂不新增购买住院床位。"
    wrong = Chosen(
        Shape.FIGURE, name="千人口床位", figure="全市 的 医保购买住院床位数", comparison="高于 7.5张",
        matters=("新增购买住院床位",), effect="暂不新增",
    )  # fmt: skip
    with pytest.raises(Faults) as refused:
        put(wrong, words)
    assert {d.code for d in refused.value.diagnostics} == {"L502"}
    right = wrong._replace(
        figure="全市 的 医保购买住院床位数 除以 全市 的 常住人口", comparison="高于 7.5张/千常住人口"
    )
    rule = "    若 全市 的 医保购买住院床位数 除以 全市 的 常住人口 高于 7.5张/千常住人口\n    则 暂不新增"
    assert rule in put(right, words)


def test_pharmacies_within_a_walk_are_counted_by_the_words_for_all_institutions_alone() -> None:
    """「定点医药机构」 holds pharmacies, 「定点医疗机构」 does not: a count of pharmacies cannot come from the latter."""
    words = "步行15分钟范围内同类型定点医药机构不低于2家的,原则上不再新增定点零售药店。"
    form = offered(words)
    assert form.figures == ("步行15分钟内同类型定点机构数",)
    assert form.comparisons == ("不低于 2家",)
    chosen = Chosen(
        Shape.FIGURE, name="药店", figure="步行15分钟内同类型定点机构数", comparison="不低于 2家",
        matters=("新增定点零售药店",), effect="原则上 不予新增", whole=True,
    )  # fmt: skip
    assert "    若 步行15分钟内同类型定点机构数 不低于 2家\n    则 原则上 不予新增" in put(chosen, words)
    assert "步行15分钟内同类型定点机构数" not in offered(words.replace("医药", "医疗")).figures
    with pytest.raises(Faults):
        put(chosen._replace(comparison="低于 2家"), words)


LAST_YEAR = """["上年度的数"]
question = "“上年度床位使用率”取哪一期"
used = "取收到申请之日的上一年度全年的数"
alternative = "取最近十二个月的数"
basis = "本条写“上年度”"
accounts = ["上年度"]
"""


def test_a_figure_of_the_year_before_is_not_the_latest_figure() -> None:
    """「上年度床位使用率」: a rule reads the latest rate, so that a reading must say which one is meant."""
    words = "上年度本区县床位使用率低于60%的,原则上不再新增购买住院床位。"
    with pytest.raises(Faults) as refused:
        put(FIGURE, words)
    (fault,) = refused.value.diagnostics
    assert fault.code == "L502"
    assert "「上年度」" in fault.message
    assert "accounts" in fault.hint
    files = {**texts(("限制", words, "")), "readings.toml": LAST_YEAR}
    rules = written(PLACE, files, rule_base().vocabulary, "p1", FIGURE)
    assert "  规则 低使用率不再新增\n    据 解释 上年度的数\n    凡 事项" in rules
    faults = check_rules(PLACE, {**files, "rules.tiao": rules}, rule_base().vocabulary).faults
    assert [f.fault.code for f in faults if f.file in ("rules.tiao", "readings.toml")] == []


def test_an_increase_over_the_year_before_is_no_figure_of_it() -> None:
    words = "比上年增长后本区县床位使用率低于60%的,原则上不再新增购买住院床位。"
    assert "床位使用率 低于 60%" in put(FIGURE, words)


def test_a_pending_clause_is_said_to_concern_a_matter() -> None:
    """A scaffold leaves 待写 without a matter, which keeps every application open: somebody says which it concerns."""
    words = "(一)国家级、省级重点建设项目配套建设的医疗机构,不受床位使用率限制。"
    form = offered(words, "豁免", "  待写\n")
    assert Shape.PENDING in form.shapes
    assert form.matters == ()
    assert "新增购买住院床位" in form.unwritten_matters
    chosen = Chosen(Shape.PENDING, matters=("新增购买住院床位",), reason="只及于床位使用率")
    rules = put(chosen, words, "豁免", "  待写\n  注 「看附件」\n")
    assert rules.count("待写") == 1
    assert "  待写 事项 新增购买住院床位 因 「只及于床位使用率」" in rules
    assert "  注 「看附件」" in rules
    named = offered("药店步行核查另定,暂不新增定点零售药店。", below="  待写\n")
    assert named.unwritten_matters == ("新增定点零售药店",), "what it names, where it names any"


def test_the_rate_that_a_matter_means_is_offered_alone() -> None:
    """「床位使用率」 of a sentence on hospital beds is not the rate of care beds, nor the other way round."""
    assert offered(LOW).figures == ("本区县 的 床位使用率",)
    care = offered("本区县床位使用率低于60%的,原则上不再新增购买院护床位。")
    assert care.figures == ("本区县 的 院护床位使用率",)
    both = offered("本区县床位使用率低于60%的,原则上不再新增购买住院床位和院护床位。")
    assert set(both.figures) >= {"本区县 的 床位使用率"}


WHOLE_TIME = """["与规划期一致"]
question = "“2024年底前”是否限定本条"
used = "与文件的效力一致,不另限定"
alternative = "只到2024年底"
basis = "虚拟"
accounts = ["2024年底前"]
"""


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("2024年底前,", "期间 至 2024年12月31日"),
        ("自2025年1月1日起,", "期间 自 2025年1月1日"),
        ("2024年3月1日至2024年12月31日期间,", "期间 自 2024年3月1日 至 2024年12月31日"),
    ],
)
def test_the_period_of_a_clause_is_written(words: str, line: str) -> None:
    """Without it the rule would apply outside the period, too (L503)."""
    rules = put(FIGURE, words + LOW)
    assert f"    凡 事项 是 新增购买住院床位\n    {line}\n    若 本区县 的 床位使用率 低于 60%" in rules


def test_a_period_of_which_a_reading_says_what_it_means_is_not_written_beside_it() -> None:
    files = {**texts(("限制", "2024年底前," + LOW, "")), "readings.toml": WHOLE_TIME}
    rules = written(PLACE, files, rule_base().vocabulary, "p1", FIGURE)
    assert "期间" not in rules.partition("规则 低使用率")[2]
    assert "据 解释 与规划期一致" in rules


def test_a_period_without_a_day_is_refused_by_the_form() -> None:
    with pytest.raises(Faults) as refused:
        put(FIGURE, "过渡期内," + LOW)
    assert {d.code for d in refused.value.diagnostics} == {"L503"}

"""A word in the wrong place, in a longer word, of another norm or counted otherwise carries nothing."""

from __future__ import annotations

import pytest
from aligned_rule import M, codes, rule
from language_examples import compiled

# --- holes that were there ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        # an operator inside its opposite
        ("床位使用率不低于75%的区(市),暂不新增购买。", "本区县 的 床位使用率 低于 75%"),
        ("床位使用率不超过75%的区(市),暂不新增购买。", "本区县 的 床位使用率 高于 75%"),
        ("床位使用率未达到75%的区(市),暂不新增购买。", "本区县 的 床位使用率 达到 75%"),
        # 以上 belongs to the number before it, 低于 to the number after it
        ("面向60岁以上老年人、床位使用率为75%的区(市),暂不新增购买。", "本区县 的 床位使用率 不低于 75%"),
        ("床位使用率低于20%、医疗费用增长率超过75%的区(市),暂不新增购买。", "本区县 的 医疗费用增长率 低于 75%"),
        ("床位使用率低于20%、医疗费用增长率超过75%的区(市),暂不新增购买。", "本区县 的 床位使用率 高于 20%"),
        # a number inside another number, or with another unit
        ("住院床位总量低于1.2万张的区(市),暂不新增购买。", "本区县 的 医保购买住院床位数 低于 1.2张"),
        ("住院床位总量低于1,200张的区(市),暂不新增购买。", "本区县 的 医保购买住院床位数 低于 200张"),
        ("住院床位总量低于500家300张的区(市),暂不新增购买。", "本区县 的 医保购买住院床位数 低于 500张"),
        ("床位使用率低于75%的区(市),暂不新增购买。", "本区县 的 床位使用率 低于 75"),
        # a name inside a longer name of another thing
        ("院护床位使用率低于75%的区(市),暂不新增购买。", "本区县 的 床位使用率 低于 75%"),
        # a judgement denied by the text
        ("区(市)未当期赤字的,暂不新增购买。", "本区县 的 医保基金当期赤字 成立"),
        # 有 in 所有, 非 in 不再
        ("所有步行15分钟范围内同类型定点机构,暂不新增购买。", "有 步行15分钟内同类型定点机构数"),
        ("床位使用率低于75%的区(市),不再新增购买,暂不新增。", "非 本区县 的 床位使用率 低于 75%"),
    ],
)
def test_a_form_in_the_wrong_place_carries_nothing(text: str, condition: str) -> None:
    assert "L502" in codes(rule(text, M, f"若 {condition}", "则 暂不新增"))


def test_a_type_inside_a_longer_type_is_another_type() -> None:
    text = "一体化村卫生室暂不新增门诊定点。"
    matter = "凡 事项 是 新增门诊定点"
    assert "L502" in codes(rule(text, matter, "凡 机构 属于 村卫生室", "则 暂不新增"))
    assert not rule(text, matter, "凡 机构 属于 一体化村卫生室", "则 暂不新增").faults


def test_a_place_left_out_of_a_list_is_noticed() -> None:
    text = "在市南区、崂山区和市本级,暂不新增购买。"
    assert not rule(text, M, "若 所在地 属于 市南区 、 崂山区 、 市本级", "则 暂不新增").faults
    assert codes(rule(text, M, "若 所在地 属于 市南区 、 崂山区", "则 暂不新增")) == {"L507"}


@pytest.mark.parametrize(
    ("quote", "lacking"),
    [
        ("暂不新增购买的是市南区、崂山区", {"L507"}),  # at its very end
        ("崂山区、市南区暂不新增购买", {"L507"}),  # at its very beginning
        ("市南区暂不新增购买", set()),  # beside it
    ],
)
def test_a_place_is_noticed_where_the_words_of_a_rule_begin_and_end(quote: str, lacking: set[str]) -> None:
    text = f"在{quote}" if lacking else f"在崂山区和{quote},在崂山区也如此"
    lines = (M, "若 所在地 属于 市南区", "则 暂不新增")
    assert codes(rule(text, f"据 「{quote}」", *lines)) == lacking
    if lacking:
        assert codes(rule(quote, *lines)) == lacking  # the whole clause, that ends without a full stop


@pytest.mark.parametrize(
    ("text", "holds"), [("定点医疗机构暂不新增购买。", True), ("定点医药机构暂不新增购买。", False)]
)
def test_a_class_may_stand_in_a_longer_word_but_not_in_another(text: str, holds: bool) -> None:
    draft = rule(text, M, "凡 机构 属于 医疗机构", "则 暂不新增")
    assert ("L502" not in codes(draft)) == holds


@pytest.mark.parametrize("prefix", ["不予", "不得", "不"])
def test_an_effect_denied_by_the_text_is_none(prefix: str) -> None:
    text = f"村卫生室{prefix}纳入门诊定点。"
    assert "L502" in codes(rule(text, "凡 事项 是 新增门诊定点", "则 可纳入", kind="许可", nature="许可"))


def test_words_of_another_norm_carry_nothing() -> None:
    text = "床位使用率低于75%的区(市),原则上不再新增购买;当期赤字的区(市),暂不新增购买。"
    first = ("据 「床位使用率低于75%的区(市),原则上不再新增购买」", M)
    second = f"  规则 乙\n    据 「当期赤字的区(市),暂不新增购买」\n    {M}\n    若 本区县 的 医保基金当期赤字 成立\n    则 暂不新增\n"
    condition = "若 本区县 的 床位使用率 低于 75%"
    assert not rule(text, *first, condition, "则 原则上 不予新增", more=second).faults
    assert "L502" in codes(rule(text, *first, condition, "则 暂不新增", more=second))
    assert "L502" in codes(rule(text, *first, "若 本区县 的 医保基金当期赤字 成立", "则 原则上 不予新增", more=second))


def test_one_strength_in_the_text_is_carried_by_one_in_the_rule() -> None:
    text = "原则上暂不新增购买,原则上不再新增购买。"
    assert codes(rule(text, M, "则 原则上 不予新增")) == {"L503"}


def test_an_alternative_accounts_for_no_word() -> None:
    text = "区(市)床位使用率低于60%的,原则上不再新增购买。"
    lines = ("据 解释 甲读", M, "若 本区县 的 床位使用率 低于 60%", "则 原则上 不予新增")
    reading = '["甲读"]\nquestion = "一"\nused = "二"\nalternative = "三"\nbasis = "四"\n'
    assert not codes(rule(text, *lines, readings=reading)) - {"L606"}
    assert {"L503", "L505"} <= codes(rule(text, "仅异读 甲读", *lines, readings=reading))


def test_a_quoted_act_accounts_for_no_word_that_decides() -> None:
    text = "经办机构负责落实,床位使用率低的区(市)原则上不再新增购买。"
    act = "落实,床位使用率低的区(市)原则上不再新增购买"
    lines = ("主体 医保经办机构", "强度 负责", f"行为 「{act}」")
    assert codes(rule(text, *lines, kind="义务", nature="义务")) == {"L503"}


def test_a_waiver_names_one_word_in_one_place() -> None:
    text = "可以办理,也可以咨询,不得收费。"
    assert "L504" in codes(rule(text, M, "则 不得新增", more="  不计 「可以」 因 「能够」\n"))
    assert "L506" in codes(rule(text, M, "则 不得新增", more="  不计 「可以咨询,不得收费」 因 「能够」\n"))


def test_accounts_of_a_reading_reach_only_the_words_of_its_norm() -> None:
    text = "床位300张按规定核定;费用20元另行核定。"
    figure = "据 「床位300张按规定核定」 据 解释 核定 指标 床位 数值 300张"
    other = "  数据 乙 据 「费用20元另行核定」 指标 费用 数值 20元\n"
    readings = '["核定"]\nquestion = "一"\nused = "二"\nalternative = "三"\nbasis = "四"\naccounts = ["核定"]\n'
    draft = rule(text, figure, kind="数据", nature="事实", more=other, readings=readings)
    assert [f.code for f in draft.faults] == ["L503"]
    assert "另行核定" in draft.faults[0].message


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("2023年6月30日", True),
        ("2023-06-30", True),
        ("2023年7月30日", False),
        ("2023-07-30", False),
        ("2023年6月29日", False),
        ("2022年6月30日", False),
    ],
)
def test_a_date_stands_in_the_text_to_the_day(when: str, holds: bool) -> None:
    text = "截至2023年6月30日,床位300张。"
    draft = rule(text, f"指标 床位 时点 {when} 数值 300张", kind="数据", nature="事实")
    assert (not draft.faults) == holds


@pytest.mark.parametrize(
    ("value", "holds"),
    [
        ("71293张", True),
        ("71293家", False),
        ("71293", False),
        ("1293张", False),
        ("7129张", False),
        ("71293万张", False),
    ],
)
def test_a_figure_stands_in_the_text_with_its_unit(value: str, holds: bool) -> None:
    text = "全市床位71293张,机构381家。"
    figure = f"据 「全市床位71293张」 指标 床位 数值 {value}"
    other = "  数据 乙 据 「机构381家」 指标 机构 数值 381家\n"
    assert (not rule(text, figure, kind="数据", nature="事实", more=other).faults) == holds


@pytest.mark.parametrize("verb", ["鼓励各地将", "支持各地将", "积极探索将", "力争将", "引导各地将", "倡导"])
def test_a_quotation_is_not_cut_off_from_the_verb_that_governs_it(verb: str) -> None:
    text = f"加强管理,{verb}康复医院的床位暂不新增购买。"
    lines = (M, "凡 机构 属于 康复医院", "则 暂不新增")
    assert "L508" in codes(rule(text, "据 「康复医院的床位暂不新增购买」", *lines))
    assert "L508" not in codes(rule(text, f"据 「{verb}康复医院的床位暂不新增购买」", *lines))


def test_a_verb_of_another_part_of_the_sentence_governs_nothing_behind_the_mark() -> None:
    text = "鼓励各地加强管理,康复医院的床位暂不新增购买。"
    lines = ("据 「康复医院的床位暂不新增购买」", M, "凡 机构 属于 康复医院", "则 暂不新增")
    assert "L508" not in codes(rule(text, *lines))


# --- what a number is counted for -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "counted", ["每千常住人口床位数超过7.5张", "每千常住人口医保购买住院床位数达到7.5张", "床位数超过7.5张/千常住人口"]
)
def test_a_number_counted_for_each_thousand_people_is_no_plain_number(counted: str) -> None:
    """「每千常住人口……7.5张」 compared with all beds of the city would restrict every application."""
    op = "达到" if "达到" in counted else "高于"
    text = f"全市住院床位总量{counted}的,暂不新增购买住院床位。"
    plain = rule(text, M, f"若 全市 的 医保购买住院床位数 {op} 7.5张", "则 暂不新增")
    (fault,) = [f for f in plain.faults if "7.5张" in f.message or "7.5" in f.message]
    assert fault.code == "L502"
    assert "千常住人口" in fault.message
    quotient = f"若 全市 的 医保购买住院床位数 除以 全市 的 常住人口 {op} 7.5张/千常住人口"
    assert not rule(text, M, quotient, "则 暂不新增").faults


def test_the_people_of_another_phrase_count_no_number() -> None:
    text = "每千常住人口床位充足,全市住院床位总量超过500张的,暂不新增购买住院床位。"
    assert not rule(text, M, "若 全市 的 医保购买住院床位数 高于 500张", "则 暂不新增").faults


DEFICIT = (M, "若 本区县 的 医保基金当期赤字 成立", "则 暂不新增")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026年7月1日至2027年6月30日,当期赤字的区(市),暂不新增购买。", "2026年7月1日至2027年6月30日"),
        ("自2027年1月1日起,当期赤字的区(市),暂不新增购买。", "自2027年1月1日起"),
        ("当期赤字的区(市),到2027年6月30日为止暂不新增购买。", "到2027年6月30日为止"),
        ("2026年底前,当期赤字的区(市),暂不新增购买。", "2026年底前"),
        ("2026-2028年,当期赤字的区(市),暂不新增购买。", "2026-2028年"),
        ("过渡期内,当期赤字的区(市),暂不新增购买。", "过渡期内"),
        ("二〇二六年七月一日起,当期赤字的区(市),暂不新增购买。", "二〇二六年七月一日起"),
    ],
)
def test_a_period_that_no_rule_states_is_left_over(text: str, period: str) -> None:
    """A rule of the clause would bar outside the period, too."""
    (fault,) = rule(text, *DEFICIT).faults
    assert fault.code == "L503"
    assert f"「{period}」" in fault.message
    assert "待写" in fault.hint
    waived = rule(text, *DEFICIT, more=f"  不计 「{period}」 因 「与文件的有效期一致」\n")
    assert not waived.faults
    waiting = "  待写 事项 新增购买住院床位 因 「期间写不进规则」\n"
    beside = rule(text, *DEFICIT, more=waiting)
    assert [f.code for f in beside.faults] == ["L503"], "the rule still bars outside the period"
    instead = compiled(text, f"文件 x\n\n条 1.p1 性质 限制\n「{text}」\n{waiting}", "")
    assert not instead.faults


@pytest.mark.parametrize(
    "text",
    [
        "当期赤字的区(市),暂不新增购买。",
        "按《青岛市医药机构规划(2023年7月1日至2025年12月31日)》,当期赤字的区(市),暂不新增购买。",
    ],
)
def test_what_is_no_period_of_the_clause_is_not_left_over(text: str) -> None:
    assert not rule(text, *DEFICIT).faults

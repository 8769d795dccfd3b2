"""按句式写: what may be chosen is read from the words of a clause, and what is written stands in them."""

from __future__ import annotations

import pytest
from form_choices import FIGURE, LOW, PLACE, offered, put, texts

from policy_dsl.diagnostics import Faults
from policy_dsl.drafting.clause_choices import Shape, choices
from policy_dsl.drafting.edited_rules import check_rules
from policy_dsl.drafting.rule_form import Chosen, written
from reasoner.driver.current_rule_base import rule_base


def test_figures_comparisons_matters_and_effects_come_from_the_words() -> None:
    form = offered(LOW)
    assert "本区县 的 床位使用率" in form.figures
    assert form.comparisons == ("低于 60%",), "the number as rules write it, with the comparison that governs it"
    assert form.matters == ("新增购买住院床位",)
    assert form.effects == ("原则上 不予新增",)
    assert Shape.PLAIN not in form.shapes, "a restriction without its condition would say more than the words"


def test_the_rule_is_written_below_its_clause_and_says_what_the_words_say() -> None:
    rules = put(FIGURE, LOW)
    assert rules.endswith(
        "  规则 低使用率不再新增\n    凡 事项 是 新增购买住院床位\n    若 本区县 的 床位使用率 低于 60%\n    则 原则上 不予新增\n"
    )
    after = check_rules(PLACE, {**texts(("限制", LOW, "")), "rules.tiao": rules}, rule_base().vocabulary)
    assert [f.fault.code for f in after.faults if f.file == "rules.tiao"] == []
    (rule,) = after.clauses[0].rules
    assert rule.text == "申请新增购买住院床位,本区县的床位使用率低于60%的,原则上不予新增。"


@pytest.mark.parametrize(
    "wrong",
    [
        FIGURE._replace(comparison="低于 75%"),
        FIGURE._replace(comparison="高于 60%"),
        FIGURE._replace(figure="本区县 的 院护床位数"),
        FIGURE._replace(effect="不得新增"),
        FIGURE._replace(matters=("新增定点零售药店",)),
    ],
)
def test_nothing_is_written_that_the_words_do_not_carry(wrong: Chosen) -> None:
    with pytest.raises(Faults) as refused:
        put(wrong, LOW)
    assert {d.code for d in refused.value.diagnostics} <= {"L502", "L307"}


def test_what_is_lacking_is_told_all_at_once() -> None:
    with pytest.raises(Faults) as refused:
        put(Chosen(Shape.FIGURE), LOW)
    assert {d.where for d in refused.value.diagnostics} == {"figure", "comparison", "effect", "matters", "name"}


def test_a_comparison_belongs_to_the_number_that_it_governs() -> None:
    form = offered("本区县床位使用率低于60%,院护床位数超过500张的,原则上不再新增购买住院床位。")
    assert set(form.comparisons) == {"低于 60%", "高于 500张"}


def test_a_denied_comparison_is_no_comparison() -> None:
    form = offered("本区县床位使用率不低于60%的,可优先新增购买住院床位。", "优先")
    assert form.comparisons == ("不低于 60%",)


def test_a_clause_without_a_condition_has_a_rule_without_one() -> None:
    words = "暂不新增购买住院床位。"
    assert Shape.PLAIN in offered(words).shapes
    rules = put(Chosen(Shape.PLAIN, name="暂不新增", matters=("新增购买住院床位",), effect="暂不新增"), words)
    assert "    则 暂不新增" in rules


def test_places_and_persons_make_a_sentence_conditional() -> None:
    assert Shape.PLAIN not in offered("市南区、崂山区暂不新增购买住院床位。").shapes
    assert Shape.PLAIN not in offered("(二)对规模较小的医院暂不新增购买住院床位。").shapes


def test_what_is_said_of_places_holds_there_alone() -> None:
    words = "市南区、崂山区内本区县床位使用率低于60%的,原则上不再新增购买住院床位。"
    assert "    若 所在地 属于 市南区 、 崂山区 且 本区县 的 床位使用率 低于 60%" in put(FIGURE, words)
    plain = "市南区、崂山区暂不新增购买住院床位。"
    assert offered(plain).situations == ("所在地 属于 市南区 、 崂山区",)
    chosen = Chosen(
        Shape.SITUATION, name="两区暂不新增", situation="所在地 属于 市南区 、 崂山区", matters=("新增购买住院床位",),
        effect="暂不新增",
    )  # fmt: skip
    assert "    若 所在地 属于 市南区 、 崂山区\n    则 暂不新增" in put(chosen, plain)


def test_where_places_are_excepted_the_rule_holds_outside_them_alone() -> None:
    words = "除市南区、市北区外,暂不新增购买住院床位。"
    form = offered(words)
    assert set(form.shapes) == {Shape.SEVERAL, Shape.DUTY, Shape.PENDING}
    assert form.conditions == ("非 所在地 属于 市南区", "非 所在地 属于 市北区")
    chosen = Chosen(
        Shape.SEVERAL, name="两区以外", conditions=form.conditions, matters=("新增购买住院床位",), effect="暂不新增"
    )
    assert "    若 非 所在地 属于 市南区 、 市北区 且 " not in put(chosen, words)
    assert "    若 非 所在地 属于 市南区 、 市北区\n" in put(chosen, words)
    with pytest.raises(Faults):  # 市北区 left out: the rule would bar it
        put(chosen._replace(conditions=form.conditions[:1]), words)
    with pytest.raises(Faults):
        put(chosen._replace(conditions=()), words)
    for other in ("除市南区等区外,暂不新增购买住院床位。", "除市南区的综合医院外,市北区暂不新增购买住院床位。"):
        assert Shape.SEVERAL not in offered(other).shapes


def test_a_situation_is_a_condition_where_the_words_say_that_it_is_so() -> None:
    words = "连锁药店可优先新增定点零售药店。"
    form = offered(words, "优先")
    assert form.situations == ("机构 的 连锁 成立",)
    chosen = Chosen(
        Shape.SITUATION,
        name="连锁药店优先",
        situation="机构 的 连锁 成立",
        matters=("新增定点零售药店",),
        effect="可优先",
    )
    assert "    若 机构 的 连锁 成立\n    则 可优先" in put(chosen, words, "优先")
    assert offered("非连锁药店可优先新增定点零售药店。", "优先").situations == ()


def test_pending_goes_where_the_clause_is_wholly_written_and_stays_where_words_are_left() -> None:
    rules = put(FIGURE._replace(whole=True), LOW, below="  待写 事项 新增购买住院床位 因 「待议」\n  注 「看附件」\n")
    assert "待写" not in rules
    assert "  注 「看附件」" in rules
    more = LOW.removesuffix("。") + ",并应当报告。"
    with pytest.raises(Faults) as refused:
        put(FIGURE._replace(whole=True), more, below="  待写 因 「待议」\n")
    assert "L503" in {d.code for d in refused.value.diagnostics}, "应当 would have no bearer"
    assert "  待写 因 「待议」" in put(FIGURE, more, below="  待写 因 「待议」\n")


def test_a_duty_rests_on_words_that_stand_once() -> None:
    words = "市医疗保障行政部门应当公布名单。"
    duty = Chosen(Shape.DUTY, name="公布名单", force="应当", words="应当公布名单")
    assert "  义务 公布名单 「应当公布名单」\n    强度 应当" in put(duty, words, "义务")
    with pytest.raises(Faults) as refused:
        put(duty._replace(words="应当公示名单"), words, "义务")
    assert [d.code for d in refused.value.diagnostics] == ["L501"]


def test_what_cannot_be_written_yet_is_pending_with_a_reason() -> None:
    chosen = Chosen(Shape.PENDING, matters=("新增购买住院床位",), reason="标准另行公布")
    assert "  待写 事项 新增购买住院床位 因 「标准另行公布」" in put(chosen, LOW)
    with pytest.raises(Faults):
        put(chosen._replace(reason=" "), LOW)


def test_a_word_may_be_waived_with_a_reason_but_none_that_decides_on_admission() -> None:
    words = "可以满足需求,暂不新增购买住院床位。"
    form = offered(words)
    assert form.waivable == ("可以",)
    waived = Chosen(Shape.WAIVER, words="可以", reason="表示能够,不是授权")
    assert "  不计 「可以」 因 「表示能够,不是授权」" in put(waived, words)
    with pytest.raises(Faults):
        put(waived._replace(words="暂不"), words)
    assert Shape.WAIVER not in offered(LOW.replace("低于百分之六十的,", ",")).shapes


def test_a_name_that_is_no_word_stands_in_brackets_and_marks_are_refused() -> None:
    assert "  规则 『低于 60 的』\n" in put(FIGURE._replace(name="低于 60 的"), LOW)
    assert "  规则 『规则』\n" in put(FIGURE._replace(name="规则"), LOW)
    with pytest.raises(Faults):
        put(FIGURE._replace(name="「甲」"), LOW)


def test_a_clause_whose_words_are_not_in_the_text_has_no_form() -> None:
    files = texts(("限制", LOW, ""))
    files["text.txt"] = "别的文字。\n"
    assert choices(PLACE, files, rule_base().vocabulary, "p1") is None
    with pytest.raises(Faults):
        written(PLACE, files, rule_base().vocabulary, "p1", FIGURE)

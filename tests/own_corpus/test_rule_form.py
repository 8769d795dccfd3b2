"""按句式写: what may be chosen is read from the words of a clause, and what is written stands in them."""

from __future__ import annotations

import pytest

from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Faults
from policy_dsl.drafting.clause_choices import Choices, Shape, choices
from policy_dsl.drafting.edited_rules import check_rules
from policy_dsl.drafting.rule_form import Chosen, written
from reasoner.driver.current_rule_base import rule_base
from reasoner.office.pages.rules_page import chosen_in, rule_form

PLACE = Place("invented-form", "draft", "370200")


def texts(*clauses: tuple[str, str, str]) -> dict[str, str]:
    """An invented document of clauses: nature, words, what stands below them."""
    entries = [f"条 p{n} 性质 {nature}\n「{words}」\n{below}" for n, (nature, words, below) in enumerate(clauses, 1)]
    return {
        "text.txt": "".join(f"{words}\n" for _, words, _ in clauses),
        "rules.tiao": "\n".join(["文件 invented-form\n", *entries]),
    }


def offered(words: str, nature: str = "限制", below: str = "") -> Choices:
    found = choices(PLACE, texts((nature, words, below)), rule_base().vocabulary, "p1")
    assert found is not None
    return found


def put(chosen: Chosen, words: str, nature: str = "限制", below: str = "") -> str:
    return written(PLACE, texts((nature, words, below)), rule_base().vocabulary, "p1", chosen)


LOW = "本区县床位使用率低于百分之六十的,原则上不再新增购买住院床位。"
FIGURE = Chosen(
    Shape.FIGURE, name="低使用率不再新增", figure="本区县 的 床位使用率", comparison="低于 60%", matters=("新增购买住院床位",),
    effect="原则上 不予新增",
)  # fmt: skip


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


def test_where_places_may_be_excepted_no_rule_is_offered() -> None:
    form = offered("除市南区外,暂不新增购买住院床位。")
    assert set(form.shapes) == {Shape.DUTY, Shape.PENDING}


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


# --- 上限, 要件, 解释 ------------------------------------------------------------------------------------------

CAPPED = "全市院护床位数原则上不超过1.2万张,用于新增购买院护床位。"
COUNTED = """["新增后口径"]
question = "以批准前还是批准后衡量"
used = "以批准后衡量"
alternative = "以批准前衡量"
basis = "限制的是总量"
covers = ["加", "床位数"]
confirmed_by = ""
"""
CAP = Chosen(
    Shape.CAP, name="院护床位的上限", cap="原则上 全市 的 院护床位数 加 床位数 不超过 1.2万张", matters=("新增购买院护床位",),
    readings=("新增后口径",),
)  # fmt: skip
FIT = "申请新增定点零售药店的,应当资质合规、管理规范。"
REQUIRED = Chosen(
    Shape.REQUIREMENT,
    name="药店的条件",
    musts=("机构 的 资质合规 成立", "机构 的 管理规范 成立"),
    matters=("新增定点零售药店",),
)


def with_readings(words: str, nature: str, readings: str) -> dict[str, str]:
    return texts((nature, words, "")) | {"readings.toml": readings}


def capped(words: str, readings: str = COUNTED) -> Choices:
    found = choices(PLACE, with_readings(words, "上限", readings), rule_base().vocabulary, "p1")
    assert found is not None
    return found


def test_a_cap_counts_what_is_applied_for_by_a_registered_reading() -> None:
    """不超过1.2万张 limits the total: what there is and what is applied for; 「加」 stands in no word, so a reading supplies it."""
    form = capped(CAPPED)
    assert Shape.CAP in form.shapes
    assert form.readings == ("新增后口径",)
    assert form.caps[0] == CAP.cap, "原则上 first where the words have it"
    files = with_readings(CAPPED, "上限", COUNTED)
    rules = written(PLACE, files, rule_base().vocabulary, "p1", CAP)
    assert rules.endswith(
        "  上限 院护床位的上限\n    据 解释 新增后口径\n    凡 事项 是 新增购买院护床位\n"
        "    则 原则上 全市 的 院护床位数 加 床位数 不超过 1.2万张\n"
    )
    after = check_rules(PLACE, {**files, "rules.tiao": rules}, rule_base().vocabulary)
    assert [f.fault.code for f in after.faults if f.file in ("rules.tiao", "readings.toml")] == []


def test_a_cap_for_so_many_people_is_a_quotient() -> None:
    words = "全市每千常住人口医保购买的住院床位总量不超过6.9张,新增购买住院床位的照此掌握。"
    form = capped(words)
    assert "( 全市 的 医保购买住院床位数 加 床位数 ) 除以 全市 的 常住人口 不超过 6.9张/千常住人口" in form.caps


@pytest.mark.parametrize(
    "wrong",
    [
        CAP._replace(readings=()),  # nothing supplies 加
        CAP._replace(readings=("没有登记",)),
        CAP._replace(cap=CAP.cap.replace("1.2万", "1.3万")),
        CAP._replace(cap=CAP.cap.removeprefix("原则上 "), whole=True),  # 原则上 would be left
        CAP._replace(matters=("新增购买住院床位",)),
    ],
)
def test_a_cap_that_the_words_do_not_carry_is_not_written(wrong: Chosen) -> None:
    files = with_readings(CAPPED, "上限", COUNTED)
    files["rules.tiao"] += "  待写\n"
    with pytest.raises(Faults) as refused:
        written(PLACE, files, rule_base().vocabulary, "p1", wrong)
    assert {d.code for d in refused.value.diagnostics} <= {"L502", "L605", "L503", "F114"}


@pytest.mark.parametrize(
    "words",
    [
        "除市南区外,全市院护床位数不超过1.2万张,用于新增购买院护床位。",  # an exception
        "市南区新增购买院护床位,全市院护床位数不超过1.2万张。",  # of a place
        "床位使用率低于60%的,全市院护床位数不超过1.2万张,用于新增购买院护床位。",  # on a condition
        "力争全市院护床位数不超过1.2万张,用于新增购买院护床位。",  # an effort
        "全市院护床位数不超过1.2万张左右,用于新增购买院护床位。",  # about
        "全市院护床位数不低于1.2万张,用于新增购买院护床位。",  # a floor
        "全市院护床位数不超过1.2万张,确需新增购买院护床位的另行研究。",  # an exception behind
        "现有院护床位数1.2万张,用于新增购买院护床位。",  # a fact
    ],
)
def test_no_cap_is_offered_where_the_words_say_anything_else(words: str) -> None:
    form = capped(words)
    assert form.caps == ()
    assert Shape.CAP not in form.shapes


def test_a_requirement_is_what_who_applies_must_be() -> None:
    form = offered(FIT, "要件")
    assert form.musts == REQUIRED.musts or set(form.musts) == set(REQUIRED.musts)
    rules = put(REQUIRED, FIT, "要件")
    assert rules.endswith(
        "  要件 药店的条件\n    凡 事项 是 新增定点零售药店\n    须 机构 的 资质合规 成立\n    须 机构 的 管理规范 成立\n"
    )
    after = check_rules(PLACE, {**texts(("要件", FIT, "")), "rules.tiao": rules}, rule_base().vocabulary)
    assert [f.fault.code for f in after.faults if f.file == "rules.tiao"] == []
    part = put(REQUIRED._replace(words="应当资质合规、管理规范"), FIT, "要件")
    assert "    据 「应当资质合规、管理规范」\n" in part


@pytest.mark.parametrize(
    "words",
    [
        "申请新增定点零售药店的,可以资质合规、管理规范。",  # no requirement
        "鼓励申请新增定点零售药店的资质合规、管理规范。",
        "市医保中心应当核查申请新增定点零售药店的资质合规情况。",  # a duty of the agency
        "申请新增定点零售药店的,应当资质合规,但连锁的除外。",  # an exception
        "资质合规的药店优先新增定点零售药店。",  # a preference
        "申请新增定点零售药店的,非资质合规的不得受理。",  # a bar
    ],
)
def test_no_requirement_is_offered_where_the_words_say_anything_else(words: str) -> None:
    form = offered(words, "要件")
    assert form.musts == ()
    assert Shape.REQUIREMENT not in form.shapes


@pytest.mark.parametrize(
    "wrong",
    [
        REQUIRED._replace(musts=()),
        REQUIRED._replace(musts=("机构 的 连锁 成立",)),
        REQUIRED._replace(matters=()),
        REQUIRED._replace(readings=("没有登记",)),
    ],
)
def test_a_requirement_that_the_words_do_not_carry_is_not_written(wrong: Chosen) -> None:
    with pytest.raises(Faults) as refused:
        put(wrong, FIT, "要件")
    assert {d.code for d in refused.value.diagnostics} <= {"L502", "L605", "F114"}


def test_the_form_of_the_window_asks_for_each_of_them_and_reads_it_back() -> None:
    page = rule_form(capped(CAPPED), Shape.CAP, lambda _: [])
    names = {field.name for field in page.fields}
    assert {"f_name", "f_matters", "f_cap", "f_readings", "f_words"} <= names
    assert "f_effect" not in names
    given = {"f_name": [CAP.name], "f_cap": [CAP.cap], "f_matters": list(CAP.matters), "f_readings": list(CAP.readings)}
    assert chosen_in("上限", lambda name: given.get(name, [])) == CAP
    of_requirement = rule_form(offered(FIT, "要件"), Shape.REQUIREMENT, lambda _: [])
    assert "f_musts" in {field.name for field in of_requirement.fields}
    given = {"f_name": [REQUIRED.name], "f_musts": list(REQUIRED.musts), "f_matters": list(REQUIRED.matters)}
    assert chosen_in("要件", lambda name: given.get(name, [])) == REQUIRED

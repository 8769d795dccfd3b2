"""按句式写: caps and requirements, and the form of the window that asks for each kind."""

from __future__ import annotations

import pytest
from form_choices import PLACE, offered, put, texts

from policy_dsl.diagnostics import Faults
from policy_dsl.drafting.clause_choices import Choices, Shape, choices
from policy_dsl.drafting.edited_rules import check_rules
from policy_dsl.drafting.rule_form import Chosen, written
from reasoner.driver.current_rule_base import rule_base
from reasoner.office.pages.rules_page import chosen_in, rule_form

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

"""Questions in the words of daily speech: what they mean, and that nothing is answered that was not asked.

Each expectation rests on the texts: 「满足资质合规、管理规范、信誉良好、安全供应、布局合理的定点药店」 alone is spoken of by the plan for 双通道
(qingdao-2023-18-medical/3.2.p2.s2); no held text speaks of 迁址, 变更, 公立 or 复议 of a contract.
"""

from __future__ import annotations

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text

TODAY = "2026-11-30"
"""After the period of both plans of 青岛 (2025-12-31)."""


def answered(question: str, day: str = TODAY) -> list[Answer]:
    return ask(question, as_of=day)


def told(question: str, day: str = TODAY) -> str:
    return ask_text(answered(question, day), width=4000).replace("\n", "")


UNREGULATED = [
    ("药店搬地方了还算不算", "迁址"),
    ("养老院搬地方了还算定点吗", "迁址"),
    ("药店换老板要重新报吗", "更名和其他登记事项变更"),
    ("诊所改门诊部", "机构类别变更、升级"),
    ("公立医院优先吗", "公立、民营的区别对待"),
    ("申请被拒了咋办", "不服处理的救济"),
    ("不服能不能复议", "不服处理的救济"),
    ("多久能下来", "办理时限"),
    ("已受理未办结的申请适用哪个规划", "新旧文件的衔接"),
]


@pytest.mark.parametrize(("question", "subject"), UNREGULATED)
def test_what_no_text_speaks_of_is_said_first_and_answered_by_no_rule(question: str, subject: str) -> None:
    (answer,) = answered(question)
    assert [s.subject for s in answer.silent] == [subject]
    assert (answer.rules, answer.ended, answer.passages) == ((), (), ())
    assert "已收录文件未作规定" in told(question)


MEANINGS = [
    ("从严控制是个啥意思", "qingdao-2023-18-medical/2.3.i1.s4"),  # 「从严控制新增定点医药机构资源配置」
    ("啥叫同类型", "qingdao-2023-18-medical/3.2.p1.s2"),  # 「有同类型定点医药机构的」
    ("15分钟咋算", "qingdao-2023-18-medical/3.2.p1.s2"),  # 「周边步行15分钟范围内」
]


@pytest.mark.parametrize(("question", "clause"), MEANINGS)
def test_words_of_asking_are_no_words_of_the_matter(question: str, clause: str) -> None:
    (answer,) = answered(question)
    assert clause in {p.clause for p in answer.passages}
    assert not any(n.startswith("没有认出") for n in answer.notes)


def test_a_word_that_stands_in_the_texts_is_not_said_to_be_missing() -> None:
    """「原则上」 stands in the texts, 「例外」 in none."""
    (answer,) = answered("原则上是啥意思,能不能例外")
    assert not any("原则上" in n for n in answer.notes)
    assert answer.passages


def test_of_words_that_do_not_stand_together_that_is_said() -> None:
    """「重新」 stands in the texts, 「重新报」 does not."""
    notes = " ".join(answered("药店换老板要重新报吗")[0].notes)
    assert "没有“重新报”这几个字连在一起的写法" in notes


def test_hospitals_may_ask_for_dual_channel_and_no_rule_reaches_them() -> None:
    """医保发〔2021〕28号 has two channels; 3.2.p2.s2 speaks of 定点药店 alone, and of beds it says nothing."""
    (answer,) = answered("医院能不能进双通道", "2024-05-01")
    assert (answer.type, answer.matter) == ("医院", "纳入双通道管理")
    assert (answer.rules, answer.passages) == ((), ())


@pytest.mark.parametrize("question", ["我区 药店 新增", "咱们市药店还能开不", "本区药店新增", "我们这里药店新增"])
def test_our_district_is_the_place_of_the_unit(question: str) -> None:
    (answer, *_) = answered(question)
    assert answer.region == "370200"  # the settings of these tests
    assert answer.matter == "新增定点零售药店"
    if "区" in question:
        assert any("不知道“" in n and "是哪个区、县" in n for n in answer.notes)


def test_after_the_period_of_the_plan_the_first_sentence_says_so() -> None:
    """「床位使用率低于75%的,原则上不再新增购买住院床位」 is what the plan said; nobody may rely on it until it is continued."""
    text = told("城阳区现在还能不能加床")
    first = text.index("简要回答")
    assert first < text.index("不适用")
    short = text[first : text.index("不适用")]
    assert "规划期已于2025年12月31日届满" in short
    assert "须经有权机关认定延续执行" in short
    assert "床位使用率低于75%" in short
    assert "新增购买院护床位、设置失智专区床位是另外的事项" in text
    assert "没有认出" not in text


@pytest.mark.parametrize("question", ["青岛市城阳区养老院院护", "青岛城阳养老院院护", "青岛 城阳区 养老院 院护"])
def test_a_district_behind_its_city_is_the_district(question: str) -> None:
    assert {a.region for a in answered(question)} == {"370214"}


def test_a_district_behind_its_city_in_the_field() -> None:
    assert {a.region for a in ask("", region="青岛市城阳区", kind="药店", as_of=TODAY)} == {"370214"}


def test_a_district_behind_another_city_is_refused() -> None:
    with pytest.raises(Faults):
        ask("", region="滨州市城阳区", kind="药店", as_of=TODAY)

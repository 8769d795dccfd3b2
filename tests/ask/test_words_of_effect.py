"""Questions about what words do in these documents, figures with their units, and beds of another insurance.

Each expectation rests on the texts and on DESIGN: 暂不 restrains without 原则上, 原则上 only presumes; an exemption undoes the
restrictions of its own document; who approves exceptions to 原则上 no held text says.
"""

from __future__ import annotations

import pytest

from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text

MEDICAL, CARE = "qingdao-2023-18-medical", "qingdao-2023-18-ltc"
TODAY = "2026-11-30"


def one(question: str, day: str = TODAY, region: str = "青岛市") -> Answer:
    return ask(question, region=region, as_of=day)[0]


def told(question: str, day: str = TODAY, region: str = "") -> str:
    return ask_text(ask(question, region=region, as_of=day), width=4000)


def test_a_figure_keeps_its_point_and_its_unit() -> None:
    answer = one("每千人7.5张")
    assert "7.5张" in {u.word for u in answer.understood}
    # 「每千常住人口医疗卫生机构床位数7.5张(康复病床数0.42张、…)等主要指标」 stands in one clause alone
    assert {p.clause for p in answer.passages} == {f"{MEDICAL}/3.1.p1.s1"}


WORDS = [
    # 「其中,对于已达到“十四五”期末规划指标的精神科床位,暂不新增购买」
    ("暂不新增是否等于禁止", ("用语:暂不", "用语:禁止"), f"{MEDICAL}/3.1.p1.s2"),
    # 「列入市政府重点建设项目的医疗机构,不受本规划限制」
    ("豁免条款是否排除数量上限", ("用语:豁免", "用语:上限"), f"{MEDICAL}/3.3.p1"),
    # 「区域内床位使用率低于60%时,原则上不再新增购买院护床位」
    ("原则上是什么意思", ("用语:原则上",), f"{CARE}/3.2.p1.s2"),
]


@pytest.mark.parametrize(("question", "terms", "clause"), WORDS)
def test_what_a_word_does_is_said_with_the_clauses_that_use_it(
    question: str, terms: tuple[str, ...], clause: str
) -> None:
    answer = one(question)
    assert tuple(t.fact for t in answer.terms) == terms
    assert clause in {p.clause for p in answer.passages}
    assert not any(n.startswith("没有认出") for n in answer.notes)


def test_the_exemption_stands_before_the_caps() -> None:
    assert one("豁免条款是否排除数量上限").passages[0].clause == f"{MEDICAL}/3.3.p1"


@pytest.mark.parametrize("question", ["“原则上”的例外由谁批准", "原则上不予新增的谁能破例"])
def test_who_approves_exceptions_no_text_says(question: str) -> None:
    answer = one(question)
    assert [s.answer for s in answer.silent] == ["已收录文件未作规定"]
    assert [t.fact for t in answer.terms] == ["用语:原则上"]
    assert not [p for p in answer.passages if p.kind == "义务"]  # no duty of the plan is about exceptions
    assert all("原则上" in p.quote for p in answer.passages)


def test_of_beds_in_a_district_the_reduction_of_existing_ones_is_said() -> None:
    # 「在资源饱和的市南区、市北区、李沧区、崂山区、城阳区,…合理核减备案床位数」
    short = told("城阳区现在还能不能加床").split("\n- 不适用")[0]
    assert "qingdao-2023-18-ltc/3.2.p1.s3" in short
    assert "合理核减现有院护机构过多的备案床位" in short
    assert "核减不及新增”(尚未确认)" in short.replace("（", "(").replace("）", ")")
    assert "床位使用率低于75%" in short
    assert "没有认出" not in short
    assert "核减" not in told("胶州市现在还能不能加床").split("\n- 不适用")[0]


def test_a_preference_that_does_not_reach_the_place_stands_apart() -> None:
    # 「在资源不足的其他区市,…优先在尚无院护机构的镇街安排布点」: 城阳区 is named in the sentence before
    answers = of_nursing_home("城阳区")
    here = {r.clause: r.of_the_place for r in answers[0].rules}
    assert not here[f"{CARE}/3.2.p1.s4"]
    assert here[f"{CARE}/3.2.p1.s2"]
    text = ask_text(answers, width=4000)
    assert "3.2.p1.s4" not in text.split("【不及于本地区的豁免和优先】")[0].split("【豁免和优先】")[1]
    assert "3.2.p1.s4" in text.split("【不及于本地区的豁免和优先】")[1]
    assert "。。" not in text
    here = {r.clause: r.of_the_place for r in of_nursing_home("即墨区")[0].rules}
    assert here[f"{CARE}/3.2.p1.s4"]


def of_nursing_home(region: str) -> list[Answer]:
    return ask("", region=region, kind="护理院", matter="新增购买院护床位", as_of="2024-06-03")


def test_of_a_project_of_the_province_the_reading_on_the_city_is_said() -> None:
    # 「列入市政府重点建设项目的医疗机构」: whether a project of the province is one, a reading says
    assert "只列入国家、省" in told("省重点项目能豁免吗", "2024-06-01", "青岛市")


def test_strict_control_is_no_refusal() -> None:
    # 「从严控制新增定点医药机构资源配置」
    answer = one("从严控制就是不批吗", "2024-06-01")
    assert [t.fact for t in answer.terms] == ["用语:从严"]
    assert f"{MEDICAL}/2.3.i1.s4" in {p.clause for p in answer.passages}


def test_a_figure_is_answered_beside_what_no_text_speaks_of() -> None:
    answer = one("7.5张包不包括民营医院", "2024-06-01")
    assert [s.subject for s in answer.silent] == ["公立、民营的区别对待"]
    assert {p.clause for p in answer.passages} == {f"{MEDICAL}/3.1.p1.s1"}


def test_which_district_is_saturated_is_no_place() -> None:
    # 「在资源饱和的市南区、市北区、李沧区、崂山区、城阳区」
    assert f"{CARE}/3.2.p1.s3" in {p.clause for p in one("谁来定哪个区饱和", "2024-06-01").passages}


def test_whether_a_project_of_the_city_is_free_of_caps_opens_with_the_exemption() -> None:
    # 「列入市政府重点建设项目的医疗机构,不受本规划限制」
    answer = one("市里重点项目不受上限管吗", "2024-06-01")
    assert answer.passages[0].clause == f"{MEDICAL}/3.3.p1"
    assert "用语:豁免" in {t.fact for t in answer.terms}

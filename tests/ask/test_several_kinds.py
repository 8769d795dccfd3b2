"""Questions of several kinds of beds or of a whole class of institutions: every kind is answered, and what is alike once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text
from reasoner.render.typeset import bare

DAY, AFTER = "2024-05-01", "2026-11-30"
MEDICAL, CARE = "qingdao-2023-18-medical", "qingdao-2023-18-ltc"


def texts_of(answers: list[Answer], matter: str) -> str:
    return " ".join(r.text for a in answers if a.matter == matter for r in a.rules)


# --- several kinds of beds --------------------------------------------------------------------------------------

INPATIENT, CARE_BEDS, DEMENTIA = "新增购买住院床位", "新增购买院护床位", "设置失智专区床位"
SEVERAL = [
    ("康复床和精神科床还剩多少张", {INPATIENT: ("0.42张", "0.78张", "7.5张")}),
    ("精神床、康复床还能加吗", {INPATIENT: ("0.42张", "0.78张", "7.5张")}),
    ("中医床和康复床的上限", {INPATIENT: ("0.42张", "0.85张", "7.5张")}),
    ("康复床和院护床还剩多少张", {INPATIENT: ("0.42张",), CARE_BEDS: ("20%", "1.2万张")}),
    ("院护床和康复床哪个还能批", {INPATIENT: ("0.42张",), CARE_BEDS: ("20%", "1.2万张")}),
    ("失智床和康复床还能加吗", {INPATIENT: ("0.42张",), DEMENTIA: ("30%",)}),
    ("住院床和养老床还能批多少张", {INPATIENT: ("7.5张",), CARE_BEDS: ("20%",)}),
]


@pytest.mark.parametrize(("question", "wanted"), SEVERAL)
def test_every_kind_of_beds_that_is_named_is_answered(question: str, wanted: dict[str, tuple[str, ...]]) -> None:
    answers = ask(question, as_of=DAY)
    assert {a.matter for a in answers} == set(wanted)
    for matter, figures in wanted.items():
        assert [f for f in figures if f not in texts_of(answers, matter)] == []
    assert "没有认出" not in " ".join(n for a in answers for n in a.notes)


def test_a_kind_of_beds_that_is_not_named_stays_out() -> None:
    assert "0.78张" not in texts_of(ask("中医床和康复床的上限", as_of=DAY), INPATIENT)
    assert "0.85张" not in texts_of(ask("护理院的康复床和精神床还能加吗", as_of=DAY), INPATIENT)


def test_each_rule_of_two_kinds_is_told_once() -> None:
    (answer,) = ask("康复床和精神床还剩多少张", as_of=DAY)
    rules = [r.rule for r in answer.rules]
    assert len(rules) == len(set(rules))
    assert [r.decides for r in answer.rules] == sorted((r.decides for r in answer.rules), reverse=True)


def test_what_is_left_is_told_of_each_kind(tmp_path: Path) -> None:
    """0.42×10342.1千=4343.682, 0.78×10342.1千=8066.838."""
    held = {"医保购买康复床位数": 4000, "医保购买精神床位数": 8000, "常住人口": 10342100}
    figures = [{"地区": "青岛市", "名称": n, "数值": v, "时点": "2022-12-31", "来源": "台账"} for n, v in held.items()]
    ledger = tmp_path / "ledger.json"
    ledger.write_text(json.dumps({"指标": figures}, ensure_ascii=False), encoding="utf-8")
    text = bare(ask_text(ask("康复床和精神床还剩多少张", as_of=DAY, ledger=ledger), width=4000))
    assert bare("距上限还有343.682") in text
    assert bare("距上限还有66.838") in text


def test_beds_of_an_institution_that_cannot_ask_for_one_of_them() -> None:
    """养老机构 asks for beds of care alone: the other beds are told, not passed over."""
    answers = ask("养老院的院护床和康复床还能加吗", as_of=DAY)
    assert {a.matter for a in answers} == {CARE_BEDS}
    assert "规则库里新增购买住院床位不及于养老机构,已收录文件未作规定,以下没有就它回答。" in answers[0].notes


@pytest.mark.parametrize("question", ["养老院能加康复床吗", "药店想要精神科床"])
def test_beds_for_which_an_institution_cannot_ask_are_told_as_such(question: str) -> None:
    """No held text says that such an institution may not: the texts say nothing of it."""
    (answer,) = ask(question, as_of=DAY)
    (silence,) = answer.silent
    assert silence.subject.endswith("新增购买住院床位")
    assert silence.answer == "已收录文件未作规定"
    assert "不能申请" not in ask_text([answer], width=4000)


# --- a whole class ------------------------------------------------------------------------------------------------

CLASSES = ["医疗机构能不能加床", "医院能进门诊统筹吗", "卫生院能不能加床", "基层医疗机构能申请个账吗"]


@pytest.mark.parametrize("day", [DAY, AFTER])
@pytest.mark.parametrize("question", CLASSES)
def test_an_answer_for_a_class_is_short_and_says_where_the_whole_stands(question: str, day: str) -> None:
    text = ask_text(ask(question, as_of=day), width=100)
    assert len(text.splitlines()) <= 60
    assert "【条款全文" not in text
    assert "见下" not in text
    assert bare("写明是哪一种机构再问") in bare(text)


def test_what_differs_between_kinds_is_told_and_nothing_twice() -> None:
    """「中医类医院床位数0.85张」 is a limit of hospitals of this kind; all else is alike."""
    answers = ask("医疗机构能不能加床", as_of=DAY)
    text = bare(ask_text(answers, width=4000))
    assert text.count(bare("内床位使用率低于75%的,原则上不再新增购买住院床位")) == 1
    assert bare("与前一组机构相同,只有下列不同") in text
    assert bare("中医床位数加上申请的床位数超过全市每千常住人口0.85张") in text
    assert bare("列入市政府重点建设项目的医疗机构,不受本规划限制") in text
    every = {r.rule for a in answers for r in a.rules}
    assert len(every) == 8  # of the data nothing is left out


def test_how_to_ask_for_the_whole_is_a_question_that_is_answered() -> None:
    """「如 tiaoli ask 青岛市 综合医院 新增购买住院床位」"""
    text = ask_text(ask("医疗机构能不能加床", as_of=DAY), width=4000)
    words = text.partition("如 tiaoli ask ")[2].partition("；")[0]
    (answer,) = ask(words, as_of=DAY)
    assert (answer.region, answer.type, answer.matter) == ("370200", "综合医院", INPATIENT)
    assert "【条款全文" in ask_text([answer], width=4000)


def test_after_the_period_exemptions_are_told_as_those_of_the_period() -> None:
    text = bare(ask_text(ask("医疗机构能不能加床", as_of=AFTER), width=4000))
    assert bare("规划期内的规定,豁免(有此情形的)") in text
    assert bare("既不能据以拒绝,也不等于没有限制") in text


# --- what no text of the place speaks of ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("我们店想重新申请", "再次申请"),
        ("医保协议快到期了怎么续约", "协议的期限和续签"),
        ("定点协议签几年", "协议的期限和续签"),
        ("药店面积有要求吗", "场所面积、人员、设备等一般条件"),
        ("药店要几个药师", "场所面积、人员、设备等一般条件"),
        ("指标能不能转让", "名额、指标的转让"),
        ("我的名额能不能给别家用", "名额、指标的转让"),
        ("医养结合床算哪一类", "医养结合床位"),
    ],
)
def test_what_no_text_speaks_of_is_said_so_with_the_document_to_look_into(question: str, subject: str) -> None:
    first = ask(question, as_of=DAY)[0]
    (silence,) = first.silent
    assert silence.subject == subject
    assert {"qingdao-2023-18-medical/0.p1"} <= {p.clause for p in silence.named}
    assert not [n for n in first.notes if n.startswith("没有认出")]


def test_renewal_is_answered_in_quanzhou_with_what_its_report_says() -> None:
    """泉医保〔2023〕83号: 「建立与年度考核挂钩的续签协议工作机制」."""
    first = ask("定点协议怎么续签", region="泉州市", as_of=DAY)[0]
    assert "quanzhou-2023-83/1.2.i7.i5.s2" in {p.clause for p in first.passages}
    assert not first.silent


def test_freed_places_are_shown_beside_the_silence_on_transfer() -> None:
    """「通过动态管理腾出的机构数量,在规划范围内适当调整,优先用于服务覆盖率相对较低的镇街」"""
    first = ask("名额能给别家吗", as_of=DAY)[0]
    assert f"{CARE}/3.1.p1.s2" in {p.clause for p in first.passages}

"""What is twice, skipped or out of order in a statute, and what nature each sentence and item seems to have.

The statutes of this file are invented and bind nobody.
"""

from __future__ import annotations

import pytest
from article_reading import covered_once, doubts

from policy_dsl.texts.article_natures import article_natures
from policy_dsl.texts.segment import segment

# --- bad input -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("第一条 甲。\n第三条 乙。\n", "a3", "第三条之前没有第二条"),
        ("第一条 甲。\n第五条 乙。\n", "a5", "第五条之前没有第二条至第四条"),
        ("第一条 甲。\n第一条 乙。\n第二条 丙。\n", "a1_2", "第一条出现了两次以上,地址记作第一条(第二处)"),
        ("第二条 甲。\n", "a2", "第二条之前没有第一条"),
        ("第一章 甲\n第一条 乙。\n第三章 丙\n第二条 丁。\n", "c3", "第三章之前没有第二章"),
        ("第一章 甲\n第一条 乙。\n第一章 丙\n第二条 丁。\n", "c1_2", "第一章出现了两次以上"),
        ("第一节 甲\n第一条 乙。\n", "c1", "节不在任何章之内"),
        ("第一条 甲:\n(一)乙;\n(三)丙。\n", "a1.i3", "第(三)项之前没有第(二)项"),
        ("第一条 甲:\n(一)乙;\n(一)丙。\n", "a1.i1_2", "第(一)项出现了两次以上"),
        ("第一条 甲:\n(二)乙。\n", "a1.i2", "第(二)项之前没有第(一)项"),
        ("第一条 甲:\n(一)乙:\n1.丙;\n3.丁。\n", "a1.i1.n3", "第3目之前没有第2目"),
    ],
)
def test_what_is_twice_skipped_or_out_of_order_is_told_and_keeps_its_number(
    text: str, address: str, words: str
) -> None:
    covered_once(text, segment(text))
    noted = doubts(text)
    assert set(noted) == {address}
    assert words in noted[address]
    assert "照录" in noted[address] or "节不在" in noted[address]  # what is allowed


def test_what_is_out_of_order_is_told_where_it_jumps_and_where_it_comes() -> None:
    noted = doubts("第一条 甲。\n第三条 乙。\n第二条 丙。\n")
    assert set(noted) == {"a3", "a2"}
    assert "第二条排在第三条之后" in noted["a2"]


def test_parts_that_jump_are_told_too() -> None:
    assert doubts("一、甲\n乙。\n四、丙\n丁。\n") == {"4": "原文编号从1跳到4,中间缺号"}


# --- natures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "natures"),
    [
        ("第一条 为了规范定点管理,根据某条例,结合本市实际,制定本办法。", "依据"),
        ("第二条 本办法适用于本市行政区域内的定点管理。", "定义"),
        ("第三条 本办法所称定点零售药店,是指签订服务协议的零售药店。", "定义"),
        ("医疗保障经办机构(以下简称经办机构)应当公布名单。", "义务 定义"),
        ("定点零售药店不得串换药品。", "限制"),
        ("禁止伪造处方。", "限制"),
        ("定点零售药店应当核验凭证,不得冒名刷卡。", "义务 限制"),
        ("检查人员不得少于2人。", "义务"),
        ("个人负担比例不得超过百分之三十。", "上限"),
        ("第五条 申请定点的,应当同时具备下列条件:", "要件"),
        ("鼓励零售药店连锁经营。", "鼓励"),
        ("支持中医药服务。", "鼓励"),
        ("经办机构可以委托第三方机构核实。", "义务"),
        ("任何单位有权举报。", "许可"),
        ("违反本办法的,由医疗保障行政部门责令改正,处一万元以上五万元以下的罚款。", "罚则"),
        ("同等条件下优先纳入连锁药店。", "优先"),
        ("第三十条 本办法自2026年1月1日起施行。", "施行"),
        ("本办法自印发之日起施行,有效期五年。", "施行"),
        ("定点管理坚持公开、公平、公正的原则。", "原则"),
        ("市医疗保障局主管全市的定点工作。", "义务"),
        ("经医疗保障行政部门主要负责人批准,可以暂停结算。", "许可"),
    ],
)
def test_the_nature_of_a_sentence_in_an_article(sentence: str, natures: str) -> None:
    assert " ".join(article_natures(sentence)) == natures


@pytest.mark.parametrize(
    ("lead", "natures"),
    [
        ("应当同时具备下列条件:", "要件"),
        ("不得有下列行为:", "限制"),
        ("有下列行为之一的,责令改正,处一万元罚款:", "罚则"),
        ("可以采取下列措施:", "许可"),
    ],
)
def test_an_item_has_the_nature_of_the_words_that_lead_to_it(lead: str, natures: str) -> None:
    entries = segment(f"第一条 甲{lead}\n(一)有医师的;\n(二)应当备案的。\n")
    assert [" ".join(e.natures) for e in entries] == [natures] * 3


def test_what_conditions_an_application_is_no_duty() -> None:
    """Left unwritten it is an unknown requirement; a duty would decide nothing."""
    text = "第十条 申请定点的零售药店应当为连锁药店。"
    assert article_natures(text) == ("要件",)
    assert article_natures("第十四条 经办机构应当自受理申请之日起30个工作日内完成评估。") == ("义务",)

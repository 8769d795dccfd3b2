"""Questions as a clerk of a district bureau types them: old names, slips, colloquial words, no matter named.

Each says what the answer must be from the texts and the ontology, or by which message the question is asked back. What is
not understood is told, and never answered as something else.
"""

from __future__ import annotations

from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text

DAY = "2024-05-01"
WALK = "qingdao-2023-18-medical/3.2.p1.s2"
"""「拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点。」"""
PHARMACY_MATTERS = {"新增定点零售药店", "纳入双通道管理"}


def answered(question: str, **fields: Any) -> list[Answer]:
    return ask(question, **{"as_of": DAY, **fields})


def refused(question: str, **fields: Any) -> list[tuple[str, str, str, str]]:
    with pytest.raises(Faults) as faults:
        answered(question, **fields)
    return [(d.code, d.message, d.allowed, d.hint) for d in faults.value.diagnostics]


def codes(question: str) -> set[str]:
    """The codes of what a question is refused for; none: it is answered."""
    try:
        answered(question)
    except Faults as faults:
        return {d.code for d in faults.diagnostics}
    return set()


# --- understood -----------------------------------------------------------------------------------------------

UNDERSTOOD = [
    # question, region, kind, matters
    ("胶南 药店", "370211", "零售药店", PHARMACY_MATTERS),  # 胶南市并入黄岛区 in 2012
    ("四方区开药店", "370203", None, {"新增定点零售药店"}),  # 四方区并入市北区 in 2012
    ("即墨市 护理院 院护", "370215", "护理院", {"新增购买院护床位"}),
    ("黄岛 社区医院 门诊统筹", "370211", "社区卫生服务中心", {"新增门诊统筹和门诊慢特病定点"}),
    ("大药房 李沧", "370213", "零售药店", PHARMACY_MATTERS),
    ("城阳 门特 诊所", "370214", "诊所", {"新增门诊统筹和门诊慢特病定点"}),
    ("胶州 诊所 个帐", "370281", "诊所", {"新增个人账户定点"}),
    ("莱西 卫生所 慢病", "370285", "卫生所", {"新增门诊统筹和门诊慢特病定点"}),
    ("平度精神病医院加床", "370283", "精神专科医院", {"新增购买住院床位"}),
    ("沾化县 村卫生室", "371603", "村卫生室", None),
]


@pytest.mark.parametrize(("question", "region", "kind", "matters"), UNDERSTOOD)
def test_old_names_slips_and_short_words_are_understood(
    question: str, region: str, kind: str | None, matters: set[str] | None
) -> None:
    answers = answered(question)
    assert {a.region for a in answers} == {region}
    assert {a.type for a in answers} == {kind}
    assert None not in {a.matter for a in answers}
    assert matters is None or {a.matter for a in answers} == matters


def test_an_old_name_is_told_as_the_place_it_now_is() -> None:
    text = ask_text(answered("胶南 药店"))
    assert "“胶南”作地区“山东省青岛市黄岛区”" in text.replace("\n", "")
    (beds,) = (a for a in answered("大药房 李沧") if a.matter == "新增定点零售药店")
    assert WALK in {r.clause for r in beds.rules}


# --- asked back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["床位", "长护险", "定点", "卫生院"])
def test_a_word_of_several_meanings_is_asked_back_with_all_of_them(question: str) -> None:
    ((code, message, allowed, hint),) = refused(question)
    assert code == "U163"
    meanings = allowed.split("、")
    assert f"可以指{len(meanings)}个" in message
    assert len(meanings) > 2
    assert meanings[0] in hint


def test_of_an_institution_that_a_matter_does_not_reach_no_text_speaks() -> None:
    """护理站 is among the kinds of 居家照护 alone: no bed matter may be suggested to it, and no text forbids one."""
    (answer,) = answered("青岛市 护理站 床位")
    assert answer.matter is None
    assert {s.answer for s in answer.silent} == {"已收录文件未作规定"}
    assert any("规则库里及于护理站的事项:新增居家照护定点" in n for n in answer.notes)


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("药店 新增院护床位", {"region": "青岛市"}),
        ("青岛市 零售药店 加床", {}),
        ("", {"region": "青岛市", "kind": "药店", "matter": "加床"}),
        ("城阳区 养老院 双通道", {}),
    ],
)
def test_a_kind_that_a_matter_does_not_reach_is_answered_by_the_silence_of_the_texts(
    question: str, fields: dict[str, str]
) -> None:
    (answer,) = answered(question, **fields)
    assert not answer.rules
    assert [s.answer for s in answer.silent] == ["已收录文件未作规定"]
    assert any(n.startswith("规则库里") and "这个事项只及于" in n and "事项的依据:《" in n for n in answer.notes)
    assert not any("不能申请" in n for n in answer.notes)


def test_clauses_that_speak_of_an_institution_and_a_matter_beyond_it_are_cited() -> None:
    """Henan's opinion has 优化门诊统筹、“双通道”药店配置: it speaks of pharmacies, and of no admission of one."""
    (answer,) = answered("郑州市 零售药店 新增门诊统筹和门诊慢特病定点")
    assert [s.subject for s in answer.silent] == ["零售药店新增门诊统筹和门诊慢特病定点"]
    assert any("优化门诊统筹、“双通道”药店配置" in p.quote for p in answer.passages)
    (elsewhere,) = answered("青岛市 零售药店 新增门诊统筹和门诊慢特病定点")
    assert not any(p.clause.startswith("henan") for p in elsewhere.passages)


ELSEWHERE = [
    # question, the name as it is told, the place that it is (GB/T 2260)
    ("济南市 药店 定点", "济南市", "山东省济南市(370100)"),
    ("潍坊 药店", "潍坊", "山东省潍坊市(370700)"),
    ("烟台能不能新增药店", "烟台", "山东省烟台市(370600)"),
    ("济南的医院能不能加床", "济南", "山东省济南市(370100)"),
    ("烟台", "烟台", "山东省烟台市(370600)"),
    ("荣成开药店", "荣成", "山东省威海市荣成市(371082)"),
    ("章丘区养老院院护", "章丘区", "山东省济南市章丘区(370114)"),
    ("北京药店", "北京", "北京市(110000)"),
    ("延边的诊所个账", "延边", "吉林省延边朝鲜族自治州(222400)"),
]


@pytest.mark.parametrize(("question", "name", "place"), ELSEWHERE)
def test_a_place_that_no_held_document_covers_stops_the_question(question: str, name: str, place: str) -> None:
    """Another city's question must not be answered with the rules of the unit's own; nor is a place of like name offered."""
    ((code, message, allowed, hint),) = refused(question)
    assert (code, message) == ("U161", f"尚未收录本地区文件:“{name}”")
    assert "青岛市" in allowed
    assert place in hint
    assert "济源" not in hint
    assert "是否要写" not in hint
    assert "没有收录不表示该地区没有规定" in hint


def test_a_place_without_its_ending_is_not_passed_over() -> None:
    """潍坊 is held by nobody: nothing may be answered of other places as if it were an answer for it."""
    assert codes("潍坊 药店") == {"U161"}


@pytest.mark.parametrize("question", ["医保定点药店是啥意思", "申请新增定点的乡镇中卫生院怎么算"])
def test_a_short_name_where_two_words_meet_is_no_place(question: str) -> None:
    """保定 in 医保定点, 中卫 in 中卫生院."""
    assert "U161" not in codes(question)


@pytest.mark.parametrize(
    ("question", "near"), [("诚阳区 药店", "山东省青岛市城阳区"), ("劳山区护理站家护", "山东省青岛市崂山区")]
)
def test_a_slip_in_the_name_of_a_district_lists_the_likely_one(question: str, near: str) -> None:
    ((code, _, _, hint),) = refused(question)
    assert code == "U161"
    assert near in hint


@pytest.mark.parametrize("question", ["开发区 药店", "高新区 诊所 个帐"])
def test_a_zone_is_no_division(question: str) -> None:
    ((code, _, _, hint),) = refused(question)
    assert code == "U161"
    assert "写明所在的区、县、市" in hint


# --- not understood, and told -----------------------------------------------------------------------------------


def told(question: str) -> str:
    return ask_text(answered(question), width=2000)


def test_a_slip_in_the_name_of_an_institution_is_asked_back() -> None:
    text = told("药殿 城阳")
    assert "没有认出“药殿”" in text
    assert "“药店”" in text
    assert not answered("药殿 城阳")[0].rules


@pytest.mark.parametrize("question", ["月子中心能进医保吗", "日照中心"])
def test_what_nobody_knows_is_answered_by_no_clause(question: str) -> None:
    (answer,) = answered(question)
    assert (answer.rules, answer.passages) == ((), ())
    assert f"没有认出“{question}”" in told(question)


def test_a_word_within_a_sentence_is_looked_for_in_the_texts() -> None:
    """「质量保证金」「考核保证金」 of 青医保字〔2023〕1号, 3.i4."""
    (answer,) = answered("交保证金吗")
    assert {p.clause.rpartition(".")[0] for p in answer.passages} >= {"qingdao-2023-1/3.i4"}


@pytest.mark.parametrize("question", ["什么时候能批", "多久批下来"])
def test_how_long_it_takes_is_regulated_by_no_held_text(question: str) -> None:
    (answer,) = answered(question)
    assert [s.subject for s in answer.silent] == ["办理时限"]


@pytest.mark.parametrize("question", ["每千人多少张床", "医院床位上限多少"])
def test_the_cap_is_what_is_asked_for(question: str) -> None:
    """「每千常住人口医疗卫生机构床位数7.5张」."""
    assert "qingdao-2023-18-medical/3.1.p1.s1" in {p.clause for p in answered(question)[0].passages}


def test_words_of_the_question_are_not_called_unknown() -> None:
    assert "没有认出“多少" not in told("医院床位上限多少")
    assert "没有认出" not in told("一个街道能有几家药店")

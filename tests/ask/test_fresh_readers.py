"""Questions of a fresh clerk and a fresh lawyer: dialect, slips, other cities, words that no list had.

Each expectation is quoted from the documents; what no text has is said to be in none.
"""

from __future__ import annotations

import pytest

from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text
from reasoner.interpreter.condition_evaluation import FALSE
from reasoner.render.typeset import bare

WITHIN, AFTER, LATER = "2024-05-01", "2026-03-01", "2025-12-01"
MEDICAL, CARE, OPINION = "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "qingdao-2023-1"
WALK = f"{MEDICAL}/3.2.p1.s2"
"""「拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点。」"""
RATE_75 = f"{MEDICAL}/3.1.p2"
"""「内床位使用率低于75%的,原则上不再新增购买住院床位。」"""
CARE_60 = f"{CARE}/3.2.p1.s2"
"""「区域内床位使用率低于60%时,原则上不再新增购买院护床位。」"""
DUAL = f"{MEDICAL}/3.2.p2.s2"
"""「将资质合规、管理规范、信誉良好、安全供应、布局合理的定点药店纳入“双通道”管理。」"""
FOUR = f"{CARE}/3.1.p1.s2"
"""「在资源饱和的市南区、市北区、李沧区、崂山区,原则上不再新增定点机构」"""
DEFICIT = "henan-2025/3.2.i1.p2.s2"
"""「对医保基金当期赤字或动态监测赤字的地区,原则上不再增加定点医药机构数量。」"""
PRIMARY = "binzhou-2022/5.1.p6.s2"
"""「将符合条件的基层医药机构及时纳入医保定点范围」"""


def deciding(answers: list[Answer]) -> set[str]:
    rules = (r for a in answers for r in (*a.rules, *a.ended))
    return {r.clause for r in rules if r.decides and r.applies is not FALSE}


def unread(answers: list[Answer]) -> list[str]:
    return [n for a in answers for n in a.notes if n.startswith(("没有认出", "已收录的原文中没有"))]


CLERK = [
    ("胶州这边小诊所还给办慢病不", "", WALK),
    ("即墨那个民营康复医院想再弄80张床中不中", "", RATE_75),
    ("俺村卫生所能刷医保不", "青岛市", WALK),
    ("莱西市医院床位用不满还能加不", "", RATE_75),
    ("养老院床空着还让不让加", "青岛市", CARE_60),
    ("药房连锁加盟能不能走双通道", "青岛市", DUAL),
    ("城阳去能不能加床", "", RATE_75),
    ("赤字地区能不能新增药店", "河南省", DEFICIT),
    ("滨州的诊所想进门诊慢特病", "", PRIMARY),
    ("李沧区护理站还能干家护吗", "", FOUR),
]


@pytest.mark.parametrize(("question", "region", "clause"), CLERK)
def test_a_clerk_in_daily_words_is_answered_by_what_decides(question: str, region: str, clause: str) -> None:
    answers = ask(question, region=region, as_of=LATER)
    assert clause in deciding(answers)
    assert not [n for n in unread(answers) if "其中" in n]


def test_characters_on_both_sides_of_a_word_of_asking_are_no_word() -> None:
    """弄(80张)床中不中: 「集中中医」 in a text is no answer to it."""
    answers = ask("即墨那个民营康复医院想再弄80张床中不中", as_of=WITHIN)
    assert unread(answers) == []
    assert answers[0].passages == ()
    assert answers[0].type == "康复医院"


def test_empty_beds_of_a_home_are_asked_for_its_beds() -> None:
    assert {a.matter for a in ask("养老院床空着一大半还让不让加", region="青岛市", as_of=WITHIN)} == {
        "新增购买院护床位"
    }


def test_what_who_asks_lacks_is_not_who_asks() -> None:
    """No text asks for a 医务室 of who asks for beds of care."""
    (answer,) = ask("我们院没有医务室能做院护吗", as_of=WITHIN)
    assert (answer.type, answer.matter) == (None, "新增购买院护床位")
    assert CARE_60 in deciding([answer])


def test_a_second_home_in_a_township_is_answered_by_the_clause_on_townships() -> None:
    """「优先在尚无院护机构的镇街安排布点」"""
    answers = ask("同一个镇上已经有两家养老院还能再上一家不", as_of=WITHIN)
    assert f"{CARE}/3.2.p1.s4" in {p.clause for p in answers[0].passages}


SILENT = [
    ("医院从私立改公立床位作废吗", "青岛市", "更名和其他登记事项变更"),
    ("互联网医院能不能纳入门诊统筹", "青岛市", "互联网医院和网上药店"),
    ("医院被处罚过还能加床吗", "青岛市", "处罚和违规记录的影响"),
    ("规划与区域卫生规划不一致以哪个为准", "青岛市", "文件之间不一致的处理"),
    ("规划对已受理的申请是否适用", "青岛市", "新旧文件的衔接"),
]


@pytest.mark.parametrize(("question", "region", "subject"), SILENT)
def test_what_no_text_has_is_said_and_no_stray_clause_is_shown(question: str, region: str, subject: str) -> None:
    first = ask(question, region=region, as_of=WITHIN)[0]
    assert subject in [s.subject for s in first.silent]
    assert first.passages == ()


LAWYER = [
    ("县里报上来的布局谁审", "郑州市", "henan-2025/4.p3.s2"),  # 「对县级医保行政部门报送的定点医药机构布局进行审核」
    ("基层空床能不能改成长护险床位", "河南省", "henan-2025/3.2.i2.i3.s3"),  # 「推动基层空余床位置换为……院护床位」
    ("超过配置总量的县能否引进优质医疗资源", "郑州市", "henan-2025/3.2.i1.p2.s1"),  # 「超过……的,以调整存量为主」
    ("国家级重点项目的医院受限制吗", "郑州市", "henan-2025/3.2.i1.p2.s3"),  # 「列入国家、省级和市级重点建设项目的」
    ("市级重点建设项目的豁免是否及于床位上限", "青岛市", f"{MEDICAL}/3.3.p1"),  # 「不受本规划限制」
    ("从严控制是否等于不予新增", "青岛市", f"{MEDICAL}/2.3.i1.s4"),  # 「从严控制新增定点医药机构资源配置」
    ("2022年底长护险定点机构有几家", "青岛市", f"{CARE}/1.p2.s2"),  # 「全市长护险定点机构1070家」
    ("7.5张的上限是按批准前还是批准后算", "青岛市", f"{MEDICAL}/3.1.p1.s1"),
    ("定点医药机构的定义是什么", "青岛市", f"{MEDICAL}/2.3.i1.s4"),  # the reading on 「定点医药机构资源」
]


@pytest.mark.parametrize(("question", "region", "clause"), LAWYER)
def test_a_lawyer_is_answered_with_the_clause(question: str, region: str, clause: str) -> None:
    first = ask(question, region=region, as_of=LATER)[0]
    assert clause in {p.clause for p in first.passages}


def test_whether_guidance_is_enough_to_refuse_is_answered_by_its_reading() -> None:
    text = bare(ask_text(ask("省里的指导意见能不能直接拿来拒绝申请", region="郑州市", as_of=LATER), width=4000))
    assert text.index(bare("【条文理解】")) < 200
    assert bare("统筹区有现行规划就该事项作出规定的,个案依该规划") in text


def test_a_refusal_after_the_period_is_told_what_follows() -> None:
    (first, *_) = ask("规划届满后作出的不予决定是否有依据", as_of=AFTER)
    assert "既不能据以拒绝,也不等于没有限制" in first.notes[0]


def test_the_text_of_another_region_does_not_answer() -> None:
    """步行15分钟 is 青岛's; 泉州 has but a report."""
    first = ask("南安的药店之间要隔多远", region="泉州市", as_of=LATER)[0]
    assert "泉州市适用的已收录文件没有以“隔多远”为条件的规定" in first.notes[0]
    assert deciding([first]) == set()

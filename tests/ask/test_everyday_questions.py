"""Questions of a clerk of 城阳区 and of lawyers elsewhere that were refused, answered with something else, or with nothing.

Each expected clause is one whose words answer the question; what no held text has is told.
"""

from __future__ import annotations

import pytest

from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text
from reasoner.interpreter.condition_evaluation import FALSE

IN_FORCE, ENDED = "2024-05-01", "2026-11-30"
MEDICAL, CARE, OPINION = "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "qingdao-2023-1"
WALK, PREFERENCE = f"{MEDICAL}/3.2.p1.s2", f"{MEDICAL}/3.2.p1.s3"
OCCUPANCY, CARE_BEDS = f"{MEDICAL}/3.1.p2", f"{CARE}/3.2.p1.s1"
BINZHOU = "binzhou-2022/5.1.p6.s2"
"""「将符合条件的基层医药机构及时纳入医保定点范围」"""
HENAN_BEDS = "henan-2025/3.2.i2.i3.s3"
"""「推动基层空余床位置换为长期护理保险机构院护床位」"""


def answered(question: str, region: str = "城阳区", day: str = IN_FORCE, **fields: str) -> list[Answer]:
    return ask(question, region=region, as_of=day, **fields)


def deciding(answer: Answer) -> set[str]:
    return {r.clause for r in (*answer.rules, *answer.ended) if r.decides and r.applies is not FALSE}


def told(question: str, region: str = "城阳区", day: str = IN_FORCE) -> str:
    return " ".join(n for a in answered(question, region, day) for n in a.notes)


# --- what was taken for a place, a day or an organ --------------------------------------------------------------


def test_all_of_a_district_is_no_place() -> None:
    """「医保管理区域……内床位使用率低于75%的」: of the area, not of one hospital."""
    (answer,) = answered("床位使用率怎么算,按一家医院还是全区")
    assert OCCUPANCY in {p.clause for p in answer.passages}
    assert "床位使用率" in {t.fact for t in answer.terms}


@pytest.mark.parametrize("word", ["全区", "整个区", "本区", "哪个区", "各个区", "全市", "这个县"])
def test_words_for_districts_without_a_name_are_no_place(word: str) -> None:
    assert answered(f"床位使用率按医院算还是{word}")


def test_the_year_of_the_day_asked_for_is_no_other_day() -> None:
    first = answered("2026年了还能拿规划卡人家吗", day=ENDED)[0]
    assert not [n for n in first.notes if "没有按问题里写的日期回答" in n]
    assert "既不能据以拒绝,也不等于没有限制" in first.notes[0]
    assert {f.document for f in first.forces} >= {"青岛市长期护理保险定点护理服务资源配置规划(2023-2025年)"}


def test_another_year_is_told_to_be_unread() -> None:
    assert "没有按问题里写的日期回答" in told("2025年护理站还能申请家护吗", day=ENDED)


def test_whose_beds_is_no_question_of_an_organ() -> None:
    """「失智专区床位数原则上按照各区(市)院护床位总数的30%核定」: of each 区(市)."""
    answer = answered("即墨区失智专区床位数30%核定,以谁的院护床位为基数", "即墨区")[0]
    assert answer.matter == "设置失智专区床位"
    assert f"{CARE}/3.2.p2" in deciding(answer)
    assert not {p.clause for p in answer.passages if p.clause.startswith(f"{OPINION}/")}


@pytest.mark.parametrize(
    "question", ["县级医保部门能否自行审批新增定点", "区里有没有审批权", "新增定点由哪一级审批", "县级医保局有权批准吗"]
)
def test_who_may_approve_is_answered_by_the_duties_of_the_documents(question: str) -> None:
    """「对县级医保行政部门报送的定点医药机构布局进行审核」 (河南, the city), 「对县域内……进行配置布局」 (the county)."""
    answer = answered(question, "郑州市", ENDED)[0]
    assert {"henan-2025/4.p3.s2", "henan-2025/4.p4"} <= {p.clause for p in answer.passages}


# --- what was asked of the applicant ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "李沧区已定点家护机构申请院护床位是否受机构数量控制",
        "已经是家护定点机构的再要院护床位",
        "已定点居家照护的机构新增院护床位",
    ],
)
def test_a_service_under_contract_is_no_matter_asked_for(question: str) -> None:
    """1号 5.i8.s2 limits 「长护险定点机构数量」; who is one already does not add to it. The plan's beds are limited all the same."""
    (answer,) = answered(question, "李沧区")
    assert answer.matter == "新增购买院护床位"
    assert f"{OPINION}/5.i8.s2" not in deciding(answer)
    assert {CARE_BEDS, f"{CARE}/3.2.p1.s2"} <= deciding(answer)
    assert answer.notes[0].startswith("问题写明已定点“居家照护”")


@pytest.mark.parametrize("question", ["养老院里面那个医务室能刷医保门诊吗", "养老院里头的医务室想办门诊统筹"])
def test_a_facility_within_a_home_asks_for_itself(question: str) -> None:
    """「高等院校、养老机构等内设医疗机构符合条件的,可优先纳入门诊统筹、门诊慢特病定点医疗机构」."""
    answers = answered(question)
    assert {a.type for a in answers} == {"内设医疗机构"}
    outpatient = next(a for a in answers if a.matter == "新增门诊统筹和门诊慢特病定点")
    assert WALK in deciding(outpatient)
    assert PREFERENCE in {r.clause for r in outpatient.rules}


def test_a_station_of_a_community_may_be_preferred() -> None:
    """「按照卫生规划设立的……社区卫生服务站……可优先纳入」."""
    (answer,) = answered("社区服务站能不能开门诊统筹")
    assert answer.type == "社区卫生服务站"
    assert PREFERENCE in {r.clause for r in answer.rules}


def test_a_dental_practice_may_be_two_kinds() -> None:
    """Whether 口腔门诊 is a 诊所 or a 门诊部, nobody knows; the clause on 15 minutes is the same."""
    (answer,) = answered("口腔门诊想办个人账户刷卡")
    assert answer.type == "口腔门诊"
    assert answer.notes[0] == "“口腔门诊”可以指门诊部、诊所,就所问的事项规定相同,以下一并回答。"
    assert WALK in deciding(answer)


def test_a_kind_that_there_is_not_is_told_and_its_parts_find_nothing() -> None:
    (answer,) = answered("日间照料中心能做院护吗")
    assert "没有认出“日间照料中心能”" in " ".join(answer.notes)
    assert answer.type is None
    assert answer.passages == ()
    assert CARE_BEDS in deciding(answer)


@pytest.mark.parametrize(("question", "figure"), [("二甲医院要加100张综合床,使用率72%", "100张、72%"), ("院护床位使用率58%还能加吗", "58%")])  # fmt: skip
def test_figures_of_a_case_are_told_to_be_left_out(question: str, figure: str) -> None:
    assert f"问题写的{figure}没有用来计算" in told(question)
    assert "没有认出" not in told(question)


@pytest.mark.parametrize("question", ["使用率低于75%的医院还能加床吗", "院护床位使用率60%整,是否属于低于60%"])
def test_figures_of_the_texts_are_no_figures_of_a_case(question: str) -> None:
    assert "没有用来计算" not in told(question)


@pytest.mark.parametrize("kind", ["医院", "卫生院"])
def test_a_class_in_the_field_of_the_kind_is_answered_as_in_words(kind: str) -> None:
    (by_field,) = answered("", kind=kind, matter="新增门诊统筹和门诊慢特病定点", region="滨州市")
    (in_words,) = answered(f"{kind} 门诊统筹", region="滨州市")
    assert (by_field.type, by_field.rules) == (in_words.type, in_words.rules)


# --- what no text says ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["综合床能不能转成康复床", "综合床位改为康复床位行不行"])
def test_of_beds_made_into_others_no_text_speaks(question: str) -> None:
    """3.1 speaks of 新增购买 alone: whether a conversion is one is not said either."""
    (answer,) = answered(question)
    assert [s.subject for s in answer.silent] == ["住院床位类别之间的转换"]
    assert OCCUPANCY in deciding(answer)


@pytest.mark.parametrize(("region", "silent"), [("郑州市", False), ("城阳区", True)])
def test_beds_made_into_beds_of_care_are_spoken_of_in_henan_alone(region: str, silent: bool) -> None:
    answer = answered("卫生院空余床位能不能转成院护床位", region, ENDED)[0]
    assert ("住院床位转作院护床位" in {s.subject for s in answer.silent}) is silent
    assert (HENAN_BEDS in {p.clause for p in answer.passages}) is not silent


@pytest.mark.parametrize("question", ["附件在哪", "附件配置标准参考(试行)的千人口床位数是多少"])
def test_an_annex_that_was_not_received_is_told(question: str) -> None:
    """「各地可参考《河南省医保定点医药服务资源配置标准参考(试行)》(见附件)」: the annex is not in what was received."""
    answer = answered(question, "郑州市", ENDED)[0]
    assert "附件《河南省医保定点医药服务资源配置标准参考(试行)》没有收到" in answer.notes[0]
    assert "henan-2025/3.2.i1.p1.s2" in {p.clause for p in answer.passages}


def test_where_one_clause_decides_several_matters_it_is_not_asked_which() -> None:
    """滨州 has one clause on contracts, for three matters alike; of the others nothing is laid down."""
    answers = answered("滨州市规划期满后定点申请依据什么", "滨州市", ENDED)
    clauses = {a.matter: deciding(a) for a in answers}
    outpatient = ("新增门诊统筹和门诊慢特病定点", "新增个人账户定点", "新增定点零售药店")
    assert {m: c for m, c in clauses.items() if c} == {m: {BINZHOU} for m in outpatient}
    assert "新增购买住院床位" in clauses
    assert "决定其中各项的只有同一条" in answers[0].notes[0]


def test_contracts_for_care_in_binzhou_are_not_laid_down() -> None:
    answers = answered("滨州长期护理保险定点机构准入条件", "滨州市", ENDED)
    assert {a.matter for a in answers} == {"新增居家照护定点", "新增购买院护床位", "设置失智专区床位"}
    assert not any(deciding(a) for a in answers)
    assert ask_text(answers).count("没有规定不等于可以办理") == len(answers)


@pytest.mark.parametrize("question", ["什么时候出新规划", "新规划啥时候出"])
def test_when_the_next_plan_comes_no_text_says(question: str) -> None:
    (answer,) = answered(question, day=ENDED)
    assert [s.subject for s in answer.silent] == ["下一期规划何时出台"]
    assert answer.rules == ()


# --- what a word is not ------------------------------------------------------------------------------------------


def test_what_a_home_lacks_is_not_who_asks() -> None:
    """No text asks for a 医务室 in a home that asks for beds: the word is told to be unread, the home is answered for."""
    (answer,) = answered("养老院没有医务室能做院护吗")
    assert (answer.type, answer.matter) == ("养老机构", "新增购买院护床位")
    assert "没有认出“没有医务室”" in " ".join(answer.notes)
    assert CARE_BEDS in deciding(answer)


@pytest.mark.parametrize("question", ["怎么跟药店老板解释不批的理由", "药店不批,如何向申请人解释"])
def test_explaining_to_somebody_is_no_question_of_readings(question: str) -> None:
    answers = answered(question)
    assert WALK in {c for a in answers for c in deciding(a)}
    assert "解释" not in {t.fact for a in answers for t in a.terms}


def test_the_readings_are_still_asked_for() -> None:
    assert "解释" in {t.fact for a in answered("有哪些解释") for t in a.terms}


@pytest.mark.parametrize("question", ["区里能不能自己核减养老院床位", "核减床位是什么意思,会不会减我们的"])
def test_reducing_beds_is_answered_by_the_sentence_on_it(question: str) -> None:
    """「对现有院护机构备案床位数量过多、使用率明显偏低的,合理核减备案床位数」, of five districts with 城阳区."""
    answer = answered(question)[0]
    assert "用语:核减" in {t.fact for t in answer.terms}
    assert answer.passages[0].clause == f"{CARE}/3.2.p1.s3"


def test_a_word_of_other_places_texts_is_not_explained() -> None:
    """No text of 河南 has 核减."""
    assert not {t.fact for a in answered("能不能核减养老院床位", "郑州市", ENDED) for t in a.terms}

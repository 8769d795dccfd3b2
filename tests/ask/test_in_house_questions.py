"""Facilities within a home or university, and 定点 of long-term care: taken for what they are and never told "cannot" at once."""

from __future__ import annotations

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask

WITHIN = "2024-06-03"
PREFERENCE = "qingdao-2023-18-medical/3.2.p1.s3"
"""「以及高等院校、养老机构等内设医疗机构符合条件的,可优先纳入门诊统筹、门诊慢特病定点医疗机构」."""
CARE_BEDS = "新增购买院护床位"


def one(question: str) -> Answer:
    (answer,) = ask(question, region="城阳区", as_of=WITHIN)
    return answer


@pytest.mark.parametrize(
    "question",
    [
        "养老院内设医务室 门诊统筹",
        "养老院内设医务室申请门诊统筹",
        "养老机构内设医疗机构 门诊统筹",
        "养老机构医务室申请门诊统筹",
        "养老院里的诊所申请门诊统筹",
        "大学校医院申请门诊统筹",
        "高等院校内设医疗机构申请门诊统筹",
    ],
)
def test_a_facility_within_a_home_or_university_may_be_preferred(question: str) -> None:
    answer = one(question)
    assert (answer.type, answer.matter) == ("内设医疗机构", "新增门诊统筹和门诊慢特病定点")
    assert PREFERENCE in {r.clause for r in answer.rules}


def test_whether_it_may_be_preferred_is_answered_by_the_clause() -> None:
    assert one("养老院里的医务室能不能优先纳入门诊统筹").passages[0].clause == PREFERENCE


def test_the_home_is_its_sponsor() -> None:
    """举办主体 is given: no rule asks for it."""
    answer = one("养老院内设医务室 门诊统筹")
    assert "举办主体" not in {f.fact for r in answer.rules for f in r.reads}
    assert ("养老院", "取值", "养老机构") in {(u.word, u.kind, u.meaning) for u in answer.understood}


@pytest.mark.parametrize(
    "question",
    [
        "养老院想做院护定点,城阳还能不能批",
        "养老院 院护定点",
        "养老院申请院护",
        "院护定点还批不批",
        "养老院 机构照护型定点",
    ],
)
def test_a_contract_for_care_in_a_home_is_for_beds_of_such_care(question: str) -> None:
    assert one(question).matter == CARE_BEDS


def test_whether_places_are_left_is_answered_by_the_clauses_on_such_beds() -> None:
    """「全市院护床位总量控制在1.2万张以内」 and what else 3.2.p1 says."""
    answer = one("有家养老院想做长护险院护定点,城阳还有名额吗")
    assert {p.clause for p in answer.passages} >= {"qingdao-2023-18-ltc/3.2.p1.s1"}


@pytest.mark.parametrize("question", ["养老院申请长护险定点", "养老院 定点", "养老院想进长护险", "长护险定点"])
def test_a_contract_for_care_asks_for_which(question: str) -> None:
    with pytest.raises(Faults) as faults:
        one(question)
    (diagnostic,) = faults.value.diagnostics
    assert diagnostic.code == "U163"
    assert CARE_BEDS in diagnostic.allowed
    assert "住院" not in diagnostic.allowed


# --- under contract already -------------------------------------------------------------------------------------


def test_beds_of_an_institution_under_contract_are_no_new_institution() -> None:
    """河南「原则上不再增加定点医药机构数量」: who is under contract is counted already (reading 已定点不增加机构数)."""
    answers = ask("已定点的医院加床位,基金赤字还能加吗", region="洛阳市", as_of="2026-11-30")
    deciding = {r.clause for a in answers for r in a.rules if r.decides}
    assert not deciding & {"henan-2025/3.2.i1.p2.s1", "henan-2025/3.2.i1.p2.s2"}
    assert answers[0].notes[0].startswith("问题写明已定点,就新增购买住院床位按已定点“住院”理解")


def test_beds_of_a_home_under_contract_are_limited_by_the_clauses_on_beds() -> None:
    """1号 5.i8.s2 limits the number of institutions; 3.2.p1.s1 and s2 of the plan the beds."""
    answer = one("已定点的养老院再加20张院护床位")
    deciding = {r.clause for r in answer.rules if r.decides}
    assert "qingdao-2023-1/5.i8.s2" not in deciding
    assert {"qingdao-2023-18-ltc/3.2.p1.s1", "qingdao-2023-18-ltc/3.2.p1.s2"} <= deciding

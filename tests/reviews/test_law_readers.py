"""What a later reading of verdicts found wrong, each with the words it rests on."""

from __future__ import annotations

import json

import pytest
from reviewed import (
    CITY,
    MEDICAL,
    OPINION_1,
    TREASURY,
    Data,
    asked,
    deciding,
    determined,
    figure,
    judged,
    offered,
    possible,
    readings,
    refused,
)

from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_proof

BAR, GO, FIRST, OPEN = "presumptively_barred", "may_proceed", "priority", "undetermined"
NUMBER_STAYS = f"{OPINION_1}/5.i8.s2"
CARE_SERVICES = ("居家照护", "院护", "失智专区")


# --- beds for dementia, asked for by an institution that has no contract ------------------------------------------------
def dementia(contracted: object, sufficient: bool | None = True, place: str = "崂山区", kind: str = "护理院") -> Data:
    """70 and 10 of 1000 beds: ltc 3.2.p2 「按照各区(市)院护床位总数的30%核定」 is far; 1号 is in force by determination."""
    determinations = [
        determined(
            "文件效力", "青医保字〔2023〕1号", True, [CITY, TREASURY], "2023-03-01", 自="2023-01-01", 至="2027-12-31"
        )
    ]
    if sufficient is not None:
        determinations.append(determined("照护资源相对充足", place, sufficient, CITY, "2024-02-01"))
    facility = {"类型": kind, "所在地": place} | ({} if contracted is None else {"已定点": contracted})
    beds = (("失智专区床位数", 70), ("院护床位数", 1000))
    return {
        "编号": "Z1", "事项": "设置失智专区床位", "日期": "2024-05-01", "机构": facility, "床位数": 10,
        "指标": [figure(place, name, value, "2024-03-31") for name, value in beds], "认定": determinations,
    }  # fmt: skip


@pytest.mark.parametrize("contracted", ["否", ["住院"], ["门诊统筹", "门诊慢特病", "个人账户"]])
def test_a_new_institution_with_dementia_beds_adds_to_the_number(contracted: object) -> None:
    """1号 5.i8.s2 「照护资源相对充足的区域,原则上控制长护险定点机构数量不再增长」: one that has no contract for care adds one.

    ltc 3.2.p2 「主要依托院护机构」 does not keep others from asking; so 1号 must reach them.
    """
    verdict = judged(dementia(contracted))
    assert (verdict.outcome, deciding(verdict)) == (BAR, {NUMBER_STAYS})
    assert "增加长护机构的事项" in readings(verdict)


@pytest.mark.parametrize("service", CARE_SERVICES)
def test_an_institution_counted_already_does_not_add_to_the_number(service: str) -> None:
    """「机构数量不再增长」: it is one of them before and after."""
    assert judged(dementia([service])).outcome == GO


def test_where_care_is_not_sufficient_a_new_institution_may_proceed() -> None:
    """「照护资源相对充足的区域」, and no other."""
    assert judged(dementia("否", sufficient=False)).outcome == GO
    open_case = judged(dementia("否", sufficient=None))
    assert (open_case.outcome, possible(open_case)) == (OPEN, {BAR, GO})
    assert ("照护资源相对充足", "崂山区") in asked(open_case)


def test_a_new_institution_whose_opinion_is_not_known_to_be_in_force() -> None:
    """X2b: neither force nor sufficiency is determined: both are asked for, and no silence permits."""
    verdict = judged(dementia("否", place="胶州市") | {"认定": []})
    assert (verdict.outcome, possible(verdict)) == (OPEN, {BAR, GO})
    assert ("照护资源相对充足", "胶州市") in asked(verdict)


def test_whether_it_has_a_contract_is_asked_where_nobody_says() -> None:
    """L13c: an institution that says nothing of its contracts is not taken for a new one, nor for one that has them."""
    verdict = judged(dementia(None, place="市南区", kind="养老机构"))
    assert (verdict.outcome, possible(verdict)) == (OPEN, {BAR, GO})
    assert ("已定点", "机构") in asked(verdict)


# --- an in-house institution is no hospital -------------------------------------------------------------------------------
def outpatient(kind: str, founder: str | None) -> Data:
    """medical 3.2.p1.s3 「高等院校、养老机构等内设医疗机构符合条件的,可优先纳入」; nothing restricts it."""
    facility = {"类型": kind, "所在地": "崂山区", "符合定点条件": True} | (
        {} if founder is None else {"举办主体": founder}
    )
    growth = [figure("崂山区", "医疗费用增长率", "5%", "2023"), figure("青岛市", "医疗费用增长率", "6%", "2023")]
    return {
        "编号": "Z3", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-05-01", "机构": facility,
        "指标": growth, "步行15分钟内同类型定点机构数": 0,
    }  # fmt: skip


@pytest.mark.parametrize("founder", ["高等院校", "养老机构"])
@pytest.mark.parametrize("kind", ["综合医院", "精神专科医院", "中医医院", "康复医院", "妇幼保健院", "血液透析中心"])
def test_a_hospital_is_not_in_house_by_its_founder_alone(kind: str, founder: str) -> None:
    """「内设医疗机构」: a hospital of a university stands by itself."""
    verdict = judged(outpatient(kind, founder))
    assert (verdict.outcome, deciding(verdict)) == (GO, set())


@pytest.mark.parametrize("founder", ["高等院校", "养老机构"])
@pytest.mark.parametrize("kind", ["医务室", "卫生所", "诊所", "门诊部", "护理院"])
def test_an_infirmary_of_a_university_or_care_home_is_in_house(kind: str, founder: str) -> None:
    verdict = judged(outpatient(kind, founder))
    assert (verdict.outcome, deciding(verdict)) == (FIRST, {f"{MEDICAL}/3.2.p1.s3"})
    assert "内设的判断" in readings(verdict)


@pytest.mark.parametrize(
    ("kind", "founder", "outcome"), [("内设医疗机构", "企业", FIRST), ("医务室", "个人", GO), ("医务室", None, GO)]
)
def test_who_applies_as_in_house_is_in_house_whoever_founded_it(kind: str, founder: str | None, outcome: str) -> None:
    """「等内设医疗机构」 is no closed list; a person is no unit within which an infirmary could be set up."""
    assert judged(outpatient(kind, founder)).outcome == outcome


# --- a town that has no institution with residential care, though the applicant is one ---------------------------------------
def residential(contracted: object, in_town: int, matter: str = "新增购买院护床位") -> Data:
    """ltc 3.2.p1.s4 「优先在尚无院护机构的镇街安排布点」; neither cap is near, 平度市 is none of the five."""
    figures = [
        figure("青岛市", "院护床位数", 9000, "2024-03-31"), figure("青岛市", "预期享受长护险待遇人数", 60_000, "2025"),
        figure("平度市", "院护床位使用率", "65%", "2024-03-31"), figure("平度市", "照护资源相对充足", False),
    ]  # fmt: skip
    facility = {"类型": "养老机构", "所在地": "平度市", "镇街": "云山镇", "已定点": contracted}
    return {
        "编号": "L16c", "事项": matter, "日期": "2024-05-01", "机构": facility, "指标": figures,
        "所在镇街院护机构数": in_town, "床位数": 50,
    }  # fmt: skip


@pytest.mark.parametrize("contracted", [["院护"], ["院护", "失智专区"], "是"])
def test_an_institution_of_the_town_is_one_of_its_institutions(contracted: object) -> None:
    """「尚无院护机构的镇街」: the town has the applicant; 是 alone is 院护 where beds are asked for."""
    assert [f.code for f in refused(residential(contracted, 0))] == ["F162"]


@pytest.mark.parametrize(
    ("contracted", "in_town", "outcome"),
    [(["院护"], 1, GO), (["院护"], 2, GO), (["居家照护"], 0, FIRST), ("否", 0, FIRST), ("否", 1, GO)],
)
def test_a_town_without_residential_care_is_given_preference(contracted: object, in_town: int, outcome: str) -> None:
    assert judged(residential(contracted, in_town)).outcome == outcome


def test_the_checker_refuses_such_a_verdict() -> None:
    """A verdict whose facts were changed after intake."""
    verdict = json.loads(encode(judged(residential(["院护"], 1))))
    for fact in verdict["given"]:
        if fact["fact"] == "所在镇街院护机构数":
            fact["value"] = "0"
    faults = check_proof(verdict, rule_base().plain, official_texts())
    assert any("所在镇街的院护机构数不能是0" in fault for fault in faults)


def test_no_answer_makes_the_applicant_vanish_from_its_town() -> None:
    """What would be asked back is no answer: neither 0 to one that has residential care, nor 院护 where there is none."""
    count = {k: v for k, v in residential(["院护"], 1).items() if k != "所在镇街院护机构数"}
    assert not any(
        a.value == "0" for m in judged(count).missing if m.fact == "所在镇街院护机构数" for a in m.answers or ()
    )
    assert "所在镇街院护机构数" not in offered(judged(residential(["院护"], 1)))
    unknown = judged(residential("不详", 0) | {"指标": residential("否", 0)["指标"][:3]})
    assert not any("院护" in a.value for m in unknown.missing if m.fact == "已定点" for a in m.answers or ())

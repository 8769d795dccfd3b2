"""Qingdao read as the lawyer of a refused applicant would: figures of one period, what the plan itself finds, and the readings on
which a verdict hangs. The inputs are those of the review; what is expected rests on the words quoted and on DESIGN §5.
"""

from __future__ import annotations

import pytest
from qingdao_inputs import A3, A8, CARE_BEDS, DEMENTIA, HOME_CARE, OUTPATIENT, PSYCHIATRIC
from reviewed import (
    LTC,
    MEDICAL,
    Data,
    deciding,
    determined,
    explained,
    figure,
    judged,
    possible,
    readings,
    refused,
    sentences,
    touched,
)

from reasoner.model.kinds import Role


# --- F6: like with like -----------------------------------------------------------------------------------------
def growth(*figures: Data) -> Data:
    """medical 2.3.i1.s4 「医疗费用增长率高于全市平均水平的区市,从严控制」; ontology: 「同一口径、同一期间」."""
    return {
        "编号": "G", "事项": "新增定点零售药店", "日期": "2024-06-03", "步行15分钟内同类型定点机构数": 0,
        "机构": {"名称": "某药店", "类型": "零售药店", "所在地": "即墨区"}, "指标": list(figures),
    }  # fmt: skip


def test_growth_of_one_year_is_not_compared_with_that_of_another() -> None:
    verdict = judged(growth(
        figure("即墨区", "医疗费用增长率", "4%", "2022"), figure("即墨区", "医疗费用增长率", "6%", "2023"),
        figure("青岛市", "医疗费用增长率", "5%", "2022"),
    ))  # fmt: skip
    assert (verdict.outcome, possible(verdict)) == ("undetermined", {"strictly_controlled", "may_proceed"})
    (missing,) = (m for m in verdict.missing if m.fact == "医疗费用增长率")
    assert (missing.of, missing.period) == ("青岛市", "2023")


@pytest.mark.parametrize(
    ("district", "city", "outcome"),
    [
        (("6%", "2023"), ("5%", "2023"), "strictly_controlled"), (("5%", "2023"), ("5%", "2023"), "may_proceed"),
        (("4%", "2023"), ("5%", "2023"), "may_proceed"), (("4%", "2022"), ("5%", "2022"), "may_proceed"),
        (("6%", "2024-03"), ("5%", "2023"), "undetermined"), (("6%", "2023"), ("5%", "2024-03"), "undetermined"),
        (("6%", ""), ("5%", ""), "strictly_controlled"), (("6%", "2023"), ("5%", ""), "undetermined"),
    ],
)  # fmt: skip
def test_periods_of_growth(district: tuple[str, str], city: tuple[str, str], outcome: str) -> None:
    verdict = judged(growth(figure("即墨区", "医疗费用增长率", *district), figure("青岛市", "医疗费用增长率", *city)))
    assert verdict.outcome == outcome
    if not district[1]:
        assert "均未注明时点" in "".join(verdict.warnings)


@pytest.mark.parametrize(
    ("ward", "whole", "outcome"),
    [
        ("2024-05-31", "2022-12-31", "undetermined"),
        ("2024-05-31", "2024-05-31", "presumptively_barred"),
        ("", "", "presumptively_barred"),
    ],
)
def test_stocks_of_one_office_are_of_one_day(ward: str, whole: str, outcome: str) -> None:
    """ltc 3.2.p2 「按照各区(市)院护床位总数的30%核定」."""
    figures = [figure("市南区", "失智专区床位数", 290, ward), figure("市南区", "院护床位数", 1000, whole)]
    application = DEMENTIA | {"日期": "2024-06-03", "床位数": 20, "指标": figures}
    assert judged(application).outcome == outcome


# --- F7: the plan's own finding ---------------------------------------------------------------------------------
def test_the_plan_s_own_finding_is_cited_where_the_question_is_asked() -> None:
    """ltc 1.p3.s2 「市南区、市北区、李沧区、崂山区照护资源已基本饱和;其他区市照护资源相对不足」."""
    verdict = judged(A8 | {"日期": "2023-08-15", "指标": []})
    assert verdict.outcome == "undetermined"
    assert f"{LTC}/1.p3.s2" in touched(verdict)
    assert {"规划判断不代替认定", "不足地区须认定"} & readings(verdict)


@pytest.mark.parametrize("application", [CARE_BEDS, A8])
def test_a_preference_that_is_withheld_is_told_with_the_plan_s_finding(application: Data) -> None:
    assert f"{LTC}/1.p3.s2" in touched(judged(application))


# --- F8: what limits everybody is told to those who may proceed -------------------------------------------------
@pytest.mark.parametrize(
    ("application", "clause"),
    [(A8, f"{LTC}/3.1.p1.s3"), (OUTPATIENT, f"{MEDICAL}/3.2.p1.s1"), (growth(), f"{MEDICAL}/3.2.p1.s1")],
)
def test_total_control_is_told_beside_a_favourable_outcome(application: Data, clause: str) -> None:
    """「根据规划控制总量分年度实施」, 「实行总量控制、动态调整、择优定点」; near enough to the top for a note to have it."""
    verdict = judged(application)
    assert clause in [t.clause for t in verdict.touching[:5]]
    assert any("总量" in x.short for x in explained(verdict).touching[:5])


@pytest.mark.parametrize("application", [A8, CARE_BEDS, OUTPATIENT])
def test_a_statement_that_touches_the_case_is_told_once(application: Data) -> None:
    places = [x.short.partition("):")[0] for x in explained(judged(application)).touching]
    assert len(places) == len(set(places))


def test_what_is_in_force_speaks_before_what_may_be() -> None:
    documents = [t.clause.partition("/")[0] for t in judged(A8).touching if not t.why.startswith("条文理解")]
    assert documents == sorted(documents, key=lambda d: d == "qingdao-2023-1")


# --- F9: a sponsor tells what is in-house -----------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["医务室", "门诊部", "诊所", "内设医疗机构"])
@pytest.mark.parametrize("founder", ["高等院校", "养老机构"])
def test_an_institution_of_a_university_or_a_nursing_home_is_in_house(kind: str, founder: str) -> None:
    """medical 3.2.p1.s3 「高等院校、养老机构等内设医疗机构符合条件的,可优先纳入」."""
    facility = OUTPATIENT["机构"] | {"类型": kind, "举办主体": founder}
    verdict = judged(OUTPATIENT | {"机构": facility})
    assert (verdict.outcome, deciding(verdict)) == ("priority", {f"{MEDICAL}/3.2.p1.s3"})


def test_without_a_sponsor_that_is_asked_or_told() -> None:
    facility = {k: v for k, v in OUTPATIENT["机构"].items() if k != "举办主体"}
    verdict = judged(OUTPATIENT | {"机构": facility})
    assert verdict.outcome == "may_proceed"
    assert "举办主体" in {a.fact for a in verdict.assumptions}


# --- F10: denominators are readings -----------------------------------------------------------------------------
READINGS = {
    A3["编号"]: (A3, {"使用率的床位", "使用率的期间", "常住人口的年份", "费用增长率的口径"}),
    "居家": (A8, {"按机构所在区"}),
}


@pytest.mark.parametrize("name", READINGS)
def test_denominators_periods_and_places_are_registered_readings(name: str) -> None:
    application, registered = READINGS[name]
    verdict = judged(application)
    assert registered <= readings(verdict)


def test_the_alternative_to_direct_effect_of_the_goals_of_the_care_plan_can_be_run() -> None:
    """ltc 2.3.i1.s2, 2.3.i2.s2 stand among 规划目标."""
    facility = A8["机构"] | {"连锁": True}
    verdict = judged(A8 | {"机构": facility})
    assert verdict.outcome == "priority"
    assert "目标句直接适用" in {r.reading for r in verdict.readings or ()}


# --- F12: sentences that a judge would strike -------------------------------------------------------------------
def test_places_are_named_and_not_said_to_stand_in_a_sentence_that_lists_none() -> None:
    """ltc 3.2.p1.s4 lists no place; s3 does."""
    verdict = judged(CARE_BEDS)
    assert (verdict.outcome, deciding(verdict)) == ("priority", {f"{LTC}/3.2.p1.s4"})
    said = sentences(verdict)
    assert "该条所列地区" not in said
    assert "平度市不属于市南区、市北区、李沧区、崂山区、城阳区" in said
    cited = {c.clause for c in verdict.citations} | touched(verdict)
    assert f"{LTC}/3.2.p1.s3" in cited


def test_a_favourable_verdict_names_the_readings_it_hangs_on() -> None:
    """ltc 2.3.i1.s2 「主城区,原则上不再新增定点机构」: not applied to residential care by an unconfirmed reading alone."""
    verdict = judged({
        "编号": "SN", "事项": "新增购买院护床位", "日期": "2024-06-03", "床位数": 50, "所在镇街院护机构数": 1,
        "机构": {"名称": "某", "类型": "养老机构", "所在地": "市南区", "已定点": "否"},
        "指标": [
            figure("青岛市", "院护床位数", 8000), figure("市南区", "院护床位使用率", "70%"),
            figure("青岛市", "预期享受长护险待遇人数", 60000, "2025"), figure("市南区", "照护资源相对充足", False),
        ],
    })  # fmt: skip
    assert verdict.outcome == "may_proceed"
    assert {r.reading: str(r.outcome_if_alternative) for r in verdict.readings or ()}[
        "目标句不及院护"
    ] == "presumptively_barred"
    assert "目标句不及院护" in sentences(verdict)


@pytest.mark.parametrize(
    ("services", "outcomes"),
    [
        ("居家照护", None), ("院护", {"may_proceed"}), ("是", {"presumptively_barred", "may_proceed"}),
    ],
)  # fmt: skip
def test_contracts_of_one_insurance_are_none_of_the_other(services: str, outcomes: set[str] | None) -> None:
    """1号 5.i8.s2 「长护险定点机构数量不再增长」; a hospital with a contract of 医保 is not among them."""
    application = HOME_CARE | {
        "机构": {"名称": "某", "类型": "综合医院", "所在地": "城阳区", "已定点": services},
        "指标": [], "认定": [determined("照护资源相对充足", "城阳区", True)],
    }  # fmt: skip
    if outcomes is None:
        assert {f.code for f in refused(application)} == {"F160"}
        return
    assert possible(judged(application)) == outcomes


def test_no_clause_is_listed_twice_as_checked() -> None:
    for application in (A3, A8, CARE_BEDS, OUTPATIENT, PSYCHIATRIC):
        verdict = judged(application)
        considered = [c for c in verdict.citations if c.role is Role.CONSIDERED]
        assert len({(c.clause, c.rule) for c in considered}) == len(considered)

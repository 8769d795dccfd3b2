"""Qingdao (青医保发〔2023〕18号, 青医保字〔2023〕1号) read as the lawyer of a refused applicant would: each fault, and its kind.

The inputs are those of the review, complete; what is expected rests on the words quoted and on DESIGN §5.
"""

from __future__ import annotations

import re

import pytest
from reviewed import (
    CITY,
    LTC,
    MEDICAL,
    Data,
    asked,
    deciding,
    determined,
    explained,
    figure,
    judged,
    letter,
    lines,
    offered,
    possible,
    readings,
    refused,
    sentences,
    touched,
)

from reasoner.letters.letter_types import OPINION, REFUSAL
from reasoner.model.kinds import Role

PROCEEDS = "未见限制"

# --- F1: silence is not permission ------------------------------------------------------------------------------
A1: Data = {
    "编号": "A1", "事项": "新增购买院护床位", "日期": "2026-01-01",
    "机构": {"名称": "某", "类型": "护理院", "所在地": "市南区", "已定点": True}, "床位数": 500,
    "指标": [
        figure("青岛市", "院护床位数", 20000), figure("市南区", "院护床位使用率", "10%"),
        figure("青岛市", "预期享受长护险待遇人数", 60000, "2025"),
    ],
}  # fmt: skip
DEMENTIA: Data = A1 | {
    "事项": "设置失智专区床位",
    "指标": [figure("市南区", "院护床位数", 1000), figure("市南区", "失智专区床位数", 290)],
}
BEDS_2026: Data = {
    "编号": "A1c", "事项": "新增购买住院床位", "日期": "2026-01-01", "床位类别": "综合", "床位数": 100,
    "机构": {"名称": "某", "类型": "综合医院", "所在地": "城阳区"}, "指标": [figure("城阳区", "床位使用率", "40%", "2025-12-31")],
}  # fmt: skip
PHARMACY_2026: Data = {
    "编号": "A1d", "事项": "新增定点零售药店", "日期": "2026-01-01", "步行15分钟内同类型定点机构数": 3,
    "机构": {"名称": "某药店", "类型": "零售药店", "所在地": "即墨区"},
}  # fmt: skip


def test_beds_of_residential_care_on_either_side_of_the_last_day() -> None:
    """ltc 3.2.p1.s1 「按照不超过2025年全市预期享受长护险待遇总人数20%规划院护床位数」, in a plan for 2023-2025; 1号 reaches
    institutions that are not contracted yet.
    """
    day_before = judged(A1, "2025-12-31")
    assert day_before.outcome == "barred"
    assert f"{LTC}/3.2.p1.s1" in deciding(day_before)
    after = judged(A1)
    assert (after.outcome, possible(after)) == ("out_of_force", {"out_of_force"})
    assert PROCEEDS not in after.label
    assert "届满" in sentences(after)


@pytest.mark.parametrize("application", [A1, DEMENTIA, BEDS_2026, PHARMACY_2026])
@pytest.mark.parametrize("day", ["2026-01-01", "2029-06-01", "2023-07-29"])
def test_all_matters_of_one_notice_end_and_begin_alike(application: Data, day: str) -> None:
    verdict = judged(application | {"日期": day})
    assert (verdict.outcome, possible(verdict)) == ("out_of_force", {"out_of_force"})


def test_an_opinion_of_nothing_does_not_say_that_nothing_stands_in_the_way() -> None:
    opinion = lines(letter(judged(A1), kind=OPINION), "研判")
    assert any("须确认现行依据" in x for x in opinion)
    assert not any(PROCEEDS in x for x in opinion)


@pytest.mark.parametrize("kind", ["综合医院", "社区卫生服务中心", "门诊部"])
def test_a_rule_for_pharmacies_does_not_govern_a_hospital(kind: str) -> None:
    """medical 3.2.p2.s2 「将…的定点药店纳入“双通道”管理」."""
    verdict = judged({
        "编号": "A1b", "事项": "纳入双通道管理", "日期": "2024-06-03", "机构": {"名称": "某", "类型": kind, "所在地": "胶州市"}
    })  # fmt: skip
    assert verdict.outcome == "not_regulated"
    assert "不及于此类机构" in verdict.label
    assert verdict.citations == ()
    assert "没有规定不等于可以办理" in sentences(verdict)


# --- F2: determinations need their authority --------------------------------------------------------------------
A2: Data = {
    "编号": "A2", "事项": "新增居家照护定点", "日期": "2026-02-01",
    "机构": {"名称": "某护理站", "类型": "护理站", "所在地": "李沧区"}, "指标": [figure("李沧区", "照护资源相对充足", False)],
    "认定": [determined("规划延续执行", LTC, True, "某护理站", "2025-12-30")],
}  # fmt: skip
A2B: Data = {
    "编号": "A2b", "事项": "新增居家照护定点", "日期": "2024-06-03", "机构": {"名称": "某", "类型": "护理站", "所在地": "即墨区"},
    "指标": [], "认定": [determined("照护资源相对充足", "即墨区", True, "某村民委员会", "2024-05-01")],
}  # fmt: skip


@pytest.mark.parametrize("application", [A2, A2B])
@pytest.mark.parametrize("organ", ["某护理站", "某村民委员会", "青岛某物业管理有限公司", "某大学附属医院"])
def test_who_is_no_organ_determines_nothing(application: Data, organ: str) -> None:
    made = application["认定"][0] | {"机关": organ}
    (fault,) = refused(application | {"认定": [made]})
    assert organ in fault.message


@pytest.mark.parametrize(
    "organ",
    ["青岛市即墨区医疗保障局", "青岛市民政局", "青岛市医保中心", "青岛市卫生健康委员会", "山东省医疗保障局"],
)
def test_what_another_organ_says_leaves_the_fact_open(organ: str) -> None:
    """1号 names nobody; the reading 认定机关推定 takes it to be the bureau of the city."""
    made = A2B["认定"][0] | {"机关": organ}
    try:
        verdict = judged(A2B | {"认定": [made]})
    except Exception:  # a name that no list holds is asked back, which settles nothing either
        assert refused(A2B | {"认定": [made]})
        return
    assert verdict.outcome == "undetermined"
    assert ("照护资源相对充足", "即墨区") in asked(verdict)
    assert organ in sentences(verdict)


@pytest.mark.parametrize("how", ["without an organ", "as a figure"])
def test_a_determination_by_nobody_is_marked(how: str) -> None:
    made = {k: v for k, v in A2B["认定"][0].items() if k != "机关"}
    given = (
        {"认定": [made]}
        if how == "without an organ"
        else {"认定": [], "指标": [figure("即墨区", "照护资源相对充足", True)]}
    )
    verdict = judged(A2B | given)
    assert any(w.startswith("认定机关未写明") for w in verdict.warnings)
    unsaid = re.sub(r"另一种读法:[^。]*。", "", sentences(verdict)).replace("认定机关", "")  # readings speak of others
    assert "经认定" not in unsaid


def test_a_continuation_dated_before_the_end_and_its_place_in_the_letter() -> None:
    """A letter under a plan that ended says that it ended and by what determination it goes on, in its body."""
    made = determined(
        "规划延续执行", LTC, True, CITY, "2025-12-30", 依据={"名称": "通知", "编号": "青医保发〔2025〕9号"}
    )
    verdict = judged(A2 | {"认定": [made]})
    assert verdict.outcome == "presumptively_barred"
    body = "".join(lines(letter(verdict, "经审查,未发现应予例外的情形。", REFUSAL)))
    assert "规划期已于2025年12月31日届满" in body
    assert "青医保发〔2025〕9号" in body
    unnumbered = letter(judged(A2 | {"认定": [{k: v for k, v in made.items() if k != "依据"}]}), "经审查,无。", REFUSAL)
    (basis,) = (n for n in unnumbered.lines() if "届满" in n.text)
    assert "2025年12月30日\uff08__________\uff09认定继续执行" in basis.text
    assert basis.form == "待填"


# --- F3: advice names what somebody can do ----------------------------------------------------------------------
A3: Data = {
    "编号": "A3", "事项": "新增购买住院床位", "日期": "2024-06-03", "机构": {"名称": "某", "类型": "康复医院", "所在地": "城阳区"},
    "床位类别": "康复", "床位数": 51,
    "指标": [
        figure("青岛市", "医保购买住院床位数", 70000), figure("青岛市", "常住人口", 10_000_000),
        figure("青岛市", "医保购买康复床位数", 4200), figure("城阳区", "床位使用率", "80%"),
        figure("城阳区", "医疗费用增长率", "4%"), figure("青岛市", "医疗费用增长率", "5%"),
    ],
}  # fmt: skip
A4: Data = {
    "编号": "A4", "事项": "纳入双通道管理", "日期": "2024-06-03",
    "机构": {
        "名称": "某药店", "类型": "零售药店", "所在地": "胶州市", "已定点": True, "资质合规": True, "管理规范": True,
        "信誉良好": False, "安全供应": True, "布局合理": True,
    },
}  # fmt: skip
PSYCHIATRIC: Data = A3 | {
    "编号": "A3b", "床位类别": "精神", "床位数": 1, "机构": {"名称": "某", "类型": "精神专科医院", "所在地": "城阳区"},
    "指标": [*A3["指标"], figure("青岛市", "医保购买精神床位数", 7800)],
}  # fmt: skip
NEIGHBOURS: Data = {
    "编号": "A3c", "事项": "新增定点零售药店", "日期": "2024-06-03", "步行15分钟内同类型定点机构数": 3,
    "机构": {"名称": "某药店", "类型": "零售药店", "所在地": "即墨区"},
    "指标": [figure("即墨区", "医疗费用增长率", "4%", "2023"), figure("青岛市", "医疗费用增长率", "5%", "2023")],
}  # fmt: skip
POPULATION = {"常住人口", "参保人口", "60岁以上常住老年人口", "重度失能老人数", "预期享受长护险待遇人数"}


@pytest.mark.parametrize("application", [A3, A4, PSYCHIATRIC, NEIGHBOURS, A2B | {"认定": []}])
def test_no_relabelling_no_population_and_nothing_circular(application: Data) -> None:
    assert not offered(judged(application)) & ({"床位类别", "类型", "已定点", "举办主体"} | POPULATION)


@pytest.mark.parametrize("application", [A3, A4, PSYCHIATRIC])
def test_letters_teach_nothing_that_only_an_authority_could_change(application: Data) -> None:
    afterwards = "".join(lines(letter(judged(application), kind=REFUSAL), "后续办理"))
    assert "可自行改变" not in afterwards.replace("未见你单位单独改变", "")
    assert "信誉良好" not in afterwards


def test_a_rehabilitation_hospital_has_rehabilitation_beds() -> None:
    """「康复科或者康复医院的住院床位」: the cap of 0.42 is not avoided by calling them 综合."""
    (fault,) = refused(A3 | {"床位类别": "综合"})
    assert "康复" in fault.message + (fault.hint or "")


def test_neighbours_do_not_vanish_the_applicant_moves() -> None:
    """medical 3.2.p1.s2 「周边步行15分钟范围内有同类型定点医药机构的」: another site, not another town."""
    (advice,) = [x for x in explained(judged(NEIGHBOURS)).changes if "步行15分钟内同类型定点机构数" in x]
    assert "另选地址" in advice


@pytest.mark.parametrize("fact", ["信誉良好", "管理规范", "安全供应", "布局合理"])
def test_what_the_agency_finds_is_changed_by_its_finding(fact: str) -> None:
    facility = A4["机构"] | {"信誉良好": True, fact: False}
    verdict = judged(A4 | {"机构": facility})
    (change,) = [c for c in verdict.changes if {f.fact for f in c.facts} == {fact}]
    assert change.by == "authority"


# --- F4: no source is invented ----------------------------------------------------------------------------------
@pytest.mark.parametrize("application", [A3, A4, PSYCHIATRIC, NEIGHBOURS])
def test_a_fact_without_source_has_a_blank(application: Data) -> None:
    verdict = judged(application)
    facts = lines(letter(verdict, kind=REFUSAL), "事实")
    assert facts
    assert all("来源:____" in x.replace("\uff1a", ":") for x in facts), facts
    assert "申请材料)" not in "".join(facts)
    opinion = letter(verdict, kind=OPINION)
    (table,) = (s.table for s in opinion.sections if s.name == "事实")
    assert table is not None
    assert {row[3] for row in table.rows} == {"____"}
    notes = "".join(n.text for n in letter(verdict, kind=REFUSAL).notes)
    assert "未载明时点或者来源" in notes


def test_a_source_that_was_given_is_said() -> None:
    stated = {"数值": 3, "时点": "2024-04-20", "来源": "现场核查记录5号", "来源类型": "现场核查"}
    facts = lines(letter(judged(NEIGHBOURS | {"步行15分钟内同类型定点机构数": stated}), kind=REFUSAL), "事实")
    assert any("现场核查记录5号" in x and "2024-04-20" in x for x in facts), facts


# --- F5: no exception is denied while one is quoted -------------------------------------------------------------
HOME_CARE: Data = {
    "编号": "F5", "事项": "新增居家照护定点", "日期": "2024-06-03", "机构": {"名称": "某", "类型": "护理站", "所在地": "城阳区"},
    "指标": [figure("城阳区", "照护资源相对充足", False)],
}  # fmt: skip
A8: Data = HOME_CARE | {
    "编号": "A8",
    "机构": {"名称": "某", "类型": "护理站", "所在地": "即墨区"},
    "指标": [figure("即墨区", "照护资源相对充足", False)],
}
CARE_BEDS: Data = {
    "编号": "F12", "事项": "新增购买院护床位", "日期": "2024-06-03", "床位数": 50, "所在镇街院护机构数": 0,
    "机构": {"名称": "某", "类型": "护理院", "所在地": "平度市", "已定点": "否"},
    "指标": [
        figure("青岛市", "院护床位数", 8000), figure("平度市", "院护床位使用率", "80%"),
        figure("青岛市", "预期享受长护险待遇人数", 60000, "2025"), figure("平度市", "照护资源相对充足", False),
    ],
}  # fmt: skip
OUTPATIENT: Data = {
    "编号": "A9", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-06-03",
    "机构": {"名称": "某大学医务室", "类型": "医务室", "所在地": "崂山区", "举办主体": "高等院校", "符合定点条件": True},
    "步行15分钟内同类型定点机构数": 0,
    "指标": [figure("崂山区", "医疗费用增长率", "3%"), figure("青岛市", "医疗费用增长率", "5%")],
}  # fmt: skip
NONE = "未设可考虑的例外或者优先"


@pytest.mark.parametrize(
    "application",
    [
        HOME_CARE,
        A8,
        A2B | {"认定": [determined("照护资源相对充足", "即墨区", True)]},
        CARE_BEDS,
        OUTPATIENT,
        NEIGHBOURS,
        A3,
    ],
)
def test_no_exception_is_denied_where_the_plan_has_one(application: Data) -> None:
    """ltc 2.3.i2.s2 「给予适当倾斜」, 2.3.i1.s2 「对服务盲点区域优先安排定点」; medical 3.3.p1 「不受本规划限制」."""
    opinion = letter(judged(application), kind=OPINION)
    assert not any(NONE in x for x in lines(opinion))
    assert lines(opinion, "例外")


def test_where_the_plan_has_none_that_is_said() -> None:
    """ltc 3.2.p2 on 失智专区 has neither exemption nor preference."""
    ward = DEMENTIA | {"日期": "2024-06-03", "床位数": 50}
    assert any(NONE in x for x in lines(letter(judged(ward), kind=OPINION), "例外"))


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
    assert clause in [t.clause for t in verdict.touching[:4]]
    assert any("总量" in x.short for x in explained(verdict).touching[:4])


@pytest.mark.parametrize("application", [A8, CARE_BEDS, OUTPATIENT])
def test_a_statement_that_touches_the_case_is_told_once(application: Data) -> None:
    places = [x.short.partition("):")[0] for x in explained(judged(application)).touching]
    assert len(places) == len(set(places))


def test_what_is_in_force_speaks_before_what_may_be() -> None:
    documents = [t.clause.partition("/")[0] for t in judged(A8).touching if not t.why.startswith("解释")]
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


# --- F11: a claim that changes nothing --------------------------------------------------------------------------
F11: Data = {
    "编号": "F11", "事项": "新增购买住院床位", "日期": "2024-06-03", "床位类别": "综合", "床位数": 50,
    "机构": {"名称": "某", "类型": "综合医院", "所在地": "城阳区", "重点建设项目": "未核实"},
    "指标": [
        figure("青岛市", "医保购买住院床位数", 70000), figure("青岛市", "常住人口", 10_000_000),
        figure("城阳区", "床位使用率", "80%"), figure("城阳区", "医疗费用增长率", "4%"), figure("青岛市", "医疗费用增长率", "5%"),
    ],
}  # fmt: skip


def test_a_claim_that_changes_nothing_stops_nothing() -> None:
    verdict = judged(F11)
    assert (verdict.outcome, verdict.missing) == ("may_proceed", ())
    assert letter(verdict).kind == OPINION
    said = sentences(verdict)
    assert "重点建设项目:尚未核实" in said
    assert "申请人主张重点建设项目(市级)" not in said
    assert "重点建设项目:申请材料未载明" not in said


def test_a_claim_that_would_change_the_outcome_is_asked_for() -> None:
    low = [figure("城阳区", "床位使用率", "70%") if f["名称"] == "床位使用率" else f for f in F11["指标"]]
    verdict = judged(F11 | {"指标": low})
    assert (verdict.outcome, possible(verdict)) == ("undetermined", {"presumptively_barred", "exempt"})
    assert ("重点建设项目", "机构") in {(m.fact, "机构") for m in verdict.missing}


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

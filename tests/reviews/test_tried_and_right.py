"""What the reading of Qingdao tried and found right, each with the words it rests on, so that it stays right."""

from __future__ import annotations

import pytest
from reviewed import (
    CITY,
    LTC,
    MEDICAL,
    OPINION_1,
    Data,
    deciding,
    determined,
    figure,
    judged,
    letter,
    lines,
    possible,
    refused,
    sentences,
)

from policy_dsl.diagnostics import Faults
from policy_dsl.source_text import squeezed
from reasoner.driver.current_rule_base import official_texts
from reasoner.letters.letter_types import OPINION, REQUEST, TELLING
from reasoner.model.kinds import Role

BAR, NOW, GO, EXEMPT, OUT, CONTROL = (
    "presumptively_barred", "barred", "may_proceed", "exempt", "out_of_force", "strictly_controlled",
)  # fmt: skip
PEOPLE = 10_000_000


def beds(category: str, count: int, kind: str = "综合医院", place: str = "城阳区", **more: object) -> Data:
    """Beds in a city of ten million; the total of 7.5 (75000) is far, the rate of use 80%, costs grow more slowly."""
    bought = {"医保购买住院床位数": 70_000, **more.pop("购买", {})}  # type: ignore[dict-item]
    growth, rate = more.pop("增长", ("4%", "5%")), more.pop("使用率", "80%")
    area = {"市南区": "市本级", "市北区": "市本级", "李沧区": "市本级"}.get(place, place)
    facility = {"名称": "某", "类型": kind, "所在地": place, **more.pop("机构", {})}  # type: ignore[dict-item]
    return {
        "编号": "T-1", "事项": "新增购买住院床位", "日期": "2024-06-03", "机构": facility, "床位类别": category, "床位数": count,
        "指标": [
            figure("青岛市", "常住人口", PEOPLE, "2023"),
            *(figure("青岛市", n, v, "2023") for n, v in bought.items()),
            figure(area, "床位使用率", rate, "2024-03-31"),
            figure(place, "医疗费用增长率", growth[0], "2023"), figure("青岛市", "医疗费用增长率", growth[1], "2023"),  # type: ignore[index]
        ],
        **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("bought", "asked", "outcome"), [(7799, 1, GO), (7799, 2, BAR), (7800, 1, NOW), (7801, 1, NOW), (7000, 800, GO)]
)
@pytest.mark.parametrize("kind", ["精神专科医院", "综合医院"])
def test_psychiatric_beds(kind: str, bought: int, asked: int, outcome: str) -> None:
    """medical 3.1.p1.s1 「原则上不超过…精神科床位数0.78张」; s2 「已达到…指标的精神科床位,暂不新增购买」: 7800 of ten million.

    All beds are known to be no more than the bought ones, else s2 were open.
    """
    application = beds("精神", asked, kind, 购买={"医保购买精神床位数": bought, "精神科床位数": bought})
    assert judged(application).outcome == outcome


def test_bought_beds_alone_reach_the_target_and_unknown_beds_leave_it_open() -> None:
    assert judged(beds("精神", 1, "精神专科医院", 购买={"医保购买精神床位数": 7800})).outcome == NOW
    open_case = judged(beds("精神", 1, "精神专科医院", 购买={"医保购买精神床位数": 7000}))
    assert (open_case.outcome, possible(open_case)) == ("undetermined", {NOW, GO})
    all_beds = judged(beds("精神", 1, "精神专科医院", 购买={"医保购买精神床位数": 7000, "精神科床位数": 7800}))
    assert all_beds.outcome == NOW


@pytest.mark.parametrize(("asked", "outcome"), [(50, GO), (51, BAR), (1, GO)])
@pytest.mark.parametrize("kind", ["康复医院", "综合医院", "中西医结合医院"])
def test_rehabilitation_beds(kind: str, asked: int, outcome: str) -> None:
    """「康复病床数0.42张」: 4200 of ten million, in whatever hospital."""
    bought = {"医保购买康复床位数": 4150, "医保购买中医床位数": 1000}
    assert judged(beds("康复", asked, kind, 购买=bought)).outcome == outcome


def test_a_psychiatric_hospital_that_asks_for_general_beds() -> None:
    """Beds are classed by what they are: the two limits on psychiatric beds say nothing of general ones."""
    assert judged(beds("综合", 10, "精神专科医院", 购买={"医保购买精神床位数": 7800})).outcome == GO


@pytest.mark.parametrize(
    ("kind", "category", "outcome"),
    [
        ("中西医结合医院", "康复", BAR), ("中医医院", "精神", BAR), ("民族医医院", "综合", BAR), ("综合医院", "中医", GO),
        ("康复医院", "康复", GO),
    ],
)  # fmt: skip
def test_the_cap_of_hospitals_of_chinese_medicine_goes_by_hospital(kind: str, category: str, outcome: str) -> None:
    """「中医类医院床位数0.85张」: 8500; all beds of such a hospital, and none of the 中医 beds of another."""
    bought = {"医保购买中医床位数": 8500, "医保购买康复床位数": 100, "医保购买精神床位数": 100, "精神科床位数": 100}
    assert judged(beds(category, 1, kind, 购买=bought)).outcome == outcome


@pytest.mark.parametrize(("rate", "outcome"), [("74.99%", BAR), ("75%", GO), ("75.01%", GO), ("0%", BAR)])
@pytest.mark.parametrize(
    "place", ["城阳区", "即墨区", "崂山区", "西海岸新区", "胶州市", "平度市", "莱西市", "市南区", "市北区", "李沧区"]
)
def test_the_rate_of_use_at_its_boundary_in_every_area(place: str, rate: str, outcome: str) -> None:
    """medical 3.1.p2 「医保管理区域(市本级、崂山区、西海岸新区、城阳区、即墨区、胶州市、平度市、莱西市)内床位使用率低于75%的」."""
    assert judged(beds("综合", 10, place=place, 使用率=rate)).outcome == outcome


def test_figures_of_a_part_and_of_the_whole_are_apart() -> None:
    """The rate of 市本级 is not that of 市南区; the growth of 李沧区 is not that of 市本级."""
    part = beds("综合", 10, place="市南区")
    part["指标"] = [f | {"地区": "市南区"} if f["名称"] == "床位使用率" else f for f in part["指标"]]
    assert judged(part).outcome == "undetermined"
    whole = beds("综合", 10, place="李沧区")
    whole["指标"] = [f | {"地区": "市本级"} if f["地区"] == "李沧区" else f for f in whole["指标"]]
    assert refused(whole) if _refuses(whole) else judged(whole).outcome == "undetermined"


def _refuses(application: Data) -> bool:
    try:
        judged(application)
    except Faults:
        return True
    return False


@pytest.mark.parametrize("name", ["西海岸新区", "黄岛区", "西海岸", "青岛西海岸新区"])
def test_one_place_by_all_its_names(name: str) -> None:
    verdict = judged(beds("综合", 10, place=name, 使用率="70%"))
    assert (verdict.outcome, verdict.region) == (BAR, "370211")


def test_the_former_name_of_a_county_that_became_a_district() -> None:
    """即墨市 was made 即墨区 in 2017 with all that belonged to it."""
    assert judged(beds("综合", 10, place="即墨市", 使用率="70%")).region == "370215"


@pytest.mark.parametrize("name", ["市本级", "青岛高新区", "平度县"])
def test_what_is_no_county_is_refused_with_a_reason(name: str) -> None:
    assert all(f.message for f in refused(beds("综合", 10, place=name)))


@pytest.mark.parametrize(
    ("levels", "exempt"),
    [
        (["省级", "区县级"], False),
        (["国家级", "市级"], True),
        ("市级", True),
        ("区县级", False),
        ("国家级", False),
        ("无", False),
    ],
)
def test_projects_of_the_city_exempt_from_every_restriction_of_the_plan(levels: object, exempt: bool) -> None:
    """medical 3.3.p1 「列入市政府重点建设项目的医疗机构,不受本规划限制」: 暂不, 原则上 and 从严 alike, all shown."""
    application = beds(
        "精神",
        1,
        "精神专科医院",
        购买={"医保购买精神床位数": 7800},
        增长=("6%", "5%"),
        使用率="70%",
        机构={"重点建设项目": levels},
    )
    verdict = judged(application)
    assert verdict.outcome == (EXEMPT if exempt else NOW)
    restrictions = {f"{MEDICAL}/3.1.p1.s2", f"{MEDICAL}/3.1.p1.s1", f"{MEDICAL}/3.1.p2", f"{MEDICAL}/2.3.i1.s4"}
    role = {Role.DEFEATED} if exempt else {Role.DECISIVE, Role.SUPPORTING}
    assert {c.clause for c in verdict.citations if c.role in role} == restrictions


@pytest.mark.parametrize("claim", ["市级", "未核实", "国家级"])
def test_a_pharmacy_is_never_exempt(claim: str) -> None:
    """「…的医疗机构」: a pharmacy is none."""
    verdict = judged({
        "编号": "T-2", "事项": "新增定点零售药店", "日期": "2024-06-03", "步行15分钟内同类型定点机构数": 1,
        "机构": {"名称": "某药店", "类型": "零售药店", "所在地": "即墨区", "重点建设项目": claim},
        "指标": [figure("即墨区", "医疗费用增长率", "4%", "2023"), figure("青岛市", "医疗费用增长率", "5%", "2023")],
    })  # fmt: skip
    assert (verdict.outcome, possible(verdict)) == (BAR, {BAR})
    assert "不属于该条所称医疗机构" in sentences(verdict)


def care(matter: str, place: str, figures: list[Data], **more: object) -> Data:
    facility = {"名称": "某", "类型": "护理院", "所在地": place, "已定点": "院护", **more.pop("机构", {})}  # type: ignore[dict-item]
    return {
        "编号": "T-3",
        "事项": matter,
        "日期": "2024-06-03",
        "机构": facility,
        "床位数": 50,
        "指标": figures,
        **more,
    }


def test_the_exemption_of_one_plan_does_not_reach_the_other() -> None:
    """medical 3.3.p1 「不受本规划限制」 speaks of its own plan."""
    figures = [
        figure("青岛市", "院护床位数", 12_000, "2024-03-31"), figure("青岛市", "预期享受长护险待遇人数", 90_000, "2025"),
        figure("市南区", "院护床位使用率", "80%", "2024-03-31"),
    ]  # fmt: skip
    verdict = judged(care("新增购买院护床位", "市南区", figures, 机构={"重点建设项目": "市级"}))
    assert verdict.outcome == BAR
    assert "范围不及" in sentences(verdict)
    opinion = "".join(n.text for n in letter(verdict, kind=OPINION).lines())
    assert "本规划" in opinion


@pytest.mark.parametrize(("kind", "asked", "stock", "outcome"), [
    ("both", 50, 11_950, GO), ("both", 51, 11_950, NOW), ("number", 50, 11_951, BAR), ("share", 51, 11_950, NOW),
])  # fmt: skip
def test_residential_beds_at_both_caps(kind: str, asked: int, stock: int, outcome: str) -> None:
    """ltc 3.2.p1.s1 「不超过2025年全市预期享受长护险待遇总人数20%」, 「原则上不超过1.2万张」; 11950 + 50 = 12000 exactly."""
    people = 60_000 if kind != "number" else 90_000
    figures = [
        figure("青岛市", "院护床位数", stock, "2024-03-31"), figure("青岛市", "预期享受长护险待遇人数", people, "2025"),
        figure("平度市", "院护床位使用率", "80%", "2024-03-31"),
    ]  # fmt: skip
    application = care("新增购买院护床位", "平度市", figures, 所在镇街院护机构数=1) | {"床位数": asked}
    assert judged(application).outcome == outcome


def test_a_forecast_of_another_year_does_not_serve() -> None:
    figures = [
        figure("青岛市", "院护床位数", 8000, "2024-03-31"), figure("青岛市", "预期享受长护险待遇人数", 60_000, "2024"),
        figure("平度市", "院护床位使用率", "80%", "2024-03-31"),
    ]  # fmt: skip
    verdict = judged(care("新增购买院护床位", "平度市", figures, 所在镇街院护机构数=1))
    assert verdict.outcome == "undetermined"
    assert "不是2025年的预期数" in "".join(verdict.warnings).replace("2025的", "2025年的")


@pytest.mark.parametrize(("ward", "asked", "outcome"), [(250, 50, GO), (250, 51, BAR), (0, 300, GO)])
def test_wards_for_dementia_at_thirty_percent(ward: int, asked: int, outcome: str) -> None:
    """ltc 3.2.p2 「原则上按照各区(市)院护床位总数的30%核定」."""
    figures = [
        figure("市南区", "失智专区床位数", ward, "2024-03-31"),
        figure("市南区", "院护床位数", 1000, "2024-03-31"),
    ]
    assert judged(care("设置失智专区床位", "市南区", figures) | {"床位数": asked}).outcome == outcome


def test_five_districts_and_four_districts_are_apart() -> None:
    """3.1.p1.s2 lists four for home care, 3.2.p1.s3 five for residential care: 城阳区 is among the five only."""
    home = {
        "编号": "T-4", "事项": "新增居家照护定点", "日期": "2024-06-03", "机构": {"名称": "某", "类型": "护理站", "所在地": "城阳区"},
        "认定": [determined("照护资源相对充足", "城阳区", False)],
    }  # fmt: skip
    assert judged(home).outcome == GO
    figures = [
        figure("青岛市", "院护床位数", 8000, "2024-03-31"), figure("青岛市", "预期享受长护险待遇人数", 60_000, "2025"),
        figure("城阳区", "院护床位使用率", "80%", "2024-03-31"),
    ]  # fmt: skip
    town = {"机构": {"已定点": "居家照护"}, "所在镇街院护机构数": 0}
    residential = judged(care("新增购买院护床位", "城阳区", figures, **town))
    assert residential.outcome == GO


def test_room_that_was_made_lifts_no_restriction() -> None:
    """3.1.p1.s2 「通过动态管理腾出的机构数量…优先用于服务覆盖率相对较低的镇街」."""
    verdict = judged({
        "编号": "T-5", "事项": "新增居家照护定点", "日期": "2024-06-03",
        "机构": {"名称": "某", "类型": "护理站", "所在地": "市南区", "镇街": "某街道"},
        "认定": [
            determined("动态管理腾出名额", "青岛市", True, "青岛市医保中心"),
            determined("服务覆盖率相对较低镇街", "某街道", True, "青岛市医保中心"),
        ],
    })  # fmt: skip
    assert verdict.outcome == BAR
    assert f"{LTC}/3.1.p1.s2" in deciding(verdict)


def test_personal_accounts_have_no_preference() -> None:
    """3.2.p1.s3 「可优先纳入门诊统筹、门诊慢特病定点医疗机构」: not 个账."""
    verdict = judged({
        "编号": "T-6", "事项": "新增个人账户定点", "日期": "2024-06-03", "步行15分钟内同类型定点机构数": 0,
        "机构": {"名称": "某", "类型": "社区卫生服务站", "所在地": "即墨区", "按卫生规划设立": True, "符合定点条件": True},
        "指标": [figure("即墨区", "医疗费用增长率", "4%", "2023"), figure("青岛市", "医疗费用增长率", "5%", "2023")],
    })  # fmt: skip
    assert verdict.outcome == GO


@pytest.mark.parametrize(("day", "outcome"), [
    ("2023-07-29", OUT), ("2023-07-30", BAR), ("2025-12-31", BAR), ("2026-01-01", OUT),
])  # fmt: skip
def test_the_medical_plan_on_its_first_and_last_day(day: str, outcome: str) -> None:
    application = beds("综合", 10, 使用率="70%") | {"日期": day}
    application["指标"] = [{k: v for k, v in f.items() if k != "时点"} for f in application["指标"]]
    assert judged(application).outcome == outcome


def test_whether_a_pharmacy_is_contracted_is_asked_of_the_bureau() -> None:
    """3.2.p2.s2 「…的定点药店」."""
    meets = dict.fromkeys(("资质合规", "管理规范", "信誉良好", "安全供应", "布局合理"), True)
    verdict = judged({
        "编号": "T-7", "事项": "纳入双通道管理", "日期": "2024-06-03", "机构": {"名称": "某", "类型": "零售药店", "所在地": "胶州市", **meets},
    })  # fmt: skip
    assert verdict.outcome == "undetermined"
    assert [(m.fact, m.provider) for m in verdict.missing] == [("已定点", "本局")]


def test_use_of_first_level_hospitals_is_no_rule() -> None:
    """1.p2.s1 「一级医院平均不足30%」 describes."""
    assert judged(beds("综合", 10, 机构={"等级": "一级"})).outcome == GO


def test_no_letter_leaves_on_a_text_of_unknown_force_alone() -> None:
    verdict = judged({
        "编号": "T-8", "事项": "新增居家照护定点", "日期": "2024-06-03", "机构": {"名称": "某", "类型": "护理站", "所在地": "即墨区"},
        "认定": [determined("照护资源相对充足", "即墨区", True)],
    })  # fmt: skip
    asking = letter(verdict)
    assert asking.kind == REQUEST
    assert (
        "《青岛市医疗保障局 青岛市财政局关于推动长期护理保险提质增效实现高质量发展的意见》（青医保字〔2023〕1号，以下简称《意见》）"
        "收到的文本未载明其效力期间，请青岛市医疗保障局、青岛市财政局确认是否有效，以及自何日起施行、至何日止。"
    ) in lines(asking, "认定")
    for kind in TELLING:
        with pytest.raises(Faults) as raised:
            letter(verdict, kind=kind)
        assert {d.code for d in raised.value.diagnostics} == {"T106"}
    assert {c.clause.partition("/")[0] for c in verdict.citations if c.role is Role.DECISIVE} <= {OPINION_1}


@pytest.mark.parametrize("about", ["qingdao-2023-18-notice", MEDICAL])
def test_an_extension_of_another_document_does_nothing(about: str) -> None:
    made = determined("规划延续执行", about, True, CITY, "2025-12-30")
    verdict = judged({
        "编号": "T-9", "事项": "设置失智专区床位", "日期": "2026-02-01", "床位数": 10,
        "机构": {"名称": "某", "类型": "护理院", "所在地": "市南区", "已定点": "院护"}, "认定": [made],
    })  # fmt: skip
    assert verdict.outcome == OUT


def test_a_determination_of_a_later_day_is_not_used() -> None:
    later = determined("照护资源相对充足", "即墨区", False, CITY, "2024-07-01")
    verdict = judged({
        "编号": "T-10", "事项": "新增居家照护定点", "日期": "2024-06-03", "机构": {"名称": "某", "类型": "护理站", "所在地": "即墨区"},
        "认定": [later],
    })  # fmt: skip
    assert verdict.outcome == "undetermined"
    assert "晚于适用日期" in "".join(verdict.warnings)


def test_growth_alone_is_a_control() -> None:
    assert judged(beds("综合", 10, 增长=("5.01%", "5%"))).outcome == CONTROL
    assert judged(beds("综合", 10, 增长=("5%", "5%"))).outcome == GO


def test_every_quotation_is_verbatim() -> None:
    cases = [
        beds("精神", 1, "精神专科医院", 购买={"医保购买精神床位数": 7800}, 机构={"重点建设项目": "市级"}),
        beds("康复", 10),
    ]
    for verdict in map(judged, cases):
        for cited in (*verdict.citations, *verdict.touching):
            text = squeezed(official_texts()[cited.clause.partition("/")[0]])
            assert squeezed(cited.quote) in text

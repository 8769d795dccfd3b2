"""docs/semantics.md §1, §9: contracts are held for services; what contradicts itself is asked back or told.

Each case names the words it rests on: those of the official text, or of DESIGN §5.8, §5.9 and CONTRACT §1.
"""

from __future__ import annotations

from typing import Any, Final

import pytest
from small_base import plain, real, status

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.model.verdict import Verdict
from reasoner.proof.check_proof import check_proof

BARE_UNKNOWN: Final = "「已定点」只写「是」,没有写明哪几项服务,按不详处理,请补写。"
MEDICAL: Final = ("住院", "门诊统筹", "门诊慢特病", "个人账户", "双通道")
CARE: Final = ("居家照护", "院护", "失智专区")
DEFICIT: Final = "赤字地区不再增加机构"


def pharmacy(**more: Any) -> dict[str, Any]:
    """Henan 3.2.i1.p2.s2: 「对医保基金当期赤字…的地区,原则上不再增加定点医药机构数量」, a pharmacy in such an area."""
    return {
        "编号": "HL-01", "事项": "新增定点零售药店", "日期": "2026-03-01",
        "机构": {"名称": "戊机构", "类型": "零售药店", "所在地": "洛阳市", **more},
        "指标": [
            {"地区": "洛阳市", "名称": "医保基金当期赤字", "数值": True},
            {"地区": "洛阳市", "名称": "医保基金动态监测赤字", "数值": True},
            {"地区": "洛阳市", "名称": "定点医药机构数", "数值": 900},
            {"地区": "洛阳市", "名称": "定点医药机构配置总量", "数值": 1000},
        ],
    }  # fmt: skip


def hospital_in_deficit(held: Any, matter: str = "新增购买住院床位", **more: Any) -> dict[str, Any]:
    """The same sentence, a hospital."""
    application = pharmacy(已定点=held, 类型="综合医院") | {"事项": matter, **more}
    return application | ({"床位类别": "综合", "床位数": 50} if matter == "新增购买住院床位" else {})


def station(held: Any, place: str = "即墨区", matter: str = "新增居家照护定点", **more: Any) -> dict[str, Any]:
    """1号 5.i8.s2: 「照护资源相对充足的区域,原则上控制长护险定点机构数量不再增长」, in such an area."""
    kind = "护理站" if matter == "新增居家照护定点" else "护理院"
    facility: dict[str, Any] = {"名称": "某护理机构", "类型": kind, "所在地": place} | more
    return {
        "编号": "CG-1", "事项": matter, "日期": "2024-06-03",
        "机构": facility if held is ... else facility | {"已定点": held},
        "认定": [
            {"事项": "照护资源相对充足", "对象": place, "结论": True, "机关": "青岛市医疗保障局", "日期": "2024-05-01"},
            {"事项": "文件效力", "对象": "qingdao-2023-1", "结论": True, "机关": ["青岛市医疗保障局", "青岛市财政局"], "自": "2023-01-01"},
        ],
    }  # fmt: skip


def care_home(held: Any, place: str = "即墨区", matter: str = "新增购买院护床位") -> dict[str, Any]:
    """The same for beds, all caps of the plan kept."""
    figures = [
        {"地区": "青岛市", "名称": "院护床位数", "数值": 8000},
        {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60_000, "时点": "2025"},
        {"地区": place, "名称": "院护床位使用率", "数值": "80%"},
        {"地区": place, "名称": "院护床位数", "数值": 1000},
        {"地区": place, "名称": "失智专区床位数", "数值": 100},
    ]
    return station(held, place, matter) | {"床位数": 10, "指标": figures}


def dual(held: Any, **more: Any) -> dict[str, Any]:
    """Medical plan 3.2.p2.s2: 「将资质合规、管理规范、信誉良好、安全供应、布局合理的定点药店纳入“双通道”管理」."""
    meets = dict.fromkeys(("资质合规", "管理规范", "信誉良好", "安全供应", "布局合理"), True) | more
    return {
        "编号": "DU-1", "事项": "纳入双通道管理", "日期": "2024-06-03",
        "机构": {"类型": "零售药店", "所在地": "胶州市", "已定点": held, **meets},
    }  # fmt: skip


def outpatient(kind: str, **more: Any) -> dict[str, Any]:
    """Medical plan 3.2.p1.s3: 「高等院校、养老机构等内设医疗机构符合条件的,可优先纳入门诊统筹、门诊慢特病定点医疗机构」."""
    return {
        "编号": "OU-1", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-06-03",
        "机构": {"类型": kind, "所在地": "崂山区", "符合定点条件": True} | more, "步行15分钟内同类型定点机构数": 0,
        "指标": [
            {"地区": "崂山区", "名称": "医疗费用增长率", "数值": "3%", "时点": "2023"},
            {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
        ],
    }  # fmt: skip


def beds(kind: str, category: str, **more: Any) -> dict[str, Any]:
    """Beds in 城阳区, at the cap of 0.42 per thousand for rehabilitation (4200 of ten million)."""
    figures = {
        "医保购买住院床位数": 70_000,
        "常住人口": 10_000_000,
        "医保购买康复床位数": 4200,
        "医保购买中医床位数": 8450,
    }
    return {
        "编号": "BE-1", "事项": "新增购买住院床位", "日期": "2024-06-03", "床位类别": category, "床位数": 51,
        "机构": {"类型": kind, "所在地": "城阳区", **more},
        "指标": [
            *({"地区": "青岛市", "名称": name, "数值": number} for name, number in figures.items()),
            {"地区": "城阳区", "名称": "床位使用率", "数值": "80%"},
            {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
            {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
        ],
    }  # fmt: skip


def faults(application: dict[str, Any]) -> list[tuple[str, str]]:
    """Code and place of every fault of an input."""
    with pytest.raises(Faults) as refused:
        real(application)
    return [(d.code, d.where) for d in refused.value.diagnostics]


def offered(verdict: Verdict) -> set[str]:
    """Every fact that advice would change."""
    return {f.fact for c in verdict.changes for f in c.facts}


# --- which service a rule means -------------------------------------------------------------------------------


@pytest.mark.parametrize("service", MEDICAL)
def test_who_holds_any_contract_of_the_medical_insurance_adds_no_institution(service: str) -> None:
    """Henan counts 「定点医药机构数量」: one already contracted for any service of it leaves the number as it is, and is not
    reached by what Henan says of that number; nothing else is held, and silence is no permission (DESIGN §5.1).
    """
    matter = "新增个人账户定点" if service != "个人账户" else "新增购买住院床位"
    verdict = real(hospital_in_deficit([service], matter))
    assert (verdict.outcome, verdict.label) == ("not_regulated", "所作规定不及于此类机构")


@pytest.mark.parametrize("service", CARE)
def test_a_contract_of_long_term_care_is_none_of_the_medical_insurance(service: str) -> None:
    """Reading 长护机构不在其内: 「定点医药机构」 are those of the medical insurance; one box, two insurances (F12)."""
    assert status(real(hospital_in_deficit([service])), DEFICIT) == "true"


@pytest.mark.parametrize("held", [["院护"], ["失智专区"], ["院护", "住院"]])
def test_who_holds_a_contract_of_long_term_care_adds_no_institution(held: list[str]) -> None:
    """1号 counts 「长护险定点机构数量」: reading 已定点不增加机构数."""
    assert real(station(held)).outcome == "may_proceed"


@pytest.mark.parametrize("service", MEDICAL)
def test_a_contract_of_the_medical_insurance_is_none_of_long_term_care(service: str) -> None:
    """Reading 已定点不增加机构数: 「只有基本医疗保险定点的,不算已经是长护险定点机构」."""
    assert real(station([service])).outcome == "presumptively_barred"


@pytest.mark.parametrize(("held", "expected"), [
    (["零售药店"], "may_proceed"), (["零售药店", "个人账户"], "may_proceed"),
    # 「定点药店」 is a 定点零售药店: another contract makes none, and none is none.
    (["个人账户"], "not_eligible"), ("无", "not_eligible"), ("否", "not_eligible"), (False, "not_eligible"),
    ("不详", "undetermined"), (None, "undetermined"), ("未核实", "undetermined"),
])  # fmt: skip
def test_only_a_contracted_pharmacy_enters_the_dual_channel(held: Any, expected: str) -> None:
    assert real(dual(held)).outcome == expected


# --- 是 and 否 alone ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("application", "service"), [
    (hospital_in_deficit(True), "住院"), (dual("是"), "零售药店"), (care_home("是"), "院护"),
    (care_home({"结论": "是", "来源": "服务协议"}, matter="设置失智专区床位"), "院护"),
])  # fmt: skip
def test_yes_alone_is_the_service_to_which_the_matter_adds(application: dict[str, Any], service: str) -> None:
    """CONTRACT §1: 「A bare 是 means the service that the matter adds to … told」."""
    verdict = real(application)
    named = application | {"机构": application["机构"] | {"已定点": [service]}}
    assert verdict.outcome == real(named).outcome
    matter = application["事项"]
    assert f"「已定点」只写「是」,依「{matter}」理解为{service},请核实。" in verdict.warnings
    assert all("只写" not in w for w in real(named).warnings)


@pytest.mark.parametrize("bare", [True, "是", "true", {"数值": True, "来源": "申请表", "来源类型": "申请材料"}])
def test_yes_alone_is_unknown_where_a_contract_is_asked_for(bare: Any) -> None:
    """law-others A8: 「已定点」是 of a chain's other shop lifts no limit; which services it means is asked."""
    verdict = real(pharmacy(已定点=bare, 连锁="是"))
    assert status(verdict, DEFICIT) == "unknown"
    assert verdict.outcome == "undetermined"
    (asked,) = (m for m in verdict.missing if m.fact == "已定点")
    assert asked.provider == "本局"
    # An answer that would be asked back is none.
    assert "零售药店" not in [a.value for a in asked.answers or ()]
    assert {(a.value, a.outcome) for a in asked.answers or () if a.value == "无"} == {("无", "presumptively_barred")}
    assert BARE_UNKNOWN in verdict.warnings
    assert all(a.fact != "已定点" for a in verdict.assumptions)


@pytest.mark.parametrize("none", ["否", False, "无", "false"])
def test_no_alone_is_no_contract_at_all(none: Any) -> None:
    verdict = real(pharmacy(已定点=none))
    assert verdict.outcome == "presumptively_barred"
    assert all("已定点" not in w for w in verdict.warnings)
    (fact,) = (f for f in verdict.facts if f.fact == "已定点")
    assert fact.value == "无"


def test_silence_is_taken_as_no_contract_where_one_is_asked_for() -> None:
    verdict = real(pharmacy())
    assert verdict.outcome == "presumptively_barred"
    assert ("已定点", "尚未定点") in [(a.fact, a.assumed) for a in verdict.assumptions]


def test_silence_is_unknown_where_beds_are_asked_for() -> None:
    application = hospital_in_deficit("否")
    del application["机构"]["已定点"]
    assert status(real(application), DEFICIT) == "unknown"


# --- what contradicts itself ----------------------------------------------------------------------------------


@pytest.mark.parametrize("application", [
    pharmacy(已定点="零售药店"), pharmacy(已定点=["零售药店", "双通道"]), station(["居家照护"]), station(["居家照护", "院护"]),
    hospital_in_deficit(["个人账户"], "新增个人账户定点"), outpatient("医务室", 已定点=["门诊慢特病", "门诊统筹"]),
    pharmacy(已定点={"数值": "零售药店", "来源": "名册"}),
])  # fmt: skip
def test_a_contract_that_is_held_and_asked_for_is_asked_back(application: dict[str, Any]) -> None:
    """CONTRACT §1: 「naming the very service that such a matter adds (for 门诊统筹和门诊慢特病: both) is bad input」."""
    assert faults(application) == [("F160", "机构.已定点")]


@pytest.mark.parametrize("application", [
    outpatient("医务室", 已定点="门诊统筹"), outpatient("医务室", 已定点="门诊慢特病"), outpatient("医务室", 已定点=["门诊统筹", "住院"]),
    hospital_in_deficit(["住院"]), care_home(["院护"]), care_home(["院护", "失智专区"], matter="设置失智专区床位"), pharmacy(已定点=True),
])  # fmt: skip
def test_another_contract_or_more_beds_contradict_nothing(application: dict[str, Any]) -> None:
    assert real(application).outcome


def test_a_contract_that_ended_contradicts_nothing() -> None:
    """What counts is what is held when the application is received."""
    application = station(...) | {"认定": [
        {"事项": "已定点", "对象": "机构", "结论": ["居家照护"], "日期": "2022-01-01"},
        {"事项": "已定点", "对象": "机构", "结论": "否", "日期": "2024-01-01"},
    ]}  # fmt: skip
    assert real(application).outcome == "may_proceed" or "照护资源相对充足" in {
        m.fact for m in real(application).missing
    }
    application["认定"].pop()
    assert faults(application) == [("F160", "机构.已定点")]


def test_a_pharmacy_in_the_dual_channel_that_asks_for_it_is_told() -> None:
    verdict = real(dual(["零售药店", "双通道"]))
    assert "「已定点」已有双通道,又申请「纳入双通道管理」,请核实。" in verdict.warnings


def test_a_rehabilitation_hospital_has_rehabilitation_beds() -> None:
    """law-qingdao F3: 康复 are by the ontology 「康复科或者康复医院的住院床位」, so they are no 综合 beds past the cap of 0.42."""
    assert faults(beds("康复医院", "综合")) == [("F161", "床位类别")]
    assert real(beds("康复医院", "康复")).outcome == "presumptively_barred"
    # Those of a general hospital are of either kind, as its departments are.
    assert real(beds("综合医院", "综合")).outcome == "may_proceed"
    assert real(beds("综合医院", "康复")).outcome == "presumptively_barred"


def test_beds_of_psychiatry_and_of_chinese_medicine_go_by_bed_and_by_hospital() -> None:
    """Reading 床位分类口径: 精神 goes by the bed, 中医 by the hospital; neither contradicts the kind."""
    assert real(beds("精神专科医院", "综合")).outcome == "may_proceed"
    assert real(beds("中西医结合医院", "康复")).outcome == "presumptively_barred"


@pytest.mark.parametrize("forged", [
    (pharmacy(), "已定点", ["零售药店"]), (beds("康复医院", "康复"), "床位类别", "综合"),
])  # fmt: skip
def test_the_checker_takes_no_contradiction_for_given(forged: tuple[dict[str, Any], str, Any]) -> None:
    application, name, value = forged
    application = application | ({"机构": application["机构"] | {name: "无"}} if name == "已定点" else {})
    data = plain(real(application))
    for entry in data["given"]:
        entry["value"] = value if entry["fact"] == name else entry["value"]
    assert any("不能" in fault for fault in check_proof(data, rule_base().plain, official_texts()))


# --- who is an in-house institution ---------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "sponsor", "expected"), [
    ("医务室", "高等院校", "priority"), ("门诊部", "高等院校", "priority"), ("护理院", "养老机构", "priority"),
    ("内设医疗机构", "高等院校", "priority"),
    # 「等」: reading 等内设医疗机构, the in-house institution of another body, too, where it applies as one.
    ("内设医疗机构", "企业", "priority"), ("内设医疗机构", None, "priority"),
    # The same reading: who is registered as 医务室、卫生所 and founded by a body that is no person.
    ("医务室", "机关事业单位", "priority"), ("卫生所", "企业", "priority"),
    ("医务室", "个人", "may_proceed"), ("医务室", None, "may_proceed"),
    # A company may found an outpatient department that is in no house but its own.
    ("门诊部", "企业", "may_proceed"), ("门诊部", "机关事业单位", "may_proceed"),
])  # fmt: skip
def test_in_house_goes_by_the_founder_as_well(kind: str, sponsor: str | None, expected: str) -> None:
    """law-qingdao F9: the form asks for the registered category, and a university's 医务室 is registered as one."""
    application = outpatient(kind, **({"举办主体": sponsor} if sponsor else {}))
    assert real(application).outcome == expected


def test_an_unproved_founder_is_told_and_bars_nothing() -> None:
    """6.7: a fact on which only a preference turns never makes a case undetermined."""
    verdict = real(outpatient("医务室", 举办主体="未核实"))
    assert verdict.outcome == "may_proceed"
    assert "举办主体" in {a.fact for a in verdict.assumptions}


def test_in_house_must_still_meet_the_conditions() -> None:
    """「符合条件的」."""
    assert real(outpatient("医务室", 举办主体="高等院校", 符合定点条件=False)).outcome == "may_proceed"


# --- what is told ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("application", [
    outpatient("医务室", 符合定点条件=False), station("无", 符合定点条件=False), pharmacy(符合定点条件=False),
    beds("综合医院", "综合", 符合定点条件=False), station("无", 符合定点条件=False) | {"日期": "2019-01-01"},
])  # fmt: skip
def test_conditions_found_unmet_are_told_whatever_the_outcome(application: dict[str, Any]) -> None:
    """law-others A9: 「a line "所附认定:不符合定点条件" is due」, whichever rule reads it, in force or not."""
    assert "所附认定:不符合定点条件。" in real(application).warnings
    met = application | {"机构": application["机构"] | {"符合定点条件": True}}
    assert "所附认定:不符合定点条件。" not in real(met).warnings


def test_conditions_are_told_where_no_place_is_known() -> None:
    application = outpatient("医务室", 符合定点条件=False, 已定点=True)
    del application["机构"]["所在地"]
    assert {"所附认定:不符合定点条件。", BARE_UNKNOWN} <= {*real(application).warnings}


# --- what is offered ------------------------------------------------------------------------------------------


def test_no_relabelling_is_advice() -> None:
    """DESIGN §5.8: 「Never a change of what a thing is called, never a fact that is the question itself」."""
    barred = real(beds("康复医院", "康复"))
    assert barred.outcome == "presumptively_barred"
    assert barred.changes
    assert not offered(barred) & {"床位类别", "类型", "已定点", "举办主体"}


def test_to_be_contracted_already_is_no_advice_to_who_asks_for_a_contract() -> None:
    """law-qingdao F3, law-others A8: 「be contracted and you may be contracted」."""
    for application in (pharmacy(已定点="无"), station("无"), hospital_in_deficit("否"), dual("否")):
        assert "已定点" not in offered(real(application))


def test_another_kind_of_institution_is_no_advice() -> None:
    """law-qingdao F3, on A4: 「如机构类型由零售药店变为综合医院」."""
    verdict = real(dual(["零售药店"], 信誉良好=False))
    assert verdict.outcome == "not_eligible"
    assert offered(verdict) == {"信誉良好"}


def test_another_site_still_is_advice() -> None:
    """LTC plan 3.1.p1.s2 names four districts; elsewhere is open. DESIGN §5.8: 「another site」."""
    sufficient = {"事项": "照护资源相对充足", "机关": "青岛市医疗保障局", "日期": "2024-05-01"}
    determined = [sufficient | {"对象": place, "结论": place == "崂山区"} for place in ("崂山区", "即墨区")]
    verdict = real(station("无", "崂山区") | {"认定": determined})
    (move,) = (c for c in verdict.changes if {f.fact for f in c.facts} == {"所在地"})
    assert move.facts[0].after == "即墨区"


def test_nothing_said_is_told_as_nothing_said() -> None:
    """law-others A8: not 「重点建设项目由无变为国家级」 though the applicant said nothing."""
    silent = {f.before for c in real(pharmacy()).changes for f in c.facts if f.fact == "重点建设项目"}
    said = {f.before for c in real(pharmacy(重点建设项目="无")).changes for f in c.facts if f.fact == "重点建设项目"}
    assert silent == {"未载明"}
    assert said == {"无"}

"""What the alternatives of the registered readings would decide. Expectations come from the texts, beside each case.

Each case is an application of which one reading decides: the outcome as the words are read, and as they might be.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.intake.application_parser import Reader
from reasoner.intake.file_loading import load_bytes
from reasoner.interpreter import alternatives
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.model.verdict import ReadingOutcome, Verdict, encode
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.rule_base_check import CheckedBase

QINGDAO = {"地区": "青岛市", "名称": "常住人口", "数值": 10_000_000}
MEDICAL, LTC, NO1, HENAN = "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "qingdao-2023-1", "henan-2025"


def beds(kind: str, type_: str, figures: dict[str, int], **more: Any) -> dict[str, Any]:
    """A hospital in 胶州市 asks for 100 beds; nothing but `figures` stands in its way."""
    indicators = [
        {"地区": "胶州市", "名称": "床位使用率", "数值": "80%"},
        {"地区": "胶州市", "名称": "医疗费用增长率", "数值": "4%"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%"},
        QINGDAO,
    ]
    known = {"医保购买住院床位数": 70_000, "精神科床位数": 0, "医保购买精神床位数": 0} | figures
    indicators += [{"地区": "青岛市", "名称": k, "数值": v} for k, v in known.items()]
    facility = {"类型": type_, "所在地": "胶州市", "重点建设项目": "无"} | more.pop("机构", {})
    return {
        "编号": "A", "事项": "新增购买住院床位", "日期": "2024-05-01", "机构": facility, "床位类别": kind, "床位数": 100,
        "指标": indicators,
    } | more  # fmt: skip


def care(matter: str, place: str, type_: str = "护理院", **more: Any) -> dict[str, Any]:
    """An application under the long-term-care plan and 青医保字〔2023〕1号; its district is not rich in care."""
    figures = {"照护资源相对充足": False}
    indicators = [{"地区": place, "名称": k, "数值": v} for k, v in figures.items()]
    return {
        "编号": "B", "事项": matter, "日期": "2024-05-01", "机构": {"类型": type_, "所在地": place} | more.pop("机构", {}),
        "指标": [*indicators, *more.pop("指标", [])],
        "认定": [{"事项": "文件效力", "对象": NO1, "结论": True, "机关": ["青岛市医疗保障局", "青岛市财政局"], "自": "2023-01-01"}],
    } | more  # fmt: skip


def care_beds(existing: int, **more: Any) -> dict[str, Any]:
    """100 care beds in 平度市, where occupancy is high; 60,000 people are expected in 2025, so 20% is 12,000 beds."""
    city = [
        {"地区": "青岛市", "名称": "院护床位数", "数值": existing},
        {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60_000, "时点": "2025"},
        {"地区": "平度市", "名称": "院护床位使用率", "数值": "80%"},
    ]
    return care("新增购买院护床位", "平度市", 指标=city, 床位数=100, 所在镇街院护机构数=3, **more)


def henan(matter: str, type_: str, deficit: bool, **more: Any) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "医保基金当期赤字": deficit, "医保基金动态监测赤字": False, "定点医药机构数": 900, "定点医药机构配置总量": 1000,
    }  # fmt: skip
    return {
        "编号": "C", "事项": matter, "日期": "2025-11-01", "机构": {"类型": type_, "所在地": "郑州市"} | more.pop("机构", {}),
        "指标": [{"地区": "郑州市", "名称": k, "数值": v} for k, v in figures.items()],
    } | more  # fmt: skip


GROWING = [
    {"地区": "胶州市", "名称": "床位使用率", "数值": "80%"},
    {"地区": "胶州市", "名称": "医疗费用增长率", "数值": "6%"},
    {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%"},
    {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 70_000},
    QINGDAO,
]
"""Costs of 胶州市 grow faster than those of the city; nothing else stands in the way of beds."""


def infirmary(organiser: str) -> dict[str, Any]:
    """An infirmary of that organiser, eligible, with one outpatient institution of the same kind within 15 minutes."""
    indicators = [
        {"地区": "胶州市", "名称": "医疗费用增长率", "数值": "4%"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%"},
    ]
    facility = {"类型": "医务室", "所在地": "胶州市", "举办主体": organiser, "符合定点条件": True}
    return {
        "编号": "D", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-05-01", "机构": facility,
        "步行15分钟内同类型定点机构数": 1, "指标": indicators,
    }  # fmt: skip


PSYCHIATRIC = {"医保购买精神床位数": 7_750, "精神科床位数": 7_750}  # 0.775 of 0.78 per thousand: 100 more exceed it

FORCE_OF_NO1 = {
    "事项": "文件效力", "对象": "qingdao-2023-1", "结论": True, "机关": ["青岛市医疗保障局", "青岛市财政局"],
    "日期": "2023-03-01", "自": "2023-01-01", "至": "2027-12-31",
}  # fmt: skip
"""Of No.1 the received text does not say from when and until when it is in force; here its issuers have said it."""

CASES = {
    # 3.1.p1.s1: 「中医类医院床位数0.85张」 of 10 million residents is 8500 beds; the total cap is 75000.
    "brackets tell only what 7.5 consists of": (
        beds("中医", "中医医院", {"医保购买中医床位数": 8_450}), "presumptively_barred", MEDICAL, "分项各自为限", "may_proceed",
    ),
    "existing beds do not exceed it, existing and requested do": (
        beds("中医", "中医医院", {"医保购买中医床位数": 8_450}), "presumptively_barred", MEDICAL, "新增后口径", "may_proceed",
    ),
    # 「中医类医院床位」 goes by hospital: a general hospital's TCM beds are not among them.
    "beds of the kind, whatever the hospital": (
        beds("中医", "综合医院", {"医保购买中医床位数": 8_450}), "may_proceed", MEDICAL, "床位分类口径", "presumptively_barred",
    ),
    # 3.1.p1.s2: 「已达到」, before the application: 7750 is below 7800; with 100 more it is reached.
    "reached only after approval": (
        beds("精神", "精神专科医院", PSYCHIATRIC), "presumptively_barred", MEDICAL, "已达到口径", "barred",
    ),
    # 3.3.p1: 「市政府重点建设项目」, of a county-level city's government.
    "a county-level city's project": (
        beds("中医", "中医医院", {"医保购买中医床位数": 8_450}, 机构={"重点建设项目": "区县级"}),
        "presumptively_barred", MEDICAL, "市政府", "exempt",
    ),
    # 3.2.p1.s1: 12,000 beds is both 20% and 1.2万. 11950 + 100 exceed both: 20% has no 原则上 of its own.
    "20% shares 原则上": (care_beds(11_950), "barred", LTC, "二成不带原则上", "presumptively_barred"),
    "caps bind the planner only": (care_beds(11_950), "barred", LTC, "床位上限及于个案", "may_proceed"),
    "caps look at what exists": (care_beds(11_950), "barred", LTC, "上限按批准后计", "may_proceed"),
    # 3.1.p1.s2: the four districts are closed to home care, for institutions designated already as well; else no rule of the
    # plan reaches one that is designated.
    "already designated, adds home care": (
        care("新增居家照护定点", "市南区", 机构={"已定点": "院护"}), "presumptively_barred", LTC, "新增含加办家护", "not_regulated",
    ),
    # 2.3.i1.s2: 「原则上不再新增定点机构」 read to reach care beds of institutions that are not designated yet.
    "the goal reaches care beds": (
        care("新增购买院护床位", "崂山区", 机构={"已定点": False}, 床位数=10, 所在镇街院护机构数=3, 指标=[
            {"地区": "青岛市", "名称": "院护床位数", "数值": 100},
            {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60_000, "时点": "2025"},
            {"地区": "崂山区", "名称": "院护床位使用率", "数值": "80%"},
        ]), "may_proceed", LTC, "目标句不及院护", "presumptively_barred",
    ),
    # 「列入国家、省级和市级重点建设项目的医药机构」: 巩义市 is a city of county level, and its project one of 区县.
    "projects of a city of county level": (
        henan("新增定点零售药店", "零售药店", True, 机构={"重点建设项目": "区县级", "所在地": "巩义市"}),
        "presumptively_barred", HENAN, "市级项目", "exempt",
    ),
    # Henan 3.2.i1.p2: an exemption follows the sentence on deficits; does 「规划限制」 reach back to it?
    "plan limits are not the deficit rule": (
        henan("新增定点零售药店", "零售药店", True, 机构={"重点建设项目": "省级"}),
        "exempt", HENAN, "规划限制及于赤字", "presumptively_barred",
    ),
    "all three levels at once": (
        henan("新增定点零售药店", "零售药店", True, 机构={"重点建设项目": "省级"}),
        "exempt", HENAN, "任一级项目", "presumptively_barred",
    ),
    # Henan is addressed to 各地, and 第四部分 leaves planning to each pooling region.
    "guidance has no effect before a plan": (
        henan("新增定点零售药店", "零售药店", True), "presumptively_barred", HENAN, "直接适用于个案", "not_regulated",
    ),
    # Signed 「2025年10月10日」; the web page is dated 2025-10-27.
    "not in force before publication": (
        henan("新增定点零售药店", "零售药店", True, 日期="2025-10-15"),
        "presumptively_barred", HENAN, "自成文之日施行", "out_of_force",
    ),
    "the day before publication": (
        henan("新增定点零售药店", "零售药店", True, 日期="2025-10-26"),
        "presumptively_barred", HENAN, "自成文之日施行", "out_of_force",
    ),
    # 「到2030年」 is the last of its goals.
    "in force to the last of its goals": (
        henan("新增定点零售药店", "零售药店", True, 日期="2031-01-01"),
        "presumptively_barred", HENAN, "没有终期", "out_of_force",
    ),
    # Title 「2023-2025年」, issued 「2023年7月30日」.
    "a plan from the beginning of its period": (
        care("设置失智专区床位", "平度市", 日期="2023-03-01", 床位数=50, 机构={"已定点": True}, 指标=[
            {"地区": "平度市", "名称": "失智专区床位数", "数值": 290},
            {"地区": "平度市", "名称": "院护床位数", "数值": 1000},
        ]), "out_of_force", LTC, "自印发之日施行", "presumptively_barred",
    ),
    # LTC 2.3.i2.s2 「对集团化、连锁化、品牌化机构给予适当倾斜」 stands among 规划目标.
    "a goal gives no preference": (
        care("新增居家照护定点", "西海岸新区", "护理站", 机构={"连锁": True}), "priority", LTC, "目标句直接适用", "may_proceed",
    ),
    # LTC 1.p3.s2 「其他区市照护资源相对不足」: is 平度市 an 「照护资源不足的…地区」 of 2.3.i1.s2 without more?
    "the plan's own finding gives the preference": (
        care("新增居家照护定点", "平度市", "护理站"), "may_proceed", LTC, "不足地区须认定", "priority",
    ),
    # No.1 5.i8.s2 「照护资源相对充足的区域」, where LTC 1.p3.s2 says 「照护资源已基本饱和」 of 崂山区.
    "the plan's own finding is the determination": (
        care("新增购买院护床位", "崂山区", 机构={"已定点": False}, 床位数=10, 所在镇街院护机构数=3, 指标=[
            {"地区": "青岛市", "名称": "院护床位数", "数值": 100},
            {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60_000, "时点": "2025"},
            {"地区": "崂山区", "名称": "院护床位使用率", "数值": "80%"},
        ], 认定=[FORCE_OF_NO1]), "may_proceed", NO1, "规划判断不代替认定", "presumptively_barred",
    ),
    # LTC 3.2.p1.s3 「在资源饱和的市南区、市北区、李沧区、崂山区、城阳区」, of care beds.
    "saturation with care beds is the determination": (
        care("新增购买院护床位", "城阳区", 机构={"已定点": False}, 床位数=10, 所在镇街院护机构数=3, 指标=[
            {"地区": "青岛市", "名称": "院护床位数", "数值": 100},
            {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60_000, "时点": "2025"},
            {"地区": "城阳区", "名称": "院护床位使用率", "数值": "80%"},
        ], 认定=[FORCE_OF_NO1]), "may_proceed", NO1, "院护饱和不代替认定", "presumptively_barred",
    ),
    # No.1 5.i8.s2 under 「加强定点护理机构布局规划」: an order to plan, or a rule for the case?
    "a sentence on planning does not decide": (
        care("新增居家照护定点", "即墨区", "护理站") | {"指标": [{"地区": "即墨区", "名称": "照护资源相对充足", "数值": True}],
        "认定": [FORCE_OF_NO1]},
        "presumptively_barred", NO1, "控制数量及于个案", "may_proceed",
    ),
    # 2.3.i1.s4: growth above the city's; is a sentence among the goals a rule for the case?
    "a goal does not decide": (
        beds("综合", "综合医院", {}, 指标=[
            {"地区": "胶州市", "名称": "床位使用率", "数值": "80%"},
            {"地区": "胶州市", "名称": "医疗费用增长率", "数值": "6%"},
            {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%"},
            {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 70_000}, QINGDAO,
        ]), "strictly_controlled", MEDICAL, "目标语句直接适用", "may_proceed",
    ),
    # 2.3.i1.s4: 「新增定点医药机构资源配置」 read of new institutions alone: a designated hospital that adds beds is none.
    "a designated hospital adds beds": (
        beds("综合", "综合医院", {}, 机构={"已定点": "住院"}, 指标=GROWING), "strictly_controlled",
        MEDICAL, "定点医药机构资源的范围", "may_proceed",
    ),
    # 3.2.p1.s3: an infirmary of a company is within 「等内设医疗机构」, so whoever 「可优先纳入」 is free of the distance frees it.
    "a company's infirmary within walking distance": (
        infirmary("企业"), "presumptively_barred", MEDICAL, "优先不解除步行限制", "priority",
    ),
}  # fmt: skip


def read(data: dict[str, Any]) -> Application:
    base = rule_base()
    loaded = load_bytes(json.dumps(data, ensure_ascii=False).encode(), "a.json")
    return Reader(base.vocabulary, base.document_names).read(loaded)[0]


def with_readings(data: dict[str, Any]) -> Verdict:
    application = read(data)
    return alternatives.with_readings(rule_base(), application, judge(rule_base(), application))


def readings_of(verdict: Verdict) -> tuple[ReadingOutcome, ...]:
    """What a verdict says of alternatives, which was asked for."""
    assert verdict.readings is not None
    return verdict.readings


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {name: with_readings(case[0]) for name, case in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_an_alternative_decides_as_its_words_say(name: str, verdicts: dict[str, Verdict]) -> None:
    _, outcome, document, reading, other = CASES[name]
    verdict = verdicts[name]
    assert verdict.outcome == outcome
    (entry,) = [e for e in readings_of(verdict) if (e.document, e.reading) == (document, reading)]
    assert entry.outcome_if_alternative == other
    registered = rule_base().documents[document].readings_by_name[reading]
    for key in ("question", "used", "alternative", "basis", "confirmed_by"):
        assert getattr(entry, key) == getattr(registered, key)


def test_all_readings_that_rules_of_the_verdict_cite_are_told(verdicts: dict[str, Verdict]) -> None:
    """Each is tried, or listed as one that cannot be; but for those of an exemption (3.3.p1 「列入市政府重点建设项目的」) that is
    not claimed, 重点建设项目 being 无 or not stated: however it is read, it exempts nobody.
    """
    documents = rule_base().documents
    for name, verdict in verdicts.items():
        claimed = CASES[name][0]["机构"].get("重点建设项目", "无") != "无"
        reaching = [r for r in verdict.reasons.rules if r.scope.status != "false" and (claimed or r.effect != "exempt")]
        cited = {(r.clause.partition("/")[0], name) for r in reaching for name in r.readings}
        unrun = {(e.document, e.reading) for e in verdict.readings_not_run or ()}
        assert {(d, n) for d, n in cited if not documents[d].readings_by_name[n].runnable} <= unrun


def test_only_readings_that_change_the_outcome_are_named(verdicts: dict[str, Verdict]) -> None:
    for verdict in verdicts.values():
        assert all(e.outcome_if_alternative is not verdict.outcome for e in readings_of(verdict))


def test_every_reading_changes_the_outcome_just_where_judging_in_full_says_so(verdicts: dict[str, Verdict]) -> None:
    """Only norms that differ are judged; to judge every alternative in full comes to the same."""
    base = rule_base()
    for name, verdict in verdicts.items():
        application = read(CASES[name][0])
        changing = {
            (d.id, r.name): (other.outcome, other.label, other.possible)
            for d in base.held_for(application.region)
            for r in d.readings
            if r.runnable
            and (other := judge(base.variant(d.id, r.name), application, advise=False)).outcome != verdict.outcome
        }
        assert {
            (e.document, e.reading): (e.outcome_if_alternative, e.label_if_alternative, e.possible_if_alternative)
            for e in readings_of(verdict)
        } == changing, name


def test_a_hospital_not_designated_yet_is_a_new_institution() -> None:
    """「新增定点医药机构」: approving its beds makes one more, under either reading of 定点医药机构资源的范围."""
    application = read(beds("综合", "综合医院", {}, 机构={"已定点": False}, 指标=GROWING))
    for base in (rule_base(), rule_base().variant(MEDICAL, "定点医药机构资源的范围")):
        assert judge(base, application, advise=False).outcome == "strictly_controlled"


def test_a_person_s_infirmary_is_kept_from_its_neighbours_under_either_reading() -> None:
    """「高等院校、养老机构等内设医疗机构」: what a person runs belongs to no organisation, so it is not 可优先纳入."""
    application = read(infirmary("个人"))
    for base in (rule_base(), rule_base().variant(MEDICAL, "优先不解除步行限制")):
        assert judge(base, application, advise=False).outcome == "presumptively_barred"


@pytest.mark.parametrize(
    ("reading", "matter", "facility"),
    [
        ("长护机构不在其内", "新增居家照护定点", {"类型": "护理院", "已定点": False}),
        ("已定点不增加机构数", "新增门诊统筹和门诊慢特病定点", {"类型": "门诊部", "已定点": "个人账户"}),
    ],
)
def test_whom_the_stock_rule_reaches_the_freed_space_is_for(
    reading: str, matter: str, facility: dict[str, Any]
) -> None:
    """Henan 3.2.i1.p2.s1 is one sentence: 「超过……的,以调整存量为主,通过动态管理腾出调整空间,优先用于……薄弱区域」. Whoever an
    alternative brings under its first half is within its second.
    """
    figures: dict[str, Any] = {"定点医药机构数": 1100, "动态管理腾出名额": True}
    indicators = [{"地区": "郑州市", "名称": k, "数值": v} for k, v in figures.items()]
    indicators.append({"地区": "中原区", "名称": "医保定点医药机构资源薄弱区域", "数值": True})
    data = henan(matter, facility["类型"], False, 机构=facility | {"所在地": "中原区"})
    data["指标"] = [i for i in data["指标"] if i["名称"] not in figures] + indicators
    for base, reached in ((rule_base(), set()), (rule_base().variant(HENAN, reading), {"control", "prefer"})):
        rules = judge(base, read(data), advise=False).reasons.rules
        own = [r for r in rules if r.clause == f"{HENAN}/3.2.i1.p2.s1"]
        assert {str(r.effect) for r in own if r.scope.status == "true" and r.condition.status == "true"} == reached


def test_what_cannot_be_run_is_listed_apart(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["brackets tell only what 7.5 consists of"]
    # No rule knows a facility's own occupancy, or on which beds, of which period, a rate was worked out.
    names = {e.reading for e in verdict.readings_not_run or ()}
    assert names >= {"区域使用率", "使用率的床位", "使用率的期间", "常住人口的年份"}
    assert not names & {e.reading for e in readings_of(verdict)}
    # Rules that do not reach the applicant are no matter of it: 「精神科床位」, 「同类型」.
    assert not names & {"精神科床位口径", "同类型", "双通道对象"}


def test_a_plan_out_of_force_says_nothing_under_any_reading() -> None:
    late = CASES["brackets tell only what 7.5 consists of"][0] | {"日期": "2026-03-01"}
    verdict = with_readings(late)
    assert (verdict.outcome, verdict.readings) == ("out_of_force", ())
    # Asked is only whether the plan goes on; who says so, no text does.
    assert [r.reading for r in verdict.readings_not_run or ()] == ["效力由制定机关确认"]


def test_turning_a_reading_leaves_the_rule_base_as_it_is(verdicts: dict[str, Verdict]) -> None:
    base = rule_base()
    before = msgspec.json.encode(base.compiled)
    turned = base.variant(MEDICAL, "分项各自为限")
    assert base.variant(MEDICAL, "分项各自为限") is turned
    assert turned.documents[LTC] is base.documents[LTC]
    assert msgspec.json.encode(base.compiled) == before
    assert msgspec.json.encode(base.plain) == msgspec.json.encode(msgspec.json.decode(before))
    names = {n.name for n in base.documents[MEDICAL].norms_in_use}
    assert names - {n.name for n in turned.documents[MEDICAL].norms_in_use} == {
        "康复床位",
        "中医类医院床位",
        "精神科床位",
    }
    with pytest.raises(ValueError, match="区域使用率"):
        base.variant(MEDICAL, "区域使用率")


def test_every_reading_that_says_it_decides_nothing_can_be_run() -> None:
    """Alternatives that merely take a rule away need no words of their own: none of them may be left to be told."""
    words = ("不作为研判个案的规定", "不单独构成", "不据以判断单个申请", "并不因此不予设置", "申请人没有优先")
    for document in rule_base().documents.values():
        for reading in document.readings:
            if any(w in reading.alternative for w in words):
                assert reading.without, reading.name


def test_alternatives_have_names_of_their_own() -> None:
    for document in rule_base().documents.values():
        norms = document.all_norms
        assert len({n.id for n in norms}) == len(norms)
        for norm in norms:
            assert norm.id.partition("@")[2] == (norm.alternative_of or "")


def _forged(entries: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for index, entry in enumerate(entries):
        for key, value in entry.items():
            other = (
                not value
                if isinstance(value, bool)
                else "x"
                if value is None
                else []
                if isinstance(value, list)
                else f"{value}。"
            )
            forged = copy.deepcopy(entries)
            forged[index][key] = other
            yield forged
    yield entries[1:]
    yield [*entries, entries[0]]


def test_the_proof_checker_derives_the_alternatives_again(verdicts: dict[str, Verdict]) -> None:
    checked = CheckedBase(rule_base().plain, official_texts())
    plain = {name: msgspec.json.decode(encode(verdict)) for name, verdict in verdicts.items()}
    for name, verdict in plain.items():
        assert check_verdict(verdict, checked) == [], name
    verdict = plain["plan limits are not the deficit rule"]
    for part in ("readings", "readings_not_run"):
        for forged in _forged(verdict[part]):
            assert check_verdict(verdict | {part: forged}, checked)
        assert check_verdict({k: v for k, v in verdict.items() if k != part}, checked)


# --- clauses on whose words readings rely ---------------------------------------------------------------------------


def test_a_preference_for_other_districts_names_the_sentence_that_lists_them() -> None:
    """3.2.p1.s4 「在资源不足的其他区市」 lists no place; 3.2.p1.s3 does: 「市南区、市北区、李沧区、崂山区、城阳区」."""
    verdict = with_readings(care_beds(100) | {"所在镇街院护机构数": 0})
    resting = {t.clause: t for t in verdict.touching}
    assert "市南区、市北区、李沧区、崂山区、城阳区" in resting[f"{LTC}/3.2.p1.s3"].quote
    # Only its list of places is used: the reduction of beds that it requires is none of this district's.
    assert (
        resting[f"{LTC}/3.2.p1.s3"].why
        == "条文理解「院护的其他区市」所据的条文,只取其所列地区;该条本身不及于机构所在地"
    )


def test_the_finding_of_the_plan_itself_is_cited_where_it_is_asked_whether_care_is_sufficient() -> None:
    """LTC 1.p3.s2 「其他区市照护资源相对不足」, in a case of 即墨区 that turns on 「照护资源相对充足」."""
    verdict = with_readings(care("新增居家照护定点", "即墨区", "护理站") | {"指标": []})
    assert any(t.clause == f"{LTC}/1.p3.s2" and "其他区市照护资源相对不足" in t.quote for t in verdict.touching)

"""Readings by which a sentence is no rule, or a rule of another kind: what their alternative would decide is run and told.

Each case is an application of which one reading decides, with the words of the text. The expected outcomes are read from
the alternative of the reading (DESIGN §5.6: a verdict names the readings whose alternative would change this outcome).
"""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec
import pytest

from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

LTC, ONE, BINZHOU, MEDICAL = "qingdao-2023-18-ltc", "qingdao-2023-1", "binzhou-2022", "qingdao-2023-18-medical"
WHOSE, CENTRE, UNIT = "认定机关推定", "主城区具体化", "倾斜地区的单位"
MAY, BARRED, ELIGIBLE = "may_proceed", "presumptively_barred", "not_eligible"
HOME, BEDS, DEMENTIA = "新增居家照护定点", "新增购买院护床位", "设置失智专区床位"
FORCE: Final = {
    "事项": "文件效力", "对象": ONE, "结论": True, "机关": ["青岛市医疗保障局", "青岛市财政局"], "日期": "2024-01-10",
    "自": "2023-01-01", "至": "2027-12-31",
}  # fmt: skip


def figures(place: str, day: str = "2024-03-31", **values: Any) -> list[dict[str, Any]]:
    """Figures of a place as of a day."""
    return [{"地区": place, "名称": name, "数值": value, "时点": day} for name, value in values.items()]


def care(matter: str, kind: str, place: str, **more: Any) -> dict[str, Any]:
    """An application in Qingdao of 2024; of `more` what is no fact of the application itself is one of the institution."""
    own = {k: more.pop(k) for k in ("床位数", "所在镇街院护机构数", "认定", "指标") if k in more}
    return {"编号": "L", "事项": matter, "日期": "2024-05-01", "机构": {"类型": kind, "所在地": place, **more}, **own}


def sufficient(place: str, answer: bool, organ: str = "青岛市医疗保障局") -> dict[str, Any]:
    """A determination on 「照护资源相对充足」."""
    return {"事项": "照护资源相对充足", "对象": place, "结论": answer, "机关": organ, "日期": "2024-02-01"}


def of(place: str, what: str, answer: bool) -> dict[str, Any]:
    """A determination of the city's bureau on a place."""
    return {"事项": what, "对象": place, "结论": answer, "机关": "青岛市医疗保障局", "日期": "2024-02-01"}


DEMENTIA_FIGURES: Final = figures("即墨区", 失智专区床位数=200, 院护床位数=1000)
CITY_BEDS: Final = [*figures("青岛市", 院护床位数=9000), *figures("青岛市", "2025-12-31", 预期享受长护险待遇人数=60000)]


def dementia(*held: str) -> dict[str, Any]:
    """Ten beds for people with dementia in 即墨区, where 200 of 1000 are so used; an institution that holds services."""
    return care(
        DEMENTIA,
        "护理院",
        "即墨区",
        已定点=list(held),
        床位数=10,
        指标=DEMENTIA_FIGURES,
        认定=[sufficient("即墨区", False)],
    )


def beds(place: str, *, answer: bool = False, contracts: Any = None) -> dict[str, Any]:
    """Ten care beds in a district that uses 70% of those it has; both caps of the city are far."""
    held = {} if contracts is None else {"已定点": contracts}
    given = [*CITY_BEDS, *figures(place, 院护床位使用率="70%")]
    return care(
        BEDS,
        "养老机构",
        place,
        床位数=10,
        指标=given,
        认定=[sufficient(place, answer), FORCE],
        所在镇街院护机构数=2,
        **held,
    )


def home(place: str = "即墨区", **more: Any) -> dict[str, Any]:
    """A nursing station that asks for home care."""
    return care(HOME, "护理站", place, **more)


def planned(elderly: int, disabled: int, institutions: int = 1000) -> dict[str, Any]:
    """即墨区, not 相对充足, with the figures of the city for which 3.1.p1.s1 plans."""
    given = figures(
        "青岛市", 居家照护定点机构数=institutions, 重度失能老人数=disabled, **{"60岁以上常住老年人口": elderly}
    )
    return home(指标=given, 认定=[sufficient("即墨区", False)])


def binzhou(kind: str, matter: str, **more: Any) -> dict[str, Any]:
    """An application of a clinic, a pharmacy … in 沾化区 of 滨州市."""
    found = more.pop("认定", [])
    return {
        "编号": "B", "事项": matter, "日期": "2024-05-01", "机构": {"类型": kind, "所在地": "沾化区", **more}, "认定": found,
    }  # fmt: skip


def finding(answer: bool, organ: str = "滨州市医疗保险事业中心") -> dict[str, Any]:
    """A determination on 「符合条件」."""
    return {
        "事项": "符合定点条件",
        "对象": "机构",
        "结论": answer,
        "机关": organ,
        "日期": "2024-04-01",
        "依据": "评估结论",
    }


OUTPATIENT, DRUGS = "新增门诊统筹和门诊慢特病定点", "新增定点零售药店"
CONDITIONS, TASK, BASIC = "符合条件是要件还是说明", "纳入定点的效力", "基层医药机构的范围"


def dual(organ: str) -> dict[str, Any]:
    """A contracted pharmacy that asks for 双通道, its four conditions found by an organ to be met."""
    found = [
        {"事项": name, "对象": "机构", "结论": True, "机关": organ, "日期": "2024-04-01"}
        for name in ("管理规范", "信誉良好", "安全供应", "布局合理")
    ]
    own = {"类型": "零售药店", "所在地": "城阳区", "已定点": ["零售药店"], "资质合规": True}
    return {"编号": "D", "事项": "纳入双通道管理", "日期": "2024-05-01", "机构": own, "认定": found}


CASES: Final = {
    # LTC 3.2.p2 「主要依托院护机构开展失智专区业务」: who holds 居家照护 alone is no 院护机构.
    "dementia beds of one who only visits": (dementia("居家照护"), MAY, LTC, "主要依托不排除其他", ELIGIBLE),
    "dementia beds of one with care beds": (dementia("院护"), MAY, LTC, "主要依托不排除其他", None),
    # LTC 3.2.p1.s3 「在资源饱和的市南区、市北区、李沧区、崂山区、城阳区,……合理核减备案床位数」.
    "beds where beds are reduced": (beds("市南区"), MAY, LTC, "核减不及新增", BARRED),
    "beds in the fifth district": (beds("城阳区"), MAY, LTC, "核减不及新增", BARRED),
    "beds elsewhere": (beds("平度市"), MAY, LTC, "核减不及新增", None),
    # LTC 3.1.p1.s2 「在资源饱和的市南区、市北区、李沧区、崂山区,原则上不再新增定点机构」.
    "saturated by name": (home("李沧区"), BARRED, LTC, "资源饱和是描述", "undetermined"),
    "found saturated": (
        home("李沧区", 认定=[{"事项": "照护资源饱和", "对象": "李沧区", "结论": True, "机关": "青岛市医疗保障局", "日期": "2024-02-01"}]),
        BARRED, LTC, "资源饱和是描述", None,
    ),
    "found saturated no longer": (
        home("李沧区", 认定=[
            {"事项": "照护资源饱和", "对象": "李沧区", "结论": False, "机关": "青岛市医疗保障局", "日期": "2024-02-01"},
            sufficient("李沧区", False),
        ]),
        BARRED, LTC, "资源饱和是描述", MAY,
    ),
    # LTC 3.1.p1.s1 「按照每家机构覆盖2000名60岁以上常驻老年人口,每家机构服务80名重度失能老人进行规划」.
    "too few old people for each": (planned(1_999_999, 80_000), MAY, LTC, "规划标准不决定个案", BARRED),
    "too few disabled people for each": (planned(2_000_000, 79_999), MAY, LTC, "规划标准不决定个案", BARRED),
    "just as many as planned": (planned(2_000_000, 80_000), MAY, LTC, "规划标准不决定个案", None),
    # 1号 5.i8.s2 「原则上控制长护险定点机构数量不再增长」: only of home care, or of beds as well?
    "care beds of a newcomer": (beds("即墨区", answer=True, contracts="否"), BARRED, ONE, "增加长护机构的事项", MAY),
    "dementia beds of a newcomer": (
        care(DEMENTIA, "养老机构", "即墨区", 已定点=["住院"], 床位数=10, 指标=DEMENTIA_FIGURES,
             认定=[sufficient("即墨区", True), FORCE]),
        BARRED, ONE, "增加长护机构的事项", MAY,
    ),
    "home care of a newcomer": (
        home(认定=[sufficient("即墨区", True), FORCE]), BARRED, ONE, "增加长护机构的事项", None,
    ),
    # 1号 5.i8.s2 「照护资源相对充足的区域」: by whom it is found, no text says; 「各区市医保部门」 are charged in the next sentence.
    "found by the district": (
        home("城阳区", 认定=[sufficient("城阳区", True, "城阳区医疗保障局"), FORCE]), "undetermined", ONE, WHOSE, BARRED,
    ),
    "found by the city": (
        home("城阳区", 认定=[sufficient("城阳区", True), FORCE]), BARRED, ONE, WHOSE, "undetermined",
    ),
    "found by the agency of the district": (
        home("城阳区", 认定=[sufficient("城阳区", True, "城阳区医保中心"), FORCE]), "undetermined", ONE, WHOSE, BARRED,
    ),
    "found by another district": (
        home("城阳区", 认定=[sufficient("城阳区", True, "即墨区医疗保障局"), FORCE]), "undetermined", ONE, WHOSE, None,
    ),
    "found by nobody": (home("城阳区", 认定=[FORCE]), "undetermined", ONE, WHOSE, None),
    # LTC 2.3.i1.s2 「对照护资源不足的新城区、偏远的农村地区给予倾斜」: whose finding that is, is read as well.
    "a preference found by the district": (
        home(认定=[
            {"事项": "照护资源不足地区", "对象": "即墨区", "结论": True, "机关": "即墨区医疗保障局", "日期": "2024-02-01"},
            sufficient("即墨区", False),
        ]),
        MAY, LTC, WHOSE, "priority",
    ),
    # LTC 2.3.i1.s2 「定点机构配置数量明显过剩的主城区,原则上不再新增定点机构」: the four districts of 3.1, or where it is so found.
    "a crowded centre beyond the four": (
        home("城阳区", 认定=[sufficient("城阳区", False), FORCE, of("城阳区", "明显过剩主城区", True)]), MAY, LTC, CENTRE, BARRED,
    ),
    "no crowded centre": (
        home("城阳区", 认定=[sufficient("城阳区", False), FORCE, of("城阳区", "明显过剩主城区", False)]), MAY, LTC, CENTRE, None,
    ),
    "nobody has found whether it is crowded": (
        home("城阳区", 认定=[sufficient("城阳区", False), FORCE]), MAY, LTC, CENTRE, "undetermined",
    ),
    # 3.1.p1.s2 bars in the four districts all the same.
    "one of the four": (home("市南区", 认定=[of("市南区", "明显过剩主城区", False)]), BARRED, LTC, CENTRE, None),
    # LTC 2.3.i1.s2 「对照护资源不足的新城区、偏远的农村地区给予倾斜」: of districts, or of towns and streets as the blind spots are.
    "a district short of care": (
        home(认定=[sufficient("即墨区", False), of("即墨区", "照护资源不足地区", True)], 镇街="示例镇"),
        "priority", LTC, UNIT, MAY,
    ),
    "a town short of care": (
        home(认定=[sufficient("即墨区", False), of("示例镇", "照护资源不足镇街", True)], 镇街="示例镇"), MAY, LTC, UNIT, "priority",
    ),
    # A blind spot is a town by both.
    "a blind spot": (
        home(认定=[sufficient("即墨区", False), of("示例镇", "服务盲点区域", True)], 镇街="示例镇"), "priority", LTC, UNIT, None,
    ),
    # Medical 3.2.p2.s2 「将……管理规范……的定点药店纳入“双通道”管理」: 「由受理申请的医保经办机构认定」, or by the city's bureau.
    "found by the bureau of the city": (dual("青岛市医疗保障局"), "undetermined", MEDICAL, WHOSE, MAY),
    "found by the agency": (dual("青岛市医保中心"), MAY, MEDICAL, WHOSE, "undetermined"),
}  # fmt: skip


def judged(application: dict[str, Any]) -> Verdict:
    """The verdict with its readings, which the proof checker derives again."""
    base = rule_base()
    (typed,) = reader().read(json.loads(json.dumps(application)), None)
    verdict = with_readings(base, typed, judge(base, typed))
    assert check_proof(msgspec.json.decode(encode(verdict)), base.plain, official_texts()) == []
    return verdict


def alternatives_of(verdict: Verdict) -> dict[tuple[str, str], str]:
    """The outcome under the alternative of each reading that changes it."""
    return {(r.document, r.reading): str(r.outcome_if_alternative) for r in verdict.readings or ()}


@pytest.mark.parametrize("name", CASES)
def test_a_reading_on_which_the_case_turns_is_told_with_its_outcome(name: str) -> None:
    application, outcome, document, reading, other = CASES[name]
    verdict = judged(application)
    assert (verdict.outcome, alternatives_of(verdict).get((document, reading))) == (outcome, other)
    assert (document, reading) not in {(r.document, r.reading) for r in verdict.readings_not_run or ()}


# --- Binzhou 5.1.p6.s2 「将符合条件的基层医药机构及时纳入医保定点范围」 ------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "matter"), [("诊所", OUTPATIENT), ("零售药店", DRUGS), ("村卫生室", "新增个人账户定点")]
)
def test_who_was_found_not_to_meet_the_conditions_is_told_so(kind: str, matter: str) -> None:
    """The sentence permits; that 「符合条件的」 is required is the other reading, which is run; the finding is told."""
    verdict = judged(binzhou(kind, matter, 认定=[finding(False)]))
    assert (verdict.outcome, verdict.possible) == (MAY, (MAY,))
    assert "所附认定:不符合定点条件。" in verdict.warnings
    told = alternatives_of(verdict)
    assert (told[BINZHOU, CONDITIONS], told[BINZHOU, TASK]) == (ELIGIBLE, "not_regulated")


def test_so_it_is_where_nobody_is_named_who_found_it() -> None:
    verdict = judged(binzhou("诊所", OUTPATIENT, 符合定点条件=False))
    assert (verdict.outcome, alternatives_of(verdict)[BINZHOU, CONDITIONS]) == (MAY, ELIGIBLE)
    assert "所附认定:不符合定点条件。" in verdict.warnings


def test_who_meets_them_may_be_taken_in() -> None:
    verdict = judged(binzhou("诊所", OUTPATIENT, 认定=[finding(True)]))
    assert (verdict.outcome, verdict.possible) == (MAY, (MAY,))
    assert (BINZHOU, CONDITIONS) not in alternatives_of(verdict)


def test_where_it_is_not_known_the_other_reading_leaves_it_open() -> None:
    """Unknown is not false: what no rule in use turns on is told of the alternative, and asked of the office."""
    verdict = judged(binzhou("零售药店", DRUGS))
    assert (verdict.outcome, verdict.possible) == (MAY, (MAY,))
    assert [(m.fact, m.provider) for m in verdict.missing] == [("符合定点条件", "本局")]
    told = alternatives_of(verdict)
    assert (told[BINZHOU, CONDITIONS], told[BINZHOU, TASK], told[BINZHOU, BASIC]) == (
        "undetermined",
        "not_regulated",
        "not_regulated",
    )


def test_by_an_organ_that_is_not_the_agency_it_is_not_known() -> None:
    """Whose it is, is a reading: by the bureau it is asked again."""
    verdict = judged(binzhou("诊所", OUTPATIENT, 认定=[finding(False, "滨州市医疗保障局")]))
    assert (verdict.possible, alternatives_of(verdict)[BINZHOU, CONDITIONS]) == ((MAY,), "undetermined")


# --- what cannot matter is not listed ------------------------------------------------------------------------------------


def hospital(project: Any) -> dict[str, Any]:
    """A hospital in 城阳区 that asks for beds; of a project, what it says."""
    own = {"类型": "综合医院", "所在地": "城阳区"} | ({} if project is None else {"重点建设项目": project})
    return {
        "编号": "H",
        "事项": "新增购买住院床位",
        "日期": "2024-05-01",
        "机构": own,
        "床位类别": "综合",
        "床位数": 10,
    }


OF_PROJECTS: Final = {(MEDICAL, "豁免及于整个机构"), (MEDICAL, "纳入评估的效力")}


@pytest.mark.parametrize(
    ("project", "listed"), [("无", False), (None, False), ("市级", True), ("省级", True), ("未核实", True)]
)
def test_readings_of_an_exemption_are_listed_where_a_project_is_claimed(project: Any, listed: bool) -> None:
    """3.3.p1 「列入市政府重点建设项目的医疗机构,不受本规划限制」: who claims no project is not exempt however it is read."""
    told = {(r.document, r.reading) for r in judged(hospital(project)).readings_not_run or ()}
    assert OF_PROJECTS & told == (OF_PROJECTS if listed else set())


def test_who_bears_a_duty_is_no_question_of_an_application() -> None:
    """Henan 4.p4 「向市级医保行政部门报告」, LTC 4.1.p1.s2 「市内三区新增定点遴选」: no application turns on whose task it is."""
    for document in rule_base().documents.values():
        assert not [r.name for r in document.readings if r.of_duties and r.runnable]
    told = {r.reading for r in judged(home("李沧区")).readings_not_run or ()}
    assert "市内三区的范围" not in told
    assert "按机构所在区" in told

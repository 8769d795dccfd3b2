"""What a lawyer of applicants refused, or left undecided, would strike: each with the words it rests on."""

from __future__ import annotations

import pytest
from reviewed import CITY, MEDICAL, Data, deciding, determined, figure, judged, letter, lines, sentences

from reasoner.driver.current_rule_base import rule_base
from reasoner.explain.background import background
from reasoner.model.verdict import Verdict
from reasoner.render.terminal.layout import Style
from reasoner.render.terminal.short_note import short_note
from reasoner.render.terminal.verdict_note import note

BAR, GO, FIRST = "presumptively_barred", "may_proceed", "priority"


def turning(verdict: Verdict) -> dict[str, str]:
    """The readings that would change an outcome, and into what."""
    return {r.reading: str(r.outcome_if_alternative) for r in verdict.readings or ()}


def brief(verdict: Verdict) -> str:
    """What the terminal says at first, without its line ends."""
    return _flat(short_note(verdict, background(rule_base()), Style()))


def whole(verdict: Verdict) -> str:
    """What the terminal says with --full, without its line ends."""
    return _flat(note(verdict, background(rule_base()), Style(), full=True))


def _flat(text: str) -> str:
    return "".join(text.split())


# --- whose infirmary is in-house ------------------------------------------------------------------------------------------
def outpatient(kind: str, founder: str) -> Data:
    """medical 3.2.p1.s3; nothing restricts it."""
    growth = [figure("崂山区", "医疗费用增长率", "5%", "2023"), figure("青岛市", "医疗费用增长率", "6%", "2023")]
    return {
        "编号": "R1", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-05-01",
        "机构": {"类型": kind, "所在地": "崂山区", "符合定点条件": True, "举办主体": founder},
        "指标": growth, "步行15分钟内同类型定点机构数": 0,
    }  # fmt: skip


@pytest.mark.parametrize("founder", ["机关事业单位", "企业", "社会组织"])
@pytest.mark.parametrize("kind", ["医务室", "卫生所"])
def test_the_infirmary_of_a_works_is_in_house_whatever_it_calls_itself(kind: str, founder: str) -> None:
    """「高等院校、养老机构等内设医疗机构」 with 「等」 open: what is written as 内设医疗机构 and what is registered fare alike."""
    verdict, under_the_other_name = judged(outpatient(kind, founder)), judged(outpatient("内设医疗机构", founder))
    assert verdict.outcome == under_the_other_name.outcome == FIRST
    assert deciding(verdict) == {f"{MEDICAL}/3.2.p1.s3"}
    assert turning(verdict)["其他单位的医务室"] == turning(verdict)["等内设医疗机构"] == GO


@pytest.mark.parametrize("founder", ["机关事业单位", "企业", "社会组织"])
@pytest.mark.parametrize("kind", ["诊所", "门诊部", "护理院"])
def test_that_a_clinic_of_a_company_could_be_in_house_is_named(kind: str, founder: str) -> None:
    """「等」 does not leave other units out: without the preference the reading on which it turns is told."""
    verdict = judged(outpatient(kind, founder))
    assert (verdict.outcome, turning(verdict)["其他单位的门诊部"]) == (GO, FIRST)


@pytest.mark.parametrize(("kind", "founder"), [("医务室", "个人"), ("诊所", "个人"), ("综合医院", "企业")])
def test_what_a_person_or_a_hospital_runs_is_in_house_in_no_reading(kind: str, founder: str) -> None:
    """「内设」: within a unit."""
    assert not {"其他单位的医务室", "其他单位的门诊部", "内设的判断"} & set(turning(judged(outpatient(kind, founder))))


def test_an_in_house_institution_of_binzhou_is_not_passed_over_in_silence() -> None:
    """binzhou 5.1.p6.s2 「基层医药机构」: 内设医疗机构 is no registered kind, and what it is registered as decides."""
    facility = {"类型": "内设医疗机构", "所在地": "滨城区", "符合定点条件": True}
    verdict = judged({"编号": "R2", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2023-05-01", "机构": facility})
    assert (verdict.outcome, turning(verdict)["内设机构的归入"]) == ("not_regulated", GO)


def test_a_nursing_hospital_of_binzhou_is_no_question_of_that_reading() -> None:
    facility = {"类型": "护理院", "所在地": "滨城区", "符合定点条件": True}
    verdict = judged({"编号": "R3", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2023-05-01", "机构": facility})
    assert "内设机构的归入" not in turning(verdict)


# --- advice that can be taken ------------------------------------------------------------------------------------------
def pharmacy(project: object) -> Data:
    """henan 3.2.i1.p2.s2 「对医保基金当期赤字……的地区,原则上不再增加定点医药机构数量」."""
    facility = {"类型": "零售药店", "所在地": "金水区", "已定点": "无", "重点建设项目": project}
    return {
        "编号": "R4", "事项": "新增定点零售药店", "日期": "2026-01-05", "机构": facility,
        "指标": [figure("郑州市", "医保基金当期赤字", True, "2025-12-31")],
    }  # fmt: skip


def test_whose_project_is_of_a_county_is_told_which_levels_help() -> None:
    """「列入国家、省级和市级重点建设项目的医药机构,不受规划限制」: a paper of the county the applicant has already."""
    verdict = judged(pharmacy("区县级"))
    assert verdict.outcome == BAR
    (advice,) = (text for text in lines(letter(verdict)) if text.startswith("如能提供"))
    assert "所列级别为国家级、省级或者市级" in advice


def test_whose_project_is_of_the_nation_is_told_that_the_city_s_helps() -> None:
    """medical 3.3.p1 「列入市政府重点建设项目的医疗机构」."""
    restricted = outpatient("诊所", "个人") | {"步行15分钟内同类型定点机构数": 1}
    verdict = judged(restricted | {"机构": restricted["机构"] | {"重点建设项目": ["国家级", "省级"]}})
    assert verdict.outcome == BAR
    (advice,) = (text for text in lines(letter(verdict)) if text.startswith("如能提供"))
    assert "所列级别为市级" in advice
    assert "国家级" not in advice


@pytest.mark.parametrize(
    ("application", "levels"),
    [(pharmacy("未核实"), "国家级、省级或者市级"), (outpatient("诊所", "个人"), "市级")],
    ids=["henan", "qingdao"],
)
def test_who_has_to_prove_a_project_is_told_of_which_level(application: Data, levels: str) -> None:
    """「列入国家、省级和市级重点建设项目」, 「列入市政府重点建设项目」: 补正 is asked for once, so for what can help."""
    facility = application["机构"] | {"重点建设项目": "未核实"}
    near = {} if application["事项"] == "新增定点零售药店" else {"步行15分钟内同类型定点机构数": 1}
    whole_letter = letter(judged(application | near | {"机构": facility}), kind="补正材料通知书")
    (demand,) = (row[3] for s in whole_letter.sections if s.table is not None for row in s.table.rows)
    assert f"所列级别为{levels})" in demand.replace(")", ")")


def home_care(place: str) -> Data:
    return {
        "编号": "R5", "事项": "新增居家照护定点", "日期": "2024-05-01",
        "机构": {"类型": "护理站", "所在地": place, "已定点": "无"},
    }  # fmt: skip


def test_who_is_refused_for_the_place_alone_is_not_referred_to_figures() -> None:
    """ltc 3.1.p1.s2 「在资源饱和的市南区、市北区、李沧区、崂山区,原则上不再新增定点机构」 turns on no figure."""
    texts = lines(letter(judged(home_care("崂山区"))))
    assert any("有关规定发生变化的" in text for text in texts)
    assert not any("有关指标" in text for text in texts)


def test_who_is_refused_for_a_figure_is_referred_to_it() -> None:
    """ltc 3.2.p2 「原则上按照各区(市)院护床位总数的30%核定」."""
    beds = [figure("胶州市", "失智专区床位数", 300, "2024-03-31"), figure("胶州市", "院护床位数", 1000, "2024-03-31")]
    facility = {"类型": "养老机构", "所在地": "胶州市", "已定点": "院护"}
    verdict = judged({"编号": "R6", "事项": "设置失智专区床位", "日期": "2024-05-01", "机构": facility, "指标": beds})
    assert verdict.outcome == BAR
    assert any("有关指标或者规定发生变化的" in text for text in lines(letter(verdict)))


# --- what is lacking, and whether it matters ----------------------------------------------------------------------------
def test_no_organ_is_troubled_for_what_changes_nothing() -> None:
    """1号 5.i8.s2 「照护资源相对充足的区域」 asks for a determination; the plan's own 「不再新增」 stands whatever it is."""
    assert "系统不作推定(不影响本次结论)。" in brief(judged(home_care("崂山区")))


def test_what_an_open_outcome_turns_on_is_not_called_aside() -> None:
    assert "不影响本次结论" not in brief(judged(home_care("城阳区")))


def ended(day: str = "2026-01-05") -> Data:
    """A plan of 2023 to 2025: whether it goes on is what the outcome turns on."""
    facility = {"类型": "综合医院", "所在地": "城阳区", "已定点": "住院"}
    return {
        "编号": "R7", "事项": "新增购买住院床位", "日期": day, "机构": facility, "床位类别": "综合", "床位数": 10,
        "指标": [figure("城阳区", "床位使用率", "60%", "2025-09-30")],
    }  # fmt: skip


def test_whether_an_ended_plan_goes_on_is_never_called_aside() -> None:
    """medical 3.1.p2 「床位使用率低于75%的,原则上不再新增购买住院床位」 bars if it goes on: both answers are told."""
    verdict = judged(ended())
    assert verdict.outcome == "out_of_force"
    text = whole(verdict)
    assert "不影响本次结论" not in text + brief(verdict)
    assert "为「是」的,研判结论为「原则上不予新增」" in text
    assert judged(ended() | {"认定": [determined("规划延续执行", MEDICAL, True, CITY, "2026-01-02")]}).outcome == BAR


def test_what_is_asked_of_a_plan_is_no_question_of_the_region() -> None:
    """内部查询单: what is asked is whether the plan is in force, not which region's rules apply."""
    texts = lines(letter(judged(ended()), kind="内部查询单"), "规定")
    assert texts == ["确定所列文件在适用日期是否有效。"]


# --- who found it ----------------------------------------------------------------------------------------------------
def counted(number: int, origin: str) -> Data:
    """medical 3.2.p1.s2 「拟新增定点周边步行15分钟范围内有同类型定点医药机构的」."""
    count = {"数值": number, "时点": "2024-04-05", "来源": "第2页", "来源类型": origin}
    return outpatient("诊所", "个人") | {"步行15分钟内同类型定点机构数": count}


@pytest.mark.parametrize("number", [0, 1])
def test_what_the_applicant_counted_was_not_found_by_the_agency(number: int) -> None:
    """经查 is said of what the agency itself found; of the rest 申请材料载明."""
    text = sentences(judged(counted(number, "申请材料")))
    assert f"申请材料载明步行15分钟内同类型定点机构数为{number}家" in text
    assert "经查,步行15分钟内" not in text


@pytest.mark.parametrize("number", [0, 1])
def test_what_was_counted_on_site_was_found(number: int) -> None:
    assert f"经查,步行15分钟内同类型定点机构数为{number}家" in sentences(judged(counted(number, "现场核查")))


# --- what an open outcome is called ----------------------------------------------------------------------------------
def test_rules_that_may_not_reach_are_not_called_silence() -> None:
    """henan 3.2.i1.p2.s2 speaks on the matter: of one who has a contract it would not reach, it is not 未作规定."""
    facility = {"类型": "诊所", "所在地": "金水区", "已定点": "是"}
    application = pharmacy("无") | {"事项": "新增门诊统筹和门诊慢特病定点", "机构": facility}
    verdict = judged(application)
    assert set(verdict.possible) == {BAR, "not_regulated"}
    text = brief(verdict)
    assert "可能的结论:原则上不予新增;所作规定不及于此类机构。" in text
    assert "未作规定" not in text.partition("【留意】")[0]

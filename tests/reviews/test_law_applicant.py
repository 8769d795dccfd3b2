"""What the lawyer of an applicant found to be said wrongly or not at all: each case with the words on which it rests."""

from __future__ import annotations

import re
from typing import Final

import pytest
from reviewed import (
    CITY,
    HENAN,
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
    sentences,
)

from policy_dsl.ir import facts_read
from reasoner.driver.current_rule_base import rule_base
from reasoner.explain import PointRole, source_of
from reasoner.explain.background import background
from reasoner.letters.letter_types import OPINION, REFUSAL
from reasoner.model.kinds import Outcome, Power
from reasoner.render.terminal.layout import Style
from reasoner.render.terminal.verdict_note import note
from reasoner.render.typeset import on_screen

BINZHOU: Final = "binzhou-2022"
HOME_CARE: Final = "新增居家照护定点"
OUTPATIENT: Final = "新增门诊统筹和门诊慢特病定点"
PLENTY: Final = "照护资源相对充足"


def applied(matter: str, day: str, facility: Data, **more: object) -> Data:
    """An application of the institution 甲."""
    return {"编号": "A-1", "事项": matter, "日期": day, "机构": {"名称": "甲", **facility}, **more}


def noted(application: Data) -> str:
    """The note that a terminal shows of an application, its broken lines joined."""
    return re.sub(r"\n\s+", "", note(judged(application), background(rule_base()), Style(100, False)))


# --- who determines


def test_every_determination_read_has_an_organ_that_makes_it() -> None:
    """「将符合条件的基层医药机构及时纳入医保定点范围」: a rule that turns on a determination leaves it to some organ."""
    base = rule_base()
    regions = base.vocabulary.regions

    def above(code: str) -> set[str]:
        return {code, *(above(regions[code].parent) if code in regions else ())}

    lacking = {
        (document.id, fact.term)
        for document in base.documents.values()
        for norm in document.all_norms
        for cond in (norm.scope, norm.condition)
        if cond is not None
        for fact in facts_read(cond)
        if (term := base.vocabulary.facts[fact.term]).authorities
        and not any(a.region in ("", *above(document.region)) for a in term.authorities)
    }
    assert lacking == set()


@pytest.mark.parametrize(
    ("organ", "open_"), [("滨州市卫生健康委员会", True), ("滨州市医疗保障经办机构", False)], ids=["health", "agency"]
)
def test_in_binzhou_the_agency_finds_the_conditions_met(organ: str, open_: bool) -> None:
    """「将符合条件的基层医药机构及时纳入医保定点范围」; the text names no organ: by the reading 符合条件由谁认定 the agency."""
    met = determined("符合定点条件", "甲", True, organ, "2024-01-02")
    case = applied(OUTPATIENT, "2024-05-01", {"类型": "社区卫生服务中心", "所在地": "滨城区"}, 认定=[met])
    verdict = judged(case)
    assert (("符合定点条件", "机构") in asked(verdict)) is open_
    assert ("滨州市医疗保障经办机构" in "".join(verdict.warnings)) is open_


# --- claims that nobody has verified


def group_in(county: str, **claims: str) -> Data:
    """「对集团化、连锁化、品牌化机构给予适当倾斜」"""
    facility = {"类型": "护理站", "所在地": county, "连锁": "否", "品牌化": "否", **claims}
    return applied(HOME_CARE, "2024-05-01", facility, 认定=[determined(PLENTY, county, False, day="2024-01-01")])


CLAIMED: Final = "集团化:申请人主张,尚未核实,本次暂不计入优先;请补充集团登记证书、章程和隶属证明。"


def test_an_unverified_claim_is_told_as_a_claim() -> None:
    """「对集团化、连锁化、品牌化机构给予适当倾斜」: who claims it and has not proved it has not kept silent."""
    case = group_in("城阳区", 集团化="未核实")
    assert judged(case).outcome is Outcome.MAY_PROCEED
    to_staff = noted(case)
    assert on_screen(CLAIMED) in to_staff
    opinion = "\n".join(lines(letter(judged(case), kind=OPINION)))
    for text in (to_staff, opinion):
        assert "集团化:申请材料未载明" not in text
        assert "集团化：申请材料未载明" not in text
        assert "集团化：申请材料未载明" not in text
        assert "本次暂不计入优先" in text


def test_silence_is_not_told_as_a_claim() -> None:
    """Who says nothing of 集团化 claims nothing."""
    assert "集团化：申请材料未载明，本次按没有该情形处理" in noted(group_in("城阳区"))
    assert "申请人主张,尚未核实" not in noted(group_in("城阳区"))
    assert "申请人主张，尚未核实" not in noted(group_in("城阳区"))


def test_a_refusal_tells_the_applicant_that_its_claim_waits() -> None:
    """「原则上不再新增定点机构」 decides in 崂山区; the claimed 集团化 is neither denied nor passed over."""
    text = "\n".join(lines(letter(judged(group_in("崂山区", 集团化="未核实")), kind=REFUSAL)))
    assert "你单位主张的下列情形尚未核实，本次暂不计入优先" in text


@pytest.mark.parametrize(("claim", "kind"), [("按卫生规划设立", "社区卫生服务站"), ("举办主体", "医务室")])
def test_other_claims_of_preferences_are_told_so_too(claim: str, kind: str) -> None:
    """「按照卫生规划设立的……优先」, 「高等院校、养老机构举办的」: both turn preferences only."""
    facility = {"类型": kind, "所在地": "城阳区", "符合定点条件": "是", claim: "未核实"}
    rates = [figure(p, "医疗费用增长率", "8%", "2023") for p in ("青岛市", "城阳区")]
    case = applied(OUTPATIENT, "2024-05-01", facility, 步行15分钟内同类型定点机构数=0, 指标=rates)
    assert f"{claim}:申请人主张,尚未核实,本次暂不计入优先;请补充" in sentences(judged(case))


# --- a condition that is met in a document of unknown force


@pytest.mark.parametrize(("county", "day"), [("即墨区", "2024-05-01"), ("崂山区", "2026-01-01")])
def test_what_touches_by_a_document_of_unknown_force_has_its_own_heading(county: str, day: str) -> None:
    """「照护资源相对充足的区域,原则上控制长护险定点机构数量不再增长」: met; of its document nobody knows whether it is in force."""
    plenty = determined(PLENTY, county, True, day="2024-01-01")
    case = applied(HOME_CARE, day, {"类型": "护理站", "所在地": county}, 认定=[plenty])
    (point,) = explained(judged(case)).of(PointRole.MET)
    assert point.citation.clause == "qingdao-2023-1/5.i8.s2"
    _, _, after = noted(case).partition("【所列情形已经符合、效力尚待确认的规定】")
    section = after.partition("【")[0]
    assert on_screen(source_of(point.citation)) in section
    assert "“自2023年起，照护资源相对充足的区域，原则上控制长护险定点机构数量不再增长。”" in section
    assert "5.i8.s2" not in noted(case).partition("【已核对、不适用于本次申请的规定】")[2].partition("【")[0]
    assert any(t.startswith("属于所列情形、其效力尚待确认：") for t in lines(letter(judged(case), kind=OPINION)))


# --- Henan: a total that is not exceeded


def test_a_total_that_is_not_exceeded_cites_what_then_holds() -> None:
    """「未超过配置总量的,以优化增量为主,根据规划总量,分年度引进优质资源」"""
    figures = [
        figure("郑州市", "定点医药机构数", 5000, "2025-09-30"),
        figure("郑州市", "定点医药机构配置总量", 5000, "2025-09-30"),
        figure("郑州市", "医保基金当期赤字", False, "2024"),
        figure("郑州市", "医保基金动态监测赤字", False, "2025-09"),
    ]
    verdict = judged(applied("新增定点零售药店", "2025-11-01", {"类型": "零售药店", "所在地": "金水区"}, 指标=figures))
    (entry,) = (t for t in verdict.touching if t.clause == f"{HENAN}/3.2.i1.p2.s1")
    assert "以优化增量为主,根据规划总量,分年度引进优质资源" in entry.quote
    assert "年度配置目标" in entry.why


# --- another site


def test_another_site_is_what_the_applicant_can_do() -> None:
    """「在资源饱和的市南区、市北区、李沧区、崂山区,原则上不再新增定点机构」 says nothing of a site elsewhere."""
    verdict = judged(applied(HOME_CARE, "2024-05-01", {"类型": "护理院", "所在地": "崂山区", "已定点": ["院护"]}))
    (change,) = (c for c in verdict.changes if [f.fact for f in c.facts] == ["所在地"])
    assert change.by is Power.APPLICANT
    assert "另选地址" in sentences(verdict)
    assert "客观事实,不可改变" not in sentences(verdict)
    assert "客观事实，不可改变" not in sentences(verdict)
    text = "\n".join(lines(letter(verdict, kind=REFUSAL), "后续办理"))
    assert "如另选符合规定的地址，可重新提出申请。" in text
    assert "未见你单位单独改变即可改变上述结论的事项" not in text


# --- a plan that goes on


@pytest.mark.parametrize(
    ("made", "starts", "words"),
    [
        ("2026-01-15", "2026-01-01", "认定继续执行(自2026-01-01起)。该认定作出于收到申请(2026-01-10)之后。"),
        ("2026-01-10", "2026-01-01", "认定继续执行(自2026-01-01起)。"),
        ("2026-01-09", "", "认定继续执行。"),
    ],
)
def test_a_continuation_says_from_when_and_whether_it_came_after_receipt(made: str, starts: str, words: str) -> None:
    """「2023-2025年」 has ended; what goes on does so by a determination, from the day that this says."""
    more = {"自": starts} if starts else {}
    case = applied(
        "新增购买住院床位",
        "2026-01-10",
        {"类型": "综合医院", "所在地": "黄岛区"},
        床位类别="综合",
        床位数=10,
        指标=[figure("黄岛区", "床位使用率", "74%", "2025-09")],
        认定=[determined("规划延续执行", MEDICAL, True, CITY, made, **more)],
    )
    (warning,) = (w for w in judged(case).warnings if w.startswith("届满而继续"))
    assert warning.endswith(words)


# --- the order of a letter


def test_reasons_are_numbered_in_the_order_of_the_clauses() -> None:
    """3.1.p1.s2 and 2.3.i1.s2 each bar and prefer: one reason a clause, numbered as the clauses are."""
    agency = "青岛市医疗保险事业中心"
    facility = {"类型": "护理站", "所在地": "李沧区", "镇街": "某街道"}
    made = [
        determined("动态管理腾出名额", "青岛市", True, agency, "2024-01-01"),
        determined("服务覆盖率相对较低镇街", "某街道", True, agency, "2024-01-01"),
        determined("服务盲点区域", "某街道", True, CITY, "2024-01-01"),
    ]
    verdict = judged(applied(HOME_CARE, "2024-05-01", facility, 认定=made))
    assert deciding(verdict) == {"qingdao-2023-18-ltc/3.1.p1.s2"}
    numbers = [int(t[0]) for t in lines(letter(verdict, kind=REFUSAL), "理由") if t[:1].isdigit() and "关于" in t[:6]]
    assert numbers == [1, 2]

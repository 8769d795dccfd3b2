"""What a reader of verdicts wanted told otherwise: once, as what it is, with its document, and with what can be done."""

from __future__ import annotations

from typing import Any, Final

import pytest
from reviewed import (
    CITY,
    HENAN,
    LTC,
    MEDICAL,
    OPINION_1,
    Data,
    determined,
    explained,
    figure,
    judged,
    letter,
    lines,
    sentences,
    touched,
)

from reasoner.driver.current_rule_base import rule_base
from reasoner.explain import PointRole
from reasoner.explain.background import background
from reasoner.render.terminal.layout import Style
from reasoner.render.terminal.verdict_note import note

HOME_CARE, CARE_BEDS, DEMENTIA, DUAL = "新增居家照护定点", "新增购买院护床位", "设置失智专区床位", "纳入双通道管理"
CLINIC = "新增门诊统筹和门诊慢特病定点"
OWN: Final = ("床位数", "床位类别", "步行15分钟内同类型定点机构数", "所在镇街院护机构数", "指标", "认定")


def application(matter: str, kind: str, place: str, day: str = "2024-06-03", **more: Any) -> Data:
    """An application; what is no fact of the application itself is one of the institution."""
    own = {k: more.pop(k) for k in OWN if k in more}
    return {
        "编号": "W-2",
        "事项": matter,
        "日期": day,
        "机构": {"名称": "某", "类型": kind, "所在地": place, **more},
        **own,
    }


def found(**but: Any) -> Data:
    """The five conditions of 3.2.p2.s2 found to be met by the agency, but for some; None: not stated."""
    all_met = dict.fromkeys(("管理规范", "信誉良好", "安全供应", "布局合理"), True) | {"资质合规": True, **but}
    return {k: v for k, v in all_met.items() if v is not None}


def of_agency(value: bool) -> Data:
    """A finding of the agency that looked into it."""
    return {"数值": value, "时点": "2024-05-20", "来源": "信用评价记录3号", "来源类型": "本局查询"}


# --- force that is unknown is told once -------------------------------------------------------------------------


def test_that_force_is_unknown_is_told_once_of_a_clause() -> None:
    """1号 5.i8.s2, its condition met by a determination of the city: that the paper may not be in force, once."""
    made = determined("照护资源相对充足", "即墨区", True, CITY, "2024-02-01")
    verdict = judged(application(HOME_CARE, "护理站", "即墨区", 认定=[made]))
    (point,) = (p for p in explained(verdict).points if p.role is PointRole.MET)
    assert point.citation.clause == f"{OPINION_1}/5.i8.s2"
    assert sum("效力不明" in s or "是否有效尚待确认" in s for s in point.sentences) == 1


# --- what is unmet, and what nobody has looked into --------------------------------------------------------------


def test_what_nobody_looked_into_is_not_among_what_is_unmet() -> None:
    """3.2.p2.s2: 信誉良好 fails; of 布局合理 nothing is known, and that is not 「尚不满足」."""
    facility = found(信誉良好=of_agency(False), 布局合理=None)
    verdict = judged(application(DUAL, "零售药店", "胶州市", 已定点="零售药店", **facility))
    assert verdict.outcome == "not_eligible"
    (point,) = explained(verdict).of(PointRole.DECISIVE)
    unmet, _, rest = point.sentences[0].partition("尚不满足该条所列条件")
    assert "信誉良好" in unmet
    assert "布局合理" not in unmet
    assert rest == "(另有:机构「布局合理」尚未查明)。"


# --- lists name the document -------------------------------------------------------------------------------------


def test_lists_of_clauses_of_several_documents_name_the_document() -> None:
    """新增居家照护定点 is spoken of by the plan and by 1号: 「第三部分第(一)项」 alone says nothing."""
    verdict = judged(application(HOME_CARE, "护理站", "城阳区"))
    shown = note(verdict, background(rule_base()), Style(1000, False))
    checked = "".join(shown.partition("已核对、不适用于本次申请的规定")[2].partition("\n\n")[0].split())
    assert "-《" in checked
    assert "-同一文件第" in checked
    assert "-第" not in checked


# --- what is assumed, as what it is ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("organ", "assumed"),
    [("青岛市平度市医疗保障局", "作出机关待确认"), ("洛阳市医疗保障局", "所附认定未予采用"), (None, "")],
)
def test_a_determination_that_does_not_count_is_not_told_as_not_claimed(organ: str | None, assumed: str) -> None:
    """2.3.i1.s2 「对照护资源不足的新城区、偏远的农村地区给予倾斜」: attached, by an organ that may not be the one."""
    if organ and organ.startswith("青岛市平度市"):
        organ = "平度市医疗保障局"
    made = [determined("照护资源不足地区", "平度市", True, organ, "2024-02-01")] if organ else []
    verdict = judged(application(HOME_CARE, "护理站", "平度市", 认定=made))
    (taken,) = (a.assumed for a in verdict.assumptions if a.fact == "照护资源不足地区")
    assert taken == (assumed or "未主张")
    if organ:
        (sentence,) = (s for s in explained(verdict).assumptions if s.startswith("照护资源不足地区"))
        assert "附认定" in sentence
        assert not any(words in sentence for words in ("未主张", "未载明", "未提供"))


@pytest.mark.parametrize(("written", "assumed"), [("不详", "不详"), ("未核实", "主张未核实")])
def test_what_is_stated_to_be_unknown_is_no_claim(written: str, assumed: str) -> None:
    verdict = judged(application(HOME_CARE, "护理站", "平度市", 连锁=written))
    assert {a.fact: a.assumed for a in verdict.assumptions}["连锁"] == assumed
    (sentence,) = (s for s in explained(verdict).assumptions if s.startswith("连锁"))
    assert ("申请人主张" in sentence) is (written == "未核实")


# --- who determined is no source, and nothing was looked into ----------------------------------------------------


def test_an_organ_determines_it_is_no_source() -> None:
    made = determined("照护资源相对充足", "即墨区", True, CITY, "2024-02-01")
    said = sentences(judged(application(HOME_CARE, "护理站", "即墨区", 认定=[made])))
    assert f"已经认定(由{CITY}于2024-02-01认定)" in said
    assert f"来源:{CITY}" not in said


def test_a_letter_that_asks_for_papers_looked_into_nothing() -> None:
    verdict = judged(application("新增购买住院床位", "综合医院", "城阳区", 床位类别="综合"))
    written = "".join(lines(letter(verdict, kind="补正材料通知书")))
    assert "收悉。下列材料或者事项尚需补充" in written
    assert "经查" not in written.partition("现一次性告知")[0]


# --- two names of one place --------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["西海岸新区", "黄岛区", "370211"])
def test_a_place_of_two_names_is_told_by_both(written: str) -> None:
    """3.1.p2 lists 「西海岸新区」; the institution lies in 黄岛区. 国函〔2014〕71号: 「包括青岛市黄岛区全部行政区域」."""
    rate = figure("黄岛区", "床位使用率", "74%", "2024-03-31")
    given = application("新增购买住院床位", "综合医院", written, 床位类别="综合", 床位数=10, 指标=[rate])
    explanation = explained(judged(given))
    assert explanation.head.place == "西海岸新区(黄岛区)"
    (point,) = (p for p in explanation.points if p.citation.clause == f"{MEDICAL}/3.1.p2")
    (bridge,) = (s for s in point.sentences if s.startswith("该条所称西海岸新区即黄岛区"))
    assert "国函〔2014〕71号" in bridge
    assert "「包括青岛市黄岛区全部行政区域」" in bridge


def test_of_a_place_of_one_name_nothing_is_told() -> None:
    explanation = explained(judged(application("新增购买住院床位", "综合医院", "城阳区", 床位类别="综合", 床位数=10)))
    assert explanation.head.place == "城阳区"
    assert not any("西海岸新区即" in s for p in explanation.points for s in p.sentences)


# --- what comes first, and what fits -----------------------------------------------------------------------------


def test_who_is_not_contracted_is_told_to_apply_for_that_first() -> None:
    """3.2.p2.s2 takes in 「定点药店」: the rule's own condition."""
    verdict = judged(application(DUAL, "零售药店", "胶州市", 已定点="否", **found()))
    first = "纳入双通道管理以已经定点零售药店为条件:可先申请「新增定点零售药店」,取得定点后再申请「纳入双通道管理」。"
    assert explained(verdict).first_steps == (first,)
    written = "".join(lines(letter(verdict)))
    outward = first.replace("「", "“").replace("」", "”")  # WORDING: 「」 only in the rule language
    assert outward.replace(":", "\uff1a").replace(",", "\uff0c") in written
    assert "未见你单位单独改变即可改变" not in written
    assert not any(f.fact == "已定点" for c in verdict.changes for f in c.facts)


@pytest.mark.parametrize(
    ("matter", "place", "more"),
    [
        (CLINIC, "胶州市", {"步行15分钟内同类型定点机构数": 0}),  # no rule reads which services
        ("新增定点零售药店", "洛阳市", {}),  # Henan's rules do
    ],
)
def test_a_bare_yes_on_a_matter_that_adds_a_contract_is_asked_back(matter: str, place: str, more: Data) -> None:
    """CONTRACT §1: on a 新增…定点 matter it counts as unknown and `missing` asks which services."""
    kind = "诊所" if matter == CLINIC else "零售药店"
    verdict = judged(application(matter, kind, place, "2025-11-03", 已定点="是", **more))
    assert ("已定点", "机构") in {(m.fact, m.of) for m in verdict.missing}
    assert "尚缺「已定点」的是哪几项服务" in sentences(verdict) or "已定点" in sentences(verdict)


def test_where_it_means_one_service_it_is_not() -> None:
    verdict = judged(application(DUAL, "零售药店", "胶州市", 已定点="是", **found()))
    assert "已定点" not in {m.fact for m in verdict.missing}


@pytest.mark.parametrize(
    ("asked_for", "there", "told"),
    [
        (101, 200, "本次申请101张,按该条可以容纳100张。"),  # 30% × 1000 − 200
        (100, 200, ""),  # 「按照……30%核定」: exactly
        (10, 300, "按该条已没有可以新增的床位。"),
        (10, 350, "按该条已没有可以新增的床位。"),
    ],
)
def test_what_fits_below_a_cap_is_told(asked_for: int, there: int, told: str) -> None:
    """3.2.p2 「失智专区床位数原则上按照各区(市)院护床位总数的30%核定」: it says 核定, and not what becomes of the rest."""
    figures = [
        figure("城阳区", "失智专区床位数", there, "2024-05-31"),
        figure("城阳区", "院护床位数", 1000, "2024-05-31"),
    ]
    given = application(DEMENTIA, "养老机构", "城阳区", 已定点="院护", 床位数=asked_for, 指标=figures)
    verdict = judged(given)
    said = sentences(verdict)
    if not told:
        assert verdict.outcome == "may_proceed"
        assert "可以容纳" not in said
        return
    assert verdict.outcome == "presumptively_barred"
    assert told in said
    if "可以容纳" in told:
        assert "该条写的是“核定”,没有写明申请超出的怎样处理" in said
        assert "推定由受理申请的医保经办机构决定" in said


def test_a_cap_that_does_not_say_so_is_not_said_to_grant_a_part() -> None:
    """3.2.p1.s1 「全市规划床位数原则上不超过1.2万张」 says nothing of a part: room for 100 of 101."""
    figures = [
        figure("青岛市", "院护床位数", 11900, "2024-05-31"),
        figure("青岛市", "预期享受长护险待遇人数", 70000, "2025"),
        figure("城阳区", "院护床位使用率", "70%", "2024-05-31"),
    ]
    said = sentences(judged(application(CARE_BEDS, "养老机构", "城阳区", 已定点="院护", 床位数=101, 指标=figures)))
    assert "本次申请101张,按该条可以容纳100张。该条没有写明可否只就100张办理" in said


# --- a bare 否 is nobody's finding -------------------------------------------------------------------------------


def test_a_bare_no_of_what_is_assessed_is_no_finding() -> None:
    """F4: the applicant does not declare its own bad repute; no final letter rests on it."""
    given = application(DUAL, "零售药店", "胶州市", 已定点="零售药店", **found(信誉良好=False))
    verdict = judged(given)
    assert any(w.startswith("认定机关未写明:机构的信誉良好") for w in verdict.warnings)
    (point,) = explained(verdict).of(PointRole.DECISIVE)
    assert "所附材料写明机构不具备「信誉良好」这一情形,没有写明由哪一机关认定" in point.sentences[0]
    assert "经查,机构不具备「信誉良好」" not in point.sentences[0]
    assert "经查，机构不具备“信誉良好”" not in point.sentences[0]
    assert letter(verdict, "经审查,无。").draft
    looked_into = judged(given | {"机构": given["机构"] | {"信誉良好": of_agency(False)}})
    assert not any(w.startswith("认定机关未写明:机构的信誉良好") for w in looked_into.warnings)


def test_a_bare_yes_of_what_is_assessed_is_no_finding() -> None:
    """A pharmacy does not certify its own repute: 3.2.p2.s2 「信誉良好」 is the agency's finding."""
    verdict = judged(application(DUAL, "零售药店", "胶州市", 已定点="零售药店", **found()))
    assert any(w.startswith("认定机关未写明:机构的信誉良好") for w in verdict.warnings)
    said = [s for p in explained(verdict).points for s in p.sentences]
    assert any("所附材料写明机构具备「信誉良好」这一情形,没有写明由哪一机关认定" in s for s in said)
    assert not any("经查,机构具备「信誉良好」" in s for s in said)


# --- what touches the case ---------------------------------------------------------------------------------------


def test_the_reduction_of_beds_in_five_districts_is_none_of_another_s_business() -> None:
    """3.2.p1.s3 「在资源饱和的市南区、市北区、李沧区、崂山区、城阳区……合理核减备案床位数」; 平度市 is none of them."""
    beds = {"床位数": 10, "所在镇街院护机构数": 2, "已定点": "院护"}
    assert f"{LTC}/3.2.p1.s3" not in touched(judged(application(CARE_BEDS, "养老机构", "平度市", **beds)))
    assert f"{LTC}/3.2.p1.s3" in touched(judged(application(CARE_BEDS, "养老机构", "城阳区", **beds)))
    assert f"{LTC}/3.2.p1.s3" not in touched(judged(application(HOME_CARE, "护理站", "平度市")))


def test_what_restricts_stands_first_among_what_touches_a_case() -> None:
    """Guidance that yields to a plan keeps its limits among what touches; facts and encouragement come behind."""
    natures = {
        t.clause: rule_base().documents[t.clause.partition("/")[0]].clauses[t.clause].natures
        for t in judged(application(HOME_CARE, "护理站", "即墨区")).touching
        if t.clause.startswith(LTC) and not t.why.startswith("条文理解「")
    }
    order = [
        0 if {"限制", "上限"} & {*n} else 1 if {"要件", "义务", "标准", "程序"} & {*n}
        else 2 if {"原则", "愿景", "目标"} & {*n} else 3 if "事实" in n else 4 if "鼓励" in n else 2
        for n in natures.values()
    ]  # fmt: skip
    assert order == sorted(order)
    assert {1, 2, 3, 4} <= {*order}
    assert HENAN not in "".join(natures)


# --- the other reading of 「已达到」 -----------------------------------------------------------------------------


@pytest.mark.parametrize(("bought", "all_beds"), [(7790, 7000), (7000, 7790), (7790, 7790)])
def test_read_as_after_approval_every_figure_grows(bought: int, all_beds: int) -> None:
    """3.1.p1.s2 「已达到……指标的精神科床位」: 10 beds more make 7800 of 10,000,000 people (0.78), bought or not."""
    figures = [
        figure("青岛市", "医保购买精神床位数", bought, "2024-03-31"),
        figure("青岛市", "精神科床位数", all_beds, "2024-03-31"),
        figure("青岛市", "医保购买住院床位数", 60000, "2024-03-31"),
        figure("青岛市", "常住人口", 10000000, "2023"),
        figure("城阳区", "床位使用率", "80%", "2024-03-31"),
        figure("城阳区", "医疗费用增长率", "4%", "2023"),
        figure("青岛市", "医疗费用增长率", "5%", "2023"),
    ]
    given = application("新增购买住院床位", "精神专科医院", "城阳区", 床位类别="精神", 床位数=10, 指标=figures)
    if bought > all_beds:
        given["指标"] = [f for f in figures if f["名称"] != "精神科床位数"]
    verdict = judged(given)
    assert verdict.outcome in ("may_proceed", "undetermined")
    changed = {r.reading: r.outcome_if_alternative for r in verdict.readings or ()}
    assert changed["已达到口径"] == "barred"

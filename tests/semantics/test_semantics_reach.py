"""Who is governed (DESIGN §5.1): a document governs where one of its deciding rules can reach this applicant.

Each verdict is derived again by the proof checker.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_base import (
    BAR_FOR_NOW,
    CONTROL,
    EXEMPT,
    PERMIT,
    PREFER,
    PRESUMED,
    REQUIRE,
    Small,
    document,
    hospital,
    plain,
    real,
)

from policy_dsl.ir import Effect
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.messages import LABELS, NOT_HELD, UNREGULATED, WHY
from reasoner.model.verdict import Verdict

HARMLESS = ("限制", BAR_FOR_NOW[1].replace("75%", "5%"), BAR_FOR_NOW[2].replace("75%", "5%"))
MENTAL = (
    "限制",
    "床位使用率低于75%的区(市),精神科床位暂不新增购买住院床位。",
    "规则 精神床位暂不新增\n 凡 事项 是 新增购买住院床位\n 若 床位类别 是 精神 且 本区县 的 床位使用率 低于 75%\n 则 暂不新增",
)
"""Reach written under 若: 床位类别 is reach all the same."""


def why(verdict: Verdict) -> dict[str, str]:
    return {d.id: d.why for d in verdict.not_governing}


@pytest.mark.parametrize("clause", [BAR_FOR_NOW, PRESUMED, CONTROL, MENTAL, REQUIRE, PERMIT])
def test_a_document_governs_where_one_deciding_rule_can_reach(clause: tuple[str, str, str]) -> None:
    """Prohibition, control, requirement and permission decide, also where they do not come about: at 99% nothing bars."""
    kind = {"床位类别": "精神"} if clause is MENTAL else {}
    verdict = Small(document("a", clause)).judge(hospital("99%", 管理规范=True, 符合定点条件=False) | kind)
    assert verdict.reasons.governing == ("a",)
    assert verdict.touching == ()


@pytest.mark.parametrize(("clauses", "effect", "label"), [
    ((PREFER,), "优先", "已收录文件未作规定"), ((MENTAL, EXEMPT), "豁免", "所作规定不及于此类机构"),
])  # fmt: skip
def test_a_preference_or_an_exemption_alone_makes_no_document_govern(clauses: Any, effect: str, label: str) -> None:
    """「An exemption, preference, encouragement, task or duty alone never makes a document govern: it stands in touching.」"""
    facts = {"连锁": True, "重点建设项目": "市级"}
    verdict = Small(document("a", *clauses)).judge(hospital(**facts))
    assert (verdict.outcome, verdict.label) == ("not_regulated", label)
    (touching,) = verdict.touching
    assert (touching.clause, touching.quote) == (f"a/1.p{len(clauses)}", clauses[-1][1])
    assert touching.place.startswith("第一部分")
    assert effect in touching.why
    beside = Small(document("a", *clauses), document("b", PRESUMED)).judge(hospital("99%", **facts))
    assert (beside.outcome, beside.reasons.governing) == ("may_proceed", ("b",))
    assert beside.touching == verdict.touching


def test_what_does_not_reach_the_applicant_does_not_touch_it() -> None:
    """The preference is for 医疗机构; and a text that is not in force touches nothing."""
    pharmacy = {
        "编号": "1",
        "事项": "新增定点零售药店",
        "日期": "2024-05-01",
        "机构": {"类型": "零售药店", "所在地": "城阳区", "连锁": True},
    }
    preference = (
        PREFER[0],
        "对连锁化的医疗机构,可优先成为定点零售药店。",
        PREFER[2].replace("新增购买住院床位", "新增定点零售药店"),
    )
    assert Small(document("a", preference)).judge(pharmacy).touching == ()
    assert Small(document("a", PREFER, starts="2090-01-01")).judge(hospital(连锁=True)).touching == ()


def test_reach_turns_on_kind_beds_sponsor_and_services_whoever_wrote_where() -> None:
    """综合 beds are not reached by a rule on 精神 beds; a place where the rule does not apply makes no such difference."""
    small = Small(document("a", MENTAL))
    general = small.judge(hospital())
    assert (general.outcome, general.label) == ("not_regulated", UNREGULATED["no_reach"])
    assert why(general)["a"] == "就「新增购买住院床位」所作规定不及于此类机构"
    assert small.judge(hospital() | {"床位类别": "精神"}).outcome == "barred"
    placed = (
        PRESUMED[0],
        "市南区原则上不再新增购买住院床位。",
        "规则 市南区不再新增\n 凡 事项 是 新增购买住院床位\n 凡 所在地 属于 市南区\n 则 原则上 不予新增",
    )
    assert Small(document("a", placed)).judge(hospital()).outcome == "may_proceed"


def test_nothing_governs_for_one_of_four_reasons() -> None:
    """Silent · rules do not reach · only a report held · nothing held of the prefecture or its province."""
    account = {
        "编号": "1",
        "事项": "新增个人账户定点",
        "日期": "2024-05-01",
        "机构": {"类型": "诊所", "所在地": "城阳区"},
    }
    report = document("r", ("事实", "对规划的实施作了评估。", ""), kind="评估报告")
    nation = document("n", MENTAL, region="370000", issuer_level="国家")
    cases = {
        "not_regulated": Small(document("a", BAR_FOR_NOW)).judge(account),
        "no_reach": Small(document("a", MENTAL)).judge(hospital()),
        "report_only": Small(report).judge(hospital()),
        "not_held": Small(document("a", BAR_FOR_NOW, region="350500")).judge(hospital()),
    }
    for kind, verdict in cases.items():
        assert verdict.outcome == "not_regulated"
        assert verdict.label == UNREGULATED[kind]
        assert verdict.why == WHY[kind].format(matter=verdict.matter)
    assert len({v.label for v in cases.values()}) == 4
    assert why(cases["report_only"])["r"] == "系评估报告,不具规范效力,就「新增购买住院床位」有无规定不详"
    # A text that is silent beside the report: it is known that one is. A document of the nation does not count as held.
    assert Small(report, document("a", HARMLESS)).judge(account).label == LABELS["not_regulated"]
    assert Small(nation).judge(hospital()).label == NOT_HELD
    assert Small(nation).judge(hospital() | {"床位类别": "精神"}).outcome == "barred"


def test_a_pharmacy_of_quanzhou_is_told_that_only_a_report_is_held() -> None:
    """law-others A6: 泉医保〔2023〕83号 is a report on a plan that is not held."""
    verdict = real({"编号": "ZL-01", "事项": "新增定点零售药店", "日期": "2024-05-01",
                    "机构": {"名称": "庚机构", "类型": "零售药店", "所在地": "晋江市"}})  # fmt: skip
    assert (verdict.outcome, verdict.label) == ("not_regulated", "只收录评估报告,有无规定不详")
    assert "有无规定不详" in verdict.why
    assert "有无规定不详" in why(verdict)["quanzhou-2023-83"]


def test_a_hospital_and_the_double_channel() -> None:
    """law-qingdao F1: 3.2.p2.s2 「遴选…定点零售药店纳入」 is of pharmacies; the exemption of 3.3.p1 never reaches it."""
    verdict = real({"编号": "1", "事项": "纳入双通道管理", "日期": "2024-06-03",
                    "机构": {"类型": "综合医院", "所在地": "城阳区", "重点建设项目": "市级"}})  # fmt: skip
    assert (verdict.outcome, verdict.label) == ("not_regulated", "所作规定不及于此类机构")
    assert verdict.citations == ()
    # 3.2.p2.s1 「鼓励定点医药机构实行品牌化、连锁化发展」 speaks of hospitals too, and decides nothing.
    assert [(t.clause, "不是纳入“双通道”的条件" in t.why) for t in verdict.touching] == [
        ("qingdao-2023-18-medical/3.2.p2.s1", True)
    ]


def test_henan_encourages_home_care_and_leaves_it_unregulated() -> None:
    """3.2.i2.i3.s3 「鼓励各地将符合条件的乡镇卫生院…优先纳入长期护理保险定点服务范围」; Binzhou's 「及时纳入」 is a permission."""
    station = {"编号": "1", "事项": "新增居家照护定点", "日期": "2026-03-01",
               "机构": {"类型": "乡镇卫生院", "所在地": "中牟县", "符合定点条件": True}}  # fmt: skip
    verdict = real(station)
    assert (verdict.outcome, verdict.label) == ("not_regulated", "已收录文件未作规定")
    assert "henan-2025/3.2.i2.i3.s3" in {t.clause for t in verdict.touching}
    binzhou = {"编号": "1", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-05-01",
               "机构": {"类型": "村卫生室", "所在地": "沾化区", "符合定点条件": True}}  # fmt: skip
    assert real(binzhou).reasons.governing == ("binzhou-2022",)


def test_out_of_force_is_of_documents_that_can_reach() -> None:
    ended = {"ends": "2023-12-31", "ends_basis": "规划期"}
    assert Small(document("a", BAR_FOR_NOW, **ended)).judge(hospital()).outcome == "out_of_force"
    assert Small(document("a", MENTAL, **ended)).judge(hospital()).outcome == "not_regulated"
    # It can reach whom it is not known not to reach.
    assert Small(document("a", MENTAL, **ended)).judge(hospital() | {"床位类别": "不详"}).outcome == "out_of_force"
    both = Small(document("a", BAR_FOR_NOW, **ended), document("b", MENTAL)).judge(hospital())
    assert both.outcome == "out_of_force"
    assert why(both)["b"].endswith("不及于此类机构")


def test_unknown_reach_leaves_open_that_nothing_governs() -> None:
    """Silence is no permission: where the kind of beds is not known, that no rule reaches them is possible."""
    unknown = hospital() | {"床位类别": "不详"}
    verdict = Small(document("a", MENTAL)).judge(unknown)
    assert (verdict.outcome, verdict.possible) == ("undetermined", ("barred", "not_regulated"))
    assert [m.fact for m in verdict.missing] == ["床位类别"]
    answers = {a.value: a.possible for a in verdict.missing[0].answers or ()}
    assert answers["精神"] == ("barred",)
    assert answers["综合"] == ("not_regulated",)
    # At 76% the rule does not come about for anybody; whether it reaches is asked all the same.
    kept = Small(document("a", MENTAL)).judge(hospital("76%") | {"床位类别": "不详"})
    assert (kept.outcome, kept.possible) == ("undetermined", ("may_proceed", "not_regulated"))
    assert [m.fact for m in kept.missing] == ["床位类别"]
    # Beside a rule that certainly reaches nothing more is open than what the rules leave open.
    assert Small(document("a", MENTAL, HARMLESS)).judge(hospital("76%") | {"床位类别": "不详"}).possible == (
        "may_proceed",
    )
    assert Small(document("a", MENTAL), document("b", HARMLESS)).judge(unknown).possible == ("barred", "may_proceed")


def test_an_exemption_of_a_document_that_may_not_govern_is_not_certain() -> None:
    """The exemption holds whatever the beds; but the text that grants it governs 精神 beds alone."""
    small = Small(document("a", MENTAL, EXEMPT), document("b", HARMLESS))
    verdict = small.judge(hospital(重点建设项目="市级") | {"床位类别": "不详"})
    assert verdict.possible == ("exempt", "may_proceed")
    assert verdict.outcome == "may_proceed"


def test_of_favourable_outcomes_the_weakest_is_certain() -> None:
    """law-qingdao F11: a project 未核实 where nothing restricts; both answers let it proceed, and nobody asks for papers."""
    for claim, outcome in (("未核实", "may_proceed"), ("市级", "exempt"), ("无", "may_proceed")):
        verdict = Small(document("a", HARMLESS, EXEMPT)).judge(hospital(重点建设项目=claim))
        assert verdict.outcome == outcome
        assert verdict.missing == ()
    open_ = Small(document("a", HARMLESS, EXEMPT)).judge(hospital(重点建设项目="未核实"))
    assert open_.possible == ("exempt", "may_proceed")
    assert [(a.fact, a.assumed) for a in open_.assumptions] == [("重点建设项目", "尚未核实")]
    preferred = Small(document("a", HARMLESS, EXEMPT, PREFER)).judge(hospital(重点建设项目="未核实", 连锁=True))
    assert (preferred.outcome, preferred.possible) == ("priority", ("exempt", "priority"))
    assert [c.rule for c in preferred.citations if c.role == "decisive"] == ["a/1.p3#连锁可优先"]
    # Where something restricts, the claim decides and is asked for.
    restricted = Small(document("a", BAR_FOR_NOW, EXEMPT)).judge(hospital(重点建设项目="未核实"))
    assert (restricted.outcome, restricted.possible) == ("undetermined", ("barred", "exempt"))
    assert [m.fact for m in restricted.missing] == ["重点建设项目"]


def test_to_be_reached_by_nothing_is_no_improvement() -> None:
    """A change after which no rule would reach the applicant is not offered."""
    verdict = Small(document("a", MENTAL)).judge(hospital() | {"床位类别": "精神"})
    assert verdict.outcome == "barred"
    assert {c.outcome for c in verdict.changes} == {"may_proceed"}


def test_every_effect_decides_or_does_not() -> None:
    """Of the rules in use each effect occurs; a goal that only supports decides nothing."""
    norms = [n for d in rule_base().documents.values() for n in d.norms_in_use]
    deciding = {n.effect for n in norms if n.decides}
    assert deciding == {Effect.PROHIBIT, Effect.CAP, Effect.CONTROL, Effect.REQUIRE, Effect.PERMIT}
    assert not any(n.decides for n in norms if n.supports or n.effect in (Effect.EXEMPT, Effect.PREFER))
    assert "touching" in plain(real(hospital("74%")))

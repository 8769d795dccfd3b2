"""Who holds what was not given is named, never asked of the applicant; a finding against the applicant stands in the head."""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec
import pytest

from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.explain import explain
from reasoner.explain.background import background
from reasoner.explain.next_step import key_fact, next_steps
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof
from reasoner.render.terminal.layout import Style
from reasoner.render.terminal.verdict_note import note
from reasoner.render.typeset import on_screen


def judged(data: dict[str, Any]) -> Verdict:
    """The verdict, which the proof checker derives again."""
    base = rule_base()
    (typed,) = reader().read(json.loads(json.dumps(data)), None)
    verdict = judge(base, typed)
    assert check_proof(msgspec.json.decode(encode(verdict)), base.plain, official_texts()) == []
    return verdict


def home_care(place: str, **more: Any) -> dict[str, Any]:
    """A nursing station that asks for home care in Qingdao."""
    own = {"类型": "护理站", "所在地": place, "镇街": "某街道", **more}
    return {"编号": "A", "事项": "新增居家照护定点", "日期": "2024-05-01", "机构": own}


CARE_BEDS: Final = {
    "编号": "B", "事项": "新增购买院护床位", "日期": "2024-05-01", "床位数": 10,
    "机构": {"类型": "养老机构", "所在地": "平度市", "已定点": ["院护"]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("application", "fact", "provider", "organs", "whose"),
    [
        # 4.1.p1.s2 「市医保经办机构根据规划科学制定全市年度受理计划」: places set free are the municipal agency's to say.
        (home_care("李沧区"), "动态管理腾出名额", "有权机关认定", ("青岛市医保中心",), "须由青岛市医保中心认定"),
        (home_care("李沧区"), "服务覆盖率相对较低镇街", "有权机关认定", ("青岛市医保中心",), "须由青岛市医保中心认定"),
        # 2.3.i1.s2 「照护资源不足的新城区、偏远的农村地区」: the bureau that made the plan.
        (home_care("即墨区"), "照护资源不足地区", "有权机关认定", ("青岛市医疗保障局",), "须由青岛市医疗保障局认定"),
        # 3.2.p1.s4 「尚无院护机构的镇街」: the register of contracted institutions is the bureau's own.
        (CARE_BEDS, "所在镇街院护机构数", "本局", None, "由本单位查询"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_the_applicant_does_not_hold_is_nobody_s_demand_on_it(
    application: dict[str, Any], fact: str, provider: str, organs: tuple[str, ...] | None, whose: str
) -> None:
    verdict = judged(application)
    (assumption,) = (a for a in verdict.assumptions if a.fact == fact)
    assert assumption.provider == provider
    assert (None if assumption.authority is None else assumption.authority.organs) == organs
    (sentence,) = (s for s in explain(verdict, background(rule_base())).assumptions if s.startswith(f"{fact}:"))
    assert whose in sentence
    assert sentence.endswith("不须申请人补充。")
    assert "请提供" not in sentence


def test_a_claim_of_the_applicant_is_asked_of_it() -> None:
    """2.3.i2.s2 「对集团化、连锁化、品牌化机构给予适当倾斜」: who claims it shows it."""
    verdict = judged(home_care("即墨区"))
    claims = {a.fact: a.provider for a in verdict.assumptions if a.fact in ("集团化", "连锁", "品牌化")}
    assert claims == dict.fromkeys(("集团化", "连锁", "品牌化"), "申请人")


def test_every_assumption_names_a_holder() -> None:
    for application in (home_care("李沧区"), home_care("即墨区"), CARE_BEDS):
        verdict = judged(application)
        assert verdict.assumptions
        assert all(a.provider for a in verdict.assumptions)


# --- a favourable label over a finding against the applicant -----------------------------------------------------------

PHARMACY: Final = {
    "编号": "C", "事项": "新增定点零售药店", "日期": "2024-05-01", "步行15分钟内同类型定点机构数": 0,
    "机构": {"类型": "零售药店", "所在地": "城阳区", "符合定点条件": False},
    "指标": [
        {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "6%", "时点": "2023"},
    ],
}  # fmt: skip


def test_a_finding_that_conditions_are_not_met_stands_right_under_a_favourable_label() -> None:
    """In Qingdao no rule asks a pharmacy for it, so nothing bars; the head says what was found, and what is to be done."""
    verdict = judged(PHARMACY)
    explanation = explain(verdict, background(rule_base()))
    assert verdict.outcome == "may_proceed"
    assert explanation.against.startswith("所附认定为不符合定点条件")
    head = "".join(on_screen(note(verdict, background(rule_base()), Style(80, False))).split())
    assert on_screen(f"结论{verdict.label}{explanation.against}") in head
    assert next_steps(verdict) == ("核对认定",)
    assert key_fact(verdict, explanation) == "所附认定:不符合定点条件"


@pytest.mark.parametrize("finding", [True, None])
def test_without_such_a_finding_the_head_is_as_ever(finding: bool | None) -> None:
    facility = {**PHARMACY["机构"], "符合定点条件": finding}
    verdict = judged({**PHARMACY, "机构": facility})
    assert next_steps(verdict) == ("评估",)
    assert explain(verdict, background(rule_base())).against == ""


def test_a_permission_whose_condition_is_found_not_met_decides_nothing_and_the_finding_stands() -> None:
    """Binzhou 5.1.p6.s2 「将符合条件的基层医药机构及时纳入医保定点范围」 is a permission, of no consequence where it fails (ADR 0017).

    That the words are a requirement is the alternative of a registered reading, and what it would decide is named.
    """
    own = {"类型": "零售药店", "所在地": "沾化区", "符合定点条件": False}
    application = {"编号": "D", "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": own}
    verdict = judged(application)
    explanation = explain(verdict, background(rule_base()))
    assert verdict.outcome == "may_proceed"
    assert explanation.against.startswith("所附认定为不符合定点条件")
    assert next_steps(verdict) == ("核对认定",)
    (typed,) = reader().read(application, None)
    with_alternatives = with_readings(rule_base(), typed, verdict)
    (reading,) = (r for r in with_alternatives.readings or () if r.reading == "符合条件是要件还是说明")
    assert (reading.document, reading.outcome_if_alternative) == ("binzhou-2022", "not_eligible")
    text = "".join(on_screen(note(with_alternatives, background(rule_base()), Style(80, False))).split())
    assert on_screen(f"结论{verdict.label}{explanation.against}") in text
    assert "“符合条件是要件还是说明”（尚未确认）" in text
    assert "如改采另一种理解，结论将由“已收录文件中未见限制，可进入后续程序”变为“尚未满足所列条件”" in text

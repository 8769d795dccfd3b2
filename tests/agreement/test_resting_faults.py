"""Faults in what a verdict rests on, takes for not claimed, and asks back are noticed: the other engine refuses the verdict.

A fault of the interpreter makes a verdict that the proof checker refuses; one of the checker makes it refuse a right one.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

# Small documents stand beside the tests of the semantics, which import them by their bare names.
sys.path.insert(0, str(Path(__file__).parents[1] / "semantics"))

from small_base import BAR_FOR_NOW, Small, document, hospital, read

from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.interpreter import (
    alternatives,
    determining_organs,
    document_determinations,
    document_questions,
    fact_lookup,
    fact_warnings,
    judge,
    missing_facts,
    resting_readings,
)
from reasoner.model.application import Application
from reasoner.model.verdict import encode
from reasoner.proof import (
    check_proof,
    check_readings,
    evaluator,
    known_and_open,
)
from reasoner.proof import (
    determining_organs as checked_organs,
)
from reasoner.proof import outcome as checked_outcome
from reasoner.proof.rule_base_check import CheckedBase

from .seeded_fault import Exchange, SeededFault

CITY, LTC, ONE = "青岛市医疗保障局", "qingdao-2023-18-ltc", "qingdao-2023-1"
HOME_CARE, CARE_BEDS, DUAL = "新增居家照护定点", "新增购买院护床位", "纳入双通道管理"


def given(matter: str, kind: str, place: str, day: str = "2024-06-03", made: Any = None, **more: Any) -> dict[str, Any]:
    own = {k: more.pop(k) for k in ("床位数", "步行15分钟内同类型定点机构数", "所在镇街院护机构数") if k in more}
    facility = {"名称": "某", "类型": kind, "所在地": place, **more}
    return {"编号": "S", "事项": matter, "日期": day, "机构": facility, "认定": [made] if made else [], **own}


def short_of_care(organ: str) -> dict[str, Any]:
    return {"事项": "照护资源不足地区", "对象": "平度市", "结论": True, "机关": organ, "日期": "2024-02-01"}


AS_A_GOAL: Final = """
["目标之读"]
question = "目标所称区(市)是哪些"
used = "各区、县级市"
alternative = "另行划定的区域"
basis = "写明了区(市)"
"""
GOAL: Final = (
    "限制",
    "床位使用率低于70%的区(市),暂不新增购买住院床位。",
    "规则 目标不新增\n 据 解释 目标之读\n 凡 事项 是 新增购买住院床位\n 若 本区县 的 床位使用率 低于 70%\n 则 暂不新增",
)
CONTINUED: Final = {"事项": "规划延续执行", "对象": LTC, "结论": True, "机关": CITY, "日期": "2025-12-30"}
OF_GOOD_STANDING: Final = {"事项": "信誉良好", "对象": "机构", "结论": True, "机关": CITY, "日期": "2024-02-01"}
"""By the city's bureau: 3.2.p2.s2 names nobody, and by the reading in use it is the agency's."""
MET: Final = {"资质合规": True, "管理规范": True, "安全供应": True}
CASES: Final = (
    (given(CARE_BEDS, "养老机构", "城阳区", 已定点="院护", 床位数=10), None),
    (given(HOME_CARE, "护理站", "城阳区"), None),
    (given(HOME_CARE, "护理站", "即墨区", "2026-03-01"), None),
    (given(HOME_CARE, "护理站", "市南区", "2026-03-01", CONTINUED), None),
    (given(HOME_CARE, "护理站", "即墨区"), frozenset({ONE})),
    (given(DUAL, "零售药店", "胶州市", 已定点="零售药店", 信誉良好=False, **MET), None),
    (given(HOME_CARE, "护理站", "平度市", made=short_of_care("平度市医疗保障局")), None),
    (given(HOME_CARE, "护理站", "平度市", made=short_of_care("洛阳市医疗保障局")), None),
    (given(HOME_CARE, "护理站", "平度市", 连锁="不详"), None),
    (given(HOME_CARE, "护理站", "平度市", 连锁="未核实"), None),
    (given("新增门诊统筹和门诊慢特病定点", "诊所", "胶州市", 已定点="是", 步行15分钟内同类型定点机构数=0), None),
    (given("新增定点零售药店", "零售药店", "胶州市"), None),
    (given(CARE_BEDS, "养老机构", "平度市", 床位数=10, 所在镇街院护机构数=0), None),
    (given("新增定点零售药店", "零售药店", "洛阳市", "2025-11-03", 已定点="是"), None),
    (given("新增定点零售药店", "零售药店", "晋江市", 已定点="是"), None),
    (given("新增门诊统筹和门诊慢特病定点", "社区卫生服务站", "胶州市", 步行15分钟内同类型定点机构数=0), None),
    (given("新增门诊统筹和门诊慢特病定点", "门诊部", "胶州市", 步行15分钟内同类型定点机构数=0), None),
    (given(HOME_CARE, "护理站", "平度市", 连锁=True), None),
    (given("新增购买住院床位", "综合医院", "胶州市", 床位数=5), None),
    (given(DUAL, "零售药店", "胶州市", made=OF_GOOD_STANDING, 已定点="零售药店", 布局合理=True, **MET), None),
    (given("新增购买住院床位", "综合医院", "胶州市", 床位数=5, 重点建设项目="无"), None),
)  # fmt: skip


@cache
def applications() -> tuple[tuple[Application, frozenset[str] | None], ...]:
    return tuple((reader().read(json.loads(json.dumps(data)))[0], only) for data, only in CASES)


@cache
def checked() -> CheckedBase:
    return CheckedBase(rule_base().plain, official_texts())


def refused() -> list[str]:
    """What the proof checker refuses of the verdicts, first of the first that it refuses."""
    base = rule_base()
    for application, only in applications():
        verdict = alternatives.with_readings(base, application, judge.judge(base, application, None, only), only)
        faults = check_proof.check_verdict(json.loads(encode(verdict)), checked())
        if faults:
            return faults
    small, application = goal()
    verdict = alternatives.with_readings(small.base, application, judge.judge(small.base, application))
    return check_proof.check_proof(json.loads(encode(verdict)), small.base.plain, small.texts)


@cache
def goal() -> tuple[Small, Application]:
    """A goal that a task makes concrete, read by a reading that cannot be run, and an application that both reach."""
    goal_clause = (GOAL[0], GOAL[1], GOAL[2] + "\n 印证 1.p2")
    small = Small(document("a", goal_clause, BAR_FOR_NOW, readings=AS_A_GOAL))
    return small, read(small.base, hospital())


def test_a_goal_that_only_supports_rests_on_its_readings_all_the_same() -> None:
    small, application = goal()
    verdict = alternatives.with_readings(small.base, application, judge.judge(small.base, application))
    assert [(r.document, r.reading) for r in verdict.readings_not_run or ()] == [("a", "目标之读")]


def test_both_engines_say_the_same() -> None:
    assert refused() == []


READ, MISSING, ORGAN = resting_readings, missing_facts, determining_organs
FAULTS: Final = tuple(
    SeededFault(what, module, where, Exchange(old, new))
    for what, module, where, old, new in (
        ("goals rest on no reading", READ, "_of_rules", "norm.supports is not None", "False"),
        ("rules that do not reach rest on readings", READ, "_out_of_question", "rule.scope.status is Status.FALSE", "False"),
        ("an exemption that nobody claims rests on readings", READ, "_out_of_question", "f.value in DENIED", "False"),
        ("who bears a duty is a question of the case", alternatives, "alternatives", "not reading.of_duties", "True"),
        ("whose a determination is is not turned", alternatives, "_determined", "o.provenance.determined_by", "False"),
        ("nobody holds what is assumed", MISSING, "assumptions", "term.provider", "''"),
        (
            "no organ determines what is assumed", MISSING, "assumptions",
            "Assumption(unknown.fact, unknown.of, assumed, authority=unknown.authority)",
            "Assumption(unknown.fact, unknown.of, assumed)",
        ),
        ("statements rest on no reading", READ, "_of_statements", "base.documents[id_].clauses[address].statement_readings", "()"),
        ("what an unreached clause says is rested upon", READ, "_of_statements", "c.rule not in beyond", "True"),
        ("what is missing rests on no reading", READ, "_authorities", "m.authority is not None", "False"),
        ("what was determined rests on no reading", READ, "_authorities", "(f.authority for f in verdict.facts if f.authority is not None)", "()"),
        ("a document's own readings have no document", ORGAN, "basis_of", "f'{document.id}/{name}'", "name"),
        ("the note stands beside the reading", ORGAN, "basis_of", "'' if readings else authority.note", "authority.note"),
        ("a bare 是 or 否 is a finding", ORGAN, "status_of", "bare or term.provider == JUDGED", "term.provider == JUDGED"),
        ("a bare 是 is a finding", ORGAN, "status_of", "isinstance(observation.value, bool)", "observation.value is False"),
        ("what is stated to be unknown is claimed", MISSING, "_taken_for", "observation.claimed", "True"),
        ("what is claimed is stated to be unknown", MISSING, "_taken_for", "observation.claimed", "False"),
        ("an unsettled determination was never made", MISSING, "_taken_for", "unknown.standing is None", "True"),
        ("services are asked for although one is meant", MISSING, "unnamed_services", "matter.adds_to", "not matter.adds_to"),
        ("services are asked for twice", MISSING, "unnamed_services", "m.fact == label", "False"),
        ("what no condition turns on could be claimed", MISSING, "assumptions", "(name := (n.fact, n.of, n.period)) in claimable", "(name := (n.fact, n.of, n.period))"),
        ("nothing could be claimed", MISSING, "assumptions", "(name := (n.fact, n.of, n.period)) in claimable", "not (name := (n.fact, n.of, n.period))"),
        ("a claim turns whatever else fails", MISSING, "_if_claimed", "status is settling", "False"),
        ("parts of 且 are alternatives", MISSING, "_if_claimed", "FALSE if type(node) is proof.And else TRUE", "TRUE"),
        ("alternatives are parts of 且", MISSING, "_if_claimed", "FALSE if type(node) is proof.And else TRUE", "FALSE"),
        ("what no condition turns on could be claimed", known_and_open, "assumptions", "n in turning", "True"),
        ("parts of 且 are alternatives", known_and_open, "supposed_open", "node['is'] == 'and'", "False"),
        ("alternatives are parts of 且", known_and_open, "supposed_open", "node['is'] == 'and'", "True"),
        ("goals rest on no reading", check_readings, "rested_upon", "n['supports']", "False"),
        ("rules that do not reach rest on readings", check_readings, "_idle", "rule['scope']['status'] == 'false'", "False"),
        ("an exemption that nobody claims rests on readings", check_readings, "_idle", "f['value'] in ('无', '否')", "False"),
        ("who bears a duty is a question of the case", check_readings, "readings_of", "not reading['of_duties']", "True"),
        ("whose a determination is is not turned", check_readings, "readings_of", "g['fact'] in organs and g.get('determined_by')", "False"),
        ("organs stay those of the reading in use", check_readings, "other_organs", "inferred in a.get('readings', ())", "False"),
        ("nobody holds what is assumed", known_and_open, "assumptions", "('proof', 'provider')", "('proof',)"),
        ("no organ determines what is assumed", known_and_open, "assumptions", "('fact', 'of', 'assumed', 'authority')", "('fact', 'of', 'assumed')"),
        ("statements rest on no reading", check_readings, "rested_upon", "c['clause'] in spoken", "False"),
        ("whose a determination is rests on nothing", check_readings, "_authorities", "'authority' in data", "False"),
        ("the note stands beside the reading", checked_organs, "Register.basis", "kept.get('readings')", "False"),
        ("a bare 是 or 否 is a finding", checked_organs, "Register.standing", "bare or term.get('provider') == DETERMINED", "term.get('provider') == DETERMINED"),
        ("a bare 是 is a finding", evaluator, "Evaluator.standing", "isinstance(made[0], bool)", "made[0] is False"),
        ("what is stated to be unknown is claimed", known_and_open, "_taken_for", "given[2].get('claimed')", "True"),
        ("what is claimed is stated to be unknown", known_and_open, "_taken_for", "given[2].get('claimed')", "False"),
        ("an unsettled determination was never made", known_and_open, "_taken_for", "fact.get('standing', '')", "''"),
        ("services are asked for although one is meant", known_and_open, "unnamed_services", "matter.get('adds_to')", "not matter.get('adds_to')"),
        ("services are asked for twice", known_and_open, "unnamed_services", "'已定点' in [m['fact'] for m in missing]", "False"),
    )
)  # fmt: skip
MODULES: Final = (
    alternatives, determining_organs, document_determinations, document_questions, fact_lookup, fact_warnings, judge,
    missing_facts, resting_readings, checked_organs, check_proof, check_readings, checked_outcome, evaluator, known_and_open,
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f"{f.part}: {f.what}")
def test_a_seeded_fault_is_noticed(fault: SeededFault) -> None:
    with fault.seeded(MODULES, {}):
        assert refused()


@pytest.mark.parametrize(("place", "speaks"), [("平度市", False), ("城阳区", True)])
def test_a_verdict_rests_on_no_reading_of_a_clause_that_only_a_reading_relies_on(place: str, speaks: bool) -> None:
    """DESIGN §5.5: of 3.2.p1.s3 「市南区、市北区、李沧区、崂山区、城阳区」 only the list of places is used in 平度市."""
    (application,) = reader().read(given(CARE_BEDS, "养老机构", place, 床位数=10, 所在镇街院护机构数=0))
    plain = json.loads(encode(judge.judge(rule_base(), application)))
    whys = [t["why"] for t in plain["touching"] if t["clause"] == f"{LTC}/3.2.p1.s3"]
    assert whys
    assert any("院护的其他区市" not in why for why in whys) is speaks
    expected, judgement = check_proof.derive_and_judge(plain, rule_base().plain, (), checked().vocabulary)
    assert ((LTC, "核减不及新增") in check_readings.rested_upon(expected, judgement, rule_base().plain)) is speaks

"""A favourable outcome that rests on what the applicant alone gives says so: the fact has to be checked by whose it is.

3.2.p1.s2 「拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点」: how many there are is measured on the spot
(WORDING: 现场核查任务单). The outcome stays what it is (DESIGN §5.8: nothing is assumed against what is stated).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.letters import letter_desk
from reasoner.letters.embedded_verdict import Payload
from reasoner.letters.letter_types import OPINION
from reasoner.letters.settings import Settings
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

MATTER = "新增门诊统筹和门诊慢特病定点"
WALK = "步行15分钟内同类型定点机构数"
SAID = "仅申请人所述:步行15分钟内同类型定点机构数(0)只见于申请材料,本次结论以它为据;须由本单位现场核查属实。"


def applied(walk: Any, kind: str = "诊所", place: str = "胶州市", matter: str = MATTER, **more: Any) -> dict[str, Any]:
    facility = {"名称": "某", "类型": kind, "所在地": place} | more
    growth = [rate("医疗费用增长率", "5%", "2023", place), rate("医疗费用增长率", "6%", "2023", "青岛市")]
    return {"编号": "A", "事项": matter, "日期": "2024-06-03", "机构": facility, "指标": growth, WALK: walk}


def rate(name: str, value: str, day: str, place: str, source: str = "本局查询") -> dict[str, Any]:
    return {"地区": place, "名称": name, "数值": value, "时点": day, "来源类型": source}


def of(source: str | None, count: int = 0, **more: Any) -> dict[str, Any]:
    return {"数值": count} | ({"来源类型": source} if source else {}) | more


def verdict_on(data: dict[str, Any]) -> Verdict:
    (application,) = reader().read(json.loads(json.dumps(data)))
    verdict = judge(rule_base(), application)
    assert check_proof(json.loads(encode(verdict)), rule_base().plain, official_texts()) == []
    return verdict


def told(verdict: Verdict) -> list[str]:
    return [w for w in verdict.warnings if w.startswith("仅申请人所述")]


def test_what_the_applicant_counted_is_measured_on_the_spot() -> None:
    verdict = verdict_on(applied(of("申请材料")))
    assert verdict.outcome == "may_proceed"
    assert told(verdict) == [SAID]


@pytest.mark.parametrize(
    "walk",
    [of("现场核查"), of("申请材料", 确认人="王某", 有效期至="2024-12-31"), of(None)],
    ids=["on site", "confirmed", "not said"],
)
def test_what_somebody_else_found_or_confirmed_is_not_spoken_of(walk: dict[str, Any]) -> None:
    verdict = verdict_on(applied(walk))
    assert verdict.outcome == "may_proceed"
    assert not told(verdict)


def test_the_outcome_is_the_same_whoever_counted() -> None:
    by_whom = [verdict_on(applied(of(source))) for source in ("申请材料", "现场核查")]
    assert len({(v.outcome, v.label, v.possible) for v in by_whom}) == 1


def test_what_speaks_against_the_applicant_needs_no_such_word() -> None:
    """Nobody makes up competitors: 2 nearby are believed and bar."""
    verdict = verdict_on(applied(of("申请材料", 2)))
    assert verdict.outcome == "presumptively_barred"
    assert not told(verdict)


def test_where_the_outcome_is_the_same_whatever_the_count_nothing_is_said() -> None:
    """「列入市政府重点建设项目的医疗机构,不受本规划限制」: the plan's restrictions do not bind, however many there are within a walk."""
    verdict = verdict_on(applied(of("申请材料"), "综合医院", 重点建设项目="市级"))
    assert verdict.outcome == "exempt"
    assert WALK in [f.fact for f in verdict.facts]
    assert not told(verdict)


def asked_for_beds(source: str) -> dict[str, Any]:
    """A hospital that asks for beds in a district which uses 80% of its own, by whom that is said; no rule reads the walk."""
    beds = {"编号": "B", "事项": "新增购买住院床位", "床位类别": "综合", "床位数": 10}
    data = applied(of("申请材料"), "综合医院", "城阳区") | beds
    data["指标"] += [
        rate("床位使用率", "80%", "2024-03-31", "城阳区", source),
        rate("医保购买住院床位数", "1000", "2023-12-31", "青岛市"),
        rate("常住人口", "1034万", "2023-12-31", "青岛市"),
    ]
    return data


def test_a_count_on_which_nothing_turns_is_not_spoken_of() -> None:
    verdict = verdict_on(asked_for_beds("本局查询"))
    assert verdict.outcome == "may_proceed"
    assert not told(verdict)


def test_figures_of_the_agency_that_the_applicant_gives_are_checked_by_the_agency() -> None:
    """3.1.p2 「床位使用率低于75%的区(市),原则上不再新增」: the rate of the district is the agency's, not the hospital's."""
    verdict = verdict_on(asked_for_beds("申请材料"))
    assert verdict.outcome == "may_proceed"
    assert told(verdict) == ["仅申请人所述:城阳区的床位使用率(80%)只见于申请材料,本次结论以它为据;须由本单位查询核对。"]


def test_the_internal_opinion_says_so() -> None:
    """WORDING, 内部审核意见: what the outcome rests on stands in 四、依据及效力, typeset as people read it."""
    verdict = verdict_on(applied(of("申请材料")))
    opinion = letter_desk.letter_on(Payload(OPINION, "", verdict), rule_base(), Settings())
    lines = [n.text for s in opinion.sections for n in s.lines]
    assert any("只见于申请材料" in text and "须由本单位现场核查属实" in text for text in lines)


def test_the_checker_refuses_a_verdict_that_is_silent_about_it() -> None:
    data = json.loads(encode(verdict_on(applied(of("申请材料")))))
    data["warnings"] = [w for w in data["warnings"] if not w.startswith("仅申请人所述")]
    assert check_proof(data, rule_base().plain, official_texts())
    data = json.loads(encode(verdict_on(applied(of("现场核查")))))
    data["warnings"] = [*data["warnings"], SAID]
    assert check_proof(data, rule_base().plain, official_texts())

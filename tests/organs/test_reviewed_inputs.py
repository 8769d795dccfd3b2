"""law-qingdao F2: the inputs of the review, and what DESIGN wants of each; letters say by what determination a plan goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.explain.background import background
from reasoner.interpreter.judge import judge
from reasoner.letters.embedded_verdict import Payload
from reasoner.letters.letter_desk import letter_on
from reasoner.letters.letter_types import REFUSAL
from reasoner.letters.settings import Settings
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_proof

BASE = rule_base()
A2: dict[str, Any] = {
    "编号": "A2", "事项": "新增居家照护定点", "日期": "2026-02-01",
    "机构": {"名称": "某护理站", "类型": "护理站", "所在地": "李沧区"},
    "指标": [{"地区": "李沧区", "名称": "照护资源相对充足", "数值": False}],
}  # fmt: skip
GOES_ON = {"事项": "规划延续执行", "对象": "qingdao-2023-18-ltc", "结论": True, "日期": "2025-12-30"}
A2B: dict[str, Any] = {
    "编号": "A2b", "事项": "新增居家照护定点", "日期": "2024-06-03",
    "机构": {"名称": "某", "类型": "护理站", "所在地": "即墨区"}, "指标": [],
}  # fmt: skip
SUFFICIENT = {"事项": "照护资源相对充足", "对象": "即墨区", "结论": True, "日期": "2024-05-01"}
CITY = "青岛市医疗保障局"


def verdict(whole: dict[str, Any], **made: Any) -> Any:
    """The verdict, which the proof checker accepts."""
    import json

    (one,) = reader().read(whole | {"认定": [made]})
    judged = judge(BASE, one)
    assert check_proof(json.loads(encode(judged)), BASE.plain, official_texts()) == []
    return judged


def refused(whole: dict[str, Any], **made: Any) -> set[str]:
    with pytest.raises(Faults) as raised:
        reader().read(whole | {"认定": [made]})
    return {d.code for d in raised.value.diagnostics}


def test_the_nursing_station_cannot_extend_the_plan_of_the_city() -> None:
    assert refused(A2, **GOES_ON, 机关="某护理站") == {"F156"}
    assert refused(A2B, **SUFFICIENT, 机关="某村民委员会") == {"F156"}


def test_the_issuer_extends_it_and_the_letter_says_so() -> None:
    paper = {"名称": "关于继续执行的通知", "编号": "青医保发〔2025〕9号"}
    judged = verdict(A2, **GOES_ON, 机关="青岛市医保局", 依据=paper)
    assert judged.outcome == "presumptively_barred"
    (fact,) = (f for f in judged.facts if f.fact == "规划延续执行")
    assert (fact.determined_by, fact.standing, fact.as_at) == ((CITY,), "competent", "2025-12-30")
    letter = letter_on(Payload(REFUSAL, "经审查,未发现应予例外的情形。", judged), BASE, Settings())
    (rules,) = (s for s in letter.sections if s.name == "规定")
    assert (
        "《规划》规划期已于2025年12月31日届满，依青岛市医疗保障局2025年12月30日《关于继续执行的通知》（青医保发〔2025〕9号）认定继续执行。"
        in {x.text for x in rules.lines}
    )
    assert "效力" in {what for what, _ in letter.must_say()}


def test_without_an_organ_it_counts_is_marked_and_the_letter_stays_a_draft() -> None:
    judged = verdict(A2, **GOES_ON)
    assert judged.outcome == "presumptively_barred"
    (fact,) = (f for f in judged.facts if f.fact == "规划延续执行")
    assert fact.standing == "unstated"
    assert any(w.startswith("认定机关未写明") for w in judged.warnings)
    letter = letter_on(Payload(REFUSAL, "经审查,未发现应予例外的情形。", judged), BASE, Settings())
    assert "没有写明由哪一机关作出" in letter.draft
    signed = verdict(A2, **GOES_ON, 机关=CITY)
    letter = letter_on(Payload(REFUSAL, "经审查,未发现应予例外的情形。", signed), BASE, Settings())
    assert "没有写明由哪一机关作出" not in letter.draft  # what else is open has nothing to do with the organ
    assert "认定" not in letter.draft.replace("核定", "")


@pytest.mark.parametrize(
    "organ", ["青岛市即墨区医疗保障局", "青岛市医保中心", "青岛市民政局", "青岛市医疗保障局医药服务管理处"]
)
def test_another_organ_of_the_area_leaves_the_fact_open_and_asks(organ: str) -> None:
    judged = verdict(A2B, **SUFFICIENT, 机关=organ)
    assert judged.outcome == "undetermined"
    (asked,) = (m for m in judged.missing if m.fact == "照护资源相对充足")
    assert asked.authority.organs == (CITY,)
    assert asked.authority.readings == ("qingdao-2023-1/认定机关推定",)
    assert any(organ in w for w in judged.warnings)


def test_an_organ_of_another_place_does_not_count_and_is_told() -> None:
    judged = verdict(A2B, **SUFFICIENT, 机关="洛阳市医疗保障局")
    assert judged.outcome == "undetermined"
    assert any("本次不予采用" in w for w in judged.warnings)


def test_a_bare_boolean_counts_as_stated_and_is_marked() -> None:
    (one,) = reader().read(A2B | {"指标": [{"地区": "即墨区", "名称": "照护资源相对充足", "数值": True}]})
    judged = judge(BASE, one)
    (fact,) = (f for f in judged.facts if f.fact == "照护资源相对充足")
    assert fact.standing == "unstated"
    assert any(w.startswith("认定机关未写明") for w in judged.warnings)


def test_the_organ_counts_whichever_way_it_is_written() -> None:
    for written in (
        CITY,
        "青岛市医保局",
        "市医保局",
        "市级医保行政部门",
        [CITY, "青岛市财政局"],
        "青岛市医保局、青岛市财政局",
    ):
        judged = verdict(A2B, **SUFFICIENT, 机关=written)
        (fact,) = (f for f in judged.facts if f.fact == "照护资源相对充足")
        assert fact.value == "是"
        assert fact.standing == "competent"
        assert CITY in fact.determined_by


def test_the_background_knows_when_periods_end(tmp_path: Path) -> None:
    ends = background(BASE).period_ends
    assert ends[BASE.documents["qingdao-2023-18-ltc"].title] == "2025-12-31"

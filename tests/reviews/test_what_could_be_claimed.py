"""What an applicant could claim is listed where a clause turns on it, and nowhere else (WORDING: 只列此类申请人可能具有的).

3.2.p1.s3 「按照卫生规划设立的社区卫生服务中心、社区卫生服务站、一体化村卫生室以及高等院校、养老机构等内设医疗机构符合条件的,可优先纳入」:
who founded it is asked of what is registered as an infirmary or clinic; a community health station is of the first half,
whoever founded it (semantics 1.28).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.explain import explain
from reasoner.explain.background import background
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

OUTPATIENT = "新增门诊统筹和门诊慢特病定点"


def verdict_on(matter: str, kind: str, place: str, **facility: Any) -> Verdict:
    own = {"名称": "某", "类型": kind, "所在地": place} | facility
    data = {"编号": "C", "事项": matter, "日期": "2024-06-03", "机构": own}
    (application,) = reader().read(json.loads(json.dumps(data)))
    verdict = judge(rule_base(), application)
    assert check_proof(json.loads(encode(verdict)), rule_base().plain, official_texts()) == []
    return verdict


def assumed(verdict: Verdict) -> list[str]:
    return [a.fact for a in verdict.assumptions]


@pytest.mark.parametrize("kind", ["社区卫生服务站", "社区卫生服务中心", "一体化村卫生室", "村卫生室"])
def test_no_community_station_is_told_to_claim_who_founded_it(kind: str) -> None:
    verdict = verdict_on(OUTPATIENT, kind, "胶州市")
    assert "举办主体" not in assumed(verdict)
    sentences = explain(verdict, background(rule_base())).assumptions
    assert not [s for s in sentences if s.startswith("举办主体")]


@pytest.mark.parametrize("kind", ["门诊部", "诊所", "医务室", "卫生所", "护理院"])
def test_who_founded_a_clinic_is_taken_as_not_claimed(kind: str) -> None:
    assert "举办主体" in assumed(verdict_on(OUTPATIENT, kind, "胶州市"))


def test_what_the_plan_sets_up_can_be_claimed_by_a_station() -> None:
    """「按照卫生规划设立的…社区卫生服务站」."""
    assert "按卫生规划设立" in assumed(verdict_on(OUTPATIENT, "社区卫生服务站", "胶州市"))


def test_one_of_several_ways_that_is_shown_leaves_nothing_to_claim() -> None:
    """「对集团化、连锁化、品牌化机构给予适当倾斜」: who is a chain need not be a group as well."""
    assert {"连锁", "集团化", "品牌化"} <= {*assumed(verdict_on("新增居家照护定点", "护理站", "平度市"))}
    assert not {"连锁", "集团化", "品牌化"} & {*assumed(verdict_on("新增居家照护定点", "护理站", "平度市", 连锁=True))}


def test_that_it_is_not_yet_contracted_is_assumed_whatever_turns_on_it() -> None:
    """CONTRACT §2: 机构.已定点 absent on a 新增…定点 matter: taken as not yet 定点, as an assumption."""
    assert "已定点" in assumed(verdict_on("新增居家照护定点", "护理站", "即墨区"))

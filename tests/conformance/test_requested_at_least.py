"""What is requested is at least one (床位数, 「本次申请新增的床位张数」): a limit that is reached without it is exceeded with it.

LTC 3.2.p1.s1: 「按照不超过2025年全市预期享受长护险待遇总人数20%规划院护床位数,全市规划床位数原则上不超过1.2万张」. Medical
3.1.p1.s1: 「原则上不超过……7.5张」. LTC 3.2.p2: 「原则上按照各区(市)院护床位总数的30%核定」.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.explain import explain
from reasoner.explain.background import background
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Role
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.rule_base_check import CheckedBase

Data = dict[str, Any]
CHECKED = CheckedBase(rule_base().plain, official_texts())
LTC, MEDICAL = "qingdao-2023-18-ltc", "qingdao-2023-18-medical"


def care_beds(existing: int, expected: int, rate: str = "70%", **more: Any) -> Data:
    return {
        "编号": "L", "事项": "新增购买院护床位", "日期": "2024-05-01",
        "机构": {"名称": "某养老机构", "类型": "养老机构", "所在地": "平度市", "已定点": ["院护"]},
        "指标": [
            {"地区": "青岛市", "名称": "院护床位数", "数值": existing, "时点": "2024-03-31", "来源": "台账"},
            {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": expected, "时点": "2025-12-31", "来源": "测算"},
            {"地区": "平度市", "名称": "院护床位使用率", "数值": rate, "时点": "2024-03-31", "来源": "台账"},
        ],
    } | more  # fmt: skip


def judged(data: Data) -> Verdict:
    base = rule_base()
    (application,) = Reader(base.vocabulary, base.documents).read(data)
    verdict = judge(base, application)
    assert check_verdict(json.loads(encode(verdict)), CHECKED) == []
    return verdict


def grounds(verdict: Verdict, role: Role) -> list[str]:
    return [c.rule.partition("#")[2] for c in verdict.citations if c.role is role and c.rule is not None]


def test_a_cap_that_is_exceeded_already_bars_whatever_is_requested() -> None:
    """12,001 beds against 20 % of 60,000 = 12,000: no number of beds changes it, and none is asked for."""
    verdict = judged(care_beds(12_001, 60_000, "59%"))
    assert (verdict.outcome, verdict.possible) == ("barred", ("barred",))
    assert len(grounds(verdict, Role.DECISIVE)) == 1
    assert len(grounds(verdict, Role.SUPPORTING)) == 2  # 1.2万张, and 使用率低于60%
    assert verdict.missing == ()


def test_at_the_limit_one_more_exceeds_it() -> None:
    assert judged(care_beds(12_000, 60_000)).outcome == "barred"


def test_below_the_limit_it_is_asked_for() -> None:
    """11,999 and one are 12,000, which is not more than 12,000: it turns on how many are requested."""
    verdict = judged(care_beds(11_999, 60_000))
    assert verdict.outcome == "undetermined"
    assert [m.fact for m in verdict.missing] == ["床位数"]


@pytest.mark.parametrize("unknown", [{"床位数": "不详"}, {"床位数": None}])
def test_the_same_of_a_number_said_to_be_unknown(unknown: Data) -> None:
    assert judged(care_beds(12_001, 60_000, **unknown)).outcome == "barred"


def test_nothing_else_that_is_unknown_counts_as_its_least() -> None:
    """The existing beds are a figure of the agency; nobody knows them to be none."""
    data = care_beds(0, 60_000, 床位数=100)
    data["指标"] = data["指标"][1:]
    verdict = judged(data)
    assert verdict.outcome == "undetermined"
    assert "院护床位数" in [m.fact for m in verdict.missing]


def test_the_sentence_says_that_one_is_the_least() -> None:
    verdict = judged(care_beds(12_001, 60_000))
    explanation = explain(verdict, background(rule_base()))
    (said,) = (s for p in explanation.points if p.role == "decisive" for s in p.sentences if "20%" in s)
    assert "床位数未写明,至少1张:12001+1=12002张,超过20%×60000=12000张" in said

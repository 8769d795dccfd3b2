"""Who can change a fact and by doing what stand as fields of the verdict (DESIGN §5.8), and the proof checker derives them again."""

from __future__ import annotations

import copy
import json
from typing import Any

from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.explain import explain
from reasoner.explain.background import background
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Verdict

PHARMACY = {
    "编号": "P1", "事项": "新增定点零售药店", "日期": "2024-05-01",
    "机构": {"名称": "甲药房", "类型": "零售药店", "所在地": "城阳区"}, "步行15分钟内同类型定点机构数": 3,
    "指标": [
        {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    ],
}  # fmt: skip
CONDITIONS = {
    "编号": "A4", "事项": "纳入双通道管理", "日期": "2024-06-03",
    "机构": {
        "名称": "某药店", "类型": "零售药店", "所在地": "胶州市", "已定点": "零售药店", "资质合规": True, "管理规范": True,
        "信誉良好": False, "安全供应": True, "布局合理": True,
    },
}  # fmt: skip


def judged(data: dict[str, Any]) -> Verdict:
    (application,) = reader().read(copy.deepcopy(data))
    return judge(rule_base(), application)


def test_a_change_says_who_and_by_doing_what() -> None:
    """Another site for the pharmacy beside others; credit put right for the one of bad repute. Whose it is, is told apart."""
    (moved,) = judged(PHARMACY).changes
    assert [(f.fact, f.by, f.how) for f in moved.facts] == [
        ("步行15分钟内同类型定点机构数", "applicant", "另选地址,重新核查步行范围")
    ]
    (mended,) = judged(CONDITIONS).changes
    assert [(f.fact, f.by, f.how) for f in mended.facts] == [("信誉良好", "authority", "整改、修复信用后申请复核")]


def test_what_somebody_can_change_has_a_way_and_what_nobody_can_has_none() -> None:
    for term in rule_base().vocabulary.facts.values():
        assert bool(term.changed_through) == (term.changed_by in ("申请人", "有权机关"))


def test_no_competitor_disappears_in_the_sentence() -> None:
    """「由3家变为0家」 would tell of neighbours that vanish; the applicant can go elsewhere."""
    verdict = judged(PHARMACY)
    (sentence,) = explain(verdict, background(rule_base())).changes
    text = str(getattr(sentence, "text", sentence))
    assert "另选地址,新址步行15分钟内同类型定点机构数为0家" in text
    assert "变为0家" not in text


def test_the_field_stands_in_the_json() -> None:
    from reasoner.model.verdict import encode

    data = json.loads(encode(judged(PHARMACY)))
    assert data["changes"][0]["facts"][0]["how"] == "另选地址,重新核查步行范围"

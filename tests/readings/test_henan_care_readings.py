"""Henan 3.2.i2.i3.s3 「优先纳入长期护理保险定点服务范围」: which applications that is, is a reading that can be run.

A preference governs nobody (semantics §1), and no plan of a city of Henan on home care is held: no verdict turns on it today,
so that whom the rule reaches is looked at directly.
"""

from __future__ import annotations

from typing import Any

import pytest

from policy_dsl import ir
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.condition_evaluation import evaluate
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Status

HENAN, READING = "henan-2025", "长护险定点的事项"
RULE = "henan-2025/3.2.i2.i3.s3#基层医疗机构优先纳入长护险定点"
HOME_CARE, CARE_BEDS = "新增居家照护定点", "新增购买院护床位"


def asked(matter: str, kind: str = "乡镇卫生院", **more: Any) -> dict[str, Any]:
    """An application in 中牟县."""
    beds = {"床位数": 10} if matter == CARE_BEDS else {}
    own = {"名称": "某", "类型": kind, "所在地": "中牟县", **more}
    return {"编号": "H", "事项": matter, "日期": "2026-03-01", "机构": own, **beds}


def reach(application: dict[str, Any]) -> tuple[Status, Status]:
    """Whether the rule reaches an applicant as it is read, and under the alternative."""
    base = rule_base()
    document = base.documents[HENAN]
    reading = document.readings_by_name[READING]
    assert reading.turns_rules
    assert RULE in reading.without
    norms: dict[str, ir.Norm] = {n.id: n for n in document.all_norms}
    (other,) = (norms[i] for i in reading.instead)
    (typed,) = reader().read(application, None)
    context = FactContext(typed, base.vocabulary, "2026-03-01")
    used, alternative = (evaluate(n.scope, context).status for n in (norms[RULE], other))
    return used, alternative


@pytest.mark.parametrize(
    ("application", "alternative"),
    [
        # 「纳入……定点服务范围」: who holds none of the services of long-term care comes in for the first time.
        (asked(HOME_CARE, 已定点=["住院"]), Status.TRUE),
        (asked(CARE_BEDS, 已定点=["住院"]), Status.TRUE),
        # Who has care beds adds to them; who visits at home is in the range already.
        (asked(CARE_BEDS, 已定点=["院护"]), Status.FALSE),
        (asked(CARE_BEDS, 已定点=["居家照护"]), Status.FALSE),
        (asked(HOME_CARE, 已定点=["院护"]), Status.FALSE),
        # Unknown is not false.
        (asked(CARE_BEDS, 已定点="不详"), Status.UNKNOWN),
    ],
)
def test_whom_the_preference_reaches_by_either_reading(application: dict[str, Any], alternative: Status) -> None:
    assert reach(application) == (Status.TRUE, alternative)


def test_neither_reaches_a_general_hospital() -> None:
    """「乡镇卫生院、社区卫生服务中心等基层医疗机构」."""
    assert reach(asked(CARE_BEDS, "综合医院", 已定点=["院护"])) == (Status.FALSE, Status.FALSE)


def test_the_verdict_lists_it_no_longer_as_a_reading_that_cannot_be_run() -> None:
    (typed,) = reader().read(asked(CARE_BEDS, 已定点=["院护"]), None)
    verdict = judge(rule_base(), typed)
    assert verdict.outcome == "not_regulated"
    assert READING not in {r.reading for r in verdict.readings_not_run or ()}

"""An outcome not reached bears the words of the rules that could lead to it (WORDING: 随原文用词)."""

from __future__ import annotations

from typing import Any

import pytest

from reasoner.explain.meaning import meaning, open_label


def _verdict(*rules: tuple[str, str, str]) -> dict[str, Any]:
    return {"reasons": {"rules": [{"effect": e, "strength": s, "status": t} for e, s, t in rules]}}


@pytest.mark.parametrize(
    ("outcome", "rules", "label"),
    [
        ("strictly_controlled", [("control", "存量", "unknown")], "以调整存量为主,需个案研究"),
        ("strictly_controlled", [("control", "从严", "unknown")], "从严控制,需个案研究"),
        ("barred", [("prohibit", "暂不", "unknown"), ("cap", "原则上", "unknown")], "按规定暂不新增"),
        ("barred", [("cap", "", "unknown")], "按规定不得新增"),
        ("priority", [("prefer", "可优先", "true"), ("prefer", "倾斜", "unknown")], "可优先纳入,仍须评估"),
        ("priority", [("prefer", "可优先", "false"), ("prefer", "倾斜", "false")], "可优先纳入或者可适当倾斜,仍须评估"),
        ("may_proceed", [("prefer", "可优先", "true")], "已收录文件中未见限制,可进入后续程序"),
    ],
)
def test_an_open_outcome_follows_the_words_of_its_rules(
    outcome: str, rules: list[tuple[str, str, str]], label: str
) -> None:
    assert open_label(outcome, _verdict(*rules)) == label


def test_nothing_is_said_of_an_ended_period_where_none_ended() -> None:
    why = "本地区规定该事项的文件,在基准日均不能直接作为依据:《甲》尚未施行:2023年印发,基准日为2022-06-01"
    told = meaning({"outcome": "out_of_force", "why": why, "possible": []})
    assert told == (f"{why}。", "请先确认现行有效的依据。")

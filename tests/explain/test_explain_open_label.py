"""An outcome not reached bears the words of the rules that could lead to it (WORDING: 随原文用词)."""

from __future__ import annotations

import pytest
from verdict_making import FALSE, TRUE, UNKNOWN, rule, verdict

from policy_dsl.ir import Effect, Strength
from reasoner.explain.outcome_text import meaning, open_label
from reasoner.model.kinds import Outcome, Status

Rules = list[tuple[Effect, Strength, Status]]


@pytest.mark.parametrize(
    ("outcome", "rules", "label"),
    [
        (
            Outcome.STRICTLY_CONTROLLED,
            [(Effect.CONTROL, Strength.EXISTING_STOCK, UNKNOWN)],
            "以调整存量为主,需个案研究",
        ),
        (Outcome.STRICTLY_CONTROLLED, [(Effect.CONTROL, Strength.STRICTLY, UNKNOWN)], "从严控制,需个案研究"),
        (
            Outcome.BARRED,
            [(Effect.PROHIBIT, Strength.FOR_NOW, UNKNOWN), (Effect.CAP, Strength.IN_PRINCIPLE, UNKNOWN)],
            "按规定暂不新增",
        ),
        (Outcome.BARRED, [(Effect.CAP, Strength.NONE, UNKNOWN)], "按规定不得新增"),
        (
            Outcome.PRIORITY,
            [(Effect.PREFER, Strength.MAY_PREFER, TRUE), (Effect.PREFER, Strength.INCLINE, UNKNOWN)],
            "可优先纳入,仍须评估",
        ),
        (
            Outcome.PRIORITY,
            [(Effect.PREFER, Strength.MAY_PREFER, FALSE), (Effect.PREFER, Strength.INCLINE, FALSE)],
            "可优先纳入或者可适当倾斜,仍须评估",
        ),
        (
            Outcome.MAY_PROCEED,
            [(Effect.PREFER, Strength.MAY_PREFER, TRUE)],
            "已收录文件中未见限制,可进入后续程序",
        ),
    ],
)
def test_an_open_outcome_follows_the_words_of_its_rules(outcome: Outcome, rules: Rules, label: str) -> None:
    proofs = [rule(f"a/{n}", effect, status, strength=strength) for n, (effect, strength, status) in enumerate(rules)]
    assert open_label(outcome, verdict(Outcome.UNDETERMINED, rules=proofs)) == label


def test_nothing_is_said_of_an_ended_period_where_none_ended() -> None:
    why = "本地区规定该事项的文件,在适用日期均不能直接作为依据:《甲》尚未施行:2023年印发,适用日期为2022-06-01"
    sentences = meaning(verdict(Outcome.OUT_OF_FORCE, why=why, possible=()))
    assert sentences == (f"{why}。", "请先确认现行有效的依据。")

"""A threshold of two thirds from the words to the letter: by both engines, in the advice, the sentences, the JSON, the letter.

「本区县床位使用率低于三分之二的,不得新增购买住院床位。」: 66.66% is lower, 66.67% is not; nothing is rounded. The document is invented.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from invented import application, base_of, texts_of, version

from policy_dsl import ir
from policy_dsl.ir import to_data
from reasoner.compare.threshold_change import shift
from reasoner.explain.assembly import explain
from reasoner.explain.background import background
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

DAY = "2022-06-01"


def sources(words: str, figure: str) -> dict[str, str]:
    made = version(1, words, "2020-01-01")
    return {path: text.replace(f"低于 {words}", f"低于 {figure}") for path, text in made.items()}


TWO_THIRDS = sources("三分之二", "2/3")


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return base_of(TWO_THIRDS)


def verdict(base: RuleBase, rate: str) -> Verdict:
    return judge(base, application(base, rate, DAY), DAY)


@pytest.mark.parametrize(
    ("rate", "outcome"),
    [
        ("66%", Outcome.BARRED),
        ("66.66%", Outcome.BARRED),
        ("66.666666666666%", Outcome.BARRED),
        ("66.66666666666666666667%", Outcome.MAY_PROCEED),
        ("66.67%", Outcome.MAY_PROCEED),
        ("67%", Outcome.MAY_PROCEED),
    ],
)
def test_both_engines_compare_exactly(base: RuleBase, rate: str, outcome: Outcome) -> None:
    made = verdict(base, rate)
    assert made.outcome is outcome
    data = json.loads(encode(made))
    assert check_proof(data, to_data(base.compiled), texts_of(TWO_THIRDS)) == []
    other = Outcome.MAY_PROCEED if outcome is Outcome.BARRED else Outcome.BARRED
    data["outcome"] = other.value
    assert check_proof(data, to_data(base.compiled), texts_of(TWO_THIRDS))


def test_the_sentences_say_the_fraction(base: RuleBase) -> None:
    told = json.dumps(to_data(explain(verdict(base, "66%"), background(base))), ensure_ascii=False)
    assert "床位使用率为66%" in told
    assert "低于2/3" in told
    assert "3×" not in told
    assert "低于2%" not in told


def test_the_advice_names_the_nearest_figure_that_can_be_written(base: RuleBase) -> None:
    changes = [(f.before, f.after) for c in verdict(base, "66%").changes for f in c.facts if f.fact == "床位使用率"]
    assert ("66%", "67%") in changes


def norm(words: str, figure: str) -> ir.Norm:
    (document,) = base_of(sources(words, figure)).documents.values()
    (one,) = document.all_norms
    return one


def test_a_change_of_the_threshold_is_told_with_its_bounds() -> None:
    change = shift(norm("60%", "60%"), norm("三分之二", "2/3"))
    assert change is not None
    assert (change.before, change.after, change.least, change.most) == ("60%", "2/3", "60%", "2/3")
    back = shift(norm("67%", "67%"), norm("三分之二", "2/3"))
    assert back is not None
    assert (back.least, back.most) == ("2/3", "67%")
    assert shift(norm("三分之二", "2/3"), norm("三分之二", "2/3")) is None


def test_the_compiled_form_is_whole_numbers(base: RuleBase) -> None:
    (document,) = base.documents.values()
    (one,) = document.all_norms
    compared = one.condition
    assert isinstance(compared, ir.Compare)
    assert compared.right == ir.Const(Decimal(2), "2/3")
    assert ir.multiplier(compared) == 3
    assert one.text.count("2/3") == 1

"""z3 and cvc5 read the same script and give the same answers; what either finds satisfies the formulas as evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given

from policy_dsl import ir
from reasoner.compare.rule_set import Compared
from reasoner.compare.solver_cases import Case, Matter
from reasoner.driver.current_rule_base import rule_base

from .checks import questions, questions_of
from .engine_trials import EngineTrial, random_trials, side, variants
from .test_engines import MANY, law


def _cases(a: Compared, b: Compared, day: str, *, together: bool) -> Iterator[Case]:
    """Every matter on which the sides differ, and of kinds that the rules cannot tell apart one."""
    for name, term in rule_base().vocabulary.matters.items():
        matter = Matter(name, day, a, b, together)
        if together and _norms(a, name) == _norms(b, name):
            continue
        for kind in {matter.alike(k): k for k in term.members}.values():
            yield Case(matter, kind)


def _norms(side: Compared, matter: str) -> list[ir.Norm]:
    return [n for d in side.base.documents.values() for n in d.norms(matter)]


def _count_of_equal_answers(a: Compared, b: Compared, day: str, *, together: bool) -> int:
    """How many questions both solvers answer alike."""
    count = 0
    for case in _cases(a, b, day, together=together):
        assert list(questions(case)) == [], (b.name, case.matter.name, case.kind)
        count += len(questions_of(case))
    return count


@pytest.mark.parametrize(("other", "day"), [*product(("410000", "371600"), ("2025-11-01", "2024-05-01"))])
def test_regions(other: str, day: str) -> None:
    assert _count_of_equal_answers(side("370200"), side(other), day, together=False) >= 100


def test_readings() -> None:
    """The rules in use against each alternative reading: here every third, or as many times more as AGREEMENT says."""
    chosen = variants()[:: max(1, 3 // MANY)]
    assert sum(_count_of_equal_answers(a, b, "2025-11-01", together=True) for a, b in chosen) >= 3000


@law(40)
@given(random_trials(0))
def test_random_rule_sets(trial: EngineTrial) -> None:
    case = Case(Matter(trial.matter, trial.day, trial.a, trial.b, trial.together), trial.kind)
    assert list(questions(case)) == []


def test_a_model_that_is_none_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these tests say they would see, they see."""
    from reasoner.backends.smt.solver import Session

    case = next(_cases(side("370200"), side("410000"), "2025-11-01", together=False))
    truly = Session.model
    monkeypatch.setattr(Session, "model", lambda self: {n: v for n, v in truly(self).items() if not n.endswith("?")})
    assert any("the model of z3 is none" in text for text in questions(case))
    monkeypatch.setattr(Session, "model", truly)
    monkeypatch.setattr(Session, "ask", lambda self, *assumed: False)
    assert any("z3 False, cvc5 True" in text for text in questions(case))

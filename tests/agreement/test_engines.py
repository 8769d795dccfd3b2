"""The formulas say of every application what the interpreter judges: statuses, possible outcomes, what decides."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import HealthCheck, event, given, settings

from policy_dsl import ir
from reasoner.interpreter.turning_points import atoms
from reasoner.model.kinds import Outcome

from .checks import drawn
from .engine_trials import EngineTrial, random_trials, settled, trials_of_rules_in_use

MANY = int(os.environ.get("AGREEMENT", "1"))


def law(examples: int) -> Any:
    return settings(max_examples=examples * MANY, deadline=None, suppress_health_check=list(HealthCheck))


def _agreed(trial: EngineTrial) -> None:
    event("together" if trial.together else "apart")
    event(f"settled on {settled([trial])} of {2 * len(trial.pairs)}")
    for one in {answer.outcome for both in trial.judged for answer in both}:
        event(one)
    assert list(trial.quarrels()) == []


@law(120)
@given(random_trials())
def test_random_rule_sets(trial: EngineTrial) -> None:
    _agreed(trial)


@law(200)
@given(trials_of_rules_in_use())
def test_the_rules_in_use(trial: EngineTrial) -> None:
    """Every region against another, rules as read against an alternative reading, some documents only; on many days."""
    _agreed(trial)


# --- what is tried is not all alike ----------------------------------------------------------------------------


@cache
def _sample() -> list[EngineTrial]:
    return drawn(random_trials(3), 300)


def _norms(trials: list[EngineTrial]) -> Iterator[ir.Norm]:
    for trial in trials:
        for side in (trial.a, trial.b):
            for document in side.base.documents.values():
                yield from document.all_norms


def _nodes(node: Any) -> Iterator[str]:
    if isinstance(node, tuple):
        for part in node:
            yield from _nodes(part)
    elif isinstance(node, ir.Node):
        yield type(node).__name__
        for name in node.__struct_fields__:
            yield from _nodes(getattr(node, name))


def test_random_rule_sets_say_everything_that_rules_can_say() -> None:
    trials = _sample()
    norms = list(_norms(trials))
    assert {n.effect for n in norms} == set(ir.Effect)
    assert {n.strength for n in norms} == set(ir.Strength)
    assert {kind for n in norms for kind in _nodes(n)} == {kind.__name__ for kind in ir.Node.__subclasses__()}
    leaves = [leaf for n in norms for cond in (n.scope, n.condition) for leaf in atoms(cond)]
    assert {leaf.op for leaf in leaves if isinstance(leaf, ir.Compare)} == {"lt", "le", "gt", "ge", "eq"}
    assert any(leaf.ratio for leaf in leaves if isinstance(leaf, ir.Compare) and isinstance(leaf.right, ir.Scaled))
    assert any(n.supports for n in norms)
    written = [n for n in norms if n.text]  # norms compiled from text say their sentence
    assert 0.3 < len(written) / len(norms) < 0.9
    documents = [d for s in trials for side in (s.a, s.b) for d in side.base.documents.values()]
    assert {d.issuer_level for d in documents} == set(ir.Level)
    assert {bool(d.special_to) for d in documents} == {True, False}
    assert {d.issued for d in documents} >= {"", "2020-01-01", "2023-07-30"}
    assert {d.region for d in documents} >= {"370000", "370200", "370214", "410000", "410100"}


def test_random_applications_meet_every_outcome() -> None:
    found: Counter[str] = Counter()
    defeated = 0
    for trial in _sample():
        for both in trial.judged:
            for answer in both:
                found[answer.outcome] += 1
                true = {r for r, s in answer.statuses.items() if s == "true"}
                defeated += answer.undefeated is not None and true != answer.undefeated
    assert set(found) == set(Outcome)
    assert defeated >= 5

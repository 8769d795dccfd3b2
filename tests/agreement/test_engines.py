"""The formulas say of every application what the interpreter judges: statuses, possible outcomes, what decides."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from hypothesis import HealthCheck, event, given, settings

from policy_dsl import ir
from reasoner.interpreter.boundaries import atoms
from reasoner.model.kinds import Outcome

from .checks import drawn
from .scenes import Scene, real_scenes, settled, written_scenes

MANY = int(os.environ.get("AGREEMENT", "1"))


def law(examples: int) -> Any:
    return settings(max_examples=examples * MANY, deadline=None, suppress_health_check=list(HealthCheck))


def _agreed(scene: Scene) -> None:
    event("together" if scene.together else "apart")
    event(f"settled on {settled([scene])} of {2 * len(scene.asked)}")
    for one in {said.outcome for both in scene.judged for said in both}:
        event(one)
    assert list(scene.quarrels()) == []


@law(120)
@given(written_scenes())
def test_random_rule_sets(scene: Scene) -> None:
    _agreed(scene)


@law(200)
@given(real_scenes())
def test_the_rules_in_use(scene: Scene) -> None:
    """Every region against another, rules as read against an alternative reading, some documents only; on many days."""
    _agreed(scene)


# --- what is tried is not all alike ----------------------------------------------------------------------------


@cache
def _sample() -> list[Scene]:
    return drawn(written_scenes(3), 100)


def _norms(scenes: list[Scene]) -> Iterator[ir.Norm]:
    for scene in scenes:
        for side in (scene.a, scene.b):
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
    scenes = _sample()
    norms = list(_norms(scenes))
    assert {n.effect for n in norms} == set(ir.DECIDING)
    assert {n.strength for n in norms} == set(ir.Strength)
    assert {kind for n in norms for kind in _nodes(n)} == {kind.__name__ for kind in ir.Node.__subclasses__()}
    leaves = [leaf for n in norms for cond in (n.scope, n.condition) for leaf in atoms(cond)]
    assert {leaf.op for leaf in leaves if isinstance(leaf, ir.Compare)} == {"lt", "le", "gt", "ge", "eq"}
    assert any(leaf.ratio for leaf in leaves if isinstance(leaf, ir.Compare) and isinstance(leaf.right, ir.Scaled))
    assert any(n.supports for n in norms)
    written = [n for n in norms if n.text]  # norms compiled from text say their sentence
    assert 0.3 < len(written) / len(norms) < 0.9
    documents = [d for s in scenes for side in (s.a, s.b) for d in side.base.documents.values()]
    assert {d.issuer_level for d in documents} == set(ir.Level)
    assert {bool(d.special_to) for d in documents} == {True, False}
    assert {d.issued for d in documents} >= {"", "2020-01-01", "2023-07-30"}
    assert {d.region for d in documents} >= {"370000", "370200", "370214", "410000", "410100"}


def test_random_applications_meet_every_outcome() -> None:
    found: Counter[str] = Counter()
    defeated = 0
    for scene in _sample():
        for both in scene.judged:
            for said in both:
                found[said.outcome] += 1
                true = {r for r, s in said.statuses.items() if s == "true"}
                defeated += said.undefeated is not None and true != said.undefeated
    assert set(found) == set(Outcome)
    assert defeated >= 5

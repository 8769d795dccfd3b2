"""Formulas whose values change a little: what is looked at again is all that changed."""

from __future__ import annotations

import random

import pytest

from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.solver import Budget, Session

NAMES = ("p", "q", "r", "s")
NUMBERS = ("m", "n")


def made(rng: random.Random, depth: int) -> t.Term:
    """A formula of the variables, not deeper than this."""
    if depth == 0 or rng.random() < 0.2:
        if rng.random() < 0.5:
            return t.var(rng.choice(NAMES))
        return t.compare(rng.choice(("lt", "le", "eq")), t.integer(rng.choice(NUMBERS)), t.number(rng.randint(0, 3)))
    parts = [made(rng, depth - 1) for _ in range(rng.randint(2, 3))]
    return rng.choice((t.and_, t.or_))(parts) if rng.random() < 0.7 else t.not_(t.and_(parts))


def values(rng: random.Random) -> dict[str, bool | int]:
    """A value of each variable."""
    return {**{n: rng.random() < 0.5 for n in NAMES}, **{n: rng.randint(0, 3) for n in NUMBERS}}


@pytest.mark.parametrize("seed", range(60))
def test_a_change_is_followed_as_far_as_it_reaches(seed: int) -> None:
    """The truths after a change are those that evaluating everything anew gives."""
    rng = random.Random(seed)
    terms = [made(rng, 4) for _ in range(4)]
    formulas = t.Formulas(terms)
    before = values(rng)
    changes = dict(rng.sample(sorted(values(rng).items()), 2))
    after = formulas.changed(formulas.truths(before), {**before, **changes}, changes, ())
    assert after == formulas.truths({**before, **changes})


@pytest.mark.parametrize("seed", range(60))
def test_a_change_is_refused_where_what_is_required_fails(seed: int) -> None:
    """Where a formula holds, a change is refused exactly where it then fails."""
    rng = random.Random(seed)
    term = t.and_((made(rng, 3), made(rng, 3)))
    formulas = t.Formulas([term])
    holding = [v for v in (values(rng) for _ in range(200)) if formulas.holds(term, formulas.truths(v))]
    for before in holding[:20]:
        changes = dict(rng.sample(sorted(values(rng).items()), 2))
        after = formulas.changed(formulas.truths(before), {**before, **changes}, changes, formulas.conjuncts([term]))
        assert (after is None) is not t.evaluate([term], {**before, **changes})[0]


def test_what_cannot_hold_together_is_named() -> None:
    """Of what is assumed the solver names those that contradict each other, and only what was assumed."""
    small, large = t.compare("le", t.integer("n"), t.number(1)), t.compare("le", t.number(2), t.integer("n"))
    session = Session((), {"small": small, "large": large, "beside": t.var("p")}, Budget(10))
    assert not session.ask("beside", "small", "large")
    assert session.why_not() == {"small", "large"}
    assert session.ask("beside", "small")


def test_a_question_is_answered_also_where_little_time_is_left() -> None:
    """With less than half a second the clock bounds the first try; the answer is the same."""
    session = Session((), {"it": t.var("p"), "not it": t.not_(t.var("p"))}, Budget(0.3))
    assert session.ask("it")
    assert not session.ask("it", "not it")

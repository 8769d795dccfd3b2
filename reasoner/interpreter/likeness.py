"""Like with like (semantics §3): which figures of a comparison may be compared on the day, and of which period they are asked.

Never an older period over which a cap looks kept: what counts is the latest that either side has, and the side that lacks
it is asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from policy_dsl import ir
from policy_dsl.ir import Likeness
from reasoner.model.application import Observation, Provenance, period_end

Lacking = Mapping[ir.Fact, str]
"""Figures that may not be compared, each with the period of which it is asked for; empty where only its date is."""

NOTHING: Final[Lacking] = {}

SUPPOSED: Final = Provenance(source="")
"""Of a value that is supposed where none was known: whoever answers says of which day or period it is."""


def asked_figures(pairs: Sequence[ir.Pair], counting: Callable[[ir.Fact], Observation | None]) -> Lacking:
    """The figures of a comparison that are not like the others; none where it can be made.

    counting: the observation of a figure that counts on the day, None where there is none.
    """
    lacking: dict[ir.Fact, str] = {}
    for pair in pairs:
        a, b = counting(pair.a), counting(pair.b)
        if a is not None and b is not None and a.as_at == b.as_at:
            continue  # of one period, or both undated: the commonest case
        for figure, own, other in ((pair.a, a, b), (pair.b, b, a)):
            period = asked_period(pair.likeness, own, other)
            if period is not None and _rank(period) >= _rank(lacking.get(figure, "")):
                lacking[figure] = period
    return lacking or NOTHING


def asked_period(likeness: Likeness, own: Observation | None, other: Observation | None) -> str | None:
    """Of which period a figure must be for the sake of another: empty where only its date is lacking, None where it is like.

    Two undated figures are taken as stated, and so is one beside another that is not known.
    """
    if other is None or not other.as_at or (own is not None and own.provenance is SUPPOSED):
        return None
    if likeness is Likeness.LATEST:
        return "" if own is not None and own.value is not None and not own.as_at else None
    if own is None:
        return other.as_at
    same = own.as_at == other.as_at if likeness is Likeness.SAME_PERIOD else _end(own) == _end(other)
    return other.as_at if not same and _rank(own.as_at) < _rank(other.as_at) else None


def _end(observation: Observation) -> str:
    return period_end(observation.as_at)


def _rank(period: str) -> tuple[str, int]:
    """Later periods after earlier ones; of those that end on one day the more exact last."""
    return period_end(period), len(period)


def pair_kind(likeness: Likeness, a: Observation | None, b: Observation | None) -> str:
    """What is to be said of two figures (a key of WARNINGS); empty where they are alike, or one is not known."""
    if a is None or b is None or a.value is None or b.value is None:
        return ""
    if a.as_at == b.as_at:
        return "" if a.as_at else "both_undated"
    if not a.as_at or not b.as_at:
        return "one_undated"
    if likeness is Likeness.LATEST:
        return "" if _end(a) == _end(b) else "other_days"
    apart = asked_period(likeness, a, b) is not None or asked_period(likeness, b, a) is not None
    return "unlike" if apart else ""


def figures_in_order(pair: ir.Pair, a: Observation, b: Observation) -> Iterator[tuple[ir.Fact, Observation]]:
    """Both figures, first the one that is dated earlier or not at all."""
    yield from sorted(((pair.a, a), (pair.b, b)), key=lambda one: _rank(one[1].as_at))

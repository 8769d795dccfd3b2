"""Whom a norm reaches, apart from when it applies, whichever of 凡 and 若 a transcriber used.

Reach turns on matter, kind of institution, kind of beds, sponsor and services held: the terms that the ontology marks
(`Term.reach`). A part of a conjunction that reads nothing else is reach; everything else is condition. Of a part that
mixes both (康复 且 高于50张, 或 精神) the reach is whom it can be true of, whatever else may be so; the part itself stays
in the condition, so that what the norm says is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from policy_dsl import ir
from policy_dsl.vocabulary import Term

_MOST_SHARED: Final = 8
"""So many atoms that stand with and without 非 are tried both ways; beyond that, they count as free."""

NEVER: Final = ir.Or(())
"""True of nobody."""


def separated(scope: Iterable[ir.Cond], condition: ir.Cond, effect: ir.Effect, facts: Mapping[str, Term]) -> Parts:
    """Reach and condition of a norm whose 凡 are `scope` and whose 若, 须 or exceeded cap is `condition`.

    What a requirement asks (须) is never reach: a requirement that the wrong kind of institution meets not is not met.
    When it applies (its 若, given with `scope`) becomes an exception of it: it is met as well where that does not hold.
    """
    required = effect is ir.Effect.REQUIRE
    reach: list[ir.Cond] = []
    whose: list[ir.Cond] = []
    when: list[ir.Cond] = []
    for parts, rest in ((scope, whose), (() if required else (condition,), when)):
        for part in (c for whole in parts for c in conjuncts(whole)):
            if _is_reach(part, facts):
                reach.append(part)
                continue
            reached = projection(part, facts)
            reach += [] if reached == ir.ALWAYS else [reached]
            rest.append(part)
    if not required:
        return _all(reach), _all((*whose, *when))
    return _all(reach), ir.Or((*(_negated(c) for c in whose), condition)) if whose else condition


Parts = tuple[ir.Cond, ir.Cond]
"""Reach and condition."""


def conjuncts(cond: ir.Cond) -> Iterator[ir.Cond]:
    """The parts that must all hold: those of 且 one by one, and of what 非 makes a 且."""
    match cond:
        case ir.And(parts):
            for part in parts:
                yield from conjuncts(part)
        case ir.Not(ir.Or(parts)):
            for part in parts:
                yield from conjuncts(ir.Not(part))
        case ir.Not(ir.Not(part)):
            yield from conjuncts(part)
        case _:
            yield cond


def projection(cond: ir.Cond, facts: Mapping[str, Term]) -> ir.Cond:
    """Of whom a condition can be true, whatever the facts are that are no reach; ALWAYS where of everybody."""
    free = list(dict.fromkeys(_atoms(cond, facts)))
    polarities = {atom: {sign for a, sign in free if a == atom} for atom, _ in free}
    shared = [atom for atom, signs in polarities.items() if len(signs) > 1]
    if len(shared) > _MOST_SHARED:
        return ir.ALWAYS
    ways = [dict(zip(shared, choice, strict=True)) for choice in product((True, False), repeat=len(shared))]
    return _any([_supposed(cond, True, way, facts) for way in ways])


def _is_reach(cond: ir.Cond, facts: Mapping[str, Term]) -> bool:
    terms = (facts.get(f.term) for f in ir.facts_read(cond))
    return all(term is not None and term.reach for term in terms)


def _atoms(cond: ir.Cond, facts: Mapping[str, Term], positive: bool = True) -> Iterator[tuple[ir.Cond, bool]]:
    """The parts that are no reach, each with whether it stands under an even number of 非."""
    match cond:
        case ir.And(parts) | ir.Or(parts):
            for part in parts:
                yield from _atoms(part, facts, positive)
        case ir.Not(part):
            yield from _atoms(part, facts, not positive)
        case _ if not _is_reach(cond, facts):
            yield cond, positive


def _supposed(cond: ir.Cond, positive: bool, way: Mapping[ir.Cond, bool], facts: Mapping[str, Term]) -> ir.Cond:
    """The condition (or its contrary) with every part that is no reach as it is supposed, or as it serves."""
    match cond:
        case ir.And(parts) | ir.Or(parts):
            inner = [_supposed(part, positive, way, facts) for part in parts]
            return _all(inner) if isinstance(cond, ir.And) is positive else _any(inner)
        case ir.Not(part):
            return _supposed(part, not positive, way, facts)
        case _ if _is_reach(cond, facts):
            return cond if positive else ir.Not(cond)
        case _:
            return ir.ALWAYS if way.get(cond, positive) is positive else NEVER


def _all(parts: Iterable[ir.Cond]) -> ir.Cond:
    left = list(dict.fromkeys(p for p in parts if p != ir.ALWAYS))
    if NEVER in left:
        return NEVER
    return left[0] if len(left) == 1 else ir.And(tuple(left))


def _any(parts: Iterable[ir.Cond]) -> ir.Cond:
    left = list(dict.fromkeys(p for p in parts if p != NEVER))
    if ir.ALWAYS in left:
        return ir.ALWAYS
    return left[0] if len(left) == 1 else ir.Or(tuple(left))


def _negated(cond: ir.Cond) -> ir.Cond:
    return cond.part if isinstance(cond, ir.Not) else ir.Not(cond)

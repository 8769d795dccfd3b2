"""One application before two sides: what are facts of 本区县 here are facts of 本区县 there, as `--under` rebinds them.

The application lies in the first side's region: where two words mean one place there, their facts are one fact. The second
side reads by the same words, whatever places they mean where it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from policy_dsl import ir
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.conditions import FactSource
from reasoner.backends.smt.fact_variables import SAME_ROLE, Facts, FactVar
from reasoner.backends.smt.place_variables import PLACE_ROLES, Place, Somewhere
from reasoner.interpreter.condition_evaluation import FactRef
from reasoner.interpreter.turning_points import facts_of

Term = tuple[str, str | None]
"""A fact and its period, whoever's it is."""

Constant = Mapping[tuple[str, str], str]
"""The one known value of some facts, by role and term: what is asked for, and the kind of institution."""


def keys_read(norms: Iterable[ir.Norm]) -> set[FactRef]:
    """The facts that norms read, without places, by the role that no other word stands for."""
    keys = {key for n in norms for cond in (n.scope, n.condition) for key in facts_of(cond)}
    return {(SAME_ROLE.get(role, role), label, period) for role, label, period in keys if label != "所在地"}


class Linked(msgspec.Struct, frozen=True):
    """The variables of an application that both sides see."""

    facts: Facts
    """The facts that any rule reads."""
    here: Somewhere
    """Where the application lies."""
    there: Somewhere
    """Where the second side looks."""
    facts_here: FactSource
    """What the first side sees of a fact."""
    facts_there: FactSource
    """What the second side sees of it."""
    constraints: tuple[t.Term, ...]
    """That each place is one of its kinds, and that words for one place have one fact."""
    plausible: tuple[t.Term, ...]
    """No part above its whole, also where two words for one place tell them."""


def one_place(facts: Facts, place: Somewhere, norms: Iterable[ir.Norm], constant: Constant) -> Linked:
    """Both sides see one place."""
    return two_places(facts, place, place, norms, constant)


def two_places(
    facts: Facts, here: Somewhere, there: Somewhere, norms: Iterable[ir.Norm], constant: Constant
) -> Linked:  # fmt: skip
    """The second side looks elsewhere, and reads by each word for a place what the first would read by it."""
    read = keys_read(norms)
    links = _joined(facts, here, _together(read))
    return Linked(
        facts,
        here,
        there,
        _sight(facts, (here,), constant),
        _sight(facts, (here, there), constant),
        tuple(dict.fromkeys((here.bounds(), there.bounds(), *links))),
        tuple(_parts(facts, here, read)),
    )


def _sight(facts: Facts, places: Iterable[Somewhere], constant: Constant) -> FactSource:
    """What is seen of a fact where each of some words for a place must mean something at all of these places."""

    def see(fact: ir.Fact) -> FactVar | str | None:
        if (fact.subject, fact.term) in constant:
            return constant[fact.subject, fact.term]
        var = facts.of(fact)
        anywhere = t.and_(_meant(place, var.key[0]) for place in places)
        return None if anywhere is t.FALSE else replace(var, anywhere=anywhere)

    return see


def _meant(place: Somewhere, role: str) -> t.Term:
    """That a word means some place where the application lies; words for other things always do."""
    if role not in PLACE_ROLES:
        return t.TRUE
    return place.where(lambda p: p.roles.get(role) is not None)


def _together(read: Iterable[FactRef]) -> dict[Term, tuple[str, ...]]:
    """The facts that are read of more than one kind of place, with those kinds."""
    roles_of: dict[Term, list[str]] = {}
    for role, label, period in sorted(read, key=str):
        if role in PLACE_ROLES:
            roles_of.setdefault((label, period), []).append(role)
    return {term: tuple(roles) for term, roles in roles_of.items() if len(roles) > 1}


def _equal(a: FactVar, b: FactVar) -> t.Term:
    return t.and_((t.same(a.known, b.known), t.implies(a.known, a.equal_to(b))))


def _joined(facts: Facts, place: Somewhere, together: Mapping[Term, tuple[str, ...]]) -> Iterator[t.Term]:
    """Where two words mean one place here, one fact."""
    for (label, period), roles in together.items():
        for number, a in enumerate(roles):
            for b in roles[number + 1 :]:
                here = _where_same(place, a, b)
                yield t.implies(here, _equal(facts.at((a, label, period)), facts.at((b, label, period))))


def _parts(facts: Facts, place: Somewhere, read: Iterable[FactRef]) -> Iterator[t.Term]:
    """No part above its whole, also where two words for one place tell them."""
    keys = sorted(read, key=str)
    for part, whole in facts.vocabulary.parts:
        for a, label, period in keys:
            for b, other, when in keys:
                if (label, other, when) != (part, whole, period) or a == b or not {a, b} <= set(PLACE_ROLES):
                    continue
                less, more = facts.at((a, part, period)), facts.at((b, whole, period))
                both = t.and_((_where_same(place, a, b), less.known, more.known))
                yield t.implies(both, t.compare("le", less.amount(), more.amount()))


def _where_same(place: Somewhere, a: str, b: str) -> t.Term:
    def here(p: Place) -> bool:
        return p.same_subject(a, b)

    return place.where(here)

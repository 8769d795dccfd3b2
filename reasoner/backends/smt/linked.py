"""One application before two sides: what are facts of 本区县 here are facts of 本区县 there, as `--under` rebinds them.

Where two words mean one place, their facts are one fact. The application lies in the first side's region; for the second
its facts are rebound by role. Between versions of one region both sides see the same place and the same facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from policy_dsl import ir
from reasoner.backends.smt import terms as t
from reasoner.backends.smt.facts import SAME_ROLE, Facts, FactVar
from reasoner.backends.smt.places import PLACE_ROLES, Place, Somewhere
from reasoner.facts import Value
from reasoner.interpreter.boundaries import facts_of
from reasoner.interpreter.interpret import FactKey
from reasoner.plausible import PARTS

Term = tuple[str, str | None]
"""A fact and its period, whoever's it is."""

Constant = Mapping[tuple[str, str], str]
"""The one known value of some facts, by role and term: what is asked for, and the kind of institution."""

Fact = Callable[[ir.Fact], FactVar | str | None]


def keys_read(norms: Iterable[ir.Norm]) -> set[FactKey]:
    """The facts that norms read, without places, by the role that no other word stands for."""
    found = {key for n in norms for cond in (n.scope, n.condition) for key in facts_of(cond)}
    return {(SAME_ROLE.get(role, role), label, period) for role, label, period in found if label != "所在地"}


@dataclass(frozen=True)
class Linked:
    """The variables of an application that both sides see."""

    facts: Facts
    here: Somewhere
    there: Somewhere
    seen_here: Fact
    seen_there: Fact
    constraints: tuple[t.Term, ...]
    plausible: tuple[t.Term, ...]
    """No part above its whole, also where two words for one place tell them."""


def one_place(facts: Facts, place: Somewhere, norms: Iterable[ir.Norm], constant: Constant) -> Linked:
    """Both sides see one place."""
    read = keys_read(norms)
    see = _sight(facts.of, place, constant)
    together = _together(read)
    joined = _joined(facts, place, together)
    parts = tuple(_parts(facts, place, read))
    return Linked(facts, place, place, see, see, (place.bounds(), *joined), parts)


def two_places(
    facts: Facts, rebound: Facts, here: Somewhere, there: Somewhere, norms: Iterable[ir.Norm], constant: Constant
) -> Linked:  # fmt: skip
    """The second side sees the facts rebound to its place; `rebound` holds the variables of those that may differ."""
    read = keys_read(norms)
    together = _together(read)

    def other(fact: ir.Fact) -> FactVar:
        role = SAME_ROLE.get(fact.subject, fact.subject)
        apart = role in PLACE_ROLES and (fact.term, fact.period) in together
        return rebound.of(fact) if apart else facts.of(fact)

    links = [*_joined(facts, here, together), *_moved(facts, rebound, there, together)]
    return Linked(
        facts,
        here,
        there,
        _sight(facts.of, here, constant),
        _sight(other, there, constant),
        (here.bounds(), there.bounds(), *links),
        tuple(_parts(facts, here, read)),
    )


def _sight(fact: Callable[[ir.Fact], FactVar], place: Somewhere, constant: Constant) -> Fact:
    def see(wanted: ir.Fact) -> FactVar | str | None:
        if (wanted.subject, wanted.term) in constant:
            return constant[wanted.subject, wanted.term]
        if wanted.subject in (*PLACE_ROLES, *SAME_ROLE) and all(
            p.roles.get(wanted.subject) is None for p in place.places
        ):
            return None
        return fact(wanted)

    return see


def _together(read: Iterable[FactKey]) -> dict[Term, tuple[str, ...]]:
    """The facts that are read of more than one kind of place, with those kinds."""
    found: dict[Term, list[str]] = {}
    for role, label, period in sorted(read, key=str):
        if role in PLACE_ROLES:
            found.setdefault((label, period), []).append(role)
    return {term: tuple(roles) for term, roles in found.items() if len(roles) > 1}


def _equal(a: FactVar, b: FactVar) -> t.Term:
    return t.and_((t.same(a.known, b.known), t.implies(a.known, a.equal_to(b))))


def _joined(facts: Facts, place: Somewhere, together: Mapping[Term, tuple[str, ...]]) -> Iterator[t.Term]:
    """Where two words mean one place here, one fact."""
    for (label, period), roles in together.items():
        for number, a in enumerate(roles):
            for b in roles[number + 1 :]:
                here = _where_same(place, a, b)
                yield t.implies(here, _equal(facts.at((a, label, period)), facts.at((b, label, period))))


def _parts(facts: Facts, place: Somewhere, read: Iterable[FactKey]) -> Iterator[t.Term]:
    """No part above its whole, also where two words for one place tell them."""
    keys = sorted(read, key=str)
    for part, whole in PARTS:
        for a, label, period in keys:
            for b, other, when in keys:
                if (label, other, when) != (part, whole, period) or a == b or not {a, b} <= set(PLACE_ROLES):
                    continue
                less, more = facts.at((a, part, period)), facts.at((b, whole, period))
                both = t.and_((_where_same(place, a, b), less.known, more.known))
                yield t.implies(both, t.compare("le", less.amount(), more.amount()))


def _moved(
    facts: Facts, rebound: Facts, there: Somewhere, together: Mapping[Term, tuple[str, ...]]
) -> Iterator[t.Term]:
    """What becomes of facts there: known where one of the facts that move to the same place is, and equal to it."""
    for (label, period), roles in together.items():
        for role in roles:
            new = rebound.at((role, label, period))
            arriving = []
            for source in roles:
                old = facts.at((source, label, period))
                moves = t.TRUE if source == role else _where_same(there, source, role)
                arriving.append(t.and_((moves, old.known)))
                yield t.implies(arriving[-1], t.and_((new.known, new.equal_to(old))))
            yield t.implies(new.known, t.or_(arriving))


def _where_same(place: Somewhere, a: str, b: str) -> t.Term:
    def here(p: Place) -> bool:
        return p.same_subject(a, b)

    return place.where(here)


def put(facts: Facts, given: Mapping[FactKey, Value | None]) -> dict[str, bool | int]:
    """The variables for facts as they are given; a value of None, or none given, is unknown."""
    values: dict[str, bool | int] = {}
    for key, fact in facts.vars.items():
        value = given.get(key)
        values |= {f"{fact.name}?": False} if value is None else fact.put(value)
    return values

"""One rule set before applications of one matter by one kind of institution: rules, defeat, outcome, as formulas.

In one world every rule holds or does not. Where a rule is unknown, several worlds are possible: each is a choice of the
groups of unknown rules, with variables of its own. What the interpreter lists as possible is what some world leads to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.conditions import FactSource, Status, View, rule_status
from reasoner.backends.smt.place_variables import NormsOf, Place, Somewhere
from reasoner.interpreter.outcome import (
    BARS,
    PERMITTED,
    RESTRICTIONS,
    Group,
    opposite,
    outcome_of_effect,
    outranks,
    precedence,
)
from reasoner.model.kinds import OUTCOMES, Outcome

PROCEEDS: Final = (Outcome.EXEMPT, Outcome.PRIORITY, Outcome.MAY_PROCEED)
"""Outcomes that let an application proceed."""

RESTRAINS: Final = (
    Outcome.CONFLICT,
    Outcome.BARRED,
    Outcome.PRESUMPTIVELY_BARRED,
    Outcome.NOT_ELIGIBLE,
    Outcome.STRICTLY_CONTROLLED,
)
"""Outcomes that a rule holds against it. `undetermined`, `out_of_force` and `not_regulated` are neither."""


class Rule(msgspec.Struct, frozen=True):
    """A norm that decides, where its document governs."""

    norm: ir.Norm
    """The norm."""
    status: Status
    """When it comes about there, and when it does not."""

    @property
    def group(self) -> Group:
        """What it contributes to an outcome."""
        return outcome_of_effect(self.norm), self.norm.document


class World(msgspec.Struct, frozen=True):
    """What follows where each group of rules holds or does not."""

    outcome: dict[Outcome, t.Term]
    """That an outcome follows."""
    stands: dict[Group, t.Term]
    """That a group holds and nothing defeats it."""
    assumed: tuple[t.Term, ...]
    """What ties the world to the statuses of the rules."""

    def among(self, outcomes: Iterable[Outcome]) -> t.Term:
        """That the outcome is one of these."""
        return t.or_(self.outcome[o] for o in outcomes if o in self.outcome)


class Side:
    """The rules of a side. `somewhere` is where the institution may lie, `fact` gives variables to what rules read."""

    def __init__(self, name: str, somewhere: Somewhere, norms: NormsOf, fact: FactSource) -> None:
        self.name, self.somewhere = name, somewhere
        documents = {d.id: d for p in somewhere.places for d in p.governing}
        self.documents = tuple(documents.values())
        self.view = View(fact, self._within)
        self.rules = tuple(self._rule(norm) for d in self.documents for norm in norms(d) if norm.supports is None)
        self.ranks = {d.id: precedence(d) for d in self.documents}
        self.groups: dict[Group, list[Rule]] = {}
        for rule in self.rules:
            self.groups.setdefault(rule.group, []).append(rule)

    def _within(self, subject: str, values: tuple[str, ...]) -> t.Term | None:
        if all(p.roles.get(subject) is None for p in self.somewhere.places):
            return None
        return self.somewhere.where(lambda p: p.roles.get(subject) in values)

    def _rule(self, norm: ir.Norm) -> Rule:
        governs = self.somewhere.where(lambda p: any(d.id == norm.document for d in p.governing))
        status = rule_status(norm, self.view)
        return Rule(norm, Status(t.and_((governs, status.true)), t.or_((t.not_(governs), status.false))))

    @property
    def governed(self) -> t.Term:
        """That some document governs."""
        return self.somewhere.where(lambda p: bool(p.governing))

    def settled(self) -> t.Term:
        """That no rule is open: every group holds, or none of its rules can. Preferences count as not claimed."""
        return t.and_(
            t.or_((self.holds(g), t.and_(r.status.false for r in rules)))
            for g, rules in self.groups.items()
            if g[0] is not Outcome.PRIORITY
        )

    def holds(self, group: Group) -> t.Term:
        """That a rule of the group holds."""
        return t.or_(r.status.true for r in self.groups[group])

    def may_hold(self, group: Group) -> t.Term:
        """That a rule of the group holds or is unknown."""
        return t.or_(t.not_(r.status.false) for r in self.groups[group])

    def as_known(self) -> World:
        """The world in which what is unknown does not hold: the only one where the side is settled."""
        return self.world({g: self.holds(g) for g in self.groups})

    def some_world(self, name: str) -> World:
        """A possible world: groups that hold do, those that cannot do not, the others are open."""
        chosen: dict[Group, t.Term] = {}
        tied: list[t.Term] = []
        for group in self.groups:
            if group[0] is Outcome.PRIORITY:
                chosen[group] = self.holds(group)
                continue
            choice = chosen[group] = t.var(f"{self.name}.{name}.{group[0]}@{group[1]}")
            tied += [t.implies(self.holds(group), choice), t.implies(choice, self.may_hold(group))]
        return self.world(chosen, tuple(tied))

    def world(self, holding: dict[Group, t.Term], assumed: tuple[t.Term, ...] = ()) -> World:
        """What follows where each group holds as these formulas say; `assumed` ties them to the statuses of the rules."""
        stands: dict[Group, t.Term] = {}

        def standing(group: Group) -> t.Term:
            if group not in stands:
                outcome, document = group
                left = [holding[group]]
                if outcome in RESTRICTIONS and (Outcome.EXEMPT, document) in holding:
                    left.append(t.not_(holding[Outcome.EXEMPT, document]))
                for other in holding:
                    if opposite(other[0], outcome) and outranks(self.ranks[other[1]], self.ranks[document]):
                        left.append(t.not_(standing(other)))
                stands[group] = t.and_(left)
            return stands[group]

        # Lists: each group gets its formula, also where one that surely stands would end the disjunction.
        some = {o: t.or_([standing(g) for g in holding if g[0] is o]) for o in OUTCOMES}
        conflict = t.and_((some[PERMITTED], t.or_(some[b] for b in BARS)))
        outcome = {Outcome.CONFLICT: conflict}
        earlier = [conflict]
        for code in OUTCOMES[1 : OUTCOMES.index(PERMITTED)]:
            outcome[code] = t.and_((some[code], *(t.not_(e) for e in earlier)))
            earlier.append(some[code])
        outcome[PERMITTED] = t.and_(t.not_(e) for e in earlier)
        governed = self.governed
        outcome = {code: t.and_((governed, term)) for code, term in outcome.items()}
        for silence in (Outcome.OUT_OF_FORCE, Outcome.NOT_REGULATED):
            outcome[silence] = self._silent(silence)
        return World(outcome, stands, assumed)

    def _silent(self, silence: Outcome) -> t.Term:
        def so(place: Place) -> bool:
            return place.silence is silence

        return self.somewhere.where(so)

    def decisive(self, rule: Rule, world: World) -> t.Term:
        """That a rule decides: it holds, nothing defeats it, and the outcome is its own."""
        outcome = rule.group[0]
        won = [world.outcome[outcome]]
        if rule.norm.effect in (Effect.PROHIBIT, Effect.CAP, Effect.PERMIT):
            won.append(world.outcome[Outcome.CONFLICT])
        return t.and_((rule.status.true, world.stands[rule.group], t.or_(won)))

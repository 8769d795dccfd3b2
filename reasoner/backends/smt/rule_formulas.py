"""One rule set before applications of one matter by one kind of institution: rules, defeat, outcome, as formulas.

In one world every rule holds or does not. Where a rule is unknown, several worlds are possible: each is a choice of the
groups of unknown rules, with variables of its own. What the interpreter lists as possible is what some world leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect
from policy_dsl.reading import GUIDANCE, PLAN
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.conditions import FactSource, Status, View, rule_status, status
from reasoner.backends.smt.fact_variables import FactVar
from reasoner.backends.smt.place_variables import NormsOf, Place, Somewhere
from reasoner.interpreter.condition_evaluation import KIND
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
from reasoner.interpreter.turning_points import class_facts
from reasoner.model.kinds import OUTCOMES, Outcome

POOLING: Final = "本统筹区"
"""The word for the pooling region of a place."""
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


def lifts(exemption: Group, group: Group) -> bool:
    """Whether a group is an exemption that lifts another: a restriction of its document, of the clauses that it names."""
    if exemption.outcome is not Outcome.EXEMPT or group.outcome not in RESTRICTIONS:
        return False
    mine = not exemption.named or bool(set(exemption.named) & set(group.named))
    return exemption.document == group.document and mine


class Rule(msgspec.Struct, frozen=True):
    """A norm that decides, where its document governs."""

    norm: ir.Norm
    """The norm."""
    status: Status
    """When it comes about there, and when it does not."""
    scope: Status
    """When it reaches the applicant, and when it does not."""
    within: Status
    """When it comes about where it reaches, and when it does not."""

    @property
    def group(self) -> Group:
        """What it contributes to an outcome."""
        return Group(outcome_of_effect(self.norm), self.norm.document, self.norm.named)


class ChosenVar(FactVar, frozen=True):
    """A fact of one value, of which one is chosen."""

    chosen: Mapping[str, t.Term] = msgspec.field(default_factory=dict)
    """By value that it is the one."""

    @property
    def known(self) -> t.Term:
        """It is known in the world where it is chosen."""
        return t.TRUE

    def has(self, value: str) -> t.Term:
        """That the value is this one."""
        return self.chosen.get(value, t.FALSE)


class World(msgspec.Struct, frozen=True):
    """What follows where each group of rules holds or does not."""

    outcome: dict[Outcome, t.Term]
    """That an outcome follows."""
    stands: dict[Group, t.Term]
    """That a group holds and nothing defeats it."""
    choices: Mapping[str, Status]
    """The variables that make it one of several possible worlds, by name; each can turn on those before it: when it must be
    true, and when it must be false.
    """
    assumed: tuple[t.Term, ...]
    """What else ties them to each other."""

    def among(self, outcomes: Iterable[Outcome]) -> t.Term:
        """That the outcome is one of these."""
        return t.or_(self.outcome[o] for o in outcomes if o in self.outcome)


class Governance(NamedTuple):
    """What follows for an outcome from whom the documents reach."""

    governed: t.Term
    """That one in force reaches the applicant."""
    out_of_force: t.Term
    """That one that is not in force would."""
    ended: t.Term
    """That what proceeds lacks the plan that has ended and would reach the applicant."""


class Reaching(NamedTuple):
    """Of some documents, when they reach an applicant where they are held, and when they do not."""

    by_document: dict[str, Status]
    """Each by id."""
    some: Status
    """When one of them does, and when none."""


class Side:
    """The rules of a side. `somewhere` is where the institution may lie, `fact` gives variables to what rules read."""

    def __init__(self, name: str, somewhere: Somewhere, norms: NormsOf, fact: FactSource, day: str) -> None:
        """day: that on which the rules are asked, an ISO date."""
        self.name, self.somewhere = name, somewhere
        self.view = View(fact, self._within, day)
        documents = {d.id: d for p in somewhere.places for d in p.documents}
        self._scopes = {
            d.id: [(n, status(n.scope, self.view)) for n in norms(d) if n.decides] for d in documents.values()
        }
        self._reach = {
            i: Status(t.or_(s.true for _, s in scopes), t.and_(s.false for _, s in scopes))
            for i, scopes in self._scopes.items()
        }
        self._own = self._reaching(lambda p: p.in_force)
        self._plans = {
            d.id: [
                (p.id, self._as_plan(p)) for p in documents.values() if p.kind == PLAN and p.id in self._own.by_document
            ]
            for d in documents.values()
            if d.kind == GUIDANCE and d.id in self._own.by_document
        }
        self.governing = self._yielding(self._own)
        self.out_of_force = self._reaching(lambda p: p.out_of_force)
        self.ended = self._reaching(lambda p: p.ended)
        self.documents = tuple(d for d in documents.values() if d.id in self.governing.by_document)
        self.rules = tuple(
            self._rule(norm, self.view) for d in self.documents for norm in norms(d) if norm.supports is None
        )
        self.ranks = {d.id: precedence(d) for d in self.documents}
        self.groups: dict[Group, list[Rule]] = {}
        for rule in self.rules:
            self.groups.setdefault(rule.group, []).append(rule)

    def _within(self, subject: str, values: tuple[str, ...]) -> t.Term | None:
        if all(p.roles.get(subject) is None for p in self.somewhere.places):
            return None
        return self.somewhere.where(lambda p: p.roles.get(subject) in values)

    def _reaching(self, of: Callable[[Place], tuple[Document, ...]]) -> Reaching:
        """When the documents that places have of some sort reach the applicant there."""
        each = {}
        for document in dict.fromkeys(d.id for p in self.somewhere.places for d in of(p)):
            there = self._there(document, of)
            reach = self._reach[document]
            each[document] = Status(t.and_((there, reach.true)), t.or_((t.not_(there), reach.false)))
        return Reaching(each, Status(t.or_(s.true for s in each.values()), t.and_(s.false for s in each.values())))

    def _as_plan(self, plan: Document) -> t.Term:
        """That the institution lies in the pooling region of a plan."""
        return self.somewhere.where(lambda p: p.roles.get(POOLING) == plan.region)

    def _yielding(self, own: Reaching) -> Reaching:
        """When documents govern: guidance (指导意见) only where no plan of the pooling region does (semantics §2)."""
        each = dict(own.by_document)
        for document, plans in self._plans.items():
            governs = [
                Status(t.and_((here, own.by_document[p].true)), t.or_((t.not_(here), own.by_document[p].false)))
                for p, here in plans
            ]
            reach = own.by_document[document]
            each[document] = Status(
                t.and_((reach.true, *(g.false for g in governs))), t.or_((reach.false, *(g.true for g in governs)))
            )
        return Reaching(each, Status(t.or_(s.true for s in each.values()), t.and_(s.false for s in each.values())))

    def _there(self, document: str, of: Callable[[Place], tuple[Document, ...]]) -> t.Term:
        return self.somewhere.where(lambda p: any(d.id == document for d in of(p)))

    def governed_without(self, norm: ir.Norm) -> t.Term:
        """That a deciding norm of a document in force, other than this one, reaches the applicant."""
        return t.or_(
            t.and_((self._there(document, lambda p: p.in_force), scope.true))
            for document in self.governing.by_document
            for other, scope in self._scopes[document]
            if other is not norm
        )

    def _rule(self, norm: ir.Norm, view: View) -> Rule:
        """A rule of a document that does not reach the applicant does not come about, whatever it says."""
        beyond = self.governing.by_document[norm.document].false
        own = rule_status(norm, view)
        status = Status(t.and_((t.not_(beyond), own.both.true)), t.or_((beyond, own.both.false)))
        return Rule(norm, status, own.scope, own.within)

    @property
    def governed(self) -> t.Term:
        """That some document in force reaches the applicant."""
        return self.governing.some.true

    @property
    def lapsed(self) -> t.Term:
        """That some document that is not in force would, or might, reach the applicant: nothing can rest on it either way."""
        return t.not_(self.out_of_force.some.false)

    @property
    def speaks(self) -> t.Term:
        """That some document that decides on the matter is in force where the institution lies, whomever it reaches."""
        return self.somewhere.where(lambda p: bool(p.in_force))

    def silence(self, place: Place) -> Outcome | None:
        """Why nothing governs at a place, as the formulas themselves say, whatever the facts; None where something may."""
        return None if any(map(self.may_reach, place.in_force)) else self.lapse(place)

    def lapse(self, place: Place) -> Outcome:
        """The same of a place where nothing governs."""
        return Outcome.OUT_OF_FORCE if any(map(self.may_reach, place.out_of_force)) else Outcome.NOT_REGULATED

    def may_reach(self, document: Document) -> bool:
        """Whether a document can reach such an applicant somewhere, as the formulas themselves say."""
        return document.id in self._reach and self._reach[document.id].false is not t.TRUE

    def reaches(self, norm: ir.Norm) -> bool:
        """Whether a norm can reach such an applicant, as the formulas themselves say."""
        return status(norm.scope, self.view).true is not t.FALSE

    def settled(self) -> t.Term:
        """That nothing is open: of the rules every group holds, or none of its rules can (preferences count as not claimed);
        it is known of every document in force whether it reaches the applicant; and what proceeds is within reach of no plan
        that has ended.
        """
        rules = (
            t.or_((self.holds(g), t.and_(r.status.false for r in rules)))
            for g, rules in self.groups.items()
            if g[0] is not Outcome.PRIORITY
        )
        reach = (t.or_(s) for s in self.governing.by_document.values())
        certain = t.or_((t.not_(self.as_known().among(PROCEEDS)), self.ended.some.false))
        return t.and_((*rules, *reach, certain))

    def holds(self, group: Group) -> t.Term:
        """That a rule of the group holds."""
        return t.or_(r.status.true for r in self.groups[group])

    def as_known(self) -> World:
        """The world in which what is unknown does not hold: the only one where the side is settled."""
        return self.world({g: self.holds(g) for g in self.groups})

    def reach_known(self) -> t.Term:
        """That it is known of every document, in force or not, whether it reaches the applicant."""
        statuses = (*self._own.by_document.values(), *self.out_of_force.by_document.values())
        return t.and_(t.or_(s) for s in statuses)

    def some_world(self, name: str, vocabulary: Vocabulary | None = None) -> World:
        """A possible world. Groups that hold do, those that cannot do not, the others are open. A document of which it is open
        whether it reaches the applicant governs by some of the scopes of which that is not known, or not at all. Beside an
        ended plan that can reach the applicant, what proceeds may lack a text in force.

        vocabulary: where it is known whom documents reach, of an application of one class: of each fact that says of which,
        and is not known, one value is chosen for all rules.
        """
        choices: dict[str, Status] = {}
        tied: list[t.Term] = []

        def choice(of: str, surely: t.Term, perhaps: t.Term) -> t.Term:
            variable = f"{self.name}.{name}.{of}"
            choices[variable] = Status(surely, t.not_(perhaps))
            return t.var(variable)

        groups = self.groups if vocabulary is None else self._of_one_class(choice, vocabulary)
        scopes: dict[tuple[str, ir.Cond], t.Term] = {}
        for rule in self.rules:
            key = rule.norm.document, rule.norm.scope
            if key not in scopes:
                scopes[key] = choice(f"scope{len(scopes)}", rule.scope.true, t.not_(rule.scope.false))
        governing: dict[str, t.Term] = {}
        for document, reach in self._own.by_document.items():
            governing[document] = choice(f"governs@{document}", reach.true, t.not_(reach.false))
            deciding = (scopes[document, norm.scope] for norm, _ in self._scopes[document])
            tied.append(t.implies(governing[document], t.or_(deciding)))
        for document, plans in self._plans.items():
            yields = t.or_(t.and_((here, governing[plan])) for plan, here in plans)
            governing[document] = t.and_((governing[document], t.not_(yields)))
        chosen: dict[Group, t.Term] = {}
        for group, rules in groups.items():
            reach, governs = self.governing.by_document[group[1]], governing[group[1]]
            surely, perhaps = [], []
            for rule in rules:
                # Where a document surely reaches the applicant, each rule is open by itself.
                by_scope = t.and_((t.not_(reach.true), governs, scopes[rule.norm.document, rule.norm.scope]))
                surely += [t.and_((reach.true, rule.status.true)), t.and_((by_scope, rule.within.true))]
                perhaps += [
                    t.and_((reach.true, t.not_(rule.status.false))),
                    t.and_((by_scope, t.not_(rule.within.false))),
                ]
            chosen[group] = t.or_(surely)
            if group[0] is not Outcome.PRIORITY:
                single = f"#{'#'.join(group.named)}" if group.named else ""
                chosen[group] = choice(f"{group[0]}@{group[1]}{single}", chosen[group], t.or_(perhaps))
        ended = choice("ended", t.FALSE, t.not_(self.ended.some.false))
        governance = Governance(t.or_(governing.values()), self.lapsed, ended)
        return msgspec.structs.replace(self.world(chosen, governance), choices=choices, assumed=tuple(tied))

    def _of_one_class(
        self, choice: Callable[[str, t.Term, t.Term], t.Term], vocabulary: Vocabulary
    ) -> dict[Group, list[Rule]]:
        """The rules where the facts that say of what class the application is have one value each for all of them: that
        which is known, else one that can be said of the kind. A preference counts as claimed by what is known alone.
        """
        norms, chosen = [r.norm for r in self.rules], dict[ir.Fact, ChosenVar]()
        kind = self.view.fact(ir.Fact("机构", KIND, None))
        for fact in class_facts(norms, vocabulary):
            var = self.view.fact(fact)
            if not isinstance(var, FactVar):
                continue
            terms = vocabulary.terms
            able = [v for v in var.values if v not in terms or kind not in terms[v].not_of]
            values: dict[str, t.Term] = {}
            for value in var.values:
                free = t.and_((t.not_(var.known), *(t.not_(v) for v in values.values())))
                given = t.and_((var.known, var.has(value)))
                surely = t.or_((given, free)) if able and value == able[-1] else given
                perhaps = t.or_((given, free)) if value in able else given
                values[value] = choice(f"{var.name}={value}", surely, perhaps)
            chosen[fact] = ChosenVar(var.name, var.key, var.term, var.step, var.values, chosen=values)
        view = View(lambda fact: chosen.get(fact) or self.view.fact(fact), self.view.within, self.view.day)
        groups: dict[Group, list[Rule]] = {}
        for known in self.rules:
            rule = known if known.norm.effect is Effect.PREFER else self._rule(known.norm, view)
            groups.setdefault(rule.group, []).append(rule)
        return groups

    def world(self, holding: dict[Group, t.Term], governance: Governance | None = None) -> World:
        """What follows where each group holds as these formulas say, and documents reach the applicant (None: as is known)."""
        governed, lapsed, ended = governance or Governance(self.governed, self.lapsed, t.FALSE)
        stands: dict[Group, t.Term] = {}

        def standing(group: Group) -> t.Term:
            if group not in stands:
                left = [holding[group], *(t.not_(holding[other]) for other in holding if lifts(other, group))]
                for other in holding:
                    ranked = opposite(other.outcome, group.outcome)
                    if ranked and outranks(self.ranks[other.document], self.ranks[group.document]):
                        left.append(t.not_(standing(other)))
                stands[group] = t.and_(left)
            return stands[group]

        # Lists: each group gets its formula, also where one that surely stands would end the disjunction.
        leading = [(g, standing(g)) for g in holding]
        some = {o: t.or_([s for g, s in leading if g.outcome is o and not g.exempts_singly]) for o in OUTCOMES}
        conflict = t.and_((some[PERMITTED], t.or_(some[b] for b in BARS)))
        outcome = {Outcome.CONFLICT: conflict}
        earlier = [conflict]
        for code in OUTCOMES[1 : OUTCOMES.index(PERMITTED)]:
            outcome[code] = t.and_((some[code], *(t.not_(e) for e in earlier)))
            earlier.append(some[code])
        outcome[PERMITTED] = t.and_(t.not_(e) for e in earlier)
        outcome = {code: t.and_((governed, term)) for code, term in outcome.items()}
        doubtful = t.and_((ended, t.or_(outcome[o] for o in PROCEEDS)))
        outcome |= {o: t.and_((outcome[o], t.not_(ended))) for o in PROCEEDS}
        outcome[Outcome.OUT_OF_FORCE] = t.or_((doubtful, t.and_((t.not_(governed), lapsed))))
        outcome[Outcome.NOT_REGULATED] = t.and_((t.not_(governed), t.not_(lapsed)))
        return World(outcome, stands, {}, ())

    def decisive(self, rule: Rule, world: World) -> t.Term:
        """That a rule decides: it holds, nothing defeats it, and the outcome is its own."""
        if rule.group.exempts_singly:
            return t.FALSE
        outcome = rule.group[0]
        won = [world.outcome[outcome]]
        if rule.norm.effect in (Effect.PROHIBIT, Effect.CAP, Effect.PERMIT):
            won.append(world.outcome[Outcome.CONFLICT])
        return t.and_((rule.status.true, world.stands[rule.group], t.or_(won)))

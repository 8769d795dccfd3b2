"""A matter, a kind of institution, and two sides: formulas on which questions are asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import msgspec
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.analysis.document_force import uncertain
from reasoner.analysis.rule_set import Compared
from reasoner.analysis.typical_facts import ordinary
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.fact_variables import Facts, FactVar
from reasoner.backends.smt.linked_facts import one_place, two_places
from reasoner.backends.smt.place_variables import Place, Somewhere
from reasoner.backends.smt.rule_formulas import Side
from reasoner.interpreter.condition_evaluation import FactRef
from reasoner.interpreter.turning_points import atoms
from reasoner.model.application import Value
from reasoner.model.consistency import IN_TOWN, RESIDENTIAL
from reasoner.model.kinds import Outcome

KIND = "类型"
HELD: Final[FactRef] = ("机构", "已定点", None)
BEDS: Final[FactRef] = ("申请", "床位类别", None)
TOWN_COUNT: Final[FactRef] = ("申请", IN_TOWN, None)


class Matter(msgspec.Struct, frozen=True, dict=True):
    """One matter on one day as both sides regulate it; made once for all kinds of institutions."""

    name: str
    """The matter, by label."""
    day: str
    """The day, an ISO date."""
    a: Compared
    """The first side."""
    b: Compared
    """The second side."""
    together: bool
    """Whether both sides see one place (versions of one region)."""

    @cached_property
    def here(self) -> tuple[Place, ...]:
        """The kinds of places where the application may lie."""
        if not self.together:
            return self.a.places(self.name, self.day)
        return self._both[0]

    @cached_property
    def there(self) -> tuple[Place, ...]:
        """The kinds of places at which the second side looks."""
        if not self.together:
            return self.b.places(self.name, self.day)
        return self._both[1]

    @cached_property
    def _both(self) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """Kinds of places that neither side can tell apart, as the first and as the second side sees them."""
        here: list[Place] = []
        there: list[Place] = []
        places_of_b = self.b.places(self.name, self.day)
        for p in self.a.places(self.name, self.day):
            for q in places_of_b:
                codes = tuple(c for c in p.codes if c in q.codes)
                if codes:
                    here.append(replace(p, code=codes[0], codes=codes, roles=self.a.roles_of(codes[0])))
                    there.append(replace(q, code=codes[0], codes=codes, roles=self.b.roles_of(codes[0])))
        return tuple(here), tuple(there)

    @cached_property
    def norms_of_each(self) -> tuple[tuple[ir.Norm, ...], tuple[ir.Norm, ...]]:
        """The norms of each side that take part in an outcome: those of the documents in force that have a deciding one."""
        a, b = (
            tuple(
                n
                for d in {d.id: d for p in kinds for d in p.in_force}.values()
                for n in side.norms(self.name)(d)
                if n.supports is None
            )
            for side, kinds in ((self.a, self.here), (self.b, self.there))
        )
        return a, b

    @cached_property
    def norms(self) -> tuple[ir.Norm, ...]:
        """The norms of both sides, and the deciding ones of documents that are not in force: whom these would reach."""
        a, b = self.norms_of_each
        others = (
            n
            for side, kinds in ((self.a, self.here), (self.b, self.there))
            for d in {d.id: d for p in kinds for d in p.out_of_force}.values()
            for n in side.norms(self.name)(d)
            if n.decides
        )
        return (*a, *b, *(replace(n, condition=ir.ALWAYS) for n in others))

    @cached_property
    def _said(self) -> tuple[ir.Norm, ...]:
        """All that is said of the matter, by documents that govern nobody, too."""
        each = (side.says(self.name, self.day) for side in (self.a, self.b))
        return tuple(dict.fromkeys((*self.norms, *(n for of in each for n in of))))

    @cached_property
    def uncertain(self) -> tuple[Document, ...]:
        """The documents that decide on the matter somewhere and of whose force nobody knows, each once."""
        documents = {d.id: d for p in (*self.here, *self.there) for d in p.documents}
        return tuple(d for d in documents.values() if uncertain(d, self.day))

    def alike(self, kind: str) -> tuple[object, ...]:
        """What the rules see of a kind of institution; kinds that they cannot tell apart have the same. What only encourages
        tells them apart, too: it is told of whom it reaches.
        """
        named = [
            kind in leaf.values
            for n in self._said
            for cond in (n.scope, n.condition)
            for leaf in atoms(cond)
            if isinstance(leaf, ir.OneOf) and leaf.fact.term == KIND
        ]
        beds = ordinary(("申请", "床位类别", None), self.name, kind, self.vocabulary)
        return (*named, beds if any("床位类别" in _terms(n) for n in self.norms) else None)

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms."""
        return self.a.base.vocabulary


def _terms(norm: ir.Norm) -> set[str]:
    return {
        leaf.fact.term
        for cond in (norm.scope, norm.condition)
        for leaf in atoms(cond)
        if isinstance(leaf, ir.OneOf | ir.Contains | ir.Holds)
    }


class Case:
    """A matter and a kind of institution, as formulas. Literals for questions are named by `a:` and `b:` with the id of a
    rule (it decides), `a:` alone (nothing restrains and nothing decides), and `usual:` with a variable.
    """

    def __init__(self, matter: Matter, kind: str) -> None:
        self.matter, self.kind = matter, kind
        vocabulary = matter.vocabulary
        self.facts = Facts(vocabulary, matter.norms, matter.day)
        here = Somewhere("A.place", matter.here)
        constant = {("机构", KIND): kind, ("申请", "事项"): matter.name}
        if matter.together:
            # One variable chooses; each side sees what governs there by its own rule base.
            self.linked = one_place(self.facts, here, matter.norms, constant)
            there = Somewhere("A.place", matter.there)
        else:
            there = Somewhere("B.place", matter.there)
            self.linked = two_places(self.facts, here, there, matter.norms, constant)
        self.here, self.there = here, there
        self.a = Side("A", here, matter.a.norms(matter.name), self.linked.facts_here, matter.day)
        self.b = Side("B", there, matter.b.norms(matter.name), self.linked.facts_there, matter.day)
        self.in_a, self.in_b = self.a.as_known(), self.b.as_known()

    @cached_property
    def possible(self) -> tuple[t.Term, ...]:
        """What holds of every plausible application: bounds, parts and wholes, places."""
        return (*self.linked.constraints, *self.linked.plausible, *self.facts.plausible(), *self._uncontradicted())

    def _uncontradicted(self) -> Iterator[t.Term]:
        """That nothing contradicts what is asked for: intake asks back where an application does."""
        vocabulary = self.matter.vocabulary
        matter = vocabulary.matters[self.matter.name]
        services, beds, in_town = (self.facts.vars.get(key) for key in (HELD, BEDS, TOWN_COUNT))
        if services is not None and services.term.multiple and matter.adds and not matter.adds_to:
            yield t.not_(t.and_((services.known, *(services.has(service) for service in matter.adds))))
        values = vocabulary.of_kind("value")
        for category in beds.values if beds is not None else ():
            if beds is not None and category in values and self.kind in values[category].not_of:
                yield t.not_(t.and_((beds.known, beds.has(category))))
        if in_town is not None:
            # Who holds residential care is itself an institution of its town; where no rule asks for it, examples hold it.
            residential = services is not None and services.term.multiple and RESIDENTIAL in services.values
            holding = t.and_((services.known, services.has(RESIDENTIAL))) if services and residential else t.TRUE
            none = t.compare("le", in_town.amount(), t.number(0))
            if residential or matter.adds_to == RESIDENTIAL:
                yield t.not_(t.and_((holding, in_town.known, none)))

    @cached_property
    def settled(self) -> tuple[t.Term, ...]:
        """The same, and no rule is open on either side."""
        return (*self.possible, self.a.settled(), self.b.settled())

    @cached_property
    def plain(self) -> t.Term:
        """The same as one formula."""
        return t.and_(self.settled)

    @cached_property
    def formulas(self) -> t.Formulas:
        """What is evaluated for models: all of that, and whatever goals are added."""
        return t.Formulas([self.plain])

    @cached_property
    def decides(self) -> dict[str, t.Term]:
        """By literal: that a rule decides, or that nothing does and the application may proceed."""
        decides: dict[str, t.Term] = {}
        for prefix, side, world in (("a:", self.a, self.in_a), ("b:", self.b, self.in_b)):
            alone = [t.not_(side.decisive(r, world)) for r in side.rules]
            decides[prefix] = t.and_((world.outcome[Outcome.MAY_PROCEED], *alone))
            decides |= {prefix + r.norm.id: side.decisive(r, world) for r in side.rules}
        return {name: term for name, term in decides.items() if term is not t.FALSE}

    @cached_property
    def read(self) -> tuple[FactVar, ...]:
        """The facts on which some rule turns for this kind of institution, or whom a document reaches, in the order of the
        rules.
        """
        sides = (self.a, self.b)
        statuses = [x for side in sides for r in side.rules for x in r.status]
        reach = [x for side in sides for x in (*side.governing.some, *side.out_of_force.some)]
        used = t.variables([*statuses, *reach, *self.linked.constraints])
        return tuple(f for f in self.facts.vars.values() if f"{f.name}?" in used)

    @cached_property
    def usual(self) -> dict[str, t.Term]:
        """By literal: that a fact has its usual value, that the place is one of the usual kind."""
        usual = {}
        for fact in self.read:
            value = self.usual_value(fact)
            if value is not None:
                usual[f"usual:{fact.name}"] = t.and_((fact.known, fact.is_value(value)))
        for place in {s.name: s for s in (self.here, self.there)}.values():
            if len(place.places) > 1:
                most = max(range(len(place.places)), key=lambda i: (len(place.places[i].codes), -i))
                usual[f"usual:{place.name}"] = place.at(most)
        return usual

    def usual_value(self, fact: FactVar) -> Value | None:
        """The usual value of a fact here."""
        return ordinary(fact.key, self.matter.name, self.kind, self.matter.vocabulary)

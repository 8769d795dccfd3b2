"""What a row comes to, by its class, the standing of documents and its words: decided once for each combination.

Statuses of rules follow from the plan; which outcomes are open the interpreter's own function says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect
from policy_dsl.reading import GUIDANCE, PLAN
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.columnar.kleene import FALSE, TRUE, UNKNOWN, Truth, every, negated, some, truth
from reasoner.backends.columnar.place_days import OUT, DocumentStanding, Standings
from reasoner.backends.columnar.plan import Plan, Rule
from reasoner.backends.columnar.words import unpacked
from reasoner.interpreter.applicability import Silence, silence_of
from reasoner.interpreter.document_force import ForceStatus
from reasoner.interpreter.outcome import (
    PERMITTED,
    ByClass,
    Group,
    Precedence,
    Standing,
    Weighed,
    conclude,
    label,
    open_outcomes,
    outcome_of_effect,
    precedence,
    undefeated,
)
from reasoner.interpreter.turning_points import KIND, MATTER, atoms, class_facts
from reasoner.model.application import Value
from reasoner.model.kinds import Outcome, Status
from reasoner.model.messages import LABELS, UNREGULATED
from reasoner.model.rule_base import RuleBase

STATUS: Final = {TRUE: Status.TRUE, UNKNOWN: Status.UNKNOWN, FALSE: Status.FALSE}
_IN_FORCE: Final = {ForceStatus.IN_FORCE: TRUE, ForceStatus.UNKNOWN: UNKNOWN}


class Class(NamedTuple):
    """What a row asks for, and of what class it is: the facts of `Plan.classes` in their order, None where nobody knows."""

    matter: str
    values: tuple[Value | None, ...]
    bare_services: bool = False
    """已定点 holds 是 alone where the matter adds to no service: which, is asked."""


class RuleTruth(NamedTuple):
    """A rule on a row: whether it reaches, whether it comes about where it does, and both."""

    rule: Rule
    reaches: Truth
    comes_about: Truth

    @property
    def status(self) -> Truth:
        """Whether it comes about."""
        return self.reaches & self.comes_about


class Decision(NamedTuple):
    """What a row comes to."""

    true: int
    """The rules that come about, by their bits."""
    unknown: int
    """The rules of which that is not known, and the documents of unknown force."""
    outcome: Outcome
    label: str
    possible: tuple[Outcome, ...]
    decisive: tuple[str, ...]
    """The clauses that decide."""
    open: tuple[str, ...]
    """The clauses of rules that are not known to come about or not."""


class _Footing(NamedTuple):
    document: Document
    reach: Truth
    standing: DocumentStanding
    yields_to: frozenset[str]
    yields: Truth

    @property
    def in_force(self) -> Truth:
        return _IN_FORCE.get(self.standing.force, FALSE)

    @property
    def may_govern(self) -> bool:
        return self.standing.force not in OUT and self.yields != TRUE

    @property
    def governs(self) -> bool:
        return self.standing.force is ForceStatus.IN_FORCE and self.yields == FALSE


class Decisions:
    """Decides what combinations come to; remembers what it worked out.

    only: the ids of the documents looked at; None: all.
    """

    def __init__(self, base: RuleBase, plan: Plan, only: frozenset[str] | None) -> None:
        self._base, self._plan, self._only = base, plan, only
        self._rules = dict(plan.rules)
        self._beside = [d for d in base.documents.values() if d.id not in plan.documents]
        self._scopes: dict[tuple[str, Class], Truth] = {}
        self._weighed: dict[tuple[str, Truth, Truth], Weighed] = {}
        self._classes: dict[tuple[Class, int], Truth] = {}
        self._footings: dict[tuple[Class, Standings], tuple[list[_Footing], Mapping[str, Precedence]]] = {}
        self._open: dict[object, tuple[Outcome, ...]] = {}
        self._by_values: dict[object, tuple[Truth, ...]] = {}
        self._reads: dict[str, tuple[int, ...]] = {}

    def relevant(self, of: Class) -> frozenset[int]:
        """The slots on which something can turn for a class."""
        return frozenset(
            part.slot
            for rule in self._rules[of.matter]
            if self._scope(rule.norm, of) != FALSE
            for part in rule.parts
            if part.slot is not None
        )

    def signature(self, of: Class) -> object:
        """What of a class anything turns on: classes of one signature are decided alike."""
        worlds = self._worlds(of, tuple(r.norm for r in self._rules[of.matter])) if None in of.values else ()
        return of.matter, self._truths(of), frozenset(self._truths(there) for there in worlds), of.bare_services

    def _truths(self, of: Class) -> tuple[Truth, ...]:
        """What a class leaves true of every rule on its matter: whom it reaches, and what its parts ask of the class."""
        key = of.matter, tuple(of.values[i] for i in self._read(of.matter))
        known = self._by_values.get(key)
        if known is None:
            rules = self._rules[of.matter]
            scopes = [self._scope(r.norm, of) for r in rules]
            parts = [self._of_class(p.of_class, of) for r in rules for p in r.parts]
            beside = [self._reach(d, of) for d in self._beside]
            known = self._by_values[key] = (*scopes, *parts, *beside)
        return known

    def _read(self, matter: str) -> tuple[int, ...]:
        """Which facts of a class the rules on a matter read."""
        known = self._reads.get(matter)
        if known is None:
            norms = (*(r.norm for r in self._rules[matter]), *(n for d in self._beside for n in d.norms(matter)))
            terms = {term for norm in norms for term in norm.terms_read}
            known = self._reads[matter] = tuple(i for i, c in enumerate(self._plan.classes) if c in terms)
        return known

    def decide(self, of: Class, standings: Standings, words: Sequence[int]) -> Decision:
        """What a row of this class comes to whose place is known."""
        footings, ranks = self._standing(of, standings)
        governing = [f.document.id for f in footings if f.may_govern]
        results = [
            RuleTruth(r, self._scope(r.norm, of), self._comes_about(r, of, words))
            for r in self._rules[of.matter]
            if r.norm.document in governing
        ]
        outcomes = self._outcomes(of, footings, ranks, results, words)
        unknown = sum(r.rule.bit_value for r in results if r.status == UNKNOWN) | self._unknown_force(footings)
        true = sum(r.rule.bit_value for r in results if r.status == TRUE)
        if not governing and len(outcomes) == 1:
            return Decision(true, unknown, outcomes[0], self._ungoverned(outcomes[0], of, standings), outcomes, (), ())
        outcome = conclude(outcomes)
        certain = {f.document.id for f in footings if f.governs}
        deciding = _deciding([r for r in results if r.rule.norm.document in certain], outcome, ranks)
        return Decision(
            true,
            unknown,
            outcome,
            label(outcome, [n.strength for n in deciding]),
            outcomes,
            tuple(dict.fromkeys(n.clause for n in deciding)),
            tuple(dict.fromkeys(r.rule.norm.clause for r in results if r.status == UNKNOWN)),
        )

    def _scope(self, norm: ir.Norm, of: Class) -> Truth:
        if norm.scope == ir.ALWAYS:
            return TRUE
        known = self._scopes.get((norm.id, of))
        if known is None:
            known = self._scopes[norm.id, of] = self._of_class(norm.scope, of)
        return known

    def _of_class(self, cond: ir.Cond, of: Class) -> Truth:
        values = dict(zip(self._plan.classes, of.values, strict=True))

        def leaf(cond: ir.Cond) -> Truth:
            match cond:
                case ir.OneOf(fact, listed):
                    value = of.matter if fact.term == MATTER else values[fact.term]
                    return UNKNOWN if value is None else TRUE if value in listed else FALSE
                case ir.Contains(fact, one):
                    value = values[fact.term]
                    return UNKNOWN if not isinstance(value, tuple) else TRUE if one in value else FALSE
                case ir.Holds(fact):
                    value = values[fact.term]
                    return UNKNOWN if value is None else TRUE if value is True else FALSE
                case _:
                    return UNKNOWN

        return truth(cond, leaf)

    def _comes_about(self, rule: Rule, of: Class, words: Sequence[int]) -> Truth:
        """Whether a rule comes about where it reaches."""
        result = TRUE
        for part in rule.parts:
            slot = TRUE if part.slot is None else unpacked(words, part.slot)
            if part.of_class != ir.ALWAYS:
                key = of, id(part)
                known = self._classes.get(key)
                if known is None:
                    known = self._classes[key] = self._of_class(part.of_class, of)
                slot &= known
            result &= slot if part.holds else negated(slot)
        return result

    def _reach(self, document: Document, of: Class) -> Truth:
        return some(self._scope(n, of) for n in document.norms(of.matter) if n.decides)

    def _standing(self, of: Class, standings: Standings) -> tuple[list[_Footing], Mapping[str, Precedence]]:
        """The documents that can reach the applicant, and what ranks all with deciding norms."""
        known = self._footings.get((of, standings))
        if known is None:
            known = self._footings[of, standings] = self._stand(of, standings)
        return known

    def _stand(self, of: Class, standings: Standings) -> tuple[list[_Footing], Mapping[str, Precedence]]:
        documents = self._base.documents
        plans: dict[str, Truth] = {}
        for s in standings.documents:
            document = documents[s.document]
            if document.kind == PLAN and document.region == standings.city:
                governs = every((self._reach(document, of), _IN_FORCE.get(s.force, FALSE)))
                plans |= {} if governs == FALSE else {document.id: governs}
        footings = []
        ranks: dict[str, Precedence] = {}
        for s in standings.documents:
            document = documents[s.document]
            if not any(n.decides for n in document.norms(of.matter)):
                continue
            ranks[document.id] = precedence(document)
            reach = self._reach(document, of)
            guidance = document.kind == GUIDANCE
            if reach != FALSE:
                yields = some(plans.values()) if guidance else FALSE
                footings.append(_Footing(document, reach, s, frozenset(plans if guidance else ()), yields))
        return footings, ranks

    def _outcomes(
        self,
        of: Class,
        footings: Sequence[_Footing],
        ranks: Mapping[str, Precedence],
        results: Iterable[RuleTruth],
        words: Sequence[int],
    ) -> tuple[Outcome, ...]:
        standings = tuple(
            Standing(f.document.id, STATUS[f.reach], STATUS[f.in_force], f.standing.open_end, f.yields_to)
            for f in footings
        )
        norms = [r.rule for r in results]
        rules = frozenset(self._weigh(r) for r in results)
        classes = self._by_class(of, norms, words)
        key = standings, rules, classes
        known = self._open.get(key)
        if known is None:
            known = self._open[key] = open_outcomes(standings, rules, ranks, classes)
        return known

    def _weigh(self, result: RuleTruth) -> Weighed:
        norm, reaches = result.rule.norm, result.reaches
        within = result.comes_about if reaches == UNKNOWN else result.status
        known = self._weighed.get((norm.id, reaches, within))
        if known is None:
            group: Group = (outcome_of_effect(norm), norm.document)
            known = self._weighed[norm.id, reaches, within] = Weighed(
                group,
                STATUS[result.status],
                norm.decides,
                norm.effect is Effect.PREFER,
                norm.reach_key,
                STATUS[reaches],
                STATUS[within],
            )
        return known

    def _by_class(self, of: Class, rules: Sequence[Rule], words: Sequence[int]) -> ByClass:
        """The rules for each class that the row may be of, where that is not known."""
        if None not in of.values:
            return ()
        norms = tuple(r.norm for r in rules)
        worlds = []
        for there in self._worlds(of, norms):
            judged = (RuleTruth(r, self._scope(r.norm, there), self._comes_about(r, there, words)) for r in rules)
            worlds.append(frozenset(self._weigh(r) for r in judged))
        return tuple(worlds)

    def _worlds(self, of: Class, norms: tuple[ir.Norm, ...]) -> Sequence[Class]:
        position = {label: i for i, label in enumerate(self._plan.classes)}
        facts = [f for f in _class_facts(norms, self._base.vocabulary) if of.values[position[f.term]] is None]
        if not facts:
            return ()
        worlds = []
        for chosen in product(*(self._unlike(fact, norms, of) for fact in facts)):
            values = list(of.values)
            for fact, value in zip(facts, chosen, strict=True):
                values[position[fact.term]] = value
            worlds.append(of._replace(values=tuple(values)))
        return worlds

    def _unlike(self, fact: ir.Fact, norms: Iterable[ir.Norm], of: Class) -> Iterator[str]:
        """Of the values that a fact of a class may have the first of those that stand in the same lists."""
        leaves = (leaf for norm in norms for cond in (norm.scope, norm.condition) for leaf in atoms(cond))
        lists = [leaf.values for leaf in leaves if isinstance(leaf, ir.OneOf) and leaf.fact == fact]
        alike: set[tuple[bool, ...]] = set()
        for value in self._values(fact, of):
            standing = tuple(value in listed for listed in lists)
            if standing not in alike:
                alike.add(standing)
                yield value

    def _values(self, fact: ir.Fact, of: Class) -> Sequence[str]:
        vocabulary = self._base.vocabulary
        if fact.term == KIND:
            return vocabulary.matters[of.matter].members
        kind = of.values[self._plan.classes.index(KIND)]
        terms = vocabulary.terms
        return [v for v in vocabulary.facts[fact.term].values if v not in terms or kind not in terms[v].not_of]

    def _unknown_force(self, footings: Iterable[_Footing]) -> int:
        first, unknown = len(self._plan.bits), self._plan.unknown_force
        of = [f.document.id for f in footings if f.standing.force is ForceStatus.UNKNOWN and f.document.id in unknown]
        return sum(1 << (first + unknown.index(id_)) for id_ in of)

    def _ungoverned(self, outcome: Outcome, of: Class, standings: Standings) -> str:
        if outcome is Outcome.OUT_OF_FORCE:
            return LABELS[outcome]
        return UNREGULATED[self._silence(of, standings)]

    def _silence(self, of: Class, standings: Standings) -> Silence:
        held = self._base.held_for(standings.region)
        only = self._only
        left_out = only is not None and any(d.id not in only and self._reach(d, of) != FALSE for d in held)
        return silence_of(held, of.matter, only, left_out)


@lru_cache(maxsize=1024)
def _class_facts(norms: tuple[ir.Norm, ...], vocabulary: Vocabulary) -> tuple[ir.Fact, ...]:
    return tuple(class_facts(norms, vocabulary))


def _deciding(results: Sequence[RuleTruth], outcome: Outcome, ranks: Mapping[str, Precedence]) -> list[ir.Norm]:
    """The rules of documents certainly in force that decide: undefeated, and of the winning consequence."""
    holding = [(r.rule.norm, (outcome_of_effect(r.rule.norm), r.rule.norm.document)) for r in results if r.status == TRUE]
    groups = frozenset(group for _, group in holding)
    consequences = {o for o, _ in groups}
    kept = undefeated(groups, ranks) if consequences & {Outcome.EXEMPT, PERMITTED} else groups
    contested = (Effect.PROHIBIT, Effect.CAP, Effect.PERMIT) if outcome is Outcome.CONFLICT else ()
    return [n for n, group in holding if group in kept and (group[0] is outcome or n.effect in contested)]


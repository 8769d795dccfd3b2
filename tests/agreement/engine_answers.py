"""What each engine says of one application, in one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policy_dsl import ir
from policy_dsl.ir import Effect, Strength
from policy_dsl.vocabulary import Vocabulary
from reasoner.analysis.solver_cases import Case
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.fact_variables import Facts, FactVar, pair_name
from reasoner.backends.smt.place_variables import Somewhere
from reasoner.backends.smt.rule_formulas import Side, World
from reasoner.interpreter.judge import judge
from reasoner.interpreter.outcome import conclude
from reasoner.model.application import Application
from reasoner.model.kinds import OUTCOMES, Outcome, Role, Status
from reasoner.model.proof import Condition, RuleProof
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict

from .application_strategy import alike, reading

Values = dict[str, bool | int]


class Contradiction(AssertionError):
    """Formulas that contradict each other, whatever the interpreter says."""


def _sure(holds: object, message: str) -> None:
    if not holds:
        raise Contradiction(message)


@dataclass(frozen=True)
class EngineAnswer:
    """Statuses of the rules that govern, the possible outcomes and what is concluded; where nothing is open also which
    rules decide and which are not defeated.
    """

    statuses: Mapping[str, Status]
    possible: frozenset[Outcome]
    outcome: Outcome
    decisive: frozenset[str] | None
    undefeated: frozenset[str] | None


def by_interpreter(
    base: RuleBase, application: Application, day: str, only: frozenset[str] | None = None
) -> EngineAnswer:
    """The verdict of the interpreter."""
    verdict = judge(base, application, day, only, advise=False)
    rules = verdict.reasons.rules
    named = {n.id: n.named for d in base.documents.values() for n in d.all_norms}
    holding = {(_group(r), named[r.rule]) for r in rules if r.status is Status.TRUE}
    unknown = [r for r in rules if r.status is Status.UNKNOWN and r.effect is not Effect.PREFER]
    open_ = {(_group(r), named[r.rule]) for r in unknown}
    settled = open_ <= holding and reaching(verdict) and len(verdict.possible) == 1
    decisive = {c.rule for c in verdict.citations if c.role is Role.DECISIVE}
    undefeated = {r.rule for r in rules if r.status is Status.TRUE and not r.defeated_by}
    return EngineAnswer(
        {r.rule: r.status for r in rules},
        frozenset(verdict.possible),
        verdict.outcome,
        frozenset(decisive) if settled else None,
        frozenset(undefeated) if settled else None,
    )


def reaching(verdict: Verdict) -> bool:
    """Whether it is known of every document in force whether it reaches the applicant."""
    reached = {r.clause.partition("/")[0] for r in verdict.reasons.rules if r.effect in ir.DECIDING and _true(r.scope)}
    return reached.issuperset(verdict.reasons.governing)


def _true(condition: Condition) -> bool:
    return condition.status is Status.TRUE


def _group(rule: RuleProof) -> tuple[str, str, bool]:
    """What a rule contributes: bars of one strength are one, whether prohibitions or caps."""
    bars = rule.effect in (Effect.PROHIBIT, Effect.CAP)
    in_principle = bars and rule.strength is Strength.IN_PRINCIPLE
    return "bar" if bars else rule.effect, rule.clause.partition("/")[0], in_principle


def by_formulas(side: Side, known: World, some: World, one_class: World, values: Values) -> EngineAnswer:
    """What the formulas of a side say at these values: `known` is its `as_known`, `some` one of `some_world`, `one_class`
    the same of an application of one class.
    """
    truths = t.evaluate([x for r in side.rules for x in r.status], values)
    statuses = {}
    for rule, true, false in zip(side.rules, truths[::2], truths[1::2], strict=True):
        _sure(not (true and false), f"{rule.norm.id} both comes about and does not")
        statuses[rule.norm.id] = Status.TRUE if true else Status.FALSE if false else Status.UNKNOWN
    possible = frozenset(_possible(side, some, values))
    if len(possible) > 1 and all(t.evaluate([side.reach_known()], values)):
        possible = _narrowed(side, known, possible, frozenset(_possible(side, one_class, values)), values)
    (settled,) = t.evaluate([side.settled()], values)
    decisive = undefeated = None
    if settled:
        outcome = _outcome(known, values)
        _sure(possible == {outcome}, f"settled at {outcome}, yet possible are {sorted(possible)}")
        decides = [side.decisive(r, known) for r in side.rules]
        stands = [t.and_((r.status.true, known.stands[r.group])) for r in side.rules]
        found = t.evaluate([*decides, *stands], values)
        ids = [r.norm.id for r in side.rules]
        decisive = frozenset(i for i, yes in zip(ids, found[: len(ids)], strict=True) if yes)
        undefeated = frozenset(i for i, yes in zip(ids, found[len(ids) :], strict=True) if yes)
    return EngineAnswer(statuses, possible, conclude(sorted(possible, key=OUTCOMES.index)), decisive, undefeated)


def _narrowed(
    side: Side, known: World, possible: frozenset[Outcome], joint: frozenset[Outcome], values: Values
) -> frozenset[Outcome]:
    """What is possible of some class, unless less settles what no undefeated rule says that is true of every class."""
    _sure(joint <= possible, f"possible of one class alone: {sorted(joint - possible)}")

    def concluded(outcomes: frozenset[Outcome]) -> Outcome:
        return conclude(sorted(outcomes - {Outcome.OUT_OF_FORCE}, key=OUTCOMES.index))

    if not joint - {Outcome.OUT_OF_FORCE}:
        return possible
    stands = dict(zip(known.stands, t.evaluate(known.stands.values(), values), strict=True))
    certain = {group[0] for group, stands_here in stands.items() if stands_here and not group.exempts_singly}
    return joint if concluded(joint) in {concluded(possible), *certain} else possible


def _outcome(world: World, values: Values) -> Outcome:
    names = list(world.outcome)
    found = [n for n, yes in zip(names, t.evaluate(world.outcome.values(), values), strict=True) if yes]
    _sure(len(found) == 1, f"a world of several outcomes, or none: {found}")
    return found[0]


def _possible(side: Side, some: World, values: Values) -> Iterator[Outcome]:
    """The outcome of every possible world: all choices within their bounds for which what ties them together holds."""
    bounds = [term for status in some.choices.values() for term in status]
    formulas = t.Formulas([*bounds, *some.assumed, *some.outcome.values()])
    used = t.variables([*bounds, *some.assumed, *some.outcome.values()])

    def worlds(chosen: Values, names: list[str]) -> Iterator[Values]:
        """Every way to go on choosing."""
        if not names:
            yield chosen
            return
        name, *rest = names
        truths = formulas.truths(chosen)
        must, must_not = (formulas.holds(term, truths) for term in some.choices[name])
        _sure(not (must and must_not), f"{name} can be neither true nor false")
        for value in (True, False) if name in used else (must,):
            if not (must_not if value else must):
                yield from worlds({**chosen, name: value}, rest)

    possible = False
    for world in worlds(dict(values), list(some.choices)):
        truths = formulas.truths(world)
        if all(formulas.holds(term, truths) for term in some.assumed):
            possible = True
            yield _outcome(some, world)
    _sure(possible, "no possible world")


def put(facts: Facts, application: Application, vocabulary: Vocabulary, day: str) -> Values:
    """The variables of facts for what is known of them."""
    values: Values = {}
    for key, fact in facts.vars.items():
        value = reading(application, vocabulary, day, key)
        values |= {f"{fact.name}?": False} if value is None else fact.put(value)
    for pair in facts.pairs:
        values[pair_name(facts.of(pair.a), facts.of(pair.b))] = alike(application, day, pair)
    return values


def at(place: Somewhere, code: str) -> Values:
    """The variable of a place for the county of this code; raises ValueError where it is none of them."""
    (index,) = [i for i, p in enumerate(place.places) if code in p.codes] or [None]
    if index is None:
        raise ValueError(f"{code} is not among the places of {place.name}")
    return {place.name: index}


@dataclass(frozen=True)
class FormulaAnswers:
    """A case, its worlds, ready to be asked."""

    case: Case
    known: tuple[World, World]
    some: tuple[World, World]
    one_class: tuple[World, World]

    @staticmethod
    def of(case: Case) -> FormulaAnswers:
        """The worlds of both sides."""
        vocabulary = case.matter.vocabulary
        return FormulaAnswers(
            case,
            (case.a.as_known(), case.b.as_known()),
            (case.a.some_world("w"), case.b.some_world("w")),
            (case.a.some_world("c", vocabulary), case.b.some_world("c", vocabulary)),
        )

    def values(self, application: Application, there: Application | None = None) -> Values:
        """The variables for an application, and as it is rebound for the second side."""
        matter = self.case.matter
        vocabulary = matter.vocabulary
        found = put(self.case.facts, application, vocabulary, matter.day)
        assert application.region is not None
        found |= at(self.case.here, application.region)
        if there is not None and not matter.together:
            assert there.region is not None
            found |= at(self.case.there, there.region)
        return found

    def first(self, values: Values) -> EngineAnswer:
        """What the first side says."""
        return by_formulas(self.case.a, self.known[0], self.some[0], self.one_class[0], values)

    def second(self, values: Values) -> EngineAnswer:
        """What the second side says."""
        return by_formulas(self.case.b, self.known[1], self.some[1], self.one_class[1], values)


def differences(interpreter: EngineAnswer, formulas: EngineAnswer) -> list[str]:
    """Where the engines disagree; rules of documents that do not govern come about for neither."""
    found = []
    for rule, status in formulas.statuses.items():
        expected = interpreter.statuses.get(rule, Status.FALSE)
        if status != expected:
            found.append(f"status of {rule}: interpreter {expected}, formulas {status}")
    found += [f"status of {r}: no formula" for r in interpreter.statuses if r not in formulas.statuses]
    for name in ("possible", "outcome", "decisive", "undefeated"):
        one, other = getattr(interpreter, name), getattr(formulas, name)
        if one != other:
            found.append(f"{name}: interpreter {_shown(one)}, formulas {_shown(other)}")
    return found


def _shown(said: Any) -> str:
    return str(sorted(said)) if isinstance(said, frozenset) else str(said)


def unlike(engine: FormulaAnswers, here: Application, there: Application, values: Values) -> list[str]:
    """Where what the second side reads is not what the interpreter would read of the application rebound."""
    if not t.evaluate([t.and_(engine.case.linked.constraints)], values)[0]:
        return ["a real application is none for the formulas"]
    matter = engine.case.matter
    found = []
    for key, fact in engine.case.facts.vars.items():
        role, label, period = key
        seen = engine.case.linked.facts_there(ir.Fact(role, label, period))
        known = isinstance(seen, FactVar) and t.evaluate([seen.known], values)[0]
        if isinstance(seen, str):
            continue
        value = reading(there, matter.vocabulary, matter.day, key)
        if known != (value is not None):
            found.append(f"{fact.name} of {here.id} is {'known' if known else 'unknown'} there")
        elif value is not None and not t.evaluate([fact.is_value(value)], values)[0]:
            found.append(f"{fact.name} of {here.id} is not {value} there")
    return found

"""How two sides relate in one case, and every pair of clauses on which they differ.

A is stricter than B where every application that A lets proceed, B lets proceed too, and not the other way round. Looked at
are applications on which nothing is open; a side of which no document in force has a norm that prohibits, caps, controls,
requires or permits and reaches the kind of institution lets nothing proceed and restrains nothing, and is compared with
nothing: to encourage or to prefer some is no statement about the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

import msgspec

from reasoner.analysis.fewest_unusual import fewest
from reasoner.analysis.solver_cases import Case
from reasoner.analysis.typical_facts import cost
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.rule_formulas import PROCEEDS, RESTRAINS, Rule, Side, World
from reasoner.backends.smt.solver import Budget, Session
from reasoner.compare.relation_kinds import DifferenceKind, Relation
from reasoner.interpreter.outcome import BARS, PERMITTED
from reasoner.model.kinds import Outcome
from reasoner.model.messages import LABELS, WORDED

_A_PROCEEDS, _B_PROCEEDS, _STRENGTH = DifferenceKind

A_REACHES: Final = "a_reaches"
B_REACHES: Final = "b_reaches"
"""That a document of a side governs."""

A_ALONE: Final = "a_alone"
B_ALONE: Final = "b_alone"
"""That documents of one side govern, and those of the other that are in force there do not reach the applicant."""

UNLIKE: Final = "unlike"
"""That one side governs and the other does not, or that neither does, for different reasons."""

MOST_PAIRS: Final = 100
"""Of rules; nobody reads more."""

MOST_OF_A_KIND: Final = 5
"""Witnesses for each kind of difference where the pairs of rules are too many."""


class Pair(msgspec.Struct, frozen=True):
    """A rule that decides on each side, and a model in which both do."""

    kind: DifferenceKind
    """How the sides then differ."""
    a: Rule | None
    """The rule of the first side; None: nothing restrains there and no rule decides."""
    b: Rule | None
    """The rule of the second side, likewise."""
    unusual: tuple[str, ...]
    """The names of the facts and places that are not as usual in the model."""
    values: t.Values
    """The model."""
    goals: tuple[str, ...]
    """The names of the formulas that hold in it."""


class NoApplication(Exception):
    """There is no application of which what is asked could hold or not: bounds, parts and places contradict each other."""


def presuppose(case: Case, budget: Budget) -> None:
    """Raises NoApplication where there is none at all, whatever is open, and Spent.

    One of which nothing is known, at the first place, is tried before the solver is asked for another.
    """
    if budget.left() > 0 and all(t.evaluate(case.possible, {})):
        budget.questions += 1
        return
    if not Session(case.possible, {}, budget).ask():
        raise NoApplication(f"{case.matter.name},{case.kind},{case.matter.day}")


class Questions:
    """A session for one case with everything that may be asked of it."""

    def __init__(self, case: Case, budget: Budget) -> None:
        self.case = case
        self.named = {**case.decides, **case.usual, **_differences(case), **_governed(case)}
        self.session = Session(case.settled, self.named, budget)
        self._usual = {name: cost(name) for name in case.usual}
        case.formulas.add(self.named.values())
        self._a, self._b = _deciding(case.a, "a:", self.named), _deciding(case.b, "b:", self.named)

    def decided(self) -> bool:
        """Whether there is any application on which nothing is open on either side. Raises Spent."""
        return self.session.ask()

    def unreached(self) -> tuple[bool, bool]:
        """For each side, whether it governs nobody of this kind of institution. Raises Spent."""
        a, b = (not self._can(name) for name in (A_REACHES, B_REACHES))
        return a, b

    def partly(self) -> tuple[bool, bool]:
        """For each side, whether there are applicants whom only the other one governs where both have documents in force.
        Raises Spent.
        """
        return self._can(B_ALONE), self._can(A_ALONE)

    def unlike(self) -> bool:
        """Whether there are applicants whom one side governs and the other does not, or of whom the sides are silent for
        different reasons. Raises Spent.
        """
        return self._can(UNLIKE)

    def _can(self, name: str) -> bool:
        return name in self.named and self.session.ask(name)

    def relation(self) -> Relation:
        """How the sides relate. Raises Spent."""
        if _A_PROCEEDS in self.named and self.session.ask(_A_PROCEEDS):
            return Relation.APART if self.session.ask(_B_PROCEEDS) else Relation.LOOSER
        return Relation.STRICTER if self.session.ask(_B_PROCEEDS) else Relation.EQUAL

    @property
    def many(self) -> bool:
        """Whether there are too many pairs of rules to be told one by one."""
        return len(self._a) * len(self._b) > MOST_PAIRS

    def pairs(self) -> Iterator[Pair]:
        """Every pair of rules on which the sides differ, with the fewest unusual facts; where there are too many, each
        rule once for each kind of difference, beside whatever decides on the other side. Raises Spent.
        """
        if self.many:
            yield from self._a_few()
            return
        for a, b in product(self._a, self._b):
            kinds = self._kinds(a, b)
            for kind in (k for k in DifferenceKind if k in kinds):
                goals = (a.literal, b.literal, kind)
                model = fewest(self.session, goals, self._usual)
                if model is not None:
                    yield Pair(kind, a.rule, b.rule, *model, goals)

    def _a_few(self) -> Iterator[Pair]:
        for kind in DifferenceKind:
            covered: set[str] = set()
            count = 0
            for one in (*self._a, *self._b):
                others = self._b if one.literal.startswith("a:") else self._a
                if (
                    count == MOST_OF_A_KIND
                    or one.literal in covered
                    or not any(kind in self._kinds(one, other) for other in others)
                ):
                    continue
                model = fewest(self.session, (one.literal, kind), self._usual)
                if model is None:
                    continue
                count += 1
                _, values = model
                truths = self.case.formulas.truths(values)
                every = (*self._a, *self._b)
                holding = {d.literal for d in every if self.case.formulas.holds(self.named[d.literal], truths)}
                covered |= holding
                a, b = (next(d for d in side if d.literal in holding) for side in (self._a, self._b))
                a, b = (one if one.literal.startswith("a:") else a), (one if one.literal.startswith("b:") else b)
                yield Pair(kind, a.rule, b.rule, *model, (a.literal, b.literal, kind))

    def _kinds(self, one: Deciding, other: Deciding) -> set[DifferenceKind]:
        """The kinds of difference that there may be where these two decide."""
        a, b = (one, other) if one.literal.startswith("a:") else (other, one)
        return {
            _STRENGTH if (x in PROCEEDS) == (y in PROCEEDS) else _A_PROCEEDS if x in PROCEEDS else _B_PROCEEDS
            for x in a.outcomes
            for y in b.outcomes
            if x is not y or x in _WORDED
        }


class Deciding(msgspec.Struct, frozen=True):
    """What may decide on a side."""

    literal: str
    """The name of the formula that it decides."""
    rule: Rule | None
    """The rule; None: nothing restrains and no rule decides."""
    outcomes: tuple[Outcome, ...]
    """The outcomes that it may decide."""


def _governed(case: Case) -> dict[str, t.Term]:
    """Whom the sides govern; what cannot be, as the formulas themselves say, is not named."""
    a, b = case.a, case.b
    silent = {o: (case.in_a.outcome[o], case.in_b.outcome[o]) for o in (Outcome.OUT_OF_FORCE, Outcome.NOT_REGULATED)}
    named = {
        A_REACHES: a.governed,
        B_REACHES: b.governed,
        A_ALONE: t.and_((a.governed, b.speaks, b.governing.some.false)),
        B_ALONE: t.and_((b.governed, a.speaks, a.governing.some.false)),
        UNLIKE: t.or_(t.differ(*both) for both in silent.values()),
    }
    return {name: term for name, term in named.items() if term is not t.FALSE}


def _differences(case: Case) -> dict[str, t.Term]:
    a, b = case.in_a, case.in_b
    same = t.or_(t.and_((a.outcome[o], b.outcome[o])) for o in a.outcome)
    alike = t.or_(t.and_((a.among(group), b.among(group))) for group in (PROCEEDS, RESTRAINS))
    return {
        _A_PROCEEDS: t.and_((a.among(PROCEEDS), b.among(RESTRAINS))),
        _B_PROCEEDS: t.and_((b.among(PROCEEDS), a.among(RESTRAINS))),
        _STRENGTH: t.and_((alike, t.or_((t.not_(same), *_other_words(case))))),
    }


_WORDED: Final = frozenset(Outcome(outcome) for outcome, _ in WORDED)
"""Outcomes of which the label follows the words of the clauses: 从严控制 and 以调整存量为主 are one outcome."""


def _other_words(case: Case) -> Iterator[t.Term]:
    """That both sides have one outcome, in other words."""
    for outcome in sorted(_WORDED):
        a = _labels(case.a, case.in_a, outcome)
        b = _labels(case.b, case.in_b, outcome)
        yield from (t.and_((a[x], b[y])) for x in a for y in b if x != y)


def _labels(side: Side, world: World, outcome: Outcome) -> dict[str, t.Term]:
    """For each label of an outcome when it is used: a clause's own words only where all that decide share them."""
    worded: dict[str, list[t.Term]] = {}
    for rule in side.rules:
        if rule.group[0] is outcome:
            word = WORDED.get((outcome, rule.norm.strength), LABELS[outcome])
            worded.setdefault(word, []).append(side.decisive(rule, world))
    some = {word: t.or_(terms) for word, terms in worded.items()}
    only = {
        word: t.and_((world.outcome[outcome], holds, *(t.not_(o) for w, o in some.items() if w != word)))
        for word, holds in some.items()
        if word != LABELS[outcome]
    }
    return {**only, LABELS[outcome]: t.and_((world.outcome[outcome], *(t.not_(o) for o in only.values())))}


def _deciding(side: Side, prefix: str, named: Mapping[str, t.Term]) -> tuple[Deciding, ...]:
    outcomes = {r.group[0] for r in side.rules}
    conflict = (Outcome.CONFLICT,) if PERMITTED in outcomes and outcomes.intersection(BARS) else ()
    deciding = [Deciding(prefix, None, (PERMITTED,))]
    for rule in side.rules:
        outcome = rule.group[0]
        torn = conflict if outcome in (PERMITTED, *BARS) else ()
        deciding.append(Deciding(prefix + rule.norm.id, rule, (outcome, *torn)))
    return tuple(d for d in deciding if d.literal in named)

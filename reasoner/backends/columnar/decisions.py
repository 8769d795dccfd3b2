"""What a row comes to, by its class, the standing of documents and its words: decided once for each combination.

Statuses of rules follow from the plan; which outcomes are open the interpreter's own function says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.backends.columnar.asked_facts import Asked, Row, facts_asked
from reasoner.backends.columnar.class_truths import Class, ClassTruths
from reasoner.backends.columnar.grounds import STATUS, Ground, Grounds, consequence
from reasoner.backends.columnar.kleene import FALSE, TRUE, UNKNOWN, Truth, negated
from reasoner.backends.columnar.place_days import Standings
from reasoner.backends.columnar.plan import WORD, Plan, Rule
from reasoner.backends.columnar.words import unpacked
from reasoner.interpreter.applicability import Silence, silence_of
from reasoner.interpreter.document_force import ForceStatus
from reasoner.interpreter.outcome import (
    FAVOURABLE,
    PERMITTED,
    ByClass,
    Precedence,
    Standing,
    Weighed,
    conclude,
    group_of,
    label,
    open_outcomes,
    outcome_of_effect,
    undefeated,
)
from reasoner.interpreter.turning_points import MATTER
from reasoner.model.kinds import RANK, Outcome, Status
from reasoner.model.messages import LABELS, UNREGULATED
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE, RuleBase

SERVICES: Final = "已定点"


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
    """The clauses that decide; nothing where what is asked for is not wanted."""
    open: tuple[str, ...]
    """The clauses of rules that are not known to come about or not; the same."""


class Reading(NamedTuple):
    """How rules are read from the words of rows of a class."""

    simple: tuple[tuple[int, int, int, int, int, int], ...]
    """Of rules with one part: the word, the bits that say that it is so and that it may be, its bit, its group, and that again where it
    is asked for."""
    others: tuple[tuple[Rule, int, int], ...]
    worlds: tuple[tuple[Class, Reading], ...]
    """The classes of which a row may be, where that is not known, with how rules are read of each."""
    outcomes: dict[object, tuple[Outcome, ...]]


class Case(NamedTuple):
    """What the rows of a class have in common where documents stand so."""

    of: Class
    standings: Standings
    ground: Ground
    settled: bool
    reading: Reading
    decided: dict[tuple[int, int, int, int], Decision] | None
    """What is decided, by how the rules stand; None: more is looked at."""


class Decisions:
    """Decides what combinations come to; remembers what it worked out.

    only: the ids of the documents looked at; None: all.
    """

    def __init__(self, base: RuleBase, plan: Plan, only: frozenset[str] | None, *, asking: bool = False) -> None:
        """asking: what is asked for is wanted."""
        self._base, self._plan, self._only = base, plan, only
        self._asking = asking
        self.classes = ClassTruths(base, plan, asking=asking)
        self._tables: dict[tuple[Class, int], list[list[tuple[Rule, Class, int, dict[Truth, Weighed]]]]] = {}
        self._weighed: dict[tuple[str, Truth, Truth], Weighed] = {}
        self._grounds = Grounds(base, plan, self.classes)
        self._readings: dict[tuple[Class | None, int], Reading] = {}
        self._decided: dict[object, dict[tuple[int, int, int, int], Decision]] = {}

    def case(self, of: Class, standings: Standings) -> Case:
        """What rows of a class share where documents stand so."""
        ground = self._grounds.of(of, standings)
        settled = self.classes.settled(of)
        reading = self._reading(of, ground, settled=settled)
        decided = None
        if settled and ground.reaching:
            # Of such rows nothing else is looked at than how the rules stand: classes and days share what is decided.
            rules = tuple(rule.bit for rule in ground.rules), tuple(rule.bit for rule in ground.in_force)
            same = (
                of.matter,
                *rules,
                ground.standings,
                ground.governs,
                ground.unknown_force,
                self._silence(of, standings),
            )
            decided = self._decided.setdefault(same, {})
        return Case(of, standings, ground, settled, reading, decided)

    def decide(self, case: Case, words: Sequence[int]) -> Decision:
        """What a row comes to whose place is known. words: those of the row, narrowed by its class (`kept`)."""
        statuses = self._statuses(case.reading, case.of, words)
        if case.decided is None:
            return self._decide(case, words, statuses)
        known = case.decided.get(statuses)
        if known is None:
            known = case.decided[statuses] = self._decide(case, words, statuses)
        return known

    def _decide(self, case: Case, words: Sequence[int], statuses: tuple[int, int, int, int]) -> Decision:
        of, standings, ground, settled, reading, _ = case
        true, unknown, holding, pending = statuses
        # Where it is known which documents reach, an outcome turns on nothing but which consequences hold and which are open.
        key, known_outcomes = (
            ((holding, pending), ground.outcomes) if ground.reaching else (tuple(words), reading.outcomes)
        )
        outcomes = known_outcomes.get(key)
        if outcomes is None:
            rules = frozenset(map(self._weigh, self._truths(of, ground, words)))
            outcomes = known_outcomes[key] = open_outcomes(ground.standings, rules, ground.ranks)
        if len(outcomes) > 1 and not settled and ground.reaching:
            worlds = [self._statuses(of_world, world, words) for world, of_world in reading.worlds]
            in_full = holding, pending, frozenset((h, p) for _, _, h, p in worlds)
            known = ground.outcomes.get(in_full)
            if known is None:
                classes = self._by_class(of, ground.rules, words)
                rules = frozenset(map(self._weigh, self._truths(of, ground, words)))
                known = ground.outcomes[in_full] = open_outcomes(ground.standings, rules, ground.ranks, classes)
            outcomes = known
        unknown |= ground.unknown_force
        if not ground.rules and not ground.governs and len(outcomes) == 1:
            return Decision(true, unknown, outcomes[0], self._ungoverned(outcomes[0], of, standings), outcomes, (), ())
        outcome = conclude(outcomes)
        certain = true & ground.certain
        wordings = ground.wordings.get((certain, outcome))
        if wordings is None:
            deciding = _deciding(ground.in_force, certain, outcome, ground.ranks)
            clauses = tuple(dict.fromkeys(n.clause for n in deciding))
            wordings = ground.wordings[certain, outcome] = label(outcome, [n.strength for n in deciding]), clauses
        if not self._asking:
            return Decision(true, unknown, outcome, wordings[0], outcomes, (), ())
        opened = ground.clauses.get(unknown)
        if opened is None:
            opened = ground.clauses[unknown] = tuple(
                dict.fromkeys(r.norm.clause for r in ground.rules if unknown & r.bit_value)
            )
        return Decision(true, unknown, outcome, wordings[0], outcomes, wordings[1], opened)

    def missing(
        self, of: Class, standings: Standings, words: Sequence[int], decision: Decision, leaves: Asked,
        unknown: frozenset[str],
    ) -> tuple[str, ...]:  # fmt: skip
        """The facts that are asked for of such a row, by label. unknown: those of the application that nobody knows."""
        ground = self._grounds.of(of, standings)

        def of_class(cond: ir.Cond) -> Truth | None:
            about = {fact.term for fact in ir.facts_read(cond)}
            return self.classes.of_class(cond, of) if about <= {*self._plan.classes, MATTER} else None

        row = Row(leaves, unknown, of_class)
        results = [RuleTruth(r, self.classes.scope(r.norm, of), self._comes_about(r, of, words)) for r in ground.rules]
        facts = dict.fromkeys(self._questions(of, ground, results, decision, words))
        outcome = decision.outcome
        for result in results:
            norm, group = result.rule.norm, outcome_of_effect(result.rule.norm)
            if norm.exempts_singly and not _lifts_something(norm, results):
                continue
            weaker = outcome in FAVOURABLE and group in FAVOURABLE and RANK[group] < RANK[outcome]
            if not decision.unknown & result.rule.bit_value or norm.effect is Effect.PREFER or weaker:
                continue
            if result.reaches == UNKNOWN:
                facts.update(dict.fromkeys(facts_asked(norm.scope, row)))
            if result.comes_about == UNKNOWN:
                facts.update(dict.fromkeys(facts_asked(norm.condition, row)))
        if len(decision.possible) > 1 and not any(
            f.reach is Status.TRUE and f.in_force is Status.TRUE for f in ground.standings
        ):
            facts.update(dict.fromkeys(self._unsure(of, ground, row)))
        if of.bare_services:
            facts.setdefault(SERVICES)
        return tuple(facts)

    def _unsure(self, of: Class, ground: Ground, row: Row) -> Iterator[str]:
        """What is asked for so that it is known which documents reach."""
        for standing in ground.standings:
            if standing.reach is Status.UNKNOWN:
                for norm in self._base.documents[standing.document].norms(of.matter):
                    if norm.decides and self.classes.scope(norm, of) == UNKNOWN:
                        yield from facts_asked(norm.scope, row)

    def _questions(
        self, of: Class, ground: Ground, results: Sequence[RuleTruth], decision: Decision, words: Sequence[int]
    ) -> Iterator[str]:
        """What is asked of documents: whether one of unknown force is in force where that makes a difference, and whether an
        ended plan goes on where nothing else may be the basis.
        """
        for now, force in zip(ground.standings, ground.forces, strict=True):
            if force is ForceStatus.UNKNOWN:
                supposed = [
                    self._supposed(of, ground, results, words, now, now._replace(in_force=answer))
                    for answer in (Status.TRUE, Status.FALSE)
                ]
                if supposed[0] != supposed[1]:
                    yield DOCUMENT_FORCE
            elif force is ForceStatus.ENDED and now.open_end and Outcome.OUT_OF_FORCE in decision.possible:
                yield CONTINUATION

    def _supposed(
        self, of: Class, ground: Ground, results: Sequence[RuleTruth], words: Sequence[int], now: Standing,
        then: Standing,
    ) -> tuple[Outcome, ...]:  # fmt: skip
        standings = tuple(then if s is now else s for s in ground.standings)
        classes = self._by_class(of, ground.rules, words)
        return open_outcomes(standings, frozenset(map(self._weigh, results)), ground.ranks, classes)

    def _reading(self, of: Class, ground: Ground, *, settled: bool) -> Reading:
        """How the rules of a class are read from its words, worked out once. Of a settled class the words are narrowed by all that it
        leaves of rules, and classes that are alike share what follows.
        """
        key = None if settled else of, id(ground)
        known = self._readings.get(key)
        if known is not None:
            return known
        simple, others = [], []
        for rule, group in zip(ground.rules, ground.groups, strict=True):
            open_group = 0 if rule.norm.effect is Effect.PREFER else group
            slot = rule.parts[0].slot if rule.simple else None
            if slot is None:
                others.append((rule, group, open_group))
                continue
            left = TRUE if settled else self.classes.scope(rule.norm, of) & self.classes.of_part(rule.parts[0], of)
            may_be = 1 << (WORD + slot % WORD) if left != FALSE else 0
            is_true = 1 << (slot % WORD) if left == TRUE else 0
            simple.append((slot // WORD, is_true, may_be, rule.bit_value, group, open_group))
        worlds = () if None not in of.values else self.classes.worlds(of, tuple(r.norm for r in ground.rules))
        of_worlds = tuple((world, self._reading(world, ground, settled=False)) for world in worlds)
        known = self._readings[key] = Reading(tuple(simple), tuple(others), of_worlds, {})
        return known

    def _statuses(self, reading: Reading, of: Class, words: Sequence[int]) -> tuple[int, int, int, int]:
        """The rules that are so, and those of which that is open, as bits; and the consequences of both."""
        true = unknown = holding = pending = 0
        for word, is_true, may_be, bit, group, open_group in reading.simple:
            if words[word] & is_true:
                true |= bit
                holding |= group
            elif words[word] & may_be:
                unknown |= bit
                pending |= open_group
        for rule, group, open_group in reading.others:
            status = self.classes.scope(rule.norm, of) & self._comes_about(rule, of, words)
            if status == TRUE:
                true |= rule.bit_value
                holding |= group
            elif status == UNKNOWN:
                unknown |= rule.bit_value
                pending |= open_group
        return true, unknown, holding, pending

    def _truths(self, of: Class, ground: Ground, words: Sequence[int]) -> list[RuleTruth]:
        """The rules on a row."""
        settled = self.classes.settled(of)
        return [
            RuleTruth(r, TRUE, unpacked(words, r.parts[0].slot or 0))
            if settled and r.simple
            else RuleTruth(r, self.classes.scope(r.norm, of), self._comes_about(r, of, words))
            for r in ground.rules
        ]

    def _comes_about(self, rule: Rule, of: Class, words: Sequence[int]) -> Truth:
        """Whether a rule comes about where it reaches."""
        result = TRUE
        for part in rule.parts:
            slot = self.classes.of_part(part, of) & (TRUE if part.slot is None else unpacked(words, part.slot))
            result &= slot if part.holds else negated(slot)
        return result

    def _weigh(self, result: RuleTruth) -> Weighed:
        norm, reaches = result.rule.norm, result.reaches
        within = result.comes_about if reaches == UNKNOWN else result.status
        known = self._weighed.get((norm.id, reaches, within))
        if known is None:
            group = consequence(result.rule)
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
        key = of, id(rules)
        tables = self._tables.get(key)
        if tables is None:
            worlds = self.classes.worlds(of, tuple(r.norm for r in rules))
            tables = self._tables[key] = [[self._table(r, there) for r in rules] for there in worlds]
        return tuple(
            frozenset(
                [
                    by_slot[unpacked(words, slot)] if by_slot else self._weighed_in(rule, there, words)
                    for rule, there, slot, by_slot in table
                ]
            )
            for table in tables
        )

    def _table(self, rule: Rule, of: Class) -> tuple[Rule, Class, int, dict[Truth, Weighed]]:
        """A rule for a class: of one that is so where its one part is, by the truth of its slot how an outcome sees it."""
        by_slot: dict[Truth, Weighed] = {}
        slot = rule.parts[0].slot if rule.simple else None
        if slot is not None:
            reaches, own = self.classes.scope(rule.norm, of), self.classes.of_part(rule.parts[0], of)
            by_slot = {t: self._weigh(RuleTruth(rule, reaches, t & own)) for t in (TRUE, UNKNOWN, FALSE)}
        return rule, of, slot or 0, by_slot

    def _weighed_in(self, rule: Rule, of: Class, words: Sequence[int]) -> Weighed:
        return self._weigh(RuleTruth(rule, self.classes.scope(rule.norm, of), self._comes_about(rule, of, words)))

    def _ungoverned(self, outcome: Outcome, of: Class, standings: Standings) -> str:
        if outcome is Outcome.OUT_OF_FORCE:
            return LABELS[outcome]
        return UNREGULATED[self._silence(of, standings)]

    def _silence(self, of: Class, standings: Standings) -> Silence:
        documents = tuple(self._base.documents[id_] for id_ in standings.of_place)
        only = self._only
        left_out = only is not None and any(d.id not in only and self.classes.reach(d, of) != FALSE for d in documents)
        return silence_of(documents, of.matter, only, left_out)


def _lifts_something(exemption: ir.Norm, results: Iterable[RuleTruth]) -> bool:
    """Whether an exemption from single clauses may lift something: of another nothing is asked."""
    group = group_of(exemption)
    return any(r.status != FALSE and group.lifts(consequence(r.rule)) for r in results)


def _deciding(rules: Iterable[Rule], true: int, outcome: Outcome, ranks: Mapping[str, Precedence]) -> list[ir.Norm]:
    """Of rules that certainly govern and come about those that decide: undefeated, and of the winning consequence."""
    holding = [(r.norm, consequence(r)) for r in rules if true & r.bit_value]
    groups = frozenset(group for _, group in holding)
    defeating = {Outcome.EXEMPT, PERMITTED}.intersection(group.outcome for group in groups)
    left = undefeated(groups, ranks) if defeating else groups
    contested = (Effect.PROHIBIT, Effect.CAP, Effect.PERMIT) if outcome is Outcome.CONFLICT else ()
    winning = [(n, g) for n, g in holding if g in left and not g.exempts_singly]
    return [n for n, group in winning if group.outcome is outcome or n.effect in contested]

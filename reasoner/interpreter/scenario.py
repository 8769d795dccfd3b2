"""One application before the rules that govern it, and the same application with some facts changed.

Statuses are re-derived by the interpreter, and only for the rules that read a changed fact.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from reasoner.interpreter.applicability import Footing, Jurisdiction, reach_of
from reasoner.interpreter.classes import by_class
from reasoner.interpreter.condition_evaluation import FALSE, TRUE, UNKNOWN
from reasoner.interpreter.fact_lookup import ASKED_AT, FactContext, FactRef
from reasoner.interpreter.likeness import SUPPOSED
from reasoner.interpreter.matter_norms import ANY_PLACE, PLACE, Choosing, matter_norms
from reasoner.interpreter.outcome import (
    ByClass,
    Precedence,
    Standing,
    Weighed,
    conclude,
    open_outcomes,
)
from reasoner.interpreter.rule_results import RuleResult, judge_norm
from reasoner.interpreter.turning_points import Atom
from reasoner.model.application import Application, FactKey, LayeredFacts, Observation, Value, counting
from reasoner.model.kinds import Outcome
from reasoner.model.place_binding import ROLES, bind_roles

Changes = Mapping[FactRef, Value]
"""New values by role, term and period; 所在地 takes the code of a county."""
Steps = frozenset[tuple[FactRef, Value]]
"""The same as a set."""

Elsewhere = Callable[[Application], tuple[Outcome, ...] | None]
"""What is possible where the application lies now; None where the documents of the place are those of the place before."""

_NO_STEPS: Final[Steps] = frozenset()


class Situation:
    """The documents with deciding norms on the matter, the statuses of their norms, and what was read of the facts."""

    def __init__(
        self,
        context: FactContext,
        reach: Jurisdiction,
        rules: Iterable[RuleResult],
        weighed: Mapping[str, Weighed],
        outcomes: tuple[Outcome, ...],
        elsewhere: Elsewhere,
    ) -> None:
        """rules: those of the documents that may govern, as they are now; weighed: the same by id, as an outcome sees them;
        outcomes: what is possible now.
        """
        self.context, self.now = context, outcomes
        self.application, self.vocabulary, self.day = context.application, context.vocabulary, context.day
        self._elsewhere = elsewhere
        self._subjects = {role: self.application.subject(role) or role for role in ROLES}
        documents = tuple([(f.document, f.live) for f in reach.every])
        by_role = tuple(self._subjects.items())
        self._of_matter = matter_norms(documents, self.application.matter, by_role, self.vocabulary)
        self.norms, self.readers = self._of_matter.norms, self._of_matter.readers
        self.ranks: Mapping[str, Precedence] = reach.ranks
        self._results = {r.norm.id: r for r in rules}
        self._weighed_now = weighed
        self._possible: dict[object, tuple[Outcome, ...]] = {}
        self._contexts: dict[Steps, FactContext] = {}
        self._keys: dict[Steps, frozenset[FactKey]] = {}
        self._after: dict[tuple[int, Steps], Weighed] = {}
        self._footings = [(f, f.standing(f.reach), self._of_matter.choosing[f.document.id]) for f in reach.every]
        self._standings = tuple([now for _, now, _ in self._footings])
        self._unchanged: Mapping[int, Weighed] | None = None
        self._classless = any(context.look_up(fact) is None for fact in self._of_matter.of_class)
        """Whether it is not known of what class the application is."""

    def key(self, role: str, term: str) -> FactKey:
        """Subject and term of a fact as rules refer to it; the role stands for a subject that is not known."""
        return self._subjects.get(role, role), term

    def atoms(self, role: str, term: str) -> Sequence[Atom]:
        """The conditions at the leaves that read a fact, in the order of norms."""
        return self._of_matter.atoms(self.key(role, term))

    def affected(self, steps: Steps) -> Mapping[int, Steps]:
        """The norms (by index) that read a changed fact, with those changes; a changed place changes every fact of a region."""
        keys = self._changed_keys(steps)
        if ANY_PLACE in keys:
            own = frozenset([step for step in steps if step[0][1] != PLACE])
            return {**(self.affected(own) if own else {}), **dict.fromkeys(self._of_matter.of_place, steps)}
        if len(steps) == 1:
            (key,) = keys
            return dict.fromkeys(self.readers.get(key, ()), steps)
        reading: dict[int, list[tuple[FactRef, Value]]] = {}
        for step in steps:
            role, term, _ = step[0]
            for index in self.readers.get(self.key(role, term), ()):
                reading.setdefault(index, []).append(step)
        return {index: frozenset(own) for index, own in reading.items()}

    def _changed_keys(self, steps: Steps) -> frozenset[FactKey]:
        """The facts that some changes change, worked out once."""
        keys = self._keys.get(steps)
        if keys is None:
            keys = frozenset([ANY_PLACE if term == PLACE else self.key(role, term) for (role, term, _), _ in steps])
            self._keys[steps] = keys
        return keys

    def outcomes(self, changes: Changes) -> tuple[Outcome, ...]:
        """The possible outcomes after the changes."""
        steps = frozenset(changes.items())
        keys = self._changed_keys(steps)
        if ANY_PLACE in keys:
            there = self._elsewhere(self.changed(changes))
            if there is not None:
                return there
        affected = self.affected(steps)
        if not affected:
            return self.now
        standings = self._standings
        if not keys.isdisjoint(self._of_matter.reach_keys):
            standings = tuple([self._standing(f, now, choosing, steps) for f, now, choosing in self._footings])
            if any(now is not then for now, then in zip(self._standings, standings, strict=True)):
                return self._open(standings, self._rules(standings, affected), steps)
        rules = self.unchanged
        after = {i: self._weighed(i, steps) for i, steps in affected.items() if i in rules}
        if not self._classless and all(rules[i] == weighed for i, weighed in after.items()):
            return self.now
        return self._open(standings, {**rules, **after}, steps)

    @property
    def unchanged(self) -> Mapping[int, Weighed]:
        """The norms (by index) of the documents that may govern now."""
        if self._unchanged is None:
            self._unchanged = self._rules(self._standings, {})
        return self._unchanged

    def _rules(self, standings: Iterable[Standing], affected: Mapping[int, Steps]) -> Mapping[int, Weighed]:
        """The norms (by index) of the documents that may govern, after the changes."""
        governing = {s.document for s in standings if s.reach is not FALSE and s.in_force is not FALSE}
        return {
            index: self._weighed(index, affected.get(index, _NO_STEPS))
            for index, norm in enumerate(self.norms)
            if norm.document in governing
        }

    def _open(
        self, standings: tuple[Standing, ...], indexed: Mapping[int, Weighed], steps: Steps
    ) -> tuple[Outcome, ...]:
        """What is possible after the changes; each state of documents and rules is looked into once."""
        rules = indexed.values()
        classes: ByClass = ()
        if self._classless:
            classes = by_class([self.norms[i] for i in indexed], self.context_after(steps))
        holding = frozenset(r.group for r in rules if r.status is TRUE)
        open_groups = frozenset(r.group for r in rules if r.status is UNKNOWN and not r.prefers)
        unsure = tuple(rules) if any(s.reach is UNKNOWN for s in standings) else ()
        state = standings, holding, open_groups, unsure, classes
        known = self._possible.get(state)
        if known is None:
            known = self._possible[state] = open_outcomes(standings, rules, self.ranks, classes)
        return known

    def _touching(self, steps: Steps, keys: Collection[FactKey]) -> Steps:
        """Those of some changes that change one of these facts of a scope."""
        changed = self._changed_keys(steps)
        if changed.isdisjoint(keys):
            return _NO_STEPS
        if len(changed) == 1:
            return steps
        return frozenset([s for s in steps if (ANY_PLACE if s[0][1] == PLACE else self.key(*s[0][:2])) in keys])

    def _standing(
        self,
        footing: Footing,
        now: Standing,
        choosing: Choosing,
        changes: Steps,
    ) -> Standing:
        """How a document stands after the changes; the same object where whom it reaches does not change."""
        norms, keys = choosing
        steps = self._touching(changes, keys) if norms else None
        if not steps:
            return now
        reach = reach_of(norms, self.context_after(steps))
        return now if reach is now.reach else footing.standing(reach)

    def _weighed(self, index: int, steps: Steps) -> Weighed:
        """A norm after the changes that it reads; each is judged once."""
        norm = self.norms[index]
        known = self._after.get((index, steps)) if steps else self._weighed_now.get(norm.id)
        if known is None:
            result = self._results.get(norm.id)
            if result is None:
                result = judge_norm(norm, self.context_after(steps))
            elif steps:
                scope = (
                    result.scope if self._changed_keys(steps).isdisjoint(self._of_matter.scope_keys[index]) else None
                )
                result = judge_norm(norm, self.context_after(steps), scope)
            known = self._after[index, steps] = result.weighed
        return known

    def context_after(self, steps: Steps) -> FactContext:
        """The facts after some changes, made once."""
        context = self._contexts.get(steps)
        if context is None:
            context = self._contexts[steps] = self._context_after(dict(steps))
        return context

    def unlike(self, ref: FactRef, values: Iterable[Value]) -> Iterator[Value]:
        """Of values that satisfy the same conditions of all norms the first: the others would do the same. Places are unlike."""
        role, term, _ = ref
        if term == PLACE:
            yield from values
            return
        kept, lists = set[tuple[bool, ...]](), [a.values for a in self.atoms(role, term) if isinstance(a, ir.OneOf)]
        for value in values:
            satisfied = tuple(value in listed for listed in lists)
            if satisfied not in kept:
                kept.add(satisfied)
                yield value

    def _context_after(self, changes: Changes) -> FactContext:
        """The facts after the changes; what does not depend on a changed fact is not looked up again."""
        changed = self.changed(changes)
        facts = {(changed.subject(role), term) for role, term, _ in changes}
        if changed.roles is not self.application.roles:
            return self.context.elsewhere(changed, facts)
        reading = [cond for role, term, _ in changes for cond in self._of_matter.reading(self.key(role, term))]
        return self.context.after(changed, facts, reading)

    def outcome(self, changes: Changes) -> Outcome:
        """The outcome after the changes."""
        return conclude(self.outcomes(changes))

    def changed(self, changes: Changes) -> Application:
        """The application with the changed facts, everything else as it was.

        A changed fact is one of the place where the institution lies now, also where it moves as well.
        """
        application = self.application
        facts: dict[FactKey, tuple[Observation, ...]] = {}
        every = LayeredFacts(facts, application.facts)
        roles, region, apart = application.roles, application.region, application.apart
        steps = changes.items() if len(changes) == 1 else sorted(changes.items(), key=lambda step: step[0][1] == PLACE)
        for (role, term, period), value in steps:
            if term == PLACE and isinstance(value, str):
                region = value
                there = bind_roles(self.vocabulary, value)
                placed = {r: there[r] for r in ("本区县", "所在医保管理区域")}
                roles = {**roles, **placed}
                apart = {r: key for r, key in apart.items() if r not in placed}
                continue
            subject = apart.get(role) or roles.get(role)
            if subject is None:
                continue
            given = every.get((subject, term), ())
            if period is not None and period.startswith(ASKED_AT):
                # A figure that is asked for of a period, so that it can be compared with another.
                other = tuple(o for o in given if o.as_at != period[1:])
                facts[subject, term] = (*other, Observation(value, period[1:]))
                continue
            if not given:
                facts[subject, term] = (Observation(value, period or "", SUPPOSED),)
                continue
            planned = self.vocabulary.facts[term].planned
            counted = counting(self.context.counting_ones(term, subject, given), self.day, period, planned=planned)
            undated = counted is None or (counted.value is None and not counted.as_at)
            new = Observation(value, period or "", SUPPOSED)
            new = new if undated or counted is None else replace(counted, value=value)
            facts[subject, term] = (*(o for o in given if o is not counted), new)
        return replace(application, facts=every, roles=roles, region=region, apart=apart)

"""One application before the rules that govern it, and the same application with some facts changed.

Statuses are re-derived by the interpreter, and only for the rules that read a changed fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.interpreter.condition_evaluation import TRUE, UNKNOWN
from reasoner.interpreter.fact_context import ASKED_AT, FactContext, FactRef
from reasoner.interpreter.likeness import SUPPOSED
from reasoner.interpreter.outcome import Group, Precedence, conclude, outcome_of_effect, possible
from reasoner.interpreter.rule_results import judge_norm
from reasoner.interpreter.turning_points import atoms
from reasoner.model.application import Application, FactKey, LayeredFacts, Observation, Value, counting
from reasoner.model.kinds import Outcome, Status
from reasoner.model.place_binding import bind_roles

Changes = Mapping[FactRef, Value]
"""New values by role, term and period; 所在地 takes the code of a county."""
Steps = frozenset[tuple[FactRef, Value]]
"""The same as a set."""

PLACE: Final = "所在地"
"""The fact of an institution that says where it lies."""


class Situation:
    """The norms that govern an application with their statuses, their documents' ranks, and what was read of its facts."""

    def __init__(
        self,
        context: FactContext,
        norms: Sequence[ir.Norm],
        statuses: Sequence[Status],
        ranks: Mapping[str, Precedence],
    ) -> None:
        self.context = context
        self.application, self.vocabulary, self.day = context.application, context.vocabulary, context.day
        self.norms, self.statuses, self.ranks = norms, statuses, ranks
        self._index = {n.id: i for i, n in enumerate(norms)}
        self._readers: dict[FactKey, list[int]] | None = None
        self._possible: dict[tuple[frozenset[Group], frozenset[Group]], tuple[Outcome, ...]] = {}
        self._contexts: dict[Steps, FactContext] = {}
        self._after: dict[tuple[int, Steps], Status] = {}

    @property
    def readers(self) -> Mapping[FactKey, Sequence[int]]:
        """Which norms (by index) read a fact, by what they stand for: two roles may mean one subject."""
        if self._readers is None:
            self._readers = {}
            for index, norm in enumerate(self.norms):
                for key in {self.key(f.subject, f.term) for f in norm.reads}:
                    self._readers.setdefault(key, []).append(index)
        return self._readers

    def key(self, role: str, term: str) -> FactKey:
        """Subject and term of a fact as rules refer to it; the role stands for a subject that is not known."""
        return self.application.subject(role) or role, term

    def affected(self, changes: Changes) -> Mapping[int, Steps]:
        """The norms (by index) that read a changed fact, with those changes; a changed place changes every fact of a region."""
        steps = frozenset(changes.items())
        if any(term == PLACE for _, term, _ in changes):
            return dict.fromkeys(range(len(self.norms)), steps)
        if len(changes) == 1:
            ((role, term, _),) = changes
            return dict.fromkeys(self.readers.get(self.key(role, term), ()), steps)
        reading: dict[int, list[tuple[FactRef, Value]]] = {}
        for step in steps:
            role, term, _ = step[0]
            for index in self.readers.get(self.key(role, term), ()):
                reading.setdefault(index, []).append(step)
        return {index: frozenset(own) for index, own in reading.items()}

    def outcomes(self, changes: Changes) -> tuple[Outcome, ...]:
        """The possible outcomes after the changes."""
        statuses = list(self.statuses)
        for index, steps in self.affected(changes).items():
            statuses[index] = self._status(index, steps)
        holding: set[Group] = set()
        unknown: set[Group] = set()
        for norm, status in zip(self.norms, statuses, strict=True):
            if status is TRUE:
                holding.add((outcome_of_effect(norm), norm.document))
            elif status is UNKNOWN and norm.effect is not Effect.PREFER:
                unknown.add((outcome_of_effect(norm), norm.document))
        groups = frozenset(holding), frozenset(unknown)
        known = self._possible.get(groups)
        if known is None:
            known = self._possible[groups] = possible(holding, [*unknown], self.ranks)
        return known

    def _status(self, index: int, steps: Steps) -> Status:
        """The status of a norm after the changes that it reads; each is judged once."""
        status = self._after.get((index, steps))
        if status is None:
            status = self._after[index, steps] = judge_norm(self.norms[index], self.context_after(steps)).status
        return status

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
        key, kept = self.key(role, term), set[tuple[bool, ...]]()
        lists = [
            atom.values
            for index in self.readers.get(key, ())
            for cond in (self.norms[index].scope, self.norms[index].condition)
            for atom in atoms(cond)
            if isinstance(atom, ir.OneOf) and self.key(atom.fact.subject, atom.fact.term) == key
        ]
        for value in values:
            satisfied = tuple(value in listed for listed in lists)
            if satisfied not in kept:
                kept.add(satisfied)
                yield value

    def _context_after(self, changes: Changes) -> FactContext:
        """The facts after the changes; what does not depend on a changed fact is not looked up again."""
        changed = self.changed(changes)
        if changed.roles is not self.application.roles:
            return FactContext(changed, self.vocabulary, self.day)
        facts = {(changed.subject(role), term) for role, term, _ in changes}
        return self.context.after(changed, facts)

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
            counted = counting(self.context.counting_ones(term, subject, given), self.day, period)
            undated = counted is None or (counted.value is None and not counted.as_at)
            new = Observation(value, period or "", SUPPOSED)
            new = new if undated or counted is None else replace(counted, value=value)
            facts[subject, term] = (*(o for o in given if o is not counted), new)
        return replace(application, facts=every, roles=roles, region=region, apart=apart)

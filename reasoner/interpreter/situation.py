"""One application before the rules that govern it, and the same application with some facts changed.

Statuses are re-derived by the interpreter, and only for the rules that read a changed fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.interpreter.interpret import TRUE, UNKNOWN, FactContext, FactRef
from reasoner.interpreter.outcome import Group, Precedence, conclude, outcome_of_effect, possible
from reasoner.interpreter.rules import judge_norm
from reasoner.model.application import Application, FactKey, LayeredFacts, Observation, Value, counting
from reasoner.model.binding import bind_roles
from reasoner.model.kinds import Outcome, Status

Changes = Mapping[FactRef, Value]
"""New values by role, term and period; 所在地 takes the code of a county."""


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
        self._readers: dict[FactRef, list[int]] | None = None
        self._possible: dict[tuple[frozenset[Group], frozenset[Group]], tuple[Outcome, ...]] = {}
        self._after: dict[frozenset[tuple[FactRef, Value]], tuple[FactContext, dict[int, Status]]] = {}

    @property
    def readers(self) -> Mapping[FactRef, Sequence[int]]:
        """Which norms (by index) read a fact."""
        if self._readers is None:
            self._readers = {}
            for index, norm in enumerate(self.norms):
                for ref in {(f.subject, f.term, f.period) for f in norm.reads}:
                    self._readers.setdefault(ref, []).append(index)
        return self._readers

    def affected(self, changes: Changes) -> Iterable[int]:
        """The norms (by index) that read a changed fact; a changed place changes every fact of a region."""
        if any(term == "所在地" for _, term, _ in changes):
            return range(len(self.norms))
        return {index for ref in changes for index in self.readers.get(ref, ())}

    def outcomes(self, changes: Changes) -> tuple[Outcome, ...]:
        """The possible outcomes after the changes."""
        statuses = list(self.statuses)
        for index in self.affected(changes):
            statuses[index] = self._status(index, changes)
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
            known = self._possible[groups] = possible(holding, [*groups[1]], self.ranks)
        return known

    def status_after(self, norm: ir.Norm, changes: Changes) -> Status:
        """The status of one of the norms after the changes."""
        return self._status(self._index[norm.id], changes)

    def _status(self, index: int, changes: Changes) -> Status:
        key = frozenset(changes.items())
        after = self._after.get(key)
        if after is None:
            after = self._after[key] = (self._context_after(changes), {})
        context, statuses = after
        status = statuses.get(index)
        if status is None:
            status = statuses[index] = judge_norm(self.norms[index], context).status
        return status

    def _context_after(self, changes: Changes) -> FactContext:
        """The facts after the changes; what does not depend on a changed fact is not looked up again."""
        changed = self.changed(changes)
        if changed.roles != self.application.roles:
            return FactContext(changed, self.vocabulary, self.day)
        facts = {(changed.subject(role), term) for role, term, _ in changes}
        return self.context.after(changed, facts)

    def outcome(self, changes: Changes) -> Outcome:
        """The outcome after the changes."""
        return conclude(self.outcomes(changes))

    def changed(self, changes: Changes) -> Application:
        """The application with the changed facts, everything else as it was; with another place, facts change where it was."""
        application = self.application
        facts: dict[FactKey, tuple[Observation, ...]] = {}
        every = LayeredFacts(facts, application.facts)
        roles, region, apart = dict(application.roles), application.region, dict(application.apart)
        for (role, term, period), value in sorted(changes.items(), key=lambda change: change[0][1] == "所在地"):
            if term == "所在地" and isinstance(value, str):
                region = value
                there = bind_roles(self.vocabulary, value)
                placed = {r: there[r] for r in ("本区县", "所在医保管理区域")}
                roles |= placed
                apart = {r: key for r, key in apart.items() if r not in placed}
                continue
            subject = apart.get(role) or roles.get(role)
            if subject is None:
                continue
            given = every.get((subject, term), ())
            counted = counting(given, self.day, period)
            new = replace(counted, value=value) if counted is not None else Observation(value, period or "")
            facts[subject, term] = (*(o for o in given if o is not counted), new)
        return replace(application, facts=every, roles=roles, region=region, apart=apart)

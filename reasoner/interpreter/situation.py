"""One application before the rules that govern it, and the same application with some facts changed.

Statuses are re-derived by the interpreter, and only for the rules that read a changed fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from policy_dsl import ir
from policy_dsl.vocabulary import Vocabulary
from reasoner.facts import Application, Observation, Value, counting
from reasoner.interpreter.boundaries import facts_of
from reasoner.interpreter.interpret import FactKey, Reader
from reasoner.interpreter.outcome import Group, Ranked, conclude, outcome_of_effect, possible
from reasoner.interpreter.rules import judge_norm

Changes = Mapping[FactKey, Value]
"""New values by role, term and period; 所在地 takes the code of a county."""


@dataclass(frozen=True)
class Situation:
    """The norms that govern an application, their documents' ranks, and the day."""

    application: Application
    vocabulary: Vocabulary
    day: str
    norms: Sequence[ir.Norm]
    ranks: dict[str, Ranked]

    @cached_property
    def readers(self) -> dict[FactKey, list[int]]:
        """Which norms read a fact."""
        found: dict[FactKey, list[int]] = {}
        for index, norm in enumerate(self.norms):
            for key in {*facts_of(norm.scope), *facts_of(norm.condition)}:
                found.setdefault(key, []).append(index)
        return found

    @cached_property
    def statuses(self) -> list[str]:
        """The status of each norm as things are."""
        reader = Reader(self.application, self.vocabulary, self.day)
        return [judge_norm(n, reader).status for n in self.norms]

    def affected(self, changes: Changes) -> set[int]:
        """The norms that read a changed fact; a changed place changes every fact of a region."""
        moved = any(term == "所在地" for _, term, _ in changes)
        return set(range(len(self.norms))) if moved else {i for key in changes for i in self.readers.get(key, ())}

    def outcomes(self, changes: Changes) -> tuple[str, ...]:
        """The possible outcomes after the changes."""
        statuses = list(self.statuses)
        affected = self.affected(changes)
        if affected:
            reader = Reader(self.changed(changes), self.vocabulary, self.day)
            for index in affected:
                statuses[index] = judge_norm(self.norms[index], reader).status
        held: list[Group] = []
        unknown: list[Group] = []
        for norm, status in zip(self.norms, statuses, strict=True):
            if status == "true":
                held.append((outcome_of_effect(norm), norm.document))
            elif status == "unknown" and norm.effect != "prefer":
                unknown.append((outcome_of_effect(norm), norm.document))
        return possible(held, unknown, self.ranks)

    def status_after(self, norm: ir.Norm, changes: Changes) -> str:
        """The status of one norm after the changes."""
        return judge_norm(norm, Reader(self.changed(changes), self.vocabulary, self.day)).status

    def outcome(self, changes: Changes) -> str:
        """The outcome after the changes."""
        return conclude(self.outcomes(changes))

    def changed(self, changes: Changes) -> Application:
        """The application with the changed facts, everything else as it was."""
        application = self.application
        facts = dict(application.facts)
        roles, region, apart = dict(application.roles), application.region, dict(application.apart)
        for (role, term, period), value in changes.items():
            if term == "所在地" and isinstance(value, str):
                region = value
                area = self.vocabulary.area_of(value)
                placed = {"本区县": value, "所在医保管理区域": area.code if area is not None else value}
                roles |= placed
                apart = {r: key for r, key in apart.items() if r not in placed}
                continue
            subject = apart.get(role) or roles.get(role)
            if subject is None:
                continue
            given = facts.get((subject, term), ())
            counted = counting(given, self.day, period)
            new = replace(counted, value=value) if counted is not None else Observation(value, period or "")
            facts[subject, term] = (*(o for o in given if o is not counted), new)
        return replace(application, facts=facts, roles=roles, region=region, apart=apart)

"""Rules judged one by one, and defeat between them: exemptions, and texts that outrank others (semantics §3 to §5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect
from reasoner.interpreter.condition_evaluation import FALSE, TRUE, UNKNOWN, FactContext, conjunction, evaluate, negation
from reasoner.interpreter.outcome import (
    PERMITTED,
    Group,
    Precedence,
    Weighed,
    group_of,
    opposite,
    outranks,
    undefeated,
)
from reasoner.model import proof
from reasoner.model.kinds import Outcome, Status

Defeats = Mapping[str, tuple[proof.Defeat, ...]]
"""For each defeated rule what defeats it and by which principle."""


class RuleResult(msgspec.Struct, frozen=True, eq=False):
    """A norm with its status (whether its effect comes about) and the proof nodes of its scope and condition."""

    norm: ir.Norm
    group: Group
    """What it contributes to an outcome."""
    status: Status
    scope: proof.Condition
    condition: proof.Condition | None = None
    """None where the norm does not reach the applicant: its condition was not looked into."""

    @property
    def weighed(self) -> Weighed:
        """What an outcome turns on of it."""
        norm, reaches, within = self.norm, self.scope.status, self.status
        if self.condition is not None and reaches is UNKNOWN:
            within = _effective(norm, self.condition.status)
        return Weighed(
            self.group, self.status, norm.decides, norm.effect is Effect.PREFER, norm.reach_key, reaches, within
        )

    @property
    def nodes(self) -> tuple[proof.Condition, ...]:
        """The proof nodes that there are."""
        return (self.scope,) if self.condition is None else (self.scope, self.condition)


def judge_document(document: Document, context: FactContext) -> list[RuleResult]:
    """Every norm of a document that reaches the matter; goal sentences that a task makes concrete decide nothing."""
    return [judge_norm(n, context) for n in document.norms(context.application.matter) if n.supports is None]


def judge_norm(norm: ir.Norm, context: FactContext, scope: proof.Condition | None = None) -> RuleResult:
    """Whether a norm's effect comes about: it reaches the applicant and applies (a requirement: and is not met).

    scope: the node of its scope, where that was looked into before.
    """
    group = group_of(norm)
    if scope is None:
        scope = evaluate(norm.scope, context)
    if scope.status is FALSE:
        return RuleResult(norm, group, FALSE, scope)
    condition = evaluate(norm.condition, context)
    status = conjunction([scope.status, _effective(norm, condition.status)])
    return RuleResult(norm, group, status, scope, condition)


def _effective(norm: ir.Norm, applies: Status) -> Status:
    """Whether the effect of a norm comes about where it reaches: that of a requirement where it is not met."""
    return negation(applies) if norm.effect is Effect.REQUIRE else applies


def defeats(rules: list[RuleResult], ranks: Mapping[str, Precedence]) -> Defeats:
    """What defeats each norm that holds; norms that nothing defeats are not in it."""
    holding = [r for r in rules if r.status is TRUE]
    groups = {r.group for r in holding}
    if _DEFEATING.isdisjoint([group.outcome for group in groups]):
        return {}
    kept = undefeated(groups, ranks)
    defeated = (r for r in holding if r.group not in kept)
    return {r.norm.id: (*_defeating(r, holding, kept, ranks),) for r in defeated}


_DEFEATING: Final = frozenset({Outcome.EXEMPT, PERMITTED})
"""The consequences one of which holds wherever something is defeated."""


def _defeating(
    rule: RuleResult, holding: list[RuleResult], kept: frozenset[Group], ranks: Mapping[str, Precedence]
) -> Iterator[proof.Defeat]:
    """What defeats a norm: an exemption of its document, or an undefeated opposite norm of a text that outranks its own."""
    for other in holding:
        if other.group.lifts(rule.group):
            yield proof.Defeat(other.norm.id, "豁免")
        elif other.group in kept and opposite(other.group.outcome, rule.group.outcome):
            principle = outranks(ranks[other.norm.document], ranks[rule.norm.document])
            if principle is not None:
                yield proof.Defeat(other.norm.id, principle)

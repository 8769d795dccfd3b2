"""Rules judged one by one, and defeat between them: exemptions, and texts that outrank others (semantics §3 to §5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policy_dsl import ir
from reasoner.interpreter.interpret import Node, Reader, conjunction, evaluate, negation
from reasoner.interpreter.outcome import RESTRICTIONS, Group, Ranked, opposite, outcome_of_effect, outranks, standing
from reasoner.rulebase import Document

Defeat = Mapping[str, list[dict[str, str]]]
"""For each defeated rule what defeats it and by which principle."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A norm with its status (whether its effect comes about) and the proof nodes of its scope and condition."""

    norm: ir.Norm
    status: str
    node: Node

    @property
    def group(self) -> Group:
        """What it contributes to an outcome."""
        return outcome_of_effect(self.norm), self.norm.document


def judge_document(document: Document, reader: Reader) -> Iterator[Judged]:
    """Every norm of a document that reaches the matter; goal sentences that a task makes concrete decide nothing."""
    for norm in document.norms(reader.application.matter):
        if norm.supports is None:
            yield judge_norm(norm, reader)


def judge_norm(norm: ir.Norm, reader: Reader) -> Judged:
    """Whether a norm's effect comes about: it reaches the applicant and applies (a requirement: and is not met)."""
    reaches, scope = evaluate(norm.scope, reader)
    if reaches == "false":
        return Judged(norm, "false", {"scope": scope})
    applies, condition = evaluate(norm.condition, reader)
    status = conjunction([reaches, negation(applies) if norm.effect == "require" else applies])
    return Judged(norm, status, {"scope": scope, "condition": condition})


def defeats(rules: list[Judged], ranks: Mapping[str, Ranked]) -> Defeat:
    """What defeats each norm that holds; norms that nothing defeats are not in it."""
    holding = [r for r in rules if r.status == "true"]
    stand = standing({r.group for r in holding}, ranks)
    defeated = (r for r in holding if r.group not in stand)
    return {r.norm.id: [*_defeating(r, holding, stand, ranks)] for r in defeated}


def _defeating(
    rule: Judged, holding: list[Judged], stand: frozenset[Group], ranks: Mapping[str, Ranked]
) -> Iterator[dict[str, str]]:
    """What defeats a norm: an exemption of its document, or an undefeated opposite norm of a text that outranks its own."""
    outcome, document = rule.group
    for other in holding:
        if other.norm.effect == "exempt" and outcome in RESTRICTIONS and other.norm.document == document:
            yield {"by": other.norm.id, "principle": "豁免"}
        elif other.group in stand and opposite(other.group[0], outcome):
            principle = outranks(ranks[other.norm.document], ranks[document])
            if principle is not None:
                yield {"by": other.norm.id, "principle": principle}

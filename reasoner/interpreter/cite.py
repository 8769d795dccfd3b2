"""What a verdict cites: each rule's clause with its role, and the reason beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from policy_dsl import ir
from reasoner.interpreter.rules import Defeat, Judged
from reasoner.rulebase import Document

ROLES: Final = ("decisive", "supporting", "defeated", "considered", "note")
"""Roles of citations, in the order in which they are shown."""


def role_of(rule: Judged, outcome: str, defeat: Defeat) -> str:
    """decisive: of the winning strength; supporting: undefeated but weaker; considered: fails or is unknown."""
    if rule.status != "true":
        return "considered"
    if rule.norm.id in defeat:
        return "defeated"
    if rule.group[0] == outcome:
        return "decisive"
    if outcome == "conflict" and rule.norm.effect in ("prohibit", "cap", "permit"):
        return "decisive"
    return "note" if rule.norm.effect in ("prefer", "permit", "exempt") else "supporting"


def citations(
    governing: Iterable[Document], matter: str, outcome: str, rules: list[Judged], defeat: Defeat
) -> list[dict[str, Any]]:
    """Every rule's clause with its role; a goal sentence stands beside the task that makes it concrete."""
    documents = {d.id: d for d in governing}
    roles: list[tuple[str, ir.Norm]] = [(role_of(r, outcome, defeat), r.norm) for r in rules]
    # By clause and effect: a clause that bars some and prefers others makes concrete only what it shares.
    at_work = {(n.clause, n.effect): role for role, n in roles if role in ("decisive", "supporting", "defeated")}
    for document in documents.values():
        for norm in document.norms(matter):
            role = at_work.get((norm.supports or "", norm.effect))
            if role is not None:
                roles.append(("defeated" if role == "defeated" else "supporting", norm))
    roles.sort(key=lambda pair: ROLES.index(pair[0]))
    return [_citation(documents[norm.document], norm, role) for role, norm in roles]


def _citation(document: Document, norm: ir.Norm, role: str) -> dict[str, Any]:
    cited = document.citation(norm.clause) | {"role": role, "rule": norm.id}
    if len(norm.spans) > 1:
        cited["spans"] = norm.spans
    return cited


def reason(rule: Judged, defeat: Defeat) -> dict[str, Any]:
    """The proof of one rule: what it says, what was read and compared, and what defeats it."""
    norm = rule.norm
    proof: dict[str, Any] = {
        "rule": norm.id,
        "clause": norm.clause,
        "effect": norm.effect,
        "strength": norm.strength,
        "status": rule.status,
        "text": norm.text,
        **rule.node,
    }
    if norm.readings:
        proof["readings"] = norm.readings
    if not norm.reviewed:
        proof["reviewed"] = False
    if norm.id in defeat:
        proof["defeated_by"] = defeat[norm.id]
    return proof

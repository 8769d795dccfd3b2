"""A verdict on an application that nobody made: what it reads was supposed, so no day and no authority stands behind it."""

from __future__ import annotations

from msgspec.structs import replace

from reasoner.model import proof
from reasoner.model.verdict import Verdict


def supposed(verdict: Verdict) -> Verdict:
    """The verdict without the days and the provenance of the values in its proof; everything else as it was."""
    reasons = verdict.reasons
    rules = tuple(_rule(r) for r in reasons.rules)
    standards = tuple(replace(s, over=_undocumented(s.over), under=_undocumented(s.under)) for s in reasons.standards)
    return replace(verdict, reasons=replace(reasons, rules=rules, standards=standards))


def _rule(rule: proof.RuleProof) -> proof.RuleProof:
    condition = None if rule.condition is None else _condition(rule.condition)
    return replace(rule, scope=_condition(rule.scope), condition=condition)


def _condition(node: proof.Condition) -> proof.Condition:
    match node:
        case proof.And() | proof.Or():
            return replace(node, parts=tuple(_condition(p) for p in node.parts))
        case proof.Not():
            return replace(node, parts=(_condition(node.parts[0]),))
        case proof.Compare():
            return replace(node, left=_expression(node.left), right=_expression(node.right))
        case proof.Untranscribed() | proof.During():
            return node
        case _:
            return replace(node, read=_undocumented(node.read))


def _expression(node: proof.Expression) -> proof.Expression:
    match node:
        case proof.FactRead():
            return _undocumented(node)
        case proof.Number():
            return node
        case proof.Product():
            return replace(node, times=(node.times[0], _undocumented(node.times[1])))
        case proof.Total():
            return replace(node, sum=tuple(_expression(t) for t in node.sum))


def _undocumented(fact: proof.FactRead) -> proof.FactRead:
    """The fact with its value alone: no day, no source."""
    return proof.FactRead(
        fact=fact.fact,
        of=fact.of,
        period=fact.period,
        value=fact.value,
        origin=None,
        source=None,
        assumed=fact.assumed,
    )

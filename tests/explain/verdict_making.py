"""Small typed verdicts and proofs, with what a test does not care about filled in."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.ir import Effect, Operator, Strength
from reasoner.model import proof
from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.verdict import (
    SCHEMA,
    Assumption,
    Change,
    Citation,
    MissingFact,
    Reasons,
    Receipt,
    Verdict,
)

TRUE, FALSE, UNKNOWN = Status.TRUE, Status.FALSE, Status.UNKNOWN
ALWAYS = proof.And(TRUE, ())


def fact(
    label: str,
    of: str,
    value: str | None,
    as_at: str = "",
    source: str | None = None,
    period: str = "",
    assumed: str = "",
) -> proof.FactRead:
    return proof.FactRead(
        fact=label, of=of, value=value, as_at=as_at, origin=None, source=source, period=period, assumed=assumed
    )


def compare(op: Operator, status: Status, left: proof.Expression, right: proof.Expression) -> proof.Compare:
    return proof.Compare(status, op, left, right)


def rule(
    clause: str,
    effect: Effect,
    status: Status = TRUE,
    *,
    strength: Strength = Strength.NONE,
    scope: proof.Condition = ALWAYS,
    condition: proof.Condition | None = None,
    readings: tuple[str, ...] = (),
    reviewed: bool = True,
) -> proof.RuleProof:
    return proof.RuleProof(
        rule=f"{clause}#r",
        clause=clause,
        effect=effect,
        strength=strength,
        status=status,
        text="",
        scope=scope,
        condition=condition or proof.And(status, ()),
        readings=readings,
        reviewed=reviewed,
    )


def citation(clause: str, role: Role, document: str = "甲规划") -> Citation:
    return Citation(
        clause=clause,
        document=document,
        version="2024-01-01",
        number=None,
        heading=(),
        place=clause.partition("/")[2],
        quote="原文,不受本规划限制。",
        start=0,
        end=3,
        role=role,
        rule=f"{clause}#r",
    )


def verdict(
    outcome: Outcome,
    citations: Sequence[Citation] = (),
    rules: Sequence[proof.RuleProof] = (),
    *,
    why: str = "",
    possible: tuple[Outcome, ...] | None = None,
    standards: tuple[proof.StandardReport, ...] = (),
    missing: tuple[MissingFact, ...] = (),
    assumptions: tuple[Assumption, ...] = (),
    changes: tuple[Change, ...] = (),
) -> Verdict:
    return Verdict(
        schema=SCHEMA,
        application="1",
        matter="某事项",
        received="2024-05-01",
        as_of="2024-05-01",
        region="370214",
        outcome=outcome,
        label="标签",
        possible=(outcome,) if possible is None else possible,
        why=why,
        citations=tuple(citations),
        facts=(),
        reasons=Reasons(("a",), (), tuple(rules), standards),
        missing=missing,
        assumptions=assumptions,
        changes=changes,
        not_governing=(),
        touching=(),
        warnings=(),
        given=(),
        receipt=Receipt("", {}, "", "", "", ""),
    )

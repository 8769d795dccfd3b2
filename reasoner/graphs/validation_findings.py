"""A finding of validation: which fact of which node is impossible, what was found, what is allowed, which clause asks."""

from __future__ import annotations

import msgspec

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ir import Norm
from reasoner.graphs.namespaces import ROOT
from reasoner.model.rule_base import RuleBase


class Violation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact that cannot be, as `tiaoli validate --json` writes it."""

    code: str
    """The code of the fault; docs/errors.md has a page for each."""
    where: str
    """Where it stands, for people."""
    message: str
    """What was found."""
    fact: str = ""
    """The fact concerned, by label."""
    node: str = ""
    """In a graph: the IRI of the node, `_:n` for a blank one."""
    predicate: str = ""
    """In a graph: the IRI of the property."""
    found: str = ""
    """The value that was found."""
    allowed: str = ""
    """What is allowed."""
    hint: str = ""
    """What to try."""
    asked_by: tuple[str, ...]
    """The clauses that ask for the fact."""
    shape: str = ""
    """The IRI of the shape that finds it; absent where only the native check does."""


class Finding(msgspec.Struct, frozen=True):
    """One violation, with the SHACL constraint component (`component`) that a standard report names."""

    code: str
    where: str
    message: str
    allowed: str = ""
    hint: str = ""
    fact: str = ""
    node: str = ""
    predicate: str = ""
    value: str = ""
    asked_by: tuple[str, ...] = ()
    shape: str = ""
    component: str = ""

    @property
    def violation(self) -> Violation:
        """The form in which it is written as JSON."""
        return Violation(
            code=self.code,
            where=self.where,
            message=self.message,
            fact=self.fact,
            node=self.node,
            predicate=self.predicate,
            found=self.value,
            allowed=self.allowed,
            hint=self.hint,
            asked_by=self.asked_by,
            shape=self.shape,
        )

    def diagnostic(self) -> Diagnostic:
        """The finding in the form in which every fault is printed."""
        basis = f"要求提供该事实的条款:{'、'.join(self.asked_by[:6])}" if self.asked_by else ""
        hint = ";".join(t for t in (self.hint, basis) if t)
        return Diagnostic(self.code, self.where, self.message, self.allowed, hint)


def askers(base: RuleBase) -> dict[str, tuple[str, ...]]:
    """The clauses whose rules read each fact, in the order of the rule base."""
    clauses_of: dict[str, dict[str, None]] = {}
    for document in base.documents.values():
        for norm in document.norms_in_use:
            for fact in facts_of(norm):
                clauses_of.setdefault(fact, {})[norm.clause] = None
    return {fact: tuple(clauses) for fact, clauses in clauses_of.items()}


def facts_of(norm: Norm) -> dict[str, None]:
    """The facts that a norm reads, each once, in its order; where an institution lies is no fact that is asked for."""
    return dict.fromkeys(fact.term for fact in norm.reads if fact.term != "所在地")


SHAPE = ROOT + "shape/"

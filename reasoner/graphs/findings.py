"""A finding of validation: which fact of which node is impossible, what was found, what is allowed, which clause asks."""

from __future__ import annotations

from dataclasses import dataclass

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.ir import Norm
from reasoner.model.rule_base import RuleBase

from .names import ROOT


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation. `node` and `predicate` are IRIs (`_:n` a blank node; both empty for a JSON file), `where` is for people.

    shape: the shape that finds it, empty where only the native check does; component: its SHACL constraint component.
    """

    code: str
    where: str
    message: str
    allowed: str = ""
    hint: str = ""
    fact: str = ""
    node: str = ""
    predicate: str = ""
    found: str = ""
    asked_by: tuple[str, ...] = ()
    shape: str = ""
    component: str = ""

    def to_data(self) -> dict[str, str | list[str]]:
        """Plain JSON data, without empty fields; `asked_by` always, as in a verdict."""
        texts = {
            "code": self.code, "where": self.where, "message": self.message, "fact": self.fact, "node": self.node,
            "predicate": self.predicate, "found": self.found, "allowed": self.allowed, "hint": self.hint,
        }  # fmt: skip
        data: dict[str, str | list[str]] = {key: text for key, text in texts.items() if text}
        data["asked_by"] = list(self.asked_by)
        if self.shape:
            data["shape"] = self.shape
        return data

    def diagnostic(self) -> Diagnostic:
        """The finding in the form in which every fault is printed."""
        asked = f"要求提供该事实的条款:{'、'.join(self.asked_by[:6])}" if self.asked_by else ""
        hint = ";".join(t for t in (self.hint, asked) if t)
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

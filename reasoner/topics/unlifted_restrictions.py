"""What a preference does not lift: restrictions that by a reading in use hold also for those whom it prefers.

A reading says so in its data, not in its name: the alternative of the restriction spares those whom the preference
prefers, or the reading accounts for the facts of the preference, which the restriction does not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect
from reasoner.survey.review_states import words_of
from reasoner.topics.entries import KeptRestriction
from reasoner.topics.measured_facts import measured, measured_in


def not_lifted(document: Document, norm: ir.Norm) -> tuple[KeptRestriction, ...]:
    """The restrictions of its document that a preference does not lift; empty for a rule of another effect."""
    if norm.effect is not Effect.PREFER:
        return ()
    facts = set(measured_in(norm.condition))
    return tuple(
        KeptRestriction(rule.id, _consequence(document, rule), reading)
        for rule in document.norms_in_use
        if rule.effect in ir.RESTRICTING and not set(rule.matters).isdisjoint(norm.matters)
        for reading in _readings(document, rule, facts)
    )


def _readings(document: Document, rule: ir.Norm, facts: set[str]) -> Iterator[str]:
    """The readings of a restriction that bear on all that a preference reads (`facts`) and the restriction does not."""
    beyond = facts - set(measured(rule))
    instead = {n.id: n for n in document.all_norms if n.alternative_of in rule.readings}
    for reading in document.readings:
        if beyond and reading.name in rule.readings:
            others = [instead[i] for i in reading.instead if instead[i].name == rule.name]
            spared = {term for other in others for term in measured(other)}
            if beyond <= spared | set(reading.covers):
                yield reading.name


def _consequence(document: Document, rule: ir.Norm) -> str:
    """The last part of the words on which a restriction rests: its consequence stands there."""
    words = "".join("".join(words_of(document.clauses[rule.clause], rule)).split())
    return words.rstrip("。;").rpartition(",")[2]

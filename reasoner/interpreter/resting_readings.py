"""On which registered readings a verdict rests, beside those of the rules that decide (DESIGN §5.6).

Some readings are why a sentence is no rule (核减不及新增, 规划标准不决定个案), why a goal decides nothing by itself
(主城区具体化), or who determines a fact that no text gives to anybody (认定机关推定). A verdict that cites such a sentence, or
asks for such a fact, rests on them as much as on those of its rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_dsl.ir import Effect
from reasoner.interpreter.applicability import reaches
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.model.kinds import Status
from reasoner.model.messages import TOUCHING
from reasoner.model.proof import AuthorityBasis, RuleProof, facts_below
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict

DENIED: Final = ("无", "否")
"""What is written of a claim that the applicant does not make, by saying so or by silence."""
ReadingName = tuple[str, str]
"""A document's id and the name of one of its readings."""

_AS_A_BASIS: Final = TOUCHING["reading"].partition("{")[0]
"""How it begins to be said of a clause that only a reading relies on its words: it says nothing of the case itself."""


def resting_readings(base: RuleBase, verdict: Verdict, context: FactContext) -> frozenset[ReadingName]:
    """The readings of rules and goals that can reach the applicant, of the statements in clauses that the verdict cites or
    that touch the case, and those by which it presumes whose a determination is.
    """
    beyond = frozenset(r.rule for r in verdict.reasons.rules if _out_of_question(r, base))
    return frozenset(
        (
            *_of_rules(base, verdict, context, beyond),
            *_of_statements(base, verdict, beyond),
            *(_reading_name(name) for basis in _authorities(verdict) for name in basis.readings),
        )
    )


def _out_of_question(rule: RuleProof, base: RuleBase) -> bool:
    """Whether a rule does not reach the applicant, or favours who claims something that was not claimed: however its words
    are read, nothing of it comes about.
    """
    if rule.scope.status is Status.FALSE:
        return True
    if rule.effect not in (Effect.EXEMPT, Effect.PREFER) or rule.status is not Status.FALSE or rule.condition is None:
        return False
    read = [*facts_below(rule.condition)]
    return bool(read) and all(base.vocabulary.facts[f.fact].burden and f.value in DENIED for f in read)


def _of_rules(base: RuleBase, verdict: Verdict, context: FactContext, beyond: frozenset[str]) -> Iterator[ReadingName]:
    for rule in verdict.reasons.rules:
        if rule.rule not in beyond:
            yield from ((rule.clause.partition("/")[0], name) for name in rule.readings)
    for id_ in (*verdict.reasons.governing, *verdict.reasons.unsettled):
        for norm in base.documents[id_].norms(verdict.matter):
            if norm.supports is not None and reaches(norm, context) is not Status.FALSE:
                yield from ((id_, name) for name in norm.readings)


def _of_statements(base: RuleBase, verdict: Verdict, beyond: frozenset[str]) -> Iterator[ReadingName]:
    touching = (t.clause for t in verdict.touching if not t.why.startswith(_AS_A_BASIS))
    cited = (c.clause for c in verdict.citations if c.rule not in beyond)
    for address in dict.fromkeys((*cited, *touching)):
        id_ = address.partition("/")[0]
        yield from ((id_, name) for name in base.documents[id_].clauses[address].statement_readings)


def _authorities(verdict: Verdict) -> Iterator[AuthorityBasis]:
    """Of every determination that was read, is missing, or says how a document stands: whose it is."""
    for rule in verdict.reasons.rules:
        for node in (rule.scope, *(() if rule.condition is None else (rule.condition,))):
            yield from (f.authority for f in facts_below(node) if f.authority is not None)
    yield from (f.authority for f in verdict.facts if f.authority is not None)
    yield from (m.authority for m in verdict.missing if m.authority is not None)


def _reading_name(name: str) -> ReadingName:
    document, _, reading = name.partition("/")
    return document, reading

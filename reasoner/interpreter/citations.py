"""What a verdict cites: each rule's clause with its role, and the reason beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from policy_dsl import ir
from policy_dsl.compiled import Clause, Document
from policy_dsl.ir import Effect
from reasoner.interpreter.applicability import Jurisdiction
from reasoner.interpreter.condition_evaluation import FALSE, TRUE, FactContext
from reasoner.interpreter.rule_results import Defeats, RuleResult
from reasoner.interpreter.touching_statements import speaks_of
from reasoner.model.application import Application
from reasoner.model.kinds import Outcome, Role
from reasoner.model.messages import TOUCHING, WARNINGS
from reasoner.model.proof import RuleProof
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Citation, Touching, clause_fields

_ORDER: Final = {role: index for index, role in enumerate(Role)}
_AT_WORK: Final = (Role.DECISIVE, Role.SUPPORTING, Role.DEFEATED)


def role_of(rule: RuleResult, outcome: Outcome, defeats: Defeats) -> Role:
    """decisive: of the winning strength; supporting: undefeated but weaker; considered: fails or is unknown."""
    if rule.status is not TRUE:
        return Role.CONSIDERED
    if rule.norm.id in defeats:
        return Role.DEFEATED
    if rule.group.outcome is outcome and not rule.group.exempts_singly:
        return Role.DECISIVE
    effect = rule.norm.effect
    if outcome is Outcome.CONFLICT and effect in (Effect.PROHIBIT, Effect.CAP, Effect.PERMIT):
        return Role.DECISIVE
    return Role.NOTE if effect in (Effect.PREFER, Effect.PERMIT, Effect.EXEMPT) else Role.SUPPORTING


def citations(reach: Jurisdiction, matter: str, rules: Iterable[tuple[Role, RuleResult]]) -> tuple[Citation, ...]:
    """Every rule's clause with its role; a goal sentence stands beside the task that makes it concrete."""
    documents = {d.id: d for d in reach.may_govern}
    roles: list[tuple[Role, ir.Norm]] = [(role, rule.norm) for role, rule in rules]
    # By clause and effect: a clause that bars some and prefers others makes concrete only what it shares.
    at_work = {(n.clause, n.effect): role for role, n in roles if role in _AT_WORK}
    if at_work:
        for document in reach.may_govern:
            for norm in _goals(document, matter):
                assert norm.supports is not None
                role = at_work.get((norm.supports, norm.effect))
                if role is not None:
                    roles.append((Role.DEFEATED if role is Role.DEFEATED else Role.SUPPORTING, norm))
    roles.sort(key=lambda pair: _ORDER[pair[0]])
    return tuple([_citation(documents[norm.document], norm, role) for role, norm in roles])


@lru_cache(maxsize=1024)
def _goals(document: Document, matter: str) -> tuple[ir.Norm, ...]:
    """The norms of a document on a matter that another makes concrete."""
    return tuple([n for n in document.norms(matter) if n.supports is not None])


def _citation(document: Document, norm: ir.Norm, role: Role) -> Citation:
    known = _citations_of(document)
    citation = known.get((norm.id, role))
    if citation is None:
        citation = known[norm.id, role] = Citation(
            *clause_fields(document.clauses[norm.clause]),
            version=document.version,
            role=role,
            rule=norm.id,
            spans=norm.spans if len(norm.spans) > 1 else (),
        )
    return citation


@lru_cache(maxsize=512)
def _citations_of(document: Document) -> dict[tuple[str, Role], Citation]:
    """The citations of the norms (by id) of a document in each role, filled as they are needed."""
    return {}


@lru_cache(maxsize=512)
def _resting_norms(document: Document) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By id the norms of a document whose readings rest on clauses elsewhere: the name of each reading, and the address."""
    readings = document.readings_by_name
    resting = (
        (n.id, tuple((name, a) for name in n.readings if name in readings for a in readings[name].rests_on))
        for n in document.all_norms
    )
    return {id_: clauses for id_, clauses in resting if clauses}


def resting_clauses(
    base: RuleBase, reach: Jurisdiction, rules: Iterable[RuleResult], application: Application
) -> tuple[Touching, ...]:
    """The clauses elsewhere on whose words the readings rely, on which rules rest that can reach the applicant.

    A statement that does not speak of the place or kind of the applicant is cited only where a rule that comes about takes
    from it which places it means (「其他区市」), and it is said that nothing else of it concerns the case.
    """
    clauses: dict[tuple[str, str], Touching] = {}
    for rule in rules:
        if rule.scope.status is FALSE:
            continue
        key = rule.norm.id, rule.status is TRUE
        bases = reach.resting.get(key)
        if bases is None:
            bases = reach.resting[key] = tuple(_bases(base, rule.norm, key[1], application))
        for name, touching in bases:
            clauses.setdefault((touching.clause, name), touching)
    return tuple(clauses.values())


def _bases(base: RuleBase, norm: ir.Norm, holds: bool, application: Application) -> Iterator[tuple[str, Touching]]:
    """The clauses elsewhere on which the readings of a norm rely, each with the name of the reading."""
    for name, address in _resting_norms(base.documents[norm.document]).get(norm.id, ()):
        clause = base.documents[address.partition("/")[0]].clauses[address]
        kind = _as_a_basis(clause, holds, application, base)
        if kind:
            yield name, Touching(address, clause.quote, clause.place, TOUCHING[kind].format(reading=name))


def _as_a_basis(clause: Clause, holds: bool, application: Application, base: RuleBase) -> str:
    """As what a clause is cited on which a reading of a norm relies; empty: it is not. holds: the norm comes about."""
    concerns = [c for c in clause.concerns if application.matter in c.matters]
    if not clause.concerns or any(speaks_of(c, application, base.vocabulary) for c in concerns):
        return "reading"
    return "reading_elsewhere" if concerns and holds else ""


def period_warnings(
    governing: Iterable[Document], rules: Iterable[RuleResult], context: FactContext
) -> tuple[str, ...]:
    """A sentence for each clause of a governing document with a rule that would reach the applicant and is not in its period."""
    documents = {d.id: d for d in governing}
    sentences: dict[str, None] = {}
    for rule in rules:
        period, document = rule.norm.period, documents.get(rule.norm.document)
        if period is None or document is None or rule.scope.status is FALSE:
            continue
        day = context.law_day(document.id)
        if not period.covers(day):
            place, span = document.clauses[rule.norm.clause].place, _span_of(period)
            words = WARNINGS["out_of_period"].format(title=document.title, place=place, period=span, day=day)
            sentences[words] = None
    return tuple(sentences)


def _span_of(period: ir.During) -> str:
    if period.begins and period.ends:
        return f"{period.begins}至{period.ends}"
    return f"自{period.begins}起" if period.begins else f"至{period.ends}止"


def rule_proof(rule: RuleResult, defeats: Defeats) -> RuleProof:
    """The proof of one rule: what it says, what was read and compared, and what defeats it."""
    norm = rule.norm
    return RuleProof(
        norm.id,
        norm.clause,
        norm.effect,
        norm.strength,
        rule.status,
        norm.text,
        rule.scope,
        rule.condition,
        norm.readings,
        norm.reviewed,
        defeats.get(norm.id, ()),
        norm.named if norm.exempts_singly else (),
    )

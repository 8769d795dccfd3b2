"""What a careful colleague adds to a verdict from outside the documents that govern it.

Exemptions that the facility's facts would meet, but that speak of another document only: 「不受本规划限制」 of one plan
does not reach another plan, and staff are asked about it all the same.
"""

from __future__ import annotations

from decimal import Decimal

from policy_dsl import ir
from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.interpreter.condition_evaluation import TRUE, FactContext
from reasoner.interpreter.document_force import law_days
from reasoner.interpreter.rule_results import judge_norm
from reasoner.model.application import Application, FactKey, GivenFact, Observation, Provenance, Value
from reasoner.model.place_binding import PLACES, bind_roles
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import ClauseCitation, Verdict, cited_clause, in_its_versions


def exemptions_elsewhere(base: RuleBase, verdict: Verdict) -> list[ClauseCitation]:
    """The clauses of exemptions that hold by the facts given, in documents of the region that do not govern the matter."""
    if verdict.region is None or not verdict.citations:
        return []
    base, reasons = in_its_versions(base, verdict), verdict.reasons
    others = [d for d in base.held_for(verdict.region) if d.id not in (*reasons.governing, *reasons.unsettled)]
    candidates = [(d, n) for d in others for n in d.norms_in_use if n.effect is Effect.EXEMPT]
    candidates = [(d, n) for d, n in candidates if n.condition != ir.ALWAYS]
    if not candidates:
        return []
    application = _application(verdict, base.vocabulary)
    days = law_days(base, application, verdict.as_of)
    context = FactContext(application, base.vocabulary, verdict.as_of, days)
    return [cited_clause(d.clauses[n.clause]) for d, n in candidates if judge_norm(n, context).status is TRUE]


def _application(verdict: Verdict, vocabulary: Vocabulary) -> Application:
    """The application as the verdict gives it. 所在镇街 stays unknown: nothing is claimed of it."""
    facts: dict[FactKey, tuple[Observation, ...]] = {}
    for given in verdict.given:
        key = (given.subject, given.fact)
        facts[key] = (*facts.get(key, ()), _observation(given, vocabulary.facts[given.fact]))
    roles = bind_roles(vocabulary, verdict.region)
    # Where words that mean one place have facts of their own, these stand under the word and the place.
    own = {role: f"{role}:{roles[role]}" for role in PLACES if roles[role] is not None}
    subjects = {subject for subject, _ in facts}
    return Application(
        id=verdict.application,
        matter=verdict.matter,
        received=verdict.received,
        matter_written=verdict.matter_written,
        received_written=verdict.received_written,
        region=verdict.region,
        roles=roles,
        facts=facts,
        under=verdict.under,
        apart={role: key for role, key in own.items() if key in subjects},
    )


def _observation(given: GivenFact, term: Term) -> Observation:
    provenance = Provenance(
        origin=given.origin,
        source=given.source,
        determined_by=given.determined_by,
        confirmed_by=given.confirmed_by,
        valid_until=given.valid_until,
        evidence=given.evidence,
    )
    return Observation(
        _value(given, term), given.as_at, provenance, given.starts, given.ends, given.claimed, given.written
    )


def _value(given: GivenFact, term: Term) -> Value | None:
    if isinstance(given.value, str) and term.datatype in ("ratio", "count"):
        return Decimal(given.value)
    return given.value

"""What is not known: facts to ask for, with provider and asking clause, facts taken as not claimed, and facts that only the
applicant gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.applicability import Jurisdiction
from reasoner.interpreter.condition_evaluation import FALSE, TRUE, UNKNOWN, FactContext, evaluate, negation
from reasoner.interpreter.document_force import ForceStatus
from reasoner.interpreter.fact_lookup import OWN
from reasoner.interpreter.outcome import FAVOURABLE, conclude, group_of
from reasoner.interpreter.rule_results import RuleResult
from reasoner.model import proof
from reasoner.model.application import Application, LayeredFacts, Observation, counting
from reasoner.model.kinds import RANK, AuthorityStatus, Origin, Outcome, Status
from reasoner.model.messages import (
    CHECKED,
    CHECKED_BY,
    NOT_ADOPTED,
    NOT_CLAIMED,
    NOT_PROVED,
    NOT_VERIFIED,
    ORGAN_UNSETTLED,
    PLACE_UNSTATED,
    STATED_UNKNOWN,
    WARNINGS,
)
from reasoner.model.verdict import Assumption, MissingFact

PLACED_BY: Final = {"本区县": "所在地", "所在医保管理区域": "所在地", "所在镇街": "镇街"}
"""By which fact of the institution a role of a place is bound."""

SERVICES: Final = ("机构", "已定点")
"""The services that the institution holds."""

FactName = tuple[str, str, str]
"""Term, subject as people call it, and period of a fact."""


def unknown_facts(node: proof.Node) -> Iterator[proof.FactRead]:
    """The unknown facts on which an unknown condition turns: those below its unknown parts."""
    return (fact for fact in proof.facts_below(node, unknown_only=True) if fact.value is None)


def open_rules(rules: Iterable[RuleResult], outcome: Outcome) -> tuple[list[RuleResult], list[RuleResult]]:
    """The rules that are open and whose facts are asked for, and those that could only make a favourable outcome more so.

    A preference never asks, nor does an exemption from single clauses that has nothing to lift.
    """
    rules = list(rules)
    unknown = [r for r in rules if r.status is UNKNOWN and r.norm.effect is not Effect.PREFER]
    unknown = [r for r in unknown if not r.group.exempts_singly or _lifts_something(r, rules)]
    unproved = [r for r in unknown if outcome in FAVOURABLE and RANK[r.group[0]] < RANK[outcome]]
    unproved = [r for r in unproved if r.group[0] in FAVOURABLE]
    return [r for r in unknown if r not in unproved], unproved


def _lifts_something(exemption: RuleResult, rules: Iterable[RuleResult]) -> bool:
    """Whether an exemption from single clauses may lift something: of another nothing is asked."""
    return any(r.status is not FALSE and exemption.group.lifts(r.group) for r in rules)


def unsure_reach(reach: Jurisdiction, context: FactContext) -> list[RuleResult]:
    """Where no document in force is known to reach the applicant: the rules by whose scope one of them might."""
    if any(f.reach is TRUE and f.force.status is ForceStatus.IN_FORCE for f in reach.footings):
        return []
    norms = (n for f in reach.footings if f.reach is UNKNOWN for n in f.document.norms(context.application.matter))
    scopes = [(n, evaluate(n.scope, context)) for n in norms if n.decides]
    return [RuleResult(n, group_of(n), UNKNOWN, scope) for n, scope in scopes if scope.status is UNKNOWN]


def missing_facts(open_rules: Iterable[RuleResult], vocabulary: Vocabulary) -> list[MissingFact]:
    """The unknown facts of rules that are open, each with who provides it, what proves it and which clauses ask.

    While the district is not known nobody can look up its figures: the place is asked for instead.
    """
    clauses: dict[FactName, dict[str, None]] = {}
    given: dict[FactName, tuple[str, str]] = {}
    authorities: dict[FactName, proof.AuthorityBasis | None] = {}
    for rule in open_rules:
        for node in rule.nodes:
            for unknown in unknown_facts(node):
                place = PLACED_BY.get(unknown.of)
                name = (unknown.fact, unknown.of, unknown.period) if place is None else (place, "机构", "")
                clauses.setdefault(name, {})[rule.norm.clause] = None
                given.setdefault(name, (unknown.apart, unknown.as_at))
                authorities.setdefault(name, unknown.authority if place is None else None)
    entries = []
    for (fact, of, period), asked_by in clauses.items():
        term = vocabulary.facts[fact]
        apart, as_at = given[fact, of, period]
        entries.append(
            MissingFact(
                fact=fact,
                of=of,
                period=period,
                apart=apart,
                as_at=as_at if apart else "",
                provider=term.provider,
                asked_by=tuple(asked_by),
                proof=term.proof,
                authority=authorities[fact, of, period],
            )
        )
    return entries


def unnamed_services(context: FactContext, missing: Iterable[MissingFact]) -> list[MissingFact]:
    """已定点 where 是 alone was written on a matter that adds to no service: which services, is asked whether a rule reads
    it or not (CONTRACT §1).
    """
    vocabulary, application = context.vocabulary, context.application
    subject, label = SERVICES
    term, matter = vocabulary.facts.get(label), vocabulary.matters.get(application.matter)
    contracts = counting(application.facts.get(SERVICES, ()), context.day)
    bare = contracts is not None and contracts.value is True and term is not None and term.yes_no
    if not bare or term is None or (matter is not None and matter.adds_to) or any(m.fact == label for m in missing):
        return []
    return [MissingFact(fact=label, of=subject, provider=term.provider, asked_by=(), proof=term.proof)]


def assumptions(
    rules: Collection[RuleResult],
    unproved: Iterable[RuleResult],
    missing: Sequence[MissingFact],
    context: FactContext,
    vocabulary: Vocabulary,
    beside: Iterable[proof.Condition] = (),
) -> tuple[Assumption, ...]:
    """Facts taken as not claimed: where silence means that, and where only a preference turns on them (a claim that was
    made, what was stated to be unknown, and a determination that does not count are told as what they are); then what is
    unproved and would only make a favourable outcome more favourable.

    A fact that another rule asks for is missing, and no assumption. What the applicant could claim and no condition turns on
    is none either: a clause that does not reach its kind of institution does not ask who founded it.

    beside: conditions that were looked into besides those of the rules.
    """
    open_facts = {(m.fact, m.of, m.period) for m in missing}
    assumed_nodes = [n for n in context.nodes.values() if n.assumed]
    claimable = _claimable(assumed_nodes, rules, beside)
    entries = {
        name: Assumption(n.fact, n.of, n.assumed, authority=n.authority)
        for n in assumed_nodes
        if (name := (n.fact, n.of, n.period)) in claimable or n.assumed != NOT_CLAIMED
    }
    claims = [r for r in rules if r.status is UNKNOWN and r.norm.effect is Effect.PREFER]
    if claims:
        references = {(n.fact, n.of, n.period): ref for ref, n in context.nodes.items()}
        for rule in claims:
            for unknown in (u for node in rule.nodes for u in unknown_facts(node)):
                name = (unknown.fact, unknown.of, unknown.period)
                if name not in open_facts:
                    observation = context.observations.get(references.get(name, ("", "", None)))
                    assumed = _taken_for(unknown, observation, vocabulary.facts[unknown.fact].burden)
                    made = Assumption(unknown.fact, unknown.of, assumed, authority=unknown.authority)
                    entries.setdefault(name, made)
    for unknown in (u for rule in unproved for node in rule.nodes for u in unknown_facts(node)):
        name = (unknown.fact, unknown.of, unknown.period)
        if name not in open_facts:
            entries[name] = Assumption(unknown.fact, unknown.of, NOT_PROVED, authority=unknown.authority)
    terms = [(a, vocabulary.facts[a.fact]) for a in entries.values()]
    return tuple([replace(a, proof=term.proof, provider=term.provider) for a, term in terms])


def _claimable(
    assumed: Iterable[proof.FactRead], rules: Iterable[RuleResult], beside: Iterable[proof.Condition]
) -> set[FactName]:
    """Of what is taken as not claimed that on which some condition turns."""
    terms = {n.fact for n in assumed if n.assumed == NOT_CLAIMED}
    claimable: set[FactName] = set()
    if not terms:
        return claimable
    reading = (node for rule in rules if not terms.isdisjoint(rule.norm.terms_read) for node in rule.nodes)
    for node in (*reading, *beside):
        claimable.update([(n.fact, n.of, n.period) for n in _if_claimed(node)[1]])
    return claimable


def _if_claimed(node: proof.Condition) -> tuple[Status, Sequence[proof.FactRead]]:
    """What a condition would come to if nobody knew what is taken as not claimed, and on which of these facts it then turns."""
    # By exact type: this is asked of every node of every rule.
    if type(node) is proof.Not:
        status, facts = _if_claimed(node.parts[0])
        return negation(status), facts
    if type(node) is proof.And or type(node) is proof.Or:
        settling = FALSE if type(node) is proof.And else TRUE
        turning: list[proof.FactRead] = []
        unknown = False
        for part in node.parts:
            status, facts = _if_claimed(part)
            if status is settling:
                return settling, ()
            if status is UNKNOWN:
                unknown = True
                turning += facts
        return UNKNOWN if unknown else negation(settling), turning
    if type(node) is proof.Untranscribed:
        return UNKNOWN, ()
    if type(node) is proof.During:
        return node.status, ()
    read = proof.facts_below(node) if type(node) is proof.Compare else (node.read,)
    claimed = [fact for fact in read if fact.assumed]
    return (UNKNOWN, claimed) if claimed else (node.status, ())


_NOT_COUNTING: Final = {AuthorityStatus.OTHER_ORGAN: ORGAN_UNSETTLED, AuthorityStatus.EXCLUDED: NOT_ADOPTED}
"""What is said of a determination that does not count, by what its organs are to the fact."""


def _taken_for(unknown: proof.FactRead, observation: Observation | None, burden: bool) -> str:
    """What an unknown fact was taken for on which only a preference turns.

    observation: that which counts of it. burden: the applicant would have to claim it.
    """
    if burden and observation is not None and observation.value is None:
        return NOT_VERIFIED if observation.claimed else STATED_UNKNOWN
    if unknown.of in PLACED_BY:
        return PLACE_UNSTATED
    return NOT_CLAIMED if unknown.standing is None else _NOT_COUNTING.get(unknown.standing, NOT_CLAIMED)


def applicant_only(
    context: FactContext,
    outcomes: tuple[Outcome, ...],
    possible: Callable[[Application], tuple[Outcome, ...]],
) -> Iterator[str]:
    """A sentence for each fact on which a favourable outcome rests, and which only the applicant gives though somebody else
    would have to provide it: if nobody knew it, the outcome would be another.

    possible: every outcome that is open for other facts.
    """
    if (outcome := conclude(outcomes)) not in FAVOURABLE:
        return
    application, terms = context.application, context.vocabulary.facts
    given = [(ref, node) for ref, node in context.nodes.items() if node.origin is Origin.APPLICATION]
    for ref, node in given:
        check, observation = CHECKED_BY.get(terms[ref[1]].provider, CHECKED), context.observations[ref]
        if not check or observation is None or node.confirmed_by:
            continue
        key = application.subject(ref[0]) or ref[0], ref[1]
        unknown = tuple([replace(o, value=None) if o is observation else o for o in application.facts.get(key, ())])
        facts = LayeredFacts({key: unknown}, application.facts)
        if node.value is not None and conclude(possible(replace(application, facts=facts))) is not outcome:
            name = node.fact if ref[0] in OWN else f"{node.of}的{node.fact}"
            yield WARNINGS["applicant_only"].format(fact=name, value=node.value, check=check)

"""The clauses that a verdict cites, each with the part that it plays and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final

from policy_dsl.addresses import place
from policy_dsl.ir import Effect
from reasoner.explain.exceptions import exception_sentences, reach_sentences
from reasoner.explain.explanation import Background, Point, PointRole, source_of
from reasoner.explain.rule_sentences import ESTABLISHED, SUPPOSED, UNDER_HEADING, finding
from reasoner.explain.what_to_do import what_fits
from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.messages import NOT_VERIFIED
from reasoner.model.proof import RuleProof, facts_below
from reasoner.model.verdict import Citation, ClauseCitation, Verdict


def cited_points(
    verdict: Verdict, background: Background, roles: Container[PointRole] = tuple(PointRole)
) -> Iterator[Point]:
    """The citations, those of one clause and part joined, with their rules; the order is the verdict's.

    roles: the parts to speak of.
    """
    proofs = {r.rule: r for r in verdict.reasons.rules}
    unverified = {a.fact for a in verdict.assumptions if a.assumed == NOT_VERIFIED}
    joined: dict[tuple[PointRole, str, bool], tuple[Citation, list[RuleProof]]] = {}
    for citation in verdict.citations:
        rule = proofs.get(citation.rule)
        exempting = rule is not None and rule.effect is Effect.EXEMPT
        key = (_role(citation.role, rule, unverified), citation.clause, exempting)
        rules = joined.setdefault(key, (citation, []))[1]
        if rule is not None:
            rules.append(rule)
    unsettled = frozenset(verdict.reasons.unsettled)
    for (role, _, _), (citation, rules) in joined.items():
        if role in roles:
            sentences = _sentences(role, citation, rules, verdict, background, unsettled)
            yield Point(role, citation, tuple(rules), tuple(sentences))


def _role(role: Role, rule: RuleProof | None, unverified: Container[str]) -> PointRole:
    if role is not Role.CONSIDERED or rule is None:
        return _ROLES[role]
    if rule.status is Status.TRUE:
        return PointRole.MET
    if rule.status is Status.UNKNOWN and rule.effect is Effect.PREFER:
        nodes = (rule.scope,) if rule.condition is None else (rule.scope, rule.condition)
        claims = (f for n in nodes for f in facts_below(n, unknown_only=True) if f.value is None)
        return PointRole.UNVERIFIED if any(f.fact in unverified for f in claims) else PointRole.UNCLAIMED
    if rule.status is Status.UNKNOWN:
        return PointRole.OPEN
    return PointRole.UNREACHED if rule.condition is None else PointRole.CHECKED


_ROLES: Final = {role: PointRole(role.value) for role in Role}

UNSETTLED: Final = "该条所在文件效力不明,确认以前不据以作出处理。"
"""What is said of a rule that comes about if its document is in force, which nobody knows."""


def _sentences(
    role: PointRole,
    citation: ClauseCitation,
    rules: Sequence[RuleProof],
    verdict: Verdict,
    background: Background,
    unsettled: frozenset[str],
) -> Iterator[str]:
    """What is said of a clause. unsettled: ids of the documents of which nobody knows whether they are in force."""
    effect = rules[0].effect if rules else None
    if role is PointRole.MET:
        yield f"《{citation.document}》在适用日期是否有效尚待确认,确认以前本条不作为依据。"
    lead = _lead(role, background)
    if effect is Effect.EXEMPT and role is not PointRole.DECISIVE:
        for rule in rules:
            yield from _of_exception(rule, role, citation, verdict, background)
        return
    if not rules:
        yield "该条是目标性规定,由前列规定具体化,一并列明。"
    if len(rules) == 1:
        yield finding(rules[0], background.terms, lead)
    else:
        yield from dict.fromkeys([finding(rule, background.terms, lead) for rule in rules])
    if not background.supposed:
        for rule in rules:
            if rule.effect is Effect.CAP and rule.status is Status.TRUE:
                yield from what_fits(rule, citation)
    name, why = background.called.get(verdict.region or "", ("", ""))
    if name and name in citation.quote:
        yield f"该条所称{why}"
    uncertain = bool(unsettled) and citation.clause.partition("/")[0] in unsettled and role is not PointRole.MET
    if uncertain and any(r.status is not Status.FALSE for r in rules):
        yield UNSETTLED
    if effect is Effect.EXEMPT:
        yield from reach_sentences(citation, verdict)
    if role is PointRole.NOTE and effect is Effect.PREFER and _restricted(verdict):
        before = "前述" if verdict.outcome in _RESTRICTED else "其他规定的"  # while undetermined none precedes
        yield f"优先非豁免:该条规定可优先考虑,不解除{before}限制。"
    if role is PointRole.DEFEATED:
        yield from _defeated(rules, verdict)


def _lead(role: PointRole, background: Background) -> str:
    """How a finding begins."""
    if not background.supposed:
        return ESTABLISHED
    return UNDER_HEADING if background.headed and role in LEADING else SUPPOSED


LEADING: Final = (PointRole.DECISIVE, PointRole.SUPPORTING, PointRole.DEFEATED)
"""The parts of clauses that lead to the outcome, and of those that are overcome on the way."""

_RESTRICTED: Final = (
    Outcome.CONFLICT,
    Outcome.BARRED,
    Outcome.PRESUMPTIVELY_BARRED,
    Outcome.STRICTLY_CONTROLLED,
    Outcome.NOT_ELIGIBLE,
)


def _restricted(verdict: Verdict) -> bool:
    return verdict.outcome in _RESTRICTED or any(o in _RESTRICTED for o in verdict.possible)


def _of_exception(
    rule: RuleProof, role: PointRole, citation: ClauseCitation, verdict: Verdict, background: Background
) -> Iterator[str]:
    terms = background.terms
    if rule.pending:
        yield finding(rule, terms)
    elif rule.status is Status.TRUE:
        yield finding(rule, terms, _lead(role, background))
        if rule.exempts:
            places = "、".join(place(clause.partition("/")[2]) for clause in rule.exempts)
            yield f"豁免·范围不及:该条只解除{places}的限制,其他限制照旧。"
        yield from reach_sentences(citation, verdict)
    else:
        yield from exception_sentences(rule, verdict, terms, asking=not background.supposed)


def elsewhere_point(citation: ClauseCitation, verdict: Verdict) -> Point:
    """An exemption of a document that does not govern: it does not reach those that do."""
    governing = dict.fromkeys(c.document for c in verdict.citations)
    own = "它所指的本文件的条" if _SINGLE.search(citation.quote) else "「本规划」"
    sentence = f"豁免·范围不及:该条限于{own},不及于{'、'.join(f'《{t}》' for t in governing)}。"
    return Point(PointRole.CONSIDERED, citation, (), (sentence,))


_SINGLE: Final = re.compile("不受[^,。;\uff0c\uff1b]{0,30}(?:[条款项段]|部分)[^,。;\uff0c\uff1b]{0,8}限制")
"""The words of an exemption from single clauses: 不受第四条限制."""


def _defeated(rules: Iterable[RuleProof], verdict: Verdict) -> Iterator[str]:
    citations = {c.rule: c for c in verdict.citations}
    for rule, principle in sorted({(d.by, d.principle) for r in rules for d in r.defeated_by}):
        why = "规定的豁免" if principle == "豁免" else f"的规定({principle})"
        by = citations[rule]
        yield f"因{by.place if principle == '豁免' else source_of(by)}{why},该条限制本次不适用。"

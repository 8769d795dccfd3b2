"""The verdict put together: the facts it holds, its receipt, its digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from msgspec.structs import replace

from reasoner import ENGINE
from reasoner.model.application import (
    Application,
    FactKey,
    Facts,
    GivenFact,
    LayeredFacts,
    Observation,
    SharedFacts,
    canonical,
    own_facts,
)
from reasoner.model.binding import bind_roles
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Change, MissingFact, Receipt, Verdict

_OWN: Final = ("申请", "机构")
UNSEALED: Final = Receipt("", {}, "", "", "", "")
"""Stands in a verdict until it is sealed."""


def sealed(verdict: Verdict, base: RuleBase, application: Application, only: frozenset[str] | None) -> Verdict:
    """The verdict with the facts on which it can rest and its receipt.

    The same facts give the same bytes, whatever file they came in and whatever else stood in that file.
    """
    documents = base.held_for(application.region)
    given = tuple(given_facts(base, application, verdict.missing, verdict.changes))
    receipt = Receipt(
        engine=ENGINE,
        documents={d.id: d.content_digest for d in documents},
        vocabulary=base.vocabulary_digest(application.region, documents, application.matter),
        facts=digest((application.id, application.matter, application.received, application.region, given)),
        advice=digest((verdict.missing, verdict.changes)),
        as_of=verdict.as_of,
    )
    return replace(
        verdict,
        only=None if only is None else tuple(sorted(only)),
        under=application.under,
        given=given,
        receipt=receipt,
    )


def given_facts(
    base: RuleBase, application: Application, missing: Iterable[MissingFact], changes: Iterable[Change]
) -> Iterator[GivenFact]:
    """The facts that a verdict holds, in the order of their keys: those of the applicant itself, and what the rules on
    the matter can read of its places and of the places that its advice names. All periods of a fact are kept.
    """
    documents = base.held_for(application.region)
    readable = base.readable(documents, application.matter)
    keys: set[FactKey] = {key for key in own_facts(application.facts) if key[0] in _OWN}
    if application.region is None:
        bindings = [dict(application.roles) | roles for _, roles in possible_places(base)]
    else:
        advised = _advised_places(base, application, missing, changes)
        bindings = [{**application.roles, **application.apart}, *(bind_roles(base.vocabulary, p) for p in advised)]
    for binding in bindings:
        keys |= readable.keys(binding)
    keys.update(readable.determinations)
    for subject, term in sorted(keys):
        yield from _forms(application.facts, (subject, term))


def _forms(facts: Facts, key: FactKey) -> tuple[GivenFact, ...]:
    """The observations of a fact as a verdict holds them; of shared facts they are made once for all applications."""
    kind = type(facts)
    if kind is LayeredFacts:
        assert isinstance(facts, LayeredFacts)
        return _forms(facts.own if key in facts.own else facts.below, key)
    observations = facts.get(key)
    if observations is None:
        return ()
    if kind is not SharedFacts:
        return tuple([given_fact(*key, o) for o in observations])
    assert isinstance(facts, SharedFacts)
    forms = facts.forms.get(key)
    if forms is None:
        forms = facts.forms[key] = tuple([given_fact(*key, o) for o in observations])
    return forms


def possible_places(base: RuleBase) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Where an institution may lie of which no place is known: each region with documents, and what it binds.

    A province is nobody's city: its figures say nothing of the city where the institution may lie.
    """
    for region in sorted({d.region for d in base.documents.values()}):
        city = region if base.vocabulary.regions[region].level == "prefecture" else None
        yield region, {"全市": city, "本统筹区": city}


def _advised_places(
    base: RuleBase, application: Application, missing: Iterable[MissingFact], changes: Iterable[Change]
) -> Iterator[str]:
    """The codes of the counties in which advice supposes the institution to lie."""
    names = {f.after for c in changes for f in c.facts if f.fact == "所在地"} | {p for c in changes for p in c.others}
    names |= {a.value for m in missing if m.fact == "所在地" for a in m.answers or ()}
    if names:
        city = application.roles.get("全市")
        regions = base.vocabulary.regions.values()
        yield from (r.code for r in regions if r.level == "county" and r.parent == city and r.name in names)


def given_fact(subject: str, term: str, observation: Observation) -> GivenFact:
    """An observation as a verdict holds it."""
    origin = observation.provenance
    return GivenFact(
        subject=subject,
        fact=term,
        value=canonical(observation.value),
        as_at=observation.as_at,
        origin=origin.origin,
        source=origin.source,
        determined_by=origin.determined_by,
        confirmed_by=origin.confirmed_by,
        valid_until=origin.valid_until,
        evidence=origin.evidence,
    )


def all_given(application: Application) -> tuple[GivenFact, ...]:
    """Every fact of an application in the order of their keys, whatever file it came in."""
    return tuple(
        given_fact(subject, term, observation)
        for subject, term in sorted(application.facts)
        for observation in application.facts[subject, term]
    )


def digest(data: object) -> str:
    """SHA-256 of typed data as JSON in one line."""
    return hashlib.sha256(msgspec.json.encode(data)).hexdigest()

"""The verdict put together: the facts it holds, its receipt, its digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

import msgspec
from msgspec.structs import replace

from policy_dsl.set_aside import SetAside
from reasoner import ENGINE
from reasoner.model.application import (
    Application,
    FactKey,
    GivenFact,
    given_fact,
    layers,
    show,
)
from reasoner.model.consistency import Excess
from reasoner.model.messages import WARNINGS
from reasoner.model.place_binding import DOCUMENT, bind_roles, city_of, counties_of
from reasoner.model.rule_base import CONTINUATION, RuleBase
from reasoner.model.verdict import Change, MissingFact, ReadingConfirmation, Receipt, SetAsideDocument, Verdict

_OWN: Final = ("申请", "机构")
WRITTEN_PLACE: Final = "地区"
WRITTEN_WHEN: Final = "时点"
"""Of what besides its value a fact may have been written otherwise than it is read."""
UNSEALED: Final = Receipt("", {}, "", "", "", "")
"""Stands in a verdict until it is sealed."""


def sealed(
    verdict: Verdict,
    base: RuleBase,
    application: Application,
    only: frozenset[str] | None,
    contradictory: Iterable[Excess],
) -> Verdict:
    """The verdict with the facts on which it can rest and its receipt. contradictory: figures that cannot both be.

    The same facts give the same bytes, whatever file they came in and whatever else stood in that file.
    """
    documents = base.held_for(application.region)
    advised = advised_places(base, application, verdict.missing, verdict.changes)
    given = tuple(given_facts(base, application, advised, contradictory))
    receipt = Receipt(
        engine=ENGINE,
        documents={d.id: d.content_digest for d in documents},
        vocabulary=base.vocabulary_digest(application.region, documents, application.matter),
        facts=_facts_digest(application, given),
        advice=digest((verdict.missing, verdict.changes)),
        as_of=verdict.as_of,
    )
    aside = tuple(map(_recorded, base.set_aside_for(application.region, application.matter)))
    return replace(
        verdict,
        set_aside=aside,
        matter_written=application.matter_written,
        received_written=application.received_written,
        warnings=(
            *map(set_aside_warning, aside),
            *written_warnings(application, given, base),
            *verdict.warnings,
        ),
        only=None if only is None else tuple(sorted(only)),
        under=application.under,
        given=given,
        receipt=receipt,
        confirmations=confirmations(base, verdict),
    )


def _facts_digest(application: Application, given: tuple[GivenFact, ...]) -> str:
    return digest((application.id, application.matter, application.received, application.region, given))


def facts_digest(
    base: RuleBase, application: Application, advised: Iterable[str], contradictory: Iterable[Excess]
) -> str:
    """The digest of the facts that a verdict holds whose advice names some places (codes), as its receipt has it."""
    return _facts_digest(application, tuple(given_facts(base, application, advised, contradictory)))


def _recorded(part: SetAside) -> SetAsideDocument:
    """What a verdict says of what is set aside; a path of this machine is no part of it."""
    name = "" if part.everywhere else part.document or part.path.replace("\\", "/").rpartition("/")[2]
    return SetAsideDocument(name, part.title, len(part.faults))


def set_aside_warning(aside: SetAsideDocument) -> str:
    """That a document was not looked at because it had faults."""
    if not aside.document:
        return WARNINGS["set_aside_all"]
    called = f"《{aside.title}》({aside.document})" if aside.title else aside.document
    return WARNINGS["set_aside"].format(document=called, count=aside.faults)


def written_warnings(application: Application, given: Iterable[GivenFact], base: RuleBase) -> Iterator[str]:
    """What was written otherwise than it is read: of the matter, of the day of receipt and of the facts that a verdict holds."""
    if application.matter_written:
        yield WARNINGS["written"].format(fact="事项", text=application.matter_written, value=application.matter)
    if application.received_written:
        yield WARNINGS["written"].format(fact="日期", text=application.received_written, value=application.received)
    regions, facts = base.vocabulary.regions, base.vocabulary.facts
    for fact in (g for g in given if g.written):
        place = regions[fact.subject].name if fact.subject in regions else ""
        term = facts[fact.fact]
        for writing in fact.written:
            value, of = "", f"的{writing.of}"
            if writing.of == WRITTEN_PLACE:
                value = place
            elif writing.of == WRITTEN_WHEN:
                value = fact.as_at
            elif isinstance(fact.value, str) and term.datatype in ("ratio", "count"):
                value, of = show(Decimal(fact.value), term), ""
            elif fact.fact == "所在地" and isinstance(fact.value, str):
                value, of = regions[fact.value].name, ""
            else:
                value, of = show(fact.value, term), ""
                if fact.fact == "等级":
                    value += "".join(f"(等次{rank}等)" for rank in "甲乙" if rank in writing.text)
            yield WARNINGS["written"].format(
                fact=f"{place}{'的' if place else ''}{fact.fact}{of}", text=writing.text, value=value
            )


def confirmations(
    base: RuleBase, verdict: Verdict, more: Iterable[tuple[str, str]] = ()
) -> tuple[ReadingConfirmation, ...]:
    """What was last said of the readings on which a verdict rests, and of more (document and name), in document order."""
    if not base.confirmed_readings:
        return ()
    cited = {(r.clause.partition("/")[0], name) for r in verdict.reasons.rules for name in r.readings} | set(more)
    return tuple(
        ReadingConfirmation(document, name, status.state, status.by, status.date)
        for (document, name), status in base.confirmed_readings.items()
        if (document, name) in cited
    )


def given_facts(
    base: RuleBase, application: Application, advised: Iterable[str], contradictory: Iterable[Excess]
) -> Iterator[GivenFact]:
    """The facts that a verdict holds, in the order of their keys: those of the applicant itself, what the rules on the
    matter can read of its places and of the places (codes) that its advice names, and what contradicts such a fact. All
    periods of a fact are kept.
    """
    documents = base.held_for(application.region)
    readable = base.readable(documents, application.matter)
    own, shared = layers(application.facts)
    if application.region is None:
        bindings = [dict(application.roles) | roles for _, roles in possible_places(base)]
    else:
        bindings = [{**application.roles, **application.apart}, *(bind_roles(base.vocabulary, p) for p in advised)]
    every = readable.every(bindings)
    chosen = {key for key in own if key[0] in _OWN}
    for excess in contradictory:
        chosen |= {excess.part, excess.whole}
    for keys in every:
        chosen.update(keys.intersection(own))
        if shared:
            chosen.update([key for key in keys if key in shared])
    for key in sorted(chosen):
        observations = own.get(key)
        if observations is not None:
            for observation in observations:
                yield given_fact(*key, observation)
        elif key in shared:
            yield from shared.given(key)


def readable_facts(base: RuleBase, application: Application, day: str | None = None) -> frozenset[FactKey]:
    """The facts of its places, and of documents that speak of its matter, on which its verdict can turn, given or not.

    day: that whose law is asked for; None: the day of receipt. A verdict holds determinations about other documents of the
    region where they are given; nothing in it turns on them, nor on whether a plan goes on whose period lasts.
    """
    last = max(day or "", application.received)
    documents = base.held_for(application.region)
    readable = base.readable(documents, application.matter)
    speaking = {
        DOCUMENT + d.id for d in documents if application.matter in d.regulates or d.concerns(application.matter)
    }
    own = {**application.roles, **application.apart}
    bindings = [own] if application.region is not None else [own | roles for _, roles in possible_places(base)]
    ended = {DOCUMENT + d.id for d in documents if d.ends and d.ends < last}
    forces = frozenset(
        k for k in readable.determinations if k[0] in speaking and (k[1] != CONTINUATION or k[0] in ended)
    )
    return forces.union(*map(readable.keys, bindings))


def possible_places(base: RuleBase) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Where an institution may lie of which no place is known: each region with documents, and what it binds.

    A province is nobody's city: its figures say nothing of the city where the institution may lie.
    """
    for region in sorted({d.region for d in base.documents.values()}):
        city = city_of(base.vocabulary, region)
        yield region, {"全市": city, "本统筹区": city}


def advised_places(
    base: RuleBase, application: Application, missing: Iterable[MissingFact], changes: Iterable[Change]
) -> Iterator[str]:
    """The codes of the counties in which advice supposes the institution to lie."""
    names = {f.after for c in changes for f in c.facts if f.fact == "所在地"} | {p for c in changes for p in c.others}
    names |= {a.value for m in missing if m.fact == "所在地" for a in m.answers or ()}
    if names:
        counties = counties_of(base.vocabulary, application.roles.get("全市"))
        yield from (code for code in counties if base.vocabulary.regions[code].name in names)


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

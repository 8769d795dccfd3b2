"""An application as the record keeps it, so that its verdict can be derived again; and the application back from it.

Figures and determinations that many applications share are kept once, by their digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from policy_dsl.formats import Day, Sha256OrEmpty
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.application import (
    Application,
    FactKey,
    Facts,
    GivenFact,
    LayeredFacts,
    Observation,
    Provenance,
    SharedFacts,
    Value,
    Writing,
    given_fact,
    layers,
)
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict

NUMERIC = ("ratio", "count")


class KeptApplication(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that was known of an application when it was judged."""

    id: str
    """Its number (编号)."""
    matter: str
    """What is asked for, by label."""
    received: Day
    """The day of receipt."""
    region: str | None
    """The code of the place; None: unknown."""
    roles: dict[str, str | None]
    """What the words for places and persons stand for."""
    facts: tuple[GivenFact, ...]
    """Its own facts."""
    shared: Sha256OrEmpty = ""
    """The digest of the facts that it shares with others; empty: none."""
    apart: dict[str, str] = {}
    """Judged as if it lay elsewhere: the subjects of words that mean one place and have facts of their own."""
    under: str = ""
    """The region where it was judged as if it lay there."""
    received_written: str = ""
    """What was written for the day of receipt, where it is read as another text."""
    matter_written: str = ""
    """What was written for the matter, where it is read as another text."""


def kept_application(application: Application, shared: str) -> KeptApplication:
    """An application as it is kept. shared: the digest of what it shares with others; empty: nothing."""
    own, _ = layers(application.facts)
    return KeptApplication(
        id=application.id,
        matter=application.matter,
        received=application.received,
        region=application.region,
        roles=dict(application.roles),
        facts=tuple(given_facts_of(own)),
        shared=shared,
        apart=dict(application.apart),
        under=application.under,
        received_written=application.received_written,
        matter_written=application.matter_written,
    )


def given_facts_of(facts: Facts) -> Iterable[GivenFact]:
    """Facts with their provenance, in the order of their keys."""
    return (given_fact(*key, observation) for key in sorted(facts) for observation in facts[key])


def application_of(kept: KeptApplication, shared: SharedFacts | None, vocabulary: Vocabulary) -> Application:
    """The application that was kept. A fact of which the vocabulary has no term is left out: no rule can read it."""
    own = facts_of(kept.facts, vocabulary)
    return Application(
        id=kept.id,
        matter=kept.matter,
        received=kept.received,
        region=kept.region,
        roles=kept.roles,
        facts=own if shared is None else LayeredFacts(own, shared),
        received_written=kept.received_written,
        matter_written=kept.matter_written,
        under=kept.under,
        apart=kept.apart,
    )


def facts_of(given: Iterable[GivenFact], vocabulary: Vocabulary) -> dict[FactKey, tuple[Observation, ...]]:
    """Facts by subject and term."""
    facts: dict[FactKey, tuple[Observation, ...]] = {}
    for fact in given:
        if fact.fact in vocabulary.facts:
            key = (fact.subject, fact.fact)
            numeric = vocabulary.facts[fact.fact].datatype in NUMERIC
            facts[key] = (*facts.get(key, ()), _observation(fact, numeric))
    return facts


def _observation(fact: GivenFact, numeric: bool) -> Observation:
    value: Value | None = fact.value
    if numeric and isinstance(value, str):
        value = Decimal(value)
    provenance = Provenance(
        fact.origin, fact.source, fact.determined_by, fact.confirmed_by, fact.valid_until, fact.evidence
    )
    return Observation(value, fact.as_at, provenance, fact.starts, fact.ends, fact.claimed, fact.written)


def judged_again(base: RuleBase, application: Application, verdict: Verdict) -> Verdict:
    """The verdict on an application by a rule base, asked for as another verdict was: its day, its documents, its readings."""
    only = None if verdict.only is None else frozenset(verdict.only)
    again = judge(base, application, verdict.as_of, only)
    if verdict.readings is None and verdict.readings_not_run is None:
        return again
    return with_readings(base, application, again, only)


# --- texts that must not stand in the record ------------------------------------------------------------------------


def rewritten(
    application: Application, vocabulary: Vocabulary, text: Callable[[str], str], layer: SharedFacts | None = None
) -> Application:
    """The application with its texts put through a function; the same application where none is changed by it.

    Figures, days and names of the vocabulary are no such texts. layer: the facts that it shares with others, of which the
    texts have been put through it already; None: it shares none.
    """
    own, shared = layers(application.facts)
    changed = rewritten_facts(own, vocabulary, text)
    texts = {k: text(getattr(application, k)) for k in ("id", "matter_written", "received_written")}
    roles = {k: v if v is None else text(v) for k, v in application.roles.items()}
    apart = {k: text(v) for k, v in application.apart.items()}
    same = all(getattr(application, k) == v for k, v in texts.items())
    same = same and roles == dict(application.roles) and apart == dict(application.apart)
    if same and changed is own and (layer is None or layer is shared):
        return application
    facts: Facts = changed if layer is None else LayeredFacts(changed, layer)
    return replace(application, facts=facts, roles=roles, apart=apart, **texts)


def rewritten_facts(facts: Facts, vocabulary: Vocabulary, text: Callable[[str], str]) -> Facts:
    """The same of facts alone."""
    changed: dict[FactKey, tuple[Observation, ...]] = {}
    different = False
    for (subject, term), observations in facts.items():
        known = vocabulary.facts.get(term)
        numeric = known is not None and known.datatype in NUMERIC
        new = tuple(_rewritten(o, numeric, text) for o in observations)
        key = (text(subject), term)
        different = different or key != (subject, term) or new != observations
        changed[key] = new
    return changed if different else facts


def _rewritten(observation: Observation, numeric: bool, text: Callable[[str], str]) -> Observation:
    value, whence = observation.value, observation.provenance
    if isinstance(value, str) and not numeric:
        value = text(value)
    elif isinstance(value, tuple):
        value = tuple(map(text, value))
    evidence = whence.evidence
    if evidence is not None:
        evidence = replace(evidence, name=text(evidence.name), number=text(evidence.number), page=text(evidence.page))
    provenance = replace(
        whence,
        source=None if whence.source is None else text(whence.source),
        determined_by=tuple(map(text, whence.determined_by)),
        confirmed_by=text(whence.confirmed_by),
        evidence=evidence,
    )
    written = tuple(Writing(w.of, text(w.text)) for w in observation.written)
    return replace(observation, value=value, provenance=provenance, written=written)


def texts_of(data: object, text: Callable[[str], str]) -> object:
    """Plain data with every text in it put through a function; its keys stay."""
    if isinstance(data, Mapping):
        return {k: texts_of(v, text) for k, v in data.items()}
    if isinstance(data, (list, tuple)):
        return [texts_of(item, text) for item in data]
    return text(data) if isinstance(data, str) else data

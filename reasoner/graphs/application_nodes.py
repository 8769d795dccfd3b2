"""Checked applications as resources, with every fact, its day and its source; what all of them share is said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from policy_dsl.vocabulary import Term
from reasoner.graphs import namespaces as n
from reasoner.graphs.coordinates import WKT, WKT_LITERAL, wkt
from reasoner.graphs.facility import TYPE_FACT
from reasoner.graphs.graph_builder import Iri, Lit, Resource, boolean, merged, number, period, string, zh
from reasoner.graphs.term_iris import FRAME, ORIGINS, Terms
from reasoner.model.application import NOT_GIVEN, Application, Observation, Provenance, Value
from reasoner.model.place_binding import DOCUMENT as DOCUMENT_KEY
from reasoner.model.place_binding import TOWN as TOWN_KEY

_OWN: Final = ("申请", "机构")
_ORIGIN_IRIS: Final = {origin: iri for iri, origin in ORIGINS.items()}
Fact = tuple[str, str, Observation]
"""Subject key, label and observation."""


def applications(
    batch: Sequence[Application], terms: Terms, positions: Mapping[str, Mapping[str, object]] | None = None
) -> list[Resource]:
    """The resources of applications, in their order. positions: 位置 by 编号, which the facts do not hold."""
    shared = _shared(batch)
    resources: list[Resource] = []
    for application in batch:
        position = (positions or {}).get(application.id)
        resources += _Writer(application, terms, shared).resources(position)
    if batch:
        base = n.ROOT + "observation"
        for subject, label, observations in shared:
            resources += _observation(base, subject, label, observations, terms, "")
    return merged(resources)


def iri_of(application: Application) -> str:
    """The IRI of an application: its 编号 under a fixed address."""
    return f"{n.ROOT}application/{n.slug(application.id)}"


def _shared(batch: Sequence[Application]) -> dict[Fact, None]:
    """Observations of regions, towns and documents that every one of several applications has."""
    if len(batch) < 2:
        return {}
    each = [dict.fromkeys(_observations(a)) for a in batch]
    return {fact: None for fact in each[0] if all(fact in other for other in each[1:])}


def _observations(application: Application) -> Iterable[Fact]:
    for (subject, label), observations in sorted(application.facts.items(), key=lambda f: f[0]):
        if subject not in _OWN:
            yield from ((subject, label, observation) for observation in observations)


class _Writer:
    """The resources of one application."""

    def __init__(self, application: Application, terms: Terms, shared: Mapping[Fact, None]) -> None:
        self._application, self._terms, self._shared = application, terms, shared
        self._iri = iri_of(application)
        self._facility = Resource(self._iri + "/facility").a(n.TL + "Facility")
        self._town: Resource | None = None

    def resources(self, position: Mapping[str, object] | None) -> list[Resource]:
        """The application, its institution, and what was observed for it."""
        application, terms = self._application, self._terms
        whole = Resource(self._iri).a(n.TL + "Application")
        whole.add(n.TL + "identifier", Lit(application.id))
        whole.add(n.TL + "matter", Iri(terms.vocabulary.matters[application.matter].iri))
        whole.add(n.TL + "received", period(application.received))
        whole.add(n.APPLICANT, Iri(self._facility.iri))
        determined: list[Resource] = []
        for iri, term in terms.application.items():
            if term.label not in FRAME:
                determined += self._fact(whole, iri, term)
        for iri, term in terms.facility.items():
            determined += self._fact(self._facility, iri, term)
        if application.region is not None:
            self._facility.add(n.TL + "location", Iri(terms.vocabulary.regions[application.region].iri))
        extra = self._position(position)
        others = [
            r
            for fact in _observations(application)
            if fact not in self._shared
            for r in _observation(self._iri + "/observation", *fact, terms, self._town_iri)
        ]
        observed = [r for r in (*determined, *others) if any(p == n.INDICATOR for p, _ in r.properties)]
        whole.add(n.OBSERVED, *(Iri(r.iri) for r in observed))
        return [whole, self._facility, *([self._town] if self._town else []), *extra, *determined, *others]

    def _fact(self, resource: Resource, iri: str, term: Term) -> list[Resource]:
        """A fact of the application or institution: a property, and an observation where it has a day or a source.

        A judgement with a day or a source is an observation alone, since it may have been made more than once.
        """
        observations = self._application.facts.get((term.subject, term.label), ())
        judged = term.datatype == "boolean" or term.yes_no
        bare = len(observations) == 1 and not observations[0].as_at and observations[0].provenance == NOT_GIVEN
        if observations and (bare or not judged):
            self._property(resource, iri, term, observations[0])
        if bare:
            return []
        base = f"{self._iri}/{'determination' if judged else 'observation'}"
        resources: list[Resource] = []
        for observation in observations:
            resources += _observation(base, resource.iri, term.label, observation, self._terms, self._town_iri)
        return resources

    @property
    def _town_iri(self) -> str:
        return self._town.iri if self._town is not None else ""

    def _property(self, resource: Resource, iri: str, term: Term, observation: Observation) -> None:
        value = observation.value
        if value is None:
            resource.add(n.UNPROVED if observation.claimed else n.UNKNOWN, Iri(iri))
        elif value == ():
            resource.add(n.NONE, Iri(iri))
        elif iri == TYPE_FACT:
            resource.a(self._terms.iri_of(term, str(value)))
        elif term.label == "镇街":
            place = self._application.region or "unknown"
            self._town = Resource(f"{n.ROOT}township/{place}/{n.slug(str(value))}").a(n.TL + "Township")
            self._town.add(n.LABEL, zh(str(value)))
            resource.add(iri, Iri(self._town.iri))
        elif term.label != "所在地":  # which the region of the application says
            resource.add(iri, *_values(value, term, self._terms))

    def _position(self, position: Mapping[str, object] | None) -> list[Resource]:
        if not position:
            return []
        point = Resource(self._facility.iri + "/position").a(n.GEO + "Geometry")
        self._facility.add(n.POSITION, Iri(point.iri))
        return [point.add(WKT, Lit(wkt(position), WKT_LITERAL))]


def _values(value: Value, term: Term, terms: Terms, town: str = "") -> list[Iri | Lit]:
    """A value as the terms, places or literals that stand for it. town: the IRI of the 镇街 of the application."""
    if term.label == "镇街":
        return [Iri(town)]
    if term.label == "所在地":
        return [Iri(terms.vocabulary.regions[str(value)].iri)]
    if term.datatype == "category" and not isinstance(value, bool):
        return [Iri(terms.iri_of(term, v)) for v in (value if isinstance(value, tuple) else (str(value),))]
    if isinstance(value, bool):
        return [boolean(value)]
    return [number(value, whole=term.datatype == "count") if isinstance(value, Decimal) else Lit(str(value))]


def _observation(
    base: str, subject: str, label: str, observation: Observation, terms: Terms, town: str
) -> list[Resource]:
    """An observation under an IRI made of what it is about, which fact, and when; with it what it is about, if that is new."""
    term = terms.fact(label)
    about, key = subject, ""
    more: list[Resource] = []
    if subject in terms.vocabulary.regions:
        about, key = terms.vocabulary.regions[subject].iri, subject
    elif subject.startswith(TOWN_KEY):
        name = subject.removeprefix(TOWN_KEY)
        about, key = town or f"{n.ROOT}township/{n.slug(name)}", n.slug(name)
        more = [Resource(about).a(n.TL + "Township").add(n.LABEL, zh(name))]
    elif subject.startswith(DOCUMENT_KEY):
        key = subject.removeprefix(DOCUMENT_KEY)
        about = n.DOCUMENT + key
    steps = (base, key, term.iri.removeprefix(n.TL), observation.as_at)
    resource = Resource("/".join(s for s in steps if s))
    resource.a(n.SOSA + "Observation")
    if term.authority or observation.provenance.determined_by or (not key and term.datatype == "boolean"):
        resource.a(n.TL + "Determination")
    resource.add(n.OF, Iri(about)).add(n.INDICATOR, Iri(term.iri))
    if observation.value is None:
        resource.add(n.UNPROVED if observation.claimed else n.UNKNOWN, Iri(n.VALUE))
    elif observation.value == ():
        resource.add(n.NONE, Iri(n.VALUE))
    else:
        result = n.VALUE if isinstance(observation.value, bool) else terms.result(term)
        resource.add(result, *_values(observation.value, term, terms, town))
    resource.add(n.AS_AT, period(observation.as_at))
    resource.add(n.EFFECTIVE_FROM, period(observation.starts)).add(n.EFFECTIVE_UNTIL, period(observation.ends))
    return [resource, *_provenance(resource, observation.provenance), *more]


def _provenance(resource: Resource, provenance: Provenance) -> list[Resource]:
    """Say of an observation where its value comes from; the paper that proves it, as a resource of its own."""
    resource.add(n.SOURCE, string(provenance.source))
    if provenance.origin is not None:
        resource.add(n.ORIGIN, Iri(_ORIGIN_IRIS[provenance.origin]))
    organs = [Resource(f"{n.ROOT}agent/{n.slug(name)}") for name in provenance.determined_by]
    for organ, name in zip(organs, provenance.determined_by, strict=True):
        organ.a(n.PROV + "Organization").add(n.LABEL, zh(name))
    resource.add(n.ATTRIBUTED, *(Iri(organ.iri) for organ in organs))
    resource.add(n.CONFIRMED_BY, string(provenance.confirmed_by))
    resource.add(n.VALID_UNTIL, period(provenance.valid_until))
    evidence = provenance.evidence
    if evidence is None:
        return organs
    paper = Resource(resource.iri + "/evidence").a(n.PROV + "Entity").add(n.TITLE, zh(evidence.name))
    paper.add(n.NUMBER, string(evidence.number)).add(n.PAGE, string(evidence.page))
    resource.add(n.EVIDENCE, Iri(paper.iri))
    return [*organs, paper]

"""The organs of the ontology: their kinds, the individuals, and who may make which determination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast, get_args

from policy_dsl.organs import Authority, Bearer, Organ, OrganKind, OrganLevel
from policy_dsl.rdf_namespaces import RDFS, REGION, SKOS, TL
from policy_dsl.terminology.graph import Ontology

if TYPE_CHECKING:
    from rdflib.term import Node

LEVELS: Final = get_args(OrganLevel)


def organ_kinds(ontology: Ontology) -> list[OrganKind]:
    """The kinds of organs in their order; faults are recorded in the ontology."""
    return [_kind(ontology, node) for node in sorted(ontology.instances("OrganKind"), key=ontology.rank)]


def _kind(ontology: Ontology, node: Node) -> OrganKind:
    kind = OrganKind(
        label=ontology.text(node, RDFS + "label", "zh"),
        iri=str(node),
        name=ontology.text(node, TL + "organName"),
        definition=ontology.text(node, SKOS + "definition", "zh"),
        provincial=ontology.text(node, TL + "provincialName"),
        names=_names(ontology, node, SKOS + "altLabel"),
        source=ontology.clause(node),
        note=ontology.text(node, SKOS + "scopeNote", "zh"),
    )
    if not kind.label:
        ontology.fault("V101", node)
    if not kind.name:
        ontology.fault("V130", node)
    return kind


def organs(ontology: Ontology) -> list[Organ]:
    """The individuals by name; faults are recorded in the ontology."""
    return sorted((_organ(ontology, node) for node in ontology.instances("Organ")), key=lambda organ: organ.name)


def _organ(ontology: Ontology, node: Node) -> Organ:
    kind, region = ontology.one(node, TL + "organKind"), ontology.text(node, TL + "organRegion").removeprefix(REGION)
    office_of = ontology.one(node, TL + "officeOf")
    organ = Organ(
        name=ontology.text(node, RDFS + "label", "zh"),
        kind=ontology.label(kind) if kind is not None and kind in ontology.instances("OrganKind") else "",
        region=region,
        aliases=_names(ontology, node, SKOS + "altLabel"),
        former=_names(ontology, node, TL + "formerName"),
        office_of=ontology.label(office_of) if office_of is not None else "",
        iri=str(node),
        source=ontology.clause(node),
        note=ontology.text(node, SKOS + "scopeNote", "zh"),
    )
    if not organ.name:
        ontology.fault("V101", node)
    if not organ.kind or not organ.region:
        ontology.fault("V131", node)
    return organ


def authorities(ontology: Ontology, fact: Node) -> tuple[Authority, ...]:
    """Who determines a fact, that of a smaller region first; a fact that nobody determines has none."""
    made = [_authority(ontology, node) for node in ontology.subjects(TL + "determines", fact)]
    return tuple(sorted(made, key=lambda authority: (not authority.region, authority.region, authority.agent)))


def _authority(ontology: Ontology, node: Node) -> Authority:
    bearer = _bearer(ontology, node, ontology.one(node, TL + "authority"))
    other = ontology.one(node, TL + "otherwise")
    authority = Authority(
        agent=bearer.agent,
        kinds=bearer.kinds,
        level=bearer.level,
        region=ontology.text(node, TL + "organRegion").removeprefix(REGION),
        clause=ontology.clause(node),
        quote=ontology.text(node, TL + "namingWords"),
        readings=tuple(str(v) for v in ontology.all(node, TL + "reading")),
        note=ontology.text(node, SKOS + "scopeNote", "zh"),
        otherwise=None if other is None else _bearer(ontology, node, other),
    )
    inferred = bool(authority.readings or authority.note)
    without_reading = authority.otherwise is not None and not authority.readings
    if bool(authority.clause) is inferred or bool(authority.clause) is not bool(authority.quote) or without_reading:
        ontology.fault("V133", node)
    return authority


def _bearer(ontology: Ontology, authority: Node, agent: Node | None) -> Bearer:
    """The bearer that an agent is; one of no level, or of no kind of organ, is a fault of the authority."""
    level = "" if agent is None else ontology.text(agent, TL + "organLevel")
    kinds = [] if agent is None else sorted(ontology.all(agent, TL + "filledBy"), key=ontology.rank)
    if level not in LEVELS or (level != "制定" and not kinds):
        ontology.fault("V132", authority, level, "、".join(LEVELS))
        level = LEVELS[0]
    label = "" if agent is None else ontology.label(agent)
    return Bearer(label, tuple(ontology.label(kind) for kind in kinds), cast("OrganLevel", level))


def _names(ontology: Ontology, node: Node, iri: str) -> tuple[str, ...]:
    names = {" ".join(str(value).split()) for value in ontology.all(node, iri)}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))

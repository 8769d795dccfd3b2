"""Names in graphs: namespaces, the IRIs of our resources, and how a message calls a node."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from policy_dsl.rdf_namespaces import CLAUSE as CLAUSE
from policy_dsl.rdf_namespaces import DCTERMS as DCTERMS
from policy_dsl.rdf_namespaces import GEO as GEO
from policy_dsl.rdf_namespaces import OWL as OWL
from policy_dsl.rdf_namespaces import QUDT as QUDT
from policy_dsl.rdf_namespaces import RDF as RDF
from policy_dsl.rdf_namespaces import RDFS as RDFS
from policy_dsl.rdf_namespaces import REGION as REGION
from policy_dsl.rdf_namespaces import ROOT as ROOT
from policy_dsl.rdf_namespaces import SKOS as SKOS
from policy_dsl.rdf_namespaces import TL as TL
from reasoner.intake.characters import find_misleading

DOCUMENT: Final = ROOT + "document/"
INPUT: Final = ROOT + "input/"
"""The base of relative IRIs: never a path of the machine."""

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
PROV: Final = "http://www.w3.org/ns/prov#"
SOSA: Final = "http://www.w3.org/ns/sosa/"
ELI: Final = "http://data.europa.eu/eli/ontology#"
SH: Final = "http://www.w3.org/ns/shacl#"
TIME: Final = "http://www.w3.org/2006/time#"
SCHEMA: Final = ("http://schema.org/", "https://schema.org/")
"""schema.org, which is written either way."""

PREFIXES: Final = {
    "tl": TL, "r": REGION, "rdf": RDF, "rdfs": RDFS, "xsd": XSD, "owl": OWL, "skos": SKOS, "dcterms": DCTERMS,
    "prov": PROV, "sosa": SOSA, "qudt": QUDT, "eli": ELI, "geo": GEO, "sh": SH, "time": TIME,
    "schema": SCHEMA[0],
}  # fmt: skip

VOCABULARIES: Final = (
    SOSA, PROV, DCTERMS, RDFS, OWL, QUDT, SKOS, GEO, TIME, ELI, *SCHEMA,
    "http://www.w3.org/ns/ssn/", "http://www.w3.org/ns/org#", "http://www.w3.org/ns/locn#", "http://www.w3.org/ns/dcat#",
    "http://www.w3.org/2006/vcard/ns#", "http://www.w3.org/2003/01/geo/wgs84_pos#", "http://xmlns.com/foaf/0.1/",
    "http://purl.org/dc/elements/1.1/", "http://purl.org/linked-data/cube#",
)  # fmt: skip
"""Public vocabularies in which a fact could be written that we read in another way, or not at all."""

TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"
NAMES: Final = (LABEL, *(schema + "name" for schema in SCHEMA))
"""The properties that name a node."""
OF: Final = SOSA + "hasFeatureOfInterest"
INDICATOR: Final = SOSA + "observedProperty"
VALUE: Final = SOSA + "hasSimpleResult"
RESULT: Final = SOSA + "hasResult"
"""Of a fact whose values are IRIs; all others have a simple result."""
AS_AT: Final = TL + "asAt"
RESULT_TIME: Final = SOSA + "resultTime"
PHENOMENON_TIME: Final = SOSA + "phenomenonTime"
SOURCE: Final = DCTERMS + "source"
PRIMARY_SOURCE: Final = PROV + "hadPrimarySource"
ATTRIBUTED: Final = PROV + "wasAttributedTo"
ORIGIN: Final = TL + "origin"
CONFIRMED_BY: Final = TL + "confirmedBy"
VALID_UNTIL: Final = TL + "validUntil"
EFFECTIVE_FROM: Final = TL + "effectiveFrom"
EFFECTIVE_UNTIL: Final = TL + "effectiveUntil"
EVIDENCE: Final = PROV + "wasDerivedFrom"
TITLE: Final = DCTERMS + "title"
NUMBER: Final = DCTERMS + "identifier"
PAGE: Final = TL + "page"
UNIT: Final = QUDT + "hasUnit"
OBSERVED: Final = TL + "observed"
APPLICANT: Final = TL + "applicant"
POSITION: Final = TL + "position"
UNKNOWN: Final = TL + "unknown"
UNPROVED: Final = TL + "unproved"
NONE: Final = TL + "none"

_LONGEST = 120


def slug(text: str) -> str:
    """A text as the last part of an IRI: Chinese stays readable, whatever is no letter or digit is percent-encoded."""
    return "".join(c if c.isalnum() else quote(c, safe="-._~") for c in text)


def compact(iri: str) -> str:
    """An IRI as a message calls it: with our prefix where there is one, short, and nothing in it that misleads."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return printable(f"{prefix}:{iri.removeprefix(namespace)}")
    return f"<{printable(iri)}>"


def printable(text: str) -> str:
    """A text without characters that could garble or forge a message, cut where it is long."""
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    if find_misleading(cut) is None and cut.isprintable():
        return cut
    return "".join(f"<U+{ord(c):04X}>" if find_misleading(c) or not c.isprintable() else c for c in cut)

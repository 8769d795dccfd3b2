"""The namespaces of the ontology and of graphs: ours, and those of the standards that they use."""

from __future__ import annotations

from typing import Final

ROOT: Final = "https://w3id.org/tiaoli/"
TL: Final = ROOT + "ns#"
REGION: Final = ROOT + "region/"
CLAUSE: Final = ROOT + "clause/"
OWN: Final = ROOT + "own/"
"""Names that a bureau's own rule base adds."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
QUDT: Final = "http://qudt.org/schema/qudt/"
GEO: Final = "http://www.opengis.net/ont/geosparql#"

SCHEMES: Final = {
    "fact": TL + "facts",
    "matter": TL + "matters",
    "type": TL + "facilityTypes",
    "class": TL + "facilityClasses",
    "value": TL + "factValues",
    "agent": TL + "agents",
    "provider": TL + "providers",
    "role": TL + "roles",
    "unit": TL + "units",
    "nature": TL + "natures",
    "topic": TL + "topics",
    "enquiry": TL + "enquiries",
    "unregulated": TL + "unregulatedTopics",
    "named": TL + "namedDocuments",
    "usage": TL + "descriptiveWords",
    "asking": TL + "askingWords",
}
"""The concept scheme of each kind of term, in the order in which terms stand."""

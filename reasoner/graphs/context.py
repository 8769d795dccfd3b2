"""The JSON-LD context made from the vocabulary: the Chinese names of CONTRACT §1 for the terms of the ontology.

`context.jsonld` in this folder is what it gives; a test holds the two together.
"""

from __future__ import annotations

from typing import Final

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.graphs import namespaces as n
from reasoner.graphs.term_iris import ORIGINS

Definition = str | dict[str, str]
"""What a name stands for: an IRI, or an IRI with the type of its values."""
Context = dict[str, float | Definition]
"""The names with their definitions; the number is the version of JSON-LD."""
ContextFile = dict[str, Context]
"""The whole document, {"@context": …}."""

_FRAME: Final[dict[str, Definition]] = {
    "申请": "tl:Application",
    "认定": "tl:Determination",
    "类型": "@type",
    "机构": {"@id": "tl:applicant", "@type": "@id"},
    "位置": {"@id": "tl:position", "@type": "@id"},
    "坐标": {"@id": "geo:asWKT", "@type": "geo:wktLiteral"},
    "观察值": {"@id": "tl:observed", "@type": "@id"},
    "对象": {"@id": "sosa:hasFeatureOfInterest", "@type": "@id"},
    "指标": {"@id": "sosa:observedProperty", "@type": "@vocab"},
    "数值": {"@id": "sosa:hasSimpleResult"},
    "取值": {"@id": "sosa:hasResult", "@type": "@vocab"},
    "时点": {"@id": "tl:asAt"},
    "来源": {"@id": "dcterms:source"},
    "来源类型": {"@id": "tl:origin", "@type": "@vocab"},
    "机关": {"@id": "prov:wasAttributedTo"},
    "自": {"@id": "tl:effectiveFrom", "@type": "xsd:date"},
    "至": {"@id": "tl:effectiveUntil", "@type": "xsd:date"},
    "确认人": {"@id": "tl:confirmedBy"},
    "有效期至": {"@id": "tl:validUntil", "@type": "xsd:date"},
    "依据": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "题名": {"@id": "dcterms:title"},
    "文号": {"@id": "dcterms:identifier"},
    "页": {"@id": "tl:page"},
    "称": {"@id": "rdfs:label"},
    "不详": {"@id": "tl:unknown", "@type": "@vocab"},
    "未核实": {"@id": "tl:unproved", "@type": "@vocab"},
    "无": {"@id": "tl:none", "@type": "@vocab"},
}
_PREFIXES: Final = ("tl", "r", "rdfs", "xsd", "dcterms", "prov", "sosa", "geo")
_COERCED: Final = {
    "category": "@vocab", "ratio": "xsd:decimal", "count": "xsd:integer", "date": "xsd:date",
}  # fmt: skip


def build(vocabulary: Vocabulary) -> ContextFile:
    """The whole document, {"@context": …}."""
    entries: Context = {"@version": 1.1}
    entries |= {prefix: n.PREFIXES[prefix] for prefix in _PREFIXES}
    entries |= _FRAME
    for term in vocabulary.facts.values():
        if term.label not in entries:
            entries[term.label] = _fact(term)
    for kind in ("matter", "type", "value"):
        for term in vocabulary.of_kind(kind).values():
            entries.setdefault(term.label, _short(term.iri))
    for iri, origin in ORIGINS.items():
        entries.setdefault(origin.value, _short(iri))
    return {"@context": entries}


def _fact(term: Term) -> Definition:
    """A property of an application or institution, or an indicator, which is a value only."""
    iri = _short(term.iri)
    if term.subject not in ("申请", "机构"):
        return iri
    if term.label in ("所在地", "镇街"):
        return {"@id": iri, "@type": "@id"}
    coerced = _COERCED.get(term.datatype)
    return {"@id": iri, "@type": coerced} if coerced else {"@id": iri}


def _short(iri: str) -> str:
    return "tl:" + iri.removeprefix(n.TL)

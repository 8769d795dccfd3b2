"""The terms of the ontology as plain data: what each must say, by its kind."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from policy_dsl.terminology.graph import QUDT, RDFS, SKOS, TL, Ontology

if TYPE_CHECKING:
    from rdflib.term import Node

KINDS: Final = (
    "fact", "matter", "type", "class", "value", "agent", "provider", "role", "unit", "nature", "topic",
)  # fmt: skip
"""The kinds in the order in which terms stand."""
DATATYPES: Final = ("ratio", "count", "boolean", "category", "text", "date")
CHANGERS: Final = ("申请人", "区域", "有权机关", "不可改变")
JUDGED: Final = "有权机关认定"
"""The provider of what must be determined: such a fact names the authority."""


def terms(ontology: Ontology) -> list[dict[str, Any]]:
    """Every term as data without its empty fields; faults are recorded in the ontology."""
    for node, kind in ontology.kinds.items():
        if kind not in KINDS:
            ontology.fault("V111", node, kind, "、".join(KINDS))
    known = [n for n, kind in ontology.kinds.items() if kind in KINDS]
    known.sort(key=lambda n: (KINDS.index(ontology.kinds[n]), *ontology.rank(n)))
    found = [_term(ontology, n, ontology.kinds[n]) for n in known]
    taken: dict[tuple[str, str], str] = {}
    for node, data in zip(known, found, strict=True):
        for what, code in (("label", "V106"), ("code", "V120")):
            value = data.get(what, "")
            if value and taken.setdefault((what, value), str(node)) != str(node):
                ontology.fault(code, node, f"「{value}」已用于 {taken[what, value].removeprefix(TL)}")
    return [{name: value for name, value in data.items() if value not in ("", [], False)} for data in found]


def _term(ontology: Ontology, node: Node, kind: str) -> dict[str, Any]:
    words = {" ".join(str(v).split()) for p in (SKOS + "altLabel", TL + "wording") for v in ontology.all(node, p)}
    data: dict[str, Any] = {
        "label": ontology.text(node, RDFS + "label", "zh"),
        "iri": str(node),
        "kind": kind,
        "definition": ontology.text(node, SKOS + "definition", "zh"),
        "words": sorted(words, key=lambda w: (-len(w), w)),
        "source": ontology.clause(node),
        "basis": ontology.text(node, TL + "basis"),
        "note": ontology.text(node, SKOS + "scopeNote", "zh"),
    }
    if not data["label"]:
        ontology.fault("V101", node)
    if not data["definition"]:
        ontology.fault("V102", node)
    match kind:
        case "fact":
            data |= _fact(ontology, node)
        case "class":
            data["members"] = ontology.labels(ontology.types_in(node))
            if not data["members"]:
                ontology.fault("V110", node)
        case "matter":
            data["members"] = ontology.labels(ontology.askers(node))
            if not data["members"]:
                ontology.fault("V107", node)
        case "topic":
            about = {v for v in ontology.all(node, TL + "about") if ontology.is_term(node, v)}
            data["members"] = ontology.labels(about)
        case "role":
            data["subject"] = _subject(ontology, node)
        case "nature":
            data["code"] = ontology.text(node, SKOS + "notation")
            if not data["code"]:
                ontology.fault("V120", node)
    return data


def _fact(ontology: Ontology, node: Node) -> dict[str, Any]:
    """What a fact has besides: whose it is, what its values are, who provides, proves, decides and changes it."""
    datatype = ontology.text(node, TL + "datatype")
    if datatype not in DATATYPES:
        ontology.fault("V105", node, datatype, "、".join(DATATYPES))
    number = datatype in ("ratio", "count")
    provider = _named(ontology, node, TL + "provider", "provider", "V103")
    data: dict[str, Any] = {
        "subject": _subject(ontology, node),
        "datatype": datatype,
        "unit": _named(ontology, node, QUDT + "hasUnit", "unit", "V104" if number else ""),
        "provider": provider,
        "authority": _named(ontology, node, TL + "authority", "agent", "V118" if provider == JUDGED else ""),
        "proof": ontology.text(node, TL + "proof"),
        "burden": ontology.text(node, TL + "burden") == "true",
        "multiple": ontology.text(node, TL + "multiple") == "true",
        "forecast": ontology.text(node, TL + "forecast") == "true",
        "changed_by": ontology.text(node, TL + "changedBy"),
        "values": ontology.values(node) if datatype == "category" else [],
        "minimum": ontology.text(node, TL + "minimum"),
        "maximum": ontology.text(node, TL + "maximum"),
    }
    if not data["proof"]:
        ontology.fault("V121", node)
    if data["changed_by"] not in CHANGERS:
        ontology.fault("V119", node, data["changed_by"], "、".join(CHANGERS))
    if datatype == "category" and not data["values"]:
        ontology.fault("V113", node)
    if not _in_order(data["minimum"], data["maximum"]):
        ontology.fault("V117", node, f"{data['minimum']} {data['maximum']}".strip())
    return data


def _subject(ontology: Ontology, node: Node) -> str:
    """The label of the class that a fact or role belongs to: `tl:subject`, or the domain of the property."""
    about = ontology.one(node, TL + "subject") or ontology.one(node, RDFS + "domain")
    found = "" if about is None else ontology.label(about)
    if not found:
        ontology.fault("V112", node)
    return found


def _named(ontology: Ontology, node: Node, iri: str, kind: str, missing: str) -> str:
    """The label of the term of a kind that a property points to; `missing` is the fault where there is none."""
    found = ontology.one(node, iri)
    if found is None:
        if missing:
            ontology.fault(missing, node)
        return ""
    return ontology.label(found) if ontology.is_term(node, found, kind) else ""


def _in_order(least: str, most: str) -> bool:
    """Whether the bounds that are given are finite numbers, the least not above the greatest."""
    try:
        bounds = [Decimal(bound) for bound in (least, most) if bound]
    except InvalidOperation:
        return False
    return all(b.is_finite() for b in bounds) and bounds == sorted(bounds)

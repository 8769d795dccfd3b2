"""The terms of the ontology: what each must say, by its kind."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

import msgspec

from policy_dsl.rdf_namespaces import QUDT, RDFS, SCHEMES, SKOS, TL
from policy_dsl.terminology.graph import Ontology
from policy_dsl.terminology.organ_nodes import authorities
from policy_dsl.vocabulary import Term

if TYPE_CHECKING:
    from rdflib.term import Node

KINDS: Final = tuple(SCHEMES)
"""The kinds in the order in which terms stand."""
DATATYPES: Final = ("ratio", "count", "boolean", "category", "text", "date")
CHANGERS: Final = ("申请人", "区域", "有权机关", "不可改变")
DIRECTIONS: Final = ("降低", "提高")
BY_SOMEBODY: Final = ("申请人", "有权机关")
"""Who can change a fact by doing something: the ontology says what."""
JUDGED: Final = "有权机关认定"
"""The provider of what must be determined: such a fact names the authority."""


def terms(ontology: Ontology) -> list[Term]:
    """Every term, by kind and rank; faults are recorded in the ontology."""
    for node, kind in ontology.kinds.items():
        if kind not in KINDS:
            ontology.fault("V111", node, kind, "、".join(s.removeprefix(TL) for s in SCHEMES.values()))
    nodes = [n for n, kind in ontology.kinds.items() if kind in KINDS]
    nodes.sort(key=lambda n: (KINDS.index(ontology.kinds[n]), *ontology.rank(n)))
    compiled = [_term(ontology, n, ontology.kinds[n]) for n in nodes]
    taken: dict[tuple[str, str], str] = {}
    for node, term in zip(nodes, compiled, strict=True):
        for what, value, code in (("label", term.label, "V106"), ("code", term.code, "V120")):
            if value and taken.setdefault((what, value), str(node)) != str(node):
                ontology.fault(code, node, f"「{value}」已用于 {taken[what, value].removeprefix(TL)}")
    return compiled


def _term(ontology: Ontology, node: Node, kind: str) -> Term:
    words = {" ".join(str(v).split()) for p in (SKOS + "altLabel", TL + "wording") for v in ontology.all(node, p)}
    spoken = {" ".join(str(v).split()) for v in ontology.all(node, TL + "spoken")}
    label = ontology.text(node, RDFS + "label", "zh")
    definition = ontology.text(node, SKOS + "definition", "zh")
    if not label:
        ontology.fault("V101", node)
    if not definition:
        ontology.fault("V102", node)
    fact = _fact(ontology, node) if kind == "fact" else _Fact()
    return Term(
        label=label,
        iri=str(node),
        kind=kind,
        definition=definition,
        words=tuple(sorted(words, key=lambda w: (-len(w), w))),
        spoken=tuple(sorted(spoken, key=lambda w: (-len(w), w))),
        written=ontology.written(node),
        source=ontology.clause(node),
        basis=ontology.text(node, TL + "basis"),
        note=ontology.text(node, SKOS + "scopeNote", "zh"),
        subject=_subject(ontology, node) if kind in ("fact", "role") else "",
        datatype=fact.datatype,
        unit=fact.unit,
        provider=fact.provider,
        authority=fact.authority,
        authorities=authorities(ontology, node) if kind == "fact" else (),
        proof=fact.proof,
        burden=fact.burden,
        reach=fact.reach,
        multiple=fact.multiple,
        forecast=fact.forecast,
        planned=fact.planned,
        changed_by=fact.changed_by,
        changed_through=fact.changed_through,
        changed_to=fact.changed_to,
        part_of=fact.part_of,
        adds_up=fact.adds_up,
        values=fact.values,
        minimum=fact.minimum,
        maximum=fact.maximum,
        digits=fact.digits,
        places=fact.places,
        members=_members(ontology, node, kind),
        code=_code(ontology, node) if kind == "nature" else "",
        yes_no=fact.yes_no,
        adds=tuple(_labels(ontology, node, TL + "adds")) if kind == "matter" else (),
        adds_to="".join(_labels(ontology, node, TL + "addsTo")) if kind == "matter" else "",
        not_of=tuple(_labels(ontology, node, TL + "notOf")) if kind == "value" else (),
    )


def _labels(ontology: Ontology, node: Node, iri: str) -> list[str]:
    """The labels of what a property points to, in their order; a value may bear the name of another term."""
    return ontology.labels(set(ontology.all(node, iri)))


def _members(ontology: Ontology, node: Node, kind: str) -> tuple[str, ...]:
    """Of a class its types, of a matter the types that may ask for it, of a topic or usage its facts, of a document what it speaks of, of what
    no text speaks of the documents in which it may stand.
    """
    match kind:
        case "class":
            nodes, missing = ontology.types_in(node), "V110"
        case "matter":
            nodes, missing = ontology.askers(node), "V107"
        case "topic" | "usage" | "unregulated":
            nodes, missing = {v for v in ontology.all(node, TL + "about") if ontology.is_term(node, v)}, ""
        case "named":
            nodes, missing = _spoken_of(ontology, node), "V110"
        case _:
            return ()
    if missing and not nodes:
        ontology.fault(missing, node)
    return tuple(ontology.labels(nodes))


def _spoken_of(ontology: Ontology, node: Node) -> set[Node]:
    """The types and matters of which a named document speaks; of a class of facilities its types."""
    about = {v for v in ontology.all(node, TL + "about") if ontology.is_term(node, v)}
    return set().union(*(ontology.types_in(v) or {v} for v in about))


def _code(ontology: Ontology, node: Node) -> str:
    """The code of a nature in the clause ledger."""
    code = ontology.text(node, SKOS + "notation")
    if not code:
        ontology.fault("V120", node)
    return code


class _Fact(msgspec.Struct, frozen=True):
    """What a fact has beyond other terms, under the names of `Term`."""

    datatype: str = ""
    unit: str = ""
    provider: str = ""
    authority: str = ""
    proof: str = ""
    burden: bool = False
    reach: bool = False
    multiple: bool = False
    forecast: bool = False
    planned: bool = False
    changed_by: str = ""
    changed_through: str = ""
    changed_to: str = ""
    part_of: tuple[str, ...] = ()
    adds_up: bool = False
    values: tuple[str, ...] = ()
    minimum: str = ""
    maximum: str = ""
    digits: int = 0
    places: int = 0
    yes_no: bool = False


def _fact(ontology: Ontology, node: Node) -> _Fact:
    """What the values of a fact are, and who provides, proves, decides and changes it."""
    datatype = ontology.text(node, TL + "datatype")
    if datatype not in DATATYPES:
        ontology.fault("V105", node, datatype, "、".join(DATATYPES))
    number = datatype in ("ratio", "count")
    provider = _named(ontology, node, TL + "provider", "provider", "V103")
    usual = _kind_of_number(ontology, node, datatype) if number else _Fact()
    fact = _Fact(
        datatype=datatype,
        unit=_named(ontology, node, QUDT + "hasUnit", "unit", "V104" if number else ""),
        provider=provider,
        authority=_named(ontology, node, TL + "authority", "agent", "V118" if provider == JUDGED else ""),
        proof=ontology.text(node, TL + "proof"),
        burden=ontology.text(node, TL + "burden") == "true",
        reach=ontology.text(node, TL + "reach") == "true",
        multiple=ontology.text(node, TL + "multiple") == "true",
        forecast=ontology.text(node, TL + "forecast") == "true",
        planned=ontology.text(node, TL + "planned") == "true",
        changed_by=ontology.text(node, TL + "changedBy"),
        changed_through=ontology.text(node, TL + "changedThrough", "zh"),
        changed_to=ontology.text(node, TL + "changedTo"),
        part_of=tuple(_labels(ontology, node, TL + "countedIn")),
        adds_up=ontology.text(node, TL + "addsUp") == "true",
        values=tuple(ontology.values(node)) if datatype == "category" else (),
        minimum=ontology.text(node, TL + "minimum") or usual.minimum,
        maximum=ontology.text(node, TL + "maximum") or usual.maximum,
        digits=usual.digits,
        places=usual.places,
        yes_no=ontology.text(node, TL + "yesNo") == "true",
    )
    if not fact.proof:
        ontology.fault("V121", node)
    if fact.changed_by not in CHANGERS:
        ontology.fault("V119", node, fact.changed_by, "、".join(CHANGERS))
    if bool(fact.changed_through) != (fact.changed_by in BY_SOMEBODY):
        ontology.fault("V125", node, fact.changed_through or fact.changed_by)
    wholes = [v for v in ontology.all(node, TL + "countedIn") if ontology.text(v, TL + "datatype") != "count"]
    if wholes or (datatype != "count" and (fact.part_of or fact.adds_up)):
        ontology.fault("V128", node, "、".join(fact.part_of))
    if fact.changed_to and (not number or fact.changed_to not in DIRECTIONS):
        ontology.fault("V127", node, fact.changed_to, "、".join(DIRECTIONS))
    if datatype == "category" and not fact.values:
        ontology.fault("V113", node)
    if not _in_order(fact.minimum, fact.maximum):
        ontology.fault("V117", node, f"{fact.minimum} {fact.maximum}".strip())
    return fact


def _kind_of_number(ontology: Ontology, node: Node, datatype: str) -> _Fact:
    """The bounds of ratios, or of counts."""
    kinds = [k for k in ontology.instances("NumberKind") if ontology.text(k, TL + "datatype") == datatype]
    texts = [ontology.text(k, TL + name) for k in kinds for name in ("minimum", "maximum", "digits", "places")]
    if len(kinds) != 1 or not all(t.isdecimal() for t in texts[2:]):
        ontology.fault("V117", node, datatype)
        return _Fact()
    return _Fact(minimum=texts[0], maximum=texts[1], digits=int(texts[2]), places=int(texts[3]))


def _subject(ontology: Ontology, node: Node) -> str:
    """The label of the class that a fact or role belongs to: `tl:subject`, or the domain of the property."""
    about = ontology.one(node, TL + "subject") or ontology.one(node, RDFS + "domain")
    label = "" if about is None else ontology.label(about)
    if not label:
        ontology.fault("V112", node)
    return label


def _named(ontology: Ontology, node: Node, iri: str, kind: str, missing: str) -> str:
    """The label of the term of a kind that a property points to; `missing` is the fault where there is none."""
    value = ontology.one(node, iri)
    if value is None:
        if missing:
            ontology.fault(missing, node)
        return ""
    return ontology.label(value) if ontology.is_term(node, value, kind) else ""


def _in_order(least: str, most: str) -> bool:
    """Whether the bounds that are given are finite numbers, the least not above the greatest."""
    try:
        bounds = [Decimal(bound) for bound in (least, most) if bound]
    except InvalidOperation:
        return False
    return all(b.is_finite() for b in bounds) and bounds == sorted(bounds)

"""The institution of an application: its facts, its type by rdf:type, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reasoner.graphs import namespaces as n
from reasoner.graphs.coordinates import position_data
from reasoner.graphs.literals import is_literal, text
from reasoner.graphs.namespaces import compact
from reasoner.graphs.node_reader import FactValue, Nodes, note_unread
from reasoner.intake.diagnostics_collector import Unreadable, joined

if TYPE_CHECKING:
    from rdflib.term import Node

TYPE_FACT: Final = n.TL + "facilityType"
_NAME: Final = n.TL + "name"
_LABEL: Final = "名称"


def facility_data(node: Node, nodes: Nodes, application: Node) -> tuple[dict[str, object], dict[str, str] | None]:
    """The plain data 机构 and 位置 of an institution."""
    terms = nodes.terms
    if node not in nodes.triples.subjects:
        called = nodes.triples.called(node)
        nodes.fault(application, n.APPLICANT, "机构", Unreadable("G114", f"图中没有 {called} 的任何说明"))
        return {}, None
    if not nodes.check_types(node, "Facility"):
        return {}, None
    nodes.check_properties(node, {*terms.facility, n.POSITION, n.TL + "mayAsk"})
    data: dict[str, object] = {}
    for iri, term in terms.facility.items():
        value = _type(node, nodes) if iri == TYPE_FACT else nodes.fact(node, iri, term)
        if value is not None:
            data[term.label] = value
    _name(node, nodes, data)
    position = nodes.one(node, n.POSITION, "位置")
    if position is None:
        return data, None
    try:
        return data, position_data(position, nodes.triples)
    except Unreadable as bad:
        nodes.fault(node, n.POSITION, "位置", bad)
        return data, None


def _name(node: Node, nodes: Nodes, data: dict[str, object]) -> None:
    """The name by rdfs:label or schema:name, where tl:name says nothing; one that is not taken is noted as not read."""
    triples = nodes.triples
    stated = bool(data.get(_LABEL)) or bool(triples.values(node, _NAME))
    given = {p: values for p in n.NAMES if (values := triples.values(node, p))}
    if stated or not given:
        unread = {p for p, values in given.items() if {str(v) for v in values} != {data.get(_LABEL)}}
        note_unread(node, nodes, set(n.NAMES) - unread)
        return
    note_unread(node, nodes, n.NAMES)
    predicate = next(iter(given))
    names = nodes.names(node)
    try:
        for literal in (v for values in given.values() for v in values):
            if not is_literal(literal):
                raise Unreadable("G107", f"「{_LABEL}」应是文字,现为 {triples.called(literal)}")
            text(literal, _LABEL)
        if len(names) > 1:
            called = joined([f"「{name}」" for name in names])
            raise Unreadable("G109", f"「{_LABEL}」有{len(names)}个值:{called}", allowed="一个中文名称")
    except Unreadable as bad:
        nodes.fault(node, predicate, _LABEL, bad)
        return
    data[_LABEL] = names[0]
    nodes.places.names[triples.called(node)] = predicate


def _type(node: Node, nodes: Nodes) -> FactValue | list[FactValue] | None:
    """The name of the one facility type; a class above it may stand beside it, but does not stand for it (G116)."""
    terms, triples = nodes.terms, nodes.triples
    given = [str(t) for t in triples.values(node, n.TYPE)]
    types = [t for t in given if t in terms.types]
    classes = [t for t in given if t in terms.classes]
    state = nodes.fact(node, TYPE_FACT, terms.fact("类型"))
    called = joined([f"{compact(t)}({terms.types[t]})" for t in types])
    if len(types) > 1:
        bad = Unreadable("G116", f"机构有{len(types)}个类型:{called}", allowed="一个类型", hint="写明以哪一类申报")
    elif types and any(terms.types[types[0]] not in terms.classes[c] for c in classes):
        wrong = next(c for c in classes if terms.types[types[0]] not in terms.classes[c])
        bad = Unreadable("G116", f"{called} 不属于 {compact(wrong)}({terms.by_iri[wrong].label})")
    elif classes and not types and state is None:
        members = joined(terms.by_iri[classes[0]].members)
        label = terms.by_iri[classes[0]].label
        bad = Unreadable(
            "G116", f"{compact(classes[0])}({label})是一类机构,没有写明是其中哪一种", allowed=members,
            hint="写明类型;不知道的写 tl:unknown tl:facilityType",
        )  # fmt: skip
    elif types and state is not None:
        bad = Unreadable("G115", "「类型」既有值,又写明不详或由属性给出", hint="类型写作 rdf:type")
    else:
        return terms.types[types[0]] if types else state
    nodes.fault(node, n.TYPE, "类型", bad)
    return None

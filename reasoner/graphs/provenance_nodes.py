"""Where the value of an observation comes from: PROV-O, Dublin Core and our own properties as the keys of the intake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reasoner.graphs import namespaces as n
from reasoner.graphs.literals import is_literal, period, text
from reasoner.graphs.namespaces import compact
from reasoner.graphs.node_reader import Nodes, note_unread
from reasoner.graphs.term_iris import ORIGINS
from reasoner.intake.diagnostics_collector import Unreadable, joined

if TYPE_CHECKING:
    from rdflib.term import Node

Stated = str | list[str] | dict[str, str]
"""What one key says: a text, organs, or evidence with its parts."""

READ: Final = frozenset((
    n.OF, n.INDICATOR, n.VALUE, n.RESULT, n.RESULT_TIME, n.PHENOMENON_TIME, n.SOURCE, n.PRIMARY_SOURCE, n.ATTRIBUTED,
    n.EVIDENCE, n.UNIT,
))  # fmt: skip
"""The properties of public vocabularies that are read of an observation."""
_READ_OF_EVIDENCE: Final = frozenset((n.TITLE, n.NUMBER))


def provenance_of(node: Node, nodes: Nodes, *, boolean: bool) -> dict[str, Stated]:
    """The keys of provenance that an observation states.

    To whom a determination is attributed, that is its organ (机关). Of a figure, which nobody determines, it is the source
    where nothing else is.
    """
    source = _source(node, nodes)
    organs = [name for value in nodes.triples.values(node, n.ATTRIBUTED) if (name := _organ(node, value, nodes))]
    if not boolean and organs:
        if source or len(organs) > 1:
            nodes.note_unread(node, n.ATTRIBUTED)
        source, organs = source or (organs[0] if len(organs) == 1 else ""), []
    stated: dict[str, Stated] = {
        "来源": source,
        "来源类型": _origin(node, nodes),
        "机关": organs if len(organs) > 1 else "".join(organs),
        "确认人": _named(node, n.CONFIRMED_BY, "确认人", nodes),
        "自": day_of(node, n.EFFECTIVE_FROM, "自", nodes),
        "至": day_of(node, n.EFFECTIVE_UNTIL, "至", nodes),
        "有效期至": day_of(node, n.VALID_UNTIL, "有效期至", nodes),
        "依据": _evidence(node, nodes),
    }
    return {key: value for key, value in stated.items() if value}


def _source(node: Node, nodes: Nodes) -> str:
    sources = [p for p in (n.SOURCE, n.PRIMARY_SOURCE) if nodes.triples.values(node, p)]
    if len(sources) > 1:
        bad = Unreadable("G109", "「来源」写了两处:dcterms:source 和 prov:hadPrimarySource", allowed="一个来源")
        nodes.fault(node, n.PRIMARY_SOURCE, "来源", bad)
    return _named(node, sources[0], "来源", nodes) if sources else ""


def _named(node: Node, predicate: str, label: str, nodes: Nodes) -> str:
    """The text of a property, or the name of the node that it points to; a source without a name is its IRI."""
    value = nodes.one(node, predicate, label)
    if value is None:
        return ""
    try:
        if is_literal(value):
            return text(value, label)
        names = nodes.names(value, n.TITLE)
        if len(names) == 1:
            return names[0]
        if not names and type(value).__name__ == "URIRef" and predicate != n.CONFIRMED_BY:
            return str(value)
        raise Unreadable("G114", f"{label} {nodes.triples.called(value)} 须有一个名称", allowed='rdfs:label "…"@zh')
    except Unreadable as bad:
        nodes.fault(node, predicate, label, bad)
        return ""


def _organ(node: Node, value: Node, nodes: Nodes) -> str:
    """Who determined it: a text, an agent of the ontology, or a node with a name."""
    try:
        if is_literal(value):
            return text(value, "机关")
        known = nodes.terms.agents.get(str(value))
        names = nodes.names(value)
        if known is None and len(names) != 1:
            called = nodes.triples.called(value)
            raise Unreadable("G114", f"机关 {called} 须有一个名称", allowed='rdfs:label "…"@zh')
        return known or names[0]
    except Unreadable as bad:
        nodes.fault(node, n.ATTRIBUTED, "机关", bad)
        return ""


def _origin(node: Node, nodes: Nodes) -> str:
    value = nodes.one(node, n.ORIGIN, "来源类型")
    origin = None if value is None or is_literal(value) else ORIGINS.get(str(value))
    if value is not None and origin is None:
        called = nodes.triples.called(value)
        names = [f"{compact(iri)}({o.value})" for iri, o in ORIGINS.items()]
        bad = Unreadable("F137", f"没有来源类型 {called}", allowed=joined(names), spelling=called, known=names)
        nodes.fault(node, n.ORIGIN, "来源类型", bad)
    return "" if origin is None else origin.value


def day_of(node: Node, predicate: str, label: str, nodes: Nodes) -> str:
    """The day (xsd:date) that a property of an observation gives; empty where there is none or it has a fault."""
    value = nodes.one(node, predicate, label)
    if value is None:
        return ""
    try:
        if not is_literal(value):
            raise Unreadable("G107", f"「{label}」应是字面值,现为 {nodes.triples.called(value)}")
        return period(value, label, (n.XSD + "date",))
    except Unreadable as bad:
        nodes.fault(node, predicate, label, bad)
        return ""


def _evidence(node: Node, nodes: Nodes) -> Stated:
    """What proves it: a text, or a node with dcterms:title, dcterms:identifier and tl:page."""
    value = nodes.one(node, n.EVIDENCE, "依据")
    if value is None:
        return ""
    try:
        if is_literal(value):
            return text(value, "依据")
        names = nodes.names(value, n.TITLE)
        if len(names) != 1:
            message = f"依据 {nodes.triples.called(value)} 须有一个名称"
            raise Unreadable("F138", message, allowed='dcterms:title "…"@zh,另可有 dcterms:identifier 和 tl:page')
    except Unreadable as bad:
        nodes.fault(node, n.EVIDENCE, "依据", bad)
        return ""
    nodes.check_properties(value, (n.PAGE,))
    named = () if nodes.triples.values(value, n.TITLE) else n.NAMES
    note_unread(value, nodes, _READ_OF_EVIDENCE.union(named))
    parts = {"名称": names[0], "编号": _part(value, n.NUMBER, "编号", nodes), "页": _part(value, n.PAGE, "页", nodes)}
    return {key: part for key, part in parts.items() if part}


def _part(node: Node, predicate: str, label: str, nodes: Nodes) -> str:
    value = nodes.one(node, predicate, label)
    try:
        if value is None or is_literal(value):
            return "" if value is None else text(value, label)
        raise Unreadable("G107", f"「{label}」应是文字,现为 {nodes.triples.called(value)}")
    except Unreadable as bad:
        nodes.fault(node, predicate, label, bad)
        return ""

"""Observations and determinations of a graph as the lists 指标 and 认定.

One that an application points to (tl:observed) is its own; one about an institution belongs to that institution's
applications; any other is shared by all applications of the graph.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from policy_dsl.vocabulary import Term
from reasoner.intake.complaints import Unreadable, joined

from . import names as n
from .literals import is_literal, period, text
from .names import compact
from .nodes import FactValue, Nodes
from .places import Item

if TYPE_CHECKING:
    from rdflib.term import Literal, Node

_TYPES: Final = (n.SOSA + "Observation", n.TL + "Determination")
_PERCENT: Final = ("http://qudt.org/vocab/unit/PERCENT", n.TL + "percent")

Entry = dict[str, FactValue | list[FactValue] | None]
"""An item of 指标 or 认定; None is a value that was given and could not be read."""
Lists = dict[str, list[Entry]]


class Observations:
    """The observations of one graph, told apart by whose they are."""

    def __init__(self, nodes: Nodes, applications: frozenset[Node]) -> None:
        self._nodes, self._applications = nodes, applications
        triples = nodes.triples
        self._linked = {v for a in applications for v in triples.values(a, n.OBSERVED)}
        self._facilities = {v for a in applications for v in triples.values(a, n.APPLICANT)}
        towns = n.TL + "township"
        self._towns = {v for f in self._facilities for v in triples.values(f, towns)}
        self._of_facility: dict[Node, list[Node]] = {}
        self._shared: list[Node] = []
        for node, properties in triples.subjects.items():
            typed = any(str(t) in _TYPES for t in properties.get(n.TYPE, ()))
            if node in self._linked or not (typed or n.INDICATOR in properties):
                continue
            about = next(iter(triples.values(node, n.OF)), None)
            if about in self._facilities or about in applications:
                self._of_facility.setdefault(about, []).append(node)
            elif self._concerns_us(node, about):
                self._shared.append(node)

    def _concerns_us(self, node: Node, about: Node | None) -> bool:
        """Others may have observations of their own in the graph; and a 镇街 without an applicant decides nothing."""
        triples = self._nodes.triples
        indicators = [str(v) for v in triples.values(node, n.INDICATOR)]
        foreign = bool(indicators) and not any(i.startswith(n.TL) for i in indicators)
        kinds = () if about is None else (str(t) for t in triples.values(about, n.TYPE))
        return not foreign and (n.TL + "Township" not in kinds or about in self._towns)

    def own(self, application: Node, facility: Node | None, item: Item) -> Lists:
        """The lists of one application; `item` takes their nodes."""
        nodes = list(self._nodes.triples.values(application, n.OBSERVED))
        nodes += self._of_facility.get(application, [])
        nodes += self._of_facility.get(facility, []) if facility is not None else []
        lists: Lists = {"指标": [], "认定": []}
        for node in nodes:
            if node not in self._nodes.triples.subjects or is_literal(node):
                called = self._nodes.triples.called(node)
                bad = Unreadable("G114", f"图中没有观察值 {called} 的任何说明")
                self._nodes.fault(application, n.OBSERVED, "观察值", bad)
            else:
                self._add(node, lists, item, application, facility)
        return {key: entries for key, entries in lists.items() if entries}

    def shared(self, item: Item) -> Lists:
        """The lists that all applications share."""
        lists: Lists = {"指标": [], "认定": []}
        for node in self._shared:
            self._add(node, lists, item, None, None)
        return lists

    def _add(self, node: Node, lists: Lists, item: Item, application: Node | None, facility: Node | None) -> None:
        nodes = self._nodes
        if not nodes.check_types(node, "Determination"):
            return
        nodes.check_properties(node, (n.AS_AT, n.VALUE))
        term = self._term(node)
        subject = self._subject(node, term, application, facility)
        when = self._literal(node, n.AS_AT, "时点", period)
        source = self._source(node)
        agency = self._agency(node)
        if term is None or subject is None:
            return
        value = nodes.fact(node, n.VALUE, term)
        self._check_unit(node, term)
        # A value with a fault that is noted is given; nothing is missing besides.
        given = value is not None or bool(nodes.triples.values(node, n.VALUE))
        about_us = subject in ("机构", "申请")
        determined = about_us or agency is not None
        form = "认定" if determined else "指标"
        keys = ("事项", "对象", "结论", "日期", "依据") if determined else ("名称", "地区", "数值", "时点", "来源")
        entry: Entry = dict(zip(keys, (term.label, subject, value, when, source), strict=True))
        entry["机关"] = agency
        lists[form].append({k: v for k, v in entry.items() if v is not None or (k == keys[2] and given)})
        item.lists[form].append(nodes.triples.called(node))

    def _term(self, node: Node) -> Term | None:
        nodes = self._nodes
        value = nodes.one(node, n.INDICATOR, "指标")
        known = nodes.terms.observable
        if value is None:
            if not nodes.triples.values(node, n.INDICATOR):
                bad = Unreadable("G118", "观察值没有写明是哪一指标", allowed="sosa:observedProperty")
                nodes.fault(node, n.INDICATOR, "指标", bad)
            return None
        term = known.get(str(value))
        if term is None:
            names = [f"{compact(iri)}({t.label})" for iri, t in known.items()]
            called = nodes.triples.called(value)
            bad = Unreadable("G112", f"没有指标 {called}", allowed=joined(names), found=called, known=names)
            nodes.fault(node, n.INDICATOR, "指标", bad)
        return term

    def _subject(self, node: Node, term: Term | None, application: Node | None, facility: Node | None) -> str | None:
        nodes = self._nodes
        value = nodes.one(node, n.OF, "对象")
        if value is None:
            if not nodes.triples.values(node, n.OF):
                bad = Unreadable("G118", "观察值没有写明是哪一地区或者谁的", allowed="sosa:hasFeatureOfInterest")
                nodes.fault(node, n.OF, "对象", bad)
            return None
        try:
            return self._named(value, application, facility)
        except Unreadable as bad:
            nodes.fault(node, n.OF, "对象", bad)
            return None

    def _named(self, value: Node, application: Node | None, facility: Node | None) -> str:
        terms, triples = self._nodes.terms, self._nodes.triples
        if not is_literal(value):
            if value == facility or value in self._facilities:
                if facility is None or value == facility:
                    return "机构"
                raise Unreadable("G114", f"{triples.called(value)} 是另一份申请的机构")
            if value == application:
                return "申请"
            document = terms.documents.get(str(value))
            if document is not None:
                return document
            if any(str(t) == n.TL + "Township" for t in triples.values(value, n.TYPE)) or value in self._towns:
                return self._nodes.township(value)
        return self._nodes.region(value)

    def _literal(self, node: Node, predicate: str, label: str, read: Callable[[Literal, str], str]) -> str | None:
        value = self._nodes.one(node, predicate, label)
        if value is None:
            return None
        try:
            if not is_literal(value):
                raise Unreadable("G107", f"「{label}」应是字面值,现为 {self._nodes.triples.called(value)}")
            return read(value, label)
        except Unreadable as bad:
            self._nodes.fault(node, predicate, label, bad)
            return None

    def _source(self, node: Node) -> str | None:
        value = self._nodes.one(node, n.SOURCE, "来源")
        if value is not None and not is_literal(value):
            return str(value) if type(value).__name__ == "URIRef" else None
        return self._literal(node, n.SOURCE, "来源", text)

    def _agency(self, node: Node) -> str | None:
        """Who determined it: a text, an agent of the ontology, or a node with a name."""
        value = self._nodes.one(node, n.ATTRIBUTED, "机关")
        if value is None or is_literal(value):
            return self._literal(node, n.ATTRIBUTED, "机关", text)
        known = self._nodes.terms.agents.get(str(value))
        labels = self._nodes.triples.values(value, n.LABEL)
        if known is None and not (len(labels) == 1 and is_literal(labels[0])):
            called = self._nodes.triples.called(value)
            bad = Unreadable("G114", f"机关 {called} 须有一个名称", allowed='rdfs:label "…"@zh')
            self._nodes.fault(node, n.ATTRIBUTED, "机关", bad)
            return None
        return known or str(labels[0])

    def _check_unit(self, node: Node, term: Term) -> None:
        """A unit may be repeated, never changed: the value is in the unit of the indicator."""
        unit = self._nodes.terms.vocabulary.unit_named(term.unit)
        for value in self._nodes.triples.values(node, n.UNIT):
            if unit is not None and str(value) == unit.iri:
                continue
            hint = "百分数写成小数,如 74% 写 0.74" if str(value) in _PERCENT else ""
            allowed = f"{compact(unit.iri)}({unit.label}),或不写" if unit is not None else "不写单位"
            called = self._nodes.triples.called(value)
            bad = Unreadable("F124", f"「{term.label}」的单位不能是 {called}", allowed=allowed, hint=hint)
            self._nodes.fault(node, n.UNIT, "单位", bad)

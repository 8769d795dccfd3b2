"""Observations and determinations of a graph as the lists 指标 and 认定.

One that an application points to (tl:observed) is its own; one about an institution belongs to that institution's
applications; any other is shared by all applications of the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from policy_dsl.vocabulary import Term
from reasoner.graphs import namespaces as n
from reasoner.graphs.literals import is_literal
from reasoner.graphs.namespaces import compact
from reasoner.graphs.node_locations import Item
from reasoner.graphs.node_reader import FactValue, Nodes, note_unread
from reasoner.graphs.provenance_nodes import READ, Stated, provenance_of
from reasoner.graphs.times import time_of
from reasoner.intake.diagnostics_collector import Unreadable, joined
from reasoner.intake.item_schemas import DETERMINATIONS, INDICATORS

if TYPE_CHECKING:
    from rdflib.term import Node

_TYPES: Final = (n.SOSA + "Observation", n.TL + "Determination")
_PERCENT: Final = ("http://qudt.org/vocab/unit/PERCENT", n.TL + "percent")

_OWN: Final = ("申请", "机构")
_DETERMINED: Final = frozenset(("机关", "自", "至"))
"""What only a determination says of itself."""

Entry = dict[str, FactValue | list[FactValue] | Stated | None]
"""An item of 指标 or 认定, or a fact with its provenance; None is a value that was given and could not be read."""
Lists = dict[str, list[Entry]]
Facts = dict[tuple[str, str], tuple["Node", Entry]]
"""Facts of an application or institution by subject and name, each with the observation that gives it."""


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

    def own(self, application: Node, facility: Node | None, item: Item) -> tuple[Lists, Facts]:
        """The lists of one application, and the facts of its own that are observed; `item` takes their nodes."""
        nodes = list(self._nodes.triples.values(application, n.OBSERVED))
        nodes += self._of_facility.get(application, [])
        nodes += self._of_facility.get(facility, []) if facility is not None else []
        lists: Lists = {"指标": [], "认定": []}
        facts: Facts = {}
        for node in dict.fromkeys(nodes):
            if node not in self._nodes.triples.subjects or is_literal(node):
                called = self._nodes.triples.called(node)
                bad = Unreadable("G114", f"图中没有观察值 {called} 的任何说明")
                self._nodes.fault(application, n.OBSERVED, "观察值", bad)
            else:
                self._add(node, lists, facts, item, application, facility)
        return {key: entries for key, entries in lists.items() if entries}, facts

    def shared(self, item: Item) -> Lists:
        """The lists that all applications share."""
        lists: Lists = {"指标": [], "认定": []}
        for node in self._shared:
            self._add(node, lists, {}, item, None, None)
        return lists

    def _add(
        self, node: Node, lists: Lists, facts: Facts, item: Item, application: Node | None, facility: Node | None
    ) -> None:
        nodes = self._nodes
        if not nodes.check_types(node, "Determination"):
            return
        nodes.check_properties(
            node, (n.AS_AT, n.VALUE, n.ORIGIN, n.CONFIRMED_BY, n.VALID_UNTIL, n.EFFECTIVE_FROM, n.EFFECTIVE_UNTIL)
        )
        term = self._term(node)
        subject = self._subject(node, term, application, facility)
        boolean = term is None or term.datatype == "boolean" or term.yes_no
        when, by = time_of(node, nodes)
        stated = provenance_of(node, nodes, boolean=boolean)
        property_ = n.VALUE if term is None else nodes.terms.result(term)
        if term is not None and term.yes_no and nodes.triples.values(node, n.VALUE):
            property_ = n.VALUE  # 是 or 否 alone, a literal
        note_unread(node, nodes, READ - {n.RESULT if property_ == n.VALUE else n.VALUE})
        if term is None or subject is None:
            return
        if by and by != n.AS_AT:
            nodes.places.times[nodes.triples.called(node)] = by
        value = nodes.fact(node, property_, term, n.VALUE)
        self._check_unit(node, term)
        # A value with a fault that is noted is given; nothing is missing besides.
        given = value is not None or bool(nodes.triples.values(node, property_))
        entry: Entry = {"时点": when, **stated} if when else {**stated}
        if subject in _OWN and term.subject in _OWN and not boolean:
            # What stands for a value with a fault that is noted is never judged.
            self._observed(
                node, term, {"数值": "不详" if value is None else value, **entry} if given else entry, facts, item
            )
            return
        determined = subject in _OWN or not _DETERMINED.isdisjoint(stated)
        form = DETERMINATIONS if determined else INDICATORS
        entry |= {form.name: term.label, form.about: subject}
        entry |= {form.value: value} if given else {}
        if determined and when:
            entry[form.when] = entry.pop("时点")
        section = "认定" if determined else "指标"
        lists[section].append(entry)
        item.lists[section].append(nodes.triples.called(node))

    def _observed(self, node: Node, term: Term, entry: Entry, facts: Facts, item: Item) -> None:
        """A fact of the application or institution itself; of such a fact there is one observation."""
        key = term.subject, term.label
        if key in facts:
            first = item.observed[key]
            bad = Unreadable("F131", f"「{term.label}」在 {first} 已给出", hint="只留一个")
            self._nodes.fault(node, n.VALUE, term.label, bad)
            return
        facts[key] = node, entry
        item.observed[key] = self._nodes.triples.called(node)

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
            bad = Unreadable("G112", f"没有指标 {called}", allowed=joined(names), spelling=called, known=names)
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

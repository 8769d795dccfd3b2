"""Triples to the plain data of CONTRACT §1, which the intake checks as it checks JSON; every fault has its node.

What a graph alone can get wrong is found here: datatypes, several values, names that are no terms, nodes without a
description. Ranges, dates and who may ask for what are left to the intake, so that every form has the same rules.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.graphs import namespaces as n
from reasoner.graphs.facility import facility_data
from reasoner.graphs.graph_files import load_graph
from reasoner.graphs.literals import is_literal
from reasoner.graphs.node_locations import Item, Places
from reasoner.graphs.node_reader import Nodes, note_unread
from reasoner.graphs.observations import Entry, Observations
from reasoner.graphs.term_iris import Terms
from reasoner.graphs.triples import Triples
from reasoner.intake.application_parser import Reader
from reasoner.intake.diagnostics_collector import Complaints, Enough, Unreadable
from reasoner.intake.file_kind import FileKind
from reasoner.intake.loaded_data import Loaded
from reasoner.intake.text_values import UNKNOWN, UNPROVED
from reasoner.model.application import Application

if TYPE_CHECKING:
    from rdflib.term import Node


@dataclass(frozen=True)
class GraphInput:
    """The plain data of a graph with its faults so far, where each part came from, and what of it was not read."""

    loaded: Loaded
    places: Places
    notes: tuple[str, ...] = ()

    def applications(self, reader: Reader, as_of: str | None = None) -> list[Application]:
        """The applications, checked, in the order of their 编号; raises Faults with those of the graph and of its content."""
        try:
            reading = reader.read(self.loaded, as_of)
        except Faults as error:
            raise Faults(self.places.named(error.diagnostics)) from None
        items = self.places.applications
        return [replace(a, where=self.places.where(i.node)) for a, i in zip(reading, items, strict=True)]


def read_graph(
    source: bytes | str | os.PathLike[str], terms: Terms, name: str = "", kind: FileKind | None = None
) -> GraphInput:
    """The applications of a graph as plain data; raises Faults where the graph itself cannot be read."""
    return to_data(load_graph(source, name, kind), terms)


def to_data(triples: Triples, terms: Terms) -> GraphInput:
    """The plain data of triples: the envelope 申请, 指标, 认定 of CONTRACT §1."""
    properties = {(t.subject, t.label): iri for iri, t in (terms.application | terms.facility).items()}
    places = Places(triples.name, properties)
    complaints = Complaints(triples.name)
    data: dict[str, object] = {"申请": []}
    nodes = Nodes(triples, terms, places, complaints)
    with suppress(Enough):
        data = _Run(nodes).envelope()
    return GraphInput(Loaded(data, triples.name, (), complaints.listed()), places, nodes.notes)


class _Run:
    """The reading of one graph."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes, self._triples, self._terms, self._places = nodes, nodes.triples, nodes.terms, nodes.places

    def envelope(self) -> dict[str, object]:
        triples = self._triples
        nodes = list(dict.fromkeys([*triples.instances(n.TL + "Application"), *self._untyped()]))
        if not nodes:
            hint = "申请的类型是 tl:Application(https://w3id.org/tiaoli/ns#Application)"
            raise Faults([Diagnostic("G110", triples.name, "图中没有申请", hint=hint)])
        # A graph has no order of its own, so that of the numbers.
        nodes.sort(key=lambda node: (sorted(map(str, triples.values(node, _IDENTIFIER))), triples.called(node)))
        observations = Observations(self._nodes, frozenset(nodes))
        items = [self._application(node, observations) for node in nodes]
        data: dict[str, object] = {"申请": items}
        shared = observations.shared(self._places.shared)
        return data | {key: entries for key, entries in shared.items() if entries}

    def _untyped(self) -> list[Node]:
        """Nodes that have a matter or an applicant are applications, whether they say so or not."""
        marks = (n.APPLICANT, _MATTER)
        return [s for s, properties in self._triples.subjects.items() if any(m in properties for m in marks)]

    def _application(self, node: Node, observations: Observations) -> dict[str, object]:
        nodes, terms = self._nodes, self._terms
        item = Item(self._triples.called(node))
        self._places.applications.append(item)
        known = {**terms.application, **dict.fromkeys((n.APPLICANT, n.OBSERVED))}
        nodes.check_properties(node, known)
        nodes.check_types(node, "Application")
        note_unread(node, nodes)
        data: dict[str, object] = {}
        for iri, term in terms.application.items():
            value = nodes.fact(node, iri, term)
            if value is not None:
                data[term.label] = value
        institution: dict[str, object] = {}
        facility = nodes.one(node, n.APPLICANT, "机构")
        if facility is not None:
            if is_literal(facility):
                nodes.fault(node, n.APPLICANT, "机构", Unreadable("G114", "申请机构须是一个节点,不能是文字"))
            else:
                item.facility = self._triples.called(facility)
                institution, position = facility_data(facility, nodes, node)
                data["机构"] = institution
                if position is not None:
                    data["位置"] = position
        lists, facts = observations.own(node, facility, item)
        for (subject, label), (observation, stated) in facts.items():
            self._put(institution if subject == "机构" else data, label, stated, observation)
        return {**data, **lists}

    def _put(self, data: dict[str, object], label: str, stated: Entry, observation: Node) -> None:
        """An observed fact in the place of the bare one, which may stand besides if it says the same (F131)."""
        value = stated.get("数值")
        if label in data and value is not None and _values(data[label]) != _values(value):
            bad = Unreadable("F131", f"「{label}」由属性和观察值各给出一个值,两个值不同", hint="只留一个")
            self._nodes.fault(observation, n.VALUE, label, bad)
        data[label] = stated


def _values(value: object) -> frozenset[object]:
    """What is compared of a value: a set, in which what is not proved is not known either."""
    values = frozenset(value if isinstance(value, list) else [value])
    return frozenset((UNKNOWN,)) if values == {UNPROVED} else values


_IDENTIFIER = n.TL + "identifier"
_MATTER = n.TL + "matter"

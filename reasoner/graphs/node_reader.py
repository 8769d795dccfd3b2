"""What one node says: its facts, each once; its types; properties and classes of ours that do not exist."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from policy_dsl.numerals import percent
from policy_dsl.vocabulary import Term
from reasoner.graphs import namespaces as n
from reasoner.graphs.literals import BOOLEAN, datatype_of, is_literal, plain
from reasoner.graphs.namespaces import compact
from reasoner.graphs.node_locations import Places
from reasoner.graphs.term_iris import Terms
from reasoner.graphs.triples import Triples
from reasoner.intake.diagnostics_collector import Complaints, Unreadable, joined

if TYPE_CHECKING:
    from rdflib.term import Node

FactValue = Decimal | bool | str
"""One value of a fact as the intake reads it."""

STRUCTURE: Final = frozenset(
    n.TL + c for c in ("Application", "Facility", "Region", "Province", "Prefecture", "County", "ManagementArea",
                       "Township", "Determination", "Indicator", "Document", "Clause")
)  # fmt: skip
"""Classes of the ontology that are no terms."""
_APART: Final = {n.TL + c: label for c, label in (("Application", "申请"), ("Facility", "机构"), ("Region", "地区"))} | {
    n.SOSA + "Observation": "观察值", n.TL + "Determination": "认定", n.TL + "Township": "镇街", n.TL + "County": "地区",
    n.TL + "Prefecture": "地区", n.TL + "Province": "地区", n.TL + "ManagementArea": "地区",
}  # fmt: skip
"""Classes that exclude each other, by the kind of thing that they are of."""
_STATES: Final = {n.UNKNOWN: "不详", n.UNPROVED: "未核实", n.NONE: "无"}


class Nodes:
    """The nodes of one graph, read with a vocabulary; faults are noted with node and property."""

    def __init__(self, triples: Triples, terms: Terms, places: Places, complaints: Complaints) -> None:
        self.triples, self.terms, self.places = triples, terms, places
        self._complaints = complaints
        self._checked: dict[tuple[Node, str], bool] = {}
        self._unread: dict[str, dict[Node, None]] = {}

    def fault(self, node: Node, predicate: str, label: str, bad: Unreadable) -> None:
        """Note a fault of a node's property."""
        path = self.places.where(self.triples.called(node), predicate, label)
        if self.places.name:
            path = path.removeprefix(f"{self.places.name}: ")
        self._complaints.add(path, bad)

    def note_unread(self, node: Node, predicate: str) -> None:
        """Note a property of a vocabulary that we use, which is not read of this node."""
        self._unread.setdefault(predicate, {})[node] = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not read, a sentence for each property."""
        return tuple(
            f"没有读的属性 {compact(predicate)},见 {joined([self.triples.called(node) for node in nodes], 3)}"
            for predicate, nodes in sorted(self._unread.items())
        )

    def one(self, node: Node, predicate: str, label: str) -> Node | None:
        """The value of a property that has at most one; None where there is none, or several (G109)."""
        values = self.triples.values(node, predicate)
        if len(values) > 1:
            names = joined([self.triples.called(v) for v in values], 5)
            languages = {v.language for v in values if is_literal(v) and v.language}
            hint = "只留中文的一个,其他语言的写作 rdfs:label" if len(languages) == len(values) else ""
            bad = Unreadable("G109", f"「{label}」有{len(values)}个值:{names}", allowed="一个值", hint=hint)
            self.fault(node, predicate, label, bad)
            return None
        return values[0] if values else None

    def fact(self, node: Node, iri: str, term: Term, stated: str = "") -> FactValue | list[FactValue] | None:
        """The plain value of a fact, or 不详, 未核实, 无 where the node says so; None where it says nothing, or nothing sound.

        iri: the property that gives it. stated: the property of which 不详 and the like are said, where that is another.
        """
        state = self._state(node, stated or iri, term.label)
        given = self.triples.values(node, iri)
        single = None if term.multiple else self.one(node, iri, term.label)
        values = given if term.multiple else [] if single is None else [single]
        read = (self._value(node, iri, term, v) for v in values)
        sound = [v for v in read if v is not None]
        if state and given:
            message = f"「{term.label}」既有值,又写明「{state}」"
            self.fault(node, iri, term.label, Unreadable("G115", message, hint="只留一种说法"))
            return None
        if state or not sound:
            return state or None
        return sound if len(sound) > 1 else sound[0]

    def _state(self, node: Node, iri: str, label: str) -> str:
        states = [name for p, name in _STATES.items() if any(str(v) == iri for v in self.triples.values(node, p))]
        if len(states) > 1:
            message = f"「{label}」同时写明{joined([f'「{s}」' for s in states])}"
            self.fault(node, iri, label, Unreadable("G115", message, hint="只留一种说法"))
        return states[0] if states else ""

    def _value(self, node: Node, iri: str, term: Term, value: Node) -> FactValue | None:
        try:
            return self._read(term, value)
        except Unreadable as bad:
            self.fault(node, iri, term.label, bad)
            return None

    def _read(self, term: Term, value: Node) -> FactValue:
        if term.label == "所在地":
            return self.region(value)
        if term.label == "镇街":
            return self.township(value)
        if term.datatype == "category" and not (term.yes_no and is_literal(value) and datatype_of(value) == BOOLEAN):
            return self._category(term, value)
        if not is_literal(value):
            called = self.triples.called(value)
            raise Unreadable("G107", f"「{term.label}」应是字面值,现为 {called}", allowed=_LITERAL[term.datatype])
        return _unmistakable(plain(value, term), term)

    def _category(self, term: Term, value: Node) -> str:
        values = self.terms.values(term)
        category = values.get(str(value))
        if category is not None and not is_literal(value):
            return category
        written = {name: f"{compact(iri)}({name})" for iri, name in values.items()}
        if str(value) in written:
            hint = f"写作 {written[str(value)]}"
            raise Unreadable("G112", f"「{term.label}」应是词条的 IRI,现为文字「{value}」", hint=hint)
        bare = ("true", "false") if term.yes_no else ()
        allowed = joined((*written.values(), *bare))
        raise Unreadable("G112", f"「{term.label}」没有 {self.triples.called(value)}", allowed=allowed)

    def region(self, value: Node) -> str:
        """The code of a region; raises `Unreadable` (G113)."""
        code = self.terms.regions.get(str(value))
        if code is not None and not is_literal(value):
            return code
        named = self.terms.vocabulary.find_regions(str(value).rpartition("/")[2])
        hint = f"写作 {joined([compact(r.iri) + f'({r.name})' for r in named])}" if named else ""
        message = f"没有收录地区 {self.triples.called(value)}"
        raise Unreadable("G113", message, allowed=f"{n.REGION} 加六位区划代码,如 r:370214(城阳区)", hint=hint)

    def township(self, value: Node) -> str:
        """The name of a 镇街; raises `Unreadable` (G114)."""
        if is_literal(value):
            message = f"「镇街」应是一个节点,现为文字 {self.triples.called(value)}"
            raise Unreadable("G114", message, hint='写作 [ a tl:Township ; rdfs:label "…"@zh ]')
        names = self.names(value)
        if len(names) != 1:
            raise Unreadable("G114", f"镇街 {self.triples.called(value)} 须有一个名称", allowed='rdfs:label "…"@zh')
        note_unread(value, self, n.NAMES)
        return names[0]

    def names(self, node: Node, *before: str) -> list[str]:
        """What a node is called, each name once: by the first of the properties `before` that it has, else by n.NAMES.

        Of names in several languages only those count that are Chinese or of no stated language.
        """
        for properties in (*((p,) for p in before), n.NAMES):
            given = [v for p in properties for v in self.triples.values(node, p) if is_literal(v)]
            chinese = [v for v in given if not v.language or v.language.lower().partition("-")[0] == "zh"]
            if given:
                return list(dict.fromkeys(str(v) for v in chinese or given))
        return []

    def check_properties(self, node: Node, known: Iterable[str]) -> None:
        """Note properties of ours that the node cannot have (G111), and states of facts that it does not have."""
        allowed = {*known, *_STATES}
        facts = self.terms.application | self.terms.facility
        for predicate in self.triples.subjects.get(node, ()):
            if predicate in allowed or not predicate.startswith(n.TL):
                continue
            elsewhere = facts.get(predicate) or self.terms.observable.get(predicate)
            hint = f"它是{elsewhere.subject}的事实" if elsewhere is not None else ""
            self.fault(node, predicate, "", self._unknown("G111", "属性", predicate, allowed, hint))
        for predicate, state in _STATES.items():
            for value in self.triples.values(node, predicate):
                if str(value) not in allowed:
                    self.fault(node, predicate, state, self._unknown("G111", "事实", str(value), known, ""))

    def check_types(self, node: Node, kind_name: str) -> bool:
        """Note classes of ours that do not exist (G112), and a node that is of two kinds at once (G114); whether it is of one."""
        if (node, kind_name) in self._checked:
            return self._checked[node, kind_name]
        known = STRUCTURE | self.terms.types.keys() | self.terms.classes.keys()
        kinds = {_APART[n.TL + kind_name]} if n.TL + kind_name in _APART else set()
        for kind in self.triples.values(node, n.TYPE):
            iri = str(kind)
            if iri.startswith(n.TL) and iri not in known and not iri.endswith(("Application", "Asker")):
                self.fault(node, n.TYPE, "", self._unknown("G112", "类", iri, known, ""))
            label = "机构" if iri in self.terms.types or iri in self.terms.classes else _APART.get(iri, "")
            kinds |= {label} if label else set()
        kinds -= {"观察值"} if "认定" in kinds else set()
        self._checked[node, kind_name] = len(kinds) <= 1
        if len(kinds) > 1:
            both = joined([f"「{k}」" for k in sorted(kinds)])
            self.fault(node, n.TYPE, "", Unreadable("G114", f"同一节点不能同时是{both}"))
        return len(kinds) <= 1

    def _unknown(self, code: str, what: str, iri: str, known: Iterable[str], hint: str) -> Unreadable:
        names = sorted(compact(k) for k in known)
        spelling = "" if hint else compact(iri)
        return Unreadable(
            code, f"没有{what} {compact(iri)}", allowed=joined(names), hint=hint, spelling=spelling, known=names
        )


def note_unread(node: Node, nodes: Nodes, read: Iterable[str] = ()) -> None:
    """Note the properties of public vocabularies that a node has and nobody reads."""
    for predicate in nodes.triples.subjects.get(node, ()):
        if predicate.startswith(n.VOCABULARIES) and predicate not in read:
            nodes.note_unread(node, predicate)


_LITERAL: Final = {
    "ratio": "xsd:decimal",
    "count": "xsd:integer",
    "boolean": "xsd:boolean",
    "date": "xsd:date",
    "text": "文字",
}


def _unmistakable(value: FactValue, term: Term) -> FactValue:
    """A ratio above 1 as per cent: the intake takes a bare 5 for a forgotten %, and a decimal of a graph has forgotten nothing."""
    if term.datatype == "ratio" and isinstance(value, Decimal) and abs(value) > 1:
        written = percent(value)
        return written if len(written) <= _LONGEST_TEXT else value
    return value


_LONGEST_TEXT = 28

"""Data shapes run by pySHACL over triples: each violation with node, property and code, in the words of the shape.

pySHACL is imported here, when a graph is validated. It gets graphs in memory and shapes of the package: nothing is loaded,
imported or inferred.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import rdflib
from pyshacl import validate as pyshacl_validate
from rdflib.plugins.sparql import prepareQuery

from policy_dsl.source_files import PACKAGE
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.graphs import namespaces as n
from reasoner.graphs.literals import BOOLEAN, DECIMAL, INTEGERS, is_literal
from reasoner.graphs.namespaces import compact
from reasoner.graphs.shape_sections import filled
from reasoner.graphs.term_iris import Terms
from reasoner.graphs.triples import Triples
from reasoner.graphs.validation_findings import SHAPE, Finding

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node

SH: Final = rdflib.Namespace(n.SH)

_MANY: Final = (n.OBSERVED,)
_MOST_VALUES: Final = 20
_BY_OBJECT: Final = {
    "KnownPlace": n.OF, "Observable": n.INDICATOR, "knownClass": n.TYPE, "point": n.POSITION,
}  # fmt: skip
"""Shapes that look at a thing once; what is wrong is wrong of every node that points to it by this property."""

_CODES: Final = {
    "MaxCount": "G109", "QualifiedMaxCount": "G116", "MinInclusive": "F125", "MaxInclusive": "F125", "NodeKind": "G114",
    "Datatype": "G107", "Node": "G107", "Pattern": "G108", "In": "G112", "MinLength": "F129", "MaxLength": "F129",
    "MinCount": "F114",
}  # fmt: skip
_CODES_OF_SHAPES: Final = {
    "KnownPlace": "G113", "Observable": "G112", "knownClass": "G112", "point": "G117", "townshipName": "G114",
    "townshipLabel": "G114",
    "about": "G118", "observedProperty": "G118", "origin": "F137", "evidence": "F138", "confirmed-until": "F139",
    "valid-by": "F139", "location-value": "G113", "facilityType-value": "G112", "resultTime": "G107",
    "phenomenonTime": "G107", "source": "F129",
}  # fmt: skip
_DAY: Final = (n.XSD + "date",)
_NUMBERS: Final = (DECIMAL, *INTEGERS)
_DATATYPES: Final = {
    "asAt": (*_DAY, n.XSD + "gYearMonth", n.XSD + "gYear"), "validUntil": _DAY, "effectiveFrom": _DAY, "effectiveUntil": _DAY,
    "determined-value": (BOOLEAN,),
    "date": _DAY, "boolean": (BOOLEAN,), "count": _NUMBERS, "ratio": _NUMBERS,
}  # fmt: skip
"""The datatypes of a value by its shape or by the datatype of its fact: one of them with another text is no form of it."""


def shapes_file(name: str) -> str:
    """The text of a file of shapes: beside the package in a checkout, inside it in an installed wheel."""
    package = Path(PACKAGE)
    inside = package / "shapes" / name
    return (inside if inside.is_file() else package.parent / "shapes" / name).read_text(encoding="utf-8")


def shapes(*names: str, vocabulary: Vocabulary | None = None) -> rdflib.Graph:
    """The shapes of some files, parsed once; with places, matters and indicators of a vocabulary where one is given."""
    texts = tuple(map(shapes_file, names))
    return parsed_shapes(texts if vocabulary is None else tuple(filled(text, vocabulary) for text in texts))


@lru_cache(maxsize=16)
def parsed_shapes(texts: tuple[str, ...]) -> rdflib.Graph:
    """Some texts of shapes as one graph, parsed once."""
    # A list of shapes holds every form of a value ("1" beside true); pySHACL lets rdflib read them as one.
    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph(bind_namespaces="none")
    for text in texts:
        graph.parse(data=text, format="turtle", publicID=n.INPUT)
    return graph


def results(data: rdflib.Graph, *names: str, vocabulary: Vocabulary | None = None) -> tuple[bool, rdflib.Graph]:
    """Whether a graph conforms to files of shapes, and pySHACL's report."""
    conforms, report, _ = pyshacl_validate(
        data,
        shacl_graph=shapes(*names, vocabulary=vocabulary),
        inference="none",
        advanced=False,
        js=False,
        do_owl_imports=False,
        inplace=True,
    )
    assert isinstance(report, rdflib.Graph)
    return bool(conforms), report


@lru_cache(maxsize=64)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


class QueriedGraph(rdflib.Graph):
    """A graph that reads a query once: pySHACL asks the few of a file of shapes anew for every node they look at."""

    def query(self, query_object: str | Query, *args: Any, **kwargs: Any) -> Result:
        """The same as that of any graph."""
        known = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(known, *args, **kwargs)


def graph_of(triples: Triples) -> rdflib.Graph:
    """The triples as a graph for pySHACL, without what they say of terms and regions: that is ours to say."""
    # Anew each time: pySHACL sets it back.
    rdflib.NORMALIZE_LITERALS = False
    graph = QueriedGraph(bind_namespaces="none")
    for subject, properties in triples.subjects.items():
        if str(subject).startswith((n.TL, n.REGION)):
            continue
        for predicate, values in properties.items():
            # A fact with thousands of values is wrong once, not thousands of times.
            kept = values if predicate in _MANY else values[:_MOST_VALUES]
            for value in kept:
                graph.add((subject, rdflib.URIRef(predicate), _comparable(value)))
    return graph


def _comparable(value: Node) -> Node:
    """A literal as its text and datatype say, that can be compared with bounds.

    A number of JSON-LD comes as Python's own, whatever the context calls it. pySHACL stops at NaN, so infinity, which is as
    wrong, stands for it.
    """
    if not is_literal(value):
        return value
    literal = rdflib.Literal(str(value), lang=value.language, datatype=value.datatype)
    number: object = literal.value
    if (isinstance(number, Decimal) and number.is_nan()) or (isinstance(number, float) and isnan(number)):
        return rdflib.Literal("INF", datatype=literal.datatype)
    return literal


def findings(triples: Triples, terms: Terms, *names: str) -> list[Finding]:
    """What the shapes find, in the order of nodes and properties."""
    names = names or ("application.ttl",)
    _, report = results(graph_of(triples), *names, vocabulary=terms.vocabulary)
    # Not the details below a result: a value is refused once, by the shape that has a name and a message.
    all_results = [f for r in report.objects(None, SH.result) for f in _found(report, r, triples, terms, names)]
    return sorted(dict.fromkeys(all_results), key=lambda f: (f.where, f.code, f.message, f.value))


def _found(
    report: rdflib.Graph, result: Node, triples: Triples, terms: Terms, names: tuple[str, ...]
) -> Iterator[Finding]:
    focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    path, source = report.value(result, SH.resultPath), report.value(result, SH.sourceShape)
    component = str(report.value(result, SH.sourceConstraintComponent)).removeprefix(n.SH)
    if focus is None:
        return
    shape = str(source).removeprefix(SHAPE)
    message = str(next(report.objects(result, SH.resultMessage), ""))
    predicate = _BY_OBJECT.get(shape, str(path) if isinstance(path, rdflib.URIRef) else "")
    if shape in _BY_OBJECT:
        nodes: list[Node] = [s for s, p in triples.subjects.items() if focus in p.get(predicate, ())]
        value = focus
    else:
        nodes = [focus]
    if shape.endswith("-asker"):
        predicate = n.TL + "matter"
    elif shape == "valued":
        predicate = n.VALUE
    elif shape in ("townshipName", "otherName"):
        predicate = next((p for p in n.NAMES if value is not None and value in triples.values(focus, p)), n.LABEL)
    if str(focus).startswith(n.TL) and component.startswith("SPARQL"):
        nodes, predicate = [value] if value is not None else [focus], n.VALUE
    cited = (
        str(c).removeprefix(n.CLAUSE)
        for c in shapes(*names, vocabulary=terms.vocabulary).objects(source, rdflib.URIRef(n.SOURCE))
    )
    clauses = tuple(sorted(cited))
    for node in nodes:
        term = fact_of(node, predicate, triples, terms)
        kind = component.removesuffix("ConstraintComponent")
        code = _code(shape, kind, value, term)
        called = "" if value is None else triples.called(_given(value, node, predicate, triples))
        statement = f"{message};现为 {called}" if called and node != value else message
        where = place(triples, node, predicate, term.label if term is not None else "")
        yield Finding(
            code, where, statement, fact=term.label if term is not None else "", node=node_iri(node), predicate=predicate,
            value=called, asked_by=clauses, shape=str(source) if str(source).startswith(SHAPE) else "", component=component,
        )  # fmt: skip


def _given(value: Node, node: Node, predicate: str, triples: Triples) -> Node:
    """The value as the graph has it, where another one stood for it."""
    given = triples.values(node, predicate)
    return value if value in given else next((v for v in given if _comparable(v) == value), value)


def _code(shape: str, component: str, value: Node | None, term: Term | None) -> str:
    if shape.endswith("-asker"):
        return "F121"
    if component == "SPARQL":
        return "F131" if shape == "once" else "G119"
    if component == "MaxCount":
        return "G109"
    datatype = str(value.datatype or "") if isinstance(value, rdflib.Literal) else ""
    if component in ("Node", "Datatype") and datatype in (n.XSD + "double", n.XSD + "float"):
        return "G106"
    if component == "Node" and datatype in _DATATYPES.get(shape, _DATATYPES.get(term.datatype if term else "", ())):
        return "G108"
    if shape == "location" and component == "In":
        return "G113"
    if component == "Pattern" and term is not None and term.datatype == "count":
        return "F126"
    return _CODES_OF_SHAPES.get(shape) or _CODES.get(component, "G120")


def fact_of(node: Node, predicate: str, triples: Triples, terms: Terms) -> Term | None:
    """The term of the fact that a property of a node gives; None where it is none."""
    term = terms.application.get(predicate) or terms.facility.get(predicate)
    if term is not None:
        return term
    if predicate == n.TYPE:
        return terms.fact("类型") if not triples.values(node, n.INDICATOR) else None
    indicators = triples.values(node, n.INDICATOR)
    return terms.observable.get(str(indicators[0])) if indicators else None


def node_iri(node: Node) -> str:
    """A node as a graph names it."""
    return f"_:{node}" if type(node).__name__ == "BNode" else "" if is_literal(node) else str(node)


def place(triples: Triples, node: Node, predicate: str, label: str = "") -> str:
    """`graph.ttl: tl:x tl:bedsRequested(床位数)`."""
    property_name = compact(predicate) + (f"({label})" if label else "") if predicate else ""
    path = " ".join(p for p in (triples.called(node), property_name) if p)
    return f"{triples.name}: {path}" if triples.name else path

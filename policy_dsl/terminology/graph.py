"""A parsed ontology and the questions that the compiler asks of it; faults are recorded on the way.

Every answer has an order of its own, never that of a hash. Only `ontology_compile` makes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.error_codes.ontology import VOCABULARY_CODES
from policy_dsl.rdf_namespaces import CLAUSE, DCTERMS, OWL, RDF, RDFS, REGION, SCHEMES, SKOS, TL

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

SOURCE: Final = DCTERMS + "source"


@dataclass
class Ontology:
    """The graph of all texts together; `texts` by file name, to say where a resource is described."""

    graph: Graph
    texts: Mapping[str, str]
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, code: str, node: Node, message: str = "", allowed: str = "") -> None:
        """Record a fault of a resource at the line where its description begins."""
        name = str(node).removeprefix(TL).removeprefix(REGION)
        starts = (f"tl:{name} ", f"r:{name} ")
        places = [
            f"{text}:{number} "
            for text in sorted(self.texts)
            for number, line in enumerate(self.texts[text].splitlines(), 1)
            if line.startswith(starts)
        ]
        title = VOCABULARY_CODES[code][0]
        text = f"{title}:{message}" if message else title
        self.faults.append(Diagnostic(code, f"{places[0] if places else ''}{name}", text, allowed))

    # --- values ---

    def all(self, node: Node, iri: str) -> list[Node]:
        """Every value of a property."""
        from rdflib import URIRef

        return sorted(self.graph.objects(node, URIRef(iri)), key=lambda v: (str(v), type(v).__name__, _language(v)))

    def subjects(self, iri: str, value: Node) -> list[Node]:
        """Everything that has this value."""
        from rdflib import URIRef

        return sorted(self.graph.subjects(URIRef(iri), value), key=str)

    def instances(self, name: str) -> list[Node]:
        """Everything declared to be of a class of ours."""
        from rdflib import URIRef

        return self.subjects(RDF + "type", URIRef(TL + name))

    def one(self, node: Node, iri: str, language: str = "") -> Node | None:
        """The value of a property that has at most one (in a language); None where there is none."""
        values = [v for v in self.all(node, iri) if not language or _language(v) == language]
        if len(values) > 1:
            self.fault("V115", node, f"{iri.rpartition('#')[2].rpartition('/')[2]} 有{len(values)}个")
        return values[0] if values else None

    def text(self, node: Node, iri: str, language: str = "") -> str:
        """The single text of a property in one line; empty where there is none."""
        value = self.one(node, iri, language)
        return "" if value is None else " ".join(str(value).split())

    def clause(self, node: Node) -> str:
        """The clause that a resource comes from, as qingdao-2023-18-medical/3.1.p2; empty where it comes from none."""
        return self.text(node, SOURCE).removeprefix(CLAUSE)

    def written(self, node: Node) -> tuple[str, ...]:
        """How people write a resource in applications (tl:writtenAs); each writing says on what it rests."""
        names: set[str] = set()
        for writing in self.all(node, TL + "writtenAs"):
            listed = {" ".join(str(v).split()) for v in self.all(writing, SKOS + "hiddenLabel")}
            if not listed or not self.text(writing, TL + "basis"):
                self.fault("V126", node, "、".join(sorted(listed)))
            names |= listed
        return tuple(sorted(names))

    def label(self, node: Node) -> str:
        """The Chinese label of any resource of ours; empty where it has none."""
        return next((str(v) for v in self.all(node, RDFS + "label") if _language(v) == "zh"), "")

    def listed(self, node: Node, *path: str) -> list[Node]:
        """The members of the RDF lists that a path of properties leads to, in their order."""
        nodes = [node]
        for step in path:
            nodes = [v for n in nodes for v in self.all(n, step)]
        return [v for n in nodes for v in self.graph.items(n)]

    # --- terms ---

    @cached_property
    def kinds(self) -> dict[Node, str]:
        """The kind of every resource that is a term; of one in no scheme of ours, what it names in its place."""
        from rdflib import URIRef

        kinds = {iri: kind for kind, iri in SCHEMES.items()}
        nodes = sorted(set(self.graph.subjects(URIRef(SKOS + "inScheme"))), key=str)
        schemes = {node: self.text(node, SKOS + "inScheme") for node in nodes}
        return {node: kinds.get(iri, iri.removeprefix(TL)) for node, iri in schemes.items()}

    def is_term(self, node: Node, value: Node, kind: str = "") -> bool:
        """Whether what `node` points to is a term (of a kind); a fault where it is not."""
        if value not in self.kinds or kind not in ("", self.kinds[value]):
            self.fault("V116", node, str(value).removeprefix(TL))
            return False
        return True

    def rank(self, node: Node) -> tuple[int, str]:
        """The place of a term among its kind: `tl:order`, then the label; those without an order come last."""
        order = self.text(node, TL + "order")
        return int(order) if order.isdecimal() and len(order) < 10 else 10**9, self.label(node)

    def labels(self, nodes: set[Node]) -> list[str]:
        """The labels of terms in their order."""
        return [self.label(n) for n in sorted(nodes, key=self.rank)]

    # --- what follows from the axioms ---

    def types_in(self, node: Node, above: frozenset[Node] = frozenset()) -> set[Node]:
        """The facility types in a class: itself, its subclasses, and the class or the members of the union that defines it."""
        if node in above:
            return set()
        inside = self.subjects(RDFS + "subClassOf", node) + self.all(node, OWL + "equivalentClass")
        inside += self.listed(node, OWL + "equivalentClass", OWL + "unionOf")
        types: set[Node] = {node} if self.kinds.get(node) == "type" else set()
        return types.union(*(self.types_in(n, above | {node}) for n in inside))

    def askers(self, matter: Node) -> set[Node]:
        """The facility types that may ask for a matter: those in the classes whose members all `tl:mayAsk` it."""
        types: set[Node] = set()
        for restriction in self.subjects(OWL + "hasValue", matter):
            if self.text(restriction, OWL + "onProperty") == TL + "mayAsk":
                for asker in self.subjects(RDFS + "subClassOf", restriction):
                    types |= self.types_in(asker)
        return types

    def values(self, node: Node) -> list[str]:
        """The values of a category in their order: the individuals of its range, or the types in it."""
        allowed = self.one(node, RDFS + "range")
        if allowed is None:
            return []
        individuals = self.listed(allowed, OWL + "equivalentClass", OWL + "oneOf")
        return [self.label(n) for n in individuals] or self.labels(self.types_in(allowed))


def _language(node: Node) -> str:
    """The language of a literal; empty for any other node, and where none is given."""
    from rdflib import Literal

    return node.language or "" if isinstance(node, Literal) else ""

"""What was said of each node of a graph, in the order of the file; blank nodes have names that a person can follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reasoner.graphs.namespaces import TYPE, compact, printable

if TYPE_CHECKING:
    from rdflib.term import Node


@dataclass
class Triples:
    """Subjects with the values of their properties. Keys of the inner mapping are IRIs as plain text."""

    name: str
    subjects: dict[Node, dict[str, list[Node]]] = field(default_factory=dict)
    _blanks: dict[Node, int] = field(default_factory=dict)

    def add(self, subject: Node, predicate: str, value: Node) -> bool:
        """Note a triple; whether it is new."""
        values = self.subjects.setdefault(subject, {}).setdefault(predicate, [])
        # Nodes compare by kind, text, datatype and language. Lists are short, save where a graph means harm.
        if len(values) < _FEW and value in values:
            return False
        values.append(value)
        return True

    def values(self, subject: Node, predicate: str) -> list[Node]:
        """The values of a property, each once, in the order of the file."""
        objects = self.subjects.get(subject, {}).get(predicate, [])
        return objects if len(objects) < _FEW else list(dict.fromkeys(objects))

    def instances(self, *types: str) -> Iterator[Node]:
        """The subjects of one of these types."""
        for subject, properties in self.subjects.items():
            if any(str(t) in types for t in properties.get(TYPE, ())):
                yield subject

    def each(self) -> Iterator[tuple[Node, str, Node]]:
        """Every triple."""
        for subject, properties in self.subjects.items():
            for predicate, values in properties.items():
                for value in values:
                    yield subject, predicate, value

    def called(self, node: Node) -> str:
        """A node as a message calls it; blank nodes are numbered as the file first speaks of them."""
        kind = type(node).__name__
        if kind == "BNode":
            if not self._blanks:
                nodes = (n for s, _, o in self.each() for n in (s, o))
                blanks = dict.fromkeys(n for n in nodes if type(n).__name__ == "BNode")
                self._blanks.update({n: i for i, n in enumerate(blanks, 1)})
            return f"无名节点{self._blanks.get(node, 0)}"
        return compact(str(node)) if kind == "URIRef" else f"「{printable(str(node))}」"


_FEW = 64

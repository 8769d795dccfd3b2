"""Resources as Turtle, N-Triples or JSON-LD: the same bytes for the same content; blank nodes have names of ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from reasoner.graphs.context import Context
from reasoner.graphs.graph_builder import Iri, Resource, Term
from reasoner.graphs.namespaces import PREFIXES, TYPE, XSD

FORMATS: Final = ("turtle", "jsonld", "nt")

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_WIDTH: Final = 100
_BARE: Final = {
    XSD + "integer": re.compile(r"-?[0-9]+"),
    XSD + "decimal": re.compile(r"-?[0-9]+\.[0-9]+"),
    XSD + "boolean": re.compile("true|false"),
}
"""Literals that Turtle writes without quotation marks."""


def written(resources: Sequence[Resource], form: str) -> str:
    """The whole text in one of `FORMATS`."""
    return {"turtle": turtle, "jsonld": jsonld, "nt": ntriples}[form](resources)


def turtle(resources: Sequence[Resource]) -> str:
    """Turtle with the prefixes that are used, a block for each resource."""
    used: set[str] = set()
    blocks = []
    for resource in resources:
        lines = [
            f"{'a' if predicate == TYPE else _name(predicate, used)} {_listed([_turtle(v, used) for v in values])}".replace(
                " \n", "\n"
            )
            for predicate, values in _grouped(resource)
        ]
        blocks.append(f"{_name(resource.iri, used)} " + " ;\n    ".join(lines) + " .\n")
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in PREFIXES.items() if p in used)
    return "\n".join(([prefixes] if prefixes else []) + blocks)


def ntriples(resources: Sequence[Resource]) -> str:
    """N-Triples, one statement a line, sorted."""
    lines = {f"{_node(r.iri)} <{_iri(p)}> {_term(v)} .\n" for r in resources for p, v in r.properties}
    return "".join(sorted(lines))


def jsonld(resources: Sequence[Resource]) -> str:
    """JSON-LD with our context written out, so that nobody needs to fetch it."""
    from reasoner.graphs.jsonld import context

    names = _Names(context())
    data = {"@context": context(), "@graph": [names.node(r) for r in resources]}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _listed(values: list[str]) -> str:
    """Several values on a line where they are short, else each on its own."""
    line = " , ".join(values)
    if len(values) == 1 or len(line) <= _WIDTH:
        return line
    return "\n        " + " ,\n        ".join(values)


def _grouped(resource: Resource) -> Iterable[tuple[str, list[Term]]]:
    groups: dict[str, list[Term]] = {}
    for predicate, value in resource.properties:
        groups.setdefault(predicate, []).append(value)
    return groups.items()


def _iri(iri: str) -> str:
    return _UNSAFE_IN_IRI.sub(lambda m: f"%{ord(m[0]):02X}", iri)


def _node(iri: str) -> str:
    """A subject or value as N-Triples writes it."""
    return iri if iri.startswith("_:") else f"<{_iri(iri)}>"


def _name(iri: str, used: set[str]) -> str:
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and _LOCAL.fullmatch(local):
            used.add(prefix)
            return f"{prefix}:{local}"
    return _node(iri)


def _text(text: str) -> str:
    escaped = "".join(_ESCAPES.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04X}") for c in text)
    return f'"{escaped}"'


def _turtle(value: Term, used: set[str]) -> str:
    if isinstance(value, Iri):
        return _name(value, used)
    bare = _BARE.get(value.datatype)
    if bare is not None and bare.fullmatch(value.text):
        return value.text
    if value.language:
        return f"{_text(value.text)}@{value.language}"
    return _text(value.text) + (f"^^{_name(value.datatype, used)}" if value.datatype else "")


def _term(value: Term) -> str:
    if isinstance(value, Iri):
        return _node(value)
    if value.language:
        return f"{_text(value.text)}@{value.language}"
    return _text(value.text) + (f"^^<{value.datatype}>" if value.datatype else "")


class _Names:
    """The terms of a JSON-LD context by what they stand for."""

    def __init__(self, context: Context) -> None:
        self._prefixes = {k: v for k, v in context.items() if isinstance(v, str) and v.endswith(("#", "/"))}
        self._keys: dict[str, tuple[str, str]] = {}
        self._values: dict[str, str] = {}
        for key, entry in context.items():
            iri = entry["@id"] if isinstance(entry, dict) else entry
            if key.startswith("@") or key in self._prefixes or not isinstance(iri, str):
                continue
            if isinstance(entry, dict):
                self._keys.setdefault(self._whole(iri), (key, entry.get("@type", "")))
            else:
                self._values.setdefault(self._whole(iri), key)

    def _whole(self, iri: str) -> str:
        prefix, colon, local = iri.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else iri

    def node(self, resource: Resource) -> dict[str, object]:
        """One resource as an object."""
        data: dict[str, object] = {"@id": _iri(resource.iri)}
        for predicate, values in _grouped(resource):
            if predicate == TYPE:
                data["类型"] = _single([self._vocab(str(v)) for v in values])
                continue
            key, coerced = self._keys.get(predicate) or (self._short(predicate), "")
            data[key] = _single([self._value(v, coerced) for v in values])
        return data

    def _short(self, iri: str) -> str:
        for prefix, namespace in self._prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return _iri(iri)

    def _vocab(self, iri: str) -> str:
        named = self._values.get(iri) or (self._keys[iri][0] if iri in self._keys else "")
        return named or self._short(iri)

    def _value(self, value: Term, coerced: str) -> str | int | bool | dict[str, str]:
        if isinstance(value, Iri):
            if coerced == "@vocab":
                return self._vocab(value)
            return self._short(value) if coerced == "@id" else {"@id": self._short(value)}
        if value.language:
            return {"@value": value.text, "@language": value.language}
        if self._whole(coerced) == value.datatype:
            return value.text if value.datatype != XSD + "integer" else int(value.text)
        if not value.datatype:
            return value.text if not coerced else {"@value": value.text}
        if value.datatype == XSD + "boolean":
            return value.text == "true"
        if value.datatype == XSD + "integer":
            return int(value.text)
        return {"@value": value.text, "@type": self._short(value.datatype)}


Value = TypeVar("Value")


def _single(values: list[Value]) -> Value | list[Value]:
    return values[0] if len(values) == 1 else values

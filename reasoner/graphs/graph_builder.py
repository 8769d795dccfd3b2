"""What a graph that we write says: resources in their order, each with its properties in theirs. No library is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from policy_dsl.numerals import plain
from reasoner.graphs.namespaces import TYPE, XSD


class Iri(str):
    """An IRI as a value."""

    __slots__ = ()


class Lit(NamedTuple):
    """A literal: its text, and its datatype or its language."""

    text: str
    datatype: str = ""
    language: str = ""


Term = Iri | Lit


@dataclass
class Resource:
    """One subject and what is said of it."""

    iri: str
    properties: list[tuple[str, Term]] = field(default_factory=list)

    def add(self, predicate: str, *values: Term | None) -> Resource:
        """Say something of the resource; None says nothing."""
        self.properties += [(predicate, v) for v in values if v is not None]
        return self

    def a(self, *types: str) -> Resource:
        """Say of what types it is."""
        return self.add(TYPE, *(Iri(t) for t in types))


def zh(text: str | None) -> Lit | None:
    """A Chinese text; None where there is none."""
    return Lit(text, language="zh") if text else None


def string(text: str | None) -> Lit | None:
    """A text without a language."""
    return Lit(text) if text else None


def number(value: Decimal, *, whole: bool = False) -> Lit:
    """An exact number."""
    return Lit(plain(value), XSD + ("integer" if whole else "decimal"))


def boolean(value: bool) -> Lit:
    """True or false."""
    return Lit("true" if value else "false", XSD + "boolean")


def period(text: str) -> Lit | None:
    """A year, a month or a day; None where there is none."""
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    return Lit(text, XSD + kinds[len(text)]) if text else None


def merged(resources: Iterable[Resource]) -> list[Resource]:
    """Each subject once, each statement once, in the order of their first appearance."""
    merged_resources: dict[str, Resource] = {}
    for resource in resources:
        merged_resources.setdefault(resource.iri, Resource(resource.iri)).properties.extend(resource.properties)
    for resource in merged_resources.values():
        resource.properties = list(dict.fromkeys(resource.properties))
    return list(merged_resources.values())

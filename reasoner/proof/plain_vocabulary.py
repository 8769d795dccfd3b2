"""The vocabulary of a rule base under the proof checker's eyes: terms, regions, and what conditions refer to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from reasoner.proof.determining_organs import Register

Data = dict[str, Any]
"""A JSON object."""


class Ref(NamedTuple):
    """How rules refer to a fact."""

    role: str
    term: str
    period: str | None


def facts_in(node: Any) -> Iterator[Ref]:
    """Every fact in the data of a condition; a place is the fact 所在地 of its role."""
    if isinstance(node, list):
        for part in node:
            yield from facts_in(part)
    elif isinstance(node, dict):
        if node.get("node") == "Fact":
            yield Ref(node["subject"], node["term"], node["period"])
        elif node.get("node") == "Within":
            yield Ref(node["subject"], "所在地", None)
        else:
            yield from facts_in(list(node.values()))


class Vocabulary:
    """The vocabulary of a rule base by label and code; made once for many verdicts."""

    def __init__(self, base: Data) -> None:
        terms = base["vocabulary"]["terms"]
        self.regions: dict[str, Data] = {r["code"]: r for r in base["vocabulary"]["regions"]}
        self.facts: dict[str, Data] = {t["label"]: t for t in terms if t["kind"] == "fact"}
        self.matters: dict[str, Data] = {t["label"]: t for t in terms if t["kind"] == "matter"}
        self.values: list[Data] = [t for t in terms if t["kind"] == "value"]
        self.types: list[str] = [t["label"] for t in terms if t["kind"] == "type"]
        self.written: dict[str, list[str]] = {
            t["label"]: ["".join(w.split()) for w in t["written"]] for t in terms if t.get("written")
        }
        """How people write a term in applications."""
        self.classes: list[tuple[list[str], list[str]]] = [
            (t.get("members", []), [t["label"], *t.get("words", ()), *t.get("written", ())])
            for t in terms
            if t["kind"] == "class"
        ]
        """The types of each class of institutions, and what it is called."""
        self.parts = [(label, whole) for label, t in self.facts.items() for whole in t.get("part_of", ())]
        """Part and whole among counts of one subject on one day."""
        areas = [r for r in self.regions.values() if r["level"] == "area"]
        self.area_of = {county: r["code"] for r in reversed(areas) for county in r["members"]}
        self.register = Register(self, base["vocabulary"])
        self._reads: dict[str, list[Ref]] = {}

    def chain(self, code: str | None) -> list[str]:
        """A region and those above it."""
        return [] if not code else [code, *self.chain(self.regions[code].get("parent"))]

    def city(self, code: str | None) -> str | None:
        """The prefecture of a place, or the county that lies directly under a province; a province is nobody's city, nor is the nation."""
        above = self.regions[code].get("parent", "") if code else ""
        city = above if above and self.regions[above]["level"] == "prefecture" else code
        return None if city and self.regions[city]["level"] in ("province", "nation") else city

    def reads(self, norm: Data) -> list[Ref]:
        """The facts that scope and condition of a norm read, each once, in their order."""
        if norm["id"] not in self._reads:
            both = [*facts_in(norm["scope"]), *facts_in(norm["condition"])]
            self._reads[norm["id"]] = list(dict.fromkeys(both))
        return self._reads[norm["id"]]

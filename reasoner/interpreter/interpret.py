"""The interpreter: strong Kleene logic over conditions, rule by rule, with the proof as data.

A condition is "true", "false" or "unknown". Each evaluation returns its status and a node of the proof: what was
read, from where, and the comparison that was made. Read aloud, the functions are the semantics.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Vocabulary
from reasoner.facts import Application, Observation, counting, show
from reasoner.wording import NOT_CLAIMED, NOT_YET_DESIGNATED

Node = dict[str, Any]
FactKey = tuple[str, str, str | None]
"""Role, term and period of a fact."""

_MATTER: Final[FactKey] = ("申请", "事项", None)
"""What is asked for is known: an application is nothing without it."""

COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
}


@dataclass
class Reader:
    """Reads facts for one application on one day, and remembers what was read."""

    application: Application
    vocabulary: Vocabulary
    day: str
    nodes: dict[FactKey, Node] = field(default_factory=dict)
    values: dict[FactKey, Observation | None] = field(default_factory=dict)

    def read(self, fact: ir.Fact) -> tuple[Observation | None, Node]:
        """The observation that counts (None or a None value: unknown) and its node."""
        key = (fact.subject, fact.term, fact.period)
        node = self.nodes.get(key)
        if node is None:
            node = self.nodes[key] = self._look(fact, key)
        return self.values[key], node

    def _look(self, fact: ir.Fact, place: FactKey) -> Node:
        term = self.vocabulary.facts[fact.term]
        key = self.application.subject(fact.subject)
        given = self.application.facts.get((key, fact.term), ()) if key is not None else ()
        seen = counting(given, self.day, fact.period)
        node: Node = {"fact": fact.term, "of": self.name_of(fact.subject, key)}
        if fact.period:
            node["period"] = fact.period
        if not given and key is not None and self._silence_is_no(fact, term.burden):
            seen = Observation(() if term.multiple else False if term.datatype == "boolean" else "")
            node["assumed"] = NOT_CLAIMED if term.burden else NOT_YET_DESIGNATED
        if place == _MATTER:
            seen = Observation(self.application.matter)
        self.values[place] = seen
        if seen is None or seen.value is None:
            return node | {"value": None}
        node["value"] = show(seen.value, term)
        if seen.as_at:
            node["as_at"] = seen.as_at
        if seen.source:
            node["source"] = seen.source
        return node

    def _silence_is_no(self, fact: ir.Fact, burden: bool) -> bool:
        """Silence counts as "not claimed" where the applicant bears the burden; who asks for a 新增…定点 is not yet 定点."""
        matter = self.application.matter
        return burden or (fact.term == "已定点" and matter.startswith("新增") and "定点" in matter)

    def name_of(self, role: str, key: str | None) -> str:
        """The name of the subject that a role stands for: 城阳区, 机构, 申请; the role itself where it is not known.

        Where a word for a place has facts of its own there (see `elsewhere`), the word is named, too: 济源市(本区县).
        """
        if key is None:
            return role
        word, _, code = key.rpartition(":")
        region = self.vocabulary.regions.get(code)
        return code if region is None else f"{region.name}({word})" if word else region.name


def evaluate(cond: ir.Cond, reader: Reader) -> tuple[str, Node]:
    """The status of a condition and its proof node."""
    match cond:
        case ir.And(parts):
            done = [evaluate(p, reader) for p in parts]
            status = conjunction([s for s, _ in done])
            return status, {"is": "and", "status": status, "parts": [n for _, n in done]}
        case ir.Or(parts):
            done = [evaluate(p, reader) for p in parts]
            status = disjunction([s for s, _ in done])
            return status, {"is": "or", "status": status, "parts": [n for _, n in done]}
        case ir.Not(part):
            inner, node = evaluate(part, reader)
            status = negation(inner)
            return status, {"is": "not", "status": status, "parts": [node]}
        case ir.Compare(op, left, right, ratio):
            a, left_node = number(left, reader)
            b, right_node = number(right, reader)
            status = "unknown" if a is None or b is None else truth(COMPARE[op](a, b))
            node = {"is": "compare", "status": status, "op": op, "left": left_node, "right": right_node}
            return status, node | {"ratio": True} if ratio else node
        case ir.OneOf(fact, values, shown):
            seen, node = reader.read(fact)
            status = "unknown" if seen is None or seen.value is None else truth(seen.value in values)
            return status, {"is": "one_of", "status": status, "read": node, "values": values, "shown": shown}
        case ir.Contains(fact, value):
            seen, node = reader.read(fact)
            known = seen is not None and isinstance(seen.value, tuple)
            status = truth(value in seen.value) if known else "unknown"  # type: ignore[union-attr,operator]
            return status, {"is": "contains", "status": status, "read": node, "values": [value]}
        case ir.Holds(fact):
            seen, node = reader.read(fact)
            status = "unknown" if seen is None or seen.value is None else truth(seen.value is True)
            return status, {"is": "holds", "status": status, "read": node}
        case ir.Within(subject, values, shown):
            key = reader.application.roles.get(subject)
            status = "unknown" if key is None else truth(key in values)
            node = {"fact": "所在地", "of": "机构", "value": None if key is None else reader.name_of(subject, key)}
            return status, {"is": "within", "status": status, "read": node, "values": values, "shown": shown}


def number(expr: ir.Expr, reader: Reader) -> tuple[Decimal | None, Node]:
    """The value of an expression (None: unknown) and its node; exact, without division."""
    match expr:
        case ir.Const(value, shown):
            return value, {"const": shown, "number": plain(value)}
        case ir.Fact():
            seen, node = reader.read(expr)
            known = seen is not None and isinstance(seen.value, Decimal)
            return (seen.value if known else None), node  # type: ignore[union-attr,return-value]
        case ir.Scaled(factor, of):
            read, node = number(of, reader)
            result = None if read is None else factor.value * read
            return result, {"times": [{"const": factor.shown, "number": plain(factor.value)}, node]} | _shown(result)
        case ir.Sum(terms):
            done = [number(t, reader) for t in terms]
            values = [v for v, _ in done if v is not None]
            total = sum(values, Decimal(0)) if len(values) == len(done) else None
            return total, {"sum": [n for _, n in done]} | _shown(total)


def _shown(value: Decimal | None) -> Node:
    return {} if value is None else {"number": plain(value)}


def truth(holds: bool) -> str:
    """A known truth value as a status."""
    return "true" if holds else "false"


def negation(status: str) -> str:
    """Kleene negation: unknown stays unknown."""
    return {"true": "false", "false": "true"}.get(status, "unknown")


def conjunction(statuses: list[str]) -> str:
    """False where one is false, true where all are, else unknown."""
    if "false" in statuses:
        return "false"
    return "unknown" if "unknown" in statuses else "true"


def disjunction(statuses: list[str]) -> str:
    """True where one is true, false where all are, else unknown."""
    if "true" in statuses:
        return "true"
    return "unknown" if "unknown" in statuses else "false"

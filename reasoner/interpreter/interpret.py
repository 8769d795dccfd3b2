"""The interpreter: strong Kleene logic over conditions, rule by rule, with the proof as data.

A condition is true, false or unknown. Each evaluation returns a node of the proof: its status, what was read, from
where, and the comparison that was made. Read aloud, the functions are the semantics.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.authority import JUDGED, authority_over, basis_of, sorted_by_authority, status_of
from reasoner.model import proof
from reasoner.model.application import Application, Observation, Value, counting, show
from reasoner.model.kinds import Status
from reasoner.model.messages import NOT_CLAIMED, NOT_YET_DESIGNATED

FactRef = tuple[str, str, str | None]
"""Role, term and period of a fact."""

_MATTER: Final[FactRef] = ("申请", "事项", None)
"""What is asked for is known: an application is nothing without it."""

TRUE, FALSE, UNKNOWN = Status.TRUE, Status.FALSE, Status.UNKNOWN

COMPARE: Final[dict[ir.Operator, Callable[[Decimal, Decimal], bool]]] = {
    "lt": lt,
    "le": le,
    "gt": gt,
    "ge": ge,
    "eq": eq,
}


class FactContext:
    """The facts of one application on one day; remembers what was read, in the order of reading."""

    __slots__ = ("application", "day", "nodes", "observations", "vocabulary")

    def __init__(self, application: Application, vocabulary: Vocabulary, day: str) -> None:
        self.application, self.vocabulary, self.day = application, vocabulary, day
        self.nodes: dict[FactRef, proof.FactRead] = {}
        self.observations: dict[FactRef, Observation | None] = {}

    def copy(self) -> FactContext:
        """A context that knows what this one has read, and whose reading leaves no trace here."""
        other = FactContext(self.application, self.vocabulary, self.day)
        other.nodes, other.observations = dict(self.nodes), dict(self.observations)
        return other

    def after(self, changed: Application, facts: Collection[tuple[str | None, str]]) -> FactContext:
        """What this one has read, after some facts (subject and term) of the same application changed: without those."""
        other = self.copy()
        other.application = changed
        terms = {term for _, term in facts}
        for ref in self.nodes:
            if ref[1] in terms and (changed.subject(ref[0]), ref[1]) in facts:
                del other.nodes[ref], other.observations[ref]
        return other

    def read(self, fact: ir.Fact) -> tuple[Value | None, proof.FactRead]:
        """The value that counts (None: unknown) and its node."""
        ref = (fact.subject, fact.term, fact.period)
        node = self.nodes.get(ref)
        if node is None:
            node = self.nodes[ref] = self._look_up(fact, ref)
        observation = self.observations[ref]
        return (None if observation is None else observation.value), node

    def _look_up(self, fact: ir.Fact, ref: FactRef) -> proof.FactRead:
        term = self.vocabulary.facts[fact.term]
        subject = self.application.subject(fact.subject)
        given = self.application.facts.get((subject, fact.term), ()) if subject is not None else ()
        authority, place = None, ""
        if term.authorities and subject is not None:
            place = self.place_of(subject)
            authority = authority_over(term, place, self.vocabulary)
        weighed = given if authority is None else sorted_by_authority(term, given, place, self.vocabulary).counting
        observation = counting(weighed, self.day, fact.period)
        assumed = ""
        if not given and subject is not None and self._silence_is_no(fact, term.burden):
            observation = Observation(() if term.multiple else False if term.datatype == "boolean" else "")
            assumed = NOT_CLAIMED if term.burden else NOT_YET_DESIGNATED
        if ref == _MATTER:
            observation = Observation(self.application.matter)
        self.observations[ref] = observation
        known = observation is not None and observation.value is not None
        node = proof.fact_read(
            fact.term,
            self.name_of(fact.subject, subject),
            show(observation.value, term) if known and observation is not None else None,
            observation if known else None,
            fact.period or "",
            assumed,
        )
        if authority is None:
            return node
        open_one = counting(given, self.day, fact.period) if observation is None else observation
        standing = None if open_one is None else status_of(term, open_one, place, self.vocabulary)
        if standing is None and term.provider != JUDGED:
            return node
        basis = basis_of(authority, place, self.vocabulary)
        return replace(node, standing=standing, authority=basis)

    def counting_ones(self, label: str, subject: str, observations: Sequence[Observation]) -> Sequence[Observation]:
        """Of the observations of a fact those that an organ made whose determination counts; of other facts all."""
        term = self.vocabulary.facts[label]
        if not term.authorities or not observations:
            return observations
        return sorted_by_authority(term, observations, self.place_of(subject), self.vocabulary).counting

    def place_of(self, subject: str) -> str:
        """The code of the region that a subject is, or in which the applicant lies; empty where that is not known."""
        code = subject.rpartition(":")[2]
        return code if code in self.vocabulary.regions else self.application.region or ""

    def _silence_is_no(self, fact: ir.Fact, burden: bool) -> bool:
        """Silence counts as "not claimed" where the applicant bears the burden; who asks for a 新增…定点 is not yet 定点."""
        matter = self.application.matter
        return burden or (fact.term == "已定点" and matter.startswith("新增") and "定点" in matter)

    def name_of(self, role: str, subject: str | None) -> str:
        """The name of the subject that a role stands for: 城阳区, 机构, 申请; the role itself where it is not known.

        Where a word for a place has facts of its own there (see `elsewhere`), the word is named, too: 济源市(本区县).
        """
        if subject is None:
            return role
        word, _, code = subject.rpartition(":")
        region = self.vocabulary.regions.get(code)
        return code if region is None else f"{region.name}({word})" if word else region.name


def evaluate(cond: ir.Cond, context: FactContext) -> proof.Condition:
    """The proof node of a condition; its `status` says whether it holds."""
    match cond:
        case ir.And():
            nodes = tuple([evaluate(p, context) for p in cond.parts])
            return proof.And(conjunction([n.status for n in nodes]), nodes)
        case ir.Or():
            nodes = tuple([evaluate(p, context) for p in cond.parts])
            return proof.Or(disjunction([n.status for n in nodes]), nodes)
        case ir.Not():
            inner = evaluate(cond.part, context)
            return proof.Not(negation(inner.status), (inner,))
        case ir.Compare():
            a, left = number(cond.left, context)
            b, right = number(cond.right, context)
            status = UNKNOWN if a is None or b is None else truth(COMPARE[cond.op](a, b))
            return proof.Compare(status, cond.op, left, right, cond.ratio)
        case ir.OneOf():
            value, node = context.read(cond.fact)
            status = UNKNOWN if value is None else truth(value in cond.values)
            return proof.OneOf(status, node, cond.values, cond.shown)
        case ir.Contains():
            value, node = context.read(cond.fact)
            status = truth(cond.value in value) if isinstance(value, tuple) else UNKNOWN
            return proof.Contains(status, node, (cond.value,))
        case ir.Holds():
            value, node = context.read(cond.fact)
            return proof.Holds(UNKNOWN if value is None else truth(value is True), node)
        case ir.Within():
            place = context.application.roles.get(cond.subject)
            name = None if place is None else context.name_of(cond.subject, place)
            status = UNKNOWN if place is None else truth(place in cond.values)
            return proof.Within(status, proof.fact_read("所在地", "机构", name, None), cond.values, cond.shown)


def number(expr: ir.Expr, context: FactContext) -> tuple[Decimal | None, proof.Expression]:
    """The value of an expression (None: unknown) and its node; exact, without division."""
    match expr:
        case ir.Const():
            return expr.value, _constant(expr)
        case ir.Fact():
            value, node = context.read(expr)
            return (value if isinstance(value, Decimal) else None), node
        case ir.Scaled():
            value, node = context.read(expr.of)
            result = expr.factor.value * value if isinstance(value, Decimal) else None
            return result, proof.Product((_constant(expr.factor), node), _digits(result))
        case ir.Sum():
            parts = [number(t, context) for t in expr.terms]
            values = [v for v, _ in parts if v is not None]
            total = sum(values, Decimal(0)) if len(values) == len(parts) else None
            return total, proof.Total(tuple([n for _, n in parts]), _digits(total))


@lru_cache(maxsize=1024)
def _constant(const: ir.Const) -> proof.Number:
    return proof.Number(const.shown, plain(const.value))


def _digits(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def truth(holds: bool) -> Status:
    """A known truth value as a status."""
    return TRUE if holds else FALSE


def negation(status: Status) -> Status:
    """Kleene negation: unknown stays unknown."""
    return UNKNOWN if status is UNKNOWN else FALSE if status is TRUE else TRUE


def conjunction(statuses: Sequence[Status]) -> Status:
    """False where one is false, true where all are, else unknown."""
    if FALSE in statuses:
        return FALSE
    return UNKNOWN if UNKNOWN in statuses else TRUE


def disjunction(statuses: Sequence[Status]) -> Status:
    """True where one is true, false where all are, else unknown."""
    if TRUE in statuses:
        return TRUE
    return UNKNOWN if UNKNOWN in statuses else FALSE

"""The interpreter: strong Kleene logic over conditions, rule by rule, with the proof as data.

A condition is true, false or unknown. Each evaluation returns a node of the proof: its status, what was read, from
where, and the comparison that was made. Read aloud, the functions are the semantics.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import Final

from policy_dsl import ir
from policy_dsl.numerals import plain
from reasoner.interpreter.fact_lookup import ASKED_AT, FactContext, FactRef
from reasoner.interpreter.likeness import NOTHING, Lacking, asked_figures
from reasoner.model import proof
from reasoner.model.kinds import Status

__all__ = ["ASKED_AT", "FactContext", "FactRef"]

TRUE, FALSE, UNKNOWN = Status.TRUE, Status.FALSE, Status.UNKNOWN

COMPARE: Final[dict[ir.Operator, Callable[[Decimal, Decimal], bool]]] = {
    "lt": lt,
    "le": le,
    "gt": gt,
    "ge": ge,
    "eq": eq,
}

KIND: Final = "类型"
"""The kind of institution; whoever asks is of one that may ask for the matter."""
APPLIED: Final = "申请"
"""The word for the application itself, whose numbers are those that are requested."""
_ABOVE: Final[dict[ir.Operator, bool]] = {"lt": False, "le": False, "gt": True, "ge": True}
"""What a comparison comes to where its left side is large."""


def evaluate(cond: ir.Cond, context: FactContext) -> proof.Condition:
    """The proof node of a condition; its `status` says whether it holds. A context looks into each condition once."""
    known = context.judged.get(id(cond))
    if known is not None:
        return known[1]
    node: proof.Condition
    # By exact type, the commonest first: patterns of classes would take most of the time.
    if type(cond) is ir.Contains:
        value, read = context.read(cond.fact)
        status = (TRUE if cond.value in value else FALSE) if isinstance(value, tuple) else UNKNOWN
        node = proof.Contains(status, read, (cond.value,))
    elif type(cond) is ir.Not:
        inner = evaluate(cond.part, context)
        node = proof.Not(negation(inner.status), (inner,))
    elif type(cond) is ir.Compare:
        node = _compared(cond, context)
    elif type(cond) is ir.And:
        nodes = tuple([evaluate(p, context) for p in cond.parts])
        node = proof.And(conjunction([n.status for n in nodes]), nodes)
    elif type(cond) is ir.Holds:
        value, read = context.read(cond.fact)
        node = proof.Holds(UNKNOWN if value is None else TRUE if value is True else FALSE, read)
    elif type(cond) is ir.OneOf:
        value, read = context.read(cond.fact)
        status = of_any_kind(cond, context) if value is None else TRUE if value in cond.values else FALSE
        node = proof.OneOf(status, read, cond.values, cond.shown)
    elif type(cond) is ir.Or:
        nodes = tuple([evaluate(p, context) for p in cond.parts])
        node = proof.Or(disjunction([n.status for n in nodes]), nodes)
    elif type(cond) is ir.Within:
        place = context.application.roles.get(cond.subject)
        name = None if place is None else context.name_of(cond.subject, place)
        status = UNKNOWN if place is None else TRUE if place in cond.values else FALSE
        node = proof.Within(status, proof.fact_read("所在地", "机构", name, None), cond.values, cond.shown)
    elif type(cond) is ir.During:
        day = context.law_day(cond.document)
        node = proof.During(TRUE if cond.covers(day) else FALSE, day, cond.begins, cond.ends)
    else:
        node = proof.Untranscribed(UNKNOWN)
    context.judged[id(cond)] = cond, node
    return node


def of_any_kind(cond: ir.OneOf, context: FactContext) -> Status:
    """Of a value that nobody knows: unknown; but whoever asks is of a kind that may ask for the matter, so that a list in
    which all of these stand holds, and one in which none stands does not.
    """
    matter = context.vocabulary.matters.get(context.application.matter)
    if cond.fact.term != KIND or matter is None or not matter.members:
        return UNKNOWN
    listed = [kind in cond.values for kind in matter.members]
    return TRUE if all(listed) else UNKNOWN if any(listed) else FALSE


def _compared(cond: ir.Compare, context: FactContext) -> proof.Compare:
    """The node of a comparison; figures that may not be compared are asked for."""
    a, left = number(cond.left, context)
    b, right = number(cond.right, context)
    if cond.pairs:
        context.pairs += cond.pairs
        lacking = asked_figures(cond.pairs, context.counting)
        if lacking:
            left, right = number(cond.left, context, lacking)[1], number(cond.right, context, lacking)[1]
            return proof.Compare(UNKNOWN, cond.op, left, right, cond.ratio)
    status = UNKNOWN if a is None or b is None else TRUE if COMPARE[cond.op](a, b) else FALSE
    if a is None and b is not None and cond.op in _ABOVE:
        low = least(cond.left, context)
        if low is not None and COMPARE[cond.op](low, b) is _ABOVE[cond.op]:
            status = TRUE if _ABOVE[cond.op] else FALSE
    return proof.Compare(status, cond.op, left, right, cond.ratio)


def least(expr: ir.Expr, context: FactContext) -> Decimal | None:
    """The least that an expression comes to, whatever the unknown numbers of the application are; None: nobody can say.

    What is requested is at least one: a limit that is reached without it is exceeded with it, however many are requested.
    """
    if type(expr) is ir.Const:
        return expr.value
    if type(expr) is ir.Fact:
        value, _ = context.read(expr)
        if isinstance(value, Decimal):
            return value
        term = context.vocabulary.facts[expr.term]
        return Decimal(term.minimum or 0) if expr.subject == APPLIED and term.datatype == "count" else None
    if type(expr) is ir.Scaled:
        value = least(expr.of, context)
        return None if value is None or expr.factor.value < 0 else expr.factor.value * value
    assert type(expr) is ir.Sum
    parts = [least(t, context) for t in expr.terms]
    known = [p for p in parts if p is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def number(expr: ir.Expr, context: FactContext, lacking: Lacking = NOTHING) -> tuple[Decimal | None, proof.Expression]:
    """The value of an expression (None: unknown) and its node; exact, without division.

    lacking: the figures that may not be compared, which are unknown here.
    """
    if type(expr) is ir.Fact:
        if lacking and expr in lacking:
            return None, context.ask(expr, lacking[expr])
        value, node = context.read(expr)
        return (value if isinstance(value, Decimal) else None), node
    if type(expr) is ir.Const:
        return expr.value, _constant(expr)
    if type(expr) is ir.Scaled:
        if lacking and expr.of in lacking:
            return None, proof.Product((_constant(expr.factor), context.ask(expr.of, lacking[expr.of])))
        value, node = context.read(expr.of)
        result = expr.factor.value * value if isinstance(value, Decimal) else None
        return result, proof.Product((_constant(expr.factor), node), _digits(result))
    assert type(expr) is ir.Sum
    parts = [number(t, context, lacking) for t in expr.terms]
    values = [v for v, _ in parts if v is not None]
    total = sum(values, Decimal(0)) if len(values) == len(parts) else None
    return total, proof.Total(tuple([n for _, n in parts]), _digits(total))


@lru_cache(maxsize=1024)
def _constant(const: ir.Const) -> proof.Number:
    return proof.Number(const.shown, plain(const.value))


def _digits(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


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

"""What is left below each cap, in each district of a register, from the figures that the interpreter counts on a day; exact."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.bounded_conditions import unbounded
from policy_dsl.compiled import Document
from policy_dsl.numerals import plain
from reasoner.ask.applying_rules import REQUESTED
from reasoner.batch.simulation import CapRoom, FigureRead, RoomLeft
from reasoner.interpreter.condition_evaluation import FactContext, evaluate
from reasoner.interpreter.contradictory_figures import contradictions_in, without
from reasoner.interpreter.document_force import force_on
from reasoner.interpreter.likeness import asked_figures
from reasoner.model import proof
from reasoner.model.application import Application, LayeredFacts, Observation
from reasoner.model.rule_base import RuleBase

_NONE: Final = RoomLeft("", "", None, (), ())


class Side(NamedTuple):
    """The rules of a side, and the day whose figures count there."""

    base: RuleBase
    day: str
    only: frozenset[str] | None


class Amount(NamedTuple):
    """What is left for the number requested in a comparison, without division: `room` of `times` each; None: not known."""

    room: Fraction | None
    figures: tuple[FigureRead, ...]
    unknown: tuple[str, ...]


def rooms(sides: tuple[Side, Side], there: Mapping[str, Application]) -> tuple[CapRoom, ...]:
    """What is left below each cap. there: by the code of each district an application there."""
    made: dict[tuple[str, str], CapRoom] = {}
    vocabulary = sides[0].base.vocabulary
    for region, application in there.items():
        caps = [{n.id: (d, n) for d, n in _caps(side, region, application)} for side in sides]
        name = vocabulary.regions[region].name
        for rule in dict.fromkeys(rule for each in caps for rule in each):
            document, norm = caps[0].get(rule) or caps[1][rule]
            of = _stock_of(norm, application, sides[0])
            known = made.get((rule, of))
            if known is not None:
                made[rule, of] = replace(known, districts=(*known.districts, name))
                continue
            left = [
                _left(each[rule][1], application, side) if rule in each else _NONE
                for each, side in zip(caps, sides, strict=True)
            ]
            clause = document.clauses[norm.clause]
            made[rule, of] = CapRoom(norm.clause, document.title, clause.place, rule, of, (name,), left[0], left[1])
    return tuple(sorted(made.values(), key=lambda r: r.clause.partition("/")[0]))


def _caps(side: Side, region: str, application: Application) -> Iterator[tuple[Document, ir.Norm]]:
    """The caps of documents of a district that are in force there, or may be."""
    beside = side.base.beside(region)
    for document in side.base.held_for(region):
        if side.only is not None and document.id not in side.only:
            continue
        if force_on(document, side.day, application, side.base.vocabulary, beside).out:
            continue
        for norm in document.norms_in_use:
            if norm.effect is ir.Effect.CAP and isinstance(_exceeded(norm, side), ir.Compare):
                yield document, norm


def _stock(compared: ir.Compare) -> ir.Fact | None:
    return next((f for f in ir.facts_read(compared) if f.term != REQUESTED), None)


def _exceeded(norm: ir.Norm, side: Side) -> ir.Cond | None:
    """When a cap is exceeded; None on a day that is not in its own period."""
    period, condition = unbounded(norm.condition)
    return condition if period is None or period.covers(side.day) else None


def _stock_of(norm: ir.Norm, application: Application, side: Side) -> str:
    exceeded = _exceeded(norm, side)
    assert isinstance(exceeded, ir.Compare)
    stock = _stock(exceeded)
    context = FactContext(application, side.base.vocabulary, side.day)
    return "" if stock is None else context.name_of(stock.subject, application.subject(stock.subject))


def _left(norm: ir.Norm, application: Application, side: Side) -> RoomLeft:
    exceeded = _exceeded(norm, side)
    assert isinstance(exceeded, ir.Compare)
    amount = left_of(exceeded, application, side)
    if amount.room is None:
        return RoomLeft(norm.text, "", None, amount.figures, amount.unknown)
    # What just reaches a limit that may not be reached does not fit.
    fits = math.floor(amount.room) if exceeded.op == "gt" else math.ceil(amount.room) - 1
    return RoomLeft(norm.text, exact(amount.room), max(0, fits), amount.figures, ())


def left_of(compared: ir.Compare, application: Application, side: Side) -> Amount:
    """The right side of a comparison less its left, with nothing requested."""
    context = nothing_requested(application, side)
    node = evaluate(compared, context)
    assert isinstance(node, proof.Compare)
    read = [n for e in (node.left, node.right) for n in facts_in(e) if n.fact != REQUESTED]
    figures = tuple(FigureRead(n.fact, n.of, n.value or "", n.as_at) for n in read)
    unknown = unknown_in(compared, context, read)
    if unknown:
        return Amount(None, figures, unknown)
    left, right = (value_of(e, context) for e in (compared.left, compared.right))
    if left is None or right is None:
        return Amount(None, figures, tuple(f"{n.of}{n.fact}" for n in read))
    return Amount((right - left) / Fraction(ir.multiplier(compared)), figures, ())


def nothing_requested(application: Application, side: Side) -> FactContext:
    """The facts of a place, for an application that asks for no beds."""
    facts = LayeredFacts({("申请", REQUESTED): (Observation(Decimal(0)),)}, application.facts)
    bare = replace(application, facts=facts, received=side.day)
    return FactContext(without(bare, contradictions_in(side.base, bare)), side.base.vocabulary, side.day)


def unknown_in(compared: ir.Compare, context: FactContext, read: list[proof.FactRead]) -> tuple[str, ...]:
    """The figures that are unknown, or that may not be compared because they are of no common day."""
    unknown = [
        f"{n.of}{f'{n.period[:4]}年' if n.period[:4].isdigit() else ''}{n.fact}不详"
        for n in read
        if n.value is None and not n.apart
    ]
    if compared.pairs and not unknown and asked_figures(compared.pairs, context.counting):
        unknown = [
            f"{n.of}{n.fact}({n.apart}{f',{n.as_at}' if n.as_at else ',未写时点'})没有同期的数值"
            for n in read
            if n.apart
        ]
        unknown = unknown or ["几个数值不是同一期间,不作比较"]
    return tuple(dict.fromkeys(unknown))


def facts_in(expression: proof.Expression) -> Iterator[proof.FactRead]:
    """The facts of an expression as they were read."""
    match expression:
        case proof.FactRead():
            yield expression
        case proof.Product():
            yield from (n for e in expression.times for n in facts_in(e))
        case proof.Total():
            yield from (n for e in expression.sum for n in facts_in(e))


def value_of(expression: ir.Expr, context: FactContext) -> Fraction | None:
    """The exact value of an expression; None where a fact in it is not known."""
    match expression:
        case ir.Const():
            return Fraction(expression.value)
        case ir.Fact():
            value = context.read(expression)[0]
            return Fraction(value) if isinstance(value, Decimal) else None
        case ir.Scaled():
            value = context.read(expression.of)[0]
            return Fraction(expression.factor.value) * Fraction(value) if isinstance(value, Decimal) else None
        case ir.Sum():
            parts = [value_of(t, context) for t in expression.terms]
            known = [p for p in parts if p is not None]
            return sum(known, Fraction(0)) if len(known) == len(parts) else None


def exact(value: Fraction) -> str:
    """A fraction as a decimal where one holds it exactly, else as 50/3."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    return plain(Decimal(int(value * 10**digits)).scaleb(-digits))

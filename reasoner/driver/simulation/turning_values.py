"""At which values of a number the applications of each district turn: exact, from the figures, and never tried out.

A condition is linear in each of its numbers: the value at which a comparison turns is a fraction of the figures.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from reasoner.ask.applying_rules import REQUESTED
from reasoner.backends.columnar.place_days import every_turn
from reasoner.batch.simulation import PlaceTurning, SupposedRule, Sweep, TurningPoint
from reasoner.driver.simulation.register_view import Group, RegisterView
from reasoner.driver.simulation.room_left import Side, exact, facts_in, nothing_requested, unknown_in
from reasoner.interpreter.applicability import reaches
from reasoner.interpreter.condition_evaluation import COMPARE, conjunction, disjunction, evaluate, negation
from reasoner.interpreter.document_force import force_on
from reasoner.interpreter.fact_lookup import OWN, FactContext
from reasoner.interpreter.likeness import asked_figures
from reasoner.model import proof
from reasoner.model.application import Application, layers
from reasoner.model.kinds import Status
from reasoner.model.rule_base import RuleBase

MOST_POINTS: Final = 40
"""So many values of a district are listed: of more the least and the greatest ones."""
_UNKNOWN: Final = "不详"
_DIGITS: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")


_Turn = tuple[Fraction, bool, bool, bool]
"""A value at which a condition turns, and whether it holds just below it, at it and just above."""


class _Line(NamedTuple):
    """A side less the other, linear in the number and in what is requested."""

    constant: Fraction
    of_number: Fraction
    of_requested: Fraction


class _Position(NamedTuple):
    """A value of the number, and on which side of it: -1 just below, 0 the value itself, 1 just above."""

    value: Fraction
    beside: int


class _Reached(NamedTuple):
    """How the condition of the rule stands for applications that it reaches."""

    lines: Mapping[int, _Line | None]
    """By identity the comparisons that have the number; None: a figure is unknown, or may not be compared."""
    unknown: tuple[str, ...]
    """Those figures."""
    context: FactContext


def sweeps(
    view: RegisterView, bases: tuple[RuleBase, RuleBase], rules: Sequence[SupposedRule], as_of: str | None,
    only: frozenset[str] | None,
) -> Iterator[Sweep]:  # fmt: skip
    """For each number that is supposed where the applications turn: those that are judged by the version whose number it is."""
    for rule in rules:
        id_ = rule.clause.partition("/")[0]
        document, other = (_version(b, id_, rule.version) for b in bases)
        norm, after = (next(n for n in d.all_norms if n.id == rule.rule) for d in (document, other))
        pairs = zip(_constants(norm.condition), _constants(after.condition), strict=True)
        number, supposed = next((a, b) for a, b in pairs if a != b and a.shown == rule.value)
        places = _Sweeping(view, bases[0], document, norm, number, as_of, only).places()
        yield Sweep(
            rule.clause, rule.document, rule.place, rule.rule, rule.value, rule.supposed_value,
            (_about(Fraction(number.value)), _about(Fraction(supposed.value))), places, rule.version,
        )  # fmt: skip


def _version(base: RuleBase, id_: str, version: str) -> Document:
    document = base.version(id_, version) if version else base.documents[id_]
    assert document is not None, (id_, version)
    return document


def _number_of(text: str) -> str:
    match = _DIGITS.match(text.strip())
    assert match is not None, text
    return match[0]


def _about(value: Fraction) -> str:
    return f"{float(value):.6f}"


def _constants(cond: ir.Cond) -> Iterator[ir.Const]:
    match cond:
        case ir.And(parts) | ir.Or(parts):
            for part in parts:
                yield from _constants(part)
        case ir.Not(part):
            yield from _constants(part)
        case ir.Compare(_, left, right):
            for side in (left, right):
                for term in side.terms if isinstance(side, ir.Sum) else (side,):
                    if isinstance(term, ir.Const):
                        yield term
                    elif isinstance(term, ir.Scaled):
                        yield term.factor


class _Sweeping:
    """One number of one rule over a register."""

    def __init__(
        self, view: RegisterView, base: RuleBase, document: Document, norm: ir.Norm, number: ir.Const,
        as_of: str | None, only: frozenset[str] | None,
    ) -> None:  # fmt: skip
        self._view, self._base, self._document, self._norm = view, base, document, norm
        self._number, self._as_of, self._only = number, as_of, only
        self._scale = Fraction(number.value) / Fraction(_number_of(number.shown))
        self._turns: list[str] | None = None
        self._worked_out: dict[object, _Reached | None] = {}
        self._unit = number.shown[len(_number_of(number.shown)) :]
        self._turning: dict[tuple[int, Decimal | None], list[_Turn] | None] = {}

    def places(self) -> tuple[PlaceTurning, ...]:
        """What becomes of each district."""
        if self._only is not None and {self._document.id, self._document.expression}.isdisjoint(self._only):
            return ()
        classes = tuple(
            dict.fromkeys(
                f.term for f in self._norm.reads if f.subject in OWN and f.term not in ("事项", REQUESTED, "所在地")
            )
        )
        groups = self._view.groups(self._norm.matters, classes, REQUESTED)
        examples: dict[tuple[str, str, tuple[str, ...]], str] = {}
        for group in groups:
            examples.setdefault((group.region, group.matter, group.classes), group.example)
        read = {a.id: a for a in self._view.applications(list(dict.fromkeys(examples.values())))}
        made: dict[str, list[tuple[Group, _Reached]]] = {}
        for group in groups:
            application = read.get(examples[group.region, group.matter, group.classes])
            if application is None:
                continue
            reached = self._reached(group, application)
            if reached is not None:
                made.setdefault(group.region, []).append((group, reached))
        return tuple(self._place(region, of) for region, of in sorted(made.items()))

    def _reached(self, group: Group, application: Application) -> _Reached | None:
        """How the condition stands for a group; None where the rule does not reach it, its document is not in force, or another version
        of it judges the group.
        """
        if self._turns is None:
            self._turns = sorted(every_turn(self._base, layers(application.facts)[1]))
        day = self._as_of or group.received
        stretch = bisect_left(self._turns, day), bisect_right(self._turns, day)
        # What an application brings along itself counts for it alone.
        own = group.example if any(s not in OWN for s, _ in layers(application.facts)[0]) else ""
        view, only = self._base.for_case(day, group.received or day, self._only)
        # By former rules whoever was received on another day may be judged otherwise on the same.
        received = group.received if self._as_of and self._base.several else ""
        key = group.region, group.matter, group.classes, stretch if not own else day, own, id(view), received
        if key not in self._worked_out:
            alike = replace(application, received=group.received or application.received)
            self._worked_out[key] = self._lines(alike, Side(view, day, only))
        return self._worked_out[key]

    def _lines(self, application: Application, side: Side) -> _Reached | None:
        documents, beside = side.base.held_for(application.region), side.base.beside(application.region)
        if (
            not any(d is self._document for d in documents)
            or force_on(self._document, side.day, application, side.base.vocabulary, beside).out
        ):
            return None
        context = nothing_requested(application, side)
        if reaches(self._norm, context) is Status.FALSE:
            return None
        lines: dict[int, _Line | None] = {}
        unknown: dict[str, None] = {}
        for compared in self._compared(self._norm.condition):
            node = evaluate(compared, context)
            assert isinstance(node, proof.Compare)
            read = [n for e in (node.left, node.right) for n in facts_in(e) if n.fact != REQUESTED]
            lacking = bool(compared.pairs) and bool(asked_figures(compared.pairs, context.counting))
            left, right = self._line(compared.left, context), self._line(compared.right, context)
            line = None
            if not lacking and left is not None and right is not None:
                line = _Line(*(a - b for a, b in zip(left, right, strict=True)))
            if line is None:
                unknown |= dict.fromkeys(unknown_in(compared, context, read))
            lines[id(compared)] = line
        return _Reached(lines, tuple(unknown), context)

    def _compared(self, cond: ir.Cond) -> Iterator[ir.Compare]:
        match cond:
            case ir.And(parts) | ir.Or(parts):
                for part in parts:
                    yield from self._compared(part)
            case ir.Not(part):
                yield from self._compared(part)
            case ir.Compare() if self._number in list(_constants(cond)):
                yield cond

    def _line(self, expr: ir.Expr, context: FactContext) -> _Line | None:
        match expr:
            case ir.Const():
                here = expr == self._number
                return _Line(Fraction(0 if here else expr.value), Fraction(int(here)), Fraction(0))
            case ir.Fact() if expr.term == REQUESTED and expr.subject == "申请":
                return _Line(Fraction(0), Fraction(0), Fraction(1))
            case ir.Fact():
                value = context.read(expr)[0]
                if expr.subject in OWN or value is None or isinstance(value, (str, bool, tuple)):
                    return None
                return _Line(Fraction(value), Fraction(0), Fraction(0))
            case ir.Scaled(factor, of):
                inner = self._line(of, context)
                if inner is None:
                    return None
                if factor == self._number:
                    return None if inner.of_requested else _Line(Fraction(0), inner.constant, Fraction(0))
                return _Line(*(Fraction(factor.value) * part for part in inner))
            case ir.Sum(terms):
                parts = [self._line(t, context) for t in terms]
                known = [p for p in parts if p is not None]
                if len(known) < len(parts):
                    return None
                return _Line(*(sum(each, Fraction(0)) for each in zip(*known, strict=True)))

    # --- a district ---------------------------------------------------------------------------------------------

    def _place(self, region: str, of: Sequence[tuple[Group, _Reached]]) -> PlaceTurning:
        counts: Counter[_Turn] = Counter()
        unsure = never = 0
        unknown: dict[str, None] = {}
        for group, reached in of:
            # By identity: what was worked out for a group is kept as long as this.
            requested = group.number if any(line and line.of_requested for line in reached.lines.values()) else None
            key = id(reached), requested
            if key not in self._turning:
                self._turning[key] = self._points(reached, requested)
            points = self._turning[key]
            unknown |= dict.fromkeys(reached.unknown)
            if points is None:
                unsure += group.number_of
            elif not points:
                never += group.number_of
            else:
                counts.update(dict.fromkeys(points, group.number_of))
        listed = sorted(counts)
        more = max(0, len(listed) - MOST_POINTS)
        kept = listed if not more else [*listed[: MOST_POINTS // 2], *listed[-MOST_POINTS // 2 :]]
        name = self._base.vocabulary.regions[region].name if region else _UNKNOWN
        return PlaceTurning(
            name, sum(g.number_of for g, _ in of),
            tuple(TurningPoint(self._shown(v), below, at, above, counts[v, below, at, above], _about(v)) for v, below, at, above in kept),
            more, unsure, never, tuple(unknown),
        )  # fmt: skip

    def _shown(self, value: Fraction) -> str:
        return f"{exact(value / self._scale)}{self._unit}"

    def _points(self, reached: _Reached, requested: Decimal | None) -> list[_Turn] | None:
        """The values above zero at which the condition turns where so many are requested; None where nobody can say."""
        amounts: dict[int, tuple[Fraction, Fraction]] = {}
        for key, line in reached.lines.items():
            if line is None or (line.of_requested and requested is None):
                return None
            amounts[key] = line.constant + line.of_requested * Fraction(requested or 0), line.of_number
        points = []
        for value in sorted({-c / slope for c, slope in amounts.values() if slope and -c / slope > 0}):
            each = [
                self._status(self._norm.condition, amounts, _Position(value, beside), reached.context)
                for beside in (-1, 0, 1)
            ]
            if Status.UNKNOWN in each:
                return None
            below, at, above = (s is Status.TRUE for s in each)
            if len({below, at, above}) > 1:
                points.append((value, below, at, above))
        return points

    def _status(
        self, cond: ir.Cond, amounts: Mapping[int, tuple[Fraction, Fraction]], where: _Position, context: FactContext
    ) -> Status:
        match cond:
            case ir.And(parts):
                return conjunction([self._status(p, amounts, where, context) for p in parts])
            case ir.Or(parts):
                return disjunction([self._status(p, amounts, where, context) for p in parts])
            case ir.Not(part):
                return negation(self._status(part, amounts, where, context))
            case ir.Compare() if id(cond) in amounts:
                constant, slope = amounts[id(cond)]
                amount = constant + slope * where.value or slope * where.beside
                sign = (amount > 0) - (amount < 0)
                return Status.TRUE if COMPARE[cond.op](sign, 0) else Status.FALSE  # type: ignore[arg-type]
            case _:
                return evaluate(cond, context).status

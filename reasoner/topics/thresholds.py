"""The comparisons that a rule makes, as a reader of a table wants them: what, of whom, operator, threshold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_dsl import ir
from policy_dsl.backtranslate import THRESHOLD_WORDS, expression, number_with_unit
from reasoner.topics.entries import Junction, Threshold

_NEGATED: Final = {"位于": "不在", "包含": "不含", "属于": "不属于", "成立": "不成立", "等于": "不等于"}


def thresholds(norm: ir.Norm) -> tuple[Threshold, ...]:
    """Each comparison of a norm's condition; a cap reads as its limit, although its condition is the violation."""
    return tuple(_of(norm.condition, norm.effect is ir.Effect.CAP, False))


def _of(cond: ir.Cond, cap: bool, negated: bool) -> Iterator[Threshold]:
    match cond:
        case ir.And(parts) | ir.Or(parts):
            for part in parts:
                yield from _of(part, cap, negated)
        case ir.Not(part):
            yield from _of(part, cap, not negated)
        case ir.Compare(op, left, right, ratio):
            kept = ir.OPPOSITE[op] if cap != negated else op
            over = expression(left)
            if ratio and isinstance(right, ir.Scaled):
                over = f"{over}÷{expression(right.of)}"
                limit = number_with_unit(right.factor.shown)
            else:
                limit = expression(right)
            word = (
                "有"
                if (kept, limit) == ("gt", "0")
                else "尚无"
                if (kept, limit) == ("eq", "0")
                else THRESHOLD_WORDS[kept]
            )
            yield _test(_first(left), over, word, "" if word in ("有", "尚无") else limit)
        case ir.OneOf(fact, values, names):
            yield _test(fact, fact.term, _word("属于", negated), "、".join(names), values)
        case ir.Contains(fact, value):
            yield _test(fact, fact.term, _word("包含", negated), value, (value,))
        case ir.Holds(fact):
            yield _test(fact, fact.term, _word("成立", negated), "")
        case ir.Within(subject, _, names):
            place = ir.Fact(subject, "所在地")
            yield _test(place, "所在地", _word("位于", negated), "、".join(names), names)


def joined_by(cond: ir.Cond) -> Junction:
    """How the comparisons of a condition hang together."""
    match cond:
        case ir.Not(part):
            return joined_by(part)
        case ir.And(parts) | ir.Or(parts):
            kinds = {joined_by(p) for p in parts} - {Junction.NONE}
            if len(parts) > 1:
                kinds.add(Junction.AND if isinstance(cond, ir.And) else Junction.OR)
            return kinds.pop() if len(kinds) == 1 else Junction.MIXED if kinds else Junction.NONE
    return Junction.NONE


def _word(word: str, negated: bool) -> str:
    return _NEGATED[word] if negated else word


def _first(expr: ir.Expr) -> ir.Fact:
    match expr:
        case ir.Fact():
            return expr
        case ir.Scaled(_, of):
            return of
        case ir.Sum(terms):
            return next(_first(t) for t in terms if not isinstance(t, ir.Const))
        case ir.Const():
            return ir.Fact("", "")


def _test(fact: ir.Fact, what: str, operator: str, threshold: str, values: tuple[str, ...] = ()) -> Threshold:
    return Threshold(fact.term, fact.subject, what, operator, threshold, values)

"""The comparisons that a rule makes, as a reader of a table wants them: what, of whom, operator, threshold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.backtranslate import expression

_WORDS: Final = {"lt": "低于", "le": "不超过", "gt": "超过", "ge": "达到", "eq": "等于"}
_OPPOSITE: Final = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "eq"}
_NEGATED: Final = {"位于": "不在", "包含": "不含", "属于": "不属于", "成立": "不成立", "等于": "不等于"}


def thresholds(norm: ir.Norm) -> list[dict[str, Any]]:
    """Each comparison of a norm's condition; a cap reads as its limit, although its condition is the violation."""
    return list(_of(norm.condition, norm.effect == "cap", False))


def _of(cond: ir.Cond, cap: bool, negated: bool) -> Iterator[dict[str, Any]]:
    match cond:
        case ir.And(parts) | ir.Or(parts):
            for part in parts:
                yield from _of(part, cap, negated)
        case ir.Not(part):
            yield from _of(part, cap, not negated)
        case ir.Compare(op, left, right, ratio):
            shown = _OPPOSITE[op] if cap != negated else op
            over = expression(left)
            if ratio and isinstance(right, ir.Scaled):
                over = f"{over}÷{expression(right.of)}"
                limit = _figure(right.factor.shown)
            else:
                limit = expression(right)
            word = "有" if (shown, limit) == ("gt", "0") else "尚无" if (shown, limit) == ("eq", "0") else _WORDS[shown]
            yield _test(_first(left), over, word, "" if word in ("有", "尚无") else limit)
        case ir.OneOf(fact, values, shown):
            yield _test(fact, fact.term, _word("属于", negated), "、".join(shown), values)
        case ir.Contains(fact, value):
            yield _test(fact, fact.term, _word("包含", negated), value, (value,))
        case ir.Holds(fact):
            yield _test(fact, fact.term, _word("成立", negated), "")
        case ir.Within(subject, _, shown):
            place = ir.Fact(subject, "所在地")
            yield _test(place, "所在地", _word("位于", negated), "、".join(shown), shown)


def joined_by(cond: ir.Cond) -> str:
    """How the comparisons of a condition hang together: and, or, or mixed."""
    match cond:
        case ir.Not(part):
            return joined_by(part)
        case ir.And(parts) | ir.Or(parts):
            inner = {joined_by(p) for p in parts} - {""}
            own = ("and" if isinstance(cond, ir.And) else "or") if len(parts) > 1 else ""
            kinds = inner | ({own} if own else set())
            return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else ""
    return ""


def _figure(shown: str) -> str:
    """A per cent with a unit: 20%(张/预期享受长护险待遇人数); anything else as it is written."""
    number, mark, unit = shown.partition("%")
    return f"{number}%({unit})" if mark and unit else shown


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


def _test(fact: ir.Fact, what: str, operator: str, threshold: str, values: tuple[str, ...] = ()) -> dict[str, Any]:
    test = {"fact": fact.term, "of": fact.subject, "what": what, "operator": operator, "threshold": threshold}
    return test | ({"values": list(values)} if values else {})

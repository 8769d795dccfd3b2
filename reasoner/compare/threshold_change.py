"""Whom a changed threshold concerns: the values on which the old rule and the new one differ."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from policy_dsl import ir
from policy_dsl.backtranslate import expression
from policy_dsl.ir import Effect
from policy_dsl.numerals import plain
from reasoner.compare.amendment import Affected
from reasoner.interpreter.turning_points import atoms

_BELOW: Final = {"lt": 0, "le": 1}
"""Comparisons that hold below a value: whether the value itself is among them."""
_ABOVE: Final = {"ge": 0, "gt": 1}
"""Comparisons that hold above a value: whether the value itself is left out."""


class _Bound(NamedTuple):
    """A place between values: just before `value` (0) or just after it (1); `written` as the text has it."""

    value: Fraction
    after: int
    written: str


class _Range(NamedTuple):
    """What is measured, both thresholds, the values between them in their order, and whether the old rule applied there."""

    of: str
    old: _Bound
    new: _Bound
    low: _Bound
    high: _Bound
    applied: bool


def shift(before: ir.Norm, after: ir.Norm) -> Affected | None:
    """The values on which two versions of a rule differ, where nothing but one threshold changed; else None."""
    if (before.effect, before.strength, before.matters) != (after.effect, after.strength, after.matters):
        return None
    reach = [*_differing(before.scope, after.scope, True)]
    when = [*_differing(before.condition, after.condition, True)]
    differing = [*reach, *when]
    values = _range(*differing[0]) if len(differing) == 1 else None
    if values is None:
        return None
    alone = sum(1 for cond in (before.scope, before.condition) for _ in atoms(cond)) == 1
    return Affected(
        of=values.of,
        before=values.old.written,
        after=values.new.written,
        least=values.low.written,
        least_included=not values.low.after,
        most=values.high.written,
        most_included=bool(values.high.after),
        applied=values.applied,
        alone=alone,
        text=_sentence(values, alone, required=before.effect is Effect.REQUIRE and bool(when)),
    )


def _differing(one: ir.Cond, other: ir.Cond, plainly: bool) -> Iterator[tuple[ir.Cond, ir.Cond, bool]]:
    """The smallest conditions in which two differ, pair by pair."""
    match one, other:
        case (ir.And(p), ir.And(q)) | (ir.Or(p), ir.Or(q)) if len(p) == len(q):
            for a, b in zip(p, q, strict=True):
                yield from _differing(a, b, plainly)
        case ir.Not(p), ir.Not(q):
            yield from _differing(p, q, not plainly)
        case _ if one != other:
            yield one, other, plainly


def _range(one: ir.Cond, other: ir.Cond, plainly: bool) -> _Range | None:
    """The values on which two conditions differ, where they are one comparison with two thresholds."""
    if not isinstance(one, ir.Compare) or not isinstance(other, ir.Compare):
        return None
    of = _measured(one)
    sides = next((s for s in (_BELOW, _ABOVE) if one.op in s and other.op in s), None)
    if not of or of != _measured(other) or sides is None:
        return None
    old, new = (_bound(c, sides[c.op]) for c in (one, other))
    if old[:2] == new[:2]:
        return None
    low, high = sorted((old, new), key=lambda bound: bound[:2])
    return _Range(of, old, new, low, high, ((old is high) == (sides is _BELOW)) == plainly)


def _measured(compared: ir.Compare) -> str:
    """What is held against the threshold, in words; empty where that is no number."""
    match compared.right:
        case ir.Const():
            return expression(compared.left)
        case ir.Scaled(_, of):
            left, right = expression(compared.left), expression(of)
            return f"{left}除以{right}" if compared.ratio else f"{left}与{right}之比"
    return ""


def _bound(compared: ir.Compare, after: int) -> _Bound:
    right = compared.right
    number = right.factor if isinstance(right, ir.Scaled) else right
    assert isinstance(number, ir.Const)
    amount, mark, _ = (number.shown or plain(number.value)).partition("%")
    return _Bound(Fraction(number.value) / Fraction(ir.multiplier(compared)), after, amount + mark)


def _sentence(values: _Range, alone: bool, *, required: bool) -> str:
    low, high = values.low, values.high
    if low.written == high.written:
        between = f"等于{low.written}"
    else:
        above = f"超过{low.written}" if low.after else f"在{low.written}以上(含{low.written})"
        between = f"{above}、{'不超过' if high.after else '不足'}{high.written}"
    was, now = ("符合这一条件", "不符合") if required else ("适用这条规则", "不适用")
    then, after = (was, now) if values.applied else (f"不{was}", now.removeprefix("不"))
    rest = "" if alone else ";规则另有其他条件,以其他条件也相符为限"
    return f"{values.of}{between}的受影响:修改前{then},修改后{after}{rest}。"

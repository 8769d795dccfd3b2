"""Whom a changed threshold concerns: the values on which the old rule and the new one differ."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from policy_dsl import ir
from policy_dsl.backtranslate import expression
from policy_dsl.numerals import plain
from reasoner.interpreter.boundaries import atoms

Data = dict[str, Any]

_BELOW: Final = {"lt": 0, "le": 1}
"""Comparisons that hold below a value: whether the value itself is among them."""
_ABOVE: Final = {"ge": 0, "gt": 1}
"""Comparisons that hold above a value: whether the value itself is left out."""


class _Bound(NamedTuple):
    """A place between values: just before `value` (0) or just after it (1)."""

    value: Decimal
    after: int
    shown: str


def shift(before: ir.Norm, after: ir.Norm) -> Data | None:
    """The values on which two versions of a rule differ, where nothing but one threshold changed; else None.

    of: what is measured; before, after: the thresholds as the texts write them; from, to: the least and the greatest
    value, `from_included`, `to_included` whether they are meant themselves; held: whether the rule applied to these
    values before (of a requirement: whether they met it); alone: whether the rule has no other condition; text: a sentence.
    """
    if (before.effect, before.strength, before.matters) != (after.effect, after.strength, after.matters):
        return None
    reach, when = ([*_differing(getattr(before, x), getattr(after, x), True)] for x in ("scope", "condition"))
    found = [*reach, *when]
    data = _range(*found[0]) if len(found) == 1 else None
    if data is None:
        return None
    data["alone"] = sum(1 for cond in (before.scope, before.condition) for _ in atoms(cond)) == 1
    return data | {"text": _sentence(data, required=before.effect == "require" and bool(when))}


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


def _range(one: ir.Cond, other: ir.Cond, plainly: bool) -> Data | None:
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
    return {
        "of": of,
        "before": old.shown,
        "after": new.shown,
        "from": low.shown,
        "from_included": not low.after,
        "to": high.shown,
        "to_included": bool(high.after),
        "held": ((old is high) == (sides is _BELOW)) == plainly,
    }


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
    return _Bound(number.value, after, amount + mark)


def _sentence(data: Data, required: bool) -> str:
    if data["from"] == data["to"]:
        values = f"等于{data['from']}"
    else:
        low = f"在{data['from']}以上(含{data['from']})" if data["from_included"] else f"超过{data['from']}"
        values = f"{low}、{'不超过' if data['to_included'] else '不足'}{data['to']}"
    was, now = ("符合这一条件", "不符合") if required else ("适用这条规则", "不适用")
    then, after = (was, now) if data["held"] else (f"不{was}", now.removeprefix("不"))
    rest = "" if data["alone"] else ";规则另有其他条件,以其他条件也相符为限"
    return f"{data['of']}{values}的受影响:修改前{then},修改后{after}{rest}。"

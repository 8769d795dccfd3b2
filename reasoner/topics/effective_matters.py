"""Which matters a rule really reaches: those that some institution within its scope may ask for.

A rule for 医疗机构 may name every matter of its document; a pharmacy, which alone asks for 新增定点零售药店, is none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from policy_dsl import ir

_TYPE: Final = ("机构", "类型")
_MATTER: Final = ("申请", "事项")


def reached(norm: ir.Norm, askers: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The matters of a norm that a type of institution within its scope may ask for; `askers` are the types by matter."""
    return tuple(m for m in norm.matters if any(_may(norm.scope, m, t, True) for t in askers[m]))


def _may(cond: ir.Cond, matter: str, kind: str, truth: bool) -> bool:
    """Whether a condition may have this truth value for a type of institution that asks for a matter."""
    match cond:
        case ir.And(parts) | ir.Or(parts):
            every = all if isinstance(cond, ir.And) == truth else any
            return every(_may(p, matter, kind, truth) for p in parts)
        case ir.Not(part):
            return _may(part, matter, kind, not truth)
        case ir.OneOf(fact, values) if (fact.subject, fact.term) == _TYPE:
            return (kind in values) == truth
        case ir.OneOf(fact, values) if (fact.subject, fact.term) == _MATTER:
            return (matter in values) == truth
        case _:
            return True

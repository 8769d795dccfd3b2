"""A norm's condition put together with the norm's own period (期间), and taken apart again."""

from __future__ import annotations

from policy_dsl.ir import ALWAYS, And, Cond, During, Effect, Not, Or


def bounded(condition: Cond, period: During, effect: Effect) -> Cond:
    """The condition of a norm that applies in a period alone: outside it, a requirement is met and nothing else comes about."""
    if effect is Effect.REQUIRE:
        return Or((Not(period), condition))
    rest = condition.parts if isinstance(condition, And) else (condition,)
    return And((period, *rest)) if rest else period


def unbounded(condition: Cond) -> tuple[During | None, Cond]:
    """The period that `bounded` gave a condition (None: none), and the condition without it."""
    match condition:
        case During():
            return condition, ALWAYS
        case And((During() as period, *rest)):
            return period, rest[0] if len(rest) == 1 else And(tuple(rest))
        case Or((Not(During() as period), rest)):
            return period, rest
        case _:
            return None, condition

"""Small worlds made by hand about rules with a period of their own: on its first and last day, the day before and the day after."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl import ir
from policy_dsl.bounded_conditions import bounded
from policy_dsl.ir import Effect, Strength

from .document_strategy import DAY, ENDED
from .hand_made_worlds import BAR, CONTROL, EXEMPT, PERMIT, Rule, bar, permit, presumed, text, together
from .small_worlds import SmallWorld

BEFORE, AFTER = "2024-04-30", "2024-05-02"
"""The days beside DAY."""


def during(begins: str, ends: str) -> ir.During:
    """The period of a rule of the first side's first document."""
    return ir.During("a1", begins, ends)


def required(period: ir.During) -> Rule:
    """A requirement that nobody meets, in a period."""
    return Effect.REQUIRE, Strength.MUST, bounded(ir.Not(ir.ALWAYS), period, Effect.REQUIRE)


PERIODS = {
    "its first day": during(DAY, "2024-12-31"),
    "its last day": during("2024-01-01", DAY),
    "its only day": during(DAY, DAY),
    "the day before it": during(AFTER, ""),
    "the day after it": during("", BEFORE),
    "a day of one that does not end": during("2024-01-01", ""),
}


def worlds_of_periods() -> Iterator[tuple[str, SmallWorld]]:
    """The worlds by what they are about."""
    for name, period in PERIODS.items():
        yield f"a bar on {name}", together([text(bar(period))], [text(PERMIT)])
    for name in ("its first day", "its last day", "the day before it", "the day after it"):
        yield f"a requirement on {name}", together([text(required(PERIODS[name]))], [text(PERMIT)])
    gone, come = PERIODS["the day after it"], PERIODS["its first day"]
    yield "two periods that meet between two days", together([text(bar(gone), presumed(come))], [text(BAR)])
    yield "a permission whose period is over", together([text(permit(gone), BAR)], [text(BAR)])
    open_ = ir.And((come, ir.Holds(ir.Fact("机构", "管理规范"))))
    yield "a period, and a condition that may be open", together([text(bar(open_))], [text(PERMIT)])
    lost = ir.And((gone, ir.Holds(ir.Fact("机构", "管理规范"))))
    yield "outside its period nothing is open", together([text(bar(lost))], [text(PERMIT)])
    freed = (Effect.EXEMPT, Strength.NONE, gone)
    yield "an exemption whose period is over", together([text(freed, CONTROL)], [text(EXEMPT, BAR)])
    yield "a period of a text that has ended", together([text(bar(come), **ENDED)], [text(PERMIT)])

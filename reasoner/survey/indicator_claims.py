"""What a report says of its own targets (自述), held against the figures.

「超过预期」 may compare with the target, or with the progress expected by mid-term, of which the text gives no figure.
By the reading in use such a claim does not say whether the target is reached, whichever way it goes: all claims of 预期
are treated alike, and how they would stand to the target if it were meant is told apart.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec


class ClaimResult(StrEnum):
    """How a claim stands to the target."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNDETERMINED = "undetermined"


class Progress(StrEnum):
    """What a claim may say of the schedule instead of the target."""

    AHEAD = "ahead_of_schedule"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind_schedule"


DIRECTIONS: Final = (
    ("不及", Progress.BEHIND), ("未达", Progress.BEHIND), ("低于", Progress.BEHIND), ("超过", Progress.AHEAD),
    ("超额", Progress.AHEAD), ("高于", Progress.AHEAD), ("提前", Progress.ON_SCHEDULE), ("完成", Progress.ON_SCHEDULE),
    ("符合", Progress.ON_SCHEDULE), ("达到", Progress.ON_SCHEDULE),
)  # fmt: skip
"""The words of a claim and what they say; the first that occurs counts."""

_RESULTS: Final = {
    ClaimResult.AGREES: "与数字一致",
    ClaimResult.DISAGREES: "与目标值不一致",
    ClaimResult.UNDETERMINED: "不能与目标值对照",
}
_EXPECTED: Final = "预期"
"""The word of a claim that names no figure: the reading in use (自述相对何者) takes no claim of it for one about the target."""
_BY_EXPECTATION: Final = "“预期”原文没有给出数值,不说明目标值是否达到"
_IF_TARGET: Final = {
    ClaimResult.AGREES: "如“预期”即目标值,则与数字一致",
    ClaimResult.DISAGREES: "如“预期”即目标值,则与数字不一致",
    ClaimResult.UNDETERMINED: "如“预期”即目标值,也不能对照",
}
_PROGRESS: Final = {
    Progress.AHEAD: "如指中期应有的进度,则是说快于进度",
    Progress.ON_SCHEDULE: "如指中期应有的进度,则是说合于进度",
    Progress.BEHIND: "如指中期应有的进度,则是说慢于进度",
}


class Claim(msgspec.Struct, frozen=True):
    """What a document says of one of its targets, compared with the figures."""

    quote: str
    """The claim word for word."""
    against_target: ClaimResult
    """How it stands to the target; undetermined for every claim of 预期, of which the text gives no figure."""
    if_target: ClaimResult | None
    """For a claim of 预期: how it would stand to the target if 预期 were the target; None for any other claim."""
    may_mean: Progress | None
    """For a claim of 预期: what it may say of the schedule; None for any other claim."""
    words: str
    """The result as staff read it."""


def judge_claim(quote: str, decided: bool, difference: Decimal, *, about: bool) -> Claim:
    """Compare a claim with a target.

    decided: whether the actual value can be compared with the target. difference: actual minus target. about: the target
    is 左右, so that only the direction of the difference is sure.
    """
    direction = next((meaning for word, meaning in DIRECTIONS if word in quote), None)
    result = _result(direction, decided, difference, about)
    if _EXPECTED not in quote:
        return Claim(quote, result, None, None, _RESULTS[result])
    words = [_BY_EXPECTATION, _IF_TARGET[result]] + ([_PROGRESS[direction]] if direction is not None else [])
    return Claim(quote, ClaimResult.UNDETERMINED, result, direction, ";".join(words))


def _result(direction: Progress | None, decided: bool, difference: Decimal, about: bool) -> ClaimResult:
    if direction is None or not decided:
        return ClaimResult.UNDETERMINED
    match direction:
        case Progress.BEHIND:
            agrees = difference < 0
        case Progress.AHEAD:
            agrees = difference > 0
        case Progress.ON_SCHEDULE:
            if about:
                return ClaimResult.UNDETERMINED
            agrees = difference >= 0
    return ClaimResult.AGREES if agrees else ClaimResult.DISAGREES

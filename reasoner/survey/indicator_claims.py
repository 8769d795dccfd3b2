"""What a report says of its own targets (自述), held against the figures.

「超过预期」 may compare with the target, or with the progress expected by mid-term, of which the text gives no figure.
Such a claim that disagrees with the target is reported as one that may speak of the schedule, not as false.
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
_PROGRESS: Final = {
    Progress.AHEAD: "“预期”如指中期应有的进度,则可能是说快于进度",
    Progress.ON_SCHEDULE: "“预期”如指中期应有的进度,则可能是说合于进度",
    Progress.BEHIND: "“预期”如指中期应有的进度,则可能是说慢于进度",
}


class Claim(msgspec.Struct, frozen=True):
    """What a document says of one of its targets, compared with the figures."""

    quote: str
    """The claim word for word."""
    against_target: ClaimResult
    """How it stands to the target."""
    may_mean: Progress | None
    """What it may say of the schedule instead; None: nothing."""
    words: str
    """The result as staff read it."""


def judge_claim(quote: str, decided: bool, difference: Decimal, *, about: bool) -> Claim:
    """Compare a claim with a target.

    decided: whether the actual value can be compared with the target. difference: actual minus target. about: the target
    is 左右, so that only the direction of the difference is sure.
    """
    direction = next((meaning for word, meaning in DIRECTIONS if word in quote), None)
    result = _result(direction, decided, difference, about)
    schedule = direction if "预期" in quote and result is not ClaimResult.AGREES else None
    words = _RESULTS[result] + (f";{_PROGRESS[schedule]}" if schedule is not None else "")
    return Claim(quote, result, schedule, words)


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

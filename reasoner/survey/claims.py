"""What a report says of its own targets (自述), held against the figures.

「超过预期」 may compare with the target, or with the progress expected by mid-term, of which the text gives no figure.
Such a claim that disagrees with the target is reported as one that may speak of the schedule, not as false.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

AGREES: Final = "agrees"
DISAGREES: Final = "disagrees"
UNDETERMINED: Final = "undetermined"

DIRECTIONS: Final = (
    ("不及", "behind"), ("未达", "behind"), ("低于", "behind"), ("超过", "ahead"), ("超额", "ahead"), ("高于", "ahead"),
    ("提前", "reached"), ("完成", "reached"), ("符合", "reached"), ("达到", "reached"),
)  # fmt: skip
"""The words of a claim and what they say; the first that occurs counts."""

SCHEDULE: Final = {"ahead": "ahead_of_schedule", "reached": "on_schedule", "behind": "behind_schedule"}
WORDS: Final = {
    AGREES: "与数字一致",
    DISAGREES: "与目标值不一致",
    UNDETERMINED: "不能与目标值对照",
    "ahead_of_schedule": "“预期”如指中期应有的进度,则可能是说快于进度",
    "on_schedule": "“预期”如指中期应有的进度,则可能是说合于进度",
    "behind_schedule": "“预期”如指中期应有的进度,则可能是说慢于进度",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim word for word, how it stands to the figures, and what else it may mean (empty: nothing else)."""

    quote: str
    against_target: str
    may_mean: str = ""

    @property
    def words(self) -> str:
        """The finding as staff read it."""
        return WORDS[self.against_target] + (f";{WORDS[self.may_mean]}" if self.may_mean else "")

    def to_data(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "quote": self.quote,
            "against_target": self.against_target,
            "may_mean": self.may_mean or None,
            "words": self.words,
        }


def judge_claim(claim: str, status: str, difference: Decimal, *, about: bool) -> Claim:
    """Hold a claim against a target. about: the target is 左右, so that only the direction of the difference is sure."""
    says = next((meaning for word, meaning in DIRECTIONS if word in claim), "")
    if not says or status == "uncertain":
        found = UNDETERMINED
    elif says == "behind":
        found = AGREES if difference < 0 else DISAGREES
    elif says == "ahead":
        found = AGREES if difference > 0 else DISAGREES
    elif about:
        found = UNDETERMINED
    else:
        found = AGREES if difference >= 0 else DISAGREES
    may_speak_of_schedule = "预期" in claim and found != AGREES and bool(says)
    return Claim(claim, found, SCHEDULE[says] if may_speak_of_schedule else "")

"""What a person decides on an application, beside the verdict: typed, frozen, and embedded in its letter.

A verdict is not the decision. Without one a letter is a draft that follows the verdict.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec


class Handling(StrEnum):
    """What becomes of what was asked for."""

    REFUSED = "不予"
    """Nothing of it is granted."""
    PART = "部分"
    """So many beds may go on, the rest is refused."""
    PROCEEDS = "进入后续程序"
    """It may go on to assessment, which is no grant."""


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The decision on one application."""

    application: str
    """The number of the application (编号)."""
    handling: Handling
    """What becomes of it."""
    beds: int = 0
    """Of a part: how many beds may go on."""
    exception: bool | None = None
    """Whether an exception from a provision in principle is made; None: nobody says."""
    exception_reason: str = ""
    """Why it is made or not made."""
    organ: str = ""
    """The full name of the organ that decides; empty: not said."""
    day: str = ""
    """The day of the decision, an ISO date; empty: not said."""
    law_day: str = ""
    """The day whose law is applied, an ISO date; empty: that of the verdict."""
    law_day_reason: str = ""
    """Why the law of another day than that of receipt is applied."""
    reason: str = ""
    """Why the decision is another than the verdict."""
    joined: tuple[str, ...] = ()
    """The numbers of the other applications of the same receipt that the same letter answers."""


KEYS: Final = {
    "编号": "application", "处理": "handling", "张数": "beds", "例外": "exception", "例外理由": "exception_reason",
    "决定机关": "organ", "决定日期": "day", "适用日期": "law_day", "适用日期理由": "law_day_reason",
    "不一致理由": "reason", "同件": "joined",
}  # fmt: skip
"""How the fields are called in a file of decisions."""

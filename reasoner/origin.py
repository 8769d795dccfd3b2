"""What the source of a value says of its origin: the bureau's ledger, who confirmed it there, and until when it holds.

It stands in the words of the source, so that a verdict, its letters and its proof all carry it without a field of its own:
本局台账:结算数据(确认人某某,有效期至2025-12-31), 本局台账(未确认).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reasoner.wording import WARNINGS

MARK: Final = "本局台账"
_TOLD: Final = re.compile(
    rf"{MARK}(?::.*)?\((?:未确认|确认人(?P<by>[^(),]+))(?:,有效期至(?P<until>\d{{4}}-\d\d-\d\d))?\)", re.DOTALL
)


def told_source(source: str, confirmed_by: str, until: str) -> str:
    """The source of a value from the ledger, as verdicts and letters cite it."""
    confirmed = f"确认人{confirmed_by}" if confirmed_by else "未确认"
    return f"{MARK}{':' + source if source else ''}({confirmed}{',有效期至' + until if until else ''})"


def origin_warnings(fact: str, source: str, day: str) -> Iterator[str]:
    """What is to be said of a used value from the ledger that nobody confirmed, or whose time is over on the day."""
    told = _TOLD.fullmatch(source) if source.startswith(MARK) else None
    if told is None:
        return
    if not told["by"]:
        yield WARNINGS["unconfirmed"].format(fact=fact)
    if told["until"] and told["until"] < day:
        yield WARNINGS["expired"].format(fact=fact, until=told["until"], day=day)

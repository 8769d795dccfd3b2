"""Readings (解释): where words admit two readings, the one used, the alternative, and why; and who confirmed one.

What a reading says stands in a document's readings.toml (`policy_dsl.alignment.reading_file`), what people said of it in
its confirmations.toml (`policy_dsl.review.confirmations`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

NOT_HELD: Final = "未收录"
"""Instead of the version that a document replaces: the rules that were in force before it are not held."""

GUIDANCE: Final = "指导意见"
"""A document addressed to lower authorities: on a case it yields to a plan of the pooling region."""
PLAN: Final = "规划"
"""A plan."""
DIRECT_EFFECT: Final = "直接效力"
"""Whether sentences addressed to authorities, or among goals, decide an individual case."""
READING_KINDS: Final = (
    *(DIRECT_EFFECT, "施行之日", "未载终期"),
    *("分母和口径", "期间和人口", "何种基金"),
    *("所在地或服务区域", "举办主体", "认定机关"),
)
"""The kinds of question that every document is looked through for: docs/readings.md has a row for each."""
_OF_FORCE: Final = frozenset({"施行之日", "未载终期"})


class ConfirmationAction(StrEnum):
    """What somebody said of a reading."""

    CONFIRM = "confirm"
    """The words are to be read so."""
    DOUBT = "doubt"
    """They may have to be read otherwise; an earlier confirmation no longer counts."""


class Confirmation(msgspec.Struct, frozen=True):
    """One statement of somebody competent on a reading; see `policy_dsl.review.confirmations`."""

    reading: str
    """The reading, by name."""
    action: ConfirmationAction
    """Whether it is confirmed or doubted."""
    digest: str
    """SHA-256 of the reading's text as it was."""
    by: str
    """Who said so."""
    date: str
    """ISO date."""
    remark: str = ""
    """In their words."""


class ConfirmationState(StrEnum):
    """What the last statement on a reading comes to."""

    CONFIRMED = "confirmed"
    """It is confirmed as it stands."""
    DOUBTED = "doubted"
    """Somebody doubts it."""
    STALE = "stale"
    """Its text was changed after somebody confirmed it: the confirmation no longer counts."""


class ConfirmationStatus(msgspec.Struct, frozen=True):
    """What the last statement on a reading comes to, whose it was, and of which day."""

    state: ConfirmationState
    """What it comes to."""
    by: str
    """Who made it."""
    date: str
    """Its ISO date; empty where the registered reading names nobody's day."""


def status_words(status: ConfirmationStatus | None) -> str:
    """How a reading stands, in words: 尚未确认, 由复核人于2025年3月1日确认 …"""
    if status is None:
        return "尚未确认"
    on = f"于{_day(status.date)}" if status.date else ""
    match status.state:
        case ConfirmationState.CONFIRMED:
            return f"由{status.by}{on}确认"
        case ConfirmationState.DOUBTED:
            return f"{status.by}{on}存疑,尚未确认"
        case ConfirmationState.STALE:
            return f"{status.by}{on}确认之后文字有改动,须重新确认"


def _day(day: str) -> str:
    year, month, of_month = day.split("-")
    return f"{year}年{int(month)}月{int(of_month)}日"


class Reading(msgspec.Struct, frozen=True):
    """Where words admit two readings: the one used, the alternative, and why."""

    name: str
    """Its name, unique in the document."""
    question: str
    """What is in question."""
    used: str
    """How the words are read."""
    alternative: str
    """How else they could be read."""
    basis: str
    """Why they are read as they are."""
    covers: tuple[str, ...] = ()
    """Words of a rule that need not stand in the clause, because the reading gives them."""
    accounts: tuple[str, ...] = ()
    """Normative words of the clause to which the reading gives their meaning."""
    removes: tuple[str, ...] = ()
    """Rules of the document that the alternative does not have."""
    kinds: tuple[str, ...] = ()
    """The kinds of question that it answers, of those that every document is looked through for; none: another."""
    rests_on: tuple[str, ...] = ()
    """The clauses elsewhere whose words it relies on: `document/3.1.p2`; a verdict that rests on it cites them."""
    starts: str = ""
    """The first day of force of its document under the alternative; empty: as it is."""
    ends: str = ""
    """The last day of force of its document under the alternative; empty: as it is."""
    of_duties: bool = False
    """Whether it is only of who bears a duty, who selects, who reports, so that no application turns on it."""
    confirmed_by: str = ""
    """Who confirmed it; empty: nobody has."""
    status: ConfirmationStatus | None = None
    """What the last statement on it comes to; None: there is none."""
    without: tuple[str, ...] = ()
    """Ids of the rules in use that the alternative does without."""
    instead: tuple[str, ...] = ()
    """Ids of the rules that the alternative has instead or besides."""
    determines: tuple[str, ...] = ()
    """The facts, by label, that another organ determines under the alternative."""

    @property
    def runnable(self) -> bool:
        """Whether rules, days of force, or organs say what the alternative would be."""
        return self.turns_rules or bool(self.determines)

    @property
    def turns_rules(self) -> bool:
        """Whether the alternative has other rules, or other days of force."""
        return bool(self.without or self.instead or self.starts or self.ends)

    @property
    def of_force(self) -> bool:
        """Whether it is about the force of its whole document, so that no single rule cites it."""
        return not _OF_FORCE.isdisjoint(self.kinds)

"""The day of the office, which is never before the last entry of the record: a clock that is set back gives nobody a right again.

Days of deputies, of tokens, of passwords and of deadlines are counted by it. What an entry says of its own moment stays what the
machine showed; where that is before an entry recorded earlier, every page tells it, and so does an audit. An entry that was recorded
while the clock was ahead would hold the day there: once somebody says that the clock is right again, which is recorded, only
entries from then on count.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Max

from reasoner.office.record_models import RecordEntry

CORRECTED: Final = "校准时钟"
"""The kind of the entry that says that the clock is right, whatever was recorded before."""
TOLERATED: Final = timedelta(minutes=2)
"""By how much a clock is set back by itself, when it is held against another one."""


def _wall() -> datetime:
    return datetime.now().astimezone()


class SetBack(NamedTuple):
    """A clock that shows less than an entry of the record."""

    machine: str
    """What it shows, ISO."""
    recorded: str
    """When the latest entry says it was recorded, ISO."""


class OfficeClock:
    """The clock of the machine beside the record."""

    def __init__(self, wall: Callable[[], datetime] = _wall) -> None:
        self.wall = wall
        self._latest: datetime | None = None
        self._loaded = False

    def begin(self) -> None:
        """Look at the record anew: at a start, and when the clock was said to be right."""
        counting = RecordEntry.objects.all()
        since = counting.filter(kind=CORRECTED).aggregate(n=Max("n"))["n"]
        self._latest = _moment((counting.filter(n__gte=since) if since else counting).aggregate(at=Max("at"))["at"])
        self._loaded = True

    def recorded(self, at: str) -> None:
        """An entry was recorded."""
        moment, latest = _moment(at), self._latest
        if self._loaded and moment is not None and (latest is None or moment > latest):
            self._latest = moment

    def latest(self) -> datetime | None:
        """When the latest entry was recorded that counts; None: there is none."""
        if not self._loaded:
            self.begin()
        return self._latest

    def day(self) -> date:
        """Today, and never before the day of the latest entry."""
        machine, latest = self.wall(), self.latest()
        return machine.date() if latest is None else max(machine.date(), latest.astimezone(machine.tzinfo).date())

    def set_back(self) -> SetBack | None:
        """By what the clock was set back; None: it was not."""
        machine, latest = self.wall(), self.latest()
        if latest is None or machine >= latest - TOLERATED:
            return None
        return SetBack(
            machine.isoformat(timespec="seconds"), latest.astimezone(machine.tzinfo).isoformat(timespec="seconds")
        )


def _moment(at: str | None) -> datetime | None:
    """A moment as entries write it; None: it is none."""
    try:
        moment = datetime.fromisoformat(at or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


CLOCK: Final = OfficeClock()


def day_now() -> date:
    """Today, as the office counts days."""
    return CLOCK.day()


def today() -> str:
    """The same as an ISO date."""
    return CLOCK.day().isoformat()

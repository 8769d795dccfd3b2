"""Where a record is kept, as its rooms see it: a folder of files, or tables of a database that give the same.

Appending is one job: take the tail so that nobody else can (`appending`), make the lines that follow it, and add them.
When `add` has returned, and in a database when its transaction has ended, they are on the disk; only then may anybody be
told of what they say. A store never changes or removes a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from reasoner.record.log_entry import BEGINNING, Draft, Entry, entry_of, sha256

OPENED: Final = "opened"
"""The kind of the first entry of every record."""
REPAIRED: Final = "repaired"
"""The kind of the entry that tells of a torn last line that was taken away."""
FORM: Final = 1
"""The version of the form of records."""

Clock = Callable[[], datetime]


class Kept(StrEnum):
    """What is kept beside the entries, once, by its digest."""

    RULES = "rules"
    """Compiled rule bases."""
    TEXTS = "texts"
    """The official texts that a rule base rests on."""
    FACTS = "facts"
    """Figures and determinations that many applications share."""


class Tail(NamedTuple):
    """The end of a record."""

    size: int
    """How many entries there are."""
    digest: str
    """The digest of the last one; that of the beginning where there is none."""


NOTHING: Final = Tail(0, BEGINNING)


class Appending(Protocol):
    """A record to which nobody else appends meanwhile."""

    @property
    def tail(self) -> Tail:
        """Its end."""

    @property
    def torn(self) -> bytes:
        """What a run that was killed left of a line behind the end, and is not there any more; empty: nothing."""

    def add(self, lines: Sequence[bytes]) -> None:
        """Add lines, without their newlines, all or none. Raises Faults where they cannot be written."""


class Record(Protocol):
    """A record that is read."""

    def lines(self) -> Iterator[bytes]:
        """Its lines from the first, without their newlines; a torn one behind them is none."""

    @property
    def unfinished(self) -> int:
        """Bytes behind the last line, which is torn; 0: none."""

    def kept(self, kind: Kept, digest: str) -> bytes | None:
        """What is kept under a digest, unchecked; None: nothing, or nothing that can be unpacked."""

    def beside(self, end: Tail) -> tuple[str, ...]:
        """What else the store says of its lines and is not so, in Chinese sentences. end: what going through them came to."""


class Store(Record, Protocol):
    """A place for a record."""

    def appending(self) -> AbstractContextManager[Appending]:
        """The record, for one writer. Raises Faults where it cannot be had."""

    def keep(self, kind: Kept, content: bytes) -> str:
        """Keep something once; its SHA-256. It is on the disk when this returns, or with the transaction in which it is done."""


def now() -> datetime:
    """The time of this machine, with its offset."""
    return datetime.now().astimezone()


def append(store: Store, drafts: Sequence[Draft], identity: Callable[[], str], clock: Clock = now) -> tuple[Entry, ...]:
    """Append what is to be recorded, in its order; the entries, which are on the disk.

    identity: what the first entry of a new record is to call it, 32 hexadecimal digits. Raises Faults as the store does.
    """
    with store.appending() as place:
        size, previous = place.tail
        pending: list[Draft] = []
        if size == 0:
            pending.append(Draft(OPENED, "", {"form": FORM, "record": identity()}))
        if place.torn:
            pending.append(_repair(place.torn))
        pending += drafts
        entries: list[Entry] = []
        lines: list[bytes] = []
        for draft in pending:
            size += 1
            entry, line = entry_of(size, clock().isoformat(timespec="microseconds"), draft, previous)
            previous = entry.digest
            entries.append(entry)
            lines.append(line)
        place.add(lines)
    return tuple(entries[len(entries) - len(drafts) :])


def _repair(torn: bytes) -> Draft:
    """The entry that says that a torn line was taken away: nobody had been told of what it was to say."""
    return Draft(REPAIRED, "", {"bytes": len(torn), "sha256": sha256(torn)})

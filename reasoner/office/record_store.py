"""The record in the database of the office: an entry is there when the transaction has ended in which it was added, with all else
that was done in it; a transaction that is rolled back leaves none.

The row of the head is locked first (SELECT … FOR UPDATE; SQLite locks the whole database when the transaction begins), so that
entries follow each other in one order. Whoever writes the head holds it to the end of the transaction: it is written last.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import msgspec
from django.db import transaction

from reasoner.office.record_models import MOST_ABOUT, RecordEntry, RecordHead, RecordKept
from reasoner.record.log_entry import sha256
from reasoner.record.store import Kept, Tail
from reasoner.record.table_record import differing_head

HEAD: Final = 1
"""The key of the one row of the head, which the migration makes."""
_AT_ONCE: Final = 500
"""Rows that are written or read together."""
_LEVEL: Final = 6


class _Numbered(msgspec.Struct, frozen=True):
    id: str = ""


class _Named(msgspec.Struct, frozen=True):
    application: str | _Numbered | None = None


class _Columns(msgspec.Struct, frozen=True):
    """What of a line stands in columns beside it."""

    n: int
    at: str
    kind: str
    by: str
    digest: str
    payload: msgspec.Raw

    @property
    def about(self) -> str:
        """The number of the application that the entry speaks of; empty: of none."""
        try:
            named = msgspec.json.decode(self.payload, type=_Named).application
        except msgspec.ValidationError:
            return ""
        return named.id if isinstance(named, _Numbered) else named or ""


_DECODER: Final = msgspec.json.Decoder(_Columns)


class TableStore:
    """The record in tables."""

    unfinished: Final = 0
    """A transaction leaves no torn line."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[Kept, str], bytes] = {}
        """What is kept, compressed, until a transaction has ended in which it was kept; the last rule base and its texts stay."""
        self._settled: set[tuple[Kept, str]] = set()
        """What of it is in the database."""

    @contextmanager
    def appending(self) -> Iterator[_Rows]:
        """The record, for one writer."""
        with transaction.atomic():
            for kind, digest in list(self._waiting):
                self._settle(kind, digest)
            yield _Rows(RecordHead.objects.select_for_update().get(pk=HEAD))

    def lines(self) -> Iterator[bytes]:
        """Its lines from the first."""
        listed = RecordEntry.objects.order_by("n").values_list("line", flat=True)
        return (unpacked_line(line) for line in listed.iterator(_AT_ONCE))

    def beside(self, end: Tail) -> tuple[str, ...]:
        """What the row of the head says otherwise than the lines."""
        head = RecordHead.objects.get(pk=HEAD)
        own = Tail(head.size, head.digest)
        return () if own == end else (differing_head(own, end),)

    def keep(self, kind: Kept, content: bytes) -> str:
        """Keep something once; its SHA-256. It is there with the next entry."""
        digest = sha256(content)
        if kind is not Kept.FACTS:
            for key in [k for k in self._settled if k[0] is kind and k[1] != digest]:
                self._forget(key)
        self._waiting[kind, digest] = zlib.compress(content, _LEVEL)
        return digest

    def _forget(self, key: tuple[Kept, str]) -> None:
        self._waiting.pop(key, None)
        self._settled.discard(key)

    def _ended(self, key: tuple[Kept, str]) -> None:
        """The transaction has ended in which something was kept."""
        if key[0] is Kept.FACTS:
            self._forget(key)
        else:
            self._settled.add(key)

    def _settle(self, kind: Kept, digest: str) -> None:
        content = self._waiting.get((kind, digest))
        if content is None:
            return
        if not RecordKept.objects.filter(kind=kind, digest=digest).exists():
            RecordKept.objects.bulk_create(
                [RecordKept(kind=kind, digest=digest, content=content)], ignore_conflicts=True
            )
        transaction.on_commit(lambda: self._ended((kind, digest)))

    def kept(self, kind: Kept, digest: str) -> bytes | None:
        """What is kept under a digest; None: nothing, or nothing that can be unpacked."""
        content = RecordKept.objects.filter(kind=kind, digest=digest).values_list("content", flat=True).first()
        try:
            return None if content is None else zlib.decompress(content)
        except zlib.error:
            return None


class _Rows:
    """The record while its head is locked."""

    torn: Final = b""

    def __init__(self, head: RecordHead) -> None:
        self._head = head

    @property
    def tail(self) -> Tail:
        """Its end."""
        return Tail(self._head.size, self._head.digest)

    def add(self, lines: Sequence[bytes]) -> None:
        """Add lines, all or none: they are on the disk when the transaction has ended."""
        for start in range(0, len(lines), _AT_ONCE):
            RecordEntry.objects.bulk_create([_row(line) for line in lines[start : start + _AT_ONCE]])
        last = _DECODER.decode(lines[-1])
        self._head.size, self._head.digest = last.n, last.digest
        self._head.save()


def unpacked_line(content: bytes) -> bytes:
    """A line as it is kept, unpacked; where somebody has changed it so that it cannot be, what is no entry."""
    try:
        return zlib.decompress(content)
    except zlib.error:
        return b""


def _row(line: bytes) -> RecordEntry:
    of = _DECODER.decode(line)
    return RecordEntry(
        n=of.n,
        at=of.at,
        kind=of.kind,
        by=of.by,
        about=of.about[:MOST_ABOUT],
        digest=of.digest,
        line=zlib.compress(line, _LEVEL),
    )

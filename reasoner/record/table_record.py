"""The record of an office in the tables of its database, read without changing anything: to be audited where the office runs,
or a copy of its data folder elsewhere.

Beside the lines stand columns to search by, a head, and the verdicts as pages show them; where they say otherwise than the lines,
somebody has written on the database. Lines, columns and head are read as they stood at one moment, so that what a window that is
open adds meanwhile is no fault.
"""

from __future__ import annotations

import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Final, Protocol

from reasoner.record.log_entry import BadLine, Entry, read_line
from reasoner.record.recording import VERDICT
from reasoner.record.store import Kept, Tail
from reasoner.record.working_tables import Row, WorkingTables

_LINES: Final = 'SELECT n, at, kind, "by", digest, line FROM office_recordentry ORDER BY n'
_HEAD: Final = "SELECT size, digest FROM office_recordhead ORDER BY id"
_JUDGED: Final = "SELECT entry, verdict FROM office_judgement WHERE entry IS NOT NULL ORDER BY entry"
_UNRECORDED: Final = (
    "SELECT count(*) FROM office_judgement WHERE entry IS NULL"
    " AND id > (SELECT min(id) FROM office_judgement WHERE entry IS NOT NULL)"
)
_MOST_KEPT: Final = 2**28
"""Bytes of what is kept, unpacked."""
_MOST_UNLIKE: Final = 100
"""So many lines beside which columns say something else are told of."""
_BROKEN: Final = b"?"
"""In the place of a line that cannot be unpacked: no entry."""


class Tables(Protocol):
    """The tables of a database as they stand at one moment."""

    def rows(self, statement: str) -> Iterator[Row]:
        """What a statement answers, row by row; several may be read in turn."""

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a table; none where there is no such table."""

    def kept(self, kind: str, digest: str) -> Row | None:
        """The row of what is kept under a digest; None: there is none."""


class TableRecord(ABC):
    """The record in the tables of an office."""

    unfinished: Final = 0
    """A transaction leaves no torn line."""

    def __init__(self) -> None:
        self._unlike: list[str] = []
        self._judged: Row | None = None
        self._heads: list[Row] = []

    @abstractmethod
    def opened(self) -> AbstractContextManager[Tables]:
        """Its tables, to be read. Raises Faults where they cannot be."""

    @staticmethod
    def as_column(text: str) -> str:
        """A text of a line as the database keeps it in a column."""
        return text

    def lines(self) -> Iterator[bytes]:
        """The lines from the first. Raises Faults where there is no record, or it cannot be read."""
        self._unlike = []
        working = WorkingTables(self.as_column)
        with self.opened() as tables:
            self._heads = list(tables.rows(_HEAD))
            ((unrecorded,),) = tables.rows(_UNRECORDED)
            judged = tables.rows(_JUDGED)
            self._judged = next(judged, None)
            for n, at, kind, by, digest, line in tables.rows(_LINES):
                text = _unpacked(line)
                self._look(text, (n, at, kind, by, digest), judged, working)
                yield text
            if self._judged is not None:
                self._tell(f"有研判写明记在第{self._judged[0]}条,记录没有这一条")
            if unrecorded:
                self._tell(f"窗口里有{unrecorded}份研判没有记录:不是由窗口写入的")
            for fault in working.faults(tables):
                self._tell(fault)

    def _tell(self, fault: str) -> None:
        if len(self._unlike) < _MOST_UNLIKE:
            self._unlike.append(fault)

    def _look(self, text: bytes, columns: Row, judged: Iterator[Row], working: WorkingTables) -> None:
        """Whether what stands beside a line says what it says; a line that is no entry is told of by whoever reads it."""
        try:
            entry = read_line(text)
        except BadLine:
            return
        working.take(entry)
        texts = (self.as_column(t) for t in (entry.at, entry.kind, entry.by, entry.digest))
        if columns != (entry.n, *texts):
            self._tell(f"第{entry.n}条旁边供查找的栏目与这一条不同:数据库里的栏目被改动过")
        while self._judged is not None and isinstance(self._judged[0], int) and self._judged[0] <= entry.n:
            number, verdict = self._judged
            if number != entry.n or not _same_verdict(verdict, entry):
                self._tell(f"窗口里的研判与所记的第{number}条不同:窗口里的研判被改动过")
            self._judged = next(judged, None)

    def beside(self, end: Tail) -> tuple[str, ...]:
        """What the columns and the head said otherwise than the lines when these were gone through."""
        if self._heads == [end]:
            return tuple(self._unlike)
        if len(self._heads) == 1:
            size, digest = self._heads[0]
            if isinstance(size, int) and isinstance(digest, str):
                return (*self._unlike, differing_head(Tail(size, digest), end))
        return (*self._unlike, "写明末尾的一行没有了、有几行或者不是一条的序号和校验码:数据库被改动过")

    def kept(self, kind: Kept, digest: str) -> bytes | None:
        """What is kept under a digest; None: nothing, or it is damaged or too large."""
        with self.opened() as tables:
            row = tables.kept(kind.value, digest)
        content = None if row is None else _unpacked(row[0], _MOST_KEPT)
        return None if content == _BROKEN else content


def _same_verdict(kept: object, entry: Entry) -> bool:
    """Whether a verdict as pages show it is the recorded one; where numbers of persons were left out of that, they differ rightly."""
    if entry.kind != VERDICT or entry.payload.get("answer"):
        return entry.kind == VERDICT
    try:
        return bool(json.loads(_unpacked(kept)) == entry.payload.get("verdict"))
    except (ValueError, RecursionError):
        return False


def differing_head(head: Tail, end: Tail) -> str:
    """What is wrong where the head of the tables and the end of their lines differ."""
    if head.size > end.size:
        return f"数据库写明有{head.size}条,现在只有{end.size}条:末尾的记录被截去"
    if head.size < end.size:
        return f"数据库写明有{head.size}条,现在有{end.size}条:末尾接上了别处来的记录"
    return f"数据库写明的末条与第{end.size}条不同:记录被重写过"


def _unpacked(content: object, most: int = 2**26) -> bytes:
    """Bytes unpacked, at most so many; where they cannot be, what is no entry."""
    if not isinstance(content, bytes):
        return _BROKEN
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(content, most)
    except zlib.error:
        return _BROKEN
    return text if unpacker.eof and not unpacker.unused_data else _BROKEN

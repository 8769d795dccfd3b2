"""The record of an office whose database is a SQLite file, read without changing anything: to be audited where the office runs,
or a copy of its data folder elsewhere.

Beside the lines stand columns to search by, a head, and the verdicts as pages show them; where they say otherwise than the lines,
somebody has written on the file.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.record.log_entry import BadLine, Entry, read_line
from reasoner.record.recording import VERDICT
from reasoner.record.store import Kept, Tail

DATABASE: Final = "tiaoli.sqlite3"
"""The name of the file in the data folder of an office."""
_LINES: Final = 'SELECT n, at, kind, "by", digest, line FROM office_recordentry ORDER BY n'
_HEAD: Final = "SELECT size, digest FROM office_recordhead ORDER BY id"
_JUDGED: Final = "SELECT entry, verdict FROM office_judgement WHERE entry IS NOT NULL ORDER BY entry"
_UNRECORDED: Final = (
    "SELECT count(*) FROM office_judgement WHERE entry IS NULL"
    " AND id > (SELECT min(id) FROM office_judgement WHERE entry IS NOT NULL)"
)
_KEPT: Final = "SELECT content FROM office_recordkept WHERE kind = ? AND digest = ?"
_MOST_KEPT: Final = 2**28
"""Bytes of what is kept, unpacked."""
_MOST_UNLIKE: Final = 100
"""So many lines beside which columns say something else are told of."""
_BROKEN: Final = b"?"
"""In the place of a line that cannot be unpacked: no entry."""


class TableFile:
    """The record in the database file of an office."""

    unfinished: Final = 0
    """A transaction leaves no torn line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unlike: list[str] = []
        self._judged: tuple[int, object] | None = None

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=20)

    def lines(self) -> Iterator[bytes]:
        """The lines from the first. Raises Faults (U204) where the file is no database with a record."""
        self._unlike = []
        try:
            with closing(self._opened()) as database:
                judged = database.execute(_JUDGED)
                self._judged = next(judged, None)
                for n, at, kind, by, digest, line in database.execute(_LINES):
                    text = _unpacked(line)
                    self._look(text, (n, at, kind, by, digest), judged)
                    yield text
                if self._judged is not None:
                    self._tell(f"有研判写明记在第{self._judged[0]}条,记录没有这一条")
        except sqlite3.Error as error:
            raise self._unreadable(error) from None

    def _tell(self, fault: str) -> None:
        if len(self._unlike) < _MOST_UNLIKE:
            self._unlike.append(fault)

    def _look(self, text: bytes, columns: tuple[object, ...], judged: sqlite3.Cursor) -> None:
        """Whether what stands beside a line says what it says; a line that is no entry is told of by whoever reads it."""
        try:
            entry = read_line(text)
        except BadLine:
            return
        if columns != (entry.n, entry.at, entry.kind, entry.by, entry.digest):
            self._tell(f"第{entry.n}条旁边供查找的栏目与这一条不同:数据库里的栏目被改动过")
        while self._judged is not None and self._judged[0] <= entry.n:
            number, verdict = self._judged
            if number != entry.n or not _same_verdict(verdict, entry):
                self._tell(f"窗口里的研判与所记的第{number}条不同:窗口里的研判被改动过")
            self._judged = next(judged, None)

    def beside(self, end: Tail) -> tuple[str, ...]:
        """What the columns and the head say otherwise than the lines."""
        try:
            with closing(self._opened()) as database:
                heads = [Tail(*row) for row in database.execute(_HEAD)]
                (unrecorded,) = database.execute(_UNRECORDED).fetchone()
        except sqlite3.Error as error:
            raise self._unreadable(error) from None
        if unrecorded:
            self._tell(f"窗口里有{unrecorded}份研判没有记录:不是由窗口写入的")
        if heads == [end]:
            return tuple(self._unlike)
        if len(heads) != 1:
            return (*self._unlike, "写明末尾的一行没有了,或者有几行:数据库被改动过")
        return (*self._unlike, differing_head(heads[0], end))

    def kept(self, kind: Kept, digest: str) -> bytes | None:
        """What is kept under a digest; None: nothing, or it is damaged or too large."""
        try:
            with closing(self._opened()) as database:
                row = database.execute(_KEPT, (kind.value, digest)).fetchone()
        except sqlite3.Error as error:
            raise self._unreadable(error) from None
        content = None if row is None else _unpacked(row[0], _MOST_KEPT)
        return None if content == _BROKEN else content

    def _unreadable(self, error: sqlite3.Error) -> Faults:
        missing = "no such table" in str(error)
        message = "这里没有记录:还没有用过有记录的版本" if missing else "数据库不能读取,或者已经损坏"
        hint = "用这一版打开一次窗口再核对" if missing else "写 tiaoli serve --data 所用的目录,要有读取的权限"
        return Faults([Diagnostic("U204", str(self.path), message, hint=hint)])


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

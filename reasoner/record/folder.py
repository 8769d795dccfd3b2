"""A record in a folder: the log, a line for each entry, and beside it what is kept once by its digest.

    record.jsonl            the entries
    record.lock             who holds its lock, appends
    rules/ texts/ facts/    <SHA-256>.json.gz, each the digest of what is in it unpacked

A line is written whole with its newline and brought to the disk before anybody is told. A run that is killed in between
leaves at most a piece without a newline: nobody was told of it, and the next writer takes it away and says so in the
record. A last line that ends with a newline and is no entry is another matter: somebody changed it, and nothing is
appended to it.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import make_folder, settle, sync_folder, write_file
from policy_dsl.os_errors import refusal
from reasoner.record.log_entry import LONGEST, BadLine, read_line, sha256
from reasoner.record.store import NOTHING, Kept, Tail

LOG: Final = "record.jsonl"
LOCK: Final = "record.lock"
_WAIT: Final = 0.02
"""Seconds between two tries to get the lock."""
_PATIENCE: Final = 20.0
"""Seconds after which another writer is taken to be stuck."""
_PIECE: Final = 2**16
"""Bytes that are read at a time from the end."""
_MOST_KEPT: Final = 2**28
"""Bytes of what is kept, unpacked."""
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_BINARY: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class FolderStore:
    """A record in a folder; it is made when something is first appended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / LOG
        self._settled: set[tuple[Kept, str]] = set()

    @property
    def exists(self) -> bool:
        """Whether anything was ever recorded here."""
        return self.log.exists()

    @contextlib.contextmanager
    def appending(self) -> Iterator[_Appending]:
        """The record, for one writer. Raises Faults: U201 it cannot be written, U202 another writes, U203 its end is no entry."""
        try:
            make_folder(self.folder)
            lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
        except (OSError, ValueError) as error:
            raise self.unwritable(error) from None
        try:
            self._take(lock)
            try:
                new = not self.exists
                log = os.open(self.log, os.O_RDWR | (os.O_CREAT if new else 0) | os.O_APPEND | _BINARY, 0o666)
            except OSError as error:
                raise self.unwritable(error) from None
            try:
                if new:
                    os.fsync(log)
                    sync_folder(os.fspath(self.folder))
                yield _Appending(self, log)
            finally:
                os.close(log)
        finally:
            os.close(lock)

    def _take(self, lock: int) -> None:
        """Wait for the lock. Raises Faults (U202)."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                if sys.platform == "win32":
                    import msvcrt

                    msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
                else:
                    import fcntl

                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if time.monotonic() > end:
                    message = f"等了{_PATIENCE:.0f}秒,这份记录仍有别的程序在写"
                    hint = "等那个程序写完再试;网络盘不能加锁的,把记录放在本机或者服务器的磁盘上"
                    raise Faults([Diagnostic("U202", str(self.folder), message, hint=hint)]) from error
                time.sleep(_WAIT)
            else:
                return

    def unwritable(self, error: OSError | ValueError) -> Faults:
        """Why nothing could be recorded (U201)."""
        message = f"记录写不进去:{refusal(error)}"
        return Faults(
            [Diagnostic("U201", str(self.folder), message, hint="没有记录下来的,没有作出答复;换一个目录再试")]
        )

    # --- reading ----------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[bytes]:
        """The lines from the first. Raises Faults (U204) where there is no record, or a line is too long to be one."""
        try:
            with self.log.open("rb") as file:
                while line := file.readline(LONGEST + 1):
                    if len(line) > LONGEST:
                        raise Faults([Diagnostic("U204", str(self.log), f"有一行超过{LONGEST // 2**20} MB,不是记录")])
                    if line.endswith(b"\n"):
                        yield line[:-1]
        except OSError as error:
            message = "这里没有记录" if isinstance(error, FileNotFoundError) else f"记录不能读取:{refusal(error)}"
            hint = "写 --record 所用的目录,或者 serve --data 所用的目录"
            raise Faults([Diagnostic("U204", str(self.folder), message, hint=hint)]) from None

    @property
    def unfinished(self) -> int:
        """Bytes behind the last line."""
        with contextlib.suppress(OSError), self.log.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            return size - _end_of_lines(file.fileno(), size)
        return 0

    def beside(self, end: Tail) -> tuple[str, ...]:
        """Nothing: a folder says no more of its lines than they say."""
        return ()

    # --- what is kept -----------------------------------------------------------------------------------------

    def keep(self, kind: Kept, content: bytes) -> str:
        """Keep something once; its SHA-256. Raises Faults: U201, and U203 where what is there is not what its name says."""
        digest = sha256(content)
        if (kind, digest) in self._settled:
            return digest
        path = self._place(kind, digest)
        try:
            if path.exists():
                if self.kept(kind, digest) != content:
                    message = "所据的规则库、原文或者共用事实被改动过,不能接着写"
                    hint = "保留原样,查明是谁改动的;另用一个目录接着记录"
                    raise Faults([Diagnostic("U203", str(path), message, hint=hint)])
                settle([path])
            else:
                make_folder(path.parent)
                write_file(path, gzip.compress(content, 6, mtime=0))
        except (OSError, ValueError) as error:
            raise self.unwritable(error) from None
        self._settled.add((kind, digest))
        return digest

    def kept(self, kind: Kept, digest: str) -> bytes | None:
        """What is kept under a digest; None: nothing, or it is damaged or too large."""
        if not _DIGEST.fullmatch(digest):  # it comes from a line, which anybody may have written
            return None
        try:
            with gzip.open(self._place(kind, digest)) as file:
                content = file.read(_MOST_KEPT + 1)
        except (OSError, EOFError, ValueError):
            return None
        return content if len(content) <= _MOST_KEPT else None

    def _place(self, kind: Kept, digest: str) -> Path:
        return self.folder / kind / f"{digest}.json.gz"


class _Appending:
    """The log of a folder while its lock is taken."""

    def __init__(self, store: FolderStore, log: int) -> None:
        self._store, self._log = store, log
        self._unwritable = store.unwritable
        size = os.fstat(log).st_size
        self._end = _end_of_lines(log, size)
        self.torn: Final = _read(log, size - self._end, self._end) if size > self._end else b""
        self.tail: Final = self._tail()

    def _tail(self) -> Tail:
        """The end of the log. Raises Faults (U203) where its last line is no entry."""
        if self._end == 0:
            return NOTHING
        start = _end_of_lines(self._log, self._end - 1)
        try:
            last = read_line(_read(self._log, self._end - 1 - start, start))
        except BadLine as why:
            message = f"最后一行{why},不能接着写"
            hint = "用 tiaoli audit 核对;保留原样,查明是谁改动的,另用一个目录接着记录"
            raise Faults([Diagnostic("U203", str(self._store.log), message, hint=hint)]) from None
        return Tail(last.n, last.digest)

    def add(self, lines: Sequence[bytes]) -> None:
        """Add lines, all or none: they are on the disk when this returns. Raises Faults (U201)."""
        content = memoryview(b"".join(line + b"\n" for line in lines))
        try:
            if self.torn:
                os.ftruncate(self._log, self._end)
            written = 0
            while written < len(content):
                written += os.write(self._log, content[written:])
            os.fsync(self._log)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._log, self._end)
                os.fsync(self._log)
            raise self._unwritable(error) from None
        self._end += len(content)


def _read(descriptor: int, length: int, offset: int) -> bytes:
    """So many bytes from an offset; fewer at the end of the file."""
    os.lseek(descriptor, offset, os.SEEK_SET)
    pieces: list[bytes] = []
    while length > 0 and (piece := os.read(descriptor, length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _end_of_lines(descriptor: int, size: int) -> int:
    """The offset behind the last newline among the first `size` bytes; 0 where there is none."""
    end = size
    while end > 0:
        start = max(0, end - _PIECE)
        at = _read(descriptor, end - start, start).rfind(b"\n")
        if at >= 0:
            return start + at + 1
        end = start
    return 0

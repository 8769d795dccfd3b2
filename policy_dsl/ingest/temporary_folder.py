"""A folder for temporary files beside a target, gone when the work is done, and what killed runs left of such folders.

In goes the folder of the target. While a run works it holds a lock on a file in its own folder, which the system lets go
of when the run ends, however it ends: a folder whose lock nobody holds is one that a killed run left (`kill -9`, a power
cut), and the next work beside it takes it away. Where a lock says nothing (the folder was made on another machine, the
file system has no locks) nothing is taken away before an hour has passed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import signal
import stat
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NoReturn

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from types import FrameType

PREFIX: Final = ".tiaoli-"
"""How the names of temporary folders begin; eight small letters and figures follow."""

STALE_AFTER: Final = 3600
"""Age in seconds from which, where no lock says so, a temporary folder is one that a killed run left."""

_TEMPORARY: Final = re.compile(re.escape(PREFIX) + "[a-z0-9_]{8}")
_LOCK: Final = ".lock"
_ATTEMPTS: Final = 100
_SIGNALLED: Final = 128
"""What the exit status of a run that a signal ended is above the number of the signal."""


@contextlib.contextmanager
def temporary_folder(beside: str | os.PathLike[str]) -> Iterator[str]:
    """A new folder in the folder `beside`, which only this user can enter; gone in the end, with the files in it.

    Raises OSError where none can be made, ValueError where `beside` is no name.
    """
    above = os.fspath(beside) or os.curdir
    remove_stale(above)
    with _ended_by_signals():
        folder, lock = _new_folder(above)
        try:
            yield folder
        finally:
            _remove(folder, lock)


def remove_stale(folder: str) -> None:
    """Take away what killed runs left in a folder. What cannot be taken away stays, without a word."""
    with contextlib.suppress(OSError, ValueError), os.scandir(folder or os.curdir) as entries:
        for entry in entries:
            if not _TEMPORARY.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    _remove_if_left(entry.path)
                elif stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode) and _old(entry.path):
                    os.unlink(entry.path)  # of a version that wrote its files there


# --- a folder of one's own ------------------------------------------------------------------------------------


def _new_folder(above: str) -> tuple[str, int]:
    """A folder that was not there, and the descriptor of its lock, which is held."""
    for _ in range(_ATTEMPTS):
        folder = os.path.join(above, f"{PREFIX}{os.urandom(4).hex()}")
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
            try:
                return folder, _held(os.path.join(folder, _machine() + _LOCK))
            except FileNotFoundError:
                continue  # before it was held, another run took it for one that was left
            except BaseException:
                with contextlib.suppress(OSError):
                    _remove_lock(folder)
                raise
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _held(path: str) -> int:
    """The descriptor of a new file, locked. Raises FileNotFoundError where it was taken away meanwhile."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if sys.platform != "win32":  # there a file that is open cannot be taken away
            with contextlib.suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        _check_same(path, descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _remove(folder: str, lock: int) -> None:
    """Take away a folder of one's own. Its lock goes last, so that nobody else takes it away at the same time."""
    with contextlib.suppress(OSError):
        _remove_files(folder)
    os.close(lock)
    with contextlib.suppress(OSError):
        _remove_lock(folder)


# --- folders of others ----------------------------------------------------------------------------------------


def _remove_if_left(folder: str) -> None:
    """Take away a folder that a killed run left. Raises OSError where it cannot be taken away, or somebody holds it."""
    lock = next((name for name in os.listdir(folder) if name.endswith(_LOCK)), None)
    if lock is None:
        if _all_old(folder):
            _remove_files(folder)
        os.rmdir(folder)  # an empty one that somebody is just making is made anew
    elif sys.platform == "win32":
        os.unlink(os.path.join(folder, lock))  # refused while it is open
        _remove_files(folder)
        os.rmdir(folder)
    else:
        path = os.path.join(folder, lock)
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
        try:
            if _left(descriptor, lock, folder):
                _check_same(path, descriptor)
                _remove_files(folder)
                _remove_lock(folder)
        finally:
            os.close(descriptor)


def _left(descriptor: int, name: str, folder: str) -> bool:
    """Whether nobody holds the lock of a folder, which is then ours."""
    if sys.platform != "win32" and name == _machine() + _LOCK:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
        except OSError:
            pass  # no locks in this file system
    return _all_old(folder)


def _check_same(path: str, descriptor: int) -> None:
    """Raise FileNotFoundError where the file of that name is not, or no more, the one that is open."""
    if not os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(descriptor)):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _files(folder: str) -> list[str]:
    return [os.path.join(folder, name) for name in os.listdir(folder)]


def _remove_files(folder: str) -> None:
    """Take away all files of a folder but the lock. Raises OSError, also for a folder in it, which is none of ours."""
    for path in _files(folder):
        if not path.endswith(_LOCK):
            os.unlink(path)


def _remove_lock(folder: str) -> None:
    for path in _files(folder):
        os.unlink(path)
    os.rmdir(folder)


def _machine() -> str:
    """A name for this machine: locks say nothing of runs on another one, where a file system is shared without them."""
    node = "" if sys.platform == "win32" else os.uname().nodename
    return hashlib.sha256(node.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _all_old(folder: str) -> bool:
    return all(_old(path) for path in (folder, *_files(folder)))


def _old(path: str) -> bool:
    status = os.stat(path, follow_symlinks=False)
    # A second link to an old file changes the later of the two times alone.
    return time.time() - max(status.st_mtime, status.st_ctime) > STALE_AFTER


# --- signals --------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Within, a signal that asks for the end (SIGTERM, SIGHUP) ends the run as an exception does, so that it cleans up."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            # Who set a handler of their own, or ignores the signal (nohup), is not disturbed.
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(_SIGNALLED + number)

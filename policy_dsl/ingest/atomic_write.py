"""Atomic writes: whoever reads a file sees what it was or what it is, never a part, even after a crash.

In go paths and bytes. The content is written to a temporary file beside the target, brought to the disk, and renamed
over it; the folder is brought to the disk, too. A killed run leaves its temporary file or folder behind: the next write in
that folder removes what bears such a name and is older than an hour.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from policy_dsl.os_errors import NO_FOLDER, refusal

if TYPE_CHECKING:
    from pathlib import Path

StrPath: TypeAlias = "str | Path"

STALE_AFTER: Final = 3600
"""Age in seconds from which a temporary file is one that a killed run left."""

PREFIX: Final = ".tiaoli-"
"""How the names of temporary files and folders begin; eight small letters and figures follow."""

_TEMPORARY: Final = re.compile(re.escape(PREFIX) + "[a-z0-9_]{8}")
_ATTEMPTS: Final = 100
_FEW: Final = 8
"""So many files are brought to the disk one by one."""
_THREADS: Final = 8
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_ALL_RIGHTS: Final = 0o666


class NotWritten(Exception):
    """A file of a set could not be written, so none was."""

    def __init__(self, path: Path, error: OSError | ValueError) -> None:
        super().__init__(str(path))
        self.path: Final = path
        """The file that could not be written."""
        self.error: Final = error
        """What the system says."""


def write_file(path: StrPath, content: bytes) -> None:
    """Write a file, or replace it; its permissions stay. A link is followed: the file that it names is replaced.

    Raises OSError, of which strerror says why in Chinese, and then leaves everything as it was.
    """
    try:
        _replace(real_path(path), content, lambda: True)
    except FileNotFoundError as error:
        raise OSError(error.errno, NO_FOLDER) from None
    except (OSError, ValueError) as error:
        # OSError makes of the number the class of the error again.
        raise OSError(getattr(error, "errno", None) or 0, refusal(error)) from None


def write_if(path: StrPath, content: bytes, unchanged: Callable[[], bool]) -> bool:
    """Write a file, or replace it (or the link in its place), if `unchanged` holds when the content is on the disk.

    Returns whether it was written. Raises OSError and ValueError as the system does.
    """
    return _replace(os.fspath(path), content, unchanged)


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file or none: all beside their places first, then renamed. A link is replaced, not followed.

    Raises NotWritten; files that were renamed already are then put back as they were.
    """
    pending: list[tuple[str, Path]] = []
    together = os.name == "posix" and len(files) > _FEW
    try:
        for folder in {os.path.dirname(path) for path in files}:
            remove_stale(folder)
        for path, content in files.items():
            try:
                pending.append((_temporary_file(os.fspath(path), content, synced=not together), path))
            except (OSError, ValueError) as error:
                raise NotWritten(path, error) from None
        if together:
            _sync_all(pending)
        _rename_all(pending)
    finally:
        for temporary, _ in pending:
            _remove(temporary)
    for folder in {os.path.dirname(path) for path in files}:
        _sync_folder(folder)


def unwritable(path: Path) -> str:
    """Why a file cannot be put there, as far as can be known without trying; empty: nothing speaks against it."""
    try:
        folder = os.path.dirname(real_path(path))
        if path.is_dir():
            return "它是目录,不是文件"
        if not os.path.isdir(folder):
            return NO_FOLDER
    except (OSError, ValueError) as error:
        return refusal(error)
    return "" if os.access(folder, os.W_OK | os.X_OK) else "所在的目录没有写入权限"


def remove_stale(folder: str) -> None:
    """Remove the temporary files and folders that killed runs left in a folder. What cannot be removed stays, without a word."""
    with contextlib.suppress(OSError, ValueError), os.scandir(folder or os.curdir) as entries:
        for entry in entries:
            if not _TEMPORARY.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISREG(mode) and _stale(entry):
                    os.unlink(entry.path)
                elif stat.S_ISDIR(mode):
                    _remove_stale_folder(entry.path)


def _remove_stale_folder(folder: str) -> None:
    """Remove a temporary folder with its files if nobody wrote in it for long. Raises OSError, also for one with folders."""
    with os.scandir(folder) as entries:
        files = list(entries)
    if all(_stale(entry) for entry in files) and _old(os.stat(folder)):
        for entry in files:
            os.unlink(entry.path)
        os.rmdir(folder)


def _stale(entry: os.DirEntry[str]) -> bool:
    return _old(entry.stat(follow_symlinks=False))


def _old(status: os.stat_result) -> bool:
    # A second link to an old file (see _rename_all) changes the later of the two times alone.
    return time.time() - max(status.st_mtime, status.st_ctime) > STALE_AFTER


def real_path(path: StrPath) -> str:
    """The path with every link followed. Raises OSError where a link leads back to itself."""
    target = os.path.realpath(path)
    if os.path.islink(target):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _replace(target: str, content: bytes, unchanged: Callable[[], bool]) -> bool:
    folder = os.path.dirname(target)
    remove_stale(folder)
    temporary = _temporary_file(target, content)
    try:
        if not unchanged():
            return False
        os.replace(temporary, target)
    finally:
        _remove(temporary)
    _sync_folder(folder)
    return True


def _temporary_file(target: str, content: bytes, *, synced: bool = True) -> str:
    """A new file beside the target with this content, on the disk unless that is left for later, and with the rights that the target has or would have."""
    rights = _rights(target)
    temporary, descriptor = _new_file(os.path.dirname(target), _ALL_RIGHTS if rights is None else 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            if synced:
                os.fsync(file.fileno())
        if rights is not None:
            os.chmod(temporary, rights)
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _sync_all(pending: Sequence[tuple[str, Path]]) -> None:
    """Bring many files to the disk, several at a time: each call waits for the disk alone. Raises NotWritten."""
    from concurrent.futures import ThreadPoolExecutor

    def sync(file: tuple[str, Path]) -> None:
        temporary, path = file
        try:
            descriptor = os.open(temporary, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise NotWritten(path, error) from None

    with ThreadPoolExecutor(_THREADS) as threads:
        for _ in threads.map(sync, pending):
            pass


def _new_file(folder: str, rights: int) -> tuple[str, int]:
    """A file that was not there, and its descriptor; the user's umask takes from the rights."""
    for _ in range(_ATTEMPTS):
        with contextlib.suppress(FileExistsError):
            name = _free_name(folder)
            return name, os.open(name, _CREATE, rights)
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _free_name(folder: str) -> str:
    return os.path.join(folder, f"{PREFIX}{os.urandom(4).hex()}")


def _rights(target: str) -> int | None:
    """The rights of the file in that place; None where there is none, or none can be reached."""
    try:
        return os.stat(target).st_mode & 0o777
    except OSError:
        return None


def _rename_all(pending: list[tuple[str, Path]]) -> None:
    """Rename each temporary file to its place. Raises NotWritten, with what was there before put back."""
    renamed: list[tuple[Path, str | None]] = []
    backups: list[str] = []
    try:
        for temporary, path in pending:
            backup = _backup(path) if len(pending) > 1 else None
            backups += [backup] if backup else []
            try:
                os.replace(temporary, path)
            except (OSError, ValueError) as error:
                raise NotWritten(path, error) from None
            renamed.append((path, backup))
    except BaseException:
        for path, backup in renamed:
            with contextlib.suppress(OSError):
                if backup:
                    os.replace(backup, path)
                elif backup == "":
                    os.unlink(path)
        raise
    finally:
        for backup in backups:
            _remove(backup)


def _backup(path: Path) -> str | None:
    """A second link to the file that will be replaced; empty: there is none; None: the file system makes no links."""
    if not os.path.lexists(path):
        return ""
    backup = _free_name(os.path.dirname(path))
    try:
        os.link(path, backup, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return None
    return backup


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _sync_folder(folder: str) -> None:
    """Bring the names of a folder to the disk; systems that cannot (Windows, some network drives) do it in their own time."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder or os.curdir, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

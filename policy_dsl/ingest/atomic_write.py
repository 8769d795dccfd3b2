"""Atomic writes: whoever reads a file sees what it was or what it is, never a part, even after a crash.

In go paths and bytes. The content is written to a temporary folder beside the target, brought to the disk, and renamed over
it; the folder of the target is brought to the disk, too, before anybody says that the file is written. Links are followed.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final, TypeAlias

from policy_dsl.ingest.temporary_folder import PREFIX, remove_stale, temporary_folder
from policy_dsl.os_errors import NO_FOLDER, refusal

if TYPE_CHECKING:
    from pathlib import Path

StrPath: TypeAlias = "str | Path"

_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_ALL_RIGHTS: Final = 0o666
_FEW: Final = 8
"""So many files are brought to the disk one by one."""
_THREADS: Final = 8


class NotWritten(Exception):
    """A file of a set could not be written, so none was."""

    def __init__(self, path: Path, error: OSError | ValueError) -> None:
        super().__init__(str(path))
        self.path: Final = path
        """The file that could not be written."""
        self.error: Final = error
        """What the system says."""


def write_file(path: StrPath, content: bytes) -> None:
    """Write a file, or replace it; its permissions stay.

    Raises OSError, of which strerror says why in Chinese, and then leaves everything as it was.
    """
    try:
        write_if(path, content, lambda: True)
    except FileNotFoundError as error:
        raise OSError(error.errno, NO_FOLDER) from None
    except (OSError, ValueError) as error:
        # OSError makes of the number the class of the error again.
        raise OSError(getattr(error, "errno", None) or 0, refusal(error)) from None


def write_if(path: StrPath, content: bytes, unchanged: Callable[[], bool]) -> bool:
    """Write a file, or replace it, if `unchanged` holds when the content is on the disk.

    Returns whether it was written. Raises OSError and ValueError as the system does.
    """
    target = real_path(path)
    folder = os.path.dirname(target)
    with temporary_folder(folder) as beside:
        temporary = _on_disk(os.path.join(beside, "0"), content, _rights(target))
        if not unchanged():
            return False
        os.replace(temporary, target)
    sync_folder(folder)
    return True


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file or none: all beside their places first, then renamed.

    Raises NotWritten; files that were renamed already are then put back as they were.
    """
    pending: list[_Pending] = []
    together = os.name == "posix" and len(files) > _FEW
    beside: dict[str, str] = {}
    with ExitStack() as folders:
        for number, (path, content) in enumerate(files.items()):
            try:
                target = real_path(path)
                folder = os.path.dirname(target)
                if folder not in beside:
                    beside[folder] = folders.enter_context(temporary_folder(folder))
                name = os.path.join(beside[folder], str(number))
                pending.append((_on_disk(name, content, _rights(target), synced=not together), target, path))
            except (OSError, ValueError) as error:
                raise NotWritten(path, error) from None
        if together:
            _sync_all(pending)
        _rename_all(pending)
    for folder in beside:
        sync_folder(folder)


def settle(paths: Iterable[Path]) -> None:
    """Bring files that are there already to the disk, for a run before may have been killed before it had done that.

    What such a run left beside them is taken away. Raises NotWritten where one of them cannot be opened.
    """
    folders: dict[str, None] = {}
    for path in paths:
        try:
            target = real_path(path)
            descriptor = os.open(target, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise NotWritten(path, error) from None
        folders[os.path.dirname(target)] = None
        try:
            with contextlib.suppress(OSError):  # Windows brings to the disk only what it may write
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    for folder in folders:
        remove_stale(folder)
        sync_folder(folder)


def new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with these files in it, whole: under another name first, then renamed. An empty one may be there.

    Raises NotWritten, and OSError and ValueError as the system does; nothing is left then.
    """
    above = folder.parent
    remove_stale(os.fspath(above) or os.curdir)
    beside = above / f"{PREFIX}{os.urandom(4).hex()}"
    os.mkdir(beside)
    try:
        write_files({beside / name: content for name, content in files.items()})
        with contextlib.suppress(OSError):
            os.rmdir(folder)  # an empty one: not every system renames over it
        os.replace(beside, folder)
    except BaseException:
        with contextlib.suppress(OSError):
            for name in os.listdir(beside):
                os.unlink(beside / name)
            os.rmdir(beside)
        raise
    sync_folder(os.fspath(above))


def make_folder(path: StrPath) -> None:
    """Make a folder, and those above it that are missing, and bring their names to the disk.

    Raises OSError and ValueError as the system does.
    """
    missing = []
    folder = os.fspath(path)
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        above = os.path.dirname(folder)
        folder = above if above != folder else ""
    for folder in reversed(missing):
        try:
            os.mkdir(folder)
        except FileExistsError:
            if not os.path.isdir(folder):
                raise
        sync_folder(os.path.dirname(folder))


def sync_folder(folder: str) -> None:
    """Bring the names of a folder to the disk; systems that cannot (Windows, some network drives) do it in their own time."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder or os.curdir, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def unwritable(path: Path) -> str:
    """Why a file cannot be put there, as far as can be known without trying; empty: nothing speaks against it."""
    try:
        folder = os.path.dirname(real_path(path))
        if os.path.isdir(path):
            return "它是目录,不是文件"
        if not os.path.isdir(folder):
            return NO_FOLDER
        os.lstat(path)  # isdir says no to a name that is too long
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        return refusal(error)
    return "" if os.access(folder, os.W_OK | os.X_OK) else "所在的目录没有写入权限"


def real_path(path: StrPath) -> str:
    """The path with every link followed. Raises OSError where a link leads back to itself."""
    target = os.path.realpath(path)
    if os.path.islink(target):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


_Pending: TypeAlias = "tuple[str, str, Path]"
"""The temporary file, its place, and what the caller calls that."""


def _on_disk(temporary: str, content: bytes, rights: int | None, *, synced: bool = True) -> str:
    """A new file with this content and the rights that its target has; None: those of any new file.

    synced: it is on the disk; else that is left for later.
    """
    # The user's umask takes from the rights.
    descriptor = os.open(temporary, _CREATE, _ALL_RIGHTS if rights is None else 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        if synced:
            os.fsync(file.fileno())
    if rights is not None:
        os.chmod(temporary, rights)
    return temporary


def _sync_all(pending: Sequence[_Pending]) -> None:
    """Bring many files to the disk, several at a time: each call waits for the disk alone. Raises NotWritten."""
    from concurrent.futures import ThreadPoolExecutor

    def sync(file: _Pending) -> None:
        temporary, _, path = file
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


def _rights(target: str) -> int | None:
    """The rights of the file in that place; None where there is none, or none can be reached."""
    try:
        return os.stat(target).st_mode & 0o777
    except OSError:
        return None


def _rename_all(pending: list[_Pending]) -> None:
    """Rename each temporary file to its place. Raises NotWritten, with what was there before put back."""
    renamed: list[tuple[str, str | None]] = []
    try:
        for temporary, target, path in pending:
            backup = _backup(target, f"{temporary}.before") if len(pending) > 1 else None
            try:
                os.replace(temporary, target)
            except (OSError, ValueError) as error:
                raise NotWritten(path, error) from None
            renamed.append((target, backup))
    except BaseException:
        for target, backup in renamed:
            with contextlib.suppress(OSError):
                if backup:
                    os.replace(backup, target)
                elif backup == "":
                    os.unlink(target)
        raise


def _backup(target: str, backup: str) -> str | None:
    """A second link to the file that will be replaced; empty: there is none; None: the file system makes no links."""
    if not os.path.lexists(target):
        return ""
    try:
        os.link(target, backup, follow_symlinks=False)
    except (OSError, NotImplementedError):
        return None
    return backup

"""The data folder of a window: where it lies, that it can be written, that nobody else has it; and what in it has names of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.os_errors import refusal
from reasoner.driver.record_places import LOCK, SETTINGS_FILE

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

REVIEWS: Final = "TIAOLI_REVIEWS"
SETTINGS: Final = "TIAOLI_SETTINGS"
REVIEWS_FOLDER: Final = "reviews"


def data_folder() -> Path:
    """Where the window keeps its data by default: in the user's folder for the data of programs."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "tiaoli" / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "tiaoli"


def prepared(folder: Path) -> Path:
    """The data folder, which nobody else may read. Raises Faults (U107)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".tiaoli-probe"
        probe.write_bytes(b"")
        probe.unlink()
        return folder.resolve()
    except (OSError, ValueError) as error:
        message = f"数据目录不能写入:{refusal(error)}"
        hint = "用 --data 另选一个可以写入的目录"
        raise Faults([Diagnostic("U107", f"--data {folder}", message, hint=hint)]) from None


def locked(folder: Path) -> Callable[[], None]:
    """Take the folder for this process; what gives it back. Raises Faults (U171)."""
    file = (folder / LOCK).open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        message = "另一个窗口正在用这个数据目录"
        hint = "用已经打开的窗口,或者先把它关闭;要同时开两个,用 --data 另选一个目录"
        raise Faults([Diagnostic("U171", f"--data {folder}", message, hint=hint)]) from None
    return file.close


def name_own_files(folder: Path) -> None:
    """Name the bureau's folder of reviews, its file of settings and its corpus, where nobody has: those of the data folder."""
    from reasoner.driver.window.bureau_settings import name_corpus, named_file

    os.environ.setdefault(REVIEWS, str(folder / REVIEWS_FOLDER))
    if not named_file():
        settings = folder / SETTINGS_FILE
        settings.touch(mode=0o600)
        os.environ[SETTINGS] = str(settings)
    name_corpus(folder)


def only_window(connection: BaseDatabaseWrapper) -> None:
    """Take a database of PostgreSQL for this process, as long as its connection lasts. Raises Faults (U171)."""
    if connection.vendor != "postgresql":
        return
    from reasoner.office.postgresql.base import WINDOW

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [WINDOW])
        (taken,) = cursor.fetchone()
    if not taken:
        message = "另一个窗口正在用这个数据库"
        hint = "用已经打开的窗口,或者先把它关闭;每个窗口用自己的数据库"
        raise Faults([Diagnostic("U171", "数据库", message, hint=hint)])

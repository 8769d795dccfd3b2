"""A folder for temporary files beside a target, gone when the work is done, and also when the run is ended by a signal.

What `kill -9` and a power cut leave, the next write into the same folder removes (`atomic_write.remove_stale`).
"""

from __future__ import annotations

import contextlib
import signal
import tempfile
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

from policy_dsl.ingest.atomic_write import PREFIX, remove_stale

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

_SIGNALLED = 128
"""What the exit status of a run that a signal ended is above the number of the signal."""


@contextlib.contextmanager
def temporary_folder(beside: Path) -> Iterator[str]:
    """A new folder in the folder `beside`. Raises OSError where none can be made."""
    remove_stale(str(beside))
    with (
        _ended_by_signals(),
        tempfile.TemporaryDirectory(prefix=PREFIX, dir=beside, ignore_cleanup_errors=True) as folder,
    ):
        yield folder


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

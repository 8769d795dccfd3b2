"""How far a long run is: a bar on standard error, only where that is a terminal and only after two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

_AFTER: Final = 2.0
"""Seconds after which a run is long."""
_EVERY: Final = 0.1
_BAR: Final = 30
_ERASE: Final = "\r\x1b[K"

T = TypeVar("T")


def bar(what: str, clock: Callable[[], float] = time.monotonic) -> Callable[[int, int], None] | None:
    """What shows how many of how many are done of something (研判, 核对); a total of 0: not known. None where nobody would see it."""
    if not sys.stderr.isatty():
        return None
    last = clock() + _AFTER - _EVERY
    drawn = False

    def show(done: int, total: int) -> None:
        nonlocal last, drawn
        if total and done == total:
            if drawn:
                sys.stderr.write(_ERASE)
                sys.stderr.flush()
            return
        now = clock()
        if now - last < _EVERY:
            return
        last, drawn = now, True
        filled = _BAR * done // total if total else 0
        drawing = f"[{'█' * filled}{'·' * (_BAR - filled)}] {done}/{total}" if total else f"{done}份"
        sys.stderr.write(f"\r{what} {drawing}")
        sys.stderr.flush()

    return show


def watched(items: Iterable[T], total: int = 0) -> Iterator[T]:
    """The items, one by one, with a bar; the bar is gone when they are."""
    show = bar("研判")
    done = 0
    for item in items:
        done += 1
        if show is not None:
            show(done, total)
        yield item
    if show is not None and done:
        show(done, done)

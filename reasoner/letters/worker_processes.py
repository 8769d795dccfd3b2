"""Many letters at once: a function of whole numbers worked out by several processes, its values in their order.

What comes out does not depend on how many processes there are. They are forked, so that they share what was read and
compiled before; where a system cannot fork, or other threads are at work, there is one, this one.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar, cast

T = TypeVar("T")

MOST: Final = 4
"""So many processes at most."""
_WORTH_ONE: Final = 25
"""Values for which one more process is worth its start."""
_TOGETHER: Final = 8
"""Values that a process is asked for at a time."""

_work: Callable[[int], object] | None = None


def values(work: Callable[[int], T], number: int) -> Iterator[T]:
    """The values for 0, 1, … below a number. The first exception of `work` is raised, and no later value given.

    No process outlives the iterator.
    """
    workers = min(MOST, _processors(), number // _WORTH_ONE)
    done = 0
    if workers > 1:  # what the first one reads and compiles is there for all
        yield work(0)
        done = 1
    if workers > 1 and sys.platform == "linux" and threading.active_count() == 1:
        from concurrent.futures.process import BrokenProcessPool

        try:
            for value in _forked(work, range(1, number), workers):
                done += 1
                yield value
        except BrokenProcessPool:
            pass  # the system took a process away (memory); what is left is done here
    yield from map(work, range(done, number))


def _forked(work: Callable[[int], T], numbers: Sequence[int], workers: int) -> Iterator[T]:
    import gc
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _work  # what a forked process finds; a closure could not be sent to it
    _work = work
    context = multiprocessing.get_context("fork")
    gc.freeze()  # what is shared is not looked through, which would copy it
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_leave_interrupts)
    try:
        for value in executor.map(_value, numbers, chunksize=_TOGETHER):
            yield cast(T, value)
    finally:
        executor.shutdown(cancel_futures=True)
        gc.unfreeze()
        _work = None


def _value(index: int) -> object:
    assert _work is not None
    return _work(index)


def _leave_interrupts() -> None:
    """Ctrl-C is the business of the process that asked."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

"""Ctrl-C while the solver is at work: it waits until the solver can be left.

An interrupt that arrives inside the solver, or while one of its objects is made or dropped, would be lost or leave a lock
held. So it is only noted there, and raised between two questions; a question that takes long is called off.
"""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

_noted: list[bool] = []
"""One entry for each section that holds interrupts back: whether one came."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without Ctrl-C in the wrong place, and without a search for garbage: formulas and verdicts are many small objects in
    no circles, and looking for circles takes up to half of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        with held_back():
            yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def held_back() -> Iterator[None]:
    """Note an interrupt and raise it at the end, or where `due` is called. Only the main thread receives any."""
    mine = threading.current_thread() is threading.main_thread()
    if not mine or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def note(*_: object) -> None:
        _noted[-1] = True

    _noted.append(False)
    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        came = _noted.pop()
    if came:
        raise KeyboardInterrupt


def due() -> None:
    """Raise what was noted; called where nothing of the solver is under way."""
    if _noted and _noted[-1]:
        raise KeyboardInterrupt


def patiently(question: Callable[[], T], call_off: Callable[[], None]) -> T:
    """The answer to a question that may take long: asked in a thread, so that an interrupt is seen, and then called off."""
    answers: list[T] = []
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            answers.append(question())
        except BaseException as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    while asking.is_alive():
        asking.join(0.05)
        if _noted and _noted[-1]:
            call_off()
    due()
    if failed:
        raise failed[0]
    return answers[0]

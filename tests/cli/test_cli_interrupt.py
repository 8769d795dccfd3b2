"""Ctrl-C and a full disk: one sentence, the right exit status, and nothing half said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reasoner.backends.smt import interrupt

TIAOLI = str(Path(sys.executable).with_name("tiaoli"))
FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl-C as a terminal sends it; who runs the tests in the background may have had it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _hear() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_for_the_solver(process: int) -> None:
    """Until the library of the solver is loaded: before that an interrupt meets nothing but the start of Python."""
    mapped = Path(f"/proc/{process}/maps")
    ended = time.monotonic() + 60
    while time.monotonic() < ended:
        if not mapped.exists():  # not on this system
            time.sleep(1)
            return
        if "libz3" in mapped.read_text():
            return
        time.sleep(0.01)


@pytest.mark.parametrize("command", [("compare", "青岛市", "河南省"), ("lint",)])
@pytest.mark.parametrize("after", [0.0, 0.05, 0.2])
def test_ctrl_c_ends_a_command_that_asks_the_solver(command: tuple[str, ...], after: float) -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([TIAOLI, *command], **pipes, preexec_fn=_hear) as running:  # type: ignore[call-overload]  # options by name
        _wait_for_the_solver(running.pid)
        time.sleep(after)
        running.send_signal(signal.SIGINT)
        out, said = running.communicate(timeout=60)
    if running.returncode != 130:  # it was done before
        assert out
        assert said == b""
    else:
        assert said.decode() == "已中断。\n"


@pytest.mark.usefixtures("heard")
def test_an_interrupt_is_noted_and_raised_where_nothing_is_under_way() -> None:
    reached = []

    def section() -> None:
        with interrupt.held_back():
            signal.raise_signal(signal.SIGINT)
            reached.append("after the signal")
            with pytest.raises(KeyboardInterrupt):
                interrupt.due()
            reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        section()
    assert reached == ["after the signal", "the end"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    interrupt.due()  # nothing is left of it


@pytest.mark.usefixtures("heard")
def test_a_long_question_is_called_off() -> None:
    ended = threading.Event()

    def question() -> str:
        assert ended.wait(30)
        return "called off"

    def section() -> None:
        with interrupt.held_back():
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
            interrupt.patiently(question, ended.set)

    with pytest.raises(KeyboardInterrupt):
        section()
    assert ended.is_set()


def test_a_question_that_fails_fails_here() -> None:
    def question() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        interrupt.patiently(question, lambda: None)


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", [("demo",), ("clauses", "--json"), ("export", "ontology")])
def test_a_full_disk_is_told(command: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run([TIAOLI, *command], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 2
    assert done.stderr.decode() == "结果写不出去：磁盘已满。\n"


def test_closed_output_is_no_error() -> None:
    done = subprocess.run(f'"{TIAOLI}" demo >&-', shell=True, stderr=subprocess.PIPE, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")

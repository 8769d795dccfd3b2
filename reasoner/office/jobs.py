"""Long work: started in a process of its own, watched by a thread, killed when it takes too long or the window closes.

What a process came to is taken into the database in one transaction; a window that was stopped meanwhile finds the work marked
as interrupted, and it can be begun again from what was sent.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from django.db import connection, transaction

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.window import worker
from reasoner.office.models import Batch, Comparison
from reasoner.office.register_models import JudgedRegister
from reasoner.office.simulation_models import SimulationRun


class State(StrEnum):
    """How far long work is."""

    WAITING = "等待"
    RUNNING = "进行中"
    DONE = "完成"
    FAILED = "有错误"
    STOPPED = "中断"


MOST_SECONDS: Final = 900
"""Of the clock, for one piece of work."""
_MOST_SHORT: Final = 120
"""Of the clock, for one that a page waits for."""
STOPPED: Final = "U173"
"""The code of work that was stopped, or could not begin."""
_AT_ONCE: Final = threading.Semaphore(2)
_SHORT_AT_ONCE: Final = threading.Semaphore(3)
"""Fewer than the server has threads: whoever waits for a letter keeps nobody from other pages, and waits for no long work."""
_MOST_WAIT: Final = 30
"""Of the clock, until a piece of short work can begin."""
_LOOK: Final = 0.15
_RUNNING: Final[dict[str, subprocess.Popen[bytes]]] = {}
_LOCK: Final = threading.Lock()
_STOPPING: Final = threading.Event()

Work = Batch | Comparison | SimulationRun | JudgedRegister


def mark_interrupted() -> None:
    """At a start: what was running when the window was last stopped is not running any more."""
    for model in (Batch, Comparison, SimulationRun, JudgedRegister):
        model.objects.filter(state__in=(State.WAITING, State.RUNNING)).update(state=State.STOPPED)
    _STOPPING.clear()


def stop_all() -> None:
    """Kill every process."""
    _STOPPING.set()
    with _LOCK:
        for process in _RUNNING.values():
            process.kill()


def stop(work: Work) -> None:
    """Kill the process of a piece of work."""
    with _LOCK:
        process = _RUNNING.pop(_name(work), None)
    if process is not None:
        process.kill()
    type(work).objects.filter(pk=work.pk, state__in=(State.WAITING, State.RUNNING)).update(state=State.STOPPED)


def start(work: Work, job: worker.Job, content: bytes, take: Callable[[Path], None]) -> threading.Thread:
    """Begin a piece of work. content: of the file that it reads. take: takes what came of it, inside one transaction."""
    thread = threading.Thread(target=_work, args=(work, job, content, take), daemon=True)
    thread.start()
    return thread


def at_once(job: worker.Job, content: bytes) -> bytes:
    """What a short piece of work comes to. Raises Faults, also where it takes too long or cannot begin."""
    if not _SHORT_AT_ONCE.acquire(timeout=_MOST_WAIT):
        message = "正在做别的文件,还轮不到这一份"
        raise Faults([Diagnostic(STOPPED, job.name or "窗口", message, hint="过一会儿再试一次")])
    try:
        return beside_others(job, content)
    finally:
        _SHORT_AT_ONCE.release()


def beside_others(job: worker.Job, content: bytes) -> bytes:
    """The same, whatever else is being done. Raises Faults."""
    folder = Path(tempfile.mkdtemp(prefix="tiaoli-"))
    try:
        (folder / worker.JOB).write_bytes(msgspec.json.encode(msgspec.structs.replace(job, seconds=_MOST_SHORT)))
        if job.file:
            (folder / job.file).write_bytes(content)
        failed = _failure(*_waited(folder), folder, job)
        if failed is not None:
            raise Faults([Diagnostic(f.code, f.where, f.message, f.allowed, f.hint) for f in failed.faults])
        return (folder / worker.RESULT).read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _waited(folder: Path) -> tuple[int, bool]:
    """How the process of a folder ended, and whether it took too long and was killed."""
    process = _started(folder)
    with _LOCK:
        _RUNNING[folder.name] = process
    try:
        return process.wait(_MOST_SHORT), False
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(), True
    finally:
        with _LOCK:
            _RUNNING.pop(folder.name, None)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "reasoner.driver.window.worker", str(folder)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _failure(status: int, late: bool, folder: Path, job: worker.Job) -> worker.Failed | None:
    """Why nothing came of a process that has ended; None where something did."""
    failed = folder / worker.FAILED
    if failed.is_file():
        return msgspec.json.decode(failed.read_bytes(), type=worker.Failed)
    if status == 0 and not late:
        return None
    message = "花的时间太长,已经停止" if late else "没有完成,进程已经停止:内容过多,或者用的内存、时间超过限度"
    hint = worker.ADVICE.get(job.task, worker.SPLIT)
    return worker.Failed((Diagnostic(STOPPED, job.name or "窗口", message, hint=hint).fault,))


def _name(work: Work) -> str:
    return f"{type(work).__name__}-{work.pk}"


def _work(work: Work, job: worker.Job, content: bytes, take: Callable[[Path], None]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="tiaoli-"))
    try:
        with _AT_ONCE:
            if _STOPPING.is_set() or not _set(work, (State.WAITING,), state=State.RUNNING):
                return
            (folder / worker.JOB).write_bytes(msgspec.json.encode(job))
            if job.file:
                (folder / job.file).write_bytes(content)
            failure, stopped = _run(work, folder, job)
        # What somebody stopped may have been begun again meanwhile: its end says nothing of that.
        if stopped or _STOPPING.is_set():
            return
        if failure is not None:
            _fail(work, failure)
            return
        with transaction.atomic():
            if _set(work, (State.RUNNING,), state=State.DONE):
                take(folder)
    except Exception as error:
        message, hint = f"程序内部错误:{type(error).__name__}", "请把这条信息和文件交给维护人员"
        _fail(work, worker.Failed((Diagnostic("U199", "窗口", message, hint=hint).fault,)))
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        connection.close()


def _set(work: Work, states: tuple[State, ...], **values: object) -> bool:
    """Change a piece of work where it is in one of some states; whether it was."""
    return type(work).objects.filter(pk=work.pk, state__in=states).update(**values) > 0


def _fail(work: Work, failure: worker.Failed) -> None:
    failed = msgspec.json.encode(failure).decode()
    place = {"failure": failed} if isinstance(work, Batch) else {"outcome": failed}
    _set(work, (State.WAITING, State.RUNNING), state=State.FAILED, **place)


def _run(work: Work, folder: Path, job: worker.Job) -> tuple[worker.Failed | None, bool]:
    """Run the process to its end; why nothing came of it, else None, and whether somebody stopped it."""
    process = _started(folder)
    with _LOCK:
        _RUNNING[_name(work)] = process
    try:
        late = _watch(work, process, folder)
    finally:
        with _LOCK:
            stopped = _RUNNING.get(_name(work)) is not process
            if not stopped:
                del _RUNNING[_name(work)]
    return _failure(process.returncode, late, folder, job), stopped


def _watch(work: Work, process: subprocess.Popen[bytes], folder: Path) -> bool:
    """Wait for a process, noting its progress; whether it took too long and was killed."""
    begun, last = time.monotonic(), ""
    while process.poll() is None:
        if time.monotonic() - begun > MOST_SECONDS:
            process.kill()
            process.wait()
            return True
        with suppress(OSError, ValueError):
            note = (folder / worker.PROGRESS).read_text(encoding="ascii")
            if note != last:
                done, total = map(int, note.split())
                _set(work, (State.RUNNING,), done=done, total=total)
                last = note
        time.sleep(_LOOK)
    return False

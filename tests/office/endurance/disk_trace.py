"""Looks at the system calls of a window (and of PostgreSQL): what is answered was brought to the disk before it was answered.

    python -m tests.office.endurance.disk_trace [--database postgresql]

strace follows whoever writes the database: the window itself with SQLite, the server with PostgreSQL. Between the last write to the
log of the database and the first byte of the answer there must be an fsync or fdatasync of that log that has come back.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.office.client import Client, Window
from tests.office.postgresql_cluster import Cluster, cluster
from tests.office.test_to_a_final_letter import FRAME

CALLS = "fsync,fdatasync,pwrite64,write,sendto,sendmsg"
STRACE = ("strace", "-f", "-y", "-ttt", "-s", "24", "-e", f"trace={CALLS}", "-e", "signal=none")
_LINE = re.compile(r"(?P<pid>\d+) +(?P<at>\d+\.\d+) (?P<rest>.*)")
_CALL = re.compile(r"(?P<name>\w+)\(\d+<(?P<file>[^>]*)>(?P<more>.*)")
_RESUMED = re.compile(r"<\.\.\. (?P<name>\w+) resumed>.*= (?P<result>-?\d+)")


class Event(NamedTuple):
    """A system call that has come back."""

    begun: float
    ended: float
    name: str
    file: str
    text: str


def events(trace: str) -> list[Event]:
    """The calls of a trace, in the order in which they began; of a call that was interrupted both lines."""
    open_calls: dict[str, tuple[float, str, str, str]] = {}
    listed = []
    for line in trace.splitlines():
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        pid, at, rest = match["pid"], float(match["at"]), match["rest"]
        resumed = _RESUMED.match(rest)
        if resumed is not None and pid in open_calls:
            begun, name, file, text = open_calls.pop(pid)
            listed.append(Event(begun, at, name, file, text))
            continue
        call = _CALL.match(rest)
        if call is None:
            continue
        if rest.endswith("<unfinished ...>"):
            open_calls[pid] = (at, call["name"], call["file"], call["more"])
        elif re.search(r"= \d+(?:<[^>]*>)?$", rest):
            listed.append(Event(at, at, call["name"], call["file"], call["more"]))
    return sorted(listed)


class Proof(NamedTuple):
    """When what was answered was on the disk."""

    written: int
    """Writes to the log of the database since the request came in."""
    synced: float
    """Milliseconds between the end of the last fsync and the answer."""


def proof(calls: list[Event], answers: list[Event], log: str, since: float) -> Proof:
    """What a trace shows of the first redirection that was answered after a moment. log: what the path of the log contains."""
    answer = min((e for e in answers if e.begun > since and "HTTP/1.1 303" in e.text), key=lambda e: e.begun)
    before = [e for e in calls if log in e.file and since < e.begun < answer.begun]
    writes = [e for e in before if e.name in ("pwrite64", "write")]
    assert writes, f"nothing was written to {log} before the answer"
    syncs = [
        e
        for e in before
        if e.name in ("fsync", "fdatasync") and e.begun >= writes[-1].ended and e.ended <= answer.begun
    ]
    assert syncs, f"the last write to {log} was not on the disk when it was answered"
    return Proof(len(writes), (answer.begun - max(e.ended for e in syncs)) * 1000)


def traced(folder: Path, server: Cluster | None) -> Proof:
    """Serve, write a form, and look."""
    assert shutil.which("strace"), "needs Debian's package strace"
    own, other = folder / "window.trace", folder / "server.trace"
    window = Window(
        folder / "data",
        database=server.new_database() if server is not None else "",
        under=(*STRACE, "-o", str(own)),
        own_group=True,
    )
    with contextlib.ExitStack() as stack:
        stack.callback(_end, window)
        client = Client(window)
        fields = client.get("/judge/new").form("/judge/new") | FRAME
        if server is not None:
            postmaster = (server.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0]
            pids = [postmaster, *_children(postmaster)]
            attached = [part for pid in pids for part in ("-p", pid)]
            tracer = subprocess.Popen([*STRACE, "-o", str(other), *attached], stderr=subprocess.DEVNULL)
            stack.callback(tracer.wait, 30)
            stack.callback(tracer.terminate)
            time.sleep(2)  # until it has attached to every process
        since = time.time()
        assert client.post("/judge/new", fields).status == 200
        time.sleep(1)  # strace writes its file when it has it
    answers = events(own.read_text(encoding="utf-8", errors="replace"))
    if server is None:
        return proof(answers, answers, "tiaoli.sqlite3-wal", since)
    return proof(events(other.read_text(encoding="utf-8", errors="replace")), answers, "/pg_wal/", since)


def _children(pid: str) -> list[str]:
    listed = Path("/proc", pid, "task", pid, "children").read_text(encoding="ascii")
    return listed.split()


def _end(window: Window) -> None:
    import signal

    with contextlib.suppress(ProcessLookupError):
        os.killpg(window.process.pid, signal.SIGTERM)
    window.process.wait(60)
    for stream in (window.process.stdout, window.process.stderr):
        assert stream is not None
        stream.close()


def main() -> None:
    """Read the arguments, and look."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        server = stack.enter_context(cluster()) if given.database == "postgresql" else None
        shown = traced(Path(name), server)
    print(
        f"{given.database}: {shown.written} writes to the log, on the disk {shown.synced:.1f} ms before the answer began"
    )


if __name__ == "__main__":
    main()

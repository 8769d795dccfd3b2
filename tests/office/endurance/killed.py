"""Kills a window in the middle of writing, again and again: what was answered is there, nothing is half, the next start is clean.

    python -m tests.office.endurance.killed --times 300 [--database postgresql]

Bounded: each round writes for at most twenty seconds, all of them end after `--minutes` (30). Several people write at the same time;
after a random number of answers, and a moment more, the window gets SIGKILL, and so do the processes that it started. On PostgreSQL its server is struck as
well in every fifth round, in turn: stopped at once, its first process killed with SIGKILL, one that serves the window killed so (then the server begins
anew by itself, and the window must go on without being started again). A kill loses what a process has not given to the system; whether that is on the
disk is for `disk_trace`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from tests.office.client import ROOT, Client, Window
from tests.office.postgresql_cluster import Cluster, cluster
from tests.office.test_programs import EXAMPLES, Program, made, token_on
from tests.office.test_to_a_final_letter import FRAME

WRITERS = 3
JUDGES = 2
MOST_ANSWERS = 8
"""In a round, before the kill."""
_LONGEST = 20
"""Seconds of a round."""
APPLICATION = EXAMPLES[0]
_MOST_TRIES = 4000
"""Of one writer in a round: a server that begins anew refuses many before it takes the next."""
_SERVER_EVERY = 5
_PATIENCE = 5
"""So many times the longest wait a window may take to go on, on a machine with much other work."""
STRIKES = ("stopped", "first process killed", "serving process killed")


class Outcome(NamedTuple):
    """What came of all rounds."""

    rounds: int
    acknowledged: int
    """Forms that were answered."""
    verdicts: int
    """Verdicts that were told."""
    cut: int
    """Forms that were not."""
    unacknowledged_kept: int
    """Of these, those that were kept all the same: whoever sends them again gets what they made."""
    strikes: dict[str, int]
    """How often the server was struck, by how."""


class Acknowledged:
    """What was answered, and what was sent, by its number (编号)."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.answered: dict[str, str] = {}
        self.sent: set[str] = set()
        self.recorded: dict[str, int] = {}
        """Verdicts that were told: the number of the entry of the record by that of the application."""

    def number(self) -> int:
        """How much was answered."""
        with self.lock:
            return len(self.answered) + len(self.recorded)

    def wait(self, more: int, verdicts: int) -> None:
        """Wait until so much more is answered, so many verdicts among it, or nothing comes for long."""
        wanted, judged, end = self.number() + more, len(self.recorded) + verdicts, time.monotonic() + _LONGEST
        while (self.number() < wanted or len(self.recorded) < judged) and time.monotonic() < end:
            time.sleep(0.002)


def write(client: Client, name: str, noted: Acknowledged, stop: threading.Event) -> None:
    """Send forms until the window is gone."""
    for count in range(_MOST_TRIES):
        if stop.is_set():
            return
        number = f"{name}-{count}"
        try:
            form = client.get("/judge/new")
            if form.status != 200:  # the database is gone for a moment
                time.sleep(0.05)
                continue
            fields = form.form("/judge/new") | FRAME | {"编号": number}
            with noted.lock:
                noted.sent.add(number)
            page = client.post("/judge/new", fields)
        except (urllib.error.URLError, HTTPException, OSError, AssertionError):
            return
        if page.status == 200 and page.address.startswith("/judge/draft/"):
            with noted.lock:
                noted.answered[number] = page.address
        elif page.status != 200:
            time.sleep(0.05)


def judge(program: Program, name: str, noted: Acknowledged, stop: threading.Event) -> None:
    """Have applications judged, as another program does, until the window is gone."""
    for count in range(_MOST_TRIES):
        if stop.is_set():
            return
        number = f"{name}-{count}"
        try:
            answer = program.post("check", json.dumps(APPLICATION | {"编号": number}, ensure_ascii=False).encode())
        except (urllib.error.URLError, HTTPException, OSError):
            return
        if answer.status == 200:
            with noted.lock:
                noted.recorded[number] = int(answer.headers["Tiaoli-Record"])
        else:
            time.sleep(0.05)


def kill(window: Window) -> None:
    """End a window and what it started, as the system does when it runs out of memory."""
    os.killpg(window.process.pid, signal.SIGKILL)
    window.process.wait(30)
    for stream in (window.process.stdout, window.process.stderr):
        assert stream is not None
        stream.close()


def strike(server: Cluster, how: str, noted: Acknowledged) -> None:
    """Strike the server of the database."""
    if how == "stopped":
        server.control("stop", "-m", "immediate")
        return
    postmaster = int((server.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    if how == "first process killed":
        os.kill(postmaster, signal.SIGKILL)
        return
    children = Path("/proc", str(postmaster), "task", str(postmaster), "children").read_text(encoding="ascii").split()
    serving = [pid for pid in children if b" 127.0.0.1(" in Path("/proc", pid, "cmdline").read_bytes()]
    os.kill(int(serving[-1]), signal.SIGKILL)
    before = noted.number()
    for _ in range(_PATIENCE):
        noted.wait(1, 0)
        if noted.number() > before:
            return
    raise AssertionError("the window does not go on when its database is back")


def ready(server: Cluster) -> None:
    """Start a server that is gone, and wait for one that begins anew."""
    for _ in range(300):
        with contextlib.suppress(AssertionError):  # it may be running, or still ending
            server.control("start", "-l", str(server.folder / "server.log"))
        with contextlib.suppress(AssertionError):
            server.run("pg_isready")
            return
        time.sleep(0.1)
    raise AssertionError("the server does not come back")


def rows(window: Window, statement: str) -> list[tuple[Any, ...]]:
    """What a statement answers of the database of a window."""
    if window.database:
        with psycopg.connect(window.database) as connection:
            return connection.execute(statement).fetchall()
    with closing(sqlite3.connect(window.data / "tiaoli.sqlite3")) as file:
        return file.execute(statement).fetchall()


def kept(window: Window) -> dict[str, str]:
    """The drafts in the database: their address by their number."""
    if not window.database:
        assert rows(window, "PRAGMA integrity_check") == [("ok",)]
        assert rows(window, "PRAGMA foreign_key_check") == []
    drafts = rows(window, "SELECT id, data FROM office_draft")
    return {json.loads(data)["编号"]: f"/judge/draft/{number}" for number, data in drafts}


def check(window: Window, noted: Acknowledged) -> int:
    """Whether all that was answered is there, and for each draft its form; how many are there besides."""
    found = kept(window)
    lost = {n: a for n, a in noted.answered.items() if found.get(n) != a}
    assert not lost, f"answered and not kept: {lost}"
    assert found.keys() <= noted.sent
    entries = dict(rows(window, "SELECT about, n FROM office_recordentry WHERE kind = 'verdict'"))
    lost_entries = {n: e for n, e in noted.recorded.items() if entries.get(n) != e}
    assert not lost_entries, f"told and not in the record: {lost_entries}"
    submissions = window.number("SELECT count(*) FROM office_submission WHERE made LIKE '/judge/draft/%'")
    assert submissions == len(found), "a draft and the note of its form stand together or not at all"
    return len(found) - len(noted.answered)


def audit(data: Path, database: str) -> None:
    """Let the record prove itself, where it stands."""
    run("audit", str(data), environment={**os.environ, "TIAOLI_DATABASE": database})


def run(*arguments: str, environment: dict[str, str]) -> None:
    """A command that must not fail."""
    command = [sys.executable, "-m", "reasoner.cli.main", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr


def rounds(data: Path, times: int, seconds: float, server: Cluster | None, chance: random.Random) -> Outcome:
    """Kill a window `times` times, within `seconds`."""
    noted, done, besides, token = Acknowledged(), 0, 0, ""
    strikes = dict.fromkeys(STRIKES, 0)
    database = server.new_database() if server is not None else ""
    end = time.monotonic() + seconds
    for number in range(times):
        if time.monotonic() > end:
            break
        window = Window(data, database=database, own_group=True)
        assert window.address, window.process.stderr and window.process.stderr.read()
        client = Client(window)
        client.get("/judge/new")  # the rules are loaded; from here on it writes
        if number:
            besides = check(window, noted)
        token = token or token_on(made(client))
        stop = threading.Event()
        writers = [
            threading.Thread(target=write, args=(client.another(), f"{number}-{w}", noted, stop))
            for w in range(WRITERS)
        ]
        writers += [
            threading.Thread(target=judge, args=(Program(window, token), f"{number}-判{j}", noted, stop))
            for j in range(JUDGES)
        ]
        for writer in writers:
            writer.start()
        noted.wait(chance.randint(1, MOST_ANSWERS), number % 2)
        time.sleep(chance.uniform(0, 0.05))
        if server is not None and number % _SERVER_EVERY == _SERVER_EVERY - 1:
            how = STRIKES[number // _SERVER_EVERY % len(STRIKES)]
            strike(server, how, noted)
            strikes[how] += 1
        kill(window)
        stop.set()
        for writer in writers:
            writer.join(60)
        if server is not None:
            ready(server)
        done += 1
    window = Window(data, database=database)
    try:
        Client(window)
        besides = check(window, noted)
    finally:
        assert window.close() == 0
    audit(data, database)
    assert noted.number() >= done, "nothing was written, so nothing was tried"
    assert done < 2 or noted.recorded, "no verdict was told, so no entry was tried"
    return Outcome(
        done, len(noted.answered), len(noted.recorded), len(noted.sent) - len(noted.answered), besides, strikes
    )


def _struck(strikes: dict[str, int]) -> str:
    listed = ", ".join(f"{how} {times}" for how, times in strikes.items() if times)
    return f"the server: {listed}; " if listed else ""


def main() -> None:
    """Read the arguments, and kill."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        server = stack.enter_context(cluster()) if given.database == "postgresql" else None
        outcome = rounds(Path(name, "data"), given.times, given.minutes * 60, server, random.Random(given.seed))
    load = os.getloadavg()
    print(
        f"{given.database}: killed {outcome.rounds} times in {time.monotonic() - begun:.0f} s; {outcome.acknowledged} answered forms and "
        f"{outcome.verdicts} verdicts, all there, the record holds; "
        f"{outcome.cut} unanswered, {outcome.unacknowledged_kept} of them kept; {_struck(outcome.strikes)}load {load[0]:.1f}"
    )


if __name__ == "__main__":
    main()

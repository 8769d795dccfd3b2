"""A PostgreSQL server of a test: made anew on a free port of this machine, thrown away at the end, and never run as root."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

_NUMBERS = count(1)
PASSWORD = "geheim-口令-%40x"
"""Of the test's own user; it must never be seen anywhere."""


def binaries() -> Path | None:
    """The folder of the server's programs; None where there is none."""
    listed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    if listed and (listed[0] / "initdb").is_file():
        return listed[0]
    named = shutil.which("initdb")
    return Path(named).resolve().parent if named and shutil.which("postgres") else None


class Cluster(NamedTuple):
    """A running server."""

    folder: Path
    port: int
    programs: Path

    def new_database(self, *options: str) -> str:
        """The address of an empty database, with the password in it."""
        name = f"office{next(_NUMBERS)}"
        self.run("createdb", *options, name)
        return f"postgresql://office:{self.quoted}@127.0.0.1:{self.port}/{name}"

    @property
    def quoted(self) -> str:
        from urllib.parse import quote

        return quote(PASSWORD, safe="")

    def run(self, program: str, *arguments: str) -> str:
        """Run a program of the server against it."""
        environment = {
            **os.environ,
            "PGPASSWORD": PASSWORD,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": "office",
        }
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def query(self, address: str, statement: str) -> str:
        """What a statement answers, one row a line."""
        return self.run("psql", "-X", "-A", "-t", "-q", "-c", statement, address.rpartition("/")[2])

    def control(self, action: str, *options: str) -> None:
        """Start or stop it."""
        _as_user(
            [str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), "-w", "-t", "60", *options, action],
            self.folder,
        )


def _as_user(command: list[str], folder: Path) -> None:
    user = _user()
    extra = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    log = (folder / "log").open("ab")  # a server that goes on must not keep the pipes of its test
    with log:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder, timeout=120, check=False, **extra
        )
    assert done.returncode == 0, (folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]


def _user() -> pwd.struct_passwd | None:
    """Whom the server runs as; None: whoever runs the test, because that is not root."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@contextmanager
def cluster(*settings: str, encoding: str = "UTF8") -> Iterator[Cluster]:
    """A server. settings: of postgresql.conf, written `name=value`. Skips where there is none, unless everything must run."""
    programs = binaries()
    if programs is None:
        if os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
            raise AssertionError("needs Debian's package postgresql")
        pytest.skip("needs Debian's package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="tiaoli-pg-"))
    password = folder / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    user = _user()
    if user is not None:
        for path in (folder, password):
            os.chown(path, user.pw_uid, user.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Cluster(folder, port, programs)
    try:
        _as_user(
            [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "office", "--pwfile", str(password), "-A", "scram-sha-256",
             "-E", encoding, "--locale=C", "--no-sync"], folder,
        )  # fmt: skip
        password.unlink()
        own = (
            "listen_addresses=127.0.0.1",
            f"port={port}",
            "unix_socket_directories=",
            "logging_collector=off",
            *settings,
        )
        lines = [f"{name} = '{value}'\n" for name, _, value in (s.partition("=") for s in own)]
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(lines)
        made.control("start", "-l", str(folder / "server.log"))
        try:
            yield made
        finally:
            made.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_DATABASES: dict[Path, str] = {}


def everywhere(data: Path) -> str:
    """The database of a data folder where all windows are to run on PostgreSQL (TIAOLI_TEST_DATABASE=postgresql); else empty.

    `TIAOLI_TEST_DATABASE=postgresql pytest tests/office` runs every test of the window that does not look into the file of SQLite.
    """
    if os.environ.get("TIAOLI_TEST_DATABASE") != "postgresql":
        return ""
    if data not in _DATABASES:
        _DATABASES[data] = _shared().new_database()
    return _DATABASES[data]


@cache
def _shared() -> Cluster:
    running = cluster()
    atexit.register(running.__exit__, None, None, None)
    return running.__enter__()

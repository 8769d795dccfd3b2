"""Starts the window: its folder, its database, its address with a token, and the server until it is stopped."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.os_errors import refusal
from reasoner.office.configuration import configure

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer, MultiSocketServer

LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names by which this machine calls itself."""
REVIEWS: Final = "TIAOLI_REVIEWS"
SETTINGS: Final = "TIAOLI_SETTINGS"
_THREADS: Final = 6
_MOST_BODY: Final = 64 * 2**20
"""Bytes beyond which the server does not even read on; what is over the limit of uploads gets a page that says so."""


def data_folder() -> Path:
    """Where the window keeps its data by default: in the user's folder for the data of programs."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "tiaoli" / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "tiaoli"


def serve(host: str, port: int, data: Path | None, announce: Callable[[str], None]) -> None:
    """Serve the window until it is interrupted. announce: is given the address to open, once it can be opened.

    data: the folder of the database, made where it is not there; None: `data_folder`. Raises Faults: U107 a folder that cannot be
    written, U171 a port or folder that is in use, U172 an address that is none of this machine.
    """
    gc.enable()  # a server runs for days, and each page leaves some cycles behind
    folder = _prepared(data or data_folder())
    lock = _locked(folder)
    _own_files(folder)
    name = f"[{host}]" if ":" in host else host
    door = _bound(host, port)
    server = _server(door, tuple(dict.fromkeys((*LOCAL, name))), folder)
    try:
        _serve(server, f"http://{name}:{door.getsockname()[1]}", door.getsockname()[1], announce)
    finally:
        from reasoner.office.jobs import stop_all

        server.close()
        stop_all()
        lock()


def _serve(
    server: BaseWSGIServer | MultiSocketServer, address: str, port: int, announce: Callable[[str], None]
) -> None:
    from reasoner.office.guard import open_entry
    from reasoner.office.jobs import mark_interrupted
    from reasoner.office.rules_watch import WATCH

    _bring_up_to_date()
    mark_interrupted()
    entry = open_entry(cookie_name(port))
    announce(f"{address}/?token={entry.token}")
    WATCH.begin()
    # The rules are loaded while the browser opens, so that the first page does not wait for them.
    threading.Thread(target=_warm, daemon=True).start()
    previous = signal.signal(signal.SIGTERM, _end) if threading.current_thread() is threading.main_thread() else None
    try:
        server.run()
    finally:
        if previous is not None:
            signal.signal(signal.SIGTERM, previous)


def _bring_up_to_date() -> None:
    """Make the tables, or change those of an earlier version; where they are as they should be, nothing more is loaded."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(targets):
        executor.migrate(targets)


def cookie_name(port: int) -> str:
    """The name of the cookie of a window on a port."""
    return f"tiaoli_{port}"


def _end(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _warm() -> None:
    """Make what is made once: the rules first, then what the pages that people open next would wait for."""
    from django.urls import Resolver404, resolve

    from reasoner.driver.window import cases, texts
    from reasoner.office.rules_watch import tidy
    from reasoner.office.templating import compile_most

    texts.warm()
    cases.warm()
    compile_most()
    with suppress(Resolver404):
        resolve("/-")  # no page; every address is compared with it
    tidy()


def _prepared(folder: Path) -> Path:
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


def _locked(folder: Path) -> Callable[[], None]:
    """Take the folder for this process; what gives it back. Raises Faults (U171)."""
    file = (folder / "window.lock").open("ab")
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


def _own_files(folder: Path) -> None:
    """Name the bureau's folder of reviews, its file of settings and its corpus, where nobody has: those of the data folder."""
    from reasoner.driver.window.bureau_settings import name_corpus, named_file

    os.environ.setdefault(REVIEWS, str(folder / "reviews"))
    if not named_file():
        settings = folder / "settings.toml"
        settings.touch(mode=0o600)
        os.environ[SETTINGS] = str(settings)
    name_corpus(folder)


def _bound(host: str, port: int) -> socket.socket:
    """A socket on a port of this machine. Raises Faults (U171, U172)."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        return made
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        if number == errno.EADDRINUSE:
            message, hint = "这个端口已经有程序在用", "换一个端口,或者写 --port 0 由系统选一个"
            raise Faults([Diagnostic("U171", f"--port {port}", message, "没有用着的端口", hint)]) from None
        if number == errno.EACCES:
            message, hint = "没有权限用这个端口", "写 1024 以上的端口,或者写 --port 0 由系统选一个"
            raise Faults([Diagnostic("U171", f"--port {port}", message, "1024 至 65535", hint)]) from None
        message, hint = "不能在这个地址上打开窗口", "不写 --host,只有本机能打开"
        raise Faults([Diagnostic("U172", f"--host {host}", message, "本机的地址,如 127.0.0.1", hint)]) from None


def _server(door: socket.socket, names: tuple[str, ...], folder: Path) -> BaseWSGIServer | MultiSocketServer:
    from waitress.server import create_server

    configure(folder, names, cookie_name(door.getsockname()[1]))
    from django.core.wsgi import get_wsgi_application

    return create_server(
        get_wsgi_application(),
        sockets=[door],
        threads=_THREADS,
        ident="",
        max_request_body_size=_MOST_BODY,
        channel_timeout=120,
    )

"""Starts the window: its folder, its database, its address with a token, and the server until it is stopped."""

from __future__ import annotations

import errno
import gc
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
from reasoner.office.configuration import configure
from reasoner.office.data_folder import data_folder, locked, name_own_files, only_window, prepared
from reasoner.office.database import reached
from reasoner.office.reach import Team, check_reach, names_of

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer, MultiSocketServer

_THREADS: Final = 6
_MOST_BODY: Final = 64 * 2**20
"""Bytes beyond which the server does not even read on; what is over the limit of uploads gets a page that says so."""


def serve(host: str, port: int, data: Path | None, announce: Callable[[str], None], team: Team | None = None) -> None:
    """Serve the window until it is interrupted. announce: is given the address to open, once it can be opened.

    data: the folder of the database, made where it is not there; None: `data_folder`. team: for many, who sign in; None: for one
    person. Raises Faults: U107 a folder that cannot be written, U171 a port or folder that is in use, U172 an address that is none
    of this machine, U230 to U232 a database that cannot be used, U234 one of a later version, U240 an address that others reach
    without signing in, U241 names that cannot be, U243 an office with accounts that is opened without them.
    """
    gc.enable()  # a server runs for days, and each page leaves some cycles behind
    check_reach(host, team)
    folder = prepared(data or data_folder())
    lock = locked(folder)
    name_own_files(folder)
    door = _bound(host, port)
    names = names_of(host, team)
    server = _server(door, names, folder, team)
    number = door.getsockname()[1]
    named = names[0] if team is not None else f"[{host}]" if ":" in host else host
    try:
        behind_proxy = team is not None and team.proxy
        _serve(server, f"https://{named}" if behind_proxy else f"http://{named}:{number}", number, folder, announce)
    finally:
        from reasoner.office.jobs import stop_all

        server.close()
        stop_all()
        lock()


def _serve(
    server: BaseWSGIServer | MultiSocketServer, address: str, port: int, folder: Path, announce: Callable[[str], None]
) -> None:
    from django.db import connection

    from reasoner.office.guard import open_entry
    from reasoner.office.jobs import mark_interrupted
    from reasoner.office.office_clock import CLOCK
    from reasoner.office.refusals import COUNTING
    from reasoner.office.rules_watch import WATCH
    from reasoner.office.safekeeping.backup import bring_up_to_date

    reached(connection)
    only_window(connection)
    bring_up_to_date(folder)
    mark_interrupted()
    CLOCK.begin()
    announce(f"{address}{_first_page(open_entry(cookie_name(port)).token)}")
    WATCH.begin()
    # The rules are loaded while the browser opens, so that the first page does not wait for them.
    threading.Thread(target=_warm, daemon=True).start()
    previous = signal.signal(signal.SIGTERM, _end) if threading.current_thread() is threading.main_thread() else None
    try:
        server.run()
    finally:
        COUNTING.write()
        if previous is not None:
            signal.signal(signal.SIGTERM, previous)


def _first_page(token: str) -> str:
    """Where the window is opened: with the token of the start, or where somebody signs in. Raises Faults (U243)."""
    from django.conf import settings

    from reasoner.office.accounts import founded

    if not settings.TIAOLI_TEAM:
        if founded():
            message = "这个数据目录里有账号,不能不登录就打开"
            raise Faults([Diagnostic("U243", "tiaoli serve", message, hint="写上 --team,用账号登录")])
        return f"/?token={token}"
    from reasoner.office.sessions import begin_clock

    begin_clock()
    return "/sign-in" if founded() else f"/found?token={token}"


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


def _server(
    door: socket.socket, names: tuple[str, ...], folder: Path, team: Team | None
) -> BaseWSGIServer | MultiSocketServer:
    from waitress.server import create_server

    from reasoner.driver.record_places import database_address

    behind_proxy = team is not None and bool(team.proxy)
    configure(
        folder, names, cookie_name(door.getsockname()[1]), database_address(), team=team is not None, tls=behind_proxy
    )
    from django.core.wsgi import get_wsgi_application

    return create_server(
        get_wsgi_application(),
        sockets=[door],
        threads=_THREADS,
        ident="",
        max_request_body_size=_MOST_BODY,
        channel_timeout=120,
        # Of headers that tell of a proxy only those of the one that was named are taken; from anybody else they are cleared.
        trusted_proxy=team.proxy if team is not None else "",
        trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"} if behind_proxy else set(),
        clear_untrusted_proxy_headers=True,
    )

"""The command that opens the window in a browser: serve. Part of `cli`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import write

DONE: Final = 0
_LAST_PORT: Final = 65535


class ServeOptions(Options):
    """`tiaoli serve`."""

    host: str = "127.0.0.1"
    """The address of this machine on which the window is open."""
    port: int = 8000
    """The port; 0: any that is free."""
    data: str | None = None
    """The folder of the database; else in the user's folder."""
    team: bool = False
    """Whether it is for many, who sign in."""
    name: Sequence[str] = ()
    """By which browsers call it, besides the names of the machine."""
    proxy: str = ""
    """The address of the proxy before it."""


def add_serving(commands: Commands) -> None:
    """Add the command."""
    serve = commands.add(
        "serve", "在浏览器里打开窗口:查条、研判、台账、比较、复核,不用终端", ServeOptions, _serve,
        "第一行是要打开的地址,只能用一次;关闭时按 Ctrl-C。数据都在本机的一个目录里,不连接任何别的电脑。",
    )  # fmt: skip
    serve.add_argument("--host", metavar="地址", help="本机的地址;默认 127.0.0.1,只有本机能打开")
    serve.add_argument("--port", type=_port, metavar="端口", help="默认 8000;0 由系统选一个")
    serve.add_argument("--data", metavar="目录", help="数据所在的目录;默认在用户的数据目录里")
    serve.add_argument("--team", action="store_true", help="多人用:每个人用自己的账号登录;第一次打开时设立三位管理员")
    serve.add_argument(
        "--name", metavar="主机名", action="append", help="与 --team 一起:浏览器里打开用的主机名,可以写几个"
    )
    serve.add_argument(
        "--proxy", metavar="地址", help="与 --team 一起:前面有 TLS 的代理的地址,从此只答复经它来的 https 请求"
    )


def _port(text: str) -> int:
    """A port; raises ArgumentTypeError in Chinese."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) <= _LAST_PORT):
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"「{text}」不是端口,写 0 至 {_LAST_PORT} 的整数")
    return int(text)


def _serve(options: ServeOptions) -> int:
    import sys
    from contextlib import suppress
    from pathlib import Path

    from reasoner.office.reach import Team, warning
    from reasoner.office.server import serve

    if not options.team and (options.name or options.proxy):
        from policy_dsl.diagnostics import Diagnostic, Faults

        raise Faults(
            [Diagnostic("U241", "--name" if options.name else "--proxy", "只与 --team 一起用", hint="写上 --team")]
        )
    team = Team(tuple(options.name), options.proxy) if options.team else None

    def announce(address: str) -> None:
        write(f"{address}\n")
        sys.stdout.flush()
        if team is None:
            sys.stderr.write("请在本机的浏览器里打开上面的地址(只能用一次)。关闭窗口:在这里按 Ctrl-C。\n")
            return
        if "?token=" in address:
            sys.stderr.write("第一次打开:用上面的地址设立系统、安全、审计三位管理员(只能用一次)。\n")
        sys.stderr.write(
            f"登录的地址:{address.partition('/found')[0].removesuffix('/sign-in')}/sign-in\n{warning(options.host, team)}"
        )
        sys.stderr.write("关闭:在这里按 Ctrl-C。\n")

    with suppress(KeyboardInterrupt):
        serve(options.host, options.port, Path(options.data) if options.data else None, announce, team)
    sys.stderr.write("窗口已关闭。\n")
    return DONE

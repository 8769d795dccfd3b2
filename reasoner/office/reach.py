"""From where an office can be reached: this machine alone, or a network; by which names; whether a proxy stands before it that has TLS."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults

LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")
"""The names by which this machine calls itself."""
_ANY: Final = ("0.0.0.0", "::")
"""Every address of the machine."""
_NAME: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


class Team(NamedTuple):
    """How an office for many is reached."""

    names: tuple[str, ...] = ()
    """Names and addresses by which browsers call it, besides those of the machine."""
    proxy: str = ""
    """The address of the proxy before it, whose word on TLS and on where a request comes from is taken; empty: there is none."""


def check_reach(host: str, team: Team | None) -> None:
    """Whether the window may be opened on an address. Raises Faults (U240 without accounts, U241 for names and proxies that cannot be)."""
    if team is None:
        if not is_loopback(host):
            message = "别的电脑能打开的窗口,要先登录"
            hint = "写上 --team,每个人用自己的账号登录;只在本机用的,不写 --host"
            raise Faults([Diagnostic("U240", f"--host {host}", message, "没有 --team 的,只能是 127.0.0.1", hint)])
        return
    for name in team.names:
        if not _NAME.fullmatch(name.casefold()) and _address(name) is None:
            raise Faults(
                [Diagnostic("U241", f"--name {name}", "不是主机名,也不是地址", "主机名或者地址,不带 http:// 和端口")]
            )
    if team.proxy:
        if _address(team.proxy) is None:
            raise Faults([Diagnostic("U241", f"--proxy {team.proxy}", "不是地址", "代理的地址,如 127.0.0.1")])
        if not team.names:
            hint = "用 --name 写明浏览器里打开的主机名"
            raise Faults([Diagnostic("U241", "--proxy", "没有写浏览器用什么名称打开", hint=hint)])


def is_loopback(host: str) -> bool:
    """Whether an address is of this machine alone. A name of which nothing is known is not."""
    try:
        places = {entry[4][0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
        return bool(places) and all(ipaddress.ip_address(str(place).partition("%")[0]).is_loopback for place in places)
    except (OSError, UnicodeError, ValueError):
        return False


def names_of(host: str, team: Team | None) -> tuple[str, ...]:
    """The names by which the window may be called, as a browser writes them; the first is that which is announced."""
    own = _bracketed(host)
    if team is None:
        return tuple(dict.fromkeys((*LOCAL, own)))
    every = _machine_names() if host in _ANY else (own,)
    return tuple(dict.fromkeys((*(_bracketed(n.casefold()) for n in team.names), *every, *LOCAL)))


def _machine_names() -> tuple[str, ...]:
    """How others in the network may call this machine."""
    name = socket.gethostname().casefold()
    try:
        places = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None) if "%" not in str(entry[4][0])}
    except (OSError, UnicodeError):
        places = set()
    return (name, *map(_bracketed, sorted(places)))


def _address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def warning(host: str, team: Team) -> str:
    """What is to be known of how an office is reached, in Chinese; empty: nothing."""
    if team.proxy:
        return (
            f"经 {team.proxy} 上的代理用 https 打开;代理要覆盖 X-Forwarded-For 和 X-Forwarded-Proto,保留 Host。\n"
            "不经代理的、没有加密的请求都不答。\n"
        )
    if is_loopback(host):
        return ""
    return (
        "注意:没有加密(TLS),密码和材料在网上是明文,只能用于可信的内网。\n"
        "要加密的,在前面放一个有证书的反向代理,条理只对它开:\n"
        "  tiaoli serve --team --host 127.0.0.1 --proxy 127.0.0.1 --name 浏览器里用的主机名\n"
        "代理把 https 转到这个端口,覆盖 X-Forwarded-For 和 X-Forwarded-Proto,保留 Host。\n"
    )

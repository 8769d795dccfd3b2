"""Hostile values, the frame of an application, every address of the window, and requests as they stand."""

from __future__ import annotations

import socket
from contextlib import suppress

from tests.office.client import Client, Window

RULE = "/review/rule?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位"


READING = "/review/reading?document=qingdao-2023-18-medical&name=市本级三区"


FRAME = {
    "编号": "QD-2024-018", "事项": "新增购买住院床位", "日期": "2024-05-01", "名称": "示例医院", "类型": "综合医院", "所在地": "胶州市",
}  # fmt: skip


HOSTILE = (
    "\x00", "\x01\x1f", "<script>alert(1)</script>", "'\"><b onmouseover=x>", "{{7*7}}", "A" * 50_000, "0" * 5000, "9" * 400, "1e400", "NaN",
    "2024-02-30", "٣", "\u202eabc", "😀" * 500, "../../etc/passwd", "=cmd|' /C calc'!A0", "%00", "\r\nX-Bad: 1", "[]", "\ufeff",
)  # fmt: skip


def rows(window: Window, statement: str) -> int:
    return window.number(statement)


def addresses() -> list[str]:
    """Every address of the window, with numbers and names in it that exist."""
    from reasoner.office import urls

    values = {
        "<int:number>": "1",
        "<int:judgement>": "1",
        "<str:document>": "qingdao-2023-18-medical",
        "<str:address>": "3.1.p2",
    }
    listed = []
    for pattern in urls.urlpatterns:
        path = str(pattern.pattern)
        for mark, value in values.items():
            path = path.replace(mark, value)
        listed.append(f"/{path}")
    return listed


def raw(window: Window, client: Client, content: bytes) -> bytes:
    """The answer to a request as it stands."""
    host, _, port = window.base.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        cookie = "; ".join(f"{c.name}={c.value}" for c in client.cookies)
        connection.sendall(content.replace(b"COOKIE", cookie.encode()).replace(b"HOST", f"{host}:{port}".encode()))
        connection.shutdown(socket.SHUT_WR)
        parts = []
        with suppress(ConnectionResetError):
            while part := connection.recv(65536):
                parts.append(part)
    return b"".join(parts)

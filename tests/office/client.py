"""A browser without a screen: keeps cookies, fills forms of a page, sends them as a browser does."""

from __future__ import annotations

import http.cookiejar
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from html import unescape
from pathlib import Path
from typing import NamedTuple

import psycopg

from tests.office.postgresql_cluster import everywhere

ROOT = Path(__file__).parents[2]
FORM = re.compile(r"<form[^>]*>.*?</form>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Page(NamedTuple):
    status: int
    address: str
    text: str
    headers: Mapping[str, str]
    content: bytes

    def form(self, action: str) -> dict[str, str]:
        """The hidden fields of the form that leads to an address."""
        for form in FORM.findall(self.text):
            if f'action="{action}' in form and 'method="post"' in form:
                return {unescape(k): unescape(v) for k, v in HIDDEN.findall(form)}
        raise AssertionError(f"no form to {action} on {self.address}")

    @property
    def errors(self) -> list[str]:
        """What stands beside fields."""
        return [unescape(e) for e in re.findall(r'class="error">([^<]*)', self.text)]


def check_lengths(data: Path) -> None:
    """Whether PostgreSQL would have kept everything that SQLite has: it cuts no text that is longer than its column, it refuses it."""
    path = data / "tiaoli.sqlite3"
    if not path.is_file():
        return
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        for (table,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'office_%'"
        ).fetchall():
            for _, column, kind, *_ in file.execute(f'PRAGMA table_info("{table}")').fetchall():
                bound = re.fullmatch(r"varchar\((\d+)\)", kind)
                if bound:
                    longest = file.execute(f'SELECT max(length("{column}")) FROM "{table}"').fetchone()[0] or 0
                    assert longest <= int(bound[1]), f"{table}.{column} has a text of {longest} characters"


class Window:
    """A running window with its data folder."""

    def __init__(
        self, data: Path, *options: str, database: str = "", own_group: bool = False, under: Sequence[str] = ()
    ) -> None:
        self.data = data
        self.database = database or everywhere(data)
        environment = {**os.environ, "TIAOLI_DATABASE": self.database}
        command = [
            *under,
            sys.executable,
            "-m",
            "reasoner.cli.main",
            "serve",
            "--port",
            "0",
            "--data",
            str(data),
            *options,
        ]
        begun = time.monotonic()
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment,
            start_new_session=own_group,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.seconds = time.monotonic() - begun
        self.base = "/".join(self.address.split("/")[:3])

    def number(self, statement: str) -> int:
        """What a statement answers of the database."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return int(connection.execute(statement).fetchone()[0])  # type: ignore[index]
        with sqlite3.connect(self.data / "tiaoli.sqlite3") as file:
            return int(file.execute(statement).fetchone()[0])

    def processor_seconds(self) -> float:
        """The processor time of all its threads so far, to the microsecond where the system tells it; else 0."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            with suppress(OSError):
                total += int(task.read_text(encoding="ascii").split()[0])
        return total / 1e9

    def close(self) -> int:
        self.process.terminate()
        status = self.process.wait(10)
        assert self.process.stderr is not None
        self.told = self.process.stderr.read()
        if not self.database:
            check_lengths(self.data)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return status


class Client:
    def __init__(self, window: Window, *, enter: bool = True) -> None:
        self.base = window.base
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        if enter:
            assert self.get(window.address).status == 200

    def another(self) -> Client:
        """A further tab of the same browser."""
        tab = Client.__new__(Client)
        tab.base, tab.cookies = self.base, self.cookies
        tab.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(tab.cookies))
        return tab

    def adopt(self, name: str, value: str) -> None:
        """Go in with the cookie of another browser."""
        self.cookies.set_cookie(
            http.cookiejar.Cookie(
                0, name, value, None, False, "127.0.0.1", False, False, "/", True, False, None, False, None, None, {}
            )
        )

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        content = answer.read()
        text = content.decode("utf-8", "replace")
        return Page(answer.status, answer.url.removeprefix(self.base), text, dict(answer.headers), content)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Page:
        path = urllib.parse.quote(path, safe="/:?=&%#")
        return self._open(
            urllib.request.Request(path if path.startswith("http") else self.base + path, headers={**(headers or {})})
        )

    def post(
        self, path: str, fields: Mapping[str, str | Sequence[str]], headers: Mapping[str, str] | None = None
    ) -> Page:
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        return self._open(urllib.request.Request(self.base + path, body, {**(headers or {})}))

    def letter(self, address: str) -> Page:
        """A letter, by the form of its case: the address of the form, behind ? what is filled in (form=docx&kind=…)."""
        path, _, filled = address.partition("?")
        case = path.rpartition("/")[0]
        return self.post(path, self.get(case).form(f"{case}/letter") | dict(urllib.parse.parse_qsl(filled)))

    def results(self, batch: str) -> bytes:
        """The workbook of results of a file whose rows were corrected, made anew by the form of its page."""
        fields = self.get(batch).form(f"{batch}/summary") | {"then": "results"}
        page = self.waited(self.post(f"{batch}/summary", fields))
        return (page if page.content[:2] == b"PK" else self.get(f"{batch}/results.xlsx")).content

    def send(self, path: str, fields: Mapping[str, str], name: str, content: bytes) -> Page:
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body = b"".join((*parts, head.encode(), content, f"\r\n--{mark}--\r\n".encode()))
        return self._open(
            urllib.request.Request(self.base + path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})
        )

    def upload(self, name: str, content: bytes) -> Page:
        """A file that is judged, waited for."""
        return self.waited(self.send("/judge/send", self.get("/judge").form("/judge/send"), name, content))

    def waited(self, page: Page) -> Page:
        """The page of work once it is done."""
        for _ in range(200):
            if 'http-equiv="refresh"' not in page.text:
                return page
            time.sleep(0.3)
            page = self.get(page.address)
        raise AssertionError(page.text)

"""How a window opens and closes, who may come in, and what every answer says to the browser."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.office.client import ROOT, Client, Window


def test_first_page_stands_within_five_seconds_of_the_first_start_and_two_later(tmp_path: Path) -> None:
    for limit in (5.0, 2.0):
        begun = time.monotonic()
        window = Window(tmp_path / "data")
        try:
            assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/\?token=[A-Za-z0-9_-]{30,}", window.address)
            client = Client(window)
            assert "条理" in client.get("/").text
            # On a machine that others use at the same time only the processor time says how long it takes; the benchmark has both.
            assert (window.processor_seconds() or time.monotonic() - begun) < limit
        finally:
            window.close()


def test_token_works_once_and_becomes_a_strict_cookie(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        first = Client(window, enter=False)
        assert first.get("/").status == 403
        assert first.get("/?token=wrong").status == 403
        page = first.get(window.address)
        cookie = page.headers["Set-Cookie"]
        assert page.status == 200
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert first.get("/judge").status == 200
        other = Client(window, enter=False)
        assert other.get(window.address).status == 403
        assert "只能用一次" in other.get("/judge").text
        assert first.get(window.address).status == 200, "who is in already stays in"
    finally:
        window.close()


def test_health_is_answered_to_anybody_and_nothing_else_is(window: Window) -> None:
    stranger = Client(window, enter=False)
    assert stranger.get("/healthz").status == 200
    for path in ("/", "/ask", "/judge", "/doc/qingdao-2023-18-medical", "/case/1", "/judge/form.xlsx", "/nothing"):
        assert stranger.get(path).status == 403, path
    assert stranger.post("/judge/new", {"编号": "1"}).status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "[::2]", ""])
def test_a_host_that_is_not_ours_is_refused_even_for_health(window: Window, client: Client, host: str) -> None:
    assert client.get("/judge", {"Host": host}).status == 400
    assert client.get("/healthz", {"Host": host}).status == 400


def test_every_answer_forbids_scripts_frames_and_other_hosts(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    for path in ("/", "/ask", "/judge", "/healthz", "/nothing", "/doc/qingdao-2023-18-medical"):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == policy
        assert headers["Referrer-Policy"] == "same-origin", "a browser that does not say where its forms come from"
        assert client.get(path, {"Sec-Fetch-Site": "none"}).headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_page_names_another_host_or_runs_a_script(client: Client) -> None:
    for path in ("/", "/ask?words=药店 距离", "/search?q=床位", "/doc", "/doc/henan-2025", "/judge", "/judge/new"):
        text = client.get(path).text
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text), path
        assert "<script" not in text
        assert " style=" not in text
        assert not re.search(r"\son[a-z]+=", text)


def test_a_form_of_another_origin_or_without_its_token_is_refused(client: Client) -> None:
    hidden = client.get("/judge/new").form("/judge/new")
    assert client.post("/judge/new", {"key": "x"}).status == 403
    assert client.post("/judge/new", hidden, {"Origin": "http://evil.example"}).status == 403


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        (None, None, 422),
        ("ours", None, 422),
        ("ours", "same-origin", 422),
        ("null", "same-origin", 422),
        ("ours", "none", 422),
        ("null", None, 403),
        ("null", "none", 403),
        ("null", "same-site", 403),
        ("null", "cross-site", 403),
        ("null", "same-origin, cross-site", 403),
        (None, "cross-site", 403),
        (None, "same-site", 403),
        ("http://evil.example", "same-origin", 403),
        ("http://evil.example", "cross-site", 403),
    ],
)
def test_a_form_without_an_origin_is_taken_only_where_the_browser_says_that_it_is_ours(
    window: Window, client: Client, origin: str | None, site: str | None, status: int
) -> None:
    """Under `no-referrer` browsers send `Origin: null` with forms (Fetch §3.2); `Sec-Fetch-Site` is theirs alone to write."""
    hidden = client.get("/judge/new").form("/judge/new")
    headers = {"Origin": window.base if origin == "ours" else origin, "Sec-Fetch-Site": site}
    given = {k: v for k, v in headers.items() if v is not None}
    # The form is empty: where it is let in, each field is asked for.
    assert client.post("/judge/new", hidden, given).status == status
    without = {k: v for k, v in hidden.items() if k != "csrfmiddlewaretoken"}
    assert client.post("/judge/new", without, given).status == 403, "the token is asked for all the same"
    wrong = hidden | {"csrfmiddlewaretoken": "a" * 64}
    assert client.post("/judge/new", wrong, given).status == 403


def test_what_is_too_large_is_refused_with_a_page_that_says_so(client: Client) -> None:
    page = client.send("/judge/send", client.get("/judge").form("/judge/send"), "大.xlsx", b"0" * (21 * 2**20))
    assert page.status == 413
    assert "不能超过 20 MB" in page.text


def test_database_is_safe_against_power_cuts_and_private(window: Window, client: Client) -> None:
    database = window.data / "tiaoli.sqlite3"
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    if os.name == "posix":
        fresh = window.data.parent / "private"
        other = Window(fresh)
        other.close()
        assert stat.S_IMODE(fresh.stat().st_mode) == 0o700


def test_two_windows_on_one_folder_are_told_and_a_port_in_use_is(window: Window) -> None:
    def faults(*options: str) -> str:
        command = [sys.executable, "-m", "reasoner.cli.main", "serve", *options]
        ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60, check=False)
        assert ended.returncode == 2
        assert ended.stdout == ""
        return ended.stderr

    assert "U171" in faults("--port", "0", "--data", str(window.data))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "U171" in faults("--port", str(taken.getsockname()[1]), "--data", str(window.data / "other"))
    assert "U240" in faults("--host", "203.0.113.9", "--port", "0", "--data", str(window.data / "third"))
    assert "U107" in faults("--port", "0", "--data", str(window.data / "tiaoli.sqlite3"))
    assert "U102" in faults("--port", "八千")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_closes_it_without_a_traceback(tmp_path: Path) -> None:
    window = Window(tmp_path)
    Client(window).get("/")
    window.process.send_signal(signal.SIGINT)
    assert window.process.wait(10) == 0
    assert window.process.stderr is not None
    text = window.process.stderr.read()
    assert "窗口已关闭" in text
    assert "Traceback" not in text


def test_check_never_imports_django_or_the_office() -> None:
    code = (
        "import sys; from reasoner.cli.main import main; from reasoner.driver.judging import DEMO\n"
        "assert main(['check', str(DEMO), '--json']) == 0\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'waitress') or m.startswith(('reasoner.office', 'reasoner.driver.window'))]"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_a_page_of_one_row_reads_nothing_of_the_contents_of_its_file() -> None:
    """A file of 20 MB is kept beside its rows; a page that asks for one of them must not bring it along."""
    code = (
        "import re; from pathlib import Path; from reasoner.office.configuration import configure\n"
        "configure(Path('.'), ('127.0.0.1',), 'x')\n"
        "from reasoner.office.store import with_files\n"
        "columns = re.findall(r'\"office_batch\".\"([a-z_]+)\"', str(with_files().query).partition(' FROM ')[0])\n"
        "assert 'name' in columns and not {'content', 'results', 'marked', 'outcome'} & set(columns), columns"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    views = (ROOT / "reasoner" / "office" / "views").glob("*.py")
    assert [p.name for p in views if 'select_related("batch")' in p.read_text(encoding="utf-8")] == []

"""Other users of the machine, and requests that no browser sends."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.office.abuse.hostile import raw
from tests.office.client import ROOT, Client, Window
from tests.office.district_workbook import district_workbook


def test_another_user_of_this_machine_without_the_token_sees_nothing(filled: tuple[Window, Client]) -> None:
    window, _ = filled
    code = (
        "from pathlib import Path; from reasoner.office.configuration import configure\n"
        "configure(Path('.'), ('127.0.0.1',), 'x')\nimport json; from tests.office.abuse.hostile import addresses\nprint(json.dumps(addresses()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    listed = [
        a for a in json.loads(ran.stdout) if a != "/healthz" and not a.startswith(("/static/", "/api/"))
    ]  # tests/office/test_programs.py has these
    assert len(listed) > 50
    stranger = Client(window, enter=False)
    guess = Client(window, enter=False)
    guess.adopt(f"tiaoli_{window.base.rpartition(':')[2]}", "x" * 43)
    for path in listed:
        for client in (stranger, guess):
            answer = client.get(path)
            assert answer.status == 403, path
            assert "CY-001" not in answer.text
            assert "规则库" not in answer.text, "not even by which rules this window judges"
            assert client.post(path, {"key": "x"}).status == 403, path
    assert stranger.get("/?token=" + "x" * 43).status == 403


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_no_other_user_reads_the_data_or_finds_the_token_in_the_list_of_processes(tmp_path: Path) -> None:
    window = Window(tmp_path / "data")
    try:
        client = Client(window)
        client.upload("区市报送.xlsx", district_workbook())
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
        token = window.address.partition("token=")[2]
        assert len(token) >= 32
        listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=False).stdout
        assert token not in listed
        for path in (tmp_path / "data").rglob("*"):
            if path.is_file():
                assert token.encode() not in path.read_bytes(), "it stands in memory alone"
    finally:
        window.close()


def test_requests_that_no_browser_sends_stop_nothing(filled: tuple[Window, Client]) -> None:
    window, client = filled
    head = b"POST /judge/send HTTP/1.1\r\nHost: HOST\r\nCookie: COOKIE\r\n"
    kind = b"Content-Type: multipart/form-data; boundary=x\r\n"
    cases = {
        "length too great": (head + kind + b"Content-Length: 999999999999\r\n\r\n", (b"413",)),
        "length below zero": (head + kind + b"Content-Length: -1\r\n\r\n", (b"400", b"403", b"413")),
        "two lengths": (head + kind + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", (b"400", b"403", b"413")),
        "no boundary": (head + b"Content-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\nabc", (b"400", b"403")),
        "half a form": (head + kind + b"Content-Length: 900\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"file\"", (b"400", b"")),
        "a header without end": (b"GET / HTTP/1.1\r\nX: " + b"a" * 400_000, (b"431", b"400", b"")),
        "no host": (b"GET / HTTP/1.1\r\nCookie: COOKIE\r\n\r\n", (b"400",)),
        "no request": (b"\x16\x03\x01\x02\x00", (b"400", b"")),
    }  # fmt: skip
    for name, (content, allowed) in cases.items():
        answer = raw(window, client, content)
        status = answer.split(b" ", 2)[1] if answer else b""
        assert status in allowed, (name, answer[:300])
        assert b"Traceback" not in answer
        assert client.get("/healthz").status == 200, name

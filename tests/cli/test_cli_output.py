"""Standard output in every encoding and for every reader."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import COMMAND, Tiaoli

Write = Callable[..., Path]

LEGACY = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_a_gb18030_terminal(tiaoli: Tiaoli, application: Write) -> None:
    done = tiaoli("check", application(), env={"PYTHONIOENCODING": "gb18030"})
    assert done.status == 0
    note = "".join(done.raw.decode("gb18030").split())
    assert "原则上不予新增" in note
    assert "?" not in note.replace("?采用:", "")  # a reading's question; else what the encoding lacks
    assert b"\r" not in done.raw


@pytest.mark.parametrize("command", [["demo"], ["documents"], ["clauses"], ["show", "3.1"]])
@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_characters_that_an_encoding_lacks_are_replaced(tiaoli: Tiaoli, command: list[str], encoding: str) -> None:
    done = tiaoli(*command, env={"PYTHONIOENCODING": encoding})
    assert (done.status, done.raw_error) == (0, b"")
    assert done.raw.decode(encoding)


def test_the_c_locale(tiaoli: Tiaoli, application: Write) -> None:
    done = tiaoli("check", application("a.json"), env=LEGACY | {"LC_ALL": "C"})
    assert done.status == 0
    assert b"3.1.p2" in done.raw
    assert tiaoli("check", application("a.json", 事项="无"), env=LEGACY | {"LC_ALL": "C"}).status == 2


def test_json_loses_no_character_in_any_encoding(tiaoli: Tiaoli, application: Write) -> None:
    path = application(机构={"名称": "𠀋龘医院", "类型": "综合医院", "所在地": "城阳区"})
    expected = tiaoli("check", path, "--json").json()
    assert {"subject": "机构", "fact": "名称", "value": "𠀋龘医院"} in expected["given"]
    for encoding in ("ascii", "gbk", "gb18030"):
        done = tiaoli("check", path, "--json", env={"PYTHONIOENCODING": encoding})
        assert json.loads(done.raw.decode(encoding)) == expected


def test_no_colour_outside_a_terminal(tiaoli: Tiaoli, application: Write) -> None:
    assert b"\x1b" not in tiaoli("check", application()).raw


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are a POSIX thing")
@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_in_a_terminal(
    environment: dict[str, str], application: Write, more: dict[str, str], coloured: bool
) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "check", str(application())], stdout=theirs, env=environment | {"TERM": "xterm"} | more
    ) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece
    os.close(ours)
    assert process.returncode == 0
    assert (b"\x1b[" in seen) is coloured


@pytest.mark.skipif(os.name == "nt", reason="pipes break otherwise there")
def test_a_reader_that_goes_away(environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [*COMMAND, "clauses", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0

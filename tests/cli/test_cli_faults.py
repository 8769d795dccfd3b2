"""Bad input and bad usage: status 2, every fault named, nothing half printed, never a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Tiaoli

Write = Callable[..., Path]


def test_all_faults_of_all_files_are_listed_and_no_verdict_is_printed(tiaoli: Tiaoli, application: Write) -> None:
    good, bad = application("好.json"), application("坏.json", 事项="新增购买住院床", 床位数="七十")
    done = tiaoli("check", good, bad, "没有.json")
    assert (done.status, done.out) == (2, "")
    assert "坏.json: 事项" in done.err
    assert "最接近的是“新增购买住院床位”" in done.err
    assert "坏.json: 床位数" in done.err
    assert "错误：没有.json" in done.err
    assert "共3处错误。" in done.err


def test_errors_as_json(tiaoli: Tiaoli, application: Write) -> None:
    done = tiaoli("check", application(日期="2024-02-30"), "--json")
    assert (done.status, done.err) == (2, "")
    [error] = done.json()["errors"]
    assert error["code"] == "F128"
    assert error["where"].endswith("日期")
    assert error["message"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["chek", "a.json"], "U101", "是否要写 tiaoli check?"),
        (["check"], "U102", "请写明：文件"),
        (["check", "a.json", "--jso"], "U102", "是否要写 --json?"),
        (["check", "a.json", "--as-of"], "U102", "--as-of：后面要写一个值"),
        (["check", "a.json", "--json", "--full"], "U102", "不能与 --json 同用"),
        (["check", "a.json", "--as-of", "2024-13-01"], "F128", "没有“2024-13-01”这一天"),
        (["check", "a.json", "--document", "qingdao-2023-18-medicl"], "U103", "qingdao-2023-18-medical"),
        (["show", "3.1.p99"], "U104", "qingdao-2023-18-medical/3.1.p2"),
        (["format", "没有.tiao"], "U106", "没有这个文件"),
        (["scaffold", "没有.txt", "--id", "x"], "U106", "没有这个文件"),
        (["scaffold", "没有.txt", "--id", "某市"], "U108", "小写字母"),
    ],
)
def test_each_misuse_has_its_code(tiaoli: Tiaoli, arguments: list[str], code: str, said: str) -> None:
    done = tiaoli(*arguments)
    assert done.status == 2
    text = done.err + done.out
    assert code in text
    assert said in text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[" * 10_000,
        b"\xff\xfe\x00",
        b"a: &a [*a, *a]",
        b'{"\xe7\xbc\x96\xe5\x8f\xb7": 1e999999999}',
        b"null",
    ],
)
def test_broken_files(tiaoli: Tiaoli, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert tiaoli("check", path).status == 2
    assert tiaoli("check", path, "--json").json()["errors"]


def test_help_is_chinese_and_succeeds(tiaoli: Tiaoli) -> None:
    for arguments in ((), ("--help",), ("check", "--help"), ("scaffold", "--help")):
        done = tiaoli(*arguments)
        assert done.status == 0
        assert "用法：tiaoli" in done.out
        assert "usage" not in done.out
        assert "show this help" not in done.out
    assert tiaoli("--version").out.startswith("tiaoli ")


def test_an_unexpected_error_is_a_message_with_file_and_place(
    tiaoli: Tiaoli, application: Write, tmp_path: Path
) -> None:
    """「U199 names neither file nor place」; the English of the error itself is for TIAOLI_DEBUG."""
    broken = {"PYTHONPATH": str(tmp_path)}
    (tmp_path / "sitecustomize.py").write_text(
        "import reasoner.interpreter.judge as d\ndef fail(*a): return 1 / 0\nd.judge = fail\n",
        encoding="utf-8",
    )
    done = tiaoli("check", application(), env=broken)
    assert done.status == 2
    assert "U199" in done.err
    assert "tiaoli check · QD-001" in done.err
    assert re.search(r"ZeroDivisionError，位置 reasoner/driver/judging\.py 第\d+行", done.err)
    assert "division by zero" not in done.err
    (tmp_path / "sitecustomize.py").write_text(
        "import reasoner.driver.judging as d\ndef fail(*a): return 1 / 0\nd.read_bytes = fail\n", encoding="utf-8"
    )
    done = tiaoli("check", application("甲.json"), application("乙.json"), env=broken)
    assert f"tiaoli check · {tmp_path / '甲.json'}\n" in done.err

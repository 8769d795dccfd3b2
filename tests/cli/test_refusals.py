"""Why a file cannot be read or written is told in Chinese, whoever tries."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from policy_dsl.ingest.atomic_write import unwritable, write_file
from policy_dsl.os_errors import refusal


def test_no_reason_is_in_english() -> None:
    for number in errno.errorcode:
        said = refusal(OSError(number, os.strerror(number)))
        assert "\u4e00" <= said[0] <= "\u9fff"
        assert os.strerror(number) not in said
    assert refusal(ValueError("embedded null byte")) == "名称不合法"


@pytest.mark.skipif(os.name == "nt", reason="the numbers are those of POSIX")
@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("没有/a", FileNotFoundError, "所在的目录不存在"),
        ("目录", IsADirectoryError, "它是目录,不是文件"),
        ("文件/a", NotADirectoryError, "路径中有一级是文件,不是目录"),
        ("长" * 200, OSError, "名称过长"),
        ("a\0b", OSError, "名称不合法"),
    ],
)
def test_a_file_that_cannot_be_put_down(tmp_path: Path, name: str, kind: type[OSError], why: str) -> None:
    (tmp_path / "目录").mkdir()
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(kind) as caught:
        write_file(tmp_path / name, b"x")
    assert caught.value.strerror == why
    assert unwritable(tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == before


def test_what_can_be_put_down_is(tmp_path: Path) -> None:
    for name in ("新.txt", "新.txt", "长" * 80):
        assert unwritable(tmp_path / name) == ""
        write_file(tmp_path / name, name.encode())
        assert (tmp_path / name).read_bytes() == name.encode()

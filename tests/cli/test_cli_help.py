"""Help as it looks in a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import os

import pytest

from policy_dsl.source_text import display_width
from reasoner.cli.usage import readable

from .conftest import Tiaoli

COMMANDS = ["compare", "check", "lint", "review", "report", "export", "validate", "show"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_of_help_fit_and_none_begins_with_a_closing_mark(tiaoli: Tiaoli, command: str, width: int) -> None:
    done = tiaoli(command, "--help", env={"COLUMNS": str(width)})
    assert done.status == 0
    lines = done.out.splitlines()
    assert max(map(display_width, lines)) <= width
    assert not [line for line in lines if line.strip()[:1] in set("。,;:、)」》") - {""}]


def test_help_on_options_begins_in_one_column(tiaoli: Tiaoli) -> None:
    lines = tiaoli("compare", "--help").out.splitlines()
    for option, text in (
        ("--as-of 日期", "适用日期"),
        ("--topics", "按主题"),
        ("-o 文件， --output 文件", "写成 .html"),
    ):
        (line,) = [x for x in lines if x.startswith(f"  {option} ")]
        before, found, _ = line.partition(text)
        assert (found, display_width(before)) == (text, 30)


@pytest.mark.skipif(os.name == "nt", reason="arguments are text on Windows")
def test_arguments_are_read_in_any_locale(tiaoli: Tiaoli) -> None:
    """LC_ALL=C: Python takes 青岛市 for bytes without a meaning; the command reads it, and finds files by name as before."""
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    done = tiaoli("compare", "青岛市", "济南市", "--topics", "--json", env=plain)
    assert [(e["code"], e["where"]) for e in done.json()["errors"]] == [("U134", "济南市")]


@pytest.mark.skipif(os.name == "nt", reason="arguments are text on Windows")
def test_names_of_files_stay_as_the_system_gave_them(tiaoli: Tiaoli, tmp_path: object) -> None:
    plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
    done = tiaoli("compare", "青岛市", "河南省", "--topics", "--html", "主题.html", env=plain)
    assert done.status == 0
    assert os.listdir(os.fspath(tmp_path)) == ["主题.html"]  # type: ignore[call-overload]  # fspath of a path is text


def test_only_what_could_not_be_read_is_read_again() -> None:
    written = "青岛市".encode().decode("ascii", "surrogateescape")
    assert readable("青岛市") == "青岛市"
    assert os.fsencode(readable(f"{written}.json")) == "青岛市.json".encode()
    assert readable(written) == "青岛市"

"""The short forms of the commands of this package; the long ones are for who changes how files are read or written.

「20,000 fuzzed inputs over all file kinds end in exit 0, 1 or 2 without an internal error; kill −9 at a
thousand random moments loses nothing acknowledged and leaves nothing after the next run, and a trace of system calls shows
the fsync before each acknowledgement」.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # the commands are run from the top

from policy_dsl.addresses import parse_address, parse_place
from reasoner.cli import serving
from reasoner.driver import document_lookup
from tests.robustness import fuzz, kill, synced
from tests.robustness.file_kinds import Kind, kinds

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks, signals and traces of POSIX")


@pytest.fixture(scope="module")
def all_kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kind]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("good")
        patch.setattr(os, "environ", dict(os.environ))
        fuzz.alone(folder)
        return kinds(folder)


def test_the_kinds_of_issue_15_are_all_there(all_kinds: dict[str, Kind]) -> None:
    listed = (
        "JSON", "JSON Lines", "YAML", "Turtle", "JSON-LD", "N-Triples", "xlsx", "xls", "csv", "ledger", "settings", "reviews", "lint",
        "mapping", "letter docx", "letter html", "letter pdf", "template", "verdict", "rules", "meta", "readings",
    )  # fmt: skip
    assert set(listed) <= set(all_kinds)
    assert all(kind.good and kind.runs for kind in all_kinds.values())


def test_an_input_is_made_anew_from_its_number(all_kinds: dict[str, Kind]) -> None:
    assert [fuzz.chosen(all_kinds, 7, n)[3] for n in range(40)] == [fuzz.chosen(all_kinds, 7, n)[3] for n in range(40)]
    assert len({fuzz.chosen(all_kinds, 7, n)[3] for n in range(40)}) > 35


@pytest.mark.parametrize(
    ("status", "text", "wrong"),
    [
        (0, "", False),
        (2, "错误：a.yaml\n  YAML 写法有误\n  代码：F105", False),
        (3, "", True),
        (2, "错误：tiaoli check\n  程序内部错误\n  代码：U199", True),
        (2, "Expected newline or end of document after a statement", True),
        (2, "Traceback (most recent call last)", True),
    ],
)
def test_what_should_not_happen_is_noticed(status: int, text: str, wrong: bool) -> None:
    assert bool(fuzz._wrong(status, text, b"")) is wrong


def run(module: str, *arguments: str) -> str:
    """A command of this package in a process of its own, which forks others; what it says."""
    command = [sys.executable, "-m", f"tests.robustness.{module}", *arguments]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    return done.stdout


def test_some_changed_files_of_all_kinds_end_in_0_1_or_2() -> None:
    assert "80 inputs, 0 wrong" in run("fuzz", "--count", "80", "--seed", "15", "--workers", "1")


def test_it_stops_by_itself_when_its_time_is_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    begun = time.monotonic()
    said = run("fuzz", "--seconds", "8", "--workers", "2").splitlines()
    assert time.monotonic() - begun < 60
    assert re.fullmatch(r"[0-9]+ inputs of 20000, out of time, 0 wrong, .*", said[-1])
    assert not list(tmp_path.iterdir())


def test_kill_9_loses_nothing_acknowledged_and_leaves_nothing_after_the_next_run() -> None:
    assert '"faults": 0' in run("kill", "--count", "12", "--seed", "15")


def test_kill_9_loses_no_recorded_verdict_and_the_next_start_is_clean() -> None:
    assert '"faults": 0' in run("kill", "--count", "16", "--seed", "19", "--only", "record")


def test_a_record_that_is_lost_and_a_file_that_is_half_written_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("own", kill.DOCUMENT, "reviews.toml")
    file.parent.mkdir(parents=True)
    file.write_text('[[review]]\nremark = "n3."\n')
    assert kill._missing("own", "reviews.toml", [3]) == ""
    assert kill._missing("own", "reviews.toml", [3, 4]) == "record 4 is lost"
    file.write_text('[[review]]\nremark = "n3')
    assert "half written" in kill._missing("own", "reviews.toml", [])
    Path("a.xlsx").write_bytes(b"PK\x03\x04")
    assert "half written" in kill._broken(".", 0)
    Path("a.xlsx").unlink()
    assert kill._broken(".", 1)


TRACE = """
1 mkdir("own", 0777)                = 0
1 fsync(3</w>)           = 0
1 mkdir("/w/own/.tiaoli-f022e57e", 0700) = 0
1 write(5</w/own/.tiaoli-f022e57e/0>, "x"..., 288) = 288
1 fsync(5</w/own/.tiaoli-f022e57e/0>) = 0
1 rename("/w/own/.tiaoli-f022e57e/0", "/w/own/reviews.toml") = 0
1 fsync(4</w/own>) = 0
1 write(1<pipe:[77]>, "\\345\\267\\262"..., 151) = 151
""".strip().splitlines()


def test_a_trace_without_one_of_its_fsyncs_is_noticed() -> None:
    assert synced.judged(TRACE, "/w") == ([], 1)
    for number, line in enumerate(TRACE):
        without = [*TRACE[:number], *TRACE[number + 1 :]]
        assert bool(synced.judged(without, "/w")[0]) is ("fsync" in line), line
    swapped = [*TRACE[:4], TRACE[5], TRACE[4], *TRACE[6:]]
    assert synced.judged(swapped, "/w")[0] == [
        "/w/own/reviews.toml: its content was not brought to the disk before it was renamed"
    ]
    late = [*TRACE[:6], TRACE[7], TRACE[6]]
    assert synced.judged(late, "/w")[0] == ["/w/own/reviews.toml: its folder was not brought to the disk"]


def test_a_call_that_another_thread_interrupts_counts_where_it_ends() -> None:
    between = [
        "1 fsync(5</w/own/.tiaoli-f022e57e/0> <unfinished ...>",
        "2 fsync(9</w/a>) = 0",
        "1 <... fsync resumed>) = 0",
    ]
    assert synced.judged([*TRACE[:4], *between, *TRACE[5:]], "/w") == ([], 1)
    late = [*TRACE[:4], between[0], TRACE[5], between[2], *TRACE[6:]]
    assert len(synced.judged(late, "/w")[0]) == 1


APPENDED = """
1 openat(AT_FDCWD</w>, "record/record.jsonl", O_RDWR|O_CREAT|O_APPEND|O_NOFOLLOW|O_CLOEXEC, 0666) = 4</w/record/record.jsonl>
1 fsync(5</w/record>) = 0
1 write(4</w/record/record.jsonl>, "{\"at\":"..., 5000) = 5000
1 fsync(4</w/record/record.jsonl>) = 0
1 write(1<pipe:[77]>, "{"..., 151) = 151
""".strip().splitlines()


def test_a_verdict_that_is_told_before_its_record_is_on_the_disk_is_noticed() -> None:
    assert synced.judged(APPENDED, "/w") == ([], 0)
    for number, line in enumerate(APPENDED):
        without = [*APPENDED[:number], *APPENDED[number + 1 :]]
        assert bool(synced.judged(without, "/w")[0]) is ("fsync" in line), line
    swapped = [*APPENDED[:3], APPENDED[4], APPENDED[3]]
    assert synced.judged(swapped, "/w")[0] == ["/w/record/record.jsonl: what was appended was not brought to the disk"]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_what_is_said_to_be_written_is_on_the_disk() -> None:
    try:
        wrong, renamed = synced.check(("sign", "results", "record", "record again"))
    except RuntimeError as error:  # a sandbox may forbid to trace
        pytest.skip(str(error)[:80])
    # The rule base and the texts beside the record are renamed into place.
    assert (wrong, renamed) == ([], 4)


LONG = "9" * 5000


@pytest.mark.parametrize(
    ("read", "answer"),
    [
        (lambda: parse_address(f"1.p1.s{LONG}"), None),
        (lambda: parse_address(f"a{LONG}.p1"), None),
        (lambda: parse_address(f"c1_{LONG}"), None),
        (lambda: parse_place(f"第{LONG}条"), None),
        (lambda: parse_place(f"第三部分第(一)项第{LONG}段"), None),
        (lambda: document_lookup._number(f"青医保发〔2023〕{LONG}号"), ""),
    ],
)
def test_a_number_of_five_thousand_digits_is_no_number(read: Callable[[], object], answer: object) -> None:
    # Found by the fuzz: no text has a million parts, and Python refuses to read such a number.
    assert read() == answer


def test_nor_is_it_a_port() -> None:
    with pytest.raises(ArgumentTypeError):
        serving._port(LONG)

"""Many letters at once: by several processes, in their order, byte for byte the same; all or none."""

from __future__ import annotations

import copy
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver import letter_files
from reasoner.letters import letter_desk, worker_processes
from reasoner.letters.worker_processes import values
from reasoner.render.letter_model import Letter

EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all")


def _applications(folder: Path, number: int) -> Path:
    made = [copy.deepcopy(EXAMPLES[i % len(EXAMPLES)]["application"]) | {"编号": f"甲-{i}"} for i in range(number)]
    path = folder / "申请.json"
    path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return path


def _processors(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_processes, "_processors", lambda: number)


@pytest.mark.parametrize("processors", [1, 2, 3, 64])
def test_values_come_in_their_order(processors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _processors(processors, monkeypatch)
    assert list(values(lambda i: i * i, 203)) == [i * i for i in range(203)]


def test_no_more_processes_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    _processors(64, monkeypatch)
    assert len(set(values(lambda _: os.getpid(), 1000)) - {os.getpid()}) <= worker_processes.MOST


def test_the_first_exception_is_raised_and_no_later_value_given(monkeypatch: pytest.MonkeyPatch) -> None:
    _processors(2, monkeypatch)

    def work(index: int) -> int:
        if index in (70, 90):
            raise ValueError(index)
        return index

    done: list[int] = []
    with pytest.raises(ValueError, match="70"):
        done.extend(values(work, 200))
    assert done == list(range(len(done)))
    assert len(done) <= 70


@LINUX
def test_where_the_system_takes_a_process_away_the_rest_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    _processors(2, monkeypatch)
    here = os.getpid()

    def work(index: int) -> int:
        if index == 60 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return index

    assert list(values(work, 120)) == list(range(120))


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_letters_are_the_same_however_many_processes_make_them(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _applications(tmp_path, 60)
    made = []
    for processors in (1, 2):
        _processors(processors, monkeypatch)
        folder = tmp_path / str(processors)
        lines = letter_files.report([path], str(folder / f"{{编号}}{suffix}")).lines
        assert [line.partition(":")[0] for line in lines] == [f"甲-{i}" for i in range(60)]
        made.append({f.name: f.read_bytes() for f in folder.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 60


@pytest.mark.parametrize("processors", [1, 2])
def test_the_application_whose_letter_fails_is_named_and_nothing_is_written(
    processors: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policy_dsl.diagnostics import Diagnostic

    _processors(processors, monkeypatch)
    rendered = letter_desk.render

    def failing(letter: Letter, carried: str, *rest: object) -> bytes:
        if letter.fields["编号"] == "甲-57":
            raise Faults([Diagnostic("T105", "模板", "漏了必须写明的内容")])
        return rendered(letter, carried, *rest)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(letter_desk, "render", failing)
    folder = tmp_path / "文书"
    with pytest.raises(Faults) as refused:
        letter_files.report([_applications(tmp_path, 60)], f"{folder}/")
    (fault,) = refused.value.diagnostics
    assert (fault.code, fault.where) == ("T105", "模板(编号 甲-57)")
    assert not folder.exists()


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    letter_files.report(
        [_applications(tmp_path, 5)], f"{tmp_path}/文书/", progress=lambda done, of: told.append((done, of))
    )
    assert told == [(i, 5) for i in range(1, 6)]


@LINUX
def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    path, folder = _applications(tmp_path, 400), tmp_path / "文书"
    tiaoli = Path(sys.executable).with_name("tiaoli")
    for seconds in (0.6, 1.5):
        process = subprocess.Popen(
            [tiaoli, "report", path, "-o", f"{folder}/"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
        )  # fmt: skip
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=60)
        if process.returncode != 0:
            assert process.returncode == 130 or "KeyboardInterrupt" in error.decode()
            assert not folder.exists() or not list(folder.iterdir())
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)

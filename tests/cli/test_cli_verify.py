"""`tiaoli verify` as its user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from written_json import hold, writes_json

TIAOLI = str(Path(sys.executable).with_name("tiaoli"))
EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([TIAOLI, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=60)
    if writes_json(arguments):
        hold(arguments, done.stdout, done.returncode)
    return done


@pytest.fixture
def verdicts(tmp_path: Path) -> Path:
    applications = tmp_path / "申请.json"
    applications.write_text(json.dumps([e["application"] for e in EXAMPLES], ensure_ascii=False), encoding="utf-8")
    checked = run("check", str(applications), "--json")
    assert checked.returncode == 0
    file = tmp_path / "研判.json"
    file.write_text(checked.stdout, encoding="utf-8")
    return file


def test_genuine_verdicts_hold(verdicts: Path) -> None:
    done = run("verify", str(verdicts))
    assert done.returncode == 0
    assert done.stdout.count("证明成立") == len(EXAMPLES)


def test_a_changed_rate_is_named(verdicts: Path) -> None:
    data: list[dict[str, Any]] = json.loads(verdicts.read_text(encoding="utf-8"))
    data[0]["facts"][0]["value"] += "1"
    verdicts.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    done = run("verify", str(verdicts))
    assert done.returncode == 1
    assert "facts[0].value" in done.stdout
    told = json.loads(run("verify", str(verdicts), "--json").stdout)
    assert [t["holds"] for t in told] == [False] + [True] * (len(EXAMPLES) - 1)


@pytest.mark.parametrize("text", ["{}", "[]", "[1]", '"x"', '{"outcome": "barred"}', "[[[]]]", "null"])
def test_what_is_no_verdict_is_status_2(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    done = run("verify", str(file))
    assert done.returncode == 2
    assert "U120" in done.stderr
    assert "Traceback" not in done.stderr


def test_verdicts_of_other_rules_are_status_2(verdicts: Path) -> None:
    data = json.loads(verdicts.read_text(encoding="utf-8"))
    document = next(iter(data[1]["receipt"]["documents"]))
    data[1]["receipt"]["documents"][document] = "0" * 64
    verdicts.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    done = run("verify", str(verdicts))
    assert done.returncode == 2
    assert "U121" in done.stderr


def test_verdicts_of_the_first_form_are_told_so(verdicts: Path) -> None:
    data = json.loads(verdicts.read_text(encoding="utf-8"))
    del data[0]["schema"]
    verdicts.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    done = run("verify", str(verdicts))
    assert (done.returncode, "U122" in done.stderr, "第1版" in done.stderr) == (2, True, True)


def test_a_deep_or_broken_file_is_status_2(tmp_path: Path) -> None:
    for text in ("[" * 10_000, '{"a": ', "\x00"):
        file = tmp_path / "x.json"
        file.write_text(text, encoding="utf-8")
        done = run("verify", str(file))
        assert done.returncode == 2
        assert "Traceback" not in done.stderr

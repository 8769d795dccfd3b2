"""`tiaoli check --under`: an application judged as if it lay in another city, its facts rebound by role."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TIAOLI = str(Path(sys.executable).with_name("tiaoli"))
EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([TIAOLI, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=60)


@pytest.fixture
def beds(tmp_path: Path) -> str:
    file = tmp_path / "申请.json"
    file.write_text(json.dumps(EXAMPLES[0]["application"], ensure_ascii=False), encoding="utf-8")
    return str(file)


def test_the_county_s_rate_becomes_the_other_county_s(beds: str) -> None:
    verdict = json.loads(run("check", beds, "--under", "胶州市", "--json").stdout)
    assert (verdict["region"], verdict["under"]) == ("370281", "370281")
    assert verdict["outcome"] == "presumptively_barred"
    assert {"fact": "床位使用率", "of": "胶州市", "value": "74%", "as_at": "2024-03-31"} in verdict["facts"]
    assert any("不是对本申请的研判" in w for w in verdict["warnings"])


def test_a_management_area_takes_the_county_s_rate(beds: str) -> None:
    verdict = json.loads(run("check", beds, "--under", "市南区", "--json").stdout)
    assert [f["of"] for f in verdict["facts"] if f["fact"] == "床位使用率"] == ["市本级"]


def test_a_city_without_a_rule_on_the_matter_is_silent(beds: str) -> None:
    verdict = json.loads(run("check", beds, "--under", "晋江市", "--json").stdout)
    assert verdict["outcome"] == "not_regulated"


def test_its_proof_holds_and_an_unknown_place_is_bad_input(beds: str, tmp_path: Path) -> None:
    file = tmp_path / "研判.json"
    file.write_text(run("check", beds, "--under", "郑州市", "--as-of", "2026-01-05", "--json").stdout, encoding="utf-8")
    assert run("verify", str(file)).returncode == 0
    bad = run("check", beds, "--under", "火星")
    assert bad.returncode == 2
    assert "F118" in bad.stderr

"""`tiaoli check --under`: an application judged as if it lay in another city, its facts rebound by role."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

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
    rate = {"fact": "床位使用率", "of": "胶州市", "value": "74%", "as_at": "2024-03-31", "origin": None, "source": None}
    assert rate in verdict["facts"]
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


COUNTS: dict[str, Any] = {
    "编号": "QD-9",
    "事项": "新增个人账户定点",
    "日期": "2025-12-01",
    "机构": {"名称": "某医院", "类型": "综合医院", "所在地": "市南区"},
    "指标": [
        {"地区": "市南区", "名称": "定点医药机构数", "数值": 300, "时点": "2025-09"},
        {"地区": "青岛市", "名称": "定点医药机构数", "数值": 500, "时点": "2025-09"},
        {"地区": "济源市", "名称": "定点医药机构数", "数值": 900, "时点": "2025-09"},
        {"地区": "市南区", "名称": "医疗费用增长率", "数值": "3%", "时点": "2024"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2024"},
    ],
}
"""Of the county and of the city; the rules of Henan read how many institutions there are of both, and no growth."""


def under(tmp_path: Path, application: dict[str, Any], there: str) -> dict[str, Any]:
    file = tmp_path / "申请.json"
    file.write_text(json.dumps(application, ensure_ascii=False), encoding="utf-8")
    verdict: dict[str, Any] = json.loads(run("check", str(file), "--under", there, "--json").stdout)
    proof = tmp_path / "研判.json"
    proof.write_text(json.dumps(verdict, ensure_ascii=False), encoding="utf-8")
    assert run("verify", str(proof)).returncode == 0
    return verdict


def given_of_places(verdict: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Subject, fact and value of what a verdict holds of regions."""
    return {(g["subject"], g["fact"], g["value"]) for g in verdict["given"] if g["subject"] not in ("申请", "机构")}


def test_each_word_keeps_its_own_facts(tmp_path: Path) -> None:
    """济源市 is county and city in one: the applicant's county and city stay apart there, in whatever order they come."""
    verdict = under(tmp_path, COUNTS, "济源市")
    assert given_of_places(verdict) == {
        ("本区县:419001", "定点医药机构数", "300"), ("本统筹区:419001", "定点医药机构数", "500")
    }  # fmt: skip
    assert [(f["of"], f["value"]) for f in verdict["facts"] if f["fact"] == "定点医药机构数"] == [
        ("济源市(本统筹区)", "500")
    ]
    turned = under(tmp_path, COUNTS | {"指标": COUNTS["指标"][::-1]}, "济源市")
    assert turned == verdict


def test_what_was_said_of_the_other_place_is_no_fact_of_the_applicant(tmp_path: Path) -> None:
    there = COUNTS | {"指标": [COUNTS["指标"][2]]}
    verdict = under(tmp_path, there, "济源市")
    assert given_of_places(verdict) == set()


def test_places_that_are_one_there_are_named_with_their_words(tmp_path: Path) -> None:
    """市南区 lies in 市本级; 崂山区 is county and management area: of which of the two a figure is, is said."""
    use = [
        {"地区": "市南区", "名称": "床位使用率", "数值": "90%", "时点": "2024-03-31"},
        {"地区": "市本级", "名称": "床位使用率", "数值": "60%", "时点": "2024-03-31"},
    ]
    beds = {**EXAMPLES[0]["application"], "指标": use}
    beds["机构"] = {**beds["机构"], "所在地": "市南区"}
    verdict = under(tmp_path, beds, "崂山区")
    assert verdict["outcome"] == "presumptively_barred"
    rate = [f for f in verdict["facts"] if f["fact"] == "床位使用率"]
    known = {"value": "60%", "as_at": "2024-03-31", "origin": None, "source": None}
    assert rate == [{"fact": "床位使用率", "of": "崂山区(所在医保管理区域)"} | known]

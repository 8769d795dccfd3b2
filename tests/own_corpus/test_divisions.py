"""Every county of GB/T 2260 is known by name and code; of one that no document covers it is said that nothing is held for it.

CONTRACT §2: `not_regulated` says which of four kinds, 「nothing held for the region」 among them; DESIGN: 「a city not held stays
尚未收录本地区文件」. The table is that of the Ministry of Civil Affairs (divisions.csv names source and year).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_corpus import Run, application, forget, runner

from policy_dsl import divisions
from policy_dsl.divisions import division_of, divisions_called, former_divisions
from policy_dsl.vocabulary import Vocabulary, VocabularyData
from reasoner.driver.current_rule_base import rule_base

NOT_HELD = "尚未收录本地区文件"


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """The verdict on an application from a place, and whether it is verified; or the faults."""
    monkeypatch.delenv("TIAOLI_CORPUS", raising=False)
    run: Run = runner(capsys)

    def judge(place: str) -> tuple[dict[str, Any], int]:
        file, verdict = tmp_path / "申请.json", tmp_path / "v.json"
        file.write_text(json.dumps(application(place=place), ensure_ascii=False), encoding="utf-8")
        status, out, _ = run("check", str(file), "--json")
        verdict.write_text(out, encoding="utf-8")
        return json.loads(out), run("verify", str(verdict))[0] if status == 0 else 2

    return judge


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("烟台市", "370600"),
        ("烟台", "370600"),
        ("370602", "370602"),
        ("芝罘区", "370602"),
        ("山东省烟台市芝罘区", "370602"),
        ("烟台市芝罘区", "370602"),
        ("荣成", "371082"),
        ("海淀区", "110108"),
        ("济源市", "419001"),
        ("石河子市", "659001"),
        ("下花园区", "130706"),
        ("西沙区", "460302"),
        ("延边朝鲜族自治州", "222400"),
    ],
)
def test_a_place_of_which_nothing_is_held_is_known(place: str, code: str, judged: Callable[..., Any]) -> None:
    verdict, verified = judged(place)
    assert (verdict["region"], verified) == (code, 0)
    if code == "419001":  # Henan's guidance covers it
        return
    assert (verdict["outcome"], verdict["label"]) == ("not_regulated", NOT_HELD)
    assert verdict["why"] == "尚未收录机构所在地区的文件,不表示该地区没有规定"


def test_what_is_written_otherwise_is_announced(judged: Callable[..., Any]) -> None:
    assert judged("芝罘区")[0]["warnings"] == []
    assert judged("烟台市芝罘区")[0]["warnings"] == ["所在地写的是「烟台市芝罘区」,按芝罘区读,请核对。"]


def test_a_name_of_several_counties_is_asked(judged: Callable[..., Any]) -> None:
    faults, _ = judged("朝阳区")
    assert {e["code"] for e in faults["errors"]} == {"F119"}
    assert "北京市朝阳区(110105)" in faults["errors"][0]["message"]
    assert "吉林省长春市朝阳区(220104)" in faults["errors"][0]["message"]


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("370284", "胶南市(370284)已于2012年停用,原区域现属山东省青岛市黄岛区(370211)"),
        ("崇文区", "崇文区(110103)已于2010年停用,原区域现属北京市东城区(110101)"),
        ("110104", "宣武区(110104)已于2010年停用,原区域现属北京市西城区(110102)"),
    ],
)
def test_a_code_out_of_use_leads_to_what_the_place_belongs_to(
    place: str, hint: str, judged: Callable[..., Any]
) -> None:
    faults, _ = judged(place)
    assert (faults["errors"][0]["code"], faults["errors"][0]["hint"]) == ("F118", hint)


@pytest.mark.parametrize("place", ["某某县", "999999", "000000", "37060", "山东省", "370000", "延边"])
def test_what_is_no_place_of_an_institution_is_refused(place: str, judged: Callable[..., Any]) -> None:
    faults, _ = judged(place)
    assert {e["code"] for e in faults["errors"]} <= {"F118", "F120"}


def test_a_region_that_is_no_division_does_not_verify(judged: Callable[..., Any], tmp_path: Path) -> None:
    from reasoner.proof.check_proof import check_proof

    verdict, _ = judged("芝罘区")
    for other in ("370699", "370000", "99"):
        assert check_proof(verdict | {"region": other}, rule_base().plain, {})


def test_every_division_of_the_table_has_its_place_above() -> None:
    for division in divisions._divisions():
        chain = Vocabulary(VocabularyData((), ())).chain(division.code)
        assert chain[-1][2:] == "0000"
        assert division in divisions_called(division.code)
    assert (
        len(divisions._divisions()) == 3213
    )  # 34 of provinces, 333 of prefectures, 2846 of counties at the end of 2024


def test_successors_are_divisions_in_use() -> None:
    for code, *_ in divisions._former():
        for former in former_divisions(code):
            assert all(division_of(s.code) == s for s in former.successors)


def test_the_ontology_agrees_with_the_table() -> None:
    for region in rule_base().vocabulary.data.regions:
        if region.level not in ("area", "nation"):
            division = division_of(region.code)
            assert division is not None
            assert (division.name, division.level, division.parent) == (region.name, region.level, region.parent)


def test_a_check_of_a_place_that_is_held_reads_no_table() -> None:
    """「a table read only on a miss … at no cost to a cold start」."""
    code = (
        "import sys\nfrom reasoner.cli.main import main\nmain(['demo', ])\n"
        "sys.exit('policy_dsl.divisions' in sys.modules and sys.modules['policy_dsl.divisions']._divisions.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(autouse=True)
def _anew() -> Any:
    yield
    forget()


@pytest.mark.parametrize(
    ("place", "code", "read"),
    [
        ("潍坊市奎文区东关街道", "370705", "奎文区"),
        ("奎文区东关街道", "370705", "奎文区"),
        ("山东省潍坊市奎文区胜利东街5号", "370705", "奎文区"),
        ("寿光市圣城街道", "370783", "寿光市"),
        ("济南市市中区某街道", "370103", "市中区"),
        ("枣庄市市中区某街道", "370402", "市中区"),
        ("北京市朝阳区望京街道", "110105", "朝阳区"),
        ("东莞市南城街道", "441900", "东莞市"),
    ],
)
def test_a_street_behind_a_place_of_which_nothing_is_held_is_read_and_told(
    place: str, code: str, read: str, judged: Callable[..., Any]
) -> None:
    verdict, verified = judged(place)
    assert (verdict["region"], verdict["label"], verified) == (code, NOT_HELD, 0)
    assert verdict["warnings"] == [f"所在地写的是「{place}」,按{read}读,请核对。"]


@pytest.mark.parametrize(
    ("place", "code", "words"),
    [
        ("朝阳区望京街道", "F119", "北京市朝阳区(110105)"),
        ("市中区某街道", "F119", "山东省枣庄市市中区(370402)"),
        ("潍坊市东关街道", "F118", "写明是山东省潍坊市的哪个区县"),
        ("青岛市流亭街道", "F118", "写明是山东省青岛市的哪个区县"),
        ("潍坊市奎文区高新区某街道", "F118", "没有收录地区"),
        ("无此市无此区某街道", "F118", "没有收录地区"),
        ("奎文区附近", "F118", "没有收录地区"),
    ],
)
def test_a_street_of_which_the_county_is_not_known_is_asked(
    place: str, code: str, words: str, judged: Callable[..., Any]
) -> None:
    faults, _ = judged(place)
    (fault,) = [e for e in faults["errors"] if e["where"].endswith("机构.所在地")]
    assert fault["code"] == code
    assert words in fault["message"] + fault.get("hint", "")

"""`tiaoli ingest -o 规则库/370700/…`: the folder says which region the document covers, and what the text says otherwise is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from policy_dsl.drafting.ingest_report import IngestReport
from reasoner.driver.document_region import region_of_folder, region_of_words
from reasoner.driver.ingesting import Request, ingest

TEXT = "{city}定点医疗机构资源配置规划\n一、任务\n各区县应当加强管理。\n{city}医疗保障局\n2026年1月20日\n"


def written(tmp_path: Path, below: str, city: str = "潍坊市", region: str = "") -> IngestReport:
    source = tmp_path / "来文.txt"
    source.write_text(TEXT.format(city=city), encoding="utf-8")
    return ingest(Request(source, tmp_path / "规则库" / below, region=region))


def region(report: IngestReport) -> tuple[str, str, str]:
    return next((f.value, f.state, f.basis) for f in report.fields if f.name == "region")


def test_the_region_is_that_of_the_folder(tmp_path: Path) -> None:
    report = written(tmp_path, "370700/weifang-2026-5/2026-01-20")
    assert region(report) == ("370700", "所给", "写入的目录 370700")
    assert report.document == "weifang-2026-5"
    assert report.notices == ()


def test_what_the_issuer_says_otherwise_is_told(tmp_path: Path) -> None:
    report = written(tmp_path, "370200/qingdao-2026-5/2026-01-20")
    assert region(report)[0] == "370200"
    (notice,) = report.notices
    assert notice.note.startswith("R121")
    assert "370700" in notice.note
    assert "潍坊市医疗保障局" in notice.note


@pytest.mark.parametrize("code", ["370705", "370000"])
def test_a_county_of_the_issuer_or_the_province_above_it_is_no_contradiction(tmp_path: Path, code: str) -> None:
    assert written(tmp_path, f"{code}/some-2026-5/2026-01-20").notices == ()


@pytest.mark.parametrize(
    ("below", "named", "codes"),
    [
        ("370799/a-1/2026-01-20", "", ["F118"]),
        ("370700/a-1/2026-01-20", "青岛市", ["C117"]),
        ("370700/a-1/2026-01-20", "无此市", ["F118"]),
        ("a-1/2026-01-20", "市中区", ["F119"]),
    ],
)
def test_a_region_that_is_none_or_two_regions_are_refused_and_nothing_is_written(
    tmp_path: Path, below: str, named: str, codes: list[str]
) -> None:
    with pytest.raises(Faults) as caught:
        written(tmp_path, below, region=named)
    assert [d.code for d in caught.value.diagnostics] == codes
    assert not (tmp_path / "规则库").exists()


def test_without_either_the_words_say_it(tmp_path: Path) -> None:
    assert region(written(tmp_path, "weifang-2026-5"))[:2] == ("370700", "拟")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("潍坊市医疗保障局", "370700"),
        ("山东省潍坊市医疗保障局", "370700"),
        ("枣庄市市中区医疗保障局", "370402"),
        ("青岛市崂山区医疗保障局", "370212"),
        ("市中区医疗保障局", ""),
        ("医疗保障局", ""),
    ],
)
def test_the_area_that_words_name_is_the_lowest_one(words: str, code: str) -> None:
    assert region_of_words()(words)[0] == code


@pytest.mark.parametrize(
    ("folder", "code"),
    [("/规则库/370700/a-1/2026-01-20", "370700"), ("/规则库/370700/a-1", "370700"), ("/2026/a-1", ""), ("/a", "")],
)
def test_the_code_of_a_folder(folder: str, code: str) -> None:
    assert region_of_folder(Path(folder)) == code

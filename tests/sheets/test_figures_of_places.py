"""A figure of a region in a column of applications: read only where a person says whose it is, and only if all rows agree.

CONTRACT §1: 床位使用率 is one of the "Indicators of a region (`指标.名称`)"; a table 申请 has "a row each, flat headers". A column
床位使用率(%) beside hospitals may as well be the rate of each hospital, so that nobody but a person can say that it is not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import workbooks
from reasoner.driver.batch_input import BatchOptions
from reasoner.model.kinds import Origin
from reasoner.model.verdict import Verdict

HEADERS = ["编号", "事项", "日期", "机构名称", "类型", "所在地", "床位类别", "床位数", "床位使用率(%)"]
BEDS = ["新增购买住院床位", "2024-05-01", "示例医院", "综合医院"]
SHOP = ["P-1", "新增定点零售药店", "2024-05-01", "甲药房", "零售药店", "城阳区", None, None]
SAYS = {"申请": {"床位使用率(%)": "床位使用率"}}


def beds(number: str, rate: Any, county: str | None = "城阳区") -> list[Any]:
    return [number, *BEDS, county, "综合", 100, rate]


def table(
    path: Path, rows: Sequence[Sequence[Any]], figures: Sequence[Sequence[Any]] = (), *, more: Sequence[str] = ()
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请"
    for row in ([*HEADERS, *more], *rows):
        sheet.append(row)
    if figures:
        rates = book.create_sheet("指标")
        for row in (["地区", "名称", "数值"], *figures):
            rates.append(row)
    book.save(path)
    return path


def judged(
    folder: Path, rows: Sequence[Sequence[Any]], says: dict[str, Any] | None = SAYS, **made: Any
) -> tuple[list[Verdict], list[Diagnostic], list[str]]:
    """The verdicts, the faults of rows, and what is told of the reading."""
    saved = None
    if says is not None:
        saved = folder / "对应.json"
        saved.write_text(json.dumps(says, ensure_ascii=False), encoding="utf-8")
    verdicts, _, batch = workbooks.check([table(folder / "申请.xlsx", rows, **made)], BatchOptions(saved_mapping=saved))
    return list(verdicts), batch.faults, batch.notes


def cells(faults: Sequence[Diagnostic]) -> list[tuple[str, str]]:
    return [(f.code, f.where.rpartition(": ")[2]) for f in faults]


def outcomes(verdicts: Sequence[Verdict]) -> dict[str, str]:
    return {v.application: v.outcome.value for v in verdicts}


def test_it_is_not_read_where_nobody_says_whose_it_is(tmp_path: Path) -> None:
    verdicts, faults, notes = judged(tmp_path, [beds("A-1", 74), beds("A-2", 80, "崂山区")], None)
    assert not faults
    assert outcomes(verdicts) == {"A-1": "undetermined", "A-2": "undetermined"}
    assert any("床位使用率(%)" in n and "没有读" in n and "机构自己的" in n and "写入指标表" in n for n in notes)


def test_it_is_the_figure_of_the_place_of_the_row(tmp_path: Path) -> None:
    # 3.1.p2: 「医保管理区域(市本级、崂山区、…城阳区…)内床位使用率低于75%的」: 74% is lower, 80% is not.
    rows = [beds("A-1", 74), beds("A-2", "74%"), beds("A-3", None), beds("A-4", 80, "崂山区")]
    verdicts, faults, notes = judged(tmp_path, rows)
    assert not faults
    told = outcomes(verdicts)
    assert {told[n] for n in ("A-1", "A-2", "A-3")} == {"presumptively_barred"}
    assert told["A-4"] != "presumptively_barred"
    for verdict in verdicts:
        (rate,) = (g for g in verdict.given if g.fact == "床位使用率")
        assert rate.value == ("0.8" if verdict.application == "A-4" else "0.74")
        assert rate.origin is Origin.APPLICATION
    assert any("「床位使用率(%)」按对应文件读作所在地区的床位使用率" in n for n in notes)


def test_where_rows_of_a_place_differ_none_that_reads_it_is_judged(tmp_path: Path) -> None:
    rows = [beds("A-1", 74), beds("A-2", 76), beds("A-3", None), [*SHOP, None], beds("A-4", 80, "崂山区")]
    verdicts, faults, _ = judged(tmp_path, rows)
    assert [v.application for v in verdicts] == ["P-1", "A-4"]
    assert cells(faults)[0] == ("F131", "申请!I3")
    assert "74%" in faults[0].message
    assert "76%" in faults[0].message
    assert [c for c in cells(faults) if c[0] == "S127"] == [("S127", f"申请!A{r}") for r in (2, 3, 4)]


def test_a_figure_that_cannot_be_read_is_a_fault_of_those_who_read_it(tmp_path: Path) -> None:
    verdicts, faults, _ = judged(tmp_path, [beds("A-1", "七成"), [*SHOP, None], beds("A-4", 80, "崂山区")])
    assert [v.application for v in verdicts] == ["P-1", "A-4"]
    assert cells(faults) == [("F123", "申请!I2"), ("S127", "申请!A2")]


@pytest.mark.parametrize("county", [None, "不详"])
def test_without_a_place_it_is_nobodys(tmp_path: Path, county: str | None) -> None:
    verdicts, faults, _ = judged(tmp_path, [beds("A-1", 74, county), beds("A-4", 80, "崂山区")])
    assert [v.application for v in verdicts] == ["A-4"]
    assert cells(faults) == [("F114", "申请!I2")]


def test_a_place_that_is_not_known_is_a_fault_of_its_row_alone(tmp_path: Path) -> None:
    verdicts, faults, _ = judged(tmp_path, [beds("A-1", 74, "城阳去"), beds("A-2", 74), beds("A-4", 80, "崂山区")])
    assert [v.application for v in verdicts] == ["A-2", "A-4"]
    assert cells(faults) == [("F118", "申请!F2")]


def test_a_list_that_says_the_same_again_says_it_twice(tmp_path: Path) -> None:
    # CONTRACT §1: "The same fact with the same 时点 (or none) twice is an error".
    rows = [beds("A-1", 74), beds("A-4", 80, "崂山区")]
    verdicts, faults, _ = judged(tmp_path, rows, figures=[["城阳区", "床位使用率", "74%"]])
    assert [v.application for v in verdicts] == ["A-4"]
    assert {c for c, _ in cells(faults)} == {"F131", "S127"}


def test_its_day_and_source_stand_in_columns_of_its_own(tmp_path: Path) -> None:
    rows = [[*beds("A-1", 74), "2024-03-31", "结算报表"], [*beds("A-2", 76), "2023-12-31", "结算报表"]]
    says = {"申请": {**SAYS["申请"], "统计日": "床位使用率·时点", "出处": "床位使用率·来源"}}
    verdicts, faults, _ = judged(tmp_path, rows, says, more=("统计日", "出处"))
    assert not faults
    assert [v.outcome.value for v in verdicts] == ["presumptively_barred"] * 2  # the latest is 74%
    rates = [g for g in verdicts[0].given if g.fact == "床位使用率"]
    assert [(g.as_at, g.value, g.source) for g in rates] == [
        ("2023-12-31", "0.76", "结算报表"),
        ("2024-03-31", "0.74", "结算报表"),
    ]


@pytest.mark.parametrize("label", ["照护资源相对充足", "服务盲点区域", "文件效力"])
def test_what_an_authority_determines_is_no_column_of_applications(tmp_path: Path, label: str) -> None:
    with pytest.raises(Faults) as error:
        judged(tmp_path, [beds("A-1", 74)], {"申请": {"床位使用率(%)": label}})
    assert [d.code for d in error.value.diagnostics] == ["S114"]
    assert "床位使用率" in error.value.diagnostics[0].allowed


def test_the_proposed_mapping_leaves_it_to_a_person(tmp_path: Path) -> None:
    path = table(tmp_path / "申请.xlsx", [beds("A-1", 74)])
    lines = "".join(workbooks.propose([path]))
    assert "床位使用率(%) → —(单位 %)  不采用" in lines
    assert json.loads((tmp_path / "申请.列对应.json").read_text(encoding="utf-8"))["申请"]["床位使用率(%)"] is None

"""What this program wrote is read back, whatever somebody called its sheets (229 errors)."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from reasoner.driver import workbooks

ROW = {
    "编号": "A-1",
    "事项": "新增购买住院床位",
    "日期": "2024-05-01",
    "名称": "甲医院",
    "类型": "综合医院",
    "所在地": "城阳区",
    "床位数": 100,
}


def filled_form(path: Path) -> openpyxl.Workbook:
    book = openpyxl.load_workbook(io.BytesIO(workbooks.form_content(path)))
    headers = [cell.value for cell in book["申请"][1]]
    for header, value in ROW.items():
        book["申请"].cell(2, headers.index(header) + 1, value)
    return book


def numbers(path: Path) -> list[str]:
    return [a.id for a in workbooks.gather([path]).applications]


@pytest.mark.parametrize("name", ["说明", "填表说明", "说明(2)", "说明（2）", "须知", "Sheet4", "区市用"])
def test_the_sheet_that_explains_the_form_holds_no_applications(tmp_path: Path, name: str) -> None:
    book = filled_form(tmp_path / "x.xlsx")
    book["说明"].title = name
    book.save(tmp_path / "报送.xlsx")
    assert numbers(tmp_path / "报送.xlsx") == ["A-1"]


def test_a_workbook_of_results_is_read_as_its_source(tmp_path: Path) -> None:
    book = filled_form(tmp_path / "x.xlsx")
    book["说明"].title = "填表说明"
    headers = [cell.value for cell in book["申请"][1]]
    for header, value in (ROW | {"编号": "A-2", "床位数": "一百"}).items():
        book["申请"].cell(3, headers.index(header) + 1, value)
    book.save(tmp_path / "报送.xlsx")
    once = workbooks.check_to_workbook([tmp_path / "报送.xlsx"], tmp_path / "结果.xlsx")
    again = workbooks.check_to_workbook([tmp_path / "结果.xlsx"], tmp_path / "再.xlsx")
    assert (again.labels, [f.code for f in again.faults]) == (once.labels, ["F123"])
    renamed = openpyxl.load_workbook(tmp_path / "结果.xlsx")
    for sheet, name in (("研判结果", "结果"), ("错误清单", "问题")):
        renamed[sheet].title = name
    renamed.save(tmp_path / "改名.xlsx")
    assert numbers(tmp_path / "改名.xlsx") == ["A-1"]


def test_a_district_s_own_examples_are_not_read_and_that_is_told(tmp_path: Path) -> None:
    book = filled_form(tmp_path / "x.xlsx")
    example = book.create_sheet("填写示例")
    example.append(list(ROW))
    example.append([*({**ROW, "编号": "例1"}).values()])
    book.save(tmp_path / "报送.xlsx")
    batch = workbooks.gather([tmp_path / "报送.xlsx"])
    assert [a.id for a in batch.applications] == ["A-1"]
    assert any("工作表「填写示例」是填写说明或者示例,没有读" in note for note in batch.notes)

"""A stored number counts with 15 significant digits, and where that decides at a threshold it is told (CONTRACT §1)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reasoner.driver import workbooks

HEADERS = ["编号", "事项", "日期", "名称", "类型", "所在地", "床位类别", "床位数"]
ROW = ["A-1", "新增购买住院床位", "2024-05-01", "甲", "综合医院", "城阳区", "综合", 100]
BELOW = 0.7499999999999999  # what binary arithmetic leaves of an average of exactly 75%
ABOVE = 0.7500000000000001


def notes(path: Path, value: float, header: str = "床位使用率", number_format: str = "General") -> list[str]:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请"
    sheet.append(HEADERS)
    sheet.append(ROW)
    rates = book.create_sheet("指标")
    rates.append(["地区", header, "时点"])
    rates.append(["城阳区", value, "2024-03-31"])
    rates["B2"].number_format = number_format
    book.save(path)
    return [n for n in workbooks.gather([path]).notes if "正在条款的界限上" in n]


# 3.1.p2: 「床位使用率低于75%的」.
@pytest.mark.parametrize("value", [BELOW, ABOVE])
def test_at_the_threshold_of_a_clause_it_is_told(tmp_path: Path, value: float) -> None:
    (note,) = notes(tmp_path / "表.xlsx", value)
    assert note.startswith(
        f"表.xlsx:指标!B2:存的数是 {'74.99999999999999%' if value == BELOW else '75.00000000000001%'},"
    )
    assert "按15位有效数字读作 75%" in note


def test_under_a_header_in_per_cent_and_in_a_format_of_per_cent(tmp_path: Path) -> None:
    assert len(notes(tmp_path / "一.xlsx", 74.99999999999999, "床位使用率(%)")) == 1
    assert len(notes(tmp_path / "二.xlsx", BELOW, "床位使用率(%)", "0.00%")) == 1


@pytest.mark.parametrize("value", [0.75, 0.7399999999999999, 0.7499, 0.1 + 0.2])
def test_elsewhere_nothing_is_told(tmp_path: Path, value: float) -> None:
    assert notes(tmp_path / "表.xlsx", value) == []

"""Tables of applications, one of them with figures, and the cells that errors name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

HEADERS = ["编号", "事项", "日期", "机构名称", "类型", "所在地", "床位类别", "床位数"]
BEDS = ["新增购买住院床位", "2024-05-01", "示例医院", "综合医院"]
FIGURES = ["地区", "名称", "数值", "时点"]
RATES = [["城阳区", "床位使用率", "74%", "2024-03-31"], ["崂山区", "床位使用率", "80%", "2024-03-31"]]


def beds(number: str, county: str = "城阳区", asked: Any = 100) -> list[Any]:
    return [number, *BEDS, county, "综合", asked]


def table(path: Path, rows: list[list[Any]], figures: list[list[Any]] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请"
    for row in (HEADERS, *rows):
        sheet.append(row)
    if figures is not None:
        more = book.create_sheet("指标")
        for row in (FIGURES, *figures):
            more.append(row)
    book.save(path)
    return path


def cells(errors: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(e["code"], e["where"].rpartition(": ")[2]) for e in errors]

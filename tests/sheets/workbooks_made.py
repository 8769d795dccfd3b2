"""Workbooks as people send them, made by the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import openpyxl

from reasoner.model.application import GivenFact
from reasoner.model.verdict import Verdict

APPLICATION: dict[str, Any] = {
    "编号": "QD-001", "事项": "新增购买住院床位", "日期": "2024-05-01",
    "机构": {"名称": "示例医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区", "重点建设项目": ["省级", "区县级"]},
    "床位类别": "综合", "床位数": 100,
}  # fmt: skip
INDICATORS: list[dict[str, Any]] = [
    {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "结算数据"},
    {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 71293, "时点": "2022-12-31"},
    {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2022-12-31"},
]
SHARED = {"申请": [APPLICATION], "指标": INDICATORS}

HEADERS = ["编号", "事项", "日期", "名称", "类型", "等级", "所在地", "床位类别", "床位数", "重点建设项目"]
ROW = [
    "QD-001",
    "新增购买住院床位",
    "2024-05-01",
    "示例医院",
    "综合医院",
    "二级",
    "城阳区",
    "综合",
    100,
    "省级、区县级",
]
LIST = ["地区", "名称", "数值", "时点", "来源"]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plain_book() -> openpyxl.Workbook:
    """The form filled in as it is meant to be."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请"
    sheet.append(HEADERS)
    sheet.append(ROW)
    rates = book.create_sheet("指标")
    rates.append(LIST)
    for item in INDICATORS:
        rates.append([item.get(k) for k in LIST])
    return book


def titled() -> openpyxl.Workbook:
    """Title rows, a date in a cell of dates, units in headers, totals and signatures, numbers as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "2024年上半年申请汇总"
    sheet["A1"] = "青岛市2024年定点申请汇总表"
    sheet.merge_cells("A1:K1")
    sheet["A2"] = "填报单位:"
    header = [
        "序号",
        "受理编号",
        "申请\n事项",
        "申请 日期",
        "机构名称",
        "类型",
        "等级",
        "所在区县",
        "床位类别",
        "床位数（张）",
    ]
    sheet.append([*header, "重点建设\n项目"])
    sheet.append(
        [
            1,
            "QD-001",
            "新增购买住院床位",
            date(2024, 5, 1),
            "示例医院",
            "综合医院",
            "二级",
            "城阳区",
            "综合",
            "100",
            "省级,区县级",
        ]
    )
    sheet.append([None] * 11)
    sheet.append(["合 计", None, None, None, None, None, None, None, None, 100])
    sheet.append(["填表人:            审核人:            2024年5月"])
    rates = book.create_sheet("附表")
    rates.append(["各区市指标"])
    rates.append(["地 区", "指标名称", "数值", "单位", "截至时点", "数据来源"])
    rates.append(["城阳区", "床位使用率", 74, "%", 20240331, "结算数据"])
    rates.append(["青岛市", "医保购买住院床位数", "71,293", "张", "2022年末", None])
    rates.append(["青岛市", "常住人口", "1034.21", "万人", "2022年12月31日", None])
    return book


def wide() -> openpyxl.Workbook:
    """A column for each indicator, per cents as a format, a serial number for a day, two header rows, merged cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请"
    sheet.append(["编号", "事项", "日期", "机构信息", None, None, None, "床位", None, "重点建设项目"])
    sheet.append([None, None, None, "名称", "类型", "等级", "所在地", "床位类别", "床位数(张)", None])
    for area in ("A1:A2", "B1:B2", "C1:C2", "J1:J2", "D1:G1", "H1:I1"):
        sheet.merge_cells(area)
    sheet.append([*ROW[:2], 45413, *ROW[3:]])
    rates = book.create_sheet("指标")
    rates.append(["地区", "床位使用率(%)", "医保购买住院床位数(张)", "常住人口(万人)", "时点", "来源"])
    rates.append(["城阳区", 0.74, None, None, date(2024, 3, 31), "结算数据"])
    rates["B2"].number_format = "0%"
    rates.append(["青岛市", None, 71293, 1034.21, 44926, None])
    return book


def given(verdict: Verdict, fact: str) -> list[GivenFact]:
    """What a verdict holds of a fact, in the order of subjects and days."""
    return [g for g in verdict.given if g.fact == fact]


def as_json(verdicts: list[Verdict]) -> bytes:
    """The bytes of verdicts."""
    return msgspec.json.encode(verdicts)


def csv_text(rows: list[list[Any]]) -> str:
    return "".join(",".join("" if v is None else f'"{v}"' for v in row) + "\r\n" for row in rows)


def repacked(raw: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> bytes:
    """The package with its parts changed (None: left out) and others added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def write(path: Path, content: bytes | openpyxl.Workbook) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else saved(content))
    return path

"""Columns that say where values come from: of the whole row, of one fact, of the items of a list."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import workbooks_made as made

from policy_dsl.diagnostics import Diagnostic
from reasoner.driver import judging
from reasoner.model.application import Evidence, GivenFact
from reasoner.model.kinds import Origin
from reasoner.model.verdict import Verdict

Verdicts = Callable[..., list[Verdict]]
Refused = Callable[..., list[Diagnostic]]


def with_columns(columns: dict[str, Any], book: openpyxl.Workbook | None = None) -> openpyxl.Workbook:
    """The filled form with more columns in 申请."""
    book = book or made.plain_book()
    for header, value in columns.items():
        sheet = book["申请"]
        column = sheet.max_column + 1
        sheet.cell(1, column, header)
        sheet.cell(2, column, value)
    return book


def bytes_of_json(tmp_path: Path, data: Any) -> bytes:
    path = tmp_path / "同一申请.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return made.as_json(judging.check(path)[0])


def test_the_columns_of_one_fact(verdicts: Verdicts, tmp_path: Path) -> None:
    book = with_columns({
        "步行15分钟内同类型定点机构数": 3,
        "步行15分钟内同类型定点机构数·来源": "现场核查记录5号",
        "步行15分钟内同类型定点机构数·来源类型": "现场核查",
        "步行15分钟内同类型定点机构数・时点": 20240420,
        "步行15分钟内同类型定点机构数 · 确认人": "某某",
        "步行15分钟内同类型定点机构数·有效期至": "2025年12月31日",
        "步行15分钟内同类型定点机构数·依据": "核查照片",
        "申请床位数(张)·来源": None,
    })  # fmt: skip
    (verdict,) = verdicts(book)
    assert made.given(verdict, "步行15分钟内同类型定点机构数") == [
        GivenFact(
            subject="申请", fact="步行15分钟内同类型定点机构数", value="3", as_at="2024-04-20", origin=Origin.ON_SITE,
            source="现场核查记录5号", confirmed_by="某某", valid_until="2025-12-31", evidence=Evidence("核查照片"),
        )
    ]  # fmt: skip
    (beds,) = made.given(verdict, "床位数")
    assert (beds.origin, beds.source) == (None, None)
    stated = {
        "数值": 3, "时点": "2024-04-20", "来源": "现场核查记录5号", "来源类型": "现场核查", "确认人": "某某",
        "有效期至": "2025-12-31", "依据": "核查照片",
    }  # fmt: skip
    shared = made.SHARED | {"申请": [made.APPLICATION | {"步行15分钟内同类型定点机构数": stated}]}
    assert made.as_json(verdicts(book)) == bytes_of_json(tmp_path, shared)


def test_the_source_of_a_row_is_that_of_facts_without_their_own(verdicts: Verdicts) -> None:
    columns = {"来源": "申请表", "来源类型": "申请材料", "等级·来源": "执业许可证", "床位数·依据": "可行性报告"}
    (verdict,) = verdicts(with_columns(columns))
    sources = {g.fact: (g.source, g.origin) for g in verdict.given if g.subject in ("申请", "机构")}
    assert sources["等级"] == ("执业许可证", None)
    assert sources["床位数"] == sources["类型"] == sources["所在地"] == ("申请表", Origin.APPLICATION)
    assert made.given(verdict, "床位数")[0].evidence == Evidence("可行性报告")
    assert [g.source for g in made.given(verdict, "床位使用率")] == ["结算数据"]


def test_the_columns_of_lists(verdicts: Verdicts) -> None:
    book = made.plain_book()
    rates = book["指标"]
    for column, (header, value) in enumerate(
        {"来源类型": "其他部门", "确认人": "某某", "有效期至": "2025-12-31", "依据": "统计公报"}.items(), 6
    ):
        rates.cell(1, column, header)
        rates.cell(2, column, value)
    ruled = book.create_sheet("认定")
    ruled.append(["事项", "对象", "结论", "机关", "日期", "依据", "来源", "来源类型"])
    row = [
        "规划延续执行",
        "qingdao-2023-18-medical",
        "是",
        "青岛市医疗保障局、青岛市财政局",
        "2026-01-05",
        "某文件",
        "收文登记",
    ]
    ruled.append([*row, "有权机关认定"])
    (verdict,) = verdicts(book, as_of="2026-02-01")
    (rate,) = made.given(verdict, "床位使用率")
    assert (rate.source, rate.origin, rate.confirmed_by) == ("结算数据", Origin.OTHER_OFFICE, "某某")
    assert (rate.valid_until, rate.evidence) == ("2025-12-31", Evidence("统计公报"))
    (ruling,) = made.given(verdict, "规划延续执行")
    assert ruling.determined_by == ("青岛市医疗保障局", "青岛市财政局")
    assert (ruling.source, ruling.origin, ruling.evidence) == ("收文登记", Origin.DETERMINATION, Evidence("某文件"))


def test_a_column_for_each_indicator_may_have_its_source(verdicts: Verdicts) -> None:
    book = made.plain_book()
    del book["指标"]
    rates = book.create_sheet("指标")
    rates.append(
        ["地区", "床位使用率(%)", "床位使用率(%)·来源", "床位使用率·时点", "医疗费用增长率", "时点", "来源", "来源类型"]
    )
    rates.append(["城阳区", "74", "结算数据", "2024年3月31日", "4%", "2023年", "年报", "本局查询"])
    (verdict,) = verdicts(book)
    (rate,), (growth,) = made.given(verdict, "床位使用率"), made.given(verdict, "医疗费用增长率")
    assert (rate.value, rate.as_at, rate.source, rate.origin) == ("0.74", "2024-03-31", "结算数据", None)
    assert (growth.value, growth.as_at, growth.source, growth.origin) == ("0.04", "2023", "年报", Origin.QUERY)


BAD = [
    ({"床位数·来源类型": "台账"}, {("F137", "申请!K2")}),
    ({"来源类型": "现场"}, {("F137", "申请!K2")}),
    ({"床位数·确认人": "某某"}, {("F139", "申请!I2")}),
    ({"床位数·有效期至": "明年", "床位数·确认人": "某某"}, {("F128", "申请!K2")}),
    ({"步行15分钟内同类型定点机构数": None, "步行15分钟内同类型定点机构数·来源": "核查记录"}, {("F136", "申请!L2")}),
    ({"所在镇街院护机构数·依据": "名册"}, {("F136", "申请!K2")}),
    ({"床位数·来原": "申请表"}, {("S111", "申请!K1")}),
    ({"床位·来源": "申请表"}, {("S111", "申请!K1")}),
    ({"床位数·来源": "甲", "申请床位数·来源": "乙"}, {("S112", "申请!L1")}),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "expected"), BAD)
def test_faults_are_named_by_cell(columns: dict[str, Any], expected: set[tuple[str, str]], faults: Refused) -> None:
    diagnostics = faults(with_columns(columns))
    assert [(d.code, d.where.rpartition(": ")[2]) for d in diagnostics] == sorted(expected)


def test_a_source_beside_an_empty_indicator(faults: Refused) -> None:
    book = made.plain_book()
    rates = book.create_sheet("指标2")
    rates.append(["地区", "床位使用率", "床位使用率·来源", "医疗费用增长率", "时点"])
    rates.append(["崂山区", None, "结算数据", "4%", "2023"])
    assert [(f.code, f.where.rpartition(": ")[2]) for f in faults(book)] == [("F136", "指标2!C2")]


def test_a_near_header_proposes_what_it_may_say(faults: Refused) -> None:
    (fault,) = faults(with_columns({"床位数·来原": "申请表"}))
    assert "床位数·来源" in fault.message


def test_an_empty_column_is_nothing(verdicts: Verdicts, tmp_path: Path) -> None:
    columns = dict.fromkeys(("来源", "来源类型", "床位数·来源", "等级·依据"))
    assert made.as_json(verdicts(with_columns(columns))) == bytes_of_json(tmp_path, made.SHARED)

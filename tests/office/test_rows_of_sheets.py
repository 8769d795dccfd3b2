"""A fault of a table that is sent in names the row as Excel shows it, whatever stands above the header and between the rows."""

from __future__ import annotations

import io
import re
from html import unescape

import openpyxl
import pytest

from tests.office.client import Client

TITLE_ROWS = 2
"""A heading and an empty row above the header, which is row 3; the first row with values is row 4, row 5 is empty, row 6 has the fault."""


def workbook(head: tuple[str, ...], good: tuple[object, ...], bad: tuple[object, ...], title: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet["A1"] = "某单位登记用表"
    for row, values in ((3, head), (4, good), (6, bad)):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TABLES = {
    "节假日": (
        ("年度", "日期", "至", "性质", "名称", "依据"),
        ("2026", "2026-10-01", "2026-10-07", "休息", "国庆节", "某通知"),
        ("2026", "十月十日", "", "上班", "", "某通知"),
    ),
    "期限": (
        ("期限", "数量", "单位", "起算", "止于", "补正期间", "末日遇休息日", "提前提醒", "依据"),
        ("受理", "5", "工作日", "收件", "受理", "停止计算", "顺延", "1", "某办法"),
        ("办结", "二十", "工作日", "受理", "签发", "停止计算", "顺延", "3", "某办法"),
    ),
    "受理计划": (
        ("年度", "地区", "事项", "批次", "数量", "单位", "依据"),
        ("2026", "城阳区", "新增购买住院床位", "", "250", "张", "某计划"),
        ("2026", "城阳区", "新增定点零售药店", "", "许多", "家", "某计划"),
    ),
}


def words(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", text))


@pytest.mark.parametrize("kind", list(TABLES))
def test_a_fault_of_a_table_of_casework_names_the_row_of_the_sheet(client: Client, kind: str) -> None:
    form = client.get("/files/tables").form("/files/tables/send") | {"kind": kind, "text": ""}
    page = client.send("/files/tables/send", form, f"{kind}.xlsx", workbook(*TABLES[kind], kind))
    assert page.status == 422
    assert re.findall("第([0-9]+)行", words(page.text)) == ["6"]


def test_a_fault_of_what_is_written_on_the_page_names_its_line(client: Client) -> None:
    head, good, bad = (",".join(map(str, row)) for row in TABLES["期限"])
    form = client.get("/files/tables").form("/files/tables/send") | {"kind": "期限", "text": f"{head}\n{good}\n{bad}\n"}
    page = client.post("/files/tables/send", form)
    assert page.status == 422
    assert re.findall("第([0-9]+)行", words(page.text)) == ["3"], "the header is the first line"


def test_rows_that_say_the_same_are_named_both_by_their_rows(client: Client) -> None:
    head, good, _ = TABLES["期限"]
    form = client.get("/files/tables").form("/files/tables/send") | {"kind": "期限", "text": ""}
    page = client.send("/files/tables/send", form, "期限.xlsx", workbook(head, good, good, "期限"))
    assert page.status == 422
    assert sorted(re.findall("第([0-9]+)行", words(page.text))) == ["4", "6"]


def test_a_fault_of_the_ledger_names_the_row_of_the_sheet(client: Client) -> None:
    head = ("地区", "名称", "数值", "时点", "来源", "确认人", "有效期至")
    good = ("城阳区", "床位使用率", "74%", "2024-03-31", "住院结算数据", "张三", "")
    content = workbook(head, good, ("崂山区", "床位使用率", "很高", "2024-03-31", "住院结算数据", "张三", ""), "指标")
    page = client.send("/ledger/send", client.get("/ledger").form("/ledger/send"), "指标.xlsx", content)
    assert page.status == 422
    assert re.search(r"指标!C6|第6行|C6", words(page.text)), words(page.text)[:1500]
    assert not re.search(r"指标!C[^6]", words(page.text))


def test_a_fault_of_the_list_of_institutions_names_the_row_of_the_sheet(client: Client) -> None:
    head = ("名称", "类型", "所在地")
    content = workbook(head, ("某医院", "综合医院", "城阳区"), ("某诊所", "综合医院", "某某区"), "名录")
    form = client.get("/ledger/register").form("/ledger/register")
    page = client.send("/ledger/register", form, "名录.xlsx", content)
    told = words(page.text)
    assert re.search(r"第6行", told), told[:1500]
    assert not re.search(r"第[2-5]行", told)

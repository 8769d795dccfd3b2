"""统计 on pages: the month, the district, the same in a workbook and a document; decisions whose grounds are in doubt."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
import openpyxl
import pytest

from reasoner.casework.roles import Role
from tests.office.case_files.course import REFUSED, application
from tests.office.client import Page
from tests.office.desks import Desk, alone, office, set_day

HEADS = ("地区", "收件")


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with office(tmp_path_factory.mktemp("office")):
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")


@pytest.fixture(scope="module")
def desk() -> Desk:
    """One person: two applications of May in two districts, one of them refused in June."""
    first, _ = application(place="城阳区", day="2024-05-06"), application(place="崂山区", day="2024-06-03")
    decide(first)
    return alone()


def decide(case: int) -> None:
    from reasoner.office import store

    store.decide(store.judged_case(case), {**REFUSED, "决定日期": "2024-06-05"}, "")


def table(page: Page) -> dict[str, dict[str, str]]:
    """The first table of a page: what stands below each head, district by district."""
    text = page.text.partition("</table>")[0]
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text)
    rows = re.findall(r"<tr><th scope=\"row\">([^<]*)</th>(.*?)</tr>", text)
    return {name: dict(zip(heads[1:], re.findall(r"<td[^>]*>([^<]*)</td>", rest), strict=True)) for name, rest in rows}


def test_the_table_of_a_month_counts_what_happened_in_it(desk: Desk) -> None:
    may = table(desk.get("/statistics?month=2024-05"))
    assert {k: may[k]["收件"] for k in may} == {"城阳区": "1", "合计": "1"}
    assert may["合计"]["办结·签发"] == "0"
    june = table(desk.get("/statistics?month=2024-06"))
    assert {k: june[k]["收件"] for k in june} == {"城阳区": "0", "崂山区": "1", "合计": "1"}
    assert june["城阳区"]["办结·签发"] == june["城阳区"]["结论·原则上不予新增"] == june["城阳区"]["处理·不予"] == "1"
    assert june["城阳区"]["平均天数"] == "30.0", "6 May to 5 June"
    assert june["崂山区"]["办结·签发"] == "0"


def test_a_district_by_itself(desk: Desk) -> None:
    assert set(table(desk.get("/statistics?month=2024-06&district=崂山区"))) == {"崂山区", "合计"}


def test_a_month_that_cannot_be_read_is_told_and_today_s_is_there(desk: Desk) -> None:
    page = desk.get("/statistics?month=六月")
    assert page.status == 422
    assert "月份不能识别" in page.text
    assert "统计：2024年6月" in page.text


def test_the_workbook_and_the_document_say_the_same(desk: Desk) -> None:
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/statistics/table.xlsx?month=2024-06").content))
    rows = list(book["统计"].iter_rows(values_only=True))
    assert rows[0][0] == "2024年6月定点办理统计"
    assert rows[1][:2] == HEADS
    assert [r[0] for r in rows[2:5]] == ["城阳区", "崂山区", "合计"]
    with zipfile.ZipFile(io.BytesIO(desk.get("/statistics/table.docx?month=2024-06").content)) as file:
        text = file.read("word/document.xml").decode()
    for words in ("2024年6月定点办理统计", "城阳区", "崂山区", "合计", "原则上不予新增"):
        assert words in text


def test_page_workbook_and_document_have_the_same_numbers_and_each_column_its_definition(desk: Desk) -> None:
    """By hand: one application of 6 May refused on 5 June, one of 3 June open; thirty days from 6 May to 5 June."""
    page = desk.get("/statistics?month=2024-06")
    shown = table(page)
    by_hand = {
        "城阳区": ("0", "1", "0", "0", "1", "1", "0", "30.0", "30", "0", "0", "0"),
        "崂山区": ("1", "0", "0", "0", "0", "0", "0", "", "", "0", "0", "0"),
        "合计": ("1", "1", "0", "0", "1", "1", "0", "30.0", "30", "0", "0", "0"),
    }
    assert {name: tuple(row.values()) for name, row in shown.items()} == by_hand
    heads = list(shown["合计"])
    defined = re.findall(r"<dt>([^<]*)</dt><dd>([^<]+)</dd>", page.text)
    assert [name for name, _ in defined] == ["地区", *heads], "each column, in order"
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/statistics/table.xlsx?month=2024-06").content))
    rows = list(book["统计"].iter_rows(values_only=True))
    assert rows[1][1:] == tuple(heads)
    for row in rows[2:5]:
        numbers = [("" if v is None else v) for v in row[1:]]
        expected = by_hand[str(row[0])]
        assert [v if v == "" else float(v) for v in numbers] == [v if v == "" else float(v) for v in expected]
    listed = {str(r[0]): r[1] for r in rows if r[0]}
    assert all(listed[name] == words for name, words in defined)
    counts, definitions = docx.Document(io.BytesIO(desk.get("/statistics/table.docx?month=2024-06").content)).tables
    cells = [[c.text for c in row.cells] for row in counts.rows]
    assert cells[0] == ["项目", *by_hand]
    assert [row[0] for row in cells[1:]] == heads
    assert list(zip(*(row[1:] for row in cells[1:]), strict=True)) == list(by_hand.values())
    assert [tuple(c.text for c in row.cells) for row in definitions.rows[1:]] == defined


def test_a_decision_whose_rule_or_reading_is_in_doubt_is_listed(desk: Desk) -> None:
    """Decisions that rest on a rule or reading now in doubt."""
    from reasoner.driver import knowledge

    assert "没有。" in desk.get("/statistics?month=2024-06").text.partition("依据现在有疑问的决定")[2]
    rule = "qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位"
    knowledge.sign(rule, "法制甲")
    knowledge.reopen(rule, "法制甲", "与原文再对照")
    page = desk.get("/statistics?month=2024-06").text.partition("依据现在有疑问的决定")[2]
    assert "规则已重开复核" in page


def test_administrators_see_no_statistics_of_cases() -> None:
    for role in (Role.SYSTEM, Role.SECURITY, Role.AUDITOR):
        assert Desk(90, "某管理员", role).get("/statistics").status == 403

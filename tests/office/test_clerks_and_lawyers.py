"""What a clerk and a lawyer who had never seen the window stopped at: places for addresses, single quotation marks within others,
a credit code that cannot be right, applications that come twice, figures that rows share and that have no source."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote

import openpyxl
import pytest

from policy_dsl import ir
from policy_dsl.diagnostics import Fault
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.intake.numbers import count_reader
from reasoner.model.credit_code import check_character, is_misspelt
from tests.office.client import Client, Page, Window
from tests.office.test_to_a_final_letter import BUREAU, made_final

ADDRESS = re.compile(r"(?<![\w.@/])a?\d+(?:\.\d+)*(?:\.[psin]\d+)+(?!\w)")
INTERNAL = re.compile(r"w3id|urn:|\btl:|\b[a-z]+_[a-z_]+\b|\b(?:null|undetermined|barred|exempt|may_proceed)\b")
DOUBLED = re.compile("““|””|‘‘|’’")
KNOWN: dict[str, str] = {
    "原文中的一段话、地址（3.1.p2）": "how an address may be typed into the search",
    "“单位注销登记””": "the official text has it so (binzhou-2022)",
}  # fmt: skip
FRAME = {
    "编号": "R-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "名称": "示例医院", "类型": "综合医院", "所在地": "城阳区", "材料": "申请表",
    "床位类别": "综合", "床位数": "100",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    window = Window(tmp_path_factory.mktemp("clerks"))
    try:
        yield Client(window)
    finally:
        window.close()


def post(client: Client, path: str, action: str, fields: dict[str, str]) -> Page:
    return client.post(action, client.get(path).form(action) | fields)


def book(rows: list[tuple[object, ...]], figures: list[tuple[object, ...]] = []) -> bytes:  # noqa: B006 - read only
    """A workbook of applications to add beds, with a sheet of figures."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "申请"
    for row in [("编号", "事项", "日期", "名称", "类型", "所在地", "床位类别", "床位数", "重点建设项目"), *rows]:
        sheet.append(row)
    if figures:
        other = made.create_sheet("指标")
        for row in [("地区", "名称", "数值", "时点"), *figures]:
            other.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def hospital(number: str) -> tuple[object, ...]:
    return (number, "新增购买住院床位", "2024-05-01", "示例医院", "综合医院", "城阳区", "综合", 100, "无")


# --- words on pages -------------------------------------------------------------------------------------------


def visible(text: str) -> str:
    """What a person reads on a page, without permanent addresses (code, the marks of clauses) and what is drawn."""
    text = re.sub(r"(?s)<(script|style|code|pre|svg|textarea)\b.*?</\1>", " ", text)
    return unescape(re.sub(r"<[^>]+>", "|", re.sub(r'(?s)<a class="addr[^>]*>.*?</a>', "", text)))


def test_no_page_shows_an_address_an_identifier_or_doubled_quotation_marks(client: Client) -> None:
    client.upload("区.xlsx", book([hospital("V-1"), hospital("V-2")], [("城阳区", "床位使用率", "74%", "2024-03-31")]))
    key = client.get("/compare").form("/compare/begin")
    matter = "新增门诊统筹和门诊慢特病定点"
    compared = client.waited(client.post("/compare/begin", key | {"name": ["青岛市", "滨州市"], "matter": matter}))
    starts = [
        "/",
        "/ask",
        "/judge",
        "/ledger",
        "/compare",
        "/review",
        "/review/readings",
        "/simulate",
        "/record",
        "/settle",
        "/doc",
    ]
    waiting = [*starts, compared.address, f"{compared.address}/page", "/compare/topics?name=青岛市&name=滨州市"]
    waiting += [
        f"/ask?words={w}"
        for w in ("城阳区 民办养老院 新增院护床位", "城阳区 综合医院 新增住院床位", "照护资源相对充足由谁认定")
    ]
    pages: dict[str, str] = {}
    by_kind: dict[str, int] = {}
    wrong = []
    while waiting:
        path = waiting.pop(0).partition("#")[0]
        kind = (
            "/doc" if path.count("/") > 2 and path.startswith("/doc/") else re.sub(r"\d+", "N", path.partition("?")[0])
        )
        by_kind[kind] = by_kind.get(kind, 0) + 1
        if path in pages or by_kind[kind] > 6:
            continue
        page = client.get(path)
        pages[path] = page.text
        if "html" not in page.headers.get("Content-Type", ""):
            continue
        waiting += [
            unescape(h)
            for h in re.findall(r'href="(/[^"]*)"', page.text)
            if not re.search(r"^/static|^/entry|\.(xlsx|json|zip|docx)|save=1|/letter", h)
        ]
        text = visible(page.text)
        for known in KNOWN:
            text = text.replace(known, "")
        wrong += [
            (path, text[max(0, m.start() - 30) : m.end() + 30])
            for p in (ADDRESS, INTERNAL, DOUBLED)
            for m in p.finditer(text)
        ]
    assert wrong == []
    assert len(pages) > 60
    assert "第五部分第（一）项第六段第二句" in pages[f"{compared.address}/page"]


def test_every_rule_is_told_with_matters_that_its_applicants_may_ask_for() -> None:
    """3.3.p1 「列入市政府重点建设项目的医疗机构,不受本规划限制」: a 零售药店 is no 医疗机构, and it alone asks for 新增定点零售药店."""
    matters = rule_base().vocabulary.matters
    absurd, lists = [], 0
    for norm in (n for d in rule_base().every for n in d.all_norms):
        parts = norm.scope.parts if isinstance(norm.scope, ir.And) else (norm.scope,)
        kinds = [{*p.values} for p in parts if isinstance(p, ir.OneOf) and p.fact.term == "类型"]
        if len(kinds) == 1:
            lists += 1
            asked = norm.text.partition("申请")[2].partition(",")[0]
            absurd += [norm.text for m in norm.matters if kinds[0].isdisjoint(matters[m].members) and m in asked]
    assert absurd == []
    assert lists > 20
    (told,) = (
        n.text
        for d in rule_base().every
        for n in d.all_norms
        if n.id == "qingdao-2023-18-medical/3.3.p1#市政府重点建设项目"
    )
    assert told == (
        "医疗机构(共27类)申请新增个人账户定点、新增购买住院床位或者新增门诊统筹和门诊慢特病定点,机构列入市级重点建设项目的,不受本文件限制。"
    )


# --- a credit code, applications that come twice --------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["91330100799655058B", "914403001922038216", "9144030071526726XG", "91110108551385082Q"]
)
def test_the_check_character_of_codes_that_are_in_use(code: str) -> None:
    assert check_character(code[:-1]) == code[-1]
    assert not is_misspelt(code)
    assert is_misspelt(("2" if code[0] != "2" else "3") + code[1:])


@pytest.mark.parametrize("code", ["", "123", "9133010079965505", "9133010079965505I8", "机构的代码没有写"])
def test_of_what_is_no_code_nothing_is_said(code: str) -> None:
    assert not is_misspelt(code)


def test_a_wrong_code_is_a_note_beside_its_field_and_on_the_case(client: Client) -> None:
    wrong = FRAME | {"编号": "C-1", "统一社会信用代码": "91330100799655058C"}
    draft = post(client, "/judge/new", "/judge/new", wrong)
    case = client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish"))
    note = "统一社会信用代码“91330100799655058C”的校验位不对"
    assert note in case.text.partition("<h2>留意</h2>")[2]
    edit = client.get(f"{case.address}/edit").text
    field = edit.partition('name="p:机构.统一社会信用代码')[2].partition("</div>")[0]
    assert note in field
    right = client.get(client.post(
        f"{case.address}/edit",
        client.get(f"{case.address}/edit").form(f"{case.address}/edit")
        | _form(edit) | {"p:机构.统一社会信用代码.数值": "91330100799655058B", "p:机构.统一社会信用代码": "91330100799655058B"},
    ).address)  # fmt: skip
    assert "校验位不对" not in right.text


def test_an_application_that_comes_twice_is_told(client: Client) -> None:
    first = client.upload("一.xlsx", book([hospital("T-1"), hospital("T-2")]))
    assert "编号和事项都相同" not in first.text
    second = client.upload("二.xlsx", book([hospital("T-2"), hospital("T-3")]))
    told = second.text.partition("编号和事项都相同的，以前研判过1份")[2].partition("</div>")[0]
    assert ">T-2</a>" in told
    assert "一.xlsx" in told
    case = client.get(re.findall(r'href="(/case/\d+)">T-2</a>', told)[0])
    assert "编号和事项都相同的还有1份" in case.text
    (alone,) = set(re.findall(r'href="(/case/\d+)"[^>]*>T-3</a>', second.text))
    assert "编号和事项都相同" not in client.get(alone).text


# --- figures that rows share ----------------------------------------------------------------------------------


def _form(text: str) -> dict[str, str]:
    fields = re.findall(r'<input type="text" name="([^"]+)" id="[^"]*" value="([^"]*)"', text)
    return {unescape(n): unescape(v) for n, v in fields}


def test_a_figure_that_rows_share_without_a_source_gets_one_in_the_row(client: Client) -> None:
    page = client.upload(
        "共用.xlsx", book([hospital("G-1"), hospital("G-2")], [("城阳区", "床位使用率", "74%", "2024-03-31")])
    )
    (case,) = set(re.findall(r'href="(/case/\d+)"[^>]*>G-1</a>', page.text))
    edit = client.get(f"{case}/edit")
    form = _form(edit.text)
    assert form["p:指标.0.数值"] == "74%"
    assert form["p:指标.0.来源"] == ""
    assert form["p:机构.重点建设项目.来源"] == ""
    filled = {
        k: v or ("住院结算数据" if k.startswith("p:指标") else "申请表")
        for k, v in form.items()
        if v or k.endswith((".来源", "材料"))
    }
    filled["p:机构.统一社会信用代码"] = "91330100799655058B"
    done = client.post(f"{case}/edit", edit.form(f"{case}/edit") | filled)
    assert done.status == 200, done.errors
    assert done.address == case
    decision = {
        "处理": "不予",
        "例外": "否",
        "例外理由": "没有",
        "决定日期": "2024-05-20",
        "决定机关": "青岛市医疗保障局",
    }
    assert post(client, case, f"{case}/decide", decision).status == 200
    refused = client.letter(f"{case}/final?form=docx&kind=不予新增告知书").text
    assert "尚有未决事项" in refused
    assert "有事实没有写明来源" not in refused
    assert post(client, "/settle/bureau", "/settle/bureau", BUREAU).status == 200
    rule = "/review/rule?id=qingdao-2023-18-medical/3.1.p2%23" + quote("低使用率区域不新增床位")
    final = f"{case}/final?form=docx&kind=不予新增告知书"
    assert made_final(client, client.get(case), final, rule).content[:2] == b"PK"
    other = re.findall(r'href="(/case/\d+)"[^>]*>G-2</a>', page.text)[0]
    kept = json.loads(client.get(f"{other}/verdict.json").content)
    assert [f["source"] for f in kept["facts"] if f["fact"] == "床位使用率"] == [None], (
        "the other row shares what it shared"
    )


# --- refusals ---------------------------------------------------------------------------------------------------


def test_examples_of_what_nobody_can_list_are_no_closed_list(client: Client) -> None:
    assert Fault("T125", "", "", "如 青岛市医疗保障局").allowed_words() == "如 青岛市医疗保障局"
    assert Fault("F115", "", "", "甲、乙").allowed_words("可以写") == "可以写:甲、乙"
    draft = post(client, "/judge/new", "/judge/new", FRAME)
    case = client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish")).address
    page = post(
        client,
        case,
        f"{case}/decide",
        {"处理": "进入后续程序", "决定机关": "河南省医疗保障局", "决定日期": "2024-05-20"},
    )
    beside = page.text.partition('name="决定机关"')[2].partition("</div>")[0]
    assert "如 青岛市" in beside
    assert "允许：" not in beside


def test_forms_of_a_day_are_told_as_they_may_be_typed(client: Client) -> None:
    page = post(client, "/judge/new", "/judge/new", FRAME | {"日期": "2024-13-09"})
    assert page.status == 422
    assert any("没有“2024-13-09”这一天" in e for e in page.errors)
    assert "如 “2024-05-01”、“2024年5月1日”" in page.text
    with pytest.raises(Unreadable):
        read_day("2024-13-09")


@pytest.mark.parametrize("written", ["六十张左右", "60张左右", "约60张", "60-80张", "60至80"])
def test_about_so_many_is_answered_without_a_number_of_ours(written: str) -> None:
    with pytest.raises(Unreadable) as refused:
        count_reader(rule_base().vocabulary.facts["床位数"])(written)
    assert refused.value.hint == "用阿拉伯数字写成一个确定的数,不写约数和区间"
    assert not re.search("[0-9]", refused.value.hint)

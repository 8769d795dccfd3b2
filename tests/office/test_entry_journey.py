"""入库: a plan of fifteen clauses from a Word file to a published document and verdicts by it, as one officer and another do it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reasoner.driver import auditing
from reasoner.record.log_entry import read_line
from tests.office.client import Client, Page, Window
from tests.office.invented_plan import READING, TITLE, word_plan, written

PLAN = "weifang-2026-9"
BASE = f"/entry/{PLAN}"


def draft_folder(window: Window, document: str = PLAN) -> Path:
    """Where the draft lies in the corpus of the window."""
    return window.data / "规则库" / "370700" / document / "draft"


def send(client: Client, name: str, content: bytes, document: str = PLAN, region: str = "潍坊市") -> Page:
    """Send a received file."""
    form = client.get("/entry").form("/entry/send")
    return client.send("/entry/send", {**form, "region": region, "document": document}, name, content)


def values(page: Page, action: str) -> dict[str, str]:
    """A form as a browser would send it where nothing is changed."""
    form = next(f for f in re.findall(r"<form[^>]*>.*?</form>", page.text, re.DOTALL) if f'action="{action}"' in f)
    given = page.form(action)
    for name, value in re.findall(r'<input type="text" name="([^"]+)" id="[^"]*" value="([^"]*)"', form):
        given[name] = value
    for name, value in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', form):
        given[name] = value
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        given[name] = chosen[1] if chosen else ""
    return given


def confirm(client: Client, by: str = "张三", document: str = PLAN, **other: str) -> Page:
    """Confirm the fields of a draft as they are proposed, but for some."""
    page = client.get(f"/entry/{document}/received")
    return client.post(
        f"/entry/{document}/received", {**values(page, f"/entry/{document}/received"), "by": by, **other}
    )


def write_rules(client: Client, window: Window, rules: str = "", document: str = PLAN) -> Page:
    """Write the rules in the editor, as its page without a script sends them."""
    saved = (draft_folder(window, document) / "rules.tiao").read_text(encoding="utf-8")
    address = f"/entry/{document}/rules"
    page = client.get(address)
    given = {**page.form(address), "text": rules or written(saved), "action": "save"}
    page = client.post(address, given)
    assert page.status == 200, page.text
    return page


def set_nature(client: Client, address: str, nature: str) -> Page:
    page = client.get(f"{BASE}/text")
    form = page.form(f"{BASE}/text")
    return client.post(f"{BASE}/text", {**form, f"n:{address}": nature, "by": "张三"})


def register_reading(client: Client) -> Page:
    form = client.get(f"{BASE}/readings").form(f"{BASE}/readings")
    return client.post(f"{BASE}/readings", {**form, **READING, "by": "张三"})


def add_case(client: Client, name: str, rate: str, expected: str, clauses: str, **frame: str) -> Page:
    """Write a case: its outline, then the bed-use rate of its county, and how fast expenses grow there and in the city."""
    form = client.get(f"{BASE}/cases/new").form(f"{BASE}/cases/new")
    outline = {
        "name": name, "expected": expected, "clauses": clauses, "编号": name, "日期": "2026-05-01", "事项": "新增购买住院床位",
        "名称": "虚拟医院", "类型": "综合医院", "所在地": "寿光市", **frame,
    }  # fmt: skip
    page = client.post(f"{BASE}/cases/new", {**form, **outline})
    assert page.status == 200, page.errors
    address = page.address
    for fact, value in (("床位使用率", rate), ("医疗费用增长率", "5%")):
        for of in ("寿光市", "潍坊市"):
            if fact == "床位使用率" and of == "潍坊市":
                continue
            page = client.get(f"{address}?ask={fact}|{of}|")
            answer = {**page.form(address), "answer": value, "as_at": "2026-03-31"}
            page = client.post(address, answer)
            assert page.status == 200, (fact, of, page.errors)
    return page


def post_publish(client: Client, deed: str, **given: str) -> Page:
    page = client.get(f"{BASE}/publish")
    form = {
        f["deed"]: f
        for f in (
            dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
            for text in re.findall(r"<form[^>]*>.*?</form>", page.text, re.DOTALL)
        )
        if "deed" in f
    }[deed]
    return client.post(f"{BASE}/publish", {**form, **given})


def application(number: str, rate: str) -> dict[str, Any]:
    """An application for beds in a county that uses its beds at a rate."""
    return {
        "编号": number, "事项": "新增购买住院床位", "日期": "2026-05-01", "床位类别": "综合", "床位数": 10,
        "机构": {"名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": "寿光市"},
        "指标": [
            {"地区": "寿光市", "名称": "床位使用率", "数值": rate, "时点": "2026-03-31"},
            {"地区": "寿光市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2025"},
            {"地区": "潍坊市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2025"},
        ],
    }  # fmt: skip


def judge(client: Client, number: str, rate: str) -> Page:
    """The page of a case judged by the window."""
    page = client.upload(f"{number}.json", json.dumps(application(number, rate), ensure_ascii=False).encode())
    match = re.search(r'href="(/case/[0-9]+)"', page.text)
    assert match is not None, page.text
    return client.get(match[1])


def label(page: Page) -> str:
    """The label of a verdict on its page."""
    match = re.search(r'class="label">([^<]+)<', page.text)
    assert match is not None
    return match[1]


@pytest.fixture(scope="module")
def published(window: Window, client: Client) -> Client:
    """A window in which the plan was brought to publication."""
    assert send(client, "规划.docx", word_plan()).address == f"{BASE}/received"
    assert confirm(client).status == 200
    assert set_nature(client, "1.1", "原则").status == 200
    write_rules(client, window)
    assert register_reading(client).status == 200
    add_case(client, "使用率低于60%", "55%", "原则上不予新增", "2.1")
    add_case(client, "使用率等于60%", "60%", "已收录文件中未见限制,可进入后续程序", "")
    for name in ("张三", "李四"):
        assert post_publish(client, "sign", by=name).status == 200
    page = post_publish(client, "publish", by="王五")
    assert page.address == f"{BASE}/at/2026-02-01", page.text
    return client


def test_a_published_plan_judges(published: Client) -> None:
    assert label(judge(published, "A-1", "55%")) == "原则上不予新增"
    # 「低于60%」: at 60% it is not below.
    assert label(judge(published, "A-2", "60%")) == "已收录文件中未见限制，可进入后续程序"


def test_signatures_and_publication_are_recorded(published: Client, window: Window) -> None:
    entries = [read_line(line) for line in auditing.record_in(window.data)[0].lines()]
    listed = [(e.kind, e.payload["姓名"]) for e in entries if "入库文件" in e.kind]
    assert listed == [("签署入库文件", "张三"), ("签署入库文件", "李四"), ("发布入库文件", "王五")]


def test_the_list_and_the_text_say_so(published: Client, window: Window) -> None:
    page = published.get("/entry")
    assert "已发布" in page.text
    assert "自2026年2月1日起" in page.text
    assert "待写2条，待核0条" in page.text  # 3.1 and 3.2 wait for their rules
    text = published.get(f"/doc/{PLAN}")
    assert TITLE.replace("(", "（").split("（")[0] in text.text
    folder = window.data / "规则库" / "370700" / PLAN
    assert sorted(p.name for p in folder.iterdir()) == ["2026-02-01"]
    meta = (folder / "2026-02-01" / "meta.toml").read_text(encoding="utf-8")
    assert "draft" not in meta
    assert (folder / "2026-02-01" / "收到的文件.docx").read_bytes() == published.get(
        f"{BASE}/at/2026-02-01/file"
    ).content

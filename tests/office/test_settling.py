"""待办 in the window: what must be settled before letters go out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reasoner.casework.roles import Role
from tests.office.client import Client, Window
from tests.office.desks import Desk, alone, four, office
from tests.office.noted import notes, size


def test_what_must_be_settled_names_force_readings_reviews_and_the_bureau(client: Client) -> None:
    page = client.get("/settle").text
    for title in ("本单位", "各文件的效力", "由谁认定", "条文理解", "规则的法制复核", "台账的数值", "规则库"):
        assert title in page
    assert "收到的文本未载明效力期限" in page
    assert "软件自带的" in page, "by which rules"
    organs = page.partition(">由谁认定")[2].partition("</section>")[0]
    assert organs.count('href="/review/reading?document=') >= 1, "who determines what no document says"


def test_the_bureaus_settings_are_those_of_the_command_line_and_faults_stand_beside(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        hidden = client.get("/settle/bureau").form("/settle/bureau")
        wrong = client.post(
            "/settle/bureau",
            hidden | {"地区": "乌有区", "经办机构": "某中心", "救济文字": "可以申请复议。", "救济日期": "5月"},
        )
        assert wrong.status == 422
        assert len(wrong.errors) >= 2
        assert 'value="乌有区"' in wrong.text
        given = {
            "地区": "青岛市",
            "经办机构": '青岛市"医保"中心\\',
            "联系人": "张三",
            "联系电话": "0532",
            "救济文字": "可以申请复议。",
            "救济法制": "李四",
            "救济日期": "2026-01-05",
        }
        right = client.post("/settle/bureau", hidden | given)
        assert right.status == 200
        for value in given.values():
            assert html.escape(value, quote=True).replace("&quot;", "&#34;") in right.text
        assert (
            "山东省青岛市" in client.get("/ask?words=药店 新增定点零售药店").text
            or "青岛市" in client.get("/ask?words=药店").text
        )
    finally:
        window.close()


# --- 法制核定人 ------------------------------------------------------------------------------------------------

PARAGRAPH = {"经办机构": "某中心", "救济文字": "可以申请复议。", "救济日期": "2026-01-05"}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[None]:
    with office(tmp_path):
        yield


def approver(desk: Desk) -> str:
    match = re.search(r"法制核定人：([^。]+)。", html.unescape(desk.get("/settle/bureau").text))
    assert match is not None
    return match[1]


def test_with_accounts_the_paragraph_is_approved_by_the_account_that_saves_it(opened: None) -> None:
    legal, second = four()[2], Desk(30, "法制乙", Role.LEGAL)
    before = size()
    assert 'name="救济法制"' not in legal.get("/settle/bureau").text
    assert legal.post("/settle/bureau", {**PARAGRAPH, "救济法制": "负责人甲"}).status == 200
    assert approver(legal) == "法制甲"
    (entry,) = [e for e in notes(before) if e.kind == "改动本单位设置"]
    assert (entry.by, entry.payload["救济法制"], entry.payload["法制核定人来源"]) == ("法制甲", "法制甲", "账号")
    assert second.post("/settle/bureau", {**PARAGRAPH, "联系电话": "0532", "救济法制": "法制乙"}).status == 200
    assert approver(second) == "法制甲", "who changed a telephone number approved nothing"
    assert second.post("/settle/bureau", {**PARAGRAPH, "救济文字": "可以起诉。"}).status == 200
    assert approver(second) == "法制乙"
    assert legal.post("/settle/bureau", {"经办机构": "某中心", "救济法制": "法制甲"}).status == 200
    assert approver(second) == "无"


def test_a_deputy_approves_in_the_place_of_another_and_says_so(opened: None) -> None:
    from reasoner.office.acting import Actor, Deputation

    deputy = Desk(31, "代办甲", Role.LEGAL)
    deputation = (Deputation(Role.LEGAL, 3, "法制甲"),)
    deputy.actor = Actor(31, "代办甲", deputy.actor.organ, frozenset({Role.LEGAL}), deputation)
    assert deputy.post("/settle/bureau", PARAGRAPH).status == 200
    assert approver(deputy) == "代办甲（代法制甲）"


def test_a_name_that_one_person_alone_types_is_marked_as_typed(opened: None) -> None:
    before = size()
    page = alone().post("/settle/bureau", {**PARAGRAPH, "救济法制": "李四"})
    assert "法制核定人“李四”是单机填写的，不作为签署" in html.unescape(page.text)
    (entry,) = [e for e in notes(before) if e.kind == "改动本单位设置"]
    assert entry.payload["法制核定人来源"] == "单机填写,不作为签署"

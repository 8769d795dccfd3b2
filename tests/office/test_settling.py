"""待办 in the window: what must be settled before letters go out."""

from __future__ import annotations

import html
from pathlib import Path

from tests.office.client import Client, Window


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

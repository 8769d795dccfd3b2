"""入库: a kind of institution and a matter that the program lacks are written by a form, and the window takes them at once."""

from __future__ import annotations

from tests.office.client import Client, Page, Window


def register(client: Client, table: str, **values: str) -> Page:
    form = client.get(f"/entry/names?table={table}").form("/entry/names")
    return client.post("/entry/names", {**form, **{f"v:{k}": v for k, v in values.items()}})


KIND = {
    "名称": "康养驿站",
    "定义": "测试用的虚拟机构。",
    "归入": "专业护理机构",
    "可申请": "新增购买院护床位",
    "依据": "测试",
}


def test_what_is_lacking_or_unknown_stands_beside_its_field(client: Client, window: Window) -> None:
    page = register(client, "机构类型", 名称="康养驿站")
    assert page.status == 422
    assert 'value="康养驿站"' in page.text
    assert any("没有写" in e for e in page.errors)
    page = register(client, "机构类型", **{**KIND, "可申请": "没有这个事项"})
    assert page.status == 422
    assert "没有这个事项" in page.text
    assert not (window.data / "规则库" / "terms.toml").exists()
    assert client.get("/entry/names?table=没有").status == 404


def test_a_kind_of_institution_is_offered_at_once(client: Client, window: Window) -> None:
    page = register(client, "机构类型", **KIND)
    assert page.status == 200, page.errors
    assert "已登记“康养驿站”" in page.text
    assert "康养驿站" in (window.data / "规则库" / "terms.toml").read_text(encoding="utf-8")
    assert '<option value="康养驿站">' in client.get("/judge/new").text
    again = register(client, "机构类型", **KIND)
    assert again.status == 422


def test_a_matter_is_offered_at_once(client: Client) -> None:
    page = register(
        client,
        "事项",
        名称="新增康养服务定点",
        定义="测试用的虚拟事项。",
        申请的机构="康养驿站",
        新增的服务="康养服务",
        依据="测试",
    )
    assert page.status == 200, (page.errors, page.text)
    assert "新增康养服务定点" in client.get("/judge").text


WORD = {
    "名称": "停批新增", "结果": "暂不新增", "原文写作": "停批", "定义": "测试用的用词。", "依据": "测试", "另一种理解": "只是对下级机关的要求",
}  # fmt: skip


def test_a_word_of_effect_means_one_of_the_consequences_that_there_are(client: Client, window: Window) -> None:
    form = client.get("/entry/names?table=结果用词").text
    assert "从严控制" in form
    assert "方可办理" not in form, "a requirement is stated by its form, not by a word behind 则"
    page = register(client, "结果用词", **{**WORD, "原文写作": "不得新增"})
    assert page.status == 422
    assert any("指不得新增" in e for e in page.errors)
    page = register(client, "结果用词", **{**WORD, "结果": "停批"})
    assert page.status == 422
    terms = window.data / "规则库" / "terms.toml"
    assert not terms.exists() or "停批" not in terms.read_text(encoding="utf-8")
    page = register(client, "结果用词", **WORD)
    assert page.status == 200, page.errors
    assert "已登记“停批新增”" in page.text
    assert '"结果" = "暂不新增"' in terms.read_text(encoding="utf-8")

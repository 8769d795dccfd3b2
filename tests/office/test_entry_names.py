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

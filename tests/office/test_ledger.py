"""台账 and 名录 in the window: looked at before they count, refused with all that is wrong."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from tests.office.client import Client, Page, Window
from tests.office.ledger_files import HEAD, send, table, take

pytestmark = pytest.mark.both_databases


def test_values_wait_until_it_was_seen_what_they_change_then_count_in_every_judgement(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        frame = {
            "编号": "L-1",
            "事项": "新增购买住院床位",
            "日期": "2024-05-01",
            "名称": "甲",
            "类型": "综合医院",
            "所在地": "城阳区",
        }
        draft = client.post("/judge/new", client.get("/judge/new").form("/judge/new") | frame)
        case = client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish"))
        assert "暂不能判断" in case.text
        waiting = re.search(r'<a href="(/ledger/new[^"]*)">城阳区床位使用率</a>', client.get("/").text)
        assert waiting is not None, "what is waited for leads to where it is entered"
        entering = client.get(html.unescape(waiting[1])).text
        assert '<option value="床位使用率" selected>' in entering
        assert 'value="城阳区"' in entering
        preview = send(
            client, table(HEAD, ("城阳区", "床位使用率", "74%", "2024-03-31", "住院结算数据", "张三", "2027-12-31"))
        )
        assert "属于该条所列情形" not in client.get("/ledger").text, "nothing counts before it was taken"
        assert "原则上不予新增" in preview.text, "the open case would be judged otherwise"
        assert "L-1" in preview.text
        hidden = preview.form(f"{preview.address}/take")
        ledger = client.post(f"{preview.address}/take", hidden | {"also": "1"})
        assert "张三" in ledger.text
        assert "原则上不予新增" in client.get(case.address).text, "judged again with them"
        judged = client.post(f"{draft.address}/finish", client.get(draft.address).form(f"{draft.address}/finish"))
        assert "原则上不予新增" in judged.text
        assert "确认人张三" in judged.text.replace("：", "") or "张三" in judged.text
        later = send(client, table(HEAD, ("城阳区", "床位使用率", "76%", "2024-03-31", "更正", "李四", None)))
        assert "74%" in later.text, "what is replaced stands beside"
        newer = send(client, table(HEAD, ("城阳区", "床位使用率", "77%", "2024-06-30", "结算", "李四", None)))
        assert "没有，另记一项" in newer.text, "a value of another day stands beside the earlier ones"
        take(client, later)
        text = client.get("/ledger").text
        assert "76%" in text
        assert "74%" not in text
    finally:
        window.close()


def test_a_row_whose_figure_contradicts_the_ledger_is_refused_and_the_others_are_judged(tmp_path: Path) -> None:
    window = Window(tmp_path)
    try:
        client = Client(window)
        take(client, send(client, table(HEAD, ("城阳区", "床位使用率", "70%", "2024-03-31", "台账", "张三", None))))

        def application(number: str, place: str) -> dict[str, object]:
            facility = {"名称": "甲", "类型": "综合医院", "所在地": place}
            figure = {"地区": place, "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31"}
            return {
                "编号": number,
                "事项": "新增购买住院床位",
                "日期": "2024-05-01",
                "机构": facility,
                "指标": [figure],
            }

        listed = [application("C-1", "城阳区"), application("C-2", "崂山区")]
        page = client.upload("申请.json", json.dumps(listed).encode())
        assert "有1行有错" in page.text
        assert "S131" in client.get("/case/1").text
        assert "原则上不予新增" in client.get("/case/2").text
    finally:
        window.close()


def test_a_table_of_values_with_faults_is_refused_whole_with_all_of_them(client: Client) -> None:
    page = send(
        client,
        table(
            HEAD,
            ("乌有区", "床位使用率", "740", "2024-13-31", "x", "", None),
            ("城阳区", "没有的指标", 1, None, "", "", None),
        ),
    )
    assert page.status == 422
    assert page.text.count("指标！") >= 3 or page.text.count("指标!") >= 3
    assert "还没有数值" in page.text or "项" in page.text


def test_one_value_by_hand_is_refused_beside_its_fields(client: Client) -> None:
    page = client.get("/ledger/new?section=指标")
    hidden = page.form("/ledger/new")
    wrong = client.post(
        "/ledger/new", hidden | {"名称": "床位使用率", "地区": "乌有区", "数值": "750", "时点": "2024-13-01"}
    )
    assert wrong.status == 422
    assert len(wrong.errors) == 3
    right = client.post(
        "/ledger/new",
        hidden | {"名称": "床位使用率", "地区": "崂山区", "数值": "81.50%", "时点": "2024-03-31", "确认人": "张三"},
    )
    assert "81.5%" in right.text
    assert "/ledger/import/" in right.address


def test_a_value_is_taken_out_again(client: Client) -> None:
    take(client, send(client, table(HEAD, ("莱西市", "床位使用率", "61%", "2024-03-31", "写错", "张三", None))))
    page = client.get("/ledger")
    address = re.search(r'<a href="(/ledger/new\?item=\d+)" aria-label="更新莱西市床位使用率">', page.text)
    assert address is not None
    form = client.get(address[1])
    action = f"/ledger/item/{address[1].partition('=')[2]}/remove"
    assert "61%" not in client.post(action, form.form(action)).text


def test_a_determination_by_hand_settles_the_force_of_a_document(client: Client) -> None:
    page = client.get("/ledger/new?section=认定&name=文件效力&about=qingdao-2023-1")
    assert 'value="qingdao-2023-1"' in page.text
    fields = {
        "事项": "文件效力", "对象": "qingdao-2023-1", "结论": "是", "机关": "青岛市医疗保障局、青岛市财政局", "日期": "2024-01-10",
        "自": "2023-01-01", "至": "2027-12-31", "依据": "复函", "确认人": "张三",
    }  # fmt: skip
    preview = client.post("/ledger/new", page.form("/ledger/new") | fields)
    assert preview.status == 200
    take(client, preview)
    assert "已登记认定" in client.get("/settle").text


def test_exact_decimals_stay_as_they_were_written(client: Client) -> None:
    # A binary float would make 0.1000000000000000055511151231257827 of either.
    for written in ("10.0000000000000000001%", "10%"):
        row = {"地区": "青岛市", "名称": "医疗费用增长率", "数值": written, "时点": "2023", "来源": "年报"}
        page = take(client, send(client, json.dumps([row]).encode(), "指标.json"))
        assert f">{written}<" in page.text


def test_a_list_of_institutions_is_read_as_the_institutions_of_applications_are(client: Client) -> None:
    def register(content: bytes) -> Page:
        return client.send(
            "/ledger/register", client.get("/ledger/register").form("/ledger/register"), "名录.xlsx", content
        )

    head = ("机构名称", "类型", "定点服务", "所属区县", "地址", "经度", "纬度", "坐标系")
    wrong = register(
        table(
            head,
            ("甲药房", "药铺子", "零售药店", "城阳区", "正阳路1号", 120.4, 36.3, "CGCS2000"),
            ("乙药房", "零售药店", "零售药店", "乌有区", "", 36.3, 120.4, "CGCS2000"),
        )
    )
    assert wrong.status == 422
    assert wrong.text.count('class="muted small">F') >= 3
    right = register(
        table(
            head,
            ("甲药房", "药店", "零售药店", "城阳区", "正阳路1号", 120.4, 36.3, "CGCS2000"),
            ("<b>乙</b>药房", "零售药店", "零售药店", "即墨区", "", None, None, None),
        )
    )
    assert "共2家" in right.text
    assert "&lt;b&gt;乙&lt;/b&gt;药房" in right.text

"""A whole file judged anew with one click: what is older is told, nothing judged or decided is lost, results say what pages say."""

from __future__ import annotations

import html
import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.office.client import Client, Page, Window
from tests.office.ledger_files import HEAD, send, table, take

OLDER = "下面的结论是按改动以前的得出的"
FIGURE = ("城阳区", "床位使用率", "74%", "2024-03-31", "住院结算数据", "张三", "2027-12-31")
"""「医保管理区域(…城阳区…)内床位使用率低于75%的,原则上不再新增购买住院床位。」: of a hospital there, and of none elsewhere."""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    window = Window(tmp_path / "data")
    yield Client(window)
    window.close()


def hospital(number: str, place: str = "城阳区", **changes: object) -> dict[str, object]:
    facility = {"名称": f"{number}医院", "类型": "综合医院", "所在地": place}
    return {"编号": number, "事项": "新增购买住院床位", "日期": "2024-05-01", "机构": facility, **changes}


def upload(client: Client, *applications: dict[str, object]) -> Page:
    return client.upload("申请.json", json.dumps([*applications]).encode())


def anew(client: Client, page: Page) -> Page:
    action = f"{page.address}/anew"
    judged = client.post(action, client.get(page.address).form(action))
    for _ in range(200):
        if 'http-equiv="refresh"' not in judged.text:
            return judged
        time.sleep(0.3)
        judged = client.get(page.address)
    raise AssertionError(judged.text[-500:])


def labels(page: Page) -> list[tuple[str, str]]:
    """Each row of a file's page: its number and its outcome in short."""
    rows = re.findall(
        r'<th scope="row"><a href="/case/\d+">([^<]+)</a>.*?<span class="tag[^"]*">([^<]+)</span>', page.text, re.DOTALL
    )
    return [(number, html.unescape(label)) for number, label in rows]


def correct(client: Client, case: int, **written: str) -> Page:
    page = client.get(f"/case/{case}/edit")
    fields = dict(re.findall(r'<input type="text" name="(p:[^"]+)" id="[^"]+" value="([^"]*)"', page.text))
    changes = {f"p:{path}": text for path, text in written.items()}
    return client.post(f"/case/{case}/edit", page.form(f"/case/{case}/edit") | fields | changes)


def test_verdicts_older_than_the_ledger_are_told_and_a_click_judges_the_whole_file(client: Client) -> None:
    page = upload(client, hospital("A-1"), hospital("A-2"), hospital("A-3", "崂山区"))
    assert [label for _, label in labels(page)] == ["暂不能判断"] * 3
    assert OLDER not in page.text
    take(client, send(client, table(HEAD, FIGURE)))
    assert OLDER in client.get(page.address).text
    assert "台账、规则库、复核或者条文理解有改动" in client.get("/case/1").text
    later = anew(client, page)
    assert labels(later) == [("A-1", "原则上不予"), ("A-2", "原则上不予"), ("A-3", "暂不能判断")]
    assert "2份与以前不同" in later.text
    assert OLDER not in later.text
    case = client.get("/case/1").text
    assert "/case/1/at/" in case, "the earlier verdict stays"
    assert "有改动；结论是否因此不同" not in case
    assert "/case/3/at/" not in client.get("/case/3").text, "a verdict that is the same is not kept twice"
    assert "有改动；结论是否因此不同" not in client.get("/case/3").text
    assert "0份与以前不同" in anew(client, page).text


def test_a_signed_rule_makes_a_file_older_and_judging_it_anew_makes_it_new(client: Client) -> None:
    page = upload(client, hospital("B-1"))
    address = "/review/rule?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位"
    client.post("/review/rule", client.get(address).form("/review/rule") | {"by": "王法制", "action": "sign"})
    assert OLDER in client.get(page.address).text
    assert OLDER not in anew(client, page).text


def test_a_decision_stays_and_the_case_says_that_it_was_judged_otherwise_since(client: Client) -> None:
    page = upload(client, hospital("C-1"))
    case = client.get("/case/1")
    decision = {"处理": "进入后续程序", "不一致理由": "已经查明使用率", "决定日期": "2024-05-20"}
    assert "记下的决定" in client.post("/case/1/decide", case.form("/case/1/decide") | decision).text
    assert "已决定：进入后续程序" in client.get(page.address).text
    assert "C-1" in client.get(f"{page.address}?decided=已决定").text.partition("<tbody>")[2]
    assert "C-1" in client.get(f"{page.address}?decided=已决定&text=C").text.partition("<tbody>")[2]
    assert "C-1" not in client.get(f"{page.address}?decided=未决定").text.partition("<tbody>")[2]
    take(client, send(client, table(HEAD, FIGURE)))
    anew(client, page)
    later = client.get("/case/1").text
    assert "作出决定以后重新研判过" in later
    assert "记下的决定：<b>进入后续程序</b>" in later


def test_a_row_that_contradicts_the_ledger_is_judged_when_the_ledger_agrees(client: Client) -> None:
    given = [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31"}]
    take(client, send(client, table(HEAD, (*FIGURE[:2], "70%", *FIGURE[3:]))))
    page = upload(client, hospital("D-1", 指标=given), hospital("D-2", "崂山区"))
    assert labels(page)[0] == ("D-1", "有错")
    assert "本单位台账为70%" in page.text.partition("D-1")[2].partition("</tr>")[0], "the fault stands in the table"
    take(client, send(client, table(HEAD, FIGURE)))
    assert labels(anew(client, page))[0] == ("D-1", "原则上不予")
    take(client, send(client, table(HEAD, (*FIGURE[:2], "70%", *FIGURE[3:]))))
    assert labels(anew(client, page))[0] == ("D-1", "有错")
    assert "S131" in client.get("/case/1").text


def test_rows_with_one_number_are_all_refused_until_one_has_another(client: Client) -> None:
    head = ("编号", "事项", "日期", "名称", "类型", "所在地", "床位数")
    rows = (("E-1", "城阳区", 20), ("E-1", "崂山区", 30), ("E-2", "城阳区", "许多"))
    listed = [(n, "新增购买住院床位", "2024-05-01", f"{p}医院", "综合医院", p, beds) for n, p, beds in rows]
    page = client.upload("申请.xlsx", table(head, *listed, title="申请"))
    assert [label for _, label in labels(page)] == ["有错"] * 3
    assert [label for _, label in labels(anew(client, page))] == ["有错"] * 3
    assert "暂不能判断" in correct(client, 2, 编号="E-9").text
    later = anew(client, page)
    assert labels(later) == [("E-1", "暂不能判断"), ("E-9", "暂不能判断"), ("E-2", "有错")]


def test_every_fault_of_a_row_is_named_beside_that_its_number_is_taken(client: Client) -> None:
    page = upload(client, hospital("F-1"), hospital("F-2"))
    wrong = correct(client, 2, **{"编号": "F-1", "日期": "5月7日", "机构.类型": "医院"})
    assert wrong.status == 422
    assert len(wrong.errors) == 3, wrong.errors
    assert 'value="综合医院"' in wrong.text, "what may be written is proposed"
    assert labels(client.get(page.address))[1] == ("F-2", "暂不能判断")


def test_results_after_a_correction_say_what_the_pages_say_though_the_ledger_has_changed_since(client: Client) -> None:
    page = upload(client, hospital("G-1"), hospital("G-2"))
    take(client, send(client, table(HEAD, FIGURE)))
    correct(client, 2, 床位数="30")
    stale = client.get(f"{page.address}/results.xlsx")
    assert "还是更正以前的" in stale.text
    book = openpyxl.load_workbook(io.BytesIO(client.results(page.address)))
    head, *rows = book["研判结果"].iter_rows(values_only=True)
    column = head.index("研判结论")
    assert [(r[0], r[column]) for r in rows] == [("G-1", "事实或认定不足，暂不能判断"), ("G-2", "原则上不予新增")]
    assert "还是更正以前的" not in client.get(page.address).text


def test_applications_that_compete_are_grouped_anew_after_a_correction(client: Client) -> None:
    def pharmacy(number: str, longitude: float) -> dict[str, object]:
        facility = {"名称": number, "类型": "零售药店", "所在地": "城阳区"}
        position = {"经度": longitude, "纬度": 36.3, "坐标系": "CGCS2000"}
        facts = {"步行15分钟内同类型定点机构数": 0, "位置": position}
        return {"编号": number, "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": facility, **facts}

    figures = [
        {"地区": p, "名称": "医疗费用增长率", "数值": v, "时点": "2023"}
        for p, v in (("城阳区", "4%"), ("青岛市", "5%"))
    ]
    content = {"申请": [pharmacy("H-1", 120.4), pharmacy("H-2", 120.9)], "指标": figures}
    page = client.upload("两家.json", json.dumps(content).encode())
    assert "不能全部新增" not in page.text
    # 「拟新增定点周边步行15分钟范围内有同类型定点医药机构的,原则上不再新增定点。」: forty metres apart now.
    assert correct(client, 2, **{"位置.经度": "120.4005"}).status == 200
    later = client.waited(
        client.post(f"{page.address}/summary", client.get(page.address).form(f"{page.address}/summary"))
    )
    assert (
        "/doc/qingdao-2023-18-medical/3.2.p1.s2" in later.text.partition("不能全部新增")[2].partition("</details>")[0]
    )
    assert labels(later) == labels(page), "nothing was judged"

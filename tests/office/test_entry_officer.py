"""入库: an officer who writes no code brings a plan of fifteen clauses from Word to verdicts, by forms and proposals alone."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.office.client import Client, Page, Window
from tests.office.invented_plan import OFFICER_LINES, OFFICER_TITLE, word_plan
from tests.office.test_entry_journey import confirm, draft_folder, label, send
from tests.office.test_entry_rules import typed
from tests.office.test_entry_standing import deed

PLAN = "weifang-2026-12"
BASE = f"/entry/{PLAN}"
RULES = f"{BASE}/rules"
RATE = {"地区": "寿光市", "名称": "床位使用率", "数值": "65%", "时点": "2026-03-31"}


def rules_of(window: Window) -> str:
    return (draft_folder(window, PLAN) / "rules.tiao").read_text(encoding="utf-8")


def entry_of(rules: str, address: str) -> str:
    """What stands below a clause."""
    return rules.partition(f"条 {address} 性质")[2].partition("\n条 ")[0]


def by_form(client: Client, clause: str, shape: str, **chosen: str) -> Page:
    """Choose a clause, a shape and what it asks for, write it, and save."""
    page = client.get(RULES)
    page = client.post(RULES, {**page.form(RULES), "text": typed(page), "clause": clause})
    given = {**page.form(RULES), "text": typed(page), "form_clause": clause, "form_shape": shape, "action": "write"}
    page = client.post(RULES, given | {f"f_{k}": v for k, v in chosen.items()})
    if page.status != 200:
        return page
    return client.post(RULES, {**page.form(RULES), "text": typed(page), "action": "save"})


@pytest.fixture(scope="module")
def received(window: Window, client: Client) -> Client:
    assert send(client, "规划.docx", word_plan(OFFICER_LINES), PLAN).address == f"{BASE}/received"
    assert confirm(client, document=PLAN).status == 200
    return client


def test_proposals_stand_beside_their_clauses_and_decide_nothing(received: Client, window: Window) -> None:
    page = received.get(RULES)
    assert "待写4条" in page.text, "1.1, 3.2, 4.1 and 4.2; 4.4 is no clause that has a rule"
    assert "待核10条" in page.text
    assert page.text.count('name="accept"') == 10
    rules = rules_of(window)
    assert rules.count(" 待核") == 10
    overview = received.get(BASE).text
    assert "待写4条" in overview
    assert "待核10条" in overview
    # The case of 2.2 (「低于70%」) at 65%: nobody has accepted its rule, so that it decides nothing.
    assert outcome(received, window) != "原则上不予新增"


def outcome(client: Client, window: Window) -> str:
    """What the draft makes of an application for beds where 65% of the beds are used."""
    application = {
        "编号": "情形-1", "事项": "新增购买住院床位", "日期": "2026-05-01", "床位类别": "综合", "床位数": 10,
        "机构": {"名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": "寿光市"}, "指标": [RATE],
    }  # fmt: skip
    case = {"名": "使用率65%", "申请": application, "结论": "原则上不予新增", "据": ["2.2"]}
    (draft_folder(window, PLAN) / "cases.yaml").write_text(
        json.dumps({"情形": [case]}, ensure_ascii=False), encoding="utf-8"
    )
    rows = received_rows(client.get(f"{BASE}/cases").text)
    return rows[0][2]


def received_rows(text: str) -> list[list[str]]:
    """The cells of the table of cases."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [
        [unescape(re.sub("<[^>]+>", "", c)).strip() for c in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in body.split("</tr>")
        if "<th" in row
    ]


def test_a_proposal_that_is_not_accepted_goes_with_the_reading_on_which_it_alone_rests(
    client: Client, window: Window
) -> None:
    other = "weifang-rejected"
    assert send(client, "规划.docx", word_plan(OFFICER_LINES), other).status == 200
    address, folder = f"/entry/{other}/rules", draft_folder(window, other)
    page = client.get(address)
    rule = next(r for r in re.findall(r'name="reject" value="([^"]+)"', page.text) if r.startswith("2.1#"))
    page = client.post(address, {**page.form(address), "text": typed(page), "reject": unescape(rule), "by": "张三"})
    assert page.status == 200
    assert "没有错误" in page.text
    readings = (folder / "readings.toml").read_text(encoding="utf-8")
    assert "新增后口径" not in readings
    assert "须先已定点" in readings, "what another proposal rests on stays"


def test_each_proposal_is_accepted_by_its_button_and_the_name_is_kept(received: Client, window: Window) -> None:
    by = ""
    for _ in range(10):
        page = received.get(f"{RULES}?by={by}")
        rule = unescape(re.findall(r'name="accept" value="([^"]+)"', page.text)[0])
        page = received.post(RULES, {**page.form(RULES), "text": typed(page), "accept": rule, "by": "张三"})
        assert page.status == 200
        assert 'id="by" value="张三"' in page.text or 'name="accept"' not in page.text, (
            "the name need not be typed again"
        )
        by = "张三"
    rules = rules_of(window)
    assert "待核" not in rules
    assert "待写:" not in entry_of(rules, "2.1"), "what is wholly written says no more of words that wait"
    assert "待写:应当" in entry_of(rules, "4.2")
    assert outcome(received, window) == "原则上不予新增"


def test_what_is_left_is_written_by_the_form_alone(received: Client, window: Window) -> None:
    # 1.1 「坚持保障基本…」 orders nobody anything: it is a principle, and then it waits for nothing.
    form = received.get(f"{BASE}/text").form(f"{BASE}/text")
    assert received.post(f"{BASE}/text", {**form, "n:1.1": "原则", "by": "张三"}).status == 200
    assert entry_of(rules_of(window), "1.1").strip().endswith("」")
    # 3.2 is a priority for whoever meets the conditions; as long as it is called a requirement, it lacks one.
    refused = by_form(received, "3.2", "写全")
    assert refused.status == 422
    assert "要件" in refused.text.partition("没有写入")[2][:400]
    form = received.get(f"{BASE}/text").form(f"{BASE}/text")
    assert received.post(f"{BASE}/text", {**form, "n:3.2": "优先", "by": "张三"}).status == 200
    assert by_form(received, "3.2", "写全").status == 200
    assert "待写" not in entry_of(rules_of(window), "3.2")
    assert by_form(received, "4.1", "义务", name="加强组织领导", force="要", whole="yes").status == 200
    duty = {"name": "公示名单", "force": "应当", "bearer": "医保经办机构", "whole": "yes"}
    assert by_form(received, "4.2", "义务", **duty).status == 200
    page = received.get(RULES).text
    for words in ("没有错误", "待写0条", "没有待写的条"):
        assert words in page


def test_two_people_sign_it_is_published_and_judges(received: Client, window: Window) -> None:
    for name in ("张三", "李四"):
        assert deed(received, f"{BASE}/publish", "sign", by=name).status == 200
    assert deed(received, f"{BASE}/publish", "publish", by="王五").address == f"{BASE}/at/2026-03-01"
    assert OFFICER_TITLE[:8] in received.get(f"/doc/{PLAN}").text
    assert "待写" not in received.get(f"/doc/{PLAN}/2.1").text.partition("<main")[2].partition("</main>")[0]
    data = {
        "编号": "药店-1", "事项": "新增定点零售药店", "日期": "2026-05-01",
        "机构": {"名称": "虚拟药店", "类型": "零售药店", "所在地": "奎文区"}, "步行15分钟内同类型定点机构数": 0,
    }  # fmt: skip
    page = received.upload("药店.json", json.dumps(data, ensure_ascii=False).encode())
    case = received.get("/case/" + page.text.split('href="/case/')[1].partition('"')[0])
    # 3.5 「在奎文区、潍城区,暂不新增定点零售药店」
    assert label(case) == "按规定暂不新增"


def test_it_is_withdrawn_and_no_longer_judges(received: Client) -> None:
    page = deed(received, f"{BASE}/at/2026-03-01", "withdraw", by="张三", reason="尚未印发")
    assert page.address == f"{BASE}/at/2026-03-01?withdrawn=1"
    assert received.get(f"/doc/{PLAN}").status == 404


def test_nothing_of_the_plan_is_kept_elsewhere(received: Client, window: Window) -> None:
    root = Path(window.data / "规则库")
    assert not (root / "370700" / PLAN / "2026-03-01").exists()
    assert (root / ".withdrawn" / "370700" / PLAN / "2026-03-01" / "text.txt").is_file()

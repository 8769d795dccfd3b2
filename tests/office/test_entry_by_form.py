"""入库: every normative sentence of an invented plan is written by the form, from a Word file to verdicts, without proposals."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Final

import pytest

from tests.office.client import Client, Page, Window
from tests.office.invented_plan import FORM_LINES, word_plan
from tests.office.test_entry_journey import confirm, draft_folder, label, send
from tests.office.test_entry_rules import typed
from tests.office.test_entry_standing import deed

PLAN = "weifang-2026-31"
BASE = f"/entry/{PLAN}"
RULES = f"{BASE}/rules"
BEDS = ("新增购买住院床位",)
PHARMACIES = ("新增定点零售药店",)
TOTAL: Final = {
    "name": "新增后口径", "question": "以批准前还是批准后衡量", "used": "以批准后衡量", "alternative": "以批准前衡量",
    "basis": "限制的是总量（2.1）", "covers": "加、床位数",
}  # fmt: skip
CHOSEN: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "2.1": ("上限", {"name": "全市床位上限", "matters": BEDS, "readings": ["新增后口径"],
        "cap": "( 全市 的 医保购买住院床位数 加 床位数 ) 除以 全市 的 参保人口 不超过 6.5张/千参保人口"}),
    "2.2": ("数值", {"name": "区县床位过多", "matters": BEDS, "effect": "不得新增",
        "figure": "本区县 的 医保购买住院床位数 除以 本区县 的 常住人口", "comparison": "高于 7张/千常住人口"}),
    "2.3": ("几项情形", {"name": "低使用率高增长", "matters": BEDS, "effect": "暂不新增", "join": "且", "conditions": [
        "本区县 的 床位使用率 低于 70%", "本区县 的 医疗费用增长率 高于 全市 的 医疗费用增长率"]}),
    "2.4": ("豁免", {"name": "重点建设项目", "kinds": ["医疗机构"], "join": "或", "conditions": [
        "机构 的 重点建设项目 包含 省级", "机构 的 重点建设项目 包含 市级"]}),
    "2.5": ("豁免", {"name": "康复医院", "kinds": ["康复医院"], "matters": BEDS, "clauses": ["2.3"]}),
    "3.1": ("有无", {"name": "步行范围", "matters": PHARMACIES, "effect": "原则上 不予新增",
        "existence": "有 步行15分钟内同类型定点机构数"}),
    "3.2": ("要件", {"name": "药店的条件", "matters": PHARMACIES,
        "musts": ["机构 的 资质合规 成立", "机构 的 管理规范 成立"]}),
    "3.3": ("几项情形", {"name": "优先的药店", "matters": PHARMACIES, "effect": "可优先", "join": "或", "conditions": [
        "机构 的 连锁 成立", "机构 的 信誉良好 成立"]}),
    "3.4": ("几项情形", {"name": "两区以外", "matters": ["新增个人账户定点"], "effect": "暂不新增", "conditions": [
        "非 所在地 属于 奎文区", "非 所在地 属于 潍城区"]}),
    "4.1": ("义务", {"name": "加强组织领导", "force": "要"}),
    "4.2": ("义务", {"name": "公示名单", "force": "应当", "bearer": "医保经办机构"}),
    "4.3": ("义务", {"name": "监督检查", "force": "要"}),
}  # fmt: skip
"""What the officer reads from each sentence, by its address: the shape, and what the form asks for."""


NATURES: Final = {
    "1.1": "原则", "2.1": "上限", "2.2": "限制", "2.3": "限制", "2.4": "豁免", "2.5": "豁免", "3.1": "限制", "3.2": "要件", "3.3": "优先",
    "3.4": "限制", "4.1": "义务", "4.2": "义务", "4.3": "义务",
}  # fmt: skip
"""What the officer confirms each clause to be."""


def rules_of(window: Window) -> str:
    return (draft_folder(window, PLAN) / "rules.tiao").read_text(encoding="utf-8")


def by_form(client: Client, clause: str, shape: str, chosen: dict[str, object]) -> Page:
    page = client.get(RULES)
    page = client.post(RULES, {**page.form(RULES), "text": typed(page), "clause": clause})
    given: dict[str, object] = {**page.form(RULES), "text": typed(page), "form_clause": clause, "form_shape": shape}
    given |= {f"f_{k}": v for k, v in chosen.items()} | {"action": "write", "f_whole": "yes"}
    page = client.post(RULES, given)  # type: ignore[arg-type]  # several values under one name
    return (
        page if page.status != 200 else client.post(RULES, {**page.form(RULES), "text": typed(page), "action": "save"})
    )


@pytest.fixture(scope="module")
def received(window: Window, client: Client) -> Client:
    assert window.base
    prepared(client)
    return client


def prepared(client: Client) -> None:
    """The plan received and confirmed, without any proposal, with the reading that its cap needs."""
    assert send(client, "规划.docx", word_plan(FORM_LINES), PLAN).address == f"{BASE}/received"
    assert confirm(client, document=PLAN).status == 200
    while (page := client.get(RULES)) and (proposals := re.findall(r'name="reject" value="([^"]+)"', page.text)):
        given = {**page.form(RULES), "text": typed(page), "reject": unescape(proposals[0]), "by": "张三"}
        assert client.post(RULES, given).status == 200
    page = client.get(f"{BASE}/readings")
    assert client.post(f"{BASE}/readings", {**page.form(f"{BASE}/readings"), **TOTAL, "by": "张三"}).status == 200


def test_a_reading_that_was_just_registered_is_no_error(received: Client) -> None:
    page = received.get(f"{BASE}/readings?saved=1").text
    assert "现在的条文理解有错误" not in page
    assert "还没有规则引用：新增后口径" in page
    assert "依靠的解释" in page
    assert "依 名称" not in page


def with_natures(client: Client) -> None:
    form = client.get(f"{BASE}/text").form(f"{BASE}/text")
    given = {**form, **{f"n:{address}": nature for address, nature in NATURES.items()}, "by": "张三"}
    assert client.post(f"{BASE}/text", given).status == 200


def test_every_normative_sentence_is_written_by_form(received: Client, window: Window) -> None:
    with_natures(received)
    refused = {}
    for clause, (shape, chosen) in CHOSEN.items():
        page = by_form(received, clause, shape, chosen)
        if page.status != 200:
            refused[clause] = re.sub("<[^>]+>", " ", page.text.partition("没有写入")[2][:600]).split()
    assert refused == {}
    page = received.get(RULES).text
    for words in ("没有错误", "待写0条", "没有待写的条"):
        assert words in page, rules_of(window)


def test_two_people_sign_it_is_published_and_judges(received: Client) -> None:
    for name in ("张三", "李四"):
        assert deed(received, f"{BASE}/publish", "sign", by=name).status == 200
    assert deed(received, f"{BASE}/publish", "publish", by="王五").address == f"{BASE}/at/2026-03-01"
    assert judged(received, "药店-1", "新增个人账户定点", {"类型": "诊所", "所在地": "奎文区"}) != "按规定暂不新增"
    assert judged(received, "药店-2", "新增个人账户定点", {"类型": "诊所", "所在地": "寿光市"}) == "按规定暂不新增"
    low = [
        {"地区": "寿光市", "名称": "床位使用率", "数值": "65%", "时点": "2026-03-31"},
        {"地区": "寿光市", "名称": "医疗费用增长率", "数值": "9%", "时点": "2026-03-31"},
        {"地区": "潍坊市", "名称": "医疗费用增长率", "数值": "8%", "时点": "2026-03-31"},
        {"地区": "寿光市", "名称": "医保购买住院床位数", "数值": 6000, "时点": "2026-03-31"},
        {"地区": "寿光市", "名称": "常住人口", "数值": "110万", "时点": "2026-03-31"},
        {"地区": "潍坊市", "名称": "医保购买住院床位数", "数值": 40000, "时点": "2026-03-31"},
        {"地区": "潍坊市", "名称": "参保人口", "数值": "880万", "时点": "2026-03-31"},
    ]
    beds = {"床位类别": "综合", "床位数": 10, "指标": low}
    hospital = {"类型": "综合医院", "等级": "二级", "所在地": "寿光市", "重点建设项目": "无"}
    assert judged(received, "医院-1", *BEDS, hospital, **beds) == "按规定暂不新增", "2.3"
    free = judged(received, "医院-2", *BEDS, hospital | {"重点建设项目": "省级"}, **beds)
    assert free == "不受规划限制，可按规定纳入评估范围", "2.4"
    rehabilitation = judged(received, "医院-3", *BEDS, hospital | {"类型": "康复医院"}, **beds | {"床位类别": "康复"})
    assert rehabilitation == "已收录文件中未见限制，可进入后续程序", (
        "2.5 frees from 2.3 alone, and neither 2.1 nor 2.2 bars"
    )


def judged(client: Client, number: str, matter: str, facility: dict[str, object], **facts: object) -> str:
    data = {
        "编号": number,
        "事项": matter,
        "日期": "2026-05-01",
        "机构": {"名称": f"虚拟{number}", **facility},
        **facts,
    }
    page = client.upload("申请.json", json.dumps(data, ensure_ascii=False).encode())
    return label(client.get("/case/" + page.text.split('href="/case/')[1].partition('"')[0]))

"""What holds a final letter back stands on the case: the law of another day, a reading in doubt; and what was entered is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from reasoner.driver import current_rule_base
from tests.office.client import Client, Page, Window

# qingdao-2023-18-medical: 规划期 to 2025-12-31; 3.1.p2 bars in principle below 75 %.
FRAME = {
    "编号": "D-1", "事项": "新增购买住院床位", "日期": "2025-06-03", "名称": "示例医院", "类型": "综合医院", "所在地": "城阳区", "材料": "申请表",
    "床位类别": "综合", "床位数": "100",
}  # fmt: skip
DOCUMENT, CLAUSE, RULE = "qingdao-2023-18-medical", "3.1.p2", "qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位"


def _reading() -> str:
    document = current_rule_base.rule_base().documents[DOCUMENT]
    return next(n for norm in document.all_norms if norm.id == RULE for n in norm.readings)


def post(client: Client, path: str, action: str, fields: dict[str, str]) -> Page:
    return client.post(action, client.get(path).form(action) | fields)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    window = Window(tmp_path_factory.mktemp("day"))
    try:
        yield Client(window)
    finally:
        window.close()


@pytest.fixture(scope="module")
def case(client: Client) -> str:
    draft = post(client, "/judge/new", "/judge/new", FRAME)
    answer = {"answer": "74%", "as_at": "2024-03-31", "origin": "本局查询", "source": "住院结算数据"}
    draft = client.post(draft.address, draft.form(f'{draft.address}"') | answer)
    return client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish")).address


def decide(client: Client, case: str, **fields: str) -> Page:
    decision = {"处理": "不予", "例外": "否", "例外理由": "没有应予例外的情形", "决定机关": "青岛市医疗保障局"} | fields
    return client.post(f"{case}/decide", client.get(case).form(f"{case}/decide") | decision)


def test_a_refused_decision_says_why_at_the_top(client: Client, case: str) -> None:
    page = decide(client, case, 例外理由="", 例外="是", 决定日期="2025-06-20")
    assert page.status == 422
    assert page.text.index("决定没有记下") < page.text.index('aria-label="结论"')
    assert "T123" in page.text.partition('aria-label="结论"')[0]


def test_the_page_says_that_the_law_of_the_day_of_decision_is_another(client: Client, case: str) -> None:
    page = decide(client, case, 决定日期="2026-11-30")
    top = page.text.partition('aria-label="官方原文"')[0]
    assert page.status == 200
    assert "2025年12月31日届满" in top
    assert "适用日期和理由" in top
    final = client.letter(f"{case}/final?form=docx&kind=不予新增告知书")
    assert final.status == 422
    assert "适用日期的理由尚待写明" in final.text
    assert f'href="{case}#decision"' in final.text


def test_what_was_weighed_is_told_and_no_longer_asked_for(client: Client, case: str) -> None:
    page = decide(client, case, 决定日期="2025-06-20")
    assert "没有应予例外的情形，理由是：没有应予例外的情形" in page.text
    assert "由经办人员填写" not in page.text
    assert re.search(r"<dt>下一步</dt><dd><b>文书</b>", page.text)
    assert "适用日期和理由" not in page.text, "the plan is in force on the day of decision"


def test_a_reading_in_doubt_is_told_on_every_page(client: Client, case: str) -> None:
    name = _reading()
    address = f"/review/reading?document={DOCUMENT}&name={quote(name)}"
    post(client, address, "/review/reading", {"by": "复核人乙", "action": "doubt"})
    for path in (case, f"/doc/{DOCUMENT}/{CLAUSE}", f"/review/rule?id={quote(RULE)}"):
        text = client.get(path).text
        assert re.search("复核人乙于[^<]*存疑", text), path
    final = client.letter(f"{case}/final?form=docx&kind=不予新增告知书").text
    assert re.search(f"存疑：「{name}」（复核人乙于", final.replace("“", "「").replace("”", "」")), final[-3000:]


def test_no_change_is_told_with_how_many_could_not_be_tried(client: Client, case: str) -> None:
    text = client.get(case).text
    (sentence,) = re.findall(r"<p>([^<]*结论都不改变[^<]*)</p>", text)
    untried = len(re.findall("另一种理解：", text))
    assert untried, "the readings that cannot be tried stand on the page"
    assert f"结论都不改变，另有{untried}条不能试算" in sentence


def test_no_change_is_not_told_where_another_reading_changes_the_outcome(client: Client) -> None:
    """binzhou-2022, 5.1.p6.s2 「将符合条件的基层医药机构及时纳入医保定点范围」: read as no rule for single cases, nothing governs."""
    clinic = {
        "编号": "D-2", "事项": "新增门诊统筹和门诊慢特病定点", "日期": "2024-05-01", "名称": "示例卫生室", "类型": "一体化村卫生室",
        "所在地": "惠民县", "材料": "申请表",
    }  # fmt: skip
    draft = post(client, "/judge/new", "/judge/new", clinic)
    text = client.post(f"{draft.address}/finish", draft.form(f"{draft.address}/finish")).text
    turned = text.partition("<h2>换一种理解</h2>")[2].partition("</section>")[0]
    assert "纳入定点的效力</a>" in turned
    assert "结论将由“已收录文件中未见限制，可进入后续程序”变为“已收录文件未作规定”" in turned
    assert "结论都不改变" not in text

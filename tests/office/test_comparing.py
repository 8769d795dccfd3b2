"""比较 in the window: topics at once, effects in the background, kept."""

from __future__ import annotations

import html
import re
import time

import pytest

from reasoner.driver.window.comparison_answer import ComparisonAnswer, PairCount, RelationCount
from reasoner.office.pages.relation_chart import charts
from tests.office.client import Client

TAGS = re.compile(r"<[^>]+>")


def words(text: str) -> str:
    """What a reader sees of some markup, without white space."""
    return "".join(html.unescape(TAGS.sub("", text)).split())


def test_topics_stand_side_by_side_and_one_region_is_no_comparison(client: Client) -> None:
    page = client.get("/compare/topics?name=青岛市&name=河南省").text
    assert "医保管理区域(市本级" in words(page)
    assert 'href="/doc/qingdao-2023-18-medical/3.1.p2"' in page
    assert "「" not in page, "the quotation stands in its own type and needs no marks"
    alone = client.get("/compare/topics?name=青岛市")
    assert alone.status == 422
    assert "U136" in alone.text


def test_effects_are_compared_in_the_background_and_kept_with_a_page_that_runs_nothing(client: Client) -> None:
    hidden = client.get("/compare").form("/compare/begin")
    page = client.post(
        "/compare/begin", hidden | {"name": ["青岛市", "河南省"], "matter": "纳入双通道管理", "as_of": "2025-12-01"}
    )  # type: ignore[dict-item]
    for _ in range(240):
        if 'http-equiv="refresh"' not in page.text:
            break
        time.sleep(0.5)
        page = client.get(page.address)
    assert "一句话的回答" in page.text, page.text[-800:]
    assert "<svg" in page.text
    assert "纳入双通道管理" in page.text
    whole = client.get(f"{page.address}/page")
    policy = whole.headers["Content-Security-Policy"]
    assert "'sha256-" in policy
    assert "unsafe" not in policy
    assert "<script" not in whole.text
    assert not re.search(r"tiaoli [a-z]|--[a-z]+ ", html.unescape(TAGS.sub("", whole.text.partition("<body")[2])))
    assert (
        "（按2025年12月1日的规定；《青岛市医疗保障定点医药服务资源配置规划（2023-2025年）》已于2025年12月31日届满。）"
        in page.text
    )
    again = client.post("/compare/begin", hidden | {"name": ["青岛市", "河南省"]})  # type: ignore[dict-item]
    assert again.address == page.address, "sent twice, compared once"
    assert "按现在的规则重新比较" not in page.text
    rule = "/review/rule?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位"
    client.post("/review/rule", client.get(rule).form("/review/rule") | {"by": "王法制", "action": "sign"})
    older = client.get(page.address)
    assert "下面是按改动以前的得出的" in older.text
    anew = client.post(f"{page.address}/again", older.form(f"{page.address}/again"))
    for _ in range(240):
        if 'http-equiv="refresh"' not in anew.text:
            break
        time.sleep(0.5)
        anew = client.get(page.address)
    assert "一句话的回答" in anew.text, anew.text[-800:]
    assert "按现在的规则重新比较" not in anew.text


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ({"reading": "qingdao-2023-18-medical/区市口径"}, "换一种理解：区市口径"),
        (
            {"name": ["henan-2025", "qingdao-2023-18-medical"], "matter": "新增定点零售药店"},
            "《青岛市医疗保障定点医药服务资源配置规划",
        ),
    ],
)
def test_readings_and_documents_are_compared_as_regions_are(
    client: Client, question: dict[str, str], title: str
) -> None:
    hidden = client.get("/compare").form("/compare/begin") | {"key": title}
    page = client.post("/compare/begin", hidden | question)
    for _ in range(240):
        if 'http-equiv="refresh"' not in page.text:
            break
        time.sleep(0.5)
        page = client.get(page.address)
    assert "一句话的回答" in page.text, page.text[-800:]
    assert title in html.unescape(page.text)
    assert client.get(f"{page.address}/page").status == 200


def test_a_comparison_that_cannot_be_is_refused_before_it_begins(client: Client) -> None:
    hidden = client.get("/compare").form("/compare/begin")
    page = client.post("/compare/begin", hidden | {"name": "青岛市", "as_of": "2025-13-01"})
    assert page.status == 422
    assert "U136" in page.text


def test_each_pair_has_a_chart_whose_bars_and_table_say_the_same() -> None:
    counts = (RelationCount("新增定点零售药店", stricter=3, silent=1), RelationCount("新增购买住院床位", apart=2))
    long = "《青岛市医疗保障定点医药服务资源配置规划(2023-2025年)》"
    one, two = charts(ComparisonAnswer((), (PairCount("青岛市", "河南省", counts), PairCount(long, "滨州市", counts))))
    assert [r.name for r in one.relations][:2] == ["青岛市更严", "青岛市更宽"]
    assert [r.name for r in two.relations][:2] == ["前者更严", "前者更宽"], "a long title has no room in the legend"
    assert not two.called
    first, second = one.rows
    assert [(b.number, b.width) for b in first.bars] == [(3, 495.0), (1, 165.0)], "a quarter of 660 for each kind"
    assert [(b.number, b.width) for b in second.bars] == [(2, 330.0)]
    assert first.bars[1].x == first.bars[0].x + first.bars[0].width
    assert first.numbers == (3, 0, 0, 0, 1, 0)
    assert max(r.x for r in two.relations) + 19 + 13 * 2 <= 900

"""A decision that 复议 or a court annulled does not count any more, and the case is not closed over it without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.case_files.course import accepted, application, signed, words
from tests.office.client import Page
from tests.office.desks import Desk, four, office, set_day


@pytest.fixture(autouse=True)
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with office(tmp_path):
        set_day(monkeypatch, "2024-06-05")
        yield


def refusals(desk: Desk) -> int:
    """How many 不予 the table of the month counts."""
    text = desk.get("/statistics?month=2024-06").text
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text.partition("<tbody>")[0])
    total = re.findall(r'<th scope="row">合计</th>(.*?)</tr>', text, re.S)[0]
    values = re.findall(r'<td class="figure">([^<]*)</td>', total)
    return int(values[heads.index("处理·不予") - 1]) if "处理·不予" in heads else 0


def to_result(result: str) -> Page:
    handler, _, legal, _ = four()
    page = signed(accepted(application()))
    assert refusals(handler) == 1
    page = handler.step(handler.get(page.address), "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回2")
    page = legal.step(legal.get(page.address), "复议", 复议机关="某市人民政府", 案号="复1", 请求="撤销告知")
    return legal.step(legal.get(page.address), "救济结果", 程序="复议", 结果=result, 文号="复决1号")


def test_an_annulled_decision_counts_no_more_and_is_made_anew_or_a_reason_is_given() -> None:
    handler = four()[0]
    page = handler.get(to_result("撤销").address)
    assert refusals(handler) == 0
    assert "不再计入结论、处理、例外" in words(handler.get("/statistics?month=2024-06"))
    assert "复议结果是撤销（复决1号），原决定不再有效" in words(page)
    refused = handler.step(page, "归档", 卷号="1", 保管期限="长期")
    assert refused.status == 422
    assert "没有写不重作的理由" in words(refused)
    assert "先办重作" in words(refused)
    archived = handler.step(refused, "归档", 卷号="1", 保管期限="长期", 不重作的理由="申请人已另行申请")
    assert archived.status == 200
    assert "不重作的理由：申请人已另行申请" in words(archived)


def test_a_decision_that_was_upheld_counts_and_is_archived() -> None:
    handler = four()[0]
    page = handler.get(to_result("维持").address)
    assert refusals(handler) == 1
    assert "不再有效" not in words(page)
    assert handler.step(page, "归档", 卷号="1", 保管期限="长期").status == 200


def test_what_was_made_anew_is_archived_without_a_reason() -> None:
    handler = four()[0]
    page = to_result("责令重作")
    page = signed(handler.step(handler.get(page.address), "重作", 重作理由="复议决定责令重作", 依据="复决1号"))
    assert refusals(handler) == 1
    page = handler.step(handler.get(page.address), "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回3")
    assert handler.step(page, "归档", 卷号="1", 保管期限="长期").status == 200

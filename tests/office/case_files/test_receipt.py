"""收件: numbers, days and matters of what comes in, and the list of what is due."""

from __future__ import annotations

import re

import pytest

from tests.office.case_files.course import (
    PLANS,
    REFUSED,
    accepted,
    application,
    proposed,
    received,
    signed,
    state,
    words,
)
from tests.office.desks import four, set_day


def test_double_receipts_are_told_and_a_further_application_is_linked() -> None:
    handler = four()[0]
    code = "91370200MA3C0009D1"
    first = signed(accepted(application(code=code)))
    number = application(code=code)
    double = received(handler, number)
    assert double.status == 422
    assert "同一机构就同一事项已有案件" in words(double)
    assert "：不予" in double.text, "with what was decided"
    earlier = first.address.rpartition("/")[2]
    page = received(handler, number, 再次收件的理由="另选地址后再次申请", earlier=earlier)
    assert state(page) == "已收件"
    assert f'以前的案件</dt><dd><a href="/file/{earlier}">' in page.text
    assert f'后来的申请</dt><dd><a href="{page.address}">' in handler.get(first.address).text


def test_numbers_run_through_the_year_whatever_their_pattern() -> None:
    handler = four()[0]

    def number() -> str:
        match = re.search(r"<title>(\S+) · 条理", received(handler, application()).text)
        assert match is not None
        return match[1]

    first = int(number().removeprefix("收件2024-"))
    for key, pattern in (("p1", "2024{序:3}/{年}"), ("p2", "收件{年}-{序}")):
        assert handler.post("/files/tables/send", {"key": key, "kind": "收件编号", "text": pattern}).status == 200
        if key == "p1":
            assert number() == f"2024{first + 1:03}/2024"
    assert number() == f"收件2024-{first + 2}"


def test_several_matters_of_one_institution_are_one_case_and_those_of_two_are_not() -> None:
    handler = four()[0]
    code = "91370200MA3C0009D2"
    page = received(handler, application(code=code), application(code=code, beds=50))
    assert state(page) == "已收件"
    assert page.text.count("新增购买住院床位（<a") == 2
    apart = received(handler, application(), application())
    assert apart.status == 422
    assert "不是同一件" in words(apart)
    again = received(handler, int(re.findall(r'href="/case/(\d+)"', page.text)[0]), 再次收件的理由="有")
    assert "已属于案件" in words(again)


def test_the_day_of_receipt_is_that_of_the_application() -> None:
    wrong = received(four()[0], application(), 收到日期="2024-05-07")
    assert wrong.status == 422
    assert "与收到日期不同" in words(wrong)


def test_where_the_days_differ_the_law_is_chosen_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """The medical plan is one of 2023-2025: on a day of 2026 another law holds than on that of receipt."""
    handler = four()[0]
    page = accepted(application())
    assert "各日的结论和依据相同" in page.text
    set_day(monkeypatch, "2026-01-12")
    page = handler.get(page.address)
    assert "各日的规定不同" in page.text
    silent = proposed(handler, page, REFUSED)
    assert silent.status == 422
    assert "没有写明适用哪一天的" in words(silent)
    empty = handler.step(silent, "适用日期", 适用日期="2024-05-06", 适用日期理由="")
    assert empty.errors == ["没有写选择这一天的理由"]
    page = handler.step(empty, "适用日期", 适用日期="2024-05-06", 适用日期理由="申请在规划期内收到")
    assert page.status == 200
    assert "申请在规划期内收到" in page.text
    assert state(proposed(handler, page, REFUSED)) == "签署中"


def test_the_list_shows_whom_cases_wait_for_and_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    handler = four()[0]
    page = received(handler, application())
    number = re.search(r"收件2024-\d+", page.text)
    assert number is not None
    set_day(monkeypatch, "2024-05-10")
    assert f">{number[0]}</a>" in handler.get("/files?due=催办").text, "one day before 11 May"
    assert f">{number[0]}</a>" not in handler.get("/files?due=逾期").text
    set_day(monkeypatch, "2024-05-12")
    assert f">{number[0]}</a>" in handler.get("/files?due=逾期").text
    assert f">{number[0]}</a>" in handler.get("/files?waits=经办&state=已收件&mine=1").text
    assert f">{number[0]}</a>" not in handler.get("/files?waits=复核").text


def test_a_plan_stands_beside_the_verdict_and_not_in_it() -> None:
    handler = four()[0]
    granted = {"处理": "进入后续程序", "例外": "是", "例外理由": "急诊能力不足", "决定机关": "青岛市医疗保障局"}
    assert (
        handler.post(
            "/files/tables/send", {"key": "plans", "kind": "受理计划", "text": PLANS.replace("城阳区", "乌有区")}
        ).status
        == 422
    )
    page = handler.post("/files/tables/send", {"key": "plans2", "kind": "受理计划", "text": PLANS})
    assert "250张" in page.text
    used = int(re.search(r'250张</td><td class="figure">(\d+)', page.text)[1])  # type: ignore[index]
    number = application(beds=60)
    label = handler.get(f"/case/{number}").text.partition('class="label">')[2].partition("<")[0]
    first = signed(accepted(number), values=granted)
    after = int(re.search(r'250张</td><td class="figure">(\d+)', handler.get("/files/plans").text)[1])  # type: ignore[index]
    assert after == used + 60
    name = re.search(r"收件2024-\d+", first.text)
    assert name is not None
    other = accepted(application())
    assert f"计划250张，已用{after}张" in other.text
    assert "公布的数据里可能还没有" in other.text
    assert name[0] in other.text.partition("公布的数据里可能还没有")[0].rpartition("已就同一事项签发")[2]
    assert label in other.text, "the same label: the plan decides nothing"


def test_a_batch_of_assessment_ranks_nothing() -> None:
    handler = four()[0]
    numbers = [application(usage="90%", beds=b) for b in (80, 40)]
    pages = [received(handler, n, 评审批次="秋季批") for n in numbers]
    page = handler.get("/files/batch?name=秋季批")
    assert page.status == 200
    names = [re.search(r"收件2024-\d+", p.text)[0] for p in pages]  # type: ignore[index]
    assert page.text.index(names[0]) < page.text.index(names[1]), "in the order of receipt"
    assert "不作排序" in page.text
    assert handler.get("/files/batch?name=没有这一批").status == 404

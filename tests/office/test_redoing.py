"""重作: a decision that was served stands until the new one has gone through the flow of its organ and is signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.case_files.course import (
    REFUSED,
    accepted,
    application,
    body,
    matter_of,
    proposed,
    signed,
    state,
    words,
)
from tests.office.client import Page
from tests.office.desks import Desk, four, office, set_day

GRANTED = {
    "处理": "进入后续程序", "例外": "是", "例外理由": "应予例外的情形", "不一致理由": "应予例外", "决定机关": "青岛市医疗保障局",
}  # fmt: skip
LETTER = "form=docx&kind=不予新增告知书"


@pytest.fixture(autouse=True)
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with office(tmp_path):
        set_day(monkeypatch, "2024-06-05")
        yield


def redone(case: int) -> Page:
    """A refusal that was served, and that the handler alone begins to make anew."""
    handler = four()[0]
    page = signed(accepted(case))
    page = handler.step(handler.get(page.address), "送达", 送达方式="直接送达", 签收人="收发室", 回证编号="回2")
    assert page.status == 200
    return handler.step(handler.get(page.address), "重作", 重作理由="自行纠正", 依据="本单位自行纠正")


def in_effect(case: int) -> tuple[str, str]:
    from reasoner.office.casework_models import CaseMatter

    matter = CaseMatter.objects.get(case=case)
    return matter.handling, matter.signed


def counted(desk: Desk) -> dict[str, str]:
    text = desk.get("/statistics?month=2024-06").text
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text.partition("<tbody>")[0])
    total = re.findall(r'<th scope="row">合计</th>(.*?)</tr>', text, re.S)[0]
    return dict(zip(heads[1:], re.findall(r'<td class="figure">([^<]*)</td>', total), strict=True))


def test_the_handler_alone_takes_no_decision_out_of_effect() -> None:
    handler, reviewer, legal, head = four()
    case = application()
    page = redone(case)
    assert state(page) == "已受理"
    assert "新的决定签发以前，原决定仍然有效" in words(page)
    assert in_effect(case) == ("不予", "2024-06-05")
    assert counted(handler)["处理·不予"] == "1"
    assert "记下的决定：<b>不予" in handler.get(f"/case/{case}").text
    assert "不予" in body(handler.letter(f"/case/{case}/letter?{LETTER}"))
    page = proposed(handler, handler.get(page.address), GRANTED)
    assert page.status == 200, words(page)
    for desk, step in ((reviewer, "复核"), (legal, "法制复核")):
        assert in_effect(case) == ("不予", "2024-06-05")
        page = desk.step(desk.get(page.address), step, 意见="同意")
        assert page.status == 200
    assert in_effect(case) == ("不予", "2024-06-05")
    table = counted(handler)
    assert (table["处理·不予"], table["结论·原则上不予新增"], table["作出例外"]) == ("1", "1", "0")
    page = head.step(head.get(page.address), "签发", 意见="同意")
    assert state(page) == "已签发"
    assert in_effect(case) == ("进入后续程序", "2024-06-05")
    table = counted(handler)
    assert table.get("处理·不予", "0") == "0"
    assert table["作出例外"] == "1"
    assert "原决定仍然有效" not in words(head.get(page.address))


def test_what_is_returned_or_left_lying_leaves_the_old_decision_as_it_was() -> None:
    handler, reviewer = four()[:2]
    case = application()
    page = proposed(handler, redone(case), GRANTED)
    page = reviewer.step(reviewer.get(page.address), "退回", 退回理由="理由不足")
    assert state(page) == "已受理"
    assert in_effect(case) == ("不予", "2024-06-05")


def test_a_decision_that_is_made_anew_does_not_end_with_the_time_for_supplements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """逾期终止 is the handler's alone: it would take what was served out of effect without a signature."""
    from reasoner.office.casework_models import CaseFile

    handler, case = four()[0], application()
    page = handler.step(redone(case), "通知补正", 补正内容="平面图", 补正期限日="2024-06-06", 再次补正的理由="重作")
    assert state(page) == "待补正"
    set_day(monkeypatch, "2024-06-20")
    page = handler.get(page.address)
    assert 'name="step" value="逾期终止"' not in page.text
    version = CaseFile.objects.get().version
    fields = {"step": "逾期终止", "version": str(version), "key": "", "办理日期": "2024-06-20", "依据": "某规定"}
    answer = handler.post(f"{page.address}/step", fields)
    assert answer.status == 422
    assert "重作期间不能以逾期终止" in words(answer)
    assert in_effect(case) == ("不予", "2024-06-05")


def test_the_application_is_corrected_and_a_draft_of_the_new_letter_made_meanwhile() -> None:
    handler, case = four()[0], application()
    page = redone(case)
    assert handler.post(f"/case/{case}/edit", {"key": "e2", "p:机构.名称": "更名医院"}).status == 200
    page = handler.get(page.address)
    assert matter_of(page)
    page = proposed(handler, page, REFUSED)
    assert page.status == 200, words(page)
    assert "更名医院" in body(handler.letter(f"/case/{case}/letter?{LETTER}"))

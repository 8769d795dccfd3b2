"""Nobody decides a case around the flow of its organ: by no address, by no program, in no other tab; and what was decided before a case
was made of it does not count. Decisions on applications that are in no case stand in a line of their own in 统计."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest

from reasoner.casework.roles import CASE_ROLES, Role
from reasoner.driver.schemas.openapi import PATHS
from tests.office.case_files.course import REFUSED, accepted, application, day_tables, received, signed, words
from tests.office.client import Page
from tests.office.desks import Desk, alone, four, office, set_day
from tests.office.noted import notes, size

DECISION = {**REFUSED, "决定日期": "2024-06-05"}


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with office(tmp_path_factory.mktemp("office")):
        day_tables()
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")


def decisions(case: int) -> int:
    from reasoner.office.models import DecisionRecord

    return DecisionRecord.objects.filter(case=case).count()


@pytest.mark.parametrize("step", ["收件", "受理", "拟办", "复核"])
def test_the_head_decides_no_case_at_its_address_whatever_its_state(step: str) -> None:
    handler, reviewer, _, head = four()
    case = application()
    page = received(handler, case)
    if step != "收件":
        page = handler.step(page, "受理", 办理日期="2024-05-07")
    if step in ("拟办", "复核"):
        number = re.search(r'name="(\d+)-处理"', page.text)
        assert number is not None
        page = handler.step(page, "拟办", **{f"{number[1]}-{k}": v for k, v in REFUSED.items()})
    if step == "复核":
        page = reviewer.step(reviewer.get(page.address), "复核", 意见="同意")
    before = size()
    assert f'action="/case/{case}/decide' not in head.get(f"/case/{case}").text
    answer = head.post(f"/case/{case}/decide", DECISION)
    assert answer.status == 422
    assert "决定由拟办、签署、签发作出" in words(answer)
    assert decisions(case) == 0
    assert notes(before) == []
    assert head.letter(f"/case/{case}/final?kind=不予新增告知书").status == 422


def test_a_form_of_another_tab_from_before_the_case_was_made_decides_nothing() -> None:
    handler, desk = four()[0], alone()
    case = application()
    form = desk.get(f"/case/{case}").form(f"/case/{case}/decide")
    received(handler, case)
    answer = desk.post(f"/case/{case}/decide", form | DECISION)
    assert answer.status == 422
    assert decisions(case) == 0


def test_with_accounts_nobody_decides_alone_on_an_application_that_is_in_no_case() -> None:
    """The form is not offered; who writes its fields himself is refused, and what he typed is on the page still."""
    case = application()
    for desk in four():
        page = desk.get(f"/case/{case}")
        assert f'action="/case/{case}/decide' not in page.text
        assert f'href="/files/new?case={case}"' in page.text
    before = size()
    answer = four()[3].post(f"/case/{case}/decide", {"key": "k-alone", **DECISION})
    assert answer.status == 422
    assert "K133" in answer.text
    assert "不由一人记下" in words(answer)
    assert decisions(case) == 0
    assert notes(before) == []
    assert four()[3].letter(f"/case/{case}/final?kind=不予新增告知书").status == 422
    assert "记下决定" in alone().get(f"/case/{case}").text, "one person alone decides as before"


def test_a_case_that_is_made_while_a_decision_is_entered_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the application and the writing of the decision somebody makes a case of it."""
    from reasoner.driver.window import letter_making

    handler, desk = four()[0], alone()
    case, before = application(), letter_making.decision_of
    made: list[Page] = []

    def meanwhile(*parts: object) -> object:
        if not made:
            made.append(received(handler, case))
        return before(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr(letter_making, "decision_of", meanwhile)
    answer = desk.post(f"/case/{case}/decide", {"key": "k-meanwhile", **DECISION})
    assert made[0].status == 200
    assert answer.status == 422
    assert "决定由拟办、签署、签发作出" in words(answer)
    assert decisions(case) == 0


def test_nobody_but_the_head_reaches_the_address_and_no_program_has_one() -> None:
    from reasoner.office.rights import RIGHTS, allowed

    assert allowed("case/<int:number>/decide", "POST") == {Role.HEAD}
    deciding = {r for r, right in RIGHTS.items() if Role.HEAD in right.write and right.write < CASE_ROLES}
    assert "case/<int:number>/decide" in deciding
    assert set(PATHS) == {"check", "ask", "clauses", "documents", "compare", "openapi.json"}


def test_what_was_decided_before_a_case_was_made_of_it_does_not_count_in_it() -> None:
    handler, head = four()[0], four()[3]
    case = application()
    form = alone().get(f"/case/{case}").form(f"/case/{case}/decide")
    assert "记下的决定" in alone().post(f"/case/{case}/decide", form | DECISION).text
    page = received(handler, case)
    shown = head.get(f"/case/{case}")
    assert "记下的决定：<b>" not in shown.text
    assert "收件以前记下的、或者已经撤销的决定不作数" in shown.text
    assert head.letter(f"/case/{case}/final?kind=不予新增告知书").status == 422
    page = handler.step(page, "受理", 办理日期="2024-05-07")
    signed(page)
    assert "记下的决定：<b>不予" in head.get(f"/case/{case}").text, "what was signed does"
    assert decisions(case) == 2


def test_what_was_revoked_does_not_count_any_more() -> None:
    handler, reviewer, legal, head = four()
    case = application()
    page = signed(accepted(case))
    assert "记下的决定：<b>不予" in head.get(f"/case/{case}").text
    page = handler.step(
        handler.get(page.address),
        "撤销",
        撤销内容="某告知书",
        撤销理由="事实认定有误",
        撤销后的处理="由本单位重新作出处理",
    )
    for desk, step in ((reviewer, "复核"), (legal, "法制复核"), (head, "签发")):
        page = desk.step(desk.get(page.address), step, 意见="同意")
    assert "记下的决定：<b>" not in head.get(f"/case/{case}").text


# --- 统计 ------------------------------------------------------------------------------------------------------


def test_decisions_outside_cases_stand_in_a_line_of_their_own_and_are_told() -> None:
    head, month = four()[3], "2024-04"
    for place, taken in (("崂山区", True), ("市南区", False)):
        case = application(place=place, day="2024-04-02")
        if taken:
            form = alone().get(f"/case/{case}").form(f"/case/{case}/decide")
            given = {**DECISION, "决定日期": "2024-04-09"}
            assert alone().post(f"/case/{case}/decide", form | given).status == 200
    page = head.get(f"/statistics?month={month}")
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', page.text.partition("</table>")[0])
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th>(.*?)</tr>', page.text.partition("</table>")[0])
    table = {n: dict(zip(heads[1:], re.findall(r"<td[^>]*>([^<]*)</td>", r), strict=True)) for n, r in rows}
    outside = table["未立案的决定（不在合计内）"]
    assert (outside["结论·原则上不予新增"], outside["处理·不予"], outside["作出例外"]) == ("1", "1", "0")
    assert (outside["收件"], outside["办结·签发"], outside["平均天数"], outside["逾期"]) == ("", "", "", "")
    assert (table["合计"]["收件"], table["合计"]["处理·不予"]) == ("0", "0"), "no case was received in that month"
    assert "多人办公的另列一行" in page.text
    book = openpyxl.load_workbook(io.BytesIO(head.get(f"/statistics/table.xlsx?month={month}").content))
    lines = [r[0] for r in book["统计"].iter_rows(values_only=True)]
    assert "未立案的决定（不在合计内）" in lines
    assert any("多人办公的另列一行" in str(line) for line in lines)
    with zipfile.ZipFile(io.BytesIO(head.get(f"/statistics/table.docx?month={month}").content)) as file:
        text = file.read("word/document.xml").decode()
    assert "未立案的决定（不在合计内）" in text
    assert "多人办公的另列一行" in text
    empty = Desk(4, "负责人甲", Role.HEAD).get("/statistics?month=2024-03")
    assert "未立案的决定（不在合计内）" not in empty.text, "no line where nothing was decided"
    other = head.get(f"/statistics?month={month}&district=市南区")
    assert "未立案的决定（不在合计内）" not in other.text

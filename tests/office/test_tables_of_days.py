"""期限表、节假日表: proposed by one, agreed to by the 负责人 of the organ, from a day on, and never over what a case has already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reasoner.casework.roles import Role
from tests.office.case_files.course import (
    HOLIDAYS,
    TERMS,
    agreed,
    application,
    day_tables,
    proposed_table,
    received,
    words,
)
from tests.office.client import Page
from tests.office.desks import Desk, alone, four, office, set_day
from tests.office.noted import notes, size

SHORT = TERMS.replace("受理,5,工作日", "受理,2,工作日")
OTHER = "另一市医疗保障事业中心"


@pytest.fixture(autouse=True)
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    with office(tmp_path):
        set_day(monkeypatch, "2024-06-28")
        if "alone" not in request.node.name:
            day_tables()
        yield


def due(page: Page) -> str:
    """The last day of 受理 as the page of a case has it."""
    from reasoner.office.casework_models import CaseFile

    return CaseFile.objects.get(pk=int(page.address.rpartition("/")[2])).due


def test_one_person_replaces_no_table() -> None:
    """Five workdays from the 6th of May 2024, the 11th worked: the 11th; two would be the 8th."""
    handler, _, _, head = four()
    page = received(handler, application())
    before = size()
    answer = proposed_table(handler, "期限", SHORT, "2024-07-01")
    assert answer.status == 200
    assert "待同意" in words(answer)
    later = received(handler, application(day="2024-06-28"), 收到日期="2024-06-28")
    assert due(page) == "2024-05-11"
    assert due(later) == "2024-07-05"
    assert 'value="2024-07-01"' not in answer.text
    assert "/agree" not in answer.text
    number = re.findall(r'action="/files/tables/(\d+)/agree"', head.get("/files/tables").text)[-1]
    for desk in four()[:3]:
        assert desk.post(f"/files/tables/{number}/agree", {}).status == 403
    assert [e.kind for e in notes(before)].count("提出表") == 1
    assert agreed(head).status == 200
    assert "同意表" in [e.kind for e in notes(before)]
    shown = words(handler.get("/files/tables"))
    assert "自2024-07-01起采用" in shown
    assert re.search(r"提出（页面填写.csv，经办甲）\s*；.{10,30}负责人甲同意", shown)
    assert due(later) == "2024-07-05", "received before the day from which the new table counts"


def test_a_table_counts_from_its_day_and_for_its_organ(monkeypatch: pytest.MonkeyPatch) -> None:
    handler, head = four()[0], four()[3]
    assert proposed_table(handler, "期限", SHORT, "2024-07-01").status == 200
    assert agreed(head).status == 200
    set_day(monkeypatch, "2024-07-02")
    new = received(handler, application(day="2024-07-02"), 收到日期="2024-07-02")
    assert due(new) == "2024-07-04"
    old = received(handler, application(day="2024-06-27"), 收到日期="2024-06-27")
    assert due(old) == "2024-07-04", "five workdays by the table of the day of its receipt"
    stranger = Desk(6, "经办丙", Role.HANDLER, organ=OTHER)
    assert due(received(stranger, application(day="2024-07-02"), 收到日期="2024-07-02")) == ""
    assert "2024-07-01" not in words(stranger.get("/files/tables"))
    assert "没有登记期限表" in words(stranger.get("/files"))


@pytest.mark.parametrize("from_day", ["", "2024-05-06", "2024-06-28", "2024-05-32"])
def test_no_table_reaches_back_over_cases_that_have_a_deadline(from_day: str) -> None:
    handler = four()[0]
    page = received(handler, application(day="2024-06-28"), 收到日期="2024-06-28")
    before = due(page)
    answer = proposed_table(handler, "期限", TERMS.replace("受理,5", "受理,9"), from_day)
    assert answer.status == 422
    assert "K107" in answer.text
    assert "受理,9" in answer.text, "what was typed is kept"
    assert due(page) == before


def test_an_agreement_that_comes_too_late_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    handler, head = four()[0], four()[3]
    set_day(monkeypatch, "2024-08-01")
    assert proposed_table(handler, "期限", TERMS.replace("受理,5", "受理,8"), "2024-08-05").status == 200
    set_day(monkeypatch, "2024-08-06")
    page = received(handler, application(day="2024-08-06"), 收到日期="2024-08-06")
    before = due(page)
    answer = agreed(head)
    assert answer.status == 422
    assert "K107" in answer.text
    assert due(page) == before
    assert agreed(head, "refuse").status == 200
    assert "负责人甲不同意" in words(handler.get("/files/tables"))


def test_the_same_person_does_not_agree_nor_one_in_whose_place_it_was_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.office.acting import Actor, Deputation

    set_day(monkeypatch, "2024-09-01")
    both = Desk(4, "负责人甲", Role.HANDLER, Role.HEAD)
    assert proposed_table(both, "期限", TERMS, "2025-01-01").status == 200
    assert "K108" in agreed(both).text
    deputy = Desk(9, "代办甲", Role.HEAD)
    deputy.actor = Actor(9, "代办甲", both.actor.organ, frozenset({Role.HEAD}), (Deputation(Role.HEAD, 4, "负责人甲"),))
    assert "K108" in agreed(deputy).text
    foreign = Desk(8, "负责人丙", Role.HEAD, organ=OTHER)
    number = re.findall(r'action="/files/tables/(\d+)/agree"', both.get("/files/tables").text)[-1]
    assert foreign.post(f"/files/tables/{number}/agree", {}).status == 404
    assert agreed(Desk(7, "负责人乙", Role.HEAD)).status == 200


def test_a_year_of_holidays_that_was_unknown_becomes_known_to_earlier_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Received on the 30th of December 2024: five workdays end in 2025. 1 January rests: the 7th; without a table nobody can say."""
    handler, head = four()[0], four()[3]
    set_day(monkeypatch, "2024-12-30")
    page = received(handler, application(day="2024-12-30"), 收到日期="2024-12-30")
    assert due(page) == ""
    new = HOLIDAYS + "2025,2025-01-01,,休息,元旦,测试用表\n2024,2024-12-31,,休息,,测试用表\n"
    assert proposed_table(handler, "节假日", new, "2025-01-01").status == 200
    assert agreed(head).status == 200
    assert due(page) == "2025-01-07", "31 December stays the workday that it was"


def test_one_person_alone_takes_a_table_in_and_signs_nothing() -> None:
    desk = alone()
    for kind, text in (("期限", TERMS), ("节假日", HOLIDAYS)):
        answer = proposed_table(desk, kind, text)
        assert answer.status == 200
    assert "不作为签署" in words(answer)
    assert "待同意" not in words(answer)
    page = received(desk, application())
    assert due(page) == "2024-05-11"
    assert "K107" in proposed_table(desk, "期限", SHORT, "2024-05-01").text
    assert proposed_table(desk, "期限", SHORT, "2024-07-01").status == 200
    assert due(page) == "2024-05-11"

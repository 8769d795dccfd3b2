"""What was late is on the page of the case and in the statistics, also when the step was taken since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.case_files import course
from tests.office.desks import Desk, four, office, set_day


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with office(tmp_path):
        set_day(monkeypatch, "2024-05-07")
        desk = four()[0]
        course.day_tables()
        yield desk


def test_late_acceptance_stays_on_the_page_and_in_the_statistics(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five workdays from the 6th of May, with the 11th worked: the 11th is the last. 1 June is 21 days later, the 14th three."""
    pages = [course.received(opened, course.application()) for _ in range(3)]
    set_day(monkeypatch, "2024-06-01")
    slow = opened.step(pages[0], "受理", 办理日期="2024-06-01")
    assert "受理逾期21天" in slow.text
    noticed = opened.step(pages[1], "通知补正", 办理日期="2024-05-14", 补正内容="补交平面图")
    assert "受理逾期21天" in noticed.text
    assert "至今没有办" in noticed.text
    back = opened.step(noticed, "收到补正", 办理日期="2024-05-14", 收到的材料="平面图")
    three = opened.step(back, "受理", 办理日期="2024-05-14")
    assert "受理逾期3天" in three.text
    statistics = opened.get("/statistics?month=2024-05").text
    total = re.findall(r'<th scope="row">合计</th>(.*?)</tr>', statistics, re.S)[0]
    assert re.findall(r'<td class="figure">([^<]*)</td>', total)[-3] == "3"
    assert "后来补办的也计" in statistics


def test_supplements_are_asked_for_once_and_a_second_time_with_a_reason(
    opened: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_day(monkeypatch, "2024-05-10")
    page = course.received(opened, course.application())
    assert "补正应当一次性告知" not in course.words(page)
    page = opened.step(page, "通知补正", 办理日期="2024-05-07", 补正内容="补交平面图")
    page = opened.step(page, "收到补正", 办理日期="2024-05-08", 收到的材料="平面图")
    page = opened.step(page, "受理", 办理日期="2024-05-08")
    assert "已经通知过补正：补正应当一次性告知" in course.words(page)
    refused = opened.step(page, "通知补正", 办理日期="2024-05-09", 补正内容="再补交证书")
    assert refused.status == 422
    assert "没有写再次补正的理由" in course.words(refused)
    taken = opened.step(
        refused, "通知补正", 办理日期="2024-05-09", 补正内容="再补交证书", 再次补正的理由="审查中才知道证书已失效"
    )
    assert taken.status == 200
    assert "再次补正的理由：审查中才知道证书已失效" in course.words(taken), "it is in the course of the case"

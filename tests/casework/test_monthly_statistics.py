"""统计: cases counted by the month in which something happened, matters by that in which they were signed, district by district."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from reasoner.casework.case_steps import CaseStep, LoggedStep
from reasoner.casework.deadlines import terms_of
from reasoner.casework.monthly_statistics import (
    TOTAL,
    UNKNOWN,
    CaseCount,
    Course,
    SignedMatter,
    cells,
    columns,
    course_of,
    last_day_of,
    monthly,
)
from reasoner.casework.working_days import Calendar, calendar_of

TEN_DAYS = terms_of(
    [
        {
            "期限": "办结",
            "数量": "10",
            "单位": "日",
            "起算": "收件",
            "止于": "签发",
            "补正期间": "停止计算",
            "末日遇休息日": "不顺延",
        }
    ]
).terms
NO_CALENDAR: Calendar = calendar_of([])[0]


def step(step: CaseStep, day: str) -> LoggedStep:
    return LoggedStep(step, date.fromisoformat(day))


def course(log: Sequence[LoggedStep], day: str) -> Course | None:
    return course_of(log, TEN_DAYS, NO_CALENDAR, date.fromisoformat(day))


SIGNED = [
    step(CaseStep.RECEIVE, "2026-10-20"), step(CaseStep.ACCEPT, "2026-10-21"), step(CaseStep.PROPOSE, "2026-11-02"),
    step(CaseStep.SIGN, "2026-11-05"), step(CaseStep.SERVE, "2026-11-06"), step(CaseStep.RECONSIDERATION, "2026-12-01"),
]  # fmt: skip


def test_a_case_is_as_it_was_at_the_end_of_the_month() -> None:
    assert course(SIGNED, "2026-10-19") is None
    october = course(SIGNED, "2026-10-31")
    assert october == Course(date(2026, 10, 20), None, "", True), "ten days from the 20th end on the 30th"
    assert course(SIGNED, "2026-10-30") == Course(date(2026, 10, 20), None, "", False)
    november = course(SIGNED, "2026-11-30")
    assert november == Course(date(2026, 10, 20), date(2026, 11, 5), "签发", True)
    december = course(SIGNED, "2026-12-31")
    assert december is not None
    assert december.reconsiderations == (date(2026, 12, 1),)


def test_a_clock_that_stands_makes_nothing_late() -> None:
    log = [step(CaseStep.RECEIVE, "2026-10-20"), step(CaseStep.NOTIFY, "2026-10-22")]
    assert course(log, "2026-12-31") == Course(date(2026, 10, 20), None, "", False)


def test_a_case_that_was_withdrawn_is_ended_so() -> None:
    log = [step(CaseStep.RECEIVE, "2026-10-20"), step(CaseStep.WITHDRAW, "2026-10-25")]
    assert course(log, "2026-10-31") == Course(date(2026, 10, 20), date(2026, 10, 25), "撤回", False)


def count(
    district: str,
    received: str,
    ended: str = "",
    label: str = "",
    handling: str = "",
    *,
    exception: bool = False,
    late: bool = False,
) -> CaseCount:
    end = date.fromisoformat(ended) if ended else None
    matters = (SignedMatter(end, label, handling, exception),) if end is not None else ()
    return CaseCount(district, Course(date.fromisoformat(received), end, "签发" if end else "", late), matters)


CASES = [
    count("城阳区", "2026-11-02", "2026-11-12", "原则上不予新增", "不予"),
    count("城阳区", "2026-10-01", "2026-11-16", "原则上不予新增", "进入后续程序", exception=True, late=True),
    count("城阳区", "2026-09-01", "2026-10-01", "尚未满足所列条件", "不予"),  # nothing of it in November
    count("崂山区", "2026-11-20"),
    count("崂山区", "2026-09-20", late=True),
    count("", "2026-11-30", "2026-11-30", "可优先纳入,仍须评估", "进入后续程序"),
    count("即墨区", "2026-12-01"),  # received later
]  # fmt: skip


def test_the_table_of_a_month() -> None:
    table = monthly(CASES, "2026-11")
    assert table.labels == ("原则上不予新增", "可优先纳入,仍须评估")
    assert table.handlings == ("进入后续程序", "不予")
    by_name = {row.district: cells(row) for row in table.rows}
    assert columns(table) == (
        "地区", "收件", "办结·签发", "办结·撤回", "办结·逾期终止", "结论·原则上不予新增", "结论·可优先纳入,仍须评估", "处理·进入后续程序",
        "处理·不予", "作出例外", "平均天数", "最长天数", "逾期", "复议", "诉讼",
    )  # fmt: skip
    assert by_name == {
        "城阳区": ("城阳区", 1, 2, 0, 0, 2, 0, 1, 1, 1, Decimal("28.0"), 46, 1, 0, 0),  # 10 and 46 days
        "崂山区": ("崂山区", 1, 0, 0, 0, 0, 0, 0, 0, 0, "", "", 1, 0, 0),
        UNKNOWN: (UNKNOWN, 1, 1, 0, 0, 0, 1, 1, 0, 0, Decimal("0.0"), 0, 0, 0, 0),
        TOTAL: (TOTAL, 3, 3, 0, 0, 2, 1, 2, 1, 1, Decimal("18.7"), 46, 2, 0, 0),  # (10 + 46 + 0) / 3
    }


def test_the_sum_is_the_sum_of_the_districts() -> None:
    *districts, total = monthly(CASES, "2026-11").rows
    for field in ("received", "exceptions", "late", "reconsiderations", "lawsuits"):
        assert getattr(total, field) == sum(getattr(row, field) for row in districts), field


def test_a_month_without_anything_has_the_sum_alone() -> None:
    table = monthly([], "2026-02")
    assert [cells(row) for row in table.rows] == [(TOTAL, 0, 0, 0, 0, 0, "", "", 0, 0, 0)]
    assert last_day_of("2024-02") == date(2024, 2, 29)


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "2026-1", "2026-01-01", "昨天"])
def test_what_is_no_month_is_told(month: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        monthly([], month)

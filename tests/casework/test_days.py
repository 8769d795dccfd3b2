"""Days and deadlines. The holidays are invented for the tests; the days of the week are those of the calendar.

民法典第二百零一条: 按照年、月、日计算期间的,开始的当日不计入,自下一日开始计算。
第二百零二条: 按照年、月计算期间的,到期月的对应日为期间的最后一日;没有对应日的,月末日为期间的最后一日。
第二百零三条: 期间的最后一日是法定休假日的,以法定休假日结束的次日为期间的最后一日。
"""

from __future__ import annotations

from datetime import date

import pytest

from reasoner.casework.case_steps import CaseStep, LoggedStep
from reasoner.casework.deadlines import Term, Unit, deadlines, last_day, terms_of
from reasoner.casework.working_days import NO_TABLE, Calendar, calendar_of, day_in

HOLIDAYS = (
    {"年度": "2026", "日期": "2026-05-01", "至": "2026-05-05", "性质": "休息", "名称": "劳动节"},
    {"年度": "2026", "日期": "2026-05-09", "至": "", "性质": "上班", "名称": ""},
)
TABLE: Calendar = calendar_of(HOLIDAYS).calendar


def term(length: int, unit: Unit, *, stands: bool = True, rolls: bool | None = True, remind: int = 3) -> Term:
    return Term("办结", length, unit, CaseStep.ACCEPT, CaseStep.SIGN, stands, rolls, remind, "")


def test_rest_and_make_up_days_are_those_of_the_table_and_weekends_rest() -> None:
    assert [TABLE.works(date(2026, 5, d)) for d in (1, 6, 8, 9, 10, 11)] == [False, True, True, True, False, True]


def test_a_year_without_a_table_is_not_guessed() -> None:
    assert TABLE.works(date(2027, 1, 4)) is None, "a Monday, and yet"
    last = last_day(term(5, Unit.WORKING_DAYS), date(2026, 12, 30), (), TABLE)
    assert last.day is None
    assert "2027年的节假日表" in last.why
    assert last_day(term(5, Unit.WORKING_DAYS), date(2026, 4, 29), (), NO_TABLE).day is None


def test_a_row_of_the_year_before_covers_no_further_year() -> None:
    """A notice on a year may name days of the year before it; that year has its own notice."""
    reading = calendar_of([{"年度": "2027", "日期": "2026-12-31", "至": "2027-01-02", "性质": "休息"}])
    assert reading.faults == ()
    assert reading.calendar.years == {2027}
    assert reading.calendar.works(date(2026, 12, 30)) is None


@pytest.mark.parametrize(
    ("length", "begun", "last"),
    [
        (5, date(2026, 4, 29), date(2026, 5, 9)),  # 30, 6, 7, 8, 9 (made up): the first day does not count
        (1, date(2026, 5, 8), date(2026, 5, 9)),
        (1, date(2026, 5, 9), date(2026, 5, 11)),
    ],
)
def test_working_days_begin_behind_the_first_day(length: int, begun: date, last: date) -> None:
    assert last_day(term(length, Unit.WORKING_DAYS), begun, (), TABLE).day == last


def test_the_clock_stands_while_the_applicant_supplements() -> None:
    """12, 13 | notice on 13, supplement on 20 | 21, 22, 25, 26, 27, 28, 29, 1 June: ten days."""
    pause = ((date(2026, 5, 13), date(2026, 5, 20)),)
    begun = date(2026, 5, 11)
    assert last_day(term(10, Unit.WORKING_DAYS), begun, pause, TABLE).day == date(2026, 6, 1)
    assert last_day(term(10, Unit.WORKING_DAYS, stands=False), begun, pause, TABLE).day == date(2026, 5, 25)
    assert last_day(term(10, Unit.DAYS, rolls=False), begun, pause, TABLE).day == date(2026, 5, 28)
    assert last_day(term(1, Unit.MONTHS, rolls=False), begun, pause, TABLE).day == date(2026, 6, 18)
    standing = last_day(term(10, Unit.WORKING_DAYS), begun, ((date(2026, 5, 13), None),), TABLE)
    assert standing.day is None
    assert "停止计算" in standing.why


def test_a_pause_before_the_beginning_takes_nothing_away() -> None:
    pause = ((date(2026, 5, 6), date(2026, 5, 8)),)
    assert last_day(term(3, Unit.DAYS, rolls=False), date(2026, 5, 8), pause, TABLE).day == date(2026, 5, 11)


def test_sixty_days_end_on_the_sixtieth_and_move_behind_a_holiday_where_the_table_says_so() -> None:
    """Served on 2 March: 29 days of March, 30 of April, then 1 May, a holiday until 5 May."""
    assert last_day(term(60, Unit.DAYS), date(2026, 3, 2), (), TABLE).day == date(2026, 5, 6)
    assert last_day(term(60, Unit.DAYS, rolls=False), date(2026, 3, 2), (), TABLE).day == date(2026, 5, 1)
    unsaid = last_day(term(60, Unit.DAYS, rolls=None), date(2026, 3, 2), (), TABLE)
    assert unsaid.day == date(2026, 5, 1)
    assert "没有写明末日遇休息日是否顺延" in unsaid.why


def test_months_end_on_the_day_of_the_same_number_or_the_last() -> None:
    assert last_day(term(6, Unit.MONTHS, rolls=False), date(2026, 8, 31), (), TABLE).day == date(2027, 2, 28)
    assert last_day(term(6, Unit.MONTHS, rolls=False), date(2026, 3, 2), (), TABLE).day == date(2026, 9, 2)
    assert last_day(term(6, Unit.MONTHS), date(2026, 8, 31), (), TABLE).day is None, "2027 has no table"


def test_what_is_due_is_urged_from_the_day_that_the_table_names_and_told_overdue_behind_the_last() -> None:
    log = [LoggedStep(CaseStep.RECEIVE, date(2026, 5, 6)), LoggedStep(CaseStep.ACCEPT, date(2026, 5, 11))]
    terms = [term(5, Unit.WORKING_DAYS, remind=2)]

    def at(day: int) -> tuple[int | None, bool, bool]:
        (due,) = deadlines(log, terms, TABLE, date(2026, 5, day))
        return due.left, due.urged, due.overdue

    assert at(15) == (3, False, False)
    assert at(16) == (2, True, False)
    assert at(18) == (0, True, False), "the last day itself"
    assert at(19) == (-1, True, True)
    log.append(LoggedStep(CaseStep.SIGN, date(2026, 5, 18)))
    assert deadlines(log, terms, TABLE, date(2026, 5, 19)) == ()


def test_a_remedy_runs_on_after_the_case_was_served_and_nothing_is_built_in() -> None:
    log = [LoggedStep(s, date(2026, 5, 11)) for s in (CaseStep.RECEIVE, CaseStep.SIGN, CaseStep.SERVE)]
    assert deadlines(log, (), TABLE, date(2026, 5, 11)) == ()
    remedy = Term("复议", 60, Unit.DAYS, CaseStep.SERVE, CaseStep.RECONSIDERATION, False, False, 0, "")
    (due,) = deadlines(log, (remedy,), TABLE, date(2026, 5, 11))
    assert due.last == date(2026, 7, 10)
    (due,) = deadlines(log, (remedy,), TABLE, date(2026, 7, 11))
    assert (due.passed, due.overdue, due.urged) == (True, False, False), "it is not the office that is late"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"年度": "2026", "日期": "2026-13-01", "性质": "休息"}], "日期不能识别"),
        ([{"年度": "", "日期": "2026-10-01", "性质": "休息"}], "年度"),
        ([{"年度": "2026", "日期": "2026-10-01", "性质": "放假"}], "性质"),
        ([{"年度": "2026", "日期": "2026-10-02", "性质": "上班"}], "本来就上班"),
        ([{"年度": "2026", "日期": "2026-10-03", "至": "2026-10-01", "性质": "休息"}], "不是一段假期"),
        ([{"年度": "2026", "日期": "2024-10-03", "性质": "休息"}], "不属于2026年度"),
        (
            [
                {"年度": "2026", "日期": "2026-10-10", "性质": "休息"},
                {"年度": "2026", "日期": "2026-10-10", "性质": "上班"},
            ],
            "第1行写作“休息”",
        ),
        ([], "没有行"),
    ],
)
def test_a_table_of_holidays_with_faults_is_not_taken(rows: list[dict[str, str]], words: str) -> None:
    assert any(words in f.message for f in calendar_of(rows).faults)


def test_a_table_of_deadlines_is_read_and_each_fault_named() -> None:
    row = {
        "期限": "办结", "数量": "20", "单位": "工作日", "起算": "受理", "止于": "签发", "补正期间": "停止计算", "末日遇休息日": "顺延",
        "提前提醒": "3", "依据": "本单位办事指南",
    }  # fmt: skip
    reading = terms_of([row])
    assert reading.faults == ()
    assert reading.terms[0].words == "20个工作日"
    for column, value in (
        ("数量", "二十"), ("数量", "0"), ("单位", "年"), ("起算", "立项"), ("止于", "完成"), ("补正期间", ""), ("末日遇休息日", "看情况"),
        ("提前提醒", "早一点"), ("期限", ""),
    ):  # fmt: skip
        faults = terms_of([{**row, column: value}]).faults
        assert [f.where.rpartition(" · ")[2] for f in faults] == [column], column
    assert "重复" in terms_of([row, row]).faults[0].message


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-01", date(2026, 5, 1)),
        ("2026年5月1日", date(2026, 5, 1)),
        ("2026/5/1", date(2026, 5, 1)),
        ("2026-02-29", None),
        ("05-01", None),
        ("", None),
        ("二〇二六年五月一日", None),
    ],
)
def test_days_as_people_write_them(text: str, day: date | None) -> None:
    assert day_in(text) == day

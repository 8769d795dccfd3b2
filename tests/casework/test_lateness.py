"""A deadline that passed stays late, whatever is done later; an applicant's is none of the office's."""

from __future__ import annotations

from datetime import date

from reasoner.casework.case_steps import CaseStep, LoggedStep
from reasoner.casework.deadlines import deadlines, lapses, terms_of
from reasoner.casework.monthly_statistics import course_of
from reasoner.casework.working_days import calendar_of

NO_CALENDAR = calendar_of([]).calendar


def row(name: str, length: int, start: str, end: str, pauses: str = "停止计算") -> dict[str, str]:
    return {
        "期限": name, "数量": str(length), "单位": "日", "起算": start, "止于": end, "补正期间": pauses, "末日遇休息日": "不顺延",
    }  # fmt: skip


TERMS = terms_of([row("受理", 5, "收件", "受理"), row("补正", 10, "通知补正", "收到补正", "照常计算")]).terms


def step(step: CaseStep, day: str) -> LoggedStep:
    return LoggedStep(step, date.fromisoformat(day))


def late(*log: LoggedStep, day: str) -> list[str]:
    return [x.words for x in lapses(log, TERMS, NO_CALENDAR, date.fromisoformat(day))]


RECEIVED = step(CaseStep.RECEIVE, "2026-05-04")  # five days: the 9th is the last


def test_a_step_that_was_taken_too_late_stays_late() -> None:
    assert late(RECEIVED, day="2026-05-09") == []
    assert late(RECEIVED, day="2026-05-12") == ["受理逾期3天"]
    accepted = step(CaseStep.ACCEPT, "2026-05-30")
    assert late(RECEIVED, accepted, day="2026-06-30") == ["受理逾期21天"]
    assert late(RECEIVED, step(CaseStep.ACCEPT, "2026-05-09"), day="2026-06-30") == []


def test_a_notice_behind_the_last_day_stops_no_clock_that_has_run_out() -> None:
    notice = step(CaseStep.NOTIFY, "2026-05-12")
    assert late(RECEIVED, notice, day="2026-05-14") == ["受理逾期5天"]
    due = {d.term.name: d for d in deadlines((RECEIVED, notice), TERMS, NO_CALENDAR, date(2026, 5, 14))}
    assert (due["受理"].overdue, due["受理"].standing) == (True, False), "it is urged still"
    before = step(CaseStep.NOTIFY, "2026-05-07")
    assert late(RECEIVED, before, day="2026-05-30") == [], "the clock stands, and 补正 is the applicant's"


def test_a_pause_before_the_last_day_moves_it() -> None:
    """Three days are gone on the 7th; from the 20th, the day of the supplement, two are left: the 22nd."""
    log = (RECEIVED, step(CaseStep.NOTIFY, "2026-05-07"), step(CaseStep.SUPPLEMENTED, "2026-05-20"))
    assert late(*log, day="2026-05-22") == []
    assert late(*log, step(CaseStep.ACCEPT, "2026-05-25"), day="2026-06-30") == ["受理逾期3天"]


def test_each_month_counts_the_cases_that_were_late_on_one_of_its_days() -> None:
    def counted(*log: LoggedStep, day: str) -> bool:
        course = course_of(log, TERMS, NO_CALENDAR, date.fromisoformat(day))
        assert course is not None
        return course.late

    never, slow = RECEIVED, step(CaseStep.ACCEPT, "2026-05-30")
    assert counted(never, day="2026-05-31")
    assert counted(never, slow, day="2026-05-31"), "accepted 21 days late in the same month"
    assert counted(never, step(CaseStep.ACCEPT, "2026-05-12"), day="2026-05-31"), "three days late"
    assert counted(never, step(CaseStep.NOTIFY, "2026-05-12"), day="2026-05-31")
    assert not counted(never, slow, day="2026-06-30"), "nothing of it was late in June"
    assert not counted(never, step(CaseStep.ACCEPT, "2026-05-08"), day="2026-05-31")

"""Pages and papers show the time of Beijing, whatever zone a moment was recorded in; the record keeps what the machine wrote."""

from __future__ import annotations

import time

import pytest

from reasoner.driver.window.wording import moment_clock, moment_day, moment_words


@pytest.mark.parametrize(
    ("at", "words", "day"),
    [
        ("2026-12-01T00:46:01.857900+00:00", "2026年12月1日 08:46", "2026-12-01"),
        ("2026-11-30T16:00:00+00:00", "2026年12月1日 00:00", "2026-12-01"),
        ("2026-12-01T08:46:01+08:00", "2026年12月1日 08:46", "2026-12-01"),
        ("2026-11-30T23:30:00-05:00", "2026年12月1日 12:30", "2026-12-01"),
    ],
)
def test_a_moment_stands_in_the_time_of_beijing(at: str, words: str, day: str) -> None:
    assert moment_words(at) == words
    assert moment_day(at) == day
    assert moment_clock(at) == words[-5:]


@pytest.mark.parametrize(("zone", "words"), [("UTC", "2026年12月1日 07:30"), ("Asia/Shanghai", "2026年11月30日 23:30")])
def test_a_moment_without_a_zone_is_by_the_clock_of_the_machine(
    zone: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert moment_words("2026-11-30T23:30:00") == words
    finally:
        monkeypatch.undo()
        time.tzset()


def test_what_is_no_moment_stands_as_it_is() -> None:
    assert moment_words("不明") == "不明"
    assert moment_clock("") == ""

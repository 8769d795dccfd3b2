"""A total that a plan fixed for a period holds from the first day of it; what was counted holds when its period has ended.

Henan 3.2.i1.p2.s1: 「各地现有医保定点医药机构资源数量超过本地区资源配置总量的,以调整存量为主」, 「根据规划总量,分年度引进优质资源」;
3.3.p1.s2 「年度医保定点医药机构资源配置目标」.
"""

from __future__ import annotations

import pytest
from reviewed import Data, figure, judged

CONTROLLED, GO, OPEN = "strictly_controlled", "may_proceed", "undetermined"


def pharmacy(*totals: tuple[str, int], number: str = "2025-09-30", day: str = "2025-11-15") -> Data:
    """1001 institutions in 洛阳市 without a deficit, and these totals by the period for which they were fixed."""
    place = "洛阳市"
    no_deficit = [figure(place, f"医保基金{kind}赤字", False, "2025-09") for kind in ("当期", "动态监测")]
    held = [figure(place, "定点医药机构数", 1001, number)]
    fixed = [figure(place, "定点医药机构配置总量", total, of) for of, total in totals]
    facility = {"名称": "某药店", "类型": "零售药店", "所在地": place}
    return {
        "编号": "T",
        "事项": "新增定点零售药店",
        "日期": day,
        "机构": facility,
        "指标": [*no_deficit, *held, *fixed],
    }


@pytest.mark.parametrize("of", ["2025", "2024", "2025-11", "2025-10", "2025-11-15", "2025-01-01"])
def test_a_total_holds_in_the_period_for_which_it_was_fixed(of: str) -> None:
    assert judged(pharmacy((of, 1000))).outcome == CONTROLLED
    assert judged(pharmacy((of, 1001))).outcome == GO


@pytest.mark.parametrize("of", ["2026", "2025-12", "2025-11-16"])
def test_a_total_does_not_hold_before_its_period(of: str) -> None:
    verdict = judged(pharmacy((of, 1000)))
    assert verdict.outcome == OPEN
    assert any("晚于适用日期" in w for w in verdict.warnings)


@pytest.mark.parametrize("day", ["2026-01-01", "2026-12-31"])
def test_the_total_of_the_year_goes_before_that_of_the_year_before(day: str) -> None:
    assert judged(pharmacy(("2025", 1001), ("2026", 1000), day=day)).outcome == CONTROLLED
    assert judged(pharmacy(("2025", 1000), ("2026", 1001), day=day)).outcome == GO
    assert judged(pharmacy(("2025", 1000), ("2026", 1001), day="2025-12-31")).outcome == CONTROLLED


def test_what_was_counted_holds_when_its_period_has_ended() -> None:
    """「现有」 is counted: the number of a year is that of its end."""
    assert judged(pharmacy(("2025", 1000), number="2025")).outcome == OPEN
    assert judged(pharmacy(("2025", 1000), number="2025-10")).outcome == CONTROLLED

"""Rules with a period of their own (ADR 38): each is looked at on a day of its period, beside what applies on that day."""

from __future__ import annotations

from reasoner.lint.check_run import Scope
from reasoner.lint.rule_sets import IN_PERIOD, TODAY

from .made import BEDS, Clause, bar, document, found, of

NOW = {"starts": "2023-07-30"}


def timed(rate: int, words: str, line: str, name: str) -> Clause:
    """A bar in a period where fewer beds than so many per cent are used."""
    return (
        "限制", f"{words}床位使用率低于{rate}%的区(市),暂不新增购买住院床位。",
        f"规则 {name}\n 凡 事项 是 {BEDS}\n {line}\n 若 本区县 的 床位使用率 低于 {rate}%\n 则 暂不新增",
    )  # fmt: skip


EARLIER = timed(75, "2023年底前,", "期间 至 2023年12月31日", "此前")
LATER = timed(60, "自2025年1月1日起,", "期间 自 2025年1月1日", "此后")


def test_each_rule_is_looked_at_in_its_period() -> None:
    """Today is 2024-05-01, which is in neither period."""
    linted = found(document("now", bar(50), EARLIER, LATER, **NOW))
    assert [(d.day, d.basis) for d in linted.days] == [
        ("2024-05-01", TODAY), ("2023-12-31", IN_PERIOD), ("2025-01-01", IN_PERIOD),
    ]  # fmt: skip
    assert {n.name for n in linted.norms} == {"低于50暂不", "此前", "此后"}
    assert {s.rules.day: {n.name for n in s.norms} for s in linted.sets} == {
        "2023-12-31": {"低于50暂不", "此前"}, "2024-05-01": {"低于50暂不"}, "2025-01-01": {"低于50暂不", "此后"},
    }  # fmt: skip


def test_a_rule_outside_its_period_is_not_said_to_be_of_no_use() -> None:
    linted = found(document("now", bar(50), EARLIER, LATER, **NOW))
    assert [
        f for f in linted.findings if f.code in ("K01", "K02", "K03", "K04") and f.rules[0].name in ("此前", "此后")
    ] == []


def test_what_never_applies_together_masks_and_repeats_nothing() -> None:
    """低于60% until the end of 2023 and 低于75% from 2025 on are no two rules of one day; on one day the wider masks the other."""
    apart = found(document("now", EARLIER, LATER, **NOW))
    assert of(apart, "K05", "K10") == []
    together = timed(60, "2023年底前,", "期间 至 2023年12月31日", "同时")
    masked = of(found(document("now", EARLIER, together, **NOW)), "K05")
    assert [(f.rules[0].name, f.day) for f in masked] == [("同时", "2023-12-31")]


def test_on_a_day_that_is_named_the_rules_of_that_day_are_looked_at() -> None:
    linted = found(document("now", bar(50), EARLIER, LATER, **NOW), scope=Scope(as_of="2023-12-31"))
    assert {n.name for n in linted.norms} == {"低于50暂不", "此前"}

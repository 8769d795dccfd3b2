"""A permission and a bar of the same application: in conflict (K06), or ranked (K07)."""

from __future__ import annotations

from typing import Any

import pytest

from reasoner.lint.finding import Level
from reasoner.model.kinds import Role

from .made import BEDS, CITY, CONTROL, EXEMPT, PERMIT, PROVINCE, REQUIRE, Clause, about, bar, document, found, of

BAR, NAMES = bar(75), ["符合条件可纳入", "低于75暂不"]


def test_opposed_rules_of_one_text_are_a_conflict_with_a_witness() -> None:
    linted = found(document("a", BAR, PERMIT))
    assert about(linted, "K06") == [(NAMES, [])]
    (clash,) = of(linted, "K06")
    assert clash.level == Level.PROBLEM
    assert clash.matters == (BEDS,)
    assert "两条在同一份文件里" in clash.sentence
    assert clash.example is not None
    verdict = clash.example.verdict
    assert verdict.outcome == "conflict"
    assert {c.rule for c in verdict.citations if c.role is Role.DECISIVE} == {n.id for n in clash.rules}
    assert of(linted, "K07") == []


@pytest.mark.parametrize("others", [(CONTROL,), (REQUIRE,), (CONTROL, EXEMPT)])
def test_what_opposes_nothing_conflicts_with_nothing(others: tuple[Clause, ...]) -> None:
    assert of(found(document("a", PERMIT, *others)), "K06", "K07") == []


def test_what_never_meets_does_not_conflict() -> None:
    """The bar in 崂山区, the permission everywhere else."""
    here: Clause = (
        "限制",
        "崂山区暂不新增购买住院床位。",
        f"规则 崂山不新增\n 凡 事项 是 {BEDS}\n 若 所在地 属于 崂山区\n 则 暂不新增",
    )
    elsewhere: Clause = (
        "许可",
        "崂山区以外的医疗机构,可按规定纳入新增购买住院床位范围。",
        f"许可 其他地方\n 凡 事项 是 {BEDS}\n 凡 机构 属于 医疗机构\n 若 非 所在地 属于 崂山区\n 则 可纳入",
    )
    assert of(found(document("a", here, elsewhere)), "K06", "K07") == []


def test_a_bar_that_is_always_exempted_where_it_meets_the_permission() -> None:
    exempt: Clause = (
        "豁免",
        "符合条件的医疗机构,不受本规划限制。",
        "豁免 符合条件者\n 若 机构 属于 医疗机构 且 机构 的 符合定点条件 成立\n 则 不受 本文件 限制",
    )
    assert of(found(document("a", BAR, PERMIT, exempt)), "K06") == []
    assert len(of(found(document("a", BAR, PERMIT, EXEMPT)), "K06")) == 1


OLD, NEW = {"issued": "2022-01-01", "starts": "2022-01-01"}, {"issued": "2023-07-30"}


@pytest.mark.parametrize(
    ("bars", "permits", "principle", "first"),
    [
        (CITY, PROVINCE, "上位法优于下位法", "b"),
        (PROVINCE, CITY, "上位法优于下位法", "a"),
        (CITY | OLD, CITY | NEW, "新规定优于旧规定", "b"),
        (CITY | NEW, CITY | OLD, "新规定优于旧规定", "a"),
        (CITY, CITY | {"special_to": ("a",)}, "特别规定优于一般规定", "b"),
    ],
)
def test_a_rank_settles_it(bars: dict[str, Any], permits: dict[str, Any], principle: str, first: str) -> None:
    linted = found(document("a", BAR, **bars), document("b", PERMIT, **permits))
    assert of(linted, "K06") == []
    (ranked,) = of(linted, "K07")
    assert ranked.level == Level.NOTE
    assert principle in ranked.sentence
    assert ranked.rules[0].document == first
    assert ranked.example is not None
    defeats = [d for r in ranked.example.verdict.reasons.rules for d in r.defeated_by]
    assert [(d.by, d.principle) for d in defeats] == [(ranked.rules[0].id, principle)]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "两份文件由同一机关同日印发"),
        ({"issuers": ("青岛市财政局",)}, "级别相同而不是同一机关"),
        ({"issued": "", "starts": "", "starts_basis": "不明"}, "分不出新旧"),
    ],
)
def test_why_nothing_ranks_them_is_told(more: dict[str, Any], why: str) -> None:
    linted = found(document("a", BAR, **CITY), document("b", PERMIT, **(CITY | more)))
    (clash,) = of(linted, "K06")
    assert why in clash.sentence


def test_a_higher_bar_that_defeats_the_permission_leaves_no_conflict_with_the_lower_one() -> None:
    low = document("a", bar(60, name="市低于60"), PERMIT, **CITY)
    linted = found(low, document("b", bar(75, name="省低于75"), **PROVINCE))
    assert of(linted, "K06") == []
    assert [[n.name for n in f.rules] for f in of(linted, "K07")] == [["省低于75", "符合条件可纳入"]]

"""Rules that never come about (K01, K02), that never change an outcome (K03), that never decide one (K04)."""

from __future__ import annotations

import pytest

from reasoner.lint.lint_finding import Level

from .made import (
    ACCOUNT,
    BEDS,
    CONTROL,
    EXEMPT,
    OUTPATIENT,
    PERMIT,
    PHARMACY,
    PREFER,
    REQUIRE,
    Clause,
    about,
    bar,
    document,
    found,
    of,
)

BETWEEN: Clause = (
    "限制",
    "床位使用率低于60%并且高于70%的区(市),暂不新增购买住院床位。",
    f"规则 两头不着\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 低于 60% 且 本区县 的 床位使用率 高于 70%\n 则 暂不新增",
)
BELOW_NOTHING: Clause = (
    "限制",
    "床位使用率低于0%的区(市),暂不新增购买住院床位。",
    f"规则 负使用率\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 低于 0%\n 则 暂不新增",
)
PHARMACIES_BEDS: Clause = (
    "限制",
    "零售药店暂不新增购买住院床位。",
    f"规则 药店不增床位\n 凡 事项 是 {BEDS}\n 凡 机构 属于 零售药店\n 则 暂不新增",
)
CHAINS: Clause = (
    "优先",
    "对连锁化的零售药店,可优先纳入定点药店和个账定点医疗机构。",
    f"优先 连锁药店\n 凡 事项 是 {PHARMACY} 、 {ACCOUNT}\n 凡 机构 属于 零售药店\n 若 机构 的 连锁 成立\n 则 可优先",
)
STRICT: Clause = (
    "限制",
    "定点药店和个账定点医疗机构从严控制。",
    f"规则 药店和个账从严\n 凡 事项 是 {PHARMACY} 、 {ACCOUNT}\n 则 从严控制",
)


# --- K01, K02 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        (BETWEEN, "“本区县的床位使用率低于60%”与“本区县的床位使用率超过70%”不能同时成立"),
        (BELOW_NOTHING, "“本区县的床位使用率低于0%”与床位使用率不小于0"),
        (PHARMACIES_BEDS, "17类机构不符合“机构为零售药店”"),
    ],
)
def test_a_rule_that_no_application_can_meet(clause: Clause, why: str) -> None:
    linted = found(document("a", bar(75), clause))
    (never,) = of(linted, "K01")
    assert [n.name for n in never.rules] == [clause[2].split()[1]]
    assert never.level == Level.PROBLEM
    assert why in never.sentence
    assert never.example is None
    assert of(linted, "K03") == []


def test_a_rule_on_more_than_numbers_that_no_application_can_meet_is_explained() -> None:
    """Facts that are no numbers have no least and no greatest value to name."""
    chains: Clause = (
        "限制",
        "床位使用率低于0%的区(市),连锁的零售药店暂不新增购买住院床位。",
        f"规则 连锁无床\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 低于 0% 且 机构 的 连锁 成立\n 则 暂不新增",
    )
    (never,) = of(found(document("a", bar(75), chains)), "K01")
    assert "“本区县的床位使用率低于0%”与床位使用率不小于0" in never.sentence


def test_a_requirement_that_is_always_met_comes_about_never() -> None:
    always: Clause = (
        "要件",
        "新增定点药店的,应当是零售药店。",
        f"要件 须是药店\n 凡 事项 是 {PHARMACY}\n 须 机构 属于 零售药店",
    )
    (never,) = of(found(document("a", always)), "K01")
    assert "要件总能满足:可以申请新增定点零售药店的零售药店总是符合“机构为零售药店”" in never.sentence


def test_rules_that_can_be_met_are_not_told() -> None:
    assert of(found(document("a", bar(75), CONTROL, EXEMPT, PREFER, REQUIRE)), "K01", "K02", "K03", "K04") == []


def test_at_a_limit_a_rule_is_still_possible() -> None:
    """Above 99.9% and below 0.01% there is something."""
    narrow: Clause = (
        "限制",
        "床位使用率低于0.01%的区(市),暂不新增购买住院床位。",
        f"规则 几乎无人\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 低于 0.01%\n 则 暂不新增",
    )
    assert of(found(document("a", narrow)), "K01") == []


def test_a_rule_that_one_of_its_matters_can_never_see_is_information() -> None:
    (partly,) = of(found(document("a", STRICT, CHAINS)), "K02")
    assert (partly.level, partly.matters) == (Level.NOTE, (ACCOUNT,))
    assert f"只对{PHARMACY}有作用" in partly.sentence


def test_what_is_preferred_where_nothing_is_decided_is_no_idle_rule() -> None:
    """Encouragement alone governs nobody, and is not written as a rule that could come about: nothing is to be mended."""
    assert found(document("a", CHAINS)).findings == ()


# --- K03 ------------------------------------------------------------------------------------------------------


EAST: Clause = (
    "限制",
    "崂山区、城阳区暂不新增购买住院床位。",
    f"规则 东部不新增\n 凡 事项 是 {BEDS}\n 若 所在地 属于 崂山区 、 城阳区\n 则 暂不新增",
)
LAOSHAN: Clause = (
    "限制",
    "崂山区暂不新增购买住院床位。",
    f"规则 崂山不新增\n 凡 事项 是 {BEDS}\n 若 所在地 属于 崂山区\n 则 暂不新增",
)


def test_a_rule_within_another_changes_nothing() -> None:
    linted = found(document("a", EAST, LAOSHAN))
    assert about(linted, "K03") == [(["崂山不新增"], ["东部不新增"])]
    (idle,) = of(linted, "K03")
    assert idle.level == Level.HINT
    assert "必同时成立,后果相同" in idle.sentence
    assert "一并作为依据" in idle.sentence
    assert idle.example is not None
    assert idle.example.form.facility.place == "崂山区"


def test_a_rule_that_changes_only_the_words_of_the_label_is_not_idle() -> None:
    """In 崂山区 both bar: 不得 alone would be 「按规定不得新增」 with or without 暂不; 暂不 alone is put otherwise by 不得."""
    never: Clause = (LAOSHAN[0], LAOSHAN[1].replace("暂不", "不得"), LAOSHAN[2].replace("暂不新增", "不得新增"))
    assert about(found(document("a", EAST, never)), "K03") == []
    wide: Clause = (EAST[0], EAST[1].replace("暂不", "不得"), EAST[2].replace("暂不新增", "不得新增"))
    (idle,) = of(found(document("a", wide, LAOSHAN)), "K03")
    assert "后果相当而用词不同" in idle.sentence


def test_several_rules_may_mask_one_together() -> None:
    """Below and from 75%: whatever the rate, one of two rules bars already."""
    above: Clause = (
        "限制",
        "床位使用率达到75%的区(市),暂不新增购买住院床位。",
        f"规则 达到75\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 达到 75%\n 则 暂不新增",
    )
    linted = found(document("a", bar(75), above, LAOSHAN))
    assert about(linted, "K03") == [(["崂山不新增"], ["低于75暂不", "达到75"])]
    assert "至少有一条同时成立" in of(linted, "K03")[0].sentence


def test_a_preference_under_a_bar_changes_nothing() -> None:
    under: Clause = (
        "优先",
        "床位使用率低于60%的区(市),可优先新增购买住院床位。",
        f"优先 使用率低的\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 低于 60%\n 则 可优先",
    )
    linted = found(document("a", bar(75), under))
    (idle,) = of(linted, "K03")
    assert "结论以后者为准" in idle.sentence
    assert "它从不作为依据" in idle.sentence
    assert of(found(document("a", bar(60), (*under[:1], *(x.replace("60", "75") for x in under[1:])))), "K03") == []


def test_a_permission_that_nothing_opposes_is_information() -> None:
    """Beside a control, which it does not oppose; alone it is all that regulates the matter."""
    linted = found(document("a", CONTROL, PERMIT))
    assert [(f.level, f.others) for f in of(linted, "K03")] == [(Level.NOTE, ())]
    assert of(found(document("a", PERMIT)), "K03") == []


def test_what_changes_nothing_in_one_matter_only_is_information() -> None:
    everywhere: Clause = (
        "限制",
        "个账定点医疗机构暂不新增。",
        f"规则 个账不新增\n 凡 事项 是 {ACCOUNT}\n 则 暂不新增",
    )
    both: Clause = (
        "限制",
        "崂山区暂不新增个账定点医疗机构和门诊统筹、门诊慢特病定点医疗机构。",
        f"规则 崂山门诊\n 凡 事项 是 {OUTPATIENT} 、 {ACCOUNT}\n 若 所在地 属于 崂山区\n 则 暂不新增",
    )
    linted = found(document("a", everywhere, both))
    assert [(f.level, f.matters) for f in of(linted, "K03")] == [(Level.NOTE, (ACCOUNT,))]


# --- K04 ------------------------------------------------------------------------------------------------------


def test_an_exemption_beside_which_something_else_decides() -> None:
    """It lifts the bar, and what is then left is a requirement that is not met: it changes the outcome and never decides."""
    unkempt: Clause = (
        "豁免",
        "非管理规范的医疗机构,不受本规划限制。",
        "豁免 不规范者\n 若 机构 属于 医疗机构 且 非 机构 的 管理规范 成立\n 则 不受 本文件 限制",
    )
    linted = found(document("a", bar(75), REQUIRE, unkempt))
    assert about(linted, "K04") == [(["不规范者"], [])]
    (silent,) = of(linted, "K04")
    assert silent.level == Level.NOTE
    assert silent.example is not None
    assert silent.example.verdict.outcome == "not_eligible"
    assert of(found(document("a", bar(75), REQUIRE, EXEMPT)), "K04") == []

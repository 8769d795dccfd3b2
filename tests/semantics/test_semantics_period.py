"""A rule's own period (期间): outside of it the rule does not apply, and its clause is listed as 不在期间 (ADR 0038).

Both ends are days of the period; the day is that on which the force of its document counts. Documents are invented; every
verdict is derived again by the proof checker.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_base import BAR_FOR_NOW, BEDS, CONTROL, Clause, Small, document, hospital, plain, read, roles, status

from policy_dsl import ir
from policy_dsl.bounded_conditions import bounded, unbounded
from reasoner.driver.current_rule_base import rule_base
from reasoner.explain.rule_sentences import finding
from reasoner.interpreter import condition_evaluation, rule_results
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.letters.decision_day import other_law
from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.verdict import Verdict
from reasoner.proof import evaluator
from reasoner.proof.check_proof import check_proof
from tests.agreement.seeded_fault import Exchange, SeededFault

FREE, BARRED, CONTROLLED, OUT = (
    Outcome.MAY_PROCEED, Outcome.BARRED, Outcome.STRICTLY_CONTROLLED, Outcome.OUT_OF_FORCE,
)  # fmt: skip
MATTER = f" 凡 事项 是 {BEDS}\n"
SPAN = "期间 自 2024年3月1日 至 2024年12月31日"


def barring(words: str, line: str) -> Clause:
    """A restriction that bars for now in a period."""
    return "限制", f"{words}暂不{BEDS}。", f"规则 期间内暂不新增\n{MATTER} {line}\n 则 暂不新增"


SPANNED = barring("2024年3月1日至2024年12月31日期间,", SPAN)
SINCE = barring("自2024年3月1日起,", "期间 自 2024年3月1日")
UNTIL = barring("2024年底前,", "期间 至 2024年12月31日")
BEFORE = barring("2024年12月31日前,", "期间 至 2024年12月30日")
SAME_DAY = barring("2024年3月1日至2024年3月1日期间,", "期间 自 2024年3月1日 至 2024年3月1日")


def on(small: Small, day: str, application: dict[str, Any] | None = None) -> Verdict:
    """The verdict on an application that is received and judged on a day."""
    return small.judge((application or hospital("80%")) | {"日期": day}, day)


@pytest.mark.parametrize(
    ("clause", "day", "outcome"),
    [
        (SPANNED, "2024-02-29", FREE),
        (SPANNED, "2024-03-01", BARRED),
        (SPANNED, "2024-07-15", BARRED),
        (SPANNED, "2024-12-31", BARRED),
        (SPANNED, "2025-01-01", FREE),
        (SINCE, "2024-02-29", FREE),
        (SINCE, "2024-03-01", BARRED),
        (SINCE, "2031-01-01", BARRED),
        (UNTIL, "2023-07-30", BARRED),
        (UNTIL, "2024-12-31", BARRED),
        (UNTIL, "2025-01-01", FREE),
        (BEFORE, "2024-12-30", BARRED),
        (BEFORE, "2024-12-31", FREE),
        (SAME_DAY, "2024-02-29", FREE),
        (SAME_DAY, "2024-03-01", BARRED),
        (SAME_DAY, "2024-03-02", FREE),
    ],
)
def test_both_ends_are_days_of_the_period(clause: Clause, day: str, outcome: Outcome) -> None:
    verdict = on(Small(document("a", clause)), day)
    assert verdict.outcome is outcome
    assert verdict.possible == (outcome,)


def test_outside_its_period_the_clause_is_listed_with_its_days() -> None:
    verdict = on(Small(document("a", SPANNED)), "2025-01-01")
    assert roles(verdict) == {"a/1.p1#期间内暂不新增": Role.CONSIDERED}
    (rule,) = verdict.reasons.rules
    sentence = finding(rule, rule_base().vocabulary.terms)
    assert "2024年3月1日至2024年12月31日" in sentence
    assert "适用规定之日2025年1月1日不在期间" in sentence
    assert verdict.warnings == (
        "不在期间:《文件a》第一部分第一段的期间是2024-03-01至2024-12-31,适用规定之日为2025-01-01,本次不适用。",
    )
    (node,) = (plain(verdict)["reasons"]["rules"][0]["condition"],)
    assert node == {
        "is": "during", "status": "false", "day": "2025-01-01", "begins": "2024-03-01", "ends": "2024-12-31",
    }  # fmt: skip


def test_within_its_period_the_finding_says_so() -> None:
    (rule,) = on(Small(document("a", SPANNED)), "2024-05-01").reasons.rules
    assert "适用规定之日2024年5月1日在期间以内" in finding(rule, rule_base().vocabulary.terms)
    assert rule.text.startswith("2024年3月1日至2024年12月31日期间,申请新增购买住院床位")


def test_a_document_governs_by_a_rule_outside_its_period() -> None:
    """The period is a condition, like a place or a figure: whom the rule reaches does not turn on it."""
    verdict = on(Small(document("a", SPANNED)), "2025-01-01")
    assert verdict.reasons.governing == ("a",)


def test_outside_the_period_nothing_is_asked_for() -> None:
    clause = (
        "限制", "自2025年1月1日起,床位使用率低于75%的区(市),暂不新增购买住院床位。",
        f"规则 低使用率暂不新增\n{MATTER} 期间 自 2025年1月1日\n 若 本区县 的 床位使用率 低于 75%\n 则 暂不新增",
    )  # fmt: skip
    small = Small(document("a", clause))
    before, after = on(small, "2024-12-31", hospital(None)), on(small, "2025-01-01", hospital(None))
    assert (before.outcome, before.missing) == (FREE, ())
    assert (after.outcome, [m.fact for m in after.missing]) == (Outcome.UNDETERMINED, ["床位使用率"])
    assert on(small, "2025-01-01", hospital("74%")).outcome is BARRED
    assert on(small, "2025-01-01", hospital("75%")).outcome is FREE


def test_a_requirement_is_met_outside_its_period() -> None:
    clause = (
        "要件", "自2024年7月1日起,新增购买住院床位的医疗机构应当管理规范。",
        f"要件 须管理规范\n{MATTER} 凡 机构 属于 医疗机构\n 期间 自 2024年7月1日\n 须 机构 的 管理规范 成立",
    )  # fmt: skip
    small = Small(document("a", clause))
    unruly = hospital("80%", 管理规范=False)
    assert on(small, "2024-06-30", unruly).outcome is FREE
    verdict = on(small, "2024-07-01", unruly)
    assert verdict.outcome is Outcome.NOT_ELIGIBLE
    (rule,) = verdict.reasons.rules
    assert "尚不满足该条所列条件" in finding(rule, rule_base().vocabulary.terms)
    assert on(small, "2024-06-30", hospital("80%")).missing == ()
    assert [m.fact for m in on(small, "2024-07-01", hospital("80%")).missing] == ["管理规范"]


def test_an_exemption_frees_in_its_period_alone() -> None:
    exempt = (
        "豁免", "2024年底前,列入市政府重点建设项目的医疗机构,不受本规划限制。",
        "豁免 市政府重点建设项目\n 凡 机构 属于 医疗机构\n 期间 至 2024年12月31日\n 若 机构 的 重点建设项目 包含 市级\n 则 不受 本文件 限制",
    )  # fmt: skip
    small = Small(document("a", BAR_FOR_NOW, exempt))
    listed = hospital("74%", 重点建设项目="市级")
    assert on(small, "2024-12-31", listed).outcome is Outcome.EXEMPT
    assert on(small, "2025-01-01", listed).outcome is BARRED


def test_a_permission_and_a_preference_hold_in_their_period_alone() -> None:
    permit = (
        "许可", "2024年底前,符合条件的医疗机构,可按规定纳入新增购买住院床位范围。",
        f"许可 符合条件可纳入\n{MATTER} 凡 机构 属于 医疗机构\n 期间 至 2024年12月31日\n 若 机构 的 符合定点条件 成立\n 则 可纳入",
    )  # fmt: skip
    prefer = (
        "优先", "自2025年1月1日起,对连锁化的医疗机构,可优先新增购买住院床位。",
        f"优先 连锁可优先\n{MATTER} 凡 机构 属于 医疗机构\n 期间 自 2025年1月1日\n 若 机构 的 连锁 成立\n 则 可优先",
    )  # fmt: skip
    small = Small(document("a", permit, prefer))
    fit = hospital("80%", 符合定点条件=True, 连锁=True)
    early, late = on(small, "2024-12-31", fit), on(small, "2025-01-01", fit)
    assert (status(early, "符合条件可纳入"), status(early, "连锁可优先")) == (Status.TRUE, Status.FALSE)
    assert (status(late, "符合条件可纳入"), status(late, "连锁可优先")) == (Status.FALSE, Status.TRUE)
    assert (early.outcome, late.outcome) == (FREE, Outcome.PRIORITY)


def test_a_cap_binds_in_its_period_alone() -> None:
    cap = (
        "上限", "2024年内,全市医保购买住院床位和新增床位不超过500张。",
        f"上限 全市床位\n 据 解释 已有加新增\n{MATTER} 期间 自 2024年1月1日 至 2024年12月31日\n"
        " 则 全市 的 医保购买住院床位数 加 床位数 不超过 500张",
    )  # fmt: skip
    small = Small(document("a", cap, readings=ADDED))
    full = hospital("80%") | {"指标": [{"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 450}]}
    assert on(small, "2024-12-31", full).outcome is BARRED
    assert on(small, "2025-01-01", full).outcome is FREE


def test_of_two_rules_with_periods_the_one_of_the_day_applies() -> None:
    later = (
        "限制", "自2025年1月1日起,从严控制新增购买住院床位。",
        f"规则 此后从严控制\n{MATTER} 期间 自 2025年1月1日\n 则 从严控制",
    )  # fmt: skip
    small = Small(document("a", SPANNED, later))
    outcomes = {day: on(small, day).outcome for day in ("2024-02-29", "2024-12-31", "2025-01-01")}
    assert outcomes == {"2024-02-29": FREE, "2024-12-31": BARRED, "2025-01-01": CONTROLLED}


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2024-02-29", FREE), ("2024-03-01", BARRED), ("2024-06-30", BARRED), ("2024-07-01", OUT), ("2024-12-31", OUT)],
)
def test_a_period_does_not_outlast_its_document(day: str, outcome: Outcome) -> None:
    small = Small(document("a", SPANNED, ends="2024-06-30", ends_basis="规划期"))
    assert on(small, day).outcome is outcome


def test_one_document_s_period_is_not_another_s() -> None:
    small = Small(document("a", SPANNED), document("b", CONTROL))
    poor = hospital("80%")
    assert on(small, "2024-12-31", poor).outcome is BARRED
    assert on(small, "2025-01-01", poor).outcome is CONTROLLED


def test_beside_a_document_of_unknown_force_the_period_still_counts() -> None:
    unknown = document("a", SPANNED, starts="", starts_basis="不明", ends_basis="不明")
    small = Small(unknown, document("b", CONTROL))
    assert set(on(small, "2024-12-31").possible) == {BARRED, CONTROLLED}
    assert on(small, "2025-01-01").possible == (CONTROLLED,)


READING = (
    '["过渡期至2024年6月底"]\n'
    + "".join(
        f'{k} = "{v}"\n'
        for k, v in (
            ("question", "过渡期到哪一日"),
            ("used", "至2024年6月30日"),
            ("alternative", "没有终期"),
            ("basis", "原文没有写明"),
        )
    )
    + 'covers = ["2024年6月30日"]\naccounts = ["过渡期内"]\nkinds = ["期间和人口"]\n'
)
ADDED = """["已有加新增"]
question = "怎样计"
used = "已有的加申请的"
alternative = "只计已有的"
basis = "虚拟"
covers = ["加", "新增购买住院床位", "医保购买住院床位数"]
kinds = ["分母和口径"]
"""


def test_a_reading_says_until_when_and_its_alternative_says_otherwise() -> None:
    clause = (
        "限制", "过渡期内,暂不新增购买住院床位。",
        f"规则 过渡期暂不新增\n 据 解释 过渡期至2024年6月底\n{MATTER} 期间 至 2024年6月30日\n 则 暂不新增\n 异读 过渡期至2024年6月底\n 删去 期间",
    )  # fmt: skip
    small = Small(document("a", clause, readings=READING))
    assert on(small, "2024-06-30").outcome is BARRED
    verdict = on(small, "2024-07-01")
    assert verdict.outcome is FREE
    application = hospital("80%") | {"日期": "2024-07-01"}
    verdict_with_readings = with_readings(small.base, read(small.base, application), verdict)
    (changing,) = verdict_with_readings.readings or ()
    assert (changing.reading, changing.outcome_if_alternative) == ("过渡期至2024年6月底", BARRED)


def test_the_checker_refuses_a_period_that_was_ignored_or_shortened() -> None:
    small = Small(document("a", SPANNED))
    data = plain(on(small, "2025-01-01"))
    node = data["reasons"]["rules"][0]["condition"]
    for change in ({"status": "true"}, {"ends": "2025-12-31"}, {"day": "2024-12-31"}, {"begins": ""}):
        altered = plain(on(small, "2025-01-01"))
        altered["reasons"]["rules"][0]["condition"] = node | change
        assert check_proof(altered, small.base.plain, small.texts), change
    assert check_proof(data, small.base.plain, small.texts) == []


def test_the_checker_looks_for_the_years_of_a_period_in_the_words() -> None:
    """A rule base whose period stands in no word of its clause is refused, whatever the compiler said of it."""
    small = Small(document("a", SPANNED))
    verdict = plain(on(small, "2024-05-01"))
    base = small.base.plain
    (norm,) = base["documents"][0]["norms"]  # type: ignore[index, call-overload]
    assert norm["condition"]["node"] == "During"  # type: ignore[index, call-overload]
    norm["condition"]["ends"] = "2027-12-31"  # type: ignore[index, call-overload]
    assert any("期间(2027年)" in fault for fault in check_proof(verdict, base, small.texts))


def test_a_norm_says_its_period() -> None:
    """What `bounded` puts together `unbounded` takes apart, of a requirement, too."""
    period = ir.During("a", "2024-03-01", "2024-12-31")
    holds = ir.Holds(ir.Fact("机构", "连锁"))
    for effect in ir.Effect:
        for condition in (holds, ir.And((holds, ir.Not(holds))), ir.Or((holds, ir.Not(holds)))):
            assert unbounded(bounded(condition, period, effect)) == (period, condition)
    assert unbounded(bounded(ir.ALWAYS, period, ir.Effect.PROHIBIT)) == (period, ir.ALWAYS)
    assert unbounded(holds) == (None, holds)


FAULTS = (
    ("a period is ignored", condition_evaluation, "evaluate", "cond.covers(day)", "True"),
    ("no rule with a period applies", condition_evaluation, "evaluate", "cond.covers(day)", "False"),
    (
        "the first day is no day of it",
        condition_evaluation,
        "evaluate",
        "cond.covers(day)",
        "IT and cond.begins != day",
    ),
    ("the last day is no day of it", condition_evaluation, "evaluate", "cond.covers(day)", "IT and cond.ends != day"),
    ("the checker ignores it", evaluator, "Evaluator.truth", 'day < begins or (ends != "" and day > ends)', "False"),
    ("to the checker the first day is no day of it", evaluator, "Evaluator.truth", "day < begins", "day <= begins"),
    ("to the checker the last day is no day of it", evaluator, "Evaluator.truth", "day > ends", "day >= ends"),
)


@pytest.mark.parametrize("fault", FAULTS, ids=[f[0] for f in FAULTS])
def test_a_fault_of_either_engine_shows_in_the_other(fault: tuple[str, Any, str, str, str]) -> None:
    """The proof checker derives the verdict again by code of its own."""
    what, module, where, old, new = fault
    small = Small(document("a", SPANNED))
    complaints: list[str] = []
    with SeededFault(what, module, where, Exchange(old, new)).seeded((condition_evaluation, rule_results), {}):
        for day in ("2024-02-29", "2024-03-01", "2024-12-31", "2025-01-01"):
            verdict = judge(small.base, read(small.base, hospital("80%") | {"日期": day}), day)
            complaints += check_proof(plain(verdict), small.base.plain, small.texts)
    assert complaints


def test_a_decision_on_another_day_is_told_that_the_period_is_over() -> None:
    """Whose law applies is then chosen with a reason, as where a document is no longer in force."""
    small = Small(document("a", SPANNED))
    verdict = on(small, "2024-12-31")
    assert other_law(small.base, verdict, "2024-12-31") == ()
    assert other_law(small.base, verdict, "2024-03-01") == ()
    (words,) = other_law(small.base, verdict, "2025-01-01")
    assert "2024年3月1日至2024年12月31日" in words
    assert "只有其中一日在期间以内" in words

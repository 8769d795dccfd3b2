"""docs/semantics.md §5 and §6: conflicts, the order of outcomes, and what is still possible."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_base import (
    BAR_FOR_NOW,
    CONTROL,
    EXEMPT,
    PERMIT,
    PREFER,
    PRESUMED,
    REQUIRE,
    Clause,
    Small,
    document,
    hospital,
    roles,
)  # fmt: skip

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect, Strength
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.outcome import (
    Group,
    Precedence,
    conclude,
    decide,
    label,
    outcome_of_effect,
    possible,
    undefeated,
)
from reasoner.model.kinds import OUTCOMES, Outcome
from reasoner.model.messages import LABELS
from reasoner.model.verdict import Verdict
from reasoner.proof import outcome as checked_outcome

CITY: dict[str, Any] = {"issuer_level": "市", "issuers": ("青岛市医疗保障局",)}
PROVINCE: dict[str, Any] = {"issuer_level": "省", "issuers": ("山东省医疗保障局",), "region": "370000"}


def judged(*documents: tuple[Document, str], **facts: Any) -> Verdict:
    return Small(*documents).judge(hospital("74%", 符合定点条件=True, **facts))


# --- §5 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bar", [BAR_FOR_NOW, PRESUMED])
def test_a_permission_and_a_bar_of_one_text_conflict(bar: Clause) -> None:
    verdict = judged(document("a", bar, PERMIT))
    assert verdict.outcome == "conflict"
    assert set(roles(verdict).values()) == {"decisive"}


def test_a_control_and_a_requirement_do_not_conflict_with_a_permission() -> None:
    assert judged(document("a", CONTROL, PERMIT)).outcome == "strictly_controlled"
    assert judged(document("a", REQUIRE, PERMIT), 管理规范=False).outcome == "not_eligible"


def test_an_exempted_bar_conflicts_with_nothing() -> None:
    verdict = judged(document("a", BAR_FOR_NOW, PERMIT, EXEMPT), 重点建设项目="市级")
    assert verdict.outcome == "exempt"


def test_a_text_of_a_higher_issuer_prevails_both_ways() -> None:
    permitting = judged(document("a", BAR_FOR_NOW, **CITY), document("b", PERMIT, **PROVINCE))
    assert permitting.outcome == "may_proceed"
    assert roles(permitting) == {"b/1.p1#符合条件可纳入": "decisive", "a/1.p1#低使用率暂不新增": "defeated"}
    barring = judged(document("a", PERMIT, **CITY), document("b", BAR_FOR_NOW, **PROVINCE))
    assert barring.outcome == "barred"
    assert roles(barring) == {"b/1.p1#低使用率暂不新增": "decisive", "a/1.p1#符合条件可纳入": "defeated"}
    for verdict in (permitting, barring):
        (defeats,) = [r.defeated_by for r in verdict.reasons.rules if r.defeated_by]
        assert [d.principle for d in defeats] == ["上位法优于下位法"]


def test_a_later_text_prevails_over_one_of_the_same_issuers_only() -> None:
    old, new = {"issued": "2022-01-01", "starts": "2022-01-01"}, {"issued": "2023-07-30"}
    same = judged(document("a", BAR_FOR_NOW, **CITY, **old), document("b", PERMIT, **CITY, **new))
    assert same.outcome == "may_proceed"
    (defeats,) = [r.defeated_by for r in same.reasons.rules if r.defeated_by]
    assert defeats[0].principle == "新规定优于旧规定"
    other = CITY | {"issuers": ("青岛市医疗保障局", "青岛市财政局")}
    assert judged(document("a", BAR_FOR_NOW, **CITY, **old), document("b", PERMIT, **other, **new)).outcome == (
        "conflict"
    )


def test_what_nothing_ranks_is_a_conflict() -> None:
    """Same day, or a day of issue that is not known: nothing in the metadata says which prevails."""
    assert judged(document("a", BAR_FOR_NOW, **CITY), document("b", PERMIT, **CITY)).outcome == "conflict"
    undated = {"issued": ""}
    assert judged(document("a", BAR_FOR_NOW, **CITY, **undated), document("b", PERMIT, **CITY)).outcome == "conflict"


def test_what_is_defeated_defeats_nothing() -> None:
    """A bar of the province defeats the city's permission, which then neither conflicts with the city's own bar nor lifts it."""
    verdict = judged(document("a", PRESUMED, PERMIT, **CITY), document("b", BAR_FOR_NOW, **PROVINCE))
    assert verdict.outcome == "barred"
    assert roles(verdict) == {
        "b/1.p1#低使用率暂不新增": "decisive", "a/1.p1#低使用率原则上不新增": "supporting", "a/1.p2#符合条件可纳入": "defeated",
    }  # fmt: skip


DOCUMENTS = ("a", "b", "c", "d")
RANKS = st.fixed_dictionaries(
    {
        d: st.builds(
            lambda level, issued: Precedence((level.value,), level, issued),
            st.sampled_from(ir.Level),
            st.sampled_from(("", "2021-01-01", "2022-01-01", "2023-01-01")),
        )
        for d in DOCUMENTS
    }
)
SINGLE = (Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.STRICTLY_CONTROLLED, Outcome.EXEMPT)
"""What an exemption from single clauses is, and what it may lift."""
GROUPS = st.sampled_from(
    [Group(o, d) for o in OUTCOMES[1:8] for d in DOCUMENTS]
    + [Group(o, d, named) for o in SINGLE for d in DOCUMENTS[:2] for named in (("1",), ("2",), ("1", "2"))]
)


def _documents(ranks: dict[str, Precedence]) -> dict[str, Any]:
    return {
        d: {"issuers": list(r.issuers), "issuer_level": r.level.value, "issued": r.issued} for d, r in ranks.items()
    }


@given(st.frozensets(GROUPS, max_size=12), RANKS)
def test_both_engines_decide_alike(holding: frozenset[Group], ranks: dict[str, Precedence]) -> None:
    """Any norms of any documents, however ranked: the same norms stand, and the same outcome follows."""
    assert undefeated(holding, ranks) == checked_outcome.undefeated(set(holding), _documents(ranks))
    own = object.__new__(checked_outcome.Derivation)
    assert decide(holding, ranks) == own.outcome(set(holding), _documents(ranks))


# --- §6 -------------------------------------------------------------------------------------------------------


HARMLESS = ("限制", BAR_FOR_NOW[1].replace("75%", "5%"), BAR_FOR_NOW[2].replace("75%", "5%"))
"""By what a text of an exemption or a preference governs, and what the exemption exempts from: here it never applies."""

IN_ORDER = [
    ("barred", BAR_FOR_NOW), ("presumptively_barred", PRESUMED), ("not_eligible", REQUIRE), ("strictly_controlled", CONTROL),
    ("exempt", EXEMPT), ("priority", PREFER),
]  # fmt: skip


@pytest.mark.parametrize("first", range(len(IN_ORDER)))
def test_the_first_outcome_of_the_order_holds(first: int) -> None:
    """Each from a text of its own, so that the exemption defeats nothing: the strongest decides, the rest stand beside it."""
    documents = [
        document(f"d{i}", clause, *([HARMLESS] if clause in (EXEMPT, PREFER) else []))
        for i, (_, clause) in enumerate(IN_ORDER)
        if i >= first
    ]
    verdict = judged(*documents, 重点建设项目="市级", 管理规范=False, 连锁=True)
    assert verdict.outcome == IN_ORDER[first][0]
    assert [c.rule.partition("/")[0] for c in verdict.citations if c.role == "decisive"] == [f"d{first}"]


def test_nothing_that_bars_lets_proceed() -> None:
    verdict = Small(document("a", BAR_FOR_NOW)).judge(hospital("80%"))
    assert verdict.outcome == "may_proceed"
    assert roles(verdict) == {"a/1.p1#低使用率暂不新增": "considered"}


def test_strength_comes_from_the_words() -> None:
    """暂不 and 不得 bar, 原则上 presumes, 从严 and 以调整存量为主 control; a cap without 原则上 bars."""
    for effect, strength, outcome in (
        ("prohibit", "暂不", "barred"), ("prohibit", "不得", "barred"), ("prohibit", "原则上", "presumptively_barred"),
        ("cap", "", "barred"), ("cap", "不超过", "barred"), ("cap", "原则上", "presumptively_barred"),
        ("control", "从严", "strictly_controlled"), ("control", "存量", "strictly_controlled"),
        ("require", "须", "not_eligible"), ("exempt", "", "exempt"), ("prefer", "可优先", "priority"),
        ("permit", "可", "may_proceed"),
    ):  # fmt: skip
        norm = ir.Norm(
            "d/1#r", "d", "d/1", "r", Effect(effect), Strength(strength), (), ir.ALWAYS, ir.ALWAYS, ((0, 1),), ""
        )
        assert outcome_of_effect(norm) == outcome
        assert checked_outcome.consequence(ir.to_data(norm)) == outcome


def test_a_label_follows_the_words_of_the_deciding_clauses_where_they_agree() -> None:
    assert label(Outcome.BARRED, [Strength.FOR_NOW, Strength.FOR_NOW]) == "按规定暂不新增"
    assert label(Outcome.BARRED, [Strength.FOR_NOW, Strength.MUST_NOT]) == LABELS["barred"]
    assert label(Outcome.STRICTLY_CONTROLLED, [Strength.EXISTING_STOCK]) == "以调整存量为主,需个案研究"
    assert judged(document("a", BAR_FOR_NOW)).label == "按规定暂不新增"


def test_one_outcome_the_weakest_bar_or_undetermined() -> None:
    assert conclude([Outcome.BARRED]) == "barred"
    assert conclude([Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED]) == "presumptively_barred"
    assert conclude([Outcome.BARRED, Outcome.MAY_PROCEED]) == "undetermined"
    assert conclude([Outcome.CONFLICT, Outcome.BARRED]) == "undetermined"


def test_an_unknown_rule_that_changes_nothing_keeps_nothing_open() -> None:
    """Barred whatever else: the unknown requirement is asked for, and the outcome is certain."""
    verdict = Small(document("a", BAR_FOR_NOW, REQUIRE)).judge(hospital())
    assert (verdict.outcome, verdict.possible) == ("barred", ("barred",))
    assert [m.fact for m in verdict.missing] == ["管理规范"]


def test_when_all_that_is_possible_bars_the_weakest_bar_is_certain() -> None:
    clause = (
        "限制",
        "医疗费用增长率高于5%的区(市),暂不新增购买住院床位。",
        "规则 增长过快\n 凡 事项 是 新增购买住院床位\n 若 本区县 的 医疗费用增长率 高于 5%\n 则 暂不新增",
    )
    verdict = Small(document("a", PRESUMED, clause)).judge(hospital())
    assert verdict.possible == ("barred", "presumptively_barred")
    assert verdict.outcome == "presumptively_barred"


def test_several_that_do_not_all_bar_are_undetermined() -> None:
    verdict = Small(document("a", BAR_FOR_NOW, EXEMPT)).judge(hospital(重点建设项目="未核实"))
    assert (verdict.outcome, verdict.possible) == ("undetermined", ("barred", "exempt"))
    assert verdict.label == "事实或认定不足,暂不能判断"


@given(st.lists(GROUPS, max_size=6), st.lists(GROUPS, max_size=5), RANKS)
def test_every_combination_of_the_unknown_rules_is_tried(
    known: list[Group], unknown: list[Group], ranks: dict[str, Precedence]
) -> None:
    """By single rules, not by what they have in common: no possible outcome is lost, none is added."""
    outcomes = {
        decide(frozenset([*known, *(g for g, on in zip(unknown, world, strict=True) if on)]), ranks)
        for world in product((False, True), repeat=len(unknown))
    }
    assert possible(known, unknown, ranks) == tuple(o for o in OUTCOMES if o in outcomes)


@given(st.lists(GROUPS, max_size=6), st.lists(GROUPS, min_size=1, max_size=5), RANKS)
def test_learning_more_never_adds_an_outcome(
    known: list[Group], unknown: list[Group], ranks: dict[str, Precedence]
) -> None:
    """Whatever an unknown rule turns out to be, what is then possible was possible before."""
    before = set(possible(known, unknown, ranks))
    rest = unknown[1:]
    assert set(possible([*known, unknown[0]], rest, ranks)) <= before
    assert set(possible(known, rest, ranks)) <= before


def test_the_order_is_that_of_the_contract() -> None:
    assert OUTCOMES == (
        "conflict", "barred", "presumptively_barred", "not_eligible", "strictly_controlled", "exempt", "priority",
        "may_proceed", "out_of_force", "not_regulated",
    )  # fmt: skip
    assert tuple(checked_outcome.ORDER) == OUTCOMES
    assert set(LABELS) == {*OUTCOMES, "undetermined"}


def test_no_conflict_is_hidden_in_the_rule_base() -> None:
    """Permissions of the rule base stand where nothing bars the same matter in the same region: none can conflict today."""
    regions = rule_base().vocabulary
    permits: list[tuple[str, str]] = []
    bars: list[tuple[str, str]] = []
    for d in rule_base().documents.values():
        for n in d.norms_in_use:
            reached = [(m, d.region) for m in n.matters]
            if n.effect is Effect.PERMIT:
                permits += reached
            elif n.effect in (Effect.PROHIBIT, Effect.CAP):
                bars += reached
    meeting = [
        (m, r, s) for m, r in permits for k, s in bars if m == k and (r in regions.chain(s) or s in regions.chain(r))
    ]
    assert meeting == []

"""docs/semantics.md §6: an application is of one class. Norms that read the same unknown kind or category go together."""

from __future__ import annotations

from typing import Any

import pytest
from small_base import BEDS, PRESUMED, REQUIRE, Clause, Small, document, hospital, plain, roles

from reasoner.explain.rule_sentences import finding
from reasoner.model.verdict import Verdict
from reasoner.proof.check_proof import check_proof

EVERY = ("综合", "康复", "中医", "精神")


def bar(words: str, strength: str, *categories: str) -> Clause:
    """A restriction on beds of some categories in a district that uses less than 75% of those it has."""
    return (
        "限制",
        f"床位使用率低于75%的区(市),床位类别为{'、'.join(categories)}的,{words}新增购买住院床位。",
        f"规则 {''.join(categories)}床位{words}新增\n 凡 事项 是 {BEDS}\n 凡 床位类别 是 {' 、 '.join(categories)}\n"
        f" 若 本区县 的 床位使用率 低于 75%\n 则 {strength}",
    )


def for_now(*categories: str) -> Clause:
    return bar("暂不", "暂不新增", *categories)


def in_principle(*categories: str) -> Clause:
    return bar("原则上不再", "原则上 不予新增", *categories)


def city(*clauses: Clause) -> Small:
    """A rule base of these clauses and of one that reaches whoever asks for beds, so that the document always governs."""
    return Small(document("a", *clauses, REQUIRE))


def asked(category: str | None) -> dict[str, Any]:
    """A hospital, well managed, asks for beds of a category (None: nobody knows which) in a district that uses 74%."""
    application = hospital("74%", 管理规范=True) | {"床位类别": category}
    return application if category else {k: v for k, v in application.items() if k != "床位类别"}


def of_no_category(*clauses: Clause) -> Verdict:
    """The verdict on beds of which nobody knows the category."""
    return city(*clauses).judge(asked(None))


def test_two_bars_on_beds_of_one_category_come_together() -> None:
    """「床位类别为精神的,暂不新增」 and 「床位类别为精神的,原则上不再新增」 both speak of these beds: others may proceed, and no beds are
    barred in principle alone.
    """
    verdict = of_no_category(for_now("精神"), in_principle("精神"))
    assert verdict.possible == ("barred", "may_proceed")
    assert verdict.outcome == "undetermined"
    assert [m.fact for m in verdict.missing] == ["床位类别"]


def test_bars_on_beds_of_different_categories_stay_open_each() -> None:
    verdict = of_no_category(for_now("精神"), in_principle("康复"))
    assert verdict.possible == ("barred", "presumptively_barred", "may_proceed")


def test_what_the_rule_of_every_class_says_is_concluded_and_cited() -> None:
    """「原则上不再新增购买住院床位」 speaks of all beds, whatever their category: it decides; the stricter bar stays possible."""
    verdict = of_no_category(for_now("精神"), in_principle("精神"), PRESUMED)
    assert verdict.outcome == "presumptively_barred"
    assert verdict.possible == ("barred", "presumptively_barred")
    assert roles(verdict)["a/1.p3#低使用率原则上不新增"] == "decisive"


def test_nothing_is_concluded_that_no_clause_says_of_every_class() -> None:
    """Every category is barred, each by a clause of its own: none can be cited as deciding, and the category is asked for."""
    verdict = of_no_category(for_now("精神", "康复"), in_principle("综合", "中医"))
    assert verdict.outcome == "undetermined"
    assert not [c for c in verdict.citations if c.role == "decisive"]
    assert [m.fact for m in verdict.missing] == ["床位类别"]


@pytest.mark.parametrize("category", EVERY)
def test_what_is_possible_is_what_follows_of_some_category(category: str) -> None:
    """Each answer leads to one outcome, and what the answers lead to is what was possible."""
    verdict = city(for_now("精神"), in_principle("精神")).judge(asked(category))
    assert verdict.outcome == ("barred" if category == "精神" else "may_proceed")


def test_the_checker_refuses_an_outcome_that_no_class_brings() -> None:
    small = city(for_now("精神"), in_principle("精神"))
    data = plain(small.judge(asked(None)))
    data["possible"] = ["barred", "presumptively_barred", "may_proceed"]
    assert check_proof(data, small.base.plain, small.texts)


# --- lists in which every kind stands that may ask, or none ---------------------------------------------------


def of_kinds(*kinds: str) -> Clause:
    """A restriction on institutions of these kinds, or of a class of them, in a district that uses less than 75%."""
    return (
        "限制",
        f"床位使用率低于75%的区(市),{'、'.join(kinds)}暂不新增购买住院床位。",
        f"规则 {''.join(kinds)}暂不新增\n 凡 事项 是 {BEDS}\n 凡 机构 属于 {' 、 '.join(kinds)}\n"
        " 若 本区县 的 床位使用率 低于 75%\n 则 暂不新增",
    )


def of_unknown_kind(*clauses: Clause) -> tuple[Small, Verdict]:
    """A rule base of these clauses, and its verdict on an institution of which nobody knows of what kind it is."""
    small = Small(document("a", *clauses))
    return small, small.judge(hospital("74%", 类型="不详"))


def test_a_list_in_which_every_kind_stands_that_may_ask_holds_of_an_unknown_kind() -> None:
    """「医疗机构暂不新增购买住院床位」: whoever may ask for beds is one (CONTRACT §1), so that the kind is not asked for."""
    small, verdict = of_unknown_kind(of_kinds("医疗机构"))
    assert (verdict.outcome, verdict.possible) == ("barred", ("barred",))
    assert roles(verdict) == {"a/1.p1#医疗机构暂不新增": "decisive"}
    assert verdict.missing == ()
    assert check_proof(plain(verdict), small.base.plain, small.texts) == []


def test_a_list_in_which_no_kind_stands_that_may_ask_fails_of_an_unknown_kind() -> None:
    """No pharmacy asks for beds: what is said of pharmacies does not reach the applicant, whatever it is."""
    small, verdict = of_unknown_kind(of_kinds("零售药店"))
    assert (verdict.outcome, verdict.possible) == ("not_regulated", ("not_regulated",))
    assert verdict.missing == ()
    assert check_proof(plain(verdict), small.base.plain, small.texts) == []


def test_a_list_of_some_kinds_that_may_ask_asks_for_the_kind() -> None:
    small, verdict = of_unknown_kind(of_kinds("综合医院", "中医医院"), REQUIRE)
    assert "barred" in verdict.possible
    assert "类型" in [m.fact for m in verdict.missing]
    assert check_proof(plain(verdict), small.base.plain, small.texts) == []


def test_the_reason_says_that_the_kind_does_not_matter() -> None:
    """The officer reads that the kind is unknown, and why the clause applies all the same."""
    small, verdict = of_unknown_kind(of_kinds("医疗机构"))
    (rule,) = verdict.reasons.rules
    terms = small.base.vocabulary.facts
    text = finding(rule, terms)
    assert "机构类型不详,但可以申请该事项的各类机构都属于该条所称医疗机构" in text


@pytest.mark.parametrize("kinds", [("医疗机构",), ("零售药店",)])
def test_the_checker_refuses_that_such_a_list_is_open(kinds: tuple[str, ...]) -> None:
    small, verdict = of_unknown_kind(of_kinds(*kinds), REQUIRE)
    data = plain(verdict)
    (rule,) = (r for r in data["reasons"]["rules"] if r["clause"] == "a/1.p1")
    assert rule["scope"]["is"] == "one_of"
    rule["scope"]["status"] = "unknown"
    assert check_proof(data, small.base.plain, small.texts)

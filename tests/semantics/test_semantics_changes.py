"""docs/semantics.md §9: changes that would reach a better outcome, minimal, by the least step, re-run."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

import msgspec
import pytest
from msgspec.structs import replace
from small_base import BAR_FOR_NOW, EXEMPT, PRESUMED, REQUIRE, Small, document, hospital, plain, real

from reasoner.driver.current_rule_base import rule_base
from reasoner.model.kinds import OUTCOMES, Outcome, Power
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Change, ChangedFact, Verdict
from reasoner.proof.check_proof import derive

GROWTH = (
    "限制",
    "医疗费用增长率高于5%的区(市),原则上不再新增购买住院床位。",
    "规则 增长过快\n 凡 事项 是 新增购买住院床位\n 若 本区县 的 医疗费用增长率 高于 5%\n 则 原则上 不予新增",
)


class Offer(NamedTuple):
    """A change that a verdict offers."""

    base: RuleBase
    """The rule base of the verdict."""
    verdict: Verdict
    """The verdict that offers it."""
    change: Change
    """The change."""


@pytest.fixture(scope="module")
def offers() -> list[Offer]:
    """Each change that verdicts under the rule base in use and under a small one offer."""
    verdicts = []
    figures = [("青岛市", "医保购买住院床位数", 71293), ("青岛市", "常住人口", 10342100), ("城阳区", "医疗费用增长率", "6%"),
               ("青岛市", "医疗费用增长率", "5%")]  # fmt: skip
    for rate in ("74%", "60%", "80%"):
        application = hospital(rate)
        application["指标"] += [{"地区": p, "名称": n, "数值": v} for p, n, v in figures]
        verdicts.append(real(application))
    for beds in (500, 20000):
        application = hospital("80%") | {"床位数": beds}
        application["指标"] += [{"地区": p, "名称": n, "数值": v} for p, n, v in figures]
        verdicts.append(real(application))
    pharmacy = {
        "编号": "P", "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": {"类型": "零售药店", "所在地": "市北区"},
        "步行15分钟内同类型定点机构数": 2,
    }  # fmt: skip
    verdicts.append(real(pharmacy | {"指标": [{"地区": "市北区", "名称": "医疗费用增长率", "数值": "4%"},
                                              {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%"}]}))  # fmt: skip
    offers = [Offer(rule_base(), v, c) for v in verdicts for c in v.changes]
    small = Small(document("a", PRESUMED, GROWTH))
    twice = hospital("74.5%")
    twice["指标"].append({"地区": "城阳区", "名称": "医疗费用增长率", "数值": "6.25%"})
    verdict = small.judge(twice)
    offers += [Offer(small.base, verdict, c) for c in verdict.changes]
    assert len(offers) > 8
    assert any(len(o.change.facts) > 1 for o in offers)
    return offers


def reached(offer: Offer, facts: Iterable[ChangedFact]) -> Outcome:
    """The outcome with these facts changed, as the proof checker derives it."""
    steps = tuple(msgspec.to_builtins(f) for f in facts)
    return Outcome(derive(plain(offer.verdict), offer.base.plain, steps)["outcome"])


def test_every_change_leads_where_it_says_to_something_better(offers: list[Offer]) -> None:
    for offer in offers:
        assert reached(offer, offer.change.facts) == offer.change.outcome
        assert OUTCOMES.index(offer.change.outcome) > OUTCOMES.index(offer.verdict.outcome)


def test_every_change_is_minimal(offers: list[Offer]) -> None:
    """Without one of its facts it reaches nothing better; more than three together are no advice."""
    for offer in offers:
        facts, before = offer.change.facts, OUTCOMES.index(offer.verdict.outcome)
        assert len(facts) <= 3
        for size in range(1, len(facts)):
            for part in combinations(facts, size):
                outcome = reached(offer, part)
                assert outcome not in OUTCOMES or OUTCOMES.index(outcome) <= before


def test_every_number_moves_by_its_least_step(offers: list[Offer]) -> None:
    """One step less (a count by one, a rate by its last digit, at least one per cent) does not do."""
    tried = 0
    for offer in offers:
        for index, fact in enumerate(offer.change.facts):
            term = rule_base().vocabulary.facts[fact.fact]
            if term.datatype not in ("ratio", "count") or fact.before == "无":
                continue
            percent = fact.after.endswith("%")
            before, after = (Decimal(text.rstrip("%")) for text in (fact.before, fact.after))
            # A rate by its last digit, 74.5% by 0.1; a count by one.
            step = Decimal(1).scaleb(min(int(before.normalize().as_tuple().exponent), 0) if percent else 0)
            less = after - step if after > before else after + step
            short = list(offer.change.facts)
            short[index] = replace(fact, after=f"{less}%" if percent else str(less))
            assert reached(offer, short) != offer.change.outcome or less == before, fact
            tried += 1
    assert tried > 4


def test_who_could_make_a_change_is_told(offers: list[Offer]) -> None:
    """Of each fact by the ontology; of the whole, who is hardest to move: 申请人 before 有权机关, 区域, nobody."""
    power = {"申请人": "applicant", "有权机关": "authority", "区域": "region", "不可改变": "nobody"}
    order = ["applicant", "authority", "region", "nobody"]
    assert order == list(Power)
    for _, verdict, change in offers:
        by = [power[rule_base().vocabulary.facts[f.fact].changed_by] for f in change.facts]
        assert [f.by for f in change.facts] == by
        assert change.by == max(by, key=order.index)
        every = [order.index(c.by) for c in verdict.changes]
        assert every == sorted(every)


def test_dates_are_never_changed_and_nothing_impossible_is_offered(offers: list[Offer]) -> None:
    for offer in offers:
        for fact in offer.change.facts:
            term = rule_base().vocabulary.facts[fact.fact]
            assert term.datatype != "date"
            if term.datatype == "count":
                assert Decimal(fact.after) >= Decimal(term.minimum or "0")


def test_a_count_is_not_raised_above_its_whole() -> None:
    """Beds for rehabilitation stay among all the beds that are purchased, whatever the cap would allow."""
    small = Small(document("a", BAR_FOR_NOW))
    for verdict in (small.judge(hospital("150%")), small.judge(hospital("0%"))):
        for change in verdict.changes:
            for fact in change.facts:
                assert fact.fact != "床位使用率" or Decimal(fact.after.rstrip("%")) <= 150


def test_several_together_where_one_does_not_do() -> None:
    verdict = Small(document("a", PRESUMED, REQUIRE)).judge(hospital("79%", 管理规范=False))
    offers = {(tuple(f.fact for f in c.facts), c.outcome) for c in verdict.changes}
    assert (("床位使用率",), "not_eligible") in offers
    low = Small(document("a", BAR_FOR_NOW, PRESUMED, EXEMPT)).judge(hospital("74%"))
    assert {(c.facts[0].fact, c.facts[0].after, c.outcome) for c in low.changes} >= {
        ("床位使用率", "75%", "presumptively_barred"),
        ("重点建设项目", "市级", "exempt"),
    }


def test_a_better_outcome_asks_for_no_change() -> None:
    assert Small(document("a", BAR_FOR_NOW)).judge(hospital("80%")).changes == ()


def test_missing_facts_are_ranked_by_what_every_answer_closes() -> None:
    verdict = Small(document("a", BAR_FOR_NOW, EXEMPT, REQUIRE)).judge(hospital(None, 重点建设项目="未核实"))
    closes = [m.closes or 0 for m in verdict.missing]
    assert closes == sorted(closes, reverse=True)
    for entry in verdict.missing:
        assert entry.answers
        left = [len(verdict.possible) - len(a.possible) for a in entry.answers]
        assert entry.closes == min(left)
        assert all(set(a.possible) <= set(verdict.possible) for a in entry.answers)

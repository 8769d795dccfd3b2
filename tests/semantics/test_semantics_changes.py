"""docs/semantics.md §9: changes that would reach a better outcome, minimal, by the least step, re-run."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from small_base import BAR_FOR_NOW, EXEMPT, PRESUMED, REQUIRE, Small, document, hospital, real

from reasoner.driver.in_use import rule_base
from reasoner.model.kinds import OUTCOMES
from reasoner.proof.check_proof import derive

GROWTH = (
    "限制",
    "医疗费用增长率高于5%的区(市),原则上不再新增购买住院床位。",
    "规则 增长过快\n 凡 事项 是 新增购买住院床位\n 若 本区县 的 医疗费用增长率 高于 5%\n 则 原则上 不予新增",
)


@pytest.fixture(scope="module")
def offered() -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Rules as data, verdicts under them, and each change that these offer: of the rule base in use, and of a small one."""
    found = []
    figures = [("青岛市", "医保购买住院床位数", 71293), ("青岛市", "常住人口", 10342100), ("城阳区", "医疗费用增长率", "6%"),
               ("青岛市", "医疗费用增长率", "5%")]  # fmt: skip
    for rate in ("74%", "60%", "80%"):
        application = hospital(rate)
        application["指标"] += [{"地区": p, "名称": n, "数值": v} for p, n, v in figures]
        found.append(real(application))
    for beds in (500, 20000):
        application = hospital("80%") | {"床位数": beds}
        application["指标"] += [{"地区": p, "名称": n, "数值": v} for p, n, v in figures]
        found.append(real(application))
    pharmacy = {
        "编号": "P", "事项": "新增定点零售药店", "日期": "2024-05-01", "机构": {"类型": "零售药店", "所在地": "市北区"},
        "步行15分钟内同类型定点机构数": 2,
    }  # fmt: skip
    found.append(real(pharmacy | {"指标": [{"地区": "市北区", "名称": "医疗费用增长率", "数值": "4%"},
                                           {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%"}]}))  # fmt: skip
    pairs = [(dict(rule_base().data), v, c) for v in found for c in v["changes"]]
    small = Small(document("a", PRESUMED, GROWTH))
    twice = hospital("74.5%")
    twice["指标"].append({"地区": "城阳区", "名称": "医疗费用增长率", "数值": "6.25%"})
    verdict = small.judge(twice)
    pairs += [(dict(small.base.data), verdict, c) for c in verdict["changes"]]
    assert len(pairs) > 8
    assert any(len(c["facts"]) > 1 for _, _, c in pairs)
    return pairs


def reached(rules: dict[str, Any], verdict: dict[str, Any], facts: list[dict[str, Any]]) -> str:
    """The outcome with these facts changed, as the proof checker derives it."""
    return str(derive(json.loads(json.dumps(verdict)), rules, tuple(facts))["outcome"])


def test_every_change_leads_where_it_says_to_something_better(offered: list[Any]) -> None:
    for rules, verdict, change in offered:
        assert reached(rules, verdict, change["facts"]) == change["outcome"]
        assert OUTCOMES.index(change["outcome"]) > OUTCOMES.index(verdict["outcome"])


def test_every_change_is_minimal(offered: list[Any]) -> None:
    """Without one of its facts it reaches nothing better; more than three together are no advice."""
    for rules, verdict, change in offered:
        assert len(change["facts"]) <= 3
        for size in range(1, len(change["facts"])):
            for part in combinations(change["facts"], size):
                found = reached(rules, verdict, list(part))
                assert found not in OUTCOMES or OUTCOMES.index(found) <= OUTCOMES.index(verdict["outcome"])


def test_every_number_moves_by_its_least_step(offered: list[Any]) -> None:
    """One step less (a count by one, a rate by its last digit, at least one per cent) does not do."""
    tried = 0
    for rules, verdict, change in offered:
        for index, fact in enumerate(change["facts"]):
            term = rule_base().vocabulary.facts[fact["fact"]]
            if term.datatype not in ("ratio", "count") or fact["from"] == "无":
                continue
            percent = fact["to"].endswith("%")
            before, after = (Decimal(fact[k].rstrip("%")) for k in ("from", "to"))
            # A rate by its last digit, 74.5% by 0.1; a count by one.
            step = Decimal(1).scaleb(min(int(before.normalize().as_tuple().exponent), 0) if percent else 0)
            less = after - step if after > before else after + step
            short = [dict(f) for f in change["facts"]]
            short[index]["to"] = f"{less}%" if percent else str(less)
            assert reached(rules, verdict, short) != change["outcome"] or less == before, fact
            tried += 1
    assert tried > 4


def test_who_could_make_a_change_is_told(offered: list[Any]) -> None:
    """Of each fact by the ontology; of the whole, who is hardest to move: 申请人 before 有权机关, 区域, nobody."""
    power = {"申请人": "applicant", "有权机关": "authority", "区域": "region", "不可改变": "nobody"}
    order = ["applicant", "authority", "region", "nobody"]
    for _, verdict, change in offered:
        by = [power[rule_base().vocabulary.facts[f["fact"]].changed_by] for f in change["facts"]]
        assert [f["by"] for f in change["facts"]] == by
        assert change["by"] == max(by, key=order.index)
        assert [order.index(c["by"]) for c in verdict["changes"]] == sorted(
            order.index(c["by"]) for c in verdict["changes"]
        )


def test_dates_are_never_changed_and_nothing_impossible_is_offered(offered: list[Any]) -> None:
    for _, _, change in offered:
        for fact in change["facts"]:
            term = rule_base().vocabulary.facts[fact["fact"]]
            assert term.datatype != "date"
            if term.datatype == "count":
                assert Decimal(fact["to"]) >= Decimal(term.minimum or "0")


def test_a_count_is_not_raised_above_its_whole() -> None:
    """Beds for rehabilitation stay among all the beds that are purchased, whatever the cap would allow."""
    for verdict in [Small(document("a", BAR_FOR_NOW)).judge(hospital("150%")), Small(document("a", BAR_FOR_NOW)).judge(hospital("0%"))]:  # fmt: skip
        for change in verdict["changes"]:
            for fact in change["facts"]:
                assert fact["fact"] != "床位使用率" or Decimal(fact["to"].rstrip("%")) <= 150


def test_several_together_where_one_does_not_do() -> None:
    verdict = Small(document("a", PRESUMED, REQUIRE)).judge(hospital("79%", 管理规范=False))
    found = {(tuple(f["fact"] for f in c["facts"]), c["outcome"]) for c in verdict["changes"]}
    assert (("床位使用率",), "not_eligible") in found
    low = Small(document("a", BAR_FOR_NOW, PRESUMED, EXEMPT)).judge(hospital("74%"))
    assert {(c["facts"][0]["fact"], c["facts"][0]["to"], c["outcome"]) for c in low["changes"]} >= {
        ("床位使用率", "75%", "presumptively_barred"),
        ("重点建设项目", "市级", "exempt"),
    }


def test_a_better_outcome_asks_for_no_change() -> None:
    assert Small(document("a", BAR_FOR_NOW)).judge(hospital("80%"))["changes"] == []


def test_missing_facts_are_ranked_by_what_every_answer_closes() -> None:
    verdict = Small(document("a", BAR_FOR_NOW, EXEMPT, REQUIRE)).judge(hospital(None, 重点建设项目="未核实"))
    closes = [m["closes"] for m in verdict["missing"]]
    assert closes == sorted(closes, reverse=True)
    for entry in verdict["missing"]:
        left = [len(verdict["possible"]) - len(a["possible"]) for a in entry["answers"]]
        assert entry["closes"] == min(left)
        assert all(set(a["possible"]) <= set(verdict["possible"]) for a in entry["answers"])

"""docs/semantics.md §1: facts are known, unknown, or known absent; nothing is supplied by default."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from small_base import BAR_FOR_NOW, EXEMPT, PERMIT, PREFER, REQUIRE, Small, document, hospital, judged, real, status

from policy_dsl.compiled import with_content_digest
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.model.application import Observation, counting
from reasoner.model.proof import CitedFact
from reasoner.model.rule_base import RuleBase, read_otherwise
from reasoner.model.verdict import Verdict

LOW = "低使用率暂不新增"
PROJECT = "市政府重点建设项目"


@pytest.fixture(scope="module")
def small() -> Small:
    return Small(document("a", BAR_FOR_NOW, EXEMPT, REQUIRE))


def fact(verdict: Verdict, name: str) -> CitedFact:
    """The one fact of that name that a verdict cites."""
    (cited,) = (f for f in verdict.facts if f.fact == name)
    return cited


@pytest.mark.parametrize("rate", [None, "不详"])
def test_silence_and_unknown_are_no_zero(small: Small, rate: Any) -> None:
    """A rate that is not given is not 0 %, and not above the line either: the rule cannot be told."""
    verdict = small.judge(hospital(rate, 管理规范=True))
    assert status(verdict, LOW) == "unknown"
    assert verdict.possible == ("barred", "may_proceed")
    assert [m.fact for m in verdict.missing] == ["床位使用率"]


def test_a_boolean_that_is_not_given_is_not_false(small: Small) -> None:
    verdict = small.judge(hospital("80%"))
    assert status(verdict, "须管理规范") == "unknown"
    assert verdict.possible == ("not_eligible", "may_proceed")


def test_an_unclaimed_fact_of_the_applicant_is_an_assumption(small: Small) -> None:
    """重点建设项目 lies on the applicant: silence is 未主张, and the verdict says that this was assumed."""
    verdict = small.judge(hospital())
    assert status(verdict, PROJECT) == "false"
    assert {(a.fact, a.assumed) for a in verdict.assumptions} == {("重点建设项目", "未主张")}
    assert all(f.fact != "重点建设项目" for f in verdict.facts)


@pytest.mark.parametrize("claim", ["未核实", "不详", None])
def test_a_claim_without_proof_is_unknown_not_refused(small: Small, claim: Any) -> None:
    verdict = small.judge(hospital(重点建设项目=claim, 管理规范=True))
    assert status(verdict, PROJECT) == "unknown"
    assert verdict.possible == ("barred", "exempt")
    assert [m.fact for m in verdict.missing] == ["重点建设项目"]


def test_a_claim_denied_is_known(small: Small) -> None:
    verdict = small.judge(hospital(重点建设项目="无", 管理规范=True))
    assert status(verdict, PROJECT) == "false"
    assert fact(verdict, "重点建设项目").value == "无"
    assert not verdict.assumptions


def test_who_asks_for_a_new_contract_is_taken_as_having_none() -> None:
    """已定点 is asked of the bureau; on a 新增…定点 matter silence is 尚未定点, on a matter of beds it is unknown."""
    application = {
        "编号": "S-2", "事项": "新增居家照护定点", "日期": "2024-05-01", "机构": {"类型": "护理站", "所在地": "崂山区"},
    }  # fmt: skip
    verdict = real(application)
    assert ("已定点", "尚未定点") in {(a.fact, a.assumed) for a in verdict.assumptions}
    assert verdict.outcome == "presumptively_barred"
    known = real(application | {"机构": application["机构"] | {"已定点": True}})  # type: ignore[operator]  # an object in JSON
    assert all(a.fact != "已定点" for a in known.assumptions)


OBSERVED = {
    "the latest that ended by the day": ([("2022", 1), ("2023", 2), ("2025", 3)], None, 2),
    "undated only without a dated one": ([("", 1), ("2022", 2)], None, 2),
    "undated alone": ([("", 1)], None, 1),
    "an undated one beside a later one": ([("", 1), ("2025", 2)], None, 1),
    "a period ends with its last day": ([("2024-05", 1), ("2024-04", 2)], None, 2),
    "on the day itself": ([("2024-05-01", 1), ("2024-05-02", 2)], None, 1),
    "the most exact of one end": ([("2023", 1), ("2023-12-31", 2), ("2023-12", 3)], None, 2),
    "none": ([("2025", 1)], None, None),
    "a forecast of the period named": ([("2024", 1), ("2025", 2)], "2025", 2),
    "a forecast of another period": ([("2024", 1)], "2025", None),
    "a forecast without a period": ([("2024", 1), ("", 2)], "2025", 2),
}


@pytest.mark.parametrize("case", OBSERVED)
def test_which_observation_counts(case: str) -> None:
    given, period, expected = OBSERVED[case]
    counted = counting([Observation(str(v), when) for when, v in given], "2024-05-01", period)
    assert (counted.value if counted else None) == (str(expected) if expected else None)


def test_a_stated_unknown_of_the_latest_period_counts(small: Small) -> None:
    """A later 不详 is not overlooked for an older number."""
    application = hospital("74%", 管理规范=True)
    application["指标"] = [
        {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2023"},
        {"地区": "城阳区", "名称": "床位使用率", "数值": "不详", "时点": "2024-03"},
    ]
    assert status(small.judge(application), LOW) == "unknown"


def test_figures_after_the_day_are_not_used_and_old_ones_warn(small: Small) -> None:
    def at(when: str) -> Verdict:
        application = hospital("74%", 管理规范=True)
        application["指标"][0]["时点"] = when
        return small.judge(application)

    later = at("2024-05-02")
    assert status(later, LOW) == "unknown"
    assert any("晚于适用日期" in w for w in later.warnings)
    assert any("数据陈旧" in w for w in at("2022-04-30").warnings)
    assert not any("数据陈旧" in w or "晚于适用日期" in w for w in at("2022-05-01").warnings)


@pytest.mark.parametrize("rate", ["74.99%", 0.7499, "0.7499"])
def test_numbers_are_exact_however_they_are_written(small: Small, rate: Any) -> None:
    verdict = small.judge(hospital(rate, 管理规范=True))
    assert status(verdict, LOW) == "true"
    assert fact(verdict, "床位使用率").value == "74.99%"
    assert status(small.judge(hospital("75%", 管理规范=True)), LOW) == "false"


def test_the_figure_of_a_part_is_not_that_of_the_whole() -> None:
    """市南区 belongs to the management area 市本级: its own rate says nothing of the area, nor the area's of the city."""
    application = hospital(None, 所在地="市南区")
    for place, expected in (("市南区", "unknown"), ("青岛市", "unknown"), ("市本级", "true")):
        application["指标"] = [{"地区": place, "名称": "床位使用率", "数值": "74%"}]
        assert status(real(application), "低使用率区域不新增床位") == expected, place
    application = hospital("74%")
    assert fact(real(application), "床位使用率").of == "城阳区"


def test_preferences_ask_for_nothing() -> None:
    """A fact on which only a preference turns is not asked for: unknown, it counts as not claimed.

    CONTRACT §1: 不详 is unknown, 未核实 is claimed and not proved.
    """
    for written, taken in (("不详", "不详"), (None, "不详"), ("未核实", "主张未核实")):
        verdict = Small(document("a", BAR_FOR_NOW, PREFER)).judge(hospital(连锁=written))
        assert status(verdict, "连锁可优先") == "unknown"
        assert verdict.outcome == "barred"
        assert not verdict.missing
        assert [(a.fact, a.assumed) for a in verdict.assumptions] == [("连锁", taken)]


def test_a_fact_that_another_rule_needs_is_asked_for_and_not_assumed() -> None:
    needs = (
        "要件",
        "新增购买住院床位的医疗机构应当连锁化。",
        "要件 须连锁\n 凡 事项 是 新增购买住院床位\n 凡 机构 属于 医疗机构\n 须 机构 的 连锁 成立",
    )
    verdict = Small(document("a", PREFER, needs)).judge(hospital(连锁="不详"))
    assert [m.fact for m in verdict.missing] == ["连锁"]
    assert not verdict.assumptions
    assert set(verdict.possible) == {"not_eligible", "may_proceed"}


def test_an_unknown_place_of_a_word_is_asked_for_as_the_place() -> None:
    """At the level of the city 本区县 stands for nothing: the county is asked for, not its rate."""
    verdict = Small(document("a", BAR_FOR_NOW, PERMIT)).judge(hospital(所在地="青岛市", 符合定点条件=False))
    assert status(verdict, LOW) == "unknown"
    assert [(m.fact, m.of) for m in verdict.missing] == [("所在地", "机构")]


@pytest.mark.parametrize(("matter", "expected"), [("新增购买住院床位", None), ("新增个人账户定点", "true")])
def test_what_is_asked_for_is_a_known_fact(matter: str, expected: str | None) -> None:
    """Under one reading the rule of Henan leaves out beds of institutions that have a contract: 「非 事项 是 …」."""
    reading = "已定点不增加机构数"
    figures = {"定点医药机构数": 6000, "定点医药机构配置总量": 5000}
    turned = with_content_digest(read_otherwise(rule_base().documents["henan-2025"], reading))
    documents = tuple(turned if d.id == turned.id else d for d in rule_base().compiled.documents)
    verdict = judged(
        RuleBase(replace(rule_base().compiled, documents=documents)),
        official_texts(),
        {
            "编号": "S-2", "事项": matter, "日期": "2025-11-01", "床位类别": "综合", "床位数": 100,
            "机构": {"类型": "综合医院", "所在地": "中原区", "已定点": True},
            "指标": [{"地区": "郑州市", "名称": name, "数值": number} for name, number in figures.items()],
        },
    )  # fmt: skip
    if expected is None:  # it reaches nobody who asks for beds and has a contract, and nothing else governs
        assert (verdict.outcome, verdict.reasons.rules) == ("not_regulated", ())
    else:
        assert status(verdict, f"超过配置总量以调整存量为主@{reading}") == expected

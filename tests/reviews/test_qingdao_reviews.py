"""Qingdao (青医保发〔2023〕18号, 青医保字〔2023〕1号) read as the lawyer of a refused applicant would: who is governed, what is
advised, what a claim changes. Each fault, and its kind.

The inputs are those of the review, complete; what is expected rests on the words quoted and on DESIGN §5.
"""

from __future__ import annotations

import pytest
from qingdao_inputs import A1, A2B, A3, A4, BEDS_2026, DEMENTIA, F11, NEIGHBOURS, PHARMACY_2026, PROCEEDS, PSYCHIATRIC
from reviewed import (
    LTC,
    Data,
    deciding,
    explained,
    figure,
    judged,
    letter,
    lines,
    offered,
    possible,
    refused,
    sentences,
)

from reasoner.letters.letter_types import OPINION, REFUSAL

# --- F1: silence is not permission ------------------------------------------------------------------------------


def test_beds_of_residential_care_on_either_side_of_the_last_day() -> None:
    """ltc 3.2.p1.s1 「按照不超过2025年全市预期享受长护险待遇总人数20%规划院护床位数」, in a plan for 2023-2025; 1号 reaches
    institutions that are not contracted yet.
    """
    day_before = judged(A1, "2025-12-31")
    assert day_before.outcome == "barred"
    assert f"{LTC}/3.2.p1.s1" in deciding(day_before)
    after = judged(A1)
    assert (after.outcome, possible(after)) == ("out_of_force", {"out_of_force"})
    assert PROCEEDS not in after.label
    assert "届满" in sentences(after)


@pytest.mark.parametrize("application", [A1, DEMENTIA, BEDS_2026, PHARMACY_2026])
@pytest.mark.parametrize("day", ["2026-01-01", "2029-06-01", "2023-07-29"])
def test_all_matters_of_one_notice_end_and_begin_alike(application: Data, day: str) -> None:
    verdict = judged(application | {"日期": day})
    assert (verdict.outcome, possible(verdict)) == ("out_of_force", {"out_of_force"})


def test_an_opinion_of_nothing_does_not_say_that_nothing_stands_in_the_way() -> None:
    opinion = lines(letter(judged(A1), kind=OPINION), "研判")
    assert any("须确认现行依据" in x for x in opinion)
    assert not any(PROCEEDS in x for x in opinion)


@pytest.mark.parametrize("kind", ["综合医院", "社区卫生服务中心", "门诊部"])
def test_a_rule_for_pharmacies_does_not_govern_a_hospital(kind: str) -> None:
    """medical 3.2.p2.s2 「将…的定点药店纳入“双通道”管理」."""
    verdict = judged({
        "编号": "A1b", "事项": "纳入双通道管理", "日期": "2024-06-03", "机构": {"名称": "某", "类型": kind, "所在地": "胶州市"}
    })  # fmt: skip
    assert verdict.outcome == "not_regulated"
    assert "不及于此类机构" in verdict.label
    assert verdict.citations == ()
    assert "没有规定不等于可以办理" in sentences(verdict)


# --- F3: advice names what somebody can do ----------------------------------------------------------------------
POPULATION = {"常住人口", "参保人口", "60岁以上常住老年人口", "重度失能老人数", "预期享受长护险待遇人数"}


@pytest.mark.parametrize("application", [A3, A4, PSYCHIATRIC, NEIGHBOURS, A2B | {"认定": []}])
def test_no_relabelling_no_population_and_nothing_circular(application: Data) -> None:
    assert not offered(judged(application)) & ({"床位类别", "类型", "已定点", "举办主体"} | POPULATION)


@pytest.mark.parametrize("application", [A3, A4, PSYCHIATRIC])
def test_letters_teach_nothing_that_only_an_authority_could_change(application: Data) -> None:
    afterwards = "".join(lines(letter(judged(application), kind=REFUSAL), "后续办理"))
    assert "可自行改变" not in afterwards.replace("未见你单位单独改变", "")
    assert "信誉良好" not in afterwards


def test_a_rehabilitation_hospital_has_rehabilitation_beds() -> None:
    """「康复科或者康复医院的住院床位」: the cap of 0.42 is not avoided by calling them 综合."""
    (fault,) = refused(A3 | {"床位类别": "综合"})
    assert "康复" in fault.message + (fault.hint or "")


def test_neighbours_do_not_vanish_the_applicant_moves() -> None:
    """medical 3.2.p1.s2 「周边步行15分钟范围内有同类型定点医药机构的」: another site, not another town."""
    (advice,) = [x for x in explained(judged(NEIGHBOURS)).changes if "步行15分钟内同类型定点机构数" in x]
    assert "另选地址" in advice


@pytest.mark.parametrize("fact", ["信誉良好", "管理规范", "安全供应", "布局合理"])
def test_what_the_agency_finds_is_changed_by_its_finding(fact: str) -> None:
    facility = A4["机构"] | {"信誉良好": True, fact: False}
    verdict = judged(A4 | {"机构": facility})
    (change,) = [c for c in verdict.changes if {f.fact for f in c.facts} == {fact}]
    assert change.by == "authority"


# --- F11: a claim that changes nothing --------------------------------------------------------------------------


def test_a_claim_that_changes_nothing_stops_nothing() -> None:
    verdict = judged(F11)
    assert (verdict.outcome, verdict.missing) == ("may_proceed", ())
    assert letter(verdict).kind == OPINION
    said = sentences(verdict)
    assert "重点建设项目:尚未核实" in said
    assert "申请人主张重点建设项目(市级)" not in said
    assert "申请人主张重点建设项目（市级）" not in said
    assert "重点建设项目:申请材料未载明" not in said
    assert "重点建设项目：申请材料未载明" not in said


def test_a_claim_that_would_change_the_outcome_is_asked_for() -> None:
    low = [figure("城阳区", "床位使用率", "70%") if f["名称"] == "床位使用率" else f for f in F11["指标"]]
    verdict = judged(F11 | {"指标": low})
    assert (verdict.outcome, possible(verdict)) == ("undetermined", {"presumptively_barred", "exempt"})
    assert ("重点建设项目", "机构") in {(m.fact, "机构") for m in verdict.missing}

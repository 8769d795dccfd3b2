"""The worked cases of force (CONTRACT §2) and their kind: 1号 is 青医保字〔2023〕1号, whose copy breaks off in its ninth point.

1号 5.i8.s2 「自2023年起,照护资源相对充足的区域,原则上控制长护险定点机构数量不再增长」, force unknown;
ltc 3.1.p1.s2 「在资源饱和的市南区、市北区、李沧区、崂山区,原则上不再新增定点机构」, of a plan for 2023-2025 that the notice of
2023-07-30 issued.
"""

from __future__ import annotations

import pytest
from reviewed import (
    CITY,
    LTC,
    OPINION_1,
    TREASURY,
    Data,
    asked,
    deciding,
    determined,
    explained,
    figure,
    judged,
    possible,
    refused,
)

BAR, GO, OUT = "presumptively_barred", "may_proceed", "out_of_force"
EITHER = frozenset
BOTH = [CITY, TREASURY]
TITLE_1 = "青岛市医疗保障局 青岛市财政局关于推动长期护理保险提质增效实现高质量发展的意见"
TITLE_LTC = "青岛市长期护理保险定点护理服务资源配置规划(2023-2025年)"
IN_FORCE = determined("文件效力", OPINION_1, True, BOTH, "2026-01-10", 自="2023-01-01", 至="2027-12-31")


def station(
    day: str, place: str = "即墨区", sufficient: bool | None = None, *determinations: Data, **facility: object
) -> Data:
    """A nursing station that asks for a contract of home care."""
    made = () if sufficient is None else (determined("照护资源相对充足", place, sufficient),)
    return {
        "编号": "F-1", "事项": "新增居家照护定点", "日期": day,
        "机构": {"名称": "某护理站", "类型": "护理站", "所在地": place, **facility}, "认定": [*made, *determinations],
    }  # fmt: skip


def care_home(
    day: str, place: str = "即墨区", sufficient: bool | None = None, *determinations: Data, **more: object
) -> Data:
    """A care home that asks for beds; the caps of ltc 3.2.p1.s1 are kept and 60% (3.2.p1.s2) is reached."""
    figures = [
        figure("青岛市", "院护床位数", 8000, "2023-06-30"),
        figure("青岛市", "预期享受长护险待遇人数", 60_000, "2025"),
        figure(place, "院护床位使用率", "80%", "2023-06-30"),
    ]
    facility = {"名称": "某护理院", "类型": "护理院", "所在地": place, "已定点": more.get("已定点", "否")}
    return station(day, place, sufficient, *determinations) | {
        "事项": "新增购买院护床位",
        "机构": facility,
        "床位数": 50,
        "指标": figures,
    }


def special_ward(day: str, place: str = "即墨区") -> Data:
    """An institution of residential care that asks for beds of a ward for dementia: 1号 speaks of institutions, not of these."""
    figures = [figure(place, "院护床位数", 1000, "2023-06-30"), figure(place, "失智专区床位数", 100, "2023-06-30")]
    return care_home(day, place, True, 已定点="院护") | {"事项": "设置失智专区床位", "指标": figures}


# --- the worked cases, as they stand in the contract ------------------------------------------------------------


@pytest.mark.parametrize("sufficient", [None, False, True])
def test_where_the_plan_bars_the_plan_alone_decides(sufficient: bool | None) -> None:
    verdict = judged(station("2024-06-03", "崂山区", sufficient))
    assert verdict.outcome == BAR
    assert deciding(verdict) == {f"{LTC}/3.1.p1.s2"}
    assert OPINION_1 + "/5.i8.s2" not in deciding(verdict)


def test_what_only_a_document_of_unknown_force_bars_is_open() -> None:
    verdict = judged(station("2024-06-03", sufficient=True))
    assert (verdict.outcome, possible(verdict)) == ("undetermined", {BAR, GO})
    assert ("文件效力", TITLE_1) in asked(verdict)
    assert deciding(verdict) == set()


def test_what_no_document_bars_may_proceed_whatever_its_force() -> None:
    verdict = judged(station("2024-06-03", sufficient=False))
    assert (verdict.outcome, possible(verdict)) == (GO, {GO})


def test_unknown_force_and_unknown_fact_are_both_asked_for() -> None:
    verdict = judged(station("2024-06-03"))
    assert (verdict.outcome, possible(verdict)) == ("undetermined", {BAR, GO})
    assert asked(verdict) == {("照护资源相对充足", "即墨区"), ("文件效力", TITLE_1)}


@pytest.mark.parametrize("day", ["2026-01-01", "2026-06-01", "2029-06-01"])
@pytest.mark.parametrize(("sufficient", "one"), [(True, BAR), (False, GO)])
def test_after_the_plan_unknown_force_keeps_out_of_force_possible(day: str, sufficient: bool, one: str) -> None:
    verdict = judged(station(day, "即墨区", sufficient))
    assert (verdict.outcome, possible(verdict)) == ("undetermined", {one, OUT})


def test_force_that_is_recorded_decides_within_its_period() -> None:
    assert judged(station("2026-06-01", "即墨区", True, IN_FORCE)).outcome == BAR
    open_plan = judged(station("2026-06-01", "即墨区", False, IN_FORCE))
    assert (open_plan.outcome, possible(open_plan)) == ("undetermined", {GO, OUT})
    assert ("规划延续执行", TITLE_LTC) in asked(open_plan)
    for sufficient, one in ((True, BAR), (False, GO)):
        later = judged(station("2029-06-01", "即墨区", sufficient, IN_FORCE))
        assert (later.outcome, possible(later)) == ("undetermined", {one, OUT})


@pytest.mark.parametrize("day", ["2026-01-01", "2029-06-01"])
def test_a_document_of_unknown_force_that_cannot_reach_the_applicant_keeps_nothing_open(day: str) -> None:
    verdict = judged(care_home(day, "市南区", None, 已定点="院护"))
    assert (verdict.outcome, possible(verdict)) == (OUT, {OUT})
    assert judged(special_ward(day)).outcome == OUT


# --- their kind: another matter, other days, other answers ------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "sufficient", "outcomes"),
    [
        ("2024-06-03", True, {BAR, GO}), ("2024-06-03", False, {GO}), ("2024-06-03", None, {BAR, GO}),
        ("2025-12-31", True, {BAR, GO}), ("2025-12-31", False, {GO}),
        ("2026-01-01", True, {BAR, OUT}), ("2026-01-01", False, {GO, OUT}), ("2026-01-01", None, {BAR, GO, OUT}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("make", [station, care_home])
def test_both_matters_that_add_an_institution_alike(
    make: object, day: str, sufficient: bool | None, outcomes: set[str]
) -> None:
    """「长护险定点机构数量」 (1号) counts home care and residential care alike."""
    assert possible(judged(make(day, "即墨区", sufficient))) == outcomes  # type: ignore[operator]


@pytest.mark.parametrize(
    ("day", "sufficient", "outcomes"),
    [
        ("2023-07-29", True, {BAR, OUT}), ("2023-07-29", False, {GO, OUT}), ("2023-07-30", True, {BAR, GO}),
        ("2023-07-30", False, {GO}), ("2023-01-01", True, {BAR, OUT}), ("2022-12-31", True, {OUT}),
    ],
)  # fmt: skip
def test_before_the_plan_and_on_its_first_day(day: str, sufficient: bool, outcomes: set[str]) -> None:
    """The plan is of 2023-07-30; a document numbered 〔2023〕 is in force on no day of 2022."""
    made = determined("照护资源相对充足", "即墨区", sufficient, day="2022-06-01")
    assert possible(judged(station(day) | {"认定": [made]})) == outcomes


@pytest.mark.parametrize(
    ("day", "outcome"), [("2022-12-31", OUT), ("2023-01-01", BAR), ("2027-12-31", BAR), ("2028-01-01", "undetermined")]
)
def test_the_days_from_and_until_which_force_is_recorded(day: str, outcome: str) -> None:
    """文件效力 is declaratory: it speaks of its period whenever it was made."""
    made = determined("照护资源相对充足", "即墨区", True, day="2022-06-01")
    assert judged(station(day) | {"认定": [made, IN_FORCE]}).outcome == outcome


@pytest.mark.parametrize("organ", [CITY, TREASURY])
def test_force_is_determined_by_all_issuers(organ: str) -> None:
    """「青岛市医疗保障局 青岛市财政局关于…的意见」: one of two issuers cannot say what the other issued."""
    alone = determined("文件效力", OPINION_1, True, organ, "2024-01-10", 自="2023-01-01", 至="2027-12-31")
    verdict = judged(station("2024-06-03", "即墨区", True, alone))
    assert (verdict.outcome, possible(verdict)) == ("undetermined", {BAR, GO})


def test_a_document_found_not_in_force_bars_nobody() -> None:
    denied = determined("文件效力", OPINION_1, False, BOTH, "2024-01-10")
    assert judged(station("2024-06-03", "即墨区", True, denied)).outcome == GO
    assert judged(station("2026-06-03", "即墨区", True, denied)).outcome == OUT


@pytest.mark.parametrize(("goes_on", "outcome"), [(True, GO), (False, GO)])
def test_what_follows_the_plan_closes_the_question(goes_on: bool, outcome: str) -> None:
    followed = determined("规划延续执行", LTC, goes_on, CITY, "2025-12-20")
    assert judged(station("2026-06-01", "即墨区", False, IN_FORCE, followed)).outcome == outcome


def test_a_continuation_does_not_reach_back() -> None:
    """规划延续执行 is constitutive: made on 2026-03-01, it says nothing of February unless it says from when."""
    made = determined("规划延续执行", LTC, True, CITY, "2026-03-01")
    assert possible(judged(station("2026-02-28", "李沧区", False, made))) == {GO, OUT}
    assert judged(station("2026-03-01", "李沧区", False, made)).outcome == BAR
    from_january = made | {"自": "2026-01-01"}
    assert judged(station("2026-02-28", "李沧区", False, from_january)).outcome == BAR


def test_the_original_is_asked_for_first() -> None:
    """「请先查找原件」: what a copy lacks is found in the original, before an organ is asked."""
    verdict = judged(station("2024-06-03", sufficient=True))
    (missing,) = (m for m in verdict.missing if m.fact == "文件效力")
    assert "原件" in missing.proof
    (item,) = (i.sentence for g in explained(verdict).missing for i in g.items if "文件效力" in i.sentence)
    assert "由制定、印发机关(青岛市医疗保障局、青岛市财政局)确认;文件未写明由谁确认,系推定。" in item
    assert "先查找文件原件" in item
    assert "登记为认定" in item


def test_the_organ_of_a_plan_is_its_issuer_not_who_a_clause_names_for_something_else() -> None:
    """3.1.p1.s2 asks an agency for the room that was made; whether the plan goes on its issuer decides."""
    verdict = judged(station("2026-06-01", "即墨区", False))
    (item,) = (i.sentence for g in explained(verdict).missing for i in g.items if "规划延续执行" in i.sentence)
    assert "由制定、印发机关(青岛市医疗保障局)确认;文件未写明由谁确认,系推定。" in item
    assert "经办机构" not in item


def test_a_rule_that_applies_if_its_document_is_in_force_is_not_told_as_untouched() -> None:
    verdict = judged(station("2024-06-03", "即墨区", True))
    (point,) = (p for p in explained(verdict).points if p.citation.clause == f"{OPINION_1}/5.i8.s2")
    assert point.role == "met"
    assert any("在适用日期是否有效尚待确认" in x for x in point.sentences)


def test_a_period_that_ends_before_it_begins_is_bad_input() -> None:
    turned = determined("文件效力", OPINION_1, True, BOTH, "2024-01-10", 自="2025-01-01", 至="2024-12-31")
    assert refused(station("2024-06-03", "即墨区", True, turned))


@pytest.mark.parametrize("place", ["市南区", "市北区", "李沧区", "崂山区"])
@pytest.mark.parametrize(("day", "outcomes"), [("2025-12-31", {BAR}), ("2026-01-01", {BAR, OUT})])
def test_the_four_districts_on_either_side_of_the_last_day(place: str, day: str, outcomes: set[str]) -> None:
    assert possible(judged(station(day, place, True))) == outcomes


@pytest.mark.parametrize("services", ["住院", "门诊统筹", "零售药店", "否"])
def test_a_contract_of_the_medical_insurance_is_none_of_long_term_care(services: str) -> None:
    """「长护险定点机构数量」 (1号) does not count it: the rule reaches as it reaches who has no contract."""
    verdict = judged(station("2024-06-03", "城阳区", True, 类型="综合医院", 已定点=services))
    assert possible(verdict) == {BAR, GO}

"""docs/semantics.md §2: which documents govern, and what is said of the others."""

from __future__ import annotations

import pytest
from small_base import BAR_FOR_NOW, EXEMPT, PRESUMED, Small, document, hospital, real

from reasoner.driver.current_rule_base import rule_base
from reasoner.model.messages import LABELS, NOT_AMONG, WHY
from reasoner.model.verdict import Verdict, encode


def why(verdict: Verdict) -> dict[str, str]:
    """Why each document does not govern, by id."""
    return {d.id: d.why for d in verdict.not_governing}


@pytest.fixture(scope="module")
def plan() -> Small:
    """A plan of 2023-07-30 to 2025-12-31."""
    return Small(document("a", BAR_FOR_NOW, ends="2025-12-31", ends_basis="规划期"))


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2023-07-29", "out_of_force"),
        ("2023-07-30", "barred"),
        ("2025-12-31", "barred"),
        ("2026-01-01", "out_of_force"),
    ],
)
def test_force_begins_and_ends_on_a_day(plan: Small, day: str, outcome: str) -> None:
    assert plan.judge(hospital() | {"日期": day}).outcome == outcome
    assert plan.judge(hospital(), day).outcome == outcome


CONTINUED = {
    "continued": ("是", "2025-12-30", "barred"),
    "continued without a day": ("是", "", "barred"),
    "not continued": ("否", "2025-12-30", "out_of_force"),
    "not known": ("不详", "2025-12-30", "out_of_force"),
    "continued after the day": ("是", "2026-02-01", "out_of_force"),
}


@pytest.mark.parametrize("case", CONTINUED)
def test_a_determination_continues_an_ended_plan(plan: Small, case: str) -> None:
    answer, when, outcome = CONTINUED[case]
    made = {"事项": "规划延续执行", "对象": "a", "结论": answer, "机关": "青岛市医疗保障局"}
    verdict = plan.judge(hospital() | {"日期": "2026-01-15", "认定": [made | ({"日期": when} if when else {})]})
    assert verdict.outcome == outcome
    cited = [f for f in verdict.facts if f.fact == "规划延续执行"]
    assert len(cited) == (outcome == "barred")
    by = "依青岛市医疗保障局" in "".join(w for w in verdict.warnings if w.startswith("届满而继续"))
    assert by is (outcome == "barred")


def test_a_text_without_a_stated_end_stays_in_force() -> None:
    assert Small(document("a", BAR_FOR_NOW)).judge(hospital() | {"日期": "2090-01-01"}).outcome == "barred"


@pytest.mark.parametrize(
    ("day", "outcome", "warned"),
    [("2022-12-31", "out_of_force", False), ("2023-01-01", "barred", True), ("2024-01-01", "barred", False)],
)
def test_an_unknown_first_day_lies_in_the_year_of_the_text(day: str, outcome: str, warned: bool) -> None:
    small = Small(document("a", BAR_FOR_NOW, starts="", starts_basis="不明", issued=""))
    verdict = small.judge(hospital() | {"日期": day})
    assert verdict.outcome == outcome
    assert any("施行日期不明" in w for w in verdict.warnings) is warned


def test_a_broken_text_governs_with_a_warning() -> None:
    lacking = (("第9点的其余部分", "末尾"),)
    unknown = Small(document("a", BAR_FOR_NOW, ends_basis="不明", missing=lacking)).judge(hospital())
    assert unknown.outcome == "barred"
    assert any("效力期限不明" in w and "第9点的其余部分" in w for w in unknown.warnings)
    partly = Small(document("a", BAR_FOR_NOW, missing=lacking)).judge(hospital())
    assert any("文本不完整" in w and "效力期限不明" not in w for w in partly.warnings)


def test_guidance_governs_with_a_warning() -> None:
    small = Small(document("a", BAR_FOR_NOW, kind="指导意见", region="370000", issuer_level="省"))
    verdict = small.judge(hospital())
    assert verdict.outcome == "barred"
    assert any("省级指导意见" in w for w in verdict.warnings)


ACCOUNT = (
    "限制",
    "床位使用率低于75%的区(市),暂不新增个人账户定点。",
    "规则 低使用率暂不新增账户\n 凡 事项 是 新增个人账户定点\n 若 本区县 的 床位使用率 低于 75%\n 则 暂不新增",
)


def test_every_other_document_of_the_region_is_told_with_the_first_reason() -> None:
    small = Small(
        document("a-governs", BAR_FOR_NOW),
        document("b-elsewhere", BAR_FOR_NOW, region="350500"),
        document("c-later", BAR_FOR_NOW, starts="2090-01-01"),
        document("d-ended", BAR_FOR_NOW, ends="2023-12-31", ends_basis="规划期"),
        document("e-province", ACCOUNT, region="370000", issuer_level="省", ends="2023-12-31", ends_basis="规划期"),
        document("f-county", BAR_FOR_NOW, region="370212"),
    )
    verdict = small.judge(hospital())
    assert verdict.reasons.governing == ("a-governs",)
    reasons = why(verdict)
    assert list(reasons) == ["c-later", "d-ended", "e-province"]
    assert reasons["c-later"].startswith("尚未施行")
    assert "届满" in reasons["d-ended"]
    assert reasons["e-province"] == f"未就「{hospital()['事项']}」作规定"
    assert why(small.judge(hospital(), only=frozenset({"a-governs"}))) == dict.fromkeys(
        ("c-later", "d-ended", "e-province"), "未选入本次研判的文件范围"
    )


def test_a_document_of_another_region_leaves_no_trace() -> None:
    """Neither in what is said, nor in the facts that are kept, nor in the receipt: the bytes are the same."""
    own, elsewhere = document("a", BAR_FOR_NOW), document("b", PRESUMED, EXEMPT, region="350500")
    assert encode(Small(own, elsewhere).judge(hospital())) == encode(Small(own).judge(hospital()))
    unknown = Small(own, elsewhere).judge(hospital(None, 所在地="不详"))
    assert set(why(unknown)) == set(unknown.receipt.documents) == {"a", "b"}


def test_a_document_silent_on_the_matter_does_not_govern() -> None:
    """The exemption of a plan reaches what the plan restricts, no more: it does not make the plan speak of a matter."""
    small = Small(document("a", BAR_FOR_NOW, EXEMPT))
    other = hospital(重点建设项目="市级") | {"事项": "新增个人账户定点"}
    verdict = small.judge({k: v for k, v in other.items() if k not in ("床位类别", "床位数")})
    assert verdict.outcome == "not_regulated"
    assert "未就「新增个人账户定点」作规定" in why(verdict)["a"]


def test_nothing_governs_for_one_of_three_reasons() -> None:
    ended = Small(document("a", BAR_FOR_NOW, ends="2023-12-31", ends_basis="规划期")).judge(hospital())
    assert ended.outcome == "out_of_force"
    silent = Small(document("a", BAR_FOR_NOW)).judge(
        {"编号": "1", "事项": "新增个人账户定点", "日期": "2024-05-01", "机构": {"类型": "诊所", "所在地": "城阳区"}}
    )
    assert (silent.outcome, silent.label) == ("not_regulated", "已收录文件未作规定")
    elsewhere = Small(document("a", BAR_FOR_NOW, region="350500")).judge(hospital())
    assert (elsewhere.outcome, elsewhere.label) == ("not_regulated", "尚未收录本地区文件")
    assert all(not v.citations and v.why for v in (ended, silent, elsewhere))


def test_another_force_on_the_day_of_receipt_warns(plan: Small) -> None:
    ended = plan.judge(hospital(), "2026-01-01")
    assert any("2024-05-01" in w and "效力不同" in w for w in ended.warnings)
    early = plan.judge(hospital() | {"日期": "2023-07-01"}, "2024-05-01")
    assert early.outcome == "barred"
    assert any("2023-07-01" in w and "效力不同" in w for w in early.warnings)


def test_an_unknown_place_leaves_every_region_possible() -> None:
    small = Small(document("a", BAR_FOR_NOW), document("b", PRESUMED, region="350500"))
    verdict = small.judge(hospital(None, 所在地="不详"))
    assert verdict.outcome == "undetermined"
    assert set(verdict.possible) == {"barred", "presumptively_barred", "may_proceed", "not_regulated"}
    assert [(m.fact, m.provider) for m in verdict.missing] == [("所在地", "申请人")]
    assert not verdict.citations


def test_a_document_of_the_province_reaches_its_cities_and_a_city_s_no_other() -> None:
    small = Small(document("a", BAR_FOR_NOW, region="370000", issuer_level="省"), document("b", PRESUMED))
    assert small.judge(hospital()).reasons.governing == ("a", "b")
    away = hospital(None, 所在地="滨城区")
    away["指标"] = [{"地区": "滨城区", "名称": "床位使用率", "数值": "74%"}]
    assert small.judge(away).reasons.governing == ("a",)


def test_a_document_regulates_what_its_rules_reach() -> None:
    for document_ in rule_base().documents.values():
        used = [n for n in document_.all_norms if n.alternative_of is None]
        assert set(document_.regulates) == {m for n in used for m in n.matters}


def test_one_plan_does_not_answer_for_another() -> None:
    """The plan for medical services says nothing of beds for long-term care, and the other way round."""
    verdict = real(hospital("74%"))
    assert verdict.reasons.governing == ("qingdao-2023-18-medical",)
    assert "未就" in why(verdict)["qingdao-2023-18-ltc"]


LEFT_OUT = {
    "one that is silent": ("c", "not_regulated", NOT_AMONG, WHY["chosen_silent"]),
    "one of another region": ("b", "not_regulated", NOT_AMONG, WHY["not_chosen"]),
    "one that has ended": ("d", "out_of_force", LABELS["out_of_force"], WHY["out_of_force"]),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_of_documents_that_are_left_out_nothing_is_said(case: str) -> None:
    """Where they regulate the matter the label tells it of the chosen ones alone; else it is as if nothing were left out."""
    chosen, outcome, label, reason = LEFT_OUT[case]
    small = Small(
        document("a", BAR_FOR_NOW),
        document("b", BAR_FOR_NOW, region="350500"),
        document("c", ACCOUNT),
        document("d", BAR_FOR_NOW, ends="2023-12-31", ends_basis="规划期"),
    )
    verdict = small.judge(hospital(), only=frozenset({chosen}))
    assert (verdict.outcome, verdict.label) == (outcome, label)
    ended = f"《文件d》{why(verdict)['d']}" if chosen == "d" else ""
    assert verdict.why == reason.format(matter=verdict.matter, documents=ended)
    assert small.judge(hospital(), only=frozenset({"a"})).outcome == "barred"
    pharmacy = {
        "编号": "1",
        "事项": "新增定点零售药店",
        "日期": "2024-05-01",
        "机构": {"类型": "零售药店", "所在地": "城阳区"},
    }
    assert small.judge(pharmacy, only=frozenset({"c"})).label == "已收录文件未作规定"

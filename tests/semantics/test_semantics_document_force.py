"""Force (DESIGN §5.2): in force, not in force, unknown; determinations on documents; ended plans beside living ones.

The worked cases of CONTRACT §2 stand in the case set of 青医保字〔2023〕1号. Each verdict here is derived again by the proof
checker.
"""

from __future__ import annotations

from typing import Any

import pytest
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
)

from reasoner.model.kinds import Outcome, Role
from reasoner.model.verdict import Verdict

HARMLESS = ("限制", BAR_FOR_NOW[1].replace("75%", "5%"), BAR_FOR_NOW[2].replace("75%", "5%"))
UNKNOWN = {"ends_basis": "不明", "ends": ""}
ENDED = {"ends": "2025-12-31", "ends_basis": "规划期"}
B, P, C, N, E, F, M, L, X = (
    Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.STRICTLY_CONTROLLED, Outcome.NOT_ELIGIBLE, Outcome.EXEMPT,
    Outcome.PRIORITY, Outcome.MAY_PROCEED, Outcome.OUT_OF_FORCE, Outcome.CONFLICT,
)  # fmt: skip


def made(name: str, of: str = "a", answer: Any = "是", **more: Any) -> dict[str, Any]:
    return {"事项": name, "对象": of, "结论": answer, "机关": "青岛市医疗保障局"} | more


def judged(*documents: Any, day: str = "2024-05-01", told: tuple[dict[str, Any], ...] = (), **facts: Any) -> Verdict:
    rate = facts.pop("rate", "74%")
    return Small(*documents).judge(hospital(rate, **facts) | {"日期": day, "认定": list(told)})


def asked_of(verdict: Verdict) -> dict[str, str]:
    """What is asked of documents, by title."""
    return {m.of: m.fact for m in verdict.missing if m.record}


# --- three values -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "day", "possible"),
    [
        ({"starts_basis": "印发之日", "ends_basis": "未载"}, "2090-01-01", (B,)),
        ({"missing": (("附件", "末尾"),)}, "2024-05-01", (B,)),
        ({"ends_basis": "不明"}, "2024-05-01", (B, L)),
        ({"ends_basis": "不明"}, "2023-07-29", (L,)),  # the day before it begins, which is known
        ({"ends_basis": "不明"}, "2023-07-30", (B, L)),
        ({"starts_basis": "不明", "starts": "", "issued": ""}, "2022-12-31", (L,)),  # the year of the text is 2023
        ({"starts_basis": "不明", "starts": "", "issued": ""}, "2023-01-01", (B, L)),
        ({"starts_basis": "不明", "starts": "", "issued": "", "ends": "2025-12-31", "ends_basis": "规划期"}, "2025-12-31", (B, L)),
        ({"starts_basis": "不明", "starts": "", "issued": "", "ends": "2025-12-31", "ends_basis": "规划期"}, "2026-01-01", (L,)),
    ],
)  # fmt: skip
def test_force_is_unknown_only_where_the_metadata_say_so(basis: dict[str, Any], day: str, possible: Any) -> None:
    """「only where meta says so (starts_basis or ends_basis = 不明; not 未载 and not a missing annex)」."""
    verdict = judged(document("a", BAR_FOR_NOW, **basis), day=day)
    assert verdict.possible == possible
    assert (verdict.reasons.unsettled == ("a",)) is (possible == (B, L))


CASES: list[tuple[Clause | None, dict[str, Any], Clause, dict[str, Any], set[Outcome], Outcome | None]] = [
    # The document in force, and beside it one of unknown force: what it says, tried in force and not.
    (HARMLESS, {}, BAR_FOR_NOW, {}, {B, M}, None),
    (HARMLESS, {}, PRESUMED, {}, {P, M}, None),
    (HARMLESS, {}, CONTROL, {}, {C, M}, None),
    (HARMLESS, {}, REQUIRE, {"管理规范": False}, {N, M}, None),
    (HARMLESS, {}, PERMIT, {"符合定点条件": True}, {M}, M),
    (HARMLESS, {}, PREFER, {"连锁": True}, {M}, M),  # a preference alone makes no document govern
    (BAR_FOR_NOW, {}, PRESUMED, {}, {B}, B),
    (PRESUMED, {}, BAR_FOR_NOW, {}, {B, P}, P),  # the weakest bar is certain
    (PRESUMED, {}, PRESUMED, {}, {P}, P),
    (PRESUMED, {}, PERMIT, {"符合定点条件": True}, {X, P}, None),
    (CONTROL, {}, PRESUMED, {}, {P, C}, None),
    (CONTROL, {}, CONTROL, {}, {C}, C),
    (REQUIRE, {"管理规范": False}, PRESUMED, {}, {P, N}, None),
    (REQUIRE, {"管理规范": False}, CONTROL, {}, {N}, N),
    # Nothing else governs: then nothing that is in force may.
    (None, {}, BAR_FOR_NOW, {}, {B, L}, None),
    (None, {}, HARMLESS, {}, {M, L}, None),
    (None, {}, PERMIT, {"符合定点条件": True}, {M, L}, None),
]


@pytest.mark.parametrize("case", range(len(CASES)))
def test_every_outcome_beside_unknown_force(case: int) -> None:
    """「possible is the union over in force and not in force × completions of open rules.」"""
    certain, facts, doubtful, more, possible, outcome = CASES[case]
    texts = [] if certain is None else [document("c", certain, issuers=("甲",), issued="2023-01-01")]
    verdict = judged(*texts, document("d", doubtful, **UNKNOWN), **facts, **more)
    assert set(verdict.possible) == possible
    assert verdict.outcome == (outcome or Outcome.UNDETERMINED)


def test_a_preference_or_an_exemption_of_unknown_force_leaves_the_weakest() -> None:
    for clause, facts, stronger in ((PREFER, {"连锁": True}, F), (EXEMPT, {"重点建设项目": "市级"}, E)):
        verdict = judged(document("c", HARMLESS), document("d", HARMLESS, clause, **UNKNOWN), **facts)
        assert (verdict.possible, verdict.outcome) == ((stronger, M), M)
        assert [c.role for c in verdict.citations if c.rule.startswith("d/1.p2")] == [Role.CONSIDERED]


def test_an_open_rule_of_unknown_force() -> None:
    """Both are asked: whether the document is in force, and the rate; the document first."""
    verdict = judged(document("c", REQUIRE), document("d", BAR_FOR_NOW, **UNKNOWN), rate=None, 管理规范=True)
    assert verdict.possible == (B, M)
    assert [m.fact for m in verdict.missing] == ["文件效力", "床位使用率"]


def test_what_rests_on_unknown_force_was_considered() -> None:
    """「Decisive and supporting are only rules true in every completion; what depends on unknown force is considered.」"""
    verdict = judged(document("c", PRESUMED), document("d", BAR_FOR_NOW, **UNKNOWN))
    assert verdict.outcome is P
    assert roles(verdict) == {"c/1.p1#低使用率原则上不新增": Role.DECISIVE, "d/1.p1#低使用率暂不新增": Role.CONSIDERED}
    assert (verdict.reasons.governing, verdict.reasons.unsettled) == (("c",), ("d",))
    assert "d" not in {d.id for d in verdict.not_governing}


def test_two_documents_of_unknown_force() -> None:
    verdict = judged(document("c", PRESUMED, **UNKNOWN), document("d", BAR_FOR_NOW, **UNKNOWN))
    assert verdict.possible == (B, P, L)
    assert asked_of(verdict) == {"文件c": "文件效力", "文件d": "文件效力"}


# --- determinations -------------------------------------------------------------------------------------------------

PERIOD = {"自": "2024-01-01", "至": "2024-12-31"}


@pytest.mark.parametrize(
    ("day", "possible"),
    [("2023-12-31", (B, L)), ("2024-01-01", (B,)), ("2024-12-31", (B,)), ("2025-01-01", (B, L))],
)
@pytest.mark.parametrize("when", ["2023-12-01", "2026-01-01", ""])
def test_a_declaration_speaks_of_its_period_whenever_it_was_made(day: str, possible: Any, when: str) -> None:
    told = made("文件效力", **PERIOD) | ({"日期": when} if when else {})
    verdict = judged(document("a", BAR_FOR_NOW, **UNKNOWN), day=day, told=(told,))
    assert verdict.possible == possible
    cited = [(f.fact, f.value, f.starts, f.ends) for f in verdict.facts if f.fact == "文件效力"]
    assert cited == ([("文件效力", "是", "2024-01-01", "2024-12-31")] if possible == (B,) else [])


def test_a_declaration_that_it_is_not_in_force() -> None:
    told = (made("文件效力", answer="否", **PERIOD),)
    verdict = judged(document("a", BAR_FOR_NOW, **UNKNOWN), document("b", HARMLESS), told=told)
    assert (verdict.outcome, verdict.reasons.unsettled) == (M, ())
    assert {d.id: d.why for d in verdict.not_governing}["a"] == "依青岛市医疗保障局认定在适用日期(2024-05-01)不具效力"
    assert judged(document("a", BAR_FOR_NOW, **UNKNOWN), told=told).outcome is L


def test_one_issuer_of_two_settles_nothing() -> None:
    """「by all issuers named」."""
    issuers = ("青岛市医疗保障局", "青岛市财政局")
    text = document("a", BAR_FOR_NOW, issuers=issuers, **UNKNOWN)
    assert judged(text, told=(made("文件效力", **PERIOD),)).possible == (B, L)
    assert judged(text, told=(made("文件效力", 机关=list(issuers), **PERIOD),)).possible == (B,)


CONTINUED = [
    # made, from when, day, goes on
    ("2025-12-20", "", "2026-01-01", True),
    ("2026-02-01", "", "2026-01-31", False),
    ("2026-02-01", "", "2026-02-01", True),
    ("2026-02-01", "2026-01-01", "2026-01-15", True),
    ("2025-12-20", "2026-03-01", "2026-02-28", False),
    ("2025-12-20", "2026-03-01", "2026-03-01", True),
]


@pytest.mark.parametrize(("when", "begins", "day", "goes_on"), CONTINUED)
def test_a_continuation_does_not_reach_back_before_it_was_made(when: str, begins: str, day: str, goes_on: bool) -> None:
    """「规划延续执行 is constitutive: it does not reach back before it was made unless it says so」."""
    told = made("规划延续执行", 日期=when) | ({"自": begins} if begins else {})
    verdict = judged(document("a", BAR_FOR_NOW, **ENDED), day=day, told=(told,))
    assert verdict.outcome is (B if goes_on else L)
    assert asked_of(verdict) == ({} if goes_on else {"文件a": "规划延续执行"})


# --- an ended plan beside living documents -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("living", "facts", "possible"),
    [
        ((HARMLESS,), {}, (M, L)),
        ((HARMLESS, PREFER), {"连锁": True}, (F, L)),
        ((HARMLESS, EXEMPT), {"重点建设项目": "市级"}, (E, L)),
        ((BAR_FOR_NOW,), {}, (B,)),
        ((PRESUMED,), {}, (P,)),
        ((CONTROL,), {}, (C,)),
        ((REQUIRE,), {"管理规范": False}, (N,)),
        ((BAR_FOR_NOW,), {"rate": None}, (B, M, L)),
    ],
)
def test_an_ended_plan_stays_open_beside_a_favourable_outcome(
    living: tuple[Clause, ...], facts: dict[str, Any], possible: Any
) -> None:
    """「An ended plan that reached this applicant, with no recorded continuation, non-continuation or successor, keeps
    out_of_force in possible beside a favourable outcome of other documents.」
    """
    verdict = judged(document("a", PRESUMED, **ENDED), document("b", *living), day="2026-03-01", **facts)
    assert verdict.possible == possible
    assert asked_of(verdict) == ({"文件a": "规划延续执行"} if L in possible else {})


MENTAL = (
    "限制",
    "床位使用率低于75%的区(市),精神科床位暂不新增购买住院床位。",
    BAR_FOR_NOW[2].replace("若", "若 床位类别 是 精神 且"),
)


def test_what_settles_the_end_of_a_plan() -> None:
    ended, living = document("a", PRESUMED, **ENDED), document("b", HARMLESS)
    day = "2026-03-01"
    assert judged(ended, living, day=day, told=(made("规划延续执行", answer="否", 日期="2026-01-10"),)).possible == (M,)
    assert judged(ended, living, day=day, told=(made("规划延续执行", answer="是", 日期="2026-01-10"),)).possible == (P,)
    assert judged(ended, living, day=day, told=(made("规划延续执行", answer="不详", 日期="2026-01-10"),)).possible == (
        M,
        L,
    )
    later = document("c", HARMLESS, starts="2026-02-01", issued="2026-02-01", succeeds=("a",))
    assert judged(ended, living, later, day=day).possible == (M,)
    assert judged(ended, living, later, day="2026-01-31").possible == (M, L)  # it has not begun
    # A plan that could not have reached the applicant leaves nothing open.
    assert judged(document("a", MENTAL, **ENDED), living, day=day).possible == (M,)
    # By another than its issuer nothing is settled, and it is told.
    other = judged(ended, living, day=day, told=(made("规划延续执行", 机关="青岛市财政局", 日期="2026-01-10"),))
    assert other.possible == (M, L)
    assert any("青岛市财政局" in w for w in other.warnings)


# --- what is asked -----------------------------------------------------------------------------------------------------


def test_what_is_asked_of_a_document() -> None:
    """「missing asks for the document's original first / 文件效力, naming document and organ and how to record it」."""
    verdict = judged(document("c", HARMLESS), document("d", BAR_FOR_NOW, **UNKNOWN))
    (entry,) = verdict.missing
    assert (entry.fact, entry.of, entry.provider) == ("文件效力", "文件d", "有权机关认定")
    assert entry.proof.startswith("文件原件")
    assert entry.record.startswith("先查找文件原件")
    for words in ("事项 文件效力", "对象 d", "机关 青岛市医疗保障局", "自、至"):
        assert words in entry.record
    assert entry.authority is not None
    assert entry.authority.organs == ("青岛市医疗保障局",)
    assert entry.asked_by == ("d/1.p1",)
    assert [(a.value, a.possible) for a in entry.answers or ()] == [("是", (B,)), ("否", (M,))]
    assert entry.closes == 1
    # What makes no difference is not asked.
    assert judged(document("c", PRESUMED), document("d", PRESUMED, **UNKNOWN)).missing == ()
    ended = judged(document("a", PRESUMED, **ENDED), day="2026-03-01")
    (entry,) = ended.missing
    assert (ended.outcome, entry.fact) == (L, "规划延续执行")
    assert [(a.value, a.possible) for a in entry.answers or ()] == [("是", (P,)), ("否", (L,))]


def test_without_advice_the_questions_stand_without_answers() -> None:
    from small_base import read

    from reasoner.interpreter.judge import judge

    small = Small(document("c", HARMLESS), document("d", BAR_FOR_NOW, **UNKNOWN))
    verdict = judge(small.base, read(small.base, hospital("74%")), advise=False)
    assert [(m.fact, m.answers, m.closes) for m in verdict.missing] == [("文件效力", None, None)]


def test_advice_counts_what_force_leaves_open() -> None:
    """A change helps only where it helps whatever the force: beside unknown force nothing certain is promised."""
    verdict = judged(document("c", PRESUMED), document("d", BAR_FOR_NOW, **UNKNOWN))
    assert verdict.outcome is P
    offers = [[(f.fact, f.after) for f in c.facts] for c in verdict.changes]
    assert offers == [[("床位使用率", "80%")]]  # 75% keeps the rule of unknown force from coming about as well

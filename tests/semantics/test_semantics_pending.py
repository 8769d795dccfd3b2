"""待写: a clause not yet transcribed that may restrict is an unknown restriction (DESIGN §5.11, docs/semantics.md).

No clause of the corpus needs it. The clauses here are those of 青医保发〔2023〕18号 in small, one of them left unwritten;
every verdict is derived again by the proof checker.
"""

from __future__ import annotations

import json

import msgspec
import pytest
from small_base import (
    BAR_FOR_NOW,
    BEDS,
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
    plain,
    roles,
    status,
)
from written_json import faults

from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_proof

BARRED, PRESUMED_, CONTROLLED = Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.STRICTLY_CONTROLLED
ELIGIBLE, EXEMPTED, PRIORITY, PROCEED = (
    Outcome.NOT_ELIGIBLE,
    Outcome.EXEMPT,
    Outcome.PRIORITY,
    Outcome.MAY_PROCEED,
)
CONFLICT, UNDETERMINED, SILENT = Outcome.CONFLICT, Outcome.UNDETERMINED, Outcome.NOT_REGULATED

# 医疗规划 3.1.p2:「…床位使用率低于75%的,原则上不再新增购买住院床位」, its condition left unwritten.
PENDING_PRESUMED = ("限制", "床位利用不足的区(市),原则上不再新增购买住院床位。", "待写 事项 新增购买住院床位")
# 1号 三(三):「…照护资源相对充足的…暂不新增」.
PENDING_BAR = ("限制", "床位资源充足的区(市),暂不新增购买住院床位。", "待写 事项 新增购买住院床位")
PENDING_CAP = ("上限", "医保购买住院床位总数不超过核定数。", "待写 事项 新增购买住院床位")
PENDING_CONTROL = ("限制", "对住院床位实行从严管理。", "待写 事项 新增购买住院床位")
# No word says how far it goes.
PENDING_OPEN = ("义务", "各区(市)统筹安排住院床位。", "待写 事项 新增购买住院床位")
PENDING_EXEMPT = ("豁免", "合作办医的机构,不受本规划限制。", "待写 事项 新增购买住院床位")
PENDING_REQUIRE = ("要件", "机构应具备相应条件。", "待写 事项 新增购买住院床位")

LOW: dict[str, object] = {}
CASES: list[tuple[Clause, tuple[Clause, ...], dict[str, object], str, set[Outcome]]] = [
    # Each outcome beside a restriction that nobody has written, as strong as 原则上.
    (PENDING_PRESUMED, (BAR_FOR_NOW,), LOW, "74%", {BARRED}),
    (PENDING_PRESUMED, (PRESUMED,), LOW, "74%", {PRESUMED_}),
    (PENDING_PRESUMED, (CONTROL,), LOW, "74%", {PRESUMED_, CONTROLLED}),
    (PENDING_PRESUMED, (REQUIRE,), {"管理规范": False}, "74%", {PRESUMED_, ELIGIBLE}),
    (PENDING_PRESUMED, (BAR_FOR_NOW, EXEMPT), {"重点建设项目": "市级"}, "80%", {EXEMPTED}),
    (PENDING_PRESUMED, (BAR_FOR_NOW, EXEMPT), {"重点建设项目": "市级"}, "74%", {EXEMPTED}),
    (PENDING_PRESUMED, (BAR_FOR_NOW, EXEMPT), {"重点建设项目": "无"}, "80%", {PRESUMED_, PROCEED}),
    (PENDING_PRESUMED, (BAR_FOR_NOW, PREFER), {"连锁": True}, "80%", {PRESUMED_, PRIORITY}),
    (PENDING_PRESUMED, (PERMIT,), {"符合定点条件": True}, "74%", {CONFLICT, PROCEED}),
    (PENDING_PRESUMED, (BAR_FOR_NOW,), LOW, "75%", {PRESUMED_, PROCEED}),
    # As strong as 暂不: a written bar as strong settles it, a weaker one leaves the weakest bar (CONTRACT §2).
    (PENDING_BAR, (BAR_FOR_NOW,), LOW, "74%", {BARRED}),
    (PENDING_BAR, (BAR_FOR_NOW,), LOW, "75%", {BARRED, PROCEED}),
    (PENDING_BAR, (PRESUMED,), LOW, "79%", {BARRED, PRESUMED_}),
    (PENDING_BAR, (CONTROL,), LOW, "84%", {BARRED, CONTROLLED}),
    (PENDING_CAP, (PRESUMED,), LOW, "80%", {BARRED, PROCEED}),
    # 从严 adds nothing to a bar.
    (PENDING_CONTROL, (BAR_FOR_NOW,), LOW, "74%", {BARRED}),
    (PENDING_CONTROL, (PRESUMED,), LOW, "74%", {PRESUMED_}),
    (PENDING_CONTROL, (CONTROL,), LOW, "84%", {CONTROLLED}),
    (PENDING_CONTROL, (BAR_FOR_NOW, PREFER), {"连锁": True}, "80%", {CONTROLLED, PRIORITY}),
    # Without a word that says how far: as far as a restriction can go.
    (PENDING_OPEN, (BAR_FOR_NOW,), LOW, "80%", {BARRED, PRESUMED_, CONTROLLED, PROCEED}),
    (PENDING_OPEN, (BAR_FOR_NOW,), LOW, "74%", {BARRED}),
    (PENDING_OPEN, (BAR_FOR_NOW, EXEMPT), {"重点建设项目": "市级"}, "80%", {EXEMPTED}),
    # An exemption or a requirement that nobody has written.
    (PENDING_EXEMPT, (BAR_FOR_NOW,), LOW, "74%", {BARRED, EXEMPTED}),
    (PENDING_REQUIRE, (BAR_FOR_NOW,), LOW, "75%", {BARRED, PRESUMED_, CONTROLLED, ELIGIBLE, PROCEED}),
    # A document of which nothing else speaks of the matter governs perhaps: silence is no permission.
    (PENDING_PRESUMED, (), LOW, "74%", {PRESUMED_, PROCEED, SILENT}),
    (PENDING_OPEN, (), LOW, "74%", {BARRED, PRESUMED_, CONTROLLED, PROCEED, SILENT}),
    (PENDING_BAR, (EXEMPT,), {"重点建设项目": "市级"}, "74%", {EXEMPTED, SILENT}),
    (PENDING_BAR, (PREFER,), {"连锁": True}, "74%", {BARRED, PRIORITY, SILENT}),
    # An exemption alone makes no document govern, written or not.
    (PENDING_EXEMPT, (), LOW, "74%", {SILENT}),
]


@pytest.mark.parametrize(("pending", "written", "facts", "rate", "possible"), CASES)
def test_each_outcome_beside_a_clause_not_yet_transcribed(
    pending: Clause, written: tuple[Clause, ...], facts: dict[str, object], rate: str, possible: set[Outcome]
) -> None:
    """An unknown restriction is tried both ways; an exemption of its document defeats it."""
    verdict = Small(document("plan", pending, *written)).judge(hospital(rate, **facts))
    assert set(verdict.possible) == possible
    if len(possible) == 1:
        assert verdict.outcome in possible
    elif possible <= {BARRED, PRESUMED_}:
        assert verdict.outcome is PRESUMED_
    else:
        assert verdict.outcome is UNDETERMINED


def test_an_ended_plan_of_which_nothing_is_written_could_have_reached_the_applicant() -> None:
    """CONTRACT §2, out_of_force: documents can reach the applicant, none of them is in force."""
    ended = {"ends": "2023-12-31", "ends_basis": "规划期"}
    verdict = Small(document("plan", PENDING_BAR, **ended)).judge(hospital("74%"))
    assert verdict.possible == (Outcome.OUT_OF_FORCE,)


def test_a_verdict_says_which_clauses_are_not_yet_rules() -> None:
    """Also where the outcome does not turn on them, and of clauses that concern another matter."""
    other = ("限制", "院护床位充足的区(市),暂不新增购买院护床位。", "待写 事项 新增购买院护床位 因 「认定办法待印发」")
    verdict = Small(document("plan", PENDING_PRESUMED, BAR_FOR_NOW, other)).judge(hospital("74%"))
    assert verdict.outcome is BARRED
    assert [(c.clause, c.concerns, c.reason) for c in verdict.pending] == [
        ("plan/1.p1", True, ""),
        ("plan/1.p3", False, "认定办法待印发"),
    ]
    assert verdict.pending[0].quote == PENDING_PRESUMED[1]
    (warning,) = [w for w in verdict.warnings if "待写" in w]
    assert "有2条尚未写成规则(第一部分第一段、第一部分第三段)" in warning


def test_a_clause_that_concerns_another_matter_leaves_this_one_alone() -> None:
    other = ("限制", "院护床位充足的区(市),暂不新增购买院护床位。", "待写 事项 新增购买院护床位")
    verdict = Small(document("plan", BAR_FOR_NOW, other)).judge(hospital("75%"))
    assert verdict.possible == (PROCEED,)


def test_without_matters_a_clause_may_concern_every_matter() -> None:
    """待写 without 事项: whatever is asked for."""
    anything = ("限制", "资源充足的,暂不新增。", "待写")
    verdict = Small(document("plan", BAR_FOR_NOW, anything)).judge(hospital("75%"))
    assert set(verdict.possible) == {BARRED, PROCEED}
    assert verdict.pending[0].concerns


def test_a_report_of_facts_that_nobody_transcribed_restricts_nobody() -> None:
    """事实 without a restrictive word: it is counted and told, and decides nothing."""
    facts = ("事实", "现有住院床位71293张。", "待写")
    verdict = Small(document("plan", BAR_FOR_NOW, facts)).judge(hospital("75%"))
    assert verdict.possible == (PROCEED,)
    assert [(c.clause, c.concerns) for c in verdict.pending] == [("plan/1.p2", False)]


def test_a_proposed_rule_decides_nothing_and_counts_as_pending() -> None:
    """待核: at 74% the proposal would bar; nobody has confirmed it, so it may or may not, above 75% too."""
    nature, words, rule = BAR_FOR_NOW
    proposed = (nature, words, rule.replace("低使用率暂不新增", "低使用率暂不新增 待核"))
    small = Small(document("plan", proposed, CONTROL))
    for rate in ("74%", "75%"):
        assert set(small.judge(hospital(rate)).possible) == {BARRED, CONTROLLED}
    clause = small.base.documents["plan"].clauses["plan/1.p1"]
    assert clause.rules == ()
    assert clause.pending is not None
    assert [(r.id, r.text) for r in clause.pending.proposed] == [
        ("plan/1.p1#低使用率暂不新增", "申请新增购买住院床位,本区县的床位使用率低于75%的,暂不新增。")
    ]
    assert clause.pending.words == ("低于", "暂不", "75%")


def test_no_fact_is_asked_for_because_of_a_clause_not_yet_transcribed() -> None:
    """Nothing that anybody could supply settles it: it must be written."""
    verdict = Small(document("plan", PENDING_BAR)).judge(hospital("74%"))
    assert verdict.missing == ()
    assert verdict.changes == ()


def test_a_pending_clause_is_cited_as_considered_and_its_proof_says_why() -> None:
    verdict = Small(document("plan", PENDING_BAR, PRESUMED)).judge(hospital("80%"))
    name = "待写·不得新增"
    assert status(verdict, name) is Status.UNKNOWN
    assert roles(verdict)[f"plan/1.p1#{name}"] is Role.CONSIDERED
    (proof,) = [r for r in plain(verdict)["reasons"]["rules"] if r["rule"].endswith(name)]
    assert proof["condition"] == {"is": "untranscribed", "status": "unknown"}


def test_an_exemption_without_matters_reaches_what_pending_clauses_may_restrict() -> None:
    """豁免「不受本规划限制」 follows what its document may restrict."""
    anything = ("限制", "资源充足的,暂不新增。", "待写")
    small = Small(document("plan", anything, EXEMPT))
    norms = {n.name: n for n in small.base.documents["plan"].all_norms}
    assert set(norms["市政府重点建设项目"].matters) == set(norms["待写·不得新增"].matters)


def test_an_exemption_does_not_reach_the_pending_clauses_of_another_document() -> None:
    """An exemption of one plan does not reach the other."""
    small = Small(document("one", BAR_FOR_NOW, EXEMPT), document("two", PENDING_BAR))
    assert set(small.judge(hospital("74%", 重点建设项目="市级")).possible) == {BARRED, EXEMPTED}


def test_the_json_of_verdicts_and_clauses_fits_its_schema() -> None:
    small = Small(
        document("plan", PENDING_BAR, PRESUMED, (*BAR_FOR_NOW[:2], BAR_FOR_NOW[2].replace("新增\n", "新增 待核\n", 1)))
    )
    assert faults("verdict", plain(small.judge(hospital("80%")))) == []
    (document_,) = small.base.documents.values()
    clauses = json.loads(msgspec.json.encode(list(document_.clauses.values())))
    assert faults("clauses", clauses) == []
    assert [c["pending"]["norms"] for c in clauses if "pending" in c] == [
        ["plan/1.p1#待写·不得新增"],
        ["plan/1.p3#待写·不得新增"],
    ]
    assert clauses[2]["pending"]["proposed"][0]["effect"] == "prohibit"


def test_the_checker_refuses_a_verdict_that_conceals_a_pending_clause() -> None:
    small = Small(document("plan", PENDING_BAR, PRESUMED))
    verdict = json.loads(encode(small.judge(hospital("80%"))))
    for forged in (
        {k: v for k, v in verdict.items() if k != "pending"},
        verdict | {"outcome": "may_proceed", "possible": ["may_proceed"]},
        verdict | {"pending": [c | {"concerns": False} for c in verdict["pending"]]},
        verdict | {"warnings": []},
    ):
        assert check_proof(forged, small.base.plain, small.texts)


def test_the_checker_refuses_a_rule_base_whose_pending_clauses_are_no_norms() -> None:
    """Each clause marked 待写 has its unknown norms, and no norm is unknown without one."""
    small = Small(document("plan", PENDING_BAR, PRESUMED))
    verdict = json.loads(encode(small.judge(hospital("80%"))))
    base = json.loads(json.dumps(small.base.plain))
    base["documents"][0]["clauses"][0]["pending"]["norms"] = []
    assert any("待写" in fault for fault in check_proof(verdict, base, small.texts))


def test_what_a_clause_says_already_is_counted_once() -> None:
    """A clause of which one norm is written keeps it: 从严 is left unwritten, 暂不 decides."""
    words = "床位使用率低于75%的区(市),暂不新增购买住院床位,两年内从严控制。"
    rule = BAR_FOR_NOW[2].replace("\n 凡", "\n 据 「床位使用率低于75%的区(市),暂不新增购买住院床位」\n 凡", 1)
    small = Small(document("plan", ("限制", words, f"{rule}\n待写 事项 {BEDS}")))
    assert small.judge(hospital("74%")).possible == (BARRED,)
    assert set(small.judge(hospital("75%")).possible) == {CONTROLLED, PROCEED}


# --- 待写 of a nature that decides nothing ------------------------------------------------------------------
# DESIGN §5.1: a task or duty alone never makes a document govern; §5.11 speaks of a clause that may restrict. ontology: 义务
# is what an organ has to do, 建议 what a report proposes and obliges nobody, 标准 what planners go by and decides on no application.

DUTY = "各区(市)统筹安排住院床位。"


@pytest.mark.parametrize(
    ("pending", "possible"),
    [
        (("义务", DUTY, "待写"), {PROCEED}),
        (("义务", DUTY, "义务 统筹安排 待核"), {PROCEED}),
        (("义务", "各区(市)从严管理住院床位。", "待写"), {CONTROLLED, PROCEED}),  # 从严 restricts, whoever is told to
        (("义务", "各区(市)暂不受理住院床位申请。", "待写"), {BARRED, PROCEED}),
        # 宁医保规发〔2026〕3号 一: 「饱和区域只减不增」 is a bar, whatever it is called
        (("义务", "住院床位饱和区域只减不增。", "待写"), {BARRED, PROCEED}),
        (("优先", "空白区域优先布局、饱和区域只减不增。", "待写"), {BARRED, PROCEED}),
        (("义务", DUTY, f"待写 事项 {BEDS}"), {BARRED, PRESUMED_, CONTROLLED, PROCEED}),  # so says who transcribes it
        (("义务 、 限制", DUTY, "待写"), {BARRED, PRESUMED_, CONTROLLED, PROCEED}),
        (("程序", DUTY, "待写"), {BARRED, PRESUMED_, CONTROLLED, PROCEED}),  # a step may be a condition
    ],
)
def test_a_duty_not_yet_transcribed_leaves_nothing_open_unless_its_words_restrict(
    pending: Clause, possible: set[Outcome]
) -> None:
    small = Small(document("plan", pending, BAR_FOR_NOW))
    verdict = small.judge(hospital("80%"))
    assert set(verdict.possible) == possible
    # It is told in every verdict all the same, and whether it may concern the matter.
    (told,) = verdict.pending
    assert told.concerns is (possible != {PROCEED})
    assert any("待写" in warning for warning in verdict.warnings)


ONLY_DUTY: Clause = ("义务", "各区(市)要做好新增购买住院床位有关工作。", "待写 因 「职责待核对」")


@pytest.mark.parametrize("beside", [(), (BAR_FOR_NOW,)], ids=["alone", "beside a plan that governs"])
def test_a_duty_not_yet_transcribed_is_told_where_its_document_sets_nothing_else(beside: tuple[Clause, ...]) -> None:
    """Nothing governs by it, and nobody would hear of it: every verdict of the place lists it, and restricts nobody for it."""
    documents = [document("duty", ONLY_DUTY), *([document("plan", *beside)] if beside else [])]
    verdict = Small(*documents).judge(hospital("80%"))
    assert [(c.clause, c.concerns, c.reason) for c in verdict.pending] == [("duty/1.p1", False, "职责待核对")]
    assert verdict.outcome is (PROCEED if beside else Outcome.NOT_REGULATED)
    assert verdict.possible == (verdict.outcome,)


def test_it_is_not_told_where_its_document_has_ended_or_was_not_chosen_or_speaks_of_another_matter() -> None:
    ended = document("duty", ONLY_DUTY, ends="2023-12-31", ends_basis="规划期")
    plan = document("plan", BAR_FOR_NOW)
    assert Small(ended, plan).judge(hospital("80%")).pending == ()
    chosen = Small(document("duty", ONLY_DUTY), plan).judge(hospital("80%"), only=frozenset({"plan"}))
    assert chosen.pending == ()


def test_the_checker_refuses_a_verdict_that_conceals_such_a_duty() -> None:
    small = Small(document("duty", ONLY_DUTY), document("plan", BAR_FOR_NOW))
    data = plain(small.judge(hospital("80%")))
    assert data.pop("pending")
    assert check_proof(data, small.base.plain, small.texts)

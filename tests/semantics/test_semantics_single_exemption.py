"""Exemptions from single clauses: 不受第四条限制 lifts the restrictions of that clause, and of no other (ADR 0027).

The clauses are those of 青医保发〔2023〕18号 in small. 「列入市政府重点建设项目的医疗机构,不受本规划限制」 frees from the whole
plan; 「…,不受第一部分第一段限制」 says no more than it says. Every verdict is derived again by the proof checker.
"""

from __future__ import annotations

import json

import pytest
from small_base import (
    BAR_FOR_NOW,
    BEDS,
    CONTROL,
    EXEMPT,
    PERMIT,
    PRESUMED,
    REQUIRE,
    Clause,
    Small,
    document,
    hospital,
    plain,
    read,
    roles,
    status,
)

from policy_dsl import ir
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.outcome import Group, group_of
from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

BARRED, PRESUMED_, CONTROLLED = Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.STRICTLY_CONTROLLED
ELIGIBLE, EXEMPTED, PROCEED, CONFLICT = Outcome.NOT_ELIGIBLE, Outcome.EXEMPT, Outcome.MAY_PROCEED, Outcome.CONFLICT
UNDETERMINED = Outcome.UNDETERMINED

# 「不受第一部分第一段限制」: the first clause of the documents below.
FREED = (
    "豁免",
    "列入市政府重点建设项目的医疗机构,不受第一部分第一段限制。",
    "豁免 重点项目不受第一段限制\n 凡 机构 属于 医疗机构\n 若 机构 的 重点建设项目 包含 市级\n 则 不受限于 1.p1",
)
# The same where a determination decides on it, so that silence leaves it open.
FREED_IF_FIT = (
    "豁免",
    "符合条件的医疗机构,不受第一部分第一段限制。",
    "豁免 符合条件不受第一段限制\n 凡 机构 属于 医疗机构\n 若 机构 的 符合定点条件 成立\n 则 不受限于 1.p1",
)
FREED_OF_BOTH = (
    "豁免",
    "符合条件的医疗机构,不受第一部分第一段和第二段限制。".replace("和第二段", "、第一部分第二段"),
    "豁免 符合条件不受两段限制\n 凡 机构 属于 医疗机构\n 若 机构 的 符合定点条件 成立\n 则 不受限于 1.p1 、 1.p2",
)
MET: dict[str, object] = {"重点建设项目": "市级"}
NOT_MET: dict[str, object] = {"重点建设项目": "无"}

CASES: list[tuple[str, tuple[Clause, ...], dict[str, object], str, set[Outcome]]] = [
    # words: 不受第一部分第一段限制, and the first paragraph alone restricts
    ("met: the restriction falls, and nothing exempts from the document", (BAR_FOR_NOW, FREED), MET, "74%", {PROCEED}),
    ("not met: the restriction stands", (BAR_FOR_NOW, FREED), NOT_MET, "74%", {BARRED}),
    ("met where nothing restricts: no exemption of the document", (BAR_FOR_NOW, FREED), MET, "76%", {PROCEED}),
    ("unknown: tried both ways", (BAR_FOR_NOW, FREED_IF_FIT), {}, "74%", {BARRED, PROCEED}),
    ("unknown, and nothing to lift", (BAR_FOR_NOW, FREED_IF_FIT), {}, "76%", {PROCEED}),
    # words of the second paragraph: 低于80%…原则上不再新增; nobody is freed from it
    ("another restriction stays", (BAR_FOR_NOW, PRESUMED, FREED), MET, "74%", {PRESUMED_}),
    ("another of the same strength stays", (PRESUMED, BAR_FOR_NOW, FREED), MET, "74%", {BARRED}),
    ("another stays whether or not", (BAR_FOR_NOW, PRESUMED, FREED_IF_FIT), {}, "74%", {BARRED, PRESUMED_}),
    ("从严 stays", (BAR_FOR_NOW, CONTROL, FREED), MET, "74%", {CONTROLLED}),
    # one exemption of two paragraphs lifts both or neither
    ("both fall", (BAR_FOR_NOW, PRESUMED, FREED_OF_BOTH), {"符合定点条件": True}, "74%", {PROCEED}),
    ("both or neither", (BAR_FOR_NOW, PRESUMED, FREED_OF_BOTH), {}, "74%", {BARRED, PROCEED}),
    ("both stay", (BAR_FOR_NOW, PRESUMED, FREED_OF_BOTH), {"符合定点条件": False}, "74%", {BARRED}),
    # a requirement of the applicant is no restriction
    ("a requirement stays", (BAR_FOR_NOW, REQUIRE, FREED), MET | {"管理规范": False}, "74%", {ELIGIBLE}),
    # a permission is no longer opposed by what is lifted
    ("conflict", (BAR_FOR_NOW, PERMIT, FREED), NOT_MET | {"符合定点条件": True}, "74%", {CONFLICT}),
    ("no conflict", (BAR_FOR_NOW, PERMIT, FREED), MET | {"符合定点条件": True}, "74%", {PROCEED}),
    # an exemption of the whole plan goes further
    ("不受本规划限制 beside it", (BAR_FOR_NOW, PRESUMED, FREED_IF_FIT, EXEMPT), MET, "74%", {EXEMPTED}),
    # a named clause that nobody has written yet is lifted as well, whatever it will say
    ("待写 lifted", (("限制", "床位资源充足的区(市),暂不新增购买住院床位。", f"待写 事项 {BEDS}"), CONTROL, FREED), MET, "84%", {CONTROLLED}),
    ("待写 not lifted", (("限制", "床位资源充足的区(市),暂不新增购买住院床位。", f"待写 事项 {BEDS}"), CONTROL, FREED), NOT_MET, "84%", {BARRED, CONTROLLED}),
]  # fmt: skip


@pytest.mark.parametrize(("clauses", "facts", "rate", "possible"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_an_exemption_from_one_clause_lifts_that_clause_alone(
    clauses: tuple[Clause, ...], facts: dict[str, object], rate: str, possible: set[Outcome]
) -> None:
    verdict = Small(document("plan", *clauses)).judge(hospital(rate, **facts))
    assert set(verdict.possible) == possible
    if len(possible) == 1:
        assert verdict.outcome in possible


def _first(verdict: Verdict) -> str:
    return next(r.rule for r in verdict.reasons.rules if r.clause == "plan/1.p1")


def test_what_is_lifted_is_told_with_what_lifts_it_and_the_rest_decides() -> None:
    verdict = Small(document("plan", BAR_FOR_NOW, PRESUMED, FREED)).judge(hospital("74%", **MET))
    played = roles(verdict)
    assert played["plan/1.p1#低使用率暂不新增"] is Role.DEFEATED
    assert played["plan/1.p2#低使用率原则上不新增"] is Role.DECISIVE
    assert played["plan/1.p3#重点项目不受第一段限制"] is Role.NOTE
    by = {r.rule: [(d.by, d.principle) for d in r.defeated_by] for r in verdict.reasons.rules}
    assert by[_first(verdict)] == [("plan/1.p3#重点项目不受第一段限制", "豁免")]
    exemption = next(r for r in verdict.reasons.rules if r.clause == "plan/1.p3")
    assert exemption.exempts == ("plan/1.p1",)
    assert "不受第一部分第一段限制" in exemption.text
    assert "其他限制照旧" in exemption.text


def test_an_open_exemption_is_asked_for_only_where_it_may_lift_something() -> None:
    small = Small(document("plan", BAR_FOR_NOW, PRESUMED, FREED_IF_FIT))
    asked = [m.fact for m in small.judge(hospital("74%")).missing]
    assert "符合定点条件" in asked
    # 低于75% fails, 低于80% holds: the first paragraph restricts nobody here
    other = small.judge(hospital("79%"))
    assert other.outcome is PRESUMED_
    assert "符合定点条件" not in [m.fact for m in other.missing]


def test_restrictions_of_another_document_stay() -> None:
    """「第一部分第一段」 is that of its own plan."""
    small = Small(document("plan", BAR_FOR_NOW, FREED), document("other", PRESUMED))
    verdict = small.judge(hospital("74%", **MET))
    assert verdict.outcome is PRESUMED_
    assert roles(verdict)["plan/1.p1#低使用率暂不新增"] is Role.DEFEATED


def test_an_exemption_alone_makes_no_document_govern() -> None:
    restricts_pharmacies = (
        "限制",
        "床位使用率低于75%的区(市),暂不新增定点零售药店。",
        "规则 暂不新增药店\n 凡 事项 是 新增定点零售药店\n 若 本区县 的 床位使用率 低于 75%\n 则 暂不新增",
    )
    verdict = Small(document("plan", restricts_pharmacies, FREED)).judge(hospital("74%", **MET))
    assert verdict.outcome is Outcome.NOT_REGULATED


def test_advice_offers_the_exemption() -> None:
    """Who would be listed as a project of the city would be free of the one restriction that decides."""
    verdict = Small(document("plan", BAR_FOR_NOW, FREED)).judge(hospital("74%", **NOT_MET))
    offered = {(f.fact, c.outcome) for c in verdict.changes for f in c.facts}
    whole = Small(document("plan", BAR_FOR_NOW, EXEMPT)).judge(hospital("74%", **NOT_MET))
    of_whole = {f.fact for c in whole.changes for f in c.facts}
    assert {f for f, _ in offered} == of_whole
    assert all(outcome is PROCEED for fact, outcome in offered if fact == "重点建设项目")


def test_a_chapter_or_an_article_named_whole_covers_what_stands_in_it() -> None:
    """第一部分 names each of its paragraphs."""
    freed = (FREED[0], FREED[1].replace("第一部分第一段", "第一部分"), FREED[2].replace("1.p1", "1"))
    made, _ = document("plan", BAR_FOR_NOW, PRESUMED, freed)
    named = {n.name: n.named for n in made.all_norms}
    assert set(named.values()) == {("plan/1",)}
    assert Small((made, "".join(w + "\n" for _, w, _ in (BAR_FOR_NOW, PRESUMED, freed)))).judge(
        hospital("74%", **MET)
    ).outcome is PROCEED  # fmt: skip


def test_another_reading_may_name_another_clause() -> None:
    """Under the alternative the exemption is from the second paragraph: then the first decides."""
    exemption = (
        "豁免",
        "列入市政府重点建设项目的医疗机构,不受上述限制。",
        "豁免 重点项目不受上述限制\n 据 解释 上述限制\n 凡 机构 属于 医疗机构\n 若 机构 的 重点建设项目 包含 市级\n"
        " 则 不受限于 1.p1\n 异读 上述限制\n  则 不受限于 1.p2",
    )
    readings = (
        '["上述限制"]\nquestion = "上述限制指哪一段"\nused = "第一段"\nalternative = "第二段"\nbasis = "就近"\n'
        'covers = ["第一部分第一段", "第一部分第二段"]\nconfirmed_by = ""\n'
    )
    small, application = (
        Small(document("plan", BAR_FOR_NOW, PRESUMED, exemption, readings=readings)),
        hospital("74%", **MET),
    )
    verdict = small.judge(application)
    assert verdict.outcome is PRESUMED_
    turned = with_readings(small.base, read(small.base, application), verdict).readings
    assert turned is not None
    assert [(r.reading, r.outcome_if_alternative) for r in turned] == [("上述限制", BARRED)]


def test_the_checker_refuses_a_verdict_that_takes_it_for_an_exemption_of_the_document() -> None:
    small = Small(document("plan", BAR_FOR_NOW, PRESUMED, FREED))
    verdict = json.loads(encode(small.judge(hospital("74%", **MET))))
    for forged in (
        verdict | {"outcome": "exempt", "possible": ["exempt"]},
        verdict | {"outcome": "may_proceed", "possible": ["may_proceed"]},
        verdict | {"outcome": "barred", "possible": ["barred"]},
    ):
        assert check_proof(forged, small.base.plain, small.texts)
    without = json.loads(encode(small.judge(hospital("74%", **MET))))
    for rule in without["reasons"]["rules"]:
        rule.pop("exempts", None)
    assert check_proof(without, small.base.plain, small.texts)


def test_documents_without_such_an_exemption_are_as_they_were() -> None:
    """No key of theirs is new, so that no digest changes."""
    made, _ = document("plan", BAR_FOR_NOW, PRESUMED, EXEMPT)
    assert b"named_clauses" not in bytes(made.norm_list)
    assert [group_of(n) for n in made.all_norms] == [
        Group(BARRED, "plan"), Group(PRESUMED_, "plan"), Group(EXEMPTED, "plan")
    ]  # fmt: skip
    assert all(isinstance(n, ir.Norm) and not n.exempts_singly for n in made.all_norms)
    verdict = Small(document("plan", BAR_FOR_NOW, EXEMPT)).judge(hospital("74%", **MET))
    assert all("exempts" not in r for r in plain(verdict)["reasons"]["rules"])
    assert status(verdict, "市政府重点建设项目") is Status.TRUE

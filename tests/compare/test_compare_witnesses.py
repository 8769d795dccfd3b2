"""Witnesses of differences are judged again; limits of time, memory and number are told."""

from __future__ import annotations

from typing import Any

import pytest
from compared_regions import (
    BEDS,
    CODES,
    DAY,
    MEDICAL,
    facility,
    result,
    side,
)
from msgspec.structs import replace

from policy_dsl.ir import from_data, to_data
from reasoner.analysis.application_form import form_data, form_from_data
from reasoner.analysis.witness import Disagreement
from reasoner.compare import witness_check
from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import DifferenceKind
from reasoner.compare.result import Comparison
from reasoner.driver import current_rule_base
from reasoner.driver.current_rule_base import rule_base
from reasoner.graphs.application_nodes import applications
from reasoner.graphs.graph_files import load_graph
from reasoner.graphs.shapes import findings
from reasoner.graphs.validate import native_findings
from reasoner.graphs.write import turtle
from reasoner.intake.loaded_data import Loaded
from reasoner.interpreter.judge import judge
from reasoner.interpreter.relocation import rebound
from reasoner.model.kinds import Outcome, Role
from reasoner.model.verdict import Verdict


def test_every_difference_is_judged_again_and_differs(qingdao_henan: Comparison) -> None:
    witnesses = [w for r in qingdao_henan.results for w in r.witnesses]
    assert len(witnesses) > 500
    for witness in witnesses[::37]:
        (read,) = current_rule_base.reader().read(witness.application)
        assert judge(rule_base(), read, DAY, advise=False) == witness.a
        assert witness.a.label != witness.b.label


def test_a_comparison_can_be_read_back_from_its_data(qingdao_henan: Comparison) -> None:
    assert from_data(to_data(qingdao_henan), Comparison) == qingdao_henan


def test_each_result_speaks_of_its_own_kind(qingdao_henan: Comparison) -> None:
    for r in qingdao_henan.results:
        for w in r.witnesses:
            assert facility(w).kind == r.type
            assert w.application["事项"] == r.matter
        kinds = {w.kind for w in r.witnesses}
        if r.relation == "A 更严":
            assert DifferenceKind.B_PROCEEDS in kinds
            assert DifferenceKind.A_PROCEEDS not in kinds
        elif r.relation == "不可比" and not r.silent:
            assert {DifferenceKind.A_PROCEEDS, DifferenceKind.B_PROCEEDS} <= kinds


def test_every_witness_is_valid_under_the_shapes(qingdao_henan: Comparison) -> None:
    plain = [w.application for r in qingdao_henan.results for w in r.witnesses]
    assert native_findings(Loaded(plain, "a.json"), current_rule_base.reader()) == ([], len(plain))
    read = current_rule_base.reader().read(plain[::25])
    triples = load_graph(turtle(applications(read, current_rule_base.terms())).encode(), "a.ttl")
    assert findings(triples, current_rule_base.terms()) == []


def test_no_witness_says_more_than_it_needs(qingdao_henan: Comparison) -> None:
    """A figure of a region that is left out would leave a rule open on one side."""
    one = result(qingdao_henan, BEDS, "综合医院")
    for w in one.witnesses[:6]:
        form = form_from_data(w.application)
        for number, figure in enumerate(form.figures):
            if (figure.fact, figure.region) in {(u.fact, u.of) for u in w.unusual}:
                continue
            less = replace(form, figures=(*form.figures[:number], *form.figures[number + 1 :]))
            (read,) = current_rule_base.reader().read(form_data(less))
            assert w.b.region is not None
            there = side("河南省").roles_of(w.b.region)
            verdicts = [
                judge(rule_base(), read, DAY, advise=False),
                judge(rule_base(), rebound(read, w.b.region, there), DAY, advise=False),
            ]
            assert any(v.missing for v in verdicts), figure


def test_a_witness_that_does_not_replay_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: Any, **more: Any) -> Verdict:
        return replace(judge(*args, **more), outcome=Outcome.BARRED, citations=())

    monkeypatch.setattr(witness_check, "judge", wrong)
    with pytest.raises(Disagreement, match="should decide"):
        compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])


def test_a_difference_of_another_kind_than_said_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right rules decide, but the one side lets proceed what it was said to restrain."""

    def milder(*args: Any, **more: Any) -> Verdict:
        verdict = judge(*args, **more)
        decided = any(c.role is Role.DECISIVE for c in verdict.citations)
        return replace(verdict, outcome=Outcome.PRIORITY, label="可优先纳入") if decided else verdict

    monkeypatch.setattr(witness_check, "judge", milder)
    with pytest.raises(Disagreement, match="said to be"):
        compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])


# --- limits ---------------------------------------------------------------------------------------------------


def test_no_time_is_told_as_open() -> None:
    found = compare(side("青岛市"), side("河南省"), DAY, seconds=1e-9)
    regulated = [r for r in found.results if not r.silent]
    assert found.timed_out == len(regulated) > 100
    assert {r.relation for r in regulated} == {"未定"}
    assert all("计算没有完成" in r.why and "已问0次" in r.why for r in regulated)


def test_what_was_found_before_the_time_ran_out_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.backends.smt.solver import Session, Spent

    asked = 0
    real = Session.ask

    def limited(self: Session, *assumed: str) -> bool:
        nonlocal asked
        asked += 1
        if asked > 12:
            raise Spent("时间用尽")
        return real(self, *assumed)

    monkeypatch.setattr(Session, "ask", limited)
    found = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])
    (one,) = found.results
    assert one.relation == "不可比"
    assert one.witnesses
    assert found.timed_out == 1
    assert "已举" in one.why


def test_counts(qingdao_henan: Comparison) -> None:
    deciding = {
        n.id
        for d in rule_base().documents.values()
        if d.region in (CODES["青岛市"], CODES["河南省"])
        for m in d.regulates
        if any(n.decides for n in d.norms(m))  # what only encourages takes part in no outcome
        for n in d.norms(m)
        if n.supports is None
    }
    rules = qingdao_henan.rules
    assert set(rules.analysed) == deciding
    assert (len(rules.analysed), len(rules.open)) == (qingdao_henan.analysed, qingdao_henan.open)
    assert "qingdao-2023-1/5.i8.s2#充足区域不再增加长护险定点机构" in rules.open
    assert f"{MEDICAL}/3.1.p2#低使用率区域不新增床位" not in rules.open


def test_many_rules_are_not_told_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.compare import relation

    monkeypatch.setattr(relation, "MOST_PAIRS", 10)
    found = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院", "急救中心"])
    for one in found.results:
        assert one.relation == "不可比"
        assert "不逐对列出" in one.why
    first, like = found.results
    for kind in (DifferenceKind.A_PROCEEDS, DifferenceKind.B_PROCEEDS):
        assert 1 <= len([w for w in first.witnesses if w.kind is kind]) <= relation.MOST_OF_A_KIND
        assert len([w for w in like.witnesses if w.kind is kind]) == 1


def test_no_memory_is_told_as_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.backends.smt import solver

    monkeypatch.setattr(solver, "_MEGABYTES", 1)
    found = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])
    assert (found.results[0].relation, found.timed_out) == ("未定", 1)
    assert "内存用尽" in found.results[0].why

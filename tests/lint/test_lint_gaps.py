"""Kinds of institutions that no rule reaches (K08), situations in which none comes about (K09)."""

from __future__ import annotations

import pytest

from reasoner.backends.smt.solver import Spent
from reasoner.driver.current_rule_base import rule_base
from reasoner.lint.lint_finding import Level
from reasoner.lint.rule_cases import SETTLED, SILENT
from reasoner.lint.satisfiability import CaseQuestions
from reasoner.model.kinds import Role

from .made import BEDS, PHARMACY, Clause, bar, document, found, of

CHINESE: Clause = (
    "限制",
    "中医类医院暂不新增购买住院床位。",
    f"规则 中医类不新增\n 凡 事项 是 {BEDS}\n 凡 机构 属于 中医类医院\n 则 暂不新增",
)
FIT: Clause = (
    "要件",
    "定点药店应当符合条件。",
    f"要件 药店须符合条件\n 凡 事项 是 {PHARMACY}\n 须 机构 的 符合定点条件 成立",
)
OTHERWISE: Clause = (
    "限制",
    "床位使用率达到75%的区(市),暂不新增购买住院床位。",
    f"规则 达到75\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 达到 75%\n 则 暂不新增",
)


def test_kinds_that_no_rule_reaches() -> None:
    (gap,) = of(found(document("a", CHINESE)), "K08")
    members = rule_base().vocabulary.matters[BEDS].members
    assert gap.level == Level.HINT
    assert set(gap.types) == set(members) - {"中医医院", "中西医结合医院", "民族医医院"}
    assert gap.example is not None
    assert (gap.example.verdict.outcome, gap.example.verdict.label) == ("not_regulated", "所作规定不及于此类机构")
    assert "没有规定不是许可" in gap.sentence
    assert {c.role for c in gap.example.verdict.citations} <= {Role.CONSIDERED, Role.NOTE}
    assert of(found(document("a", CHINESE, bar(75))), "K08") == []


def test_a_rule_that_can_never_come_about_reaches_whom_it_names_all_the_same() -> None:
    """Whom a rule reaches does not turn on figures; that it never comes about is another finding."""
    never: Clause = (
        "限制",
        "床位使用率低于0%的区(市),暂不新增购买住院床位。",
        f"规则 负使用率\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 低于 0%\n 则 暂不新增",
    )
    assert {f.code for f in of(found(document("a", never)), "K01", "K08")} == {"K01"}


def test_situations_in_which_no_rule_comes_about_are_information() -> None:
    linted = found(document("a", bar(75)))
    (gap,) = of(linted, "K09")
    assert gap.level == Level.NOTE
    assert gap.example is not None
    assert gap.example.verdict.outcome == "may_proceed"
    assert of(linted, "K08") == []


def test_rules_that_leave_no_situation_out() -> None:
    assert of(found(document("a", bar(75), OTHERWISE)), "K09") == []


def test_a_requirement_that_is_met_is_no_silence() -> None:
    assert of(found(document("a", FIT)), "K08", "K09") == []


def test_what_found_no_answer_is_told_for_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds that no rule reaches were all found; which applications no rule touches was not."""
    can = CaseQuestions.can

    def late(self: CaseQuestions, *literals: str) -> bool:
        if literals == (SILENT, SETTLED):
            raise Spent("时间用尽")
        return can(self, *literals)

    monkeypatch.setattr(CaseQuestions, "can", late)
    assert [u.code for u in found(document("a", bar(75))).undecided] == ["K09"]


def test_matters_that_no_document_regulates_are_no_gap() -> None:
    assert {m for f in found(document("a", bar(75))).findings for m in f.matters} == {BEDS}

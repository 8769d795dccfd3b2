"""Faults in who is governed and in force are noticed: cases worked out by hand, by both engines (DESIGN §5.1, §5.2).

Each case says what is possible, which rules decide, and what is asked of documents. A fault of the interpreter shows in one
of them; one of the proof checker makes it refuse a verdict that is right.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

# Small documents and their expected values live beside the tests of the semantics, which import them by their bare names.
sys.path.insert(0, str(Path(__file__).parents[1] / "semantics"))

from small_base import BAR_FOR_NOW, EXEMPT, PREFER, PRESUMED, Small, document, hospital, plain, read

from policy_dsl.lowering import reach
from reasoner.interpreter import (
    applicability,
    citations,
    document_determinations,
    document_force,
    document_questions,
    judge,
    known_jurisdictions,
    missing_facts,
    outcome,
    rule_results,
    scenario,
)
from reasoner.model.kinds import Role
from reasoner.model.verdict import Verdict
from reasoner.proof import applicability as checked_applicability
from reasoner.proof import check_proof, known_and_open, suppositions
from reasoner.proof import document_determinations as checked_determinations
from reasoner.proof import outcome as checked_outcome

from .seeded_fault import Exchange, SeededFault

HARMLESS = ("限制", BAR_FOR_NOW[1].replace("75%", "5%"), BAR_FOR_NOW[2].replace("75%", "5%"))
MENTAL = (
    "限制",
    "床位使用率低于75%的区(市),精神科床位暂不新增购买住院床位。",
    BAR_FOR_NOW[2].replace("若", "若 床位类别 是 精神 且"),
)
UNKNOWN: Final = {"ends_basis": "不明"}
ENDED: Final = {"ends": "2025-12-31", "ends_basis": "规划期"}


def made(name: str, answer: str = "是", **more: Any) -> dict[str, Any]:
    return {"事项": name, "对象": "a", "结论": answer, "机关": "青岛市医疗保障局"} | more


Case = tuple[tuple[Any, ...], dict[str, Any], list[str], list[str], list[str]]


@cache
def cases() -> tuple[Case, ...]:
    """Documents, what the application has beside the usual, what is possible, what decides, what is asked."""
    general, mental, unsaid = {}, {"床位类别": "精神"}, {"床位类别": "不详"}
    late, above = {"日期": "2026-03-01"}, {"指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "80%"}]}
    a, b = document("a", PRESUMED, **UNKNOWN), document("b", HARMLESS)
    ended, claimed = (
        document("a", PRESUMED, **ENDED),
        {"机构": {"类型": "综合医院", "所在地": "城阳区", "重点建设项目": "未核实"}},
    )
    chain = {"机构": {"类型": "综合医院", "所在地": "城阳区", "连锁": True}}
    later = document("c", HARMLESS, starts="2026-02-01", succeeds=("a",))
    told = lambda *given, **more: {"认定": list(given)} | more  # noqa: E731 - a table reads better
    period = {"自": "2024-01-01", "至": "2024-12-31"}
    joint = document("a", PRESUMED, issuers=("青岛市医疗保障局", "青岛市财政局"), **UNKNOWN)
    return (
        ((document("a", MENTAL),), general, ["not_regulated"], [], []),
        ((document("a", MENTAL),), mental, ["barred"], ["a/1.p1#低使用率暂不新增"], []),
        ((document("a", MENTAL),), unsaid, ["barred", "not_regulated"], [], ["床位类别"]),
        ((document("a", MENTAL),), unsaid | above, ["may_proceed", "not_regulated"], [], ["床位类别"]),
        ((document("a", MENTAL), b), unsaid, ["barred", "may_proceed"], [], ["床位类别"]),
        ((document("a", MENTAL, HARMLESS),), unsaid, ["barred", "may_proceed"], [], ["床位类别"]),
        ((document("a", MENTAL, EXEMPT), b), claimed | mental, ["barred", "exempt"], [], ["重点建设项目"]),
        ((document("a", MENTAL, EXEMPT),), claimed, ["not_regulated"], [], []),
        ((document("a", PREFER),), chain, ["not_regulated"], [], []),
        ((document("a", HARMLESS, EXEMPT),), claimed, ["exempt", "may_proceed"], [], []),
        ((document("a", MENTAL, **ENDED),), late, ["not_regulated"], [], []),
        ((document("a", MENTAL, **ENDED),), late | unsaid, ["out_of_force"], [], ["规划延续执行"]),
        ((a,), general, ["presumptively_barred", "out_of_force"], [], ["文件效力"]),
        ((a, b), general, ["presumptively_barred", "may_proceed"], [], ["文件效力"]),
        ((a, document("b", PRESUMED)), general, ["presumptively_barred"], ["b/1.p1#低使用率原则上不新增"], []),
        ((a, b), told(made("文件效力", **period)), ["presumptively_barred"], ["a/1.p1#低使用率原则上不新增"], []),
        ((a, b), told(made("文件效力", 日期="2025-06-01", **period)), ["presumptively_barred"], ["a/1.p1#低使用率原则上不新增"], []),
        ((a, b), told(made("文件效力", **period), 日期="2025-01-01"), ["presumptively_barred", "may_proceed"], [], ["文件效力"]),
        ((a, b), told(made("文件效力", **period), 日期="2023-12-31"), ["presumptively_barred", "may_proceed"], [], ["文件效力"]),
        ((a, b), told(made("文件效力", "否", **period)), ["may_proceed"], [], []),
        ((joint, b), told(made("文件效力", **period)), ["presumptively_barred", "may_proceed"], [], ["文件效力"]),
        ((ended, b), late, ["may_proceed", "out_of_force"], [], ["规划延续执行"]),
        ((ended, document("b", BAR_FOR_NOW)), late, ["barred"], ["b/1.p1#低使用率暂不新增"], []),
        ((ended,), late, ["out_of_force"], [], ["规划延续执行"]),
        ((ended, b), told(made("规划延续执行", 日期="2026-01-10"), **late), ["presumptively_barred"], ["a/1.p1#低使用率原则上不新增"], []),
        ((ended, b), told(made("规划延续执行", 日期="2026-03-02"), **late), ["may_proceed", "out_of_force"], [], ["规划延续执行"]),
        ((ended, b), told(made("规划延续执行", 日期="2026-03-02", 自="2026-01-01"), **late), ["presumptively_barred"],
         ["a/1.p1#低使用率原则上不新增"], []),
        ((ended, b), told(made("规划延续执行", "否", 日期="2026-01-10"), **late), ["may_proceed"], [], []),
        ((ended, b, later), late, ["may_proceed"], [], []),
        ((ended, b, later), {"日期": "2026-01-31"}, ["may_proceed", "out_of_force"], [], ["规划延续执行"]),
        ((document("a", BAR_FOR_NOW, starts="", starts_basis="不明", issued=""),), general, ["barred", "out_of_force"], [],
         ["文件效力"]),
        ((document("a", BAR_FOR_NOW),), {"日期": "2023-07-29"}, ["out_of_force"], [], []),
    )  # fmt: skip


@cache
def small(number: int) -> Small:
    return Small(*cases()[number][0])


def verdict_of(number: int) -> Verdict:
    application = hospital() | cases()[number][1]
    base = small(number).base
    return judge.judge(base, read(base, application), None)


def as_expected(number: int, verdict: Verdict) -> bool:
    """Whether the interpreter comes to what was worked out."""
    _, _, possible, decisive, asked_for = cases()[number]
    return (
        [o.value for o in verdict.possible] == possible
        and [c.rule for c in verdict.citations if c.role is Role.DECISIVE] == decisive
        and [m.fact for m in verdict.missing] == asked_for
    )


@cache
def right_verdicts() -> tuple[Any, ...]:
    return tuple(plain(verdict_of(n)) for n in range(len(cases())))


@pytest.mark.parametrize("number", range(len(cases())))
def test_both_engines_come_to_what_was_worked_out(number: int) -> None:
    verdict = verdict_of(number)
    assert as_expected(number, verdict), (verdict.possible, verdict.citations, verdict.missing)
    assert check_proof.check_proof(plain(verdict), small(number).base.plain, small(number).texts) == []


MODULES: Final = (
    applicability, citations, document_determinations, document_force, document_questions, judge, known_jurisdictions,
    missing_facts, outcome, rule_results,
    scenario, check_proof, checked_outcome, checked_applicability, known_and_open, suppositions, checked_determinations,
)  # fmt: skip
INTERPRETER: Final = (
    ("a document governs whomever it reaches", applicability, "reach_of", "FALSE", "TRUE"),
    ("what does not decide makes a document govern", applicability, "reach_of", "norm.decides", "True"),
    ("a document that can reach does not govern unless it certainly does", applicability, "reach_of", "status is UNKNOWN", "False"),
    ("silence where nothing reaches is permission", outcome, "_open_outcomes",
     "Outcome.OUT_OF_FORCE if lapsed else Outcome.NOT_REGULATED", "Outcome.MAY_PROCEED"),
    ("nothing in force is nothing regulated", outcome, "_open_outcomes", "Outcome.OUT_OF_FORCE if lapsed else Outcome.NOT_REGULATED",
     "Outcome.NOT_REGULATED"),
    ("unknown force is force", document_force, "_on",
     'Force(ForceStatus.UNKNOWN, notes=(unknown, *_lacking(document), *notes))',
     'Force(ForceStatus.IN_FORCE, notes=(unknown, *_lacking(document), *notes))'),
    ("unknown force is none", document_force, "_on",
     'Force(ForceStatus.UNKNOWN, notes=(unknown, *_lacking(document), *notes))',
     'Force(ForceStatus.ENDED, "", (unknown, *_lacking(document), *notes))'),
    ("an unknown first day is known", document_force, "_on", "document.starts_basis == UNSTATED", "False"),
    ("an unknown last day is known", document_force, "_on", "document.ends_basis == UNSTATED", "False"),
    ("a denial is none", document_force, "_on", "declared is not None and answer is Status.FALSE", "False"),
    ("an ended plan is over", document_force, "_after_its_period",
     "Force(ForceStatus.ENDED, why, notes, open_end=True)", "Force(ForceStatus.ENDED, why, notes)"),
    ("a successor settles nothing", document_force, "_after_its_period", "document.id in other.succeeds", "False"),
    ("a successor that has not begun settles the end", document_force, "_after_its_period", "other.starts <= day", "True"),
    ("a continuation reaches back", document_determinations, "_speaks",
     "day >= (made.starts or period_end(made.as_at))", "True"),
    ("a declaration reaches back no further than it was made", document_determinations, "_speaks",
     "day >= made.starts", "day >= (made.starts or '') and day >= period_end(made.as_at)"),
    ("a declaration has no end", document_determinations, "_speaks", "made.ends and day > made.ends", "False"),
    ("an ended plan changes nothing beside others", outcome, "_open_outcomes", "any(s.open_end for s in lapsed)", "False"),
    ("an ended plan is open beside bars, too", outcome, "_open_outcomes", "set(FAVOURABLE).isdisjoint(outcomes)", "False"),
    ("favourable outcomes that differ are undetermined", outcome, "conclude", "(BARS, FAVOURABLE)", "(BARS,)"),
    ("unproved claims are asked for", missing_facts, "open_rules", "outcome in FAVOURABLE", "False"),
    ("unknown reach is asked of nobody", missing_facts, "unsure_reach", "scope.status is UNKNOWN", "False"),
    ("force is asked where it changes nothing", document_questions, "document_questions", "yes != no", "True"),
    ("a plan is asked about where nothing turns on it", document_questions, "document_questions",
     "footing.force.status is ForceStatus.ENDED and Outcome.OUT_OF_FORCE in outcomes", "footing.force.open_end"),
    ("what rests on unknown force decides", judge, "_judged",
     "role_of(r, outcome, defeated) if r.norm.document in governing else Role.CONSIDERED", "role_of(r, outcome, defeated)"),
    ("a scope that is not known says nothing of its rule", rule_results, "RuleResult.weighed",
     "self.condition is not None and reaches is UNKNOWN", "False"),
)  # fmt: skip
CHECKER: Final = (
    ("a document governs whomever it reaches", checked_applicability, "Governance.reach", "True in truths", "truths"),
    ("silence is permission", checked_outcome, "opened", '"out_of_force" if world else "not_regulated"', '"may_proceed"'),
    ("unknown force is force", checked_applicability, "Governance.force_of_itself", '(None, "", [words, *partly, *doubts], False)',
     '(True, "", [words, *partly, *doubts], False)'),
    ("an unknown last day is known", checked_applicability, "Governance.force_of_itself", 'document[f"{k}_basis"] == "不明"',
     'k == "starts" and document["starts_basis"] == "不明"'),
    ("a denial is none", checked_applicability, "Governance.force_of_itself", "answer is False", "False"),
    ("an ended plan is over", checked_applicability, "Governance.after_its_period",
     '(False, why.format(ends=ends, made=";".join(elsewhen), day=day), doubts, True)',
     '(False, why.format(ends=ends, made=";".join(elsewhen), day=day), doubts, False)'),
    ("a successor settles nothing", checked_applicability, "Governance.after_its_period",
     'document["id"] in d.get("succeeds", ())', "False"),
    ("a successor that has not begun settles the end", checked_applicability, "Governance.after_its_period",
     'd["starts"] <= day', "True"),
    ("a continuation reaches back", checked_determinations, "speaks", "day >= last_day(as_at)", "True"),
    ("a declaration has no end", checked_determinations, "speaks", "ends < day", "False"),
    ("an ended plan changes nothing beside others", checked_outcome, "opened", "any(o in FAVOURABLE for o in mine)", "False"),
    ("favourable outcomes that differ are undetermined", checked_outcome, "concluded", "{*possible} <= {*FAVOURABLE}", "False"),
    ("unknown reach is asked of nobody", known_and_open, "unsure_reach", "truth is None", "False"),
    ("force is asked where it changes nothing", known_and_open, "questions", "yes == no", "False"),
    ("what rests on unknown force decides", checked_outcome, "Judgement.role", 'norm["document"] not in self.jurisdiction.governing',
     "False"),
)  # fmt: skip


def _faults(table: Any) -> tuple[SeededFault, ...]:
    return tuple(SeededFault(what, module, where, Exchange(old, new)) for what, module, where, old, new in table)


@pytest.mark.parametrize("fault", _faults(INTERPRETER), ids=lambda f: f.what)
def test_a_fault_of_the_interpreter_is_noticed(fault: SeededFault) -> None:
    with fault.seeded(MODULES, {}):
        assert any(not as_expected(n, verdict_of(n)) for n in range(len(cases())))


@pytest.mark.parametrize("fault", _faults(CHECKER), ids=lambda f: f.what)
def test_a_fault_of_the_checker_is_noticed(fault: SeededFault) -> None:
    right = right_verdicts()
    with fault.seeded(MODULES, {}):
        assert any(check_proof.check_proof(v, small(n).base.plain, small(n).texts) for n, v in enumerate(right))


REACH_FAULTS: Final = _faults(
    (
        ("a condition is reach", reach, "_is_reach", "term is not None and term.reach", "True"),
        ("reach is condition", reach, "_is_reach", "term is not None and term.reach", "False"),
        ("what is required is reach", reach, "separated", "effect is ir.Effect.REQUIRE", "False"),
        ("不 of 或 stays whole", reach, "conjuncts", "conjuncts(ir.Not(part))", "[cond]"),
        ("a mixed part reaches everybody", reach, "projection", "len(shared) > _MOST_SHARED", "True"),
        ("a mixed part reaches nobody else", reach, "_supposed", "way.get(cond, positive) is positive", "False"),
    )
)


@pytest.mark.parametrize("fault", REACH_FAULTS, ids=lambda f: f.what)
def test_a_fault_of_the_compiler_is_noticed(fault: SeededFault) -> None:
    """Of 凡 康复 且 市南区, 若 (康复 且 连锁 或 精神), 非 (康复 或 连锁), and of a requirement."""
    from policy_dsl import ir
    from reasoner.driver.current_rule_base import rule_base

    facts = rule_base().vocabulary.facts
    rehab = ir.OneOf(ir.Fact("申请", "床位类别"), ("康复",), ("康复",))
    mental = ir.OneOf(ir.Fact("申请", "床位类别"), ("精神",), ("精神",))
    place, chain = ir.Within("本区县", ("370202",), ("市南区",)), ir.Holds(ir.Fact("机构", "连锁"))

    def separated() -> list[Any]:
        mixed = ir.Or((ir.And((rehab, chain)), mental))
        neither = ir.Not(ir.Or((rehab, chain)))
        prohibit, require = ir.Effect.PROHIBIT, ir.Effect.REQUIRE
        return [
            reach.separated((rehab, place), ir.ALWAYS, prohibit, facts),
            reach.separated((), mixed, prohibit, facts),
            reach.separated((), neither, prohibit, facts),
            reach.separated((rehab,), mental, require, facts),
        ]

    right = separated()
    with fault.seeded((reach,), {}):
        assert separated() != right

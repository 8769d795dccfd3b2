"""Faults in how an application is judged of whose class nothing is known are noticed: cases worked out by hand, by both engines.

An application is of one kind of institution and of one category of beds (semantics §6): what follows of none of them is not
possible, and nothing is concluded that no rule says of every one of them. Each case says what is possible, which rules decide
and what each answer leaves open. A fault of the interpreter shows in one of them; one of the proof checker makes it refuse a
verdict that is right.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

# Small documents and their expected values live beside the tests of the semantics, which import them by their bare names.
sys.path.insert(0, str(Path(__file__).parents[1] / "semantics"))

from small_base import BAR_FOR_NOW, BEDS, CONTROL, EXEMPT, PRESUMED, Clause, Small, document, hospital, plain, read

from reasoner.interpreter import (
    classes,
    condition_evaluation,
    document_questions,
    judge,
    known_jurisdictions,
    outcome,
    scenario,
)
from reasoner.model.kinds import Role
from reasoner.model.verdict import Verdict
from reasoner.proof import check_proof, evaluator, suppositions
from reasoner.proof import outcome as checked_outcome

from .seeded_fault import Exchange, SeededFault

HARMLESS: Final = ("限制", BAR_FOR_NOW[1].replace("75%", "5%"), BAR_FOR_NOW[2].replace("75%", "5%"))
"""Reaches whoever asks for beds, so that the document always governs; in a district that uses 74% it bars nobody."""


def bar(words: str, strength: str, who: str, called: str) -> Clause:
    """A restriction on some applicants in a district that uses less than 75% of its beds."""
    called = called.replace(" ", "")
    name = called.replace("、", "").replace("的", "")
    return (
        "限制",
        f"床位使用率低于75%的区(市),{called},{words}新增购买住院床位。",
        f"规则 {name}{words}新增\n 凡 事项 是 {BEDS}\n 凡 {who}\n 若 本区县 的 床位使用率 低于 75%\n 则 {strength}",
    )


def for_now(*categories: str) -> Clause:
    return bar("暂不", "暂不新增", f"床位类别 是 {' 、 '.join(categories)}", f"床位类别为{'、'.join(categories)}的")


def in_principle(*categories: str) -> Clause:
    return bar(
        "原则上不再",
        "原则上 不予新增",
        f"床位类别 是 {' 、 '.join(categories)}",
        f"床位类别为{'、'.join(categories)}的",
    )


def preferred(*categories: str) -> Clause:
    """A preference for beds of some categories, wherever they are."""
    named = "、".join(categories)
    return (
        "优先",
        f"床位类别为{named}的,可优先新增购买住院床位。",
        f"优先 {''.join(categories)}可优先\n 凡 事项 是 {BEDS}\n 凡 床位类别 是 {' 、 '.join(categories)}\n 则 可优先",
    )


def kind_for_now(kind: str) -> Clause:
    return bar("暂不", "暂不新增", f"机构 属于 {kind}", kind)


def kind_in_principle(kind: str) -> Clause:
    return bar("原则上不再", "原则上 不予新增", f"机构 属于 {kind}", kind)


Case = tuple[tuple[Any, ...], dict[str, Any], list[str], list[str], dict[str, dict[str, list[str]]]]

BARRED, PRESUMPTIVELY, EXEMPTED, FREE = "barred", "presumptively_barred", "exempt", "may_proceed"


@cache
def cases() -> tuple[Case, ...]:
    """Documents, what the application has beside the usual, what is possible, what decides, and what answers leave open."""
    unsaid = {"床位类别": "不详"}
    here = {"所在地": "城阳区"}
    city = lambda *clauses, **more: (document("a", *clauses, **more),)  # noqa: E731 - a table reads better
    mental = for_now("精神"), in_principle("精神")
    unkind = {"机构": {"类型": "不详", **here}}
    claimed = {"机构": {"类型": "综合医院", "重点建设项目": "未核实", **here}}
    ended = document("a", *mental, HARMLESS, ends="2025-12-31", ends_basis="规划期")
    return (
        # Beds of one category are under both bars or under none: in principle alone bars none.
        (city(*mental, HARMLESS), unsaid, [BARRED, FREE], [], {"床位类别": {"综合": [FREE], "精神": [BARRED]}}),
        # Of different categories each bar is possible by itself.
        (city(for_now("精神"), in_principle("康复"), HARMLESS), unsaid, [BARRED, PRESUMPTIVELY, FREE], [], {}),
        # What is said of all beds decides, whatever their category; the stricter bar stays possible.
        (city(*mental, PRESUMED), unsaid, [BARRED, PRESUMPTIVELY], ["a/1.p3#低使用率原则上不新增"], {}),
        # Every category is barred, each by a clause of its own: no clause says so of every one, and the category is asked for.
        (
            city(for_now("精神", "康复"), in_principle("综合", "中医"), HARMLESS),
            unsaid,
            [BARRED, PRESUMPTIVELY, FREE],
            [],
            {"床位类别": {"综合": [PRESUMPTIVELY], "康复": [BARRED]}},
        ),
        # A hospital for rehabilitation has no general beds.
        (
            city(for_now("综合"), in_principle("精神"), HARMLESS),
            unsaid | {"机构": {"类型": "康复医院", **here}},
            [PRESUMPTIVELY, FREE],
            [],
            {},
        ),
        # So that what is said of all beds is concluded of it.
        (
            city(for_now("综合"), CONTROL),
            unsaid | {"机构": {"类型": "康复医院", **here}},
            ["strictly_controlled"],
            ["a/1.p2#从严控制"],
            {},
        ),
        # A category that is known is tried for no other.
        (city(*mental, HARMLESS), {"床位类别": "精神"}, [BARRED], ["a/1.p1#床位类别为精神暂不新增"], {}),
        # The same of the kind of institution; what is said of such beds decides, whatever the kind.
        (city(kind_for_now("康复医院"), kind_in_principle("康复医院"), HARMLESS), unkind, [BARRED, FREE], [], {}),
        (
            city(kind_for_now("精神专科医院"), in_principle("精神"), HARMLESS),
            unkind | {"床位类别": "精神"},
            [BARRED, PRESUMPTIVELY],
            ["a/1.p2#床位类别为精神原则上不再新增"],
            {},
        ),
        # Whoever may ask for beds is a 医疗机构, and none is a pharmacy: whatever the kind, the one reaches, the other does not.
        (
            city(kind_for_now("医疗机构"), kind_in_principle("康复医院")),
            unkind,
            [BARRED],
            ["a/1.p1#医疗机构暂不新增"],
            {},
        ),
        (city(kind_for_now("零售药店")), unkind, ["not_regulated"], [], {}),
        # No pharmacy asks for beds: the bar in principle comes without the other of none that does.
        (
            city(kind_for_now("康复医院"), kind_in_principle("零售药店 、 康复医院"), HARMLESS),
            unkind,
            [BARRED, FREE],
            [],
            {},
        ),
        (
            city(kind_for_now("零售药店"), kind_in_principle("康复医院"), HARMLESS),
            unkind,
            [PRESUMPTIVELY, FREE],
            [],
            {},
        ),
        # What another fact would bring is looked into of each category, too.
        (
            city(*mental, EXEMPT, HARMLESS),
            unsaid | claimed,
            [BARRED, EXEMPTED, FREE],
            [],
            {"重点建设项目": {"市级": [EXEMPTED], "无": [BARRED, FREE]}},
        ),
        # A preference for beds of some category is not claimed where nobody says of which they are: beside the bar and the
        # exemption that is not proved they may proceed. Who says 综合 has it.
        (
            city(for_now("精神"), EXEMPT, preferred("综合", "康复", "中医"), HARMLESS),
            unsaid | claimed,
            [BARRED, EXEMPTED, FREE],
            [],
            {"床位类别": {"综合": [EXEMPTED, "priority"], "精神": [BARRED, EXEMPTED]}},
        ),
        # And what an ended plan would bring if it went on.
        (
            (ended, document("b", HARMLESS)),
            unsaid | {"日期": "2026-03-01"},
            [FREE, "out_of_force"],
            [],
            {"规划延续执行": {"是": [BARRED, FREE], "否": [FREE]}},
        ),
    )


@cache
def small(number: int) -> Small:
    return Small(*cases()[number][0])


def verdict_of(number: int) -> Verdict:
    application = hospital() | cases()[number][1]
    base = small(number).base
    return judge.judge(base, read(base, application), None)


def as_expected(number: int, verdict: Verdict) -> bool:
    """Whether the interpreter comes to what was worked out."""
    _, _, possible, decisive, answered = cases()[number]
    answers = {
        m.fact: {a.value: [o.value for o in a.possible] for a in m.answers or () if a.value in answered[m.fact]}
        for m in verdict.missing
        if m.fact in answered
    }
    return (
        [o.value for o in verdict.possible] == possible
        and [c.rule for c in verdict.citations if c.role is Role.DECISIVE] == decisive
        and answers == answered
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
    classes, condition_evaluation, document_questions, judge, known_jurisdictions, outcome, scenario, check_proof,
    checked_outcome, evaluator, suppositions,
)  # fmt: skip
INTERPRETER: Final = (
    ("no class is tried", classes, "by_class", "not facts", "True"),
    ("the first class stands for all", classes, "by_class", "product(*(_unlike(fact, norms, context) for fact in facts))",
     "list(IT)[:1]"),
    ("the second class stands for all", classes, "by_class", "product(*(_unlike(fact, norms, context) for fact in facts))",
     "list(IT)[1:2]"),
    ("a class that is not known counts as known", classes, "by_class_of_documents", "context.look_up(fact) is not None", "True"),
    ("what a known class is, is supposed otherwise", classes, "by_class", "context.look_up(fact) is None",
     "context.look_up(fact) is not None"),
    ("all classes are alike", classes, "_unlike", "standing not in alike", "not alike"),
    ("any category can be said of any kind", classes, "_values", "kind not in terms[v].not_of", "True"),
    ("no category can be said of a kind", classes, "_values", "kind not in terms[v].not_of", "False"),
    ("a kind is a category", classes, "_values", "fact.term == KIND", "False"),
    ("whatever a class brings stays possible", outcome, "_of_one_class", "o in joint", "True"),
    ("what no clause says of every class is concluded", outcome, "_of_one_class", "concluded in decided", "True"),
    ("what a clause says of every class is not concluded", outcome, "_of_one_class", "concluded in decided", "False"),
    ("classes change nothing that would not be concluded", outcome, "_of_one_class", "concluded is conclude(outcomes)", "False"),
    ("a preference that turns on the class is claimed", outcome, "_of_one_class",
     "[*preferring, *(r for r in of_class if not r.prefers)]", "of_class"),
    ("classes do not count where an answer is supposed", scenario, "Situation._open", "self._classless", "False"),
    ("a list of every kind that may ask is open", condition_evaluation, "of_any_kind", "all(listed)", "False"),
    ("a list of some kinds that may ask holds", condition_evaluation, "of_any_kind", "all(listed)", "any(listed)"),
    ("a list of no kind that may ask is open", condition_evaluation, "of_any_kind", "any(listed)", "True"),
    ("an ended plan goes on for no class", document_questions, "Supposed.outcomes", "[r.norm for r in more]", "[]"),
)  # fmt: skip
CHECKER: Final = (
    ("no class is tried", checked_outcome, "opened", "[] if unsure else told_apart(own, [n for n, _ in truths])", "[]"),
    ("the first class stands for all", checked_outcome, "told_apart", "[own.supposing(world) for world in worlds if world]",
     "IT[:1]"),
    ("a class that is not known counts as known", checked_outcome, "told_apart",
     "quiet.read(read_as(ref))[0] is not None", "True"),
    ("all classes are alike", checked_outcome, "told_apart", "tuple(v in mine for mine in lists)", "()"),
    ("any category can be said of any kind", checked_outcome, "told_apart", "v not in barred", "True"),
    ("a kind is a category", checked_outcome, "told_apart", "ref.term == '类型'", "False"),
    ("whatever a class brings stays possible", checked_outcome, "opened", "o in joint", "True"),
    ("what no clause says of every class is concluded", checked_outcome, "opened",
     "concluded(fewer) in (concluded(mine), *decided)", "True"),
    ("what a clause says of every class is not concluded", checked_outcome, "opened",
     "concluded(fewer) in (concluded(mine), *decided)", "concluded(fewer) == concluded(mine)"),
    ("a preference that turns on the class is claimed", checked_outcome, "in_class", "n['effect'] == 'prefer'", "False"),
    ("a list of kinds is open where the kind is unknown", evaluator, "Evaluator.whatever_kind", "len(standing) == 1", "False"),
    ("a list of some kinds settles", evaluator, "Evaluator.whatever_kind", "len(standing) == 1", "standing"),
    ("classes change nothing that would not be concluded", checked_outcome, "opened",
     "concluded(fewer) in (concluded(mine), *decided)", "concluded(fewer) in decided"),
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

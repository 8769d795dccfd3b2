"""The cases that a bureau records beside its own documents (cases.yaml), judged: what of them comes out otherwise.

情形:
  - 名: 使用率低于标准
    申请: {编号: …, 事项: …}       # as a file of applications has it
    结论: 原则上不予新增            # the label of the outcome
    据: [3.1.p2]                  # addresses of clauses that decide; may be left out
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.intake.loaded_data import Loaded
from reasoner.intake.yaml_text import load_yaml
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Role
from reasoner.model.messages import LABELS, UNREGULATED, WORDED
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict

if TYPE_CHECKING:
    from reasoner.intake.application_parser import Reader

LABELLED: Final = tuple(dict.fromkeys((*LABELS.values(), *WORDED.values(), *UNREGULATED.values())))
"""The outcomes as cases name them."""
_KEYS: Final = ("名", "申请", "结论", "据")
_ALLOWED: Final = "情形: 之下每项写 名、申请、结论,可以写 据"


class JudgedCases(NamedTuple):
    """What came of the cases of a document."""

    judged: int
    """How many were judged."""
    faults: tuple[Diagnostic, ...]
    """Those that come out otherwise (U194), or cannot be read (U196)."""


class CaseOutcome(NamedTuple):
    """What came of one case."""

    name: str
    """What it is called; empty: it has no name."""
    expected: str
    """The label of the outcome that its writer reads in the text."""
    words: tuple[str, ...]
    """The addresses of the clauses that are to decide."""
    outcome: str
    """The label of the outcome that it comes to; empty: it could not be judged."""
    deciding: tuple[str, ...]
    """The clauses that decide, each with its document."""
    faults: tuple[Diagnostic, ...]
    """Where it comes out otherwise, or why it cannot be judged."""


def judged_cases(text: str, where: str, document: str) -> JudgedCases:
    """The cases of a document (its id) judged by the rule base in use. where: how messages call the file."""
    try:
        each = case_outcomes(text, where, document, rule_base(), reader())
    except Faults as error:
        return JudgedCases(0, error.diagnostics)
    return JudgedCases(len(each), tuple(f for c in each for f in c.faults))


def case_outcomes(
    text: str, where: str, document: str, base: RuleBase, applications: Reader
) -> tuple[CaseOutcome, ...]:
    """Each case of a document judged by a rule base. Raises Faults where the file cannot be read (U196)."""
    return tuple(
        _outcome(case, f"{where} · 第{number}项", document, base, applications)
        for number, case in enumerate(cases_in(text, where), 1)
    )


def cases_in(text: str, where: str) -> list[object]:
    """The cases of a file as plain data; none where it is empty. Raises Faults (U196)."""
    if not text.strip():
        return []
    data = load_yaml(text, where).data
    listed = data.get("情形") if isinstance(data, dict) else None
    if not isinstance(data, dict) or set(data) != {"情形"} or not isinstance(listed, list):
        raise Faults([Diagnostic("U196", where, "情形集的写法不对", _ALLOWED)])
    return listed


def _deciding(decisive: Collection[str], verdict: Verdict) -> str:
    """Which clauses decide; where none does, those that are not written as rules and the facts that are lacking."""
    if decisive:
        return f"决定的是{'、'.join(sorted(decisive))}"
    pending = [c.place for c in verdict.pending if c.concerns]
    lacking = dict.fromkeys(m.fact for m in verdict.missing)
    parts = [
        f"{'、'.join(pending)}尚未写成规则(待写)" if pending else "",
        f"尚缺{'、'.join(lacking)}" if lacking else "",
    ]
    return "没有条款决定结论" + "".join(f";{part}" for part in parts if part)


def _outcome(case: object, where: str, document: str, base: RuleBase, applications: Reader) -> CaseOutcome:
    """What came of a case."""
    if not isinstance(case, dict) or set(case) - set(_KEYS) or not {"申请", "结论"} <= set(case):
        return CaseOutcome("", "", (), "", (), (Diagnostic("U196", where, "情形的写法不对", _ALLOWED),))
    name, expected = str(case.get("名") or ""), str(case["结论"])
    where = f"{where}「{name}」" if name else where
    clauses = case.get("据") or []
    addresses = tuple(str(a) for a in ([clauses] if isinstance(clauses, str) else clauses))
    faults: list[Diagnostic] = []
    if expected not in LABELLED:
        faults.append(Diagnostic("U196", f"{where} · 结论", f"没有「{expected}」这种结论", "、".join(LABELLED)))
    try:
        (application,) = applications.read(Loaded(case["申请"], where))
    except Faults as error:
        return CaseOutcome(name, expected, addresses, "", (), (*faults, *error.diagnostics))
    verdict = judge(base, application, advise=False)
    decisive = {c.clause for c in verdict.citations if c.role is Role.DECISIVE}
    if not faults and verdict.label != expected:
        message = f"写明的结论是「{expected}」,研判结果是「{verdict.label}」"
        unwritten = [p.clause.partition("/")[2] for p in verdict.pending if p.concerns]
        pending = f";{'、'.join(unwritten)}待写,可能涉及本事项,写成规则以前按不知怎样限制处理" if unwritten else ""
        faults.append(Diagnostic("U194", f"{where} · 结论", message, hint=f"对照原文,改正规则或者情形{pending}"))
    for address in addresses:
        clause = address if "/" in address else f"{document}/{address}"
        if clause not in decisive:
            message = f"「{address}」没有决定结论;" + _deciding(decisive, verdict)
            faults.append(Diagnostic("U194", f"{where} · 据", message, hint="对照原文,改正规则或者情形"))
    return CaseOutcome(name, expected, addresses, verdict.label, tuple(sorted(decisive)), tuple(faults))

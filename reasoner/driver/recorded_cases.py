"""The cases that a bureau records beside its own documents (cases.yaml), judged: what of them comes out otherwise.

情形:
  - 名: 使用率低于标准
    申请: {编号: …, 事项: …}       # as a file of applications has it
    结论: 原则上不予新增            # the label of the outcome
    据: [3.1.p2]                  # addresses of clauses that decide; may be left out
"""

from __future__ import annotations

from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.intake.loaded_data import Loaded
from reasoner.intake.yaml_text import load_yaml
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Role
from reasoner.model.messages import LABELS, UNREGULATED, WORDED

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


def judged_cases(text: str, where: str, document: str) -> JudgedCases:
    """The cases of a document (its id) judged. where: how messages call the file."""
    if not text.strip():
        return JudgedCases(0, ())
    try:
        data = load_yaml(text, where).data
    except Faults as error:
        return JudgedCases(0, error.diagnostics)
    listed = data.get("情形") if isinstance(data, dict) else None
    if not isinstance(data, dict) or set(data) != {"情形"} or not isinstance(listed, list):
        return JudgedCases(0, (Diagnostic("U196", where, "情形集的写法不对", _ALLOWED),))
    faults: list[Diagnostic] = []
    for number, case in enumerate(listed, 1):
        faults += _wrong(case, f"{where} · 第{number}项", document)
    return JudgedCases(len(listed), tuple(faults))


def _wrong(case: object, where: str, document: str) -> list[Diagnostic]:
    """What is wrong with a case, or with what it says."""
    if not isinstance(case, dict) or set(case) - set(_KEYS) or not {"申请", "结论"} <= set(case):
        return [Diagnostic("U196", where, "情形的写法不对", _ALLOWED)]
    where = f"{where}「{case['名']}」" if case.get("名") else where
    if case["结论"] not in LABELLED:
        return [Diagnostic("U196", f"{where} · 结论", f"没有「{case['结论']}」这种结论", "、".join(LABELLED))]
    try:
        (application,) = reader().read(Loaded(case["申请"], where))
    except Faults as error:
        return list(error.diagnostics)
    verdict = judge(rule_base(), application, advise=False)
    faults: list[Diagnostic] = []
    if verdict.label != case["结论"]:
        message = f"写明的结论是「{case['结论']}」,研判结果是「{verdict.label}」"
        faults.append(Diagnostic("U194", f"{where} · 结论", message, hint="对照原文,改正规则或者情形"))
    clauses = case.get("据") or []
    decisive = {c.clause for c in verdict.citations if c.role is Role.DECISIVE}
    for address in [clauses] if isinstance(clauses, str) else clauses:
        clause = address if "/" in str(address) else f"{document}/{address}"
        if clause not in decisive:
            message = f"「{address}」没有决定结论;决定的是{'、'.join(sorted(decisive)) or '没有条款'}"
            faults.append(Diagnostic("U194", f"{where} · 据", message, hint="对照原文,改正规则或者情形"))
    return faults

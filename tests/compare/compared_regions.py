"""Regions that comparisons of effects look at, and what is read off their results."""

from __future__ import annotations

from reasoner.compare.application_form import Facility, form_from_data
from reasoner.compare.result import Comparison, Result, Witness
from reasoner.compare.rule_set import Compared
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase

DAY = "2025-12-31"
BEDS, OUTPATIENT, ACCOUNT = "新增购买住院床位", "新增门诊统筹和门诊慢特病定点", "新增个人账户定点"
CODES = {"青岛市": "370200", "河南省": "410000", "滨州市": "371600", "泉州市": "350500"}
MEDICAL, HENAN, BINZHOU = "qingdao-2023-18-medical", "henan-2025", "binzhou-2022"


def side(name: str, base: RuleBase | None = None) -> Compared:
    return Compared(name, base or rule_base(), CODES[name])


def result(found: Comparison, matter: str, kind: str) -> Result:
    (one,) = (r for r in found.results if (r.matter, r.type) == (matter, kind))
    return one


def clauses(one: Result, kind: str) -> set[tuple[str | None, str | None]]:
    """The pairs of clauses of one kind of difference."""
    return {w.clauses.each for w in one.witnesses if w.kind is kind}


def outcomes(w: Witness) -> tuple[Outcome, Outcome]:
    return w.a.outcome, w.b.outcome


def facility(w: Witness) -> Facility:
    return form_from_data(w.application).facility

"""What a finding says, shown by an application that a person would know, and judged by the interpreter before it is told."""

from __future__ import annotations

from typing import Final

import msgspec

from reasoner.analysis.application_form import ApplicationForm, UnusualFact, form_data
from reasoner.analysis.witness import Disagreement, application_of
from reasoner.interpreter.judge import judge
from reasoner.lint.rule_cases import CALM
from reasoner.lint.satisfiability import CaseQuestions
from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.verdict import Verdict

SOURCE: Final = "示例用假设"


class Example(msgspec.Struct, frozen=True):
    """An application that shows a finding."""

    form: ApplicationForm
    """The application."""
    unusual: tuple[UnusualFact, ...]
    """The facts in which it is not as usual."""
    verdict: Verdict
    """Its verdict."""


class Expected(msgspec.Struct, frozen=True):
    """What the interpreter must say; rules by id."""

    true: tuple[str, ...] = ()
    """Rules that come about."""
    false: tuple[str, ...] = ()
    """Rules that do not."""
    decides: tuple[str, ...] = ()
    """Rules that decide."""
    not_decides: tuple[str, ...] = ()
    """Rules that do not decide."""
    prevails: tuple[str, str] | None = None
    """A rule, and one over which its text prevails."""
    outcome: Outcome | None = None
    """The outcome."""


def show(questions: CaseQuestions, literals: tuple[str, ...], expected: Expected) -> Example | None:
    """The plainest application of which all this holds; None where it leaves some rule open whatever it says.

    Where it need not be in conflict, it is not. Raises Spent, and Disagreement where the interpreter judges it otherwise
    than the solver said.
    """
    if questions.can(*literals, CALM):
        literals = (*literals, CALM)
    model = questions.example(*literals)
    if model is None:
        return None
    unusual, values = model
    case = questions.case
    made = application_of(case, unusual, values, [case.literals[x] for x in literals], SOURCE).by(case.kind, 1)
    data = form_data(made.form)
    side = questions.matter.a
    (read,) = side.reader.read([data])
    verdict = judge(side.base, read, questions.matter.day, side.only, advise=False)
    wrong = _wrong(verdict, expected)
    if wrong:
        raise Disagreement(f"{made.form.id}: {wrong}; the interpreter says {verdict.outcome}: {data}")
    return Example(made.form, made.unusual, verdict)


def _wrong(verdict: Verdict, expected: Expected) -> str:
    """What the verdict says otherwise; empty where it agrees."""
    rules = {r.rule: r for r in verdict.reasons.rules}
    deciding = {c.rule for c in verdict.citations if c.role is Role.DECISIVE}
    for status, names in ((Status.TRUE, expected.true), (Status.FALSE, expected.false)):
        for name in names:
            if rules[name].status is not status:
                return f"{name} should be {status}"
    if not deciding.issuperset(expected.decides):
        return f"{expected.decides} should decide"
    if deciding.intersection(expected.not_decides):
        return f"{expected.not_decides} should not decide"
    if expected.prevails:
        winner, loser = expected.prevails
        if not any(d.by == winner and d.principle != "豁免" for d in rules[loser].defeated_by):
            return f"{winner} should prevail over {loser}"
    if expected.outcome is not None and verdict.outcome is not expected.outcome:
        return f"the outcome should be {expected.outcome}"
    return ""

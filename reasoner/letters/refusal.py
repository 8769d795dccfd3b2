"""不予新增告知书: facts, clauses, reasons with exceptions, decision, what the applicant can change, remedies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reasoner.explain import Point, PointRole, source_of
from reasoner.letters.letter_parts import (
    Case,
    claims_of,
    exception_lines,
    fact_lines,
    facts_of,
    filled,
    force_lines,
    line,
    rule_lines,
)
from reasoner.letters.phrases import REFUSAL
from reasoner.model.kinds import Outcome, Power
from reasoner.model.messages import NOT_VERIFIED
from reasoner.render.letter_model import BLANK, PLAIN, REVIEW, Line, Section
from reasoner.render.typeset import writable

GROUNDS: Final = (PointRole.DECISIVE, PointRole.SUPPORTING, PointRole.DEFEATED, PointRole.NOTE)


def title(case: Case) -> str:
    """The title follows the words of the clauses: 不予, 暂不, or conditions not yet met."""
    if case.verdict.outcome is Outcome.NOT_ELIGIBLE:
        return REFUSAL["title_conditions"]
    return REFUSAL["title_for_now" if "暂不" in case.verdict.label else "title"]


def opening(case: Case) -> tuple[Line, ...]:
    """That the application arrived, and by the law of which day it was looked at."""
    words = case.words
    first = filled(REFUSAL["opening" if words["received"] else "opening_undated"], words, what="编号和日期")
    return (first, filled(REFUSAL["as_of"], words, what="基准日"))


def sections(case: Case) -> tuple[Section, ...]:
    """The six parts."""
    grounds = case.explanation.of(*GROUNDS)
    facts = fact_lines(facts_of([*grounds, *case.explanation.exceptions]), case.context)
    return (
        Section("事实", "查明的事实", facts),
        Section("规定", "有关规定", (*rule_lines(grounds, REFUSAL["rule"]), *force_lines(case, grounds))),
        Section("理由", "理由", tuple(_reasons(case, grounds))),
        Section("处理意见", "处理意见", tuple(_decision(case))),
        Section("后续办理", "后续办理", tuple(_afterwards(case))),
        Section("救济", "异议和救济", (line(REFUSAL["remedies"], REVIEW), line(REFUSAL["remedies_review"], REVIEW))),
    )


def _reasons(case: Case, grounds: tuple[Point, ...]) -> Iterator[Line]:
    by_clause: dict[str, list[Point]] = {}
    for point in grounds:
        by_clause.setdefault(point.citation.clause, []).append(point)
    for number, points in enumerate(by_clause.values(), 1):  # numbered as the clauses above are
        text = REFUSAL["reason"].format(
            number=f"{number}. " if len(by_clause) > 1 else "",
            source=source_of(points[0].citation),
            finding="".join(dict.fromkeys(s for p in points for s in p.sentences)),
        )
        yield line(text, PLAIN, "理由")
    if case.verdict.outcome is Outcome.PRESUMPTIVELY_BARRED:
        yield line(REFUSAL["presumption"], PLAIN, "原则性规定")
        done = writable(case.consideration)
        begun = REFUSAL["consider"].format(filled=done or REFUSAL["consider_blank"])
        yield line(begun, PLAIN if done else BLANK, "例外考量" if done else "")
    if case.explanation.exceptions:
        yield line(REFUSAL["exceptions"])
        yield from exception_lines(case.explanation.exceptions, REFUSAL["exception"])
    else:
        yield line(REFUSAL["no_exceptions"])
    if claims := claims_of(a for a in case.verdict.assumptions if a.assumed == NOT_VERIFIED):
        yield line(REFUSAL["unverified"].format(claims=claims), PLAIN, "尚未核实的主张")


def _decision(case: Case) -> Iterator[Line]:
    outcome, label = case.verdict.outcome, case.verdict.label
    if outcome is Outcome.NOT_ELIGIBLE:
        key = "decision_conditions"
    elif outcome is Outcome.PRESUMPTIVELY_BARRED:
        key = "decision_weighed" if case.consideration.strip() else "decision_presumed"
    else:
        key = "decision_for_now" if "暂不" in label else "decision"
    yield line(REFUSAL[key].format(**case.words), PLAIN, "结论")
    if outcome is not Outcome.NOT_ELIGIBLE:
        yield line(REFUSAL["scope"])


def _afterwards(case: Case) -> Iterator[Line]:
    pairs = zip(case.verdict.changes, case.explanation.changes, strict=True)
    own = [sentence for change, sentence in pairs if change.by is Power.APPLICANT]
    for sentence in own:
        yield line(REFUSAL["own_change"].format(change=sentence), PLAIN, "改变条件")
    steps = case.explanation.first_steps
    yield from (line(step, PLAIN, "改变条件") for step in steps)
    if not own and not steps:
        yield line(REFUSAL["no_own_change"])
    yield line(REFUSAL["again"])

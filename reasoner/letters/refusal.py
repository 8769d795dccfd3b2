"""不予新增告知书: facts, clauses, reasons with exceptions, decision, what the applicant can change, remedies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_dsl.ir import RESTRICTING, Effect, Strength
from reasoner.explain import Point, PointRole, source_of
from reasoner.explain.proof_text import source_words
from reasoner.explain.what_to_do import rooms, what_fits
from reasoner.letters.decision import Handling
from reasoner.letters.decision_objections import beds_asked
from reasoner.letters.letter_parts import (
    Case,
    claims_of,
    day_words,
    exception_lines,
    fact_lines,
    facts_of,
    filled,
    force_lines,
    line,
    rule_lines,
    without_provenance,
)
from reasoner.letters.phrases import REFUSAL, SHARED
from reasoner.model.kinds import Origin, Outcome, Power
from reasoner.model.messages import NOT_VERIFIED
from reasoner.model.verdict import Change
from reasoner.render.letter_model import BLANK, PLAIN, REVIEW, SOURCE, Line, Section
from reasoner.render.typeset import writable

GROUNDS: Final = (PointRole.DECISIVE, PointRole.SUPPORTING, PointRole.DEFEATED, PointRole.NOTE)


def title(case: Case) -> str:
    """The title follows the words of the clauses: 不予, 暂不, or conditions not yet met."""
    if case.decision is not None and case.decision.handling is not Handling.REFUSED:
        return REFUSAL["title_part" if case.decision.handling is Handling.PART else "title_proceeds"]
    if case.verdict.outcome is Outcome.NOT_ELIGIBLE and case.decision is None:
        return REFUSAL["title_conditions"]
    return REFUSAL["title_for_now" if "暂不" in case.verdict.label else "title"]


def opening(case: Case) -> tuple[Line, ...]:
    """That the application arrived, and by the law of which day it was looked at."""
    words = case.words
    first = filled(REFUSAL["opening" if words["received"] else "opening_undated"], words, what="编号和日期")
    return (first, *_asked(case), law_day(case))


def _asked(case: Case) -> Iterator[Line]:
    """Of a matter of beds: of which kind, and how many."""
    requested = beds_asked(case.verdict)
    kinds = [g.value for g in case.verdict.given if g.subject == "申请" and g.fact == "床位类别"]
    if requested is not None:
        kind = writable(str(kinds[-1])) if kinds and isinstance(kinds[-1], str) else ""
        yield filled(REFUSAL["asked"], {"kind": kind, "requested": str(requested)}, what="申请内容")


def law_day(case: Case) -> Line:
    """By the law of which day it was looked at, and why not by that of its receipt; a blank where nobody said why."""
    words, verdict, decision = case.words, case.verdict, case.decision
    if verdict.received in ("", verdict.as_of):
        return filled(REFUSAL["as_of_receipt" if verdict.received else "as_of"], words, what="适用日期")
    reason = "" if decision is None else writable(decision.law_day_reason)
    words["reason"] = reason or SHARED["blank_name"]
    return filled(REFUSAL["as_of_reason"], words, PLAIN if reason else BLANK, "适用日期")


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
        Section("救济", "异议和救济", remedies(case)),
    )


def remedies(case: Case) -> tuple[Line, ...]:
    """The paragraph that 法制 approved, as it stands in the settings; else a proposal, marked for review."""
    if case.settled.remedies:
        return (line(case.settled.remedies, PLAIN, "救济"),)
    return line(REFUSAL["remedies"], REVIEW), line(REFUSAL["remedies_review"], REVIEW)


def _reasons(case: Case, grounds: tuple[Point, ...]) -> Iterator[Line]:
    by_clause: dict[str, list[Point]] = {}
    for point in grounds:
        by_clause.setdefault(point.citation.clause, []).append(point)
    mixed = not all(map(_in_principle, grounds))
    for number, points in enumerate(by_clause.values(), 1):  # numbered as the clauses above are
        findings = ["".join((*_sentences(p, case), _strength(p) if mixed else "")) for p in points]
        text = REFUSAL["reason"].format(
            number=f"{number}." if len(by_clause) > 1 else "",
            source=source_of(points[0].citation),
            finding=findings[0],
        )
        yield line(text, PLAIN, "理由")
        for finding in dict.fromkeys(findings[1:]):
            yield line(REFUSAL["same_clause"].format(finding=finding), PLAIN, "理由")
    if case.verdict.outcome is Outcome.PRESUMPTIVELY_BARRED:
        if not mixed:  # else each says it of itself
            text = REFUSAL["presumption" if len(by_clause) > 1 else "presumption_one"]
            yield line(text, PLAIN, "原则性规定")
        yield consideration(case)
    if case.explanation.exceptions:
        yield line(REFUSAL["exceptions"], SOURCE, "理由")
        yield from exception_lines(case.explanation.exceptions, REFUSAL["exception"])
    else:
        yield line(REFUSAL["no_exceptions"], PLAIN, "理由")
    if claims := claims_of(a for a in case.verdict.assumptions if a.assumed == NOT_VERIFIED):
        yield line(REFUSAL["unverified"].format(claims=claims), PLAIN, "尚未核实的主张")


def consideration(case: Case) -> Line:
    """Whether an exception is made, and why; a blank where nobody has said it."""
    done, decision = writable(case.consideration), case.decision
    if decision is not None and decision.exception_reason:
        key = "considered_yes" if decision.exception else "considered_no"
        text = REFUSAL[key].format(reason=writable(decision.exception_reason).rstrip("。"))
        return line(text, PLAIN, "例外考量")
    begun = REFUSAL["consider"].format(filled=done or REFUSAL["consider_blank"])
    return line(begun, PLAIN if done else BLANK, "例外考量" if done else "")


def _in_principle(point: Point) -> bool:
    return any(r.strength is Strength.IN_PRINCIPLE and r.effect in RESTRICTING for r in point.rules)


def _strength(point: Point) -> str:
    """How strict a ground is, in the words of its own clause; nothing of what bars without more, or favours."""
    if _in_principle(point):
        return REFUSAL["in_principle"]
    control = [r.strength for r in point.rules if r.effect is Effect.CONTROL]
    return REFUSAL["stock" if control[0] is Strength.EXISTING_STOCK else "strict"] if control else ""


def _sentences(point: Point, case: Case) -> list[str]:
    """What is said of a ground; who may presumably grant a part is a matter of the desk and no finding.

    Day and source of a fact stand among the facts above. 经查 is said of what the agency itself knows, not of what was
    stated to it or has no source.
    """
    facts = facts_of([point])
    known = all(f.origin not in (None, Origin.APPLICATION) and source_words(f) for f in facts)
    presumed: dict[str, tuple[int, int]] = {}
    for rule in point.rules:
        exceeded = [room for room in rooms(rule) if room[1] < room[0]]
        presumed |= zip(what_fits(rule, point.citation), exceeded, strict=True)
    sentences = []
    for sentence in point.sentences:
        if not known:
            sentence = re.sub("^经查[,\uff0c]", "", sentence)
        requested, free = presumed.get(sentence, (0, 0))
        sentence = without_provenance(sentence, facts)
        sentences.append(REFUSAL["fits"].format(requested=requested, free=free) if free > 0 else sentence)
    return list(dict.fromkeys(sentences))


def part_that_fits(case: Case) -> tuple[int, int] | None:
    """How many beds are asked for, and how many the strictest of the caps leaves; None: none would fit, or it is no such case."""
    grounds = case.explanation.of(PointRole.DECISIVE, PointRole.SUPPORTING)
    restricting = [r for p in grounds for r in p.rules if r.effect in RESTRICTING]
    every = [room for rule in restricting for room in rooms(rule)]
    if not every or any(r.effect is not Effect.CAP for r in restricting if r.effect is not Effect.CONTROL):
        return None
    fitting = min(every, key=lambda room: room[1])
    return fitting if fitting[1] > 0 else None


def _decided(case: Case) -> Iterator[Line]:
    """What was decided, without condition: by whom, when, on how much of what was asked for."""
    decision = case.decision
    assert decision is not None
    requested = beds_asked(case.verdict) or 0
    words = case.words | {
        "organ": writable(decision.organ) or SHARED["blank_name"],
        "day": day_words(decision.day) if decision.day else SHARED["blank_short"],
        "requested": str(requested), "beds": str(decision.beds), "rest": str(requested - decision.beds),
    }  # fmt: skip
    for_now = "decided_for_now" if "暂不" in case.verdict.label else "decided"
    key = {Handling.PART: "decided_part", Handling.PROCEEDS: "decided_proceeds"}.get(decision.handling, for_now)
    blank = not decision.organ or not decision.day
    yield filled(REFUSAL[key], words, BLANK if blank else PLAIN, "处理意见")
    if decision.reason:
        yield line(
            REFUSAL["decided_otherwise"].format(reason=writable(decision.reason).rstrip("。")), PLAIN, "处理意见"
        )
    if decision.handling is not Handling.PROCEEDS and case.verdict.outcome is not Outcome.NOT_ELIGIBLE:
        yield line(REFUSAL["scope"], PLAIN, "处理意见")


def _decision(case: Case) -> Iterator[Line]:
    if case.decision is not None:
        yield from _decided(case)
        return
    outcome, label = case.verdict.outcome, case.verdict.label
    if outcome is Outcome.NOT_ELIGIBLE:
        key = "decision_conditions"
    elif outcome is Outcome.PRESUMPTIVELY_BARRED:
        key = "decision_weighed" if case.consideration.strip() else "decision_presumed"
    else:
        key = "decision_for_now" if "暂不" in label else "decision"
    part = part_that_fits(case)
    if part is None:
        yield line(REFUSAL[key].format(**case.words), PLAIN, "结论")
    else:
        requested, free = part
        weighed = REFUSAL["part_weighed"] if outcome is Outcome.PRESUMPTIVELY_BARRED else ""
        words = case.words | {"requested": str(requested), "free": str(free), "weighed": weighed}
        words["part"] = REFUSAL["part_blank"].format(**case.words)
        yield line(REFUSAL["decision_part"].format(**words), BLANK, "结论")
    if outcome is not Outcome.NOT_ELIGIBLE:
        yield line(REFUSAL["scope"], PLAIN, "处理意见")


def _doing(change: Change) -> tuple[str, ...]:
    """By doing what the facts of a change can become others, each once."""
    return tuple(dict.fromkeys(f.how for f in change.facts if f.how))


_EVIDENCE: Final = "另行举证:"
"""What a way begins with that is to prove something."""


def _afterwards(case: Case) -> Iterator[Line]:
    if case.decision is not None and case.decision.handling is Handling.PROCEEDS:
        yield line(REFUSAL["proceeds_later"], PLAIN, "后续办理")
        return
    pairs = tuple(zip(case.verdict.changes, case.explanation.changes, strict=True))
    own = [sentence for change, sentence in pairs if change.by is Power.APPLICANT]
    for sentence in own:
        yield line(REFUSAL["own_change"].format(change=sentence), PLAIN, "改变条件")
    # What to do is said, not which finding would have to be the other way: that is for the organ.
    by_organs = [";".join(hows) for change, _ in pairs if change.by is Power.AUTHORITY and (hows := _doing(change))]
    for doing in dict.fromkeys(by_organs):
        key = "evidence" if doing.startswith(_EVIDENCE) and ";" not in doing else "organ_change"
        yield line(REFUSAL[key].format(doing=doing.removeprefix(_EVIDENCE)), PLAIN, "改变条件")
    steps = case.explanation.first_steps
    yield from (line(step, PLAIN, "改变条件") for step in steps)
    if not own and not by_organs and not steps:
        yield line(REFUSAL["no_own_change"], PLAIN, "后续办理")
    yield line(REFUSAL["again"], PLAIN, "后续办理")

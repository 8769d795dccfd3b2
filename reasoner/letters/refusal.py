"""不予新增告知书: facts, clauses, reasons with exceptions, decision, what the applicant can change, remedies."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from policy_dsl.ir import RESTRICTING, Effect, Strength
from reasoner.explain import Point, PointRole, source_of
from reasoner.explain.proof_text import with_unit
from reasoner.explain.what_to_do import rooms, what_fits
from reasoner.letters.decision import Handling
from reasoner.letters.decision_objections import beds_asked
from reasoner.letters.letter_parts import (
    PROJECT,
    Case,
    claims_of,
    day_words,
    exception_lines,
    fact_lines,
    facts_in,
    facts_of,
    filled,
    force_lines,
    levels_that_help,
    line,
    looked_into,
    quotation,
    rule_lines,
    without_provenance,
)
from reasoner.letters.phrases import REFUSAL, SHARED
from reasoner.letters.written_blanks import with_written
from reasoner.model.kinds import Outcome, Power
from reasoner.model.messages import CONTROL_WORDS, NOT_VERIFIED
from reasoner.model.proof import FactRead, facts_below
from reasoner.model.verdict import Change
from reasoner.render.letter_model import BLANK, PLAIN, REVIEW, SOURCE, Line, Section
from reasoner.render.typeset import typeset, writable

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
    words, verdict = case.words, case.verdict
    reason = "" if case.decision is None else writable(case.decision.law_day_reason)
    if verdict.received in ("", verdict.as_of) and not reason and not case.other_law:
        return filled(REFUSAL["as_of_receipt" if verdict.received else "as_of"], words, what="适用日期")
    if case.later and not case.other_law:
        each = (
            {
                "starts": day_words(d.starts),
                "title": typeset(d.title),
                "words": typeset(writable(d.transition.rstrip("。"))),
            }
            for d in case.later
        )
        lines = [filled(REFUSAL["former"], former) for former in each]
        return Line("".join(line.text for line in lines), PLAIN, "适用日期")
    words["reason"] = reason or SHARED["blank_name"]
    return filled(REFUSAL["as_of_reason"], words, PLAIN if reason else BLANK, "适用日期")


def sections(case: Case) -> tuple[Section, ...]:
    """The six parts."""
    grounds = case.explanation.of(*GROUNDS)
    read = facts_in(case, [*grounds, *case.explanation.exceptions])
    facts = (*fact_lines(read, case.context), *_walked(read, case))
    return (
        Section("事实", "查明的事实", facts),
        Section("规定", "有关规定", (*rule_lines(grounds, REFUSAL["rule"]), *force_lines(case, grounds))),
        Section("理由", "理由", tuple(_reasons(case, grounds))),
        Section("处理意见", "处理意见", tuple(_decision(case))),
        Section("后续办理", "后续办理", tuple(_afterwards(case))),
        Section("救济", "异议和救济", remedies(case)),
    )


def _walked(read: Iterable[FactRead], case: Case) -> Iterator[Line]:
    """Which neighbours are within a walk, where they are and who walked there: nobody has told us, the office writes it."""
    if any(f.fact.startswith(_WALK) and f.value not in (0, "0") for f in read):
        yield with_written(REFUSAL["walked"], ("步行核查",), case)


_WALK: Final = "步行15分钟"


def remedies(case: Case) -> tuple[Line, ...]:
    """The paragraph that 法制 approved, as it stands in the settings; else a proposal, marked for review.

    One that sends an applicant to the government of another place is of another organ's letters.
    """
    if case.settled.remedies and not case.misdirected:
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
    yield from _preferences(case, by_clause)
    yield from of_place_lines(case)
    if claims := claims_of(a for a in case.verdict.assumptions if a.assumed == NOT_VERIFIED):
        yield line(REFUSAL["unverified"].format(claims=claims), PLAIN, "尚未核实的主张")


_FAVOURING: Final = (PointRole.UNCLAIMED, PointRole.UNVERIFIED, PointRole.CHECKED)


def _may_be_claimed(point: Point) -> bool:
    """Whether a preference is open, or fails only because nobody stated what it asks for."""
    conditions = (r.condition for r in point.rules if r.condition is not None)
    return point.role is not PointRole.CHECKED or any(f.assumed for c in conditions for f in facts_below(c))


def _preferences(case: Case, quoted: Collection[str]) -> Iterator[Line]:
    """Preferences that such an applicant may claim: they are no exemption (WORDING: 优先非豁免). quoted: clauses above."""
    favouring = [p for p in case.explanation.of(*_FAVOURING) if any(r.effect is Effect.PREFER for r in p.rules)]
    points = {p.citation.clause: p for p in favouring if _may_be_claimed(p)}
    for clause, point in points.items():
        key = "preferred_too" if clause in quoted else "preferred"
        yield line(REFUSAL[key].format(source=source_of(point.citation)), SOURCE, "理由")
        if clause not in quoted:
            yield quotation(point.citation.quote)
    if points:
        these = "该条" if len(points) == 1 else "上述各条"
        yield line(REFUSAL["preference"].format(these=these), PLAIN, "理由")


def of_place_lines(case: Case) -> Iterator[Line]:
    """What the documents say of the applicant's own place (DESIGN §5.5: cited where it touches the case, favourable too)."""
    cited = {c.clause for c in case.verdict.citations}
    statements = [t for t in case.of_place if t.clause not in cited]
    for each in statements:
        title = case.context.titles.get(each.clause.partition("/")[0], "")
        yield line(REFUSAL["of_place"].format(title=title, place=each.place), SOURCE, "理由")
        yield quotation(each.quote)
    if statements:
        yield line(REFUSAL["of_place_only"], PLAIN, "理由")


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
    return REFUSAL["controlled"].format(words=CONTROL_WORDS[control[0]]) if control else ""


def _sentences(point: Point, case: Case) -> list[str]:
    """What is said of a ground; who may presumably grant a part is a matter of the desk and no finding.

    Day and source of a fact stand among the facts above. 经查 is said of what the agency itself knows, not of what was
    stated to it or has no source.
    """
    facts = facts_of([point])
    known = looked_into(facts)
    presumed: dict[str, tuple[int, int]] = {}
    for rule in point.rules:
        exceeded = [room for room in rooms(rule) if room[1] < room[0]]
        presumed |= zip(what_fits(rule, point.citation), exceeded, strict=True)
    sentences = []
    for sentence in point.sentences:
        if not known:
            sentence = re.sub("^经查[,\uff0c]", "", sentence)
        if sentence not in presumed:
            sentences.append(without_provenance(sentence, facts))
    if presumed:  # of several caps of one clause the strictest says what fits
        strictest = min(presumed, key=lambda s: presumed[s][1])
        requested, free = presumed[strictest]
        sentences.append(REFUSAL["fits"].format(requested=requested, free=free) if free > 0 else strictest)
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
_BEDS: Final = "床位数"
_MOVING: Final = "另选地址"
"""What a way begins with that is to go elsewhere."""
_ELSEWHERE: Final = "另选"


def _own_doing(change: Change, case: Case) -> str:
    """What the applicant can do, in a letter: not what would be judged then. Fewer beds: not where so many were granted."""
    steps = []
    for fact in change.facts:
        if fact.fact == _BEDS and fact.of == "申请":
            if case.decision is not None and case.decision.handling is Handling.PART:
                return ""
            steps.append(REFUSAL["fewer_beds"].format(beds=with_unit(fact.after, case.context.terms.get(fact.fact))))
        else:
            steps.append(REFUSAL["elsewhere"] if fact.how.startswith(_MOVING) else fact.how.removeprefix(_EVIDENCE))
    return ",并".join(dict.fromkeys(filter(None, steps)))


def _added_levels(change: Change) -> list[str]:
    """At which further levels a project would have to be listed."""
    projects = (f for f in change.facts if f.fact == PROJECT)
    return [level for f in projects for level in f.after.split("、") if level not in f.before.split("、")]


def _another_site(case: Case) -> bool:
    """Whether what bars turns on where the applicant is."""
    facts = facts_of(case.explanation.of(PointRole.DECISIVE, PointRole.SUPPORTING))
    terms = case.context.terms
    return any(f.fact in terms and terms[f.fact].changed_through.startswith(_MOVING) for f in facts)


def _reads_of_the_region(case: Case) -> bool:
    """Whether the grounds read a figure or a determination of a place: only these can become others by themselves."""
    return any(f.of not in _OWN_SUBJECTS for f in facts_of(case.explanation.of(PointRole.DECISIVE)))


_OWN_SUBJECTS: Final = ("机构", "申请")


def _afterwards(case: Case) -> Iterator[Line]:
    if case.decision is not None and case.decision.handling is Handling.PROCEEDS:
        yield line(REFUSAL["proceeds_later"], PLAIN, "后续办理")
        return
    if case.decision is not None and case.decision.handling is Handling.PART:
        yield line(REFUSAL["granted_later"].format(beds=case.decision.beds), PLAIN, "后续办理")
    own = [doing for c in case.verdict.changes if c.by is Power.APPLICANT and (doing := _own_doing(c, case))]
    for doing in dict.fromkeys(own):
        yield line(REFUSAL["own_change"].format(doing=doing), PLAIN, "改变条件")
    # What to do is said, not which finding would have to be the other way: that is for the organ.
    by_organs: dict[str, list[str]] = {}
    for change in case.verdict.changes:
        if change.by is Power.AUTHORITY and (hows := _doing(change)):
            by_organs.setdefault(";".join(hows), []).extend(_added_levels(change))
    for doing, levels in by_organs.items():
        key = "evidence" if doing.startswith(_EVIDENCE) and ";" not in doing else "organ_change"
        named = doing.removeprefix(_EVIDENCE) + levels_that_help(list(dict.fromkeys(levels)))
        yield line(REFUSAL[key].format(doing=named), PLAIN, "改变条件")
    steps = case.explanation.first_steps
    yield from (line(step, PLAIN, "改变条件") for step in steps)
    elsewhere = _another_site(case) and not any(_ELSEWHERE in sentence for sentence in (*own, *by_organs, *steps))
    if elsewhere:
        yield line(REFUSAL["another_site"], PLAIN, "改变条件")
    if not own and not by_organs and not steps:
        key = "no_own_change" if _reads_of_the_region(case) else "no_own_change_of_rules"
        yield line(REFUSAL[key], PLAIN, "后续办理")
    yield line(REFUSAL["again"], PLAIN, "后续办理")

"""What is open before a letter may leave: each keeps the mark of a draft on it, and `--final` is refused while one stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from policy_dsl.reading import ConfirmationState
from reasoner.explain import Point, PointRole
from reasoner.explain.proof_text import fact_name, source_words
from reasoner.letters.decision_day import doubted_then
from reasoner.letters.letter_parts import Case, facts_in, undetermined_by, unreviewed
from reasoner.letters.letter_types import rests_on_guidance
from reasoner.letters.phrases import (
    DRAFT,
    DRAFT_GUIDANCE,
    DRAFT_LEAD,
    DRAFT_ORGAN,
    DRAFT_PART,
    DRAFT_PENDING,
    OPEN,
    REFUSAL,
    SHARED,
)
from reasoner.letters.signing_organs import bound_by_the_plan
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE

GROUNDS: Final = (PointRole.DECISIVE, PointRole.SUPPORTING, PointRole.DEFEATED, PointRole.NOTE)


class OpenPoint(msgspec.Struct, frozen=True):
    """Something that is open."""

    mark: str
    """How it stands on a draft, one of `MARKS`."""
    detail: str = ""
    """What it is here: names of rules, facts, readings; empty: the mark says it."""

    @property
    def words(self) -> str:
        """As it is told to staff."""
        return f"{self.mark}:{self.detail}" if self.detail else self.mark


HARD: Final = tuple(
    m.removeprefix(DRAFT_LEAD)
    for m in (
        DRAFT_GUIDANCE, DRAFT_ORGAN, DRAFT_PENDING, OPEN["review"], OPEN["reading"], OPEN["authority"], OPEN["force"],
        OPEN["set_aside"], OPEN["doubt"],
    )
)  # fmt: skip
"""Marks that nobody takes away with an editor: the letter is made anew when they no longer hold."""
SOFT: Final = tuple(
    m.removeprefix(DRAFT_LEAD)
    for m in (
        DRAFT,
        DRAFT_PART,
        OPEN["source"],
        OPEN["untitled"],
        OPEN["remedies"],
        OPEN["misdirected"],
        OPEN["signing"],
        OPEN["signing_place"],
        OPEN["undecided"],
        OPEN["law_day"],
        OPEN["correction"],
    )
)
"""Marks that go when the office has filled in or settled what is open."""
MARKS: Final = (*HARD, *SOFT)

SIGNS: Final = {
    DRAFT_PART: (REFUSAL["part_blank"].partition("(")[0],),
    OPEN["source"]: (f"来源:{SHARED['blank_source']}",),
    OPEN["untitled"]: (
        SHARED["blank_title"].partition("(")[0],
        SHARED["blank_number"].partition("》")[2].removesuffix(")"),
    ),
    OPEN["remedies"]: ("〔待法制审核:",),
    OPEN["signing"]: (SHARED["office"].format(name=SHARED["blank_name"]),),
    OPEN["signing_place"]: (SHARED["office"].format(name=SHARED["blank_name"]),),
    OPEN["undecided"]: ("",),
    OPEN["law_day"]: (f"理由是:{SHARED['blank_name']}",),
    OPEN["correction"]: tuple(f"{words}:{SHARED['blank_name']}" for words in ("原告知书", "的内容", "理由", "处理为")),
}
"""What stands in a letter as long as a mark of a draft that may be taken away still holds; that there is no decision holds
until the letter is made anew with one.
"""


def mark_of(points: Iterable[OpenPoint]) -> str:
    """What stands on every page of the draft; empty: nothing is open."""
    marks = dict.fromkeys(p.mark for p in points)
    return DRAFT_LEAD + ";".join(marks) if marks else ""


def open_in_correction(case: Case, *, blank: bool) -> Iterator[OpenPoint]:
    """What is open of a letter that corrects or takes back another: its own words are the decision. blank: some are lacking."""
    yield from _if(blank, OPEN["correction"])
    undecided = OPEN["undecided"].removeprefix(DRAFT_LEAD)
    yield from (p for p in open_points(case, waiting=False, part=False) if p.mark != undecided)


def open_points(case: Case, *, waiting: bool, part: bool) -> Iterator[OpenPoint]:
    """What is open of a letter that tells a decision. waiting: an exception waits to be weighed; part: a part to be decided."""
    verdict, explanation = case.verdict, case.explanation
    grounds = explanation.of(*GROUNDS)
    yield from _if(waiting, DRAFT)
    yield from _if(part, DRAFT_PART)
    yield from _if(any(c.concerns for c in verdict.pending), DRAFT_PENDING, _pending(case))
    aside = [f"《{s.title}》" if s.title else s.document for s in verdict.set_aside]
    yield from _if(bool(aside), OPEN["set_aside"], "、".join(filter(None, aside)))
    yield from _if(rests_on_guidance(verdict, case.indirect), DRAFT_GUIDANCE)
    yield from _if(undetermined_by(case, grounds), DRAFT_ORGAN)
    facts = facts_in(case, [*grounds, *explanation.exceptions])
    unsourced = dict.fromkeys(fact_name(f, case.context.terms) for f in facts if not source_words(f))
    yield from _if(bool(unsourced), OPEN["source"], "、".join(unsourced))
    inferred = dict.fromkeys(
        r for f in facts if f.authority is not None for r in f.authority.readings if not _confirmed(case, r)
    )
    yield from _if(bool(inferred), OPEN["authority"], "、".join(r.partition("/")[2] for r in inferred))
    turning = [r.question for r in verdict.readings or () if not r.confirmed_by]
    yield from _if(bool(turning), OPEN["reading"], ";".join(turning))
    yield from doubts(doubted_then(verdict))
    rules = unreviewed(explanation.of(PointRole.DECISIVE, PointRole.SUPPORTING))
    yield from _if(bool(rules), OPEN["review"], "、".join(rules))
    doubtful = dict.fromkeys(_of_unknown_force(case, grounds))
    yield from _if(bool(doubtful), OPEN["force"], "、".join(f"《{t}》" for t in doubtful))
    reasoned = case.decision is not None and case.decision.law_day_reason
    yield from _if(bool(case.other_law) and not reasoned, OPEN["law_day"], ";".join(case.other_law))
    untitled = dict.fromkeys(p.citation.document for p in grounds if p.citation.document in case.untitled)
    yield from _if(bool(untitled), OPEN["untitled"], "、".join(untitled))
    yield from _if(not case.settled.remedies, OPEN["remedies"])
    yield from _if(bool(case.misdirected), OPEN["misdirected"], "、".join(case.misdirected))
    yield from _if(case.unsigned, OPEN["signing" if bound_by_the_plan(case.verdict) else "signing_place"])
    yield from _if(case.decision is None, OPEN["undecided"])


def doubts(doubted: Iterable[str]) -> Iterator[OpenPoint]:
    """That readings are doubted: each as it is told, with who doubts it and since when."""
    words = ";".join(doubted)
    yield from _if(bool(words), OPEN["doubt"], words)


def _if(holds: bool, mark: str, detail: str = "") -> Iterator[OpenPoint]:
    if holds:
        yield OpenPoint(mark.removeprefix(DRAFT_LEAD), detail)


def _pending(case: Case) -> str:
    return ";".join(case.explanation.pending)


def _confirmed(case: Case, name: str) -> bool:
    document, _, reading = name.partition("/")
    last = {(c.document, c.reading): c.state for c in case.verdict.confirmations}
    return last.get((document, reading)) is ConfirmationState.CONFIRMED


def _of_unknown_force(case: Case, points: Iterable[Point]) -> Iterator[str]:
    """Titles of cited documents whose force is not known, or whose period had ended and of which nobody said that it goes on."""
    settled = {f.of for f in case.verdict.facts if f.fact in (DOCUMENT_FORCE, CONTINUATION) and f.value == "是"}
    for point in points:
        title, ends = point.citation.document, case.context.period_ends.get(point.citation.document, "")
        ended = bool(ends) and case.verdict.as_of > ends
        doubtful = point.citation.clause.partition("/")[0] in case.uncertain
        if (ended or doubtful) and title not in settled:
            yield title
    if Outcome.OUT_OF_FORCE in case.verdict.possible and case.verdict.outcome is not Outcome.OUT_OF_FORCE:
        yield from dict.fromkeys(p.citation.document for p in points if p.citation.document not in settled)

"""How the tests of letters make them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from reasoner.driver.current_rule_base import rule_base
from reasoner.letters import letter_desk
from reasoner.letters.decision import Decision
from reasoner.letters.embedded_verdict import Payload, packed
from reasoner.letters.letter_types import KINDS, objections
from reasoner.letters.settings import Settings
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict
from reasoner.render.letter_model import Letter


def named(verdict: Verdict, name: str) -> Verdict:
    """A verdict on a facility of another name (its proof no longer holds; its letter does)."""
    given = tuple(replace(g, value=name) if g.fact == "名称" else g for g in verdict.given)
    return replace(verdict, given=given)


def letter(verdict: Verdict, kind: str, consideration: str = "", decision: Decision | None = None) -> Letter:
    return letter_desk.letter_on(Payload(kind, consideration, verdict, decision=decision), rule_base(), Settings())


def made(verdict: Verdict, kind: str, suffix: str, consideration: str = "", decision: Decision | None = None) -> bytes:
    carried = packed(Payload(kind, consideration, verdict, decision=decision))
    return letter_desk.render(letter(verdict, kind, consideration, decision), carried, suffix, Settings())


def possible(verdicts: list[Verdict]) -> Iterator[tuple[Verdict, str]]:
    """Every letter that the example verdicts bear."""
    uncertain = letter_desk.uncertain_in(rule_base())
    for verdict in verdicts:
        for kind in KINDS:
            if not objections(kind, verdict, uncertain):
                yield verdict, kind


def of_outcome(verdicts: list[Verdict], outcome: Outcome) -> Verdict:
    return next(v for v in verdicts if v.outcome is outcome)

"""How the tests of letters make them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from reasoner.driver.in_use import rule_base
from reasoner.letters import desk
from reasoner.letters.argument import Letter
from reasoner.letters.kinds import KINDS, objections
from reasoner.letters.payload import Payload, packed
from reasoner.letters.settings import Settings
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict


def named(verdict: Verdict, name: str) -> Verdict:
    """A verdict on a facility of another name (its proof no longer holds; its letter does)."""
    given = tuple(replace(g, value=name) if g.fact == "名称" else g for g in verdict.given)
    return replace(verdict, given=given)


def letter(verdict: Verdict, kind: str, consideration: str = "") -> Letter:
    return desk.letter_on(Payload(kind, consideration, verdict), rule_base(), Settings())


def made(verdict: Verdict, kind: str, suffix: str, consideration: str = "") -> bytes:
    carried = packed(Payload(kind, consideration, verdict))
    return desk.render(letter(verdict, kind, consideration), carried, suffix, Settings())


def possible(verdicts: list[Verdict]) -> Iterator[tuple[Verdict, str]]:
    """Every letter that the example verdicts bear."""
    uncertain = desk.uncertain_in(rule_base())
    for verdict in verdicts:
        for kind in KINDS:
            if not objections(kind, verdict, uncertain):
                yield verdict, kind


def of_outcome(verdicts: list[Verdict], outcome: Outcome) -> Verdict:
    return next(v for v in verdicts if v.outcome is outcome)

"""How the tests of letters make them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from reasoner.driver.in_use import rule_base
from reasoner.letters import desk
from reasoner.letters.argument import Letter
from reasoner.letters.kinds import KINDS, objections
from reasoner.letters.payload import Payload, packed
from reasoner.letters.settings import Settings

Verdict = dict[str, Any]


def named(verdict: Verdict, name: str) -> Verdict:
    """A verdict on a facility of another name (its proof no longer holds; its letter does)."""
    changed = copy.deepcopy(verdict)
    changed["given"] = [g if g[1] != "名称" else [g[0], g[1], name, *g[3:]] for g in changed["given"]]
    return changed


def letter(verdict: Verdict, kind: str, consideration: str = "") -> Letter:
    return desk._letter(kind, verdict, rule_base(), Settings(), consideration)


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


def of_outcome(verdicts: list[Verdict], outcome: str) -> Verdict:
    return next(v for v in verdicts if v["outcome"] == outcome)

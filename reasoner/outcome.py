"""Outcomes: from the statuses of rules to one outcome, or to all that are still open (semantics §3 to §6).

Within one combination of truth values the first outcome of ORDER holds. Unknown rules are tried both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from policy_dsl import ir
from reasoner.wording import LABELS, WORDED

ORDER: Final = (
    "conflict",
    "barred",
    "presumptively_barred",
    "not_eligible",
    "strictly_controlled",
    "exempt",
    "priority",
    "may_proceed",
    "out_of_force",
    "not_regulated",
)
"""The outcomes, first come first served. `undetermined` is none of them: it says that several are open."""

BARS: Final = ("barred", "presumptively_barred")


def label(outcome: str, strengths: Iterable[str]) -> str:
    """The label of an outcome, in the words of the decisive clauses where all of them share one wording."""
    words = {WORDED.get((outcome, s)) for s in strengths}
    only = words.pop() if len(words) == 1 else None
    return only or LABELS[outcome]


def outcome_of_effect(norm: ir.Norm) -> str:
    """The outcome that a norm leads to when it holds and nothing defeats it."""
    if norm.effect in ("prohibit", "cap"):
        return "presumptively_barred" if norm.strength == "原则上" else "barred"
    return {
        "control": "strictly_controlled",
        "require": "not_eligible",
        "exempt": "exempt",
        "prefer": "priority",
        "permit": "may_proceed",
    }[norm.effect]


RESTRICTIONS: Final = ("barred", "presumptively_barred", "strictly_controlled")
"""What an exemption defeats, in its own document. A requirement of the applicant is no restriction of a plan."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document as conflicts see it: issuer, its level (国家 highest) and the day of issue."""

    issuer: tuple[str, ...]
    level: str
    issued: str


_LEVELS: Final = ("县", "市", "省", "国家")


def outranks(a: Ranked, b: Ranked) -> str | None:
    """The principle by which a text prevails over another (semantics §5), or None where nothing ranks them."""
    if _LEVELS.index(a.level) > _LEVELS.index(b.level):
        return "上位法优于下位法"
    if a.issuer == b.issuer and a.issued > b.issued and b.issued:
        return "新规定优于旧规定"
    return None


Group = tuple[str, str]
"""What an outcome turns on: (outcome of the effect, document)."""


def decide(holding: frozenset[Group], ranks: dict[str, Ranked]) -> str:
    """The outcome when exactly these groups of norms hold."""
    exempting = {document for outcome, document in holding if outcome == "exempt"}
    live = {(o, d) for o, d in holding if not (o in RESTRICTIONS and d in exempting)}
    permitting = {d for o, d in live if o == "may_proceed"}
    barring = {(o, d) for o, d in live if o in BARS}
    for bar in list(barring):
        for permit in permitting:
            if permit == bar[1]:
                return "conflict"
            if outranks(ranks[permit], ranks[bar[1]]) is not None:
                live.discard(bar)
            elif outranks(ranks[bar[1]], ranks[permit]) is None:
                return "conflict"
    found = {o for o, _ in live}
    return next((o for o in ORDER if o in found), "may_proceed")


def possible(known: Iterable[Group], unknown: Sequence[Group], ranks: dict[str, Ranked]) -> tuple[str, ...]:
    """Every outcome over the combinations of the unknown groups, in ORDER.

    Rules of one group share their consequences, so trying groups instead of single rules loses no outcome.
    """
    held = frozenset(known)
    open_groups = sorted(set(unknown) - held)
    seen = {
        decide(held | {g for g, holds in zip(open_groups, choice, strict=True) if holds}, ranks)
        for choice in product((False, True), repeat=len(open_groups))
    }
    return tuple(o for o in ORDER if o in seen)


def conclude(outcomes: Sequence[str]) -> str:
    """One outcome where all agree; the weakest bar where all bar; else undetermined."""
    if len(outcomes) == 1:
        return outcomes[0]
    if outcomes and all(o in BARS for o in outcomes):
        return outcomes[-1]
    return "undetermined"

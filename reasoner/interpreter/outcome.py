"""Outcomes: from the statuses of rules to one outcome, or to all that are still open (semantics §3 to §6).

Within one combination of truth values the first outcome of ORDER holds. Unknown rules are tried both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
PERMITTED: Final = "may_proceed"
"""The consequence of a permission, and of nothing at all."""


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
    id: str = ""
    special_to: tuple[str, ...] = ()
    """Ids of the general texts of the same issuer to which this one is special (特别规定)."""


_LEVELS: Final = ("县", "市", "省", "国家")


def outranks(a: Ranked, b: Ranked) -> str | None:
    """The principle by which a text prevails over another (semantics §5), or None where nothing ranks them."""
    if a.level != b.level:
        return "上位法优于下位法" if _LEVELS.index(a.level) > _LEVELS.index(b.level) else None
    if a.issuer == b.issuer:
        # Only a general text yields to a special one, and only general texts rank by age: no chain of ranks is a circle.
        if b.id in a.special_to and not b.special_to:
            return "特别规定优于一般规定"
        if not a.special_to and not b.special_to and a.issued > b.issued and b.issued:
            return "新规定优于旧规定"
    return None


Group = tuple[str, str]
"""What an outcome turns on: (outcome of the effect, document)."""


def opposite(a: str, b: str) -> bool:
    """Whether one consequence permits what the other bars."""
    return (a == PERMITTED and b in BARS) or (b == PERMITTED and a in BARS)


def standing(holding: Iterable[Group], ranks: Mapping[str, Ranked]) -> frozenset[Group]:
    """The groups that nothing defeats: neither an exemption of their document nor an opposite text that outranks theirs.

    What is defeated itself defeats nothing. Ranks go one way only, so that every chain of them ends.
    """
    exempting = {document for outcome, document in holding if outcome == "exempt"}
    left = [(o, d) for o, d in holding if not (o in RESTRICTIONS and d in exempting)]

    def stands(group: Group) -> bool:
        return not any(
            opposite(other[0], group[0]) and outranks(ranks[other[1]], ranks[group[1]]) is not None and stands(other)
            for other in left
        )

    return frozenset(g for g in left if stands(g))


def decide(holding: frozenset[Group], ranks: Mapping[str, Ranked]) -> str:
    """The outcome when exactly these groups of norms hold."""
    found = {o for o, _ in standing(holding, ranks)}
    if PERMITTED in found and found.intersection(BARS):
        return "conflict"  # had one text outranked the other, only one would stand
    return next((o for o in ORDER if o in found), PERMITTED)


def possible(known: Iterable[Group], unknown: Sequence[Group], ranks: Mapping[str, Ranked]) -> tuple[str, ...]:
    """Every outcome over the combinations of the unknown groups, in ORDER.

    Rules of one group share their consequences, so trying groups instead of single rules loses no outcome. Where no
    text permits, documents do not touch each other: each is tried alone, and the time grows with their number only.
    """
    held = frozenset(known)
    open_groups = sorted(set(unknown) - held)
    if any(o == PERMITTED for o, _ in (*held, *open_groups)):
        seen = _worlds(held, open_groups, ranks)
    else:
        alone = [
            _worlds(frozenset(g for g in held if g[1] == d), [g for g in open_groups if g[1] == d], ranks)
            for d in sorted({d for _, d in (*held, *open_groups)})
        ]
        # The first outcome of ORDER wins; it is reached where no other document must lead to an earlier one.
        latest = min((max(map(ORDER.index, outcomes)) for outcomes in alone), default=ORDER.index(PERMITTED))
        seen = {o for outcomes in alone for o in outcomes if ORDER.index(o) <= latest} or {PERMITTED}
    return tuple(o for o in ORDER if o in seen)


def _worlds(held: frozenset[Group], open_groups: Sequence[Group], ranks: Mapping[str, Ranked]) -> set[str]:
    """The outcomes over all combinations of the open groups."""
    return {
        decide(held | {g for g, holds in zip(open_groups, choice, strict=True) if holds}, ranks)
        for choice in product((False, True), repeat=len(open_groups))
    }


def conclude(outcomes: Sequence[str]) -> str:
    """One outcome where all agree; the weakest bar where all bar; else undetermined."""
    if len(outcomes) == 1:
        return outcomes[0]
    if outcomes and all(o in BARS for o in outcomes):
        return outcomes[-1]
    return "undetermined"

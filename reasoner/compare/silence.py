"""Where a side says nothing: nowhere in its region, in some places only, or of a kind of institution alone.

Silence is no permission: of two regions nothing is then compared, and the rules of the side that speaks are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policy_dsl import ir
from reasoner.backends.smt import terms as t
from reasoner.backends.smt.places import Place
from reasoner.compare.cases import Case, Matter
from reasoner.compare.sides import Compared
from reasoner.interpreter.force import ENDED, NOT_YET, force_on
from reasoner.model.application import Application

Both = tuple[bool, bool]

NOTHING: Final = "not_regulated"
BEYOND: Final = "的规则不及于此类机构"
_NAMED: Final = 6
"""Places that are named; of more the first of these, and how many."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """A rule on a matter on which the other side is silent, and whether it can reach the kind of institution."""

    norm: ir.Norm
    reaches: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """What is said where a side is silent: why nothing is compared, and the rules of each side.

    same: both are silent for the same reason, at every place; ended: because their texts are not in force. beyond: whether
    the rules of a side do not reach the kind.
    """

    why: str
    same: bool
    ended: bool
    beyond: Both
    speaking: tuple[tuple[Speaking, ...], ...]


def governed(matter: Matter) -> bool:
    """Whether both sides have rules in force on the matter somewhere."""
    return all(any(not p.silence for p in kinds) for kinds in (matter.here, matter.there))


def silence(matter: Matter, case: Case, unreached: Both) -> Silence:
    """What is to be said where a side governs nowhere, or none of its rules can come about for the kind."""
    sides = ((matter.a, matter.here), (matter.b, matter.there))
    beyond = [none and any(not p.silence for p in kinds) for (_, kinds), none in zip(sides, unreached, strict=True)]
    states = [[NOTHING if none else p.silence for p in kinds] for (_, kinds), none in zip(sides, beyond, strict=True)]
    same = states[0] == states[1] if matter.together else set(states[0]) == set(states[1])
    told = []
    for (side, _), state, none in zip(sides, states, beyond, strict=True):
        words = dict.fromkeys(w for s in sorted(set(state)) for w in _words(side, matter, s))
        told.append(f"{side.name}{BEYOND if none else '、'.join(words)}")
    nothing = any(set(state) == {NOTHING} for state in states)
    why = ";".join(told) + (";没有规定不等于可以办理,不作宽严比较" if nothing and not same else "")
    speaking = tuple(
        tuple(Speaking(r.norm, r.status.true is not t.FALSE) for r in side.rules) for side in (case.a, case.b)
    )
    ended = all(set(state) == {"out_of_force"} for state in states)
    return Silence(why, same, ended, (beyond[0], beyond[1]), speaking)


def _words(side: Compared, matter: Matter, how: str) -> list[str]:
    """How a side is silent: nothing said, not yet in force, ended; or that it does speak."""
    if how != "out_of_force":
        return ["没有可据以研判的规定" if how else "有规定"]
    there = Application("", matter.name, matter.day, None, {}, {})
    states = [force_on(d, matter.day, there).status for d in side.documents if matter.name in d.regulates]
    return [words for status, words in ((NOT_YET, "尚未施行"), (ENDED, "规划期已届满")) if status in states]


def partly(matter: Matter) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For each side that governs in some places the codes of those where it does not; of versions only of those where the
    other version is not silent in the same way.
    """
    pairs = list(zip(matter.here, matter.there, strict=True)) if matter.together else []
    alike = {c for p, q in pairs if p.silence == q.silence for c in p.codes}
    a, b = (tuple(c for c in _silent_codes(kinds) if c not in alike) for kinds in (matter.here, matter.there))
    return a, b


def _silent_codes(kinds: tuple[Place, ...]) -> list[str]:
    return sorted(c for p in kinds if p.silence for c in p.codes) if any(not p.silence for p in kinds) else []


def partly_told(matter: Matter) -> Iterator[str]:
    """The same in words, for each side."""
    regions = matter.vocabulary.regions
    for side, codes in zip((matter.a, matter.b), partly(matter), strict=True):
        if codes:
            names = "、".join(regions[c].name for c in codes[:_NAMED])
            more = f"等{len(codes)}个地方" if len(codes) > _NAMED else ""
            yield f"{side.name}在{names}{more}没有现行规定,那里不作比较"

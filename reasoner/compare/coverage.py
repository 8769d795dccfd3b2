"""Where a side says nothing: nowhere in its region, in some places only, or of a kind of institution alone.

Silence is no permission: of two regions nothing is then compared, and the rules of the side that speaks are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from reasoner.analysis.reference_date import force
from reasoner.analysis.rule_set import Compared
from reasoner.analysis.solver_cases import Case, Matter
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.place_variables import Place
from reasoner.backends.smt.rule_formulas import Rule
from reasoner.compare.result import Both, RuleOfSide
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.kinds import Outcome

BEYOND: Final = "的规则不及于此类机构"
_MOST: Final = 6
"""Places that are named; of more the first of these, and how many."""

_States = list[Outcome | None]
"""Of each kind of place why nothing governs there; None where something does."""


class Silence(msgspec.Struct, frozen=True):
    """What is said where a side is silent."""

    why: str
    """Why nothing is compared."""
    same: bool
    """Whether both are silent for the same reason, at every place."""
    ended: bool
    """Whether that is because their texts are not in force."""
    beyond: tuple[bool, bool]
    """Of each side whether its rules do not reach the kind of institution."""
    speaking: Both[tuple[RuleOfSide, ...]]
    """The rules of each side."""


def governed(matter: Matter) -> bool:
    """Whether both sides have rules in force on the matter somewhere."""
    return _governs(matter.here) and _governs(matter.there)


def untranscribed(matter: Matter) -> str:
    """Which clauses that may concern a matter are not yet rules (待写), so that nothing can be compared; empty: none.

    Whatever the facts are, such a clause may restrict or not: there is no application on which nothing is open.
    """
    phrases = []
    for side, norms in zip((matter.a, matter.b), matter.norms_of_each, strict=True):
        for clause in dict.fromkeys(n.clause for n in norms if n.pending):
            of = side.base.documents[clause.partition("/")[0]].clauses[clause]
            phrases.append(f"{side.name}《{of.document}》{of.place}")
    return f"{'、'.join(dict.fromkeys(phrases))}尚未写成规则(待写),写成以前无从比较" if phrases else ""


def silence(matter: Matter, case: Case, unreached: tuple[bool, bool]) -> Silence:
    """What is to be said where a side governs nowhere, or none of its rules can come about for the kind (`unreached`)."""
    sides = ((matter.a, matter.here), (matter.b, matter.there))
    beyond = unreached[0] and _governs(matter.here), unreached[1] and _governs(matter.there)
    states = [
        [Outcome.NOT_REGULATED if none else p.silence for p in places]
        for (_, places), none in zip(sides, beyond, strict=True)
    ]
    same = states[0] == states[1] if matter.together else set(states[0]) == set(states[1])
    phrases = [
        f"{side.name}{BEYOND if none else '、'.join(_phrases(side, matter, state))}"
        for (side, _), state, none in zip(sides, states, beyond, strict=True)
    ]
    nothing = any(set(state) == {Outcome.NOT_REGULATED} for state in states)
    why = ";".join(phrases) + (";没有规定不等于可以办理,不作宽严比较" if nothing and not same else "")
    speaking = Both(tuple(_rules(matter.a, case.a.rules)), tuple(_rules(matter.b, case.b.rules)))
    ended = all(set(state) == {Outcome.OUT_OF_FORCE} for state in states)
    return Silence(why, same, ended, beyond, speaking)


def _governs(places: Iterable[Place]) -> bool:
    """Whether some document governs somewhere."""
    return any(p.silence is None for p in places)


def _rules(side: Compared, rules: Iterable[Rule]) -> Iterator[RuleOfSide]:
    """The rules of a side with their clauses, and whether each can reach the kind of institution."""
    for rule in rules:
        norm = rule.norm
        clause = side.base.documents[norm.document].clauses[norm.clause]
        yield RuleOfSide(
            norm.id,
            clause.clause,
            clause.document,
            clause.number,
            clause.place,
            clause.quote,
            norm.text,
            rule.status.true is not t.FALSE,
        )


def _phrases(side: Compared, matter: Matter, states: _States) -> list[str]:
    """How a side is silent: nothing said, not yet in force, ended; or that it does speak. Each once."""
    phrases: list[str] = []
    if None in states:
        phrases.append("有规定")
    if Outcome.NOT_REGULATED in states:
        phrases.append("没有可据以研判的规定")
    if Outcome.OUT_OF_FORCE in states:
        statuses = {force(d, matter.day).status for d in side.documents if matter.name in d.regulates}
        phrases += ["尚未施行"] if ForceStatus.NOT_YET in statuses else []
        phrases += ["规划期已届满"] if ForceStatus.ENDED in statuses else []
    return phrases


def partly(matter: Matter) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For each side that governs in some places the codes of those where it does not; of versions only of those where the
    other version is not silent in the same way.
    """
    pairs = list(zip(matter.here, matter.there, strict=True)) if matter.together else []
    alike = {c for p, q in pairs if p.silence is q.silence for c in p.codes}
    a, b = (tuple(c for c in _silent_codes(kinds) if c not in alike) for kinds in (matter.here, matter.there))
    return a, b


def _silent_codes(places: tuple[Place, ...]) -> list[str]:
    return sorted(c for p in places if p.silence is not None for c in p.codes) if _governs(places) else []


def partly_phrases(matter: Matter) -> Iterator[str]:
    """The same in words, for each side."""
    regions = matter.vocabulary.regions
    for side, codes in zip((matter.a, matter.b), partly(matter), strict=True):
        if codes:
            names = "、".join(regions[c].name for c in codes[:_MOST])
            more = f"等{len(codes)}个地方" if len(codes) > _MOST else ""
            yield f"{side.name}在{names}{more}没有现行规定,那里不作比较"

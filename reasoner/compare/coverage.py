"""Where a side says nothing: nowhere in its region, in some places only, or of a kind of institution alone.

Silence is no permission: of two regions nothing is then compared, and the rules of the side that speaks are told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from reasoner.analysis.document_force import supposed_force
from reasoner.analysis.rule_set import Compared
from reasoner.analysis.solver_cases import Case, Matter
from reasoner.backends.smt.place_variables import Place
from reasoner.backends.smt.rule_formulas import Side
from reasoner.compare.relation_kinds import RULE_KINDS, RuleKind
from reasoner.compare.result import Both, RuleOfSide
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.kinds import Outcome

BEYOND: Final = "的规定不适用于此类机构"
ONLY: Final = {
    frozenset((RuleKind.PREFERENCE,)): "只有鼓励或者优先的规定",
    frozenset((RuleKind.EXEMPTION,)): "只有豁免的规定",
    frozenset((RuleKind.PREFERENCE, RuleKind.EXEMPTION)): "只有鼓励或者优先、豁免的规定",
}
"""Said of a side that prohibits, controls, requires and permits nothing: no statement that it permits."""
PARTLY: Final = "的规则只及于部分申请人,其余的不作比较"
_MOST: Final = 6
"""Places that are named; of more the first of these, and how many."""


class Silence(msgspec.Struct, frozen=True):
    """What is said where a side is silent."""

    why: str
    """Why nothing is compared."""
    same: bool
    """Whether both are silent for the same reason, at every place."""
    ended: bool
    """Whether that is because their texts are not in force."""
    beyond: tuple[bool, bool]
    """Of each side whether its documents decide on the matter, and reach nobody of the kind of institution."""
    speaking: Both[tuple[RuleOfSide, ...]]
    """The rules of each side."""


class SideCase(msgspec.Struct, frozen=True):
    """A side before one kind of institution: its places, and how it is silent at each."""

    side: Compared
    """The side."""
    formulas: Side
    """Its rules as formulas."""
    places: tuple[Place, ...]
    """The kinds of places."""
    states: tuple[Outcome | None, ...]
    """Of each why nothing governs such an institution there; None where something may."""

    @property
    def speaks(self) -> bool:
        """Whether some document in force decides on the matter somewhere, whomever it reaches."""
        return any(p.in_force for p in self.places)

    @property
    def governs(self) -> bool:
        """Whether some document may govern such an institution somewhere."""
        return None in self.states

    def silenced(self) -> tuple[Outcome, ...]:
        """The states where nothing governs such an institution anywhere, as the solver found."""
        return tuple(self.formulas.lapse(p) for p in self.places)


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


def both_sides(case: Case) -> tuple[SideCase, SideCase]:
    """The two sides of a case."""
    matter = case.matter
    a, b = (
        SideCase(side, formulas, places, tuple(map(formulas.silence, places)))
        for side, formulas, places in ((matter.a, case.a, matter.here), (matter.b, case.b, matter.there))
    )
    return a, b


def silence(case: Case, unreached: tuple[bool, bool]) -> Silence:
    """What is to be said where a side governs nobody of a kind of institution (`unreached`)."""
    matter, sides = case.matter, both_sides(case)
    states = [s.silenced() if none else s.states for s, none in zip(sides, unreached, strict=True)]
    beyond = [none and s.speaks for s, none in zip(sides, unreached, strict=True)]
    same = states[0] == states[1] if matter.together else set(states[0]) == set(states[1])
    phrases = [
        f"{s.side.name}{BEYOND if none else '、'.join(_phrases(s.side, matter, state))}"
        for s, state, none in zip(sides, states, beyond, strict=True)
    ]
    nothing = any(set(state) == {Outcome.NOT_REGULATED} for state in states)
    why = ";".join(phrases) + (";没有规定不等于可以办理,不作宽严比较" if nothing and not same else "")
    a, b = (tuple(_rules(s, matter)) for s in sides)
    ended = all(set(state) == {Outcome.OUT_OF_FORCE} for state in states)
    return Silence(why, same, ended, (beyond[0], beyond[1]), Both(a, b))


def _rules(one: SideCase, matter: Matter) -> Iterator[RuleOfSide]:
    """The rules of a side with their clauses, whether each can reach the kind of institution, and whether it decides."""
    for norm in one.side.says(matter.name, matter.day):
        document = one.side.base.documents[norm.document]
        clause = document.clauses[norm.clause]
        yield RuleOfSide(
            norm.id,
            clause.clause,
            clause.document,
            clause.number,
            clause.place,
            clause.quote,
            norm.text,
            one.formulas.reaches(norm),
            RULE_KINDS[norm.effect],
        )


def _phrases(side: Compared, matter: Matter, states: Sequence[Outcome | None]) -> list[str]:
    """How a side is silent: nothing said, only preferred, not yet in force, ended; or that it does speak. Each once."""
    phrases: list[str] = []
    if None in states:
        phrases.append("有规定")
    if Outcome.NOT_REGULATED in states:
        kinds = frozenset(RULE_KINDS[n.effect] for n in side.says(matter.name, matter.day))
        phrases.append(ONLY.get(kinds, "没有可供核对的规定"))
    if Outcome.OUT_OF_FORCE in states:
        deciding = (d for d in side.documents if any(n.decides for n in d.norms(matter.name)))
        statuses = {supposed_force(d, matter.day, side.without).status for d in deciding}
        phrases += ["尚未施行"] if ForceStatus.NOT_YET in statuses else []
        phrases += ["规划期已届满"] if ForceStatus.ENDED in statuses else []
        phrases += ["没有现行规定"] if ForceStatus.DENIED in statuses else []
    return phrases


def partly(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """For each side that may govern in some places the codes of those where it does not; of versions only of those where
    the other version is not silent in the same way.
    """
    one, other = both_sides(case)
    pairs = zip(one.places, one.states, other.states, strict=True) if case.matter.together else ()
    alike = {c for p, state, there in pairs if state is there for c in p.codes}
    a, b = (tuple(c for c in _silent_codes(s) if c not in alike) for s in (one, other))
    return a, b


def _silent_codes(one: SideCase) -> list[str]:
    states = zip(one.places, one.states, strict=True)
    return sorted(c for p, state in states if state is not None for c in p.codes) if one.governs else []


def partly_phrases(matter: Matter, partly: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[str]:
    """The same in words, for each side."""
    regions = matter.vocabulary.regions
    for side, codes in zip((matter.a, matter.b), partly, strict=True):
        if codes:
            names = "、".join(regions[c].name for c in codes[:_MOST])
            more = f"等{len(codes)}个地方" if len(codes) > _MOST else ""
            yield f"{side.name}在{names}{more}没有现行规定,那里不作比较"

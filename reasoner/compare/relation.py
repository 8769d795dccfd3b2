"""How two sides relate in one case, and every pair of clauses on which they differ.

A is stricter than B where every application that A lets proceed, B lets proceed too, and not the other way round. Looked at
are applications on which no rule is open; a side that has no rule in force for the matter lets nothing proceed and
restrains nothing, and is compared with nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from reasoner.backends.smt import terms as t
from reasoner.backends.smt.side import PROCEEDS, RESTRAINS, Rule, Side, World
from reasoner.backends.smt.solver import Budget, Session
from reasoner.compare.cases import Case
from reasoner.compare.ordinary import cost

EQUAL: Final = "等价"
STRICTER: Final = "A 更严"
LOOSER: Final = "A 更宽"
APART: Final = "不可比"
OPEN: Final = "未定"
RELATIONS: Final = (EQUAL, STRICTER, LOOSER, APART, OPEN)

A_ALLOWS: Final = "a_proceeds"
B_ALLOWS: Final = "b_proceeds"
STRENGTH: Final = "strength"
"""Kinds of difference: one side lets proceed what the other restrains; or both do alike, with another outcome."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A rule that decides on each side (None: nothing restrains, no rule decides), and a model in which both do."""

    kind: str
    a: Rule | None
    b: Rule | None
    unusual: tuple[str, ...]
    values: t.Values
    goals: tuple[str, ...]


class Questions:
    """A session for one case with everything that may be asked of it."""

    def __init__(self, case: Case, budget: Budget) -> None:
        self.case = case
        self.named = {**case.decides, **case.usual, **_differences(case.in_a, case.in_b)}
        self.session = Session(case.settled, self.named, budget)
        self._usual = {name: cost(name) for name in case.usual}

    def relation(self) -> str:
        """How the sides relate. Raises Spent."""
        if A_ALLOWS in self.named and self.session.ask(A_ALLOWS):
            return APART if self.session.ask(B_ALLOWS) else LOOSER
        return STRICTER if self.session.ask(B_ALLOWS) else EQUAL

    def pairs(self) -> Iterator[Pair]:
        """Every pair of rules on which the sides differ, with the fewest unusual facts. Raises Spent."""
        for a_literal, a in _deciding(self.case.a, "a:", self.named):
            for b_literal, b in _deciding(self.case.b, "b:", self.named):
                kind = _kind(a, b)
                if kind is None:
                    continue
                found = fewest(self.session, (a_literal, b_literal, kind), self._usual)
                if found is not None:
                    unusual, values = found
                    yield Pair(kind, a, b, unusual, values, (a_literal, b_literal, kind))


def _differences(a: World, b: World) -> dict[str, t.Term]:
    same = t.or_(t.and_((a.outcome[o], b.outcome[o])) for o in a.outcome)
    alike = t.or_(t.and_((a.among(group), b.among(group))) for group in (PROCEEDS, RESTRAINS))
    return {
        A_ALLOWS: t.and_((a.among(PROCEEDS), b.among(RESTRAINS))),
        B_ALLOWS: t.and_((b.among(PROCEEDS), a.among(RESTRAINS))),
        STRENGTH: t.and_((alike, t.not_(same))),
    }


def _deciding(side: Side, prefix: str, named: dict[str, t.Term]) -> Iterator[tuple[str, Rule | None]]:
    if prefix in named:
        yield prefix, None
    for rule in side.rules:
        if prefix + rule.norm.id in named:
            yield prefix + rule.norm.id, rule


def _kind(a: Rule | None, b: Rule | None) -> str | None:
    """What kind of difference it is that these decide; None where they lead to one outcome."""
    outcomes = [r.group[0] if r is not None else "may_proceed" for r in (a, b)]
    if outcomes[0] == outcomes[1]:
        return None
    a_proceeds, b_proceeds = (o in PROCEEDS for o in outcomes)
    return STRENGTH if a_proceeds == b_proceeds else A_ALLOWS if a_proceeds else B_ALLOWS


def fewest(
    session: Session, goals: Sequence[str], usual: Mapping[str, int]
) -> tuple[tuple[str, ...], dict[str, bool | int]] | None:
    """A model of the goals in which the fewest facts are not usual, and which these are; None where there is none.

    usual: the literals of usual facts with what giving them up costs. What cannot hold together is collected; the
    cheapest set that meets all of it is given up, until a model is found: no cheaper set would do.
    """
    cores: list[frozenset[str]] = []
    while True:
        given_up = _cheapest_meeting(cores, usual)
        if session.ask(*goals, *(u for u in usual if u not in given_up)):
            return tuple(g.partition(":")[2] for g in given_up), session.model()
        core = session.why_not().intersection(usual)
        if not core:
            return None
        cores.append(core)


def _cheapest_meeting(cores: Sequence[frozenset[str]], usual: Mapping[str, int]) -> tuple[str, ...]:
    concerned = frozenset[str]().union(*cores)
    members = [u for u in usual if u in concerned]
    best: tuple[str, ...] = tuple(members)
    least = sum(usual[u] for u in members)
    for size in range(len(members)):
        if size > least:
            break
        for chosen in combinations(members, size):
            price = sum(usual[u] for u in chosen)
            if price < least and all(core.intersection(chosen) for core in cores):
                best, least = chosen, price
    return best

"""Outcomes: from the statuses of rules to one outcome, or to all that are still open (semantics §3 to §6).

Within one combination of truth values the first outcome of OUTCOMES holds. Unknown rules are tried both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect, Level, Strength
from reasoner.model.kinds import OUTCOMES, RANK, Outcome, Status
from reasoner.model.messages import LABELS, WORDED
from reasoner.model.proof import RuleProof

BARS: Final = (Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED)
FAVOURABLE: Final = (Outcome.EXEMPT, Outcome.PRIORITY, Outcome.MAY_PROCEED)
"""What lets an application proceed, the strongest first."""
PERMITTED: Final = Outcome.MAY_PROCEED
"""The consequence of a permission, and of nothing at all."""


def label(outcome: Outcome, strengths: Iterable[Strength]) -> str:
    """The label of an outcome, in the words of the decisive clauses where all of them share one wording."""
    words = {WORDED.get((outcome, s)) for s in strengths}
    only = words.pop() if len(words) == 1 else None
    return only or LABELS[outcome]


_CONSEQUENCE: Final = {
    Effect.CONTROL: Outcome.STRICTLY_CONTROLLED,
    Effect.REQUIRE: Outcome.NOT_ELIGIBLE,
    Effect.EXEMPT: Outcome.EXEMPT,
    Effect.PREFER: Outcome.PRIORITY,
    Effect.PERMIT: Outcome.MAY_PROCEED,
}


def outcome_of_effect(norm: ir.Norm | RuleProof) -> Outcome:
    """The outcome that a norm leads to when it holds and nothing defeats it."""
    if norm.effect is Effect.PROHIBIT or norm.effect is Effect.CAP:
        return Outcome.PRESUMPTIVELY_BARRED if norm.strength is Strength.IN_PRINCIPLE else Outcome.BARRED
    return _CONSEQUENCE[norm.effect]


RESTRICTIONS: Final = (Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.STRICTLY_CONTROLLED)
"""What an exemption defeats, in its own document. A requirement of the applicant is no restriction of a plan."""


class Precedence(msgspec.Struct, frozen=True, cache_hash=True):
    """A document as conflicts see it: issuers, their level (国家 highest) and the day of issue."""

    issuers: tuple[str, ...]
    level: Level
    issued: str
    id: str = ""
    special_to: tuple[str, ...] = ()
    """Ids of the general texts of the same issuers to which this one is special (特别规定)."""


@lru_cache(maxsize=512)
def precedence(document: Document) -> Precedence:
    """What of a document ranks it among others."""
    return Precedence(document.issuers, document.issuer_level, document.issued, document.id, document.special_to)


_LEVELS: Final = tuple(Level)


def outranks(a: Precedence, b: Precedence) -> str | None:
    """The principle by which a text prevails over another (semantics §5), or None where nothing ranks them."""
    if a.level is not b.level:
        return "上位法优于下位法" if _LEVELS.index(a.level) > _LEVELS.index(b.level) else None
    if a.issuers == b.issuers:
        # Only a general text yields to a special one, and only general texts rank by age: no chain of ranks is a circle.
        if b.id in a.special_to and not b.special_to:
            return "特别规定优于一般规定"
        if not a.special_to and not b.special_to and a.issued > b.issued and b.issued:
            return "新规定优于旧规定"
    return None


class Group(NamedTuple):
    """What an outcome turns on. Norms of one group have the same consequence, and the same exemptions lift them."""

    outcome: Outcome
    """That of the effect."""
    document: str
    """The document of the norm."""
    named: tuple[str, ...] = ()
    """Of an exemption from single clauses these; of a restriction those of them under which it stands."""

    @property
    def exempts_singly(self) -> bool:
        """Whether it is an exemption from single clauses: it lifts these and leads to no outcome of its own."""
        return self.outcome is Outcome.EXEMPT and bool(self.named)

    def lifts(self, other: Group) -> bool:
        """Whether this, where it holds, is an exemption that lifts the other: a restriction of its document."""
        if self.outcome is not Outcome.EXEMPT or self.document != other.document or other.outcome not in RESTRICTIONS:
            return False
        return not self.named or not set(self.named).isdisjoint(other.named)


def group_of(norm: ir.Norm) -> Group:
    """What an outcome turns on of a norm."""
    return Group(outcome_of_effect(norm), norm.document, norm.named)


def consequences_of(groups: Iterable[Group]) -> set[Outcome]:
    """The outcomes to which groups lead."""
    return {g.outcome for g in groups if not g.exempts_singly}


def opposite(a: Outcome, b: Outcome) -> bool:
    """Whether one consequence permits what the other bars."""
    return (a is PERMITTED and b in BARS) or (b is PERMITTED and a in BARS)


def undefeated(holding: Iterable[Group], ranks: Mapping[str, Precedence]) -> frozenset[Group]:
    """The groups that nothing defeats: neither an exemption of their document nor an opposite text that outranks theirs.

    What is defeated itself defeats nothing. Ranks go one way only, so that every chain of them ends.
    """
    holding = tuple(holding)
    exempting = [group for group in holding if group.outcome is Outcome.EXEMPT]
    left = [group for group in holding if not any(e.lifts(group) for e in exempting)] if exempting else holding
    if PERMITTED not in [group.outcome for group in left]:
        return frozenset(left)  # nothing is opposite to anything

    def stands(group: Group) -> bool:
        return not any(
            opposite(other[0], group[0]) and outranks(ranks[other[1]], ranks[group[1]]) is not None and stands(other)
            for other in left
        )

    return frozenset(g for g in left if stands(g))


def decide(holding: frozenset[Group], ranks: Mapping[str, Precedence]) -> Outcome:
    """The outcome when exactly these groups of norms hold."""
    outcomes = consequences_of(undefeated(holding, ranks))
    if PERMITTED in outcomes and outcomes.intersection(BARS):
        return Outcome.CONFLICT  # had one text outranked the other, only one would stand
    return min(outcomes, key=RANK.__getitem__, default=PERMITTED)


def possible(known: Iterable[Group], unknown: Iterable[Group], ranks: Mapping[str, Precedence]) -> tuple[Outcome, ...]:
    """Every outcome over the combinations of the unknown groups, in the order of OUTCOMES.

    Rules of one group share their consequences, so trying groups instead of single rules loses no outcome. Where no
    text permits, documents do not touch each other: each is tried alone, and the time grows with their number only.
    """
    holding = frozenset(known)
    open_groups = sorted(set(unknown) - holding)
    if not open_groups:
        return (decide(holding, ranks),)
    if PERMITTED in [g.outcome for g in (*holding, *open_groups)]:
        reached = _completions(holding, open_groups, ranks)
    else:
        alone = [
            _completions(frozenset(g for g in holding if g[1] == d), [g for g in open_groups if g[1] == d], ranks)
            for d in sorted({g.document for g in (*holding, *open_groups)})
        ]
        # The first outcome of the order wins; it is reached where no other document must lead to an earlier one.
        latest = min((max(RANK[o] for o in outcomes) for outcomes in alone), default=RANK[PERMITTED])
        reached = {o for outcomes in alone for o in outcomes if RANK[o] <= latest} or {PERMITTED}
    return tuple(o for o in OUTCOMES if o in reached)


def _completions(
    holding: frozenset[Group], open_groups: Sequence[Group], ranks: Mapping[str, Precedence]
) -> set[Outcome]:
    """The outcomes over all combinations of the open groups."""
    return {
        decide(holding | {g for g, holds in zip(open_groups, choice, strict=True) if holds}, ranks)
        for choice in product((False, True), repeat=len(open_groups))
    }


class Standing(NamedTuple):
    """How a document that could govern stands: whether it reaches the applicant, and whether it is in force."""

    document: str
    reach: Status
    in_force: Status
    open_end: bool = False
    """Its period has ended, and nothing is recorded of what follows."""
    yields_to: frozenset[str] = frozenset()
    """Ids of the plans to which it yields where one of them governs: guidance does, to those of the pooling region."""


class Weighed(msgspec.Struct, frozen=True, cache_hash=True):
    """A norm as an outcome sees it."""

    group: Group
    status: Status
    decides: bool
    prefers: bool
    reach_key: bytes
    """Whom it reaches (`Norm.reach_key`)."""
    reaches: Status
    """Whether that is the applicant."""
    within: Status
    """Whether it comes about where it reaches."""


ByClass = tuple[frozenset[Weighed], ...]
"""The same norms for each class that an application may be of whose class nobody knows; empty where that is known."""


def open_outcomes(
    standings: Iterable[Standing], rules: Iterable[Weighed], ranks: Mapping[str, Precedence], by_class: ByClass = ()
) -> tuple[Outcome, ...]:
    """Every outcome that is open, in the order of OUTCOMES: over force and reach of the documents as far as they are
    unknown, and over the combinations of the unknown norms of those that govern.

    Where nothing certainly governs, that nothing does is open, too: silence is no permission. A plan that has ended, and
    of which nothing is recorded that follows, keeps `out_of_force` open beside what is favourable by other documents.
    A preference that is unknown counts as not claimed. An application is of one class: what follows in none is not open.
    """
    return _open_outcomes(tuple(standings), frozenset(rules), tuple(ranks.items()), by_class)


@lru_cache(maxsize=8192)
def _open_outcomes(
    standings: tuple[Standing, ...],
    rules: frozenset[Weighed],
    ranked: tuple[tuple[str, Precedence], ...],
    by_class: ByClass,
) -> tuple[Outcome, ...]:
    """The same; it turns on nothing but these statuses, in which many applications agree. Equal rules count once."""
    ranks = dict(ranked)
    if any(s.reach is Status.UNKNOWN for s in standings):
        by_class = ()  # whom a document reaches may turn on the class, too: its scopes are tried instead
    if standings and all(s.reach is Status.TRUE is s.in_force and not s.yields_to for s in standings):
        every = [_Governing(s.document) for s in standings]
        only_rules = possible(*_groups(every, rules), ranks)
        return _of_one_class(only_rules, every, rules, by_class, ranks)
    reached: set[Outcome] = set()
    by_rules: dict[tuple[frozenset[Group], frozenset[Group]], tuple[Outcome, ...]] = {}
    for case in product(*(_cases(s, rules) for s in standings)):
        candidates = {c.document for c in case if isinstance(c, _Governing)}
        governing = [
            c
            for s, c in zip(standings, case, strict=True)
            if isinstance(c, _Governing) and candidates.isdisjoint(s.yields_to)
        ]
        lapsed = [s for s, c in zip(standings, case, strict=True) if c is _LAPSED]
        if not governing:
            reached.add(Outcome.OUT_OF_FORCE if lapsed else Outcome.NOT_REGULATED)
            continue
        holding_and_open = _groups(governing, rules)
        outcomes = by_rules.get(holding_and_open)
        if outcomes is None:
            outcomes = possible(*holding_and_open, ranks)
            outcomes = by_rules[holding_and_open] = _of_one_class(outcomes, governing, rules, by_class, ranks)
        reached.update(outcomes)
        if any(s.open_end for s in lapsed) and not set(FAVOURABLE).isdisjoint(outcomes):
            reached.add(Outcome.OUT_OF_FORCE)
    return tuple(o for o in OUTCOMES if o in reached)


def _of_one_class(
    outcomes: tuple[Outcome, ...],
    governing: Sequence[_Governing],
    rules: frozenset[Weighed],
    by_class: ByClass,
    ranks: Mapping[str, Precedence],
) -> tuple[Outcome, ...]:
    """Of these outcomes those that are open in some class; all of them where less would settle what no norm that holds
    whatever the class says: what decides can be cited. A preference that is not known to hold counts as not claimed in every
    class: of which class the application is, nobody has said.
    """
    if not by_class or len(outcomes) == 1:
        return outcomes
    preferring = [r for r in rules if r.prefers]
    joint = {
        o
        for of_class in by_class
        for o in possible(*_groups(governing, [*preferring, *(r for r in of_class if not r.prefers)]), ranks)
    }
    fewer = tuple(o for o in outcomes if o in joint)
    concluded = conclude(fewer)
    decided = consequences_of(undefeated(_groups(governing, rules)[0], ranks))
    return fewer if concluded is conclude(outcomes) or concluded in decided else outcomes


class _Governing(NamedTuple):
    """A document that governs; `reaching`: the scopes (`Norm.reach_key`) that reach the applicant, of those of which that
    is not known.
    """

    document: str
    reaching: frozenset[bytes] | None = None


_LAPSED: Final = "lapsed"
"""A document reaches the applicant, and is not in force."""
_FOREIGN: Final = "foreign"
"""A document does not reach the applicant."""


def _cases(standing: Standing, rules: Iterable[Weighed]) -> list[_Governing | str]:
    """What a document may be to the applicant, as far as force and reach are known.

    One that is not in force and can reach it counts as one that does: nothing can rest on it either way.
    """
    document = standing.document
    lapsed: list[_Governing | str] = [] if standing.in_force is Status.TRUE else [_LAPSED]
    governs = standing.in_force is not Status.FALSE
    if standing.reach is Status.TRUE:
        return [*([_Governing(document)] if governs else []), *lapsed]
    if standing.reach is Status.FALSE:
        return [_FOREIGN]
    if not governs:
        return lapsed
    unknown = [r for r in rules if r.group[1] == document and r.reaches is Status.UNKNOWN]
    scopes = list(dict.fromkeys(r.reach_key for r in unknown))
    deciding = {r.reach_key for r in unknown if r.decides}
    choices = product((True, False), repeat=len(scopes))
    chosen = [frozenset(s for s, holds in zip(scopes, choice, strict=True) if holds) for choice in choices]
    return [*(_Governing(document, c) for c in chosen if c & deciding), *lapsed, _FOREIGN]


def _groups(governing: Iterable[_Governing], rules: Iterable[Weighed]) -> tuple[frozenset[Group], frozenset[Group]]:
    """Of the rules of exactly the documents that govern, what holds and what is open."""
    reaching = dict(governing)
    holding: set[Group] = set()
    unknown: set[Group] = set()
    for rule in rules:
        if rule.group[1] not in reaching:
            continue
        scopes, status = reaching[rule.group[1]], rule.status
        if scopes is not None and rule.reaches is Status.UNKNOWN:
            status = rule.within if rule.reach_key in scopes else Status.FALSE
        if status is Status.TRUE:
            holding.add(rule.group)
        elif status is Status.UNKNOWN and not rule.prefers:
            unknown.add(rule.group)
    return frozenset(holding), frozenset(unknown)


def conclude(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome where all agree; the weakest where all bar, or all are favourable; else undetermined."""
    if len(outcomes) == 1:
        return outcomes[0]
    if any(outcomes and all(o in alike for o in outcomes) for alike in (BARS, FAVOURABLE)):
        return outcomes[-1]
    return Outcome.UNDETERMINED

"""The comparison of two sides done without any solver: every application of a small world is judged by the interpreter.

A world is small where facts have few values (`rule_menu.tiny`). Relation and differing pairs are then read off from the
definitions of `reasoner.compare.relation`: looked at are applications on which no rule is open on either side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from policy_dsl.ir import Compare as Comparison
from policy_dsl.ir import Effect, Norm, Strength
from policy_dsl.vocabulary import Vocabulary
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import DifferenceKind, Relation
from reasoner.interpreter.judge import judge
from reasoner.interpreter.relocation import rebound
from reasoner.interpreter.turning_points import atoms
from reasoner.model.application import Application, Facts, Observation
from reasoner.model.consistency import impossible
from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.proof import RuleProof

from .application_strategy import TOWN, keys_of
from .rule_menu import contradicts, domain

_PROCEEDS = (Outcome.EXEMPT, Outcome.PRIORITY, Outcome.MAY_PROCEED)
_RESTRAINS = (
    Outcome.CONFLICT, Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.NOT_ELIGIBLE, Outcome.STRICTLY_CONTROLLED,
)  # fmt: skip
_SILENT = (Outcome.NOT_REGULATED, Outcome.OUT_OF_FORCE)
_BEFORE = "2024-04-30"
_OLDER = "2023-11-30"
"""Figures are of the last month before the day; a forecast is of the period that the rule names."""

Pair = tuple[DifferenceKind, str | None, str | None]
"""Kind of difference, and the rule that decides on each side (None: nothing restrains and no rule decides)."""


@dataclass
class RelationAndPairs:
    """What a comparison finds of one kind of institution."""

    relation: Relation = Relation.EQUAL
    pairs: set[Pair] = field(default_factory=set)


@dataclass(frozen=True)
class Decided:
    """What one side says of an application on which none of its rules is open."""

    outcome: Outcome
    label: str
    """Its words: 暂不 and 不得 bar alike, and are told apart."""
    deciding: frozenset[str | None]
    reached: bool
    """Whether a rule comes about."""


def naive(
    a: Compared, b: Compared, matter: str, kind: str, day: str, *, together: bool
) -> tuple[RelationAndPairs, int]:
    """Relation and pairs by going through everything; also how many applications were judged."""
    silent = [_silence(side, matter, kind, day) for side in (a, b)]
    reached = [False, False]
    decided = False
    found, judged = RelationAndPairs(), 0
    allows = {DifferenceKind.A_PROCEEDS: False, DifferenceKind.B_PROCEEDS: False}
    for application in every_application(a, b, matter, kind, day, together=together):
        one = _decided(a, application, day)
        judged += 1
        if one is None:
            continue
        for other in [application] if together else elsewhere(b, application):
            two = _decided(b, other, day)
            judged += 1
            if two is None:
                continue
            decided = True
            reached = [reached[0] or one.reached, reached[1] or two.reached]
            if (one.outcome, one.label) == (two.outcome, two.label):
                continue
            kind_of = _difference(one.outcome, two.outcome)
            if kind_of is None:
                continue
            if kind_of in allows:
                allows[kind_of] = True
            found.pairs |= {(kind_of, x, y) for x in one.deciding for y in two.deciding}
    governed = all(None in s.values() for s in silent)
    if governed and not decided and not together:
        return RelationAndPairs(Relation.OPEN), judged
    if not governed or not (all(reached) or together):
        # One side governs nowhere or reaches no such institution: nothing is compared, but versions may be silent alike.
        states = [
            dict.fromkeys(s, Outcome.NOT_REGULATED) if None in s.values() and not r else s
            for s, r in zip(silent, reached, strict=True)
        ]
        return RelationAndPairs(Relation.EQUAL if states[0] == states[1] and together else Relation.APART), judged
    found.relation = {
        (False, False): Relation.EQUAL,
        (True, True): Relation.APART,
        (True, False): Relation.LOOSER,
        (False, True): Relation.STRICTER,
    }[allows[DifferenceKind.A_PROCEEDS], allows[DifferenceKind.B_PROCEEDS]]
    if together and silent[0] != silent[1]:
        found.relation = Relation.APART  # somewhere only one version speaks
    return found, judged


def open_differences(
    world_a: Compared, world_b: Compared, matter: str, kind: str, day: str, *, together: bool
) -> set[DifferenceKind]:
    """What differences of outcome there are among all applications, those on which rules are open included."""
    found = set()
    for application in every_application(world_a, world_b, matter, kind, day, together=together):
        one = judge(world_a.base, application, day, world_a.only, advise=False).outcome
        for other in [application] if together else elsewhere(world_b, application):
            two = judge(world_b.base, other, day, world_b.only, advise=False).outcome
            kind_of = _difference(one, two)
            if one is not two and {one, two} <= {*_PROCEEDS, *_RESTRAINS} and kind_of is not None:
                found.add(kind_of)
    return found


def _difference(a: Outcome, b: Outcome) -> DifferenceKind | None:
    if a in _SILENT or b in _SILENT:
        return None
    if a in _PROCEEDS and b in _RESTRAINS:
        return DifferenceKind.A_PROCEEDS
    if b in _PROCEEDS and a in _RESTRAINS:
        return DifferenceKind.B_PROCEEDS
    return DifferenceKind.STRENGTH


def _silence(side: Compared, matter: str, kind: str, day: str) -> dict[str, Outcome | None]:
    """How a side is silent, county by county; None where it governs."""
    silences: dict[str, Outcome | None] = {}
    for code in counties(side):
        facts = {("机构", "类型"): (Observation(kind),)}
        there = Application("", matter, day, code, side.roles_of(code), facts)
        outcome = judge(side.base, there, day, side.only, advise=False).outcome
        silences[code] = outcome if outcome in _SILENT else None
    return silences


def counties(side: Compared) -> list[str]:
    """Where an institution of the side's region may lie."""
    vocabulary = side.base.vocabulary
    divisions = {r.code: r for r in vocabulary.regions.values() if r.level in ("county", "prefecture")}
    counties_of = {r.parent for r in divisions.values() if r.level == "county"}
    found = [
        code
        for code, r in divisions.items()
        if side.region in vocabulary.chain(code) and (r.level == "county" or code not in counties_of)
    ]
    return found or [side.region]


def every_application(
    a: Compared, b: Compared, matter: str, kind: str, day: str, *, together: bool
) -> Iterator[Application]:
    """Every application of the kind on the matter: all places, all facts that a rule reads, all their values."""
    norms = [n for side in (a, b) for d in side.base.documents.values() for n in d.norms(matter)]
    keys = keys_of(norms)
    vocabulary = a.base.vocabulary
    for code in counties(a):
        roles = {**a.roles_of(code), "所在镇街": TOWN}
        read = list(dict.fromkeys((roles[r], label, period) for r, label, period in keys if roles.get(r) is not None))
        for values in product(*(_values(vocabulary, label, matter) for _, label, _ in read)):
            facts: dict[tuple[str, str], tuple[Observation, ...]] = {("机构", "类型"): (Observation(kind),)}
            for (subject, label, period), seen in zip(read, values, strict=True):
                if seen is not None:
                    facts[subject, label] = (
                        *facts.get((subject, label), ()),
                        Observation(seen.value, period or _BEFORE),
                    )
            for dated in (facts, *_older(facts, norms, roles)):
                found = Application("某", matter, day, code, roles, dated)
                contradiction = any(
                    contradicts(vocabulary, matter, kind, label, o.value)
                    for (_, label), observed in facts.items()
                    for o in observed
                )
                if not contradiction and not impossible(found, vocabulary):
                    yield found


def _older(facts: Facts, norms: Iterable[Norm], roles: Mapping[str, str | None]) -> Iterator[Facts]:
    """The same with one figure of a pair that rules compare of an older day: they are not alike then."""
    leaves = [a for n in norms for c in (n.scope, n.condition) for a in atoms(c) if isinstance(a, Comparison)]
    figures = {(roles.get(f.subject) or "", f.term) for a in leaves for p in a.pairs for f in (p.a, p.b)}
    for key in sorted(figures & facts.keys()):
        yield {**facts, key: tuple(Observation(o.value, _OLDER) for o in facts[key])}


def _values(vocabulary: Vocabulary, label: str, matter: str) -> list[Observation | None]:
    """Every value, and unknown: for facts of which silence is a no, stated to be so; for the others not given."""
    term = vocabulary.facts[label]
    silent = term.burden or (label == "已定点" and "定点" in matter)
    return [*map(Observation, domain(vocabulary, label)), Observation(None) if silent else None]


def elsewhere(b: Compared, application: Application) -> Iterator[Application]:
    """The application at every place of the second side."""
    return (rebound(application, code, b.roles_of(code)) for code in counties(b))


def _decided(side: Compared, application: Application, day: str) -> Decided | None:
    """What the interpreter says; None where a rule is open that more knowledge could make to matter."""
    verdict = judge(side.base, application, day, side.only, advise=False)
    rules = verdict.reasons.rules
    holding = {_group(r) for r in rules if r.status is Status.TRUE}
    open_ = {_group(r) for r in rules if r.status is Status.UNKNOWN and r.effect is not Effect.PREFER}
    if not open_ <= holding:
        return None
    deciding: set[str | None] = {c.rule for c in verdict.citations if c.role is Role.DECISIVE}
    if verdict.outcome is Outcome.MAY_PROCEED and not deciding:
        deciding = {None}
    return Decided(verdict.outcome, verdict.label, frozenset(deciding), bool(holding))


def _group(rule: RuleProof) -> tuple[str, str, bool]:
    """Rules of one document that lead to one outcome stand for each other: whether one of them is open is no matter."""
    bars = rule.effect in (Effect.PROHIBIT, Effect.CAP)
    in_principle = bars and rule.strength is Strength.IN_PRINCIPLE
    return "bar" if bars else rule.effect, rule.clause.partition("/")[0], in_principle


def by_solver(
    a: Compared, b: Compared, matter: str, kinds: Iterable[str], day: str, *, together: bool
) -> dict[str, RelationAndPairs]:
    """What the product's comparison finds, by kind of institution."""
    done = compare(a, b, day, matters=(matter,), kinds=tuple(kinds), seconds=600, together=together)
    found = {}
    for result in done.results:
        pairs = {(w.kind, *w.rules.each) for w in result.witnesses}
        assert len(pairs) == len(result.witnesses), "a pair is found twice"
        found[result.type] = RelationAndPairs(result.relation, pairs)
    return found


def quarrels(naively: RelationAndPairs, solver: RelationAndPairs) -> list[str]:
    """Where they differ."""
    found = []
    if naively.relation != solver.relation:
        found.append(f"relation: enumerated {naively.relation}, solver {solver.relation}")
    missed = {p for p in naively.pairs - solver.pairs if not _told_by_another(p, solver.pairs)}
    found += [f"not found by the solver: {p}" for p in sorted(missed, key=str)]
    found += [f"found by the solver alone: {p}" for p in sorted(solver.pairs - naively.pairs, key=str)]
    return found


def _told_by_another(pair: Pair, pairs: set[Pair]) -> bool:
    """That nothing decides on one side is left out where a rule that does is told beside the same rule of the other."""
    kind, a, b = pair
    return (a is None and any((k, y) == (kind, b) and x for k, x, y in pairs)) or (
        b is None and any((k, x) == (kind, a) and y for k, x, y in pairs)
    )


def size(a: Compared, b: Compared, matter: str) -> int:
    """How many values all facts have together, at the place that has most: what going through them costs."""
    keys = keys_of(n for side in (a, b) for d in side.base.documents.values() for n in d.norms(matter))
    most = 1
    for code in counties(a):
        roles = {**a.roles_of(code), "所在镇街": TOWN}
        count = 1
        for _, label in {(roles[r], label) for r, label, _ in keys if roles.get(r) is not None}:
            count *= len(domain(a.base.vocabulary, label)) + 1
        most = max(most, count)
    return most


MIRRORED = {r: r for r in Relation} | {
    Relation.LOOSER: Relation.STRICTER,
    Relation.STRICTER: Relation.LOOSER,
}
_MIRRORED_KINDS = {
    DifferenceKind.A_PROCEEDS: DifferenceKind.B_PROCEEDS,
    DifferenceKind.B_PROCEEDS: DifferenceKind.A_PROCEEDS,
    DifferenceKind.STRENGTH: DifferenceKind.STRENGTH,
}


def mirrored(found: RelationAndPairs) -> RelationAndPairs:
    """The same with the sides exchanged."""
    return RelationAndPairs(MIRRORED[found.relation], {(_MIRRORED_KINDS[k], y, x) for k, x, y in found.pairs})

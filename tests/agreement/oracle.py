"""The comparison of two sides done without any solver: every application of a small world is judged by the interpreter.

A world is small where facts have few values (`rule_menu.tiny`). Relation and differing pairs are then read off from the
definitions of `reasoner.compare.relation`: looked at are applications on which no rule is open on either side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from msgspec.structs import replace

from policy_dsl.compiled import Document
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
from reasoner.model.place_binding import DOCUMENT
from reasoner.model.proof import RuleProof
from reasoner.model.rule_base import DOCUMENT_FORCE
from reasoner.model.verdict import Verdict

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
    by_force: tuple[Relation, ...] = ()
    """Where it depends on documents of unknown force: the relation for each way, in the order of `suppositions`."""


@dataclass(frozen=True)
class Judged:
    """What one side says of an application."""

    possible: frozenset[Outcome]
    settled: bool
    """Whether nothing is open that more knowledge could make to matter."""
    outcome: Outcome
    label: str
    """Its words: 暂不 and 不得 bar alike, and are told apart."""
    deciding: frozenset[str | None]

    @property
    def silent(self) -> Outcome | None:
        """Why nothing governs; None where something does."""
        return self.outcome if self.outcome in _SILENT else None


@dataclass
class Seen:
    """What was seen of a side."""

    possible: dict[str, set[Outcome]] = field(default_factory=dict)
    """By county what is possible there for some application, on which rules may be open."""
    governs: bool = False
    """Whether it governs an application that both sides settle."""

    def states(self, *, unreached: bool) -> dict[str, Outcome | None]:
        """By county why nothing governs there; None where something can, unless nothing does anywhere."""
        return {
            code: None
            if not unreached and not seen <= set(_SILENT)
            else Outcome.OUT_OF_FORCE
            if Outcome.OUT_OF_FORCE in seen
            else Outcome.NOT_REGULATED
            for code, seen in self.possible.items()
        }

    @property
    def never(self) -> bool:
        """Whether nothing can govern anywhere, whatever is known."""
        return all(seen <= set(_SILENT) for seen in self.possible.values())


def naive(
    a: Compared, b: Compared, matter: str, kind: str, day: str, *, together: bool
) -> tuple[RelationAndPairs, int]:
    """Relation and pairs by going through everything; also how many applications were judged."""
    seen = Seen(), Seen()
    decided = unlike = False
    result, judged = RelationAndPairs(), 0
    allows = {DifferenceKind.A_PROCEEDS: False, DifferenceKind.B_PROCEEDS: False}
    for application in every_application(a, b, matter, kind, day, together=together):
        one = _judged(a, application, day)
        seen[0].possible.setdefault(application.region or "", set()).update(one.possible)
        judged += 1
        for other in [application] if together else elsewhere(b, application):
            two = _judged(b, other, day)
            seen[1].possible.setdefault(other.region or "", set()).update(two.possible)
            judged += 1
            if not (one.settled and two.settled):
                continue
            decided = True
            seen[0].governs |= one.silent is None
            seen[1].governs |= two.silent is None
            unlike |= one.silent is not two.silent
            if (one.outcome, one.label) == (two.outcome, two.label):
                continue
            kind_of = _difference(one.outcome, two.outcome)
            if kind_of is None:
                continue
            if kind_of in allows:
                allows[kind_of] = True
            result.pairs |= {(kind_of, x, y) for x in one.deciding for y in two.deciding}
    never = [side.never for side in seen]
    if not (decided or any(never)):
        return RelationAndPairs(Relation.OPEN), judged
    unreached = never if any(never) else [not side.governs for side in seen]
    if any(unreached):
        # One side governs no such institution: nothing is compared, but versions may be silent alike.
        states = [side.states(unreached=none) for side, none in zip(seen, unreached, strict=True)]
        return RelationAndPairs(Relation.EQUAL if states[0] == states[1] and together else Relation.APART), judged
    result.relation = {
        (False, False): Relation.EQUAL,
        (True, True): Relation.APART,
        (True, False): Relation.LOOSER,
        (False, True): Relation.STRICTER,
    }[allows[DifferenceKind.A_PROCEEDS], allows[DifferenceKind.B_PROCEEDS]]
    if together and unlike:
        result.relation = Relation.APART  # some are governed by one version only
    return result, judged


def either_way(
    a: Compared, b: Compared, matter: str, kind: str, day: str, *, together: bool
) -> tuple[tuple[RelationAndPairs, ...], int]:
    """The same for each way in which documents of unknown force may be in force; the first is that all are."""
    documents = {d.id: d for side in (a, b) for d in side.documents}
    deciding = [d for d in documents.values() if any(n.decides for n in d.norms(matter))]
    found = [
        naive(a.supposing(way), b.supposing(way), matter, kind, day, together=together) for way in ways(deciding, day)
    ]
    return tuple(one for one, _ in found), sum(judged for _, judged in found)


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
            # What is compared are plausible applications: no place has more than what lies around it, whatever the days.
            if impossible(Application("某", matter, day, code, roles, facts), vocabulary):
                continue
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


def _judged(side: Compared, application: Application, day: str) -> Judged:
    """What the interpreter says, with what the side supposes of documents of unknown force."""
    verdict = judge(side.base, supposing(side, application, day), day, side.only, advise=False)
    rules = verdict.reasons.rules
    named = {n.id: n.named for d in side.base.documents.values() for n in d.all_norms}
    holding = {(_group(r), named[r.rule]) for r in rules if r.status is Status.TRUE}
    unknown = [r for r in rules if r.status is Status.UNKNOWN and r.effect is not Effect.PREFER]
    open_ = {(_group(r), named[r.rule]) for r in unknown}
    deciding: set[str | None] = {c.rule for c in verdict.citations if c.role is Role.DECISIVE}
    if verdict.outcome is Outcome.MAY_PROCEED and not deciding:
        deciding = {None}
    settled = open_ <= holding and _reaching(verdict) and len(verdict.possible) == 1
    return Judged(frozenset(verdict.possible), settled, verdict.outcome, verdict.label, frozenset(deciding))


def _reaching(verdict: Verdict) -> bool:
    """Whether it is known of every document in force whether it reaches the applicant."""
    deciding = ("prohibit", "cap", "control", "require", "permit")
    rules = [r for r in verdict.reasons.rules if r.effect in deciding and r.scope.status is Status.TRUE]
    return {r.rule.partition("/")[0] for r in rules} >= set(verdict.reasons.governing)


def of_unknown_force(document: Document, day: str) -> bool:
    """Whether nobody knows whether a document is in force on a day: its text does not say so, and it is of that year or older."""
    return "不明" in (document.starts_basis, document.ends_basis) and day >= (document.starts or str(document.year))


def ways(documents: Iterable[Document], day: str) -> list[frozenset[str]]:
    """Every set of documents of unknown force that may not be in force: none first, then the smaller before the greater."""
    unknown = sorted(d.id for d in documents if of_unknown_force(d, day))
    chosen = [
        frozenset(i for i, out in zip(unknown, bits, strict=True) if out)
        for bits in product((0, 1), repeat=len(unknown))
    ]
    return sorted(chosen, key=lambda way: (len(way), sorted(way)))


def supposing(side: Compared, application: Application, day: str) -> Application:
    """The application with what the side supposes of documents of unknown force, determined for the day."""
    made = {
        (DOCUMENT + d.id, DOCUMENT_FORCE): (Observation(d.id not in side.without, day, starts=day, ends=day),)
        for d in side.base.documents.values()
        if of_unknown_force(d, day)
    }
    return replace(application, facts={**application.facts, **made}) if made else application


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
        assert len(pairs) == len(result.witnesses) or result.by_force, "a pair is found twice"
        by_force = tuple(way.relation for way in result.by_force)
        found[result.type] = RelationAndPairs(result.relation, pairs, by_force)
    return found


def quarrels_by_force(naively: Sequence[RelationAndPairs], solver: RelationAndPairs) -> list[str]:
    """Where what the solver says of all ways of force differs from what each of them is."""
    relations = tuple(one.relation for one in naively)
    if solver.by_force:
        together = RelationAndPairs(Relation.FORCE, set().union(*(one.pairs for one in naively)), relations)
        return quarrels(together, solver)
    if len(set(relations)) > 1:
        return [f"relation: enumerated {relations}, solver {solver.relation} whatever is in force"]
    return quarrels(naively[0], solver)


def quarrels(naively: RelationAndPairs, solver: RelationAndPairs) -> list[str]:
    """Where they differ."""
    found = []
    if naively.by_force != solver.by_force:
        found.append(f"by force: enumerated {naively.by_force}, solver {solver.by_force}")
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
    return RelationAndPairs(
        MIRRORED[found.relation],
        {(_MIRRORED_KINDS[k], y, x) for k, x, y in found.pairs},
        tuple(MIRRORED[r] for r in found.by_force),
    )

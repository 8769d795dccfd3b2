"""Applications judged together that can exclude each other: found and shown beside the verdicts, never folded into one.

Each verdict stands alone: a cap is tested on what exists and what one application asks for. Here the norms that an
application respects alone are tested again as if the others were granted too. Who is chosen (择优定点) people decide.
The order of the applications changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Fault
from policy_dsl.numerals import plain
from reasoner.batch.distance import Position, how_near, metres
from reasoner.interpreter.condition_evaluation import FactContext, evaluate
from reasoner.interpreter.document_force import law_days
from reasoner.interpreter.turning_points import facts_of
from reasoner.model.application import Application, FactKey, LayeredFacts, Observation, counting, layers
from reasoner.model.kinds import Outcome, Status
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, in_its_versions

BEDS: Final[FactKey] = ("申请", "床位数")
WALK: Final[FactKey] = ("申请", "步行15分钟内同类型定点机构数")
COUNTED: Final = "定点医药机构数"
KIND: Final = "类型"
"""Facts that grow when others are granted too: beds asked for, institutions within a walk, institutions of a region."""

_OUT: Final = (
    Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED, Outcome.NOT_ELIGIBLE, Outcome.EXEMPT, Outcome.OUT_OF_FORCE,
    Outcome.NOT_REGULATED,
)  # fmt: skip
"""Who is not to be granted anyway takes nothing from the others; who is exempt is kept out by nobody."""

_LIMITING: Final = (ir.Effect.CAP, ir.Effect.PROHIBIT, ir.Effect.CONTROL)

_CELL: Final = 0.02
"""Degrees, more than the farthest walk as far north as China reaches."""


class GroupKind(StrEnum):
    """Why applications cannot all be granted. The members stand in the order in which groups of one rule are listed."""

    CAP = "cap"
    """Their beds together exceed a cap."""
    COUNT = "count"
    """Together they exceed the number of institutions planned."""
    WALK = "walk"
    """They lie within one walk."""


KINDS: Final = {
    GroupKind.CAP: "合计超过上限",
    GroupKind.WALK: "同一步行范围",
    GroupKind.COUNT: "合计超过配置总量",
}


def omitted(rows: int) -> str:
    """Says that rows with faults stand in no group."""
    return f"有错没有研判的{rows}份没有计入竞争分组,改正以后分组可能不同。"


class Limit(msgspec.Struct, frozen=True):
    """A norm that keeps out some of those that ask for the same."""

    norm: ir.Norm
    """The norm."""
    kind: GroupKind
    """Why it cannot let all in."""
    roles: tuple[str, ...]
    """Whose figures it speaks of, besides the applicant's own."""
    document: Document
    """The version of the document in which it stands."""


class Candidate(msgspec.Struct, frozen=True):
    """An application that may be granted, with what its verdict says of that."""

    application: Application
    """The application."""
    as_of: str
    """The day whose law was asked for."""
    limits: tuple[str, ...]
    """The ids of the norms that could keep it out, and do not when it stands alone."""
    position: Position | None = None
    """Where the institution stands; None: not given."""


class GroupReport(msgspec.Struct, frozen=True, kw_only=True):
    """Applications that cannot all be granted, as `tiaoli check --json --groups` writes them."""

    kind: GroupKind
    """Why they cannot."""
    label: str
    """The same in words."""
    rule: str
    """The id of the norm."""
    clause: str
    """The address of its clause."""
    document: str
    """The title of its document."""
    number: str | None
    """The number of its document; None where the received text has none."""
    place: str
    """The place of its clause in words."""
    quote: str
    """The official text of its clause."""
    of: str
    """The region or 镇街 whose figures it speaks of, by name."""
    applications: tuple[str, ...]
    """Their numbers (编号)."""
    asked: tuple[str, ...]
    """What each asks for: 100张, 1家."""
    sure: bool
    """Whether the facts given prove it, or only suggest it."""
    why: str
    """The reason in words."""


class JudgedTogether(msgspec.Struct, frozen=True, omit_defaults=True):
    """The verdicts on applications that were judged together, and which of them exclude each other."""

    verdicts: tuple[Verdict, ...]
    """The verdicts, in the order of the applications."""
    groups: tuple[GroupReport, ...]
    """The applications that cannot all be granted."""
    errors: tuple[Fault, ...] = ()
    """What is wrong with the rows of a table that were not judged."""


class JudgedRows(msgspec.Struct, frozen=True):
    """What became of a table with bad rows."""

    verdicts: tuple[Verdict, ...]
    """The verdicts on the good rows, in their order."""
    errors: tuple[Fault, ...]
    """What is wrong with the others, each fault once."""


class GroupSearch:
    """The search for groups among applications that are judged one after the other.

    positions: 位置 by 编号. Of the verdicts only what the search needs is kept.
    """

    def __init__(self, base: RuleBase, positions: Mapping[str, Mapping[str, object]]) -> None:
        self._base, self._positions = base, positions
        self._limits: dict[str, Limit] = {}
        for document in base.every:
            for norm in (n for m in document.regulates for n in document.norms(m) if n.effect in _LIMITING):
                kind = _kind(norm)
                if kind is not None:
                    self._limits[self._key(norm.id, document)] = Limit(norm, kind, _roles(norm), document)
        read = {f.term for limit in self._limits.values() for f in limit.norm.reads}
        self._read = frozenset((*read, KIND, *(t for _, t in (BEDS, WALK)), COUNTED))
        """The facts, by label, on which groups turn."""
        self._candidates: list[Candidate] = []

    def add(self, application: Application, verdict: Verdict) -> tuple[str, ...]:
        """Note an application with its verdict; the norms that could keep it out beside others."""
        limits = self._limits_of(verdict)
        self.add_limited(application, verdict.as_of, limits)
        return limits

    def add_limited(self, application: Application, day: str, limits: tuple[str, ...]) -> None:
        """Note an application that some norms could keep out beside others; day: that on which it was judged."""
        if limits:
            position = Position.of(self._positions.get(application.id))
            self._candidates.append(Candidate(self._slim(application), day, limits, position))

    def _limits_of(self, verdict: Verdict) -> tuple[str, ...]:
        if verdict.outcome in _OUT:
            return ()
        documents = in_its_versions(self._base, verdict).documents
        rules = [r for r in verdict.reasons.rules if r.status is not Status.TRUE and r.scope.status is Status.TRUE]
        keys = (self._key(r.rule, documents[r.rule.partition("/")[0]]) for r in rules)
        return tuple(key for key in keys if key in self._limits)

    def _key(self, rule: str, document: Document) -> str:
        """A rule in a version of its document."""
        return f"{rule}@{document.version}" if document.id in self._base.several else rule

    def _slim(self, application: Application) -> Application:
        """The application with no facts of its own but those on which groups turn: a great many are kept."""
        own, shared = layers(application.facts)
        return replace(application, facts=LayeredFacts({k: v for k, v in own.items() if k[1] in self._read}, shared))

    def groups(self) -> list[GroupReport]:
        """Every group among the applications, in the order of clauses and numbers."""
        sharing: dict[tuple[str, GroupKind, str], list[Candidate]] = {}
        for candidate in sorted(self._candidates, key=lambda c: c.application.id):
            roles = candidate.application.roles
            for key in candidate.limits:
                limit = self._limits[key]
                walk = limit.kind is GroupKind.WALK
                subject = roles.get("全市") or "" if walk else _subject(limit, candidate.application)
                sharing.setdefault((key, limit.kind, subject), []).append(candidate)
        exclusive: list[GroupReport] = []
        for (key, kind, subject), members in sorted(sharing.items(), key=lambda item: item[0]):
            if len(members) > 1:
                limit = self._limits[key]
                exclusive += _SEARCHES[kind](self._base.pinning(limit.document), limit.norm, subject, members)
        return exclusive


def _kind(norm: ir.Norm) -> GroupKind | None:
    read = {(s, t) for s, t, _ in facts_of(norm.condition)}
    if norm.effect is ir.Effect.CAP and BEDS in read:
        return GroupKind.CAP
    if WALK in read:
        return GroupKind.WALK
    return GroupKind.COUNT if any(t == COUNTED for _, t in read) else None


def _roles(norm: ir.Norm) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for s, _, _ in facts_of(norm.condition) if s not in ("申请", "机构")))


def _subject(limit: Limit, application: Application) -> str:
    """What the norm's figures speak of: the regions that its roles stand for here."""
    return "、".join(sorted({application.roles.get(r) or "" for r in limit.roles}))


def _group(
    base: RuleBase, kind: GroupKind, norm: ir.Norm, subject: str, members: Sequence[Candidate], requests: Sequence[str],
    why: str, *, sure: bool = True,
) -> GroupReport:  # fmt: skip
    regions = base.vocabulary.regions
    of = "、".join(regions[c].name if c in regions else c for c in subject.split("、") if c)
    clause = base.documents[norm.document].clauses[norm.clause]
    return GroupReport(
        kind=kind,
        label=KINDS[kind],
        rule=norm.id,
        clause=clause.clause,
        document=clause.document,
        number=clause.number,
        place=clause.place,
        quote=clause.quote,
        of=of,
        applications=tuple(m.application.id for m in members),
        asked=tuple(requests),
        sure=sure,
        why=why,
    )


def _with(candidate: Candidate, key: FactKey, value: Decimal, day: str) -> Application:
    application = candidate.application
    given = application.facts.get(key, ())
    counted = counting(given, day)
    new = replace(counted, value=value) if counted is not None else Observation(value)
    changed = {key: (*(o for o in given if o is not counted), new)}
    return replace(application, facts=LayeredFacts(changed, application.facts))


def _status(base: RuleBase, norm: ir.Norm, candidate: Candidate, key: FactKey, value: Decimal) -> Status:
    """The status of the norm's condition for this applicant if the fact had that value."""
    day = candidate.as_of
    application = _with(candidate, key, value, day)
    context = FactContext(application, base.vocabulary, day, law_days(base, application, day))
    return evaluate(norm.condition, context).status


def _value(candidate: Candidate, key: FactKey) -> Decimal | None:
    counted = counting(candidate.application.facts.get(key, ()), candidate.as_of)
    return counted.value if counted is not None and isinstance(counted.value, Decimal) else None


def _over_cap(base: RuleBase, norm: ir.Norm, subject: str, members: list[Candidate]) -> list[GroupReport]:
    """Beds that each respect the cap alone, and together exceed it by the figures of at least one of them."""
    known = [(m, beds) for m in members if (beds := _value(m, BEDS)) is not None]
    alone = [(m, b) for m, b in known if _status(base, norm, m, BEDS, b) is Status.FALSE]
    total = sum((b for _, b in alone), Decimal(0))
    if len(alone) < 2 or not any(_status(base, norm, m, BEDS, total) is Status.TRUE for m, _ in alone):
        return []
    quantities = [f"{plain(b)}张" for _, b in alone]
    why = f"各自单独均未超过上限;{len(alone)}份合计{plain(total)}张,与现有床位数之和超过上限,不能全部新增"
    return [_group(base, GroupKind.CAP, norm, subject, [m for m, _ in alone], quantities, why)]


def _over_count(base: RuleBase, norm: ir.Norm, subject: str, members: list[Candidate]) -> list[GroupReport]:
    """Institutions of one region that each stay within the number planned, and together exceed it."""
    keys = {
        (m.application.roles.get(s) or "", t) for m in members for s, t, _ in facts_of(norm.condition) if t == COUNTED
    }
    if len(keys) != 1:
        return []
    key = next(iter(keys))
    known = [(m, number) for m in members if _reached(base, norm, m) and (number := _value(m, key)) is not None]
    fits = [(m, number) for m, number in known if _status(base, norm, m, key, number) is Status.FALSE]
    if len(fits) < 2 or not any(_status(base, norm, m, key, n + len(fits)) is Status.TRUE for m, n in fits):
        return []
    why = f"现有机构数单独未超过配置总量;{len(fits)}份全部新增后超过,不能全部新增"
    return [_group(base, GroupKind.COUNT, norm, subject, [m for m, _ in fits], ["1家"] * len(fits), why)]


def _reached(base: RuleBase, norm: ir.Norm, member: Candidate) -> bool:
    """Whether the norm may reach an applicant: one that holds a contract already adds no institution to those counted."""
    context = FactContext(member.application, base.vocabulary, member.as_of)
    return evaluate(norm.scope, context).status is not Status.FALSE


def _within_walk(base: RuleBase, norm: ir.Norm, subject: str, members: list[Candidate]) -> list[GroupReport]:
    """Those of one kind within one walk: pairs by distance, and towns in which a position is lacking, as a possibility."""
    by_type: dict[str, list[Candidate]] = {}
    for member in members:
        kind = counting(member.application.facts.get(("机构", KIND), ()), member.as_of)
        if kind is not None and kind.value:
            by_type.setdefault(str(kind.value), []).append(member)
    close: list[GroupReport] = []
    for kind_name, same in sorted(by_type.items()):
        for one, other, distance in near_pairs([m for m in same if m.position is not None]):
            why = f"同为{kind_name},直线距离约{distance}米,{how_near(distance)}"
            close.append(_group(base, GroupKind.WALK, norm, subject, [one, other], ["1家", "1家"], why, sure=False))
        towns: dict[tuple[str, str], list[Candidate]] = {}
        for member in same:
            town = member.application.roles.get("所在镇街")
            if town:
                towns.setdefault((member.application.region or "", town), []).append(member)
        for (_, town), there in sorted(towns.items()):
            systems = {m.position.system if m.position is not None else "" for m in there}
            if len(there) > 1 and ("" in systems or len(systems) > 1):
                why = f"同为{kind_name},在同一镇街,缺少可比的位置,可能在步行15分钟范围内,须现场核查或测算步行路线"
                name = town.partition(":")[2]
                quantities = ["1家"] * len(there)
                close.append(_group(base, GroupKind.WALK, norm, name, there, quantities, why, sure=False))
    return close


_SEARCHES: Final = {
    GroupKind.CAP: _over_cap,
    GroupKind.COUNT: _over_count,
    GroupKind.WALK: _within_walk,
}


def near_pairs(candidates: list[Candidate]) -> Iterator[tuple[Candidate, Candidate, int]]:
    """The pairs that may lie within one walk, with their distance; only neighbours in a coarse grid are compared."""
    cells: dict[tuple[str, int, int], list[Candidate]] = {}
    for one in candidates:
        assert one.position is not None
        system, row, column = (
            one.position.system,
            int(one.position.latitude / _CELL),
            int(one.position.longitude / _CELL),
        )
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                for other in cells.get((system, row + down, column + right), ()):
                    assert other.position is not None
                    distance = metres(one.position, other.position)
                    if how_near(distance):
                        first, second = sorted((one, other), key=lambda c: c.application.id)
                        yield first, second, distance
        cells.setdefault((system, row, column), []).append(one)

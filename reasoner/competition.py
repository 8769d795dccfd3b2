"""Applications judged together that can exclude each other: found and shown beside the verdicts, never folded into one.

Each verdict stands alone: a cap is tested on what exists and what one application asks for. Here the norms that an
application respects alone are tested again as if the others were granted too. Who is chosen (择优定点) people decide.
The order of the applications changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.numerals import plain
from reasoner.interpreter.boundaries import facts_of
from reasoner.interpreter.interpret import FactContext, evaluate
from reasoner.model.application import Application, Observation, counting
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.nearby import Position, how_near, metres

BEDS: Final = ("申请", "床位数")
WALK: Final = ("申请", "步行15分钟内同类型定点机构数")
COUNTED: Final = "定点医药机构数"
"""Facts that grow when others are granted too: beds asked for, institutions within a walk, institutions of a region."""

_OUT: Final = ("barred", "presumptively_barred", "not_eligible", "exempt", "out_of_force", "not_regulated")
"""Who is not to be granted anyway takes nothing from the others; who is exempt is kept out by nobody."""

_CELL: Final = 0.02
"""Degrees, more than the farthest walk as far north as China reaches."""

KINDS: Final = {"cap": "合计超过上限", "walk": "同一步行范围", "count": "合计超过配置总量"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application with its verdict and, where known, its position."""

    application: Application
    verdict: Verdict
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Applications that cannot all be granted, by one norm. sure: whether the facts given prove it, or only suggest it."""

    kind: str
    rule: str
    citation: Mapping[str, Any]
    of: str
    applications: tuple[str, ...]
    asked: tuple[str, ...]
    sure: bool
    why: str

    def to_data(self) -> dict[str, Any]:
        """Plain data."""
        cited = {k: self.citation[k] for k in ("clause", "document", "number", "place", "quote")}
        return {
            "kind": self.kind, "label": KINDS[self.kind], "rule": self.rule, **cited, "of": self.of,
            "applications": list(self.applications), "asked": list(self.asked), "sure": self.sure, "why": self.why,
        }  # fmt: skip


def groups(base: RuleBase, judged: Iterable[tuple[Application, Verdict]], positions: Mapping[str, Any]) -> list[Group]:
    """Every group among the applications, in the order of clauses and numbers. `positions`: 位置 by 编号."""
    candidates = [
        Candidate(a, v, Position.of(positions.get(a.id)))
        for a, v in sorted(judged, key=lambda pair: pair[0].id)
        if v["outcome"] not in _OUT
    ]
    norms = {n.id: n for d in base.documents.values() for m in d.regulates for n in d.norms(m)}
    sharing: dict[tuple[str, str, str], list[Candidate]] = {}
    for candidate in candidates:
        for rule in candidate.verdict["reasons"]["rules"]:
            norm = norms.get(rule["rule"])
            if norm is None or rule["status"] == "true" or norm.effect not in ("cap", "prohibit", "control"):
                continue
            if rule["scope"]["status"] != "true":
                continue
            kind = _kind(norm)
            if kind:
                subject = (
                    candidate.application.roles.get("全市") or ""
                    if kind == "walk"
                    else _subject(norm, candidate.application)
                )
                sharing.setdefault((norm.id, kind, subject), []).append(candidate)
    found: list[Group] = []
    for (rule, kind, subject), members in sorted(sharing.items(), key=lambda item: item[0]):
        if len(members) > 1:
            norm = norms[rule]
            told = {"cap": _over_cap, "count": _over_count, "walk": _within_walk}[kind]
            found += told(base, norm, subject, members)
    return found


def _kind(norm: ir.Norm) -> str:
    read = {(s, t) for s, t, _ in facts_of(norm.condition)}
    if norm.effect == "cap" and BEDS in read:
        return "cap"
    if WALK in read:
        return "walk"
    return "count" if any(t == COUNTED for _, t in read) else ""


def _subject(norm: ir.Norm, application: Application) -> str:
    """What the norm's figures speak of: the regions that its roles stand for here."""
    roles = dict.fromkeys(s for s, _, _ in facts_of(norm.condition) if s not in ("申请", "机构"))
    return "、".join(sorted({application.roles.get(r) or "" for r in roles}))


def _group(
    base: RuleBase, kind: str, norm: ir.Norm, subject: str, members: Sequence[Candidate], asked: Sequence[str],
    why: str, *, sure: bool = True,
) -> Group:  # fmt: skip
    regions = base.vocabulary.regions
    of = "、".join(regions[c].name if c in regions else c for c in subject.split("、") if c)
    citation = base.documents[norm.document].citation(norm.clause)
    return Group(kind, norm.id, citation, of, tuple(m.application.id for m in members), tuple(asked), sure, why)


def _with(candidate: Candidate, key: tuple[str, str], value: Decimal, day: str) -> Application:
    application = candidate.application
    seen = application.facts.get(key, ())
    counted = counting(seen, day)
    new = replace(counted, value=value) if counted is not None else Observation(value)
    return replace(application, facts={**application.facts, key: (*(o for o in seen if o is not counted), new)})


def _broken(base: RuleBase, norm: ir.Norm, candidate: Candidate, key: tuple[str, str], value: Decimal) -> str:
    """The status of the norm's condition for this applicant if the fact had that value."""
    day = candidate.verdict["as_of"]
    return evaluate(norm.condition, FactContext(_with(candidate, key, value, day), base.vocabulary, day))[0]


def _value(candidate: Candidate, key: tuple[str, str]) -> Decimal | None:
    seen = counting(candidate.application.facts.get(key, ()), candidate.verdict["as_of"])
    return seen.value if seen is not None and isinstance(seen.value, Decimal) else None


def _over_cap(base: RuleBase, norm: ir.Norm, subject: str, members: list[Candidate]) -> list[Group]:
    """Beds that each respect the cap alone, and together exceed it by the figures of at least one of them."""
    known = [(m, beds) for m in members if (beds := _value(m, BEDS)) is not None]
    alone = [(m, b) for m, b in known if _broken(base, norm, m, BEDS, b) == "false"]
    total = sum((b for _, b in alone), Decimal(0))
    if len(alone) < 2 or not any(_broken(base, norm, m, BEDS, total) == "true" for m, _ in alone):
        return []
    asked = [f"{plain(b)}张" for _, b in alone]
    why = f"各自单独均未超过上限;{len(alone)}份合计{plain(total)}张,与现有床位数之和超过上限,不能全部新增"
    return [_group(base, "cap", norm, subject, [m for m, _ in alone], asked, why)]


def _over_count(base: RuleBase, norm: ir.Norm, subject: str, members: list[Candidate]) -> list[Group]:
    """Institutions of one region that each stay within the number planned, and together exceed it."""
    keys = {
        (m.application.roles.get(s) or "", t) for m in members for s, t, _ in facts_of(norm.condition) if t == COUNTED
    }
    if len(keys) != 1:
        return []
    key = next(iter(keys))
    new = [m for m in members if _new(m)]
    fits = [(m, n) for m in new if (n := _value(m, key)) is not None and _broken(base, norm, m, key, n) == "false"]
    if len(fits) < 2 or not any(_broken(base, norm, m, key, n + len(fits)) == "true" for m, n in fits):
        return []
    why = f"现有机构数单独未超过配置总量;{len(fits)}份全部新增后超过,不能全部新增"
    return [_group(base, "count", norm, subject, [m for m, _ in fits], ["1家"] * len(fits), why)]


def _new(member: Candidate) -> bool:
    seen = counting(member.application.facts.get(("机构", "已定点"), ()), member.verdict["as_of"])
    return seen is None or seen.value is not True


def _within_walk(base: RuleBase, norm: ir.Norm, subject: str, members: list[Candidate]) -> list[Group]:
    """Those of one kind within one walk: pairs by distance, and towns in which a position is lacking, as a possibility."""
    by_type: dict[str, list[Candidate]] = {}
    for member in members:
        kind = counting(member.application.facts.get(("机构", "类型"), ()), member.verdict["as_of"])
        if kind is not None and kind.value:
            by_type.setdefault(str(kind.value), []).append(member)
    found = []
    for kind_name, same in sorted(by_type.items()):
        for one, other, distance in near_pairs([m for m in same if m.position is not None]):
            why = f"同为{kind_name},直线距离约{distance}米,{how_near(distance)}"
            found.append(_group(base, "walk", norm, subject, [one, other], ["1家", "1家"], why, sure=False))
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
                found.append(_group(base, "walk", norm, name, there, ["1家"] * len(there), why, sure=False))
    return found


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

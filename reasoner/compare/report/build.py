"""From the plain data of comparisons to what is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from reasoner.compare.data import groups
from reasoner.compare.relation import EQUAL
from reasoner.compare.report import words
from reasoner.compare.report.facts import facts_of
from reasoner.compare.report.view import (
    BOTH,
    LATE,
    UNREACHED,
    Block,
    Cited,
    Data,
    Example,
    Half,
    Kinds,
    Spoken,
    View,
    short_names,
)
from reasoner.rulebase import RuleBase


def views(data: Data | Sequence[Data], base: RuleBase) -> tuple[View, ...]:
    """The pairs of some data, one or several; the examples are numbered through all of them."""
    listed = [data] if isinstance(data, Mapping) else list(data)
    number = count(1)
    return tuple(View(d, tuple(_blocks(d, base, number)), _region(d, base)) for d in listed)


def _region(data: Data, base: RuleBase) -> str:
    region = base.vocabulary.regions.get(data["regions"]["a"]) if data["one_place"] else None
    return region.name if region is not None and region.name not in (data["a"], data["b"]) else ""


def _blocks(data: Data, base: RuleBase, number: Iterator[int]) -> Iterator[Block]:
    for matter, results in _joined(data):
        first, names = results[0], tuple(str(r["type"]) for r in results)
        term = base.vocabulary.matters.get(matter)
        whole = len(names) > 1 and term is not None and set(names) == set(term.members)
        of, unreached = Kinds(names, whole, _complete(first)), _unreached(first, data)
        examples = tuple(_example(data, w, unreached, of, base, next(number)) for w in first["witnesses"])
        label, why = _shortened(_label(first), data), _shortened(_why(first), data)
        yield Block(
            matter, of, first["relation"], label, why, examples, first["silent"], unreached, _spoken(first, data, base)
        )


def _complete(result: Data) -> bool:
    return result.get("complete", True) and LATE not in result["why"]


def _unreached(result: Data, data: Data) -> tuple[str, ...]:
    """The short names of the sides that do not reach; of a group that is not complete nobody can say so."""
    if not _complete(result):
        return ()
    told = [s for s in "ab" if s in result.get("unreached", ()) or f"{data[s]}{UNREACHED}" in result["why"]]
    return tuple(short_names(data)["ab".index(s)] for s in told)


def _why(result: Data) -> str:
    """Why, in the words of today; of a group that is not complete without what it cannot know."""
    why = str(result["why"])
    for old, new in words.OLDER:
        why = why.replace(old, new)
    parts = [p for p in why.split(";") if _complete(result) or UNREACHED not in p]
    if not _complete(result) and not any(LATE in p for p in parts):
        parts.insert(0, LATE)
    return ";".join(p for p in parts if p)


def _label(result: Data) -> str:
    """Two silent sides are not equal: nothing is compared."""
    if not result["silent"] or result["relation"] != EQUAL or result["label"].startswith(BOTH):
        return str(result["label"])
    return words.BOTH_SILENT if words.SILENT in _why(result) else words.BOTH_ENDED


def _spoken(result: Data, data: Data, base: RuleBase) -> tuple[Spoken, ...]:
    """The rules of the side that does speak; a side that is silent has none."""
    rules = result.get("speaking") or {}
    return tuple(
        Spoken(name, _ruled(r, base), str(r["text"] or ""), bool(r["reaches"]))
        for side, name in zip("ab", short_names(data), strict=True)
        for r in rules.get(side, ())
    )


def _ruled(rule: Data, base: RuleBase) -> Cited:
    name = rule["rule"].partition("#")[2]
    document = base.documents.get(rule["clause"].partition("/")[0])
    known = document is not None and rule["clause"] in document.clauses
    start = document.citation(rule["clause"])["start"] if document is not None and known else 0
    return Cited(rule["clause"], name, rule["document"], rule["number"] or "", rule["place"], rule["quote"], start)


def _shortened(text: str, data: Data) -> str:
    for full, short in zip((data["a"], data["b"]), short_names(data), strict=True):
        text = text.replace(full, short)
    return text


def _joined(data: Data) -> list[tuple[str, list[Data]]]:
    """The groups of kinds by matter; groups of which the same is said, and nothing is shown, are one."""
    found: list[tuple[str, list[Data]]] = []
    for matter, members in groups(data):
        if found and found[-1][0] == matter and _said(found[-1][1][0]) == _said(members[0]) is not None:
            found[-1][1].extend(members)
        else:
            found.append((matter, list(members)))
    return found


def _said(result: Data) -> tuple[object, ...] | None:
    if result["witnesses"]:
        return None
    reach = [(r["rule"], r["reaches"]) for rules in (result.get("speaking") or {}).values() for r in rules]
    return (result["relation"], result["why"], _complete(result), *result.get("unreached", ()), *reach)


def _example(data: Data, witness: Data, unreached: tuple[str, ...], of: Kinds, base: RuleBase, number: int) -> Example:
    halves = [_half(data, witness, side, unreached, base) for side in ("a", "b")]
    facts = facts_of(witness["application"], witness["unusual"], base.vocabulary)
    return Example(number, witness["kind"], halves[0], halves[1], facts, witness["application"], of)


def _half(data: Data, witness: Data, side: str, unreached: tuple[str, ...], base: RuleBase) -> Half:
    verdict, rule, name = witness[side], witness["rules"][side], short_names(data)["ab".index(side)]
    deciding = [c for c in verdict["citations"] if c["role"] == "decisive"]
    ordered = sorted(deciding, key=lambda c: bool(c["rule"] != rule))
    clauses = tuple(
        Cited(
            c["clause"],
            c["rule"].partition("#")[2],
            c["document"],
            c["number"] or "",
            c["place"],
            c["quote"],
            c["start"],
        )
        for c in ordered
    )
    place = str(witness["places"][side])
    if side == "b" and not data["one_place"]:
        place = _full_name(verdict.get("region", ""), place, base)
    several = sum(bool(d["matters"]) for d in data["documents"][side]) > 1
    return Half(name, place, verdict["outcome"], verdict["label"], clauses, name in unreached, verdict, several)


def _full_name(code: str, place: str, base: RuleBase) -> str:
    """A county with its prefecture: 郑州市中原区."""
    regions = base.vocabulary.regions
    region = regions.get(code)
    above = regions.get(region.parent) if region is not None else None
    return f"{above.name}{place}" if above is not None and above.level == "prefecture" else place

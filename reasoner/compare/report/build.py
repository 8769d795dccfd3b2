"""From the plain data of comparisons to what is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from reasoner.compare.data import groups
from reasoner.compare.report.facts import facts_of
from reasoner.compare.report.view import UNREACHED, Block, Cited, Data, Example, Half, Kinds, View, short_names
from reasoner.rulebase import RuleBase


def views(data: Data | Sequence[Data], base: RuleBase) -> tuple[View, ...]:
    """The pairs of some data, one or several; the examples are numbered through all of them."""
    listed = [data] if isinstance(data, Mapping) else list(data)
    number = count(1)
    return tuple(View(d, tuple(_blocks(d, base, number)), _region(d, base)) for d in listed)


def _region(data: Data, base: RuleBase) -> str:
    region = base.vocabulary.regions.get(data["regions"]["a"]) if data["one_place"] else None
    return region.name if region is not None else ""


def _blocks(data: Data, base: RuleBase, number: Iterator[int]) -> Iterator[Block]:
    for matter, results in _joined(data):
        first, names = results[0], tuple(str(r["type"]) for r in results)
        term = base.vocabulary.matters.get(matter)
        of = Kinds(names, len(names) > 1 and term is not None and set(names) == set(term.members))
        examples = tuple(_example(data, w, first["why"], of, base, next(number)) for w in first["witnesses"])
        label, why = (_shortened(first[k], data) for k in ("label", "why"))
        yield Block(matter, of, first["relation"], label, why, examples, first["silent"])


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


def _said(result: Data) -> tuple[str, str] | None:
    return None if result["witnesses"] else (result["relation"], result["why"])


def _example(data: Data, witness: Data, why: str, of: Kinds, base: RuleBase, number: int) -> Example:
    halves = [_half(data, witness, side, why) for side in ("a", "b")]
    facts = facts_of(witness["application"], witness["unusual"], base.vocabulary)
    return Example(number, witness["kind"], halves[0], halves[1], facts, witness["application"], of)


def _half(data: Data, witness: Data, side: str, why: str) -> Half:
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
    unreached = f"{data[side]}{UNREACHED}" in why
    return Half(name, witness["places"][side], verdict["outcome"], verdict["label"], clauses, unreached, verdict)

"""Counterfactuals (semantics §9): the fewest changed facts that reach a better outcome, each re-run before it is shown.

Only facts that a deciding rule reads, or an exemption that could defeat it, are tried; each by its least step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from reasoner.facts import Value, show
from reasoner.interpreter.boundaries import facts_of, turning_values
from reasoner.interpreter.interpret import FactKey, Reader, evaluate
from reasoner.interpreter.outcome import ORDER, conclude
from reasoner.interpreter.rules import Judged
from reasoner.interpreter.situation import Situation
from reasoner.plausible import impossible

MOST_TOGETHER: Final = 3
"""More than three facts changed at once is no advice that a person could act on."""

_ENOUGH: Final = ("exempt", "priority", "may_proceed", "out_of_force", "not_regulated", "undetermined")

BY: Final = {"申请人": "applicant", "区域": "region", "有权机关": "authority", "不可改变": "nobody"}
_POWER: Final = ("applicant", "authority", "region", "nobody")

Change = tuple[FactKey, Value]


def changes(
    situation: Situation, rules: list[Judged], outcome: str, deciding: Iterable[Judged], reader: Reader
) -> list[dict[str, Any]]:
    """The minimal sets of changes that reach a better outcome, what the applicant itself can change first."""
    if outcome in _ENOUGH:
        return []
    single = list(_candidates(situation, rules, deciding, reader))
    found: list[tuple[frozenset[Change], str]] = []
    for size in range(1, MOST_TOGETHER + 1):
        for chosen in combinations(single, size):
            together = frozenset(chosen)
            if len({key for key, _ in chosen}) < size or any(smaller <= together for smaller, _ in found):
                continue
            reached = situation.outcome(dict(chosen))
            if _better(reached, outcome) and not impossible(situation.changed(dict(chosen)), situation.vocabulary):
                found.append((together, reached))
    offers = _one_per_place([_offer(situation, chosen, reached, reader) for chosen, reached in found])
    return sorted(offers, key=lambda o: (_POWER.index(o["by"]), len(o["facts"]), ORDER.index(o["outcome"])))


def _one_per_place(offers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Several places that would do are one offer: the first of them, the others under `or`."""
    kept: list[dict[str, Any]] = []
    first: dict[str, dict[str, Any]] = {}
    for offer in offers:
        place = offer["facts"][0] if [f["fact"] for f in offer["facts"]] == ["所在地"] else None
        if place is not None and offer["outcome"] in first:
            first[offer["outcome"]].setdefault("or", []).append(place["to"])
            continue
        if place is not None:
            first[offer["outcome"]] = place
        kept.append(offer)
    return kept


def _better(reached: str, outcome: str) -> bool:
    return reached in ORDER and ORDER.index(reached) > ORDER.index(outcome)


def _candidates(
    situation: Situation, rules: list[Judged], deciding: Iterable[Judged], reader: Reader
) -> Iterator[Change]:
    """Single changes that turn a deciding rule, or an exemption of its document."""
    blocking = list(deciding)
    documents = {r.norm.document for r in blocking}
    turning = [
        *blocking,
        *(r for r in rules if r.norm.effect == "exempt" and r.status != "true" and r.norm.document in documents),
    ]
    seen: set[Change] = set()
    for rule in turning:
        for cond in (rule.norm.scope, rule.norm.condition):
            if rule.norm.effect == "exempt" and evaluate(cond, reader)[0] == "true":
                continue  # this part of the exemption is met already
            for key in dict.fromkeys(facts_of(cond)):
                for value in _values(situation, cond, key, reader):
                    change = (key, value)
                    if change in seen or not _differs(key, value, reader) or not _turns(situation, rule, change):
                        continue
                    seen.add(change)
                    yield change
                    if key[1] == "类型":
                        break  # kinds that do the same are one suggestion


def _values(situation: Situation, cond: Any, key: FactKey, reader: Reader) -> Iterator[Value]:
    role, name, _ = key
    vocabulary = situation.vocabulary
    if name == "所在地":
        prefecture = situation.application.roles.get("全市")
        here = situation.application.roles.get(role)
        counties = [r.code for r in vocabulary.regions.values() if r.parent == prefecture and r.level == "county"]
        yield from (c for c in sorted(counties) if c != here)
        return
    term = vocabulary.facts[name]
    if name == "类型":
        yield from vocabulary.matters[situation.application.matter].members
    else:
        yield from turning_values(cond, key, term, reader)


def _differs(key: FactKey, value: Value, reader: Reader) -> bool:
    seen = reader.values.get(key)
    return seen is None or seen.value != value


def _turns(situation: Situation, rule: Judged, change: Change) -> bool:
    """Whether the change alone turns the rule the right way; an exemption of several facts may need others beside it."""
    status = situation.status_after(rule.norm, dict([change]))
    if rule.norm.effect == "exempt":
        return status == "true" or len({*facts_of(rule.norm.scope), *facts_of(rule.norm.condition)}) > 1
    return status == "false"


def _offer(situation: Situation, chosen: frozenset[Change], reached: str, reader: Reader) -> dict[str, Any]:
    facts = []
    for key, value in sorted(chosen, key=lambda c: c[0][:2]):
        role, name, _ = key
        term = situation.vocabulary.facts[name]
        seen = reader.values.get(key)
        if name == "所在地":
            regions, here = situation.vocabulary.regions, situation.application.roles.get(role)
            before, after, of = regions[here].name if here else None, regions[str(value)].name, "机构"
        else:
            before = None if seen is None or seen.value is None else show(seen.value, term)
            after, of = show(value, term) or "无", reader.name_of(role, situation.application.subject(role))
        by = BY.get(term.changed_by, "nobody")
        fact = {"fact": name, "of": of, "from": before or "无", "to": after, "by": by, "role": role}
        facts.append(fact | {"period": key[2]} if key[2] else fact)
    return {"facts": facts, "outcome": reached, "by": max((f["by"] for f in facts), key=_POWER.index)}


def answers(situation: Situation, key: FactKey, reader: Reader) -> list[dict[str, Any]]:
    """For an unknown fact: what would still be possible after each answer that makes a difference."""
    name = key[1]
    term = situation.vocabulary.facts[name]
    values: dict[Value, None] = {}
    for index in situation.readers.get(key, ()):
        norm = situation.norms[index]
        for cond in (norm.scope, norm.condition):
            values |= dict.fromkeys(_values(situation, cond, key, reader))
    ordered = sorted(values, key=lambda v: (v if isinstance(v, Decimal) else 0, str(v)))
    told = []
    for value in ordered:
        outcomes = situation.outcomes({key: value})
        shown = situation.vocabulary.regions[str(value)].name if name == "所在地" else show(value, term) or "无"
        told.append({"value": shown, "possible": list(outcomes), "outcome": conclude(outcomes)})
    return told


def rank_missing(
    missing: list[dict[str, Any]], keys: dict[tuple[str, str, str], FactKey], situation: Situation, reader: Reader
) -> None:
    """Put first what decides most: the fact of which every answer closes the most open outcomes (in place)."""
    now = len(situation.outcomes({}))
    for entry in missing:
        key = keys.get((entry["fact"], entry["of"], entry.get("period", "")))
        entry["answers"] = [] if key is None else answers(situation, key, reader)
        entry["closes"] = min((now - len(a["possible"]) for a in entry["answers"]), default=0)
    missing.sort(key=lambda e: (-e["closes"], -max((now - len(a["possible"]) for a in e["answers"]), default=0)))

"""The proof checker's own search for advice: what each missing fact would decide, and what would lead to something better.

Written from docs/semantics.md §9, not from the interpreter, with which it shares nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from reasoner.model.messages import UNSTATED
from reasoner.proof.determining_organs import DETERMINED
from reasoner.proof.figure_pairs import ASKED
from reasoner.proof.known_and_open import document_answers
from reasoner.proof.outcome import ORDER, Derivation, Judgement, concluded
from reasoner.proof.plain_vocabulary import Data, Ref, facts_in
from reasoner.proof.suppositions import Step, Suppositions, can_be_given, lacks_itself, leaves, within_bounds

POWERS = ["applicant", "authority", "region", "nobody"]
_POWER = {"申请人": "applicant", "有权机关": "authority", "区域": "region"}
_MOST = 3
"""So many facts at most change together."""


def advised(judgement: Judgement, missing: list[Data]) -> Data:
    """What a verdict must say of its missing facts, and what it must offer."""
    suppositions = Suppositions(judgement)
    return {"missing": _ranked(missing, suppositions), "changes": _changes(suppositions)}


# --- missing facts --------------------------------------------------------------------------------------------


def _ranked(missing: list[Data], suppositions: Suppositions) -> list[Data]:
    """The missing facts with what every answer would leave possible, first what closes most (9.7)."""
    now = len(suppositions.judgement.possible)
    entries = [m | {"answers": list(_answers(m, suppositions))} for m in missing]
    closed = [[now - len(a["possible"]) for a in entry["answers"]] for entry in entries]
    order = sorted(range(len(entries)), key=lambda i: (-min(closed[i], default=0), -max(closed[i], default=0)))
    return [entries[i] | {"closes": min(closed[i], default=0)} for i in order]


def _answers(entry: Data, suppositions: Suppositions) -> Iterator[Data]:
    """What every answer to a missing fact that makes a difference would leave possible (9.10)."""
    if "record" in entry:  # a determination on a document
        judgement = suppositions.judgement
        (footing,) = (f for f in judgement.jurisdiction.footings if f.document["title"] == entry["of"])
        for value, possible in zip(("是", "否"), document_answers(judgement, footing), strict=True):
            yield {"value": value, "possible": possible, "outcome": concluded(possible)}
        return
    if not entry["asked_by"]:
        return  # no open rule reads it: it is asked back for its own sake
    if "apart" in entry and "period" not in entry:
        return  # it has a value and lacks a date: no other value is an answer
    refs: dict[Ref, None] = {}
    values: dict[Any, None] = {}
    for conditions, reads in zip(suppositions.conditions, suppositions.reads, strict=True):
        for ref in (r for r in reads if _asked_for(r, entry, suppositions)):
            if ref.period is None and "period" in entry:
                ref = ref._replace(period=f"{ASKED}{entry['period']}")
            refs[ref] = None
            listed = suppositions.listed(ref)
            if listed is not None:
                kinds = ref.term == "类型"  # each of them is an answer, also where several do the same
                values |= dict.fromkeys(listed if kinds else suppositions.unlike(ref, listed))
                continue
            for cond in conditions:
                for atom, _ in leaves(cond):
                    values |= dict.fromkeys(suppositions.values(atom, ref))
    values = {v: None for v in values if can_be_given(entry["fact"], v, suppositions.own)}
    for value in sorted(values, key=lambda v: (v if isinstance(v, Decimal) else 0, str(v))):
        possible = suppositions.possible((Step(next(iter(refs)), value),))
        written = suppositions.written(entry["fact"], value)
        yield {"value": written, "possible": possible, "outcome": concluded(possible)}


def _asked_for(ref: Ref, entry: Data, suppositions: Suppositions) -> bool:
    """Whether a missing fact is the one to which a rule refers so."""
    if entry["fact"] == "所在地":
        return ref == Ref("本区县", "所在地", None)
    of = suppositions.own.called(ref.role, suppositions.own.subjects[ref.role])
    return (ref.term, of) == (entry["fact"], entry["of"]) and ref.period in (None, entry.get("period"))


# --- changes --------------------------------------------------------------------------------------------------


def _changes(suppositions: Suppositions) -> list[Data]:
    """The minimal sets of changes that reach a better outcome, what the applicant itself can change first (9.4)."""
    if suppositions.judgement.outcome not in ORDER[:5]:
        return []
    suggested = _suggested(list(_minimal_sets(suppositions)), suppositions)
    offers = [_offer(steps, outcome, suppositions) for steps, outcome in suggested]
    return sorted(
        _places_together(offers), key=lambda o: (POWERS.index(o["by"]), len(o["facts"]), ORDER.index(o["outcome"]))
    )


def _minimal_sets(suppositions: Suppositions) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The sets of changes that reach something better and of which no part does, with what they reach (9.1, 9.2)."""
    single = list(_candidates(suppositions))
    # That no text would speak of the case, or none in force, is no improvement.
    better = ORDER[ORDER.index(suppositions.judgement.outcome) + 1 : ORDER.index("may_proceed") + 1]
    reaching: list[set[Step]] = []
    for size in range(1, _MOST + 1):
        for steps in combinations(single, size):
            if len({s.ref for s in steps}) < size or any(less.issubset(steps) for less in reaching):
                continue
            outcome = concluded(suppositions.possible(steps))
            if outcome in better and _can_stand(steps, suppositions):
                reaching.append({*steps})
                yield steps, outcome


def _candidates(suppositions: Suppositions) -> Iterator[Step]:
    """Single changes that turn a condition of a deciding rule against it, or one of the unmet part of an exemption of its
    document for it (9.8).
    """
    judgement, own = suppositions.judgement, suppositions.own
    deciding = [rule[0] for rule in judgement.rules if judgement.role(rule) == "decisive"]
    documents = {n["document"] for n in deciding}
    parts = [
        (norm[part], part == "condition" and norm["effect"] == "require")
        for norm in deciding
        for part in ("scope", "condition")
    ]
    for norm, truth, _ in judgement.rules:
        if norm["effect"] == "exempt" and truth is not True and norm["document"] in documents:
            parts += [(norm[part], True) for part in ("scope", "condition") if own.truth(norm[part])[0] is not True]
    tried: set[Step] = set()
    for part, goal in parts:
        aims = [(leaf, goal is even) for leaf, even in leaves(part)]
        unmet = [(leaf, aim) for leaf, aim in aims if own.truth(leaf)[0] is not aim]
        changeable = [r for r in dict.fromkeys(facts_in(part)) if _power(own.terms[r.term]) and not _found(r, own)]
        for ref in changeable:
            for step in suppositions.turning_steps(ref, unmet):
                if step not in tried and _in_direction(step, suppositions):
                    tried.add(step)
                    yield step


def _found(ref: Ref, own: Derivation) -> bool:
    """Whether the organ whose it is has made the determination: its contrary cannot be ordered."""
    if own.terms[ref.term].get("provider") != DETERMINED or ref.role not in own.subjects:
        return False
    value, node = own.apart().read({"subject": ref.role, "term": ref.term, "period": ref.period})
    return value is not None and node.get("standing") == "competent"


def _in_direction(step: Step, suppositions: Suppositions) -> bool:
    """Whether a number moves to where somebody could bring it (`changed_to` of its term): a growth rate down only."""
    towards = suppositions.own.terms[step.ref.term].get("changed_to")
    now = suppositions.value(step.ref) if towards else None
    if not isinstance(now, Decimal) or not isinstance(step.value, Decimal):
        return True
    return step.value < now if towards == "降低" else step.value > now


def _power(term: Data) -> str:
    """Who could change a fact; empty where nobody can, or where it is a name or the question itself."""
    return _POWER.get(term.get("changed_by", ""), "")


def _suggested(
    reaching: list[tuple[tuple[Step, ...], str]], suppositions: Suppositions
) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Without those beside which another moves the same numbers less far, and without kinds or categories that lead to
    the same outcome as one before them (9.9).
    """

    def nearer(other: tuple[Step, ...], steps: tuple[Step, ...]) -> bool:
        there = dict(other)
        if there.keys() != dict(steps).keys() or set(other) == set(steps):
            return False
        moved = [(suppositions.value(ref), there[ref], value) for ref, value in steps if there[ref] != value]
        return all(isinstance(now, Decimal) and (now < a < b or b < a < now) for now, a, b in moved)

    alike: list[tuple[set[tuple[Ref, Any]], str]] = []
    for steps, outcome in reaching:
        if any(nearer(other, steps) for other, _ in reaching):
            continue
        one_of = [s.ref for s in steps if s.ref.term != "所在地" and suppositions.listed(s.ref) is not None]
        key = {(ref, "" if ref in one_of else value) for ref, value in steps}, outcome
        if key not in alike:
            alike.append(key)
            yield steps, outcome


def _can_stand(steps: tuple[Step, ...], suppositions: Suppositions) -> bool:
    """Whether no changed number is out of bounds, or part larger than its whole (9.5), no town without the applicant itself."""
    there = suppositions.supposed(steps)
    if lacks_itself(there):
        return False
    for subject, name in {(there.subjects[s.ref.role] or "", s.ref.term) for s in steps}:
        numbers = [v for v, _, _ in there.facts.get((subject, name), ()) if isinstance(v, Decimal)]
        if not all(within_bounds(v, there.terms[name]) for v in numbers):
            return False
    changed = {(there.subjects[s.ref.role] or "", s.ref.term) for s in steps}
    return not any(e.part in changed or e.whole in changed for e in there.contradictory())


def _offer(steps: tuple[Step, ...], outcome: str, suppositions: Suppositions) -> Data:
    """A set of changes as verdicts write it."""
    own = suppositions.own
    facts = []
    for ref, value in sorted(steps, key=lambda s: s.ref[:2]):
        moves = ref.term == "所在地"
        here = own.roles[ref.role] if moves else None
        before = suppositions.stated(ref) if not moves else suppositions.written(ref.term, here) if here else UNSTATED
        fact = {"fact": ref.term, "of": "机构" if moves else own.called(ref.role, own.subjects[ref.role])}
        fact |= {"from": before, "to": suppositions.written(ref.term, value)}
        fact |= {"by": _power(own.terms[ref.term]) or "nobody", "role": ref.role}
        fact |= {"how": how} if (how := own.terms[ref.term].get("changed_through")) else {}
        facts.append(fact | ({"period": ref.period} if ref.period else {}))
    return {"facts": facts, "outcome": outcome, "by": max((f["by"] for f in facts), key=POWERS.index)}


def _places_together(offers: list[Data]) -> list[Data]:
    """Several places that would do as well are one offer: the first of them, the others under `or`."""
    first: dict[str, Data] = {}
    kept: list[Data] = []
    for offer in offers:
        if [f["fact"] for f in offer["facts"]] != ["所在地"]:
            kept.append(offer)
        elif offer["outcome"] in first:
            first[offer["outcome"]].setdefault("or", []).append(offer["facts"][0]["to"])
        else:
            kept.append(first.setdefault(offer["outcome"], offer))
    return kept

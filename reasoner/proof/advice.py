"""The proof checker's own search for advice: what each missing fact would decide, and what would lead to something better.

Written from docs/semantics.md §9, not from the interpreter, with which it shares nothing. Each supposition is judged:
the rules that read a supposed fact again, all others as they were.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from math import floor
from typing import Any, NamedTuple

from reasoner.proof.derivation import ORDER, Derivation, Judgement, concluded, judged, reached
from reasoner.proof.evaluator import Data, Ref, facts_in

POWERS = ["applicant", "authority", "region", "nobody"]
_POWER = {"申请人": "applicant", "有权机关": "authority", "区域": "region"}
_MOST = 3
"""So many facts at most change together."""
_PARTS = (
    ("医保购买康复床位数", "医保购买住院床位数"),
    ("医保购买中医床位数", "医保购买住院床位数"),
    ("医保购买精神床位数", "医保购买住院床位数"),
    ("医保购买精神床位数", "精神科床位数"),
    ("失智专区床位数", "院护床位数"),
    ("60岁以上常住老年人口", "常住人口"),
)
"""Part and whole, of one subject on one date: no change makes a part larger than its whole."""


class Step(NamedTuple):
    """A fact that is supposed to have another value; a place is supposed by its code."""

    ref: Ref
    value: Any


def advised(judgement: Judgement, missing: list[Data]) -> Data:
    """What a verdict must say of its missing facts, and what it must offer."""
    suppositions = Suppositions(judgement)
    return {"missing": ranked(missing, suppositions), "changes": changes(suppositions)}


def ranked(missing: list[Data], suppositions: Suppositions) -> list[Data]:
    """The missing facts with what every answer would leave possible, first what closes most (9.7)."""
    now = len(suppositions.judgement.possible)
    entries = [m | {"answers": list(suppositions.answers(m))} for m in missing]
    closed = [[now - len(a["possible"]) for a in entry["answers"]] for entry in entries]
    order = sorted(range(len(entries)), key=lambda i: (-min(closed[i], default=0), -max(closed[i], default=0)))
    return [entries[i] | {"closes": min(closed[i], default=0)} for i in order]


def changes(suppositions: Suppositions) -> list[Data]:
    """The minimal sets of changes that reach a better outcome, what the applicant itself can change first (9.1 to 9.9)."""
    if suppositions.judgement.outcome not in ORDER[:5]:
        return []
    offers = _places_together([suppositions.offer(*one) for one in list(suppositions.minimal_sets())])
    return sorted(offers, key=lambda o: (POWERS.index(o["by"]), len(o["facts"]), ORDER.index(o["outcome"])))


class Suppositions:
    """One judged application, and what it would come to if facts were others."""

    def __init__(self, judgement: Judgement) -> None:
        self.judgement, self.own = judgement, judgement.own
        self.norms = [n for n, _, _ in judgement.rules]
        self.reads = [self.own.words.reads(n) for n in self.norms]
        self.held = [d["id"] for d in self.own.held()]
        self._truths: dict[tuple[int, tuple[Step, ...]], bool | None] = {}
        self._supposed: dict[tuple[Step, ...], Derivation] = {}

    # --- what a supposition comes to ----------------------------------------------------------------------------

    def supposed(self, steps: tuple[Step, ...]) -> Derivation:
        """The application with these values."""
        if steps not in self._supposed:
            self._supposed[steps] = self.own.supposing(steps)
        return self._supposed[steps]

    def concerns(self, step: Step, index: int) -> bool:
        """Whether a rule reads what a step changes; another place changes every fact of a place."""
        if step.ref.term == "所在地":
            return True
        subject = self.own.subjects[step.ref.role]
        return any(r.term == step.ref.term and self.own.subjects[r.role] == subject for r in self.reads[index])

    def truth(self, index: int, steps: tuple[Step, ...]) -> bool | None:
        """Whether the effect of a rule would come about."""
        steps = tuple(s for s in steps if self.concerns(s, index))
        if not steps:
            return self.judgement.rules[index][1]
        if (index, steps) not in self._truths:
            self._truths[index, steps] = self.supposed(steps).judge(self.norms[index])[0]
        return self._truths[index, steps]

    def possible(self, steps: tuple[Step, ...]) -> list[str]:
        """What would be possible."""
        if any(s.ref.term == "所在地" for s in steps):
            there = self.supposed(steps)
            if [d["id"] for d in there.held()] != self.held:  # other documents are those of the other place
                governing, _, _ = there.govern()
                return judged(there, governing).possible if governing else ["not_regulated"]
        truths = [(n, self.truth(i, steps)) for i, n in enumerate(self.norms)]
        return reached(self.own, truths, self.judgement.documents)

    # --- values to suppose --------------------------------------------------------------------------------------

    def values(self, cond: Data, ref: Ref) -> Iterator[Any]:
        """The values of a fact that are worth supposing for the sake of a condition (9.8)."""
        term = self.own.terms[ref.term]
        if ref.term == "所在地":
            yield from (code for code in self.own.counties().values() if code != self.own.roles[ref.role])
        elif ref.term == "类型":
            yield from self.own.words.matters[self.own.given["matter"]]["members"]
        else:
            for atom in _atoms(cond):
                if atom["node"] == "Compare":
                    if ref in facts_in(atom):
                        yield from self.turning(atom, ref, term)
                elif ref not in facts_in(atom):
                    continue
                elif atom["node"] == "Holds":
                    yield from (True, False)
                elif atom["node"] == "Contains":
                    value, _ = self.own.read(atom["fact"])
                    has = value if isinstance(value, tuple) else ()
                    yield tuple(sorted({*has, atom["value"]}))
                    yield tuple(v for v in has if v != atom["value"])
                elif atom["node"] == "OneOf":
                    yield from [v for v in term["values"] if v in atom["values"]][:1]
                    yield from [v for v in term["values"] if v not in atom["values"]][:1]

    def turning(self, atom: Data, ref: Ref, term: Data) -> Iterator[Decimal]:
        """The values nearest to the point where a comparison turns, on either side of it (9.3).

        Both sides of a comparison are linear in the fact: two values tell where they meet.
        """
        gaps = []
        for value in (Decimal(0), Decimal(1)):
            there = self.supposed((Step(ref, value),))
            (left, _), (right, _) = there.number(atom["left"]), there.number(atom["right"])
            if left is None or right is None:
                return
            gaps.append(Fraction(left) - Fraction(right))
        slope = gaps[1] - gaps[0]
        if not slope:
            return
        turn = -gaps[0] / slope
        step = self.step(ref, term)
        below = floor(turn / Fraction(step))
        near = [Decimal(below + k) * step for k in (-1, 0, 1, 2)]
        near = [v for v in near if _within(v, term)]
        for side in (True, False):
            holding = [v for v in near if self.supposed((Step(ref, v),)).truth(atom)[0] is side]
            if holding:
                yield min(holding, key=lambda v: abs(Fraction(v) - turn))

    def step(self, ref: Ref, term: Data) -> Decimal:
        """By how much a number moves: a count by one, a rate by its last digit and at least by one per cent."""
        if term["datatype"] != "ratio":
            return Decimal(1)
        value = self.value(ref)
        places = -int(value.normalize().as_tuple().exponent) if isinstance(value, Decimal) else 0
        return Decimal(1).scaleb(-max(places, 2))

    def value(self, ref: Ref) -> Any:
        """The value of a fact now; None where it is unknown."""
        return self.own.read({"subject": ref.role, "term": ref.term, "period": ref.period})[0]

    # --- answers ------------------------------------------------------------------------------------------------

    def answers(self, entry: Data) -> Iterator[Data]:
        """What every answer to a missing fact that makes a difference would leave possible."""
        named = [r for reads in self.reads for r in reads if self.asks(r, entry)]
        if not named:
            return
        ref = named[0]
        values = {
            value: None
            for norm, reads in zip(self.norms, self.reads, strict=True)
            for part in _parts_of(norm)
            for other in reads
            if self.asks(other, entry)
            for value in self.values(part, other)
        }
        for value in sorted(values, key=lambda v: (v if isinstance(v, Decimal) else 0, str(v))):
            possible = self.possible((Step(ref, value),))
            yield {"value": self.written(ref, value), "possible": possible, "outcome": concluded(possible)}

    def asks(self, ref: Ref, entry: Data) -> bool:
        """Whether a missing fact is the one to which rules refer so."""
        if entry["fact"] == "所在地":
            return ref == Ref("本区县", "所在地", None)
        of = self.own.called(ref.role, self.own.subjects[ref.role])
        return (ref.term, of, ref.period) == (entry["fact"], entry["of"], entry.get("period"))

    def written(self, ref: Ref, value: Any) -> str:
        """A value as verdicts write it."""
        if ref.term == "所在地":
            return str(self.own.regions[value]["name"])
        return "无" if value is None else self.own.show(ref.term, value) or "无"

    # --- changes ------------------------------------------------------------------------------------------------

    def candidates(self) -> Iterator[Step]:
        """Single changes that make a deciding rule fail, or help an exemption of its document to hold (9.8)."""
        rules = self.judgement.rules
        deciding = [i for i, r in enumerate(rules) if self.judgement.role(r) == "decisive"]
        documents = {self.norms[i]["document"] for i in deciding}
        unmet = [
            i for i, (n, truth, _) in enumerate(rules)
            if n["effect"] == "exempt" and truth is not True and n["document"] in documents
        ]  # fmt: skip
        tried: set[Step] = set()
        for index in (*deciding, *unmet):
            exempts = self.norms[index]["effect"] == "exempt"
            for part in _parts_of(self.norms[index]):
                if exempts and self.own.truth(part)[0] is True:
                    continue  # met already
                for ref in dict.fromkeys(facts_in(part)):
                    for value in self.values(part, ref):
                        step = Step(ref, value)
                        if step in tried or (ref.term != "所在地" and value == self.value(ref)):
                            continue
                        after = self.truth(index, (step,))
                        if after is True or len(self.reads[index]) > 1 if exempts else after is False:
                            tried.add(step)
                            yield step
                            if ref.term == "类型":
                                break  # kinds that do the same are one suggestion

    def minimal_sets(self) -> Iterator[tuple[tuple[Step, ...], str]]:
        """The sets of changes that reach something better and of which no part does, with what they reach (9.1, 9.2)."""
        single = list(self.candidates())
        before = ORDER.index(self.judgement.outcome)
        reaching: list[set[Step]] = []
        for size in range(1, _MOST + 1):
            for steps in combinations(single, size):
                if len({s.ref for s in steps}) < size or any(less.issubset(steps) for less in reaching):
                    continue
                outcome = concluded(self.possible(steps))
                if outcome in ORDER[before + 1 :] and self.can_stand(steps):
                    reaching.append({*steps})
                    yield steps, outcome

    def can_stand(self, steps: tuple[Step, ...]) -> bool:
        """Whether no changed number is out of bounds, or part larger than its whole (9.5)."""
        there = self.supposed(steps)
        for subject, name in {(there.subjects[s.ref.role], s.ref.term) for s in steps}:
            observed = there.facts.get((subject or "", name), ())
            if any(isinstance(v, Decimal) and not _within(v, there.terms[name]) for v, _, _ in observed):
                return False
            for pair in (p for p in _PARTS if name in p):
                parts, wholes = ({day: v for v, day, _ in there.facts.get((subject or "", n), ())} for n in pair)
                if any(parts[day] > wholes[day] for day in parts if None not in (parts[day], wholes.get(day))):
                    return False
        return True

    def offer(self, steps: tuple[Step, ...], outcome: str) -> Data:
        """A set of changes as verdicts write it."""
        facts = []
        for ref, value in sorted(steps, key=lambda s: s.ref[:2]):
            now = self.own.roles[ref.role] if ref.term == "所在地" else self.value(ref)
            of = "机构" if ref.term == "所在地" else self.own.called(ref.role, self.own.subjects[ref.role])
            fact = {"fact": ref.term, "of": of, "from": "无" if now is None else self.written(ref, now)}
            fact |= {"to": self.written(ref, value), "role": ref.role}
            fact |= {"by": _POWER.get(self.own.terms[ref.term].get("changed_by", ""), "nobody")}
            facts.append(fact | ({"period": ref.period} if ref.period else {}))
        return {"facts": facts, "outcome": outcome, "by": max((f["by"] for f in facts), key=POWERS.index)}


def _within(value: Decimal, term: Data) -> bool:
    low, high = term.get("minimum"), term.get("maximum")
    return (not low or value >= Decimal(low)) and (not high or value <= Decimal(high))


def _parts_of(norm: Data) -> tuple[Data, Data]:
    return norm["scope"], norm["condition"]


def _atoms(cond: Data) -> Iterator[Data]:
    """The conditions at the leaves."""
    below = cond.get("parts", [cond["part"]] if "part" in cond else None)
    if below is None:
        yield cond
    else:
        for part in below:
            yield from _atoms(part)


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

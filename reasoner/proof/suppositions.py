"""What a judged application would come to if facts were others, and which other values are worth supposing.

Written from docs/semantics.md §9, not from the interpreter, with which it shares nothing. Each supposition is judged:
the rules that read a supposed fact again, all others as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor
from types import MappingProxyType
from typing import Any, NamedTuple

from reasoner.model.messages import UNSTATED
from reasoner.proof.applicability import Footing, decides
from reasoner.proof.figure_pairs import ASKED, lacking, last_day
from reasoner.proof.outcome import Derivation, Judgement, judged, opened
from reasoner.proof.plain_vocabulary import Data, Ref, facts_in


class Step(NamedTuple):
    """A fact that is supposed to have another value; a place is supposed by its code."""

    ref: Ref
    value: Any


Aim = tuple[Data, bool]
"""A condition at a leaf, and what it has to be for the sake of the whole."""


class Suppositions:
    """One judged application, and what it would come to if facts were others."""

    def __init__(self, judgement: Judgement) -> None:
        self.judgement, self.own = judgement, judgement.own
        own, footings = judgement.own, judgement.jurisdiction.footings
        norms = [(f, n) for f in footings for n in own.norms_of(f.document) if not n["supports"]]
        self.norms = [n for _, n in norms]
        # Of a document that is not in force only whom it would reach can matter.
        self.conditions = [[n["scope"]] if f.force is False else [n["scope"], n["condition"]] for f, n in norms]
        reads = own.vocabulary.reads
        self.reads = [list(dict.fromkeys(facts_in(n["scope"]))) if f.force is False else reads(n) for f, n in norms]
        self._known = {n["id"]: truth for n, truth, _ in judgement.rules}
        self.documents = [d["id"] for d in self.own.documents_here()]
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
        if not steps and self.norms[index]["id"] in self._known:
            return self._known[self.norms[index]["id"]]
        if (index, steps) not in self._truths:
            self._truths[index, steps] = self.supposed(steps).judge(self.norms[index])[0]
        return self._truths[index, steps]

    def possible(self, steps: tuple[Step, ...]) -> list[str]:
        """What would be possible."""
        if any(s.ref.term == "所在地" for s in steps):
            there = self.supposed(steps)
            documents = [d["id"] for d in there.documents_here()]
            if documents != self.documents:  # another place may have documents of its own
                return judged(there, there.govern()).possible
        footings = [f._replace(reach=self.reach(f, steps)) for f in self.judgement.jurisdiction.footings]
        live = [f.document["id"] for f in footings if f.reach is not False and f.force is not False]
        truths = [(n, self.truth(i, steps)) for i, n in enumerate(self.norms) if n["document"] in live]
        return opened(self.supposed(steps) if steps else self.own, footings, truths)

    def reach(self, footing: Footing, steps: tuple[Step, ...]) -> bool | None:
        """Whether a document would reach the applicant."""
        norms = self.own.norms_of(footing.document)
        subjects = {(self.own.subjects[r.role], r.term) for n in norms if decides(n) for r in facts_in(n["scope"])}
        if not any(s.ref.term == "所在地" or (self.own.subjects[s.ref.role], s.ref.term) in subjects for s in steps):
            return footing.reach
        return self.supposed(steps).reach(norms)

    # --- values to suppose --------------------------------------------------------------------------------------

    def turning_steps(self, ref: Ref, unmet: list[Aim]) -> Iterator[Step]:
        """The values of a fact that alone make one of some conditions what it has to be (9.8)."""

        def turns(value: Any, aims: list[Aim]) -> bool:
            if ref.term != "所在地" and value == self.value(ref):
                return False
            there = self.supposed((Step(ref, value),))
            return any(there.truth(atom)[0] is aim for atom, aim in aims)

        listed = self.listed(ref)
        if listed is not None:
            yield from (Step(ref, value) for value in self.unlike(ref, listed) if turns(value, unmet))
            return
        for aim in unmet:
            yield from (Step(ref, value) for value in self.values(aim[0], ref) if turns(value, [aim]))

    def listed(self, ref: Ref) -> list[str] | None:
        """Every other place, every kind of institution or every category; None for a fact that has no such list."""
        term = self.own.terms[ref.term]
        if ref.term == "所在地":
            return [code for code in self.own.counties().values() if code != self.own.roles[ref.role]]
        if ref.term == "类型":
            return list(self.own.vocabulary.matters[self.own.given["matter"]]["members"])
        return list(term["values"]) if term["datatype"] == "category" and not term.get("multiple") else None

    def unlike(self, ref: Ref, values: list[str]) -> Iterator[str]:
        """Of values that stand in the same lists of all rules the first; places are never alike."""
        subject = self.own.subjects[ref.role]
        lists = [
            atom["values"]
            for conditions in self.conditions
            for cond in conditions
            for atom, _ in leaves(cond)
            if atom["node"] == "OneOf"
            and atom["fact"]["term"] == ref.term
            and self.own.subjects[atom["fact"]["subject"]] == subject
        ]
        known: list[list[bool]] = []
        for value in values:
            standing = [value in listed for listed in lists]
            if ref.term == "所在地" or standing not in known:
                known.append(standing)
                yield value

    def values(self, atom: Data, ref: Ref) -> Iterator[Any]:
        """The values on either side of the point where a condition turns, of a fact that has no list of them."""
        if plain(ref) not in facts_in(atom):
            return
        if atom["node"] == "Compare":
            yield from self.turning(atom, ref, self.own.terms[ref.term])
        elif atom["node"] == "Holds":
            yield from (True, False)
        elif atom["node"] == "Contains":
            value, _ = self.own.read(atom["fact"])
            has = value if isinstance(value, tuple) else ()
            yield tuple(sorted({*has, atom["value"]}))
            yield tuple(v for v in has if v != atom["value"])

    def turning(self, atom: Data, ref: Ref, term: Data) -> Iterator[Decimal]:
        """The values nearest to the point where a comparison turns, on either side of it (9.3).

        Both sides of a comparison are linear in the fact: two values tell where they meet.
        """
        gaps = []
        for value in (Decimal(0), Decimal(1)):
            there = self.supposed((Step(ref, value),))
            (left, _), (right, _) = there.number(atom["left"]), there.number(atom["right"])
            if left is None:  # a number that is requested and not written counts as its least
                left = there.least(atom["left"])
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
        near = [v for v in near if within_bounds(v, term)]
        # An equality fails on either side of its number, any other comparison on one.
        sides = ((True, None), (False, False), (False, True)) if atom["op"] == "eq" else ((True, None), (False, None))
        for side, above in sides:
            holding = [v for v in near if self.on_side(atom, Step(ref, v), gaps[0] + slope * Fraction(v)) is side]
            holding = [v for v in holding if above is None or (gaps[0] + slope * Fraction(v) > 0) is above]
            if holding:
                yield min(holding, key=lambda v: abs(Fraction(v) - turn))

    def on_side(self, atom: Data, step: Step, gap: Fraction) -> bool | None:
        """Whether a comparison holds by how much its left side is more than its right at a step; None: not comparable."""
        return None if lacking(atom["pairs"], self.supposed((step,)).stated) else compares(atom["op"], gap)

    def step(self, ref: Ref, term: Data) -> Decimal:
        """By how much a number moves: a count by one, a rate by its last digit and at least by one per cent."""
        if term["datatype"] != "ratio":
            return Decimal(1)
        value = self.value(ref)
        places = -int(value.normalize().as_tuple().exponent) if isinstance(value, Decimal) else 0
        return Decimal(1).scaleb(-max(places, 2))

    def value(self, ref: Ref) -> Any:
        """The value of a fact now; None where it is unknown."""
        return self.own.read({"subject": ref.role, "term": ref.term, "period": plain(ref).period})[0]

    def stated(self, ref: Ref) -> str:
        """What was stated of a fact, as verdicts write it; 未载明 where nothing was."""
        value, node = self.own.read({"subject": ref.role, "term": ref.term, "period": ref.period})
        counted = self.own.read_values[ref][1]
        if "assumed" in node or counted is None:
            return UNSTATED
        return "不详" if value is None else str(self.own.show(ref.term, value))

    def written(self, term: str, value: Any) -> str:
        """A value as verdicts write it."""
        if value is None:
            return "无"
        return str(self.own.regions[value]["name"]) if term == "所在地" else self.own.show(term, value) or "无"


def compares(op: str, gap: Fraction) -> bool:
    """Whether a comparison holds whose left side is so much more than its right."""
    return {"lt": gap < 0, "le": gap <= 0, "gt": gap > 0, "ge": gap >= 0, "eq": gap == 0}[op]


def can_be_given(fact: str, value: Any, own: Derivation) -> bool:
    """Whether intake would take a value: no services held that are asked for, no beds that the kind cannot have, no town
    without the applicant's own residential care.
    """
    if lacks_itself(own, {fact: value}):
        return False
    if own.terms[fact].get("yes_no"):
        matter = own.vocabulary.matters[own.given["matter"]]
        return bool(matter.get("adds_to")) or not matter.get("adds") or not set(matter["adds"]) <= set(value)
    kind = on_receipt(own, "机构", "类型")
    barred = next((v.get("not_of", ()) for v in own.vocabulary.values if v["label"] == value), ())
    return own.terms[fact]["datatype"] != "category" or kind not in barred


def on_receipt(own: Derivation, subject: str, name: str) -> Any:
    """What a fact is when the application is received."""
    days = [o for o in own.facts.get((subject, name), ()) if not o[1] or last_day(o[1]) <= own.given["received"]]
    return max(days, key=lambda o: (last_day(o[1]), len(o[1])), default=(None,))[0]


def lacks_itself(own: Derivation, values: Mapping[str, Any] = MappingProxyType({})) -> bool:
    """Whether the town has no institution with residential care though the applicant is one; values: supposed instead."""
    of = {"已定点": "机构", "所在镇街院护机构数": "申请"}
    services, in_town = (values[n] if n in values else on_receipt(own, of[n], n) for n in of)
    if services is True:
        services = (own.vocabulary.matters[own.given["matter"]].get("adds_to"),)
    return isinstance(services, tuple) and "院护" in services and in_town == 0 and in_town is not False


def plain(ref: Ref) -> Ref:
    """How rules refer to a figure that is supposed of a period in which it is sought."""
    return ref._replace(period=None) if ref.period and ref.period.startswith(ASKED) else ref


def within_bounds(value: Decimal, term: Data) -> bool:
    """Whether a number is possible."""
    low, high = term.get("minimum"), term.get("maximum")
    return (not low or value >= Decimal(low)) and (not high or value <= Decimal(high))


def leaves(cond: Data, even: bool = True) -> Iterator[tuple[Data, bool]]:
    """The conditions at the leaves, each with whether it stands under an even number of 非."""
    if cond["node"] == "Not":
        yield from leaves(cond["part"], not even)
    elif "parts" in cond:
        for part in cond["parts"]:
            yield from leaves(part, even)
    else:
        yield cond, even

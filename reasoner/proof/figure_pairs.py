"""Which figures of a comparison are not alike, and which contradict each other, as the proof checker sees it.

Written from docs/semantics.md §3, not from the interpreter, with which it shares nothing.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from reasoner.proof.plain_vocabulary import Data, Ref, Vocabulary

Counted = tuple[Any, str, Data]
"""A value, the day or period it speaks of, and the entry of `given` from which it comes."""
ASKED = "@"
"""Before the period of a figure that is supposed to be known of it, so that it can be compared."""
SUPPOSED: Data = {}
"""Stands for the entry of a value that is supposed where none was known: it is of whatever day it has to be."""
EACH_LATEST = "各取最近"
ONE_PERIOD = "同一期间"


def last_day(period: str) -> str:
    """The last day of a year, a month or a day."""
    if len(period) == 7:
        return f"{period}-{monthrange(int(period[:4]), int(period[5:]))[1]:02d}"
    return f"{period}-12-31" if len(period) == 4 else period


def age(period: str) -> tuple[str, int]:
    """By which periods are put in order of time: by their last day, of one last day the more exact behind."""
    return last_day(period), len(period)


def ref_of(fact: Data) -> Ref:
    """How rules refer to a fact."""
    return Ref(fact["subject"], fact["term"], fact["period"])


def lacking(pairs: list[Data], stated: Callable[[Data], Counted | None]) -> dict[Ref, str]:
    """The figures that are not of the period or day of the one they are compared with, each with the period in which it
    is sought; that is empty where the figure has a value whose date alone is unknown. `stated` gives the latest figures.
    """
    sought: dict[Ref, str] = {}
    for pair in pairs:
        both = [(pair["a"], pair["b"]), (pair["b"], pair["a"])]
        for fact, beside in both:
            own, other = stated(fact), stated(beside)
            if other and differs(pair["likeness"], own, other):
                period = "" if pair["likeness"] == EACH_LATEST else other[1]
                sought[ref_of(fact)] = max(sought.get(ref_of(fact), ""), period, key=age)
    return sought


def differs(likeness: str, own: Counted | None, other: Counted) -> bool:
    """Whether a figure lacks what it would need beside a known one: a date, or the later period of the other."""
    if not other[1] or (own is not None and own[2] is SUPPOSED):
        return False  # nothing is asked for the sake of a figure without a date
    if likeness == EACH_LATEST:
        return own is not None and own[0] is not None and not own[1]
    if own is None:
        return True
    earlier = age(own[1]) < age(other[1])
    return earlier and (likeness == ONE_PERIOD or last_day(own[1]) != last_day(other[1]))


class Excess(NamedTuple):
    """A figure that is greater than one of the same day of which it is a part."""

    part: tuple[str, str]
    whole: tuple[str, str]
    day: str
    value: Decimal
    limit: Decimal


def excesses(
    facts: Mapping[tuple[str, str], list[Counted]], wider: Mapping[str, list[str]], vocabulary: Vocabulary
) -> Iterator[Excess]:
    """Figures of some places that are greater than one of the same day of which they are a part: of the same place, or of
    a place around. wider: by place those around it.
    """
    for key in sorted(k for k in facts if k[0] in wider):
        subject, label = key
        wholes = [(subject, whole) for part, whole in vocabulary.parts if part == label]
        if vocabulary.facts[label].get("adds_up"):
            wholes += [(place, label) for place in wider[subject]]
        for whole in wholes:
            of_whole = {day: value for value, day, _ in facts.get(whole, ()) if isinstance(value, Decimal)}
            for value, day, _ in facts[key]:
                if isinstance(value, Decimal) and day in of_whole and value > of_whole[day]:
                    yield Excess(key, whole, day, value, of_whole[day])

"""Which figures of a comparison are not alike, as the proof checker sees it: by day, by period, undated.

Written from docs/semantics.md §3, not from the interpreter, with which it shares nothing.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from typing import Any

from reasoner.proof.plain_vocabulary import Data, Ref

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

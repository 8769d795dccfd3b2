"""Which rules are looked at together: those in force on one day in one region, with those above and below it.

Each document is looked at on the latest day on which it is in force, not after today, in the company of all that was in
force on that day; a document of which the first day is still to come, on that day. So plans that have ended are checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import NATION
from reasoner.analysis.document_force import in_force
from reasoner.analysis.rule_set import Compared
from reasoner.lint.rule_cases import OneMatter, one_matter
from reasoner.model.rule_base import RuleBase

TODAY: Final = "今日有效"
DOUBTFUL: Final = "效力期限不明,暂按有效"
"""Of a text that does not say, or no longer says, until when it is in force."""
ENDED: Final = "当日届满,届满后没有规则可查"
NOT_YET: Final = "尚未施行,按施行首日"
IN_PERIOD: Final = "规则期间内的一日"
GIVEN: Final = "指定的适用日期"
NOT_ON_GIVEN: Final = "指定的适用日期不在施行期内"


class Day(msgspec.Struct, frozen=True):
    """The day on which a document is looked at."""

    document: Document
    """The document."""
    day: str
    """The day, an ISO date; empty where it is not in force on that asked for."""
    basis: str
    """Why this day."""


def days(documents: Iterable[Document], today: str, as_of: str | None = None) -> tuple[Day, ...]:
    """The day of each document that has rules, and where no day is asked for one in each period of a rule that it is not in."""
    each = [_day(d, today, as_of) for d in documents if d.regulates]
    return (*each, *(other for day in each if as_of is None for other in _in_periods(day, today)))


def _in_periods(of: Day, today: str) -> Iterator[Day]:
    """A day on which a document is in force for each period of its rules that is not in force on its day: the last of the
    period that is not after today, else the first.
    """
    document = of.document
    covered = [of.day]
    for period in sorted({n.period for n in document.norms_in_use if n.period is not None}, key=_ends):
        if any(period.covers(day) for day in covered):
            continue
        first = max(period.begins, document.starts or f"{document.year}-01-01")
        last = min(day for day in (period.ends, document.ends, max(first, today)) if day)
        if period.covers(last) and in_force(document, last):
            covered.append(last)
            yield Day(document, last, IN_PERIOD)


def _ends(period: ir.During) -> tuple[str, str]:
    return period.ends or "9999", period.begins


def _day(document: Document, today: str, as_of: str | None) -> Day:
    if as_of is not None:
        there = in_force(document, as_of)
        return Day(document, as_of if there else "", GIVEN if there else NOT_ON_GIVEN)
    if in_force(document, today):
        return Day(document, today, DOUBTFUL if document.doubtful else TODAY)
    if document.ends and document.ends < today:
        return Day(document, document.ends, ENDED)
    return Day(document, document.starts or f"{document.year}-01-01", NOT_YET)


class RuleSet(msgspec.Struct, frozen=True, dict=True):
    """The rules in force on a day in a region."""

    side: Compared
    """The rule base and the region."""
    day: str
    """The day, an ISO date."""
    documents: tuple[Document, ...]
    """The documents in force."""
    focus: frozenset[str]
    """The ids of those of which it is the day."""

    def matter(self, name: str) -> OneMatter:
        """One matter before these rules."""
        return one_matter(name, self.day, self.side)

    @cached_property
    def norms(self) -> tuple[ir.Norm, ...]:
        """The rules that apply on the day, each once."""
        norms = (n for d in self.documents for m in d.regulates for n in d.norms(m) if n.supports is None)
        return tuple({n.id: n for n in norms if n.period is None or n.period.covers(self.day)}.values())

    @cached_property
    def matters(self) -> tuple[str, ...]:
        """The matters that they reach, in the order of the ontology."""
        reached = {m for n in self.norms for m in n.matters}
        return tuple(m for m in self.side.base.vocabulary.matters if m in reached)


def rule_sets(base: RuleBase, days: Iterable[Day]) -> Iterator[RuleSet]:
    """For each day and each region that lies in no other: the documents in force there, and those looked at."""
    days = [d for d in days if d.day]
    regions = base.vocabulary.regions
    for day in sorted({d.day for d in days}):
        there = [d.document for d in days if in_force(d.document, day)]
        codes = {d.region for d in there} - {NATION} or {d.region for d in there}
        for code in sorted(c for c in codes if not codes.intersection(base.vocabulary.chain(c)[1:])):
            members = tuple(d for d in there if code in base.vocabulary.chain(d.region) or d.region == NATION)
            focus = frozenset(d.document.id for d in days if d.day == day) & {d.id for d in members}
            if focus:
                yield RuleSet(Compared(regions[code].name, base, code), day, members, focus)

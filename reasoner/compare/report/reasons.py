"""Why a side says what it says of an example: the sentences of `reasoner.explain`, by clause."""

from __future__ import annotations

from typing import Final, NamedTuple

from reasoner.compare.report import wordings
from reasoner.compare.report.view_model import Half
from reasoner.explain import Background, Point, PointRole, explain
from reasoner.explain.background import background
from reasoner.explain.points import LEADING
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase

_LOOKED_AT: Final = (PointRole.NOTE, PointRole.CHECKED)
_OPEN: Final = (PointRole.OPEN, PointRole.MET)
_PROCEEDS: Final = Outcome.MAY_PROCEED
"""The outcome that would be another if a preference of which nothing is known held."""


class Reason(NamedTuple):
    """A clause with what is said of it; `key` is that of the clause as cited, `document` its title where the side has several
    documents, else empty.
    """

    document: str
    where: str
    sentences: tuple[str, ...]
    key: tuple[str, str]

    @property
    def place(self) -> str:
        """Where it stands, with its document where the side has several."""
        return f"《{self.document}》{self.where}" if self.document else self.where


class Reasons(NamedTuple):
    """What the outcome means, the clauses that lead to it, those looked at that do not come about, those of which it is not
    known and does not matter, and preferences of which it is not known and counts as not claimed.
    """

    meaning: tuple[str, ...]
    deciding: tuple[Reason, ...]
    checked: tuple[Reason, ...]
    undecided: tuple[Reason, ...]
    unclaimed: tuple[Reason, ...]

    @property
    def headed(self) -> tuple[tuple[str, tuple[Reason, ...]], ...]:
        """The clauses under their headings."""
        return (
            (wordings.REASON, self.deciding),
            (wordings.CHECKED, self.checked),
            (wordings.UNDECIDED, self.undecided),
            (wordings.UNCLAIMED, self.unclaimed),
        )


def context(base: RuleBase, *, headed: bool = False) -> Background:
    """What the sentences need: applications of a comparison are made up. headed: wordings.HEADED stands above them."""
    return background(base)._replace(supposed=True, headed=headed)


def reasons(half: Half, known: Background) -> Reasons:
    """The reasons of one side, each clause with the sentences on it."""
    explanation = explain(half.verdict, known)
    exceptions = [p for p in explanation.exceptions if p.role not in LEADING]
    checked = (*explanation.of(*_LOOKED_AT), *(p for p in exceptions if p.role not in _OPEN))
    undecided = (*explanation.of(*_OPEN), *(p for p in exceptions if p.role in _OPEN))
    unclaimed = explanation.of(PointRole.UNCLAIMED, PointRole.UNVERIFIED)
    if half.outcome is not _PROCEEDS:
        undecided, unclaimed = (*undecided, *unclaimed), ()
    return Reasons(
        explanation.meaning,
        _by_clause(explanation.of(*LEADING), half.several),
        _by_clause(checked, half.several),
        _by_clause(undecided, half.several),
        _by_clause(unclaimed, half.several),
    )


def sentences(half: Half, known: Background) -> tuple[tuple[str, str], ...]:
    """The same one after another: under which heading, and the sentence with its place."""
    headed = reasons(half, known).headed
    return tuple((head, f"{r.place}:{s}") for head, of in headed for r in of for s in r.sentences)


def _by_clause(points: tuple[Point, ...], several: bool) -> tuple[Reason, ...]:
    listed: dict[Reason, None] = {}
    for point in points:
        clause = point.citation
        document = clause.document if several else ""
        key = (clause.clause, clause.quote)
        listed[Reason(document, clause.place, tuple(dict.fromkeys(point.sentences)), key)] = None
    return tuple(listed)

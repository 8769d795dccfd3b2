"""催办单: which deadlines of a case are late or near, who holds the case and since when. Pure data; nothing about days is built in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from reasoner.casework.case_steps import CaseState, CaseStep, LoggedStep, state_of
from reasoner.casework.deadlines import Due
from reasoner.casework.roles import Role

NO_BASIS: Final = "期限表没有写依据"
_BESIDE: Final = frozenset({
    CaseStep.ATTACH, CaseStep.JUDGE, CaseStep.RECONSIDERATION, CaseStep.LAWSUIT, CaseStep.REMEDY_RESULT,
})  # fmt: skip
"""Steps that change nothing of whom a case waits for."""


class Holder(NamedTuple):
    """Who holds a case."""

    role: str
    """For whom it waits, in a word: a role, the applicant, who inspects."""
    names: tuple[str, ...]
    """The persons, where accounts tell them; none: nobody is known by name."""
    since: date
    """Since when."""

    @property
    def words(self) -> str:
        """The same in words."""
        return f"{self.role}（{'、'.join(self.names)}）" if self.names else self.role


class UrgedTerm(NamedTuple):
    """A deadline that is urged, as a line of the paper."""

    name: str
    last: date
    left: int
    """Days of the calendar until the last day, below 0 when it has passed."""
    length: str
    """How long it is, in words of the table."""
    begun: str
    """With which step it began, and on which day."""
    basis: str
    """On what it rests, as the table of the bureau says; empty: it does not say."""

    @property
    def words(self) -> str:
        """How it stands to its last day, in words."""
        if self.left < 0:
            return f"已逾期{-self.left}天"
        return "今天到期" if self.left == 0 else f"还有{self.left}天"


def urged_terms(due: Iterable[Due]) -> tuple[UrgedTerm, ...]:
    """The deadlines of a case that are late or near, those that end first on top."""
    return tuple(
        UrgedTerm(
            d.term.name, d.last, d.left, d.term.words, f"{d.begun.isoformat()}{d.term.start}", d.term.basis,
        )
        for d in due
        if d.urged and d.last is not None and d.left is not None
    )  # fmt: skip


def holder_of(log: Sequence[LoggedStep], waits: str, handler: str, signers: Sequence[str]) -> Holder:
    """Who holds a case. waits: for whom it waits, in a word. handler: the name of its handler; empty: a window for one person.

    signers: the names of those who can sign next, where a signature is next.
    """
    moved = [e for e in log if e.step not in _BESIDE and (e.step is not CaseStep.HAND_OVER or waits == Role.HANDLER)]
    since = (moved or log)[-1].day
    if state_of(log) is CaseState.SIGNING:
        return Holder(waits, tuple(signers), since)
    return Holder(waits, (handler,) if waits == Role.HANDLER and handler else (), since)

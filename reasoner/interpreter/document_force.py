"""Whether a document is in force on a day (semantics §2, DESIGN §5.2).

Three answers: in force, not in force, unknown. It is unknown only where the received text does not say from when or
until when (不明), and no determination of 文件效力 speaks of the day. That determination is declaratory: it speaks of its
period (自, 至) whenever it was made. 规划延续执行 is constitutive: it has effect from the day that it names (自), else from
the day on which it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.authority import COUNTS, Whereabouts, authority_over, basis_of, status_of
from reasoner.interpreter.fact_warnings import ledger_warnings, unused_determination
from reasoner.model.application import Application, Observation, period_end
from reasoner.model.kinds import AuthorityStatus
from reasoner.model.messages import FORCE_UNSTATED, WARNINGS, WHY_NOT
from reasoner.model.place_binding import DOCUMENT
from reasoner.model.proof import CitedFact, fact_read
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE

UNSTATED: Final = "不明"
"""The basis of a first or last day of which the received text does not tell."""


class ForceStatus(StrEnum):
    """Whether a document is in force on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"
    DENIED = "denied"
    """It has been determined that it is not in force."""
    UNKNOWN = "unknown"
    """Nobody knows: the text received does not say, and nobody has determined it."""


class Force(NamedTuple):
    """Whether a document is in force on a day; `notes` say what about it is not certain."""

    status: ForceStatus
    why: str = ""
    notes: tuple[str, ...] = ()
    read: tuple[CitedFact, ...] = ()
    """The determination on which it rests, as a fact that a verdict cites."""
    open_end: bool = False
    """Its period has ended, and nothing is recorded of what follows: continued, not continued, or succeeded."""

    @property
    def out(self) -> bool:
        """Whether it is certainly not in force."""
        return self.status in (ForceStatus.NOT_YET, ForceStatus.ENDED, ForceStatus.DENIED)


def force_on(
    document: Document,
    day: str,
    application: Application,
    vocabulary: Vocabulary | None = None,
    others: Iterable[Document] = (),
) -> Force:
    """Whether a document is in force on a day, by its metadata and by the determinations that were given of it.

    others: the documents held beside it, one of which may succeed it. Without a vocabulary every determination counts.
    """
    if document.starts and day < document.starts:
        return Force(ForceStatus.NOT_YET, WHY_NOT["not_yet"].format(starts=document.starts, day=day))
    if not document.starts and day[:4] < str(document.year):
        return Force(ForceStatus.NOT_YET, WHY_NOT["not_yet_year"].format(year=document.year, day=day))
    given = _Given(document, day, application, vocabulary)
    declared = given.latest(DOCUMENT_FORCE, _speaks_of)
    if declared is not None and declared.value is False:
        fact = given.cited(DOCUMENT_FORCE, declared)
        why = WHY_NOT["denied"].format(day=day, source=_source(fact))
        return Force(ForceStatus.DENIED, why, (*given.notes(DOCUMENT_FORCE, declared),), (fact,))
    if document.ends and day > document.ends:
        return _after_its_period(given, others)
    if UNSTATED not in (document.starts_basis, document.ends_basis):
        return Force(ForceStatus.IN_FORCE, notes=(*_lacking(document),))
    notes = given.notes(DOCUMENT_FORCE, declared)
    if declared is None or declared.value is None:
        what = "、".join(FORCE_UNSTATED[k] for k in ("starts", "ends") if _unstated(document, k))
        organs = "、".join(document.issuers)
        unknown = WARNINGS["force_unknown"].format(title=document.title, what=what, organs=organs)
        return Force(ForceStatus.UNKNOWN, notes=(unknown, *_lacking(document), *notes))
    fact = given.cited(DOCUMENT_FORCE, declared)
    known = WARNINGS["force_determined"].format(title=document.title, day=day, source=_source(fact))
    return Force(ForceStatus.IN_FORCE, notes=(known, *_lacking(document), *notes), read=(fact,))


def _after_its_period(given: _Given, others: Iterable[Document]) -> Force:
    document, day = given.document, given.day
    continued = given.latest(CONTINUATION, _has_effect)
    notes = (*given.notes(CONTINUATION, continued),)
    if continued is not None and continued.value is True:
        fact = given.cited(CONTINUATION, continued)
        words = WARNINGS["continued"].format(title=document.title, ends=document.ends, source=_source(fact))
        return Force(ForceStatus.IN_FORCE, notes=(words, *notes, *_lacking(document)), read=(fact,))
    if continued is not None and continued.value is False:
        fact = given.cited(CONTINUATION, continued)
        why = WHY_NOT["not_continued"].format(ends=document.ends, source=_source(fact))
        return Force(ForceStatus.ENDED, why, notes, (fact,))
    for other in others:
        if document.id in other.succeeds and other.starts and other.starts <= day:
            why = WHY_NOT["succeeded"].format(ends=document.ends, title=other.title)
            return Force(ForceStatus.ENDED, why, notes)
    return Force(ForceStatus.ENDED, WHY_NOT["ended"].format(ends=document.ends), notes, open_end=True)


def _unstated(document: Document, which: str) -> bool:
    return (document.starts_basis if which == "starts" else document.ends_basis) == UNSTATED


def _lacking(document: Document) -> Iterator[str]:
    lacking = "、".join(m.what for m in document.missing)
    if lacking:
        yield WARNINGS["part_missing"].format(title=document.title, lacking=lacking)


def _source(fact: CitedFact) -> str:
    return f"(来源:{fact.provenance_words})" if fact.provenance_words else ""


def _speaks_of(made: Observation, day: str) -> bool:
    """A declaration speaks of its period, whenever it was made."""
    return (not made.starts or made.starts <= day) and (not made.ends or day <= made.ends)


def _has_effect(made: Observation, day: str) -> bool:
    """A decision does not reach back before it was made, unless it says from when."""
    begins = made.starts or (period_end(made.as_at) if made.as_at else "")
    return begins <= day and (not made.ends or day <= made.ends)


class _Given(NamedTuple):
    """The determinations that were given of a document, on a day."""

    document: Document
    day: str
    application: Application
    vocabulary: Vocabulary | None

    @property
    def place(self) -> Whereabouts:
        """Where the organs of the document are."""
        return Whereabouts(self.document.region)

    def latest(self, name: str, concerns: Callable[[Observation, str], bool]) -> Observation | None:
        """Of the determinations that count and concern the day the one that was made last."""
        made = [o for o in self._made(name) if concerns(o, self.day) and self._counts(name, o)]
        return max(made, key=lambda o: (period_end(o.as_at), len(o.as_at)), default=None)

    def cited(self, name: str, made: Observation) -> CitedFact:
        """A determination as a fact that a verdict cites."""
        value = "是" if made.value is True else "否"
        node = fact_read(name, self.document.title, value, made)
        term = None if self.vocabulary is None else self.vocabulary.facts.get(name)
        if term is not None and self.vocabulary is not None:
            authority = authority_over(term, self.document.region, self.vocabulary)
            if authority is not None:
                basis = basis_of(authority, self.place, self.vocabulary, self.document.issuers)
                node = replace(node, standing=self._status(name, made), authority=basis)
        return node.cited()

    def notes(self, name: str, used: Observation | None) -> Iterator[str]:
        """What is to be said of the determination that is used, and of those whose organ's it was not to make."""
        label = f"《{self.document.title}》的{name}"
        if used is not None:
            fact = self.cited(name, used)
            yield from ledger_warnings(label, fact, self.day)
            if fact.standing is AuthorityStatus.UNSTATED:
                yield WARNINGS["organ_unstated"].format(fact=label)
        for made in self._made(name):
            status = self._status(name, made)
            if self.vocabulary is None or status is None or status in COUNTS:
                continue
            authority = self.cited(name, made).authority
            if authority is not None:
                organs = made.provenance.determined_by
                yield unused_determination(label, status, organs, authority, self.vocabulary)

    def _made(self, name: str) -> tuple[Observation, ...]:
        return self.application.facts.get((DOCUMENT + self.document.id, name), ())

    def _counts(self, name: str, made: Observation) -> bool:
        status = self._status(name, made)
        return status is None or status in COUNTS

    def _status(self, name: str, made: Observation) -> AuthorityStatus | None:
        term = None if self.vocabulary is None else self.vocabulary.facts.get(name)
        if term is None or self.vocabulary is None:
            return None
        return status_of(term, made, self.place, self.vocabulary, self.document)

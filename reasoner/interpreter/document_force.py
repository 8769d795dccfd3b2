"""Whether a document is in force on a day (semantics §2, DESIGN §5.2).

Three answers: in force, not in force, unknown. It is unknown only where the received text does not say from when or
until when (不明), and no determination of 文件效力 that counts speaks of the day (`document_determinations`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.document_versions import version_words
from policy_dsl.reading import NOT_HELD
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.document_determinations import (
    continuation_determined,
    force_determined,
    made_by,
    of_other_days,
)
from reasoner.interpreter.fact_lookup import NO_OTHER_DAY
from reasoner.model.application import Application
from reasoner.model.kinds import Status
from reasoner.model.messages import FORCE_UNSTATED, WARNINGS, WHY_NOT
from reasoner.model.proof import CitedFact
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE, RuleBase

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
    """Its period has ended, and nothing is recorded of what follows: continued, not continued, or succeeded; or it leaves the
    application to former rules that are not held.
    """

    @property
    def out(self) -> bool:
        """Whether it is certainly not in force."""
        return self.status in (ForceStatus.NOT_YET, ForceStatus.ENDED, ForceStatus.DENIED)


def force_on(
    document: Document, day: str, application: Application, vocabulary: Vocabulary, others: Iterable[Document] = ()
) -> Force:
    """Whether a document is in force on a day, by its metadata and by what was determined of it.

    others: the documents held beside it and its other versions, one of which may take its place. What was received before
    the first day of one that says so is judged by the former rules, as they stood when it was received.
    """
    received = application.received
    if document.transition and received and received < document.starts <= day:
        about = {"starts": document.starts, "words": document.transition, "received": received}
        if document.replaces != NOT_HELD:
            return Force(ForceStatus.NOT_YET, WHY_NOT["transition"].format(**about))
        # The former rules are nowhere: what others leave open they may restrict.
        unheld = WARNINGS["former_not_held"].format(title=document.title, **about)
        return Force(ForceStatus.NOT_YET, WHY_NOT["former_not_held"].format(**about), (unheld,), open_end=True)
    others = tuple(others)
    follower = judged_as_before(document, day, received, others)
    if follower is None:
        return _on(document, day, application, vocabulary, others)
    force = _on(document, law_day(document, day, received, others), application, vocabulary, others)
    kept = WARNINGS["transition"].format(
        starts=follower.starts, title=follower.title, words=follower.transition, received=received,
        former=document.title, version=version_words(document.version),
    )  # fmt: skip
    return force._replace(notes=(kept, *force.notes))


def law_day(document: Document, day: str, received: str, others: Iterable[Document]) -> str:
    """The day on which the force of a document counts for what was received on a day (empty: not known).

    That is the day asked for; where what takes its place says that earlier applications are judged by the former rules, the
    day of receipt, or the document's own first day where that is later.
    """
    former = judged_as_before(document, day, received, others)
    return day if former is None else max(received, document.starts)


def law_days(base: RuleBase, application: Application, day: str) -> Mapping[str, str]:
    """By id the documents whose force counts on another day than that asked for, with that day."""
    if not base.transitional:
        return NO_OTHER_DAY
    beside, received = base.beside(application.region), application.received
    days = {d.id: law_day(d, day, received, beside) for d in base.held_for(application.region)}
    return {id_: of for id_, of in days.items() if of != day}


def judged_as_before(document: Document, day: str, received: str, others: Iterable[Document]) -> Document | None:
    """What has taken the place of a document by a day and leaves what was received on another to it."""
    following = (o for o in others if o.transition and _follows(o, document))
    return next((o for o in following if received and received < o.starts <= day), None)


def _follows(other: Document, document: Document) -> bool:
    """Whether another takes the place of a document: its next version, or a plan that succeeds it."""
    next_version = other.id == document.id and bool(other.replaces) and other.replaces == document.version
    return next_version or document.id in other.succeeds


def _on(
    document: Document, day: str, application: Application, vocabulary: Vocabulary, others: Iterable[Document]
) -> Force:
    """The same, where nothing is judged by former rules."""
    if document.starts and day < document.starts:
        return Force(ForceStatus.NOT_YET, WHY_NOT["not_yet"].format(starts=document.starts, day=day))
    if not document.starts and day[:4] < str(document.year):
        return Force(ForceStatus.NOT_YET, WHY_NOT["not_yet_year"].format(year=document.year, day=day))
    if document.repealed is not None and day >= document.repealed.on:
        repeal = document.repealed
        why = WHY_NOT["repealed"].format(on=repeal.on, by=repeal.by, words=repeal.words)
        return Force(ForceStatus.ENDED, why)
    for other in others:
        if other.id == document.id and other.replaces == document.version and other.starts <= day:
            why = WHY_NOT["replaced"].format(
                starts=other.starts, title=other.title, version=version_words(other.version), day=day
            )
            return Force(ForceStatus.ENDED, why)
    declared = force_determined(document, day, application, vocabulary)
    answer, notes = (None, ()) if declared is None else (declared.answer, declared.notes)
    if declared is not None and answer is Status.FALSE:
        why = WHY_NOT["denied"].format(day=day, by=made_by(declared.read[0]))
        return Force(ForceStatus.DENIED, why, notes, declared.read)
    if document.ends and day > document.ends:
        return _after_its_period(document, day, application, vocabulary, others)
    unstated = [FORCE_UNSTATED["starts"]] if document.starts_basis == UNSTATED else []
    unstated += [FORCE_UNSTATED["ends"]] if document.ends_basis == UNSTATED else []
    if not unstated:
        return Force(ForceStatus.IN_FORCE, notes=(*_lacking(document),))
    if declared is not None and answer is Status.TRUE:
        words = WARNINGS["force_determined"]
        known = words.format(title=document.title, what="、".join(unstated), day=day, by=made_by(declared.read[0]))
        return Force(ForceStatus.IN_FORCE, notes=(known, *_lacking(document), *notes), read=declared.read)
    about = {"title": document.title, "what": "、".join(unstated), "organs": "、".join(document.issuers), "day": day}
    other_days = () if declared else of_other_days(DOCUMENT_FORCE, document, day, application, vocabulary)
    if other_days:
        which = "该认定" if len(other_days) == 1 else "各该认定"
        unknown = WARNINGS["force_other_days"].format(made=";".join(other_days), which=which, **about)
    else:
        unknown = WARNINGS["force_unknown"].format(**about)
    return Force(ForceStatus.UNKNOWN, notes=(unknown, *_lacking(document), *notes))


def _after_its_period(
    document: Document, day: str, application: Application, vocabulary: Vocabulary, others: Iterable[Document]
) -> Force:
    """A plan whose period has ended: continued, not continued, succeeded, or nothing is recorded of what follows."""
    continued = continuation_determined(document, day, application, vocabulary)
    notes = () if continued is None else continued.notes
    if continued is not None and continued.answer in (Status.TRUE, Status.FALSE):
        by = made_by(continued.read[0])
        if continued.answer is Status.TRUE:
            made = continued.read[0]
            late = bool(application.received) and made.as_at > application.received
            words = WARNINGS["continued"].format(
                title=document.title,
                ends=document.ends,
                by=by,
                since=WARNINGS["continued_from"].format(starts=made.starts) if made.starts else "",
                after=WARNINGS["continued_after"].format(received=application.received) if late else "",
            )
            return Force(ForceStatus.IN_FORCE, notes=(words, *notes, *_lacking(document)), read=continued.read)
        why = WHY_NOT["not_continued"].format(ends=document.ends, by=by)
        return Force(ForceStatus.ENDED, why, notes, continued.read)
    for other in others:
        if document.id in other.succeeds and other.starts and other.starts <= day:
            why = WHY_NOT["succeeded"].format(ends=document.ends, title=other.title)
            return Force(ForceStatus.ENDED, why, notes)
    other_days = of_other_days(CONTINUATION, document, day, application, vocabulary)
    ended = WHY_NOT["ended_continued" if other_days else "ended"]
    why = ended.format(ends=document.ends, made=";".join(other_days), day=day)
    return Force(ForceStatus.ENDED, why, notes, open_end=True)


def _lacking(document: Document) -> Iterator[str]:
    lacking = "、".join(m.what for m in document.missing)
    if lacking:
        yield WARNINGS["part_missing"].format(title=document.title, lacking=lacking)

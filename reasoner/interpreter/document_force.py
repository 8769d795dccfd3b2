"""Whether a document is in force on a day (semantics §2)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.document_determinations import continuation_determined, made_by
from reasoner.model.application import Application
from reasoner.model.kinds import Status
from reasoner.model.messages import WARNINGS, WHY_NOT
from reasoner.model.proof import CitedFact


class ForceStatus(StrEnum):
    """Whether a document is in force on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"
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
        return self.status in (ForceStatus.NOT_YET, ForceStatus.ENDED)


def force_on(
    document: Document, day: str, application: Application, vocabulary: Vocabulary, held: tuple[Document, ...] = ()
) -> Force:
    """Whether the document is in force on the day, counting a determination that continues an ended plan."""
    if document.starts and day < document.starts:
        return Force(ForceStatus.NOT_YET, WHY_NOT["not_yet"].format(starts=document.starts, day=day))
    if not document.starts and day[:4] < str(document.year):
        return Force(ForceStatus.NOT_YET, WHY_NOT["not_yet_year"].format(year=document.year, day=day))
    notes: list[str] = []
    read: tuple[CitedFact, ...] = ()
    if not document.starts and day[:4] == str(document.year):
        notes.append(WARNINGS["start_unknown"].format(title=document.title, year=document.year, day=day))
    if document.ends and day > document.ends:
        continued = continuation_determined(document, day, application, vocabulary)
        if continued is None or continued.answer is not Status.TRUE:
            notes = [] if continued is None else [*continued.notes]
            return Force(ForceStatus.ENDED, WHY_NOT["ended"].format(ends=document.ends), tuple(notes))
        read = continued.read
        by = made_by(read[0])
        notes += [WARNINGS["continued"].format(title=document.title, ends=document.ends, by=by), *continued.notes]
    lacking = "、".join(m.what for m in document.missing)
    if document.doubtful:
        notes.append(WARNINGS["incomplete"].format(title=document.title, lacking=lacking or "效力期限"))
    elif lacking:
        notes.append(WARNINGS["part_missing"].format(title=document.title, lacking=lacking))
    return Force(ForceStatus.IN_FORCE, notes=tuple(notes), read=read)

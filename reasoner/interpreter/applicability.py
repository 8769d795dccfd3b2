"""Which documents govern an application, and why the others do not (semantics §2).

A document governs when its region covers the facility, it is in force on the day, and it regulates the matter.
"""

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
from reasoner.model.rule_base import RuleBase


class ForceStatus(StrEnum):
    """Whether a document is in force on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"


class Force(NamedTuple):
    """Whether a document is in force on a day; `notes` say what about it is not certain."""

    status: ForceStatus
    why: str = ""
    notes: tuple[str, ...] = ()
    read: tuple[CitedFact, ...] = ()
    """The determination by which it is continued, as a fact that a verdict cites."""


class Jurisdiction(NamedTuple):
    """The documents that govern, the warnings they bring, and for every other document of the region why it does not."""

    governing: tuple[Document, ...]
    not_governing: tuple[tuple[Document, str], ...]
    warnings: tuple[str, ...]
    read: tuple[CitedFact, ...]
    """The facts on which the force of a governing document rests."""
    has_documents: bool
    """Whether any document of the region is held."""
    out_of_force: bool
    """Documents of the region regulate the matter, but none of them is in force."""


def force_on(document: Document, day: str, application: Application, vocabulary: Vocabulary) -> Force:
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


def _other_day(document: Document, application: Application, day: str, why: str) -> str:
    return WARNINGS["other_day"].format(title=document.title, received=application.received, day=day, why=why)


def jurisdiction(
    base: RuleBase, application: Application, day: str, only: frozenset[str] | None = None
) -> Jurisdiction:
    """The governing documents of an application on a day. `only` restricts the documents looked at.

    Documents of other regions are not spoken of; where the place is unknown, every document might be of its region.
    """
    governing: list[Document] = []
    others: list[tuple[Document, str]] = []
    warnings: list[str] = []
    read: list[CitedFact] = []
    known = application.region is not None
    documents = base.held_for(application.region)
    out_of_force = False
    for document in documents:
        if only is not None and document.id not in only:
            others.append((document, WHY_NOT["not_chosen"]))
            continue
        if not known:
            name = base.vocabulary.regions[document.region].name
            others.append((document, WHY_NOT["no_place"].format(region=name)))
            continue
        if application.matter not in document.regulates:
            others.append((document, WHY_NOT["silent"].format(matter=application.matter)))
            continue
        force = force_on(document, day, application, base.vocabulary)
        if force.status is not ForceStatus.IN_FORCE:
            out_of_force = True
            others.append((document, force.why))
            warnings += force.notes
            if force_on(document, application.received, application, base.vocabulary).status is ForceStatus.IN_FORCE:
                warnings.append(_other_day(document, application, day, force.why))
            continue
        governing.append(document)
        warnings += force.notes
        read += force.read
        if document.kind == "指导意见":
            warnings.append(WARNINGS["guidance"].format(title=document.title))
        if application.received and application.received != day:
            then = force_on(document, application.received, application, base.vocabulary)
            if then.status is not ForceStatus.IN_FORCE:
                warnings.append(_other_day(document, application, day, then.why))
    ended = out_of_force and not governing
    return Jurisdiction(tuple(governing), tuple(others), tuple(warnings), tuple(read), known and bool(documents), ended)

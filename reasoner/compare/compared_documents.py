"""What a comparison says of the documents of a side, and on how many registered readings its rules rest."""

from __future__ import annotations

from collections.abc import Iterable

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import NATION
from reasoner.analysis.document_force import force, in_force, uncertain
from reasoner.analysis.rule_set import Compared
from reasoner.compare.result import ComparedDocument, ReadingBasis
from reasoner.interpreter.applicability import guidance_warning

GUIDANCE_KIND = "指导意见"
"""The kind of a document that guides lower authorities."""


def compared_documents(side: Compared, day: str) -> tuple[ComparedDocument, ...]:
    """The documents that can govern somewhere in the region of a side, as they stand on a day."""
    return tuple(
        ComparedDocument(
            id=d.id,
            title=d.title,
            number=d.number,
            kind=d.kind,
            starts=d.starts,
            ends=d.ends,
            in_force=None if uncertain(d, day) else in_force(d, day),
            matters=d.regulates,
            draft=d.draft,
            of_nation=d.region == NATION,
            notes=_notes(d, day),
        )
        for d in side.documents
    )


def _notes(document: Document, day: str) -> tuple[str, ...]:
    """What is to be known of a document that governs: guidance, parts that are missing, a beginning that is not known."""
    guidance = (guidance_warning(document),) if document.kind == GUIDANCE_KIND else ()
    return (*force(document, day).notes, *guidance)


def reading_basis(sides: Iterable[Compared], matters: Iterable[str]) -> ReadingBasis:
    """On how many readings the rules of some sides on some matters rest, and how many of them nobody has confirmed."""
    matters = list(matters)
    confirmed: dict[tuple[str, str], bool] = {}
    for document in (d for side in sides for d in side.documents):
        for name in (r for matter in matters for norm in document.norms(matter) for r in norm.readings):
            confirmed[document.id, name] = bool(document.readings_by_name[name].confirmed_by)
    return ReadingBasis(len(confirmed), sum(not yes for yes in confirmed.values()))

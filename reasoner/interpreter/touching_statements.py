"""Statements that touch a case without deciding it (DESIGN §5.5): a plan's own finding, total control, a yearly plan …

They are cited of every document of the place that is in force or may be, governing or not, favourable ones too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from policy_dsl.compiled import Clause, Concern, Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.document_force import Force, ForceStatus
from reasoner.model.application import Application
from reasoner.model.verdict import Touching


def touching_statements(
    documents: Sequence[Document],
    forces: Mapping[str, Force],
    application: Application,
    vocabulary: Vocabulary,
) -> list[Touching]:
    """The statements of the documents of a place that concern an application, first of those in force, then of those that
    may be, in document order. forces: by id of the documents that are looked at, whether they are in force.
    """
    certainly: list[Touching] = []
    perhaps: list[Touching] = []
    for document in documents:
        concerns, force = document.concerns(application.matter), forces.get(document.id)
        if not concerns or force is None:
            continue
        if force.status is ForceStatus.UNKNOWN:
            perhaps += statements_of(concerns, application, vocabulary)
        elif not force.out:
            certainly += statements_of(concerns, application, vocabulary)
    return certainly + perhaps


def statements_of(
    concerns: Iterable[tuple[Clause, Concern]], application: Application, vocabulary: Vocabulary
) -> list[Touching]:
    """Those of some statements that concern the place and kind of an applicant; what is unknown of it excludes none.

    What is said of such a place or kind stands before what is said of all, what is to be done before facts and encouragement.
    """
    kind, region = _kind(application), application.region
    spoken = []
    for clause, concern in concerns:
        if concern.types and kind is not None and kind not in concern.types:
            continue
        if region is None or not (concern.places or concern.others) or _at(concern, region, vocabulary):
            spoken.append((clause, concern))
    if len(spoken) > 1:
        spoken.sort(key=_rank)
    return [Touching(clause.clause, clause.quote, clause.place, concern.why) for clause, concern in spoken]


_WEAK: Final = ("fact", "encouragement")


def _rank(statement: tuple[Clause, Concern]) -> tuple[bool, bool]:
    clause, concern = statement
    return not (concern.places or concern.others or concern.types), clause.nature in _WEAK


def _kind(application: Application) -> str | None:
    observations = application.facts.get(("机构", "类型"), ())
    value = observations[-1].value if observations else None
    return value if isinstance(value, str) else None


def _at(concern: Concern, region: str, vocabulary: Vocabulary) -> bool:
    """Whether a statement speaks of a place: of it, of what lies around it, or of a part of it."""
    around = vocabulary.chain(region)
    if any(code in around for code in concern.others):
        return False
    return not concern.places or any(p in around or region in vocabulary.chain(p) for p in concern.places)

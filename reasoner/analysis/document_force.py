"""The force of documents on a day where nobody determines anything, and what a question supposes where it is unknown.

A text of which the received copy does not say when its force begins or ends is in force or not: a question to the solver
is asked of one of these, never of both at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain, combinations
from typing import Final

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary, VocabularyData
from reasoner.interpreter.document_force import Force, ForceStatus, force_on
from reasoner.model.application import Application

_NO_DETERMINATION: Final = Application("", "", "", None, {}, {})
"""An application in which nobody determines that a plan goes on, or that a text is in force."""
_NO_VOCABULARY: Final = Vocabulary(VocabularyData((), ()))
"""No organ is looked up where nobody determines anything."""


def force(document: Document, day: str, beside: Iterable[Document] = ()) -> Force:
    """The force of a document on a day where nobody determines anything of it; `beside`: documents that may succeed it."""
    return force_on(document, day, _NO_DETERMINATION, _NO_VOCABULARY, beside)


def uncertain(document: Document, day: str) -> bool:
    """Whether nobody knows whether a document is in force on a day."""
    return force(document, day).status is ForceStatus.UNKNOWN


def in_force(document: Document, day: str) -> bool:
    """Whether a document is, or may be, in force on a day where nobody determines anything of it."""
    return not force(document, day).out


def supposed_force(
    document: Document, day: str, without: Collection[str], beside: Iterable[Document] = ()
) -> Force:  # fmt: skip
    """The force of a document on a day; where that is unknown it is in force, unless its id is among `without`: then it is
    denied.
    """
    known = force(document, day, beside)
    if known.status is not ForceStatus.UNKNOWN:
        return known
    return Force(ForceStatus.DENIED if document.id in without else ForceStatus.IN_FORCE)


def suppositions(documents: Iterable[Document], day: str) -> tuple[frozenset[str], ...]:
    """Every way in which those of the documents whose force is unknown may not be in force, by id: first none of them."""
    unknown = sorted({d.id for d in documents if uncertain(d, day)})
    ways = chain.from_iterable(combinations(unknown, n) for n in range(len(unknown) + 1))
    return tuple(map(frozenset, ways))

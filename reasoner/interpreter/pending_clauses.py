"""The clauses of governing documents that are not yet written as rules (待写): what every verdict of them says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from policy_dsl.compiled import Document
from reasoner.model.messages import WARNINGS
from reasoner.model.verdict import PendingClause


def pending_clauses(governing: Iterable[Document], matter: str) -> Iterator[PendingClause]:
    """Each clause that is not, or not wholly, transcribed, in document order, whatever matter it may concern."""
    for document in governing:
        yield from _pending_of(document, matter)


@lru_cache(maxsize=1024)
def _pending_of(document: Document, matter: str) -> tuple[PendingClause, ...]:
    return tuple(
        PendingClause(
            clause.clause,
            clause.document,
            clause.place,
            clause.quote,
            bool(waiting.norms) and matter in waiting.matters,
            waiting.reason,
        )
        for clause in document.pending_clauses
        if (waiting := clause.pending) is not None
    )


def pending_warnings(governing: Iterable[Document]) -> Iterator[str]:
    """A sentence for each document of which some clause is not yet written as rules."""
    for document in governing:
        yield from _warning_of(document)


@lru_cache(maxsize=512)
def _warning_of(document: Document) -> tuple[str, ...]:
    places = [c.place for c in document.pending_clauses]
    if not places:
        return ()
    return (WARNINGS["pending"].format(title=document.title, count=len(places), places="、".join(places)),)

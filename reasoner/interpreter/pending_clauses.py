"""The clauses that are not yet written as rules (待写): those of governing documents, which every verdict of them says, and those
of other documents in force that may speak of the matter without restricting it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from policy_dsl.compiled import Document, Pending
from reasoner.interpreter.applicability import Jurisdiction
from reasoner.model.messages import WARNINGS
from reasoner.model.verdict import PendingClause


def pending_clauses(governing: Iterable[Document], matter: str) -> Iterator[PendingClause]:
    """Each clause that is not, or not wholly, transcribed, in document order, whatever matter it may concern."""
    for document in governing:
        yield from _pending_of(document, matter)


def silent_clauses(documents: Iterable[Document], reach: Jurisdiction, matter: str) -> Iterator[PendingClause]:
    """Of documents that do not govern and are, or may be, in force: each such clause that restricts nobody as far as its words
    say (义务), in document order. Where its document sets nothing else on the matter, nobody would be told of it.
    """
    governing = {d.id for d in reach.may_govern}
    for document in documents:
        force = reach.forces.get(document.id)
        if force is not None and not force.out and document.id not in governing:
            waiting = {c.clause for c in document.pending_clauses if _silent(c.pending, matter)}
            yield from (c for c in _pending_of(document, matter) if c.clause in waiting)


def _silent(pending: Pending | None, matter: str) -> bool:
    return pending is not None and not pending.norms and matter in pending.matters


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

"""The clauses of governing documents that are not yet written as rules (待写): what every verdict of them says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_dsl.compiled import Document
from reasoner.model.messages import WARNINGS
from reasoner.model.verdict import PendingClause


def pending_clauses(governing: Iterable[Document], matter: str) -> Iterator[PendingClause]:
    """Each clause that is not, or not wholly, transcribed, in document order, whatever matter it may concern."""
    for clause in (c for d in governing for c in d.pending_clauses):
        waiting = clause.pending
        if waiting is not None:
            concerns = bool(waiting.norms) and matter in waiting.matters
            yield PendingClause(clause.clause, clause.document, clause.place, clause.quote, concerns, waiting.reason)


def pending_warnings(governing: Iterable[Document]) -> Iterator[str]:
    """A sentence for each document of which some clause is not yet written as rules."""
    for document in governing:
        places = [c.place for c in document.pending_clauses]
        if places:
            words = WARNINGS["pending"]
            yield words.format(title=document.title, count=len(places), places="、".join(places))

"""The official texts: each whole, character by character, with its clauses; a clause with all that belongs to it; a search; questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.compiled import Clause, Document
from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.ask.answer import Answer
from reasoner.ask.enquiry import answers, scope
from reasoner.ask.scope import Question
from reasoner.driver import clauses as clause_lists
from reasoner.driver.asking import known, own_region
from reasoner.driver.clauses import Narrowing
from reasoner.driver.current_rule_base import as_day, in_version, official_texts, rule_base
from reasoner.driver.window.cases import Plain, ledger_entries
from reasoner.driver.window.wording import today
from reasoner.ledger.entries import Ledger, LedgerEntry
from reasoner.model.application import Application, Facts
from reasoner.model.place_binding import bind_roles
from reasoner.survey.clause_detail import ClauseDetail, Search, clause_detail
from reasoner.survey.document_summary import DocumentSummary, documents, summary

MASK: Final = "\u2592"
"""Stands in an official text for a character of the received file that is no part of the document."""


class Piece(NamedTuple):
    """Some characters of a received file, in its order."""

    text: str
    """The characters; of a masked piece the signs that stand for them."""
    clause: Clause | None
    """The clause whose words they are; None: what stands between clauses."""
    masked: str
    """Why they are no part of the document; empty: they are."""


class DocumentText(NamedTuple):
    """A document with its whole text."""

    summary: DocumentSummary
    pieces: tuple[Piece, ...]


def warm() -> None:
    """Load the rules, and what questions are answered from."""
    known()


def all_documents() -> list[DocumentSummary]:
    """Every document."""
    return documents(rule_base())


def document_text(identifier: str) -> DocumentText | None:
    """The whole text of a document; None where there is no such document."""
    known = in_version(identifier)
    if known is None:
        return None
    base, document = known
    text = official_texts()[document.expression]
    return DocumentText(summary(base, document), tuple(_pieces(document, text)))


def _pieces(document: Document, text: str) -> Iterator[Piece]:
    at = 0
    for clause in sorted(document.clauses.values(), key=lambda c: (c.start, c.end)):
        yield from _between(document, text, at, clause.start)
        if clause.start >= at:
            yield Piece(text[clause.start : clause.end], clause, "")
            at = clause.end
    yield from _between(document, text, at, len(text))


def _between(document: Document, text: str, start: int, end: int) -> Iterator[Piece]:
    """What stands between clauses: white space, and masked characters with the reason."""
    at = start
    for mask in sorted(document.masked, key=lambda m: m.start):
        first, last = max(mask.start, at), min(mask.end, end)
        if first >= last:
            continue
        if at < first:
            yield Piece(text[at:first], None, "")
        yield Piece(text[first:last], None, mask.reason)
        at = last
    if at < end:
        yield Piece(text[at:end], None, "")


def clause(document: str, address: str) -> ClauseDetail | None:
    """A clause with its rules, readings and neighbours; None where there is none."""
    known = in_version(document)
    if known is None:
        return None
    base, concerned = known
    entry = concerned.clauses.get(f"{concerned.id}/{address}")
    return None if entry is None else clause_detail(base, entry)


def quoted_clause(identifier: str) -> Clause | None:
    """A clause by its address with the document; None where there is none."""
    name, _, address = identifier.partition("/")
    known = in_version(name)
    return None if known is None else known[1].clauses.get(f"{known[1].id}/{address}")


class SearchResult(NamedTuple):
    """What a search gave."""

    result: Search | None
    """The clauses or documents; None: none."""
    faults: tuple[Diagnostic, ...]
    """Why there are none."""
    near: tuple[Clause, ...] = ()
    """Clauses that may have been meant instead."""


def search(query: str, region: str = "", matter: str = "", *, deciding: bool = False) -> SearchResult:
    """The clauses that a query means, by address, place, words, or other words for the same."""
    try:
        return SearchResult(clause_lists.show(query, Narrowing((), region, matter, deciding)), ())
    except Faults as error:
        # What is near is told by its links.
        missed = all(f.code == "U104" for f in error.diagnostics)
        meant = clause_lists.near(query) if missed else ()
        return SearchResult(None, tuple(replace(f, hint="") if meant else f for f in error.diagnostics), meant)


# --- questions ------------------------------------------------------------------------------------------------


class Answered(NamedTuple):
    """What a question comes to."""

    answers: list[Answer]
    faults: tuple[Diagnostic, ...]
    """Why there are none."""


NOT_ASKED: Final = Answered([], ())
"""Of no question."""


def answered(
    words: str = "", *, region: str = "", kind: str = "", matter: str = "", as_of: str | None = None, ledger: Plain
) -> Answered:
    """The answers to a question by fields or in words, as `tiaoli ask` gives them, or its faults (U161 to U165)."""
    try:
        return Answered(_answers(words, region, kind, matter, as_of, ledger), ())
    except Faults as error:
        return Answered([], error.diagnostics)


def _answers(words: str, region: str, kind: str, matter: str, as_of: str | None, ledger: Plain) -> list[Answer]:
    day = as_day(as_of) or today()
    question = Question(day, region, kind, matter, words, "" if region else own_region())
    concerned = scope(known(), question)
    values = ledger_entries(ledger)
    on_file = {code: _on_file(values, code, day) for code in concerned.regions} if values else None
    return answers(known(), question, concerned, on_file)


def _on_file(values: Sequence[LedgerEntry], region: str, day: str) -> Facts:
    base = rule_base()
    nobody = Application("", "", day, region, bind_roles(base.vocabulary, region), {})
    drawn = Ledger(values, base)
    return drawn.draw(nobody).facts

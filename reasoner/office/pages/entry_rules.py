"""The page on which rules are written, as data: the official text in pieces, what each clause's rules say, what is left to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from reasoner.driver.window.entry_rules import EditedClause, EditedRule, EditedRules, PlacedFault

MASK: Final = "\u2592"
"""Stands in an official text for a character that is no part of the document."""
_BEYOND: Final = "\uffff"


class Piece(NamedTuple):
    """Some words of the official text."""

    words: str
    state: str
    """taken: a rule or statement takes them up; left: normative words that nothing takes up; empty: neither."""


class TextPart(NamedTuple):
    """A clause of the official text, or what stands between clauses."""

    pieces: tuple[Piece, ...]
    clause: EditedClause | None
    """None: words that no entry of the rules quotes, or white space."""

    @property
    def stray(self) -> bool:
        """Whether these are words of the document that no entry quotes."""
        return self.clause is None and any(p.words.strip().strip(MASK).strip() for p in self.pieces)


def text_parts(text: str, rules: EditedRules) -> tuple[TextPart, ...]:
    """The official text in the order in which it stands."""
    return tuple(_parts(text, rules.clauses)) if rules.read else ()


def _parts(text: str, clauses: Iterable[EditedClause]) -> Iterator[TextPart]:
    at = 0
    for clause in sorted((c for c in clauses if c.start >= 0), key=lambda c: (c.start, c.end)):
        if at < clause.start:
            yield TextPart((Piece(text[at : clause.start], ""),), None)
        if clause.start >= at:
            yield TextPart(tuple(_pieces(text, clause)), clause)
            at = clause.end
    if at < len(text):
        yield TextPart((Piece(text[at:], ""),), None)


def _pieces(text: str, clause: EditedClause) -> Iterator[Piece]:
    edges = sorted({clause.start, clause.end, *(e for r in (*clause.taken, *clause.left) for e in r)})
    for start, end in zip(edges, edges[1:], strict=False):
        # What is left wins: a word that is half in a quotation is not taken up.
        left = any(a <= start and end <= b for a, b in clause.left)
        taken = any(a <= start and end <= b for a, b in clause.taken)
        yield Piece(text[start:end], "left" if left else "taken" if taken else "")


class Meaning(NamedTuple):
    """What the rules of a clause say, and what is left to write."""

    clause: EditedClause
    left: tuple[str, ...]
    """Its normative words and figures that nothing takes up."""
    faults: int
    """How many faults stand in its entry."""

    @property
    def rules(self) -> tuple[EditedRule, ...]:
        """Its rules and statements."""
        return self.clause.rules


def meanings(text: str, rules: EditedRules) -> tuple[Meaning, ...]:
    """The clauses that have rules or statements, that wait for them, or in which something is wrong."""
    faults = [f.start for f in rules.faults if f.line]
    listed: list[Meaning] = []
    for clause in rules.clauses:
        count = sum(clause.start_of_entry <= at < clause.end_of_entry for at in faults)
        words = tuple(dict.fromkeys(text[a:b] for a, b in clause.left))
        if clause.rules or clause.pending or words or count:
            listed.append(Meaning(clause, words, count))
    return tuple(listed)


class Counts(NamedTuple):
    """How far the rules are."""

    faults: int
    pending: int
    """Clauses that are not wholly written."""
    proposed: int
    """Rules that nobody has accepted yet."""
    words: int
    """Normative words and figures that nothing takes up."""
    rules: int
    clauses: int


def counts(rules: EditedRules) -> Counts:
    """How far the rules are, in numbers."""
    items = [r for c in rules.clauses for r in c.rules if not r.alternative_of]
    return Counts(
        faults=len(rules.faults),
        pending=len(rules.pending),
        proposed=sum(r.proposed for r in items),
        words=sum(len(c.left) for c in rules.clauses),
        rules=sum(bool(r.text) for r in items),
        clauses=len(rules.clauses),
    )


class Mark(NamedTuple):
    """A fault as the editor marks it: a range of the text in the units in which scripts count."""

    start: int
    end: int
    title: str
    more: tuple[str, ...]
    """What is allowed, and what to try."""
    code: str


def marks(text: str, faults: Iterable[PlacedFault]) -> tuple[Mark, ...]:
    """The faults that stand in the rules. Scripts count a character beyond the first plane twice."""
    beyond = any(c > _BEYOND for c in text)

    def offset(at: int) -> int:
        return at + sum(c > _BEYOND for c in text[:at]) if beyond else at

    listed = []
    for placed in faults:
        if placed.line:
            fault = placed.fault
            more = ((f"允许：{fault.allowed}",) if fault.allowed else ()) + (
                (f"建议：{fault.hint}",) if fault.hint else ()
            )
            listed.append(Mark(offset(placed.start), offset(placed.end), fault.message, more, fault.code))
    return tuple(listed)

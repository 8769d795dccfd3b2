"""What a page of comparisons shows of one matter: differences clause by clause, the rules of one side alone, examples."""

from __future__ import annotations

import msgspec


class ClauseLink(msgspec.Struct, frozen=True):
    """The place of a clause, leading to its words at the end of the page."""

    place: str
    """Its place in words."""
    anchor: str
    """The anchor of its words."""


class ExampleLink(msgspec.Struct, frozen=True):
    """The name of an example, leading to it."""

    number: int
    """Its number on the page."""
    label: str
    """Its name: 例4."""


# --- differences ----------------------------------------------------------------------------------------------


class AnswerClause(msgspec.Struct, frozen=True):
    """A clause that decides for a side."""

    mark: str
    """The mark of its document, where the side has several; else empty."""
    link: ClauseLink
    """Its place."""
    name: str
    """Its address and the name of its rule."""
    alone: str
    """What it leads to by itself, where that is another outcome; else empty."""
    quote: str
    """Its words in quotation marks; empty where the table quotes them further up."""


class AnswerCell(msgspec.Struct, frozen=True):
    """What a side says, in a table of differences."""

    outcome: str
    """The outcome."""
    clauses: tuple[AnswerClause, ...]
    """The clauses that decide."""
    rows: int
    """Over how many rows of the table it stands."""


class DifferenceRow(msgspec.Struct, frozen=True):
    """A rule on each side with its outcome."""

    answers: tuple[AnswerCell, ...]
    """What the sides say, the first side first; one alone where that of the other stands in a row above."""
    manner: str
    """Whether outcomes of one kind differ in strength or in manner; empty where one side alone restrains."""
    turning: str
    """On what it turns, and for which institutions."""
    examples: tuple[ExampleLink, ...]
    """The examples that show it."""


class DifferenceGroup(msgspec.Struct, frozen=True):
    """Differences of one kind."""

    heading: str
    """Which kind: who alone restrains, or that both do."""
    rows: tuple[DifferenceRow, ...]
    """The differences."""


class SideDocuments(msgspec.Struct, frozen=True):
    """The documents whose clauses decide for a side."""

    side: str
    """The name of the side, short."""
    titles: str
    """Their titles with their marks, or that no clause decides."""


class DifferenceTable(msgspec.Struct, frozen=True):
    """The differences of a matter, clause by clause."""

    documents: tuple[SideDocuments, ...]
    """The documents of each side."""
    columns: tuple[str, str, str]
    """The heads of the columns: the sides, and on what a difference turns."""
    groups: tuple[DifferenceGroup, ...]
    """The differences by their kind."""
    others: str
    """That an amendment also shows beside other clauses; empty where it does not."""
    other_examples: tuple[ExampleLink, ...]
    """The examples of that."""


class OneSidedClause(msgspec.Struct, frozen=True):
    """A clause on a matter on which the other side is silent."""

    source: str
    """Whose clause it is, for which institutions, of which document."""
    link: ClauseLink
    """Its place."""
    address: str
    """Its address in the document."""
    quote: str
    """Its words in quotation marks."""
    rules: tuple[str, ...]
    """Its rules told back, with the institutions that they do not reach."""


class OneSidedClauses(msgspec.Struct, frozen=True):
    """The clauses of the side that alone speaks."""

    heading: str
    """The heading."""
    clauses: tuple[OneSidedClause, ...]
    """The clauses."""


# --- examples -------------------------------------------------------------------------------------------------


class ExampleFact(msgspec.Struct, frozen=True):
    """A fact of an application."""

    text: str
    """The fact in words."""
    unusual: bool
    """Whether it is set for this example."""


class SideHead(msgspec.Struct, frozen=True):
    """A side as the head of a column."""

    name: str
    """Its name, and where the institution lies for it."""
    guidance: str
    """That it rests on guidance alone; empty where it does not."""


class OutcomeCell(msgspec.Struct, frozen=True):
    """The outcome of a side."""

    outcome: str
    """The outcome."""
    notes: tuple[str, ...]
    """What it means."""


class DecidingClause(msgspec.Struct, frozen=True):
    """A clause that decides an example."""

    document: str
    """《题名》(文号)."""
    link: ClauseLink
    """Its place."""
    name: str
    """Its address and the name of its rule."""
    quote: str
    """Its words in quotation marks."""


class DecidingCell(msgspec.Struct, frozen=True):
    """What decides for a side."""

    clauses: tuple[DecidingClause, ...]
    """The clauses."""
    undecided: str
    """Where there are none, why."""


class ReasonSentence(msgspec.Struct, frozen=True):
    """A sentence on a clause."""

    link: ClauseLink
    """The place of the clause."""
    text: str
    """The sentence."""


class ReasonRow(msgspec.Struct, frozen=True):
    """Reasons of one kind on both sides."""

    heading: str
    """Which kind: reasons, rules looked at, rules not decided."""
    cells: tuple[tuple[ReasonSentence, ...], ...]
    """The sentences of each side."""


class ExampleCard(msgspec.Struct, frozen=True, kw_only=True):
    """An application with the verdicts of both sides."""

    link: ExampleLink
    """Its number and name."""
    summary: str
    """What each side says, and on what it turns."""
    applicant: str
    """Who asks for what."""
    facts: tuple[ExampleFact, ...]
    """The facts."""
    sides: tuple[SideHead, ...]
    """The sides."""
    outcome_heading: str
    """The head of the row of outcomes."""
    outcomes: tuple[OutcomeCell, ...]
    """The outcome of each side."""
    deciding_heading: str
    """The head of the row of clauses that decide."""
    deciding: tuple[DecidingCell, ...]
    """The clauses of each side."""
    reasons: tuple[ReasonRow, ...]
    """The reasons of both sides."""
    application_heading: str
    """The name of the application."""
    replay: str
    """How it can be judged again."""
    application: str
    """The application as JSON."""


class ExampleGroup(msgspec.Struct, frozen=True):
    """The examples of a group of institutions."""

    heading: str
    """Of which institutions."""
    note: str
    """That the example holds for all of them; empty where there is one kind."""
    examples: tuple[ExampleCard, ...]
    """The examples."""


class MatterSection(msgspec.Struct, frozen=True):
    """A matter of which clauses are told."""

    number: int
    """The place of the matter among all of the pair, from 1."""
    heading: str
    """The heading."""
    differences: DifferenceTable | None
    """The differences; None where none is shown."""
    one_sided: OneSidedClauses | None
    """The clauses of the side that alone speaks."""
    examples: tuple[ExampleGroup, ...]
    """The examples by institutions."""

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
    """Its words in quotation marks; empty where the page quotes them in another section further up."""
    rules: tuple[str, ...]
    """Its rules told back, with the institutions that they do not reach."""


class OneSidedClauses(msgspec.Struct, frozen=True):
    """The clauses of the side that alone speaks."""

    heading: str
    """The heading."""
    clauses: tuple[OneSidedClause, ...]
    """The clauses."""


# --- examples -------------------------------------------------------------------------------------------------


class ReasonSentence(msgspec.Struct, frozen=True):
    """A sentence on a clause."""

    document: str
    """The mark or the title of its document, where the side has several; else empty."""
    link: ClauseLink
    """The place of the clause."""
    name: str
    """Of a clause that decides: its address and the name of its rule; else empty."""
    text: str
    """The sentence."""


class SideAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a side says of an example."""

    name: str
    """Its name, and where the institution lies for it."""
    guidance: str
    """That it rests on guidance alone; empty where it does not."""
    outcome: str
    """The outcome."""
    reasons: tuple[ReasonSentence, ...]
    """The clauses that decide, each with its address and the name of its rule, and what leads to them."""
    undecided: str
    """Where no clause decides, that; else empty."""


class ExampleCard(msgspec.Struct, frozen=True, kw_only=True):
    """An application with the verdicts of both sides: what is its own; what it shares stands with its group."""

    link: ExampleLink
    """Its number and name."""
    summary: str
    """What each side says, and on what it turns: the facts that are not as usual."""
    facts: str
    """Who asks for what and the facts besides, as far as not all examples of the group have them, in sentences."""
    sides: tuple[SideAnswer, ...]
    """What the sides say."""


class SharedSentence(msgspec.Struct, frozen=True):
    """A sentence on a clause that is told of several examples."""

    sentence: ReasonSentence
    """The sentence."""
    examples: str
    """Of which examples, in words: 例1至例4、例7; empty: of all of the group."""


class SharedSentences(msgspec.Struct, frozen=True):
    """What a side looked at in the examples of a group, each sentence once."""

    heading: str
    """Which kind: rules looked at, rules not decided, preferences not claimed; and which side."""
    sentences: tuple[SharedSentence, ...]
    """The sentences."""


class ExampleGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The examples of a group of institutions."""

    heading: str
    """Of which institutions."""
    note: str
    """That the example holds for all of them; empty where there is one kind."""
    facts_heading: str
    """The head of the facts."""
    facts: tuple[str, ...]
    """Who asks for what and the facts, as far as all examples have them."""
    meanings: tuple[str, ...]
    """What is true of all their reasons, what the outcomes mean, and whose rules are guidance."""
    examples: tuple[ExampleCard, ...]
    """The examples."""
    shared: tuple[SharedSentences, ...]
    """What was looked at besides."""


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

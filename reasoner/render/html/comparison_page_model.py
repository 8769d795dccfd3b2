"""What a page of comparisons shows, block by block, before any markup: pure data, in the order of the page."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from reasoner.render.html.cited_text_model import Amendments, NamedList, Quotes, Sources
from reasoner.render.html.matter_section_model import MatterSection
from reasoner.render.html.topic_page_model import TopicTable


class Shade(StrEnum):
    """What the colour of a relation stands for."""

    STRICTER = "stricter"
    LOOSER = "looser"
    APART = "apart"
    EQUAL = "equal"
    SILENT = "silent"
    """A side has no rule, so that nothing is compared."""
    OPEN = "open"
    """The solver did not come to an end."""


class Definition(msgspec.Struct, frozen=True):
    """A name with what it stands for."""

    name: str
    """The name."""
    meaning: str
    """What it stands for."""


class Definitions(msgspec.Struct, frozen=True):
    """Names and their meanings under a heading."""

    heading: str
    """The heading."""
    entries: tuple[Definition, ...]
    """The names in their order."""


class MarkedRelation(msgspec.Struct, frozen=True):
    """How the sides relate, in a line."""

    before: str
    """Of what, and how they relate."""
    mark: str
    """The mark that another reading would change that, which leads to the readings of the pair; empty: none would."""
    more: str
    """What else is to be known, with the sign before it."""
    shade: Shade
    """The colour of the line."""


# --- several pairs --------------------------------------------------------------------------------------------


class OverviewCell(msgspec.Struct, frozen=True):
    """A matter in one pair."""

    relations: tuple[MarkedRelation, ...]
    """How the sides relate, by institutions; none: the pair does not have the matter."""
    shade: Shade | None
    """The colour of all of them; None where they have several, or where there are none."""


class OverviewRow(msgspec.Struct, frozen=True):
    """A matter in all pairs."""

    matter: str
    """The matter, by label."""
    cells: tuple[OverviewCell, ...]
    """The matter in each pair, in the order of the pairs."""


class Overview(msgspec.Struct, frozen=True):
    """Matters by pairs."""

    heading: str
    """The heading."""
    matter_heading: str
    """The head of the column of matters."""
    pairs: tuple[str, ...]
    """The heads of the columns; the n-th (from 1) leads to the section of the n-th pair."""
    rows: tuple[OverviewRow, ...]
    """The matters."""
    notes: tuple[str, ...]
    """What is counted in which unit."""


class AnswerLine(msgspec.Struct, frozen=True):
    """What the comparison comes to in a matter."""

    matter: str
    """The matter, by label."""
    sentence: str
    """How the sides relate, in one sentence."""
    shade: Shade | None
    """The colour; None where the sentence tells relations of several kinds."""


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, and what is to be known before anything else is read."""

    title: str
    """The title of the page."""
    answers_heading: str
    """The heading of the answer."""
    answers: tuple[AnswerLine, ...]
    """The answer, a sentence for each matter."""
    caution: str
    """What must not be concluded from it; empty: nothing."""
    periods: tuple[str, ...]
    """Whose planning period ends."""
    sentences: tuple[str, ...]
    """What lies within what, and that the examples are made up."""
    force: NamedList | None
    """The documents of all pairs on their days; None where each pair tells its own."""
    overview: Overview | None
    """Matters by pairs; None where there is one pair."""
    glossary: Definitions | None
    """What the words mean; None where the pair tells it."""


# --- one pair -------------------------------------------------------------------------------------------------


class KindNames(msgspec.Struct, frozen=True):
    """Kinds of institutions that the rules cannot tell apart."""

    short: str
    """Their name in a few words."""
    full: str
    """All their names; empty where the short name has them."""


class MatrixRow(msgspec.Struct, frozen=True):
    """A group of institutions."""

    kinds: KindNames
    """The institutions."""
    shade: Shade
    """The colour of the relation."""
    relation: str
    """How the sides relate."""
    mark: str
    """The mark that another reading would change that; empty: none would."""
    note: str
    """What else is to be known of the relation; empty: nothing."""
    points: tuple[str, ...]
    """Where the sides differ: on one side alone, on the other alone, otherwise (each empty: nowhere); none where they do not."""
    reason: str
    """Where there are no points, why."""


class MatrixGroup(msgspec.Struct, frozen=True):
    """A matter."""

    matter: str
    """The matter, by label."""
    linked: bool
    """Whether the page has a section of the matter."""
    rows: tuple[MatrixRow, ...]
    """The groups of institutions."""


class Matrix(msgspec.Struct, frozen=True):
    """Matters and groups of institutions, and how the sides relate."""

    heading: str
    """The heading."""
    caption: str
    """What the matrix shows."""
    columns: tuple[str, str, str, str, str, str]
    """The heads of the columns: matter, institutions, relation, on either side alone, otherwise."""
    groups: tuple[MatrixGroup, ...]
    """The matters; the n-th (from 1) leads to the n-th section of matters."""


class PairSection(msgspec.Struct, frozen=True, kw_only=True):
    """One pair of sides."""

    heading: str
    """The two sides; empty where the page has no other pair."""
    reading: Definitions | None
    """Where the sides are two readings, what is asked and how each reads it."""
    day: str
    """For which day."""
    force: tuple[str, ...]
    """The documents on that day; none where the front tells it."""
    headline: tuple[MarkedRelation, ...]
    """The result in a few lines."""
    units: tuple[str, ...]
    """What is counted in which unit; none where the overview tells it."""
    amendments: Amendments | None
    """What an amendment changes in the texts."""
    matrix: Matrix
    """Matters and groups of institutions."""
    every_kind: NamedList | None
    """The names of all groups of institutions that have a short name."""
    scope: str
    """What is compared and what is not."""
    printed: str
    """On a screen: which examples are printed; empty where there are none."""
    unprinted: str
    """On paper: which examples are not; empty where there are none."""
    glossary: Definitions | None
    """What the words mean; None where the front tells it."""
    matters: tuple[MatterSection, ...]
    """The matters of which clauses are told."""
    readings: NamedList
    """On which readings the rules rest."""
    sources: Sources | None
    """The documents of the sides; None where the body tells those of all pairs."""
    figures: str
    """How much was looked at."""
    remarks: tuple[str, ...]
    """What else is to be known of the examples, and what their verdicts warn of."""
    again: str
    """Where the applications of the examples stand and how they can be judged again; empty where there are none."""


# --- the page --------------------------------------------------------------------------------------------------


class ComparisonBody(msgspec.Struct, frozen=True):
    """All of a page below its front."""

    pairs: tuple[PairSection, ...]
    """The pairs."""
    sources: Sources | None
    """The documents of all pairs; None where there is one pair."""
    quotes: Quotes | None
    """The clauses word for word; None where none is cited."""


class ComparisonPage(msgspec.Struct, frozen=True):
    """A page of one or several comparisons."""

    front: Front
    """What is to be known first."""
    body: ComparisonBody
    """The comparisons."""


class HandoverPage(msgspec.Struct, frozen=True):
    """What regions say by topic, then the comparisons in effect."""

    front: Front
    """What is to be known first."""
    topics_heading: str
    """The heading of the first part."""
    topics_note: str
    """Where the quotations of the first part stand."""
    topics: TopicTable
    """What regions say, by topic."""
    effects_heading: str
    """The heading of the second part."""
    body: ComparisonBody
    """The comparisons."""

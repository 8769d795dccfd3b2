"""What a cell of the matrix of topics holds: the things that documents say on a topic, each with its clause."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from policy_dsl import ir


class State(StrEnum):
    """What kind of answer an entry, or a cell, is. The first that an entry has is the state of the cell."""

    STATED = "stated"
    """A rule decides."""
    DEFERS = "defers"
    """The text leaves it to another text or body."""
    DUTY = "duty"
    """It lays a duty on the bureau, which decides no case."""
    MENTIONED = "mentioned"
    """It speaks of it, but nothing follows."""
    MISSING = "missing"
    """The text that should say it is not in what was received."""
    SILENT = "silent"
    """No document of the region speaks of it."""


class ReferenceKind(StrEnum):
    """How a clause refers to what it leaves a topic to."""

    TEXT = "text"
    """By the title that it writes in 《》."""
    DESCRIBED = "described"
    """In words of its own, which may mean several texts."""
    ANNEX = "annex"
    """As an annex, said to be attached."""
    AUTHORITY = "authority"
    """A body that is to decide."""


class Deferral(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a clause leaves a topic to."""

    kind: ReferenceKind
    """How it refers to it."""
    name: str
    """The text or body, as the clause names it."""
    act: str = ""
    """What it leaves to a body; empty for a text."""
    available: bool = msgspec.field(name="held")
    """Whether the rule base has that text."""


class Junction(StrEnum):
    """How the comparisons of a condition hang together."""

    AND = "and"
    OR = "or"
    MIXED = "mixed"
    NONE = ""
    """There are not several."""


class Threshold(msgspec.Struct, frozen=True, omit_defaults=True):
    """A comparison that a rule makes."""

    fact: str
    """The fact that is compared, by label."""
    of: str
    """Whose fact it is: the role."""
    what: str
    """What is compared, in words: a fact, or a ratio of two."""
    operator: str
    """The comparison in words; of a cap, what keeps it."""
    threshold: str
    """With what it is compared; empty where the operator says it all."""
    values: tuple[str, ...] = ()
    """Of a category or place: the values that fulfil it."""


class KeptRestriction(msgspec.Struct, frozen=True):
    """A restriction that a preference leaves as it is."""

    rule: str
    """Its id."""
    words: str
    """What it ends in, as the text words it."""
    reading: str
    """The reading by which it stays."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """One thing that a document says on a topic."""

    document: str
    """The id of the document."""
    title: str
    """Its title."""
    number: str | None
    """Its number; None where the received text has none."""
    clause: str
    """The address of the clause."""
    place: str
    """Its place in words."""
    natures: tuple[str, ...]
    """The natures of the clause, by label."""
    aside: bool
    """Whether the clause speaks of the field of the topic only (see `asides`)."""
    quote: str
    """The official text of the clause."""
    words: tuple[str, ...]
    """The words of the clause on which the entry rests, piece by piece."""
    readings: tuple[str, ...]
    """The readings on which it rests, by name."""
    state: State
    """What kind of answer it is."""
    refers_to: tuple[Deferral, ...] = ()
    """What the clause leaves the topic to."""


class RuleEntry(Entry, frozen=True, kw_only=True, omit_defaults=True, tag="norm"):
    """A rule in use."""

    norm: str
    """Its id."""
    effect: ir.Effect
    """What it does."""
    strength: ir.Strength
    """The word that carries it."""
    matters: tuple[str, ...]
    """The matters that it really reaches, by label."""
    scope: str
    """Whom it reaches, in words; empty: everybody."""
    tests: tuple[Threshold, ...]
    """The comparisons that it makes."""
    joined_by: Junction
    """How these hang together."""
    text: str
    """The rule told back in one sentence."""
    supports: str | None
    """The rule that makes this goal concrete."""
    not_lifted: tuple[KeptRestriction, ...]
    """Of a preference: the restrictions that it does not lift."""
    reviewed: bool
    """Whether somebody has reviewed it as it is."""


class DutyEntry(Entry, frozen=True, kw_only=True, omit_defaults=True, tag="duty"):
    """A duty, or what a report proposes."""

    name: str
    """Its name."""
    bearers: tuple[str, ...]
    """Who bears it."""
    strength: str
    """The word of the text that carries it."""
    act: str
    """What is to be done, in the words of the text."""
    proposed: bool = False
    """Whether a report proposes it, which obliges nobody."""


class FigureEntry(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A figure."""

    name: str
    """Its name."""
    figure: str
    """The number as the text writes it."""
    operator: str
    """How the text qualifies it: eq, lt, le, gt, ge, about or over."""
    as_at: str
    """The day or period it speaks of; empty: not stated."""
    indicator: str
    """What it is a figure of; empty for a planning standard."""


class StandardEntry(FigureEntry, frozen=True, kw_only=True, omit_defaults=True, tag="standard"):
    """A planning standard."""


class TargetEntry(FigureEntry, frozen=True, kw_only=True, omit_defaults=True, tag="target"):
    """A figure to be reached."""


class ObservationEntry(FigureEntry, frozen=True, kw_only=True, omit_defaults=True, tag="observation"):
    """A figure that the text states."""


class TextEntry(Entry, frozen=True, kw_only=True, omit_defaults=True, tag="text"):
    """A clause whose words speak of the topic, beside its rules and statements."""

    nature: str
    """What the clause is beside its rules, by label."""


class MissingEntry(Entry, frozen=True, kw_only=True, omit_defaults=True, tag="missing"):
    """A place where text on the topic is missing."""

    notes: tuple[str, ...]
    """Remarks of the transcriber on what is missing."""


AnyEntry = RuleEntry | DutyEntry | StandardEntry | TargetEntry | ObservationEntry | TextEntry | MissingEntry


class IncompleteDocument(msgspec.Struct, frozen=True):
    """A document of which parts were not received."""

    document: str
    """Its id."""
    title: str
    """Its title."""
    missing: tuple[str, ...]
    """What is lacking."""


class Cell(msgspec.Struct, frozen=True):
    """What the documents of a region say on a topic."""

    region: str
    """The name of the region."""
    state: State
    """What kind of answer that is."""
    entries: tuple[AnyEntry, ...]
    """Everything they say, in document order."""
    incomplete: tuple[IncompleteDocument, ...]
    """The documents that were not received whole: silence of theirs is none of the missing part."""
    reports: int
    """How many documents there are, where none of them is normative; else 0: the silence of a report is none of rules."""

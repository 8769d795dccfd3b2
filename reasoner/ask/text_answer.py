"""What the texts say of a question, apart from the rules of a case: passages, documents, readings, who decides; typed, frozen."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from policy_dsl.formats import Day
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.proof import AuthorityBasis


class ReadingInUse(msgspec.Struct, frozen=True):
    """A reading on which a clause is applied."""

    reading: str
    """The reading, by name."""
    question: str
    """What is in question."""
    used: str
    """How the words are read."""
    alternative: str
    """How else they could be read."""
    confirmed_by: str
    """Who confirmed it; empty: nobody has."""


class PassageKind(StrEnum):
    """Why a passage answers."""

    DEFINITION = "定义"
    READING = "解释"
    JUDGEMENT = "裁量"
    DUTY = "义务"
    RULE = "规则"
    NAMED = "引用"
    TEXT = "原文"


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A clause that answers words of the question, and what of it does."""

    clause: str
    """Its address."""
    document: str
    """The title of its document."""
    quote: str
    """Its official text, verbatim."""
    place: str
    """Its place in words."""
    kind: PassageKind
    """What of it answers."""
    force: ForceStatus
    """Whether its document is in force on the day."""
    force_why: str
    """Why it is, or is not, or why nobody knows."""
    text: str = ""
    """What it says there, in one sentence; empty: its own words."""
    confirmed_by: str | None = None
    """Of a reading: who confirmed it; empty: nobody has. None: no reading."""
    lists_place: bool | None = None
    """Of a clause that lists districts, where it is asked how a district is described: whether that one is among them."""


class TermAsked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact that the question names: what it is, and whose it is to say."""

    fact: str
    """The term, by label."""
    definition: str
    """What it is."""
    provider: str
    """Who provides it; empty: it is no fact that anybody provides (解释)."""
    authority: str = ""
    """Who determines or assesses it; empty: nobody has to."""
    proof: str = ""
    """What proves it."""
    note: str = ""
    """What the texts leave open about it."""


class Silence(msgspec.Struct, frozen=True):
    """What no held text speaks of."""

    subject: str
    """What was asked, by label."""
    answer: str
    """That the held texts do not say."""
    named: tuple[Passage, ...]
    """The clauses that name a document in which it may stand."""


class ForceOnDay(msgspec.Struct, frozen=True):
    """Whether a document is in force on a day."""

    day: Day
    """The day."""
    status: ForceStatus
    """Whether it is."""
    why: str
    """Why it is, or is not, or why nobody knows."""


class DocumentForce(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document that the question names, or of whose force it asks: its period, and who confirms it."""

    document: str
    """Its title."""
    id: str
    """Its identifier."""
    number: str
    """Its number (发文字号); empty: the received text has none."""
    issuers: tuple[str, ...]
    """The organs that issued it."""
    on: tuple[ForceOnDay, ...]
    """Whether it is in force on the day whose law is asked for, and on the day that the question names."""
    starts_basis: str
    """Why it begins then: 印发之日, 不明 …"""
    ends_basis: str
    """Why it ends then: 规划期, 未载, 不明 …"""
    notes: tuple[str, ...]
    """What is to be said of its period."""
    missing: tuple[str, ...]
    """What the received text lacks."""
    authority: AuthorityBasis | None
    """Who determines that it is in force or goes on, and on what that rests; None: nobody is known."""
    readings: tuple[ReadingInUse, ...]
    """The readings on which that rests."""
    starts: Day = ""
    """The first day of force; empty: the received text does not say."""
    ends: Day = ""
    """The last day of force; empty: none is said."""
    determination: str = ""
    """The determination that is lacking: 文件效力 or 规划延续执行; empty: none."""
    record: str = ""
    """How that is recorded; empty: nothing has to be."""


class DecidedBy(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who determines a fact."""

    fact: str
    """The term, by label."""
    of: str
    """The place for which it is asked; empty: any."""
    provider: str
    """Who provides it."""
    authority: AuthorityBasis | None
    """Who determines or assesses it, and on what that rests; None: no held text says it."""
    readings: tuple[ReadingInUse, ...] = ()
    """The readings on which that rests."""
    proof: str = ""
    """What proves it."""


class ReadingAsked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A registered reading (解释) that the question names, or that answers it."""

    reading: str
    """The reading, by name."""
    document: str
    """The title of its document."""
    id: str
    """The identifier of its document."""
    question: str
    """What is in question."""
    used: str
    """How the words are read."""
    alternative: str
    """How else they could be read."""
    basis: str
    """Why they are read so."""
    confirmed_by: str
    """Who confirmed it; empty: nobody has."""
    confirmation: str
    """How it stands, in words: 尚未确认, 由某局于某日确认 …"""
    clauses: tuple[str, ...]
    """The clauses whose rules or statements rest on it; none: it is about its whole document."""

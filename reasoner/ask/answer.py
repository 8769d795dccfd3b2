"""The answer to a question (CONTRACT §5): typed, frozen, with its JSON form."""

from __future__ import annotations

import msgspec

from policy_dsl.formats import Day, Period, RegionCode
from policy_dsl.ir import Effect, Strength
from reasoner.ask.text_answer import DecidedBy, DocumentForce, Passage, ReadingAsked, ReadingInUse, Silence, TermAsked
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.kinds import Power, Status
from reasoner.model.verdict import PendingClause, Touching


class Understood(msgspec.Struct, frozen=True):
    """A word of the question, and what it was taken for."""

    word: str
    """The word, as it was asked."""
    kind: str
    """地区, 机构类型, 机构类别, 事项, 取值, 事实, 问法, 文外事项, 文中用语, 文件, 解释; 用语 for a word that is looked for in the texts."""
    meaning: str
    """The term or place, by label."""


class DocumentStanding(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a document stands to such an institution."""

    document: str
    """Its title."""
    id: str
    """Its identifier."""
    governs: Status
    """Whether it governs: true, unknown (its force, or whom it reaches), or false."""
    why: str
    """Why it does, or does not."""
    of_nation: bool = False
    """Whether it covers the whole nation: what is held of the place itself is told without it."""


class CurrentValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the ledger holds of a fact."""

    value: str
    """The value, as people write it."""
    as_at: Period
    """The day or period of which it speaks; empty: undated."""
    room: str | None = None
    """What is left below the cap before anything is added, exact, in the unit of what is counted; below 0: it is exceeded.
    None: the clause sets no cap, or its figures are not all held or may not be compared."""


class FactRequired(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact that a clause reads and that the question does not give."""

    fact: str
    """The term, by label."""
    of: str
    """Whose it is, as people call it."""
    provider: str
    """Who provides it: 申请人, 本局, 其他部门, 现场核查 or 有权机关认定."""
    period: Period = ""
    """Of a forecast: the period that the clause names."""
    now: CurrentValue | None = None
    """What the ledger holds; None: no ledger, or nothing."""
    by: Power = Power.NOBODY
    """Who could change it."""
    how: str = ""
    """By doing what; empty: nobody can do anything about it alone."""


class TouchingClause(Touching, frozen=True, omit_defaults=True, kw_only=True):
    """A clause that concerns the case without deciding it."""

    document: str
    """The title of its document."""
    readings: tuple[ReadingInUse, ...] = ()
    """The readings on which its statements rest."""
    force: ForceStatus
    """Whether its document is in force on the day."""


class ApplyingRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule that reaches such an institution, or may."""

    clause: str
    """The address of its clause."""
    document: str
    """The title of its document."""
    quote: str
    """The official text of the clause, verbatim."""
    place: str
    """Its place in words."""
    rule: str
    """Its id."""
    effect: Effect
    """What it does."""
    strength: Strength
    """The word that carries it; empty where the effect has none."""
    decides: bool
    """Whether it decides: a prohibition, cap, control, requirement or permission."""
    reaches: Status
    """Whether it reaches such an institution: true, or unknown until more is known of it. Its place is a condition."""
    of_the_place: bool
    """Whether it speaks of such a place; where not, its condition fails here."""
    force: ForceStatus
    """Whether its document is in force on the day."""
    applies: Status
    """Whether its condition holds as far as the question and the ledger say: false where it does not speak of the place."""
    text: str
    """The rule told back in one sentence."""
    reads: tuple[FactRequired, ...]
    """The facts that it reads and the question does not give."""
    readings: tuple[ReadingInUse, ...]
    """The readings on which it rests."""


class Material(msgspec.Struct, frozen=True):
    """A fact that the applicant has to state, with what proves it."""

    fact: str
    """The term, by label."""
    provider: str
    """Who provides it: 申请人."""
    proof: str
    """What proves it."""


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer for one place, kind of institution and matter."""

    region: RegionCode | None
    """The code of the place; None: none was asked for."""
    type: str | None
    """The kind of institution, by label; None: not said."""
    matter: str | None
    """What would be asked for, by label; None: the question names none."""
    as_of: Day
    """The day whose law is asked for."""
    documents: tuple[DocumentStanding, ...]
    """The documents of the place, and whether each governs."""
    rules: tuple[ApplyingRule, ...]
    """The rules of documents that govern or may, those that decide first."""
    ended: tuple[ApplyingRule, ...] = ()
    """Rules of plans whose period has ended: nothing rests on them until it is determined that the plan goes on."""
    touching: tuple[TouchingClause, ...]
    """What concerns the case without deciding it."""
    beside: tuple[TouchingClause, ...] = ()
    """What is said of this very place on other matters that the words of the question may mean as well."""
    pending: tuple[PendingClause, ...] = ()
    """Clauses that are not yet rules."""
    materials: tuple[Material, ...]
    """What the applicant hands in."""
    not_examined: tuple[str, ...]
    """What was not looked at."""
    question: str = ""
    """The question, as it was asked in words."""
    understood: tuple[Understood, ...] = ()
    """What each word was taken for."""
    terms: tuple[TermAsked, ...] = ()
    """The facts that the question names."""
    passages: tuple[Passage, ...] = ()
    """Clauses that answer other words of the question, the best first."""
    forces: tuple[DocumentForce, ...] = ()
    """The documents that the question names, or of whose force it asks."""
    decided_by: tuple[DecidedBy, ...] = ()
    """Who determines what the question asks about, where it asks for that."""
    readings: tuple[ReadingAsked, ...] = ()
    """The readings that the question names, or that answer it."""
    silent: tuple[Silence, ...] = ()
    """What no held text speaks of."""
    notes: tuple[str, ...] = ()
    """What was taken for granted, in sentences."""

"""A cell of the matrix: what the documents of a region say on a topic, and what kind of answer that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypedDict

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.backtranslate import Askers, Consequences, condition, reached, sentence
from policy_dsl.compiled import Clause, Document
from policy_dsl.statements import Act, Figure, Proposal, Standard, Target
from reasoner.survey.review_states import words_of
from reasoner.topics.entries import (
    AnyEntry,
    Cell,
    DutyEntry,
    IncompleteDocument,
    MissingEntry,
    ObservationEntry,
    RuleEntry,
    StandardEntry,
    State,
    TargetEntry,
    TextEntry,
)
from reasoner.topics.matching import NATURE_OF_EFFECT, Match, Topic, matches
from reasoner.topics.quoted_references import references
from reasoner.topics.thresholds import joined_by, thresholds
from reasoner.topics.unlifted_restrictions import not_lifted

AUTHORISING: Final = ("可", "可以", "有权")
"""Strengths of a duty that is none: its bearer may."""
REPORT: Final = "报告"
"""How the kinds of documents end that lay down nothing."""


class Context(NamedTuple):
    """What an entry depends on beside its document."""

    names: Mapping[str, str]
    """The names of all documents of the rule base, with their ids."""
    askers: Askers
    """The types of institution that may ask for each matter."""
    consequences: Consequences
    """How what follows from a rule is told."""


def cell(region: str, topic: Topic, documents: Iterable[Document], context: Context) -> Cell:
    """One cell. `documents` are those that cover the region."""
    covering = list(documents)
    entries = tuple(entry(m, context) for d in covering for m in matches(topic, d))
    incomplete = tuple(
        IncompleteDocument(d.id, d.title, tuple(m.what for m in d.missing)) for d in covering if d.missing
    )
    states = {e.state for e in entries} | {State.SILENT}
    state = next(s for s in State if s in states)
    reports = len(covering) if all(_reports(d) for d in covering) else 0
    return Cell(region, state, entries, incomplete, reports)


def entry(match: Match, context: Context) -> AnyEntry:
    """One thing that a document says, with its clause word for word."""
    subject = match.subject
    match subject:
        case ir.Norm():
            return _rule(match, subject, context)
        case Act():
            return _act(match, subject, context)
        case Target():
            return TargetEntry(**_source(match), **_figure(match, subject, subject.indicator, subject.as_at))
        case Figure():
            return ObservationEntry(**_source(match), **_figure(match, subject, subject.indicator, subject.as_at))
        case Standard():
            return StandardEntry(**_source(match), **_figure(match, subject, "", ""))
        case None if match.lacking:
            quote = match.clause.quote
            return MissingEntry(
                **_source(match), words=(quote,), readings=(), state=State.MISSING, notes=match.clause.notes
            )
        case None:
            return _text(match, context)


class _Source(TypedDict):
    """The fields of an entry that say where it stands."""

    document: str
    title: str
    number: str | None
    clause: str
    place: str
    natures: tuple[str, ...]
    aside: bool
    quote: str


def _source(match: Match) -> _Source:
    document, clause = match.document, match.clause
    return _Source(
        document=document.id,
        title=document.title,
        number=document.number,
        clause=clause.clause,
        place=clause.place,
        natures=clause.natures,
        aside=match.aside,
        quote=clause.quote,
    )


def _rule(match: Match, norm: ir.Norm, context: Context) -> RuleEntry:
    matters = reached(norm, context.askers)
    return RuleEntry(
        **_source(match),
        words=words_of(match.clause, norm),
        readings=norm.readings,
        state=State.STATED,
        norm=norm.id,
        effect=norm.effect,
        strength=norm.strength,
        matters=matters,
        scope="" if norm.scope == ir.ALWAYS else condition(norm.scope),
        tests=thresholds(norm),
        joined_by=joined_by(norm.condition),
        text=norm.text if matters == norm.matters else sentence(replace(norm, matters=matters), context.consequences),
        supports=norm.supports,
        not_lifted=not_lifted(match.document, norm),
        reviewed=norm.reviewed,
    )


def _act(match: Match, act: Act, context: Context) -> DutyEntry:
    """A duty or a proposal; a proposal, an act of a report, and one whose bearer may, oblige nobody."""
    deferrals = references(match.clause.quote, context.names)
    proposed = isinstance(act, Proposal)
    binding = act.strength not in AUTHORISING and not proposed and not _reports(match.document)
    return DutyEntry(
        **_source(match),
        words=(match.clause.quote,) if deferrals else words_of(match.clause, act),
        readings=act.readings,
        state=State.DEFERS if deferrals else State.DUTY if binding else State.MENTIONED,
        refers_to=deferrals,
        name=act.name,
        bearers=act.bearers,
        strength=act.strength,
        act=act.act,
        proposed=proposed,
    )


class _Figure(TypedDict):
    """The fields of an entry that tell a figure."""

    words: tuple[str, ...]
    readings: tuple[str, ...]
    state: State
    name: str
    figure: str
    operator: str
    as_at: str
    indicator: str


def _figure(match: Match, figure: Figure | Standard, indicator: str, as_at: str) -> _Figure:
    """What a figure says; standards and targets are addressed to who plans, like a duty."""
    planning = isinstance(figure, Standard | Target) and not _reports(match.document)
    return _Figure(
        words=words_of(match.clause, figure),
        readings=figure.readings,
        state=State.DUTY if planning else State.MENTIONED,
        name=figure.name,
        figure=figure.shown,
        operator=figure.op,
        as_at=as_at,
        indicator=indicator,
    )


def _text(match: Match, context: Context) -> TextEntry:
    """A clause by its own words."""
    clause = match.clause
    deferrals = () if match.aside else references(clause.quote, context.names)
    duty = "义务" in clause.natures and not match.aside and not _reports(match.document)
    return TextEntry(
        **_source(match),
        words=(clause.quote,),
        readings=(),
        state=State.DEFERS if deferrals else State.DUTY if duty else State.MENTIONED,
        refers_to=deferrals,
        nature=_nature(clause),
    )


def _reports(document: Document) -> bool:
    """Whether a document tells what was done and lays down nothing."""
    return document.kind.endswith(REPORT)


def _nature(clause: Clause) -> str:
    """What a clause is beside its rules, which stand under other topics."""
    ruled = {NATURE_OF_EFFECT[rule.effect] for rule in clause.rules}
    return next((n for n in clause.natures if n not in ruled), clause.natures[0])

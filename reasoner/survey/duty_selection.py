"""Who must, may or should do what, by when, towards whom, and which clause says so.

A duty's strength is its own word: 应 and 要 oblige, 可 allows, 不得 forbids. Where the sentence has no such word it
states what is done (陈述); where it names nobody the bearer is 未载明. Neither is supplied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from policy_dsl.compiled import Clause, Document
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.reading import status_words
from policy_dsl.statements import Act
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.document_force import force_on
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase
from reasoner.survey.clause_detail import PROPOSED
from reasoner.survey.figures import words_at

STRENGTHS: Final = {
    "应当": ("应", "应当", "须", "必须", "要"),
    "不得": ("不得", "禁止"),
    "可以": ("可", "可以", "有权"),
    "负责": ("负责",),
    "请": ("请",),
    "陈述": ("陈述",),
}
"""What a strength amounts to, and the words for it in the texts."""

UNNAMED: Final = "未载明"


class DutyReading(msgspec.Struct, frozen=True):
    """A reading on which a duty rests."""

    name: str
    """Its name."""
    question: str
    """What is in question."""
    used: str
    """How the words are read."""
    status: str
    """Whether anybody has confirmed it, in words."""


class SourcedDuty(msgspec.Struct, frozen=True):
    """One duty with its source."""

    id: str
    """`document/clause#name`."""
    bearers: tuple[str, ...]
    """Who bears it; 未载明 where the text names nobody."""
    strength: str
    """The word of the text that carries it; 陈述 for a plain statement."""
    amounts_to: str
    """What that word amounts to: a key of `STRENGTHS`, or the word itself."""
    act: str
    """What is to be done, in the words of the text."""
    towards: tuple[str, ...]
    """To whom or what it is done."""
    by: str
    """The time limit in the words of the text; empty: none."""
    document: str
    """The id of its document."""
    title: str
    """The title of its document."""
    number: str | None
    """The number of its document; None where the received text has none."""
    region: str
    """The name of the region that the document covers."""
    clause: str
    """The address of its clause."""
    place: str
    """The place of its clause in words."""
    quote: str
    """The words it rests on, pieces joined by ……."""
    spans: tuple[tuple[int, int], ...]
    """Their offsets in the received file."""
    readings: tuple[DutyReading, ...]
    """The readings on which it rests, its bearer among them."""


class LeftOut(msgspec.Struct, frozen=True):
    """A document whose duties are left out because it is not in force on the day."""

    document: str
    """Its id."""
    why: str
    """Why it is not in force."""


class DutySelection(msgspec.Struct, frozen=True):
    """The duties that pass the filters."""

    duties: tuple[SourcedDuty, ...]
    """The duties in document order."""
    proposals: tuple[SourcedDuty, ...] = ()
    """What reports propose, in document order, by the same filters; it obliges nobody."""
    left_out: tuple[LeftOut, ...] = ()
    """Documents that are not in force on the day."""
    warnings: tuple[str, ...] = ()
    """What is not certain of the force of the others."""


def duties(base: RuleBase, documents: Iterable[Document]) -> Iterator[SourcedDuty]:
    """All duties of some documents, in document order."""
    return (_sourced(base, d, c, act) for d in documents for c in d.clauses.values() for act in c.duties)


def proposals(base: RuleBase, documents: Iterable[Document]) -> Iterator[SourcedDuty]:
    """All that some documents propose, in document order."""
    return (_sourced(base, d, c, act) for d in documents for c in d.clauses.values() for act in c.proposals)


def _sourced(base: RuleBase, document: Document, clause: Clause, act: Act) -> SourcedDuty:
    strength = act.strength or "陈述"
    return SourcedDuty(
        id=act.id,
        bearers=act.bearers or (UNNAMED,),
        strength=strength,
        amounts_to=next((name for name, words in STRENGTHS.items() if strength in words), strength),
        act=act.act,
        towards=act.towards,
        by=act.by,
        document=document.id,
        title=document.title,
        number=document.number or None,
        region=base.vocabulary.regions[document.region].name,
        clause=clause.clause,
        place=clause.place,
        quote=words_at(clause, act.spans),
        spans=act.spans,
        readings=tuple(
            DutyReading(r.name, r.question, r.used, status_words(r.status))
            for r in document.readings
            if r.name in act.readings
        ),
    )


def choose(
    base: RuleBase,
    documents: Iterable[Document],
    bearer: str | None = None,
    region: str | None = None,
    day: str | None = None,
    strength: str | None = None,
) -> DutySelection:
    """The duties that pass every filter given. Raises Faults naming each filter that nothing can match.

    bearer: an agent of the ontology, a word for it, or part of a bearer's name. region: those of documents that apply
    there. day: those of documents in force on that day. strength: a word, or what it amounts to.
    """
    documents = tuple(documents)
    faults: list[Diagnostic] = []
    bearers = _bearers(base, bearer, faults) if bearer else None
    codes = _codes(base.vocabulary, region, faults) if region else None
    words = _words(strength, faults) if strength else None
    if faults:
        raise Faults(faults)
    left_out: list[LeftOut] = []
    warnings: list[str] = []
    kept: list[Document] = []
    for document in documents:
        if codes is not None and document.region not in codes:
            continue
        if day is not None:
            force = force_on(document, day, _NOBODY, base.vocabulary)
            if force.out:
                left_out.append(LeftOut(document.id, force.why))
                continue
            warnings += force.notes
        kept.append(document)

    def passing(acts: Iterable[SourcedDuty]) -> tuple[SourcedDuty, ...]:
        return tuple(
            a for a in acts if (bearers is None or bearers & set(a.bearers)) and (words is None or a.strength in words)
        )

    proposed = passing(proposals(base, kept))
    for document in kept:
        if any(p.document == document.id for p in proposed):
            warnings.append(f"《{document.title}》的" + PROPOSED.format(force="".join(document.force)))
    return DutySelection(passing(duties(base, kept)), proposed, tuple(left_out), tuple(warnings))


_NOBODY: Final = Application(id="", matter="", received="", region=None, roles={}, facts={})
"""No application: nobody's determination continues an expired plan here."""


def _bearers(base: RuleBase, name: str, faults: list[Diagnostic]) -> frozenset[str]:
    every = base.documents.values()
    used = sorted({b for d in (*duties(base, every), *proposals(base, every)) for b in d.bearers})
    agents = base.vocabulary.of_kind("agent").values()
    exact = {t.label for t in agents if name in (t.label, *t.words)} & set(used) or {name} & set(used)
    bearers = frozenset(exact or {b for b in used if name in b})
    if not bearers:
        near = nearest(name, used)
        hint = f"是否要写 {near[0]}?" if near else ""
        faults.append(Diagnostic("U141", f"--bearer {name}", f"没有以「{name}」为主体的义务", "、".join(used), hint))
    return bearers


def _codes(vocabulary: Vocabulary, name: str, faults: list[Diagnostic]) -> frozenset[str]:
    """The region and those above it: a county's duties come from its city and province too."""
    regions = vocabulary.find_regions(name)
    if len(regions) == 1:
        return frozenset(vocabulary.around(regions[0].code))
    if regions:
        several = "、".join(f"{r.name}({r.code})" for r in regions)
        faults.append(Diagnostic("U142", f"--region {name}", "名称不止一处", several, "改写六位区划代码"))
    else:
        near = nearest(name, vocabulary.region_names())
        hint = f"是否要写 {near[0]}?" if near else ""
        faults.append(
            Diagnostic("U142", f"--region {name}", f"没有收录的地区「{name}」", "区县、市、省的名称或代码", hint)
        )
    return frozenset()


def _words(strength: str, faults: list[Diagnostic]) -> tuple[str, ...]:
    known = {word for words in STRENGTHS.values() for word in words}
    chosen = STRENGTHS.get(strength) or ((strength,) if strength in known else ())
    if not chosen:
        allowed = "、".join(f"{n}({'、'.join(w)})" if len(w) > 1 else n for n, w in STRENGTHS.items())
        faults.append(Diagnostic("U143", f"--strength {strength}", f"没有强度「{strength}」", allowed))
    return chosen

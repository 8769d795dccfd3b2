"""Which documents govern an application, and why the others do not (semantics §2).

A document governs an application when its region covers the place, it is in force on the day, and one of its deciding
norms can reach this applicant: matter, kind of institution, kind of beds, sponsor, services held. Places, figures,
determinations and listings are conditions and say nothing of that; an exemption, a preference, a task or a duty alone
makes no document govern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Level
from policy_dsl.reading import GUIDANCE, PLAN
from reasoner.interpreter.condition_evaluation import (
    FALSE,
    TRUE,
    UNKNOWN,
    FactContext,
    conjunction,
    disjunction,
    evaluate,
)
from reasoner.interpreter.document_force import Force, ForceStatus, force_on
from reasoner.interpreter.outcome import Precedence, Standing, precedence
from reasoner.interpreter.touching_statements import most_restricting_first
from reasoner.model.application import Application
from reasoner.model.kinds import Status
from reasoner.model.messages import LOWER_AUTHORITIES, TOUCHING, WARNINGS, WHY_NOT
from reasoner.model.proof import CitedFact
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Touching

REPORT: Final = "评估报告"
"""The kind of document that reports on a plan and sets nothing itself."""


class Silence(StrEnum):
    """Why nothing governs where no document can reach the applicant; each is told apart (`WHY`, `UNREGULATED`)."""

    SILENT = "not_regulated"
    """The documents held set no deciding rule on the matter."""
    NO_REACH = "no_reach"
    """Their rules on the matter do not reach such an institution."""
    REPORT_ONLY = "report_only"
    """Only reports are held; whether there are rules is not known."""
    NOT_HELD = "not_held"
    """Nothing is held of the prefecture or of its province; what the nation issued does not count."""
    CHOSEN_SILENT = "chosen_silent"
    """Only some documents were looked at, and one that was not could reach the applicant."""
    NOT_CHOSEN = "not_chosen"
    """The same where none of those looked at is of the place."""


_IN_FORCE: Final = {ForceStatus.IN_FORCE: TRUE, ForceStatus.UNKNOWN: UNKNOWN}


class Footing(NamedTuple):
    """How a document with deciding norms on the matter stands: whether they reach the applicant, whether it is in force."""

    document: Document
    reach: Status
    force: Force
    yields_to: frozenset[str] = frozenset()
    """Of guidance: the ids of the plans of the pooling region to which it yields where one of them governs."""
    yields: Status = FALSE
    """Whether one of them does."""

    @property
    def live(self) -> bool:
        """Whether it is in force, or may be."""
        return not self.force.out

    def standing(self, reach: Status) -> Standing:
        """What an outcome turns on, where it reaches so far."""
        return Standing(
            self.document.id, reach, _IN_FORCE.get(self.force.status, FALSE), self.force.open_end, self.yields_to
        )


class Jurisdiction(msgspec.Struct, frozen=True, dict=True, eq=False):
    """How the documents of a place stand to an application on a day."""

    every: tuple[Footing, ...]
    """The documents of the place with deciding norms on the matter, whomever they reach, in force or not."""
    not_governing: tuple[tuple[Document, str], ...]
    """Every other document of the place, and those that are not in force, each with why it does not govern."""
    warnings: tuple[str, ...]
    read: tuple[CitedFact, ...]
    """The determinations on which the force of a document rests."""
    touching: tuple[Touching, ...]
    """What documents that do not govern say of the matter to such an applicant without deciding."""
    silence: Silence
    """Why nothing governs, where no document can reach the applicant."""
    forces: Mapping[str, Force]
    """By id of the documents of the place that were looked at, whether they are in force."""

    def with_touching(self, statements: Iterable[Touching]) -> Jurisdiction:
        """The same with statements that touch the case besides, each clause once: those of documents in force before those
        of documents that may be, of each what restricts first.
        """
        cited = {t.clause for t in self.touching}
        touching = (*self.touching, *(s for s in statements if s.clause not in cited))
        documents = (*(f.document for f in self.every), *(d for d, _ in self.not_governing))
        uncertain = frozenset(i for i, force in self.forces.items() if force.status is ForceStatus.UNKNOWN)
        return msgspec.structs.replace(self, touching=most_restricting_first(touching, documents, uncertain))

    @cached_property
    def footings(self) -> tuple[Footing, ...]:
        """The documents that can reach the applicant, in force or not."""
        return tuple([f for f in self.every if f.reach is not FALSE])

    def not_reaching(self, matter: str) -> Iterator[ir.Norm]:
        """The deciding norms of documents none of whose norms on the matter reaches the applicant."""
        return (n for f in self.every if f.reach is FALSE for n in f.document.norms(matter) if n.decides)

    @cached_property
    def ranks(self) -> Mapping[str, Precedence]:
        """What ranks these documents and all others with deciding norms on the matter among each other."""
        return {f.document.id: precedence(f.document) for f in self.every}

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """What an outcome turns on of these documents."""
        return tuple([f.standing(f.reach) for f in self.footings])

    @cached_property
    def governing(self) -> tuple[Document, ...]:
        """The documents that are in force and can reach the applicant, and yield to none."""
        return tuple(
            [f.document for f in self.footings if f.force.status is ForceStatus.IN_FORCE and f.yields is FALSE]
        )

    @cached_property
    def unsettled(self) -> tuple[Document, ...]:
        """The documents that can reach the applicant, and of which nobody knows whether they are in force, or yield."""
        certain = self.governing
        return tuple([d for d in self.may_govern if d not in certain])

    @cached_property
    def may_govern(self) -> tuple[Document, ...]:
        """Both of these, in the order of documents."""
        return tuple([f.document for f in self.footings if f.live and f.yields is not TRUE])

    @cached_property
    def asking(self) -> dict[str, tuple[str, ...]]:
        """By id of documents that are asked about the clauses that would decide if they were in force, once looked for."""
        return {}

    @cached_property
    def resting(self) -> dict[tuple[str, bool], tuple[tuple[str, Touching], ...]]:
        """By id of norms, and whether they come about: the clauses elsewhere on which their readings rely, each with the
        name of the reading, once looked for.
        """
        return {}

    @cached_property
    def questionable(self) -> tuple[tuple[Footing, Standing], ...]:
        """The documents about which something is to be asked: of unknown force, or whose period has ended."""
        return tuple(
            [
                (f, now)
                for f, now in zip(self.footings, self.standings, strict=True)
                if f.force.open_end or f.force.status is ForceStatus.UNKNOWN
            ]
        )

    @property
    def lapsed(self) -> tuple[Footing, ...]:
        """The documents that could reach the applicant, and are certainly not in force."""
        return tuple(f for f in self.footings if not f.live)

    @property
    def out_of_force(self) -> bool:
        """Whether documents can reach the applicant, and none of them is or may be in force."""
        return bool(self.footings) and not self.may_govern


def reach_of(norms: Iterable[ir.Norm], context: FactContext) -> Status:
    """Whether one of the deciding norms among these reaches the applicant (UNKNOWN: may, as far as is known)."""
    reach = FALSE
    for norm in norms:
        if norm.decides:
            status = reaches(norm, context)
            if status is TRUE:
                return TRUE
            if status is UNKNOWN:
                reach = UNKNOWN
    return reach


def reaches(norm: ir.Norm, context: FactContext) -> Status:
    """Whether a norm reaches the applicant."""
    return TRUE if norm.scope == ir.ALWAYS else evaluate(norm.scope, context).status


def jurisdiction(base: RuleBase, facts: FactContext, only: frozenset[str] | None = None) -> Jurisdiction:
    """How the documents of the region stand to an application on its day. `only` restricts the documents looked at.

    What decides whether a document reaches is read apart: a verdict cites what its rules read.
    Documents of other regions are not spoken of; where the place is unknown, every document might be of its region.
    """
    context = facts.unread()
    application, day = context.application, context.day
    documents, matter = base.held_for(application.region), application.matter
    beside = base.beside(application.region)
    forces: dict[str, Force] = {}
    every: list[Footing] = []
    others: list[tuple[Document, str]] = []
    warnings: list[str] = []
    touching: list[Touching] = []
    left_out = False
    plans = _plans(documents, beside, context, only)
    for document in documents:
        norms = document.norms(matter)
        if application.region is None:
            region = base.vocabulary.regions[document.region].name
            chosen = only is None or document.id in only
            anywhere = document.issuer_level is Level.NATION and not norms  # silent wherever the institution is
            why = _why_not_reached(document, norms, matter) if anywhere else WHY_NOT["no_place"].format(region=region)
            others.append((document, why if chosen else WHY_NOT["not_chosen"]))
            continue
        reach = reach_of(norms, context)
        if only is not None and document.id not in only:
            left_out = left_out or reach is not FALSE
            others.append((document, WHY_NOT["not_chosen"]))
            continue
        force = forces[document.id] = force_on(document, day, application, base.vocabulary, beside)
        if any(n.decides for n in norms):
            every.append(_footing(document, reach, force, plans))
        if reach is FALSE:
            others.append((document, _why_not_reached(document, norms, matter)))
            touching += [] if force.out else _touching(document, norms, context)
            continue
        if not force.out and document.kind == GUIDANCE and TRUE in plans.values():
            titles = "、".join(f"《{d.title}》" for d in documents if plans.get(d.id) is TRUE)
            others.append((document, WHY_NOT["yields"].format(plans=titles)))
            touching += _touching(document, norms, context, yielding=True)
            continue
        received, then = application.received, force
        if received and received != day:
            then = force_on(document, received, application, base.vocabulary, beside)
        warnings += force.notes
        if force.out:
            others.append((document, force.why))
        elif document.kind == GUIDANCE:
            warnings.append(guidance_warning(document))
        if _differ(then, force):
            warnings.append(_other_day(document, application, day, then.why or force.why))
    titles = "、".join(f"《{f.document.title}》" for f in every if f.reach is not FALSE and f.live)
    if titles and all(d.issuer_level is Level.NATION for d in documents):
        warnings.append(WARNINGS["nation_only"].format(titles=titles))
    silence = silence_of(documents, matter, only, left_out)
    read = tuple(fact for f in every if f.reach is not FALSE for fact in f.force.read)
    return Jurisdiction(tuple(every), tuple(others), tuple(warnings), read, tuple(touching), silence, forces)


def _plans(
    documents: Sequence[Document], beside: Sequence[Document], context: FactContext, only: frozenset[str] | None
) -> dict[str, Status]:
    """The plans of the pooling region that govern the applicant (TRUE) or may (UNKNOWN), where guidance is held.

    beside: the documents with their other versions.
    """
    application = context.application
    if not any(d.kind == GUIDANCE for d in documents):
        return {}
    region = application.roles.get("本统筹区")
    plans = [d for d in documents if d.kind == PLAN and d.region == region and (only is None or d.id in only)]
    forces = {d.id: force_on(d, context.day, application, context.vocabulary, beside) for d in plans}
    governs = {
        d.id: conjunction([reach_of(d.norms(application.matter), context), _IN_FORCE.get(forces[d.id].status, FALSE)])
        for d in plans
    }
    return {id_: status for id_, status in governs.items() if status is not FALSE}


def _footing(document: Document, reach: Status, force: Force, plans: Mapping[str, Status]) -> Footing:
    if document.kind != GUIDANCE:
        return Footing(document, reach, force)
    return Footing(document, reach, force, frozenset(plans), disjunction([*plans.values()]))


def guidance_warning(document: Document) -> str:
    """Whose guidance a document is, and to whom it is addressed."""
    addressees = "、".join(document.addressees) or LOWER_AUTHORITIES
    return WARNINGS["guidance"].format(title=document.title, level=document.issuer_level, addressees=addressees)


def _differ(then: Force, now: Force) -> bool:
    return then.status is not now.status and not (then.out and now.out)


def _other_day(document: Document, application: Application, day: str, why: str) -> str:
    return WARNINGS["other_day"].format(title=document.title, received=application.received, day=day, why=why)


def _why_not_reached(document: Document, norms: tuple[ir.Norm, ...], matter: str) -> str:
    if any(n.decides for n in norms):
        kind = "no_reach"
    elif norms:
        kind = "undecided"
    else:
        kind = "report" if document.kind == REPORT else "silent"
    return WHY_NOT[kind].format(matter=matter)


def _touching(
    document: Document, norms: Iterable[ir.Norm], context: FactContext, *, yielding: bool = False
) -> list[Touching]:
    """The exemptions, preferences and goals of a document that can reach the applicant without deciding.

    yielding: of guidance that yields to a plan, everything that can reach the applicant.
    """
    return [
        Touching(
            n.clause,
            clause.quote,
            clause.place,
            TOUCHING["guidance" if yielding else n.effect if n.supports is None else "goal"],
        )
        for n in norms
        if (yielding or not n.decides) and not n.pending and reaches(n, context) is not FALSE
        for clause in (document.clauses[n.clause],)
    ]


def silence_of(documents: tuple[Document, ...], matter: str, only: frozenset[str] | None, left_out: bool) -> Silence:
    """Why nothing governs where no document can reach the applicant. left_out: one that could was not looked at."""
    local = [d for d in documents if d.issuer_level is not Level.NATION]
    if not local:
        return Silence.NOT_HELD
    if left_out:
        chosen = any(only is not None and d.id in only for d in documents)
        return Silence.CHOSEN_SILENT if chosen else Silence.NOT_CHOSEN
    if any(n.decides for d in documents if only is None or d.id in only for n in d.norms(matter)):
        return Silence.NO_REACH
    if all(d.kind == REPORT for d in local):
        return Silence.REPORT_ONLY
    return Silence.SILENT

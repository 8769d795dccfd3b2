"""What is asked of documents themselves: whether one of unknown force is in force, and whether an ended plan goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from reasoner.interpreter.applicability import Footing, Jurisdiction, reaches
from reasoner.interpreter.classes import by_class_of_documents
from reasoner.interpreter.condition_evaluation import FALSE, TRUE, FactContext
from reasoner.interpreter.determining_organs import Whereabouts, authority_over, basis_of
from reasoner.interpreter.document_determinations import of_other_days
from reasoner.interpreter.document_force import ForceStatus
from reasoner.interpreter.outcome import Standing, Weighed, conclude, open_outcomes
from reasoner.interpreter.rule_results import RuleResult, judge_document
from reasoner.model.kinds import Outcome
from reasoner.model.messages import RECORD
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE
from reasoner.model.verdict import Answer, MissingFact


class Supposed(NamedTuple):
    """The documents and rules of a case, to be asked what would be possible if a document stood otherwise."""

    reach: Jurisdiction
    rules: frozenset[Weighed]
    context: FactContext

    def outcomes(self, now: Standing, supposed: Standing, more: Iterable[RuleResult] = ()) -> tuple[Outcome, ...]:
        """What is possible where one document stands so; `more`: its rules, where they are not among those judged."""
        standings = [supposed if s is now else s for s in self.reach.standings]
        classes = by_class_of_documents(self.reach.may_govern, self.context, [r.norm for r in more])
        rules = self.rules.union([r.weighed for r in more])
        return open_outcomes(standings, rules, self.reach.ranks, classes)


def document_questions(
    reach: Jurisdiction, rules: frozenset[Weighed], outcomes: tuple[Outcome, ...], context: FactContext
) -> list[MissingFact]:
    """The determinations on documents that are asked for, each with what every answer would leave open.

    Asked is whether a document of unknown force is in force where that makes a difference, and whether an ended plan goes
    on where nothing else may be the basis.
    """
    if not reach.questionable:
        return []
    supposed = Supposed(reach, rules, context)
    questions: list[MissingFact] = []
    for footing, now in reach.questionable:
        asking = _asking_once(reach, footing, context)
        if footing.force.status is ForceStatus.UNKNOWN:
            yes = supposed.outcomes(now, now._replace(in_force=TRUE))
            no = supposed.outcomes(now, now._replace(in_force=FALSE))
            if yes != no:
                questions.append(_question(DOCUMENT_FORCE, footing, {"是": yes, "否": no}, outcomes, context, asking))
        elif footing.force.status is ForceStatus.ENDED and Outcome.OUT_OF_FORCE in outcomes:
            own = judge_document(footing.document, context.copy())
            yes = supposed.outcomes(now, now._replace(in_force=TRUE, open_end=False), own)
            no = supposed.outcomes(now, now._replace(open_end=False))
            questions.append(_question(CONTINUATION, footing, {"是": yes, "否": no}, outcomes, context, asking))
    return questions


def _question(
    name: str,
    footing: Footing,
    answers: Mapping[str, tuple[Outcome, ...]],
    outcomes: tuple[Outcome, ...],
    context: FactContext,
    asking: tuple[str, ...],
) -> MissingFact:
    document, vocabulary = footing.document, context.vocabulary
    term = vocabulary.facts[name]
    authority = authority_over(term, document.region, vocabulary)
    day = context.day
    other_days = name == DOCUMENT_FORCE and of_other_days(name, document, day, context.application, vocabulary)
    record = RECORD[f"{name}·另一期间" if other_days else name]
    return MissingFact(
        fact=name,
        of=document.title,
        provider=term.provider,
        asked_by=asking,
        proof=term.proof,
        authority=None
        if authority is None
        else basis_of(authority, Whereabouts(document.region), vocabulary, document),
        record=record.format(id=document.id, organs="、".join(document.issuers), day=day),
        answers=tuple(Answer(value, possible, conclude(possible)) for value, possible in answers.items()),
        closes=min(len(outcomes) - len(possible) for possible in answers.values()),
    )


def _asking_once(reach: Jurisdiction, footing: Footing, context: FactContext) -> tuple[str, ...]:
    known = reach.asking.get(footing.document.id)
    if known is None:
        known = reach.asking[footing.document.id] = tuple(dict.fromkeys(_asking(footing, context)))
    return known


def _asking(footing: Footing, context: FactContext) -> Iterator[str]:
    """The clauses that would decide if the document were in force."""
    scratch = context.copy()
    for norm in footing.document.norms(context.application.matter):
        if norm.decides and reaches(norm, scratch) is not FALSE:
            yield norm.clause


def without_answers(questions: Iterable[MissingFact]) -> list[MissingFact]:
    """The same where no advice was asked for."""
    return [replace(q, answers=None, closes=None) for q in questions]

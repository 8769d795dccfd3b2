"""Would the verdict be another if words were read the other way? (异读)

A verdict, favourable or not, names the readings whose alternative would change its outcome and, apart, those on which it
rests and whose alternative no rule spells out (`resting_readings`). Each alternative is tried alone. Only the norms that
it changes are judged first; where they come to the same, so does the verdict, and nothing more is judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.reading import Reading
from reasoner.interpreter.contradictory_figures import contradictions_in, without
from reasoner.interpreter.document_force import law_days
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.judge import SupposedVerdict, as_read, supposed
from reasoner.interpreter.receipt import confirmations
from reasoner.interpreter.resting_readings import resting_readings
from reasoner.interpreter.rule_results import judge_norm
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import ReadingEntry, ReadingNotRun, ReadingOutcome, Verdict


class Alternatives(NamedTuple):
    """What a verdict says of readings."""

    changing: tuple[ReadingOutcome, ...]
    """Those whose alternative changes the outcome."""
    not_run: tuple[ReadingNotRun, ...]
    """Those on which it rests and whose alternative cannot be run."""


def with_readings(
    base: RuleBase, application: Application, verdict: Verdict, only: frozenset[str] | None = None
) -> Verdict:
    """The verdict with the readings that could change it. only: as `judge` takes it."""
    base, _ = base.for_case(verdict.as_of, application.received, only)
    turned = alternatives(base, application, verdict, only)
    named: tuple[ReadingEntry, ...] = (*turned.changing, *turned.not_run)
    return replace(
        verdict,
        readings=turned.changing,
        readings_not_run=turned.not_run,
        confirmations=confirmations(base, verdict, {(e.document, e.reading) for e in named}),
    )


def alternatives(
    base: RuleBase, application: Application, verdict: Verdict, only: frozenset[str] | None = None
) -> Alternatives:
    """The readings whose alternative changes the outcome of a verdict, and those that it rests on and cannot be run."""
    if application.region is None:
        return Alternatives((), ())
    base, looked_at = base.for_case(verdict.as_of, application.received, only)
    known = without(application, contradictions_in(base, application))
    context = FactContext(known, base.vocabulary, verdict.as_of, law_days(base, known, verdict.as_of), supposed=True)
    shared = [context]
    resting = resting_readings(base, verdict, context)
    changing: list[ReadingOutcome] = []
    not_run: list[ReadingNotRun] = []
    for document in base.held_for(application.region):
        chosen = looked_at is None or document.id in looked_at
        for reading in document.readings:
            if not reading.runnable:
                of_force = reading.of_force and document.id in verdict.reasons.governing
                if not reading.of_duties and (of_force or (document.id, reading.name) in resting):
                    not_run.append(_not_run(document, reading))
            elif chosen and _may_change(base, document, reading, context):
                turned = base.variant(document.id, reading.name)
                other = _other(turned, application, verdict.as_of, only, shared)
                if other.outcome is not verdict.outcome:
                    changing.append(_changing(document, reading, other))
    return Alternatives(tuple(changing), tuple(not_run))


def _other(
    turned: RuleBase, application: Application, day: str, only: frozenset[str] | None, shared: list[FactContext]
) -> SupposedVerdict:
    """What the verdict under an alternative comes to, and nothing else of it. shared: contexts in which rules were looked into, for an
    alternative under which the facts are the same: most rules are the same, too, and are looked into once.
    """
    base, looked_at = turned.for_case(day, application.received, only)
    read = as_read(base, application)
    read = without(read, contradictions_in(base, read))
    days = law_days(base, read, day)
    alike = (c for c in shared if c.vocabulary is base.vocabulary and c.application is read and c.law_days == days)
    context = next(alike, None)
    if context is None:
        context = FactContext(read, base.vocabulary, day, days, supposed=True)
        shared.append(context)
    return supposed(base, context, looked_at)


def _may_change(base: RuleBase, document: Document, reading: Reading, context: FactContext) -> bool:
    """Whether the alternative changes what a document comes to: its force on the day, whose a determination is that was
    made, or a norm on the matter.
    """
    matter = context.application.matter
    if (reading.starts or reading.ends) and document.norms(matter):
        if document.id in base.several or any(d.transition for d in base.every):
            return True  # another version may be that of the day
        before = _in_period(document.starts, document.ends, context.day)
        if before != _in_period(reading.starts or document.starts, reading.ends or document.ends, context.day):
            return True
    if _determined(reading, context.application):
        return True
    changed = {*reading.without, *reading.instead}
    norms = [n for n in document.all_norms if n.id in changed and matter in n.matters and n.supports is None]
    if not norms:
        return False
    without = Counter(_come_to([n for n in norms if n.alternative_of is None], context))
    return without != Counter(_come_to([n for n in norms if n.alternative_of is not None], context))


def _determined(reading: Reading, application: Application) -> bool:
    """Whether an organ determined a fact that another organ determines under the alternative."""
    if not reading.determines:
        return False
    made = (o for (_, term), given in application.facts.items() if term in reading.determines for o in given)
    return any(o.provenance.determined_by for o in made)


def _in_period(starts: str, ends: str, day: str) -> bool:
    return starts <= day and (not ends or day <= ends)


def _come_to(norms: Iterable[ir.Norm], context: FactContext) -> Iterator[tuple[object, ...]]:
    """What norms contribute: consequence, whether it comes about, whether they reach the applicant, with what strength."""
    for norm in norms:
        result = judge_norm(norm, context)
        yield (*result.group, norm.effect, norm.strength, result.status, result.scope.status)


def _changing(document: Document, reading: Reading, other: SupposedVerdict) -> ReadingOutcome:
    return ReadingOutcome(
        document=document.id,
        reading=reading.name,
        question=reading.question,
        used=reading.used,
        alternative=reading.alternative,
        basis=reading.basis,
        outcome_if_alternative=other.outcome,
        label_if_alternative=other.label,
        possible_if_alternative=other.possible,
        confirmed_by=reading.confirmed_by,
    )


def _not_run(document: Document, reading: Reading) -> ReadingNotRun:
    return ReadingNotRun(
        document=document.id,
        reading=reading.name,
        question=reading.question,
        used=reading.used,
        alternative=reading.alternative,
        basis=reading.basis,
        confirmed_by=reading.confirmed_by,
    )

"""From an application to its verdict: jurisdiction, rules, defeat, outcome, citations, what is missing.

The verdict is that of CONTRACT §2; prose, letters and pages only render it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from policy_dsl.numerals import plain
from reasoner.interpreter.applicability import Jurisdiction
from reasoner.interpreter.citations import citations, period_warnings, resting_clauses, role_of, rule_proof
from reasoner.interpreter.classes import by_class_of_documents
from reasoner.interpreter.condition_evaluation import FactContext, FactRef, evaluate
from reasoner.interpreter.contradictory_figures import contradiction_warnings, contradictions_in, without
from reasoner.interpreter.counterfactuals import ENOUGH, changes, most_closing_first, ranked_missing
from reasoner.interpreter.document_force import law_days
from reasoner.interpreter.document_questions import document_questions, without_answers
from reasoner.interpreter.fact_warnings import fact_warnings, input_warnings
from reasoner.interpreter.known_jurisdictions import known_jurisdiction
from reasoner.interpreter.missing_facts import (
    applicant_only,
    assumptions,
    missing_facts,
    open_rules,
    unnamed_services,
    unsure_reach,
)
from reasoner.interpreter.outcome import conclude, label, open_outcomes
from reasoner.interpreter.pending_clauses import pending_clauses, pending_warnings, silent_clauses
from reasoner.interpreter.receipt import UNSEALED, possible_places, sealed
from reasoner.interpreter.relocation import read_apart
from reasoner.interpreter.rule_results import RuleResult, defeats, judge_document
from reasoner.interpreter.scenario import Situation
from reasoner.model.application import Application
from reasoner.model.consistency import Excess
from reasoner.model.kinds import OUTCOMES, Outcome, Role
from reasoner.model.messages import LABELS, UNREGULATED, WARNINGS, WHY
from reasoner.model.proof import CitedFact, Condition, FactRead, StandardReport
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import SCHEMA, Change, MissingFact, NotGoverning, Reasons, Verdict

_NO_REASONS = Reasons((), (), (), ())


def judge(
    base: RuleBase,
    application: Application,
    as_of: str | None = None,
    only: frozenset[str] | None = None,
    *,
    advise: bool = True,
) -> Verdict:
    """The verdict on one application, on its day or another (`as_of`), by all documents or `only` some (`id`, or
    `id@version` for one that need not be that of the day).

    advise: also what would change the outcome, and how much each missing fact decides; large batches can do without.
    """
    view, looked_at = base.for_case(as_of or application.received, application.received, only)
    application = as_read(view, application)
    contradictory = contradictions_in(view, application)
    verdict = _judge(view, application, contradictory, as_of, looked_at, advise=advise)
    return sealed(verdict, view, application, only, contradictory)


def judge_unsealed(
    base: RuleBase,
    application: Application,
    as_of: str | None = None,
    only: frozenset[str] | None = None,
    *,
    advise: bool = True,
) -> Verdict:
    """The same verdict without the facts it was given and without its receipt, for verdicts that nobody keeps."""
    base, only = base.for_case(as_of or application.received, application.received, only)
    application = as_read(base, application)
    return _judge(base, application, contradictions_in(base, application), as_of, only, advise=advise)


def _judge(
    base: RuleBase,
    application: Application,
    contradictory: Sequence[Excess],
    as_of: str | None,
    only: frozenset[str] | None,
    *,
    advise: bool,
) -> Verdict:
    """The same; contradictory: the figures that cannot both be, which nobody knows."""
    day = as_of or application.received
    contradictions = tuple(contradiction_warnings(contradictory, base.vocabulary))
    application = without(application, contradictory)
    context = FactContext(application, base.vocabulary, day, law_days(base, application, day))
    reach = known_jurisdiction(base, context, only, touching=application.region is not None)
    if application.region is None:
        return _region_unknown(base, application, day, reach, only)
    documents = base.held_for(application.region)
    rules = [r for d in reach.may_govern for r in judge_document(d, context)]
    by_rule = {r.norm.id: r.weighed for r in rules}
    weighed = frozenset(by_rule.values())
    outcomes = open_outcomes(reach.standings, weighed, reach.ranks, by_class_of_documents(reach.may_govern, context))
    # What keeps a document away is read and cited as well.
    beside = [evaluate(norm.scope, context) for norm in reach.not_reaching(application.matter)]
    if not reach.may_govern and len(outcomes) == 1:
        return _ungoverned(base, context, reach, outcomes[0], contradictions, beside, advise)

    def elsewhere(moved: Application) -> tuple[Outcome, ...] | None:
        return None if base.held_for(moved.region) == documents else possible_outcomes(base, moved, day, only)

    def possible(changed: Application) -> tuple[Outcome, ...]:
        return possible_outcomes(base, changed, day, only)

    notes = (*contradictions, *applicant_only(context, outcomes, possible))

    def situate(adviser: FactContext) -> Situation:
        return Situation(adviser, reach, rules, by_rule, outcomes, elsewhere)

    questions = document_questions(reach, weighed, outcomes, context)
    return _judged(base, reach, rules, outcomes, questions, context, notes, beside, situate if advise else None)


def possible_outcomes(
    base: RuleBase, application: Application, day: str, only: frozenset[str] | None = None
) -> tuple[Outcome, ...]:
    """Every outcome that is open for an application whose place is known, and nothing else of its verdict."""
    days = law_days(base, application, day)
    return supposed(base, FactContext(application, base.vocabulary, day, days, supposed=True), only).possible


class SupposedVerdict(NamedTuple):
    """What a verdict comes to that nobody is given."""

    reach: Jurisdiction
    rules: list[RuleResult]
    possible: tuple[Outcome, ...]
    """Every outcome that is open."""

    @property
    def outcome(self) -> Outcome:
        """That of the verdict."""
        return conclude(self.possible)

    @property
    def label(self) -> str:
        """That of the verdict."""
        if not self.reach.may_govern and len(self.possible) == 1:
            return _ungoverned_label(self.reach, self.possible[0])
        governing = {d.id for d in self.reach.governing}
        certain = [r for r in self.rules if r.norm.document in governing]
        defeated = defeats(certain, self.reach.ranks)
        deciding = [r for r in certain if role_of(r, self.outcome, defeated) is Role.DECISIVE]
        return label(self.outcome, [r.norm.strength for r in deciding])


def supposed(base: RuleBase, context: FactContext, only: frozenset[str] | None = None) -> SupposedVerdict:
    """What the facts of a context come to, of which no verdict cites any; what it looked into before is not looked into again."""
    reach = known_jurisdiction(base, context, only)
    rules = [r for d in reach.may_govern for r in judge_document(d, context)]
    classes = by_class_of_documents(reach.may_govern, context)
    return SupposedVerdict(
        reach, rules, open_outcomes(reach.standings, frozenset([r.weighed for r in rules]), reach.ranks, classes)
    )


def as_read(base: RuleBase, application: Application) -> Application:
    """The application with the places that the rules of a base look at apart from its own."""
    if not application.apart:
        return application
    return read_apart(application, base.readable(base.held_for(application.region), application.matter).own)


def _judged(
    base: RuleBase,
    reach: Jurisdiction,
    rules: list[RuleResult],
    outcomes: tuple[Outcome, ...],
    questions: Sequence[MissingFact],
    context: FactContext,
    notes: tuple[str, ...],
    beside: Sequence[Condition],
    situate: Callable[[FactContext], Situation] | None,
) -> Verdict:
    """questions: what is asked of documents; notes: what is to be said of figures that contradict each other, and of what only the
    applicant gives; beside: what keeps documents away; situate: the case as advice looks at it, by a context of its own; None: no advice is asked for.
    """
    application, day = context.application, context.day
    outcome = conclude(outcomes)
    governing = {d.id for d in reach.governing}
    certain = [r for r in rules if r.norm.document in governing]
    defeated = defeats(certain, reach.ranks)
    # What rests on a document of unknown force was considered, whatever the rule comes to.
    roles = [role_of(r, outcome, defeated) if r.norm.document in governing else Role.CONSIDERED for r in rules]
    deciding = [r for r, role in zip(rules, roles, strict=True) if role is Role.DECISIVE]
    asked_of, unproved = open_rules(rules, outcome)
    unsure = unsure_reach(reach, context) if len(outcomes) > 1 else []
    missing = missing_facts((*asked_of, *unsure), base.vocabulary)
    missing += unnamed_services(context, missing)
    known = list(context.nodes.values())
    advice: tuple[Change, ...] = ()
    if situate is None:
        missing = [*without_answers(questions), *missing]
    elif missing or questions or outcome not in ENOUGH:
        # Advice looks at facts that no rule needed: with a context of its own, so that the verdict cites none of them.
        adviser = context.copy()
        situation = situate(adviser)
        references = _references(context) if missing else {}
        missing = ranked_missing(missing, questions, references, situation, adviser)
        readable = base.readable(base.held_for(application.region), application.matter)
        advice = changes(situation, certain, outcome, deciding, adviser, readable)
    standards = _standards(reach, context)
    return Verdict(
        schema=SCHEMA,
        application=application.id,
        matter=application.matter,
        received=application.received,
        as_of=day,
        region=application.region,
        outcome=outcome,
        label=label(outcome, [r.norm.strength for r in deciding]),
        possible=outcomes,
        citations=citations(reach, application.matter, zip(roles, rules, strict=True)),
        facts=(*reach.read, *_known_facts(known, standards)),
        reasons=Reasons(
            tuple([d.id for d in reach.governing]),
            tuple([d.id for d in reach.unsettled]),
            tuple([rule_proof(r, defeated) for r in rules]),
            standards,
        ),
        missing=tuple(missing),
        pending=(
            *pending_clauses(reach.may_govern, application.matter),
            *silent_clauses(base.held_for(application.region), reach, application.matter),
        ),
        assumptions=assumptions(
            rules, unproved, missing, context, base.vocabulary, (*beside, *(r.scope for r in unsure))
        ),
        changes=advice,
        not_governing=_not_governing(reach),
        touching=(*reach.touching, *resting_clauses(base, reach, rules, application)),
        warnings=(
            *_assumed_place(base, application),
            *input_warnings(context),
            *notes,
            *reach.warnings,
            *pending_warnings(reach.may_govern),
            *period_warnings(reach.may_govern, rules, context),
            *fact_warnings(context),
        ),
        given=(),
        receipt=UNSEALED,
    )


def _references(context: FactContext) -> dict[tuple[str, str, str], FactRef]:
    """By term, subject as people call it, and period: how the rules refer to the facts that were read, and to the place."""
    names = {(n.fact, n.of, n.period): ref for ref, n in context.nodes.items()}
    return names | context.sought | {("所在地", "机构", ""): ("本区县", "所在地", None)}


def _known_facts(read: list[FactRead], standards: tuple[StandardReport, ...]) -> list[CitedFact]:
    """The known facts that rules read, then those of planning standards that are reported."""
    for node in (n for s in standards for n in (s.over, s.under)):
        read += [] if node in read else [node]
    return [n.cited() for n in read if n.value is not None and not n.assumed]


def _assumed_place(base: RuleBase, application: Application) -> tuple[str, ...]:
    """Says that the application was judged as if it lay elsewhere, where it was."""
    if not application.under:
        return ()
    return (WARNINGS["under"].format(region=base.vocabulary.regions[application.under].name),)


def _not_governing(reach: Jurisdiction) -> tuple[NotGoverning, ...]:
    return tuple([NotGoverning(d.title, d.id, why) for d, why in reach.not_governing])


def _standards(reach: Jurisdiction, context: FactContext) -> tuple[StandardReport, ...]:
    """Planning standards beside the actual ratio, exact to two places: reported, never decisive."""
    reports = []
    for document in reach.may_govern:
        for clause, standard in document.standards:
            a, over = context.read(standard.over)
            b, under = context.read(standard.under)
            if not isinstance(a, Decimal) or not isinstance(b, Decimal):
                continue
            ratio = plain((a / b).quantize(Decimal("0.01"))) if b else None
            reports.append(StandardReport(clause, standard.name, standard.shown, over, under, ratio))
    return tuple(reports)


def _unjudged(
    base: RuleBase, application: Application, day: str, reach: Jurisdiction, outcome: Outcome, name: str, why: str
) -> Verdict:
    """A verdict without rules: nothing governs, or the place is not known."""
    return Verdict(
        schema=SCHEMA,
        application=application.id,
        matter=application.matter,
        received=application.received,
        as_of=day,
        region=application.region,
        outcome=outcome,
        label=name,
        possible=(outcome,),
        why=why,
        citations=(),
        facts=(),
        reasons=_NO_REASONS,
        missing=(),
        assumptions=(),
        changes=(),
        not_governing=_not_governing(reach),
        touching=reach.touching,
        warnings=(*_assumed_place(base, application), *input_warnings(FactContext(application, base.vocabulary, day))),
        given=(),
        receipt=UNSEALED,
    )


def _ungoverned_label(reach: Jurisdiction, outcome: Outcome) -> str:
    return LABELS[outcome] if outcome is Outcome.OUT_OF_FORCE else UNREGULATED[reach.silence]


def _ungoverned(
    base: RuleBase,
    context: FactContext,
    reach: Jurisdiction,
    outcome: Outcome,
    contradictions: tuple[str, ...],
    beside: Sequence[Condition],
    advise: bool,
) -> Verdict:
    """Nothing governs: the documents that could reach the applicant are not in force, or none could reach it."""
    application, day = context.application, context.day
    name, why = _ungoverned_label(reach, outcome), WHY[reach.silence].format(matter=application.matter)
    if outcome is Outcome.OUT_OF_FORCE:
        lapsed = ";".join(f"《{f.document.title}》{f.force.why}" for f in reach.lapsed)
        why = WHY["out_of_force"].format(documents=lapsed)
    verdict = _unjudged(base, application, day, reach, outcome, name, why)
    questions = document_questions(reach, frozenset(), (outcome,), context)
    missing = [*questions, *(replace(m, answers=(), closes=0) for m in unnamed_services(context, ()))]
    return replace(
        verdict,
        facts=(*reach.read, *_known_facts(list(context.nodes.values()), ())),
        missing=tuple(most_closing_first(missing, 1) if advise else without_answers(missing)),
        pending=(*silent_clauses(base.held_for(application.region), reach, application.matter),),
        assumptions=assumptions((), (), (), context, base.vocabulary, beside),
        warnings=(*verdict.warnings, *contradictions, *reach.warnings),
    )


def _region_unknown(
    base: RuleBase, application: Application, day: str, reach: Jurisdiction, only: frozenset[str] | None
) -> Verdict:
    """Without 所在地 no document can be chosen: what is possible is what is possible in any region held, or in none."""
    outcomes: set[Outcome] = {Outcome.NOT_REGULATED}
    facts: list[CitedFact] = []
    for region, roles in possible_places(base):
        there = replace(application, region=region, roles={**application.roles, **roles})
        there = as_read(base, there)
        verdict = _judge(base, there, contradictions_in(base, there), day, only, advise=False)
        outcomes |= set(verdict.possible)
        facts += [f for f in verdict.facts if f not in facts]
    chosen = [d for d in base.documents.values() if only is None or d.id in only]
    clauses = tuple(dict.fromkeys(n.clause for d in chosen for n in d.norms(application.matter)))
    verdict = _unjudged(
        base, application, day, reach, Outcome.UNDETERMINED, LABELS[Outcome.UNDETERMINED], WHY["no_region"]
    )
    return replace(
        verdict,
        possible=tuple(o for o in OUTCOMES if o in outcomes),
        facts=tuple(facts),
        missing=(MissingFact(fact="所在地", of="机构", provider="申请人", asked_by=clauses),),
    )

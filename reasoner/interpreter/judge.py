"""From an application to its verdict: jurisdiction, rules, defeat, outcome, citations, what is missing.

The verdict is that of CONTRACT §2; prose, letters and pages only render it.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from policy_dsl.ir import Effect
from policy_dsl.numerals import plain
from reasoner.interpreter.applicability import Jurisdiction, jurisdiction
from reasoner.interpreter.citations import citations, role_of, rule_proof
from reasoner.interpreter.condition_evaluation import TRUE, UNKNOWN, FactContext, FactRef
from reasoner.interpreter.counterfactuals import changes, ranked_missing
from reasoner.interpreter.fact_warnings import fact_warnings, input_warnings
from reasoner.interpreter.missing_facts import assumptions, missing_facts
from reasoner.interpreter.outcome import conclude, label, possible, precedence
from reasoner.interpreter.pending_clauses import pending_clauses, pending_warnings
from reasoner.interpreter.receipt import UNSEALED, possible_places, sealed
from reasoner.interpreter.relocation import read_apart
from reasoner.interpreter.rule_results import RuleResult, defeats, judge_document
from reasoner.interpreter.scenario import Situation
from reasoner.model.application import Application
from reasoner.model.kinds import OUTCOMES, Outcome, Role
from reasoner.model.messages import LABELS, NOT_AMONG, NOT_HELD, WARNINGS, WHY
from reasoner.model.proof import CitedFact, FactRead, StandardReport
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import SCHEMA, MissingFact, NotGoverning, Reasons, Verdict

_NO_REASONS = Reasons((), (), ())


def judge(
    base: RuleBase,
    application: Application,
    as_of: str | None = None,
    only: frozenset[str] | None = None,
    *,
    advise: bool = True,
) -> Verdict:
    """The verdict on one application, on its day or another (`as_of`), by all documents or `only` some (ids).

    advise: also what would change the outcome, and how much each missing fact decides; large batches can do without.
    """
    application = _as_read(base, application)
    return sealed(judge_unsealed(base, application, as_of, only, advise=advise), base, application, only)


def judge_unsealed(
    base: RuleBase,
    application: Application,
    as_of: str | None = None,
    only: frozenset[str] | None = None,
    *,
    advise: bool = True,
) -> Verdict:
    """The same verdict without the facts it was given and without its receipt, for verdicts that nobody keeps."""
    day, application = as_of or application.received, _as_read(base, application)
    reach = jurisdiction(base, application, day, only)
    if application.region is None:
        return _region_unknown(base, application, day, reach, only)
    if not reach.governing:
        return _ungoverned(base, application, day, reach, only)
    context = FactContext(application, base.vocabulary, day)
    rules = [r for d in reach.governing for r in judge_document(d, context)]
    return _judged(base, reach, rules, context, advise)


def _as_read(base: RuleBase, application: Application) -> Application:
    if not application.apart:
        return application
    return read_apart(application, base.readable(base.held_for(application.region), application.matter).own)


def _judged(
    base: RuleBase, reach: Jurisdiction, rules: list[RuleResult], context: FactContext, advise: bool
) -> Verdict:
    application, day = context.application, context.day
    # Facts on which only a preference turns never keep a case open: unknown, they count as not claimed.
    open_rules = [r for r in rules if r.status is UNKNOWN and r.norm.effect is not Effect.PREFER]
    ranks = {d.id: precedence(d) for d in reach.governing}
    outcomes = possible({r.group for r in rules if r.status is TRUE}, [r.group for r in open_rules], ranks)
    outcome = conclude(outcomes)
    defeated = defeats(rules, ranks)
    deciding = [r for r in rules if role_of(r, outcome, defeated) is Role.DECISIVE]
    missing = missing_facts(open_rules, base.vocabulary)
    readable = base.readable(base.held_for(application.region), application.matter)
    # Advice looks at facts that no rule needed: with a context of its own, so that the verdict cites none of them.
    adviser = context.copy()
    situation = Situation(adviser, [r.norm for r in rules], [r.status for r in rules], ranks)
    if missing and advise:
        missing = ranked_missing(missing, _references(context), situation, adviser)
    read = list(context.nodes.values())
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
        citations=citations(reach.governing, application.matter, outcome, rules, defeated),
        facts=(*reach.read, *_known_facts(read, standards)),
        reasons=Reasons(tuple(d.id for d in reach.governing), tuple(rule_proof(r, defeated) for r in rules), standards),
        missing=tuple(missing),
        pending=(*pending_clauses(reach.governing, application.matter),),
        assumptions=assumptions(rules, missing, context, base.vocabulary),
        changes=changes(situation, rules, outcome, deciding, adviser, readable) if advise else (),
        not_governing=_not_governing(reach),
        warnings=(
            *_assumed_place(base, application),
            *input_warnings(context),
            *reach.warnings,
            *pending_warnings(reach.governing),
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
    return tuple(NotGoverning(d.title, d.id, why) for d, why in reach.not_governing)


def _standards(reach: Jurisdiction, context: FactContext) -> tuple[StandardReport, ...]:
    """Planning standards beside the actual ratio, exact to two places: reported, never decisive."""
    reports = []
    for document in reach.governing:
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
        warnings=(*_assumed_place(base, application), *input_warnings(FactContext(application, base.vocabulary, day))),
        given=(),
        receipt=UNSEALED,
    )


def _ungoverned(
    base: RuleBase, application: Application, day: str, reach: Jurisdiction, only: frozenset[str] | None
) -> Verdict:
    outcome = Outcome.OUT_OF_FORCE if reach.out_of_force else Outcome.NOT_REGULATED
    name, matter = LABELS[outcome], application.matter
    documents = base.held_for(application.region)
    if outcome is Outcome.OUT_OF_FORCE:
        ended = [
            f"《{d.title}》{why}"
            for d, why in reach.not_governing
            if matter in d.regulates and (only is None or d.id in only)
        ]
        why = WHY["out_of_force"].format(documents=";".join(ended))
    elif not reach.has_documents:
        name, why = NOT_HELD, WHY["not_held"]
    elif only is not None and any(matter in d.regulates for d in documents if d.id not in only):
        chosen = any(d.id in only for d in documents)
        name, why = NOT_AMONG, WHY["chosen_silent" if chosen else "not_chosen"].format(matter=matter)
    else:
        why = WHY["not_regulated"].format(matter=matter)
    verdict = _unjudged(base, application, day, reach, outcome, name, why)
    return replace(verdict, warnings=(*verdict.warnings, *reach.warnings))


def _region_unknown(
    base: RuleBase, application: Application, day: str, reach: Jurisdiction, only: frozenset[str] | None
) -> Verdict:
    """Without 所在地 no document can be chosen: what is possible is what is possible in any region held, or in none."""
    outcomes: set[Outcome] = {Outcome.NOT_REGULATED}
    facts: list[CitedFact] = []
    for region, roles in possible_places(base):
        there = replace(application, region=region, roles={**application.roles, **roles})
        supposed = judge_unsealed(base, there, day, only, advise=False)
        outcomes |= set(supposed.possible)
        facts += [f for f in supposed.facts if f not in facts]
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

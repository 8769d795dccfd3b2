"""Counterfactuals (semantics §9): the fewest changed facts that reach a better outcome, each re-run before it is shown.

Only values that turn a condition of a deciding rule, or of an exemption that could defeat it, are tried; each by its
least step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Term
from reasoner.interpreter.condition_evaluation import FALSE, KIND, TRUE, evaluate, negation
from reasoner.interpreter.determining_organs import JUDGED
from reasoner.interpreter.fact_lookup import ASKED_AT, FactContext, FactRef
from reasoner.interpreter.likeness import asked_figures
from reasoner.interpreter.matter_norms import PLACE
from reasoner.interpreter.outcome import conclude
from reasoner.interpreter.rule_results import RuleResult
from reasoner.interpreter.scenario import Situation, Steps
from reasoner.interpreter.turning_points import Atom, facts_of, literals, turning_values
from reasoner.model.application import Application, FactKey, Observation, Value, counting, show
from reasoner.model.consistency import IN_TOWN, asks_twice, impossible, looked_at, omits_itself
from reasoner.model.kinds import RANK, AuthorityStatus, Outcome, Power, Status
from reasoner.model.messages import UNSTATED
from reasoner.model.place_binding import counties_of
from reasoner.model.rule_base import Readable
from reasoner.model.verdict import Answer, Change, ChangedFact, MissingFact

LOWER: Final = "降低"
"""The direction of a figure (`Term.changed_to`) that can only be worked down."""
SERVICES: Final[FactKey] = ("机构", "已定点")
TOWN_COUNT: Final[FactKey] = ("申请", IN_TOWN)
MOST_TOGETHER: Final = 3
"""More than three facts changed at once is no advice that a person could act on."""

ENOUGH: Final = (
    Outcome.EXEMPT,
    Outcome.PRIORITY,
    Outcome.MAY_PROCEED,
    Outcome.OUT_OF_FORCE,
    Outcome.NOT_REGULATED,
    Outcome.UNDETERMINED,
)
"""The outcomes of which no change is advised."""

BY: Final = {
    "申请人": Power.APPLICANT,
    "区域": Power.REGION,
    "有权机关": Power.AUTHORITY,
    "不可改变": Power.NOBODY,
}
_POWERS: Final = tuple(Power)

Step = tuple[FactRef, Value]
"""A fact and the value that it would have to have."""
Suggestion = tuple[Steps, Outcome]
"""Changes and the outcome that they lead to."""


def changes(
    situation: Situation,
    rules: list[RuleResult],
    outcome: Outcome,
    deciding: Iterable[RuleResult],
    context: FactContext,
    readable: Readable,
) -> tuple[Change, ...]:
    """The minimal sets of changes that reach a better outcome, what the applicant itself can change first.

    readable: the facts that a verdict on the matter holds.
    """
    if outcome in ENOUGH:
        return ()
    single = list(_candidates(situation, rules, deciding, context))
    reaching: list[Suggestion] = []
    for size in range(1, MOST_TOGETHER + 1):
        for chosen in combinations(single, size):
            together = frozenset(chosen)
            if len({key for key, _ in chosen}) < size or any(smaller <= together for smaller, _ in reaching):
                continue
            reached = situation.outcome(dict(chosen))
            if _better(reached, outcome) and _possible(situation, together, readable):
                reaching.append((together, reached))
    suggestions = _one_of_alike(situation, _least_steps(reaching, context))
    offers = _one_per_place([_offer(situation, chosen, reached, context) for chosen, reached in suggestions])
    return tuple(sorted(offers, key=lambda o: (_POWERS.index(o.by), len(o.facts), RANK[o.outcome])))


def _possible(situation: Situation, steps: Steps, readable: Readable) -> bool:
    """Whether the changed facts can stand together; those that are not changed were looked at before.

    Figures that no rule on the matter can read stand in no verdict: they say nothing here.
    """
    changed = situation.context_after(steps).application
    matter = situation.vocabulary.matters[changed.matter]
    if omits_itself(matter, _counted(changed, SERVICES), _counted(changed, TOWN_COUNT)):
        return False
    keys = [(subject, term) for (role, term, _), _ in steps if (subject := changed.subject(role)) is not None]
    if situation.vocabulary.summed.isdisjoint([term for _, term in keys]):
        return True  # what belongs to nothing else cannot exceed it, and steps stay within bounds
    every = readable.keys({**changed.roles, **changed.apart})
    known = {
        key: observed
        for key in looked_at(keys, changed, situation.vocabulary)
        if key in every and (observed := changed.facts.get(key)) is not None
    }
    return not impossible(replace(changed, facts=known), situation.vocabulary, keys)


def _least_steps(suggestions: list[Suggestion], context: FactContext) -> list[Suggestion]:
    """Those beside which no other moves the same numbers less far, everything else being equal."""

    def nearer(other: Steps, steps: Steps) -> bool:
        values = dict(other)
        return values.keys() == dict(steps).keys() and all(
            values[ref] == value or _between(context.observations.get(ref), values[ref], value) for ref, value in steps
        )

    return [(s, o) for s, o in suggestions if not any(other != s and nearer(other, s) for other, _ in suggestions)]


def _between(present: Observation | None, value: Value, further: Value) -> bool:
    """Whether a number lies between the present one and another."""
    now = None if present is None else present.value
    if not isinstance(now, Decimal) or not isinstance(value, Decimal) or not isinstance(further, Decimal):
        return False
    return now < value < further or further < value < now


def _one_of_alike(situation: Situation, suggestions: list[Suggestion]) -> list[Suggestion]:
    """Kinds of institution, and categories, that lead to the same outcome are one suggestion: the first."""
    facts = situation.vocabulary.facts
    first: dict[tuple[frozenset[tuple[FactRef, Value | None]], Outcome], Suggestion] = {}
    for steps, outcome in suggestions:
        alike = frozenset((ref, None if _is_one_of(facts[ref[1]]) else value) for ref, value in steps)
        first.setdefault((alike, outcome), (steps, outcome))
    return list(first.values())


def _is_one_of(term: Term) -> bool:
    """Whether a fact has exactly one of a list of values."""
    return term.datatype == "category" and not term.multiple


def _one_per_place(offers: list[Change]) -> list[Change]:
    """Several places that would do are one offer: the first of them, the others under `or`."""
    kept: dict[tuple[Outcome, int], Change] = {}
    for index, offer in enumerate(offers):
        if [f.fact for f in offer.facts] != [PLACE]:
            kept[offer.outcome, index] = offer
            continue
        first = kept.get((offer.outcome, -1))
        others = () if first is None else (*first.others, offer.facts[0].after)
        kept[offer.outcome, -1] = offer if first is None else replace(first, others=others)
    return list(kept.values())


def _better(reached: Outcome, outcome: Outcome) -> bool:
    """Whether an outcome is better. That no text would speak of the case, or none in force, is no improvement."""
    return reached in RANK and RANK[outcome] < RANK[reached] <= RANK[Outcome.MAY_PROCEED]


def _candidates(
    situation: Situation, rules: list[RuleResult], deciding: Iterable[RuleResult], context: FactContext
) -> Iterator[Step]:
    """Single changes that turn a condition of a deciding rule against it, or one of an exemption of its document for it."""
    blocking = list(deciding)
    documents = {r.norm.document for r in blocking}
    parts: list[tuple[ir.Cond, Status]] = []
    for norm in (r.norm for r in blocking):  # a requirement falls where it is met, any other rule where it fails
        parts += [(norm.scope, FALSE), (norm.condition, TRUE if norm.effect is Effect.REQUIRE else FALSE)]
    for rule in rules:
        if _exempts(rule) and rule.status is not TRUE and rule.norm.document in documents:
            parts += [(rule.norm.scope, TRUE), (rule.norm.condition, TRUE)]
    tried: set[Step] = set()
    for cond, goal in parts:
        if evaluate(cond, context).status is goal:
            continue  # this part of an exemption is met already
        unmet = [(a, g) for a, g in _goals(cond, goal) if evaluate(a, context).status is not g]
        for key in dict.fromkeys(facts_of(cond)):
            term = situation.vocabulary.facts[key[1]]
            if not _changeable(term) or _determined(term, key, context):
                continue
            for step in _turning(situation, key, unmet, context):
                if step not in tried and _is_advice(term, step, context):
                    tried.add(step)
                    yield step


def _changeable(term: Term) -> bool:
    """Whether a change of the fact is advice: not of what nobody changes, or what is only a name or the question itself.

    Another site is: nobody moves a district, but the applicant may put the institution elsewhere.
    """
    return BY.get(term.changed_by, Power.NOBODY) is not Power.NOBODY


def _determined(term: Term, key: FactRef, context: FactContext) -> bool:
    """Whether the organ whose it is has determined a fact: that it should find otherwise is no advice."""
    node = context.nodes.get(key)
    settled = node is not None and node.value is not None and node.standing is AuthorityStatus.COMPETENT
    return settled and term.provider == JUDGED


def _is_advice(term: Term, step: Step, context: FactContext) -> bool:
    """Whether a number moves in the direction in which somebody could work on it: nobody is advised to spend more."""
    ref, value = step
    observation = context.observations.get(ref)
    now = None if observation is None else observation.value
    if not term.changed_to or not isinstance(value, Decimal) or not isinstance(now, Decimal):
        return True
    return value < now if term.changed_to == LOWER else value > now


def _turning(
    situation: Situation, key: FactRef, unmet: Sequence[tuple[Atom, Status]], context: FactContext
) -> Iterator[Step]:
    """The values of a fact that alone give one of some conditions the status that it has to have."""

    def turns(value: Value, conditions: Iterable[tuple[Atom, Status]]) -> bool:
        after = situation.context_after(frozenset([(key, value)]))
        return _differs(key, value, context) and any(evaluate(a, after).status is goal for a, goal in conditions)

    values = _listed(situation, key)
    if values is not None:
        yield from ((key, v) for v in situation.unlike(key, values) if turns(v, unmet))
        return
    term = situation.vocabulary.facts[key[1]]
    for one in unmet:
        yield from ((key, v) for v in turning_values(one[0], key, term, context) if turns(v, [one]))


def _exempts(rule: RuleResult) -> bool:
    return rule.norm.effect is Effect.EXEMPT


def _goals(cond: ir.Cond, goal: Status) -> Iterator[tuple[Atom, Status]]:
    """The conditions at the leaves with the status that each has to have for the sake of the whole."""
    return ((atom, goal if positive else negation(goal)) for atom, positive in literals(cond))


def _listed(situation: Situation, key: FactRef) -> Sequence[Value] | None:
    """Every other value of a place, a kind of institution or a category; None for another fact."""
    role, name, _ = key
    vocabulary = situation.vocabulary
    if name == PLACE:
        here = situation.application.roles.get(role)
        return [c for c in counties_of(vocabulary, situation.application.roles.get("全市")) if c != here]
    if name == KIND:
        return vocabulary.matters[situation.application.matter].members
    return vocabulary.facts[name].values if _is_one_of(vocabulary.facts[name]) else None


def _differs(key: FactRef, value: Value, context: FactContext) -> bool:
    observation = context.observations.get(key)
    return observation is None or observation.value != value


def _offer(situation: Situation, chosen: frozenset[Step], reached: Outcome, context: FactContext) -> Change:
    facts = tuple(
        _changed_fact(situation, ref, value, context) for ref, value in sorted(chosen, key=lambda c: c[0][:2])
    )
    return Change(facts, reached, max((f.by for f in facts), key=_POWERS.index))


def _changed_fact(situation: Situation, ref: FactRef, value: Value, context: FactContext) -> ChangedFact:
    role, name, period = ref
    term = situation.vocabulary.facts[name]
    observation = context.observations.get(ref)
    if name == PLACE:
        regions, here = situation.vocabulary.regions, situation.application.roles.get(role)
        before, after, of = regions[here].name if here else None, regions[str(value)].name, "机构"
    else:
        node = context.nodes.get(ref)
        given = node is not None and not node.assumed and observation is not None
        before = show(observation.value, term) if given and observation is not None else UNSTATED
        after, of = show(value, term) or "无", context.name_of(role, situation.application.subject(role))
    by = BY.get(term.changed_by, Power.NOBODY)
    return ChangedFact(
        fact=name, of=of, before=before or UNSTATED, after=after, by=by, role=role, period=period or "",
        how=term.changed_through,
    )  # fmt: skip


def answers(situation: Situation, ref: FactRef, context: FactContext) -> tuple[Answer, ...]:
    """For an unknown fact: what would still be possible after each answer that makes a difference."""
    role, name, period = ref
    term = situation.vocabulary.facts[name]
    figure = (role, name, None) if period is not None and period.startswith(ASKED_AT) else ref
    readers = situation.readers.get(situation.key(ref[0], name), ())
    conditions = situation.atoms(role, name)
    listed = _listed(situation, ref) if readers else ()
    if listed is None:
        turning = ((atom, v) for atom in conditions for v in turning_values(atom, figure, term, context))
        values = dict.fromkeys(v for atom, v in turning if _comes_out(situation, atom, ref, v))
    else:
        values = dict.fromkeys(listed if name == KIND else situation.unlike(ref, listed))
    regions = situation.vocabulary.regions
    entries = []
    values = {v: None for v in values if _can_be(situation, term, v)}
    for value in sorted(values, key=lambda v: (v if isinstance(v, Decimal) else 0, str(v))):
        outcomes = situation.outcomes({ref: value})
        text = regions[str(value)].name if name == PLACE else show(value, term) or "无"
        entries.append(Answer(text, outcomes, conclude(outcomes)))
    return tuple(entries)


def _can_be(situation: Situation, term: Term, value: Value) -> bool:
    """Whether an answer is none that intake would ask back: a service held and asked for, beds that the kind cannot have,
    a town without residential care in which the applicant has it.
    """
    vocabulary, application = situation.vocabulary, situation.application
    matter = vocabulary.matters[application.matter]
    if term.yes_no:
        return not asks_twice(matter, value) and not omits_itself(matter, value, _counted(application, TOWN_COUNT))
    if term.label == IN_TOWN:
        return not omits_itself(matter, _counted(application, SERVICES), value)
    named = vocabulary.terms.get(value) if isinstance(value, str) and term.datatype == "category" else None
    kind = counting(application.facts.get(("机构", KIND), ()), application.received)
    return named is None or kind is None or kind.value not in named.not_of


def _counted(application: Application, key: FactKey) -> Value | None:
    """What a fact is when the application is received."""
    observation = counting(application.facts.get(key, ()), application.received)
    return None if observation is None else observation.value


def _comes_out(situation: Situation, atom: Atom, ref: FactRef, value: Value) -> bool:
    """Whether a comparison could be made after an answer: the other figure may be one that it may not be compared with."""
    if not isinstance(atom, ir.Compare) or not atom.pairs:
        return True
    return not asked_figures(atom.pairs, situation.context_after(frozenset([(ref, value)])).counting)


def ranked_missing(
    missing: Sequence[MissingFact],
    questions: Sequence[MissingFact],
    references: Mapping[tuple[str, str, str], FactRef],
    situation: Situation,
    context: FactContext,
) -> list[MissingFact]:
    """The missing facts with what each answer leaves open, first what decides most: the fact of which every answer
    closes the most open outcomes. questions: what is asked of documents, with its answers; it stands first among equals.
    references: how the rules refer to a fact, by term, subject and period.
    """
    now = len(situation.now)
    ranked = []
    for entry in (*questions, *missing):
        ref = references.get((entry.fact, entry.of, entry.period))
        # Of a value that lacks its date alone, no other value is an answer; what no open rule reads decides nothing.
        options = entry.answers
        if options is None:
            silent = ref is None or ref[2] == ASKED_AT or not entry.asked_by
            options = () if silent or ref is None else answers(situation, ref, context)
        closes = min((now - len(a.possible) for a in options), default=0)
        ranked.append(replace(entry, answers=options, closes=closes))
    return most_closing_first(ranked, now)


def most_closing_first(entries: Iterable[MissingFact], now: int) -> list[MissingFact]:
    """Missing facts with their answers, first that of which every answer closes the most of the outcomes open now."""

    def closing(entry: MissingFact) -> tuple[int, int]:
        closed = [now - len(a.possible) for a in entry.answers or ()]
        return -min(closed, default=0), -max(closed, default=0)

    return sorted(entries, key=closing)

"""Counterfactuals (semantics §9): the fewest changed facts that reach a better outcome, each re-run before it is shown.

Only facts that a deciding rule reads, or an exemption that could defeat it, are tried; each by its least step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.interpreter.boundaries import facts_of, turning_values
from reasoner.interpreter.interpret import FALSE, TRUE, FactContext, FactRef, evaluate
from reasoner.interpreter.outcome import conclude
from reasoner.interpreter.rules import RuleResult
from reasoner.interpreter.situation import Changes, Situation
from reasoner.model.application import Value, show
from reasoner.model.kinds import RANK, Outcome, Power
from reasoner.model.rule_base import Readable
from reasoner.model.verdict import Answer, Change, ChangedFact, MissingFact
from reasoner.plausible import impossible

MOST_TOGETHER: Final = 3
"""More than three facts changed at once is no advice that a person could act on."""

_ENOUGH: Final = (
    Outcome.EXEMPT,
    Outcome.PRIORITY,
    Outcome.MAY_PROCEED,
    Outcome.OUT_OF_FORCE,
    Outcome.NOT_REGULATED,
    Outcome.UNDETERMINED,
)

BY: Final = {
    "申请人": Power.APPLICANT,
    "区域": Power.REGION,
    "有权机关": Power.AUTHORITY,
    "不可改变": Power.NOBODY,
}
_POWERS: Final = tuple(Power)

Step = tuple[FactRef, Value]
"""A fact and the value that it would have to have."""


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
    if outcome in _ENOUGH:
        return ()
    single = list(_candidates(situation, rules, deciding, context))
    reaching: list[tuple[frozenset[Step], Outcome]] = []
    for size in range(1, MOST_TOGETHER + 1):
        for chosen in combinations(single, size):
            together = frozenset(chosen)
            if len({key for key, _ in chosen}) < size or any(smaller <= together for smaller, _ in reaching):
                continue
            reached = situation.outcome(dict(chosen))
            if _better(reached, outcome) and _possible(situation, dict(chosen), readable):
                reaching.append((together, reached))
    offers = _one_per_place([_offer(situation, chosen, reached, context) for chosen, reached in reaching])
    return tuple(sorted(offers, key=lambda o: (_POWERS.index(o.by), len(o.facts), RANK[o.outcome])))


def _possible(situation: Situation, steps: Changes, readable: Readable) -> bool:
    """Whether the changed facts can stand together; those that are not changed were looked at before.

    Figures that no rule on the matter can read stand in no verdict: they say nothing here.
    """
    changed = situation.changed(steps)
    keys = [(subject, term) for role, term, _ in steps if (subject := changed.subject(role)) is not None]
    observations = ((key, changed.facts.get(key)) for key in readable.keys({**changed.roles, **changed.apart}))
    known = {key: observed for key, observed in observations if observed is not None}
    return not impossible(replace(changed, facts=known), situation.vocabulary, keys)


def _one_per_place(offers: list[Change]) -> list[Change]:
    """Several places that would do are one offer: the first of them, the others under `or`."""
    kept: dict[tuple[Outcome, int], Change] = {}
    for index, offer in enumerate(offers):
        if [f.fact for f in offer.facts] != ["所在地"]:
            kept[offer.outcome, index] = offer
            continue
        first = kept.get((offer.outcome, -1))
        others = () if first is None else (*first.others, offer.facts[0].after)
        kept[offer.outcome, -1] = offer if first is None else replace(first, others=others)
    return list(kept.values())


def _better(reached: Outcome, outcome: Outcome) -> bool:
    return reached in RANK and RANK[reached] > RANK[outcome]


def _candidates(
    situation: Situation, rules: list[RuleResult], deciding: Iterable[RuleResult], context: FactContext
) -> Iterator[Step]:
    """Single changes that turn a deciding rule, or an exemption of its document."""
    blocking = list(deciding)
    documents = {r.norm.document for r in blocking}
    turning = [
        *blocking,
        *(r for r in rules if _exempts(r) and r.status is not TRUE and r.norm.document in documents),
    ]
    tried: set[Step] = set()
    for rule in turning:
        for cond in (rule.norm.scope, rule.norm.condition):
            if _exempts(rule) and evaluate(cond, context).status is TRUE:
                continue  # this part of the exemption is met already
            for key in dict.fromkeys(facts_of(cond)):
                for value in _values(situation, cond, key, context):
                    step = (key, value)
                    if step in tried or not _differs(key, value, context) or not _turns(situation, rule, step):
                        continue
                    tried.add(step)
                    yield step
                    if key[1] == "类型":
                        break  # kinds that do the same are one suggestion


def _exempts(rule: RuleResult) -> bool:
    return rule.norm.effect is Effect.EXEMPT


def _values(situation: Situation, cond: ir.Cond, key: FactRef, context: FactContext) -> Iterator[Value]:
    role, name, _ = key
    vocabulary = situation.vocabulary
    if name == "所在地":
        prefecture = situation.application.roles.get("全市")
        here = situation.application.roles.get(role)
        counties = [r.code for r in vocabulary.regions.values() if r.parent == prefecture and r.level == "county"]
        yield from (c for c in sorted(counties) if c != here)
        return
    term = vocabulary.facts[name]
    if name == "类型":
        yield from vocabulary.matters[situation.application.matter].members
    else:
        yield from turning_values(cond, key, term, context)


def _differs(key: FactRef, value: Value, context: FactContext) -> bool:
    observation = context.observations.get(key)
    return observation is None or observation.value != value


def _turns(situation: Situation, rule: RuleResult, step: Step) -> bool:
    """Whether the step alone turns the rule the right way; an exemption of several facts may need others beside it."""
    status = situation.status_after(rule.norm, dict([step]))
    if _exempts(rule):
        return status is TRUE or len({*facts_of(rule.norm.scope), *facts_of(rule.norm.condition)}) > 1
    return status is FALSE


def _offer(situation: Situation, chosen: frozenset[Step], reached: Outcome, context: FactContext) -> Change:
    facts = tuple(
        _changed_fact(situation, ref, value, context) for ref, value in sorted(chosen, key=lambda c: c[0][:2])
    )
    return Change(facts, reached, max((f.by for f in facts), key=_POWERS.index))


def _changed_fact(situation: Situation, ref: FactRef, value: Value, context: FactContext) -> ChangedFact:
    role, name, period = ref
    term = situation.vocabulary.facts[name]
    observation = context.observations.get(ref)
    if name == "所在地":
        regions, here = situation.vocabulary.regions, situation.application.roles.get(role)
        before, after, of = regions[here].name if here else None, regions[str(value)].name, "机构"
    else:
        before = None if observation is None or observation.value is None else show(observation.value, term)
        after, of = show(value, term) or "无", context.name_of(role, situation.application.subject(role))
    by = BY.get(term.changed_by, Power.NOBODY)
    return ChangedFact(fact=name, of=of, before=before or "无", after=after, by=by, role=role, period=period or "")


def answers(situation: Situation, ref: FactRef, context: FactContext) -> tuple[Answer, ...]:
    """For an unknown fact: what would still be possible after each answer that makes a difference."""
    name = ref[1]
    term = situation.vocabulary.facts[name]
    values: dict[Value, None] = {}
    for index in situation.readers.get(situation.key(ref[0], name), ()):
        norm = situation.norms[index]
        for cond in (norm.scope, norm.condition):
            values |= dict.fromkeys(_values(situation, cond, ref, context))
    regions = situation.vocabulary.regions
    entries = []
    for value in sorted(values, key=lambda v: (v if isinstance(v, Decimal) else 0, str(v))):
        outcomes = situation.outcomes({ref: value})
        text = regions[str(value)].name if name == "所在地" else show(value, term) or "无"
        entries.append(Answer(text, outcomes, conclude(outcomes)))
    return tuple(entries)


def ranked_missing(
    missing: Sequence[MissingFact],
    references: Mapping[tuple[str, str, str], FactRef],
    situation: Situation,
    context: FactContext,
) -> list[MissingFact]:
    """The missing facts with what each answer leaves open, first what decides most: the fact of which every answer
    closes the most open outcomes. references: how the rules refer to a fact, by term, subject and period.
    """
    now = len(situation.outcomes({}))
    ranked = []
    for entry in missing:
        ref = references.get((entry.fact, entry.of, entry.period))
        options = () if ref is None else answers(situation, ref, context)
        closed = [now - len(a.possible) for a in options]
        ranked.append((-min(closed, default=0), -max(closed, default=0), entry, options))
    ranked.sort(key=lambda r: r[:2])
    return [replace(entry, answers=options, closes=-least) for least, _, entry, options in ranked]

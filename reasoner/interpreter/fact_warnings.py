"""Warnings about the facts a verdict used: old ones, ones that could not be used on the day, doubtful ledger values."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl import ir
from policy_dsl.numerals import period_words
from reasoner.interpreter.fact_context import FactContext
from reasoner.interpreter.likeness import figures_in_order, pair_kind
from reasoner.model.application import FactKey, counting, period_end, show
from reasoner.model.kinds import Origin
from reasoner.model.messages import WARNINGS
from reasoner.model.proof import FactFields

STALE_YEARS = 2
HELD: FactKey = ("机构", "已定点")
"""The services for which the institution is contracted."""
CONDITIONS: FactKey = ("机构", "符合定点条件")
"""The finding of the agency on the conditions that these documents do not set."""


def fact_warnings(context: FactContext) -> list[str]:
    """A sentence for each used fact that is over two years old, undated where a period matters, too new, or uncertain in the ledger."""
    warnings = []
    limit = f"{int(context.day[:4]) - STALE_YEARS:04d}{context.day[4:]}"
    for (role, label, period), node in context.nodes.items():
        observation = context.observations[role, label, period]
        name = f"{node.of}的{label}"
        if observation is not None:
            if observation.as_at and period is None and period_end(observation.as_at) < limit:
                warnings.append(WARNINGS["stale"].format(fact=name, as_at=observation.as_at))
            if period is not None and not observation.as_at and observation.value is not None:
                warnings.append(WARNINGS["undated"].format(fact=name, period=period_words(period)))
            warnings += ledger_warnings(name, node, context.day)
            continue
        subject = context.application.subject(role)
        if subject is not None:
            kind = "too_new" if period is None else "other_period"
            named = "" if period is None else period_words(period)
            term = context.vocabulary.facts[label]
            for unused in context.application.facts.get((subject, label), ()):
                value = show(unused.value, term)
                warnings.append(
                    WARNINGS[kind].format(fact=name, value=value, as_at=unused.as_at, day=context.day, period=named)
                )
    return [*warnings, *_pair_warnings(context)]


def _pair_warnings(context: FactContext) -> Iterator[str]:
    """A sentence for each pair of figures that were compared as of different days or undated, or may not be compared."""
    for pair in dict.fromkeys(context.pairs):
        a, b = context.counting(pair.a), context.counting(pair.b)
        kind = pair_kind(pair.likeness, a, b)
        if a is None or b is None or not kind:
            continue
        (one, first), (two, second) = figures_in_order(pair, a, b)
        yield WARNINGS[kind].format(
            fact=_named(one, context),
            as_at=period_words(first.as_at) if first.as_at else "",
            other=_named(two, context),
            other_as_at=period_words(second.as_at) if second.as_at else "",
            likeness=pair.likeness,
        )


def _named(fact: ir.Fact, context: FactContext) -> str:
    return f"{context.read(fact)[1].of}的{fact.term}"


def input_warnings(context: FactContext) -> list[str]:
    """What is to be said of facts whether or not a rule reads them: 是 alone where several services may be meant, a service
    held that is asked for, and conditions that were found not to be met.
    """
    facts, matter = context.application.facts, context.application.matter
    asked, warnings = context.vocabulary.matters.get(matter), []
    held = counting(facts.get(HELD, ()), context.day)
    if held is not None and asked is not None and context.vocabulary.facts[HELD[1]].yes_no:
        if held.value is True:
            kind = "bare_yes" if asked.adds_to else "bare_unknown"
            warnings.append(WARNINGS[kind].format(fact=HELD[1], matter=matter, meant=asked.adds_to))
        elif isinstance(held.value, tuple) and asked.adds_to:
            same = [v for v in asked.adds if v in held.value]
            warnings += [WARNINGS["asked_twice"].format(fact=HELD[1], matter=matter, value=v) for v in same]
    conditions = counting(facts.get(CONDITIONS, ()), context.day)
    if conditions is not None and conditions.value is False:
        warnings.append(WARNINGS["conditions"])
    return warnings


def ledger_warnings(name: str, fact: FactFields, day: str) -> Iterator[str]:
    """What is to be said of a used value from the bureau's ledger that nobody confirmed, or whose time is over on the day.

    `name` is the fact as people call it.
    """
    if fact.origin is not Origin.LEDGER:
        return
    if not fact.confirmed_by:
        yield WARNINGS["unconfirmed"].format(fact=name)
    if fact.valid_until and fact.valid_until < day:
        yield WARNINGS["expired"].format(fact=name, until=fact.valid_until, day=day)

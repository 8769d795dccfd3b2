"""Warnings about the facts a verdict used: old ones, ones that could not be used on the day, doubtful ledger values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_dsl import ir
from policy_dsl.numerals import period_words
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.interpreter.determining_organs import COUNTS, status_of
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.likeness import figures_in_order, pair_kind
from reasoner.model.application import FactKey, Observation, counting, period_end, show
from reasoner.model.kinds import AuthorityStatus, Origin
from reasoner.model.messages import NO_ORGAN, UNDATED, WARNINGS
from reasoner.model.proof import AuthorityBasis, FactFields

STALE_YEARS = 2
HELD: FactKey = ("机构", "已定点")
"""The services for which the institution is contracted."""
CONDITIONS: FactKey = ("机构", "符合定点条件")
"""The finding of the agency on the conditions that these documents do not set."""


def fact_warnings(context: FactContext) -> list[str]:
    """A sentence for each used fact that is over two years old, undated where a period matters, too new, or uncertain in the ledger."""
    warnings: list[str] = []
    limit = f"{int(context.day[:4]) - STALE_YEARS:04d}{context.day[4:]}"
    application, facts = context.application, context.application.facts
    for ref, node in context.nodes.items():
        role, label, period = ref
        subject = application.subject(role)
        given = () if subject is None else facts.get((subject, label), ())
        if not given or subject is None:
            continue  # what was not given is neither old nor doubtful
        observation = context.observations[ref]
        name = f"{node.of}的{label}"
        if observation is not None:
            if observation.as_at and period is None and period_end(observation.as_at) < limit:
                warnings.append(WARNINGS["stale"].format(fact=name, as_at=observation.as_at))
            if period is not None and not observation.as_at and observation.value is not None:
                warnings.append(WARNINGS["undated"].format(fact=name, period=period_words(period)))
            if node.origin is Origin.LEDGER:
                warnings += ledger_warnings(name, node, context.day)
        if node.authority is not None:
            warnings += authority_warnings(context, role, name, node)
        if observation is not None:
            continue
        if node.authority is None or not _determined(context, subject, label):
            kind = "too_new" if period is None else "other_period"
            named = "" if period is None else period_words(period)
            term = context.vocabulary.facts[label]
            for unused in given:
                value = show(unused.value, term)
                warnings.append(
                    WARNINGS[kind].format(fact=name, value=value, as_at=unused.as_at, day=context.day, period=named)
                )
    return [*warnings, *_pair_warnings(context)]


def _pair_warnings(context: FactContext) -> Iterator[str]:
    """A sentence for each pair of figures that were compared as of different days or undated, or may not be compared."""
    kinds: dict[ir.Pair, tuple[str, Observation, Observation]] = {}
    for pair in context.pairs:
        a, b = context.counting(pair.a), context.counting(pair.b)
        if a is None or b is None:
            continue
        kind = pair_kind(pair.likeness, a, b)
        if kind:
            kinds[pair] = kind, a, b
    for pair, (kind, a, b) in kinds.items():
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
    term, warnings = context.vocabulary.matters.get(matter), []
    contracts = counting(facts.get(HELD, ()), context.day)
    if contracts is not None and term is not None and context.vocabulary.facts[HELD[1]].yes_no:
        if contracts.value is True:
            kind = "bare_yes" if term.adds_to else "bare_unknown"
            warnings.append(WARNINGS[kind].format(fact=HELD[1], matter=matter, meant=term.adds_to))
        elif isinstance(contracts.value, tuple) and term.adds_to:
            same = [v for v in term.adds if v in contracts.value]
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


def authority_warnings(context: FactContext, role: str, name: str, node: FactFields) -> Iterator[str]:
    """What is to be said of the determinations of a fact: used ones without an organ, and those by another's organ."""
    term, subject = context.vocabulary.facts[node.fact], context.application.subject(role)
    if node.authority is None or subject is None:
        return
    if node.value is not None and node.standing is AuthorityStatus.UNSTATED:
        yield WARNINGS["organ_unstated"].format(fact=name)
    place = context.place_of(subject)
    given = context.application.facts.get((subject, node.fact), ())
    settling = [o for o in given if status_of(term, o, place, context.vocabulary) in (*COUNTS, None)]
    by_then = [o for o in settling if not o.as_at or period_end(o.as_at) <= context.day]
    yield from superseded(name, term, counting(by_then, context.day), by_then)
    for made in context.application.facts.get((subject, node.fact), ()):
        status = status_of(term, made, place, context.vocabulary)
        if status in COUNTS or status is None or (made.as_at and period_end(made.as_at) > context.day):
            continue
        yield unused_determination(name, status, made.provenance.determined_by, node.authority, context.vocabulary)


def superseded(name: str, term: Term, counted: Observation | None, made: Iterable[Observation]) -> Iterator[str]:
    """That of two determinations of one thing the later counts, where the earlier says something else."""
    if counted is None or counted.value is None:
        return
    for other in made:
        if other.value is not None and other.value != counted.value:
            yield WARNINGS["superseded"].format(
                fact=name, later=_by(counted), value=show(counted.value, term), earlier=_by(other), other=show(other.value, term)
            )  # fmt: skip


def _by(made: Observation) -> str:
    """By whom and when a determination was made."""
    return ("、".join(made.provenance.determined_by) or NO_ORGAN) + (made.as_at or UNDATED)


def unused_determination(
    fact: str, status: AuthorityStatus, made_by: tuple[str, ...], authority: AuthorityBasis, vocabulary: Vocabulary
) -> str:
    """Why a determination does not settle a fact: by another organ, a department, an organ of another place."""
    organs = [vocabulary.organs.get(name) for name in made_by]
    if status is AuthorityStatus.EXCLUDED:
        kind = "organ_named" if authority.clause else "organ_elsewhere"
    else:
        kind = "organ_internal" if all(o is not None and o.within for o in organs) else "organ_other"
    words = {"fact": fact, "organs": "、".join(made_by), "authority": "、".join(authority.organs) or authority.agent}
    return WARNINGS[kind].format(clause=authority.clause, **words)


def _determined(context: FactContext, subject: str, label: str) -> bool:
    """Whether a fact was determined by the day, only by organs whose determination does not settle it."""
    given = context.application.facts.get((subject, label), ())
    return counting(given, context.day) is not None

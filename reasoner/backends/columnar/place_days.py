"""What a place is on a day, before any application is looked at: words of what reads the place alone, the integers between
which a number makes a comparison true, and how the documents stand.

Figures count as the interpreter has them: the latest whose period has ended, like with like, by the organ whose it is.
Days between which nothing changes share one row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.reading import PLAN
from reasoner.backends.columnar.asked_facts import AskedLeaf, asked_leaf
from reasoner.backends.columnar.compile_plan import OWN, linear
from reasoner.backends.columnar.kleene import FALSE, TRUE, UNKNOWN, Truth, every, truth
from reasoner.backends.columnar.plan import Number, Plan
from reasoner.backends.columnar.words import packed
from reasoner.interpreter.contradictory_figures import contradictions_in, without
from reasoner.interpreter.document_force import ForceStatus, force_on, law_days
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.likeness import asked_figures
from reasoner.interpreter.turning_points import atoms
from reasoner.model.application import Application, Observation, SharedFacts, period_end
from reasoner.model.consistency import Excess
from reasoner.model.place_binding import DOCUMENT, ROLES, city_of
from reasoner.model.rule_base import OF_DOCUMENTS, RuleBase

LARGEST: Final = 1 << 62
"""Beyond any number of an application: these have at most 18 digits."""
NEVER: Final = (1, 0)
"""Integers between which none lies."""
OUT: Final = (ForceStatus.NOT_YET, ForceStatus.ENDED, ForceStatus.DENIED)
"""How a document stands that is certainly not in force."""
_OPERATOR: Final = {
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "eq": lambda a, b: a == b,
}
_TURNED: Final[dict[str, str]] = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge", "eq": "eq"}

_Used = tuple[frozenset[int], frozenset[int], frozenset[ir.Cond]]
_DEAD: Final = AskedLeaf(TRUE, False, ())
"""Of a condition that no document reads that may be in force."""

Between = tuple[int, int] | None
"""The integers (both included) for which a comparison is true; None where it is unknown whatever the number."""


class Place(NamedTuple):
    """Where applications lie: a region, what words for places mean there, and for what matters figures count so there."""

    region: str
    roles: Mapping[str, str | None]
    matters: tuple[str, ...]


class DocumentStanding(NamedTuple):
    """Whether a document is in force; open_end: its period has ended, and nothing is recorded of what follows."""

    document: str
    force: ForceStatus
    open_end: bool


class Standings(NamedTuple):
    """How the documents looked at stand on a day; many places share it."""

    of_place: tuple[str, ...]
    """The ids of the documents held for the place."""
    plans: tuple[str, ...]
    """Those of the plans of its city."""
    documents: tuple[DocumentStanding, ...]
    """The documents looked at."""


class PlaceDays(NamedTuple):
    """A place over some days, in which nothing changes."""

    first: str
    """The first of the days; empty: from the beginning."""
    standings: Standings
    words: tuple[int, ...]
    between: tuple[Between, ...]
    leaves: tuple[AskedLeaf, ...] = ()
    """What is asked for, for each of `Plan.leaves`; nothing where that is not wanted."""


def place_days(
    base: RuleBase, plan: Plan, place: Place, facts: SharedFacts, days: tuple[str, str], as_of: str | None, *,
    asking: bool = False,
) -> Iterator[PlaceDays]:  # fmt: skip
    """A place over the days of receipt of applications, each stretch in which nothing changes once.

    facts: what is held of regions, towns and documents. days: the first and the last day. as_of: the day on which all are judged;
    then days of receipt differ only in what transitional rules leave to former rules.
    """
    matter = place.matters[0]
    application = Application("", matter, days[0], place.region, place.roles, facts)
    application = without(application, contradictions_in(base, application))
    held_there = base.held_for(place.region)
    documents = [d for d in held_there if d.id in plan.documents]
    city = place.roles.get("本统筹区")
    beside = base.beside(place.region)
    turns = [days[0], *turning_days(plan, place, application, beside, days)]
    before: PlaceDays | None = None
    used: dict[frozenset[str], _Used] = {}
    for turn in turns:
        day, received = as_of or turn, replace(application, received=turn)
        context = FactContext(application, base.vocabulary, day, law_days(base, received, day), supposed=True)
        standings = Standings(
            tuple(d.id for d in held_there),
            tuple(d.id for d in documents if d.kind == PLAN and d.region == city),
            tuple(_standing(d, day, received, base, beside) for d in documents),
        )
        live = frozenset(s.document for s in standings.documents if s.force not in OUT)
        slots, comparisons, conditions = used.get(live) or used.setdefault(live, _used(plan, live))
        numbers = tuple(between(n, context) if index in comparisons else NEVER for index, n in enumerate(plan.numbers))
        leaves = tuple(
            _asked(plan, leaf, numbers, context) if leaf in conditions else _DEAD for leaf in plan.leaves if asking
        )
        now = PlaceDays("", standings, _words(plan, context, slots), numbers, leaves)
        if now != before:
            yield now._replace(first="" if turn == turns[0] else turn)
            before = now


def variants(base: RuleBase, region: str, roles: Mapping[str, str | None], facts: SharedFacts) -> Sequence[Place]:
    """A place for each group of matters on which the same figures contradict each other there."""
    groups: dict[tuple[Excess, ...], list[str]] = {}
    for matter in base.vocabulary.matters:
        application = Application("", matter, "", region, roles, facts)
        groups.setdefault(tuple(contradictions_in(base, application)), []).append(matter)
    return [Place(region, roles, tuple(matters)) for matters in groups.values()]


def turning_days(
    plan: Plan, place: Place, application: Application, beside: Sequence[Document], days: tuple[str, str]
) -> list[str]:
    """The days on which something may change, in their order: a figure counts from the day on which its period ends, one
    of a plan from the first of its period, a determination from when it was made, until the day after it ends.
    """
    first, last = days
    subjects = {place.roles.get(role) for role in ROLES}
    read = {fact.term for slot in plan.slots for cond in slot.place for fact in ir.facts_read(cond)}
    read |= {fact.term for number in plan.numbers for fact in ir.facts_read(number.condition)}
    own = {(s, t) for s in subjects if s is not None for t in read} | {
        (DOCUMENT + d.id, t) for d in beside for t in OF_DOCUMENTS
    }
    turns: set[str] = set()
    for key in own:
        for made in application.facts.get(key, ()):
            turns.update(_turns_of(made))
    for document in beside:
        turns.update(_turns_of_document(document))
    for leaf in plan.leaves:
        turns.update(_turns_of_period(leaf) if isinstance(leaf, ir.During) else ())
    return sorted(day for day in turns if first < day <= last)


def every_turn(base: RuleBase, facts: SharedFacts) -> list[str]:
    """Every day on which something may change anywhere, in their order."""
    turns: set[str] = set()
    for observations in facts.values():
        for made in observations:
            turns.update(_turns_of(made))
    for document in base.every:
        turns.update(_turns_of_document(document))
        for norm in document.all_norms:
            turns.update(() if norm.period is None else _turns_of_period(norm.period))
    return sorted(turns)


def _turns_of(made: Observation) -> Iterator[str]:
    if made.as_at:
        yield period_end(made.as_at)
        yield f"{made.as_at}-01-01"[:10]
    if made.starts:
        yield made.starts
    if made.ends:
        yield _after(made.ends)


def _turns_of_document(document: Document) -> Iterator[str]:
    yield f"{document.year}-01-01"
    if document.starts:
        yield document.starts
    if document.ends:
        yield _after(document.ends)
    if document.repealed is not None:
        yield document.repealed.on


def _turns_of_period(period: ir.During) -> Iterator[str]:
    if period.begins:
        yield period.begins
    if period.ends:
        yield _after(period.ends)


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(1)).isoformat()


def _standing(
    document: Document, day: str, application: Application, base: RuleBase, beside: Iterable[Document]
) -> DocumentStanding:
    force = force_on(document, day, application, base.vocabulary, beside)
    return DocumentStanding(document.id, force.status, force.open_end)


def _words(plan: Plan, context: FactContext, slots: Collection[int]) -> tuple[int, ...]:
    """The words of a place on a day; of other slots than these nothing is possible."""
    if not slots:
        return packed([FALSE] * len(plan.slots))
    truths = [
        every(place_truth(cond, context) for cond in slot.place) if index in slots else FALSE
        for index, slot in enumerate(plan.slots)
    ]
    return packed(truths)


def _used(plan: Plan, live: Collection[str]) -> _Used:
    """The slots, comparisons and conditions of the rules of documents that may be in force."""
    rules = [rule for _, own in plan.rules for rule in own if rule.norm.document in live]
    slots = frozenset(part.slot for rule in rules for part in rule.parts if part.slot is not None)
    comparisons = frozenset(number for slot in slots for number, _ in plan.slots[slot].numbers)
    norms = {rule.norm.id: rule.norm for rule in rules}
    return slots, comparisons, frozenset(leaf for n in norms.values() for leaf in atoms(n.condition))


def _asked(plan: Plan, leaf: ir.Cond, numbers: Sequence[Between], context: FactContext) -> AskedLeaf:
    """What a place leaves of a condition at a leaf."""
    for number, turn in zip(plan.numbers, numbers, strict=True):
        if number.condition == leaf:
            return asked_leaf(leaf, without_number(number, turn), turn is None, context)
    truth_ = place_truth(leaf, context)
    return asked_leaf(leaf, truth_, truth_ == UNKNOWN, context)


def without_number(number: Number, turn: Between) -> Truth:
    """What a comparison comes to where its number is not known: its least may settle it."""
    if turn is None or not number.settled_by_least:
        return UNKNOWN
    least_is_so = turn[0] <= number.least <= turn[1]
    return UNKNOWN if least_is_so is not number.above else TRUE if number.above else FALSE


def place_truth(cond: ir.Cond, context: FactContext) -> Truth:
    """What a condition that reads the place alone comes to."""
    return truth(cond, lambda leaf: _leaf(leaf, context))


def _leaf(cond: ir.Cond, context: FactContext) -> Truth:
    match cond:
        case ir.Within(subject, values):
            place = context.application.roles.get(subject)
            return UNKNOWN if place is None else TRUE if place in values else FALSE
        case ir.Holds(fact):
            value = context.look_up(fact)
            return UNKNOWN if value is None else TRUE if value is True else FALSE
        case ir.OneOf(fact, values):
            value = context.look_up(fact)
            return UNKNOWN if value is None else TRUE if value in values else FALSE
        case ir.Contains(fact, one):
            value = context.look_up(fact)
            return UNKNOWN if not isinstance(value, tuple) else TRUE if one in value else FALSE
        case ir.During(document):
            return TRUE if cond.covers(context.law_day(document)) else FALSE
        case ir.Compare():
            gap = _gap(cond, context, None)
            return UNKNOWN if gap is None else TRUE if _OPERATOR[cond.op](gap[0], 0) else FALSE
        case _:
            return UNKNOWN


def _gap(cond: ir.Compare, context: FactContext, but: str | None) -> tuple[Fraction, Fraction] | None:
    """Left less right, but for one number of the application, and the factor of that; None where something is not known, or
    two figures are not like each other.
    """
    if cond.pairs and asked_figures(cond.pairs, context.counting):
        return None
    constant, terms = _less(cond)
    # Numerator and denominator by themselves: a fraction for each product and sum is reduced each time.
    over, under = constant.numerator, constant.denominator
    factor = Fraction(0)
    for fact, times in terms:
        if fact.subject in OWN and fact.term == but:
            factor += times
            continue
        value = context.look_up(fact)
        if value is None or isinstance(value, bool | str | tuple):
            return None
        n, d = value.as_integer_ratio()
        n, d = n * times.numerator, d * times.denominator
        over, under = (over + n, under) if d == under else (over * d + n * under, under * d)
    return Fraction(over, under), factor


@lru_cache(maxsize=1024)
def _less(cond: ir.Compare) -> tuple[Fraction, tuple[tuple[ir.Fact, Fraction], ...]]:
    """Left less right: the constant, and the facts with their factors."""
    rest = Fraction(0)
    terms: list[tuple[ir.Fact, Fraction]] = []
    for side, sign in ((cond.left, 1), (cond.right, -1)):
        facts, constant = linear(side)
        rest += sign * Fraction(constant)
        terms += [(fact, sign * Fraction(times)) for fact, times in facts]
    return rest, tuple(terms)


def between(number: Number, context: FactContext) -> Between:
    """The integers for which a comparison is true at a place on a day."""
    gap = _gap(number.condition, context, number.fact)
    if gap is None:
        return None
    rest, factor = gap
    turn = -rest / factor
    op = number.condition.op if factor > 0 else _TURNED[number.condition.op]
    match op:
        case "gt":
            return _bounded(floor(turn) + 1), LARGEST
        case "ge":
            return _bounded(ceil(turn)), LARGEST
        case "lt":
            return -LARGEST, _bounded(ceil(turn) - 1)
        case "le":
            return -LARGEST, _bounded(floor(turn))
        case _:
            return (_bounded(int(turn)), _bounded(int(turn))) if turn.denominator == 1 else NEVER


def _bounded(turn: int) -> int:
    """A turn that no number reaches lies just beyond all of them."""
    return max(-LARGEST, min(LARGEST, turn))


def matter_groups(of_places: Sequence[Sequence[Place]], matters: Mapping[str, int]) -> tuple[int, Mapping[str, int]]:
    """The fewest groups of matters of which every place takes each together, and the group of each matter."""
    group: dict[tuple[int, ...], int] = {}
    by_matter: dict[str, int] = {}
    for matter in matters:
        key = tuple(next(i for i, p in enumerate(places) if matter in p.matters) for places in of_places)
        by_matter[matter] = group.setdefault(key, len(group))
    return len(group), by_matter


def day_numbers(stretches: Sequence[PlaceDays], days: tuple[date, date]) -> Iterable[tuple[tuple[int, int], PlaceDays]]:
    """Each stretch with the numbers of its first day and of the day behind its last."""
    first, last = days
    starts = [0 if not s.first else (date.fromisoformat(s.first) - first).days for s in stretches]
    ends = [*starts[1:], (last - first).days + 1]
    return zip(zip(starts, ends, strict=True), stretches, strict=True)


def supposed_places(base: RuleBase) -> Iterator[tuple[str, Mapping[str, str | None]]]:
    """Where a row may lie of which no place is known: each region with documents, and what words for places mean there."""
    for region in sorted({d.region for d in base.documents.values()}):
        city = city_of(base.vocabulary, region)
        yield region, {**dict.fromkeys(ROLES), "申请": "申请", "机构": "机构", "全市": city, "本统筹区": city}

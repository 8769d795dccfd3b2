"""From a model to an application that a person would know: plain figures, ordinary names, the form of CONTRACT §1."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

import msgspec
from msgspec.structs import replace

from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.analysis.application_form import (
    ApplicationForm,
    Facility,
    FormValue,
    StatedDetermination,
    StatedFigure,
    UnusualFact,
)
from reasoner.analysis.solver_cases import HELD, Case
from reasoner.analysis.typical_facts import services_of
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.fact_variables import FactVar
from reasoner.backends.smt.place_variables import Place
from reasoner.interpreter.condition_evaluation import FactRef
from reasoner.interpreter.determining_organs import Whereabouts, authority_over, competent_organs
from reasoner.model.application import Value, period_end, show
from reasoner.model.messages import NOT_CLAIMED
from reasoner.model.place_binding import divisions_among
from reasoner.model.rule_base import DOCUMENT_FORCE

SOURCE: Final = "比较用假设"
TOWN: Final = "某镇"

Given = Mapping[FactRef, Value | None]
"""Values of facts; None is unknown."""

_OWN: Final = ("申请", "机构")
"""Whose facts are always told: without them nobody can picture the applicant."""


class HypotheticalApplication(msgspec.Struct, frozen=True):
    """An application that nobody made."""

    form: ApplicationForm
    """The application."""
    here: Place
    """Where the institution lies."""
    there: Place
    """Where the second side looks."""
    unusual: tuple[UnusualFact, ...]
    """Its facts that are not as usual."""

    def by(self, kind: str, number: int) -> HypotheticalApplication:
        """The same by another kind of institution that the rules cannot tell apart, numbered."""
        form = self.form
        facility = replace(form.facility, name=f"某{kind}", kind=kind)
        return replace(self, form=replace(form, id=f"{form.matter}-{kind}-{number}", facility=facility))


def application_of(
    case: Case, unusual: Sequence[str], values: t.Values, goals: Sequence[t.Term], source: str = SOURCE
) -> HypotheticalApplication:
    """The application of a model, with plain figures and without facts that decide nothing; `goals` go on holding.

    unusual: the names of the variables that are not as usual. source: what its figures name as their source.
    """
    model = _Model(case, values, goals)
    for fact in 2 * case.read:  # what is made plain first may become plainer beside what is plain by then
        if fact.numeric and model.values.get(f"{fact.name}?") and case.usual_value(fact) != fact.take(model.values):
            _plainest(case, fact, model)
    for fact in case.read:
        if fact.name in unusual:
            _likeliest(fact, model, services_of(case.kind, case.matter.vocabulary))
    for fact in case.read:
        if fact.name not in unusual and fact.key[0] not in _OWN:
            model.put({f"{fact.name}?": False})
    here, there = case.here.chosen(model.values), case.there.chosen(model.values)
    given = {fact.key: fact.take(model.values) for fact in case.read}
    force = tuple(_supposed_force(case, (here, there), source))
    facts = (
        *_unusual_facts(case, unusual, here, there, given),
        *(UnusualFact(DOCUMENT_FORCE, f.of, show(f.value, None)) for f in force if f.value is False),
    )
    return HypotheticalApplication(_form(case, here, given, source, force), here, there, facts)


def _supposed_force(case: Case, places: Iterable[Place], source: str) -> Iterator[StatedDetermination]:
    """What a model supposes of documents of unknown force that can reach such an institution, as their issuers say it."""
    day = case.matter.day
    there = {d.id for p in places for d in p.documents}
    for document in case.matter.uncertain:
        if document.id not in there or not any(side.may_reach(document) for side in (case.a, case.b)):
            continue
        issuers = document.issuers
        yield StatedDetermination(
            fact=DOCUMENT_FORCE,
            of=document.title,
            value=document.id not in case.matter.a.without,
            authority=issuers if len(issuers) > 1 else issuers[0],
            day=day,
            starts=day,
            ends=day,
            evidence=source,
        )


class _Model:
    """Values of all variables for which the case is plausible and the goals hold; it changes only to another such model."""

    def __init__(self, case: Case, values: t.Values, goals: Sequence[t.Term]) -> None:
        case.formulas.add(goals)
        self._formulas = case.formulas
        self._required = case.formulas.conjuncts((case.plain, *goals))
        self.values = dict(values)
        self._truths = self._formulas.truths(self.values)
        self._holds = all(self._truths[place] for place in self._required)

    def put(self, changes: t.Values) -> bool:
        """Change some variables where everything goes on holding; whether it does."""
        if not self._holds:
            return False
        tried = {**self.values, **changes}
        truths = self._formulas.changed(self._truths, tried, changes, self._required)
        if truths is None:
            return False
        self.values, self._truths = tried, truths
        return True


def _unusual_facts(
    case: Case, unusual: Sequence[str], here: Place, there: Place, given: Given
) -> Iterator[UnusualFact]:
    names = {f.name: f for f in case.read}
    vocabulary = case.matter.vocabulary
    for name in unusual:
        fact = names.get(name)
        if fact is not None:
            value = given[fact.key]
            unclaimed = value in ("", ()) and fact.term.burden
            words = "尚未查明" if value is None else NOT_CLAIMED if unclaimed else show(value, fact.term)
            yield UnusualFact(fact.term.label, _whose(vocabulary, here, fact.key[0]), words)
        elif name == case.here.name:
            yield UnusualFact("所在地", "机构", vocabulary.regions[here.code].name)
        else:
            yield UnusualFact("所在地", case.matter.b.name, vocabulary.regions[there.code].name)


def _whose(vocabulary: Vocabulary, here: Place, role: str) -> str:
    """Whose fact it is, as an application names it."""
    if role in _OWN:
        return role
    return TOWN if role == "所在镇街" else _subject(vocabulary, here, role)


# --- plain figures ----------------------------------------------------------------------------------------


def _plainest(case: Case, fact: FactVar, model: _Model) -> None:
    """Put the roundest value of a number with which everything goes on holding."""
    value, usual = fact.take(model.values), case.usual_value(fact)
    assert isinstance(value, Decimal)
    for candidate in _candidates(value, usual if isinstance(usual, Decimal) else None, fact):
        try:
            changes = fact.put(candidate)
        except ValueError:  # finer than the fact is
            continue
        if model.put(changes):
            return


_LEVELS: Final = ("市级", "省级", "国家级", "区县级")
"""Projects in the order in which bureaus meet them."""


def _likeliest(fact: FactVar, model: _Model, services: Container[str]) -> None:
    """One value of several rather than many, the commonest first; of services none at all first, then those that the kind may
    hold.
    """
    if fact.term.multiple:
        if fact.key == HELD and model.put(fact.put(())):
            return
        for value in sorted(
            fact.values, key=lambda v: _LEVELS.index(v) if v in _LEVELS else len(_LEVELS) + (v not in services)
        ):
            if model.put(fact.put((value,))):
                return


def _candidates(value: Decimal, usual: Decimal | None, fact: FactVar) -> Iterator[Decimal]:
    """Round values, those near the usual one first, then ever finer ones near the value of the model."""
    if fact.term.datatype == "ratio":
        near = usual if usual is not None else value
        fives = sorted((Decimal(n) / 20 for n in range(-20, 41)), key=lambda v: (abs(v - near), v))
        yield from (v for v in fives if v != near)
        steps = [Decimal("0.01"), Decimal("0.001"), Decimal("0.0001")]
    else:
        if usual is not None:
            factors = ("1.25", "0.75", "1.5", "0.5", "2", "3", "5", "10", "0.25", "0.1", "0", "1.1", "0.9")
            yield from (v for f in factors if (v := usual * Decimal(f)) == v.to_integral_value())
        if not usual:
            yield from map(Decimal, (1, 2, 5, 10, 100))
        size = max(0, value.adjusted())
        steps = [Decimal(1).scaleb(size - digits) for digits in range(min(size, 4) + 1)]
    for step in steps:
        for rounding in (ROUND_FLOOR, ROUND_CEILING):
            yield (value / step).to_integral_value(rounding) * step


# --- the application --------------------------------------------------------------------------------------


def _form(case: Case, here: Place, given: Given, source: str, force: Sequence[StatedDetermination]) -> ApplicationForm:
    vocabulary, day = case.matter.vocabulary, case.matter.day
    as_at = _as_at(day, [p for _, _, p in given if p is not None])
    own: dict[str, FormValue] = {}
    top: dict[str, FormValue] = {}
    # Two words may mean one place: then their fact is one, too.
    figures: dict[StatedFigure, None] = {}
    determinations: dict[StatedDetermination, None] = {}
    for (role, label, period), value in given.items():
        term = vocabulary.facts[label]
        if value in (False, "", ()) if term.burden else value is None:
            continue  # what is not said counts as not claimed; of other facts, as unknown
        written = _written(value, show(value, term))
        if role in ("申请", "机构"):
            (top if role == "申请" else own)[label] = written
            continue
        if role == "所在镇街":
            own["镇街"] = TOWN
        of = _whose(vocabulary, here, role)
        if term.provider == "有权机关认定":
            determination = StatedDetermination(
                fact=label,
                of=of,
                value=written,
                authority=_organ(vocabulary, term, here.roles.get(role) or here.code),
                day=as_at,
                evidence=source,
            )
            determinations[determination] = None
        else:
            figures[StatedFigure(of, label, written, period or as_at, source)] = None
    return ApplicationForm(
        id="",
        matter=case.matter.name,
        received=day,
        facility=Facility(f"某{case.kind}", case.kind, place_name(vocabulary, here.code), own),
        facts=top,
        figures=tuple(figures),
        determinations=(*determinations, *force),
    )


def _written(value: Value | None, words: str) -> FormValue:
    """A value as people write it in a form; `words` are the value as they read it."""
    if value is None:
        return "不详"
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return value if len(value) > 1 else value[0] if value else "无"
    if isinstance(value, Decimal) and not words.endswith("%"):
        return int(value) if value == value.to_integral_value() else plain(value)
    return words


def _organ(vocabulary: Vocabulary, term: Term, place: str) -> str:
    """The organ whose determination of a fact counts there: of several the highest; its bearer where none is known."""
    code = place if place in vocabulary.regions else ""
    authority = authority_over(term, code, vocabulary)
    organs = () if authority is None else competent_organs(authority, Whereabouts(code), vocabulary)
    return organs[0] if organs else term.authority


def _subject(vocabulary: Vocabulary, here: Place, role: str) -> str:
    code = here.roles[role]
    assert code is not None
    return place_name(vocabulary, code)


def place_name(vocabulary: Vocabulary, code: str) -> str:
    """The name of a place where it means this place alone, else its code."""
    name = vocabulary.regions[code].name
    return name if [r.code for r in divisions_among(vocabulary.find_regions(name))] == [code] else code


def _as_at(day: str, periods: Sequence[str]) -> str:
    """The day of which figures without a period are: later than every period that has ended by then."""
    before = _month_before(day)
    return day if any(before <= period_end(p) for p in periods) else before


def _month_before(day: str) -> str:
    """The last day of the month before a day."""
    return (date.fromisoformat(day).replace(day=1) - timedelta(days=1)).isoformat()


class Disagreement(AssertionError):
    """The interpreter does not judge a witness as the solver said: one of the two engines is wrong."""

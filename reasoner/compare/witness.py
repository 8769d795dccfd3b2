"""From a model to an application that a person would know: plain figures, ordinary names, and the JSON of CONTRACT §1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final, NamedTuple

from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.smt import terms as t
from reasoner.backends.smt.facts import FactVar
from reasoner.backends.smt.places import Place
from reasoner.compare.cases import Case
from reasoner.interpreter.interpret import FactRef
from reasoner.model.application import Value, period_end, show
from reasoner.model.messages import NOT_CLAIMED

SOURCE: Final = "比较用假设"
TOWN: Final = "某镇"

Given = Mapping[FactKey, Value | None]
"""Values of facts; None is unknown."""

_OWN: Final = ("申请", "机构")
"""Whose facts are always told: without them nobody can picture the applicant."""


class Unusual(NamedTuple):
    """A fact that is not as usual, of whom, and its value as people read it. The place at which the second side looks is
    所在地 of that side.
    """

    fact: str
    of: str
    value: str


@dataclass(frozen=True, slots=True)
class Witness:
    """An application as plain data, where it lies, where the second side looks, and its unusual facts."""

    application: dict[str, Any]
    here: Place
    there: Place
    unusual: tuple[Unusual, ...]

    def of(self, kind: str, number: int) -> Witness:
        """The same by another kind of institution that the rules cannot tell apart, numbered."""
        data = self.application
        name = f"{data['事项']}-{kind}-{number}"
        facility = {**data["机构"], "名称": f"某{kind}", "类型": kind}
        return replace(self, application={**data, "编号": name, "机构": facility})


def witness(case: Case, unusual: Sequence[str], values: t.Values, goals: Sequence[t.Term]) -> Witness:
    """The application of a model, with plain figures and without facts that decide nothing; `goals` go on holding."""
    model = _Model(case, values, goals)
    for fact in 2 * case.read:  # what is made plain first may become plainer beside what is plain by then
        if fact.numeric and model.values.get(f"{fact.name}?") and case.usual_value(fact) != fact.take(model.values):
            _plainest(case, fact, model)
    for fact in case.read:
        if fact.name in unusual:
            _likeliest(fact, model)
    for fact in case.read:
        if fact.name not in unusual and fact.key[0] not in _OWN:
            model.put({f"{fact.name}?": False})
    found = model.values
    here, there = case.here.chosen(found), case.there.chosen(found)
    given = {fact.key: fact.take(found) for fact in case.read}
    told = tuple(_told(case, unusual, here, there, given))
    return Witness(_application(case, here, given), here, there, told)


class _Model:
    """Values of all variables for which the case is plausible and the goals hold; it changes only to another such model."""

    def __init__(self, case: Case, values: t.Values, goals: Sequence[t.Term]) -> None:
        case.formulas.add(goals)
        self._formulas, self._wanted = case.formulas, (case.plain, *goals)
        self.values = dict(values)
        self._truths = self._formulas.truths(self.values)

    def put(self, changes: t.Values) -> bool:
        """Change some variables where everything goes on holding; whether it does."""
        tried = {**self.values, **changes}
        truths = self._formulas.changed(self._truths, tried, changes)
        if not all(self._formulas.holds(term, truths) for term in self._wanted):
            return False
        self.values, self._truths = tried, truths
        return True


def _told(case: Case, unusual: Sequence[str], here: Place, there: Place, given: Given) -> Iterator[Unusual]:
    names = {f.name: f for f in case.read}
    vocabulary = case.matter.vocabulary
    for name in unusual:
        fact = names.get(name)
        if fact is not None:
            value = given[fact.key]
            shown = "尚未查明" if value is None else NOT_CLAIMED if value in ("", ()) else show(value, fact.term)
            yield Unusual(fact.term.label, _whose(vocabulary, here, fact.key[0]), shown)
        elif name == case.here.name:
            yield Unusual("所在地", "机构", vocabulary.regions[here.code].name)
        else:
            yield Unusual("所在地", case.matter.b.name, vocabulary.regions[there.code].name)


def _whose(vocabulary: Vocabulary, here: Place, role: str) -> str:
    """Whose fact it is, as an application names it."""
    if role in _OWN:
        return role
    return TOWN if role == "所在镇街" else _subject(vocabulary, here, role)


# --- plain figures ----------------------------------------------------------------------------------------


def _plainest(case: Case, fact: FactVar, model: _Model) -> None:
    """Put the roundest value of a number with which everything goes on holding."""
    found, usual = fact.take(model.values), case.usual_value(fact)
    assert isinstance(found, Decimal)
    for candidate in _candidates(found, usual if isinstance(usual, Decimal) else None, fact):
        try:
            changes = fact.put(candidate)
        except ValueError:  # finer than the fact is
            continue
        if model.put(changes):
            return


_LEVELS: Final = ("市级", "省级", "国家级", "区县级")
"""Projects in the order in which bureaus meet them."""


def _likeliest(fact: FactVar, model: _Model) -> None:
    """One value of several rather than many, the commonest first."""
    if fact.term.multiple:
        for value in sorted(fact.values, key=lambda v: _LEVELS.index(v) if v in _LEVELS else len(_LEVELS)):
            if model.put(fact.put((value,))):
                return


def _candidates(found: Decimal, usual: Decimal | None, fact: FactVar) -> Iterator[Decimal]:
    if fact.term.datatype == "ratio":
        near = usual if usual is not None else found
        fives = sorted((Decimal(n) / 20 for n in range(-20, 41)), key=lambda v: (abs(v - near), v))
        yield from (v for v in fives if v != near)
        steps = [Decimal("0.01"), Decimal("0.001"), Decimal("0.0001")]
    else:
        if usual is not None:
            factors = ("1.25", "0.75", "1.5", "0.5", "2", "3", "5", "10", "0.25", "0.1", "0", "1.1", "0.9")
            yield from (v for f in factors if (v := usual * Decimal(f)) == v.to_integral_value())
        if not usual:
            yield from map(Decimal, (1, 2, 5, 10, 100))
        size = max(0, found.adjusted())
        steps = [Decimal(1).scaleb(size - digits) for digits in range(min(size, 4) + 1)]
    for step in steps:
        for rounding in (ROUND_FLOOR, ROUND_CEILING):
            yield (found / step).to_integral_value(rounding) * step


# --- the application --------------------------------------------------------------------------------------


def _application(case: Case, here: Place, given: Given) -> dict[str, Any]:
    vocabulary, day = case.matter.vocabulary, case.matter.day
    as_at = _as_at(day, [p for _, _, p in given if p is not None])
    facility: dict[str, Any] = {
        "名称": f"某{case.kind}",
        "类型": case.kind,
        "所在地": place_name(vocabulary, here.code),
    }
    top: dict[str, Any] = {}
    figures: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for (role, label, period), value in given.items():
        term = vocabulary.facts[label]
        if value in (False, "", ()) if term.burden else value is None:
            continue  # what is not said counts as not claimed; of other facts, as unknown
        shown = _plain(value, show(value, term))
        if role in ("申请", "机构"):
            (top if role == "申请" else facility)[label] = shown
            continue
        if role == "所在镇街":
            facility["镇街"] = TOWN
        subject = _whose(vocabulary, here, role)
        if term.provider == "有权机关认定":
            agent = {"机关": term.authority} if term.authority else {}
            entry = {"事项": label, "对象": subject, "结论": shown, **agent, "日期": as_at, "依据": SOURCE}
            found.append(entry)
        else:
            figures.append({"地区": subject, "名称": label, "数值": shown, "时点": period or as_at, "来源": SOURCE})
    data = {"编号": "", "事项": case.matter.name, "日期": day, "机构": facility, **top}
    # Two words may mean one place: then their fact is one, too.
    if figures:
        data["指标"] = _once(figures)
    if found:
        data["认定"] = _once(found)
    return data


def _once(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for entry in entries:
        if entry not in kept:
            kept.append(entry)
    return kept


def _plain(value: Value | None, shown: str) -> bool | int | str | list[str]:
    if value is None:
        return "不详"
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return list(value) if len(value) > 1 else value[0] if value else "无"
    if isinstance(value, Decimal) and not shown.endswith("%"):
        return int(value) if value == value.to_integral_value() else plain(value)
    return shown


def _subject(vocabulary: Vocabulary, here: Place, role: str) -> str:
    code = here.roles[role]
    assert code is not None
    return place_name(vocabulary, code)


def place_name(vocabulary: Vocabulary, code: str) -> str:
    """The name of a place where it means this place alone, else its code."""
    name = vocabulary.regions[code].name
    found = vocabulary.find_regions(name)
    # As intake reads it: an area named like the one county in it is that county.
    divisions = [r for r in found if r.level != "area"] or list(found)
    return name if [r.code for r in divisions] == [code] else code


def _as_at(day: str, periods: Sequence[str]) -> str:
    """The day of which figures without a period are: later than every period that has ended by then."""
    before = _month_before(day)
    return day if any(before <= period_end(p) for p in periods) else before


def _month_before(day: str) -> str:
    """The last day of the month before a day."""
    return (date.fromisoformat(day).replace(day=1) - timedelta(days=1)).isoformat()

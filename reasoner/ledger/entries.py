"""The bureau's own ledger of indicators and determinations: value, date, source, who confirmed it, until when.

Applications draw on it; a value that a verdict froze stands in its `given` like any other, and its provenance says that it
came from the ledger, who confirmed it and how long it holds. `warnings` and the proof checker both read it there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.intake.application_parser import Reader
from reasoner.intake.diagnostics_collector import Complaints, Enough, Unreadable, joined, step
from reasoner.intake.item_schemas import DETERMINATIONS, INDICATORS, PartialKey, Place, Reads, is_object, partial_keys
from reasoner.intake.provenance import CONFIRMED_BY
from reasoner.model.application import Application, FactKey, Facts, LayeredFacts, Observation, SharedFacts, show
from reasoner.model.place_binding import DOCUMENT
from reasoner.model.place_binding import TOWN as TOWN_KEY
from reasoner.model.rule_base import RuleBase

_FORMS: Final = {"指标": INDICATORS, "认定": DETERMINATIONS}
_NO_NAME: Final = frozenset("(),（），")


class LedgerEntry(msgspec.Struct, frozen=True):
    """One value of the ledger."""

    key: FactKey
    """Subject and term of the fact."""
    observation: Observation
    """The value with its day; its provenance says who confirmed it, until when, and where the ledger has it from."""
    where: str
    """Its place in the ledger, for messages."""

    def state(self, day: str, limit: str) -> str:
        """Whether it is confirmed, past its time, or older than two years (its period before `limit`) on a day."""
        provenance, as_at = self.observation.provenance, self.observation.as_at
        states = [] if provenance.confirmed_by else ["未确认"]
        states += ["已过有效期"] if provenance.valid_until and provenance.valid_until < day else []
        states += ["超过两年"] if as_at and as_at[:10] < limit[: len(as_at)] else []
        return "、".join(states) or "有效"


class LedgerReading(msgspec.Struct, frozen=True):
    """A ledger read as far as it can be believed."""

    entries: tuple[LedgerEntry, ...]
    """Its values, without those of facts of which it says something faulty."""
    faults: tuple[Diagnostic, ...] = ()
    """Every fault."""
    faulty: Mapping[PartialKey, str] = {}
    """The facts of which it says something faulty, as far as they can be read, each with the place of a fault."""


Owned = Callable[[Sequence[str]], Sequence[Collection[Place] | None]]
"""Which entries are faulty, by list and index, for places of faults; None where that cannot be known."""


def read_ledger(
    data: object,
    name: str,
    faults: Sequence[Diagnostic],
    reader: Reader,
    applications: Iterable[Application],
    owned: Owned,
    named: Callable[[Sequence[Diagnostic]], Iterable[Diagnostic]] = tuple,
) -> LedgerReading:
    """The entries of a ledger, and what is wrong with others; `named` names places as the form of the file does.

    Raises Faults with every fault where one is of no entry.
    """
    complaints = Complaints(name, faults)
    ledger: list[LedgerEntry] = []
    keys: dict[Place, PartialKey] = {}
    with suppress(Enough):
        ledger += _entries(data, name, complaints, reader, applications, keys)
    listed = complaints.listed()
    if not listed:
        return LedgerReading(tuple(ledger))
    faulty: dict[PartialKey, str] = {}
    for fault, items in zip(listed, owned([f.where for f in listed]), strict=True):
        if items is None or any(item not in keys for item in items):
            raise Faults(named(listed))
        where = next((f.where for f in named([fault])), fault.where)
        for item in items:
            faulty.setdefault(keys[item], where)
    sound = tuple(e for e in ledger if not any(partial in faulty for partial in partial_keys(e.key)))
    return LedgerReading(sound, tuple(named(listed)), faulty)


def _entries(
    data: object,
    name: str,
    complaints: Complaints,
    reader: Reader,
    applications: Iterable[Application],
    keys: dict[Place, PartialKey],
) -> Iterator[LedgerEntry]:
    lists: object = {"指标": data} if isinstance(data, list) else data
    if not is_object(lists) or not (lists.get("指标") or lists.get("认定")):
        complaints.add(
            "", Unreadable("S130", "台账里没有指标,也没有认定", allowed='{"指标": […], "认定": […]},或同样表头的表格')
        )
        return
    towns = _towns(lists.get("认定"), applications)
    places: dict[tuple[FactKey, str], str] = {}
    for section, form in _FORMS.items():
        for entry in reader.entries(form, lists.get(section) or [], section, complaints, towns, keys):
            place = f"{section}[{entry.place[1]}]"
            confirmed_by = entry.observation.provenance.confirmed_by
            if set(confirmed_by) & _NO_NAME:
                bad = Unreadable("S130", f"确认人「{confirmed_by}」含有括号或逗号", hint="只写姓名")
                complaints.add(step(place, CONFIRMED_BY), bad)
            first = places.setdefault((entry.key, entry.observation.as_at), place)
            if first != place:
                bad = Unreadable("F131", f"「{entry.key[1]}」同一时点在 {first} 已有一项", hint="只留一个")
                complaints.add(place, bad)
            yield LedgerEntry(entry.key, entry.observation, f"{name}: {place}")


def _towns(determined: object, applications: Iterable[Application]) -> dict[str, frozenset[str]]:
    """Where the towns lie: those of the applications, and every other name that the ledger determines something of."""
    towns: dict[str, frozenset[str]] = {}
    for application in applications:
        town = application.roles.get("所在镇街")
        if town:
            name = town.removeprefix(TOWN_KEY)
            towns[name] = towns.get(name, frozenset()) | {application.region or ""}
    for item in determined if isinstance(determined, list) else ():
        about = item.get("对象") if is_object(item) else None
        if isinstance(about, str):
            towns.setdefault(" ".join(about.split()), frozenset(("",)))
    return towns


class Clashes(NamedTuple):
    """Where an application differs from the ledger."""

    own: tuple[Diagnostic, ...]
    """In what it says itself."""
    of_lists: Mapping[FactKey, Diagnostic]
    """By fact in the lists of its file; they concern it only where its verdict can read the fact."""

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """All of them."""
        return (*self.own, *self.of_lists.values())

    def concerning(self, application: Application, reads: Reads) -> tuple[Diagnostic, ...]:
        """Those that concern the verdict on an application. reads: which of some facts it can read."""
        touched = reads(application, self.of_lists.keys()) if self.of_lists else ()
        return (*self.own, *(self.of_lists[key] for key in touched))


class Ledger:
    """The entries of a ledger by city and 镇街, drawn into applications.

    What the applications of one file and one city draw is one mapping for all of them; only what an application has of its
    own for the same fact is joined anew.
    """

    def __init__(self, ledger: Iterable[LedgerEntry], base: RuleBase) -> None:
        self._base = base
        self._of_documents: list[LedgerEntry] = []
        self._of_regions: list[LedgerEntry] = []
        self._by_town: dict[str, list[LedgerEntry]] = {}
        for entry in ledger:
            subject = entry.key[0]
            if subject.startswith(TOWN_KEY):
                self._by_town.setdefault(subject, []).append(entry)
            else:
                (self._of_documents if subject.startswith(DOCUMENT) else self._of_regions).append(entry)
        self._by_city: dict[str | None, dict[FactKey, list[LedgerEntry]]] = {}
        self._below: dict[tuple[str | None, int], tuple[Facts, SharedFacts]] = {}
        self._clashing: dict[
            tuple[str | None, int], tuple[Facts, Mapping[FactKey, tuple[LedgerEntry, Observation]]]
        ] = {}

    def clashes(self, application: Application) -> Clashes:
        """Where what an application says differs from what the ledger holds for its city on the same 时点 (S131)."""
        own, shared = _layers(application.facts)
        of_city = self._entries_of(application.roles.get("全市"))
        of_lists = self._clashing_lists(application, shared, of_city)
        faults = [f for key in own.keys() & of_city.keys() for f in self._clashes(application, own[key], of_city[key])]
        by_fact = {k: _clash(application, *pair, self._base) for k, pair in of_lists.items() if k not in own}
        for entry in self._by_town.get(application.roles.get("所在镇街") or "", ()):
            faults += self._clashes(application, own.get(entry.key) or shared.get(entry.key, ()), [entry])
        return Clashes(tuple(faults), by_fact)

    def draw(self, application: Application) -> Application:
        """The application with what the ledger holds for its city.

        The same value for the same 时点 is the ledger's; other dates stand beside it. Whoever draws looks for `clashes` first.
        """
        facts = application.facts
        own, shared = _layers(facts)
        of_city = self._entries_of(application.roles.get("全市"))
        below = self._shared_with(application, shared, of_city)
        merged = {key: _merge(own[key], of_city[key]) for key in own.keys() & of_city.keys()}
        for entry in self._by_town.get(application.roles.get("所在镇街") or "", ()):
            before = merged.get(entry.key) or own.get(entry.key) or below.get(entry.key, ())
            merged[entry.key] = _merge(before, [entry])
        return replace(application, facts=LayeredFacts({**own, **merged} if merged else own, below))

    def _entries_of(self, city: str | None) -> dict[FactKey, list[LedgerEntry]]:
        of_city = self._by_city.get(city)
        if of_city is None:
            of_city = self._by_city[city] = {}
            chain = self._base.vocabulary.chain
            inside = (e for e in self._of_regions if city is not None and city in chain(e.key[0]))
            for entry in (*inside, *self._of_documents):
                of_city.setdefault(entry.key, []).append(entry)
        return of_city

    def _shared_with(
        self, application: Application, shared: Facts, of_city: Mapping[FactKey, Sequence[LedgerEntry]]
    ) -> SharedFacts:
        """The figures of a file and those that the ledger holds for a city."""
        key = application.roles.get("全市"), id(shared)
        known = self._below.get(key)
        if known is None:
            below = SharedFacts(shared)
            for fact, of_fact in of_city.items():
                below[fact] = _merge(below.get(fact, ()), of_fact)
            # The mapping of the file is kept beside it, so that no other one can have its identity.
            known = self._below[key] = shared, below
        return known[1]

    def _clashing_lists(
        self, application: Application, shared: Facts, of_city: Mapping[FactKey, Sequence[LedgerEntry]]
    ) -> Mapping[FactKey, tuple[LedgerEntry, Observation]]:
        """By fact a clash of the lists of a file with what the ledger holds for a city."""
        key = application.roles.get("全市"), id(shared)
        known = self._clashing.get(key)
        if known is None:
            pairs = {k: next(_differing(shared[k], of_city[k]), None) for k in of_city.keys() & shared.keys()}
            known = self._clashing[key] = shared, {k: pair for k, pair in pairs.items() if pair is not None}
        return known[1]

    def _clashes(
        self, application: Application, before: Sequence[Observation], of_fact: Iterable[LedgerEntry]
    ) -> Iterator[Diagnostic]:
        return (_clash(application, entry, own, self._base) for entry, own in _differing(before, of_fact))


_NONE: Final[Facts] = {}


def _layers(facts: Facts) -> tuple[Facts, Facts]:
    """What an application has of its own, and what it has from the lists of its file."""
    return (facts.own, facts.below) if isinstance(facts, LayeredFacts) else (facts, _NONE)


def _merge(before: Sequence[Observation], of_fact: Iterable[LedgerEntry]) -> tuple[Observation, ...]:
    by_date = {o.as_at: o for o in before} | {e.observation.as_at: e.observation for e in of_fact}
    return tuple(by_date[as_at] for as_at in sorted(by_date))


def _differing(
    before: Sequence[Observation], of_fact: Iterable[LedgerEntry]
) -> Iterator[tuple[LedgerEntry, Observation]]:
    """The entries that say another value for the same 时点, each with what is said."""
    by_date = {o.as_at: o for o in before}
    for entry in of_fact:
        own = by_date.get(entry.observation.as_at)
        if own is not None and own.value != entry.observation.value:
            yield entry, own


def _clash(application: Application, entry: LedgerEntry, own: Observation, base: RuleBase) -> Diagnostic:
    subject, label = entry.key
    term = base.vocabulary.facts[label]
    region = base.vocabulary.regions.get(subject)
    about = joined(
        [region.name if region is not None else subject.partition(":")[2] or subject, own.as_at or "未写时点"]
    )
    value = show(entry.observation.value, term)
    message = f"「{label}」({about})申请中为{show(own.value, term)},本单位台账为{value}({entry.where})"
    return Diagnostic("S131", application.where or application.id, message, hint="查明哪一个对,改正另一个")

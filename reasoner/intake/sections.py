"""The lists 指标 and 认定: what is known of regions, towns and documents, each item with its date and source."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.intake.characters import printable
from reasoner.intake.determined_period import KEYS, read_period_of
from reasoner.intake.diagnostics_collector import Complaints, Unreadable, joined, step
from reasoner.intake.item_schemas import (
    DETERMINATIONS,
    INDICATORS,
    Entry,
    Form,
    PartialKey,
    Place,
    check_keys,
    items,
    where,
)
from reasoner.intake.organ_names import Issuers, OrganNames
from reasoner.intake.places import Places
from reasoner.intake.provenance import ORGANS, Complain, ProvenanceReader
from reasoner.intake.text_values import is_unknown, is_unproved, read_text, refuse_misleading
from reasoner.intake.usual_names import UsualNames
from reasoner.intake.usual_writing import PLACE, period_as_written, read_value
from reasoner.intake.values import ReadValue, value_reader
from reasoner.model.application import Observation, Provenance, Value, Writing
from reasoner.model.place_binding import DOCUMENT, TOWN

_Terms = Mapping[str, tuple[Term, ReadValue]]

PERIOD_KEYS: Final = frozenset(KEYS)
_OF_PLACES: Final = ("地区", "镇街", "文件")


class Context(NamedTuple):
    """Whom an item of a list may be about, besides regions and documents.

    towns: gives for each 镇街 of the applications of the file the places in which it lies (asked only when needed).
    own: the names of the application that the list belongs to; empty for the lists shared by a file.
    town: the 镇街 of that application. region: the code of the place where its institution lies; empty: not known.
    keys: where to note of which fact each item speaks, faulty or not, as far as that can be read; None: nowhere.
    """

    complaints: Complaints
    sources: ProvenanceReader
    towns: Callable[[], Mapping[str, frozenset[str]]]
    own: frozenset[str] = frozenset()
    town: str = ""
    region: str = ""
    keys: dict[Place, PartialKey] | None = None


class Sections:
    """Reads the lists with the terms of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, places: Places, names: UsualNames, issuers: Issuers) -> None:
        self._places, self._names = places, names
        self._organs = OrganNames(vocabulary, issuers) if vocabulary.data.organ_kinds else None
        self._facts = vocabulary.facts
        readers = {t.label: (t, value_reader(t)) for t in self._facts.values()}
        self._terms = {
            INDICATORS.what: {n: r for n, r in readers.items() if r[0].subject in _OF_PLACES},
            DETERMINATIONS.what: {n: r for n, r in readers.items() if r[0].datatype == "boolean" or r[0].yes_no},
        }

    @property
    def indicator_names(self) -> Collection[str]:
        """The names that 指标.名称 may take."""
        return self._terms[INDICATORS.what].keys()

    def read(self, form: Form, raw: object, path: str, context: Context) -> Iterator[Entry]:
        """The entries of a list; all faults of an item are noted, and an item with a fault is left out."""
        terms = self._terms[form.what]
        for index, item in items(raw, path, context.complaints):
            entry = self._entry(form, terms, item, (path, index), context)
            if entry is not None:
                yield entry

    def _entry(
        self, form: Form, terms: _Terms, item: Mapping[str, object], place: Place, context: Context
    ) -> Entry | None:
        complaints = context.complaints
        before = complaints.count
        check_keys(item, form, place, complaints)
        get = item.get
        name, about, when = get(form.name), get(form.about), get(form.when)
        known: tuple[Term, ReadValue] | None = None
        subject: str | None = None
        value: Value | None = None
        as_at = ""
        written: tuple[Writing, ...] = ()
        when_written: tuple[Writing, ...] = ()

        def complain(key: str, bad: Unreadable) -> None:
            complaints.add(step(where(place), key), bad)

        # A block for each field: a fault in one must not hide those of the others.
        try:
            if name is not None:
                known = self._term(name, terms, form.what)
        except Unreadable as bad:
            complain(form.name, bad)
        try:
            if about is not None and known is not None:
                subject = self._subject(about, known[0], context)
            elif about is not None and form is INDICATORS:
                # Whatever the indicator, this names a region; what a determination is about depends on its matter.
                self._places.region(about)
        except Unreadable as bad:
            complain(form.about, bad)
        if context.keys is not None:
            context.keys[place] = self._whose(about) if known is None else subject, known and known[0].label
        try:
            if known is not None:
                value, written = read_value(known[1], get(form.value), known[0], self._names)
        except Unreadable as bad:
            complain(form.value, bad)
        try:
            if not is_unknown(when):
                as_at, when_written = period_as_written(when)
        except Unreadable as bad:
            complain(form.when, bad)
        provenance = context.sources.read(item, complain)
        starts, ends = "", ""
        if form is DETERMINATIONS and known is not None and not PERIOD_KEYS.isdisjoint(item):
            starts, ends = read_period_of(item, known[0], self._facts, complain)
        if provenance.determined_by and subject is not None:
            provenance = self._by_full_names(provenance, subject, context, complain)
        if complaints.count > before or known is None or subject is None:
            return None
        claimed = value is None and is_unproved(get(form.value))
        written += when_written
        if known[0].subject == "地区":
            written += self._places.writing(about, PLACE)
        observation = Observation(value, as_at, provenance, starts, ends, claimed, written)
        return Entry((subject, known[0].label), observation, place)

    def _whose(self, about: object) -> str | None:
        """The region or document that an item is about whose fact cannot be read; None where it may be another thing."""
        for read, before in ((self._places.region, ""), (self._places.document, DOCUMENT)):
            with suppress(Unreadable):
                return before + read(about)
        return None

    def _by_full_names(self, provenance: Provenance, subject: str, context: Context, complain: Complain) -> Provenance:
        """The provenance with the full names of the organs that made a determination."""
        if self._organs is None:
            return provenance
        document = subject.removeprefix(DOCUMENT) if subject.startswith(DOCUMENT) else ""
        region = "" if document else subject if self._places.is_region(subject) else context.region
        names: list[str] = []
        for name in (n for joint in provenance.determined_by for n in joint.split("、") if n):
            try:
                names += self._organs.read(name, region, document)
            except Unreadable as bad:
                complain(ORGANS, bad)
        return replace(provenance, determined_by=tuple(sorted({*names})))

    def _term(self, raw: object, known: _Terms, what: str) -> tuple[Term, ReadValue]:
        if type(raw) is str and raw in known:
            return known[raw]
        name = read_text(raw)
        if name not in known:
            raise self._unknown_term(name, known, what)
        return known[name]

    def _unknown_term(self, name: str, known: Iterable[str], what: str) -> Unreadable:
        term = self._facts.get(name)
        if term is None:
            refuse_misleading(name, known)
            return Unreadable(
                "F116", f"没有{what}「{printable(name)}」", allowed=joined(known), spelling=name, known=known
            )
        if what == "指标":
            where = "「机构」之下" if term.subject == "机构" else "申请一级"
            return Unreadable("F116", f"「{name}」不是地区的指标", allowed=joined(known), hint=f"写在{where}")
        return Unreadable("F116", f"「{name}」不是是非判断,不能认定", allowed=joined(known), hint="数值写入「指标」")

    def _subject(self, raw: object, term: Term, context: Context) -> str:
        """The subject key of 地区 or 对象; which kinds of things are looked for depends on the term."""
        kind = term.subject
        if kind == "地区":
            try:
                return self._places.region(raw)
            except Unreadable as bad:
                town = self._town(raw, context) if bad.code == "F118" else None
                if town is None:
                    raise
                return town
        if kind == "文件":
            return DOCUMENT + self._places.document(raw)
        name = read_text(raw)
        if kind == "镇街":
            town = self._town(raw, context)
            if town is None:
                known = sorted(context.towns())
                message = f"本文件的申请中没有镇街「{printable(name)}」"
                raise Unreadable("F133", message, allowed=joined(known), spelling=name, known=known)
            return town
        if name not in context.own:
            hint = "" if context.own else "写入该份申请自己的「认定」"
            message = f"「{term.label}」是对申请机构的认定,对象不能是「{printable(name)}」"
            raise Unreadable("F133", message, allowed=joined(sorted(context.own)), hint=hint)
        return kind

    def _town(self, raw: object, context: Context) -> str | None:
        name = read_text(raw)
        if name == context.town and name:
            return TOWN + name
        lies_in = context.towns().get(name)
        if lies_in is None:
            return None
        if len(lies_in) > 1:
            both = joined(self._places.full_name(c) + name for c in sorted(lies_in))
            raise Unreadable(
                "F119", f"「{printable(name)}」可指 {both}", allowed=both, hint="写入有关申请自己的「认定」"
            )
        return TOWN + name

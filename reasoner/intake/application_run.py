"""The applications of one input, read one after the other into facts; all faults are noted on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from reasoner.intake.characters import printable
from reasoner.intake.checked_applications import Items
from reasoner.intake.contradictions import contradictions
from reasoner.intake.diagnostics_collector import Complaints, Unreadable, joined, step
from reasoner.intake.field_schema import FRAME, LOCATION, NAME, PLACE, TOWN, TYPE, FactReader, Tables
from reasoner.intake.item_schemas import (
    DETERMINATIONS,
    INDICATORS,
    Entry,
    PartialKey,
    Place,
    is_object,
    missing,
    unknown_key,
)
from reasoner.intake.joined_facts import FactTable, Joining
from reasoner.intake.provenance import ProvenanceReader
from reasoner.intake.sections import Context
from reasoner.intake.stated_fact import stated
from reasoner.intake.text_values import is_unknown, is_unproved, read_text
from reasoner.intake.usual_writing import day_as_written
from reasoner.model.application import NOT_GIVEN, Application, LayeredFacts, Observation, SharedFacts, Value
from reasoner.model.place_binding import TOWN as TOWN_KEY

_OF_VERDICTS: Final = frozenset(("application", "outcome", "receipt"))
"""Keys that every verdict has, in every version of its format, and no application."""


def is_verdict(raw: object) -> bool:
    """Whether an item is a verdict of our own, or what `check --json --groups` and tables with faults wrap verdicts in."""
    if not is_object(raw):
        return False
    verdicts = raw.get("verdicts")
    return raw.keys() >= _OF_VERDICTS or (isinstance(verdicts, list) and any(is_verdict(v) for v in verdicts))


def verdict_given() -> Unreadable:
    """A verdict where an application is asked for."""
    return Unreadable(
        "F140",
        "这是研判结果(裁决),不是申请",
        allowed="申请文件:表格、JSON、YAML 或图",
        hint="改给作出这份研判结果的申请文件;要核对研判结果,用 tiaoli verify",
    )


class Run:
    """The reading of one input.

    items: the path and plain data of each application. as_of: the day that stands for a 日期 that is not given.
    """

    def __init__(self, tables: Tables, complaints: Complaints, as_of: str | None, items: Items) -> None:
        self._tables, self._complaints, self._as_of, self._items = tables, complaints, as_of, items
        self._sources = ProvenanceReader()
        self._joining = Joining(tables.terms, tables.places, complaints)
        self.shared_keys: dict[Place, PartialKey] = {}
        """Of which fact each item of the shared lists speaks, faulty or not, as far as that can be read."""
        self.positions: dict[str, Mapping[str, object]] = {}
        """位置 by 编号, of the applications that were read."""

    def share(self, raw: object) -> None:
        """Read the lists 指标 and 认定 that all applications share."""
        if is_object(raw):
            context = Context(self._complaints, self._sources, lambda: self._towns, keys=self.shared_keys)
            self._joining.share(self._sections(raw.get("指标"), raw.get("认定"), "", context))

    @property
    def shared(self) -> SharedFacts:
        """The facts that all applications share."""
        return self._joining.shared

    def leave_out(self, keys: Collection[PartialKey]) -> None:
        """Give no application anything that the shared lists say of some facts."""
        self._joining.leave_out(keys)

    def read(self, items: Iterable[tuple[str, object]]) -> Iterator[Application | None]:
        """Each application; None where it has faults of its own."""
        ids: dict[str, str] = {}
        return (self._application(path, raw, ids) for path, raw in items)

    def _application(self, path: str, raw: object, ids: dict[str, str]) -> Application | None:
        complaints, own = self._complaints, self._tables.own
        before = complaints.count
        if is_verdict(raw):
            complaints.add(path, verdict_given())
            return None
        if not is_object(raw):
            complaints.add(path, Unreadable("F112", f"此处应是一份申请(对象),现为「{printable(raw)}」"))
            return None
        below = path and path + "."
        facts: FactTable = {}
        for key, value in raw.items():
            if key in own:
                self._fact(own[key], value, facts, path)
            elif key not in FRAME:
                elsewhere = self._tables.elsewhere.get(key, "")
                complaints.add(step(path, key), unknown_key(key, self._tables.keys, elsewhere))
        id_ = self._id(raw.get("编号"), path, ids)
        matter, matter_written = self._matter(raw.get("事项"), path)
        received, received_written = self._received(raw.get("日期"), path)
        region = self._facility(raw.get("机构"), facts, below + "机构")
        if matter is not None and TYPE in facts:
            self._check_type(matter, facts[TYPE][0].value, path)
        if "位置" in raw:
            from reasoner.intake.coordinates import check_position

            check_position(raw["位置"], step(path, "位置"), complaints)
            if id_ is not None and is_object(raw["位置"]):
                self.positions[id_] = raw["位置"]
        town = str(facts[TOWN][0].value or "") if TOWN in facts else ""
        if raw.get("指标") is not None or raw.get("认定") is not None:
            called = facts[NAME][0].value if NAME in facts else None
            names = frozenset(("申请", "机构", id_ or "申请", str(called or "机构")))
            context = Context(complaints, self._sources, lambda: self._towns, names, town, region or "")
            self._joining.join(self._sections(raw.get("指标"), raw.get("认定"), below, context), facts)
        if matter is not None and received is not None:
            for key, bad in contradictions(self._tables, matter, facts, received):
                complaints.add(step(path, key), bad)
        if complaints.count > before or id_ is None or matter is None or received is None:
            return None
        roles = self._tables.places.roles(region)
        if town:
            roles = {**roles, "所在镇街": TOWN_KEY + town}
        every = LayeredFacts(facts, self._joining.shared) if self._joining.shared else facts
        return Application(
            id_,
            matter,
            received,
            region,
            roles,
            every,
            received_written,
            complaints.where(path),
            matter_written=matter_written,
        )

    @cached_property
    def _towns(self) -> dict[str, frozenset[str]]:
        """Where each 镇街 of the input lies."""
        towns: dict[str, frozenset[str]] = {}
        for _, raw in self._items:
            facility = raw.get("机构") if is_object(raw) else None
            if is_object(facility) and not is_unknown(_bare(facility.get("镇街"))):
                try:
                    place = _bare(facility.get(LOCATION))
                    lies_in = "" if is_unknown(place) else self._tables.places.location(place)
                    town = read_text(_bare(facility["镇街"]))
                except Unreadable:
                    continue  # noted where that application is read
                towns[town] = towns.get(town, frozenset()) | {lies_in}
        return towns

    def _fact(self, reader: FactReader, raw: object, facts: FactTable, path: str) -> None:
        """Read one fact, bare or with its provenance."""
        if is_object(raw):
            self._stated(reader, raw, facts, step(path, reader.key[1]))
            return
        try:
            value, written = self._tables.read(reader, raw)
            facts[reader.key] = (Observation(value, claimed=value is None and is_unproved(raw), written=written),)
        except Unreadable as bad:
            self._complaints.add(step(path, reader.key[1]), bad)

    def _stated(self, reader: FactReader, raw: Mapping[str, object], facts: FactTable, path: str) -> None:
        def complain(key: str, bad: Unreadable) -> None:
            self._complaints.add(step(path, key) if key else path, bad)

        given = stated(raw, self._sources, complain, boolean=reader.boolean)
        if given is None:
            return
        try:
            value, written = self._tables.read(reader, given.value)
            claimed = value is None and is_unproved(given.value)
            written += given.written
            facts[reader.key] = (Observation(value, given.as_at, given.provenance, claimed=claimed, written=written),)
        except Unreadable as bad:
            complain(given.key, bad)

    def _id(self, raw: object, path: str, ids: dict[str, str]) -> str | None:
        place = step(path, "编号") if path else "编号"
        try:
            if is_unknown(raw):
                raise missing("编号")
            id_ = read_text(raw)
            if id_ in ids:
                raise Unreadable("F132", f"编号「{printable(id_)}」与 {ids[id_]} 相同", hint="每份申请一个编号")
        except Unreadable as bad:
            self._complaints.add(place, bad)
            return None
        ids[id_] = place
        return id_

    def _matter(self, raw: object, path: str) -> tuple[str | None, str]:
        """The matter, and what was written for it where that is something else."""
        matters = self._tables.matters
        if type(raw) is str and raw in matters:
            return raw, ""
        try:
            if is_unknown(raw):
                raise missing("事项", joined(matters))
            name = read_text(raw, matters)
            matter = name if name in matters else self._tables.names.matter(name)
        except Unreadable as bad:
            self._complaints.add(step(path, "事项"), bad)
            return None, ""
        return matter, "" if matter == name else name

    def _received(self, raw: object, path: str) -> tuple[str | None, str]:
        """The day of receipt, and what was written for it where that is something else."""
        try:
            if not is_unknown(raw):
                day, written = day_as_written(raw)
                return day, "".join(w.text for w in written)
            if self._as_of is None:
                raise missing("日期", "写明收到申请的日期,或用 --as-of 指定")
        except Unreadable as bad:
            self._complaints.add(step(path, "日期"), bad)
        return self._as_of, ""

    def _facility(self, raw: object, facts: FactTable, path: str) -> str | None:
        """Read 机构 into the facts; the code of its 所在地, None where that is not known."""
        if is_unknown(raw):
            return None
        if not is_object(raw):
            bad = Unreadable("F112", f"此处应是对象,现为「{printable(raw)}」", hint='写作 {"名称": …, "类型": …}')
            self._complaints.add(path, bad)
            return None
        tables = self._tables
        place: Value | None = None
        for key, value in raw.items():
            reader = tables.facility.get(key)
            if reader is None:
                elsewhere = tables.elsewhere_in_facility.get(key, "")
                self._complaints.add(step(path, key), unknown_key(key, tables.facility_keys, elsewhere))
                continue
            self._fact(reader, value, facts, path)
            if key == LOCATION and PLACE in facts:
                (lies,) = facts[PLACE]
                place = lies.value
                # The region of the application says where it lies; a fact besides it is only where its source is told or it is written otherwise.
                if not lies.as_at and lies.provenance == NOT_GIVEN and not lies.written:
                    del facts[PLACE]
        return place if isinstance(place, str) else None

    def check_institution(self, raw: object, position: object, path: str) -> None:
        """Note the faults of an institution of no application, and of its position."""
        self._facility(raw, {}, path)
        if position is not None:
            from reasoner.intake.coordinates import check_position

            check_position(position, path, self._complaints)

    def _check_type(self, matter: str, kind: object, path: str) -> None:
        matters = self._tables.matters
        members = matters[matter].members
        if not members or kind is None or kind in members:
            return
        may = joined(m.label for m in matters.values() if kind in m.members)
        message = f"「{kind}」不能申请「{matter}」"
        hint = f"「{kind}」可申请:{may}" if may else f"没有「{kind}」可申请的事项"
        bad = Unreadable("F121", message, allowed=f"可申请该事项的机构类型:{joined(members)}", hint=hint)
        self._complaints.add(step(path, "事项"), bad)

    def _sections(self, indicators: object, determinations: object, below: str, context: Context) -> Iterable[Entry]:
        sections = self._tables.sections
        return [
            *sections.read(INDICATORS, indicators, below + "指标", context),
            *sections.read(DETERMINATIONS, determinations, below + "认定", context),
        ]


def _bare(raw: object) -> object:
    """The value of a fact, whether it is written as a bare value or as an object."""
    return raw.get("数值") if is_object(raw) else raw

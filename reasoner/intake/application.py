"""The applications of one input, read one after the other into facts; all faults are noted on the way."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from reasoner.model.application import Application, Observation, Value, show

from .characters import shown
from .complaints import Complaints, Unreadable, joined, step
from .dates import read_day
from .forms import DETERMINATIONS, INDICATORS, Context, Entry, FactKey, missing, unknown_key, where
from .places import TOWN as TOWN_KEY
from .tables import FRAME, LOCATION, NAME, TOWN, TYPE, Tables
from .texts import is_unknown, read_text
from .values import ReadValue

Facts = dict[FactKey, tuple[Observation, ...]]
Entries = dict[tuple[FactKey, str], Entry]
"""Entries by fact and 时点, of which there may be one each."""

_MOST_PERIODS = 400
"""Of one fact: monthly figures of thirty years. Each application holds its own list where it adds to the shared one."""


class Run:
    """The reading of one input.

    items: the path and plain data of each application. as_of: the day that stands for a 日期 that is not given.
    """

    def __init__(
        self, tables: Tables, complaints: Complaints, as_of: str | None, items: Sequence[tuple[str, Any]]
    ) -> None:
        self._tables, self._complaints, self._as_of, self._items = tables, complaints, as_of, items
        self._ids: dict[str, str] = {}
        self._shared: Facts = {}
        self._shared_entries: Entries = {}

    def share(self, raw: dict[str, Any]) -> None:
        """Read the lists 指标 and 认定 that all applications share."""
        context = Context(self._complaints, lambda: self._towns)
        self._shared_entries = self._join(self._sections(raw, "", context), self._shared)

    def application(self, path: str, raw: Any) -> Application | None:
        """One application; None where the input has faults so far."""
        complaints, own = self._complaints, self._tables.own
        if not isinstance(raw, dict):
            complaints.add(path, Unreadable("F112", f"此处应是一份申请(对象),现为「{shown(raw)}」"))
            return None
        below = path and path + "."
        facts: Facts = {}
        for key, value in raw.items():
            if key in own:
                self._fact(own[key], value, facts, path)
            elif key not in FRAME:
                elsewhere = self._tables.elsewhere.get(key, "")
                complaints.add(step(path, key), unknown_key(key, self._tables.keys, elsewhere))
        id_ = self._id(raw.get("编号"), path)
        matter = self._matter(raw.get("事项"), path)
        received = self._received(raw.get("日期"), path)
        region = self._facility(raw.get("机构"), facts, below + "机构")
        if matter is not None and TYPE in facts:
            self._check_type(matter, facts[TYPE][0].value, path)
        if "位置" in raw:
            from .position import check_position

            check_position(raw["位置"], step(path, "位置"), complaints)
        town = str(facts[TOWN][0].value or "") if TOWN in facts else ""
        if raw.get("指标") is not None or raw.get("认定") is not None:
            called = facts[NAME][0].value if NAME in facts else None
            names = frozenset(("申请", "机构", id_ or "申请", str(called or "机构")))
            context = Context(complaints, lambda: self._towns, names, town)
            self._join(self._sections(raw, path, context), facts)
        if complaints or id_ is None or matter is None or received is None:
            return None
        roles = self._tables.places.roles(region)
        if town:
            roles["所在镇街"] = TOWN_KEY + town
        every = ChainMap(facts, self._shared) if self._shared else facts
        return Application(id_, matter, received, region, roles, every, complaints.where(path))

    @cached_property
    def _towns(self) -> dict[str, frozenset[str]]:
        """Where each 镇街 of the input lies."""
        found: dict[str, frozenset[str]] = {}
        for _, raw in self._items:
            facility = raw.get("机构") if isinstance(raw, dict) else None
            if isinstance(facility, dict) and not is_unknown(facility.get("镇街")):
                try:
                    place = facility.get(LOCATION)
                    lies_in = "" if is_unknown(place) else self._tables.places.location(place)
                    town = read_text(facility["镇街"])
                except Unreadable:
                    continue  # noted where that application is read
                found[town] = found.get(town, frozenset()) | {lies_in}
        return found

    def _fact(self, known: tuple[FactKey, ReadValue], raw: Any, facts: Facts, path: str) -> None:
        key, read = known
        try:
            facts[key] = (Observation(read(raw)),)
        except Unreadable as bad:
            self._complaints.add(step(path, key[1]), bad)

    def _id(self, raw: Any, path: str) -> str | None:
        place = step(path, "编号") if path else "编号"
        try:
            if is_unknown(raw):
                raise missing("编号")
            found = read_text(raw)
            if found in self._ids:
                raise Unreadable("F132", f"编号「{shown(found)}」与 {self._ids[found]} 相同", hint="每份申请一个编号")
        except Unreadable as bad:
            self._complaints.add(place, bad)
            return None
        self._ids[found] = place
        return found

    def _matter(self, raw: Any, path: str) -> str | None:
        matters = self._tables.matters
        if type(raw) is str and raw in matters:
            return raw
        try:
            if is_unknown(raw):
                raise missing("事项", joined(matters))
            found = read_text(raw, matters)
            if found not in matters:
                message = f"没有事项「{shown(found)}」"
                raise Unreadable("F115", message, allowed=joined(matters), found=found, known=matters)
        except Unreadable as bad:
            self._complaints.add(step(path, "事项"), bad)
            return None
        return found

    def _received(self, raw: Any, path: str) -> str | None:
        try:
            if not is_unknown(raw):
                return read_day(raw)
            if self._as_of is None:
                raise missing("日期", "写明收到申请的日期,或用 --as-of 指定")
        except Unreadable as bad:
            self._complaints.add(step(path, "日期"), bad)
        return self._as_of

    def _facility(self, raw: Any, facts: Facts, path: str) -> str | None:
        """Read 机构 into the facts; the code of its 所在地, None where that is not known."""
        if is_unknown(raw):
            return None
        if not isinstance(raw, dict):
            bad = Unreadable("F112", f"此处应是对象,现为「{shown(raw)}」", hint='写作 {"名称": …, "类型": …}')
            self._complaints.add(path, bad)
            return None
        tables, region = self._tables, None
        for key, value in raw.items():
            known = tables.facility.get(key)
            if known is not None:
                self._fact(known, value, facts, path)
            elif key != LOCATION:
                elsewhere = tables.elsewhere_in_facility.get(key, "")
                self._complaints.add(step(path, key), unknown_key(key, tables.facility_keys, elsewhere))
            elif not is_unknown(value):
                try:
                    region = tables.places.location(value)
                except Unreadable as bad:
                    self._complaints.add(step(path, key), bad)
        return region

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

    def _sections(self, raw: dict[str, Any], path: str, context: Context) -> Iterable[Entry]:
        sections, below = self._tables.sections, path and path + "."
        return [
            *sections.read(INDICATORS, raw.get("指标"), below + "指标", context),
            *sections.read(DETERMINATIONS, raw.get("认定"), below + "认定", context),
        ]

    def _join(self, entries: Iterable[Entry], facts: Facts) -> Entries:
        """Add entries to the facts; the same fact for the same 时点 twice is a fault (F131), even if equal."""
        known: Entries = {}
        grown: dict[FactKey, dict[str, Observation]] = {}
        for entry in entries:
            key, seen = entry.key, entry.observation
            so_far = grown.get(key)
            if so_far is None:
                before = facts.get(key) or self._shared.get(key)
                if before is None:
                    facts[key] = (seen,)
                    known[key, seen.as_at] = entry
                    continue
                so_far = grown[key] = {o.as_at: o for o in before}
            if seen.as_at in so_far:
                first = known.get((key, seen.as_at)) or self._shared_entries.get((key, seen.as_at))
                bad = self._twice(where(first.place) if first else key[0], so_far[seen.as_at].value, entry)
                self._complaints.add(where(entry.place), bad)
            elif len(so_far) == _MOST_PERIODS:
                message = f"「{key[1]}」({self._tables.places.called(key[0])})的数据过多"
                hint = "只留需要的时点"
                bad = Unreadable("F102", message, allowed=f"至多 {_MOST_PERIODS} 个时点", hint=hint)
                self._complaints.add(where(entry.place), bad)
            else:
                so_far[seen.as_at] = seen
                known[key, seen.as_at] = entry
        for key, observations in grown.items():
            facts[key] = tuple(observations[when] for when in sorted(observations))
        return known

    def _twice(self, given: str, value: Value | None, second: Entry) -> Unreadable:
        subject, label = second.key
        term = self._tables.terms.get(label)
        when = second.observation.as_at or "未写时点"
        message = (
            f"「{label}」({self._tables.places.called(subject)},{when})在「{given}」已给出:{show(value, term)},"
            f"此处又给出:{show(second.observation.value, term)}"
        )
        return Unreadable("F131", message, hint="只留一个;不同日期的数据写明时点")

"""An application in the form that people fill in (CONTRACT §1): typed, and to and from its plain JSON.

The witness of a difference is such an application, so that `tiaoli check` can judge it again.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

FormValue = bool | int | str | tuple[str, ...]
"""A value as a form has it: 是 or 否 as a boolean, a count as a number, 74% as text, several values as a list."""

FormEntry = dict[str, bool | int | str | list[str]]
"""The plain JSON of the institution, of a figure or of a determination."""

FormData = Annotated[
    dict[str, bool | int | str | list[str | FormEntry] | FormEntry],
    msgspec.Meta(extra_json_schema={"$ref": "application.json"}),
]
"""The plain JSON of an application."""

_TOP: Final = ("编号", "事项", "日期", "机构", "指标", "认定")
_OF_FACILITY: Final = ("名称", "类型", "所在地")


class StatedFigure(msgspec.Struct, frozen=True):
    """A figure of a place (指标)."""

    region: str = msgspec.field(name="地区")
    """Whose it is."""
    fact: str = msgspec.field(name="名称")
    """The term, by label."""
    value: FormValue = msgspec.field(name="数值")
    """Its value."""
    as_at: str = msgspec.field(name="时点")
    """The day or period that it speaks of."""
    source: str = msgspec.field(name="来源")
    """Its source in words."""


class StatedDetermination(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an authority determined (认定)."""

    fact: str = msgspec.field(name="事项")
    """The term, by label."""
    of: str = msgspec.field(name="对象")
    """Whose it is."""
    value: FormValue = msgspec.field(name="结论")
    """What was determined."""
    authority: str | tuple[str, ...] = msgspec.field(default="", name="机关")
    """Who determined it, several organs together as a list; empty: not said."""
    day: str = msgspec.field(name="日期")
    """When, an ISO date."""
    starts: str = msgspec.field(default="", name="自")
    """Of the force of a document: the first day of which it speaks; empty: not said."""
    ends: str = msgspec.field(default="", name="至")
    """Of the force of a document: the last day of which it speaks; empty: not said."""
    evidence: str = msgspec.field(name="依据")
    """What proves it."""


class Facility(msgspec.Struct, frozen=True):
    """The institution that applies (机构)."""

    name: str
    """Its name."""
    kind: str
    """What kind of institution it is, by label (类型)."""
    place: str
    """Where it lies (所在地): the name of a place or its code."""
    facts: dict[str, FormValue] = {}
    """Other facts of it, by label."""


class ApplicationForm(msgspec.Struct, frozen=True, kw_only=True):
    """An application."""

    id: str
    """Its number (编号)."""
    matter: str
    """What is asked for, by label (事项)."""
    received: str
    """The day on which it is received (日期), an ISO date."""
    facility: Facility
    """Who asks."""
    facts: dict[str, FormValue] = {}
    """Facts of the application itself, by label."""
    figures: tuple[StatedFigure, ...] = ()
    """Figures of places."""
    determinations: tuple[StatedDetermination, ...] = ()
    """What authorities determined."""


def form_data(form: ApplicationForm) -> FormData:
    """The plain JSON of an application; lists without entries are left out."""
    of = form.facility
    facility: FormEntry = {"名称": of.name, "类型": of.kind, "所在地": of.place}
    facility |= {label: _plain(value) for label, value in of.facts.items()}
    data: FormData = {"编号": form.id, "事项": form.matter, "日期": form.received, "机构": facility}
    data |= {label: [*value] if isinstance(value, tuple) else value for label, value in form.facts.items()}
    if form.figures:
        data["指标"] = [_entry(f) for f in form.figures]
    if form.determinations:
        data["认定"] = [_entry(d) for d in form.determinations]
    return data


def form_from_data(data: FormData) -> ApplicationForm:
    """The typed form of the plain JSON of an application; raises ValueError where it is none."""
    facility = msgspec.convert(data.get("机构"), dict[str, FormValue])
    name, kind, place = (str(facility.get(label, "")) for label in _OF_FACILITY)
    return ApplicationForm(
        id=str(data.get("编号", "")),
        matter=str(data.get("事项", "")),
        received=str(data.get("日期", "")),
        facility=Facility(name, kind, place, {k: v for k, v in facility.items() if k not in _OF_FACILITY}),
        facts=msgspec.convert({k: v for k, v in data.items() if k not in _TOP}, dict[str, FormValue]),
        figures=msgspec.convert(data.get("指标", []), tuple[StatedFigure, ...]),
        determinations=msgspec.convert(data.get("认定", []), tuple[StatedDetermination, ...]),
    )


def _plain(value: FormValue) -> bool | int | str | list[str]:
    return list(value) if isinstance(value, tuple) else value


def _entry(entry: StatedFigure | StatedDetermination) -> FormEntry:
    return msgspec.convert(msgspec.to_builtins(entry), FormEntry)


class UnusualFact(msgspec.Struct, frozen=True):
    """A fact of a witness that is not as usual."""

    fact: str
    """The term, by label; 所在地 where the place is not one of the usual kind."""
    of: str
    """Whose it is, as the application names it; of the place where the second side looks: the name of that side."""
    value: str
    """Its value, as people read it."""

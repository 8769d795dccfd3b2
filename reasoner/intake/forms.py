"""The items of the lists 指标 and 认定: their keys, what becomes of an item, and whom it may be about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, NamedTuple

from reasoner.model.application import Observation

from .characters import shown
from .complaints import Complaints, Unreadable, joined, step
from .texts import UNKNOWN, refuse_misleading

FactKey = tuple[str, str]
Place = tuple[str, int]
"""The path of a list and the index of an item in it; joined only where a message needs it."""


class Form(NamedTuple):
    """The keys of a list's items: the fact, whose it is, its value, its day or period, and who says so."""

    what: str
    name: str
    about: str
    value: str
    when: str
    by: tuple[str, ...]


INDICATORS: Final = Form("指标", "名称", "地区", "数值", "时点", ("来源",))
DETERMINATIONS: Final = Form("认定事项", "事项", "对象", "结论", "日期", ("机关", "依据"))

_KEYS: Final = {f.what: (f.name, f.about, f.value, f.when, *f.by) for f in (INDICATORS, DETERMINATIONS)}
_KEY_SETS: Final = {what: frozenset(keys) for what, keys in _KEYS.items()}


class Entry(NamedTuple):
    """One observation read from a list, with its place for messages."""

    key: FactKey
    observation: Observation
    place: Place


class Context(NamedTuple):
    """Whom an item of a list may be about, besides regions and documents.

    towns: gives for each 镇街 of the applications of the file the places in which it lies (asked only when needed).
    own: the names of the application that the list belongs to; empty for the lists shared by a file.
    town: the 镇街 of that application.
    """

    complaints: Complaints
    towns: Callable[[], Mapping[str, frozenset[str]]]
    own: frozenset[str] = frozenset()
    town: str = ""


def where(place: Place) -> str:
    """`[2].指标[0]`."""
    return "{}[{}]".format(*place)


def items(raw: Any, path: str, complaints: Complaints) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a list with their index; null is an empty list (an empty key in YAML)."""
    if raw is None:
        return []
    if not isinstance(raw, list):
        hint = "用 [ ] 括起;只有一项也写成列表"
        complaints.add(path, Unreadable("F112", f"此处应是列表,现为「{shown(raw)}」", hint=hint))
        return []
    for index, item in enumerate(raw):
        if not isinstance(item, dict):
            bad = Unreadable("F112", f"此处应是对象,现为「{shown(item)}」", hint="用 { } 括起各项")
            complaints.add(where((path, index)), bad)
    return [(index, item) for index, item in enumerate(raw) if isinstance(item, dict)]


def check_keys(item: dict[str, Any], form: Form, place: Place, complaints: Complaints) -> None:
    """Note the unknown and missing keys of an item."""
    get, value = item.get, form.value
    if item.keys() <= _KEY_SETS[form.what] and value in item and None not in (get(form.name), get(form.about)):
        return
    keys = _KEYS[form.what]
    bad = [(key, unknown_key(key, keys)) for key in item if key not in keys]
    if value not in item:
        bad.append((value, missing(value, f"不知道的写「{UNKNOWN}」")))
    bad += [(key, missing(key)) for key in (form.name, form.about) if get(key) is None]
    for key, what in bad:
        complaints.add(step(where(place), key), what)


def unknown_key(key: object, known: Collection[str], elsewhere: str = "") -> Unreadable:
    """What to say of a key that is not known at its place; `elsewhere` tells where it belongs."""
    name = key if isinstance(key, str) else shown(key)
    try:
        refuse_misleading(name, known)
    except Unreadable as bad:
        return bad
    found = "" if elsewhere else name
    return Unreadable(
        "F113", f"不认识的键「{shown(name)}」", allowed=joined(known), hint=elsewhere, found=found, known=known
    )


def missing(key: str, hint: str = "") -> Unreadable:
    """What to say of a required key that is not given."""
    return Unreadable("F114", f"缺少必填项「{key}」", hint=hint)

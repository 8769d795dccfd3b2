"""The items of the lists 指标 and 认定: their keys, what becomes of an item, and whom it may be about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple, Protocol, TypeGuard, TypeVar

from reasoner.intake.characters import printable
from reasoner.intake.diagnostics_collector import Complaints, Unreadable, joined, step
from reasoner.intake.text_values import UNKNOWN, refuse_misleading
from reasoner.model.application import Application, FactKey, Observation

Place = tuple[str, int]
"""The path of a list and the index of an item in it; joined only where a message needs it."""

PartialKey = tuple[str | None, str | None]
"""Subject and term of the fact of which an item speaks, as far as they can be read; None: it may be any."""
Key = TypeVar("Key", bound=PartialKey)


class Reads(Protocol):
    """Which of some facts of lists the verdict on an application can read."""

    def __call__(self, application: Application, keys: Collection[Key]) -> Collection[Key]:
        """Those of the keys that it can read; of a key that is not known whole, those that may be such a fact."""
        ...


def partial_keys(key: FactKey) -> tuple[PartialKey, ...]:
    """Every key under which an item may speak of a fact."""
    return key, (None, key[1]), (key[0], None), (None, None)


class Form(NamedTuple):
    """The keys of a list's items: the fact, whose it is, its value, its day or period, and where it comes from."""

    what: str
    name: str
    about: str
    value: str
    when: str
    beside: tuple[str, ...]


INDICATORS: Final = Form("指标", "名称", "地区", "数值", "时点", ("来源", "来源类型", "确认人", "有效期至", "依据"))
DETERMINATIONS: Final = Form(
    "认定事项", "事项", "对象", "结论", "日期", ("机关", "自", "至", "依据", "来源", "来源类型", "确认人", "有效期至")
)

_KEYS: Final = {f.what: (f.name, f.about, f.value, f.when, *f.beside) for f in (INDICATORS, DETERMINATIONS)}
_KEY_SETS: Final = {what: frozenset(keys) for what, keys in _KEYS.items()}


class Entry(NamedTuple):
    """One observation read from a list, with its place for messages."""

    key: FactKey
    observation: Observation
    place: Place


def is_object(raw: object) -> TypeGuard[Mapping[str, object]]:
    """Whether plain data is an object."""
    return isinstance(raw, dict)


def where(place: Place) -> str:
    """`[2].指标[0]`."""
    return "{}[{}]".format(*place)


def items(raw: object, path: str, complaints: Complaints) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The objects of a list with their index; null is an empty list (an empty key in YAML)."""
    if raw is None:
        return
    if not isinstance(raw, list):
        hint = "用 [ ] 括起;只有一项也写成列表"
        complaints.add(path, Unreadable("F112", f"此处应是列表,现为「{printable(raw)}」", hint=hint))
        return
    for index, item in enumerate(raw):
        if is_object(item):
            yield index, item
        else:
            bad = Unreadable("F112", f"此处应是对象,现为「{printable(item)}」", hint="用 { } 括起各项")
            complaints.add(where((path, index)), bad)


def check_keys(item: Mapping[str, object], form: Form, place: Place, complaints: Complaints) -> None:
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
    name = key if isinstance(key, str) else printable(key)
    try:
        refuse_misleading(name, known)
    except Unreadable as bad:
        return bad
    unknown = "" if elsewhere else name
    return Unreadable(
        "F113", f"没有「{printable(name)}」这一项", allowed=joined(known), hint=elsewhere, spelling=unknown, known=known
    )


def missing(key: str, hint: str = "") -> Unreadable:
    """What to say of a required key that is not given."""
    return Unreadable("F114", f"缺少必填项「{key}」", hint=hint)

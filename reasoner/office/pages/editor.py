"""An application as it was written, in one form: every value at its path, and the fields that are lacking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from policy_dsl.diagnostics import Fault
from reasoner.driver.window.wording import typed
from reasoner.model.credit_code import note_on
from reasoner.office.pages.field import Field, FieldKind, with_faults
from reasoner.office.pages.frame_form import CODE, FRAME, SOURCE, SOURCED
from reasoner.office.pages.plain_paths import fault_path, flat
from reasoner.office.pages.question import ORIGINS, origin_options

ALWAYS: Final = ("编号", "事项", "日期", "机构.名称", "机构.类型", "机构.所在地", "机构.统一社会信用代码")
"""Paths that stand in every form, written or not."""
_PREFIX: Final = "p:"
_LISTED: Final[Mapping[str, tuple[str, ...]]] = {"指标": ("时点", "来源"), "认定": ("机关", "日期", "依据")}
"""What a final letter needs beside the value of an item of a list."""
_SOURCE: Final = "来源"
_ORIGIN: Final = "来源类型"
_HINTS: Final = {
    _SOURCE: "从哪里得来，如 申请表、现场核查记录5号；没有写的，不能据以出具正式文书",
    _ORIGIN: "本单位自己查明的选本单位查询或者现场核查；没有写的，不能据以出具正式文书",
    "机关": "作出认定的机关，写全称；没有写的，不能据以出具正式文书",
}
_UNKNOWN: Final = "不详"


def editor_fields(
    data: Mapping[str, object],
    faults: Iterable[Fault],
    choices: Mapping[str, tuple[str, ...]],
    judged: Collection[str] = (),
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """A field for each value, and for each place of which a fault speaks; and the faults that belong to none.

    choices: what is proposed, by path. judged: the facts of which an organ or the agency itself has to say that they are so.
    """
    placed = [replace(f, where=fault_path(f.where)) for f in faults]
    written = dict(flat(data))
    always = (p for p in ALWAYS if f"{p}.数值" not in written)
    lacking = tuple(_lacking(data, judged))
    every = dict.fromkeys((*always, *written, *lacking, *(f.where for f in placed if _is_path(f.where, written))))
    paths = _by_fact(every)
    fields = [
        _field(p, written.get(p, ""), choices.get(p.removesuffix(".数值"), ()), lacking=p in lacking) for p in paths
    ]  # fmt: skip
    if any(isinstance(v, str) for k, v in _facility(data).items() if k in SOURCED):
        hint = "机构的名称、类型、所在地没有来源的，按这里写的；没有来源的，不能据以出具正式文书"
        fields.append(Field(SOURCE, "取自哪些材料", hint=hint, values=("",)))
    return with_faults(fields, placed, {p: _PREFIX + p for p in paths})


def _field(path: str, value: str, choices: tuple[str, ...], *, lacking: bool) -> Field:
    hint = _HINTS.get(path.rpartition(".")[2], "") if lacking else ""
    if path.endswith(f".{_ORIGIN}") and value in ("", *ORIGINS):
        return Field(_PREFIX + path, _label(path), FieldKind.SELECT, hint, origin_options(), values=(value,))
    note = typed(note_on(value)) if path.removesuffix(".数值") == f"机构.{CODE}" else ""
    return Field(_PREFIX + path, _label(path), hint=hint, values=(value,), choices=choices, note=note)


def with_shared(data: Mapping[str, object], shared: Mapping[str, object], facts: Collection[str]) -> dict[str, object]:
    """A row with what the rows of its file share on facts that lack a source, so that it can state it for itself.

    facts: the facts that its verdict read without a source, by label.
    """
    return {**data, **{s: [*_items(data, s), *added] for s in _LISTED if (added := _added(s, shared, data, facts))}}


def own_of(
    written: Mapping[str, object], data: Mapping[str, object], shared: Mapping[str, object], facts: Collection[str]
) -> dict[str, object]:
    """A row as its form states it, without what it shares and nobody changed."""
    made = {**written}
    for section in _LISTED:
        offered = _added(section, shared, data, facts)
        listed, kept = _items(written, section), len(_items(data, section))
        left = [i for at, i in enumerate(listed) if at < kept or i not in offered]
        if left:
            made[section] = left
        else:
            made.pop(section, None)
    return made


def with_determinations(data: Mapping[str, object]) -> dict[str, object]:
    """The application, a figure that states the organ which determined it being the determination that it is."""
    figures = _items(data, "指标")
    made = [i for i in figures if isinstance(i, dict) and i.get("机关")]
    if not made:
        return {**data}
    determinations = [
        {"事项": i.get("名称"), "对象": i.get("地区"), "结论": i.get("数值"), "机关": i["机关"]}
        | {
            k: v
            for k, w in (("日期", "时点"), ("依据", "依据"))
            if (v := i.get(w) or i.get("来源") if k == "依据" else i.get(w))
        }
        for i in made
    ]
    left = [i for i in figures if i not in made]
    other = {k: v for k, v in data.items() if k != "指标"} | ({"指标": left} if left else {})
    return other | {"认定": [*_items(data, "认定"), *determinations]}


def _items(data: Mapping[str, object], section: str) -> list[object]:
    listed = data.get(section)
    return [*listed] if isinstance(listed, list) else []


def _added(
    section: str, shared: Mapping[str, object], data: Mapping[str, object], facts: Collection[str]
) -> list[object]:
    name, needed = ("名称", "来源") if section == "指标" else ("事项", "机关")
    return [
        item
        for item in _items(shared, section)
        if isinstance(item, dict) and item.get(name) in facts and not item.get(needed)
        and not any(_same(item, own) for own in _items(data, section))
    ]  # fmt: skip


def _same(item: Mapping[str, object], own: object) -> bool:
    keys = ("名称", "地区", "时点", "事项", "对象", "日期")
    return isinstance(own, dict) and all(own.get(k) == item.get(k) for k in keys)


def _lacking(data: Mapping[str, object], judged: Collection[str]) -> Iterator[str]:
    """Paths of what is not written beside a fact and what a final letter needs of it."""
    for key, value in data.items():
        if key in _LISTED and isinstance(value, list):
            for at, item in enumerate(value):
                if isinstance(item, dict):
                    needed = ("机关",) if item.get("名称") in judged and key == "指标" else _LISTED[key]
                    yield from (f"{key}.{at}.{k}" for k in needed if not item.get(k))
        elif key not in FRAME and key not in ("机构", "位置") and _without_source(value):
            yield f"{key}.{_SOURCE}"
    for key, value in _facility(data).items():
        if key in judged and value is not None and not (isinstance(value, dict) and value.get(_ORIGIN)):
            yield f"机构.{key}.{_ORIGIN}"
        if _without_source(value) and (key not in SOURCED or isinstance(value, dict)):
            yield f"机构.{key}.{_SOURCE}"


def _without_source(value: object) -> bool:
    if isinstance(value, dict):
        return "数值" in value and value["数值"] not in (None, _UNKNOWN) and not value.get(_SOURCE)
    return value not in (None, "", _UNKNOWN)


def _by_fact(paths: Iterable[str]) -> list[str]:
    """Paths in their order, those of one fact together."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        head, _, rest = path.partition(".")
        fact = f"{head}.{rest.partition('.')[0]}" if head in ("机构", *_LISTED) else head
        groups.setdefault(fact, []).append(path)
    return [p for group in groups.values() for p in group]


def _facility(data: Mapping[str, object]) -> Mapping[str, object]:
    facility = data.get("机构")
    return facility if isinstance(facility, dict) else {}


def _is_path(where: str, written: Mapping[str, str]) -> bool:
    """Whether a fault names a place of an application, and no cell or file."""
    return (
        bool(where)
        and "!" not in where
        and " " not in where
        and "/" not in where
        and not any(p.startswith(f"{where}.") for p in written)
    )


def _label(path: str) -> str:
    head, _, rest = path.partition(".")
    if head in ("指标", "认定"):
        number, _, key = rest.partition(".")
        return f"{head}第{int(number) + 1}项 · {key}" if number.isdecimal() else path
    name = rest if head == "机构" and rest else path
    return name.removesuffix(".数值").replace(".", " · ")


def written_in(given: Iterable[tuple[str, object]]) -> dict[str, str]:
    """What a form states, by path."""
    return {k.removeprefix(_PREFIX): str(v) for k, v in given if k.startswith(_PREFIX)}

"""Plain data of an application as paths with texts, and back: what an editor shows of it, and what it makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, TypeAlias

Leaf: TypeAlias = str
JOINT: Final = "、"
BESIDE: Final = ("来源", "来源类型", "时点", "依据", "确认人", "有效期至")
"""What may be written beside a value; then the value is its 数值."""
MOST: Final = 400
"""Paths of one application."""


def flat(data: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each value that is no table with its path, as a person writes it: 机构.类型, 指标.0.数值."""
    match data:
        case dict():
            for key, value in data.items():
                yield from flat(value, f"{path}.{key}" if path else str(key))
        case list() if any(isinstance(v, dict) for v in data):
            for index, value in enumerate(data):
                yield from flat(value, f"{path}.{index}")
        case list():
            yield path, JOINT.join(map(text_of, data))
        case _:
            yield path, text_of(data)


def text_of(value: object) -> str:
    """A value as a person writes it; of one that is given with its source, the value."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case dict():
            return text_of(value.get("数值"))
        case list():
            return JOINT.join(map(text_of, value))
        case _:
            return str(value)


def edited(data: Mapping[str, object], written: Mapping[str, str]) -> dict[str, object]:
    """The data with what was written at paths: an empty text takes a value out, one that was not changed stays as it was."""
    before = dict(flat(data))
    changed = {p: t.strip() for p, t in written.items() if t.strip() != before.get(p, "")}
    made = _copied(data)
    assert isinstance(made, dict)
    # A value is written before what stands beside it, whichever field came first.
    for path, text in sorted(list(changed.items())[:MOST], key=lambda item: item[0].count(".")):
        _put(made, path.split("."), text)
    return {k: v for k, v in made.items() if v not in ({}, [])}


def _copied(data: object) -> object:
    match data:
        case dict():
            return {k: _copied(v) for k, v in data.items()}
        case list():
            return [_copied(v) for v in data]
        case _:
            return data


def _put(table: dict[str, object], steps: list[str], text: str) -> None:
    """Write a text at a path, making the tables on the way; an empty one takes out what stands there."""
    at: object = table
    for step, following in pairwise(steps):
        if isinstance(at, list):
            if not (step.isdecimal() and int(step) < len(at)):
                return
            at = at[int(step)]
        elif isinstance(at, dict):
            present = at.get(step)
            if following in BESIDE and (
                isinstance(present, list) or (present is not None and not isinstance(present, dict))
            ):
                at[step] = {"数值": present}
            elif not isinstance(present, dict | list):
                at[step] = [] if following.isdecimal() else {}
            at = at[step]
    last = steps[-1]
    if not isinstance(at, dict):
        return
    if text:
        at[last] = text.split(JOINT) if isinstance(at.get(last), list) else text
    else:
        at.pop(last, None)


def fault_path(where: str) -> str:
    """The path of the place that a fault names: `申请.json: [2].指标[0].数值` is 指标.0.数值 of its application."""
    place = where.rpartition(": ")[2]
    for mark in ("申请[", "["):
        if place.startswith(mark):
            place = place.partition("]")[2].lstrip(".")
            break
    return place.replace("[", ".").replace("]", "")

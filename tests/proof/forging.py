"""What a forger does to a verdict: any one thing altered, dropped or added, and digests made to match."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator
from typing import Any

from reasoner.proof.advice import advised
from reasoner.proof.check_proof import derive_and_judge, digest, receipt
from reasoner.proof.rule_base_check import CheckedBase

Data = dict[str, Any]
Path = tuple[str | int, ...]


def mended(verdict: Data) -> Data:
    """The verdict with digests that fit its facts and its advice: they hold no secret."""
    facts = [verdict[k] for k in ("application", "matter", "received", "region", "given")]
    digests = {"facts": digest(facts), "advice": digest([verdict["missing"], verdict["changes"]])}
    return {**verdict, "receipt": {**verdict["receipt"], **digests}}


def derived_anew(verdict: Data, checked: CheckedBase) -> Data:
    """The verdict that the proof checker itself would make of these inputs, however impossible they are."""
    made, judgement = derive_and_judge(verdict, checked.base, (), checked.vocabulary)
    made["changes"] = []
    if judgement is not None:
        made |= advised(judgement, made["missing"])
    return made | {"receipt": receipt(made, checked)}


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every part of plain data, the whole first."""
    yield path
    parts = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in parts:
        yield from paths(data[key], (*path, key))


def at(data: Any, path: Path) -> Any:
    """What stands at a path."""
    for step in path:
        data = data[step]
    return data


def _other_values(value: Any) -> Iterator[Any]:
    """Other values in the place of one: near misses first."""
    if isinstance(value, bool):
        yield from (not value, None, int(value))
    elif isinstance(value, int):
        yield from (value + 1, value - 1, str(value))
    elif isinstance(value, str):
        yield value + "。"
        yield value[:-1] if value else "x"
        if any(c.isdigit() for c in value):
            yield "".join(str((int(c) + 1) % 10) if c in "0123456789" else c for c in value)
        yield value.replace("原则上", "", 1) if "原则上" in value else "原则上" + value
        yield None
    elif value is None:
        yield from ("x", 0)
    elif isinstance(value, list):
        yield [*value, copy.deepcopy(value[-1]) if value else "x"]
        if len(value) > 1 and value[0] != value[-1]:
            yield value[::-1]
        if value:
            yield []
    else:
        yield {**value, "多": 1}


def forgeries(verdict: Data, parts: Collection[str] = ()) -> Iterator[tuple[str, Data]]:
    """The verdict with one thing altered, dropped or added: the same object, which is as it was when the next is asked for.

    parts: where; none: everywhere.
    """
    for path in [p for p in paths(verdict) if p and (not parts or p[0] in parts)]:
        parent, key = at(verdict, path[:-1]), path[-1]
        value = parent[key]
        for other in list(_other_values(value)):
            parent[key] = other
            yield f"altered {path}", verdict
        parent[key] = value
        before = list(parent.items()) if isinstance(parent, dict) else list(parent)
        del parent[key]
        yield f"dropped {path}", verdict
        parent.clear()
        parent.update(before) if isinstance(parent, dict) else parent.extend(before)

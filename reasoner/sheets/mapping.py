"""How the headers and values of a file stand for the contract's names: proposed, shown to a person, saved, used for the next file.

A value that cannot be read is listed with what it may mean; only what a person wrote beside it is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from reasoner.intake.characters import printable
from reasoner.intake.file_loading import load_bytes, read_bytes
from reasoner.intake.usual_names import plain_name
from reasoner.sheets.columns import KINDS, Names
from reasoner.sheets.header_recognition import Saved, Table

SUFFIX: Final = ".列对应.json"
VALUES: Final = "取值"
"""The key of what values stand for, beside the kinds of tables."""
_PLACED: Final = ("所在地",)
_NAMED: Final = ("category", "boolean")
"""The kinds of facts whose values have names."""
MOST_BYTES: Final = 2**20
"""Of a saved mapping; a thousand columns take a tenth of it."""
_HOW: Final = {"exact": "一致", "usual": "通用名称", "saved": "已确认", "near": "建议,请确认", "none": "不采用"}


class SavedMapping(msgspec.Struct, frozen=True):
    """What a person has confirmed of the tables of a file."""

    headers: Saved = {}
    """By kind of table what headers stand for; None: not used."""
    values: Mapping[str, Mapping[str, str]] = {}
    """By fact what values stand for."""


class OddValue(NamedTuple):
    """A value of a column that cannot be read as it stands."""

    fact: str
    """The fact of the column."""
    text: str
    """What stands there."""
    rows: int
    """In how many rows."""
    may_be: str
    """What it may be, in words."""
    nearest: str | None
    """The value that differs from it in one character; None: there is none."""


def value_lines(odd: Iterable[OddValue]) -> Iterator[str]:
    """These values for people, a line each."""
    for value in odd:
        meaning = f"{value.nearest}  建议,请确认" if value.nearest else f"请写明(可以是:{value.may_be})"
        yield f"  {value.fact}「{value.text}」({value.rows}行) → {meaning}"


def with_values(labels: dict[str, dict[str, str | None]], odd: Iterable[OddValue]) -> dict[str, object]:
    """The mapping of headers with that of values: null where a person is to say what is meant."""
    values: dict[str, dict[str, str | None]] = {}
    for value in odd:
        values.setdefault(value.fact, {})[value.text] = value.nearest
    return {**labels, **({VALUES: values} if values else {})}


def proposal(tables: Iterable[Table]) -> dict[str, dict[str, str | None]]:
    """By kind of table each header with the name it is taken for, or proposed for; null: not used."""
    mapping: dict[str, dict[str, str | None]] = {}
    for table in tables:
        known = mapping.setdefault(table.kind, {})
        for column in table.columns:
            known[column.header] = column.label or (column.proposals[0] if column.how == "near" else None)
    return mapping


def proposal_lines(tables: Iterable[Table]) -> Iterator[str]:
    """The same for people, a line a column."""
    for table in tables:
        yield f"工作表「{table.grid.name}」作为{table.kind},表头在第{table.header + 1}行,数据{len(table.rows)}行"
        for column in table.columns:
            label = column.label or ("或".join(column.proposals) if column.how == "near" else "—")
            unit = f"(单位 {column.unit})" if column.unit else ""
            yield f"  {column.header} → {label}{unit}  {_HOW[column.how]}"


def text(labels: Mapping[str, object]) -> str:
    """The mapping as the file that `load` reads."""
    return json.dumps(labels, ensure_ascii=False, indent=1) + "\n"


def load(path: Path, names: Names) -> SavedMapping:
    """A saved mapping; raises Faults (F101 and others of a file, S114 with every fault of its content)."""
    raw = read_bytes(path, str(path))
    if len(raw) > MOST_BYTES:
        message = f"文件过大,超过 {MOST_BYTES // 2**20} MB"
        raise Faults([Diagnostic("S114", str(path), message, '{"申请": {"表头": "名称"}}', "检查是不是选错了文件")])
    loaded = load_bytes(raw, str(path))
    if not isinstance(loaded.data, dict):
        raise Faults([*loaded.faults, Diagnostic("S114", str(path), "应是对象", '{"申请": {"表头": "名称"}}')])
    return saved_from(loaded.data, str(path), names, loaded.faults)


def saved_from(tables: Mapping[str, object], path: str, names: Names, read: Sequence[Diagnostic] = ()) -> SavedMapping:
    """A mapping in plain data; raises Faults (S114 with every fault of its content). path: where it stands, for messages."""
    faults = list(read)
    saved: dict[str, dict[str, str | None]] = {}
    values: dict[str, dict[str, str]] = {}
    for kind, headers in tables.items():
        if kind == VALUES:
            faults += _load_values(headers, path, names, values)
            continue
        if kind not in KINDS or not isinstance(headers, dict):
            faults.append(Diagnostic("S114", f"{path}: {printable(kind)}", "没有这一种表", "、".join((*KINDS, VALUES))))
            continue
        allowed = names.may_be(kind)
        labels: dict[str, object] = headers
        saved[kind] = {}
        for header, label in labels.items():
            if label is None or (
                isinstance(label, str)
                and (names.has(kind, label) or label in ("单位", "申请编号", "确认人", "有效期至"))
            ):
                saved[kind][" ".join(header.split())] = label
                continue
            near = nearest(str(label), allowed)
            hint = f"是否要写「{near[0]}」;不用的列写 null" if near else "不用的列写 null"
            faults.append(
                Diagnostic(
                    "S114",
                    f"{path}: {kind}.{printable(header)}",
                    f"没有「{printable(label)}」这一项",
                    "、".join(allowed),
                    hint,
                )
            )
    if faults:
        raise Faults(faults)
    return SavedMapping(saved, values)


def _load_values(raw: object, path: str, names: Names, values: dict[str, dict[str, str]]) -> Iterator[Diagnostic]:
    """Read what values stand for; gives what is wrong with it. null: nobody has said yet."""
    where = f"{path}: {VALUES}"
    if not isinstance(raw, dict):
        yield Diagnostic("S114", where, "应是对象", '{"类型": {"表里的写法": "约定的名称"}}')
        return
    by_fact: dict[str, object] = raw
    for fact, meanings in by_fact.items():
        term = names.facts.get(fact)
        if term is None or not (fact in _PLACED or term.datatype in _NAMED) or not isinstance(meanings, dict):
            allowed = [t.label for t in names.facts.values() if t.label in _PLACED or t.datatype in _NAMED]
            yield Diagnostic("S114", f"{where}.{fact}", "不是可以对应取值的一项", "、".join(allowed))
            continue
        stated: dict[str, object] = meanings
        for written, value in stated.items():
            if value is None:
                continue
            known = names.values(term)
            if not isinstance(value, str) or (known and value not in known):
                near = nearest(str(value), known)
                hint = f"是否要写「{near[0]}」" if near else ""
                yield Diagnostic(
                    "S114", f"{where}.{fact}.{written}", f"没有「{value}」这个取值", "、".join(known), hint
                )
                continue
            values.setdefault(fact, {})[plain_name(written)] = value

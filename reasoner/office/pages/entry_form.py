"""The forms of 入库: the fields of a document with what the received file says of each, and small forms with a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Fault
from reasoner.driver.draft_meta import CHOICES, EXPLAINED, FIELDS, LISTS
from reasoner.driver.draft_record import DraftRecord
from reasoner.driver.window.wording import typed
from reasoner.office.pages.field import Field, FieldKind, options, with_faults

LABELS: Final[Mapping[str, str]] = {
    "title": "题名", "number": "发文字号", "year": "年份", "kind": "文件种类", "issuers": "印发机关", "issuer_level": "印发机关的级别",
    "region": "适用地区（区划代码）", "addressees": "主送机关", "issued": "印发（成文）日期", "force.starts": "施行的第一日",
    "force.starts_basis": "为什么自该日起", "force.ends": "有效的最后一日", "force.ends_basis": "为什么到该日止",
    "force.notes": "施行和届满的说明", "succession.replaces": "接替本文件的哪一个版本", "succession.basis": "接替的依据",
    "succession.transition": "过渡规定（照录原文）", "succeeds": "接替哪几份规划", "special_to": "对哪几份一般规定是特别规定",
}  # fmt: skip
"""What the fields of a document are called."""
_AREAS: Final = ("title", "force.notes", "succession.transition")
_OWN_HINTS: Final = {
    "force.notes": "给人看的说明，每行一条；没有的不写",
    "title": "照原文；没有题名的，写明是什么文件并注“收到的文本未载题名”",
    "issuers": "全称；几个机关用、隔开",
    "addressees": "照原文；几个机关用、隔开；没有的不写",
    "number": "照原文；原文没有的不写",
    "issued": "如 2026-01-15；不明的不写",
    "force.starts": "如 2026-02-01；不明的不写",
    "force.ends": "如 2030-12-31；没有写明或者不明的不写",
}
BLANK: Final = "（收到的文件没有写明）"


class Proposed(NamedTuple):
    """A field with what the received file says of it."""

    field: Field
    value: str
    """What is proposed; empty: nothing."""
    basis: str
    """On which words that rests; empty: there are none."""
    other: bool
    """Whether a person has put something else."""


def document_fields(
    given: Mapping[str, str], record: DraftRecord, faults: Iterable[Fault]
) -> tuple[tuple[Proposed, ...], tuple[Fault, ...]]:
    """The fields of a document with what was written, and the faults that belong to none."""
    names = {**{label: key for key, label in LABELS.items()}, **{key: key for key in FIELDS}}
    made = [_field(key, given.get(key, "")) for key in FIELDS if key != "region"]
    fields, others = with_faults(made, [_placed(f) for f in faults], names)
    proposals = {p.name: p for p in record.proposals}
    rows = []
    for field in fields:
        proposal = proposals.get(field.name)
        value = "" if proposal is None or proposal.state == "待填" else proposal.value
        basis = "" if proposal is None else proposal.basis
        rows.append(Proposed(field, value, basis, bool(record.confirmed_by) and given.get(field.name, "") != value))
    return tuple(rows), others


def _placed(fault: Fault) -> Fault:
    """A fault of meta.toml with the name of its field as its place."""
    _, _, key = fault.where.rpartition("meta.toml: ")
    return replace(fault, where=key.partition("[")[0]) if key in EXPLAINED else fault


def _field(key: str, value: str) -> Field:
    hint = _OWN_HINTS.get(key) or typed(EXPLAINED.get(key, ""))
    if key in CHOICES:
        return Field(key, LABELS[key], FieldKind.SELECT, hint, options(CHOICES[key], BLANK), values=(value,))
    kind = FieldKind.AREA if key in _AREAS else FieldKind.TEXT
    if key in LISTS and "\n" in value:
        value = value.replace("\n", "、")
    return Field(key, LABELS[key], kind, hint, values=(value,))


def publishing_fields(
    given: Mapping[str, str], versions: Sequence[str], faults: Iterable[Fault]
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """The fields that are said when a document is published: from which day, and what it takes the place of."""
    keys = (
        "force.starts", "force.starts_basis", "force.ends", "force.ends_basis", "succession.replaces", "succession.basis",
        "succession.transition", "succeeds", "special_to",
    )  # fmt: skip
    made = []
    for key in keys:
        field = _field(key, given.get(key, ""))
        if key == "succession.replaces":
            field = field._replace(kind=FieldKind.SELECT, options=options(versions, "（不接替本文件的版本）"))
        made.append(field)
    names = {**{label: key for key, label in LABELS.items()}, **{key: key for key in keys}}
    return with_faults(made, [_placed(f) for f in faults], names)


def named(label: str, value: str = "", name: str = "by", hint: str = "写姓名") -> Field:
    """A field for the name of whoever does something."""
    return Field(name, label, required=True, hint=hint, values=(value,))

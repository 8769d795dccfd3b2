"""An application as it was written, in one form: every value at its path, and the fields that are lacking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from policy_dsl.diagnostics import Fault
from reasoner.office.pages.field import Field, with_faults
from reasoner.office.pages.frame_form import SOURCE
from reasoner.office.pages.plain_paths import fault_path, flat

ALWAYS: Final = ("编号", "事项", "日期", "机构.名称", "机构.类型", "机构.所在地", "机构.统一社会信用代码")
"""Paths that stand in every form, written or not."""
_PREFIX: Final = "p:"


def editor_fields(
    data: Mapping[str, object], faults: Iterable[Fault], choices: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Field, ...], tuple[Fault, ...]]:
    """A field for each value, and for each place of which a fault speaks; and the faults that belong to none.

    choices: what is proposed, by path.
    """
    placed = [replace(f, where=fault_path(f.where)) for f in faults]
    written = dict(flat(data))
    always = (p for p in ALWAYS if f"{p}.数值" not in written)
    paths = dict.fromkeys((*always, *written, *(f.where for f in placed if _is_path(f.where, written))))
    fields = [
        Field(_PREFIX + p, _label(p), values=(written.get(p, ""),), choices=choices.get(p.removesuffix(".数值"), ()))
        for p in paths
    ]
    if any(isinstance(v, str) for v in _facility(data).values()):
        hint = "机构的名称、类型、所在地没有来源的，按这里写的；没有来源的，不能据以出具正式文书"
        fields.append(Field(SOURCE, "取自哪些材料", hint=hint, values=("",)))
    return with_faults(fields, placed, {p: _PREFIX + p for p in paths})


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

"""The tables of the settings file: organs that sign by place and matter, the approved paragraph on remedies, and titles and
numbers of documents whose received copy lacks them. Every fault of them is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, nearest
from reasoner.render.letter_model import NamedDocument
from reasoner.render.typeset import writable

_LISTED: Final = {"机关": ("名称", "地区", "事项"), "文件": ("代号", "题名", "文号", "来源", "确认人")}
_REMEDIES: Final = ("机关", "文字", "法制", "日期")
_OPTIONAL: Final = ("地区", "事项", "文号", "机关")
_LISTS: Final = ("地区", "事项")
TABLES: Final = {
    "机关": "按地区和事项由谁落款",
    "救济": "经法制核定的救济一段;几个机关落款、复议机关不同的,逐个机关写",
    "文件": "收到的文本缺题名或者文号的文件,其题名和文号",
}
"""The tables that a settings file may have."""
MOST: Final = 500
"""Entries of a table."""
LONGEST: Final = 2000
"""Characters of a text."""
_EXAMPLES: Final = {
    "机关": '[[机关]] 名称 = "……" 地区 = ["崂山区"] 事项 = ["新增居家照护定点"]',
    "救济": '[救济] 文字 = "……" 法制 = "姓名" 日期 = "2026-01-05"',
    "文件": '[[文件]] 代号 = "henan-2025" 题名 = "……" 文号 = "……" 来源 = "……" 确认人 = "姓名"',
}


class SigningOrgan(msgspec.Struct, frozen=True):
    """An organ that signs letters."""

    name: str
    """Its full name."""
    regions: tuple[str, ...]
    """The places for which it signs, as they are written; none: all."""
    matters: tuple[str, ...] = ()
    """The matters; empty: all."""


class ApprovedRemedies(msgspec.Struct, frozen=True):
    """A paragraph on remedies that 法制 approved."""

    organ: str
    """The organ that signs the letters in which it stands; empty: any of which there is no paragraph of its own."""
    text: str
    """The paragraph."""
    by: str
    """Who of 法制 approved it."""
    on: str
    """When, an ISO date."""


class BureauTables(msgspec.Struct, frozen=True):
    """The tables as they are used."""

    signing: tuple[SigningOrgan, ...] = ()
    """Who signs, by place and matter."""
    remedies: tuple[ApprovedRemedies, ...] = ()
    """The approved paragraphs on remedies."""
    documents: tuple[NamedDocument, ...] = ()
    """Titles and numbers, by the id of the document."""


def faults_of_tables(tables: Mapping[str, object], name: str) -> list[Diagnostic]:
    """Every fault of form (T112)."""
    faults: list[Diagnostic] = []
    for key, keys in _LISTED.items():
        entries = tables.get(key, [])
        if not isinstance(entries, list) or len(entries) > MOST:
            faults.append(_fault(f"{name} · {key}", f"应是不超过{MOST}项的表", key))
            continue
        for number, entry in enumerate(entries, 1):
            faults += _of_entry(entry, keys, f"{name} · {key} · 第{number}项", key)
    for number, entry in enumerate(approved := _remedies(tables), 1):
        where = f"{name} · 救济" + (f" · 第{number}项" if len(approved) > 1 else "")
        faults += _of_entry(entry, _REMEDIES, where, "救济")
        organs = [e.get("机关", "") for e in approved[:number] if isinstance(e, Mapping)]
        if not faults and organs.count(organs[-1]) > 1:
            faults.append(_fault(where, "同一机关写了两段救济", "救济"))
    return faults


def _remedies(tables: Mapping[str, object]) -> list[object]:
    """The paragraphs, written as one table or, one for each organ, as several."""
    written = tables.get("救济", [])
    return list(written) if isinstance(written, list) else [written]


def _of_entry(entry: object, keys: tuple[str, ...], where: str, table: str) -> Iterator[Diagnostic]:
    if not isinstance(entry, Mapping):
        yield _fault(where, "应是一组键和值", table)
        return
    for key in entry:
        if key not in keys:
            near = nearest(str(key), keys)
            hint = f"是否要写 {near[0]}?" if near else ""
            yield Diagnostic("T112", f"{where} · {str(key)[:40]}", "没有这项设置", "、".join(keys), hint)
    for key in keys:
        value = entry.get(key)
        if value is None:
            if key not in _OPTIONAL:
                yield _fault(f"{where} · {key}", "没有写", table)
        elif key in _LISTS:
            if not isinstance(value, list) or not value or not all(map(_is_text, value)):
                yield _fault(f"{where} · {key}", "应是文字的列表", table)
        elif not _is_text(value):
            yield _fault(f"{where} · {key}", f"应是不超过{LONGEST}字的文字,不能为空", table)
        elif "____" in str(value) or (key == "日期" and not _is_day(str(value))):
            yield _fault(
                f"{where} · {key}", f"「{str(value)[:40]}」{'不是日期' if key == '日期' else '里有空白没有填'}", table
            )


def read_tables(tables: Mapping[str, object], name: str) -> BureauTables:
    """The tables, which have no fault of form."""
    entries = (e for e in _remedies(tables) if isinstance(e, Mapping))
    remedies = tuple(ApprovedRemedies(*(_of(e, k) for k in _REMEDIES)) for e in entries)
    signing = tuple(SigningOrgan(_of(e, "名称"), _list(e, "地区"), _list(e, "事项")) for e in _entries(tables, "机关"))
    documents = tuple(
        NamedDocument(*(_of(e, k) for k in ("代号", "题名", "文号", "来源", "确认人")))
        for e in _entries(tables, "文件")
    )
    return BureauTables(signing, remedies, documents)


def _entries(tables: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    entries = tables.get(key, [])
    yield from (e for e in entries if isinstance(e, Mapping)) if isinstance(entries, list) else ()


def _of(entry: Mapping[str, object], key: str) -> str:
    return writable(str(entry.get(key, "")))


def _list(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _fault(where: str, message: str, table: str) -> Diagnostic:
    return Diagnostic("T112", where, message, _EXAMPLES[table])

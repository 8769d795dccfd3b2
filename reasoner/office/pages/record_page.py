"""An entry of the record as a page has it: what it is and what it says, in Chinese, from its plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from policy_dsl.ir import JsonValue

KINDS: Final = {
    "opened": "开始记录", "verdict": "研判", "decision": "决定", "letter": "文书", "repaired": "去掉写到一半的一行",
}  # fmt: skip
"""The kinds of entries that the record itself names; every other kind is its own name."""
_NAMES: Final = {
    "application": "编号", "decision": "决定", "verdict": "所据研判", "written": "填写的文字", "form": "表单", "kind": "文书",
    "name": "文件名", "sha256": "校验码", "draft": "出具以前还要办的", "joined": "一并答复的申请", "record": "记录的编号",
    "handling": "处理", "beds": "张数", "exception": "例外", "exception_reason": "例外理由", "organ": "决定机关",
    "day": "决定日期", "law_day": "适用日期", "law_day_reason": "适用日期理由", "reason": "不一致理由", "n": "序号", "digest": "校验码",
    "bytes": "字节数",
}  # fmt: skip
_MOST: Final = 400
"""Lines of one entry."""
_DEEP: Final = 6
"""Levels below each other."""


class EntryLine(NamedTuple):
    """One thing that an entry says."""

    depth: int
    name: str
    value: str


def kind_words(kind: str) -> str:
    """What a kind of entry is called."""
    return KINDS.get(kind, kind)


def lines_of(kind: str, payload: Mapping[str, JsonValue]) -> list[EntryLine]:
    """What an entry says, line by line."""
    if kind == "verdict":
        return _verdict(payload)
    return list(_taken(_plain(payload, 0), _MOST))


def _taken(lines: Iterator[EntryLine], most: int) -> Iterator[EntryLine]:
    for number, line in enumerate(lines):
        if number == most:
            yield EntryLine(0, "其余", "从记录的原文看")
            return
        yield line


def _plain(payload: Mapping[str, JsonValue], depth: int) -> Iterator[EntryLine]:
    for key, value in payload.items():
        if key == "form" and value == 1:
            continue
        yield from _value(_NAMES.get(key, key), value, depth)


def _value(name: str, value: JsonValue, depth: int) -> Iterator[EntryLine]:
    if isinstance(value, dict) and depth < _DEEP:
        yield EntryLine(depth, name, "")
        yield from _plain(value, depth + 1)
    elif isinstance(value, list) and depth < _DEEP and any(isinstance(v, (dict, list)) for v in value):
        yield EntryLine(depth, name, f"{len(value)}项")
        for number, item in enumerate(value, 1):
            yield from _value(f"第{number}项", item, depth + 1)
    elif isinstance(value, list):
        yield EntryLine(depth, name, "、".join(map(_text, value)))
    else:
        yield EntryLine(depth, name, _text(value))


def _text(value: JsonValue) -> str:
    if value is None:
        return "不详"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _verdict(payload: Mapping[str, JsonValue]) -> list[EntryLine]:
    """Of a verdict what it comes to; the whole of it stands in its line."""
    verdict, application = payload.get("verdict"), payload.get("application")
    if not isinstance(verdict, dict) or not isinstance(application, dict):
        return []
    lines = [
        EntryLine(0, "编号", _text(application.get("id"))),
        EntryLine(0, "事项", _text(verdict.get("matter"))),
        EntryLine(0, "适用日期", _text(verdict.get("as_of"))),
        EntryLine(0, "结论", _text(verdict.get("label"))),
    ]
    citations = verdict.get("citations")
    for citation in citations if isinstance(citations, list) else ():
        if isinstance(citation, dict) and citation.get("role") == "decisive":
            lines.append(EntryLine(0, "依据", f"《{citation.get('document')}》{citation.get('place')}"))
    facts = application.get("facts")
    lines.append(EntryLine(0, "事实", f"{len(facts) if isinstance(facts, list) else 0}项"))
    for name, key in (("规则库", "rules"), ("原文", "texts")):
        lines.append(EntryLine(0, f"{name}的校验码", _text(payload.get(key))))
    if application.get("under"):
        lines.append(EntryLine(0, "假设", "按机构在别处研判,不是对这份申请的研判"))
    if payload.get("answer"):
        lines.append(EntryLine(0, "号码", "申请里的电话、身份证号没有进入记录;答复的校验码另记"))
    return lines

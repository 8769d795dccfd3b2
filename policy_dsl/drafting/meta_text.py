"""meta.toml as drafted: every field given, proposed with its basis as a comment, or blank and marked 待填."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.document_record import Mask, Missing, Received
from policy_dsl.drafting.metadata import DRAFT, Field, Value
from policy_dsl.texts.document_check import ENDS, KINDS, LEVELS, STARTS

_ALLOWED: Final = {
    "kind": "、".join(KINDS),
    "issuer_level": "、".join(LEVELS),
    "region": "六位数字(GB/T 2260)",
    "year": "四位年份:文号的年份,没有文号的为印发的年份",
    "issued": "如 2023-07-30;不明的写空文字",
    "number": "文号;收到的文件没有文号的,删去这一行",
    "force.starts": "施行的第一日;不明的为空",
    "force.starts_basis": "、".join(STARTS),
    "force.ends": "有效的最后一日;未载或者不明的为空",
    "force.ends_basis": "、".join(ENDS),
}
_WHEN_BLANK: Final = {"force.starts_basis": "不明", "force.ends_basis": "不明"}
"""What stands there until a person has looked: force that nobody knows permits nothing."""


def meta_text(
    fields: Sequence[Field],
    received: Received,
    masked: Sequence[tuple[Mask, str]],
    missing: Sequence[Missing],
    entered: str,
) -> str:
    """The whole file. masked: each span with the words that it hides; entered: who typed and proofread it, if anybody did."""
    return "\n".join(_lines(fields, received, masked, missing, entered)) + "\n"


def _lines(
    fields: Sequence[Field],
    received: Received,
    masked: Sequence[tuple[Mask, str]],
    missing: Sequence[Missing],
    entered: str,
) -> Iterator[str]:
    yield "# 由 tiaoli ingest 拟出。“拟”是程序从文字中找到的,附有依据,请逐项核对;“待填”由人填写;核对以后可以删去注释。"
    if entered:
        yield f"# {entered}"
    for field in fields:
        if not field.name.startswith("force."):
            yield from _field(field)
    yield from ("", "[force]")
    for field in fields:
        if field.name.startswith("force."):
            yield from _field(field)
    yield "notes = []  # 可填:施行和届满何以如此,给人看的说明;没有的不填"
    for gap in missing:
        yield from ("", "[[missing]]", f"what = {quoted(gap.what)}", f"where = {quoted(gap.where)}")
    if any(field.name == DRAFT for field in fields):
        yield from ("", "# 草案不登记收到的文本(received、masked);收到的是:")
        yield f"# {_comment(received.file)},SHA-256 {received.sha256},{received.length}字"
        yield from (
            f"# 拟遮盖(第{mask.start}字至第{mask.end}字,{mask.reason}):{_comment(words)}" for mask, words in masked
        )
        return
    yield from ("", "[received]", f"file = {quoted(received.file)}", f"sha256 = {quoted(received.sha256)}")
    yield f"length = {received.length}"
    if received.typed_by:
        yield from (f"typed_by = {quoted(received.typed_by)}", f"proofread_by = {quoted(received.proofread_by)}")
    for mask, words in masked:
        yield from ("", f"# 拟遮盖:{_comment(words)}")
        yield from ("[[masked]]", f"start = {mask.start}", f"end = {mask.end}", f"reason = {quoted(mask.reason)}")


def _field(field: Field) -> Iterator[str]:
    key = field.name.rpartition(".")[2]
    if not field.blank:
        yield f"# {'经办人员所给' if field.given else '拟'}:{_comment(field.basis)}"
        yield f"{key} = {_value(field.value)}"
        return
    allowed = _ALLOWED.get(field.name)
    yield f"# 待填:收到的文件的文字里没有找到{f'。可用:{allowed}' if allowed else ''}"
    if field.name == "number":
        yield '# number = ""'
    else:
        yield f"{key} = {_value(_WHEN_BLANK.get(field.name, field.value))}"


def _value(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(quoted, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else quoted(value)


def quoted(text: str) -> str:
    """A basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    """Words on one line of a comment, without what TOML lets no comment hold."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))

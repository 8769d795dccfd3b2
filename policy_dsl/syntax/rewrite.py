"""Files of rules on disk: the canonical layout of one, and one to start from for a new text."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.document_record import Received
from policy_dsl.ingest.atomic_write import write_file
from policy_dsl.ingest.text_decoding import NotText, text_of, utf8_text
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.os_errors import refusal
from policy_dsl.source_text import Source
from policy_dsl.syntax.first_edition import second_edition, unknown_removes
from policy_dsl.syntax.format import format_file
from policy_dsl.syntax.parse import parse
from policy_dsl.texts.official_text import Document, load_document
from policy_dsl.texts.scaffold import scaffold

MOST_BYTES: Final = 8 * 2**20
"""Far above any official text; a larger file is a mistake."""


class Layout(NamedTuple):
    """A file as it is and as it ought to be."""

    path: Path
    before: str
    after: str


def formatted(path: Path) -> list[Layout]:
    """A file of rules in the canonical layout and the second edition of the language; where an alternative that does
    without rules still stands in the readings.toml beside it (`removes`), that file too, without it.

    Raises Faults: unreadable (U106), syntax (L1xx), `removes` names no rule that rests on the reading (L418).
    """
    raw = _read(path)
    text = _decoded(path, raw)
    file, faults = parse(Source(str(path), text.replace("\r\n", "\n")))
    if file is None:
        raise Faults(faults)
    beside = path.with_name("readings.toml")
    readings = _decoded(beside, _read(beside)) if path.name == "rules.tiao" and beside.is_file() else ""
    removes = removed_rules(readings)
    rewritten = second_edition(file, removes)
    if unknown := unknown_removes(rewritten, removes):
        hint = "写作 地址#规则名,该规则须 据 解释 这一条;改正以后再整理"
        raise Faults(
            [
                Diagnostic("L418", str(beside), f"removes 中的「{r}」不是本文件中依靠它的规则", hint=hint)
                for r in unknown
            ]
        )
    # A byte order mark is no part of the layout: a file that has one is rewritten.
    layouts = [Layout(path, "\ufeff" * raw.startswith(BOM_UTF8) + text, format_file(rewritten))]
    return [*layouts, Layout(beside, readings, _REMOVES.sub("", readings))] if removes else layouts


_STRING: Final = r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
_REMOVES: Final = re.compile(rf"^removes[ \t]*=[ \t]*\[(?:[^\]\"']|{_STRING})*\][^\n]*\n?", re.MULTILINE)


def removed_rules(readings: str) -> dict[str, list[str]]:
    """What a readings.toml of the first edition lists under `removes`, by reading; of one that cannot be read, nothing."""
    try:
        tables = toml_tables(readings)
    except BadToml:
        return {}
    lists = {name: t["removes"] for name, t in tables.items() if isinstance(t, dict) and "removes" in t}
    return {name: [str(rule) for rule in rules] for name, rules in lists.items() if isinstance(rules, list)}


def write_whole(path: Path, text: str) -> None:
    """Replace a file; whoever reads it sees the old text or the new one. Raises Faults (U107)."""
    try:
        write_file(path, text.encode())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Faults([Diagnostic("U107", str(path), f"文件不能写入:{reason}", hint="检查目录的写入权限")]) from None


def scaffolded(path: Path, identifier: str) -> str:
    """The scaffold of a text. A meta.toml beside it gives masked spans and recorded lines; else the text is taken as is.

    Raises Faults: U106 cannot be read, U108 no identifier, and those of meta.toml.
    """
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", identifier):
        message = f"「{identifier}」不能作文件标识"
        raise Faults([Diagnostic("U108", "--id", message, "小写字母、数字和连字符,如 henan-2025")])
    text = _decoded(path, _read(path), gb18030=True)
    meta = path.with_name("meta.toml")
    if os.path.isfile(meta) and path.name == "text.txt":
        return scaffold(load_document(identifier, _decoded(meta, _read(meta)), text))
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise Faults([Diagnostic("U106", str(path), "文件是空的")])
    return scaffold(_unregistered(identifier, text))


def _unregistered(identifier: str, text: str) -> Document:
    """A document of which only the text is known: enough to segment it."""
    return Document(
        id=identifier, title="", number=None, year=0, kind="", issuers=(), issuer_level="", region="", addressees=(),
        issued="", starts="", starts_basis="不明", ends="", ends_basis="不明", force=(),
        received=Received("", "", len(text)), masked=(), missing=(), lines=(), text=text,
    )  # fmt: skip


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Faults([Diagnostic("U106", str(path), "没有这个文件", hint="检查文件名和所在目录")]) from None
    except (OSError, ValueError) as error:
        raise Faults([Diagnostic("U106", str(path), f"文件不能读取:{refusal(error)}")]) from None
    if len(raw) > MOST_BYTES:
        raise Faults([Diagnostic("U106", str(path), "文件过大", f"不超过 {MOST_BYTES // 2**20} MB")])
    return raw


def _decoded(path: Path, raw: bytes, *, gb18030: bool = False) -> str:
    try:
        return text_of(raw) if gb18030 else utf8_text(raw)
    except NotText:
        allowed = "UTF-8、GB18030 编码" if gb18030 else "UTF-8 编码"
        raise Faults([Diagnostic("U106", str(path), "文件不是可读的文本", allowed, "另存为 UTF-8 编码")]) from None

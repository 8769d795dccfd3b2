"""Bytes of a file as plain data: dicts, lists, texts, exact numbers, true, false and null.

Everything is bounded before it is parsed: size by the file system's word, nesting by a count of brackets.
What is broken beyond reading is raised at once; faults that leave the rest readable (a key given twice) go along
in `Loaded.faults`, so that they are reported together with those of the content.
"""

from __future__ import annotations

import os
import re
import stat
from typing import BinaryIO, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.text_decoding import NotText, text_of
from policy_dsl.os_errors import refusal
from reasoner.intake.characters import name_of
from reasoner.intake.file_kind import Content, FileKind, content_of, kind_of
from reasoner.intake.loaded_data import Loaded, at

MOST_BYTES: Final = 32 * 2**20
_HEAD: Final = 4096
_GRAPH: Final = (
    r"(?:\s|#[^\n]*\n)*+"
    r"(?:@(?:prefix|base)\s|(?i:prefix)\s+[\w.-]*:\s*<|(?i:base)\s*<"
    r"|(?:<[^<>\s:]+:[^<>\s]*>|_:\w+)\s+(?:a|<[^<>\s:]+:[^<>\s]*>)\s)"
)
"""How Turtle and N-Triples begin, after comments: a directive, or a subject with its property. Compiled when first used."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_FIRST = re.compile(r"\S")


def load_file(path: str | os.PathLike[str], name: str | None = None, *, items_of: str | None = None) -> Loaded:
    """Read a file of applications; `name` is how messages call it, by default the path as given.
    items_of: where this is given, the items of a list of that name, or of the whole, may be `HeldItems` (JSON).

    Raises `Faults`: as `read_bytes`, then as `load_bytes`.
    """
    label = os.fspath(path) if name is None else name
    return load_bytes(read_bytes(path, label), label, items_of=items_of)


def open_file(path: str | os.PathLike[str]) -> BinaryIO:
    """A file to be read line by line; raises `Faults`: F101 cannot be read."""
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise Faults([Diagnostic("F101", os.fspath(path), "没有这个文件", hint="检查文件名和所在目录")]) from None
    except (OSError, ValueError) as error:
        raise Faults([Diagnostic("F101", os.fspath(path), f"文件不能读取:{refusal(error)}")]) from None


def read_bytes(path: str | os.PathLike[str], name: str) -> bytes:
    """The content of a file; raises `Faults`: F101 cannot be read, F102 too large (known without reading it)."""
    try:
        with open(path, "rb") as file:
            facts = os.fstat(file.fileno())
            if stat.S_ISREG(facts.st_mode) and facts.st_size > MOST_BYTES:
                raise Faults([_too_large(name, facts.st_size)])
            # A pipe or device has no size; it is read only as far as a file may reach.
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Faults([Diagnostic("F101", name, "没有这个文件", hint="检查文件名和所在目录")]) from None
    except IsADirectoryError:
        raise Faults([Diagnostic("F101", name, "这是目录,不是文件")]) from None
    except (OSError, ValueError) as error:
        raise Faults([Diagnostic("F101", name, f"文件不能读取:{refusal(error)}")]) from None
    if len(raw) > MOST_BYTES:
        raise Faults([_too_large(name, len(raw))])
    return raw


def load_bytes(raw: bytes, name: str, *, json: bool = False, items_of: str | None = None) -> Loaded:
    """Read the content of a file; the suffix of `name`, else the first character, tells JSON from YAML. json: it is JSON.

    Raises `Faults`: F102 too large, F103 no text, F104 broken JSON, F105 broken YAML, F106 nested too deep, G105 a graph.
    """
    if len(raw) > MOST_BYTES:
        raise Faults([_too_large(name, len(raw))])
    text = to_text(raw, name)
    del raw  # a great text is not held twice
    control = _CONTROL.search(text)
    if control:
        raise Faults([at(name, text, control.start(), "F103", f"文件中有{name_of(control[0])}")])
    first = _FIRST.search(text)
    if first is None:
        raise Faults([Diagnostic("F111", name, "文件是空的")])
    if re.match(_GRAPH, text[:_HEAD]):
        message = "内容是图(Turtle 或 N-Triples),文件名却不是"
        hint = "每行一条完整陈述、没有 @prefix 的,文件名以 .nt 结尾;其余以 .ttl 结尾"
        raise Faults([Diagnostic("G105", name, message, "Turtle(.ttl)、JSON-LD(.jsonld)、N-Triples(.nt)", hint)])
    kind = kind_of(name)
    json = json or kind in (FileKind.JSON, FileKind.JSON_LINES)
    if json or (kind != FileKind.YAML and first[0] in "{["):
        from reasoner.intake.json_text import load_json

        return load_json(text, name, lines=kind == FileKind.JSON_LINES, items_of=items_of)
    from reasoner.intake.yaml_text import load_yaml

    return load_yaml(text, name)


def _too_large(name: str, size: int) -> Diagnostic:
    return Diagnostic(
        "F102",
        name,
        f"文件过大:{size / 2**20:.1f} MB",
        allowed=f"不超过 {MOST_BYTES // 2**20} MB",
        hint="分成几个文件;很多份申请写成表格(.xlsx、.csv),tiaoli check 逐行读取",
    )


def to_text(raw: bytes, name: str) -> str:
    """UTF-8 with or without byte order mark, else GB18030 (what WPS and Excel in Chinese write by default)."""
    if content_of(raw) == Content.ZIP:
        raise Faults([_not_text(name, "这是压缩包或 Excel、Word 文件,不是 JSON 或 YAML 文本")])
    try:
        return text_of(raw)
    except NotText as error:
        if error.utf16:
            raise Faults([_not_text(name, "文件是 UTF-16 编码")]) from None
        message = f"第{error.offset + 1}个字节既不是 UTF-8 也不是 GB18030 编码的文字"
        raise Faults([_not_text(f"{name}:{error.line}", message)]) from None


def _not_text(where: str, message: str) -> Diagnostic:
    return Diagnostic("F103", where, message, allowed="UTF-8 或 GB18030 编码的文本", hint="另存为 UTF-8 编码")

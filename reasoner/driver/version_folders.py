"""The folders of two versions: which documents they hold, with their files as texts. A part of the driver."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.corpus_folders import document_of
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.text_decoding import NotText, utf8_text
from policy_dsl.os_errors import refusal
from policy_dsl.source_text import Source

RULES: Final = "rules.tiao"
NEEDED: Final = ("text.txt", "meta.toml", RULES)
"""The files without which there is no document."""
FILES: Final = (*NEEDED, "readings.toml", "reviews.toml", "confirmations.toml", "touching.toml")
"""The files of a document that the compiler reads."""
MOST_BYTES: Final = 8 * 2**20
"""Far above any official text; a larger file is a mistake."""

_CORPORA: Final = ("corpus", "policy_dsl/corpus")
_LEVELS: Final = 3
"""Of folders below a corpus: regions, documents, versions; a folder of documents has one."""
_IDENTIFIER: Final = re.compile(r"[\s。]*文件\s+([^\s「」『』、,:;(),。:;()]+)(?=\s)")
_FORMS: Final = "一份文件的目录(text.txt、meta.toml、rules.tiao)、这样的目录所在的目录,或者有 corpus/ 的目录"


class Folder(msgspec.Struct, frozen=True):
    """One document."""

    id: str
    """Its identifier, as its rules say it."""
    path: str
    """Where it lies, as messages say it."""
    texts: Mapping[str, str]
    """Its files by name."""


class Version(msgspec.Struct, frozen=True):
    """What a directory holds."""

    name: str
    """What the version is called in messages."""
    documents: Mapping[str, Folder]
    """The documents by id."""
    ontology: Mapping[str, str]
    """The Turtle texts of an ontology of its own, by path; empty: it has none."""
    bare: Mapping[str, str]
    """Folders of documents that have no rules, by name, with their paths."""

    @property
    def words(self) -> str:
        """What its vocabulary is called in messages."""
        where = os.path.dirname(next(iter(self.ontology))) if self.ontology else "名称和分类表"
        return f"{self.name}({where})"


def read_version(name: str, option: str, path: Path, faults: list[Diagnostic]) -> Version:
    """What a directory holds, as far as it can be read."""
    documents: dict[str, Folder] = {}
    bare: dict[str, str] = {}
    try:
        folders, ontology = _folders(path), _turtle(path / "ontology")
    except (OSError, ValueError) as error:
        faults.append(_unusable(f"{option} {path}", error))
        return Version(name, {}, {}, {})
    for folder in folders:
        if not os.path.lexists(folder / RULES):
            bare[document_of(folder.parts)] = str(folder)
            continue
        try:
            document = _document(folder)
        except Faults as error:
            faults += error.diagnostics
            continue
        same = documents.setdefault(document.id, document)
        if same is not document:
            where, message = f"{document.path}/{RULES}", f"这里和 {same.path} 都写着「文件 {document.id}」"
            faults.append(Diagnostic("U146", where, message, "一个目录里每份文件一处", "删去一份"))
    if len(bare) == len(folders):
        there = f";{'、'.join(sorted(bare.values()))} 缺少 {RULES}" if bare else ""
        hint = "tiaoli scaffold 为原文写出规则的初稿" if bare else "没有这份文件的一版,写放着其余文件的目录"
        faults.append(Diagnostic("U145", f"{option} {path}", f"目录里没有规则{there}", _FORMS, hint))
        bare = {}
    texts = {}
    for file in ontology:
        try:
            texts[str(file)] = _text(file)
        except Faults as error:
            faults += error.diagnostics
    return Version(name, documents, texts, bare)


def _unusable(where: str, error: OSError | ValueError) -> Diagnostic:
    return Diagnostic("U140", where, f"目录不能读取:{_why(error)}", _FORMS, "检查目录名和所在位置")


def _why(error: OSError | ValueError) -> str:
    """Why a file or directory cannot be read, for staff."""
    match error:
        case FileNotFoundError():
            return "它不存在"
        case NotADirectoryError():
            return "它是文件,不是目录"
        case PermissionError():
            return "没有读取权限"
    return refusal(error)


def _folders(path: Path) -> list[Path]:
    """The folders of documents in a directory, those without rules too. Raises OSError or ValueError."""
    inside = sorted(os.listdir(path))
    if RULES in inside:
        return [path]
    root = next((path / c for c in _CORPORA if (path / c).is_dir()), path)
    return [*_below(root, _LEVELS)] or [path] * any(name in inside for name in NEEDED)


def _below(folder: Path, levels: int) -> Iterator[Path]:
    """The folders of documents so many levels below a folder. Raises OSError."""
    for name in sorted(os.listdir(folder)):
        child = folder / name
        if not child.is_dir():
            continue
        if any(os.path.lexists(child / needed) for needed in NEEDED):
            yield child
        elif levels > 1:
            yield from _below(child, levels - 1)


def _turtle(folder: Path) -> list[Path]:
    return [folder / n for n in sorted(os.listdir(folder)) if n.endswith(".ttl")] if folder.is_dir() else []


def _document(folder: Path) -> Folder:
    """The document of a folder with rules; raises Faults: incomplete (U148), unreadable (U106), no id (L1xx)."""
    texts: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for name in FILES:
        if os.path.lexists(folder / name):
            try:
                texts[name] = _text(folder / name)
            except Faults as error:
                faults += error.diagnostics
        elif name in NEEDED:
            hint = "从所修改的文件的目录复制"
            faults.append(Diagnostic("U148", str(folder), f"缺少 {name}", "、".join(NEEDED), hint))
    if faults:
        raise Faults(dict.fromkeys(faults))
    return Folder(_identifier(folder / RULES, texts[RULES]), str(folder), texts)


def _identifier(path: Path, rules: str) -> str:
    """The id that rules say they are of; raises Faults with their syntax errors where they say none."""
    named = _IDENTIFIER.match(rules)
    if named:
        return named[1]
    from policy_dsl.syntax.parse import parse

    file, faults = parse(Source(str(path), rules.replace("\r\n", "\n")))
    if file is None:
        raise Faults(faults)
    return file.document.text


def _text(path: Path) -> str:
    """A text file in UTF-8, with or without a byte order mark; raises Faults (U106)."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise Faults([Diagnostic("U106", str(path), "这不是文件", "UTF-8 编码的文本文件")])
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise Faults([Diagnostic("U106", str(path), "文件过大", f"不超过 {MOST_BYTES // 2**20} MB")])
        return utf8_text(raw)
    except NotText:
        raise Faults([Diagnostic("U106", str(path), "文件不是可读的文本", "UTF-8 编码", "另存为 UTF-8 编码")]) from None
    except OSError as error:
        raise Faults([Diagnostic("U106", str(path), f"文件不能读取:{_why(error)}", "UTF-8 编码的文本文件")]) from None

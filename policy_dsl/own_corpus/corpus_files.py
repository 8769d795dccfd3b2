"""The files of a bureau's own corpus as they lie: read once at every start, and sorted when something is compiled.

<region code>/<document>/<version>/   meta.toml, text.txt, rules.tiao, readings.toml …, as in the package
terms.toml, places.toml, organs.toml  names of its own
reviews/                              reviews and confirmations, which are read elsewhere
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.corpus_folders import VERSION, Place
from policy_dsl.ingest.own_corpus_folder import REVIEWS
from policy_dsl.source_files import DRAFT, content_of

if TYPE_CHECKING:
    from policy_dsl.diagnostics import Diagnostic

WORDS: Final = ("terms.toml", "places.toml", "organs.toml")
"""The files of names, in the order in which they are read."""
_READ: Final = (".tiao", ".toml", "text.txt")
"""How the files that are compiled end."""
_LEVELS: Final = 3


def read_files(root: str) -> dict[str, bytes | Diagnostic]:
    """The files that are compiled, by path below the folder, drafts among them; a folder stands there with `/` behind it.

    What cannot be read is a fault in its place: of the corpus itself under the empty path.
    """
    return dict(_below(root, "", _LEVELS))


def _below(root: str, path: str, levels: int) -> Iterator[tuple[str, bytes | Diagnostic]]:
    from policy_dsl.diagnostics import Faults

    try:
        with os.scandir(os.path.join(root, path) if path else root) as listed:
            entries = sorted((e.name, e.is_dir()) for e in listed)
    except (OSError, ValueError) as error:
        yield path, _unreadable(os.path.join(root, path) if path else root, error)
        return
    if path:
        yield f"{path}/", b""
    for name, folder in entries:
        inner = f"{path}/{name}" if path else name
        if name.startswith((".", "~$")) or (not path and name == REVIEWS):
            continue
        if folder and levels:
            yield from _below(root, inner, levels - 1)
        elif not folder and name.endswith(_READ):
            try:
                yield inner, content_of(os.path.join(root, inner), os.path.join(root, inner))
            except Faults as error:
                yield inner, error.diagnostics[0]


def _unreadable(path: str, error: OSError | ValueError) -> Diagnostic:
    from policy_dsl.diagnostics import Diagnostic
    from policy_dsl.os_errors import refusal

    reason = "没有这个目录" if isinstance(error, FileNotFoundError) else refusal(error)
    return Diagnostic(
        "U190", path, f"本单位规则库的目录不能读取:{reason}", "已有的、可以读取的目录", "核对目录名和权限"
    )


def fingerprint(root: str, files: Mapping[str, bytes | Diagnostic]) -> str:
    """SHA-256 over where the corpus lies and all of its files that are compiled."""
    total = hashlib.sha256(f"{root}\n".encode(errors="surrogateescape"))
    for name, content in files.items():
        body = content if isinstance(content, bytes) else f"! {content.message}".encode(errors="replace")
        total.update(f"{name} {len(body)}\n".encode(errors="surrogateescape"))
        total.update(body)
    return total.hexdigest()


class OwnSources(NamedTuple):
    """The files of a corpus, sorted."""

    root: str
    """Where it lies."""
    documents: Mapping[Place, Mapping[str, str]]
    """The texts of each version of each document by the names of its files; drafts are apart."""
    drafts: Mapping[Place, Mapping[str, str]]
    """The same of what nobody has issued yet."""
    words: Mapping[str, str]
    """The texts of the files of names."""
    faults: Mapping[Place, tuple[Diagnostic, ...]]
    """What of the files of a version cannot be read."""
    astray: Mapping[str, tuple[Diagnostic, ...]]
    """What is wrong with files and folders that are none of a document, by path below the corpus."""


def sorted_sources(root: str, files: Mapping[str, bytes | Diagnostic]) -> OwnSources:
    """The files of a corpus by what they are; those that are no UTF-8, or lie where none belongs, are faults."""
    from policy_dsl.diagnostics import Diagnostic

    documents: dict[Place, dict[str, str]] = {}
    faults: dict[Place, list[Diagnostic]] = {}
    words: dict[str, str] = {}
    astray: dict[str, list[Diagnostic]] = {}
    for path, content in files.items():
        where = os.path.join(root, path)
        steps = path.split("/")
        place = Place(steps[1], steps[2], steps[0]) if len(steps) == _LEVELS + 1 else None
        if path.endswith("/"):
            if place is not None:
                documents.setdefault(place, {})
            continue
        wrong, text = _text(where, content)
        if place is not None:
            documents.setdefault(place, {})
            if wrong is None:
                documents[place][steps[-1]] = text
            else:
                faults.setdefault(place, []).append(wrong)
            continue
        if wrong is None and path in WORDS:
            words[path] = text
            continue
        astray.setdefault(path, []).append(wrong or _astray(where, len(steps)))
    for place in documents:
        if VERSION.fullmatch(place.version) is None:
            where = os.path.join(root, place.region, place.document, place.version)
            allowed = "施行日期(2023-07-30)、undated-年份(施行日期不明)或者 draft(尚未印发)"
            faults.setdefault(place, []).append(
                Diagnostic("C118", f"{where}/", f"「{place.version}」不是版本的名字", allowed)
            )
    return OwnSources(
        root,
        {p: t for p, t in documents.items() if p.version != DRAFT},
        {p: t for p, t in documents.items() if p.version == DRAFT},
        words,
        {p: tuple(f) for p, f in faults.items()},
        {p: tuple(f) for p, f in astray.items()},
    )


def _text(where: str, content: bytes | Diagnostic) -> tuple[Diagnostic | None, str]:
    """The text of a file, or why it has none."""
    from policy_dsl.diagnostics import Diagnostic
    from policy_dsl.ingest.text_decoding import NotText, utf8_text

    if not isinstance(content, bytes):
        return content, ""
    try:
        return None, utf8_text(content)
    except NotText as error:
        message = "文件是 UTF-16 编码" if error.utf16 else "文件不是 UTF-8 编码的文本"
        return Diagnostic("U106", f"{where}:{error.line}", message, "UTF-8 编码", "另存为 UTF-8 编码"), ""


def _astray(where: str, level: int) -> Diagnostic:
    from policy_dsl.diagnostics import Diagnostic

    if level == 1:
        allowed = f"{'、'.join(WORDS)};文件放在 地区代码/文件标识/版本/ 之下"
        return Diagnostic("C116", where, "本单位规则库里没有用得着这个文件的地方", allowed)
    allowed = "地区代码/文件标识/版本/,如 370700/weifang-2026/2026-01-01/"
    return Diagnostic("C116", where, "文件不在一个版本的目录下", allowed, "把它移到版本的目录里")

"""The sources of the rule base as they lie in the package: ontology, corpus, and the compiler that reads them."""

from __future__ import annotations

import hashlib
import os
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from policy_dsl.diagnostics import Faults

# Paths are plain strings here: every command starts with this module, and pathlib costs a tenth of a cold start.
PACKAGE = os.path.dirname(os.path.abspath(__file__))
MOST_BYTES: Final = 8 * 2**20
"""Of a file: far above any official text; a larger one is a mistake."""

_CORPUS_FILES = (".tiao", ".toml", "text.txt")


def ontology_folder() -> str:
    """Where the Turtle files are: beside the package in a checkout, inside it in an installed wheel."""
    inside = os.path.join(PACKAGE, "ontology")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(PACKAGE), "ontology")


def _files(folder: str, *endings: str) -> Iterator[tuple[str, str]]:
    """Name and path of the files in a folder that end so, by name."""
    for name in sorted(os.listdir(folder)):
        if name.endswith(endings):
            yield name, os.path.join(folder, name)


DRAFT: Final = "draft"
"""The folder of a version that nobody has issued yet: it is no part of the rule base, and only compared with it."""
_LEVELS: Final = 3
"""Of folders below the corpus: regions, documents, versions. What lies elsewhere is read too, for the compiler to name it."""


def _corpus_files(*endings: str) -> Iterator[tuple[str, str]]:
    """Name below the package and path of the files of every version of every document, drafts apart."""
    return _below("corpus", os.path.join(PACKAGE, "corpus"), endings, _LEVELS)


def _below(name: str, folder: str, endings: tuple[str, ...], levels: int) -> Iterator[tuple[str, str]]:
    """Name and path of the files so many levels below a folder, by name."""
    with os.scandir(folder) as listed:
        entries = sorted((e.name, e.path, e.is_dir()) for e in listed)
    for entry, path, inner in entries:
        if inner and levels and not (levels == 1 and entry == DRAFT):
            yield from _below(f"{name}/{entry}", path, endings, levels - 1)
        elif entry.endswith(endings):
            yield f"{name}/{entry}", path


def _read(name: str, path: str) -> bytes:
    """The content of a file. Raises Faults (U106) where it cannot be read or is far larger than any official text."""
    try:
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_size <= MOST_BYTES:
                return file.read()
    except OSError as error:
        from policy_dsl.os_errors import refusal

        raise _unreadable(name, f"文件不能读取:{refusal(error)}") from None
    raise _unreadable(name, "文件过大", f"不超过 {MOST_BYTES // 2**20} MB")


def _unreadable(name: str, message: str, allowed: str = "", hint: str = "") -> Faults:
    from policy_dsl.diagnostics import Diagnostic, Faults

    return Faults([Diagnostic("U106", name, message, allowed, hint)])


def read_sources(without: Collection[str] = ()) -> dict[str, str]:
    """The texts that the compiler reads, by path: `ontology/*.ttl` and `corpus/<region>/<id>/<version>/*`,
    without those of some paths.

    Raises Faults with every file that cannot be read (U106).
    """
    ontology = ((f"ontology/{name}", path) for name, path in _files(ontology_folder(), ".ttl"))
    return _texts((n, p) for n, p in (*ontology, *_corpus_files(*_CORPUS_FILES)) if n not in without)


def _texts(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The texts of files by name. Raises Faults with every file that cannot be read or is no UTF-8 (U106)."""
    from policy_dsl.diagnostics import Diagnostic, Faults

    texts: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for name, path in files:
        try:
            texts[name] = _read(name, path).removeprefix(BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            line = bytes(error.object).count(b"\n", 0, error.start) + 1
            faults.append(
                Diagnostic("U106", f"{name}:{line}", "文件不是 UTF-8 编码的文本", "UTF-8 编码", "另存为 UTF-8 编码")
            )
        except Faults as error:
            faults += error.diagnostics
    if faults:
        raise Faults(faults)
    return texts


def _code_files() -> Iterator[tuple[str, str]]:
    """Name below the package and path of the compiler's own files: modules and grammars, room by room."""
    yield from _files(PACKAGE, ".py", ".lark")
    with os.scandir(PACKAGE) as entries:
        rooms = sorted(e.name for e in entries if e.is_dir())
    for room in rooms:
        yield from ((f"{room}/{name}", path) for name, path in _files(os.path.join(PACKAGE, room), ".py", ".lark"))


def fingerprint() -> str:
    """SHA-256 over everything the compiled rule base depends on: its sources and the compiler's own files.

    It reads bytes, not dates: a checkout, a copy and an installed wheel of one version have one fingerprint.
    """
    total = hashlib.sha256()
    code = ((f"code/{name}", path) for name, path in _code_files())
    ontology = ((f"ontology/{name}", path) for name, path in _files(ontology_folder(), ".ttl"))
    for name, path in (*code, *ontology, *_corpus_files(*_CORPUS_FILES)):
        content = _read(name, path)
        total.update(f"{name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def read_texts() -> dict[str, str]:
    """The official texts by `id@version`, and by id those of the last version. Raises Faults (U106).

    Offsets in them are those of the received files.
    """
    places = {tuple(name.split("/")[2:4]): text for name, text in _texts(_corpus_files("text.txt")).items()}
    by_id = {document: text for (document, _), text in places.items()}
    return by_id | {f"{document}@{version}": text for (document, version), text in places.items()}

"""The sources of the rule base as they lie in the package: ontology, corpus, and the compiler that reads them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator

# Paths are plain strings here: every command starts with this module, and pathlib costs a tenth of a cold start.
PACKAGE = os.path.dirname(os.path.abspath(__file__))
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


def _corpus_files(*endings: str) -> Iterator[tuple[str, str]]:
    """Name below the package and path of the files of every document."""
    corpus = os.path.join(PACKAGE, "corpus")
    for document in sorted(os.listdir(corpus)):
        folder = os.path.join(corpus, document)
        if os.path.isdir(folder):
            yield from ((f"corpus/{document}/{name}", path) for name, path in _files(folder, *endings))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def read_sources() -> dict[str, str]:
    """The texts that the compiler reads, by path: `ontology/*.ttl` and `corpus/<id>/*`."""
    ontology = ((f"ontology/{name}", path) for name, path in _files(ontology_folder(), ".ttl"))
    return {name: _read(path).decode("utf-8") for name, path in (*ontology, *_corpus_files(*_CORPUS_FILES))}


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
        content = _read(path)
        total.update(f"{name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def read_texts() -> dict[str, str]:
    """The official texts by document id; offsets in them are those of the received files."""
    return {name.split("/")[1]: _read(path).decode("utf-8") for name, path in _corpus_files("text.txt")}

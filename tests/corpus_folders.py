"""Where the files of a document lie, and the sources by document: the one place in the tests that knows the folders."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from policy_dsl.corpus_folders import parse_place
from policy_dsl.source_files import read_sources

ROOT: Final = Path(__file__).parents[1]
CORPUS: Final = ROOT / "policy_dsl" / "corpus"


def folders(file: str = "meta.toml") -> dict[str, Path]:
    """The folder of every document that has a file of this name, by id; of several versions the last."""
    return {p.parents[1].name: p.parent for p in sorted(CORPUS.glob(f"*/*/*/{file}"))}


def folder_of(document: str) -> Path:
    """The folder of a document; of several versions the last."""
    return folders()[document]


def source_name(document: str, file: str = "") -> str:
    """How the compiler calls a file of a document: corpus/<region>/<id>/<version>/<file>."""
    return f"corpus/{folder_of(document).relative_to(CORPUS).as_posix()}/{file}"


def sources_of(document: str) -> dict[str, str]:
    """The files of a document that the compiler reads, by name."""
    folder = source_name(document)
    return {path.removeprefix(folder): text for path, text in read_sources().items() if path.startswith(folder)}


def document_in(path: str) -> str:
    """The document of a source; empty for one of the ontology."""
    place = parse_place(path.rpartition("/")[0])
    return place.document if place else ""

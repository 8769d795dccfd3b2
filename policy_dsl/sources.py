"""The sources of the rule base as they lie in the package: ontology, corpus, and the compiler that reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parent


def ontology_folder() -> Path:
    """Where the Turtle files are: beside the package in a checkout, inside it in an installed wheel."""
    inside = PACKAGE / "ontology"
    return inside if inside.is_dir() else PACKAGE.parent / "ontology"


def read_sources() -> dict[str, str]:
    """The texts that the compiler reads, by path: `ontology/*.ttl` and `corpus/<id>/*`."""
    found = {f"ontology/{p.name}": p for p in sorted(ontology_folder().glob("*.ttl"))}
    for pattern in ("*/*.tiao", "*/*.toml", "*/text.txt"):
        found |= {p.relative_to(PACKAGE).as_posix(): p for p in sorted((PACKAGE / "corpus").glob(pattern))}
    return {name: path.read_bytes().decode("utf-8") for name, path in found.items()}


def fingerprint() -> str:
    """SHA-256 over everything the compiled rule base depends on: its sources and the compiler's own files.

    It reads bytes, not dates: a checkout, a copy and an installed wheel of one version have one fingerprint.
    """
    files = [*ontology_folder().glob("*.ttl"), *PACKAGE.glob("*.py"), *PACKAGE.glob("*.lark")]
    for pattern in ("*/*.tiao", "*/*.toml", "*/text.txt"):
        files += (PACKAGE / "corpus").glob(pattern)
    total = hashlib.sha256()
    for path in sorted(files, key=lambda p: (p.parent.name, p.name)):
        content = path.read_bytes()
        total.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def read_texts() -> dict[str, str]:
    """The official texts by document id; offsets in them are those of the received files."""
    return {p.parent.name: p.read_bytes().decode("utf-8") for p in sorted((PACKAGE / "corpus").glob("*/text.txt"))}

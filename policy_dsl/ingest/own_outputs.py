"""Which files are ours and unchanged: those whose SHA-256 this program noted when it wrote them.

In go contents, out comes whether a file still is one of them. The digests stand in the user's cache, one a line, and say
neither name nor content. A record that is missing, damaged or of another machine makes files unknown, never known.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from policy_dsl.ingest.atomic_write import write_file
from policy_dsl.ingest.cache_folder import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

NAME: Final = "written.sha256"
MOST_BYTES: Final = 4 * 2**20
"""Some 65,000 digests; of a longer record the newer half is kept."""

_LINE: Final = hashlib.sha256().digest_size * 2 + 1
_BLOCK: Final = 2**20


def digest(content: bytes) -> str:
    """The digest of a content."""
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: str | Path) -> str:
    """The digest of what a file holds. Raises OSError."""
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            sha.update(block)
    return sha.hexdigest()


def remember(digests: Iterable[str]) -> None:
    """Note contents as ours. Without a writable cache nothing is noted: what was written is then refused next time."""
    with contextlib.suppress(OSError, ValueError):
        folder = cache_folder()
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, NAME)
        # One call, at the end of the file: several runs at once do not mix their lines.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.write(descriptor, "".join(f"{d}\n" for d in digests).encode("ascii"))
            size = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        if size > MOST_BYTES:
            with open(path, "rb") as file:
                file.seek(size - size // 2 // _LINE * _LINE)
                newer = file.read()
            write_file(path, newer)


def own_digests() -> frozenset[str]:
    """The digests that were noted."""
    with contextlib.suppress(OSError, ValueError), open(os.path.join(cache_folder(), NAME), "rb") as file:
        return frozenset(file.read(2 * MOST_BYTES).decode("ascii", "replace").split())
    return frozenset()

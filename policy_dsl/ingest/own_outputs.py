"""Which files are ours and unchanged: those whose SHA-256 this program noted when it wrote them.

In go contents, out comes whether a file still is one of them. The notes stand in the user's cache, one a line, each a digest
keyed with the user's secret: who can write there and does not know the secret can make no file ours. They say neither name
nor content. A record that is missing, damaged or of another machine makes files unknown, never known.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Container, Iterable
from typing import TYPE_CHECKING, Final

from policy_dsl.ingest.atomic_write import write_file
from policy_dsl.ingest.cache_folder import cache_folder
from policy_dsl.ingest.user_secret import new_secret, user_secret

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
    """Note contents as ours. Without a writable cache, or a place for a secret, nothing is noted: what was written is then
    refused next time.
    """
    secret = user_secret() or new_secret()
    if secret is None:
        return
    with contextlib.suppress(OSError, ValueError):
        folder = cache_folder()
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, NAME)
        # One call, at the end of the file: several runs at once do not mix their lines.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.write(descriptor, "".join(f"{note(d, secret)}\n" for d in digests).encode("ascii"))
            size = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        if size > MOST_BYTES:
            with open(path, "rb") as file:
                file.seek(size - size // 2 // _LINE * _LINE)
                newer = file.read()
            write_file(path, newer)


def note(digest_of_content: str, secret: bytes) -> str:
    """What stands in the record of a content."""
    return hashlib.blake2b(digest_of_content.encode(), digest_size=32, key=secret).hexdigest()


class OwnDigests(Container[str]):
    """The digests of the contents that were noted by this user."""

    def __init__(self, notes: Container[str], secret: bytes | None) -> None:
        """secret: that of the user; None: there is none, and nothing is known."""
        self._notes, self._secret = notes, secret

    def __contains__(self, content: object) -> bool:
        return self._secret is not None and isinstance(content, str) and note(content, self._secret) in self._notes


def own_digests() -> OwnDigests:
    """The digests of the contents that were noted."""
    notes: frozenset[str] = frozenset()
    with contextlib.suppress(OSError, ValueError), open(os.path.join(cache_folder(), NAME), "rb") as file:
        notes = frozenset(file.read(2 * MOST_BYTES).decode("ascii", "replace").split())
    return OwnDigests(notes, user_secret())

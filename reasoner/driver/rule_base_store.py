"""The compiled rule base on disk: shipped in the wheel, or rebuilt into the user's cache when sources change.

A file is one line with the fingerprint of the sources and a seal, then JSON. That of the wheel is part of the program, and its
seal is the SHA-256 of the rest, which tells a damaged file. A cache may be shared, or handed on, and whoever can write
there can compute a SHA-256: the seal of a cached file is keyed with a secret that only this user of this installation can
read. What does not match, is damaged, of another version or half written is rebuilt. Writers rename a finished file into
place, so that concurrent starts are safe.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

import msgspec

from policy_dsl.compiled import FORMAT, CompiledBase
from policy_dsl.ingest.cache_folder import cache_folder
from policy_dsl.ingest.user_secret import new_secret, user_secret
from policy_dsl.source_files import PACKAGE, fingerprint

SHIPPED: Final = os.path.join(PACKAGE, "compiled.json")
_TEMPORARY: Final = ".tiaoli-"
RULES: Final = "rules"
"""The kind of file that holds the rule base of the package."""
JOINED: Final = "joined"
"""That of the package and the bureau's own corpus."""
MOST_JOINED: Final = 6
Stored = TypeVar("Stored")


class OwnCorpus(Protocol):
    """The bureau's own corpus as it is now."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of it."""

    def joined(self, package: CompiledBase) -> CompiledBase:
        """The rule base of the package with it."""


def load(build: Callable[[], CompiledBase], own: OwnCorpus | None = None) -> CompiledBase:
    """The compiled rule base for the sources as they are now; `build` makes it where no file holds it.

    own: the bureau's own corpus that is joined to it.
    """
    key = fingerprint()
    if own is None:
        return _packaged(build, key)
    joined = hashlib.sha256(f"{key} {own.fingerprint}".encode()).hexdigest()
    stored = cached(JOINED, joined, CompiledBase)
    if stored is not None and stored.format == FORMAT:
        return stored
    base = own.joined(_packaged(build, key))
    keep(JOINED, joined, base)
    forget(JOINED, MOST_JOINED)
    return base


def _packaged(build: Callable[[], CompiledBase], key: str) -> CompiledBase:
    """The rule base of the package alone."""
    shipped = read(SHIPPED, key)
    if shipped is not None:
        return shipped
    stored = cached(RULES, key, CompiledBase)
    if stored is not None and stored.format == FORMAT:
        _tidy(cache_folder())
        return stored
    base = build()
    keep(RULES, key, base)
    return base


def read(path: str, key: str) -> CompiledBase | None:
    """The rule base in a file of the program if it is whole, of this form and made from the sources of this key; else None."""
    stored = _stored(path, key, b"", CompiledBase)
    return stored if stored is not None and stored.format == FORMAT else None


def write(path: str, base: CompiledBase, key: str) -> None:
    """Write the rule base of the program; a reader sees the old file or the new one, never a part. Raises OSError."""
    _write(path, base, key, b"")


def cached(kind: str, key: str, form: type[Stored]) -> Stored | None:
    """What the user's cache holds of a kind under a key; None where it holds nothing that this user wrote."""
    secret = user_secret()
    return None if secret is None else _stored(_place(kind, key, secret), key, secret, form)


def keep(kind: str, key: str, data: object) -> None:
    """Put what was made into the user's cache. Without one that can be written every start makes it anew: slower, never wrong."""
    secret = user_secret() or new_secret()
    if secret is not None:
        with contextlib.suppress(OSError, ValueError):
            _write(_place(kind, key, secret), data, key, secret)


def _stored(path: str, key: str, secret: bytes, form: type[Stored]) -> Stored | None:
    """secret: that of the seal; none: the file is part of the program."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except (OSError, ValueError):
        return None
    head, _, body = content.partition(b"\n")
    if head.decode("ascii", "replace") != f"{key} {_seal(body, key, secret)}":
        return None
    try:
        return msgspec.json.decode(body, type=form)
    except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors
        return None


def _write(path: str, data: object, key: str, secret: bytes) -> None:
    from policy_dsl.ingest.atomic_write import make_folder, write_file  # only a start that compiles needs it

    body = msgspec.json.encode(data)
    make_folder(os.path.dirname(path))
    write_file(path, f"{key} {_seal(body, key, secret)}\n".encode() + body)


def _seal(body: bytes, key: str, secret: bytes) -> str:
    if not secret:
        return hashlib.sha256(body).hexdigest()
    keyed = hashlib.blake2b(key.encode(), digest_size=32, key=secret)
    keyed.update(body)
    return keyed.hexdigest()


def _place(kind: str, key: str, secret: bytes) -> str:
    """The file in the cache: each user has one of their own, for nobody believes that of another."""
    return os.path.join(cache_folder(), f"{kind}-{key[:24]}-{_mine(secret)}.json")


def _mine(secret: bytes) -> str:
    return hashlib.blake2b(b"name", digest_size=4, key=secret).hexdigest()


def forget(kind: str, most: int) -> None:
    """Keep the newest files of a kind alone; whoever needs another makes it anew."""
    secret = user_secret()
    if secret is None:
        return
    folder, ending = cache_folder(), f"-{_mine(secret)}.json"
    with contextlib.suppress(OSError):
        with os.scandir(folder) as listed:
            files = [
                (e.stat().st_mtime, e.path) for e in listed if e.name.startswith(f"{kind}-") and e.name.endswith(ending)
            ]
        for _, path in sorted(files)[:-most]:
            os.unlink(path)


def _tidy(folder: str) -> None:
    """Take away what starts that were killed left in the cache. Nothing but a look where there is nothing."""
    with contextlib.suppress(OSError):
        if any(name.startswith(_TEMPORARY) for name in os.listdir(folder)):
            from policy_dsl.ingest.temporary_folder import remove_stale

            remove_stale(folder)

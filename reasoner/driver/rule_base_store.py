"""The compiled rule base on disk: shipped in the wheel, or rebuilt into the user's cache when sources change.

A file is one line with the SHA-256 of the rest, then JSON. A file that is damaged, of another version or half
written does not match and is rebuilt. Writers rename a finished file into place, so that concurrent starts are safe.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable

import msgspec

from policy_dsl.compiled import FORMAT, CompiledBase
from policy_dsl.ingest.cache_folder import cache_folder
from policy_dsl.source_files import PACKAGE, fingerprint

SHIPPED = os.path.join(PACKAGE, "compiled.json")


def load(build: Callable[[], CompiledBase]) -> CompiledBase:
    """The compiled rule base for the sources as they are now; `build` makes it where no file holds it."""
    key = fingerprint()
    cached = os.path.join(cache_folder(), f"rules-{key[:24]}.json")
    for path in (SHIPPED, cached):
        stored = read(path, key)
        if stored is not None:
            return stored
    base = build()
    # Without a writable cache every start compiles anew: slower, never wrong.
    with contextlib.suppress(OSError):
        write(cached, base, key)
    return base


def read(path: str, key: str) -> CompiledBase | None:
    """The rule base in a file if it is whole, of this form and made from the sources of this key; else None."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return None
    head, _, body = content.partition(b"\n")
    if head.decode("ascii", "replace") != f"{key} {hashlib.sha256(body).hexdigest()}":
        return None
    try:
        stored = msgspec.json.decode(body, type=CompiledBase)
    except msgspec.DecodeError:
        return None
    return stored if stored.format == FORMAT else None


def write(path: str, base: CompiledBase, key: str) -> None:
    """Write a rule base; a reader sees the old file or the new one, never a part. Raises OSError."""
    from policy_dsl.ingest.atomic_write import write_file  # only a start that compiles needs it

    body = msgspec.json.encode(base)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    write_file(path, f"{key} {hashlib.sha256(body).hexdigest()}\n".encode() + body)

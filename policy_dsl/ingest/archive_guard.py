"""Zip archives from outside, read within bounds: in goes a file's content and limits, out come its parts.

A few kilobytes can unpack to gigabytes, an archive can hold a million parts, and entities of an XML part can multiply
without end. Nothing is unpacked to disk, sizes are counted while reading and not believed, and a part that declares a
document type goes no further. What is wrong is a code; each caller has words of its own for it.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import msgspec

_PIECE: Final = 2**20
_ENCRYPTED: Final = 0x1
_DECLARED: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
    RuntimeError,
)
"""What zipfile raises for an archive that is damaged or packed in a way that it does not know."""


class Limits(msgspec.Struct, frozen=True):
    """What a caller lets an archive have."""

    parts: int
    """Number of parts at most; directories are none."""
    unpacked: int
    """Bytes of all parts together once unpacked, at most."""
    part: int
    """Bytes of one part once unpacked, at most."""
    xml: tuple[str, ...]
    """Endings of the names of parts in which no document type may be declared."""
    doubled: bool = True
    """Whether two parts may bear one name; the later then stands."""
    wide: bool = True
    """Whether such a part may be in UTF-16, in which a declaration is not looked for."""


class Hazard(StrEnum):
    """Why an archive is not read on."""

    DAMAGED = "damaged"
    """No archive, or a part of it cannot be unpacked."""
    ENCRYPTED = "encrypted"
    """A part is under a password."""
    TOO_MANY = "too_many"
    """More parts than the limit."""
    TOO_LARGE = "too_large"
    """More bytes than the limit once unpacked."""
    DOUBLED = "doubled"
    """Two parts of one name."""
    DECLARATION = "declaration"
    """A part declares a document type or entities, or hides from the search for them."""


class BadArchive(Exception):
    """An archive that is not read on."""

    def __init__(self, hazard: Hazard, part: str = "", count: int = 0) -> None:
        super().__init__(f"{hazard}: {part or count}")
        self.hazard: Final = hazard
        """Why."""
        self.part: Final = part
        """Name of the part, as the archive has it; empty where it is the whole."""
        self.count: Final = count
        """Number of parts, where they are too many."""


def part_names(raw: bytes, limits: Limits) -> list[str]:
    """The names of the parts, none of which was unpacked. Raises BadArchive (damaged, too many)."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return [item.filename for item in _listed(archive, limits)]
    except _BROKEN:
        raise BadArchive(Hazard.DAMAGED) from None


def read_parts(raw: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Name and content of every part; each is unpacked to its end or to the limit. Raises BadArchive."""
    names: set[str] = set()
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for item in _listed(archive, limits):
                name = item.filename
                if item.flag_bits & _ENCRYPTED:
                    raise BadArchive(Hazard.ENCRYPTED, name)
                if name in names and not limits.doubled:
                    raise BadArchive(Hazard.DOUBLED, name)
                names.add(name)
                content = _unpacked(archive, item, min(limits.part, limits.unpacked - total))
                total += len(content)
                if name.endswith(limits.xml) and _declares(content, limits):
                    raise BadArchive(Hazard.DECLARATION, name)
                yield name, content
    except _BROKEN:
        raise BadArchive(Hazard.DAMAGED) from None


def _listed(archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    listed = [item for item in archive.infolist() if not item.is_dir()]
    if len(listed) > limits.parts:
        raise BadArchive(Hazard.TOO_MANY, count=len(listed))
    return listed


def _unpacked(archive: zipfile.ZipFile, item: zipfile.ZipInfo, most: int) -> bytes:
    """The content of a part; the size in the directory may lie, reading by pieces never holds much more than the limit."""
    pieces: list[bytes] = []
    size = 0
    with archive.open(item) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most:
                raise BadArchive(Hazard.TOO_LARGE, item.filename)
            pieces.append(piece)
    return b"".join(pieces)


def _declares(content: bytes, limits: Limits) -> bool:
    # The first look goes through megabytes at once; the second costs as much as unpacking.
    return (b"<!" in content and _DECLARED.search(content) is not None) or (not limits.wide and b"\0" in content)

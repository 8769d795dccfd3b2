"""Bytes of a file as text: UTF-8 with or without a byte order mark, else, where that is allowed, GB18030.

GB18030 is what WPS and Excel in Chinese write by default. What is wrong is one kind of error, with the place; each caller
has a code and words of its own for it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, Protocol

_CHINESE: Final = "[\u4e00-\u9fff]"
_OF_TODAY: Final = str.maketrans(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7"
    "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
    "︐︒︑︓︔︕︖︗︘︙ḿ𠂇𠂉𠃌龴龵龶龷𡗗龸𢦏龹龺𤇾龻",
)
"""Characters that Python's codec, of the edition of 2000, leaves in the private area, by what they are today (GB 18030-2022)."""
_PRIVATE: Final = "[\ue78d-\ue864]"


class NotText(Exception):
    """Bytes that are no text in the encodings that are allowed."""

    def __init__(self, offset: int = 0, line: int = 1, *, utf16: bool = False) -> None:
        super().__init__(f"line {line}, byte {offset}")
        self.offset: Final = offset
        """Bytes before the first that belongs to no character."""
        self.line: Final = line
        """Its line, from 1."""
        self.utf16: Final = utf16
        """Whether a byte order mark says that the file is in UTF-16."""


def utf8_text(raw: bytes) -> str:
    """The text of a file in UTF-8, without its byte order mark. Raises NotText."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText(error.start, raw.count(b"\n", 0, error.start) + 1) from None


def text_of(raw: bytes) -> str:
    """The text of a file in UTF-8, else in GB18030. Raises NotText; the place is that of the first byte that is no UTF-8."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotText(utf16=True)
    try:
        return utf8_text(raw)
    except NotText as error:
        raw = raw.removeprefix(codecs.BOM_UTF8)
        # Chinese characters before the broken place tell that the file is UTF-8; GB18030 does not give them by chance.
        if re.search(_CHINESE, raw[: error.offset].decode("utf-8")):
            raise
        try:
            return _today(raw.decode("gb18030"))
        except UnicodeDecodeError:
            raise error from None


def _today(text: str) -> str:
    return text.translate(_OF_TODAY) if re.search(_PRIVATE, text) else text


def pieces_of_text(file: Readable, size: int) -> Iterator[str]:
    """The text of a large file, `size` bytes at a time, in UTF-8, else, if its first piece says so, in GB18030.

    Raises NotText, without a place.
    """
    piece = file.read(size)
    encoding = "utf-8-sig"
    try:
        codecs.getincrementaldecoder(encoding)().decode(piece)
    except UnicodeDecodeError:
        encoding = "gb18030"
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece:
            text = decoder.decode(piece)
            yield text if encoding == "utf-8-sig" else _today(text)
            piece = file.read(size)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise NotText from None


class Readable(Protocol):
    """A file open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """As many bytes at most."""
        ...

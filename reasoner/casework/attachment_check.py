"""What a file is that somebody hands in with a case, by its bytes: a photograph (JPEG, PNG) or a scan (PDF). Nothing else is taken.

The name of a file decides nothing. JPEG: ISO/IEC 10918-1, markers from SOI to EOI with a frame header. PNG: ISO/IEC 15948,
signature, chunks with their checks from IHDR to IEND. PDF: ISO 32000-1, header, trailer, and no action that runs by itself.
"""

from __future__ import annotations

import re
import struct
import zlib
from enum import StrEnum
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic

MOST: Final = 15 * 2**20
"""Bytes of a file."""
_LEAST: Final = 64
_MOST_PIXELS: Final = 200_000_000
_MOST_CHUNKS: Final = 100_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_ACTIVE: Final = re.compile(rb"/(JavaScript|Launch|EmbeddedFile|RichMedia|SubmitForm|ImportData)\b")
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a frame header."""


class AttachmentKind(StrEnum):
    """What a file is; the value is its media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"


SUFFIXES: Final = {AttachmentKind.JPEG: ".jpg", AttachmentKind.PNG: ".png", AttachmentKind.PDF: ".pdf"}
_ALLOWED: Final = "照片(JPEG、PNG)、扫描件(PDF)"


class Content(NamedTuple):
    """What bytes are."""

    kind: AttachmentKind | None
    """None: they are not taken."""
    why: str
    """Why not; empty where they are."""


def attachment_fault(content: bytes, name: str) -> Diagnostic | None:
    """Why a file is not taken (K121 no picture or scan, K122 too large); None: it is."""
    where = f"材料 {name[-80:]}"
    if len(content) > MOST:
        return Diagnostic(
            "K122",
            where,
            f"文件{len(content) / 2**20:.1f} MB,过大",
            f"至多 {MOST // 2**20} MB",
            "降低分辨率,或者分成几份",
        )
    seen_as = content_of(content)
    if seen_as.kind is None:
        return Diagnostic("K121", where, f"{seen_as.why},没有收存", _ALLOWED, "拍照,或者扫描成 PDF 再传")
    return None


def content_of(content: bytes) -> Content:
    """What the bytes of a file are."""
    if len(content) < _LEAST:
        return Content(None, "文件是空的或者不完整")
    if content.startswith(b"\xff\xd8\xff"):
        return _checked(AttachmentKind.JPEG, _jpeg_fault(content))
    if content.startswith(_PNG):
        return _checked(AttachmentKind.PNG, _png_fault(content))
    if content.startswith(b"%PDF-"):
        return _checked(AttachmentKind.PDF, _pdf_fault(content))
    return Content(None, "内容不是照片,也不是 PDF")


def _checked(kind: AttachmentKind, why: str) -> Content:
    return Content(None if why else kind, why)


def _size_fault(width: int, height: int) -> str:
    if not width or not height:
        return "图片没有大小"
    return f"图片{width}×{height}像素,过大" if width * height > _MOST_PIXELS else ""


def _jpeg_fault(content: bytes) -> str:
    """Walk the segments to the first scan; a frame header must stand before it, and the end of the image behind it."""
    at, size = 2, (0, 0)
    for _ in range(_MOST_CHUNKS):
        while at + 1 < len(content) and content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1
        if at + 4 > len(content) or content[at] != 0xFF:
            return "JPEG 图片已经损坏"
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2 or marker < 0xC0:
            return "JPEG 图片已经损坏"
        if at + 2 + length > len(content):
            return "JPEG 图片不完整"
        if marker in _FRAMES:
            if length < 8:
                return "JPEG 图片已经损坏"
            size = struct.unpack(">HH", content[at + 5 : at + 9])[::-1]
        if marker == 0xDA:
            if size == (0, 0):
                return "JPEG 图片已经损坏"
            return _size_fault(*size) or ("" if content.find(b"\xff\xd9", at + length) >= 0 else "JPEG 图片不完整")
        at += 2 + length
    return "JPEG 图片已经损坏"


def _png_fault(content: bytes) -> str:
    """Walk the chunks; each check must be right, and nothing may stand behind the last."""
    at, size, data = len(_PNG), "图片没有大小", False
    for number in range(_MOST_CHUNKS):
        if at + 12 > len(content):
            return "PNG 图片不完整"
        length = int.from_bytes(content[at : at + 4], "big")
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            return "PNG 图片不完整"
        if zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            return "PNG 图片已经损坏"
        if number == 0:
            if kind != b"IHDR" or length != 13:
                return "PNG 图片已经损坏"
            size = _size_fault(*struct.unpack(">II", content[at + 8 : at + 16]))
            if size:
                return size
        data = data or kind == b"IDAT"
        if kind == b"IEND":
            return "" if data and end == len(content) else "PNG 图片后面还有别的内容" if data else "PNG 图片没有内容"
        at = end
    return "PNG 图片已经损坏"


def _pdf_fault(content: bytes) -> str:
    if b"%%EOF" not in content[-2048:] or b"startxref" not in content[-4096:]:
        return "PDF 不完整"
    if _ACTIVE.search(content):
        return "PDF 带有脚本、附件或者会自动执行的动作"
    return ""

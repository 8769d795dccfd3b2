"""Office files (zip of XML): read within bounds, written the same way every time.

A file from outside may be a bomb, hold macros, point to the network, or be half of a file: archives pass the guard of
`archive_guard`, and `dangers` names what a letter has no use for. Nothing is followed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final

from policy_dsl.ingest.archive_guard import BadArchive, Hazard, Limits, read_parts
from reasoner.intake.file_kind import Content, content_of

LIMITS: Final = Limits(parts=400, unpacked=64_000_000, part=16_000_000, xml=(".xml", ".rels"), doubled=False)
"""The whole file as stored may not be larger than its parts together once unpacked."""

_ACTIVE: Final = re.compile(r"vbaproject|vbadata|activex|embeddings/|\.bin$|altchunk", re.IGNORECASE)
_EXTERNAL: Final = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_READING: Final = (re.compile(rb"INCLUDE(?:TEXT|PICTURE)"), re.compile(rb"DDE(?:AUTO|(?<=\bDDE)\b)"))
"""Fields that read on; each begins with letters of its own, by which a search goes through half a megabyte at once."""
_HYPERLINK: Final = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)


class BadPackage(Exception):
    """A file that is not read on; the message says why, in words for staff."""


def read_package(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file by name. Raises BadPackage."""
    if content_of(data) == Content.COMPOUND:
        raise BadPackage("文件加了密码,或者是旧的 .doc 格式;请去掉密码,另存为 .docx")
    if len(data) > LIMITS.unpacked:
        raise BadPackage(f"文件过大,超过 {LIMITS.unpacked // 1_000_000} MB")
    try:
        parts = dict(read_parts(data, LIMITS))
    except BadArchive as error:
        raise BadPackage(_refusal(error)) from None
    if "[Content_Types].xml" not in parts or "word/document.xml" not in parts:
        raise BadPackage("不是 Word 文档(.docx)")
    return parts


def _refusal(error: BadArchive) -> str:
    part = error.part[:80]
    return {
        Hazard.DAMAGED: "不是完整的 .docx 文件(可能没有保存完,或者已经损坏)",
        Hazard.ENCRYPTED: "文件加了密码;请去掉密码再试",
        Hazard.TOO_MANY: f"文件里的部件过多({error.count}个)",
        Hazard.TOO_LARGE: "文件解开后过大,不再读取(疑为压缩炸弹)",
        Hazard.DOUBLED: f"文件里有两个同名部件 {part}",
        Hazard.DECLARATION: f"部件 {part} 中有 DOCTYPE 或实体声明,不再读取",
    }[error.hazard]


def dangers(parts: Mapping[str, bytes]) -> list[str]:
    """What a letter or template has no use for: macros, embedded objects, and links that open something outside."""
    problems = [f"含有宏或者嵌入对象({name[:80]})" for name in parts if _ACTIVE.search(name)]
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        problems.append("是带宏的文档类型")
    for name, content in parts.items():
        if name.endswith(".rels"):
            outside = any(not _HYPERLINK.search(m[0]) for m in _EXTERNAL.finditer(content))
            problems += [f"引用外部内容({name[:80]})"] * outside
    for name in (n for n in parts if n.startswith("word/") and n.endswith(".xml")):
        if any(field.search(parts[name]) for field in _READING):
            problems.append(f"含有会读取外部内容的域({name[:80]})")
    return problems


def write_package(parts: Mapping[str, bytes], shared: Collection[str] = ()) -> bytes:
    """The parts as a file: the same parts give the same bytes (names in order, no times, one way of packing).

    shared: the parts that many files have alike; they stand first, and are packed once.
    """
    names = sorted(parts, key=lambda n: (n != "[Content_Types].xml", n))
    first = tuple((n, parts[n]) for n in names if n in shared)
    begun = _packed_once(first) if first else b""
    return _packed(begun, [(n, parts[n]) for n in names if n not in shared])


@lru_cache(maxsize=16)
def _packed_once(parts: tuple[tuple[str, bytes], ...]) -> bytes:
    return _packed(b"", parts)


def _packed(begun: bytes, parts: Iterable[tuple[str, bytes]]) -> bytes:
    """An archive with these parts added."""
    buffer = io.BytesIO(begun)
    with zipfile.ZipFile(buffer, "a" if begun else "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return buffer.getvalue()

"""The parts of a Word file that carry text, found by their relations, behind the guard against hostile archives."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from policy_dsl.ingest.archive_guard import BadArchive, Hazard, Limits, read_parts
from policy_dsl.ingest.readers.extraction import Unreadable
from policy_dsl.ingest.xml_tree import Element, NotWellFormed, parse

LIMITS: Final = Limits(parts=4000, unpacked=256_000_000, part=64_000_000, xml=(".xml", ".rels"), doubled=False)
"""Official files carry pictures; a plan of hundreds of pages stays far below."""

_STRICT: Final = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The names of the strict form of the standard, by those of the usual one."""
_HARMS: Final = {
    Hazard.DAMAGED: (
        "R103",
        "文件已经损坏,或者没有传完",
        "请来文单位重新发送;能在 Word 或 WPS 里打开的,另存为 .docx 再试",
    ),
    Hazard.ENCRYPTED: ("R104", "文件有密码", "请来文单位取消密码,另存一份"),
    Hazard.TOO_MANY: ("R105", "文件里的部件过多", "在 Word 或 WPS 里另存一份再试"),
    Hazard.TOO_LARGE: ("R105", "文件解开以后过大,不再读取", "删去图片,另存一份再试"),
    Hazard.DOUBLED: ("R105", "文件里有两个同名的部件", "在 Word 或 WPS 里另存一份再试"),
    Hazard.DECLARATION: ("R105", "文件里有 DOCTYPE 或者实体声明,不再读取", "在 Word 或 WPS 里另存一份再试"),
}


@dataclass(frozen=True)
class WordPackage:
    """The parts of a Word file by name, and the name of the main one."""

    parts: Mapping[str, bytes]
    main: str

    def root(self, name: str) -> Element | None:
        """The tree of a part; None where there is none. Raises Unreadable (R103)."""
        content = self.parts.get(name)
        if content is None:
            return None
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        try:
            return parse(content)
        except NotWellFormed as error:
            raise Unreadable(
                "R103", f"部件{name[:80]} 已经损坏:{error}", "在 Word 或 WPS 里打开,另存为 .docx 再试"
            ) from None

    def related(self, kind: str) -> list[str]:
        """The names of the parts to which the main one is related in this way: styles, numbering, header."""
        return [target for name, target in _relations(self, self.main) if name == kind]


def word_package(raw: bytes) -> WordPackage:
    """The parts of a Word file. Raises Unreadable: R103 damaged, R104 locked, R105 hostile, R102 no Word file."""
    try:
        parts = dict(read_parts(raw, LIMITS))
    except BadArchive as error:
        code, message, hint = _HARMS[error.hazard]
        raise Unreadable(code, message + (f"({error.part[:80]})" if error.part else ""), hint) from None
    package = WordPackage(parts, "word/document.xml")
    mains = [target for kind, target in _relations(package, "") if kind == "officeDocument"]
    main = next((m for m in mains if m in parts), "word/document.xml")
    if main not in parts:
        raise Unreadable("R102", "压缩文件,但不是 Word 文档", "能读的是 .docx、.pdf、.html、.txt,以及 .doc、.wps")
    if not main.startswith("word/") and "spreadsheet" in main + str(sorted(parts))[:2000]:
        raise Unreadable("R102", "这是表格,不是文件正文", "在 Word 或 WPS 里打开正文,另存为 .docx")
    return WordPackage(parts, main)


def _relations(package: WordPackage, source: str) -> list[tuple[str, str]]:
    """Kind and name of the parts to which a part is related; outside ones and those that are not there are left out."""
    folder, name = posixpath.split(source)
    root = package.root(posixpath.join(folder, "_rels", f"{name}.rels"))
    related = []
    for node in () if root is None else root:
        target = unquote(node.get("Target") or "")
        if isinstance(node.tag, str) and node.get("TargetMode") != "External" and target:
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if full in package.parts:
                related.append(((node.get("Type") or "").rpartition("/")[2], full))
    return related

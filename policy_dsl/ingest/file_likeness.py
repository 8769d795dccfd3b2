"""What a file that stands in the way seems to be, in words for staff: a guess from its beginning and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_HEAD: Final = 2**16
_MOST_PARTS: Final = 10
_OURS: Final = ("条理", "tiaoli")
_CARRIERS: Final = ("docProps/core.xml", "customXml/")
"""The parts of a package that say whose it is."""

_PACKAGES: Final = {"word/document.xml": "Word 文档", "xl/workbook.xml": "Excel 工作簿"}
_TEXTS: Final = {
    ".ttl": "图(Turtle)", ".nt": "图(N-Triples)", ".jsonld": "图(JSON-LD)", ".tiao": "规则文件", ".toml": "设置或者记录",
    ".csv": "表格(CSV)", ".yaml": "YAML 文件", ".yml": "YAML 文件", ".md": "Markdown 文档",
}  # fmt: skip
_OLD_OFFICE: Final = bytes.fromhex("d0cf11e0a1b11ae1")


def seems_to_be(path: Path) -> str:
    """A word for its kind, and whether it seems to come from this program."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return "不能读取的文件"
    kind, own = _kind(path, head)
    kind = f" {kind}" if kind[0].isascii() else kind
    if not own:
        return f"看来是{kind}"
    return f"看来是条理写出的{kind},但写出以后有改动,或者不是在这台电脑上写出的"


def _kind(path: Path, head: bytes) -> tuple[str, bool]:
    if not head:
        return "空文件", False
    if head.startswith(b"PK"):
        return _packaged(path)
    if head.startswith(b"%PDF"):
        return "PDF 文件", _ours(head.decode("latin-1"))
    if head.startswith(_OLD_OFFICE):
        return "旧版 Office 文件", False
    try:
        text = head.decode("utf-8", "ignore" if len(head) == _HEAD else "strict").lstrip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return "内容不明的文件", False
    if text[:9].lower() == "<!doctype" or text[:5].lower() == "<html":
        return "网页", _ours(text)
    if named := _TEXTS.get(path.suffix.lower()):
        return named, False
    return ("JSON 文件" if text[:1] in ("{", "[") else "文本文件"), False


def _packaged(path: Path) -> tuple[str, bool]:
    """The kind of a file of parts, and whether it says that this program made it."""
    import zipfile
    import zlib

    own, kind = False, "压缩文件"
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            kind = next((word for part, word in _PACKAGES.items() if part in names), kind)
            for name in [n for n in names if n.startswith(_CARRIERS)][:_MOST_PARTS]:
                with package.open(name) as part:
                    own = own or _ours(part.read(_HEAD).decode("utf-8", "ignore"))
    except (OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return kind, own
    return kind, own


def _ours(text: str) -> bool:
    return any(word in text for word in _OURS)

"""What a reader of a letter sees, and the verdict the file carries. Hidden text counts as absent."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from policy_dsl.ingest.text_decoding import NotText, utf8_text
from reasoner.intake.file_kind import FileKind
from reasoner.letters.docx_package import BadPackage, dangers, read_package
from reasoner.letters.embedded_verdict import ATTACHMENT, CARRIER, LARGEST, NAMESPACE
from reasoner.letters.xml_tree import Element, NotWellFormed, parse
from reasoner.render.html.pages import letter_style

MOST_PAGES: Final = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """The paragraphs of a letter in order, what it carries (None: nothing of ours), and what is wrong with the file."""

    paragraphs: tuple[str, ...]
    carried: str | None
    faults: tuple[str, ...] = ()


def see(data: bytes, kind: FileKind) -> Seen:
    """Read a letter by the kind of its file. Raises BadPackage with words for staff where it cannot be read."""
    if kind == FileKind.WORD:
        return see_word(data)
    return see_pdf(data) if kind == FileKind.PDF else see_page(data)


# --- Word ---------------------------------------------------------------------------------------------------

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def see_word(data: bytes) -> Seen:
    """Body, headers and footers; deleted and hidden text, field codes and alternatives left out."""
    parts = read_package(data)
    carried = None
    paragraphs: list[str] = []
    hidden_styles = _hidden_styles(parts.get("word/styles.xml", b""))
    try:
        for name in sorted(parts, key=lambda n: (not n.startswith("word/header"), n != "word/document.xml", n)):
            if re.fullmatch(r"word/(document|header\d*|footnotes|endnotes)\.xml", name):
                paragraphs += _paragraphs(parse(parts[name]), hidden_styles)
            elif re.fullmatch(r"customXml/item\d+\.xml", name) and NAMESPACE.encode() in parts[name]:
                root = parse(parts[name], huge=True)
                if root.tag == f"{{{NAMESPACE}}}verdict":
                    carried = root.text or ""
    except NotWellFormed as error:
        raise BadPackage(f"文档内容不完整或者已经损坏:{error}") from None
    return Seen(tuple(paragraphs), carried, tuple(dangers(parts)))


def _hidden_styles(styles: bytes) -> frozenset[str | None]:
    if not styles:
        return frozenset()
    try:
        root = parse(styles)
    except NotWellFormed:
        return frozenset()
    return frozenset(
        s.get(f"{_W}styleId") for s in root.iter(f"{_W}style") if any(_unseen(r) for r in s.findall(f"{_W}rPr"))
    )


def _unseen(properties: Element) -> bool:
    """Whether run properties hide their text: hidden, white, or too small to read."""
    for name in ("vanish", "webHidden"):
        mark = properties.find(f"{_W}{name}")
        if mark is not None and mark.get(f"{_W}val", "true") not in ("false", "0", "off"):
            return True
    colour, size = properties.find(f"{_W}color"), properties.find(f"{_W}sz")
    if colour is not None and (colour.get(f"{_W}val") or "").upper() == "FFFFFF":
        return True
    return size is not None and (size.get(f"{_W}val") or "99").isdigit() and int(size.get(f"{_W}val") or 99) < 6


def _paragraphs(root: Element, hidden: frozenset[str | None]) -> list[str]:
    texts: list[str] = []
    for paragraph in root.iter(f"{_W}p"):
        words: list[str] = []
        for text in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}noBreakHyphen"):
            above = list(text.iterancestors())
            if next(a for a in above if a.tag == f"{_W}p") is not paragraph:
                continue  # a text box within the paragraph tells its own
            if any(a.tag in (f"{_W}del", f"{_W}moveFrom") or str(a.tag).endswith("}Fallback") for a in above):
                continue
            if any(_hides(a, hidden) for a in above if a.tag in (f"{_W}r", f"{_W}p")):
                continue
            words.append(text.text or "" if text.tag == f"{_W}t" else " ")
        if "".join(words).strip():
            texts.append("".join(words))
    return texts


def _hides(element: Element, hidden: frozenset[str | None]) -> bool:
    run = element.tag == f"{_W}r"
    properties = element.find(f"{_W}{'rPr' if run else 'pPr'}")
    if properties is None:
        return False
    style = properties.find(f"{_W}{'rStyle' if run else 'pStyle'}")
    return (run and _unseen(properties)) or (style is not None and style.get(f"{_W}val") in hidden)


# --- HTML ---------------------------------------------------------------------------------------------------

_UNCLOSED: Final = ("meta", "col", "br", "img", "link", "input", "hr")
_BLOCKS: Final = ("p", "h1", "h2", "td", "th", "div", "li")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.carried: str | None = None
        self.faults: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._style = ""
        self._carrier = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        style = given.get("style") or ""
        unseen = "hidden" in given or (bool(style) and not (tag == "col" and re.fullmatch(r"width:[\d.]+%", style)))
        if tag in ("iframe", "object", "embed", "img", "link", "base", "svg", "form"):
            self.faults.append(f"含有不是本程序写出的内容(<{tag}>)")
        if any(name.startswith("on") or name in ("src", "href") for name, _ in attrs):
            self.faults.append(f"含有脚本或者外部链接(<{tag}>)")
        if tag == "script" and (given.get("id") != CARRIER or given.get("type") != "application/json"):
            self.faults.append("含有脚本")
        self._carrier = tag == "script" and given.get("id") == CARRIER
        if tag not in _UNCLOSED:
            self._open.append((tag, unseen))
        if tag in _BLOCKS:
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                break
        if tag == "style" and self._style.strip() != letter_style().strip():
            self.faults.append("样式被改动,文字的显示可能与原件不同")

    def handle_data(self, data: str) -> None:
        inside = self._open[-1][0] if self._open else ""
        if inside == "script":
            self.carried = (self.carried or "") + data if self._carrier else self.carried
        elif inside == "style":
            self._style += data
        elif inside != "title" and not any(unseen for _, unseen in self._open):
            if not self.paragraphs:
                self.paragraphs.append("")
            self.paragraphs[-1] += data


def see_page(data: bytes) -> Seen:
    """The body of our HTML; a changed style sheet or a script is named, because it can hide or replace words."""
    if len(data) > LARGEST:
        raise BadPackage(f"文件过大,超过 {LARGEST // 1_000_000} MB")
    page = _Page()
    try:
        page.feed(utf8_text(data))
        page.close()
    except NotText:
        raise BadPackage("不是 UTF-8 编码的网页") from None
    paragraphs = tuple(p for p in page.paragraphs if p.strip())
    return Seen(paragraphs, page.carried, tuple(dict.fromkeys(page.faults)))


# --- PDF ----------------------------------------------------------------------------------------------------


def see_pdf(data: bytes) -> Seen:
    """The text of the pages without page numbers, and the attachment. Each page is one paragraph."""
    import logging

    import pypdf
    from pypdf.errors import PyPdfError

    if len(data) > LARGEST * 4:
        raise BadPackage(f"文件过大,超过 {LARGEST * 4 // 1_000_000} MB")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise BadPackage("文件加了密码;请去掉密码再试")
        if len(reader.pages) > MOST_PAGES:
            raise BadPackage(f"页数过多,超过 {MOST_PAGES} 页")
        pages = [re.sub(r"—\s*\d+\s*—", "", p.extract_text()) for p in reader.pages]
        attached = reader.attachments.get(ATTACHMENT, []) if ATTACHMENT in reader.attachments else []
        carried = attached[0].decode("utf-8", "replace") if attached else None
    except BadPackage:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        OSError,
        MemoryError,
    ) as error:
        raise BadPackage(f"不是完整的 PDF 文件(可能没有保存完,或者已经损坏):{str(error)[:120]}") from None
    return Seen(tuple(pages), carried)

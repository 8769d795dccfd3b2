"""What a reader of a letter's web page sees.

Read by a closed grammar: the tags, attributes and places that our writer produces, as a browser saves them again, and
nothing else. The style sheet must be ours as a whole. Any other mark is named, so that no browser can read it in
another way than we do.
"""

from __future__ import annotations

import html
import re
from typing import Final

from policy_dsl.ingest.text_decoding import NotText, utf8_text
from reasoner.letters.embedded_verdict import CARRIER, LARGEST
from reasoner.letters.visible_text import VisibleText
from reasoner.render.docx.package import BadPackage
from reasoner.render.html.pages import letter_style

_TOKEN: Final = re.compile(
    r"(?P<skip><!DOCTYPE html>|<!-- saved from url=\(\d{4}\)[^<>]{0,300} -->)"
    r"|</(?P<end>[a-z][a-z0-9]*)\s*>"
    r"|<(?P<start>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[a-z-]+(?:=\"[^\"<]*\")?)*)\s*/?>"
    r"|(?P<text>[^<]+)|(?P<odd><)",
    re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(r'\s+([A-Za-z-]+)(?:="([^"<]*)")?')
_PARENTS: Final[dict[str, tuple[str, ...]]] = {
    "html": ("",), "head": ("html",), "body": ("html",), "meta": ("head",), "title": ("head",), "style": ("head",),
    "h1": ("body",), "h2": ("body", "section"), "p": ("body", "section"), "section": ("body",), "script": ("body",),
    "table": ("body",), "colgroup": ("table",), "col": ("colgroup",), "thead": ("table",), "tbody": ("table",),
    "tr": ("thead", "tbody"), "th": ("tr",), "td": ("tr",),
}  # fmt: skip
"""By element, where it may stand."""
_ENCODING: Final = re.compile('charset="?utf-8"', re.IGNORECASE)
_VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())
_ONCE: Final = ("html", "head", "body", "title", "style", "script", "h1")
_PARAGRAPHS: Final = ("p", "h1", "h2", "td", "th")
_VALUES: Final[dict[tuple[str, str], re.Pattern[str]]] = {
    ("p", "class"): re.compile("draft|number|to|source|quote|blank|hand|review|contact|sign"),
    ("section", "class"): re.compile("notes"),
    ("html", "lang"): re.compile("zh-CN"),
    ("col", "style"): re.compile(r"width:\s?([5-9]|[1-9]\d)(\.\d+)?%;?"),
    ("script", "type"): re.compile("application/json"),
    ("script", "id"): re.compile(re.escape(CARRIER)),
    ("meta", "charset"): re.compile("utf-8", re.IGNORECASE),
    ("meta", "http-equiv"): re.compile("Content-Security-Policy|Content-Type", re.IGNORECASE),
    ("meta", "content"): re.compile(
        "default-src 'none'; style-src 'unsafe-inline'|text/html; charset=utf-8", re.IGNORECASE
    ),
}
"""By element and attribute, the values that may stand."""


def visible_on_page(data: bytes) -> VisibleText:
    """The text of a page. Raises BadPackage with words for staff where it cannot be read."""
    if len(data) > LARGEST:
        raise BadPackage(f"文件过大,超过 {LARGEST // 1_000_000} MB")
    try:
        text = utf8_text(data)
    except NotText:
        raise BadPackage("不是 UTF-8 编码的网页") from None
    return _Page(text).result()


class _Page:
    """One page being read."""

    def __init__(self, text: str) -> None:
        self._open: list[str] = []
        self._unseen: list[bool] = []
        self._carrier = False
        self._counts: dict[str, int] = {}
        self._paragraphs: list[str] = []
        self._cells: set[int] = set()
        self._raw = dict.fromkeys(("title", "style", "script"), "")
        self._faults: dict[str, None] = {}
        for token in _TOKEN.finditer(text):
            if token["start"]:
                self._start(token["start"].lower(), token["attributes"])
            elif token["end"]:
                self._end(token["end"].lower())
            elif token["text"]:
                self._text(html.unescape(token["text"]), token["text"])
            elif token["odd"]:
                self._faults["含有不是本程序写出的写法(注释、脚本或者没有写完的标签)"] = None
        if self._raw["style"].strip() != letter_style().strip():
            self._faults["样式被改动,文字的显示可能与原件不同"] = None
        if self._open:
            self._faults["标签没有配对"] = None
        if not _ENCODING.search(text[:2000]):
            self._faults["没有写明文字编码(utf-8),浏览器可能显示别的字"] = None

    def result(self) -> VisibleText:
        """Everything that is visible, what the page carries, and what is wrong with it."""
        kept = [i for i, p in enumerate(self._paragraphs) if p.strip()]
        return VisibleText(
            paragraphs=tuple(self._paragraphs[i] for i in kept),
            cells=frozenset(new for new, old in enumerate(kept) if old in self._cells),
            title=html.unescape(self._raw["title"]),
            carried=self._raw["script"] or None,
            faults=tuple(self._faults),
        )

    def _start(self, tag: str, attributes: str) -> None:
        parent = self._open[-1] if self._open else ""
        self._counts[tag] = self._counts.get(tag, 0) + 1
        foreign = parent not in _PARENTS.get(tag, ()) or (tag in _ONCE and self._counts[tag] > 1)
        if foreign:
            self._faults[f"含有不是本程序写出的内容(<{tag[:20]}>)"] = None
        names = [name.lower() for name, _ in _ATTRIBUTE.findall(attributes)]
        for name, value in _ATTRIBUTE.findall(attributes):
            allowed = _VALUES.get((tag, name.lower()))
            if allowed is None or not allowed.fullmatch(html.unescape(value)):
                foreign = True
                self._faults[f"含有不是本程序写出的属性(<{tag[:20]} {name[:20]}>)"] = None
        if len(set(names)) < len(names) or (tag == "script" and sorted(names) != ["id", "type"]):
            foreign = True
            self._faults[f"含有脚本或者写重的属性(<{tag[:20]}>)"] = None
        # The payload is read wherever it stands: what is wrong with the page is told beside what it says.
        self._carrier = tag == "script" and CARRIER in attributes and not self._raw["script"]
        if tag not in _VOID:
            self._open.append(tag)
            self._unseen.append(foreign or (bool(self._unseen) and self._unseen[-1]))
        if tag in _PARAGRAPHS or tag not in _PARENTS:
            self._paragraphs.append("")
            if tag == "td":
                self._cells.add(len(self._paragraphs) - 1)

    def _end(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
            self._unseen.pop()
        else:
            self._faults["标签没有配对"] = None
            if tag in self._open:
                at = self._open.index(tag)
                del self._open[at:], self._unseen[at:]
        if self._paragraphs and self._paragraphs[-1]:
            self._paragraphs.append("")

    def _text(self, text: str, raw: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside in self._raw:
            self._raw[inside] += raw if inside != "script" or self._carrier else ""
        elif text.strip() and not (self._unseen and self._unseen[-1]):
            if inside not in (*_PARAGRAPHS, "body", "section"):
                self._faults["正文以外写有文字"] = None
            if not self._paragraphs:
                self._paragraphs.append("")
            self._paragraphs[-1] += text

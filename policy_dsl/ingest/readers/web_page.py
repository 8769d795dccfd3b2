"""A web page as saved: the words that a browser shows, by a walk over lxml's tree, and again by the parser of Python.

Scripts, hidden words, controls and the page's own title are out with their words. Numbers of ordered lists, which stand
nowhere in the text, are written. What seems to be navigation is proposed for masking, with the reason.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from policy_dsl.ingest.readers.extraction import Extraction, LeftOut, Notice, Origin, ReadLine, Run, Unreadable
from policy_dsl.ingest.readers.number_formats import numeral
from policy_dsl.ingest.readers.plain_text import decoded
from policy_dsl.ingest.readers.reconciliation import Reconciliation, reconcile
from policy_dsl.ingest.readers.web_second import READER, second_lines
from policy_dsl.ingest.xml_tree import Element, NotWellFormed, parse_page

BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul caption".split()
)
"""Elements that stand on lines of their own."""
_SILENT: Final = frozenset(
    ("script", "style", "template", "meta", "link", "base", "colgroup", "col", "param", "source", "track")
)
_OUT: Final = {
    "title": "网页标题", "rt": "注音", "rp": "注音", "del": "删除线文字", "s": "删除线文字", "strike": "删除线文字",
    "select": "网页控件", "button": "网页控件", "textarea": "网页控件", "noscript": "没有脚本时的文字", "datalist": "网页控件",
}  # fmt: skip
_PLACED: Final = {
    "img": "图片",
    "svg": "图",
    "canvas": "图",
    "math": "公式",
    "object": "嵌入对象",
    "embed": "嵌入对象",
    "iframe": "嵌入网页",
    "video": "视频",
    "audio": "音频",
}
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_AROUND: Final = re.compile(
    r"(?:^|[-_\s])(?:nav|navi|navigation|menu|crumbs?|breadcrumbs?|position|location|footer|foot|sidebar|side|share|toolbar|tools?"
    r"|copyright|search|login|banner|topbar|top|related|pagination|friendlink|links)(?:$|[-_\s0-9])",
    re.IGNORECASE,
)
"""Names of elements around the text."""
_FURNITURE: Final = re.compile(
    r"(?:您?当前的?位置|您的位置|首页\s*[>»›/]|打印(?:本页)?$|关闭(?:窗口)?$|分享(?:到|至)|字(?:号|体)[::]|扫一扫|浏览次数|阅读次数|上一篇|下一篇"
    r"|版权所有|.{0,12}ICP备|.{0,6}公网安备|网站标识码|网站地图|联系我们$|设为首页|加入收藏|无障碍|适老)"
)
_LIST_FORMS: Final = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "decimal": "decimal",
    "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand", "simp-chinese-informal": "chineseCountingThousand",
    "cjk-earthly-branch": "ideographZodiac", "cjk-heavenly-stem": "ideographTraditional",
}  # fmt: skip
_CHINESE: Final = "\u2018-\u201d\u2026\u2014\u3001-\u30ff\u3400-\u9fff\uff00-\uffef"
_BREAK: Final = re.compile(rf"(?<=[{_CHINESE}])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{_CHINESE}])")
"""A line break of the source between two Chinese characters: nobody meant a blank there."""


def read_page(raw: bytes, *, masks: bool = True) -> tuple[Extraction, Reconciliation | None]:
    """A page as read, and how the second reading differs. Raises Unreadable: R103 no page, R106 encoding."""
    text = _decoded(raw)
    try:
        root = parse_page(text)
    except NotWellFormed as error:
        raise Unreadable("R103", f"网页读不出来:{error}", "在浏览器里打开,另存为网页,或者复制文字存为 .txt") from None
    walker = _Walker(Extraction("网页", "lxml"))
    walker.element(root, _Around())
    walker.end_line(_Around())
    extraction = walker.result
    if walker.numbers:
        extraction.notices.append(Notice(f"网页的列表编号{walker.numbers}处由 <ol> 推定,请对照网页", "", "R113"))
    _settle_masks(walker, masks)
    known = {"".join(x.words.split()): f"第一次读取没有写入正文:{x.kind}" for x in extraction.left_out}
    return extraction, reconcile(extraction.lines, second_lines(text), (extraction.reader, READER), known)


def _decoded(raw: bytes) -> str:
    """The text of a page: UTF-8 where its bytes are, else as it declares, else GB18030. Raises Unreadable (R106)."""
    declared = _CHARSET.search(raw[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name and not name.startswith(("utf", "gb")):
        try:
            return raw.decode(codecs.lookup(name).name)
        except (LookupError, UnicodeDecodeError):
            raise Unreadable(
                "R106", f"网页写明的编码是{name},却不是这种编码的文字", "在浏览器里打开,另存为 UTF-8 编码"
            ) from None
    return decoded(raw)


@dataclass(frozen=True)
class _Around:
    """What stands around an element."""

    reason: str = ""
    """Why it seems to be no part of the document."""
    linked: bool = False
    kept: bool = False
    """Whether blanks and breaks stay (pre)."""
    origin: Origin = Origin.TEXT


@dataclass
class _Walker:
    """The walk over the tree."""

    result: Extraction
    runs: list[Run] = field(default_factory=list)
    linked: int = 0
    """Characters of the line that are in links."""
    link_only: list[bool] = field(default_factory=list)
    """For each line whether all its words are in links."""
    reasons: list[str] = field(default_factory=list)
    """For each line what stands around it."""
    numbers: int = 0

    def element(self, node: Element, around: _Around) -> None:
        name = node.tag if isinstance(node.tag, str) else ""
        if name in _SILENT:
            return
        style = node.get("style") or ""
        if node.get("hidden") is not None or _HIDDEN.search(style) or node.get("type") == "hidden":
            self.leave_out(node, "隐藏的文字")
            return
        if name in _OUT:
            self.leave_out(node, _OUT[name])
            return
        if name in _PLACED:
            self.place(node, name)
            return
        if name == "input":
            self.leave_out(node, "网页控件", node.get("value") or "")
            return
        inner = _inside(node, name, around)
        if name == "br":
            self.end_line(inner)
        elif name == "tr":
            self.row(node, inner)
        elif name in BLOCKS:
            self.end_line(around)
            if name == "li":
                self.number(node)
            self.children(node, inner)
            self.end_line(inner)
        else:
            self.children(node, inner)

    def children(self, node: Element, around: _Around) -> None:
        self.words(node.text, around)
        for child in node:
            self.element(child, around)
            self.words(child.tail, around)

    def words(self, text: str | None, around: _Around) -> None:
        if not text:
            return
        if around.kept:
            first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self.put(first, around)
            for line in rest:
                self.end_line(around, empty=True)
                self.put(line, around)
            return
        self.put(re.sub(r"[ \t\r\n\f]+", " ", _BREAK.sub("", text)).replace("\xa0", " "), around)

    def put(self, text: str, around: _Around) -> None:
        if not text or (text == " " and (not self.runs or self.runs[-1].text.endswith(" "))):
            return
        self.runs.append(Run(text, around.origin))
        if around.linked:
            self.linked += len("".join(text.split()))

    def row(self, node: Element, around: _Around) -> None:
        """A row of a table: a line with its cells apart by tabs; one that lays out a page: the lines of its cells."""
        self.end_line(around)
        cells: list[list[tuple[ReadLine, bool, str]]] = []
        for child in node:
            if child.tag in ("td", "th"):
                lines, flags, reasons = self.result.lines, self.link_only, self.reasons
                self.result.lines, self.link_only, self.reasons = [], [], []
                self.children(child, _inside(child, str(child.tag), around))
                self.end_line(around)
                inner = list(zip(self.result.lines, self.link_only, self.reasons, strict=True))
                self.result.lines, self.link_only, self.reasons = lines, flags, reasons
                cells.append([x for x in inner if x[0].text.strip()])
            else:
                self.element(child, around)
        if len(cells) < 2 or max(map(len, cells)) > _MOST_LINES:
            for line, flag, reason in (x for cell in cells for x in cell):
                self.add(line.runs, flag, reason)
            return
        runs: list[Run] = []
        for i, cell in enumerate(cells):
            runs += [Run("\t", Origin.SEPARATOR)] if i else []
            for j, (line, _, _) in enumerate(cell):
                runs += [Run(" ", Origin.SEPARATOR)] if j else []
                runs += line.runs
        if any(cells):
            self.add(tuple(runs), all(flag for cell in cells for _, flag, _ in cell), around.reason)

    def number(self, node: Element) -> None:
        """The number before an item of an ordered list."""
        above = node.getparent()
        if above is None or above.tag != "ol":
            return
        style = f"{above.get('style') or ''};{node.get('style') or ''}".lower()
        named = re.search(r"list-style(?:-type)?\s*:\s*([a-z\-]+)", style)
        form = named[1] if named else node.get("type") or above.get("type") or "1"
        if form not in _LIST_FORMS:
            return
        at = _whole(above.get("start"), 1)
        for item in above:
            if item.tag == "li":
                at = _whole(item.get("value"), at)
                if item is node:
                    break
                at += 1
        printed = numeral(at, _LIST_FORMS[form]).text
        self.runs.append(Run(printed + ("、" if form.startswith(("cjk", "simp")) else "."), Origin.NUMBER))
        self.numbers += 1

    def place(self, node: Element, name: str) -> None:
        what = (node.get("alt") or node.get("title") or "").strip()
        words = "".join(node.itertext()).strip() if name in ("svg", "math", "object") else ""
        entry = _PLACED[name] + (f"“{what[:60]}”" if what else "") + (f",其中的字符:{words[:200]}" if words else "")
        self.runs.append(
            Run(self.result.placed(_PLACED[name], entry, f"第{len(self.result.lines) + 1}行"), Origin.PLACEHOLDER)
        )

    def leave_out(self, node: Element, kind: str, words: str = "") -> None:
        pieces = [
            words,
            *(t for n in node.iter() if n.tag not in _SILENT for t in (n.text, n.tail if n is not node else "") if t),
        ]
        entry = " ".join("".join(pieces).split())
        if entry:
            self.result.left_out.append(LeftOut(kind, entry, f"第{len(self.result.lines) + 1}行"))

    def end_line(self, around: _Around, *, empty: bool = False) -> None:
        runs, self.runs = self.runs, []
        solid = sum(len("".join(r.text.split())) for r in runs if r.origin != Origin.NUMBER)
        linked, self.linked = self.linked, 0
        if not empty and not any(r.text.strip() for r in runs):
            return
        if runs and not around.kept:
            runs[0] = runs[0]._replace(text=runs[0].text.lstrip(" "))
            runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(" "))
        self.add(tuple(r for r in runs if r.text), solid > 0 and linked >= solid, around.reason)

    def add(self, runs: tuple[Run, ...], link_only: bool, reason: str) -> None:
        self.result.lines.append(ReadLine(runs, f"第{len(self.result.lines) + 1}行"))
        self.link_only.append(link_only)
        self.reasons.append(reason)


_MOST_LINES: Final = 3
"""In a cell of a table of data; more is the layout of a page."""
_LEAST_LINKS: Final = 3
"""Lines of nothing but links, one after another, that are a menu."""


def _inside(node: Element, name: str, around: _Around) -> _Around:
    """What stands around the contents of an element."""
    reason = around.reason
    if not reason:
        named = f"{node.get('class') or ''} {node.get('id') or ''}"
        if name in ("nav", "aside", "footer"):
            reason = f"网页的 <{name}> 部分"
        elif name not in ("body", "html", "main", "article") and (match := _AROUND.search(named)):
            reason = f"网页中名为“{match[0].strip(' -_')}”的部分"
    origin = Origin.LINK if name == "a" else around.origin
    return _Around(reason, around.linked or name == "a", around.kept or name == "pre", origin)


def _settle_masks(walker: _Walker, masks: bool) -> None:
    """Propose for masking what a reader would call navigation. Whole sentences are never among it, but for a page's foot."""
    extraction = walker.result
    lines, count = extraction.lines, len(extraction.lines)
    masked: dict[int, str] = {}
    for i, line in enumerate(lines):
        words = line.text.strip()
        if not words:
            continue
        if _FURNITURE.match(words) and len(words) <= 80:
            masked[i] = "网页导航和按钮"
        elif walker.reasons[i] and ("。" not in words or "footer" in walker.reasons[i]):
            masked[i] = walker.reasons[i]
    start = 0
    while start < count:
        end = start
        while end < count and walker.link_only[end] and "。" not in lines[end].text:
            end += 1
        if end - start >= _LEAST_LINKS:
            masked |= {i: masked.get(i, "网页上一连串的链接") for i in range(start, end)}
        start = max(end, start + 1)
    if masks:
        extraction.masked = sorted(masked.items())
        hidden = "\n".join(lines[i].text for i in masked)
        extraction.placeholders = [p for p in extraction.placeholders if p.mark not in hidden]


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise

"""What stands in a paragraph of a Word file, run by run: what a reader sees is in, the rest is left out with its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from policy_dsl.ingest.readers.extraction import Extraction, LeftOut, Origin, Run
from policy_dsl.ingest.readers.word_numbering import Style, W, chain, on, value
from policy_dsl.ingest.xml_tree import Element

MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WORDS: Final = (f"{W}t", f"{W}delText", f"{MATH}t")
"""The elements that hold words."""
CONTAINERS: Final = {
    "ins": Origin.INSERTED, "moveTo": Origin.INSERTED, "sdt": Origin.CONTROL, "sdtContent": Origin.CONTROL,
    "fldSimple": Origin.FIELD, "hyperlink": Origin.LINK, "smartTag": Origin.LINK, "customXml": Origin.LINK,
    "dir": Origin.LINK, "bdo": Origin.LINK,
}  # fmt: skip
OUT: Final = {"del": "修订删除的文字", "moveFrom": "修订移走的文字", "rt": "注音", "delText": "修订删除的文字"}
NOTHING: Final = frozenset(
    (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr", "rubyPr", "fldData",
        "proofErr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd",
        "lastRenderedPageBreak", "footnoteRef", "endnoteRef", "annotationRef", "separator", "continuationSeparator",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "instrText", "delInstrText",
        "smartTagPr", "customXmlPr", "ffData", "softHyphen", "customXmlInsRangeStart", "customXmlInsRangeEnd",
        "customXmlDelRangeStart", "customXmlDelRangeEnd",
    )
)  # fmt: skip
_SHOWS_WITHOUT_RESULT: Final = ("EQ", "SYMBOL", "LISTNUM", "AUTONUM", "SEQ", "QUOTE", "ADVANCE", "DATE")
"""Fields of which a reader sees something even where the file holds no result."""


def words_of(element: Element) -> str:
    """The words of everything in an element, paragraphs parted by a blank."""
    pieces = []
    for node in element.iter():
        if node.tag in WORDS:
            pieces.append(node.text or "")
        elif node.tag == f"{W}p" and pieces:
            pieces.append(" ")
    return "".join(pieces)


@dataclass
class Field:
    """A field that has begun and not ended."""

    code: str = ""
    begun: bool = False
    """Whether its result has begun."""
    words: int = 0
    """Characters of its result."""


@dataclass(kw_only=True)
class InlineWalker:
    """Where the walk is in a paragraph: the runs of the line that grows, the fields and boxes that are open."""

    result: Extraction
    styles: dict[str, Style]
    place: str = "正文"
    runs: list[Run] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """Text boxes that are anchored in the paragraph."""
    note_ids: dict[str, list[str]] = field(default_factory=dict)
    """The notes to which the text refers, in the order of their references."""
    met: int = 0
    """Characters that are in a line, or left out with their words."""

    def children(self, parent: Element, origin: Origin, hidden: bool) -> None:
        """The contents of an element, one by one."""
        for child in parent:
            self.inline(child, origin, hidden)

    def inline(self, node: Element, origin: Origin, hidden: bool = False) -> None:
        """Anything in a paragraph; what is not known is looked into, so that no words are lost."""
        name = name_of(node)
        if name == "r":
            self.run(node, origin, hidden)
        elif name == "t":
            self.words(node, origin, hidden)
        elif name in OUT:
            self.skip(node, OUT[name])
        elif name in NOTHING:
            if name == "instrText" and self.fields and not self.fields[-1].begun:
                self.fields[-1].code += node.text or ""
        elif name in _SEPARATING:
            self.put(_SEPARATING[name], Origin.SEPARATOR if name != "noBreakHyphen" else origin, hidden)
        elif name == "fldChar":
            self.field(node.get(f"{W}fldCharType") or "")
        elif name in ("oMath", "oMathPara"):
            words = self.taken(node)
            self.put(self.result.placed("公式", f"公式,其中的字符:{words}", self.place), Origin.PLACEHOLDER)
        elif name in ("drawing", "pict", "object", "contentPart"):
            self.graphic(node, name)
        elif name in ("footnoteReference", "endnoteReference"):
            self.note(name, node.get(f"{W}id") or "")
        elif name == "sym":
            self.symbol(node, origin, hidden)
        elif name == "AlternateContent":
            for chosen in self.chosen(node):
                self.children(chosen, origin, hidden)
        elif name == "rubyBase":
            self.children(node, Origin.RUBY, hidden)
        elif name == "p":
            self.put("\n", Origin.SEPARATOR)
            self.children(node, origin, hidden)
        elif name == "txbxContent":
            self.boxes.append(node)
        else:
            self.children(node, CONTAINERS.get(name, origin) if origin == Origin.TEXT else origin, hidden)

    def run(self, node: Element, origin: Origin, hidden: bool) -> None:
        """A run: its words are hidden where it or its style says so."""
        properties = node.find(f"{W}rPr")
        if properties is not None:
            vanish = properties.find(f"{W}vanish")
            style = value(properties, "rStyle")
            by_style = next((s.hidden for s in chain(style, self.styles) if s.hidden is not None), None)
            hidden = on(vanish) if vanish is not None else hidden if by_style is None else by_style
        self.children(node, origin, hidden)

    def words(self, node: Element, origin: Origin, hidden: bool) -> None:
        """Words: into the line, or left out where they are a field's code or hidden."""
        text = node.text or ""
        self.met += len(text)
        if any(not f.begun for f in self.fields):
            self.result.left_out.append(LeftOut("域代码", text, self.place))
            return
        for open_field in self.fields:
            open_field.words += len(text)
        if hidden:
            self.result.left_out.append(LeftOut("隐藏的文字", text, self.place))
            return
        self.put(text, Origin.FIELD if self.fields and origin == Origin.TEXT else origin)

    def put(self, text: str, origin: Origin, hidden: bool = False) -> None:
        """Add words to the line, unless they are hidden or part of a field's code."""
        if text and not hidden and all(f.begun for f in self.fields):
            if self.runs and self.runs[-1].origin == origin:
                self.runs[-1] = Run(self.runs[-1].text + text, origin)
            else:
                self.runs.append(Run(text, origin))

    def field(self, kind: str) -> None:
        """The beginning, middle or end of a field."""
        if kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].begun = True
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            code = ended.code.split()
            if not ended.words and code and code[0].upper().startswith(_SHOWS_WITHOUT_RESULT):
                what = f"域“{ended.code.strip()[:80]}”,文件里没有它显示的文字"
                self.put(self.result.placed("域", what, self.place), Origin.PLACEHOLDER)

    def symbol(self, node: Element, origin: Origin, hidden: bool) -> None:
        """A character of a font: itself where it is one of Unicode, else a mark."""
        code, font = node.get(f"{W}char") or "", node.get(f"{W}font") or ""
        number = int(code, 16) if 0 < len(code) <= 6 and not code.strip("0123456789abcdefABCDEF") else 0
        if 0x20 <= number < 0xE000 and not 0xD800 <= number < 0xE000:
            self.put(chr(number), origin, hidden)
        elif not hidden:
            what = f"{font[:40]}字体的第{code[:6]} 号符号"
            self.put(self.result.placed("符号", what, self.place), Origin.PLACEHOLDER)

    def graphic(self, node: Element, name: str) -> None:
        """A drawing: its text boxes wait for the end of the paragraph; what it shows otherwise is a mark."""
        boxes = [n for n in node.iter(f"{W}txbxContent") if not _in_fallback(n, node)]
        self.boxes += boxes
        in_boxes = {id(n) for box in boxes for n in box.iter()}
        kinds = {name_of(n) for n in node.iter() if id(n) not in in_boxes}
        what = next((words for tags, words in _GRAPHICS if tags & kinds), "")
        if name == "object":
            what = "嵌入的对象"
        if what:
            title = next(
                (t for n in node.iter() if name_of(n) == "docPr" and (t := n.get("descr") or n.get("name"))), ""
            )
            mark = "嵌入对象" if name == "object" else "图片" if what == "图片" else "图"
            self.put(
                self.result.placed(mark, what + (f"“{title[:60]}”" if title else ""), self.place), Origin.PLACEHOLDER
            )
        elif not boxes:
            self.result.left_out.append(LeftOut("图形", "", self.place))
        for fallback in node.iter(f"{MC}Fallback"):
            self.taken(fallback)

    def note(self, name: str, note_id: str) -> None:
        """A reference to a note: its number, counted anew."""
        kind = "脚注" if name == "footnoteReference" else "尾注"
        ids = self.note_ids.setdefault(kind, [])
        ids.append(note_id)
        self.put(f"〔{kind}{len(ids)}〕", Origin.NOTE)

    def skip(self, node: Element, kind: str) -> None:
        """Leave an element out, with its words."""
        words = self.taken(node)
        if words:
            self.result.left_out.append(LeftOut(kind, words, self.place))

    def taken(self, node: Element) -> str:
        """The words of an element, which are accounted for hereby."""
        words = "".join(n.text or "" for n in node.iter(*WORDS))
        self.met += len(words)
        return words

    def chosen(self, node: Element) -> list[Element]:
        """Of alternatives the first, as programs of today have it; the same again for older ones is counted."""
        branches = [n for n in node if name_of(n) in ("Choice", "Fallback")]
        for other in branches[1:]:
            self.taken(other)
        return branches[:1]


_SEPARATING: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_GRAPHICS: Final = (
    (frozenset(("pic", "imagedata", "blip")), "图片"),
    (frozenset(("chart",)), "图表"),
    (frozenset(("relIds",)), "SmartArt 图示,其中的文字没有读取"),
    (frozenset(("contentPart", "OLEObject", "textpath")), "图形里的文字或者墨迹"),
)


def name_of(node: Element) -> str:
    """The name of an element without its namespace; empty for what is none."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _in_fallback(node: Element, top: Element) -> bool:
    above = node.getparent()
    while above is not None and above is not top:
        if above.tag == f"{MC}Fallback":
            return True
        above = above.getparent()
    return False

"""A Word file read by walking its XML: what a reader sees on the page, with automatic numbers; the rest counted.

Insertions, content controls, fields, ruby bases, links and text boxes are in; deletions, ruby itself, hidden words,
comments, headers and footers are out, each with its words. Pictures, formulas and embedded objects are marks in the
text. Of the words in the main part none is neither in nor out: what the walk has not met is told (R114).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from policy_dsl.ingest.readers.extraction import Extraction, LeftOut, Notice, Origin, ReadLine, Run
from policy_dsl.ingest.readers.word_numbering import (
    Number,
    Numbering,
    Style,
    W,
    chain,
    numbering_of,
    on,
    styles_of,
    value,
)
from policy_dsl.ingest.readers.word_package import WordPackage, word_package
from policy_dsl.ingest.xml_tree import Element

MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WORDS: Final = (f"{W}t", f"{W}delText", f"{MATH}t")
"""The elements that hold words."""
_CONTAINERS: Final = {
    "ins": Origin.INSERTED, "moveTo": Origin.INSERTED, "sdt": Origin.CONTROL, "sdtContent": Origin.CONTROL,
    "fldSimple": Origin.FIELD, "hyperlink": Origin.LINK, "smartTag": Origin.LINK, "customXml": Origin.LINK,
    "dir": Origin.LINK, "bdo": Origin.LINK,
}  # fmt: skip
_OUT: Final = {"del": "修订删除的文字", "moveFrom": "修订移走的文字", "rt": "注音", "delText": "修订删除的文字"}
_NOTHING: Final = frozenset(
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


def read_word(raw: bytes) -> Extraction:
    """A Word file as read. Raises Unreadable."""
    package = word_package(raw)
    styles = styles_of(_root(package, "styles"))
    walker = _Walker(
        Extraction("Word 文档", "逐个读取 XML 元素"), numbering_of(_root(package, "numbering"), styles), styles
    )
    main = package.root(package.main)
    assert main is not None
    body = main.find(f"{W}body")
    walker.blocks(main if body is None else body, Origin.TEXT)
    walker.close()
    for kind, part in (("脚注", "footnotes"), ("尾注", "endnotes")):
        walker.notes(kind, _root(package, part))
    _margins(package, walker)
    walker.check(main)
    return walker.result


def _root(package: WordPackage, kind: str) -> Element | None:
    names = package.related(kind)
    return package.root(names[0]) if names else None


def _margins(package: WordPackage, walker: _Walker) -> None:
    """Headers, footers and comments: out of the text, with their words."""
    for part, kind in (("header", "页眉"), ("footer", "页脚"), ("comments", "批注")):
        for number, name in enumerate(package.related(part), 1):
            root = package.root(name)
            if root is not None and (words := words_of(root).strip()):
                walker.result.left_out.append(LeftOut(kind, words, f"{kind}{number}"))
    if any("vbaProject" in name for name in package.parts):
        walker.result.notices.append(Notice("文件里有宏;没有运行,也没有读取"))


def words_of(element: Element) -> str:
    """The words of everything in an element, paragraphs parted by a blank."""
    pieces = []
    for node in element.iter():
        if node.tag in _WORDS:
            pieces.append(node.text or "")
        elif node.tag == f"{W}p" and pieces:
            pieces.append(" ")
    return "".join(pieces)


@dataclass
class _Field:
    """A field that has begun and not ended."""

    code: str = ""
    shown: bool = False
    """Whether its result has begun."""
    words: int = 0
    """Characters of its result."""


@dataclass
class _Walker:
    """Where the walk is: the line that grows, the fields and boxes that are open, what was met."""

    result: Extraction
    numbering: Numbering
    styles: dict[str, Style]
    place: str = "正文"
    runs: list[Run] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    note_ids: dict[str, list[str]] = field(default_factory=dict)
    paragraphs: int = 0
    tables: int = 0
    box_count: int = 0
    joined: bool = False
    """Whether the mark of the last paragraph is deleted, so that the next one goes on with it."""
    met: int = 0
    """Characters of the main part that are in a line, or left out with their words."""
    reading_notes: bool = False

    # --- blocks

    def blocks(self, parent: Element, origin: Origin, cell: bool = False) -> None:
        """The paragraphs and tables in an element."""
        for child in parent:
            name = _name(child)
            if name == "p":
                self.paragraph(child, origin, cell)
            elif name == "tbl":
                self.table(child, origin, cell)
            elif name in ("del", "moveFrom"):
                self.skip(child, _OUT[name])
            elif name == "AlternateContent":
                for chosen in self.chosen(child):
                    self.blocks(chosen, origin, cell)
            elif name in ("altChunk", "subDoc"):
                self.put(self.result.placed("嵌入文件", "另一个文件嵌在这里,没有读取", self.place), Origin.PLACEHOLDER)
                self.end_line()
            elif name in _CONTAINERS or (name not in _NOTHING and len(child)):
                self.blocks(child, _CONTAINERS.get(name, origin) if origin == Origin.TEXT else origin, cell)
            elif name not in _NOTHING:
                self.inline(child, origin)

    def paragraph(self, node: Element, origin: Origin, cell: bool) -> None:
        properties = node.find(f"{W}pPr")
        mark = None if properties is None else properties.find(f"{W}rPr")
        if not cell and not self.reading_notes and not self.place.startswith("文本框"):
            self.paragraphs += 1
            self.place = f"正文第{self.paragraphs}段"
        deleted = mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)
        if not deleted:
            number = self.numbering.number(properties)
            if number is not None:
                self.numbered(number)
        style = value(properties, "pStyle")
        hidden = next((s.hidden for s in chain(style, self.styles) if s.hidden is not None), False)
        self.children(node, origin, hidden)
        self.joined = deleted
        if not deleted:
            self.end_line()
        self.open_boxes()

    def numbered(self, number: Number) -> None:
        """Put a number before the paragraph; before what a paragraph without an end has left, too."""
        if number.bullet:
            self.result.left_out.append(LeftOut("项目符号", "", self.place))
        elif number.text:
            self.runs.insert(0, Run(number.text + number.suffix, Origin.NUMBER))
        if number.doubt:
            self.result.notices.append(Notice(f"自动编号“{number.text}”:{number.doubt}", self.place, "R113"))

    def table(self, node: Element, origin: Origin, cell: bool) -> None:
        if not cell:
            self.tables += 1
        table, nested = self.tables, origin if not cell else Origin.NESTED
        if cell:
            self.result.notices.append(Notice("表中还有表,其文字按行排在格内", self.place))
        for number, row in enumerate(_inner(node, "tr"), 1):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.skip(row, _OUT["del"])
                continue
            inserted = properties is not None and properties.find(f"{W}ins") is not None
            if not cell:
                self.place = f"表{table}第{number}行"
            self.row(row, properties, Origin.INSERTED if inserted and nested == Origin.TEXT else nested, cell)

    def row(self, row: Element, properties: Element | None, origin: Origin, nested: bool) -> None:
        """A row: a line with its cells apart by tabs. A row of one cell is the paragraphs in it."""
        cells = list(_inner(row, "tc"))
        if not nested and len(cells) == 1:
            place = self.place
            self.blocks(cells[0], origin, cell=True)
            self.place = place
            return
        line: list[Run] = []
        before = value(properties, "gridBefore")
        gaps = int(before) if before.isdecimal() and len(before) < 3 else 0
        for i, tc in enumerate(cells):
            if i or gaps:
                line.append(Run(" " if nested else "\t" * max(1, gaps + (1 if i else 0)), Origin.SEPARATOR))
            line += self.cell(tc, origin)
            span = value(tc.find(f"{W}tcPr"), "gridSpan")
            gaps = int(span) - 1 if span.isdecimal() and len(span) < 3 else 0
        self.runs = line
        self.end_line(stripped=False)

    def cell(self, tc: Element, origin: Origin) -> list[Run]:
        """The words of a cell, its paragraphs parted by a blank. Of a merged cell the first one has the words."""
        outer, self.runs = self.runs, []
        lines, self.result.lines = self.result.lines, []
        self.blocks(tc, origin, cell=True)
        inner, self.result.lines, self.runs = self.result.lines, lines, outer
        runs: list[Run] = []
        for line in inner:
            if line.text.strip():
                runs += [Run(" ", Origin.SEPARATOR)] if runs else []
                runs += [Run(r.text.replace("\t", " "), r.origin) for r in line.runs]
        return runs

    # --- what stands in a paragraph

    def children(self, parent: Element, origin: Origin, hidden: bool) -> None:
        for child in parent:
            self.inline(child, origin, hidden)

    def inline(self, node: Element, origin: Origin, hidden: bool = False) -> None:
        """Anything in a paragraph; what is not known is looked into, so that no words are lost."""
        name = _name(node)
        if name == "r":
            self.run(node, origin, hidden)
        elif name == "t":
            self.words(node, origin, hidden)
        elif name in _OUT:
            self.skip(node, _OUT[name])
        elif name in _NOTHING:
            if name == "instrText" and self.fields and not self.fields[-1].shown:
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
            self.paragraph(node, origin, cell=True)
        elif name == "txbxContent":
            self.boxes.append(node)
        else:
            self.children(node, _CONTAINERS.get(name, origin) if origin == Origin.TEXT else origin, hidden)

    def run(self, node: Element, origin: Origin, hidden: bool) -> None:
        properties = node.find(f"{W}rPr")
        if properties is not None:
            vanish = properties.find(f"{W}vanish")
            style = value(properties, "rStyle")
            by_style = next((s.hidden for s in chain(style, self.styles) if s.hidden is not None), None)
            hidden = on(vanish) if vanish is not None else hidden if by_style is None else by_style
        self.children(node, origin, hidden)

    def words(self, node: Element, origin: Origin, hidden: bool) -> None:
        text = node.text or ""
        self.met += len(text)
        if any(not f.shown for f in self.fields):
            self.result.left_out.append(LeftOut("域代码", text, self.place))
            return
        for open_field in self.fields:
            open_field.words += len(text)
        if hidden:
            self.result.left_out.append(LeftOut("隐藏的文字", text, self.place))
            return
        self.put(text, Origin.FIELD if self.fields and origin == Origin.TEXT else origin)

    def put(self, text: str, origin: Origin, hidden: bool = False) -> None:
        if text and not hidden and all(f.shown for f in self.fields):
            if self.runs and self.runs[-1].origin == origin:
                self.runs[-1] = Run(self.runs[-1].text + text, origin)
            else:
                self.runs.append(Run(text, origin))

    def field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].shown = True
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
            what = f"{font[:40]} 字体的第 {code[:6]} 号符号"
            self.put(self.result.placed("符号", what, self.place), Origin.PLACEHOLDER)

    def graphic(self, node: Element, name: str) -> None:
        boxes = [n for n in node.iter(f"{W}txbxContent") if not _in_fallback(n, node)]
        self.boxes += boxes
        in_boxes = {id(n) for box in boxes for n in box.iter()}
        kinds = {_name(n) for n in node.iter() if id(n) not in in_boxes}
        what = next((words for tags, words in _GRAPHICS if tags & kinds), "")
        if name == "object":
            what = "嵌入的对象"
        if what:
            title = next((t for n in node.iter() if _name(n) == "docPr" and (t := n.get("descr") or n.get("name"))), "")
            mark = "嵌入对象" if name == "object" else "图片" if what == "图片" else "图"
            self.put(
                self.result.placed(mark, what + (f"“{title[:60]}”" if title else ""), self.place), Origin.PLACEHOLDER
            )
        elif not boxes:
            self.result.left_out.append(LeftOut("图形", "", self.place))
        for fallback in node.iter(f"{MC}Fallback"):
            self.taken(fallback)

    # --- boxes, notes, what is left out

    def open_boxes(self) -> None:
        """The text boxes that are anchored in the paragraph that has ended, behind it."""
        boxes, self.boxes = self.boxes, []
        if not boxes or self.joined:
            self.boxes = boxes
            return
        place, fields, self.fields = self.place, self.fields, []
        for box in boxes:
            self.box_count += 1
            self.place = f"文本框{self.box_count}({place})"
            self.blocks(box, Origin.BOX)
        self.place, self.fields = place, fields

    def note(self, name: str, note_id: str) -> None:
        kind = "脚注" if name == "footnoteReference" else "尾注"
        ids = self.note_ids.setdefault(kind, [])
        ids.append(note_id)
        self.put(f"〔{kind}{len(ids)}〕", Origin.NOTE)

    def notes(self, kind: str, root: Element | None) -> None:
        """The footnotes or endnotes that the text refers to, in the order of their references, at the end."""
        by_id = {node.get(f"{W}id"): node for node in (() if root is None else root)}
        self.reading_notes = True
        for number, note_id in enumerate(self.note_ids.get(kind, ()), 1):
            self.place = f"{kind}{number}"
            met = self.met
            if (note := by_id.get(note_id)) is None:
                self.result.notices.append(Notice(f"{kind}{number}在文件里没有内容", self.place, "R114"))
                continue
            self.runs = [Run(f"〔{kind}{number}〕", Origin.NOTE)]
            self.blocks(note, Origin.NOTE)
            self.met = met

    def skip(self, node: Element, kind: str) -> None:
        """Leave an element out, with its words."""
        words = self.taken(node)
        if words:
            self.result.left_out.append(LeftOut(kind, words, self.place))

    def taken(self, node: Element) -> str:
        """The words of an element, which are accounted for hereby."""
        words = "".join(n.text or "" for n in node.iter(*_WORDS))
        self.met += len(words)
        return words

    def chosen(self, node: Element) -> list[Element]:
        """Of alternatives the first, as programs of today have it; the same again for older ones is counted."""
        branches = [n for n in node if _name(n) in ("Choice", "Fallback")]
        for other in branches[1:]:
            self.taken(other)
        return branches[:1]

    # --- lines

    def end_line(self, stripped: bool = True) -> None:
        """End the line that has grown; a line break in it begins another with the same place."""
        runs, self.runs = self.runs, []
        line: list[Run] = []
        for run in runs:
            pieces = run.text.split("\n")
            for i, piece in enumerate(pieces):
                if i:
                    self.result.lines.append(ReadLine(tuple(line), self.place))
                    line = []
                if piece:
                    line.append(Run(piece, run.origin))
        if line or not stripped or not runs or "\n" not in runs[-1].text:
            self.result.lines.append(ReadLine(tuple(line), self.place))

    def close(self) -> None:
        """End what is open at the end of the file."""
        if self.fields:
            code = self.fields[-1].code.strip()[:40]
            self.result.notices.append(
                Notice(f"有 {len(self.fields)} 个域没有结束(“{code}”),其后的文字请对照原件", self.place, "R114")
            )
            self.fields = []
        if self.runs:
            self.joined = False
            self.end_line()
        self.open_boxes()

    def check(self, main: Element) -> None:
        """Every character of the main part is in a line or left out."""
        whole = sum(len(n.text or "") for n in main.iter(*_WORDS))
        if whole != self.met:
            message = (
                f"正文部件共 {whole} 字,读到和剔除的共 {self.met} 字,有 {abs(whole - self.met)} 字没有着落,请对照原件"
            )
            self.result.notices.append(Notice(message, "正文", "R114"))


_SEPARATING: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_GRAPHICS: Final = (
    (frozenset(("pic", "imagedata", "blip")), "图片"),
    (frozenset(("chart",)), "图表"),
    (frozenset(("relIds",)), "SmartArt 图示,其中的文字没有读取"),
    (frozenset(("contentPart", "OLEObject", "textpath")), "图形里的文字或者墨迹"),
)


def _name(node: Element) -> str:
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _inner(parent: Element, name: str) -> list[Element]:
    """The rows of a table or cells of a row, also in content controls."""
    inner: list[Element] = []
    for child in parent:
        if _name(child) == name:
            inner.append(child)
        elif _name(child) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            inner += _inner(child, name)
    return inner


def _in_fallback(node: Element, top: Element) -> bool:
    above = node.getparent()
    while above is not None and above is not top:
        if above.tag == f"{MC}Fallback":
            return True
        above = above.getparent()
    return False

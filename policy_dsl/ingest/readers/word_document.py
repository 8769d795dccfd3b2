"""A Word file read by walking its XML: what a reader sees on the page, with automatic numbers; the rest counted.

Insertions, content controls, fields, ruby bases, links and text boxes are in; deletions, ruby itself, hidden words,
comments, headers and footers are out, each with its words. Pictures, formulas and embedded objects are marks in the
text. Of the words in the main part none is neither in nor out: what the walk has not met is told (R114).
"""

from __future__ import annotations

from dataclasses import dataclass

from policy_dsl.ingest.readers.extraction import Extraction, LeftOut, Notice, Origin, ReadLine, Run
from policy_dsl.ingest.readers.word_inline import CONTAINERS, NOTHING, OUT, WORDS, InlineWalker, name_of, words_of
from policy_dsl.ingest.readers.word_numbering import (
    Number,
    Numbering,
    W,
    chain,
    numbering_of,
    styles_of,
    value,
)
from policy_dsl.ingest.readers.word_package import WordPackage, word_package
from policy_dsl.ingest.xml_tree import Element


def read_word(raw: bytes) -> Extraction:
    """A Word file as read. Raises Unreadable."""
    package = word_package(raw)
    styles = styles_of(_root(package, "styles"))
    walker = _Walker(
        result=Extraction("Word 文档", "逐个读取 XML 元素"),
        styles=styles,
        numbering=numbering_of(_root(package, "numbering"), styles),
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


@dataclass(kw_only=True)
class _Walker(InlineWalker):
    """Where the walk is in the file: its paragraphs, tables and notes."""

    numbering: Numbering
    paragraphs: int = 0
    tables: int = 0
    box_count: int = 0
    joined: bool = False
    """Whether the mark of the last paragraph is deleted, so that the next one goes on with it."""
    reading_notes: bool = False

    # --- blocks

    def blocks(self, parent: Element, origin: Origin, cell: bool = False) -> None:
        """The paragraphs and tables in an element."""
        for child in parent:
            name = name_of(child)
            if name == "p":
                self.paragraph(child, origin, cell)
            elif name == "tbl":
                self.table(child, origin, cell)
            elif name in ("del", "moveFrom"):
                self.skip(child, OUT[name])
            elif name == "AlternateContent":
                for chosen in self.chosen(child):
                    self.blocks(chosen, origin, cell)
            elif name in ("altChunk", "subDoc"):
                self.put(self.result.placed("嵌入文件", "另一个文件嵌在这里,没有读取", self.place), Origin.PLACEHOLDER)
                self.end_line()
            elif name in CONTAINERS or (name not in NOTHING and len(child)):
                self.blocks(child, CONTAINERS.get(name, origin) if origin == Origin.TEXT else origin, cell)
            elif name not in NOTHING:
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
                self.skip(row, OUT["del"])
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
                Notice(f"有{len(self.fields)}个域没有结束(“{code}”),其后的文字请对照原件", self.place, "R114")
            )
            self.fields = []
        if self.runs:
            self.joined = False
            self.end_line()
        self.open_boxes()

    def check(self, main: Element) -> None:
        """Every character of the main part is in a line or left out."""
        whole = sum(len(n.text or "") for n in main.iter(*WORDS))
        if whole != self.met:
            message = f"正文部件共{whole}字,读到和剔除的共{self.met}字,有{abs(whole - self.met)}字没有对上,请对照原件"
            self.result.notices.append(Notice(message, "正文", "R114"))


def _inner(parent: Element, name: str) -> list[Element]:
    """The rows of a table or cells of a row, also in content controls."""
    inner: list[Element] = []
    for child in parent:
        if name_of(child) == name:
            inner.append(child)
        elif name_of(child) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            inner += _inner(child, name)
    return inner

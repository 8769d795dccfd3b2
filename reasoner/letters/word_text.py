"""What a reader of a Word letter sees: body, headers and footers of the document that Word opens.

Text that is deleted, hidden, too small, of the colour of its ground, or in a place that Word does not show counts as
absent; whatever is not in the lists of `word_elements` and `word_properties` is named besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from policy_dsl.ingest.xml_tree import Element, NotWellFormed, parse
from reasoner.letters.embedded_verdict import NAMESPACE
from reasoner.letters.visible_text import VisibleText
from reasoner.letters.word_elements import (
    FIELD,
    PACKAGE,
    PARENTS,
    PARTS,
    PROPERTIES,
    RELATIONS,
    WORD,
    called,
    name_of,
)
from reasoner.letters.word_properties import CELL, GRID, PAGE, ROW, TABLE, Test, objections, value
from reasoner.letters.word_styles import Styles, numbers_text
from reasoner.render.docx.package import BadPackage, dangers, read_package

_UNSEEN: Final = frozenset({"del", "moveFrom", "Fallback"})
_NUMBER: Final = "(自动编号)"
"""What stands for a number that Word counts: 74 before 0张 is read as 740张."""
_PAGE_NUMBER: Final = re.compile(r"[—–\-\s]*\d*[—–\-\s]*")
_DOCUMENT: Final = "word/document.xml"


def visible_in_word(data: bytes) -> VisibleText:
    """The text of a Word file. Raises BadPackage with words for staff where it cannot be read."""
    parts = read_package(data)
    try:
        return _Reading(parts).result()
    except NotWellFormed as error:
        raise BadPackage(f"文档内容不完整或者已经损坏({error})") from None


class _Reading:
    """One file being read."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._styles = Styles(parts)
        self._paragraphs: list[str] = []
        self._cells: list[int] = []
        self._faults: dict[str, None] = dict.fromkeys(dangers(parts))
        self._numbered = False

    def result(self) -> VisibleText:
        """Everything that is visible, what the file carries, and what is wrong with it."""
        for name in self._parts:
            if not PARTS.fullmatch(name):
                self._fault(f"含有不是本程序、也不是 Word 另存时写出的部件({name[:80]})")
        if self._main_documents() != [_DOCUMENT]:
            self._fault("打开的正文不是本程序写出的正文(_rels/.rels)")
        root = parse(self._parts[_DOCUMENT])
        headers, footers = self._around(root)
        head = tuple(tuple(self._apart(parse(self._parts[n]))) for n in headers)
        foot = [t for n in footers for t in self._apart(parse(self._parts[n])) if not _PAGE_NUMBER.fullmatch(t)]
        self._walk(root, "", ())
        if self._numbered:
            self._paragraphs += self._styles.words_of_numbers()
        return VisibleText(
            paragraphs=(*self._paragraphs, *foot),
            headers=head,
            cells=frozenset(self._cells),
            carried=self._carried(),
            faults=tuple(self._faults),
        )

    def _fault(self, sentence: str) -> None:
        self._faults[sentence] = None

    def _carried(self) -> str | None:
        for name, content in self._parts.items():
            if re.fullmatch(r"customXml/item\d+\.xml", name) and NAMESPACE.encode() in content:
                root = parse(content, huge=True)
                if root.tag == f"{{{NAMESPACE}}}verdict":
                    return root.text or ""
        return None

    # --- which parts are shown

    def _main_documents(self) -> list[str]:
        content = self._parts.get("_rels/.rels")
        relations = [] if content is None else parse(content).findall(f"{PACKAGE}Relationship")
        main = [r for r in relations if (r.get("Type") or "").endswith("/officeDocument")]
        return [(r.get("Target") or "").lstrip("/") for r in main]

    def _around(self, root: Element) -> tuple[list[str], list[str]]:
        """The headers and footers that the sections of the document name."""
        content = self._parts.get("word/_rels/document.xml.rels")
        relations = [] if content is None else parse(content).findall(f"{PACKAGE}Relationship")
        targets = {r.get("Id") or "": (r.get("Target") or "") for r in relations}
        parts: tuple[list[str], list[str]] = ([], [])
        for index, kind in enumerate(("headerReference", "footerReference")):
            for reference in root.iter(f"{WORD}{kind}"):
                if value(reference, "type") not in ("default", ""):
                    continue  # it is shown only where the first page or even ones differ, which is a fault
                target = targets.get(reference.get(f"{RELATIONS}id") or "", "")
                name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
                if name in self._parts and name not in parts[index]:
                    parts[index].append(name)
        if self._styles.odd_and_even:
            self._fault("奇偶页的页眉不同")
        return parts

    def _apart(self, root: Element) -> list[str]:
        """The paragraphs of a part that is not the body."""
        before, cells = len(self._paragraphs), list(self._cells)
        self._walk(root, "", ())
        paragraphs = self._paragraphs[before:]
        del self._paragraphs[before:]
        self._cells = cells
        return paragraphs

    # --- the tree

    def _walk(self, element: Element, parent: str, hidden: tuple[str, ...]) -> None:
        """Blocks in order; `hidden`: why text here is not seen."""
        name = name_of(element.tag)
        if not name or name in _UNSEEN or name.rpartition(":")[2] in _UNSEEN:
            self._place(name, parent)
            return
        if not self._place(name, parent):
            hidden = (*hidden, name)  # what Word shows of it, if anything, is no text of the letter
        if name == "p":
            self._paragraph(element, parent, hidden)
            return
        if name in PROPERTIES:
            if name == "sectPr":
                self._properties(objections(element, PAGE, name_of), "版面")
            return
        if name in ("tbl", "tr", "tc"):
            hidden = (*hidden, *self._of_table(name, element))
        for child in element:
            self._walk(child, name, hidden)

    def _place(self, name: str, parent: str) -> bool:
        """Whether an element may stand where it does; that it may not is told."""
        foreign = bool(name and parent and parent not in PARENTS.get(name, ()))
        foreign = foreign or (not parent and name not in ("", "document", "hdr", "ftr"))
        if foreign:
            self._fault(f"含有不是本程序写出的内容({called(name)})")
        return not foreign

    def _of_table(self, name: str, element: Element) -> tuple[str, ...]:
        faults: list[str] = []
        allowed: Mapping[str, Test] = {"tbl": TABLE, "tr": ROW, "tc": CELL}[name]
        properties = element.find(f"{WORD}{name}Pr" if name != "tr" else f"{WORD}trPr")
        if properties is not None:
            faults += objections(properties, allowed, name_of)
            style = properties.find(f"{WORD}tblStyle")
            if style is not None:
                faults += self._styles.inherited(value(style), of_paragraph=False)[0]
        if name == "tbl":
            grid = element.find(f"{WORD}tblGrid")
            faults += [] if grid is None else objections(grid, GRID, name_of)
        return tuple(faults)

    def _paragraph(self, element: Element, parent: str, hidden: tuple[str, ...]) -> None:
        properties = element.find(f"{WORD}pPr")
        style = None if properties is None else properties.find(f"{WORD}pStyle")
        inherited, numbered = self._styles.inherited("" if style is None else value(style), of_paragraph=True)
        faults = (*hidden, *inherited, *(() if properties is None else self._styles.objections(properties)))
        number = None if properties is None else properties.find(f"{WORD}numPr")
        section = None if properties is None else properties.find(f"{WORD}sectPr")
        if section is not None:
            self._properties(objections(section, PAGE, name_of), "版面")
        words = "".join(self._texts(element, faults))
        if words.strip():
            if numbers_text(number) if number is not None else numbered:
                self._numbered = True
                words = f"{_NUMBER}{words}"  # Word shows a number there that stands in no text
            if parent == "tc":
                self._cells.append(len(self._paragraphs))
            self._paragraphs.append(words)

    def _texts(self, paragraph: Element, hidden: tuple[str, ...]) -> Iterator[str]:
        """The visible text of a paragraph's runs, without codes and results of fields."""
        depth = 0
        codes, results = [""], [""]
        for run, parent in self._runs(paragraph, "p"):
            faults = (*hidden, *self._of_run(run))
            for child in run:
                name = name_of(child.tag)
                if name == "rPr" or not name:
                    continue
                self._place(name, "r")
                text = (child.text or "") if name == "t" else " " if name in ("tab", "br", "cr") else ""
                text = "-" if name == "noBreakHyphen" else text
                if name == "fldChar":
                    depth += {"begin": 1, "end": -1}.get(value(child, "fldCharType"), 0)
                    codes += [""] * (value(child, "fldCharType") == "begin")
                elif name == "instrText":
                    codes[-1] += child.text or ""
                elif name not in PARENTS:
                    self._walk(child, "r", hidden)
                elif depth > 0 or parent == "fldSimple":
                    results.append(text)
                elif text.strip() and faults:
                    self._properties(faults, f"「{text.strip()[:20]}」")
                else:
                    yield text
        codes += [value(f, "instr") for f in paragraph.iter(f"{WORD}fldSimple")]
        if (
            depth
            or any(not FIELD.fullmatch(c) for c in codes if c.strip())
            or ("".join(results).strip() and not any(c.strip() for c in codes))
        ):
            self._fault("含有页码以外的域")
        if any(not c.isdigit() for c in "".join(results).strip()):
            self._fault("页码的位置写有别的文字")

    def _runs(self, element: Element, name: str) -> Iterator[tuple[Element, str]]:
        """The runs of a paragraph with the name of what they stand in; blocks within it are walked on their own."""
        for child in element:
            inner = name_of(child.tag)
            if not inner or inner == "pPr":
                continue
            self._place(inner, name)
            if inner == "r":
                yield child, name
            elif inner.rpartition(":")[2] not in _UNSEEN:
                yield from self._runs(child, inner)

    def _of_run(self, run: Element) -> tuple[str, ...]:
        properties = run.find(f"{WORD}rPr")
        if properties is None:
            return ()
        style = properties.find(f"{WORD}rStyle")
        inherited = () if style is None else self._styles.inherited(value(style), of_paragraph=False)[0]
        return (*inherited, *self._styles.objections(properties))

    def _properties(self, names: list[str] | tuple[str, ...], where: str) -> None:
        for name in dict.fromkeys(names):
            self._fault(f"文字或者版面看不清:{where}用了本程序不用的格式({called(name)})")

"""A look at the XML of an xlsx before its cells are held: how far they reach, and what the values alone do not tell.

The reader of values gives neither formats nor errors: a cell that shows 74% and one that shows 0.74 are the same number
to it, and #DIV/0! or a formula never calculated is an empty cell. Here those cells are noted.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

Place = tuple[int, int]
"""Row and column of a cell, counted from 0."""

_CELL: Final = re.compile(rb"<(?:[^\s<>/:]+:)?c(?=[\s/>])([^>]*)>")
_STRICT: Final = re.compile(rb'(?:\s+[\w:]+="[^"<>&]*")*\s*/?')
_REFERENCE: Final = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE: Final = re.compile(rb'\ss="([0-9]{1,6})"')
_UNCALCULATED: Final = re.compile(
    rb'<c\s[^>]*?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_SHARED: Final = re.compile(rb't="s"[^>]*>\s*<v>([0-9]{1,9})</v>')
_ITEM: Final = re.compile(rb"<si\b.*?</si>|<si\s*/>", re.DOTALL)
_PERCENT_FORMATS: Final = (9, 10)
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Scanned:
    """One worksheet: rows and columns that it reaches, cells shown as per cent, with an error, or never calculated."""

    rows: int = 0
    columns: int = 0
    percent: set[Place] = field(default_factory=set)
    errors: set[Place] = field(default_factory=set)
    uncalculated: set[Place] = field(default_factory=set)

    def see(self, row: int, column: int) -> None:
        """Note that a cell exists."""
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def scan_sheets(parts: dict[str, bytes]) -> tuple[dict[str, Scanned], bool]:
    """By the name of each worksheet what was seen of it, and whether days are counted from 1904.

    Raises ElementTree.ParseError, ExpatError, KeyError or ValueError where the package is not whole.
    """
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    targets = {r.get("Id"): r.get("Target", "") for r in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    percent = _percent_styles(parts.get("xl/styles.xml", b""))
    scanned = {}
    for sheet in (e for e in book.iter() if e.tag.endswith("}sheet")):
        target = targets.get(sheet.get(_RELATION), "")
        part = parts.get(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        if part is not None:
            scanned[sheet.get("name", "")] = _scan(part, percent)
    since_1904 = any(e.tag.endswith("}workbookPr") and e.get("date1904") in ("1", "true") for e in book.iter())
    return scanned, since_1904


def shared_text(parts: dict[str, bytes]) -> int:
    """Bytes of text that the cells hold together: a long text kept once can stand in a million cells."""
    shared = parts.get("xl/sharedStrings.xml", b"")
    lengths = [len(m[0]) for m in _ITEM.finditer(shared)]
    sheets = [p for name, p in parts.items() if name.startswith("xl/worksheets/")]
    if not lengths or max(lengths) * sum(p.count(b't="s"') for p in sheets) < 2**28:
        return 0
    used = Counter(int(m[1]) for part in sheets for m in _SHARED.finditer(part))
    return sum(times * lengths[index] for index, times in used.items() if index < len(lengths))


def _percent_styles(styles: bytes) -> set[int]:
    """The indexes of cell styles whose number format shows per cent."""
    if not styles:
        return set()
    root = ElementTree.fromstring(styles)
    codes = {e.get("numFmtId"): e.get("formatCode", "") for e in root.iter() if e.tag.endswith("}numFmt")}
    formats = {int(i) for i, code in codes.items() if i and "%" in re.sub(r'"[^"]*"|\\.', "", code)}
    formats |= set(_PERCENT_FORMATS)
    cells = next((e for e in root.iter() if e.tag.endswith("}cellXfs")), None)
    return {i for i, e in enumerate(cells if cells is not None else ()) if int(e.get("numFmtId", "0")) in formats}


def _scan(part: bytes, percent: set[int]) -> Scanned:
    scanned = Scanned()
    for match in _CELL.finditer(part):
        attributes = match[1]
        place = _REFERENCE.search(attributes)
        if place is None or _STRICT.fullmatch(attributes) is None:
            return _scan_slowly(part, percent)
        row, column = int(place[2]) - 1, column_index(place[1].decode())
        scanned.see(row, column)
        style = _STYLE.search(attributes)
        if style is not None and int(style[1]) in percent:
            scanned.percent.add((row, column))
        if b't="e"' in attributes:
            scanned.errors.add((row, column))
    if b"<f" in part:
        scanned.uncalculated = {(int(m[2]) - 1, column_index(m[1].decode())) for m in _UNCALCULATED.finditer(part)}
    return scanned


def _scan_slowly(part: bytes, percent: set[int]) -> Scanned:
    """The same by a real parser, for cells that are written in an unusual way (or in one that means to mislead)."""
    scan, at = Scanned(), [-1, -1]
    formula, value, in_value = False, "", False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal formula, value, in_value
        kind = tag.rpartition(":")[2]
        if kind == "row":
            at[0], at[1] = int(attributes.get("r", at[0] + 2)) - 1, -1
        elif kind == "c":
            at[1] += 1
            reference = attributes.get("r", "").strip().upper()
            match = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
            if match is not None:
                at[0], at[1] = int(match[2]) - 1, column_index(match[1])
            elif reference:  # the reader would take it for some other place, however far away
                raise ValueError("no reference of a cell")
            scan.see(at[0], at[1])
            formula, value, in_value = False, "", False
            if int(attributes.get("s", "0")) in percent:
                scan.percent.add((at[0], at[1]))
            if attributes.get("t") == "e":
                scan.errors.add((at[0], at[1]))
        elif kind == "f":
            formula = True
        elif kind == "v":
            in_value = True

    def text(data: str) -> None:
        nonlocal value
        if in_value:
            value += data

    def end(tag: str) -> None:
        nonlocal in_value
        kind = tag.rpartition(":")[2]
        if kind == "c" and formula and not value:
            scan.uncalculated.add((at[0], at[1]))
        if kind == "v":
            in_value = False

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(part, True)
    return scan


def column_index(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

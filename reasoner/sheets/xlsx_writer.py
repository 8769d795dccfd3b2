"""Workbooks written out: text stays text, the same content gives the same bytes, five thousand rows take half a second.

A cell is text, a number, a day or a judgement, never a formula: text that begins like one is marked as text, so that it
stays text when somebody edits the cell. Nothing in the file comes from the clock or the machine.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from reasoner.render.xlsx.cell_styles import PLAIN, Style, Styles
from reasoner.sheets.cell_comments import comments_part, drawing_part
from reasoner.sheets.xlsx_prescan import Place, column_letters

Value = str | int | Decimal | bool | date | datetime | None

_EPOCH: Final = date(1899, 12, 30)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST: Final = 32_767
_EXACT: Final = 10**15
_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LINE: Final = 15
_TALLEST: Final = 300
"""Points; a spreadsheet takes 409."""

_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
A3, A4 = 8, 9
"""Sizes of paper by the numbers of the format (ECMA-376, part 1, 18.3.1.63)."""

_FOOT: Final = "<headerFooter><oddFooter>&amp;C&amp;A  &amp;P / &amp;N</oddFooter></headerFooter>"
"""The name of the sheet, the page, and how many there are."""

_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINKS: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Choice(NamedTuple):
    """A drop-down list: the cells, where the names stand (a range) or the names themselves, whether others are refused."""

    cells: str
    source: str
    closed: bool = True


Cell = Value | tuple[Value, Style]
"""A value, or one with its style."""


def styled(values: Iterable[Value], style: Style) -> list[Cell]:
    """Cells of one style."""
    return [(v, style) for v in values]


@dataclass
class Sheet:
    """One sheet. widths by column in characters; frozen: rows that stay, on paper on every page; notes by cell; style of cells
    without their own. It is printed landscape and as wide as its paper.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    frozen: int = 0
    notes: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    filtered: bool = False
    hidden: bool = False
    style: Style = PLAIN
    paper: int = A3


def written(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook with these sheets; their names are made valid and different."""
    styles = Styles()
    parts: dict[str, str] = {}
    named = list(zip(_names([s.name for s in sheets]), sheets, strict=True))
    for number, (_, sheet) in enumerate(named, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = "".join(_sheet(sheet, styles, first=number == 1))
        if sheet.notes:
            parts[f"xl/comments{number}.xml"] = comments_part({p: clean(t) for p, t in sheet.notes.items()})
            parts[f"xl/drawings/notes{number}.vml"] = drawing_part(sheet.notes)
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relations(
                [("comments", f"../comments{number}.xml"), ("vmlDrawing", f"../drawings/notes{number}.vml")]
            )
    parts["xl/styles.xml"] = _HEAD + styles.part()
    frame = {
        "[Content_Types].xml": _types(parts, len(named)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _book(named),
        "xl/_rels/workbook.xml.rels": _relations(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(named) + 1)), ("styles", "styles.xml")]
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        for name, content in (frame | parts).items():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            package.writestr(entry, content.encode("utf-8"))
    return out.getvalue()


def clean(text: str) -> str:
    """Text as XML may hold it: what it cannot hold is shown as a box, markup is escaped, length bounded."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    text = _ESCAPE.sub("_x005F_", _ILLEGAL.sub("□", text)).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _names(wanted: Sequence[str]) -> list[str]:
    found: list[str] = []
    taken: set[str] = set()
    for name in wanted:
        plain = _NAME.sub("_", _ILLEGAL.sub("_", name)).strip("' ")[:31] or "表"
        unique, number = plain, 2
        while unique.casefold() in taken:
            unique, number = f"{plain[:27]}({number})", number + 1
        taken.add(unique.casefold())
        found.append(unique)
    return found


def _sheet(sheet: Sheet, styles: Styles, *, first: bool) -> Iterator[str]:
    width = max((len(r) for r in sheet.rows), default=0)
    yield f"{_HEAD}<worksheet {_MAIN} {_LINKS}>"
    yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
    selected = ' tabSelected="1"' if first else ""
    if sheet.frozen:
        pane = (
            f'<pane ySplit="{sheet.frozen}" topLeftCell="A{sheet.frozen + 1}" activePane="bottomLeft" state="frozen"/>'
        )
        yield f'<sheetView workbookViewId="0"{selected}>{pane}</sheetView>'
    else:
        yield f'<sheetView workbookViewId="0"{selected}/>'
    yield '</sheetViews><sheetFormatPr defaultRowHeight="16"/>'
    if sheet.widths:
        columns = (
            f'<col min="{c + 1}" max="{c + 1}" width="{w}" customWidth="1"/>' for c, w in sorted(sheet.widths.items())
        )
        yield f"<cols>{''.join(columns)}</cols>"
    yield "<sheetData>"
    letters = [column_letters(c) for c in range(width)]
    for number, row in enumerate(sheet.rows, 1):
        cells = "".join(
            _cell(v, f"{letters[c]}{number}", sheet.style, styles) for c, v in enumerate(row) if v is not None
        )
        if cells:
            tall = f' ht="{_height(row, sheet.widths)}" customHeight="1"' if sheet.style.wrap else ""
            yield f'<row r="{number}"{tall}>{cells}</row>'
    yield "</sheetData>"
    if sheet.filtered and sheet.rows:
        yield f'<autoFilter ref="A{max(sheet.frozen, 1)}:{letters[-1]}{len(sheet.rows)}"/>'
    if sheet.merged:
        areas = "".join(f'<mergeCell ref="{_at(a)}:{_at(b)}"/>' for a, b in sheet.merged)
        yield f'<mergeCells count="{len(sheet.merged)}">{areas}</mergeCells>'
    if sheet.choices:
        yield f'<dataValidations count="{len(sheet.choices)}">{"".join(map(_choice, sheet.choices))}</dataValidations>'
    yield '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    yield f'<pageSetup paperSize="{sheet.paper}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>{_FOOT}'
    if sheet.notes:
        yield '<legacyDrawing r:id="rId2"/>'
    yield "</worksheet>"


def _height(row: Sequence[Cell], widths: dict[int, float]) -> int:
    """Points for the wrapped texts of a row; spreadsheet programs do not all work it out when they open a file."""
    most = 1
    for column, cell in enumerate(row):
        value = cell[0] if type(cell) is tuple else cell
        if isinstance(value, str) and len(value) > 4:
            room = max(2, int(widths.get(column, 9.0)) - 1)
            most = max(most, sum(1 + (2 * len(line) - 1) // room for line in value.split("\n")))
    return min(_LINE * most + 4, _TALLEST)


def _at(place: Place) -> str:
    return f"{column_letters(place[1])}{place[0] + 1}"


def _choice(choice: Choice) -> str:
    strict = (
        ' showErrorMessage="1" errorTitle="不在可选之列" error="请从下拉列表中选择;不知道的写 不详"'
        if choice.closed
        else ""
    )
    source = choice.source if "!" in choice.source else f'"{choice.source}"'
    return (
        f'<dataValidation type="list" allowBlank="1"{strict} sqref="{choice.cells}">'
        f"<formula1>{clean(source)}</formula1></dataValidation>"
    )


def _cell(cell: Cell, at: str, usual: Style, styles: Styles) -> str:
    value, style = cell if type(cell) is tuple else (cell, usual)
    if isinstance(value, str):
        if value.startswith(_FORMULA):
            style = style._replace(quoted=True)
        text = clean(value)
        return f'<c r="{at}" s="{styles.index(style)}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, bool):
        return f'<c r="{at}" s="{styles.index(style)}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        return _cell((value.isoformat(sep=" "), style), at, usual, styles)
    if isinstance(value, date):
        serial = (value - _EPOCH).days
        if serial < 61:  # before March 1900 the count of days is not the calendar's
            return _cell((value.isoformat(), style), at, usual, styles)
        return f'<c r="{at}" s="{styles.index(style._replace(number="yyyy-mm-dd"))}"><v>{serial}</v></c>'
    if isinstance(value, (int, Decimal)):
        if not -_EXACT < value < _EXACT:
            return _cell((format(value, "f") if isinstance(value, Decimal) else str(value), style), at, usual, styles)
        return f'<c r="{at}" s="{styles.index(style)}"><v>{value if isinstance(value, int) else format(value, "f")}</v></c>'
    return f'<c r="{at}" s="{styles.index(style)}"/>'


def _relations(links: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_KIND}{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


def _types(parts: dict[str, str], sheets: int) -> str:
    office = "application/vnd.openxmlformats-officedocument."
    kinds = {f"/xl/worksheets/sheet{n}.xml": "spreadsheetml.worksheet+xml" for n in range(1, sheets + 1)}
    kinds |= {"/xl/workbook.xml": "spreadsheetml.sheet.main+xml", "/xl/styles.xml": "spreadsheetml.styles+xml"}
    kinds |= {f"/{name}": "spreadsheetml.comments+xml" for name in parts if name.startswith("xl/comments")}
    overrides = "".join(f'<Override PartName="{n}" ContentType="{office}{k}"/>' for n, k in kinds.items())
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="vml" ContentType="{office}vmlDrawing"/>{overrides}</Types>'
    )


def _book(named: Sequence[tuple[str, Sheet]]) -> str:
    sheets = "".join(
        f'<sheet name="{clean(name).replace(chr(34), "&quot;")}" sheetId="{n}"'
        f'{" state=" + chr(34) + "hidden" + chr(34) if sheet.hidden else ""} r:id="rId{n}"/>'
        for n, (name, sheet) in enumerate(named, 1)
    )
    heads = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n}">{clean(_quoted(name))}!$1:${sheet.frozen}</definedName>'
        for n, (name, sheet) in enumerate(named)
        if sheet.frozen
    )
    names = f"<definedNames>{heads}</definedNames>" if heads else ""
    views = "<bookViews><workbookView/></bookViews>"
    return f"{_HEAD}<workbook {_MAIN} {_LINKS}>{views}<sheets>{sheets}</sheets>{names}</workbook>"


def _quoted(name: str) -> str:
    """The name of a sheet as references write it."""
    return "'" + name.replace("'", "''") + "'"

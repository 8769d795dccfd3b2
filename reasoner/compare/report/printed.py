"""Sheets of a workbook as they are printed: each as wide as the paper, its head on every page."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from typing import Final

_SHEET: Final = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_SETUP: Final = '<pageSetup paperSize="8" orientation="landscape"/>'
_FITTED: Final = '<pageSetup paperSize="{paper}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
_A3, _A4 = 8, 9
_NUMBERS: Final = "<headerFooter><oddFooter>&amp;C&amp;A  &amp;P / &amp;N</oddFooter></headerFooter>"


def printable(book: bytes, small: Collection[str] = ()) -> bytes:
    """A workbook of `reasoner.sheets.book` with its page set-up: landscape on A3, on A4 the sheets named in `small`; rows
    that stay on the screen are repeated on every page.
    """
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        parts = {info: package.read(info).decode("utf-8") for info in package.infolist()}
    names = re.findall(r'<sheet name="([^"]*)"', next(t for i, t in parts.items() if i.filename == "xl/workbook.xml"))
    titles: list[str] = []
    for info, text in parts.items():
        sheet = _SHEET.fullmatch(info.filename)
        if sheet:
            number = int(sheet[1]) - 1
            parts[info] = _fitted(text, _A4 if names[number] in small else _A3)
            rows = re.search(r'ySplit="(\d+)"', text)
            titles += [_title(number, names[number], int(rows[1]))] if rows else []
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        for info, text in parts.items():
            told = _titled(text, titles) if info.filename == "xl/workbook.xml" else text
            package.writestr(info, told.encode("utf-8"))
    return out.getvalue()


def _fitted(sheet: str, paper: int) -> str:
    begun = sheet.replace("<sheetViews>", '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>', 1)
    return begun.replace(_SETUP, _FITTED.format(paper=paper) + _NUMBERS, 1)


def _title(number: int, name: str, rows: int) -> str:
    quoted = name.replace("'", "''")
    return f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">\'{quoted}\'!$1:${rows}</definedName>'


def _titled(workbook: str, titles: list[str]) -> str:
    return workbook.replace("</sheets>", f"</sheets><definedNames>{''.join(titles)}</definedNames>", 1)

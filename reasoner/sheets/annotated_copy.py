"""A copy of a workbook in which every fault stands at its cell: coloured, with a note; a list of all of them in front."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from policy_dsl.diagnostics import Diagnostic
from reasoner.render.typeset import fault_on_screen
from reasoner.render.xlsx.cell_styles import HEADER, TEXT, TITLE
from reasoner.render.xlsx.sheet_model import Sheet, styled
from reasoner.sheets.value_copy import copies
from reasoner.sheets.workbook import Workbook
from reasoner.sheets.xlsx_prescan import Place, column_index

_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ROW: Final = re.compile(r"第([0-9]{1,7})行")
_WIDTHS: Final = {0: 26.0, 1: 60.0, 2: 44.0, 3: 40.0, 4: 8.0}


def marked_copy(books: Sequence[Workbook], faults: Iterable[Diagnostic]) -> list[Sheet]:
    """The sheets of the copy."""
    listed = list(faults)
    title = f"共{len(listed)}处错误；下面各表是来源的副本，出错的单元格已标出。改正后重新研判；来源文件没有改动。"
    return [fault_list(listed, title), *copies(books, marks_of(books, listed))]


def fault_list(faults: Iterable[Diagnostic], title: str) -> Sheet:
    """The sheet that lists faults."""
    rows = [styled((f.where, *map(fault_on_screen, (f.message, f.allowed, f.hint)), f.code), TEXT) for f in faults]
    head = styled(("位置", "问题", "可以写", "建议", "代码"), HEADER)
    return Sheet("错误清单", [styled([title], TITLE), head, *rows], dict(_WIDTHS), frozen=2)


def marks_of(books: Sequence[Workbook], faults: Iterable[Diagnostic]) -> dict[tuple[str, str], dict[Place, str]]:
    """By file and sheet the notes on faulty cells."""
    marks: dict[tuple[str, str], dict[Place, str]] = {}
    for fault in faults:
        cell_place = _place(fault.where, books)
        if cell_place is not None:
            file, sheet, place = cell_place
            notes = marks.setdefault((file, sheet), {})
            sentences = (fault.message, fault.allowed_words("可以写"), _told("建议", fault.hint))
            note = "\n".join(fault_on_screen(t) for t in sentences if t)
            notes[place] = f"{notes[place]}\n{note}" if place in notes else note
    return marks


def _told(name: str, text: str) -> str:
    return f"{name}:{text}" if text else ""


def _place(where: str, books: Sequence[Workbook]) -> tuple[str, str, Place] | None:
    for book in books:
        path = where.removeprefix(f"{book.name}: ")
        if path == where:
            continue
        sheet, _, cell = path.rpartition("!")
        match, row = _CELL.fullmatch(cell), _ROW.fullmatch(cell)
        if match is not None:
            return book.name, sheet, (int(match[2]) - 1, column_index(match[1]))
        if row is not None:
            return book.name, sheet, (int(row[1]) - 1, 0)
    return None

"""One cell as the plain value that the intake reads: days from text, days or serial numbers, per cents, units, lists.

Only what the form of the cell hides is undone here; whether a value is right is for the intake to say, so that every form
of input has the same rules. What could be read in two ways raises `Unreadable`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Term
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.sheets.workbook import Cell

_SERIAL: Final = range(18264, 73051)
"""Days that a spreadsheet counts from the end of 1899: the years 1950 to 2099."""

_EPOCH: Final = date(1899, 12, 30)
_SINCE_1904: Final = 1462
_MIDNIGHT: Final = re.compile(r"(.*?)[T ]0{1,2}:00(?::00(?:\.0+)?)?")
_NUMBER: Final = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?")
_MOST_EXACT: Final = 10**15
_PARTS: Final = re.compile(r"[、,，;；/\n]+")


def as_day(cell: Cell, since_1904: bool) -> object:
    """A day: of a cell that is one, of a serial number, of 20240501; other text as it is."""
    return _when(cell, since_1904, period=False)


def as_period(cell: Cell, since_1904: bool) -> object:
    """A day, month or year; a bare 2023 is a year and 202312 a month."""
    return _when(cell, since_1904, period=True)


def _when(cell: Cell, since_1904: bool, *, period: bool) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        text = cell.strip()
        match = _MIDNIGHT.fullmatch(text)
        text = match[1] if match is not None else text
        if not (text.isascii() and text.isdecimal()):
            return text
        cell = int(text) if len(text) <= 8 else None
        if cell is None:
            return text
    if isinstance(cell, bool) or not isinstance(cell, int):
        return str(cell)
    digits = str(cell)
    if len(digits) == 8:
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if period and len(digits) == 6:
        return f"{digits[:4]}-{digits[4:]}"
    if cell in _SERIAL:
        return (_EPOCH + timedelta(days=cell + (_SINCE_1904 if since_1904 else 0))).isoformat()
    return digits


def as_number(cell: Cell, term: Term, unit: str, *, percent_shown: bool, formats_known: bool) -> object:
    """A number with the unit of its header; under a header in per cent a bare 74 is 74%.

    percent_shown: the cell shows its number as per cent, so that it is a ratio already. Raises `Unreadable` (S121) where a
    small number under a header in per cent may be either and the file does not tell.
    """
    if isinstance(cell, str):
        text = cell.strip()
        return text + unit if unit and _NUMBER.fullmatch(text) else text
    if isinstance(cell, (date, datetime)):
        raise Unreadable("S122", f"「{term.label}」应是数字,单元格却是日期格式", hint="把单元格格式改为常规,重新填写")
    if isinstance(cell, bool) or cell is None:
        return cell
    if unit == "%" and not percent_shown:
        if not formats_known and -1 <= cell <= 1 and cell != 0:
            hint = f"写作文字 {plain(Decimal(cell) * 100)}% 或 {plain(Decimal(cell))}%,或另存为 xlsx"
            raise Unreadable("S121", f"表头以 % 为单位,数值 {cell} 可以是比率也可以是百分数", hint=hint)
        return f"{plain(Decimal(cell))}%"
    if unit and unit != "%":
        return f"{plain(Decimal(cell))}{unit}"
    return cell


def as_truth(cell: Cell) -> object:
    """A judgement: 是 and 否 as they are; a bare 1 or 0 is left for the intake to refuse."""
    return cell.strip() if isinstance(cell, str) else cell


def as_text(cell: Cell, *, several: bool = False) -> object:
    """A text, in one line; of a fact with several values a list. Raises `Unreadable` (S123): digits lost in a number."""
    if isinstance(cell, str):
        text = " ".join(cell.split())
        if several:
            parts = [p.strip() for p in _PARTS.split(cell) if p.strip()]
            return parts if len(parts) > 1 else text
        return text
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, Decimal)):
        if not -_MOST_EXACT < cell < _MOST_EXACT:
            hint = "把单元格格式改为文本,按原件重新填写"
            raise Unreadable("S123", f"长号码 {cell} 按数字存储,只保留了15位,末尾几位已经不真", hint=hint)
        return plain(Decimal(cell))
    return cell.isoformat() if isinstance(cell, date) else cell

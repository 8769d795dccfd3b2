"""What the reader of old workbooks gives as empty cells and is not: an error value, a formula without a value.

The records of BIFF (Excel 97 to 2003), one after the other: a kind, a length, the content. A sheet begins where the list of
sheets says; what is embedded in it, such as a chart, begins and ends within.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

import olefile

from reasoner.sheets.xlsx_prescan import Place

_BEGIN: Final = 0x0809
_END: Final = 0x000A
_SHEET: Final = 0x0085
_ERROR: Final = 0x0205
_FORMULA: Final = (0x0006, 0x0206, 0x0406)
_NO_NUMBER: Final = 0xFFFF
_ERROR_RESULT, _EMPTY_RESULT = 2, 3


class Unread(NamedTuple):
    """The cells of one sheet that are not empty, although they come as empty."""

    errors: tuple[Place, ...] = ()
    """#DIV/0!, #N/A and the like."""
    uncalculated: tuple[Place, ...] = ()
    """Formulas with which no value was saved."""


def unread_cells(raw: bytes) -> list[Unread]:
    """Of each sheet in the order of the workbook. Raises OSError, ValueError or struct.error where the file is not whole."""
    with olefile.OleFileIO(io.BytesIO(raw)) as container:
        name = "Workbook" if container.exists("Workbook") else "Book"
        stream = container.openstream(name).read()
    starts = [struct.unpack_from("<L", content)[0] for kind, content in _records(stream, 0) if kind == _SHEET]
    return [_sheet(stream, start) for start in starts]


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the workbook from its beginning to its end, without the parts within."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        content = stream[position + 4 : position + 4 + length]
        position += 4 + length
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, content


def _sheet(stream: bytes, start: int) -> Unread:
    errors: list[Place] = []
    uncalculated: list[Place] = []
    for kind, content in _records(stream, start):
        if kind == _ERROR:
            row, column, _, _, is_error = struct.unpack_from("<HHHBB", content)
            errors += [(row, column)] if is_error else []
        elif kind in _FORMULA:
            row, column, _, result, _, mark = struct.unpack_from("<HHHB5sH", content)
            if mark == _NO_NUMBER and result in (_ERROR_RESULT, _EMPTY_RESULT):
                (errors if result == _ERROR_RESULT else uncalculated).append((row, column))
    return Unread(tuple(errors), tuple(uncalculated))

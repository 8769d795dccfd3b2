"""Workbooks of Excel 97 to 2003 are read in a process of their own: a damaged one can make its reader ask for any memory.

`python -m reasoner.sheets.xls_subprocess` takes the bytes of a workbook on standard input and gives its sheets as MessagePack. Memory
and time are bounded; whatever happens there, the caller goes on. A current workbook is looked at first (`scan`) and needs
none of this.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

from reasoner.intake.file_kind import Content, content_of
from reasoner.sheets.xlsx_prescan import Place

if TYPE_CHECKING:
    from reasoner.sheets.xls_records import Unread

RawCell = str | int | float | bool | date | datetime | time | timedelta | None
"""A cell as the reader of workbooks gives it."""

MOST_CELLS: Final = 3_000_000
"""Of one sheet, empty ones between others included."""

MOST_MEMORY: Final = 2 * 2**30
MOST_SECONDS: Final = 60


class Broken(Exception):
    """The workbook cannot be read; `locked` where it has a password."""

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()
        self.locked = locked


CellKind = TypeVar("CellKind")


class RawSheet(msgspec.Struct, Generic[CellKind], frozen=True):
    """One worksheet as its reader gives it."""

    name: str
    """As on its tab."""
    hidden: bool
    """Whether the tab is hidden."""
    height: int
    """Rows that it reaches, counted from the first."""
    width: int
    """Columns that it reaches, counted from the first."""
    rows: Sequence[Sequence[CellKind]]
    """Its cells; none where there are too many."""
    merged: Sequence[tuple[Place, Place]]
    """First and last cell of each merged area."""
    errors: Sequence[Place] = ()
    """Of an old workbook: its cells with an error value, which come as empty."""
    uncalculated: Sequence[Place] = ()
    """Of an old workbook: its formulas without a saved value, likewise."""


class _Day(msgspec.Struct, frozen=True, tag="day"):
    """A day on its way between the processes, where it must not be taken for a text."""

    value: date


class _Moment(msgspec.Struct, frozen=True, tag="moment"):
    """A day with a time of day, likewise."""

    value: datetime


_SentCell = str | int | float | bool | _Day | _Moment | None


class _Answer(msgspec.Struct, frozen=True):
    """What the process gives."""

    sheets: list[RawSheet[_SentCell]] | None = None
    """The worksheets; None where the workbook has a password."""


def read_apart(raw: bytes) -> list[RawSheet[RawCell]]:
    """The sheets of an old workbook. Raises `Broken`."""
    import subprocess

    command = [sys.executable, "-m", "reasoner.sheets.xls_subprocess"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=MOST_SECONDS, check=False)
    except (subprocess.TimeoutExpired, ValueError, OSError):
        raise Broken from None
    if done.returncode != 0:
        raise Broken
    try:
        answer = msgspec.msgpack.decode(done.stdout, type=_Answer)
    except msgspec.DecodeError:
        raise Broken from None
    if answer.sheets is None:
        raise Broken(locked=True)
    return [
        RawSheet(
            s.name, s.hidden, s.height, s.width, [[_received(c) for c in row] for row in s.rows], s.merged, s.errors,
            s.uncalculated,
        )
        for s in answer.sheets
    ]  # fmt: skip


def _received(cell: _SentCell) -> RawCell:
    return cell.value if isinstance(cell, (_Day, _Moment)) else cell


def _sent(cell: RawCell) -> _SentCell:
    if isinstance(cell, datetime):
        return _Moment(cell)
    if isinstance(cell, date):
        return _Day(cell)
    return str(cell) if isinstance(cell, (time, timedelta)) else cell


def sheets_of(raw: bytes, most_cells: int) -> list[RawSheet[RawCell]]:
    """What the reader of workbooks gives; a sheet beyond the bound comes without its rows. Raises what that reader raises."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    unread: Sequence[Unread] = ()
    if content_of(raw) == Content.COMPOUND:
        from reasoner.sheets.xls_records import unread_cells

        unread = unread_cells(raw)
        if len(unread) != len(book.sheets_metadata):
            raise ValueError("sheets are missing")
    sheets: list[RawSheet[RawCell]] = []
    for number, about in enumerate(book.sheets_metadata):
        if "WorkSheet" not in str(about.typ):
            continue
        sheet = book.get_sheet_by_index(number)
        height, width = sheet.total_height, sheet.total_width
        rows: Sequence[Sequence[RawCell]] = (
            sheet.to_python(skip_empty_area=False) if height * width <= most_cells else ()
        )
        hidden = about.visible is not SheetVisibleEnum.Visible
        beside = unread[number] if unread else ((), ())
        sheets.append(RawSheet(about.name, hidden, height, width, rows, sheet.merged_cell_ranges or (), *beside))
    return sheets


def _main() -> int:
    from python_calamine import PasswordError

    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sheets = sheets_of(sys.stdin.buffer.read(), MOST_CELLS)
        answer = _Answer([
            RawSheet(
                s.name, s.hidden, s.height, s.width, [[_sent(c) for c in row] for row in s.rows], s.merged, s.errors,
                s.uncalculated,
            )
            for s in sheets
        ])  # fmt: skip
    except PasswordError:
        answer = _Answer()
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
    return 0


if __name__ == "__main__":
    sys.exit(_main())

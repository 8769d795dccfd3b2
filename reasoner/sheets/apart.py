"""Workbooks of Excel 97 to 2003 are read in a process of their own: a damaged one can make its reader ask for any memory.

`python -m reasoner.sheets.apart` takes the bytes of a workbook on standard input and gives its sheets as JSON. Memory and time are
bounded; whatever happens there, the caller goes on. A current workbook is looked at first (`scan`) and needs none of this.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from datetime import date, datetime
from typing import Any, Final

MOST_CELLS: Final = 3_000_000
"""Of one sheet, empty ones between others included."""

MOST_MEMORY: Final = 2 * 2**30
MOST_SECONDS: Final = 60


class Broken(Exception):
    """The workbook cannot be read; `locked` where it has a password."""

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()
        self.locked = locked


def read_apart(raw: bytes) -> list[dict[str, Any]]:
    """The sheets of an old workbook: name, hidden, size, rows and merged areas. Raises `Broken`."""
    command = [sys.executable, "-m", "reasoner.sheets.apart"]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=MOST_SECONDS, check=False)
        found = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError, OSError):
        raise Broken from None
    if "sheets" not in found:
        raise Broken(locked=bool(found.get("locked")))
    for sheet in found["sheets"]:
        sheet["rows"] = [[_read(c) for c in row] for row in sheet["rows"]]
    return list(found["sheets"])


def _read(cell: Any) -> Any:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["day"]) if "day" in cell else datetime.fromisoformat(cell["time"])
    return cell


def _written(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {"time": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if cell is None or isinstance(cell, (str, bool, int, float)) else str(cell)


def sheets_of(raw: bytes, most_cells: int) -> list[dict[str, Any]]:
    """What the reader of workbooks gives; a sheet beyond the bound comes without its rows. Raises what that reader raises."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    found = []
    for number, about in enumerate(book.sheets_metadata):
        if "WorkSheet" not in str(about.typ):
            continue
        sheet = book.get_sheet_by_index(number)
        fits = sheet.total_height * sheet.total_width <= most_cells
        rows = sheet.to_python(skip_empty_area=False) if fits else []
        found.append({
            "name": about.name, "hidden": about.visible is not SheetVisibleEnum.Visible, "height": sheet.total_height,
            "width": sheet.total_width, "rows": rows, "merged": sheet.merged_cell_ranges or [],
        })  # fmt: skip
    return found


def _main() -> int:
    from python_calamine import PasswordError

    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sheets = sheets_of(sys.stdin.buffer.read(), MOST_CELLS)
        found: dict[str, Any] = {
            "sheets": [s | {"rows": [[_written(c) for c in row] for row in s["rows"]]} for s in sheets]
        }
    except PasswordError:
        found = {"locked": True}
    sys.stdout.buffer.write(json.dumps(found).encode())
    return 0


if __name__ == "__main__":
    sys.exit(_main())

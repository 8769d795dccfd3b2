"""Tables for spreadsheets: comma-separated values that open in Excel and WPS as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = ("=", "+", "-", "@", "\t")


def csv_text(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Rows under a header. No cell can be taken for a formula: such a beginning gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    cells = ([_cell(row.get(name, "")) for name in header] for row in rows)
    writer.writerows([header, *cells])
    return out.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text

"""A Word file read a second time, by python-docx: paragraphs and tables in order, as that library understands them.

It knows neither automatic numbers nor insertions, controls, fields, ruby and boxes; those differences have their cause,
which the first reading names. What it reads otherwise in plain text has none, and a person looks at it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.blkcntnr import BlockItemContainer
    from docx.table import Table

READER = "python-docx"


def second_lines(raw: bytes) -> list[str] | None:
    """The lines of a file that has passed the guard; None where the library cannot open it."""
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(raw))
        return list(_lines(document._body))
    except (OpcError, KeyError, ValueError, AttributeError, IndexError, SyntaxError):
        return None


def _lines(container: BlockItemContainer) -> Iterator[str]:
    from docx.text.paragraph import Paragraph

    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            yield from block.text.split("\n")
        else:
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    """A line for each row; a merged cell is read once."""
    met: set[object] = set()  # the elements themselves: the number of one that nobody holds is given to another
    for row in table.rows:
        words = []
        for cell in row.cells:
            if cell._tc not in met:
                met.add(cell._tc)
                words.append(" ".join(line for line in _lines(cell) if line.strip()))
        yield "\t".join(words)

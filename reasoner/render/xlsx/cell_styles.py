"""How cells look: a style is a value, and a workbook keeps each that is used once."""

from __future__ import annotations

from typing import Final, NamedTuple


class Style(NamedTuple):
    """fill and colour are RGB; number is a number format; quoted marks text that begins like a formula."""

    bold: bool = False
    fill: str = ""
    colour: str = ""
    wrap: bool = False
    number: str = ""
    border: bool = False
    centre: bool = False
    size: int = 11
    quoted: bool = False


PLAIN: Final = Style()
HEADER: Final = Style(bold=True, fill="DDE7F0", wrap=True, border=True, centre=True)
TEXT: Final = Style(wrap=True, border=True)
TITLE: Final = Style(bold=True, size=14)
FAULT: Final = "FFD9A0"
"""The fill of a cell with a fault."""

"""The layout of all text for a terminal: widths, indents, lists, rows of tables, colours.

Chinese characters take two columns (`policy_dsl.source_text.display_width`), and no line begins with a closing mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from policy_dsl.source_text import clip, display_width
from reasoner.render.typeset import on_screen

WIDEST: Final = 100
NARROWEST: Final = 40

_CLOSING: Final = ",.;:!?)]}%，。；：！？、）】〕》〉」』”’…‰"
_OPENING: Final = "([{（【〔《〈「『“‘"
_UNIT: Final = re.compile(
    rf"[{re.escape(''.join(_OPENING))}]*(?:[A-Za-z0-9_./#@+=&-]+|\s+|.)[{re.escape(''.join(_CLOSING))}]*", re.DOTALL
)
"""What stays together: a word, number or character with the marks that open before it and close behind it."""


class Tint(StrEnum):
    """A colour of text."""

    RED = "31"
    YELLOW = "33"
    GREEN = "32"
    BLUE = "36"


class Style(NamedTuple):
    """How wide lines may be and whether marks for bold and colour are written."""

    width: int = 80
    colour: bool = False

    def bold(self, text: str) -> str:
        """Text that stands out, where the terminal can show it."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def faint(self, text: str) -> str:
        """Text that steps back."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text

    def tinted(self, text: str, tint: Tint) -> str:
        """Bold text in a colour."""
        return f"\x1b[1;{tint}m{text}\x1b[0m" if self.colour else text

    def room(self, taken: int = 0, least: int = NARROWEST) -> int:
        """The columns of a line of which so many are taken, and at least `least`."""
        return max(least, min(self.width, WIDEST) - taken)

    def lines(self, text: str, indent: int = 0, hang: int | None = None) -> list[str]:
        """Text in lines of at most the width; `hang` is the indent of lines after the first, by default the same."""
        hang = indent if hang is None else hang
        broken = list(wrap(text, self.room() - max(indent, hang)))
        return [" " * (hang if i else indent) + line for i, line in enumerate(broken)] or [""]

    def each(self, texts: Iterable[str], indent: int = 0, hang: int | None = None) -> list[str]:
        """The lines of several texts, each laid out as `lines` does."""
        return [line for text in texts for line in self.lines(text, indent, hang)]

    def bold_lines(self, text: str, indent: int = 0, hang: int | None = None) -> list[str]:
        """The lines of a text that stands out."""
        return [self.bold(line) for line in self.lines(text, indent, hang)]

    def heading(self, title: str) -> str:
        """The heading of a section."""
        return self.bold(f"【{title}】")

    def section(self, title: str, items: Iterable[str]) -> list[str]:
        """A heading with a list below it; no lines where the list is empty."""
        lines = self.each((f"- {item}" for item in items), 2, 4)
        return [self.heading(title), *lines] if lines else []


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns, with the marks that staff read; words, numbers and marks stay whole where they fit."""
    line, used = "", 0
    for unit in _units(on_screen(" ".join(text.split())), width):
        size = display_width(unit)
        if line and used + size > width:
            yield line.rstrip()
            line, used = "", 0
            if unit.isspace():
                continue
        line += unit
        used += size
    if line:
        yield line.rstrip()


def _units(text: str, width: int) -> Iterator[str]:
    for match in _UNIT.finditer(text):
        unit = match[0]
        while display_width(unit) > width:
            head = clip(unit, width)
            yield head
            unit = unit[len(head) :]
        yield unit


def shortened(text: str, width: int) -> str:
    """Text in one line of at most `width` columns, with … where it is cut."""
    flat = on_screen(" ".join(text.split()))
    return flat if display_width(flat) <= width else clip(flat, width - 2) + "…"


def padded(text: str, width: int) -> str:
    """Text with blanks up to `width` columns."""
    return text + " " * max(0, width - display_width(text))


def table_row(cells: Sequence[str], widths: Sequence[int], gap: int = 1) -> str:
    """Cells in columns of these widths, `gap` blanks between them."""
    return (" " * gap).join(padded(c, w) for c, w in zip(cells, widths, strict=True)).rstrip()


def joined(blocks: Iterable[list[str]]) -> str:
    """Blocks of lines with a blank line between them."""
    return "\n\n".join("\n".join(b) for b in blocks if b) + "\n"

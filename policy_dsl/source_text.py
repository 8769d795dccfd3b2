"""Source text, spans in it, and excerpts whose caret stands right under double-width characters."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import cached_property
from typing import Final

import msgspec

MASK = "▒"
"""Stands for one character of a received file that is not part of the document (adverts, menus)."""


class Span(msgspec.Struct, frozen=True, order=True):
    """Half-open range [start, end) of character offsets."""

    start: int
    end: int

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Source(msgspec.Struct, frozen=True, dict=True):
    """A named text. The name is a path relative to the rule base, never a path of the machine."""

    name: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0] + [i + 1 for i, c in enumerate(self.text) if c == "\n"]

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, columns in characters."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def where(self, offset: int) -> str:
        """`rules.tiao:12:5`, the form editors open."""
        line, column = self.line_column(offset)
        return f"{self.name}:{line}:{column}"

    def excerpt(self, span: Span, width: int = 76) -> str:
        """The line of the span's start with carets below the span, cut to `width` columns around it."""
        line, column = self.line_column(span.start)
        start = self._line_starts[line - 1]
        end = self.text.find("\n", start)
        text = _visible(self.text[start : end if end >= 0 else len(self.text)].rstrip("\r"))
        first = min(column - 1, len(text))
        last = max(first + 1, min(len(text), span.end - start))
        cut, room = first, width // 2
        while cut > 0 and (wide := display_width(text[cut - 1])) <= room:
            cut, room = cut - 1, room - wide
        while cut < first and display_width(text[cut]) == 0:
            cut += 1  # a mark must not lose the letter it stands on
        clipped = clip(text[cut : cut + 4 * width], width)
        lead = "…" if cut else ""
        marks = max(1, display_width(text[first : min(last, cut + len(clipped))]))
        prefix = f"{line:>5} │ "
        blank = " " * (len(prefix) - 2) + "│ "
        return f"{prefix}{lead}{clipped}\n{blank}{' ' * display_width(lead + text[cut:first])}{'^' * marks}"


_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _visible(line: str) -> str:
    """A line for printing, character for character: tabs are one blank, and nothing in it may move the cursor."""
    if line.isprintable():
        return line
    return "".join(
        " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in _UNSEEN else c for c in line
    )


_USUAL: Final = (
    (" ", "~", 1),
    ("\u00a0", "\u00ac", 1),
    ("\u00ae", "\u02ff", 1),
    ("\u2010", "\u2027", 1),
    ("\u2190", "\u22ff", 1),
    ("\u2460", "\u25fc", 1),
    ("\u3001", "\u3029", 2),
    ("\u3400", "\u4dbf", 2),
    ("\u4e00", "\u9fff", 2),
    ("\uff01", "\uff60", 2),
)
"""First and last character of what most texts are made of, with the columns of each between them, as wcwidth has them."""


class _Columns(dict[str, int]):
    """The columns of each character asked for. wcwidth takes 40 to 100 ms to import: only an unusual character needs it."""

    def __missing__(self, char: str) -> int:
        columns = next((wide for first, last, wide in _USUAL if first <= char <= last), None)
        if columns is None:
            from wcwidth import wcwidth

            columns = max(0, wcwidth(char))
        self[char] = columns
        return columns


_COLUMNS: Final = _Columns()


def display_width(text: str) -> int:
    """Columns that a text takes in a terminal: two for wide and full-width characters, none for combining ones."""
    return sum(map(_COLUMNS.__getitem__, text))


def clip(text: str, width: int) -> str:
    """The longest beginning of `text` that fits into `width` columns."""
    used = 0
    for i, c in enumerate(text):
        used += _COLUMNS[c]
        if used > width:
            return text[:i]
    return text


def squeeze(text: str) -> tuple[str, list[int]]:
    """`text` without white space, and for each character left its offset in `text`.

    Quotations are compared in this form: line breaks and the blanks of a web page carry no meaning.
    """
    kept = [(c, i) for i, c in enumerate(text) if not c.isspace()]
    return "".join(c for c, _ in kept), [i for _, i in kept]


def squeezed(text: str) -> str:
    """`text` without white space: what `squeeze` keeps, where nobody asks for the places."""
    return "".join(text.split())


_FULL_WIDTH = str.maketrans("\uff08\uff09\uff0c\uff1a\uff1b\uff0e\uff01\uff1f", "(),:;.!?")


def fold(text: str) -> str:
    """The text with half-width punctuation, character for character, so that offsets stay."""
    return text.translate(_FULL_WIDTH)

"""Text as a workbook may hold it: cells, and names of sheets."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 32_767
"""UTF-16 units that a cell or a comment takes."""

_LONGEST_NAME: Final = 31
_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNUSUAL: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ESCAPE: Final = re.compile("(?=_x[0-9A-Fa-f]{4}_)")
_ESCAPES_THAT_OVERLAP: Final = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")


def clean(text: str) -> str:
    """Text as XML may hold it: what it cannot hold is shown as a box, lines end with LF, length is bounded."""
    if len(text) > LONGEST // 2:
        whole = text
        text = _start(whole, LONGEST)
        text = text if len(text) == len(whole) else _start(whole, LONGEST - 1) + "…"
    if _UNUSUAL.search(text) is None:
        return text
    return _ILLEGAL.sub("□", text).replace("\r\n", "\n").replace("\r", "\n")


def like_formula(text: str) -> bool:
    """Whether a spreadsheet program would take the text for a formula, were somebody to edit the cell."""
    return text.startswith(_FORMULA)


def fragments(text: str) -> list[str]:
    """The pieces in which XlsxWriter writes a text as it is; none for texts that it writes whole.

    It takes what looks like its own markup of rich text for that, and passes over every second of two escapes that share
    an underscore.
    """
    markup = text.startswith("<r>") and text.endswith("</r>")
    if markup or ("_x" in text and _ESCAPES_THAT_OVERLAP.search(text) is not None):
        return [text[0], *filter(None, _ESCAPE.split(text[1:]))]
    return []


class SheetNames:
    """Makes the names of the sheets of one workbook valid, and different whatever their case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, name: str) -> str:
        """A name like this one that no sheet has so far."""
        plain = _start(_NAME.sub("_", _ILLEGAL.sub("_", name)).strip("' "), _LONGEST_NAME).strip("' ") or "表"
        unique, number = plain, 2
        while unique.casefold() in self._taken:
            unique, number = f"{_start(plain, _LONGEST_NAME - 4)}({number})", number + 1
        self._taken.add(unique.casefold())
        return unique


def _start(text: str, most: int) -> str:
    """The first UTF-16 units of a text, without half of a character at the end."""
    if len(text) <= most // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * most].decode("utf-16-le", "ignore")

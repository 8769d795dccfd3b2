"""A web page read a second time, by the parser of Python's library: every word outside scripts, in the order of the file."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

READER: Final = "Python html.parser"
_SILENT: Final = frozenset(("script", "style", "template"))
_BREAKING: Final = frozenset(
    "p div br li tr td th h1 h2 h3 h4 h5 h6 table section article header footer nav ul ol dl dt dd pre blockquote title".split()
)


def second_lines(text: str) -> list[str]:
    """The lines of a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.pieces).split("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT and not self.silent:
            self.silent = tag
        if tag in _BREAKING:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        if tag in _BREAKING:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(data.replace("\n", " "))

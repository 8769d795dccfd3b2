"""What a loader gives: plain data, the names of places in it, and faults that did not stop the reading."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic
from policy_dsl.source_text import Source, Span
from reasoner.intake.characters import find_misleading

MOST_DEPTH: Final = 32
"""Levels of nesting that a file may have; an application needs four."""

_MARGIN = 60


class Loaded(msgspec.Struct, frozen=True):
    """Plain data and how to name places in it.

    `roots` are the names of the items where the file is a row of separate objects (JSON Lines: 第3行); empty: `[2]`.
    """

    data: object
    name: str = ""
    roots: tuple[str, ...] = ()
    faults: tuple[Diagnostic, ...] = ()


class HeldItems(Collection[object]):
    """The items of a list as they stand in a text, each decoded anew whenever somebody goes through them.

    A great many take the memory of their text alone, if each is forgotten in turn.
    """

    def __init__(self, decode: Callable[[int], object], starts: array[int]) -> None:
        """decode: what stands at an offset of the text. starts: the offset of each item; all were decoded without fault."""
        self._decode, self._starts = decode, starts

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[object]:
        return map(self._decode, self._starts)

    def __contains__(self, other: object) -> bool:
        return any(item == other for item in self)


_OF_JSON_LD: Final = frozenset(("@context", "@graph", "@id", "@type"))


def is_json_ld(data: object) -> bool:
    """Whether data from JSON is a graph in JSON-LD, whatever its file is called: its keywords begin with @."""
    first = next(iter(data), data) if isinstance(data, (list, HeldItems)) else data
    return isinstance(first, dict) and not _OF_JSON_LD.isdisjoint(first)


def at(
    name: str, text: str, offset: int, code: str, message: str, hint: str = "", *, first_line: int = 1
) -> Diagnostic:
    """A fault at an offset of a text, with line, column and a caret under the place.

    `first_line` is the number of the first line of `text`, where that is a piece of a file.
    """
    offset = min(offset, len(text))
    line = first_line + text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    # Only a window of the line: a file may be one line of many megabytes.
    first, last = max(start, offset - _MARGIN), min(end, offset + _MARGIN)
    window = ("…" if first > start else "") + "".join(_printable(c) for c in text[first:last])
    place = offset - first + (first > start)
    excerpt = Source(name, window).excerpt(Span(place, place + 1))
    head, caret = excerpt.split("\n")
    number = f"{line:>5}"
    excerpt = f"{number}{head[5:]}\n{' ' * (len(number) - 5)}{caret}"
    return Diagnostic(code, f"{name}:{line}:{offset - start + 1}", message, hint=hint, excerpt=excerpt)


def _printable(char: str) -> str:
    return " " if char.isspace() else "□" if find_misleading(char) else char

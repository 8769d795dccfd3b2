"""What a loader gives: plain data, the names of places in it, and faults that did not stop the reading."""

from __future__ import annotations

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


_OF_JSON_LD: Final = frozenset(("@context", "@graph", "@id", "@type"))


def is_json_ld(data: object) -> bool:
    """Whether data from JSON is a graph in JSON-LD, whatever its file is called: its keywords begin with @."""
    first = data[0] if isinstance(data, list) and data else data
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

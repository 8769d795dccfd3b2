"""What a reader of a letter sees, whatever its format: pure data."""

from __future__ import annotations

import msgspec


class VisibleText(msgspec.Struct, frozen=True, kw_only=True):
    """The visible paragraphs of a letter, and what the file carries beside them."""

    paragraphs: tuple[str, ...]
    """The paragraphs and cells of the body in order, then those of footers."""
    headers: tuple[tuple[str, ...], ...] = ()
    """What stands at the head of pages, by header."""
    cells: frozenset[int] = frozenset()
    """Which of the paragraphs stand in cells of a table."""
    title: str = ""
    """The title in the frame of the window; empty: none is shown."""
    carried: str | None
    """The payload; None: none of ours."""
    faults: tuple[str, ...] = ()
    """What is wrong with the file, a sentence each."""

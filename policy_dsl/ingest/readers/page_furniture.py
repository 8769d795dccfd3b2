"""Headers, footers and page numbers of a document of pages: what stands at the edge of pages again and again, or counts them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, Protocol

_EDGE: Final = 0.12
"""Of the height of a page, at its top and bottom, where they stand."""
_DEEPEST: Final = 3
"""Lines from the edge."""
_PAGE_NUMBER: Final = re.compile(
    r"[\s\-—–―·•.|/_]*(?:第\s*)?(?P<number>[0-9]{1,4})(?:\s*页)?(?:\s*[/,,共]\s*(?:共\s*)?[0-9]{1,4}(?:\s*页)?)?[\s\-—–―·•.|/_]*"
)
_LONGEST: Final = 80


class EdgeLine(Protocol):
    """A line of a page."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def bottom(self) -> float:
        """Its height above the lower edge of the page, in points."""

    @property
    def size(self) -> float:
        """The height of its characters, in points."""


def furniture(pages: Sequence[Sequence[EdgeLine]], heights: Sequence[float]) -> dict[int, frozenset[int]]:
    """By page, counted from 0, the lines that are no part of the text.

    A line at an edge counts where it is a page number that goes up with the pages, or where it stands apart from the text and
    says the same, numbers apart, on more than half of the pages and on three at least. A sentence never counts.
    """
    edges = [_at_edge(page, height) for page, height in zip(pages, heights, strict=True)]
    filled = sum(bool(page) for page in pages)
    shapes = Counter(
        shape for page, at in zip(pages, edges, strict=True) for shape in {_shape(page[i].text) for i in at}
    )
    offsets = Counter(
        int(match["number"]) - n
        for n, (page, at) in enumerate(zip(pages, edges, strict=True))
        for i in at
        if (match := _PAGE_NUMBER.fullmatch(page[i].text))
    )
    aside: dict[int, frozenset[int]] = {}
    for n, (page, at) in enumerate(zip(pages, edges, strict=True)):
        out = set()
        for i in at:
            words = page[i].text
            match = _PAGE_NUMBER.fullmatch(words)
            counts = match is not None and (offsets[int(match["number"]) - n] >= 2 or _dashed(words) or filled == 1)
            repeats = shapes[_shape(words)] >= max(3, filled // 2 + 1) and len(words) <= _LONGEST and "。" not in words
            repeats = repeats and _apart(page, i)
            if counts or repeats:
                out.add(i)
        if out:
            aside[n] = frozenset(out)
    return aside


def _at_edge(page: Sequence[EdgeLine], height: float) -> list[int]:
    """The lines at the top and bottom of a page."""
    order = sorted(range(len(page)), key=lambda i: page[i].bottom)
    return [
        i
        for rank, i in enumerate(order)
        if (rank < _DEEPEST and page[i].bottom < _EDGE * height)
        or (rank >= len(order) - _DEEPEST and page[i].bottom > (1 - _EDGE) * height)
    ]


def _apart(page: Sequence[EdgeLine], at: int) -> bool:
    """Whether a line is of another size than the text, or farther from the next line inwards than lines of the text are."""
    usual = median(line.size for line in page)
    if abs(page[at].size - usual) > 0.1 * usual:
        return True
    heights = sorted({round(line.bottom) for line in page})
    place = heights.index(round(page[at].bottom))
    gaps = [after - before for before, after in pairwise(heights) if after - before > 2]
    if len(gaps) < 3:
        return True
    inner = place if place < len(heights) / 2 else place - 1
    return heights[inner + 1] - heights[inner] > 1.2 * median(gaps)


def _shape(words: str) -> str:
    return re.sub("[0-9]+", "0", "".join(words.split()))


def _dashed(words: str) -> bool:
    """Whether a number stands between dashes, as on the pages of official documents: — 3 —."""
    return bool(re.fullmatch(r"[-—–]\s*[0-9]{1,4}\s*[-—–]", words.strip()))

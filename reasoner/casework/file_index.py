"""卷内目录: what lies in the file of a case, in order, with number, title, day and pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Paper(NamedTuple):
    """Something that lies in the file."""

    title: str
    number: str
    """Its number (文号, 证据编号); empty: it has none."""
    day: str
    """Its day, ISO; empty: none."""
    pages: int | None
    """How many pages it has; None: not counted, they are filled in by hand."""
    by: str = ""
    """Who made it or handed it in; empty: not said."""


class IndexRow(NamedTuple):
    """A row of the index."""

    place: int
    paper: Paper
    pages: str
    """The pages of the file, as 3-5; a blank (empty) from the first paper on of which the pages are not counted."""


def index_of(papers: Iterable[Paper]) -> tuple[IndexRow, ...]:
    """The index of papers in their order; pages are numbered through while they are counted."""
    rows = []
    page: int | None = 1
    for place, paper in enumerate(papers, 1):
        pages = ""
        if page is not None and paper.pages:
            last = page + paper.pages - 1
            pages = str(page) if last == page else f"{page}-{last}"
            page = last + 1
        else:
            page = None
        rows.append(IndexRow(place, paper, pages))
    return tuple(rows)

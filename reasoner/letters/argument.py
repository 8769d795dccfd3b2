"""The neutral argument of a letter: what it says, line by line, before any format. Pure data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

PLAIN: Final = "正文"
ITEM: Final = "条目"
SOURCE: Final = "出处"
QUOTE: Final = "引文"
BLANK: Final = "待填"
REVIEW: Final = "待核"
NOTE: Final = "提示"
FORMS: Final = (PLAIN, ITEM, SOURCE, QUOTE, BLANK, REVIEW, NOTE)
"""How a line stands: 出处 stays with the 引文 below it, 待填 is for the office to fill, 待核 for legal review, 提示 is for staff and deleted before sending."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. `what` names what it states (引文, 事实, 条款 …) where a letter must go on saying it; else empty."""

    text: str
    form: str = PLAIN
    what: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. `widths` are parts of the line. `what`, where given, names what its cells state."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    what: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part under a heading: its name in templates, lines, and a table below them where it has one."""

    name: str
    heading: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """Who writes: what a setting says, or a blank to be filled. Never part of what `verify` holds a letter to."""

    name: str = ""
    contact: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. `draft` says what is still to be done before it may leave, empty where nothing is."""

    kind: str
    title: str
    draft: str
    addressee: str
    opening: tuple[Line, ...]
    sections: tuple[Section, ...]
    notes: tuple[Line, ...]
    contact: str
    signed: str
    date: str
    outward: bool
    day: str
    """The day whose law was asked for: the only date that the file's properties hold."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """More fields that a template may use, besides those that the standard templates show."""

    def lines(self) -> Iterator[Line]:
        """Every line in order, tables' cells and notes left out."""
        yield from self.opening
        for section in self.sections:
            yield from section.lines

    def must_say(self) -> Iterator[tuple[str, str]]:
        """What the visible text has to say: what it is, and its words."""
        yield "标题", self.title
        if self.addressee:
            yield "主送", self.addressee
        for line in self.lines():
            if line.what:
                yield line.what, line.text
        for section in self.sections:
            if section.table is not None and section.table.what:
                for row in section.table.rows:
                    for cell in row:
                        if len(cell) > 1:
                            yield section.table.what, cell

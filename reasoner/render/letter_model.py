"""The neutral argument of a letter: what it says, line by line, before any format. Pure data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

PLAIN: Final = "正文"
ITEM: Final = "条目"
SOURCE: Final = "出处"
QUOTE: Final = "引文"
BLANK: Final = "待填"
HAND: Final = "手填"
REVIEW: Final = "待核"
NOTE: Final = "提示"
FORMS: Final = (PLAIN, ITEM, SOURCE, QUOTE, BLANK, HAND, REVIEW, NOTE)
"""How a line stands: 出处 stays with the 引文 below it, 待填 is for the office to fill before the letter goes, 手填 is
filled by hand on the paper (signatures, replies) and stands as it is in a final letter, 待核 for legal review, 提示 is for staff and deleted before sending."""

_TO_FILL: Final = re.compile("_{4,}")
"""A blank within a line or a cell."""


class Line(msgspec.Struct, frozen=True):
    """One paragraph."""

    text: str
    """Its words."""
    form: str = PLAIN
    """How it stands, one of FORMS."""
    what: str = ""
    """What it states (引文, 事实, 条款 …) where a letter must go on saying it; else empty."""


class Table(msgspec.Struct, frozen=True):
    """Rows of cells."""

    columns: tuple[str, ...]
    """The heads of the columns."""
    rows: tuple[tuple[str, ...], ...]
    """The cells, row by row."""
    widths: tuple[int, ...]
    """The widths of the columns as parts of the line."""
    what: str = ""
    """What its cells state where a letter must go on saying it; else empty."""


class Section(msgspec.Struct, frozen=True):
    """A part under a heading."""

    name: str
    """Its name in templates."""
    heading: str
    """The heading, without its numeral."""
    lines: tuple[Line, ...] = ()
    """Its paragraphs."""
    table: Table | None = None
    """The table below them."""


class Office(msgspec.Struct, frozen=True):
    """Who writes: what a setting says, or a blank to be filled. Never part of what `verify` holds a letter to."""

    name: str = ""
    """The name of the office (经办机构)."""
    contact: str = ""
    """Whom to turn to (联系人)."""
    telephone: str = ""
    """The telephone number (联系电话)."""


class NamedDocument(msgspec.Struct, frozen=True):
    """Title and number of a document whose received copy lacks them, as the bureau has found them."""

    document: str
    """Our own title of it."""
    title: str
    """Its title."""
    number: str
    """Its number; empty: it has none."""
    source: str
    """From where title and number are known."""
    confirmed_by: str
    """Who confirmed them."""


class Settled(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the bureau has settled and letters say; embedded in them."""

    signing: str = ""
    """The organ that signs, by place and matter; empty: the office."""
    remedies: str = ""
    """The paragraph on remedies; empty: none was approved."""
    remedies_by: str = ""
    """Who of 法制 approved it."""
    remedies_on: str = ""
    """When, an ISO date."""
    documents: tuple[NamedDocument, ...] = ()
    """The documents that the bureau has named."""


class Attachment(msgspec.Struct, frozen=True):
    """What a file carries beside what it shows."""

    name: str
    """How it is known in the file: an XML namespace in Word, a file name in PDF."""
    content: str
    """Its text, JSON."""


class TemplatePart(msgspec.Struct, frozen=True):
    """A part of a letter as a template places it."""

    name: str
    """The field that holds it."""
    heading: str
    """Its heading, without a numeral."""
    columns: tuple[tuple[str, int], ...] = ()
    """The columns of its table with their widths as parts of the line; empty: no table."""


class CitedClause(msgspec.Struct, frozen=True):
    """A clause as templates of an office's own may place it, set in the marks of letters."""

    source: str
    """《题名》(文号) and place."""
    document: str
    """The title of its document."""
    number: str
    """The document's number; empty: none."""
    place: str
    """Its place in words."""
    quote: str
    """Its words."""


class Letter(msgspec.Struct, frozen=True):
    """A whole letter."""

    kind: str
    """Which letter it is: 不予新增告知书 …"""
    title: str
    """Its title."""
    number: str
    """发文字号, filled in when the letter is signed; empty for a letter that stays in the office."""
    draft: str
    """What is still to be done before it may leave; empty: nothing."""
    addressee: str
    """主送机关 with a colon; empty for a letter that stays in the office."""
    opening: tuple[Line, ...]
    """The paragraphs above the first part."""
    sections: tuple[Section, ...]
    """Its parts."""
    notes: tuple[Line, ...]
    """What staff must know; deleted before the letter leaves."""
    contact: str
    """The line with whom to turn to."""
    signed: str
    """The office that signs."""
    date: str
    """The line for the day of signature."""
    outward: bool
    """Whether it leaves the office."""
    day: str
    """The day whose law was asked for: the only date that the file's properties hold."""
    fields: Mapping[str, str] = {}
    """More fields that a template may use, by name, besides those that the standard templates show."""
    clauses: tuple[CitedClause, ...] = ()
    """The clauses at work, for the field 条款."""

    def lines(self) -> Iterator[Line]:
        """Every line in order, tables' cells and notes left out."""
        yield from self.opening
        for section in self.sections:
            yield from section.lines

    def must_say(self) -> Iterator[tuple[str, str]]:
        """What the visible text has to say: what it is, and its words; blanks within them are the office's to fill."""
        yield "标题", self.title
        if self.addressee:
            yield "主送", self.addressee
        for line in self.lines():
            if line.what:
                yield from ((line.what, words) for words in _TO_FILL.split(line.text))
        for section in self.sections:
            if section.table is not None and section.table.what:
                for row in section.table.rows:
                    for cell in row:
                        if len(cell) > 1:
                            yield from ((section.table.what, words) for words in _TO_FILL.split(cell))

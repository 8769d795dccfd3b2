"""Letters as one HTML page: prints on A4 as the Word file does, and fetches nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policy_dsl.numerals import chinese
from reasoner.letters.embedded_verdict import CARRIER
from reasoner.letters.phrases import NOTES_HEADING
from reasoner.render.html import pages
from reasoner.render.html.letter_page_model import LetterPage, LetterSection, LetterTable, Paragraph, ParagraphStyle
from reasoner.render.letter_model import BLANK, HAND, QUOTE, REVIEW, SOURCE, Letter, Line, Section
from reasoner.render.typeset import typeset

_STYLES: Final = {
    SOURCE: ParagraphStyle.SOURCE,
    QUOTE: ParagraphStyle.QUOTE,
    BLANK: ParagraphStyle.BLANK,
    HAND: ParagraphStyle.HAND,
    REVIEW: ParagraphStyle.REVIEW,
}


def render_page(letter: Letter, carried: str) -> bytes:
    """The letter as HTML that carries `carried`, JSON, as an inert script. Names are text, whatever they look like."""
    page = LetterPage(
        title=letter.title,
        number=letter.number,
        draft=letter.draft,
        addressee=letter.addressee,
        opening=_paragraphs(letter.opening),
        sections=tuple(_section(n, s) for n, s in enumerate(letter.sections, 1)),
        contact=letter.contact if letter.outward else "",
        signature=(letter.signed, letter.date) if letter.outward else (),
        notes_heading=typeset(NOTES_HEADING),
        notes=_paragraphs(letter.notes),
        carrier=CARRIER,
        payload=carried,
    )
    return pages.letter_page(page).encode()


def _section(number: int, section: Section) -> LetterSection:
    table = section.table
    return LetterSection(
        f"{chinese(number)}、{section.heading}",
        _paragraphs(section.lines),
        LetterTable(table.columns, table.widths, table.rows) if table is not None else None,
    )


def _paragraphs(lines: Iterable[Line]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line.text, _STYLES.get(line.form, ParagraphStyle.PLAIN)) for line in lines)

"""Letters as PDF, set by typst with the fonts embedded; the verdict is an attachment."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.numerals import chinese
from reasoner.render.letter_model import Attachment, Letter, Section
from reasoner.render.pdf.fonts import Faces, faces
from reasoner.render.typeset import title_lines, typeset

SOURCE: Final = Path(__file__).with_name("letter.typ")


def render_pdf(letter: Letter, attachment: Attachment, notes_heading: str, font: str = "") -> bytes:
    """The letter as PDF that carries an attachment. notes_heading: stands above what only staff read. Raises Faults (T108 no font, T111 no typst)."""
    try:
        import typst
    except ImportError:
        message = "没有安装 PDF 组件 typst"
        raise Faults([Diagnostic("T111", "PDF", message, hint="pip install typst,或者改存 .docx、.html")]) from None
    chosen = faces(font)
    inputs = {
        "data": msgspec.json.encode(_data(letter, attachment.name, notes_heading, chosen)).decode(),
        "carried": attachment.content,
    }
    day = datetime.fromisoformat(f"{letter.day}T00:00:00+00:00").astimezone(UTC)
    compiler = typst.Compiler(SOURCE.read_bytes(), font_paths=chosen.fonts, sys_inputs=inputs)
    try:
        made = compiler.compile(format="pdf", timestamp=int(day.timestamp()))
    except typst.TypstError:
        message = "PDF 组件排不出这份文书"
        raise Faults([Diagnostic("T111", "PDF", message, hint="换一个字体(--font),或者改存 .docx、.html")]) from None
    assert isinstance(made, bytes)
    return made


def _data(letter: Letter, attachment: str, notes_heading: str, chosen: Faces) -> dict[str, object]:
    return {
        "attachment": attachment, "title": letter.title, "title-lines": title_lines(letter.title),
        "number": letter.number, "draft": letter.draft, "addressee": letter.addressee,
        "day": [int(x) for x in letter.day.split("-")], "outward": letter.outward, "contact": letter.contact,
        "signed": letter.signed, "date": letter.date, "notes-heading": typeset(notes_heading),
        "opening": letter.opening, "notes": letter.notes,
        "sections": [_section(n, s) for n, s in enumerate(letter.sections, 1)],
        "fonts": {"body": chosen.body, "title": chosen.title, "hei": chosen.hei, "kai": chosen.kai},
    }  # fmt: skip


def _section(number: int, section: Section) -> dict[str, object]:
    return {
        "heading": f"{chinese(number)}、{section.heading}",
        "lines": section.lines,
        "table": section.table,
    }

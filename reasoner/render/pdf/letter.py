"""Letters as PDF, set by typst with the fonts embedded; the verdict is an attachment."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.letters.embedded_verdict import ATTACHMENT
from reasoner.letters.phrases import NOTES_HEADING
from reasoner.render.letter_model import Letter, Section
from reasoner.render.pdf.fonts import Faces, faces
from reasoner.render.typeset import typeset

SOURCE: Final = Path(__file__).with_name("letter.typ")
_NUMERALS: Final = " 一二三四五六七八九十"


def render_pdf(letter: Letter, carried: str, font: str = "") -> bytes:
    """The letter as PDF that carries `carried`. Raises Faults (T108 no font, T111 no typst)."""
    try:
        import typst
    except ImportError:
        message = "没有安装 PDF 组件 typst"
        raise Faults([Diagnostic("T111", "PDF", message, hint="pip install typst,或者改存 .docx、.html")]) from None
    chosen = faces(font)
    inputs = {"data": msgspec.json.encode(_data(letter, chosen)).decode(), "carried": carried}
    day = datetime.fromisoformat(f"{letter.day}T00:00:00+00:00").astimezone(UTC)
    compiler = typst.Compiler(SOURCE.read_bytes(), font_paths=chosen.fonts, sys_inputs=inputs)
    try:
        made = compiler.compile(format="pdf", timestamp=int(day.timestamp()))
    except typst.TypstError as error:
        raise Faults([Diagnostic("T111", "PDF", f"PDF 组件报错:{str(error)[:300]}")]) from None
    assert isinstance(made, bytes)
    return made


def _data(letter: Letter, chosen: Faces) -> dict[str, object]:
    return {
        "attachment": ATTACHMENT, "title": letter.title, "draft": letter.draft, "addressee": letter.addressee,
        "day": [int(x) for x in letter.day.split("-")], "outward": letter.outward, "contact": letter.contact,
        "signed": letter.signed, "date": letter.date, "notes-heading": typeset(NOTES_HEADING),
        "opening": letter.opening, "notes": letter.notes,
        "sections": [_section(n, s) for n, s in enumerate(letter.sections, 1)],
        "fonts": {"body": chosen.body, "title": chosen.title, "hei": chosen.hei, "kai": chosen.kai},
    }  # fmt: skip


def _section(number: int, section: Section) -> dict[str, object]:
    return {
        "heading": f"{_NUMERALS[number]}、{section.heading}",
        "lines": section.lines,
        "table": section.table,
    }

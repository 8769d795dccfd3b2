"""Edits of letters as somebody makes them with an editor, and what `verify` says of the result."""

from __future__ import annotations

import re
from functools import cache

from msgspec.structs import replace

from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.file_kind import kind_of
from reasoner.letters.embedded_verdict import unpacked
from reasoner.letters.letter_verification import compare_file, visible_text
from reasoner.letters.pdf_text import pages_of_pdf
from reasoner.letters.settings import Settings
from reasoner.letters.verify_letter import LetterComparison
from reasoner.letters.visible_text import VisibleText
from reasoner.render.docx.package import read_package, write_package

FALSE_LINE = "审查结论：不受规划限制，可按规定纳入评估范围。"
"""What no letter of a refusal may say."""


def compared(data: bytes, suffix: str, settings: Settings | None = None) -> LetterComparison:
    """What is said of the text of a letter, its proof left aside."""
    kind = kind_of(f"x{suffix}")
    visible = visible_text(data, kind)
    assert visible.carried is not None
    carried = unpacked(visible.carried)
    assert carried is not None
    return compare_file(data, kind, visible, carried, rule_base(), settings or Settings())


def readable(data: bytes, suffix: str) -> VisibleText:
    """What a reader sees, of a PDF page by page."""
    visible = visible_text(data, kind_of(f"x{suffix}"))
    return replace(visible, paragraphs=pages_of_pdf(data)) if suffix == ".pdf" else visible


class WordLetter:
    """A Word letter whose parts are edited as text."""

    def __init__(self, data: bytes) -> None:
        self.raw = dict(_parts(data))
        self.parts = {n: c.decode() for n, c in self.raw.items() if n.endswith((".xml", ".rels"))}

    def with_parts(self, changed: dict[str, str]) -> bytes:
        return write_package(self.raw | {name: text.encode() for name, text in changed.items()})

    def with_part(self, name: str, text: str) -> bytes:
        return self.with_parts({name: text})

    @property
    def body(self) -> str:
        return self.parts["word/document.xml"]

    @property
    def paragraphs(self) -> list[str]:
        return re.findall(r"<w:p>(?:(?!</w:p>).)*</w:p>", self.body)

    def paragraph(self, words: str) -> str:
        return next(p for p in self.paragraphs if words in p)

    def edited(self, old: str, new: str, part: str = "word/document.xml") -> bytes:
        assert old in self.parts[part], old
        return self.with_part(part, self.parts[part].replace(old, new, 1))


@cache
def _parts(data: bytes) -> dict[str, bytes]:
    return read_package(data)

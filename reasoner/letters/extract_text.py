"""What a reader of a letter sees, and the verdict the file carries, whatever its format. Hidden text counts as absent."""

from __future__ import annotations

from reasoner.intake.file_kind import FileKind
from reasoner.letters.page_text import visible_on_page
from reasoner.letters.pdf_text import carried_in_pdf, pages_of_pdf
from reasoner.letters.visible_text import VisibleText


def visible_text(data: bytes, kind: FileKind, *, pages: bool = True) -> VisibleText:
    """Read a letter by the kind of its file. Raises BadPackage with words for staff where it cannot be read.

    pages: of a PDF also the text of its pages, each as one paragraph.
    """
    if kind == FileKind.WORD:
        from reasoner.letters.word_text import visible_in_word

        return visible_in_word(data)
    if kind == FileKind.PDF:
        return VisibleText(paragraphs=pages_of_pdf(data) if pages else (), carried=carried_in_pdf(data))
    return visible_on_page(data)

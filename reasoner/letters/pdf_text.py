"""What a PDF letter carries and says. A PDF is held to the one made anew, byte for byte; its text only explains a difference."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from reasoner.letters.embedded_verdict import ATTACHMENT, LARGEST
from reasoner.render.docx.package import BadPackage

if TYPE_CHECKING:
    import pypdf

MOST_PAGES: Final = 500
_T = TypeVar("_T")


def carried_in_pdf(data: bytes) -> str | None:
    """The payload of a PDF; None: none of ours. Raises BadPackage with words for staff where it cannot be read."""

    def attachment(reader: pypdf.PdfReader) -> str | None:
        attached = reader.attachments.get(ATTACHMENT, []) if ATTACHMENT in reader.attachments else []
        return attached[0].decode("utf-8", "replace") if attached else None

    return _read(data, attachment)


def pages_of_pdf(data: bytes) -> tuple[str, ...]:
    """The text of each page without its number."""
    return _read(data, lambda reader: tuple(re.sub(r"—\s*\d+\s*—", "", p.extract_text()) for p in reader.pages))


def fonts_of_pdf(data: bytes) -> frozenset[str]:
    """The names of the fonts that its pages name, without the mark of a subset."""

    def fonts(reader: pypdf.PdfReader) -> frozenset[str]:
        names = set()
        for page in reader.pages:
            resources = page.get("/Resources")
            listed = None if resources is None else resources.get_object().get("/Font")
            for font in () if listed is None else listed.get_object().values():
                names.add(re.sub(r"^/([A-Z]{6}\+)?", "", str(font.get_object().get("/BaseFont"))))
        return frozenset(names)

    return _read(data, fonts)


def _read(data: bytes, result: Callable[[pypdf.PdfReader], _T]) -> _T:
    import logging

    import pypdf
    from pypdf.errors import PyPdfError

    if len(data) > LARGEST * 4:
        raise BadPackage(f"文件过大,超过 {LARGEST * 4 // 1_000_000} MB")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise BadPackage("文件加了密码;请去掉密码再试")
        if len(reader.pages) > MOST_PAGES:
            raise BadPackage(f"页数过多,超过{MOST_PAGES}页")
        return result(reader)
    except BadPackage:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        NotImplementedError,
        OSError,
        MemoryError,
    ):
        raise BadPackage("不是完整的 PDF 文件(可能没有保存完,或者已经损坏)") from None

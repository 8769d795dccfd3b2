"""The pages of a received file that has no words, as pictures beside which somebody types them."""

from __future__ import annotations

import io
from pathlib import Path

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.ingesting import bytes_of


def picture(path: Path, number: int) -> bytes:
    """A page (from 1) of a received file as a picture in PNG. Raises Faults (R103, R104, U102)."""
    from policy_dsl.ingest.readers.extraction import Unreadable
    from policy_dsl.ingest.readers.pdf_document import page_picture

    raw = bytes_of(path)
    try:
        if raw[:1024].find(b"%PDF-") >= 0:
            return page_picture(raw, number)
        if number == 1:
            return _as_png(raw)
    except Unreadable as error:
        raise Faults([Diagnostic(error.code, path.name, error.message, hint=error.hint)]) from None
    except IndexError:
        pass
    raise Faults([Diagnostic("U102", path.name, f"没有第{number}页", "收到的文件的页")])


def page_count(path: Path) -> int:
    """How many pages a received file has; a picture has one. Raises Faults."""
    from policy_dsl.ingest.readers import pdf_document
    from policy_dsl.ingest.readers.extraction import Unreadable

    raw = bytes_of(path)
    try:
        return pdf_document.page_count(raw) if raw[:1024].find(b"%PDF-") >= 0 else 1
    except Unreadable as error:
        raise Faults([Diagnostic(error.code, path.name, error.message, hint=error.hint)]) from None


def _as_png(raw: bytes) -> bytes:
    from PIL import Image, UnidentifiedImageError

    content = io.BytesIO()
    try:
        with Image.open(io.BytesIO(raw)) as image:
            image.convert("RGB").save(content, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Faults(
            [Diagnostic("R103", "收到的文件", "图片已经损坏,或者没有传完", hint="请来文单位重新发送")]
        ) from None
    return content.getvalue()

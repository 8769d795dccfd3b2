"""A received file read in its form, twice where the form has two readers: what it is tells its content, not its name."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from policy_dsl.ingest.readers.extraction import Extraction, Notice, Unreadable
from policy_dsl.ingest.readers.reconciliation import Reconciliation, reconcile

MOST_BYTES: Final = 256_000_000
"""A scan of some hundred pages; a larger file is a mistake."""
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP: Final = re.compile(rb"<(?:[a-z][a-z0-9]*[\s/>]|!doctype|!--|\?xml)", re.IGNORECASE)
"""How a page begins, or a part of one."""
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")


class Reading(NamedTuple):
    """A file as read."""

    extraction: Extraction
    reconciliation: Reconciliation | None
    """None where the form has no second reader, or that could not open it."""


def read_received(raw: bytes, name: str, *, masks: bool = True) -> Reading:
    """A file as read. masks: propose what seems no part of the document for masking. Raises Unreadable."""
    if not raw.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Unreadable("R101", "文件是空的", "请来文单位重新发送")
    if raw.startswith(b"PK"):
        return _word(raw)
    if raw[:1024].find(b"%PDF-") >= 0:
        from policy_dsl.ingest.readers.pdf_document import read_pdf

        return Reading(*read_pdf(raw, masks=masks))
    if raw.startswith((_COMPOUND, b"{\\rtf")):
        from policy_dsl.ingest.readers.office_conversion import as_word, locked

        if locked(raw):
            raise Unreadable("R104", "文件有密码", "请来文单位取消密码,另存一份")
        return _converted(as_word(raw, name))
    if raw.startswith(_PICTURES):
        raise Unreadable(
            "R108",
            "这是图片,没有文字可读",
            "对着图片录入文字,由另一人校对:--typed 录入的文字.txt --by 录入人 --proofread-by 校对人",
        )
    if _MARKUP.match(raw[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")):
        from policy_dsl.ingest.readers.web_page import read_page

        return Reading(*read_page(raw, masks=masks))
    from policy_dsl.ingest.readers.plain_text import read_text

    return Reading(read_text(raw), None)


def _word(raw: bytes) -> Reading:
    from policy_dsl.ingest.readers.word_document import read_word
    from policy_dsl.ingest.readers.word_second import READER, second_lines

    extraction = read_word(raw)
    second = second_lines(raw)
    if second is None:
        extraction.notices.append(Notice(f"第二次读取({READER})打不开这个文件,没有逐字核对,请对照原件", "", "R118"))
        return Reading(extraction, None)
    return Reading(extraction, reconcile(extraction.lines, second, (extraction.reader, READER)))


def _converted(raw: bytes) -> Reading:
    reading = _word(raw)
    reading.extraction.form = "旧版文档,由 LibreOffice 转换"
    message = "由 LibreOffice 转换以后读取,编号、图形和域可能与原件不同,请对照原件"
    reading.extraction.notices.insert(0, Notice(message, "", "R120"))
    return reading

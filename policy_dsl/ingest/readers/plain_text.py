"""A text file: UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030; line ends as one kind."""

from __future__ import annotations

import codecs
import re
from typing import Final

from policy_dsl.ingest.readers.extraction import Extraction, Notice, ReadLine, Run, Unreadable
from policy_dsl.ingest.text_decoding import NotText, text_of

_BREAKS: Final = re.compile(r"\r\n|\r|\x0c|\u2028|\u2029|\x85")


def read_text(raw: bytes) -> Extraction:
    """A text as read. Raises Unreadable (R106)."""
    extraction = Extraction("文本", "按编码读取")
    text = decoded(raw)
    if breaks := sum(1 for m in _BREAKS.finditer(text) if m[0] != "\n"):
        extraction.notices.append(Notice(f"换行符{breaks}处改作统一的写法"))
        text = _BREAKS.sub("\n", text)
    for number, line in enumerate(text.split("\n"), 1):
        extraction.lines.append(ReadLine((Run(line),) if line else (), f"第{number}行"))
    return extraction


def decoded(raw: bytes) -> str:
    """The text of bytes. Raises Unreadable (R106), with the line where two encodings meet."""
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16")
        return text_of(raw)
    except UnicodeDecodeError:
        raise Unreadable("R106", "UTF-16 编码的文件不完整", "另存为 UTF-8 编码") from None
    except NotText as error:
        message = f"第{error.line}行起不是同一种编码(UTF-8 或 GB18030)的文字"
        raise Unreadable("R106", message, "用原来的软件打开,另存为 UTF-8 编码;两份文件拼在一起的,分开另存") from None

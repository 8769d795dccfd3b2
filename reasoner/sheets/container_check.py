"""What a spreadsheet file is, by its content, and whether it may be opened: every bound is checked before a parser runs.

Archives pass the guard of `archive_guard`; what is no workbook is told apart here, with what to do about it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.archive_guard import BadArchive, Hazard, Limits, part_names, read_parts
from reasoner.intake.file_kind import Content, content_of

LIMITS: Final = Limits(parts=2000, unpacked=128 * 2**20, part=128 * 2**20, xml=(".xml", ".rels", ".vml"), wide=False)
"""50,000 rows of 30 columns take some 80 MB."""

_SAVE_AS: Final = "在 Excel 或 WPS 里打开,另存为 xlsx"
_ALLOWED: Final = "xlsx、xls 或 csv 表格"


class Book(NamedTuple):
    """A file that may be opened. form: xlsx, xls or csv; parts: the unpacked XML parts of an xlsx; notes: what was seen."""

    form: str
    raw: bytes
    parts: dict[str, bytes]
    notes: tuple[str, ...] = ()


def inspect(raw: bytes, name: str) -> Book:
    """What the bytes of a file are; raises Faults (S101 no table or damaged, S102 too large, S103 locked, S104 a DTD)."""
    content = content_of(raw)
    if content == Content.ZIP:
        return _package(raw, name)
    if content == Content.COMPOUND:
        return _compound(raw, name)
    if content == Content.MARKUP:
        raise _fault("S101", name, "文件名是表格,内容却是网页或 XML", _SAVE_AS)
    if content == Content.OTHER_BINARY:
        raise _fault("S101", name, "文件名是表格,内容却是别的文件(PDF、压缩包、文档或图片)", "检查是不是选错了文件")
    if content == Content.EMPTY:
        raise _fault("S101", name, "文件是空的", "检查是不是没有保存完")
    return Book("csv", raw, {})


def _fault(code: str, where: str, message: str, hint: str = "", allowed: str = _ALLOWED) -> Faults:
    return Faults([Diagnostic(code, where, message, allowed, hint)])


def _compound(raw: bytes, name: str) -> Book:
    """The older container: a workbook of Excel 97 to 2003, a locked workbook of today, or something else."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise _fault("S103", name, "文件有打开密码,读不出内容", "取消密码后再存一份")
    if "WordDocument".encode("utf-16-le") in raw:
        raise _fault("S101", name, "这是 Word 文档,不是表格", "把表格贴进 Excel 或 WPS,另存为 xlsx")
    if not any(n.encode("utf-16-le") in raw for n in ("Workbook", "Book")):
        raise _fault("S101", name, "文件不是完整的工作簿,可能没有保存完", "请报送单位重新保存、重新发送")
    macros = "_VBA_PROJECT".encode("utf-16-le") in raw
    return Book("xls", raw, {}, ("文件含宏;只读取数据,宏没有运行",) if macros else ())


def _package(raw: bytes, name: str) -> Book:
    try:
        names = part_names(raw, LIMITS)
        _check_kind(names, name)
        parts = {part: content for part, content in read_parts(raw, LIMITS) if part.endswith(LIMITS.xml)}
    except BadArchive as error:
        raise _refused(error, name) from None
    notes = []
    if any(n.endswith("vbaProject.bin") for n in names):
        notes.append("文件含宏;只读取数据,宏没有运行")
    if any(n.startswith(("xl/externalLinks/", "xl/connections", "xl/queryTables")) for n in names):
        notes.append("文件含指向其他文件或网络的链接;没有打开,只读取存下来的值")
    return Book("xlsx", raw, parts, tuple(notes))


def _refused(error: BadArchive, name: str) -> Faults:
    if error.hazard == Hazard.TOO_MANY:
        return _fault("S102", name, f"压缩包内有{error.count}个文件", _SAVE_AS, f"至多{LIMITS.parts}个")
    if error.hazard == Hazard.TOO_LARGE:
        message = f"解压后超过 {LIMITS.unpacked // 2**20} MB,不像正常的申请表"
        return _fault("S102", name, message, "分成几个文件;删去多余的空行、图片和工作表", "")
    if error.hazard == Hazard.ENCRYPTED:
        return _fault("S103", name, "压缩包有密码,读不出内容", "取消密码后再存一份")
    if error.hazard == Hazard.DECLARATION:
        return _fault("S104", name, f"「{error.part}」含有文档类型定义(DTD)或异常编码,正常的工作簿没有", _SAVE_AS)
    return _fault("S101", name, "文件不完整或已损坏,可能没有保存完、没有传完", "请报送单位重新保存、重新发送")


def _check_kind(names: list[str], name: str) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise _fault("S101", name, "这是二进制工作簿(xlsb),本程序不读", _SAVE_AS)
    if "content.xml" in names and "mimetype" in names:
        raise _fault("S101", name, "这是 OpenDocument 文件(ods、odt),本程序不读", _SAVE_AS)
    if any(n.startswith("word/") for n in names):
        raise _fault("S101", name, "这是 Word 文档,不是表格", "把表格贴进 Excel 或 WPS,另存为 xlsx")
    raise _fault("S101", name, "这是压缩包,里面没有工作簿", "先解压,再选其中的表格")

"""A received file made into the folder of a new document: read, held against a second reading, laid out, written whole."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest import output_guard
from policy_dsl.ingest.output_guard import Overwriting
from policy_dsl.os_errors import refusal

if TYPE_CHECKING:
    from policy_dsl.drafting.document_folder import Drafted, Entered
    from policy_dsl.drafting.ingest_report import IngestReport
    from policy_dsl.drafting.metadata import Field
    from policy_dsl.vocabulary import Vocabulary

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VERSION: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|undated-[0-9]{4}|draft")
"""The name of the folder of a version; the folder above it then bears the id."""


class Request(NamedTuple):
    """What a person asks to be ingested."""

    file: Path
    folder: Path
    document: str = ""
    """The id; else from the name of the folder."""
    region: str = ""
    """Name or code of the area that the document covers; else that of the folder, else proposed from its words."""
    typed: Path | None = None
    """A text typed from a file without words."""
    by: str = ""
    proofread_by: str = ""
    masks: bool = True
    """Whether to propose what seems no part of the document for masking."""
    force: bool = False


def ingest(request: Request) -> IngestReport:
    """Write the folder; the report that lies in it. Raises Faults, and then nothing was written."""
    document = document_id(request)
    sources = (request.file, *((request.typed,) if request.typed else ()))
    overwriting = Overwriting(sources, request.force)
    files = drafted(request, document)
    output_guard.write_folder(request.folder, files.files, overwriting, unwritten)
    return files.report


def ingest_text(request: Request) -> str:
    """The same, as what the command says."""
    from policy_dsl.drafting.ingest_report import summary_text

    return summary_text(ingest(request)) + f"已写入 {request.folder}，详见其中的 报告.txt。\n"


def drafted(request: Request, document: str) -> Drafted:
    """The files of the folder; none is written. document: the id; empty: one is proposed. Raises Faults."""
    from policy_dsl.drafting.document_folder import draft
    from policy_dsl.ingest.readers.extraction import Unreadable
    from policy_dsl.ingest.readers.received_file import Reading, read_received
    from reasoner.driver.document_region import region_of_words

    given, name = _given(request), request.file.name
    raw = bytes_of(request.file)
    try:
        if request.typed is not None or request.by or request.proofread_by:
            entered = _entered(request)
            reading = Reading(entered.extraction, None)
            return draft(name, raw, reading, document, region_of_words(), given, entered, _vocabulary)
        reading = read_received(raw, name, masks=request.masks)
        return draft(name, raw, reading, document, region_of_words(), given, words_of=_vocabulary)
    except Unreadable as error:
        raise Faults([Diagnostic(error.code, str(request.file), error.message, hint=error.hint)]) from None


def _vocabulary(region: str) -> Vocabulary:
    """The vocabulary with the places of a region."""
    from policy_dsl.own_corpus.names import with_places
    from policy_dsl.vocabulary import Vocabulary
    from reasoner.driver.current_rule_base import rule_base

    return Vocabulary(with_places(rule_base().vocabulary.data, [region] if region else []))


def document_id(request: Request) -> str:
    """The id that was given, else the name of the folder, or of the one above that of a version. Raises Faults (U108)."""
    folder = Path(request.folder)
    names = [n for n in (folder.absolute().name, folder.absolute().parent.name) if not _VERSION.fullmatch(n)]
    document = request.document or (names[0] if names else "")
    if not _ID.fullmatch(document):
        message = f"「{document}」不能作文件标识" if document else "没有文件标识"
        where = "--id" if request.document else str(request.folder)
        hint = "" if request.document else "目录名不能作标识的,用 --id 写明"
        raise Faults([Diagnostic("U108", where, message, "小写字母、数字和连字符,如 qingdao-2026-5", hint)])
    return document


def _given(request: Request) -> tuple[Field, ...]:
    """What the person, or the folder that is written, says of the document. Raises Faults (F118, F119, C117)."""
    from policy_dsl.drafting.metadata import DRAFT, Field
    from reasoner.driver.document_region import region_given

    code, by, faults = region_given(request.region, request.folder)
    if faults:
        raise Faults(faults)
    fields = [Field("region", code, by, given=True)] if code else []
    if Path(request.folder).absolute().name == DRAFT:
        fields.append(Field(DRAFT, True, f"写入的目录 {DRAFT}", given=True))
    return tuple(fields)


def _entered(request: Request) -> Entered:
    """The text that was typed, and by whom. Raises Faults (R112) and Unreadable."""
    from policy_dsl.drafting.document_folder import Entered
    from policy_dsl.ingest.readers.plain_text import read_text

    by, proofread_by = "".join(request.by.split()), "".join(request.proofread_by.split())
    if request.typed is None or not by or not proofread_by or by == proofread_by:
        same = bool(by) and by == proofread_by
        message = "录入人和校对人是同一个人" if same else "录入的文字、录入人、校对人没有写全"
        hint = "--typed 文字.txt --by 录入人 --proofread-by 校对人"
        raise Faults([Diagnostic("R112", "--proofread-by" if same else "--typed", message, "两个不同的姓名", hint)])
    raw = bytes_of(request.typed)
    extraction = read_text(raw)
    return Entered(extraction, request.typed.name, hashlib.sha256(raw).hexdigest(), by, proofread_by)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises Faults (U106)."""
    from policy_dsl.ingest.readers.received_file import MOST_BYTES

    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Faults([Diagnostic("U106", str(path), "没有这个文件", hint="检查文件名和所在目录")]) from None
    except (OSError, ValueError) as error:
        raise Faults([Diagnostic("U106", str(path), f"文件不能读取:{refusal(error)}")]) from None
    if len(raw) > MOST_BYTES:
        raise Faults([Diagnostic("U106", str(path), "文件过大", f"不超过 {MOST_BYTES // 1_000_000} MB")])
    return raw


def unwritten(path: Path, error: OSError | ValueError) -> Diagnostic:
    """What is told of a file that the system does not let us write (R119)."""
    hint = "检查目录的写入权限,或者换一个目录"
    return Diagnostic("R119", str(path), f"不能写出:{output_guard.reason(error)},没有写出任何文件", hint=hint)


# --- pages as pictures ---------------------------------------------------------------------------------------------


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

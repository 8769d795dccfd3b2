"""入库, the first steps: a received file is taken in, its fields confirmed, its differences settled, its scans typed and proofread."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import draft_folders
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.document_region import region_called
from reasoner.driver.draft_meta import FIELDS, items
from reasoner.driver.draft_record import Deed, DraftRecord, Masked, Settled, TypedPage
from reasoner.driver.window.entry import Entry, begin, keep, now
from reasoner.driver.window.entry_laid_out import with_report
from reasoner.driver.window.receiving import Receiving

SUFFIXES: Final = (
    ".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".pdf", ".html", ".htm", ".txt", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp",
)  # fmt: skip
_ID: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_MOST_ID: Final = 60
_RESERVED: Final = ("names", "send")
"""What addresses of the window mean otherwise."""
_MOST_NAME: Final = 30
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
PAGE_BREAK: Final = "\n"
SCAN: Final = "R108"
"""The code of a file without words."""


class Intake(NamedTuple):
    """As what a file is taken in."""

    document: str
    region: str
    """Its code."""


def signer(name: str, where: str) -> str:
    """A name as it is recorded. Raises Faults (U197) where there is none, or one that cannot be recorded."""
    written = "".join(unicodedata.normalize("NFKC", name).split())
    if not written or len(written) > _MOST_NAME or _UNSEEN.search(name):
        message = "没有写姓名" if not written else "姓名过长，或者有看不见的字符"
        raise Faults([Diagnostic("U197", where, message, f"{_MOST_NAME}字以内的姓名")])
    return written


def same_person(one: str, other: str) -> bool:
    """Whether two recorded names are one, however their letters are written."""
    return one.casefold() == other.casefold()


def intake(region: str, document: str) -> Intake:
    """As what a file is taken in. An empty id is made from the region and the year.

    Raises Faults with every fault: F118, F119 the region, U108 the id, U192 a draft that is there, C119 an id of another region.
    """
    faults: list[Diagnostic] = []
    code, _, wrong = region_called(region.strip()) if region.strip() else ("", "", [_no_region()])
    faults += [replace(d, where="地区") for d in wrong]
    name = document.strip()
    if name and (not _ID.fullmatch(name) or len(name) > _MOST_ID or name in _RESERVED):
        faults.append(
            Diagnostic("U108", "标识", f"「{name[:40]}」不能作文件标识", "小写字母、数字和连字符,如 weifang-2026")
        )
    if code and not name:
        name = _free_id(code)
    if code and name and not faults:
        faults += _taken(code, name)
    if faults:
        raise Faults(faults)
    return Intake(name, code)


def _no_region() -> Diagnostic:
    return Diagnostic("F118", "地区", "没有写地区", "文件适用的地区的名称,或者六位区划代码")


def _free_id(code: str) -> str:
    taken = {f.document for f in draft_folders.folders()} | set(rule_base().documents)
    year = date.today().year
    return next(n for i in range(1, len(taken) + 2) if (n := f"{code}-{year}-{i}") not in taken)


def _taken(code: str, name: str) -> list[Diagnostic]:
    known = rule_base().documents.get(name)
    elsewhere = {f.region for f in draft_folders.folders() if f.document == name} | ({known.region} if known else set())
    if elsewhere - {code}:
        allowed = "每份文件一个标识；同一份文件的新版本与原来的同一地区"
        return [Diagnostic("C119", "标识", f"「{name}」已经是另一地区的文件的标识", allowed)]
    if draft_folders.folder_of(name) is not None:
        hint = "先发布或者放弃那一份草稿，或者另起标识"
        return [Diagnostic("U192", "标识", f"「{name}」已有一份草稿", "没有草稿的标识", hint)]
    return []


def take_in(where: Intake, name: str, raw: bytes, files: Mapping[str, str], scan_pages: int) -> Entry:
    """Make the draft of a file that was read. files: those of its folder; none: it is a scan. Raises Faults (U192, U107)."""
    stored = f"收到的文件{PurePath(name).suffix.lower()[:8]}"
    at = now()
    record = DraftRecord(
        file=name,
        stored=stored,
        sha256=hashlib.sha256(raw).hexdigest(),
        received_at=at,
        fields={"region": where.region},
        deeds=(Deed(at, "", "收到文件", name),),
    )
    folder = draft_folders.draft_folder(where.region, where.document)
    if scan_pages:
        return begin(folder, replace(record, form="没有文字的扫描件或者图片", scan_pages=scan_pages), {}, raw)
    return begin(folder, with_report(record, files), files, raw)


def give_file(entry: Entry, name: str, raw: bytes, by: str, digest: str) -> Entry:
    """Lay the received file beside a draft that was laid out without it. Raises Faults (U197 another file than is registered)."""
    who, sha256 = signer(by, "经办人"), hashlib.sha256(raw).hexdigest()
    suffix = PurePath(name).suffix.lower()
    if not raw or suffix not in SUFFIXES:
        raise Faults([Diagnostic("U197", "文件", "没有选文件，或者是不认识的文件类型", "、".join(SUFFIXES))])
    if entry.record.sha256 not in ("", sha256):
        message = f"不是登记的那一份文件：它的SHA-256以{sha256[:16]}开头，登记的以{entry.record.sha256[:16]}开头"
        hint = "找到读入时的那一份；文件换过的，放弃这份草稿，从“入库”页读入现在的文件"
        raise Faults([Diagnostic("U197", "文件", message, entry.record.file, hint)])
    at = now()
    record = replace(entry.record, file=name, stored=f"收到的文件{suffix[:8]}", sha256=sha256, received_at=at)
    return keep(entry, record, digest=digest, deed=Deed(at, who, "补上收到的文件", name), raw=raw)


# --- fields, differences, placeholders ------------------------------------------------------------------------


def confirm_fields(entry: Entry, given: Mapping[str, str], by: str, digest: str) -> Entry:
    """Record that somebody went through the fields, with what they are. Raises Faults (U197, U198, U107)."""
    name = signer(by, "经办人")
    fields = {k: v.strip() for k, v in given.items() if k in FIELDS and v.strip()}
    fields |= {k: v for k, v in entry.record.fields.items() if k not in FIELDS}
    # Where it lies, a person said when the file was sent; the folder bears the code.
    fields["region"] = entry.folder.region
    proposed = {p.name: p.value for p in entry.record.proposals if p.state != "待填"}
    other = [k for k in FIELDS if fields.get(k, "") != proposed.get(k, "") and k != "region"]
    at = now()
    record = replace(entry.record, fields=fields, confirmed_by=name, confirmed_at=at)
    detail = f"与拟出的不同：{'、'.join(other)}" if other else "与拟出的相同"
    return keep(entry, record, digest=digest, deed=Deed(at, name, "确认登记事项", detail))


def unknown_issuers(entry: Entry) -> tuple[str, ...]:
    """The issuers of a document that the vocabulary does not know: what they determine is not recognised as theirs."""
    from reasoner.driver.rule_editing import vocabulary_for

    organs = vocabulary_for(entry.place).organs
    return tuple(name for name in items(entry.record.fields.get("issuers", "")) if organs.get(name) is None)


def settle_difference(entry: Entry, number: int, choice: str, words: str, by: str, digest: str) -> Entry:
    """Settle a difference of the two readings: the first stands, the second, or other words. Raises Faults.

    choice: first, second or other. Where the first reading's words are not in the text at one place only, they are corrected on the
    page of the text (U197).
    """
    name, record = signer(by, "核定人"), entry.record
    if number not in range(len(record.differences)):
        raise Faults([Diagnostic("U197", "差别", "没有这一处差别", "列出的一处")])
    difference = record.differences[number]
    stands = {"first": difference.first, "second": difference.second, "other": words}.get(choice)
    if stands is None:
        raise Faults([Diagnostic("U197", "采用", "没有选采用哪一个", "第一次读取、第二次读取，或者写明原件上的文字")])
    at = now()
    deed = Deed(at, name, "核定两次读取的差别", f"{difference.place}：采用“{stands}”")
    settled = (*(s for s in record.settled if s.number != number), Settled(number, stands, name, at))
    texts: dict[str, str] = {}
    if stands != difference.first:
        made = _replaced(entry, difference.first, stands)
        texts, record = _written(entry, made), replace(record, masked=made[2])
    return keep(entry, replace(record, settled=settled), texts, digest=digest, deed=deed)


def _replaced(entry: Entry, before: str, after: str) -> tuple[str, str, tuple[Masked, ...]]:
    """The text, rules and masks with words replaced where they stand once. Raises Faults (U197)."""
    from reasoner.driver.draft_transcription import corrected

    text, rules = entry.texts.get("text.txt", ""), entry.texts.get("rules.tiao", "")
    places = [m.start() for m in re.finditer(re.escape(before), text)] if before else []
    if len(places) != 1:
        message = "正文里不能确定是哪一处" if len(places) != 1 else ""
        hint = "先在“正文”页改正那一条，再回来选“采用第一次读取，或者已在正文页改正”"
        raise Faults([Diagnostic("U197", "采用", message, "正文里只有一处的文字", hint)])
    made = corrected(entry.document, text, rules, entry.record.masked, places[0], places[0] + len(before), after)
    return made.text, made.rules, made.masked


def _written(entry: Entry, made: tuple[str, str, tuple[Masked, ...]]) -> dict[str, str]:
    """The files that a change of words changes."""
    from reasoner.driver.draft_transcription import readings_in_use

    readings = readings_in_use(entry.texts.get("readings.toml", ""), made[1])
    return {"text.txt": made[0], "rules.tiao": made[1], "readings.toml": readings}


def fill_placeholder(entry: Entry, number: int, words: str, by: str, digest: str) -> Entry:
    """Type what a placeholder stands for; another person then proofreads it. Raises Faults."""
    name, record = signer(by, "录入人"), entry.record
    if number not in range(len(record.placeholders)) or not words.strip():
        raise Faults([Diagnostic("U197", "补写的文字", "没有写文字", "图上的文字，照录")])
    at = now()
    filled = (*(f for f in record.filled if f.number != number), Settled(number, _lines(words), name, at))
    mark = record.placeholders[number].words
    return keep(entry, replace(record, filled=filled), digest=digest, deed=Deed(at, name, "录入占位处的文字", mark))


def proofread_placeholder(entry: Entry, number: int, words: str, by: str, digest: str) -> Entry:
    """Proofread what was typed for a placeholder: it then stands in the text. Raises Faults (U197 the same person)."""
    name, record = signer(by, "校对人"), entry.record
    typed = next((f for f in record.filled if f.number == number), None)
    if typed is None or not words.strip():
        raise Faults([Diagnostic("U197", "补写的文字", "还没有录入", "先由一人录入")])
    _another(name, (typed.by,))
    at, final = now(), _lines(words)
    mark = record.placeholders[number].words
    done = replace(typed, words=final, proofread_by=name, proofread_at=at)
    texts: dict[str, str] = {}
    if mark in entry.texts.get("text.txt", ""):
        made = _replaced(entry, mark, final)
        texts, record = _written(entry, made), replace(record, masked=made[2])
    filled = (*(f for f in record.filled if f.number != number), done)
    return keep(
        entry, replace(record, filled=filled), texts, digest=digest, deed=Deed(at, name, "校对占位处的文字", mark)
    )


def _another(name: str, others: Sequence[str]) -> None:
    if any(same_person(name, other) for other in others):
        message = "校对人和录入人是同一个人"
        raise Faults([Diagnostic("U197", "校对人", message, "两个不同的姓名", "由另一人对照原件校对")])


def _lines(words: str) -> str:
    return "\n".join(line.rstrip() for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip("\n")


# --- scans ----------------------------------------------------------------------------------------------------


def type_page(entry: Entry, page: int, words: str, by: str, digest: str) -> Entry:
    """Type a page of a scan. Raises Faults."""
    name, record = signer(by, "录入人"), entry.record
    if not 1 <= page <= record.scan_pages or not words.strip():
        raise Faults([Diagnostic("U197", "这一页的文字", "没有写文字", "这一页上的文字，照录；没有字的页写〔空白页〕")])
    if any(same_person(name, t.proofread_by) for n, t in enumerate(record.typed, 1) if n != page):
        message = "校对过别页的人不再录入，以免校对自己录入的"
        raise Faults([Diagnostic("U197", "录入人", message, "没有校对过的人")])
    pages = [*record.typed, *(TypedPage("", "", "") for _ in range(record.scan_pages - len(record.typed)))]
    at = now()
    pages[page - 1] = TypedPage(_lines(words), name, at)
    return keep(entry, replace(record, typed=tuple(pages)), digest=digest, deed=Deed(at, name, "录入", f"第{page}页"))


def proofread_page(entry: Entry, page: int, words: str, by: str, digest: str) -> Entry:
    """Proofread a page that was typed; by nobody who typed any page of it. Raises Faults."""
    name, record = signer(by, "校对人"), entry.record
    typed = record.typed[page - 1] if 1 <= page <= len(record.typed) else None
    if typed is None or not typed.text or not words.strip():
        raise Faults([Diagnostic("U197", "这一页的文字", "这一页还没有录入", "先由一人录入")])
    _another(name, record.typists)
    at = now()
    pages = list(record.typed)
    pages[page - 1] = replace(typed, text=_lines(words), proofread_by=name, proofread_at=at)
    return keep(entry, replace(record, typed=tuple(pages)), digest=digest, deed=Deed(at, name, "校对", f"第{page}页"))


def typed_order(entry: Entry) -> Receiving:
    """How a worker makes the draft of a scan that is wholly typed and proofread."""
    record = entry.record
    words = PAGE_BREAK.join(t.text for t in record.typed)
    by, other = "、".join(record.typists), "、".join(record.proofreaders)
    return Receiving(entry.document, entry.folder.region, words, by, other, masks=False)


def take_typed(entry: Entry, files: Mapping[str, str]) -> Entry:
    """Take what a worker made of the typed words. Raises Faults."""
    record = with_report(entry.record, files)
    texts = {n: files[n] for n in ("text.txt", "rules.tiao", "readings.toml")}
    return keep(entry, record, texts, deed=Deed(now(), "", "由录入的文字排出正文", record.form))


def leave(entry: Entry, by: str, reason: str) -> None:
    """Give a draft up: it is moved to the earlier ones, nothing is deleted. Raises Faults."""
    name = signer(by, "经办人")
    if not reason.strip():
        raise Faults([Diagnostic("U197", "理由", "没有写理由", "为什么放弃这份草稿")])
    kept = keep(entry, entry.record, deed=Deed(now(), name, "放弃草稿", reason.strip()))
    draft_folders.remove_draft(kept.folder)

"""入库, the end: what must hold, two signatures, publishing from a day, withdrawing, correcting what is published."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from policy_dsl.os_errors import refusal
from policy_dsl.source_files import DRAFT
from reasoner.driver import current_rule_base, draft_folders
from reasoner.driver.draft_folders import Folder
from reasoner.driver.draft_meta import SUCCESSION, fields_of
from reasoner.driver.draft_record import Deed, DraftRecord, Signature
from reasoner.driver.window import entry_cases, reviewing, rules_in_use
from reasoner.driver.window.entry import Entry, keep, now, open_entry
from reasoner.driver.window.entry_laid_out import laid_out
from reasoner.driver.window.entry_receiving import same_person, signer

NEEDED: Final = 2
"""So many different people sign."""
SAID_LAST: Final = ("force.starts", "force.starts_basis", "force.ends", "force.ends_basis", *SUCCESSION)
"""The fields that are said again when a document is published."""


class Obstacle(NamedTuple):
    """What keeps a draft from being published."""

    what: str
    address: str
    """The step where it is settled."""


def obstacles(entry: Entry) -> tuple[Obstacle, ...]:
    """Everything that keeps a draft from being signed; what is left to write (待写) does not, verdicts tell it."""
    record, made = entry.record, list[Obstacle]()
    if entry.without_text:
        return (Obstacle("扫描件还没有录入、校对完" if record.scan_pages else "没有正文", "scan"),)
    if not record.confirmed_by:
        made.append(Obstacle("登记事项还没有人确认", "received"))
    if not record.sha256:
        made.append(Obstacle("收到的文件还没有补上：不知道正文出自哪一个文件", "received#file"))
    if record.open_differences:
        made.append(Obstacle(f"两次读取的差别还有{len(record.open_differences)}处没有核定", "received#differences"))
    if record.unproofread:
        made.append(Obstacle(f"录入的文字还有{record.unproofread}处没有校对", "received#placeholders"))
    faults = entry.compiled.faults
    if faults:
        of_meta = sum("meta.toml" in f.where for f in faults)
        if of_meta:
            made.append(Obstacle(f"登记事项有错误{of_meta}处", "received"))
        if len(faults) > of_meta:
            made.append(Obstacle(f"规则和条文理解有错误{len(faults) - of_meta}处", "rules"))
        return tuple(made)
    with_it = entry.joined
    made += [Obstacle(f"{f.message}{f'（{f.allowed}）' if f.allowed else ''}", "received") for f in with_it.faults]
    made += [Obstacle(f"发布以后，{name}会与它冲突而被搁置", "received") for name in with_it.others]
    if not with_it.faults:
        wrong = sum(bool(c.faults) for c in entry_cases.judged(entry).outcomes)
        if wrong:
            made.append(Obstacle(f"有{wrong}个情形研判出来的与写明的结论不同，或者不能研判", "cases"))
    return tuple(made)


def signatures(entry: Entry) -> tuple[tuple[Signature, bool], ...]:
    """Who signed, and whether that is of the draft as it is now."""
    digest = entry.digest
    return tuple((s, s.digest == digest) for s in entry.record.signatures)


def valid_signers(entry: Entry) -> tuple[str, ...]:
    """Those who signed the draft as it is now, each once."""
    return tuple(dict.fromkeys(s.name for s, holds in signatures(entry) if holds))


def say_force(entry: Entry, given: Mapping[str, str], by: str, digest: str) -> Entry:
    """Say from which day a document is in force and what it takes the place of. Raises Faults (U197, U198).

    Signatures given before do not hold any more where something is changed.
    """
    name = signer(by, "经办人")
    fields = {k: v for k, v in entry.record.fields.items() if k not in SAID_LAST}
    fields |= {k: given[k].strip() for k in SAID_LAST if given.get(k, "").strip()}
    record = replace(entry.record, fields=fields)
    detail = f"施行：{fields.get('force.starts', '不明')}；接替：{fields.get('succession.replaces') or fields.get('succeeds') or '没有'}"
    return keep(entry, record, digest=digest, deed=Deed(now(), name, "写明施行和接替", detail))


def sign(entry: Entry, by: str, digest: str) -> Entry:
    """Sign the draft as it was on the page. Raises Faults (U197): obstacles, somebody who has signed it already; U198."""
    name = signer(by, "签署人")
    open_ = obstacles(entry)
    if open_:
        message = f"还不能签署：{open_[0].what}"
        raise Faults([Diagnostic("U197", "签署", message, "没有余下的错误和待核定的差别")])
    if any(same_person(name, other) for other in valid_signers(entry)):
        raise Faults(
            [Diagnostic("U197", "签署人", f"{name}已经签署", "另一个人的姓名", "由另一人对照原件看过以后签署")]
        )
    at = now()
    signed = (*entry.record.signatures, Signature(name, at, entry.digest))
    return keep(
        entry, replace(entry.record, signatures=signed), digest=digest, deed=Deed(at, name, "签署", entry.digest[:12])
    )


class Published(NamedTuple):
    """A document that was published."""

    document: str
    version: str
    replaced: str
    """What a correction took the place of, where it lies now; empty: nothing."""


def publish(entry: Entry, by: str, digest: str) -> Published:
    """Move a draft to its version, which the running window then judges by. Raises Faults (U197, U198, U107)."""
    name = signer(by, "发布人")
    open_ = obstacles(entry)
    if open_:
        raise Faults([Diagnostic("U197", "发布", f"还不能发布：{open_[0].what}")])
    signers = valid_signers(entry)
    if len(signers) < NEEDED:
        message = f"签署的有{len(signers)}人，须有两个不同的人"
        raise Faults([Diagnostic("U197", "发布", message, "两个不同的姓名", "改动以后以前的签署不再算数，重新签署")])
    version, record = entry.place.version, entry.record
    there = draft_folders.folder_of(entry.document, version)
    if there is not None and record.correcting != version:
        hint = "是同一份文件的更正，从已发布的文件“更正”开始；是新版本的，施行日期不同"
        raise Faults([Diagnostic("U192", "发布", f"已有施行日期为{version}的版本", "没有用过的版本", hint)])
    at = now()
    deed = Deed(at, name, "发布", f"版本{version}，{'、'.join(signers)}签署")
    old_days = (record.correcting,) if record.correcting not in ("", version) else ()
    corrected = tuple(dict.fromkeys((*record.corrected, *old_days)))
    done = replace(record, published_at=at, correcting="", corrected=corrected)
    kept = keep(entry, done, digest=digest, deed=deed)
    # The folder has the files of a publication before it stands where they are read.
    draft_folders.write(kept.folder, {"meta.toml": kept.compiled_texts["meta.toml"]}, kept.record)
    try:
        draft_folders.move(kept.folder, version)
        if record.correcting and record.correcting != version:
            old = draft_folders.folder_of(entry.document, record.correcting)
            if old is not None:
                draft_folders.put_aside(old)
    except OSError as error:
        hint = "检查本单位目录的写入权限和磁盘空间,再发布一次"
        raise Faults([Diagnostic("U107", "发布", f"文件不能移动：{refusal(error)}", hint=hint)]) from None
    replaced = draft_folders.earlier(entry.document, record.correcting) if record.correcting else []
    take_up()
    return Published(entry.document, version, str(replaced[-1]) if replaced else "")


def take_up() -> None:
    """Judge by the corpus as it is now, as a restart would. Where the rules cannot be loaded at all, every page says why."""
    with suppress(Faults):
        rules_in_use.use(rules_in_use.load())
    reviewing.forget()


# --- what is published ----------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """A published or withdrawn version with its record."""

    folder: Folder
    record: DraftRecord | None
    title: str
    text: str
    faults: tuple[Fault, ...]
    """Why it is set aside; none: it is not."""


def standing(document: str, version: str, *, withdrawn: bool = False) -> Standing | None:
    """A version that is published, set aside or withdrawn; None where there is none. Raises Faults (U106)."""
    folder = None if version == DRAFT else draft_folders.folder_of(document, version, withdrawn=withdrawn)
    if folder is None:
        return None
    there = draft_folders.content(folder)
    aside = current_rule_base.rule_base().compiled.set_aside
    faults = tuple(f.fault for s in aside if (s.document, s.version) == (document, version) for f in s.faults)
    title = fields_of(there.texts.get("meta.toml", "")).get("title", "")
    return Standing(folder, there.record, title, there.texts.get("text.txt", ""), () if withdrawn else faults)


def withdraw(of: Standing, by: str, reason: str) -> None:
    """Take a version out of use: nothing of it is lost, and applications are no longer judged by it. Raises Faults (U197, U107)."""
    name = signer(by, "经办人")
    if not reason.strip():
        raise Faults([Diagnostic("U197", "理由", "没有写理由", "为什么撤回，如 施行日期登记有误")])
    at = now()
    record = _record(of)
    record = replace(record, withdrawn_at=at, deeds=(*record.deeds, Deed(at, name, "撤回", reason.strip())))
    draft_folders.write(of.folder, {}, record)
    draft_folders.move(of.folder, of.folder.version, withdrawn=True)
    take_up()


def begin_correction(of: Standing, by: str, reason: str) -> Entry:
    """Begin to correct a version: a draft with its files; until that is published it stays in use. Raises Faults (U197, U192)."""
    name = signer(by, "经办人")
    if not reason.strip():
        raise Faults([Diagnostic("U197", "理由", "没有写理由", "更正什么，如 第三条的数字录错")])
    record = _record(of)
    at = now()
    again = replace(
        record, correcting="" if of.folder.withdrawn else of.folder.version, signatures=(), published_at="", withdrawn_at="",
        deeds=(*record.deeds, Deed(at, name, "开始更正", f"版本{of.folder.version}：{reason.strip()}")),
    )  # fmt: skip
    target = draft_folders.draft_folder(of.folder.region, of.folder.document)
    draft_folders.copy(of.folder, target, again)
    entry = open_entry(of.folder.document)
    assert entry is not None, "it was just made"
    return keep(entry, again)


def _record(of: Standing) -> DraftRecord:
    """The record of a version; of one that came by other means what its files say, as confirmed where it is in use."""
    if of.record is not None:
        return of.record
    record = laid_out(of.folder, draft_folders.content(of.folder).texts).record
    return record if of.faults else replace(record, confirmed_by="（在窗口以外登记）")

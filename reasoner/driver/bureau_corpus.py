"""The bureau's own corpus for those who keep it: what it holds, what is wrong with it and what is left, a new document.

A part of the driver, with its conventions: functions give typed data, those whose name ends in `_text` give what people
read, and all raise Faults with every fault.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from policy_dsl.corpus_folders import VERSION, parse_place
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.own_corpus_folder import KEY, VARIABLE, own_corpus_folder
from policy_dsl.ingest.text_decoding import NotText, text_of
from policy_dsl.ingest.toml_text import BadToml, toml_tables
from policy_dsl.os_errors import refusal
from policy_dsl.reading import ConfirmationState
from policy_dsl.source_files import DRAFT, MOST_BYTES, read_drafts
from reasoner.driver.current_rule_base import compiled_base, rule_base
from reasoner.driver.document_region import region_called
from reasoner.driver.own_corpus import OwnCorpus, own_corpus
from reasoner.model.rule_base import RuleBase
from reasoner.survey.corpus_entries import (
    CheckedDocument,
    CorpusCheck,
    CorpusEntry,
    Draft,
    EntryState,
    PendingPlace,
    corpus_entries,
    held_entry,
)


def entries() -> list[CorpusEntry]:
    """Every version of every document, drafts and what is set aside among them."""
    own = own_corpus()
    base = rule_base()
    return corpus_entries(base, _places(own), tuple(_drafts(own)))


def not_in_use() -> list[CorpusEntry]:
    """The drafts, and what is set aside."""
    return [e for e in entries() if e.state is not EntryState.HELD]


def entries_text(*, width: int = 80, colour: bool = False) -> str:
    """The same as a list."""
    from reasoner.render.terminal.corpus_list import corpus_list

    return corpus_list(entries(), width=width, colour=colour)


def _places(own: OwnCorpus | None) -> dict[tuple[str, str], str]:
    """By id and version of the bureau's documents, where they lie."""
    if own is None:
        return {}
    documents = own.sources.documents
    return {(p.document, p.version): os.path.join(own.root, p.region, p.document, p.version) for p in documents}


def _drafts(own: OwnCorpus | None) -> Iterator[Draft]:
    for path, text in read_drafts().items():
        place = parse_place(path)
        if place is not None:
            yield Draft(place.document, place.region, _title(text), "")
    for place, texts in sorted(own.sources.drafts.items()) if own is not None else ():
        path = os.path.join(own.root if own is not None else "", place.region, place.document, place.version)
        yield Draft(place.document, place.region, _title(texts.get("meta.toml", "")), path)


def _title(meta: str) -> str:
    try:
        title = toml_tables(meta).get("title", "")
    except BadToml:
        return ""
    return title if isinstance(title, str) else ""


# --- check --------------------------------------------------------------------------------------------------


def check() -> CorpusCheck:
    """Compile what changed, judge the recorded cases, and say what is wrong and what is left.

    Raises Faults: U193 where no corpus is named, U190 where it cannot be read.
    """
    own = own_corpus()
    if own is None:
        raise Faults([none_named()])
    base = compiled_base(own)
    unreadable = [f for part in base.set_aside if part.everywhere for f in part.faults]
    if unreadable:
        raise Faults(unreadable)
    whole = rule_base()
    places = _places(own)
    own_documents = [d for d in whole.every if (d.id, d.version) in places]
    drafts = [d for d in _drafts(own) if d.path]
    apart = [e for e in corpus_entries(whole, places, tuple(drafts)) if e.own and e.state is not EntryState.HELD]
    documents = [_checked(held_entry(whole, d, places[d.id, d.version])) for d in own_documents]
    documents += [CheckedDocument(entry=_with_faults_of_draft(own, e), case_count=0) for e in apart]
    return CorpusCheck(folder=own.root, documents=tuple(documents), compiled=tuple(own.compiled))


def check_text(checked: CorpusCheck, *, width: int = 80, colour: bool = False) -> str:
    """The same, as people read it."""
    from reasoner.render.terminal.corpus_list import check_report

    return check_report(checked, width=width, colour=colour)


def _checked(entry: CorpusEntry) -> CheckedDocument:
    from reasoner.driver.recorded_cases import judged_cases

    base = rule_base()
    document = next(d for d in base.every if (d.id, d.version) == (entry.document, entry.version))
    where = os.path.join(entry.path, "cases.yaml")
    text, faults = _cases(where)
    cases = judged_cases(text, where, document.id)
    confirmed = ConfirmationState.CONFIRMED
    return CheckedDocument(
        entry=entry,
        case_count=cases.judged,
        case_faults=tuple(f.fault for f in (*faults, *cases.faults)),
        pending=tuple(
            PendingPlace(c.clause, c.place, c.pending.words, () if c.pending.norms else c.natures)
            for c in document.pending_clauses
            if c.pending is not None
        ),
        hints=tuple(f.fault for f in base.compiled.hints if f.where.startswith(os.path.join(entry.path, ""))),
        unreviewed=tuple(n.id for n in document.norms_in_use if not n.reviewed),
        unknown_issuers=tuple(_unknown(i, base) for i in document.issuers if base.vocabulary.organs.get(i) is None),
        unconfirmed=tuple(r.name for r in document.readings if r.status is None or r.status.state is not confirmed),
    )


def _unknown(issuer: str, base: RuleBase) -> str:
    """An issuer that is no full name of an organ, and of which organ it is another name."""
    known = next((o.name for o in base.vocabulary.data.organs if issuer in (*o.aliases, *o.former)), "")
    return f"{issuer}(是又称:issuers 写全称 {known})" if known else issuer


def _cases(where: str) -> tuple[str, list[Diagnostic]]:
    try:
        with open(where, "rb") as file:
            return text_of(file.read(MOST_BYTES)), []
    except FileNotFoundError:
        return "", []
    except NotText:
        return "", [Diagnostic("U106", where, "文件不是可读的文本", "UTF-8 编码", "另存为 UTF-8 编码")]
    except (OSError, ValueError) as error:
        return "", [Diagnostic("U106", where, f"文件不能读取:{refusal(error)}")]


def _with_faults_of_draft(own: OwnCorpus, entry: CorpusEntry) -> CorpusEntry:
    """A draft is compiled, too, so that what is wrong with it is known before it is compared with."""
    if entry.state is not EntryState.DRAFT:
        return entry
    place = next(p for p in own.sources.drafts if (p.document, p.region) == (entry.document, entry.region))
    faults = own.faults_of(place, rule_base().vocabulary)
    return msgspec.structs.replace(entry, faults=tuple(f.fault for f in faults))


# --- new ----------------------------------------------------------------------------------------------------


def new_document(file: Path, identifier: str, region: str, version: str) -> list[Path]:
    """Lay out the folder of a new document from its text; the files written.

    version: an ISO date, `undated-YEAR` or `draft`. Raises Faults with every fault: U193, U108 an id, C118 a version, F118,
    F119 a place, U106 a text that cannot be read, U192 a folder that is there, U107.
    """
    from policy_dsl.ingest import output_guard
    from policy_dsl.own_corpus.new_document import NewDocument, new_files
    from reasoner.driver.knowledge import unwritten

    folder, level, faults = _new_folder(identifier, region, version)
    raw = b""
    try:
        raw = file.read_bytes()
        text = text_of(raw[: MOST_BYTES + 1]).replace("\r\n", "\n")
        if len(raw) > MOST_BYTES or not text.strip():
            message = "文件过大" if len(raw) > MOST_BYTES else "文件是空的"
            faults.append(Diagnostic("U106", str(file), message))
    except NotText:
        hint = "Word、PDF 等先转成文本:tiaoli ingest,或者另存为纯文本"
        faults.append(Diagnostic("U106", str(file), "文件不是可读的文本", "UTF-8、GB18030 编码的文本", hint))
    except (OSError, ValueError) as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else f"文件不能读取:{refusal(error)}"
        faults.append(Diagnostic("U106", str(file), reason))
    if faults:
        raise Faults(faults)
    code = folder.parent.parent.name
    new = NewDocument(identifier, code, version, level, text, file.name, hashlib.sha256(raw).hexdigest())
    files = {folder / name: content.encode() for name, content in new_files(new).items()}
    output_guard.write(files, output_guard.Overwriting(), unwritten, make_folders=True)
    return list(files)


def new_folder(identifier: str, region: str, version: str) -> Path:
    """Where a new document is to lie. Raises Faults with every fault: U193, U108, C118, F118, F119, U192."""
    folder, _, faults = _new_folder(identifier, region, version)
    if faults:
        raise Faults(faults)
    return folder


def _new_folder(identifier: str, region: str, version: str) -> tuple[Path, str, list[Diagnostic]]:
    """The folder, the level of its region, and why no document can be laid there."""
    from policy_dsl.own_corpus.new_document import IDENTIFIER

    root = own_corpus_folder()
    faults: list[Diagnostic] = [] if root else [none_named()]
    if not IDENTIFIER.fullmatch(identifier):
        faults.append(
            Diagnostic("U108", "--id", f"「{identifier}」不能作文件标识", "小写字母、数字和连字符,如 weifang-2026")
        )
    if not VERSION.fullmatch(version) or not _is_version(version):
        allowed = "施行日期(2026-01-01)、undated-年份(施行日期不明)或者 draft(尚未印发)"
        faults.append(Diagnostic("C118", "--version", f"「{version}」不是版本的名字", allowed))
    code, level, wrong = region_called(region)
    faults += wrong
    folder = Path(root, code, identifier, version)
    if not faults and os.path.lexists(folder):
        faults.append(Diagnostic("U192", str(folder), "目录已经在了,什么也没有写", "还没有用过的标识或版本"))
    return folder, level, faults


def _is_version(version: str) -> bool:
    if version == DRAFT or version.startswith("undated-"):
        return True
    try:
        return date.fromisoformat(version).isoformat() == version
    except ValueError:
        return False


def none_named() -> Diagnostic:
    """The fault (U193) where a bureau names no corpus of its own."""
    hint = f'设环境变量 {VARIABLE},或者在设置里写 "{KEY}" = "目录"'
    return Diagnostic("U193", "tiaoli corpus", "没有指定本单位的规则库", "本单位自己的目录,不写进软件里", hint)

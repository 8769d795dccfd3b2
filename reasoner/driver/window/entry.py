"""入库: the documents of the bureau's own corpus as the window lists, opens and keeps them. Nothing here knows a page.

A draft is `<region>/<document>/draft/` with its record (入库.json). It is compiled as what it would be once it is published, so
that its faults are those that publishing would meet.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from policy_dsl.source_files import DRAFT
from reasoner.driver import draft_folders
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.draft_compilation import Compiled, Left, compiled
from reasoner.driver.draft_folders import Folder
from reasoner.driver.draft_meta import draft_meta, fields_of, published_meta, version_of
from reasoner.driver.draft_record import (
    Deed,
    Difference,
    DraftRecord,
    Masked,
    Noted,
    Proposal,
)

_LOCK: Final = threading.RLock()
"""One writer of drafts at a time; a window is one process."""
NO_CASES: Final = "情形: []\n"
REPORT: Final = "报告.json"


class EntryState(StrEnum):
    """How far a document is."""

    DRAFT = "草稿"
    ASIDE = "搁置"
    PUBLISHED = "已发布"
    WITHDRAWN = "已撤回"


class EntryLine(NamedTuple):
    """A document as the list has it."""

    document: str
    version: str
    title: str
    region: str
    """The name of its region, or the code where that is not known."""
    state: EntryState
    starts: str
    """From which day it is in force; empty: not known."""
    left: Left
    """Of a draft, and of what is published, what is left to do."""
    faults: tuple[Fault, ...]
    """Why it is set aside."""
    record: DraftRecord | None
    """None: it was brought in by other means."""


class Entry(NamedTuple):
    """A draft that is open."""

    folder: Folder
    texts: Mapping[str, str]
    record: DraftRecord

    @property
    def document(self) -> str:
        """Its id."""
        return self.folder.document

    @property
    def without_text(self) -> bool:
        """Whether there is no text yet: it is a scan that is not wholly typed and proofread."""
        return self.record.untyped or "text.txt" not in self.texts

    @property
    def place(self) -> Place:
        """The place of the version that it will be."""
        return Place(self.folder.document, version_of(self.record.fields), self.folder.region)

    @property
    def compiled_texts(self) -> dict[str, str]:
        """Its files as they would be published."""
        return {**self.texts, "meta.toml": published_meta(self.record, self.texts.get("text.txt", ""))}

    @property
    def digest(self) -> str:
        """SHA-256 of what is published of it; who signs signs this, and a page that was opened before a change has another."""
        return hashlib.sha256(msgspec.json.encode(sorted(self.compiled_texts.items()))).hexdigest()

    @property
    def compiled(self) -> Compiled:
        """What the compiler says of it."""
        return compiled(self.place, self.compiled_texts)


def corpus_place() -> str:
    """Where the corpus lies. Raises Faults (U193)."""
    return str(draft_folders.corpus_root())


def now() -> str:
    """The moment, ISO, to the second."""
    return datetime.now().isoformat(timespec="seconds")


def open_entry(document: str) -> Entry | None:
    """The draft of a document; None where there is none, or none that the window keeps. Raises Faults."""
    folder = draft_folders.folder_of(document)
    if folder is None:
        return None
    there = draft_folders.content(folder)
    return None if there.record is None else Entry(folder, there.texts, there.record)


def lines() -> list[EntryLine]:
    """Every document of the corpus, drafts first. Raises Faults: U193, U190, U106."""
    aside = {(s.document, s.version): s for s in rule_base().compiled.set_aside if s.document}
    made = [_line(f, aside.get((f.document, f.version))) for f in draft_folders.folders()]
    order = list(EntryState)
    return sorted(made, key=lambda x: (order.index(x.state), x.document, x.version))


def open_drafts() -> list[tuple[str, str]]:
    """The drafts that somebody works on: id and title, or the name of the received file; none where the corpus cannot be read."""
    made: list[tuple[str, str]] = []
    with contextlib.suppress(Faults):
        for folder in draft_folders.folders():
            record = None if folder.version != DRAFT or folder.withdrawn else draft_folders.content(folder).record
            if record is not None:
                made.append((folder.document, record.fields.get("title") or record.file))
    return made


def _line(folder: Folder, aside: object) -> EntryLine:
    region = rule_base().vocabulary.regions.get(folder.region)
    name = folder.region if region is None else region.name
    try:
        there = draft_folders.content(folder)
    except Faults as error:
        state = EntryState.WITHDRAWN if folder.withdrawn else EntryState.ASIDE
        faults = tuple(d.fault for d in error.diagnostics)
        return EntryLine(folder.document, folder.version, "", name, state, "", Left(), faults, None)
    record = there.record
    fields = (
        record.fields if record is not None and folder.version == DRAFT else fields_of(there.texts.get("meta.toml", ""))
    )
    state, left, faults = EntryState.PUBLISHED, Left(), ()
    if folder.withdrawn:
        state = EntryState.WITHDRAWN
    elif folder.version == DRAFT:
        state = EntryState.DRAFT
        if record is not None and not record.untyped and there.texts.get("text.txt"):
            left = Entry(folder, there.texts, record).compiled.left
    else:
        known = rule_base().version(folder.document, folder.version)
        of_it = getattr(aside, "faults", ())
        if of_it or known is None:
            state, faults = EntryState.ASIDE, tuple(d.fault for d in of_it)
        else:
            waits = [c.pending for c in known.pending_clauses if c.pending is not None]
            left = Left(
                len(waits),
                sum(len(p.proposed) + len(p.proposed_duties) for p in waits),
                sum(len(p.words) for p in waits),
                0,
                0,
            )
    return EntryLine(
        folder.document, folder.version, fields.get("title", ""), name, state, fields.get("force.starts", ""), left, faults, record
    )  # fmt: skip


# --- what is kept ---------------------------------------------------------------------------------------------


def changed(where: str) -> Faults:
    """The fault of a form of a page that was opened before the draft was changed."""
    message = "这一页打开以后，草稿另有改动，没有写入"
    hint = "填写的内容还在；对照现在的草稿看过以后再保存一次"
    return Faults([Diagnostic("U198", where, message, hint=hint)])


def keep(
    entry: Entry,
    record: DraftRecord,
    texts: Mapping[str, str] | None = None,
    *,
    digest: str = "",
    deed: Deed | None = None,
) -> Entry:
    """Write a draft with what was changed; the entry as it is then.

    texts: the files that are changed. digest: of the draft as the page had it; empty: whatever it is now. Raises Faults: U198
    where it has changed since, U107.
    """
    with _LOCK:
        present = open_entry(entry.document)
        if present is None or (digest and present.digest != digest):
            raise changed(entry.document)
        if deed is not None:
            record = replace(record, deeds=(*record.deeds, deed))
        written = {**(texts or {}), "meta.toml": draft_meta(record)}
        draft_folders.write(entry.folder, written, record)
        return Entry(entry.folder, {**present.texts, **written}, record)


def begin(folder: Folder, record: DraftRecord, files: Mapping[str, str], raw: bytes) -> Entry:
    """Make a draft from what ingestion gave. files: text.txt, rules.tiao, readings.toml; none: a scan. Raises Faults (U192, U107)."""
    texts = {n: files[n] for n in ("text.txt", "rules.tiao", "readings.toml") if n in files}
    texts |= {"meta.toml": draft_meta(record), "cases.yaml": NO_CASES}
    with _LOCK:
        draft_folders.make(folder, texts, record, raw)
    return Entry(folder, texts, record)


# --- from a report of ingestion -------------------------------------------------------------------------------


class _Report(msgspec.Struct, frozen=True):
    """What of 报告.json is taken over."""

    form: str
    readers: tuple[str, ...]
    differences: tuple[Difference, ...]
    placeholders: tuple[Noted, ...]
    left_out: tuple[Noted, ...]
    notices: tuple[Noted, ...]
    doubts: tuple[Noted, ...]
    fields: tuple[Proposal, ...]


def with_report(record: DraftRecord, files: Mapping[str, str], masked: tuple[Masked, ...]) -> DraftRecord:
    """The record with what ingestion proposes; fields are as proposed until somebody confirms them."""
    report = msgspec.json.decode(files[REPORT], type=_Report)
    fields = {p.name: p.value for p in report.fields if p.state != "待填"}
    if "year" in fields and not fields["year"].isdecimal():
        del fields["year"]
    return replace(
        record,
        form=report.form,
        readers=report.readers,
        proposals=report.fields,
        differences=report.differences,
        placeholders=report.placeholders,
        left_out=report.left_out,
        notices=report.notices,
        masked=masked,
        fields={**fields, **{k: v for k, v in record.fields.items() if k == "region"}},
        confirmed_by="",
        confirmed_at="",
    )

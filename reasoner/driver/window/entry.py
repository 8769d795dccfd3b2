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
from reasoner.driver.draft_compilation import Compiled, Joined, Left, compiled, joined
from reasoner.driver.draft_folders import Folder
from reasoner.driver.draft_meta import draft_meta, fields_of, published_meta, version_of
from reasoner.driver.draft_record import Deed, DraftRecord
from reasoner.driver.window.entry_laid_out import NO_CASES, laid_out

_LOCK: Final = threading.RLock()
"""One writer of drafts at a time; a window is one process."""


UNREGISTERED: Final = "0" * 64
"""Stands for the digest of a received file that nobody has registered yet: such a draft is tried, and never signed."""


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
    made: Mapping[str, str] = {}
    """Of a draft that was laid out without the window the files that it lacked, as they are begun."""
    kept: bool = True
    """Whether the window keeps a record of it yet."""

    @property
    def received(self) -> bool:
        """Whether the received file lies beside it."""
        return (self.folder.path / self.record.stored).is_file()

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
        record = self.record if self.record.sha256 else replace(self.record, sha256=UNREGISTERED)
        return {**self.texts, "meta.toml": published_meta(record, self.texts.get("text.txt", ""))}

    @property
    def digest(self) -> str:
        """SHA-256 of what is published of it; who signs signs this, and a page that was opened before a change has another."""
        return hashlib.sha256(msgspec.json.encode(sorted(self.compiled_texts.items()))).hexdigest()

    @property
    def compiled(self) -> Compiled:
        """What the compiler says of it."""
        return compiled(self.place, self.compiled_texts)

    @property
    def joined(self) -> Joined:
        """The rule base with it, as it is once it is published. Raises Faults where the corpus cannot be read."""
        return joined(self.place, self.compiled_texts, self.record.correcting)


def corpus_place() -> str:
    """Where the corpus lies. Raises Faults (U193)."""
    return str(draft_folders.corpus_root())


def now() -> str:
    """The moment, ISO, to the second."""
    return datetime.now().isoformat(timespec="seconds")


def open_entry(document: str) -> Entry | None:
    """The draft of a document, whoever laid it out; None where there is none. Raises Faults."""
    folder = draft_folders.folder_of(document)
    return None if folder is None else _entry(folder)


def _entry(folder: Folder) -> Entry:
    there = draft_folders.content(folder)
    if there.record is not None:
        return Entry(folder, there.texts, there.record)
    record, made = laid_out(folder, there.texts)
    return Entry(folder, {**there.texts, **made}, record, made, kept=False)


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
            if folder.version == DRAFT and not folder.withdrawn:
                record = _entry(folder).record
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
    entry = _entry(folder) if folder.version == DRAFT and not folder.withdrawn else None
    record = there.record if entry is None else entry.record
    fields = fields_of(there.texts.get("meta.toml", "")) if entry is None else entry.record.fields
    state, left, faults = EntryState.PUBLISHED, Left(), ()
    if folder.withdrawn:
        state = EntryState.WITHDRAWN
    elif entry is not None:
        state = EntryState.DRAFT
        if not entry.without_text:
            left = entry.compiled.left
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
    raw: bytes = b"",
) -> Entry:
    """Write a draft with what was changed; the entry as it is then.

    texts: the files that are changed. raw: the received file, where it is new. digest: of the draft as the page had it; empty: whatever it is now.
    Raises Faults: U198 where it has changed since, U107.
    """
    with _LOCK:
        present = open_entry(entry.document)
        if present is None or (digest and present.digest != digest):
            raise changed(entry.document)
        if deed is not None:
            record = replace(record, deeds=(*record.deeds, deed))
        written = {**present.made, **(texts or {}), "meta.toml": draft_meta(record)}
        draft_folders.write(entry.folder, written, record, raw)
        return Entry(entry.folder, {**present.texts, **written}, record)


def begin(folder: Folder, record: DraftRecord, files: Mapping[str, str], raw: bytes) -> Entry:
    """Make a draft from what ingestion gave. files: text.txt, rules.tiao, readings.toml; none: a scan. Raises Faults (U192, U107)."""
    texts = {n: files[n] for n in ("text.txt", "rules.tiao", "readings.toml") if n in files}
    texts |= {"meta.toml": draft_meta(record), "cases.yaml": NO_CASES}
    with _LOCK:
        draft_folders.make(folder, texts, record, raw)
    return Entry(folder, texts, record)

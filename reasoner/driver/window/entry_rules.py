"""The rules of a document that is being brought into the bureau's own corpus, for the page on which they are written.

What is typed is compiled alone, against the vocabulary in use; nothing of it decides before the document is published. A text is
saved whole, and only over the text that its writer saw; what it takes the place of stays beside it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.atomic_write import make_folder, write_file
from policy_dsl.ingest.own_corpus_folder import own_corpus_folder
from policy_dsl.ingest.text_decoding import NotText, utf8_text
from policy_dsl.os_errors import refusal
from reasoner.driver import accepting, rule_editing
from reasoner.driver.draft_folders import Folder
from reasoner.driver.draft_record import Deed
from reasoner.driver.rule_editing import (
    DECIDING,
    NOT_READ,
    RULES,
    WITH_EFFECT,
    Choices,
    Chosen,
    EditedClause,
    EditedRule,
    EditedRules,
    Language,
    PlacedFault,
    Shape,
)
from reasoner.driver.window.entry import Entry, keep, now, open_entry
from reasoner.driver.window.entry_receiving import signer

__all__ = [
    "DECIDING",
    "NOT_READ",
    "WITH_EFFECT",
    "Choices",
    "Chosen",
    "EditedClause",
    "EditedRule",
    "EditedRules",
    "Language",
    "PlacedFault",
    "Shape",
]

EARLIER: Final = ".earlier"
"""The folder beside the rules that keeps what a save took the place of; the compiler does not look there."""
_MOST_EARLIER: Final = 50
_SAVING: Final = Lock()


class Opened(NamedTuple):
    """The rules of a draft as they lie on the disk, with what they are held against."""

    folder: Folder
    place: Place
    """The place of the version that it will be."""
    texts: dict[str, str]
    """The files of the document by name, as they would be published."""
    entry: Entry
    """The draft."""

    @property
    def rules(self) -> str:
        """The rules as they are saved."""
        return self.texts.get(RULES, "")

    @property
    def digest(self) -> str:
        """SHA-256 of the rules: who saves says over which text."""
        return digest_of(self.rules)

    @property
    def text(self) -> str:
        """The official text."""
        return self.texts.get("text.txt", "")

    @property
    def title(self) -> str:
        """The first line of the official text, as far as it fits a heading."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), self.place.document)[:60]


def opened(document: str) -> Opened | None:
    """The draft of a document that has a text; None where there is none. Raises Faults (U106) where a file cannot be read."""
    if not own_corpus_folder():
        return None
    entry = open_entry(document)
    if entry is None or entry.without_text:
        return None
    return Opened(entry.folder, entry.place, dict(entry.compiled_texts), entry)


def digest_of(rules: str) -> str:
    """SHA-256 of rules."""
    return hashlib.sha256(rules.encode()).hexdigest()


def checked(document: Opened, rules: str) -> EditedRules:
    """What rules come to that somebody is writing. Raises Faults (U106) where they are far too long."""
    return rule_editing.checked(document.place, document.texts, rules)


def choices_of(document: Opened, rules: str, address: str) -> Choices | None:
    """What the form for a clause offers; None where its words are not in the official text. Raises Faults (U106)."""
    return rule_editing.choices_of(document.place, document.texts, rules, address)


def with_rule(document: Opened, rules: str, address: str, chosen: Chosen) -> str:
    """The rules with what was chosen in the form. Raises Faults (F114, L502 …, U106)."""
    return rule_editing.with_rule(document.place, document.texts, rules, address, chosen)


def language(document: Opened) -> Language:
    """What may be written, for highlighting and completion."""
    return rule_editing.language(document.place, document.texts.get("readings.toml", ""))


class Saved(NamedTuple):
    """What came of saving."""

    digest: str
    """That of the rules on the disk now."""
    other: str | None = None
    """The rules that somebody else saved meanwhile, over which nothing was written; None: saved."""


def save(document: Opened, rules: str, base: str) -> Saved:
    """Put rules in the place of those that their writer saw. base: the digest of these.

    Raises Faults: U106 too long, U107 not written, U198 where another file of the draft changed at the same moment.
    """
    rule_editing.refuse_long(rules)
    with _SAVING:
        present = opened(document.place.document)
        if present is None:
            raise Faults([Diagnostic("U107", RULES, "草稿已经不在了,没有保存", hint="所写的还在页面上;从入库重新打开")])
        before = present.rules
        if before == rules:
            return Saved(present.digest)
        if present.digest != base:
            return Saved(present.digest, before)
        _keep_earlier(present.folder.path, before)
        from reasoner.driver.draft_transcription import readings_in_use

        readings = readings_in_use(present.texts.get("readings.toml", ""), rules)
        texts = {RULES: rules, "readings.toml": readings}
        keep(present.entry, present.entry.record, texts, digest=present.entry.digest)
    return Saved(digest_of(rules))


def _keep_earlier(folder: Path, rules: str) -> None:
    """Put what is about to be replaced among the earlier texts; the oldest of many go."""
    if not rules:
        return
    kept = folder / EARLIER
    moment = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    try:
        make_folder(kept)
        write_file(kept / f"rules-{moment}.tiao", rules.encode())
    except (OSError, ValueError) as error:
        raise _unwritten(error) from None
    for old in sorted(kept.glob("rules-*.tiao"))[:-_MOST_EARLIER]:
        with contextlib.suppress(OSError):
            os.unlink(old)


# --- what is proposed ---------------------------------------------------------------------------------------------


def accept(document: Opened, identifier: str, by: str) -> None:
    """Accept a proposed rule as it is saved, recorded with name and day. identifier: address#name.

    Raises Faults: U133 nobody's name, U132 no such rule, what the rules would have wrong without the word 待核.
    """
    saved = opened(document.place.document) or document
    accepting.accept(f"{saved.place.document}/{identifier}", by)
    _record(saved, by, "采用拟写的规则", identifier)


def reject(document: Opened, identifier: str, by: str, base: str) -> Saved:
    """Take a proposed rule out of the saved rules, recorded with name and moment; its clause waits to be written.

    base: the digest of the rules that the person saw. Raises Faults: U197 nobody's name, U132 no such rule.
    """
    who = signer(by, "by")
    rules = rule_editing.without_proposal(document.place, document.texts, document.rules, identifier)
    saved = save(document, rules, base)
    if saved.other is None:
        from reasoner.driver.draft_transcription import readings_in_use

        readings = readings_in_use(document.texts.get("readings.toml", ""), rules)
        _record(document, who, "不采用拟写的规则", identifier, {"readings.toml": readings})
    return saved


def _record(document: Opened, by: str, what: str, identifier: str, texts: Mapping[str, str] | None = None) -> None:
    """Put among the deeds of a draft what somebody decided on a proposed rule."""
    present = open_entry(document.place.document)
    if present is not None:
        keep(present, present.record, texts, deed=Deed(now(), by.strip(), what, identifier))


_EARLIER_NAME: Final = re.compile(r"rules-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-\d{6}\.tiao")


def earlier(document: Opened) -> list[tuple[str, str]]:
    """The texts that saves took the place of, the latest first: name and moment."""
    names = sorted((p.name for p in (document.folder.path / EARLIER).glob("rules-*.tiao")), reverse=True)
    matches = [m for m in map(_EARLIER_NAME.fullmatch, names) if m]
    return [(m[0], f"{m[1]}-{m[2]}-{m[3]}T{m[4]}:{m[5]}:{m[6]}") for m in matches]


def earlier_text(document: Opened, name: str) -> str | None:
    """One of them; None where there is none."""
    if not _EARLIER_NAME.fullmatch(name):
        return None
    try:
        return utf8_text((document.folder.path / EARLIER / name).read_bytes())
    except (OSError, ValueError, NotText):
        return None


def _unwritten(error: Exception) -> Faults:
    reason = refusal(error) if isinstance(error, (OSError, ValueError)) else "不是 UTF-8 编码的文本"
    hint = "检查目录的写入权限和磁盘空间;所写的还在页面上"
    return Faults([Diagnostic("U107", RULES, f"文件不能写入:{reason},什么也没有改动", hint=hint)])

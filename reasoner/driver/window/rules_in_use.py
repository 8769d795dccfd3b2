"""The rule base that the window judges by: what it holds, what of the bureau's own corpus is set aside, whether its files have changed.

A window runs for days, while somebody writes on the corpus, signs rules on the command line, or midnight passes.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.own_corpus_folder import called, own_corpus_folder
from policy_dsl.review.files import own_folder
from reasoner.driver import batch_input, bureau_corpus, current_rule_base
from reasoner.driver.asking import known
from reasoner.driver.window.cases import rules_digest
from reasoner.driver.window.wording import today
from reasoner.model.rule_base import RuleBase
from reasoner.survey.corpus_entries import CorpusEntry, EntryState

_LEVELS: Final = 3
"""Folders below a corpus: region, document, version."""
_MOST_FILES: Final = 50_000


def files_stamp() -> str:
    """A digest that changes with the files that the rule base is made of: of their names, sizes and times, and of the day.

    Raises Faults (T112) where the settings cannot be read.
    """
    total = hashlib.sha256(today().encode())
    for root in dict.fromkeys((own_corpus_folder(), str(own_folder() or ""))):
        total.update(f"\n{root}\n".encode(errors="surrogateescape"))
        for number, entry in enumerate(_entries(root, _LEVELS) if root else ()):
            if number > _MOST_FILES:
                break
            total.update(entry.encode(errors="surrogateescape"))
    return total.hexdigest()


def _entries(folder: str, levels: int) -> Iterator[str]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda e: e.name)
    except (OSError, ValueError) as error:
        yield f"! {type(error).__name__}\n"
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            yield f"{entry.name}/\n"
            if levels:
                yield from _entries(entry.path, levels - 1)
            continue
        try:
            status = entry.stat()
        except OSError as error:  # a link that leads nowhere
            yield f"{entry.name} ! {type(error).__name__}\n"
        else:
            yield f"{entry.name} {status.st_size} {status.st_mtime_ns} {status.st_ino}\n"


def load() -> RuleBase:
    """The rule base as its files are now, ready to answer; the one in use stays. Raises Faults."""
    base = current_rule_base.loaded_rule_base()
    known(base)
    return base


def use(base: RuleBase) -> None:
    """Judge by another rule base from now on."""
    current_rule_base.use(base)
    batch_input.forget_names()


class RulesInUse(NamedTuple):
    """The rule base in use."""

    digest: str
    """The digest of its rules, with the bureau's reviews and confirmations."""
    packaged: int
    """How many documents, in all their versions, came with the program."""
    folder: str
    """Where the bureau's own corpus lies; empty: none is named."""
    named_by: str
    """Who names that folder."""
    own: tuple[CorpusEntry, ...]
    """The documents of the bureau's own."""
    drafts: tuple[CorpusEntry, ...]
    """What nobody has issued yet; it is only compared with."""
    aside: tuple[CorpusEntry, ...]
    """What has faults and takes no part."""
    unread: tuple[Diagnostic, ...]
    """What is wrong with files of reviews and confirmations that it does without."""


def rules_in_use() -> RulesInUse:
    """The rule base in use."""
    return _described(current_rule_base.rule_base())


@lru_cache(maxsize=1)
def _described(base: RuleBase) -> RulesInUse:
    try:
        folder, entries = own_corpus_folder(), bureau_corpus.entries()
    except Faults as error:
        return RulesInUse(rules_digest(), len(base.every), "", "", (), (), (), error.diagnostics)
    own = tuple(e for e in entries if e.own and e.state is EntryState.HELD)
    return RulesInUse(
        rules_digest(),
        len(base.every) - len(own),
        folder,
        called() if folder else "",
        own,
        tuple(e for e in entries if e.own and e.state is EntryState.DRAFT),
        tuple(_placed(e) for e in entries if e.state is EntryState.SET_ASIDE),
        current_rule_base.unread_records(),
    )


_LINE: Final = re.compile(r":([0-9]+)(?::([0-9]+))?$")
"""How the line and the column of a fault stand behind its file."""


def _placed(entry: CorpusEntry) -> CorpusEntry:
    """What is set aside, each fault with its file below the folder, its line and its column in words."""
    return replace(entry, faults=tuple(replace(f, where=_place(f.where, entry.path)) for f in entry.faults))


def _place(where: str, folder: str) -> str:
    inside = where.removeprefix(folder).lstrip("/") or where
    line = _LINE.search(inside)
    if line is None:
        return inside
    column = f"第{line[2]}个字" if line[2] else ""
    return f"{inside[: line.start()]} 第{line[1]}行{column}"


def name_of(entry: CorpusEntry) -> str:
    """What a page calls a document, or a file of the corpus."""
    if entry.title:
        return f"《{entry.title}》" if entry.version.startswith("undated") else f"《{entry.title}》({entry.version}版)"
    return entry.document or entry.path

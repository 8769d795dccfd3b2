"""Which rules have another digest than in an earlier transcription or version. A part of the driver, with its conventions."""

from __future__ import annotations

from pathlib import Path

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import current_rule_base
from reasoner.driver.document_lookup import documents_named, not_held
from reasoner.driver.version_folders import read_version
from reasoner.survey.rule_changes import RuleChange
from reasoner.survey.rule_changes import rule_changes as changes_of


def rule_changes(before: str, after: str = "") -> list[RuleChange]:
    """The rules whose digest differs between two transcriptions or versions, each a folder or `id@version`.

    A folder is that of one document, or one with such folders, as `compare --before` takes it. after: none: the documents in
    use. Documents that only one of them has are left out. Raises Faults: U103, U106, U140, U145 to U148, and all that the
    compiler finds.
    """
    faults: list[Diagnostic] = []
    old = _documents(before, "以前", faults)
    new = _documents(after, "现在", faults) if after else dict(current_rule_base.rule_base().documents)
    if faults:
        raise Faults(dict.fromkeys(faults))
    return [change for name, document in old.items() if name in new for change in changes_of(document, new[name])]


def rule_changes_text(before: str, after: str = "", *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal.review_list import change_list

    return change_list(rule_changes(before, after), width=width, colour=colour)


def _documents(name: str, called: str, faults: list[Diagnostic]) -> dict[str, Document]:
    """The documents of a folder, or the one that is named, by id."""
    base = current_rule_base.rule_base()
    if "@" in name and not Path(name).exists():
        known = documents_named(base, name)
        if len(known) != 1:
            faults.append(not_held(base, name, name))
        return {d.id: d for d in known}
    from policy_dsl.compile import compile_document, finished_document

    documents: dict[str, Document] = {}
    for folder in read_version(called, called, Path(name), faults).documents.values():
        draft = compile_document(folder.id, folder.texts, base.vocabulary, folder.path)
        faults += draft.faults
        if not draft.faults:
            documents[folder.id] = finished_document(draft)
    return documents

"""Letters to applicants, and the templates that an office may change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.judging import check_files


def report(
    paths: Sequence[Path],
    output: str,
    *,
    kind: str = "",
    as_of: str | None = None,
    documents: Sequence[str] = (),
    consideration: str = "",
    templates: str = "",
    font: str = "",
) -> list[str]:
    """Write a letter for each application of some files; a line for each. All are written or none.

    output: a file (.docx, .html, .pdf), a directory, or a name with {编号}. kind: empty for what each outcome calls for.
    consideration: what the office found on exceptions from a presumption. templates, font: else from the settings.
    """
    from reasoner.letters.letter_desk import write_letters
    from reasoner.letters.settings import read_settings

    settings = read_settings(templates, font)
    verdicts, _ = check_files(paths, as_of, documents, readings=True)
    written = write_letters(verdicts, rule_base(), output, list(paths), settings, kind, consideration)
    return [f"{w.application}:{w.kind} → {w.path}{_draft(w.draft)}\n" for w in written]


def _draft(reason: str) -> str:
    """That a letter may not leave yet, and why."""
    reasons = [
        r.removeprefix("草稿——").partition(",")[0]
        for r in reason.replace("\uff1b", ";").replace("\uff0c", ",").split(";")
    ]
    return f"(草稿:{';'.join(reasons)})" if reason else ""


def letter_templates(folder: Path) -> list[Path]:
    """Write the Word templates and the sheet of their fields into a folder."""
    from reasoner.letters.letter_desk import write_templates

    return write_templates(folder)

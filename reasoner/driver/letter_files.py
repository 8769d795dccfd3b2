"""Letters to applicants, and the templates that an office may change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from policy_dsl.diagnostics import Diagnostic
from reasoner.driver.batch_input import Batch, gather
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.judging import check_files
from reasoner.model.application import Application


class Reported(NamedTuple):
    """What became of files for which letters were to be written."""

    lines: list[str]
    """A line for each letter."""
    faults: tuple[Diagnostic, ...]
    """What is wrong with rows of tables that got no letter."""
    refused: int
    """How many rows these are."""


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
    results: Path | None = None,
    force: bool = False,
    whole: bool = False,
) -> Reported:
    """Write a letter for each application of some files, and the workbook of results; a line for each letter.

    Of tables the good rows get letters; whole: a table with a bad row gets none. All letters are written or none.
    output: a file (.docx, .html, .pdf), a directory, or a name with {编号}. kind: empty for what each outcome calls for.
    consideration: what the office found on exceptions from a presumption. templates, font: else from
    the settings. force: whether existing files may be replaced that are not our own unchanged output.
    """
    from policy_dsl.ingest.output_guard import Overwriting
    from reasoner.letters.letter_desk import make_letters
    from reasoner.letters.letter_types import KINDS
    from reasoner.letters.output_paths import write_all
    from reasoner.letters.settings import path_of_settings, read_settings

    settings = read_settings(templates, font)
    own_templates = [settings.templates / f"{k}.docx" for k in KINDS] if settings.templates is not None else []
    others = [path_of_settings(), Path(settings.font) if settings.font else None]
    overwriting = Overwriting((*paths, *own_templates, *(p for p in others if p)), force)
    if results is not None:
        from reasoner.sheets.save import check_target

        check_target(results, overwriting)
    batch = Batch()

    def read(files: Sequence[Path], day: str | None) -> list[Application]:
        vars(batch).update(vars(gather(files, day, whole=whole)))
        return list(batch.applications)

    verdicts, _ = check_files(paths, as_of, documents, readings=True, gather=read)
    letters = make_letters(verdicts, rule_base(), output, paths, settings, kind, consideration)
    files = {path: content for path, (_, content) in letters.items()}
    if results is not None:
        from reasoner.driver import workbooks

        files[results] = workbooks.results(paths, results, as_of, documents, whole=whole).content
    write_all(files, overwriting)
    lines = [f"{made.application}:{made.kind} → {path}{_draft(made.draft)}\n" for path, (made, _) in letters.items()]
    return Reported(lines, tuple(batch.faults), len(batch.refused))


def _draft(reason: str) -> str:
    """That a letter may not leave yet, and why."""
    reasons = [
        r.removeprefix("草稿——").partition(",")[0]
        for r in reason.replace("\uff1b", ";").replace("\uff0c", ",").split(";")
    ]
    return f"(草稿:{';'.join(reasons)})" if reason else ""


def letter_templates(folder: Path, form: Path | None = None, *, force: bool = False) -> list[Path]:
    """Write the Word templates and the sheet of their fields into a folder, and the empty form of applications; all or none."""
    from policy_dsl.ingest.output_guard import Overwriting
    from reasoner.letters.letter_desk import write_templates

    besides: dict[Path, bytes] = {}
    if form is not None:
        from reasoner.driver import workbooks

        besides[form] = workbooks.form_content(form)
    return write_templates(folder, besides, Overwriting(force=force))

"""Letters to applicants, and the templates that an office may change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.batch_input import Batch, BatchOptions, gather
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.judging import to_judge
from reasoner.model.application import Application

if TYPE_CHECKING:
    from reasoner.letters.decision import Decision
    from reasoner.letters.letter_desk import Made, Progress
    from reasoner.model.verdict import Verdict
    from reasoner.record.recording import Recorder

NOT_FINAL: Final = "T129"
"""The code of what is open while a letter is to be final."""


class Reported(NamedTuple):
    """What became of files for which letters were to be written."""

    lines: list[str]
    """A line for each letter."""
    faults: tuple[Diagnostic, ...]
    """What is wrong with rows of tables that got no letter."""
    refused: int
    """How many rows these are."""
    notes: tuple[str, ...] = ()
    """How the files were read where that is not as they stand, a sentence each."""


def report(
    paths: Sequence[Path],
    output: str,
    options: BatchOptions = BatchOptions(),  # noqa: B008  # immutable
    *,
    kind: str = "",
    consideration: str = "",
    templates: str = "",
    font: str = "",
    results: Path | None = None,
    progress: Progress | None = None,
    decision: Path | None = None,
    decided: Mapping[str, str] | None = None,
    final: bool = False,
    recorder: Recorder | None = None,
) -> Reported:
    """Write a letter for each application of some files, and the workbook of results; a line for each letter.

    Of tables the good rows get letters. All letters are written or none. options: without a marked copy.
    output: a file (.docx, .html, .pdf), a directory, or a name with {编号}. kind: empty for what each outcome calls for.
    consideration: what the office found on exceptions from a presumption. templates, font: else from
    the settings.
    progress: is told how many letters are laid out, of how many. recorder: appends verdicts, decisions and letters to the
    record before anything is written.
    """
    from policy_dsl.ingest.output_guard import Overwriting
    from reasoner.letters.decision_file import read_decisions
    from reasoner.letters.letter_desk import make_letters
    from reasoner.letters.letter_types import KINDS
    from reasoner.letters.output_paths import write_all
    from reasoner.letters.settings import path_of_settings, read_settings

    settings = read_settings(templates, font)
    own_templates = [settings.templates / f"{k}.docx" for k in KINDS] if settings.templates is not None else []
    others = [path_of_settings(), Path(settings.font) if settings.font else None, options.saved_mapping, options.ledger]
    overwriting = Overwriting(
        (*paths, *((decision,) if decision is not None else ()), *own_templates, *(p for p in others if p)),
        options.force,
    )
    if results is not None:
        from reasoner.sheets.save import check_target

        check_target(results, overwriting)
    decisions: Sequence[Decision] = ()
    written: Mapping[str, Mapping[str, str]] = {}
    if decision is not None:
        decisions, written = read_decisions(decision)
    batch = Batch()

    def read(files: Sequence[Path], day: str | None) -> Collection[Application]:
        vars(batch).update(vars(gather(files, day, options)))
        return batch.applications

    number, verdict_of = to_judge(paths, options.as_of, options.documents, read)
    if decided:
        decisions = _of_options(decided, number, batch.applications, decisions)
    name = str(decision) if decision is not None else "决定"
    letters = make_letters(
        number,
        verdict_of,
        rule_base(),
        output,
        paths,
        settings,
        kind,
        consideration,
        decisions,
        name,
        final,
        progress,
        written,
    )
    files = {path: content for path, (_, content) in letters.items()}
    if results is not None:
        from reasoner.driver import workbooks

        files[results] = workbooks.results(paths, results, options).content
    if recorder is not None:
        _record(recorder, batch.applications, verdict_of, decisions, written, letters)
    write_all(files, overwriting)
    lines = [
        line
        for path, (made, _) in letters.items()
        for line in (
            f"{made.application}:{made.kind} → {path}{_draft(made.draft)}\n",
            *(f"  提示:{note}\n" for note in made.notes),
        )
    ]
    return Reported(lines, tuple(batch.faults), len(batch.refused), tuple(batch.notes))


def _record(
    recorder: Recorder,
    applications: Collection[Application],
    verdict_of: Callable[[int], Verdict],
    decisions: Sequence[Decision],
    written: Mapping[str, Mapping[str, str]],
    letters: Mapping[Path, tuple[Made, bytes]],
) -> None:
    """Append to the record what letters rest on, and the letters."""
    from reasoner.record.recording import IssuedLetter

    # Where an application was given twice, decision and letter rest on the last.
    entries = recorder.record([(a, verdict_of(place)) for place, a in enumerate(applications)])
    verdicts = {a.id: entry for a, entry in zip(applications, entries, strict=True)}
    decided = recorder.decisions([(d, written.get(d.application, {})) for d in decisions], verdicts)
    joined = {d.application: d.joined for d in decisions}
    issued = [
        IssuedLetter(made.application, made.kind, path.name, content, made.draft, joined.get(made.application, ()))
        for path, (made, content) in letters.items()
    ]
    recorder.letters(issued, verdicts, decided)


def _of_options(
    decided: Mapping[str, str], number: int, applications: Collection[Application], decisions: Sequence[Decision]
) -> Sequence[Decision]:
    """The decision that options state, on the one application. Raises Faults (T120)."""
    from reasoner.letters.decision_file import decisions_from

    if decisions:
        raise Faults(
            [Diagnostic("T120", "report", "决定文件和决定的选项不能同时写", hint="只写 --decision,或者只写各选项")]
        )
    if number != 1:
        message = f"文件里有{number}份申请,决定的选项只能用于一份"
        raise Faults([Diagnostic("T120", "report", message, hint="用 --decision 指定决定文件")])
    (application,) = applications
    return decisions_from({"编号": application.id, **decided}, "决定")


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

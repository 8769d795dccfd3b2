"""Audits of a record, heads, replays and packages: what `tiaoli audit` and `tiaoli replay` ask for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.output_guard import Overwriting
from reasoner.driver.record_places import is_table_file as is_table_file
from reasoner.driver.record_places import record_in
from reasoner.record import head as heads
from reasoner.record.audit import AuditReport, Progress
from reasoner.record.audit import audit as audit_store
from reasoner.record.package_check import PackageReport
from reasoner.record.replay import Replay


def audit(
    folder: Path,
    head_files: Sequence[Path] = (),
    *,
    verdicts: bool = True,
    progress: Progress | None = None,
    export: Path | None = None,
    force: bool = False,
) -> AuditReport:
    """Audit the record in a folder; where nothing is false its head is exported.

    head_files: heads exported before; the new one carries the proof that it grew out of them. verdicts: whether they are
    derived again. export: a file, .json, or .txt to be printed. Raises Faults: U204 no record, U206 no head, U208 nothing
    is exported of a record that is false, and those of the output.
    """
    from policy_dsl.ingest import output_guard

    store, file = record_in(folder)
    overwriting = Overwriting((*head_files, file), force)
    if export is not None:
        output_guard.check([export], overwriting)
    named = [(str(path), heads.read_head(path)) for path in head_files]
    total = sum(1 for _ in store.lines()) if progress is not None else 0
    report, chain = audit_store(store, named, verdicts=verdicts, progress=progress, total=total)
    if export is not None:
        if not report.holds or report.head is None:
            hint = "查明原因以前不出存根"
            raise Faults([Diagnostic("U208", str(folder), "记录有错,不能据以出存根", hint=hint)])
        from reasoner.record.head import with_proofs

        head = with_proofs(report.head, [h for _, h in named], chain.leaves)
        content = heads.head_content(head, as_text=export.suffix.lower() == ".txt")
        output_guard.write({export: content}, overwriting, _unwritten)
    return report


def _unwritten(path: Path, error: OSError | ValueError) -> Diagnostic:
    from policy_dsl.os_errors import refusal

    return Diagnostic("U107", str(path), f"文件不能写入:{refusal(error)}", hint="换一个可以写入的目录或者文件名")


def check_package(path: Path, head_files: Sequence[Path] = ()) -> PackageReport:
    """Check an archive package. Raises Faults: U106 it cannot be read, U206 no head, U209 it is no package."""
    from policy_dsl.os_errors import refusal
    from reasoner.record.package_check import LIMITS
    from reasoner.record.package_check import check_package as check

    try:
        with path.open("rb") as file:
            content = file.read(LIMITS.unpacked + 1)
    except OSError as error:
        raise Faults([Diagnostic("U106", str(path), f"文件不能读取:{refusal(error)}")]) from None
    return check(content, str(path), [(str(head), heads.read_head(head)) for head in head_files])


def package_text(report: PackageReport, *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal.audit_note import package_text
    from reasoner.render.terminal.layout import Style

    return package_text(report, Style(width, colour))


def write_package(
    folder: Path,
    application: str,
    output: Path,
    letters: Sequence[Path] = (),
    *,
    head_files: Sequence[Path] = (),
    force: bool = False,
) -> None:
    """Write the archive package of an application. letters: the files of its letters, as they were issued.

    head_files: heads exported before; the head of the package carries the proof that it grew out of them.
    Raises Faults: U207 and U208 as the package does, U106 a letter cannot be read, U206 no head, and those of the output.
    """
    from policy_dsl.ingest import output_guard
    from policy_dsl.os_errors import refusal
    from reasoner.record.package import package

    store, file = record_in(folder)
    overwriting = Overwriting((file, *letters, *head_files), force)
    output_guard.check([output], overwriting)
    earlier = [(str(head), heads.read_head(head)) for head in head_files]
    contents: dict[str, bytes] = {}
    faults: list[Diagnostic] = []
    for letter in letters:
        try:
            if letter.name in contents:
                faults.append(Diagnostic("U102", str(letter), "有两份文书同名", hint="改一个文件名"))
            contents[letter.name] = letter.read_bytes()
        except OSError as error:
            faults.append(Diagnostic("U106", str(letter), f"文件不能读取:{refusal(error)}"))
    if faults:
        raise Faults(faults)
    output_guard.write({output: package(store, application, contents, str(folder), earlier)}, overwriting, _unwritten)


def replay(
    folder: Path,
    after: Path | None = None,
    *,
    as_of: str | None = None,
    since: str | None = None,
    until: str | None = None,
    progress: Progress | None = None,
    output: Path | None = None,
    force: bool = False,
) -> Replay:
    """Judge again what a record holds, by the rules in use, with the documents of a folder where one is named.

    as_of: the day whose law is asked for; None: that of each verdict. since, until: days on which it was recorded.
    output: a workbook to write. Raises Faults: those of the record, the folder, the days and the workbook.
    """
    from reasoner.driver.current_rule_base import as_day, rule_base
    from reasoner.record.replay import replay as replay_store

    store, file = record_in(folder)
    overwriting = Overwriting((file,), force)
    if output is not None:
        from reasoner.sheets.save import check_target

        check_target(output, overwriting)
    named = {"--as-of": as_of, "--since": since, "--until": until}
    days = [as_day(day, option) or "" for option, day in named.items()]
    base, documents = rule_base(), tuple[str, ...]()
    if after is not None:
        from reasoner.driver.amended_rule_base import amended

        base, documents = amended(after)
    replayed = replay_store(
        store, base, documents=documents, as_of=days[0], since=days[1], until=days[2], progress=progress
    )
    if output is not None:
        from reasoner.sheets.replay_workbook import replay_sheets
        from reasoner.sheets.save import save_workbook

        save_workbook(output, replay_sheets(replayed), overwriting)
    return replayed


def replay_text(replayed: Replay, *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal.layout import Style
    from reasoner.render.terminal.replay_note import replay_text

    return replay_text(replayed, Style(width, colour))


def audit_text(report: AuditReport, *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal.audit_note import audit_text
    from reasoner.render.terminal.layout import Style

    return audit_text(report, Style(width, colour))

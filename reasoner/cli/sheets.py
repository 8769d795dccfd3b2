"""Spreadsheets on the command line: what `check` does with tables, ledgers and many applications. Part of `cli`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reasoner.cli.commands import Options
from reasoner.cli.console import (
    screen,
    tell_refused,
    write,
    write_json,
    write_json_all,
    write_json_lines,
    write_json_rows,
    write_notes,
)
from reasoner.cli.progress import bar, watched
from reasoner.cli.usage import Parser, add_force, add_record

if TYPE_CHECKING:
    from reasoner.driver.batch_input import BatchOptions
    from reasoner.driver.judging import Recorded
    from reasoner.model.verdict import Verdict

DONE: Final = 0
BAD: Final = 2


class CheckOptions(Options):
    """`tiaoli check`."""

    files: Sequence[str]
    """The files of applications, in any form."""
    as_of: str | None = None
    """The day whose law is asked for; else that of each receipt."""
    under: str | None = None
    """A place, to judge each application as if its institution lay there."""
    document: Sequence[str] = ()
    """Ids, titles or numbers of the documents to rest on; none: all."""
    readings: bool = False
    """Whether to try the alternative of each reading."""
    json: bool = False
    """Whether to write JSON."""
    jsonl: bool = False
    """Whether to write JSON Lines: a verdict a line."""
    full: bool = False
    """Whether to list all rules, proofs and checksums."""
    output: str | None = None
    """The workbook of results to write."""
    marked: str | None = None
    """The copy to write in which every fault stands at its cell."""
    mapping: str | None = None
    """The file that says what headers mean; empty: list and save what they are taken for."""
    ledger: str | None = None
    """The bureau's ledger, from which applications take values."""
    groups: bool = False
    """Whether to list the applications that compete."""
    all_or_nothing: bool = False
    """Whether a table with a bad row is not judged at all."""
    record: str = ""
    """The folder of the record; empty: nothing is recorded."""
    by: str = ""
    """Who judges, as the record has it."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""


def add_sheet_options(check: Parser) -> None:
    """What `check` takes for tables."""
    sheets = check.add_argument_group("表格和成批申请")
    sheets.add_argument("-o", "--output", metavar="结果.xlsx", help="结果写成工作簿:每份申请一行,来源各表附后")
    sheets.add_argument("--marked", metavar="副本.xlsx", help="有错时写出标注副本:出错的单元格着色、加批注")
    sheets.add_argument(
        "--mapping", nargs="?", const="", metavar="对应.json", help="不写文件:列出并保存表头的对应;写文件:按它读表"
    )
    sheets.add_argument("--ledger", metavar="台账", help="本单位的指标和认定台账(xlsx、csv 或 JSON),各份申请取用")
    sheets.add_argument("--all-or-nothing", action="store_true", help="表里有一行有错,就一份也不研判")
    sheets.add_argument("--groups", action="store_true", help="列出相互竞争的申请;与 --json 同用时放在 groups 之下")
    add_force(sheets)
    add_record(check)


def concerns_tables(options: CheckOptions) -> bool:
    """Whether a check is to go this way: a table, a ledger, a workbook of results."""
    if options.output or options.ledger or options.groups or options.marked or options.mapping is not None:
        return True
    from reasoner.intake.file_kind import is_sheet

    return any(is_sheet(f) for f in options.files)


def run(options: CheckOptions) -> int:
    """The check of tables."""
    from reasoner.driver import workbooks

    files = [Path(f) for f in options.files]
    if options.groups and options.jsonl:
        raise _refusal("tiaoli check --groups", "--groups 不能与 --jsonl 同用", "去掉 --jsonl,或者用 --json")
    if options.mapping == "":
        for line in workbooks.propose(files, options.as_of, force=options.force):
            write(line)
        return DONE
    if options.output:
        return _to_workbook(options, files, Path(options.output))
    verdicts, several, batch = workbooks.check(
        files, _of_batch(options), under=options.under, readings=options.readings, recorded=recorded(options)
    )
    write_notes(batch.notes)
    status = BAD if batch.faults else DONE
    if options.jsonl:
        write_json_lines(batch.in_order(verdicts))
        return status
    if options.json and not options.groups:
        if batch.faults:
            write_json_rows(verdicts, [f.fault for f in batch.faults])
        else:
            write_json_all(verdicts, several)
        return status
    if not options.groups and not several:
        write_texts(verdicts, options)
        tell_refused(batch.faults, len(batch.refused))
        return status
    judged = list(watched(verdicts, len(batch.applications)))
    groups = workbooks.groups_of(batch, judged)
    if options.json:
        write_json(workbooks.judged_together(judged, groups, batch.faults))
        return status
    write_texts(judged, options)
    text = workbooks.groups_text(groups, refused=len(batch.refused), **screen())
    write(f"\n{text}" if text else "")
    tell_refused(batch.faults, len(batch.refused))
    return status


def recorded(options: CheckOptions) -> Recorded | None:
    """What gives verdicts when they are in the record; None: none is asked for."""
    if not options.record:
        return None
    from reasoner.driver.recording import recorder

    return recorder(Path(options.record), options.by).verdicts


def write_texts(verdicts: Iterable[Verdict], options: CheckOptions) -> None:
    """Verdicts as staff read them."""
    from reasoner.driver import judging

    for text in judging.check_text(verdicts, full=options.full, readings=options.readings, **screen()):
        write(text)


def _refusal(where: str, message: str, hint: str) -> Exception:
    from policy_dsl.diagnostics import Diagnostic, Faults

    return Faults([Diagnostic("U102", where, message, hint=hint)])


def _to_workbook(options: CheckOptions, files: Sequence[Path], target: Path) -> int:
    from reasoner.driver import workbooks

    if options.under or options.readings or options.json or options.jsonl or options.full:
        raise _refusal(
            "tiaoli check -o",
            "结果工作簿不能与这些选项同用",
            "去掉 --under、--readings、--json、--jsonl、--full,或者不写 -o",
        )
    made = workbooks.check_to_workbook(
        files, target, _of_batch(options), progress=bar("研判"), recorded=recorded(options)
    )
    write("".join(f"{note}\n" for note in made.notes))
    write(f"共{sum(made.labels.values())}份申请\n")
    write("".join(f"  {label}:{number}\n" for label, number in sorted(made.labels.items(), key=lambda i: -i[1])))
    text = workbooks.groups_text(made.groups[:20], refused=made.refused, **screen())
    write(text + (f"  其余{len(made.groups) - 20}组见工作簿\n" if len(made.groups) > 20 else ""))
    write(f"已写入 {target}\n")
    tell_refused(made.faults, made.refused)
    return BAD if made.faults else DONE


def _of_batch(options: CheckOptions) -> BatchOptions:
    from reasoner.driver.batch_input import BatchOptions

    return BatchOptions(
        options.as_of, options.document, _path(options.mapping), _path(options.ledger), _path(options.marked),
        options.force, options.all_or_nothing,
    )  # fmt: skip


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None

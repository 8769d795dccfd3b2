"""Spreadsheets on the command line: what `check` does with tables, ledgers and many applications. Part of `cli`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

from reasoner.cli.console import colour_of, width_of, write, write_json, write_json_all, write_json_lines

DONE: Final = 0
_STEP: Final = 25
_BAR: Final = 30


def add_sheet_options(check: argparse.ArgumentParser) -> None:
    """What `check` takes for tables."""
    sheets = check.add_argument_group("表格和成批申请")
    sheets.add_argument("-o", "--output", metavar="结果.xlsx", help="结果写成工作簿:每份申请一行,来源各表附后")
    sheets.add_argument("--marked", metavar="副本.xlsx", help="有错时写出标注副本:出错的单元格着色、加批注")
    sheets.add_argument(
        "--mapping", nargs="?", const="", metavar="对应.json", help="不写文件:列出并保存表头的对应;写文件:按它读表"
    )
    sheets.add_argument("--ledger", metavar="台账", help="本局的指标和认定台账(xlsx、csv 或 JSON),各份申请取用")
    sheets.add_argument("--groups", action="store_true", help="列出相互竞争的申请;与 --json 同用时放在 groups 之下")


def wanted(args: argparse.Namespace) -> bool:
    """Whether a check is to go this way: a table, a ledger, a workbook of results."""
    if args.output or args.ledger or args.groups or args.marked or args.mapping is not None:
        return True
    from reasoner.sheets import is_sheet

    return any(is_sheet(f) for f in args.files)


def run(args: argparse.Namespace) -> int:
    """The check of tables."""
    from reasoner.driver import judging, workbooks

    files = [Path(f) for f in args.files]
    if args.groups and args.jsonl:
        _refuse("--groups 不能与 --jsonl 同用", "去掉 --jsonl,或者用 --json")
    if args.mapping == "":
        for line in workbooks.propose(files, args.as_of):
            write(line)
        return DONE
    options = {name: Path(value) if value else None for name, value in (
        ("saved_mapping", args.mapping), ("ledger", args.ledger), ("marked", args.marked),
    )}  # fmt: skip
    if args.output:
        return _to_workbook(args, files, options)
    verdicts, several, batch = workbooks.check(files, args.as_of, args.document, args.under, args.readings, **options)
    for note in batch.notes:
        sys.stderr.write(f"{note}\n")
    if args.jsonl:
        write_json_lines(verdicts)
        return DONE
    if args.json and not args.groups:
        write_json_all(verdicts, several)
        return DONE
    if not args.groups and not several:
        for text in judging.check_text(verdicts, full=args.full, **_screen()):
            write(text)
        return DONE
    judged = list(verdicts)
    found = workbooks.groups_of(batch, judged)
    if args.json:
        write_json({"verdicts": judged, "groups": [g.to_data() for g in found]})
        return DONE
    for text in judging.check_text(judged, full=args.full, **_screen()):
        write(text)
    told = workbooks.groups_text(found, **_screen())
    write(f"\n{told}" if told else "")
    return DONE


def _to_workbook(args: argparse.Namespace, files: list[Path], options: dict[str, Path | None]) -> int:
    from reasoner.driver import workbooks

    if args.under or args.readings or args.json or args.jsonl or args.full:
        _refuse("结果工作簿不能与这些选项同用", "去掉 --under、--readings、--json、--jsonl、--full,或者不写 -o", " -o")
    target = Path(args.output)
    labels, found, notes = workbooks.check_to_workbook(
        files, target, args.as_of, args.document, progress=_progress(), **options
    )
    write("".join(f"{note}\n" for note in notes))
    write(f"共 {sum(labels.values())} 份申请\n")
    write("".join(f"  {label}:{number}\n" for label, number in sorted(labels.items(), key=lambda i: -i[1])))
    told = workbooks.groups_text(found[:20], **_screen())
    write(told + (f"  其余 {len(found) - 20} 组见工作簿\n" if len(found) > 20 else ""))
    write(f"已写入 {target}\n")
    return DONE


def _refuse(message: str, hint: str, option: str = "") -> NoReturn:
    from policy_dsl.diagnostics import Diagnostic, Faults

    raise Faults([Diagnostic("U102", f"tiaoli check{option}", message, hint=hint)])


def _progress() -> Callable[[int, int], None] | None:
    """A bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if done % _STEP and done != total:
            return
        filled = _BAR * done // total
        end = "\r\x1b[K" if done == total else ""
        sys.stderr.write(f"\r研判 [{'█' * filled}{'·' * (_BAR - filled)}] {done}/{total}{end}")
        sys.stderr.flush()

    return show


def _screen() -> dict[str, Any]:
    return {"width": width_of(sys.stdout), "colour": colour_of(sys.stdout)}

"""The command line: arguments in, text or JSON out. It calls the driver and knows nothing else of the reasoner.

Exit status: 0 done, whatever the verdict; 1 a check found something; 2 bad input or usage.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from reasoner.cli import sheets as cli_sheets
from reasoner.cli.commands import Called, Commands, Options
from reasoner.cli.console import (
    Unwritable,
    finish,
    prepare,
    screen,
    silence,
    tell_unread,
    write,
    write_faults,
    write_json,
    write_json_all,
    write_json_lines,
    write_json_when_done,
    write_notes,
)
from reasoner.cli.progress import bar, watched
from reasoner.cli.usage import Help, Parser, check_command, in_chinese, readable, unforeseen

if TYPE_CHECKING:
    from policy_dsl.diagnostics import Diagnostic
    from reasoner.driver import clauses

DONE, FOUND, BAD, _INTERRUPTED = 0, 1, 2, 130

_HERE = ("demo", "check", "verify", "clauses", "documents", "show", "format")
_ELSEWHERE = {
    "reasoner.cli.asking:add_asking": ("ask",),
    "reasoner.cli.letters:add_letters": ("report", "template"),
    "reasoner.cli.survey_commands:add_surveys": ("indicators", "duties", "references", "proofread"),
    "reasoner.cli.knowledge:add_knowledge": ("review", "pages"),
    "reasoner.cli.compare:add_compare": ("compare",),
    "reasoner.cli.lint:add_lint": ("lint",),
    "reasoner.cli.corpus:add_corpus": ("corpus",),
    "reasoner.cli.new_document:add_new_document": ("scaffold", "ingest"),
    "reasoner.cli.graphs:add_graphs": ("validate", "export"),
    "reasoner.cli.register:add_register": ("batch",),
    "reasoner.cli.simulation:add_simulation": ("simulate",),
    "reasoner.cli.serving:add_serving": ("serve",),
    "reasoner.cli.office:add_office": ("office",),
    "reasoner.cli.record:add_record_commands": ("audit", "replay"),
}
"""The commands of other modules; a module is loaded when one of its commands is called, or help on all is asked for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status. Nothing that happens in it ends in a traceback (TIAOLI_DEBUG=1 shows it)."""
    arguments = [readable(a) for a in (sys.argv[1:] if argv is None else argv)]
    prepare()
    if argv is None:
        # A process of one command makes hardly any garbage in cycles; looking for it costs a tenth of a check.
        gc.disable()
    try:
        status = _guarded(arguments)
        finish()
        if argv is None:
            gc.freeze()  # and nothing needs to be searched once more at exit
        return status
    except BrokenPipeError:
        # Whoever read us has seen enough (`| head`).
        silence()
        return DONE
    except Unwritable as error:
        silence()
        sys.stderr.write(f"结果写不出去：{error}。\n")
        return BAD
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        return _INTERRUPTED


def _guarded(arguments: list[str]) -> int:
    from policy_dsl.diagnostics import Faults

    lines = "--jsonl" in arguments
    as_json = lines or "--json" in arguments
    try:
        parsed = _parse(arguments)
        status = DONE if parsed is None else parsed.run(parsed)
        tell_unread()
        return status
    except Faults as error:
        tell_unread(error.diagnostics)
        return _fail(error.diagnostics, as_json, lines)
    except (BrokenPipeError, KeyboardInterrupt, Unwritable):
        raise
    except Exception as error:
        if os.environ.get("TIAOLI_DEBUG"):
            import traceback

            traceback.print_exc()
        return _fail([unforeseen(error, arguments)], as_json, lines)


def _fail(diagnostics: Sequence[Diagnostic], as_json: bool, lines: bool = False) -> int:
    """Report every fault: as JSON on standard output, else in words on standard error."""
    if as_json:
        from policy_dsl.diagnostics import FaultReport

        write_json(FaultReport(tuple(d.fault for d in diagnostics)), compact=lines)
    else:
        write_faults(diagnostics)
    return BAD


# --- the commands -------------------------------------------------------------------------------------------


class VerifyOptions(Options):
    """`tiaoli verify`."""

    files: Sequence[str]
    """Verdicts or letters."""
    json: bool = False
    """Whether to write JSON."""
    templates: str = ""
    """The folder of the templates that letters were made from."""
    font: str = ""
    """The font that PDF letters were set in."""


class NarrowingOptions(Options):
    """Which clauses `tiaoli clauses` and `tiaoli show` look at."""

    document: Sequence[str] = ()
    """Ids, titles or numbers of documents; none: all."""
    region: str = ""
    """A place: only documents that cover it."""
    matter: str = ""
    """A matter: only clauses on it."""
    deciding: bool = False
    """Whether only clauses with rules that decide."""


class ClausesOptions(NarrowingOptions):
    """`tiaoli clauses`."""

    json: bool = False
    """Whether to write JSON."""


class DocumentsOptions(Options):
    """`tiaoli documents`."""

    json: bool = False
    """Whether to write JSON."""


class ShowOptions(NarrowingOptions):
    """`tiaoli show`."""

    query: Sequence[str]
    """The words of an address, a place, a document or of the official text."""
    json: bool = False
    """Whether to write JSON."""


class FormatOptions(Options):
    """`tiaoli format`."""

    files: Sequence[str]
    """The .tiao files."""
    check: bool = False
    """Whether only to look which are to be laid out."""


def _demo(_: Options) -> int:
    from reasoner.driver import judging

    write(judging.demo_text(**screen()))
    return DONE


def _check(options: cli_sheets.CheckOptions) -> int:
    if cli_sheets.concerns_tables(options):
        return cli_sheets.run(options)
    from pathlib import Path

    from reasoner.driver import judging

    files = [Path(f) for f in options.files]
    of = options
    verdicts, several, notes = judging.check_files(
        files, of.as_of, of.document, of.under, of.readings, recorded=cli_sheets.recorded(of)
    )
    write_notes(notes)
    if options.json:
        write_json_all(verdicts, several)
    elif options.jsonl:
        write_json_lines(verdicts)
    else:
        cli_sheets.write_texts(verdicts if options.full or options.readings else watched(verdicts), options)
    return DONE


def _verify(options: VerifyOptions) -> int:
    from reasoner.driver import judging

    status, show = DONE, bar("核对")

    def checked() -> Iterator[judging.Verification]:
        nonlocal status
        gc.enable()  # a file may hold any number of verdicts, and each leaves some cycles behind
        for done, one in enumerate(judging.verifications(options.files, options.templates, options.font), 1):
            status = DONE if one.holds and status == DONE else FOUND
            if show is not None:
                show(done, 0)
            yield one

    if options.json:
        write_json_when_done(checked())
    for one in () if options.json else checked():
        write(f"{one.file} · {one.application}:{judging.fault_lines(one)}{judging.own_text_note(one)}")
    if show is not None:
        show(1, 1)
    return status


def _narrowing(options: NarrowingOptions) -> clauses.Narrowing:
    from reasoner.driver import clauses

    return clauses.Narrowing(options.document, options.region, options.matter, options.deciding)


def _clauses(options: ClausesOptions) -> int:
    from reasoner.driver import clauses

    if options.json:
        write_json(clauses.clauses(narrowing=_narrowing(options)))
    else:
        write(clauses.clauses_text(_narrowing(options), **screen()))
    return DONE


def _documents(options: DocumentsOptions) -> int:
    from reasoner.driver import clauses

    write_json(clauses.documents_listed()) if options.json else write(clauses.documents_text(**screen()))
    return DONE


def _show(options: ShowOptions) -> int:
    from reasoner.driver import clauses

    query = " ".join(options.query)
    if options.json:
        write_json(clauses.show(query, _narrowing(options)))
    else:
        write(clauses.show_text(query, _narrowing(options), **screen()))
    return DONE


def _format(options: FormatOptions) -> int:
    from pathlib import Path

    from reasoner.driver import rule_files

    changed = rule_files.format_files([Path(f) for f in options.files], check_only=options.check)
    for path in changed:
        write(f"{'版式待整理' if options.check else '已整理'}:{path}\n")
    return FOUND if options.check and changed else DONE


# --- arguments ----------------------------------------------------------------------------------------------


def _parse(arguments: list[str]) -> Called | None:
    """The parsed arguments; None where help was asked for and given. Raises Faults (U101, U102)."""
    in_chinese(argparse)
    if arguments:
        check_command(arguments, _names())
    parser, commands = _parser(arguments[0] if arguments else "")
    if not arguments:
        write(parser.format_help())
        return None
    try:
        parsed, rest = parser.parse_known_args(arguments, Called())
        if rest:  # the command's own parser knows the options that may have been meant
            commands[arguments[0]].error(f"不认识的参数:{' '.join(rest)}")
        return parsed
    except SystemExit:  # --help and --version have printed what was asked for
        return None


def _add_narrowing(parser: Parser) -> None:
    parser.add_argument("--document", nargs="+", action="extend", metavar="文件", help="只看这些文件的条款")
    parser.add_argument("--region", metavar="地区", help="只看适用于这个地区的文件,如 城阳区")
    parser.add_argument("--matter", metavar="事项", help="只看就这个事项作规定或者涉及它的条款,如 加床")
    parser.add_argument("--deciding", action="store_true", help="只看决定申请的条款")


def _names() -> list[str]:
    return [*_HERE, *(name for names in _ELSEWHERE.values() for name in names)]


def _parser(called: str) -> tuple[Parser, dict[str, Parser]]:
    """The parser of all, and those of commands by name: of the modules of one command, or of all where it is none."""
    from reasoner import ENGINE

    parser = Parser(
        prog="tiaoli",
        description="条理:对医保定点申请作研判,每个结论都有条款和理由。",
        epilog="tiaoli 命令 --help 说明一个命令的写法。退出状态:0 完成,1 检查发现问题,2 输入或用法有误。",
        allow_abbrev=False,
        formatter_class=Help,
    )
    parser.add_argument("--version", action="version", version=ENGINE, help="显示版本")
    commands = Commands(parser, "命令", "命令", "tiaoli")

    commands.add("demo", "用内置的示例申请演示一次研判", Options, _demo)

    check = commands.add("check", "对申请作研判,说明依据哪一条、为什么", cli_sheets.CheckOptions, _check)
    check.add_argument("files", nargs="+", metavar="文件", help="表格、JSON、YAML 或图,一份或多份申请")
    check.add_argument("--as-of", metavar="日期", help="适用日期,如 2024-05-01;默认为收到申请之日")
    check.add_argument("--under", metavar="地区", help="比较用:按机构在这个地区研判,指标按本区县、本市对应")
    check.add_argument("--document", nargs="+", action="extend", metavar="文件", help="只依据这些文件")
    check.add_argument("--readings", action="store_true", help="换一种理解试算:结论是否改变、变成什么")
    cli_sheets.add_sheet_options(check)
    form = check.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--jsonl", action="store_true", help="输出 JSON Lines:每份申请的结果一行,份数不限")
    form.add_argument("--full", action="store_true", help="逐份写出全部理由、规则、推导过程和校验信息")

    verify = commands.add(
        "verify", "校验研判结果和文书:重新推导,逐项对照", VerifyOptions, _verify,
        "退出状态:0 校验无误,1 有一处不符,2 不是研判结果或者不是用现在的规则作出的。",
    )  # fmt: skip
    verify.add_argument(
        "files", nargs="+", metavar="文件", help="tiaoli check --json 写出的文件,或者 tiaoli report 写出的文书"
    )
    verify.add_argument("--templates", metavar="目录", help="文书用的本单位 Word 模板所在目录")
    verify.add_argument("--font", metavar="字体", help="PDF 文书用的字体:文件、目录或字体名")
    verify.add_argument("--json", action="store_true", help="输出 JSON")

    clauses = commands.add("clauses", "列出条款", ClausesOptions, _clauses)
    _add_narrowing(clauses)
    clauses.add_argument("--json", action="store_true", help="输出 JSON")

    documents = commands.add("documents", "列出已收录的文件、效力和缺失", DocumentsOptions, _documents)
    documents.add_argument("--json", action="store_true", help="输出 JSON")

    show = commands.add(
        "show", "查条款:原文、规则大意、条文理解和前后条款", ShowOptions, _show,
        "可写地址(3.1.p2)、带文件的地址、位置(第三部分第(一)项第二段)、文件、原文中的一段话,或者常用的说法(药店距离)。",
    )  # fmt: skip
    show.add_argument("query", nargs="+", metavar="查询", help="地址、位置、文件、原文或常用的说法")
    _add_narrowing(show)
    show.add_argument("--json", action="store_true", help="输出 JSON")

    layout = commands.add("format", "把 .tiao 规则文件整理成规范版式", FormatOptions, _format)
    layout.add_argument("files", nargs="+", metavar="文件", help=".tiao 文件")
    layout.add_argument("--check", action="store_true", help="只检查,不改文件;有待整理的,退出状态为 1")

    known = _names()
    for adder, names in _ELSEWHERE.items():
        if called in names or called not in known:
            module, _, function = adder.partition(":")
            add: Callable[[Commands], None] = getattr(import_module(module), function)
            add(commands)
    return parser, commands.parsers()


if __name__ == "__main__":
    sys.exit(main())

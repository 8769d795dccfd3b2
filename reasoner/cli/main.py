"""The command line: arguments in, text or JSON out. It calls the driver and knows nothing else of the reasoner.

Exit status: 0 done, whatever the verdict; 1 a check found something; 2 bad input or usage.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from reasoner.cli import sheets as cli_sheets
from reasoner.cli.console import (
    Unwritable,
    colour_of,
    finish,
    prepare,
    silence,
    width_of,
    write,
    write_json,
    write_json_all,
    write_json_lines,
)
from reasoner.cli.usage import Help, Parser, check_command, in_chinese, readable

if TYPE_CHECKING:
    from policy_dsl.diagnostics import Diagnostic

DONE, FOUND, BAD = 0, 1, 2
_INTERRUPTED = 130

Run = Callable[[argparse.Namespace], int]

_HERE = ("demo", "check", "verify", "clauses", "documents", "show", "format", "scaffold")
_ELSEWHERE = {
    "reasoner.cli.letters:add_letters": ("report", "template"),
    "reasoner.cli.surveys:add_surveys": ("indicators", "duties", "references", "proofread"),
    "reasoner.cli.knowledge:add_knowledge": ("review", "pages"),
    "reasoner.cli.compare:add_compare": ("compare",),
    "reasoner.cli.lint:add_lint": ("lint",),
    "reasoner.cli.graphs:add_graphs": ("validate", "export"),
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
        sys.stderr.write(f"结果写不出去:{error}。\n")
        return BAD
    except KeyboardInterrupt:
        sys.stderr.write("已中断。\n")
        return _INTERRUPTED


def _guarded(arguments: list[str]) -> int:
    from policy_dsl.diagnostics import Diagnostic, Faults

    lines = "--jsonl" in arguments
    as_json = lines or "--json" in arguments
    try:
        parsed = _parse(arguments)
        return DONE if parsed is None else parsed.run(parsed)
    except Faults as error:
        return _fail(error.diagnostics, as_json, lines)
    except (BrokenPipeError, KeyboardInterrupt, Unwritable):
        raise
    except Exception as error:
        if os.environ.get("TIAOLI_DEBUG"):
            import traceback

            traceback.print_exc()
        said = str(error).strip().splitlines()
        message = f"程序内部错误:{type(error).__name__}" + (f"({said[0][:200]})" if said else "")
        hint = "请把命令、输入文件和这条信息交给维护人员;设 TIAOLI_DEBUG=1 可见详细信息"
        return _fail([Diagnostic("U199", " ".join(["tiaoli", *arguments[:1]]), message, hint=hint)], as_json, lines)


def _fail(diagnostics: Sequence[Diagnostic], as_json: bool, lines: bool = False) -> int:
    """Report every fault: as JSON on standard output, else in words on standard error."""
    if as_json:
        write_json({"errors": [d.fault for d in diagnostics]}, compact=lines)
    else:
        finish()
        sys.stderr.write("\n".join(d.render() for d in diagnostics) + "\n")
        if len(diagnostics) > 1:
            sys.stderr.write(f"共 {len(diagnostics)} 处错误。\n")
    return BAD


# --- the commands -------------------------------------------------------------------------------------------


def _demo(_: argparse.Namespace) -> int:
    from reasoner.driver import judging

    write(judging.demo_text(**_screen()))
    return DONE


def _check(args: argparse.Namespace) -> int:
    if cli_sheets.wanted(args):
        return cli_sheets.run(args)
    from pathlib import Path

    from reasoner.driver import judging

    files = [Path(f) for f in args.files]
    verdicts, several = judging.check_files(files, args.as_of, args.document, args.under, args.readings)
    if args.json:
        write_json_all(verdicts, several)
    elif args.jsonl:
        write_json_lines(verdicts)
    else:
        for note in judging.check_text(verdicts, full=args.full, **_screen()):
            write(note)
    return DONE


def _verify(args: argparse.Namespace) -> int:
    from pathlib import Path

    from reasoner.driver import judging

    results = ((file, checked) for file in args.files for checked in judging.verify_file(Path(file)))
    status = DONE
    if args.json:
        entries = [
            {"file": f, "application": c.application, "holds": not c.faults, "faults": c.faults} for f, c in results
        ]
        write_json(entries)
        return FOUND if any(not e["holds"] for e in entries) else DONE
    for file, checked in results:
        wrong = checked.faults
        write(f"{file} · {checked.application}:{'证明成立' if not wrong else f'证明不成立,有 {len(wrong)} 处'}\n")
        write("".join(f"  {line}\n" for line in wrong))
        status = FOUND if wrong else status
    return status


def _clauses(args: argparse.Namespace) -> int:
    from reasoner.driver import texts

    if args.json:
        write_json(texts.clauses(args.document))
    else:
        write(texts.clauses_text(args.document, **_screen()))
    return DONE


def _documents(args: argparse.Namespace) -> int:
    from reasoner.driver import texts

    if args.json:
        write_json(texts.documents())
    else:
        write(texts.documents_text(**_screen()))
    return DONE


def _show(args: argparse.Namespace) -> int:
    from reasoner.driver import texts

    query = " ".join(args.query)
    if args.json:
        write_json(texts.show(query))
    else:
        write(texts.show_text(query, **_screen()))
    return DONE


def _format(args: argparse.Namespace) -> int:
    from pathlib import Path

    from reasoner.driver import rule_files

    changed = rule_files.format_files([Path(f) for f in args.files], check_only=args.check)
    for path in changed:
        write(f"{'版式待整理' if args.check else '已整理'}:{path}\n")
    return FOUND if args.check and changed else DONE


def _scaffold(args: argparse.Namespace) -> int:
    from pathlib import Path

    from reasoner.driver import rule_files

    write(rule_files.scaffold_text(Path(args.file), args.id))
    return DONE


def _screen() -> dict[str, Any]:
    return {"width": width_of(sys.stdout), "colour": colour_of(sys.stdout)}


# --- arguments ----------------------------------------------------------------------------------------------


def _parse(arguments: list[str]) -> argparse.Namespace | None:
    """The parsed arguments; None where help was asked for and given. Raises Faults (U101, U102)."""
    in_chinese(argparse)
    if arguments:
        check_command(arguments, _names())
    parser, commands = _parser(arguments[0] if arguments else "")
    if not arguments:
        write(parser.format_help())
        return None
    try:
        parsed, rest = parser.parse_known_args(arguments)
        if rest:  # the command's own parser knows the options that may have been meant
            commands[arguments[0]].error(f"不认识的参数:{' '.join(rest)}")
        return parsed
    except SystemExit:  # --help and --version have printed what was asked for
        return None


def _names() -> list[str]:
    return [*_HERE, *(name for names in _ELSEWHERE.values() for name in names)]


def _parser(called: str) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    from reasoner import ENGINE

    parser = Parser(
        prog="tiaoli",
        description="条理:对医保定点申请作研判,每个结论都有条款和理由。",
        epilog="tiaoli 命令 --help 说明一个命令的写法。退出状态:0 完成,1 检查发现问题,2 输入或用法有误。",
        allow_abbrev=False,
        formatter_class=Help,
    )
    parser.add_argument("--version", action="version", version=ENGINE, help="显示版本")
    # With `prog` given, argparse need not format a usage line (and load shutil) just to find it out.
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser, prog="tiaoli")

    def command(name: str, what: str, run: Run, more: str = "") -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=what, description=f"{what}。{more}", allow_abbrev=False, formatter_class=Help
        )
        added.set_defaults(run=run)
        return added

    command("demo", "用内置的示例申请演示一次研判", _demo)

    check = command("check", "对申请作研判,说明依据哪一条、为什么", _check)
    check.add_argument("files", nargs="+", metavar="文件", help="表格、JSON、YAML 或图,一份或多份申请")
    check.add_argument("--as-of", metavar="日期", help="基准日,如 2024-05-01;默认为收到申请之日")
    check.add_argument("--under", metavar="地区", help="比较用:按机构在这个地区研判,指标按本区县、本市对应")
    check.add_argument("--document", nargs="+", action="extend", default=[], metavar="标识", help="只依据这些文件")
    check.add_argument("--readings", action="store_true", help="换一种读法试算:结论是否改变、变成什么")
    cli_sheets.add_sheet_options(check)
    form = check.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--jsonl", action="store_true", help="输出 JSON Lines:每份申请的结果一行,份数不限")
    form.add_argument("--full", action="store_true", help="列出全部规则、证明和校验信息")

    verify = command(
        "verify", "核对研判结果的证明:重新推导,逐项对照", _verify,
        "退出状态:0 证明成立,1 有一处不符,2 不是研判结果或者不是用现在的规则作出的。",
    )  # fmt: skip
    verify.add_argument(
        "files", nargs="+", metavar="文件", help="tiaoli check --json 写出的文件,或者 tiaoli report 写出的文书"
    )
    verify.add_argument("--json", action="store_true", help="输出 JSON")

    clauses = command("clauses", "列出条款", _clauses)
    clauses.add_argument(
        "--document", nargs="+", action="extend", default=[], metavar="标识", help="只列这些文件的条款"
    )
    clauses.add_argument("--json", action="store_true", help="输出 JSON")

    documents = command("documents", "列出已收录的文件、效力和缺失", _documents)
    documents.add_argument("--json", action="store_true", help="输出 JSON")

    show = command(
        "show", "查条款:原文、规则、回译、解释和前后条款", _show,
        "可写地址(3.1.p2)、带文件的地址、位置(第三部分第(一)项第二段)、文件,或原文中的一段话。",
    )  # fmt: skip
    show.add_argument("query", nargs="+", metavar="查询", help="地址、位置、文件或原文")
    show.add_argument("--json", action="store_true", help="输出 JSON")

    layout = command("format", "把 .tiao 规则文件整理成规范版式", _format)
    layout.add_argument("files", nargs="+", metavar="文件", help=".tiao 文件")
    layout.add_argument("--check", action="store_true", help="只检查,不改文件;有待整理的,退出状态为 1")

    scaffold = command(
        "scaffold", "为一份新文件的文本拟出 .tiao 草稿", _scaffold,
        "逐条抄录原文,拟出地址和性质;规则由人写。同目录有 meta.toml 的 text.txt,按其遮盖和分行处理。",
    )  # fmt: skip
    scaffold.add_argument("file", metavar="文本文件", help="UTF-8 或 GB18030 编码的全文")
    scaffold.add_argument("--id", required=True, metavar="标识", help="文件标识,如 henan-2025")
    known = _names()
    for adder, names in _ELSEWHERE.items():
        if called in names or called not in known:
            module, _, function = adder.partition(":")
            getattr(import_module(module), function)(command)
    return parser, dict(commands.choices)


if __name__ == "__main__":
    sys.exit(main())

"""The commands on graphs: validate, export. Part of `cli`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

from reasoner.cli.console import write, write_json, write_utf8
from reasoner.cli.usage import Help, Parser

DONE: Final = 0
FOUND: Final = 1

Command = Callable[..., argparse.ArgumentParser]


def add_graphs(command: Command) -> None:
    """Add the commands; `command` is `cli`'s own way to add one."""
    validate = command(
        "validate", "核对申请图或申请文件是否合理:数值、类型、重复和矛盾", _validate,
        "缺项不算问题,不可能的事实才算。图按 shapes/ 的数据形状(SHACL)核对。"
        "退出状态:0 没有问题,1 有不符,2 文件读不懂。",
    )  # fmt: skip
    validate.add_argument("file", metavar="文件", help="图(.ttl、.jsonld、.nt)或 JSON、YAML 文件")
    validate.add_argument("--json", action="store_true", help="输出 JSON")
    validate.add_argument("--report", metavar="文件", help="另写一份标准的核对报告(sh:ValidationReport,Turtle)")

    export = command("export", "导出为图:本体、知识库、申请、研判结果", _context)
    kinds = export.add_subparsers(
        title="内容", metavar="内容", required=True, parser_class=Parser, prog="tiaoli export"
    )
    _kind(kinds, "ontology", "本体(Turtle)", _ontology, forms=False)
    _kind(kinds, "corpus", "知识库:文件、条款、规范、解释和数据", _corpus)
    application = _kind(kinds, "application", "申请及其指标、认定", _application)
    application.add_argument("file", metavar="文件", help="申请文件或图")
    verdict = _kind(kinds, "verdict", "研判结果及所依据的条款、规范", _verdict)
    verdict.add_argument("file", metavar="文件", help="申请文件或图")
    verdict.add_argument("--as-of", metavar="日期", help="基准日,如 2024-05-01;默认为收到申请之日")
    _kind(kinds, "context", "JSON-LD 的 @context:中文键与本体词条的对照", _context, forms=False)


def _kind(
    kinds: Any, name: str, what: str, run: Callable[[argparse.Namespace], int], *, forms: bool = True
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = kinds.add_parser(
        name, help=what, description=f"导出{what}。", allow_abbrev=False, formatter_class=Help
    )
    added.set_defaults(run=run)
    if forms:
        choices = ("turtle", "jsonld", "nt")
        added.add_argument(
            "--format", choices=choices, default="turtle", metavar="格式", help="turtle(默认)、jsonld 或 nt"
        )
    added.add_argument("-o", "--output", metavar="文件", help="写到文件;不写则输出到屏幕")
    return added


def _validate(args: argparse.Namespace) -> int:
    from pathlib import Path

    from reasoner.driver import exports

    validation = exports.validate(Path(args.file))
    if args.report:
        exports.write_file(Path(args.report), exports.report_text(validation))
    if args.json:
        write_json(validation.to_data())
    else:
        write(exports.validation_text(validation))
    return DONE if validation.conforms else FOUND


def _ontology(args: argparse.Namespace) -> int:
    from reasoner.driver import exports

    return _put(args, exports.ontology_text())


def _corpus(args: argparse.Namespace) -> int:
    from reasoner.driver import exports

    return _put(args, exports.corpus_text(args.format))


def _application(args: argparse.Namespace) -> int:
    from pathlib import Path

    from reasoner.driver import exports

    return _put(args, exports.application_text(Path(args.file), args.format))


def _verdict(args: argparse.Namespace) -> int:
    from pathlib import Path

    from reasoner.driver import exports

    return _put(args, exports.verdict_text(Path(args.file), args.format, args.as_of))


def _context(args: argparse.Namespace) -> int:
    from reasoner.driver import exports

    return _put(args, exports.context_text())


def _put(args: argparse.Namespace, text: str) -> int:
    """The text to the file that was named, else to standard output, in UTF-8 whatever the terminal's encoding."""
    if args.output:
        from pathlib import Path

        from reasoner.driver import exports

        exports.write_file(Path(args.output), text)
        write(f"已写入 {args.output}\n")
    else:
        write_utf8(text)
    return DONE

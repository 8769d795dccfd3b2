"""The commands of letters: report, template. Part of `cli`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final

from reasoner.cli.console import write

DONE: Final = 0
Command = Callable[..., argparse.ArgumentParser]


def add_letters(command: Command) -> None:
    """Add the commands; `command` is `cli`'s own way to add one."""
    report = command(
        "report", "出具文书:告知书、补正通知、查询单、核查任务、审核意见", _report,
        "文书带着研判结果,tiaoli verify 可核对它的依据和文字。几份申请时,-o 写目录,或者写 {编号}-{文书}.docx。",
    )  # fmt: skip
    report.add_argument("files", nargs="+", metavar="文件", help="申请文件,一份或多份申请")
    report.add_argument("-o", "--output", required=True, metavar="文书", help=".docx、.html 或 .pdf 文件,或者一个目录")
    report.add_argument(
        "--kind", default="", metavar="文书种类", help="默认按结论选择:不予新增告知书、补正材料通知书 等"
    )
    report.add_argument("--as-of", metavar="日期", help="基准日,如 2024-05-01;默认为收到申请之日")
    report.add_argument("--document", nargs="+", action="extend", default=[], metavar="标识", help="只依据这些文件")
    report.add_argument("--consideration", default="", metavar="文字", help="例外考量的审查意见;填写后不再是草稿")
    report.add_argument("--templates", default="", metavar="目录", help="本单位的 Word 模板所在目录")
    report.add_argument("--font", default="", metavar="字体", help="PDF 用的字体:文件、目录或字体名")

    report.add_argument("--results", default="", metavar="结果.xlsx", help="同时写出结果工作簿,一份申请一行")

    template = command(
        "template", "写出可以修改的模板", _template, "写出空白的申请表,或者全部文书的 Word 模板和字段说明。"
    )
    template.add_argument("--letters", metavar="目录", help="写出文书模板的目录")
    template.add_argument("-o", "--output", metavar="申请.xlsx", help="写出空白的申请表:申请、指标、认定和填写说明")
    template.set_defaults(parser=template)


def _report(args: argparse.Namespace) -> int:
    from pathlib import Path

    from reasoner.driver import letter_files

    for line in letter_files.report(
        [Path(f) for f in args.files], args.output, kind=args.kind, as_of=args.as_of, documents=args.document,
        consideration=args.consideration, templates=args.templates, font=args.font,
    ):  # fmt: skip
        write(line)
    if args.results:
        from reasoner.driver import workbooks

        workbooks.check_to_workbook([Path(f) for f in args.files], Path(args.results), args.as_of, args.document)
        write(f"已写入 {args.results}\n")
    return DONE


def _template(args: argparse.Namespace) -> int:
    from pathlib import Path

    from reasoner.driver import letter_files

    if not args.letters and not args.output:
        args.parser.error("缺少参数:-o 申请.xlsx 或 --letters 目录")
    if args.output:
        from reasoner.driver import workbooks

        workbooks.write_template(Path(args.output))
        write(f"已写出:{args.output}\n")
    if not args.letters:
        return DONE
    for path in letter_files.letter_templates(Path(args.letters)):
        write(f"已写出:{path}\n")
    return DONE

"""The commands of letters: report, template. Part of `cli`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import tell_refused, write
from reasoner.cli.usage import Parser, add_force

DONE: Final = 0
BAD: Final = 2


class ReportOptions(Options):
    """`tiaoli report`."""

    files: Sequence[str]
    """The files of applications."""
    output: str
    """A file, a directory, or a name with {编号}."""
    kind: str = ""
    """The kind of letter; empty for what each outcome calls for."""
    as_of: str | None = None
    """The day whose law is asked for; else that of each receipt."""
    document: Sequence[str] = ()
    """Ids, titles or numbers of the documents to rest on; none: all."""
    consideration: str = ""
    """What the office says of exceptions."""
    templates: str = ""
    """The folder of the office's own templates."""
    font: str = ""
    """The font of a PDF: a file, a directory or a name."""
    all_or_nothing: bool = False
    """Whether a table with a bad row gets no letters at all."""
    results: str = ""
    """The workbook of results to write besides."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""


class TemplateOptions(Options):
    """`tiaoli template`."""

    letters: str | None = None
    """The folder for templates of letters."""
    output: str | None = None
    """The file for the empty form of applications."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""


def add_letters(commands: Commands) -> None:
    """Add the commands."""
    report = commands.add(
        "report", "出具文书:告知书、补正通知、查询单、核查任务、审核意见", ReportOptions, _report,
        "文书带着研判结果,tiaoli verify 可核对它的依据和文字。几份申请时,-o 写目录,或者写 {编号}-{文书}.docx。",
    )  # fmt: skip
    report.add_argument("files", nargs="+", metavar="文件", help="申请文件,一份或多份申请")
    report.add_argument("-o", "--output", required=True, metavar="文书", help=".docx、.html 或 .pdf 文件,或者一个目录")
    report.add_argument("--kind", metavar="文书种类", help="默认按结论选择:不予新增告知书、补正材料通知书 等")
    report.add_argument("--as-of", metavar="日期", help="基准日,如 2024-05-01;默认为收到申请之日")
    report.add_argument("--document", nargs="+", action="extend", metavar="标识", help="只依据这些文件")
    report.add_argument("--consideration", metavar="文字", help="例外考量的审查意见;填写后不再是草稿")
    report.add_argument("--templates", metavar="目录", help="本单位的 Word 模板所在目录")
    report.add_argument("--font", metavar="字体", help="PDF 用的字体:文件、目录或字体名")
    report.add_argument("--results", metavar="结果.xlsx", help="同时写出结果工作簿,一份申请一行")
    report.add_argument("--all-or-nothing", action="store_true", help="表里有一行有错,就一份文书也不出")
    add_force(report)

    def write_templates(options: TemplateOptions) -> int:
        return _template(options, template)

    what = "写出空白的申请表,或者全部文书的 Word 模板和字段说明。"
    template: Parser = commands.add("template", "写出可以修改的模板", TemplateOptions, write_templates, what)
    template.add_argument("--letters", metavar="目录", help="写出文书模板的目录")
    template.add_argument("-o", "--output", metavar="申请.xlsx", help="写出空白的申请表:申请、指标、认定和填写说明")
    add_force(template)


def _report(options: ReportOptions) -> int:
    from pathlib import Path

    from reasoner.driver import letter_files

    made = letter_files.report(
        [Path(f) for f in options.files], options.output, kind=options.kind, as_of=options.as_of, documents=options.document,
        consideration=options.consideration, templates=options.templates, font=options.font,
        results=Path(options.results) if options.results else None, force=options.force, whole=options.all_or_nothing,
    )  # fmt: skip
    for line in made.lines:
        write(line)
    if options.results:
        write(f"已写入 {options.results}\n")
    tell_refused(made.faults, made.refused)
    return BAD if made.faults else DONE


def _template(options: TemplateOptions, parser: Parser) -> int:
    from pathlib import Path

    from reasoner.driver import letter_files

    form = Path(options.output) if options.output else None
    if options.letters:
        written = letter_files.letter_templates(Path(options.letters), form, force=options.force)
    elif form is not None:
        from reasoner.driver import workbooks

        workbooks.write_template(form, force=options.force)
        written = [form]
    else:
        parser.error("缺少参数:-o 申请.xlsx 或 --letters 目录")
    for path in written:
        write(f"已写出:{path}\n")
    return DONE

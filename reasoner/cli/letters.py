"""The commands of letters: report, template. Part of `cli`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import tell_refused, write, write_notes
from reasoner.cli.progress import bar
from reasoner.cli.usage import Parser, add_force, add_record
from reasoner.render.terminal.fault_text import fault_text

if TYPE_CHECKING:
    from reasoner.driver.letter_files import Reported

DONE: Final = 0
REFUSED: Final = 1
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
    mapping: str = ""
    """The file that says what headers and values of tables mean."""
    ledger: str = ""
    """The bureau's ledger, from which applications take values."""
    decision: str = ""
    """The file of decisions."""
    handling: str = ""
    """What is decided on the one application."""
    beds: str = ""
    """Of a part: how many beds."""
    exception: str = ""
    """Whether an exception is made: 是, 否."""
    exception_reason: str = ""
    """Why."""
    organ: str = ""
    """The organ that decides."""
    decided_on: str = ""
    """The day of the decision."""
    law_day_reason: str = ""
    """Why the law of another day than that of receipt is applied."""
    reason: str = ""
    """Why the decision is another than the verdict."""
    final: bool = False
    """Whether the letter is to leave as it is."""
    record: str = ""
    """The folder of the record; empty: nothing is recorded."""
    by: str = ""
    """Who judges and decides, as the record has it."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""

    @property
    def decided(self) -> dict[str, str]:
        """The decision on one application as the options have it, by the names of a file of decisions."""
        options = {
            "处理": self.handling, "张数": self.beds, "例外": self.exception, "例外理由": self.exception_reason,
            "决定机关": self.organ, "决定日期": self.decided_on, "适用日期理由": self.law_day_reason, "不一致理由": self.reason,
        }  # fmt: skip
        return {name: text for name, text in options.items() if text}


class TemplateOptions(Options):
    """`tiaoli template`."""

    letters: str | None = None
    """The folder for templates of letters."""
    output: str | None = None
    """The file for the empty form of applications."""
    region: str = ""
    """The place for which the form is; empty: all of them."""
    matter: str = ""
    """The matter for which the form is; empty: all of them."""
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
    report.add_argument("--as-of", metavar="日期", help="适用日期,如 2024-05-01;默认为收到申请之日")
    report.add_argument("--document", nargs="+", action="extend", metavar="文件", help="只依据这些文件")
    report.add_argument("--consideration", metavar="文字", help="例外考量的审查意见;填写后不再是草稿")
    report.add_argument("--templates", metavar="目录", help="本单位的 Word 模板所在目录")
    report.add_argument("--font", metavar="字体", help="PDF 用的字体:文件、目录或字体名")
    report.add_argument(
        "--mapping", metavar="对应.json", help="表头和取值按这个文件读(由 check --mapping 写出,改正后使用)"
    )
    report.add_argument("--ledger", metavar="台账", help="本单位的指标和认定台账(xlsx、csv 或 JSON),各份申请取用")
    report.add_argument("--results", metavar="结果.xlsx", help="同时写出结果工作簿,一份申请一行")
    report.add_argument(
        "--decision", metavar="决定.json", help="决定文件(JSON、YAML),一项申请一项决定;没有的,文书是按研判结论写的草稿"
    )
    report.add_argument("--handling", metavar="处理", help="一份申请的决定:不予、部分、进入后续程序")
    report.add_argument("--beds", metavar="张数", help="决定部分的:可进入后续程序的床位张数")
    report.add_argument("--exception", metavar="是|否", help="是否作为个案例外处理")
    report.add_argument("--exception-reason", metavar="文字", help="作为或者不作为个案例外的理由")
    report.add_argument("--organ", metavar="机关", help="作出决定的机关的全称")
    report.add_argument("--decided-on", metavar="日期", help="决定日期,如 2024-05-20")
    report.add_argument("--law-day-reason", metavar="文字", help="不适用收到申请之日的规定的理由")
    report.add_argument("--reason", metavar="文字", help="决定与研判结论不一致的理由")
    report.add_argument(
        "--final", action="store_true", help="定稿:不带经办提示和标记;尚有未决事项的,逐项说明,不写出任何文书,退出码 1"
    )
    add_record(report)
    report.add_argument("--all-or-nothing", action="store_true", help="表里有一行有错,就一份文书也不出")
    add_force(report)

    def write_templates(options: TemplateOptions) -> int:
        return _template(options, template)

    what = "写出空白的申请表,或者全部文书的 Word 模板和字段说明。"
    template: Parser = commands.add("template", "写出可以修改的模板", TemplateOptions, write_templates, what)
    template.add_argument("--letters", metavar="目录", help="写出文书模板的目录")
    template.add_argument("-o", "--output", metavar="申请.xlsx", help="写出空白的申请表:申请、指标、认定和填写说明")
    template.add_argument("--region", default="", metavar="地区", help="申请表只要这个地区用的,如 青岛市、城阳区")
    template.add_argument("--matter", default="", metavar="事项", help="申请表只要这个事项用的列和名称,如 加床")
    add_force(template)


def _report(options: ReportOptions) -> int:
    from policy_dsl.diagnostics import Faults
    from reasoner.driver import letter_files

    try:
        made = _made(options)
    except Faults as error:
        if not {d.code for d in error.diagnostics} <= {letter_files.NOT_FINAL}:
            raise
        for diagnostic in error.diagnostics:
            write(f"{fault_text(diagnostic)}\n")
        return REFUSED
    write_notes(made.notes)
    for line in made.lines:
        write(line)
    if options.results:
        write(f"已写入 {options.results}\n")
    tell_refused(made.faults, made.refused)
    return BAD if made.faults else DONE


def _made(options: ReportOptions) -> Reported:
    from pathlib import Path

    from reasoner.driver import letter_files, recording
    from reasoner.driver.batch_input import BatchOptions

    batch_options = BatchOptions(
        options.as_of,
        options.document,
        Path(options.mapping) if options.mapping else None,
        Path(options.ledger) if options.ledger else None,
        force=options.force,
        whole=options.all_or_nothing,
    )
    return letter_files.report(
        [Path(f) for f in options.files], options.output, batch_options, kind=options.kind,
        consideration=options.consideration, templates=options.templates, font=options.font,
        results=Path(options.results) if options.results else None,
        decision=Path(options.decision) if options.decision else None, decided=options.decided, final=options.final,
        progress=bar("出具"),
        recorder=recording.recorder(Path(options.record), options.by) if options.record else None,
    )  # fmt: skip


def _template(options: TemplateOptions, parser: Parser) -> int:
    from pathlib import Path

    from reasoner.driver import letter_files

    form = Path(options.output) if options.output else None
    if options.letters:
        written = letter_files.letter_templates(Path(options.letters), form, force=options.force)
    elif form is not None:
        from reasoner.driver import workbooks

        workbooks.write_template(form, region=options.region, matter=options.matter, force=options.force)
        written = [form]
    else:
        parser.error("缺少参数:-o 申请.xlsx 或 --letters 目录")
    for path in written:
        write(f"已写出:{path}\n")
    return DONE

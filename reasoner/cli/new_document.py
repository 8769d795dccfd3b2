"""The commands that start a new document: `scaffold` from its text, `ingest` from the received file. Part of `cli`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import write_as_it_is, write_json

DONE: Final = 0


class ScaffoldOptions(Options):
    """`tiaoli scaffold`."""

    file: str
    """The text of a new document."""
    id: str
    """Its id."""


class IngestOptions(Options):
    """`tiaoli ingest`."""

    file: str
    """The received file."""
    output: str
    """The folder to write."""
    id: str = ""
    """The id of the document; else the name of the folder."""
    region: str = ""
    """The area that it covers."""
    typed: str | None = None
    """The text typed from a file without words."""
    by: str = ""
    """Who typed it."""
    proofread_by: str = ""
    """Who proofread it."""
    no_mask: bool = False
    """Whether to keep what seems no part of the document."""
    force: bool = False
    """Whether to replace files that are there."""
    json: bool = False
    """Whether to write the report as JSON."""


def add_new_document(commands: Commands) -> None:
    """Add the commands."""
    scaffold = commands.add(
        "scaffold", "为一份新文件的文本拟出 .tiao 草稿", ScaffoldOptions, _scaffold,
        "逐条抄录原文,拟出地址和性质;规则由人写。同目录有 meta.toml 的 text.txt,按其遮盖和分行处理。",
    )  # fmt: skip
    scaffold.add_argument("file", metavar="文本文件", help="UTF-8 或 GB18030 编码的全文")
    scaffold.add_argument("--id", required=True, metavar="代号", help="文件代号,如 henan-2025")
    ingest = commands.add(
        "ingest", "读入一份收到的文件(Word、PDF、网页、文本),拟出文件的目录:原文、登记、规则草稿、报告", IngestOptions, _ingest,
        "有两次读取的逐字核对,差别和位置写在报告里;题名、文号、机关、日期由原文拟出,附有依据,由人核对。"
        "要么写出整个目录,要么什么都不写。扫描件由一人录入、另一人校对:--typed、--by、--proofread-by。",
    )  # fmt: skip
    ingest.add_argument(
        "file", metavar="收到的文件", help=".docx、有文字的 .pdf、.html、.txt;.doc、.wps、.rtf 要有 LibreOffice"
    )
    ingest.add_argument(
        "-o", "--output", required=True, metavar="目录", help="要写出的目录,如 370200/qingdao-2026-5/2026-01-01"
    )
    ingest.add_argument("--id", metavar="代号", help="文件代号,如 qingdao-2026-5;不写时用目录的名字")
    ingest.add_argument("--region", metavar="地区", help="文件适用的地区,名称或者六位代码;不写时由原文拟出")
    ingest.add_argument("--typed", metavar="文本文件", help="对着扫描件录入的文字")
    ingest.add_argument("--by", metavar="姓名", help="录入的人")
    ingest.add_argument("--proofread-by", metavar="姓名", help="校对的人,不能是录入的人")
    ingest.add_argument("--no-mask", action="store_true", help="网页导航、页眉页脚、页码也留在正文里")
    ingest.add_argument("--force", action="store_true", help="替换目录中已有的同名文件")
    ingest.add_argument("--json", action="store_true", help="输出 JSON 格式的报告")


def _scaffold(options: ScaffoldOptions) -> int:
    from reasoner.driver import rule_files

    write_as_it_is(rule_files.scaffold_text(Path(options.file), options.id))
    return DONE


def _ingest(options: IngestOptions) -> int:
    from reasoner.driver import ingesting

    of = options
    request = ingesting.Request(
        Path(of.file), Path(of.output), of.id, of.region, Path(of.typed) if of.typed else None, of.by, of.proofread_by,
        masks=not of.no_mask, force=of.force,
    )  # fmt: skip
    if of.json:
        write_json(ingesting.ingest(request))
    else:
        write_as_it_is(ingesting.ingest_text(request))
    return DONE

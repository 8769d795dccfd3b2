"""The commands on graphs: validate, export. Part of `cli`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from reasoner.cli.commands import Commands, Given, Options
from reasoner.cli.console import write, write_json, write_utf8
from reasoner.cli.usage import Parser, add_force

DONE: Final = 0
FOUND: Final = 1


class ValidateOptions(Options):
    """`tiaoli validate`."""

    file: str
    """A graph, or a JSON or YAML file of applications."""
    json: bool = False
    """Whether to write JSON."""
    report: str | None = None
    """The file for a standard report graph."""
    force: bool = False
    """Whether an existing file may be replaced that is not our own unchanged output."""


class ExportOptions(Options):
    """`tiaoli export` of what needs no further words."""

    output: str | None = None
    """The file to write; else standard output."""
    force: bool = False
    """Whether an existing file may be replaced that is not our own unchanged output."""


class CorpusOptions(ExportOptions):
    """`tiaoli export corpus`."""

    format: str = "turtle"
    """turtle, jsonld or nt."""


class ApplicationOptions(CorpusOptions):
    """`tiaoli export application`."""

    file: str
    """The file of applications."""


class ShapesOptions(ExportOptions):
    """`tiaoli export shapes`."""

    document: tuple[str, ...] = ()
    """The documents whose rules are written; none: all."""


class LegalTextOptions(ExportOptions):
    """`tiaoli export akn`."""

    document: str
    """The document: id, number, title, or `id@version`."""


class VerdictOptions(ApplicationOptions):
    """`tiaoli export verdict`."""

    as_of: str | None = None
    """The day whose law is asked for; else that of each receipt."""


def add_graphs(commands: Commands) -> None:
    """Add the commands."""
    validate = commands.add(
        "validate", "核对申请图或申请文件是否合理:数值、类型、重复和矛盾", ValidateOptions, _validate,
        "缺项不算问题,不可能的事实才算。图按 shapes/ 的数据形状(SHACL)核对。"
        "退出状态:0 没有问题,1 有不符,2 文件读不懂。",
    )  # fmt: skip
    validate.add_argument("file", metavar="文件", help="图(.ttl、.jsonld、.nt)或 JSON、YAML 文件")
    validate.add_argument("--json", action="store_true", help="输出 JSON")
    validate.add_argument("--report", metavar="文件", help="另写一份标准的核对报告(sh:ValidationReport,Turtle)")
    add_force(validate)

    export = commands.add(
        "export",
        "导出为图数据(RDF)或法规文本(XML):名称和分类表(本体)、已收录文件、申请、研判结果",
        ExportOptions,
        _context,
    )
    kinds = Commands(export, "内容", "内容", "tiaoli export")
    _kind(kinds, "ontology", "名称和分类表(本体,Turtle)", ExportOptions, _ontology, forms=False)
    _kind(kinds, "corpus", "已收录文件:文件、条款、规则、条文理解和数据", CorpusOptions, _corpus)
    application = _kind(kinds, "application", "申请及其指标、认定", ApplicationOptions, _application)
    application.add_argument("file", metavar="文件", help="申请文件或图")
    verdict = _kind(kinds, "verdict", "研判结果及所依据的条款、规范", VerdictOptions, _verdict)
    verdict.add_argument("file", metavar="文件", help="申请文件或图")
    verdict.add_argument("--as-of", metavar="日期", help="适用日期,如 2024-05-01;默认为收到申请之日")
    shapes = _kind(
        kinds, "shapes", "规则的数据形状(SHACL):哪些申请受哪一条限制,哪些还不能判断", ShapesOptions, _shapes, forms=False
    )  # fmt: skip
    shapes.add_argument("--document", metavar="文件", nargs="+", help="只写这些文件的规则")
    text = _kind(
        kinds, "akn", "一份文件的原文(Akoma Ntoso,XML)", LegalTextOptions, _legal_text, forms=False
    )  # fmt: skip
    text.add_argument("document", metavar="文件", help="文件标识、文号或题名;写 标识@施行日期 指定一版")
    _kind(kinds, "context", "JSON-LD 的 @context:中文键与本体词条的对照", ExportOptions, _context, forms=False)


def _kind(
    kinds: Commands, name: str, what: str, options: type[Given], run: Callable[[Given], int], *, forms: bool = True
) -> Parser:
    """Add a kind of export. forms: whether it can be written in several forms."""
    added = kinds.add(name, what, options, run, description=f"导出{what}。")
    if forms:
        choices = ("turtle", "jsonld", "nt")
        added.add_argument("--format", choices=choices, metavar="格式", help="turtle(默认)、jsonld 或 nt")
    added.add_argument("-o", "--output", metavar="文件", help="写到文件;不写则输出到屏幕")
    add_force(added)
    return added


def _validate(options: ValidateOptions) -> int:
    from pathlib import Path

    from reasoner.driver import exports

    validation = exports.validate(Path(options.file))
    if options.report:
        text = exports.report_text(validation)
        exports.write_file(Path(options.report), text, [Path(options.file)], force=options.force)
    if options.json:
        write_json(validation.report)
    else:
        write(exports.validation_text(validation))
    return DONE if validation.conforms else FOUND


def _ontology(options: ExportOptions) -> int:
    from reasoner.driver import exports

    return _put(options, exports.ontology_text())


def _corpus(options: CorpusOptions) -> int:
    from reasoner.driver import exports

    return _put(options, exports.corpus_text(options.format))


def _application(options: ApplicationOptions) -> int:
    from pathlib import Path

    from reasoner.driver import exports

    return _put(options, exports.application_text(Path(options.file), options.format), options.file)


def _verdict(options: VerdictOptions) -> int:
    from pathlib import Path

    from reasoner.driver import exports

    return _put(options, exports.verdict_text(Path(options.file), options.format, options.as_of), options.file)


def _shapes(options: ShapesOptions) -> int:
    from reasoner.driver import exports

    return _put(options, exports.shapes_text(options.document))


def _legal_text(options: LegalTextOptions) -> int:
    from reasoner.driver import exports

    return _put(options, exports.akoma_ntoso_text(options.document))


def _context(options: ExportOptions) -> int:
    from reasoner.driver import exports

    return _put(options, exports.context_text())


def _put(options: ExportOptions, text: str, *sources: str) -> int:
    """The text to the file that was named, else to standard output, in UTF-8 whatever the terminal's encoding."""
    if options.output:
        from pathlib import Path

        from reasoner.driver import exports

        exports.write_file(Path(options.output), text, [Path(s) for s in sources], force=options.force)
        write(f"已写入 {options.output}\n")
    else:
        write_utf8(text)
    return DONE

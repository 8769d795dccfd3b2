"""The commands that ask the texts as a whole: indicators, duties, references, proofread. Part of `cli`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import screen, write, write_as_it_is, write_json
from reasoner.cli.usage import Parser

DONE: Final = 0
FAULTY: Final = 1
"""Exit status of a check with findings."""
BOM: Final = "\ufeff"
"""Tells Excel and WPS that a table is UTF-8."""


class SurveyOptions(Options):
    """`tiaoli references` and `tiaoli proofread`, and what the other two take as well."""

    document: Sequence[str] = ()
    """Ids, titles or numbers of the documents to look at; none: all."""
    json: bool = False
    """Whether to write JSON."""


class IndicatorsOptions(SurveyOptions):
    """`tiaoli indicators`."""

    csv: bool = False
    """Whether to write a table."""
    ledger: str | None = None
    """The bureau's ledger, to list that instead."""
    date: str | None = None
    """The day of the ledger; else today."""


class DutiesOptions(SurveyOptions):
    """`tiaoli duties`."""

    csv: bool = False
    """Whether to write a table."""
    bearer: str | None = None
    """Only the duties of this bearer."""
    region: str | None = None
    """Only those that hold in this region."""
    date: str | None = None
    """Only those of documents in force on this day."""
    strength: str | None = None
    """Only those of this strength."""


def add_surveys(commands: Commands) -> None:
    """Add the commands."""
    indicators = commands.add(
        "indicators", "列出文件中的全部数字,并把目标与实际值对照", IndicatorsOptions, _indicators,
        "目标现在是否达到、相差多少、文件怎样自述;分母、人口或期间不同的不作比较,并说明理由。",
    )  # fmt: skip
    indicators.add_argument("--ledger", metavar="台账", help="改列本单位的台账:各项是否确认、过期,各地区所涉规定")
    indicators.add_argument("--date", metavar="日期", help="台账的适用日期,默认今天")
    _documents(indicators)
    _forms(indicators)

    duties = commands.add("duties", "列出谁应当、可以或者不得做什么,依据哪一条", DutiesOptions, _duties)
    duties.add_argument("--bearer", metavar="主体", help="只列这一主体的,如 市级医保经办机构;可写一部分")
    duties.add_argument("--region", metavar="地区", help="只列在这个地区适用的,如 青岛市、城阳区")
    duties.add_argument("--date", metavar="日期", help="只列这一天有效的文件中的,如 2024-05-01")
    duties.add_argument("--strength", metavar="强度", help="应当、不得、可以、负责、请、陈述,或者原文用词")
    _documents(duties)
    _forms(duties)

    references = commands.add("references", "列出文件之间的引用:引了哪些文件,是否收录", SurveyOptions, _references)
    _documents(references)
    references.add_argument("--json", action="store_true", help="输出 JSON")

    proofread = commands.add(
        "proofread", "像编辑一样校读原文:数字、用语、名单、名称、重复、标点", SurveyOptions, _proofread,
        "退出状态:1 有没有登记说明的发现。说明由管理人员登记,写法见使用手册。",
    )  # fmt: skip
    _documents(proofread)
    proofread.add_argument("--json", action="store_true", help="输出 JSON")


def _documents(parser: Parser) -> None:
    parser.add_argument("--document", nargs="+", action="extend", metavar="文件", help="只看这些文件")


def _forms(parser: Parser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--csv", action="store_true", help="输出表格(CSV,可用 Excel、WPS 打开)")


def _indicators(options: IndicatorsOptions) -> int:
    if options.ledger:
        return _ledger(options, options.ledger)
    from reasoner.driver import surveys

    if options.json:
        write_json(surveys.indicators(options.document))
    elif options.csv:
        _write_table(surveys.indicators_csv(options.document))
    else:
        write(surveys.indicators_text(options.document, **screen()))
    return DONE


def _ledger(options: IndicatorsOptions, ledger: str) -> int:
    from datetime import date
    from pathlib import Path

    from reasoner.driver import current_rule_base, workbooks

    day = current_rule_base.as_day(options.date) or date.today().isoformat()
    path = Path(ledger)
    if options.json:
        write_json(workbooks.ledger_report(path, day))
    elif options.csv:
        _write_table(workbooks.ledger_csv(path, day))
    else:
        write(workbooks.ledger_text(path, day, **screen()))
    return DONE


def _duties(options: DutiesOptions) -> int:
    from reasoner.driver import surveys

    selection = surveys.duties(
        options.document, bearer=options.bearer, region=options.region, day=options.date, strength=options.strength
    )
    if options.json:
        write_json(selection)
    elif options.csv:
        _write_table(surveys.duties_csv(selection))
    else:
        write(surveys.duties_text(selection, **screen()))
    return DONE


def _references(options: SurveyOptions) -> int:
    from reasoner.driver import surveys

    if options.json:
        write_json(surveys.reference_list(options.document))
    else:
        write(surveys.references_text(options.document, **screen()))
    return DONE


def _proofread(options: SurveyOptions) -> int:
    from reasoner.driver import surveys

    report = surveys.findings(options.document)
    if options.json:
        write_json(report)
    else:
        write(surveys.findings_text(report, **screen()))
    return FAULTY if report.unexplained else DONE


def _write_table(text: str) -> None:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    write_as_it_is((BOM if encoding in ("utf8", "") else "") + text)

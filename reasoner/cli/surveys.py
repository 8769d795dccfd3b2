"""The commands that ask the texts as a whole: indicators, duties, references, proofread. Part of `cli`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Final

from reasoner.cli.console import screen, write, write_json

DONE: Final = 0
FAULTY: Final = 1
"""Exit status of a check with findings."""
BOM: Final = "\ufeff"
"""Tells Excel and WPS that a table is UTF-8."""

Command = Callable[..., argparse.ArgumentParser]


def add_surveys(command: Command) -> None:
    """Add the commands; `command` is `cli`'s own way to add one."""
    indicators = command(
        "indicators", "列出文件中的全部数字,并把目标与实际值对照", _indicators,
        "目标现在是否达到、相差多少、文件怎样自述;分母、人口或期间不同的不作比较,并说明理由。",
    )  # fmt: skip
    indicators.add_argument("--ledger", metavar="台账", help="改列本局的台账:各项是否确认、过期,各地区触及哪些规定")
    indicators.add_argument("--date", metavar="日期", help="台账的基准日,默认今天")
    _documents(indicators)
    _forms(indicators)

    duties = command("duties", "列出谁应当、可以或者不得做什么,依据哪一条", _duties)
    duties.add_argument("--bearer", metavar="主体", help="只列这一主体的,如 市级医保经办机构;可写一部分")
    duties.add_argument("--region", metavar="地区", help="只列在这个地区适用的,如 青岛市、城阳区")
    duties.add_argument("--date", metavar="日期", help="只列这一天有效的文件中的,如 2024-05-01")
    duties.add_argument("--strength", metavar="强度", help="应当、不得、可以、负责、请、陈述,或者原文用词")
    _documents(duties)
    _forms(duties)

    references = command("references", "列出文件之间的引用:引了哪些文件,是否收录", _references)
    _documents(references)
    references.add_argument("--json", action="store_true", help="输出 JSON")

    proofread = command(
        "proofread", "像编辑一样校读原文:数字、用语、名单、名称、重复、标点", _proofread,
        "退出状态:1 有没有登记说明的发现。说明登记在 policy_dsl/corpus/文件标识/findings.toml。",
    )  # fmt: skip
    _documents(proofread)
    proofread.add_argument("--json", action="store_true", help="输出 JSON")


def _documents(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--document", nargs="+", action="extend", default=[], metavar="标识", help="只看这些文件")


def _forms(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--csv", action="store_true", help="输出表格(CSV,可用 Excel、WPS 打开)")


def _indicators(args: argparse.Namespace) -> int:
    if args.ledger:
        return _ledger(args)
    from reasoner.driver import surveys

    documents = _chosen(args)
    if args.json:
        write_json(surveys.indicators(documents))
    elif args.csv:
        _write_table(surveys.indicators_csv(documents))
    else:
        write(surveys.indicators_text(documents, **screen()))
    return DONE


def _ledger(args: argparse.Namespace) -> int:
    from datetime import date
    from pathlib import Path

    from reasoner.driver import in_use, workbooks

    day = in_use.as_day(args.date) or date.today().isoformat()
    path = Path(args.ledger)
    if args.json:
        write_json(workbooks.ledger_data(path, day))
    elif args.csv:
        _write_table(workbooks.ledger_csv(path, day))
    else:
        write(workbooks.ledger_text(path, day, **screen()))
    return DONE


def _duties(args: argparse.Namespace) -> int:
    from reasoner.driver import surveys

    selection = surveys.duties(
        _chosen(args), bearer=args.bearer, region=args.region, day=args.date, strength=args.strength
    )
    if args.json:
        write_json(selection)
    elif args.csv:
        _write_table(surveys.duties_csv(selection))
    else:
        write(surveys.duties_text(selection, **screen()))
    return DONE


def _references(args: argparse.Namespace) -> int:
    from reasoner.driver import surveys

    documents = _chosen(args)
    if args.json:
        write_json(surveys.reference_list(documents))
    else:
        write(surveys.references_text(documents, **screen()))
    return DONE


def _proofread(args: argparse.Namespace) -> int:
    from reasoner.driver import surveys

    report = surveys.findings(_chosen(args))
    if args.json:
        write_json(report)
    else:
        write(surveys.findings_text(report, **screen()))
    return FAULTY if report.unexplained else DONE


def _chosen(args: argparse.Namespace) -> list[str]:
    """The names of the documents that were chosen; none: all."""
    names: list[str] = args.document
    return names


def _write_table(text: str) -> None:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    write((BOM if encoding in ("utf8", "") else "") + text)

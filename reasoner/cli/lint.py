"""The command `lint`: checks of the rules themselves, and decisions about what they find. Part of `cli`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from reasoner.cli.console import colour_of, width_of, write, write_json
from reasoner.cli.usage import Help, Parser, budget_seconds

DONE: Final = 0
FOUND: Final = 1

Command = Callable[..., argparse.ArgumentParser]


def add_lint(command: Command) -> None:
    """Add the command; `command` is `cli`'s own way to add one."""
    lint = command(
        "lint", "检查规则本身:矛盾、空白、永不成立或者不起作用的规则", _lint,
        "一地同时有效的规则放在一起查,不针对某一份申请;各文件按其最后有效的一日。每项发现有条款、例子和校验码。"
        "退出状态:1 有没有登记的问题或者提示,或者没有查完;信息不影响。"
        "登记放在 TIAOLI_REVIEWS 所指的目录;没有设的,写在规则旁边。",
    )  # fmt: skip
    _asked(lint)
    lint.add_argument("--json", action="store_true", help="输出 JSON")
    actions = lint.add_subparsers(title="动作", metavar="[动作]", parser_class=Parser, prog="tiaoli lint")
    what = "登记一项发现:已经看过,为什么不必处理"
    acknowledge = actions.add_parser(
        "acknowledge", help=what, description=f"{what}。规则改动后发现随之改变,登记即作废,须重新登记。",
        allow_abbrev=False, formatter_class=Help,
    )  # fmt: skip
    acknowledge.set_defaults(run=_acknowledge)
    acknowledge.add_argument("hash", metavar="校验码", help="tiaoli lint 列出的12位校验码")
    acknowledge.add_argument("--by", required=True, metavar="姓名", help="登记的人")
    acknowledge.add_argument("--reason", required=True, metavar="理由", help="为什么不必处理")
    # What was written before the action holds, too.
    _day(acknowledge, argparse.SUPPRESS, argparse.SUPPRESS)


def _asked(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--document", nargs="+", action="extend", default=[], metavar="标识", help="只看涉及这些文件的")
    parser.add_argument("--region", metavar="地区", help="只看适用于这个地区的文件")
    parser.add_argument("--matter", metavar="事项", help="只看涉及这个事项的")
    _day(parser)


def _day(parser: argparse.ArgumentParser, unless: str | None = None, seconds: float | str = 60.0) -> None:
    parser.add_argument("--as-of", default=unless, metavar="日期", help="基准日;不写时各文件按其不晚于今日的最后有效日")
    parser.add_argument(
        "--budget", type=budget_seconds, default=seconds, metavar="秒", help="求解时间,默认60秒,未答完的列为未定"
    )
    parser.add_argument("--reviews", default=unless, metavar="目录", help="本单位登记所在的目录,代替 TIAOLI_REVIEWS")


def _lint(args: argparse.Namespace) -> int:
    from reasoner.driver import linting

    asked = linting.Asked(tuple(args.document), args.region, args.matter, **_common(args))
    if args.json:
        data, left = linting.lint(asked)
        write_json(data)
    else:
        text, left = linting.lint_text(asked, width=width_of(sys.stdout), colour=colour_of(sys.stdout))
        write(text)
    return FOUND if left else DONE


def _acknowledge(args: argparse.Namespace) -> int:
    from reasoner.driver import linting

    record = linting.acknowledge(args.hash, args.by, args.reason, linting.Asked(**_common(args)))
    write(f"已登记:{record.hash} {record.code} {record.finding},由{record.by}于{record.date},写入 {record.where}\n")
    return DONE


def _common(args: argparse.Namespace) -> dict[str, Any]:
    reviews = Path(args.reviews) if args.reviews else None
    return {"as_of": args.as_of, "seconds": args.budget, "reviews": reviews}

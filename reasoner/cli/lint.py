"""The command `lint`: checks of the rules themselves, and decisions about what they find. Part of `cli`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import screen, write, write_json
from reasoner.cli.usage import Parser, budget_seconds

DONE: Final = 0
LEFT: Final = 1


class DayOptions(Options):
    """What `tiaoli lint` and its action take, before the action or behind it."""

    as_of: str | None = None
    """The day; else for each document the last one in force that is not after today."""
    budget: float = 60.0
    """Seconds for the solver."""
    reviews: str | None = None
    """The folder of the bureau's own records, instead of the one that TIAOLI_REVIEWS names."""

    @property
    def folder(self) -> Path | None:
        """The folder of `reviews` as a path."""
        return Path(self.reviews) if self.reviews else None


class LintOptions(DayOptions):
    """`tiaoli lint`."""

    document: Sequence[str] = ()
    """Ids, titles or numbers of documents: only what concerns them; none: all."""
    region: str | None = None
    """Only the documents that hold in this region."""
    matter: str | None = None
    """Only what concerns this matter."""
    json: bool = False
    """Whether to write JSON."""


class AcknowledgeOptions(DayOptions):
    """`tiaoli lint acknowledge`."""

    hash: str
    """The checksum of the finding, 12 digits."""
    by: str
    """Who decides."""
    reason: str
    """Why nothing needs to be done."""


def add_lint(commands: Commands) -> None:
    """Add the command."""
    lint = commands.add(
        "lint", "检查规则本身:矛盾、空白、用不到或者不起作用的规则", LintOptions, _lint,
        "一地同时有效的规则放在一起查,不针对某一份申请;各文件按其最后有效的一日。每项发现有条款、例子和校验码。"
        "退出状态:1 有没有登记的问题或者提示,或者没有查完;信息不影响。"
        "登记放在 TIAOLI_REVIEWS 所指的目录;没有设的,写在规则旁边。",
    )  # fmt: skip
    _limits(lint)
    lint.add_argument("--json", action="store_true", help="输出 JSON")
    actions = Commands(lint, "动作", "[动作]", "tiaoli lint", required=False)
    acknowledge = actions.add(
        "acknowledge", "登记一项发现:已经看过,为什么不必处理", AcknowledgeOptions, _acknowledge,
        "规则改动后发现随之改变,登记即作废,须重新登记。",
    )  # fmt: skip
    acknowledge.add_argument("hash", metavar="校验码", help="tiaoli lint 列出的12位校验码")
    acknowledge.add_argument("--by", required=True, metavar="姓名", help="登记的人")
    acknowledge.add_argument("--reason", required=True, metavar="理由", help="为什么不必处理")
    _day(acknowledge)


def _limits(parser: Parser) -> None:
    parser.add_argument("--document", nargs="+", action="extend", metavar="文件", help="只看涉及这些文件的")
    parser.add_argument("--region", metavar="地区", help="只看适用于这个地区的文件")
    parser.add_argument("--matter", metavar="事项", help="只看涉及这个事项的")
    _day(parser)


def _day(parser: Parser) -> None:
    parser.add_argument("--as-of", metavar="日期", help="适用日期;不写时各文件按其不晚于今日的最后有效日")
    parser.add_argument(
        "--budget",
        type=budget_seconds,
        metavar="秒",
        help="计算时间(处理器时间,不是钟表时间),默认60秒,未答完的列为未定",
    )
    parser.add_argument("--reviews", metavar="目录", help="本单位登记所在的目录,代替 TIAOLI_REVIEWS")


def _lint(options: LintOptions) -> int:
    from reasoner.driver import linting

    request = linting.Request(
        tuple(options.document),
        options.region,
        options.matter,
        as_of=options.as_of,
        seconds=options.budget,
        reviews=options.folder,
    )
    if options.json:
        result = linting.lint(request)
        left = result.unfinished
        write_json(result)
    else:
        text, left = linting.lint_text(request, **screen())
        write(text)
    return LEFT if left else DONE


def _acknowledge(options: AcknowledgeOptions) -> int:
    from reasoner.driver import linting

    request = linting.Request(as_of=options.as_of, seconds=options.budget, reviews=options.folder)
    record = linting.acknowledge(options.hash, options.by, options.reason, request)
    write(f"已登记:{record.hash} {record.code} {record.finding},由{record.by}于{record.date},写入 {record.where}\n")
    return DONE

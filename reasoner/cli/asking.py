"""The command that answers questions: ask. Part of `cli`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import screen, write, write_json

DONE: Final = 0


class AskOptions(Options):
    """`tiaoli ask`."""

    words: Sequence[str] = ()
    """The question in words."""
    region: str = ""
    """A place by name, alias or code."""
    type: str = ""
    """A kind of institution."""
    matter: str = ""
    """A matter."""
    as_of: str | None = None
    """The day whose law is asked for; else today."""
    ledger: str | None = None
    """The bureau's ledger, for current figures and what is left below a cap."""
    json: bool = False
    """Whether to write JSON."""


def add_asking(commands: Commands) -> None:
    """Add the command."""
    ask = commands.add(
        "ask", "问哪些条款适用:某地的某类机构申请某事项,或者一句话的问题", AskOptions, _ask,
        "如 tiaoli ask 城阳区 民办养老院 新增院护床位。没有写明事项的,列出该类机构可以申请的全部事项;没有写明地区的,"
        "按设置里本单位所在的地区。文件没有规定的,答“已收录文件未作规定”。",
    )  # fmt: skip
    ask.add_argument("words", nargs="*", metavar="问题", help="地区、机构类型、事项,或者一句话")
    ask.add_argument("--region", metavar="地区", help="地名、别名或六位区划代码,如 城阳区")
    ask.add_argument("--type", metavar="机构类型", help="如 养老机构、零售药店;也可写常用的叫法")
    ask.add_argument("--matter", metavar="事项", help="如 新增购买院护床位;默认为该类机构可以申请的全部事项")
    ask.add_argument("--as-of", metavar="日期", help="适用日期,如 2024-05-01;默认为今天")
    ask.add_argument("--ledger", metavar="台账", help="本单位的指标和认定台账:列出现有数值和距上限的余量")
    ask.add_argument("--json", action="store_true", help="输出 JSON")


def _ask(options: AskOptions) -> int:
    from pathlib import Path

    from reasoner.driver import asking

    answers = asking.ask(
        " ".join(options.words),
        region=options.region,
        kind=options.type,
        matter=options.matter,
        as_of=options.as_of,
        ledger=Path(options.ledger) if options.ledger else None,
    )
    if options.json:
        write_json(answers[0] if len(answers) == 1 else answers)
    else:
        write(asking.ask_text(answers, **screen()))
    return DONE

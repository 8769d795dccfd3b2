"""The commands on the rule base itself: review, pages. Part of `cli`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from reasoner.cli.console import screen, write, write_json
from reasoner.cli.usage import Help, Parser

DONE: Final = 0
STALE: Final = 1
"""Exit status of a check that finds pages out of date."""

Command = Callable[..., argparse.ArgumentParser]


def add_knowledge(command: Command) -> None:
    """Add the commands; `command` is `cli`'s own way to add one."""
    review = command(
        "review", "复核规则:列出、签署、重开", _review_list,
        "复核与原文、规则和解释的校验码绑定,任何一项改动后须重新复核。"
        "本单位的复核记录放在 TIAOLI_REVIEWS 所指的目录;没有设的,写在规则旁边。",
    )  # fmt: skip
    actions = review.add_subparsers(
        title="动作", metavar="动作", required=True, parser_class=Parser, prog="tiaoli review"
    )

    listing = _action(actions, "list", "列出全部规则:未经复核的、已经复核的、复核之后有改动的", _review_list)
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    _where(listing)

    signing = _action(actions, "sign", "签署:已对照原文复核这条规则", _review_sign)
    signing.add_argument("rule", metavar="规则", help="文件标识/地址#规则名;不会误认时可只写地址或规则名")
    signing.add_argument("--by", required=True, metavar="姓名", help="复核人")
    signing.add_argument("--remark", default="", metavar="备注", help="复核意见")
    _where(signing)

    reopening = _action(actions, "reopen", "重开:这条规则的复核不再算数", _review_reopen)
    reopening.add_argument("rule", metavar="规则", help="同 sign")
    reopening.add_argument("--by", default="", metavar="姓名", help="重开的人")
    reopening.add_argument("--remark", default="", metavar="备注", help="为什么重开")
    _where(reopening)

    pages = command("pages", "为每份文件生成供纸面复核的页面(Markdown)", _pages)
    pages.add_argument("-o", "--output", default="docs/corpus", metavar="目录", help="写到哪里,默认 docs/corpus")
    pages.add_argument("--check", action="store_true", help="只检查,不写文件;有过时的,退出状态为 1")


def _action(
    actions: argparse._SubParsersAction[Parser], name: str, what: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = actions.add_parser(
        name, help=what, description=f"{what}。", allow_abbrev=False, formatter_class=Help
    )
    added.set_defaults(run=run)
    return added


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--document", nargs="+", action="extend", default=[], metavar="标识", help="只看这些文件")
    parser.add_argument("--reviews", metavar="目录", help="本单位复核记录的目录,代替 TIAOLI_REVIEWS")


def _folder(args: argparse.Namespace) -> Path | None:
    return Path(args.reviews) if args.reviews else None


def _review_list(args: argparse.Namespace) -> int:
    from reasoner.driver import knowledge

    documents: list[str] = args.document
    if args.json:
        write_json(knowledge.reviews(documents, _folder(args)))
    else:
        write(knowledge.reviews_text(documents, _folder(args), **screen()))
    return DONE


def _review_sign(args: argparse.Namespace) -> int:
    from reasoner.driver import knowledge

    entry, path = knowledge.sign(args.rule, args.by, args.remark, args.document, _folder(args))
    write(f"已记录:{entry.norm} 由{entry.reviewer}于{entry.date}复核,写入 {path}\n")
    return DONE


def _review_reopen(args: argparse.Namespace) -> int:
    from reasoner.driver import knowledge

    entry, path = knowledge.reopen(args.rule, args.by, args.remark, args.document, _folder(args))
    write(f"已重开:{entry.norm},写入 {path}\n")
    return DONE


def _pages(args: argparse.Namespace) -> int:
    from reasoner.driver import knowledge

    check_only: bool = args.check
    changed = knowledge.write_pages(Path(args.output), check_only=check_only)
    for path in changed:
        write(f"{'须重新生成' if check_only else '已更新'}:{path}\n")
    return STALE if check_only and changed else DONE

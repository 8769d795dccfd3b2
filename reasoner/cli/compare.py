"""The command `compare`: regions by topic or in effect, versions, readings. Part of `cli`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.whole_file import unwritable
from reasoner.cli.console import colour_of, width_of, write, write_json
from reasoner.cli.usage import budget_seconds

DONE: Final = 0

Command = Callable[..., argparse.ArgumentParser]


def add_compare(command: Command) -> None:
    """Add the command; `command` is `cli`'s own way to add one."""
    compare = command(
        "compare", "比较规定的实际效果:谁在哪里会得到不同的结论", _compare,
        "逐个事项、逐类机构判断两边的规定等价、哪边更严或者不可比,每一处不同举出一份申请为例,并由研判程序在两边各研判一次。"
        "两个以上的地区两两比较;也可比较修改前后(--before、--after)和两种读法(--reading),或只按主题列出条款(--topics)。",
    )  # fmt: skip
    compare.add_argument("sides", nargs="*", metavar="地区或文件", help="如 青岛市 河南省;文件写标识、题名或文号")
    compare.add_argument(
        "--matter", nargs="+", action="extend", default=[], metavar="事项", help="只比较这些事项,可写几个"
    )
    compare.add_argument(
        "--type", nargs="+", action="extend", default=[], metavar="机构类型", help="只比较这些机构,可写几类"
    )
    compare.add_argument("--as-of", metavar="日期", help="基准日;不写时取有效文件最多的最近一日,并予说明")
    compare.add_argument("--before", metavar="目录", help="修改前的文件或规则库")
    compare.add_argument("--after", metavar="目录", help="修改后的文件或规则库")
    compare.add_argument("--reading", metavar="解释", help="比较这条解释的两种读法,写作 文件标识/解释名")
    compare.add_argument(
        "--budget", type=budget_seconds, default=60.0, metavar="秒", help="每一对的求解时间,默认60秒,未答完的列为未定"
    )
    compare.add_argument("--readings", action="store_true", help="逐条解释换一种读法,列出会改变关系的(较慢)")
    compare.add_argument("--topics", action="store_true", help="按主题列出各地的条款,不作效果比较")
    form = compare.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--full", action="store_true", help="列出每个例子的事实和两边的理由")
    form.add_argument("--html", metavar="文件", help="写成一个可以单独打开、打印的网页文件")
    form.add_argument(
        "--handover", metavar="文件", help="写成可交给同事的一页:各地的主题表,和第一个地区与其余各地的比较"
    )
    form.add_argument("-o", "--output", metavar="文件", help="写成 .html、.xlsx 或 .docx 文件")


def _compare(args: argparse.Namespace) -> int:
    from reasoner.driver import comparisons
    from reasoner.driver.sides import settled

    args.sides, args.matter, args.type = settled(args.sides, args.matter, args.type)
    path, faults = _target(args)
    faults = [*_together(args), *faults]
    if faults:
        raise Faults(faults)
    if args.topics:
        return _topics(args, path)
    if args.handover is not None and path is not None:
        comparisons.handover(args.sides, path, _asked(args))
        write(f"已写入 {path}\n")
        return DONE
    found = _found(args)
    if args.json:
        write_json(found[0] if len(found) == 1 else found, compact=True)
    elif path is not None:
        comparisons.write(found, path)
        write(f"已写入 {path}\n")
    else:
        write(comparisons.text(found, full=args.full, width=width_of(sys.stdout), colour=colour_of(sys.stdout)))
    return DONE


def _together(args: argparse.Namespace) -> Iterator[Diagnostic]:
    """A fault (U136) for options that do not go together: none is passed over in silence."""
    special = [o for o in ("before", "after", "reading") if getattr(args, o)]
    if args.topics:
        special += [o for o in ("matter", "type", "as_of", "full", "readings", "handover") if getattr(args, o)]
        if args.budget != 60:
            special.append("budget")
        if special:
            yield _unclear("按主题比较(--topics)时不用 " + _named(special))
        if not args.sides:
            yield _unclear("按主题比较要写地区")
    elif args.handover is not None and special:
        yield _unclear("--handover 比较地区,不用 " + _named(special))
    elif sum((bool(args.sides), bool(args.before or args.after), bool(args.reading))) > 1:
        yield _unclear("地区、--before 和 --after、--reading 只能用一种")
    elif bool(args.before) != bool(args.after):
        yield _unclear("--before 和 --after 要一起写")


def _named(options: list[str]) -> str:
    return "、".join(f"--{o.replace('_', '-')}" for o in options)


def _target(args: argparse.Namespace) -> tuple[Path | None, list[Diagnostic]]:
    """The file to write, if any; a fault for one that cannot be (U102 its kind, U107 its place), before anything is asked."""
    pages = (".html", ".htm")
    forms = (*pages, ".xlsx", ".docx") if not args.topics else pages
    for option, given, allowed in (
        ("--html", args.html, pages), ("--handover", args.handover, pages), ("-o", args.output, forms)
    ):  # fmt: skip
        if given is None:
            continue
        path = Path(given)
        if given and not path.suffix and option != "-o":
            path = path.with_suffix(".html")
        if path.suffix.lower() not in allowed:
            hint = "改文件名的后缀"
            return None, [Diagnostic("U102", f"{option} {given}", "不能写成这种文件", "、".join(allowed), hint)]
        if why := unwritable(path):  # known now, and not after minutes of solving
            return None, [Diagnostic("U107", str(path), f"文件不能写入:{why}", hint="换一个目录或者文件名")]
        return path, []
    return None, []


def _found(args: argparse.Namespace) -> list[dict[str, Any]]:
    from reasoner.driver import comparisons

    asked = _asked(args)
    if args.reading:
        return comparisons.readings(args.reading, asked)
    if args.before:
        return comparisons.versions(Path(args.before), Path(args.after), asked)
    return comparisons.regions(args.sides, asked)


def _asked(args: argparse.Namespace) -> Any:
    from reasoner.driver import comparisons

    return comparisons.Asked(tuple(args.matter), tuple(args.type), args.as_of, args.budget, args.readings, args.json)


def _unclear(what: str) -> Diagnostic:
    allowed = "tiaoli compare 青岛市 河南省;tiaoli compare --before 旧目录 --after 新目录"
    return Diagnostic("U136", "tiaoli compare", what, allowed)


def _topics(args: argparse.Namespace, path: Path | None) -> int:
    from reasoner.driver import knowledge

    if args.json:
        write_json(knowledge.compare_topics(args.sides))
    elif path is not None:
        knowledge.compare_topics_page(args.sides, path)
        write(f"已写入 {path}\n")
    else:
        write(knowledge.compare_topics_text(args.sides, width=width_of(sys.stdout), colour=colour_of(sys.stdout)))
    return DONE

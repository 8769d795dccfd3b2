"""The command `compare`: regions by topic or in effect, versions, readings. Part of `cli`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest import output_guard
from policy_dsl.ingest.atomic_write import unwritable
from policy_dsl.ingest.output_guard import Overwriting
from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import screen, write, write_json
from reasoner.cli.usage import add_force, budget_seconds

DONE: Final = 0
_SECONDS: Final = 60.0


class CompareOptions(Options):
    """`tiaoli compare`."""

    sides: Sequence[str] = ()
    """The regions or documents to compare."""
    matter: Sequence[str] = ()
    """Only these matters; none: all."""
    type: Sequence[str] = ()
    """Only these kinds of institutions; none: all."""
    as_of: str | None = None
    """The day; else the last one on which most documents are in force."""
    before: str | None = None
    """The folder of documents or of a rule base before a change."""
    after: str | None = None
    """The same after it."""
    reading: str | None = None
    """The reading whose alternative is compared, as document/name."""
    budget: float = _SECONDS
    """Seconds for the solver, for each pair."""
    readings: bool = False
    """Whether to ask again with each reading taken the other way."""
    topics: bool = False
    """Whether to list clauses by topic instead."""
    json: bool = False
    """Whether to write JSON."""
    full: bool = False
    """Whether to list the facts and reasons of each example."""
    html: str | None = None
    """The page to write."""
    handover: str | None = None
    """The page to write that can be given to a colleague."""
    output: str | None = None
    """The file to write, its kind by its suffix."""
    force: bool = False
    """Whether an existing file may be replaced that is not our own unchanged output."""


def add_compare(commands: Commands) -> None:
    """Add the command."""
    compare = commands.add(
        "compare", "比较规定的实际效果:谁在哪里会得到不同的结论", CompareOptions, _compare,
        "逐个事项、逐类机构判断两边的规定等价、哪边更严或者不可比,每一处不同举出一份申请为例,并由研判程序在两边各研判一次。"
        "两个以上的地区两两比较;也可比较修改前后(--before、--after)和两种理解(--reading),或只按主题列出条款(--topics)。",
    )  # fmt: skip
    compare.add_argument(
        "sides",
        nargs="*",
        metavar="地区或文件",
        help="如 青岛市 河南省;文件写代号、题名或文号;两个版本写 代号@2023-07-30 代号@2026-01-01",
    )
    compare.add_argument("--matter", nargs="+", action="extend", metavar="事项", help="只比较这些事项,可写几个")
    compare.add_argument("--type", nargs="+", action="extend", metavar="机构类型", help="只比较这些机构,可写几类")
    compare.add_argument("--as-of", metavar="日期", help="适用日期;不写时取有效文件最多的最近一日,并予说明")
    compare.add_argument("--before", metavar="目录", help="修改前的文件或规则库")
    compare.add_argument("--after", metavar="目录", help="修改后的文件或规则库")
    compare.add_argument("--reading", metavar="条文理解", help="比较一处条文的两种理解,写作 文件代号/条文理解名称")
    compare.add_argument(
        "--budget",
        type=budget_seconds,
        metavar="秒",
        help="每一对的计算时间(处理器时间,不是钟表时间),默认60秒,未答完的列为未定",
    )
    compare.add_argument("--readings", action="store_true", help="逐条换一种理解,列出会改变关系的(较慢)")
    compare.add_argument("--topics", action="store_true", help="按主题列出各地的条款,不作效果比较")
    form = compare.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON")
    form.add_argument("--full", action="store_true", help="列出每个例子的事实和两边的理由")
    form.add_argument("--html", metavar="文件", help="写成一个可以单独打开、打印的网页文件")
    form.add_argument(
        "--handover", metavar="文件", help="写成可交给同事的一页:各地的主题表,和第一个地区与其余各地的比较"
    )
    form.add_argument("-o", "--output", metavar="文件", help="写成 .html、.xlsx 或 .docx 文件")
    add_force(compare)


def _compare(options: CompareOptions) -> int:
    from reasoner.driver import comparisons
    from reasoner.driver.side_lookup import settled

    alone = options.sides[0] if len(options.sides) == 1 else ""
    in_use = [alone.partition("@")[0]] if "@" in alone else []  # a draft by itself: beside the version in use
    sides, matters, kinds = settled([*in_use, *options.sides], options.matter, options.type)
    path, faults = _target(options)
    faults = [*_together(options, sides, matters, kinds), *faults]
    if faults:
        raise Faults(faults)
    overwriting = _overwriting(options)
    if path is not None:
        output_guard.check([path], overwriting)  # known now, and not after minutes of solving
    if options.topics:
        return _topics(options, sides, path, overwriting)
    request = comparisons.Request(matters, kinds, options.as_of, options.budget, options.readings, options.json)
    if options.handover is not None and path is not None:
        comparisons.handover(sides, path, overwriting, request)
        write(f"已写入 {path}\n")
        return DONE
    if options.reading:
        pairs = comparisons.readings(options.reading, request)
    elif options.before and options.after:
        pairs = comparisons.versions(Path(options.before), Path(options.after), request)
    elif comparisons.of_one_document(sides):
        pairs = comparisons.document_versions(sides, request)
    else:
        pairs = comparisons.regions(sides, request)
    if options.json:
        write_json(pairs[0] if len(pairs) == 1 else pairs, compact=True)
    elif path is not None:
        comparisons.write(pairs, path, overwriting)
        write(f"已写入 {path}\n")
    else:
        write(comparisons.text(pairs, full=options.full, **screen()))
    return DONE


def _together(
    options: CompareOptions, sides: Sequence[str], matters: Sequence[str], kinds: Sequence[str]
) -> Iterator[Diagnostic]:
    """A fault (U136) for options that do not go together: none is passed over in silence."""
    own = _given({"before": options.before, "after": options.after, "reading": options.reading})
    if options.topics:
        special = own + _given({
            "matter": matters, "type": kinds, "as_of": options.as_of, "full": options.full, "readings": options.readings,
            "handover": options.handover, "budget": options.budget != _SECONDS,
        })  # fmt: skip
        if special:
            yield _unclear("按主题比较(--topics)时不用 " + _named(special))
        if not sides:
            yield _unclear("按主题比较要写地区")
    elif options.handover is not None and own:
        yield _unclear("--handover 比较地区,不用 " + _named(own))
    elif sum((bool(sides), bool(options.before or options.after), bool(options.reading))) > 1:
        yield _unclear("地区、--before 和 --after、--reading 只能用一种")
    elif bool(options.before) != bool(options.after):
        yield _unclear("--before 和 --after 要一起写")


def _given(options: Mapping[str, object]) -> list[str]:
    """The names of the options that were given."""
    return [name for name, value in options.items() if value]


def _named(options: list[str]) -> str:
    return "、".join(f"--{o.replace('_', '-')}" for o in options)


def _target(options: CompareOptions) -> tuple[Path | None, list[Diagnostic]]:
    """The file to write, if any; a fault for one that cannot be (U102 its kind, U107 its place), before anything is asked."""
    pages = (".html", ".htm")
    forms = (*pages, ".xlsx", ".docx") if not options.topics else pages
    for option, given, allowed in (
        ("--html", options.html, pages), ("--handover", options.handover, pages), ("-o", options.output, forms)
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


def _unclear(what: str) -> Diagnostic:
    allowed = "tiaoli compare 青岛市 河南省;tiaoli compare --before 旧目录 --after 新目录"
    return Diagnostic("U136", "tiaoli compare", what, allowed)


def _overwriting(options: CompareOptions) -> Overwriting:
    """What a comparison may write over: no file of the versions that it reads."""
    return Overwriting(tuple(Path(f) for f in (options.before, options.after) if f), options.force)


def _topics(options: CompareOptions, sides: Sequence[str], path: Path | None, overwriting: Overwriting) -> int:
    from reasoner.driver import knowledge

    if options.json:
        write_json(knowledge.compare_topics(sides))
    elif path is not None:
        knowledge.compare_topics_page(sides, path, overwriting)
        write(f"已写入 {path}\n")
    else:
        write(knowledge.compare_topics_text(sides, **screen()))
    return DONE

"""The commands on the rule base itself: review, pages. Part of `cli`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import screen, write, write_json
from reasoner.cli.usage import Parser, add_force

if TYPE_CHECKING:
    from pathlib import Path

    from reasoner.driver.knowledge import Noted

_RECORD: Final = "先记入这个目录(只增不改,同 check --record),再写复核记录"
DONE: Final = 0
STALE: Final = 1
"""Exit status of a check that finds pages out of date."""


class ReviewOptions(Options):
    """What all actions of `tiaoli review` take."""

    document: Sequence[str] = ()
    """Ids, titles or numbers of the documents to look at; none: all."""
    reviews: str | None = None
    """The folder of the bureau's own reviews, instead of the one that TIAOLI_REVIEWS names."""

    @property
    def folder(self) -> Path | None:
        """The folder of `reviews` as a path."""
        from pathlib import Path

        return Path(self.reviews) if self.reviews else None


class ReviewListOptions(ReviewOptions):
    """`tiaoli review` and `tiaoli review list`."""

    json: bool = False
    """Whether to write JSON."""


class ChangedOptions(Options):
    """`tiaoli review changed`."""

    before: str
    """The folder or the version before."""
    after: str = ""
    """The folder or the version now; empty: the documents in use."""
    json: bool = False
    """Whether to write JSON."""


class ReviewRecordOptions(ReviewOptions):
    """`tiaoli review sign` and `tiaoli review reopen`."""

    rule: str
    """The rule by its id, or by what of it cannot be mistaken."""
    by: str = ""
    """Who reviewed or reopened it."""
    remark: str = ""
    """What they say of it."""
    record: str | None = None
    """The folder of the record to which it is appended first."""


class ReadingOptions(Options):
    """`tiaoli review confirm` and `tiaoli review doubt`."""

    document: str
    """The document by its id, title or number."""
    reading: str
    """The reading by its name."""
    by: str = ""
    """Who confirms or doubts it."""
    remark: str = ""
    """What they say of it."""
    reviews: str | None = None
    """The folder of the bureau's own records, instead of the one that TIAOLI_REVIEWS names."""
    record: str | None = None
    """The folder of the record to which it is appended first."""

    @property
    def folder(self) -> Path | None:
        """The folder of `reviews` as a path."""
        from pathlib import Path

        return Path(self.reviews) if self.reviews else None


class PagesOptions(Options):
    """`tiaoli pages`."""

    output: str | None = None
    """The folder for the pages of documents alone; else all pages are written to docs/."""
    check: bool = False
    """Whether only to look which pages are stale."""
    force: bool = False
    """Whether files in their places that are no pages may be replaced."""


def add_knowledge(commands: Commands) -> None:
    """Add the commands."""
    review = commands.add(
        "review", "复核规则:列出、签署、重开;确认条文理解", ReviewListOptions, _review_list,
        "复核与原文、规则和条文理解的校验码绑定,任何一项改动后须重新复核;确认与条文理解文字的校验码绑定。"
        "本单位的复核记录放在 TIAOLI_REVIEWS 或者 --reviews 所指的目录;没有指定的,不写。",
    )  # fmt: skip
    actions = Commands(review, "动作", "动作", "tiaoli review")

    what = "列出全部规则:未经法制复核的、已经复核的、复核之后有改动的"
    listing = actions.add("list", what, ReviewListOptions, _review_list)
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    _where(listing)

    signing = actions.add("sign", "签署:已对照原文复核这条规则", ReviewRecordOptions, _review_sign)
    signing.add_argument("rule", metavar="规则", help="文件代号/地址#规则名;不会误认时可只写地址或规则名")
    signing.add_argument("--by", required=True, metavar="姓名", help="复核人")
    signing.add_argument("--remark", metavar="备注", help="复核意见")
    _where(signing)

    reopening = actions.add("reopen", "重开:这条规则的复核不再算数", ReviewRecordOptions, _review_reopen)
    reopening.add_argument("rule", metavar="规则", help="同 sign")
    reopening.add_argument("--by", metavar="姓名", help="重开的人")
    reopening.add_argument("--remark", metavar="备注", help="为什么重开")
    _where(reopening)
    for recorded in (signing, reopening):
        recorded.add_argument("--record", metavar="目录", help=_RECORD)

    what = "列出更正原文或者改版以后校验码改变的规则,改动在原文、所据、规则还是条文理解"
    changed = actions.add("changed", what, ChangedOptions, _review_changed)
    changed.add_argument("before", metavar="以前", help="以前的目录(同 compare --before),或者 文件代号@版本")
    changed.add_argument("after", nargs="?", default="", metavar="现在", help="现在的目录或者版本;不写时是正在使用的")
    changed.add_argument("--json", action="store_true", help="输出 JSON")

    what = "列出全部条文理解:所采理解、另一种理解、理由和确认情况"
    readings = actions.add("readings", what, ReviewListOptions, _review_readings)
    readings.add_argument("--json", action="store_true", help="输出 JSON")
    _where(readings)

    confirming = actions.add("confirm", "确认:这条所采的理解就是应采的理解", ReadingOptions, _review_confirm)
    _reading_arguments(confirming, "确认人", "确认的理由或文号")
    doubting = actions.add("doubt", "存疑:可能应采另一种理解,以前的确认不再算数", ReadingOptions, _review_doubt)
    _reading_arguments(doubting, "提出疑问的人", "疑问何在")

    pages = commands.add(
        "pages", "为每份文件生成供纸面复核的页面(Markdown)", PagesOptions, _pages,
        "各份文件的页面写到 docs/corpus;JSON 的说明和 JSON Schema 也由此生成,写到 docs/json.md 和 docs/schema。",
    )  # fmt: skip
    pages.add_argument("-o", "--output", metavar="目录", help="只写各份文件的页面,写到这个目录")
    pages.add_argument("--check", action="store_true", help="只检查,不写文件;有过时的,退出状态为 1")
    add_force(pages)


def _reading_arguments(parser: Parser, who: str, why: str) -> None:
    parser.add_argument("document", metavar="文件", help="代号、题名或文号")
    parser.add_argument("reading", metavar="条文理解", help="条文理解的名称;tiaoli review readings 列出全部")
    parser.add_argument("--by", required=True, metavar="姓名", help=who)
    parser.add_argument("--remark", metavar="备注", help=why)
    parser.add_argument("--reviews", metavar="目录", help="本单位复核记录的目录,代替 TIAOLI_REVIEWS")
    parser.add_argument("--record", metavar="目录", help=_RECORD)


def _where(parser: Parser) -> None:
    parser.add_argument("--document", nargs="+", action="extend", metavar="文件", help="只看这些文件")
    parser.add_argument("--reviews", metavar="目录", help="本单位复核记录的目录,代替 TIAOLI_REVIEWS")


def _noted(options: ReviewRecordOptions | ReadingOptions) -> Noted | None:
    """What appends to the record of --record; None: no record is asked for."""
    if options.record is None:
        return None
    from pathlib import Path

    from reasoner.driver.recording import recorder

    return recorder(Path(options.record), options.by).note


def _review_list(options: ReviewListOptions) -> int:
    from reasoner.driver import knowledge

    if options.json:
        write_json(knowledge.reviews(options.document, options.folder))
    else:
        write(knowledge.reviews_text(options.document, options.folder, **screen()))
    return DONE


def _review_changed(options: ChangedOptions) -> int:
    from reasoner.driver import knowledge

    if options.json:
        write_json(knowledge.rule_changes(options.before, options.after))
    else:
        write(knowledge.rule_changes_text(options.before, options.after, **screen()))
    return DONE


def _review_sign(options: ReviewRecordOptions) -> int:
    from reasoner.driver import knowledge

    given = options.rule, options.by, options.remark, options.document, options.folder
    entry, path = knowledge.sign(*given, noted=_noted(options))
    write(f"已记录:{entry.norm} 由{entry.reviewer}于{entry.date}复核,写入 {path}\n")
    return DONE


def _review_reopen(options: ReviewRecordOptions) -> int:
    from reasoner.driver import knowledge

    given = options.rule, options.by, options.remark, options.document, options.folder
    entry, path = knowledge.reopen(*given, noted=_noted(options))
    write(f"已重开:{entry.norm},写入 {path}\n")
    return DONE


def _review_readings(options: ReviewListOptions) -> int:
    from reasoner.driver import knowledge

    if options.json:
        write_json(knowledge.readings(options.document, options.folder))
    else:
        write(knowledge.readings_text(options.document, options.folder, **screen()))
    return DONE


def _review_confirm(options: ReadingOptions) -> int:
    from reasoner.driver import knowledge

    given = options.document, options.reading, options.by, options.remark, options.folder
    state, path = knowledge.confirm(*given, noted=_noted(options))
    write(f"已记录:{state.document}「{state.reading}」由{state.confirmed_by}确认,写入 {path}\n")
    return DONE


def _review_doubt(options: ReadingOptions) -> int:
    from reasoner.driver import knowledge

    given = options.document, options.reading, options.by, options.remark, options.folder
    state, path = knowledge.doubt(*given, noted=_noted(options))
    write(f"已记录:{state.document}「{state.reading}」存疑,写入 {path}\n")
    return DONE


def _pages(options: PagesOptions) -> int:
    from pathlib import Path

    from reasoner.driver import pages

    folder = pages.DOCUMENTS if options.output is None else Path(options.output)
    changed = pages.write_pages(folder, check_only=options.check, force=options.force)
    if options.output is None:
        changed += pages.write_reference(pages.REFERENCE, check_only=options.check, force=options.force)
    for path in changed:
        write(f"{'须重新生成' if options.check else '已更新'}:{path}\n")
    return STALE if options.check and changed else DONE

"""The commands on the bureau's own corpus: corpus list, check, new. Part of `cli`."""

from __future__ import annotations

from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import screen, write, write_as_it_is, write_json

DONE: Final = 0
FAULTY: Final = 1
"""Exit status of a check that finds something."""


class CorpusOptions(Options):
    """`tiaoli corpus`, `tiaoli corpus list` and `tiaoli corpus check`."""

    json: bool = False
    """Whether to write JSON."""


class NewOptions(Options):
    """`tiaoli corpus new`."""

    file: str
    """The text."""
    id: str
    """The id of the document."""
    region: str
    """Its region by name or code."""
    version: str
    """Its version: first day of force, `undated-YEAR` or `draft`."""


class AcceptOptions(Options):
    """`tiaoli corpus accept`."""

    rule: str | None = None
    """The proposed rule; None: list them."""
    by: str = ""
    """Who accepts it."""
    remark: str = ""
    """In their words."""


class NameOptions(Options):
    """`tiaoli corpus name`."""

    table: str | None = None
    """The table of names; None: list them."""
    fields: tuple[str, ...] | list[str] = ()
    """What stands under each key: `名称=驿站`; none: tell what is asked for."""


def add_corpus(commands: Commands) -> None:
    """Add the commands."""
    corpus = commands.add(
        "corpus", "本单位的规则库:列出、检查、新建文件", CorpusOptions, _list,
        "目录由环境变量 TIAOLI_CORPUS 或者设置里的「规则库」指定;有错的文件搁置,不影响其余文件。",
    )  # fmt: skip
    actions = Commands(corpus, "动作", "动作", "tiaoli corpus")
    listing = actions.add("list", "列出全部文件:地区、版本、收录或草案或搁置、余下的工作", CorpusOptions, _list)
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    what = "检查本单位的文件:只编译有改动的,研判 cases.yaml 的情形,列出错误和余下的工作;有错的,退出状态为 1"
    checking = actions.add("check", what, CorpusOptions, _check)
    checking.add_argument("--json", action="store_true", help="输出 JSON")
    new = actions.add(
        "new", "从原文排出一份新文件的目录", NewOptions, _new,
        "写 meta.toml(每项都有说明)、text.txt、rules.tiao(每条已引原文)、readings.toml、cases.yaml;已有的目录不动。",
    )  # fmt: skip
    new.add_argument("file", metavar="文本文件", help="UTF-8 或 GB18030 编码的全文")
    new.add_argument("--id", required=True, metavar="代号", help="文件代号,如 weifang-2026")
    new.add_argument("--region", required=True, metavar="地区", help="适用地区的名称或六位区划代码")
    new.add_argument(
        "--version",
        required=True,
        metavar="版本",
        help="施行日期(2026-01-01)、undated-年份(施行日期不明)或者 draft(尚未印发)",
    )
    what = "采用一条拟写的规则(待核):去掉“待核”二字,记下谁在哪一日采用;不写规则的,列出全部待核的"
    accepting = actions.add("accept", what, AcceptOptions, _accept)
    accepting.add_argument("rule", nargs="?", metavar="规则", help="文件标识/地址#规则名;不会误认时可只写地址、规则名")
    accepting.add_argument("--by", metavar="姓名", help="采用的人")
    accepting.add_argument("--remark", metavar="备注", help="为什么采用")
    naming = actions.add(
        "name", "写一项本单位的名称:机构类型、事项、指标、又称、地区、机关", NameOptions, _name,
        "只写种类的,说明要写哪几项、可以写什么;都不写的,列出有哪几种。写错的不写入文件;软件自带的文件因此不能编译的,也不写入。",
    )  # fmt: skip
    naming.add_argument("table", nargs="?", metavar="种类", help="如 机构类型、事项、指标、名称又称、地区又称、机关")
    naming.add_argument("fields", nargs="*", metavar="键=内容", help="如 名称=驿站 依据=…;一个键有几个内容的,用、隔开")


def _name(options: NameOptions) -> int:
    from reasoner.driver import own_names

    if options.table is None:
        write(own_names.tables_text())
        return DONE
    if not options.fields:
        write(own_names.fields_text(options.table))
        return DONE
    given: dict[str, str] = {}
    for field in options.fields:
        key, sign, text = field.partition("=")
        if not sign or key in given:
            message = f"「{key}」写了两次" if sign else f"「{field[:40]}」没有写成 键=内容"
            raise Faults([Diagnostic("U191", "tiaoli corpus name", message, "名称=… 依据=…", "几个内容用、隔开")])
        given[key] = text
    path = own_names.enter(options.table, given)
    called = given.get("名称") or given.get("地区") or options.table
    write(
        f"已写入 {path}:{options.table}「{called}」。现在就用得上;改写、删去用文字编辑器,改后 tiaoli corpus check。\n"
    )
    return DONE


def _accept(options: AcceptOptions) -> int:
    from reasoner.driver import accepting

    if options.rule is None:
        write_as_it_is(accepting.proposals_text())
        return DONE
    accepted, path = accepting.accept(options.rule, options.by, options.remark)
    write(f"已采用:{accepted.rule},记录写入 {path};复核仍用 tiaoli review sign。\n")
    return DONE


def _list(options: CorpusOptions) -> int:
    from reasoner.driver import bureau_corpus

    if options.json:
        write_json(bureau_corpus.entries())
    else:
        write(bureau_corpus.entries_text(**screen()))
    return DONE


def _check(options: CorpusOptions) -> int:
    from reasoner.driver import bureau_corpus

    checked = bureau_corpus.check()
    if options.json:
        write_json(checked)
    else:
        write(bureau_corpus.check_text(checked, **screen()))
    return DONE if checked.sound else FAULTY


def _new(options: NewOptions) -> int:
    from pathlib import Path

    from reasoner.driver import bureau_corpus

    files = bureau_corpus.new_document(Path(options.file), options.id, options.region, options.version)
    write(f"已排好:{files[0].parent}\n")
    for path in files:
        write(f"  {path.name}\n")
    write(
        "下一步:填 meta.toml 的「待填」,写 rules.tiao,随时 tiaoli corpus check;填好以前这份文件搁置,不影响别的文件。\n"
    )
    return DONE

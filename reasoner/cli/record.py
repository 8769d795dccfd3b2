"""The commands of the record: audit, replay. Part of `cli`."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import screen, write, write_json
from reasoner.cli.progress import bar
from reasoner.cli.usage import add_force

DONE: Final = 0
FALSE: Final = 1


class AuditOptions(Options):
    """`tiaoli audit`."""

    path: str
    """The folder of a record, or a package, or a head."""
    head: Sequence[str] = ()
    """The heads exported before."""
    export_head: str | None = None
    """The file for the head that it has now."""
    package: str | None = None
    """The number of the application whose archive package is to be written."""
    output: str | None = None
    """The file for the package."""
    letter: Sequence[str] = ()
    """The letters that belong into the package."""
    chain_only: bool = False
    """Whether the verdicts are not derived again."""
    json: bool = False
    """Whether to write JSON."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""


class ReplayOptions(Options):
    """`tiaoli replay`."""

    folder: str
    """The folder of a record."""
    after: str | None = None
    """The folder of a draft; else today's rules."""
    as_of: str | None = None
    """The day whose law is asked for; else that of each verdict."""
    since: str | None = None
    """The first day of recording that counts."""
    until: str | None = None
    """The last."""
    output: str | None = None
    """The workbook to write."""
    json: bool = False
    """Whether to write JSON."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""


def add_record_commands(commands: Commands) -> None:
    """Add the commands."""
    audit = commands.add(
        "audit", "核对记录:是否完好、是否齐全,每份研判重新推导", AuditOptions, _audit,
        "办公室的数据库在 PostgreSQL 的,写 serve --data 所用的目录:数据库由同一个设置(TIAOLI_DATABASE,或者设置里的「数据库」)找到,只读。"
        "完好是说没有一条被改动;齐全要有以前导出的存根才能说。退出状态:0 没有发现不实,1 有一处不实,2 不是记录或者用法有误。",
    )  # fmt: skip
    audit.add_argument(
        "path",
        metavar="记录",
        help="--record 所用的目录,serve --data 所用的目录或者其中的数据库文件,或者一份档案包(zip)",
    )
    audit.add_argument("--head", nargs="+", action="extend", metavar="存根", help="以前导出的存根,一份或者几份")
    audit.add_argument(
        "--export-head",
        metavar="存根",
        help="写出现在的存根:.json,或者打印用的 .txt;与 --head 同用时附上前后相承的证明",
    )
    audit.add_argument("--package", metavar="编号", help="写出这份申请的档案包,与 -o 同用")
    audit.add_argument("-o", "--output", metavar="档案.zip", help="档案包写到这个文件")
    audit.add_argument("--letter", nargs="+", action="extend", metavar="文书", help="归入档案包的文书原件")
    audit.add_argument("--chain-only", action="store_true", help="只核对记录的链和存根,不重新推导研判")
    audit.add_argument("--json", action="store_true", help="输出 JSON")
    add_force(audit)

    replay = commands.add(
        "replay", "把记录里的申请用现行规则或者草案再研判一遍:谁的结论不同、因为哪一条", ReplayOptions, _replay,
        "每份申请取最后一次研判。原来的研判和决定不因此改变。",
    )  # fmt: skip
    replay.add_argument("folder", metavar="记录", help="--record 所用的目录,或者 serve --data 所用的目录")
    replay.add_argument("--after", metavar="目录", help="草案:一份文件的目录,或者这样的目录所在的目录")
    replay.add_argument(
        "--as-of", metavar="日期", help="适用日期;不写时按各份原来的适用日期。草案以后才施行的,写施行以后的一天"
    )
    replay.add_argument("--since", metavar="日期", help="只取这一天和以后记录的")
    replay.add_argument("--until", metavar="日期", help="只取这一天和以前记录的")
    replay.add_argument("-o", "--output", metavar="结果.xlsx", help="结果写成工作簿")
    replay.add_argument("--json", action="store_true", help="输出 JSON")
    add_force(replay)


def _misused(message: str) -> Exception:
    from policy_dsl.diagnostics import Diagnostic, Faults

    return Faults([Diagnostic("U102", "tiaoli audit", message, hint="tiaoli audit --help 说明写法")])


def _replay(options: ReplayOptions) -> int:
    from reasoner.driver import auditing

    gc.enable()
    output = Path(options.output) if options.output else None
    replayed = auditing.replay(
        Path(options.folder), Path(options.after) if options.after else None, as_of=options.as_of, since=options.since,
        until=options.until, progress=bar("研判"), output=output, force=options.force,
    )  # fmt: skip
    if options.json:
        write_json(replayed)
    else:
        write(auditing.replay_text(replayed, **screen()))
        write(f"已写入 {output}\n" if output is not None else "")
    return DONE


def _audit(options: AuditOptions) -> int:
    from reasoner.driver import auditing

    path, heads = Path(options.path), [Path(h) for h in options.head]
    if (options.package is None) != (options.output is None) or (options.letter and options.package is None):
        raise _misused("--package 编号 与 -o 档案.zip 同时写;--letter 只与它们同用")
    if options.package is not None and options.output is not None:
        if options.export_head or options.json or options.chain_only:
            raise _misused("--package 不与 --export-head、--json、--chain-only 同用")
        letters = [Path(letter) for letter in options.letter]
        output = Path(options.output)
        auditing.write_package(path, options.package, output, letters, head_files=heads, force=options.force)
        write(f"已写入 {options.output}\n")
        return DONE
    if path.is_file() and not auditing.is_table_file(path):
        if options.export_head or options.chain_only:
            raise _misused("核对档案包时,只能再写 --head 和 --json")
        checked = auditing.check_package(path, heads)
        if options.json:
            write_json(checked)
        else:
            write(auditing.package_text(checked, **screen()))
        return DONE if checked.holds else FALSE
    gc.enable()  # a record may hold any number of verdicts, and each leaves some cycles behind
    export = Path(options.export_head) if options.export_head else None
    report = auditing.audit(
        path, heads, verdicts=not options.chain_only, progress=bar("核对"),
        export=export, force=options.force,
    )  # fmt: skip
    if options.json:
        write_json(report)
    else:
        write(auditing.audit_text(report, **screen()))
        write(f"已写入 {export}\n" if export is not None else "")
    return DONE if report.holds else FALSE

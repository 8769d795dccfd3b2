"""The command that judges a whole register: batch. Part of `cli`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import screen, write, write_notes
from reasoner.cli.progress import bar
from reasoner.cli.usage import add_force

if TYPE_CHECKING:
    from reasoner.driver.register.explained_rows import ExplainedRows

DONE: Final = 0
_BAD: Final = 2


class BatchOptions(Options):
    """`tiaoli batch`."""

    register: str
    """The table of applications."""
    out: str
    """The table of what they come to."""
    indicators: str | None = None
    """The table of figures."""
    determinations: str | None = None
    """The table of determinations."""
    document: Sequence[str] = ()
    """Ids, titles or numbers of the documents to rest on; none: all."""
    masks: bool = False
    """Whether to write masks of rules in place of lists."""
    as_of: str | None = None
    """The day whose law is asked for; else that of each receipt."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""
    engine: str = "duckdb"
    """What judges: DuckDB, PostgreSQL or Spark."""
    engine_address: str | None = None
    """Where PostgreSQL or Spark is; None: what the environment says."""
    neighbours: str | None = None
    """The table of institutions of one kind that lie near each other."""
    explain: Sequence[str] = ()
    """The numbers of the applications of which the whole verdict is printed."""


def add_register(commands: Commands) -> None:
    """Add the command."""
    batch = commands.add(
        "batch", "整份名册一次研判:Parquet、CSV、xlsx 或 DuckDB 表进,一张结果表出", BatchOptions, _batch,
        "有错的行写在「结果.csv.faults.csv」里,不研判;退出状态:0 全部研判,2 有的行有错,或者不能研判。",
    )  # fmt: skip
    batch.add_argument("register", metavar="名册", help="申请的表,列名同「申请」表;DuckDB 写作 文件.duckdb#表名")
    batch.add_argument("out", metavar="结果", help="结果.parquet、结果.csv 或 文件.duckdb#表名")
    batch.add_argument("--indicators", metavar="指标", help="指标的表,列名同「指标」表,或者一项指标一列")
    batch.add_argument("--determinations", metavar="认定", help="认定的表,列名同「认定」表")
    batch.add_argument("--document", nargs="+", action="extend", metavar="文件", help="只依据这些文件")
    batch.add_argument("--masks", action="store_true", help="不写条款清单,写规则成立、不明的位,各位是哪条规则另写一份")
    batch.add_argument("--as-of", metavar="日期", help="适用日期,如 2024-05-01;默认为收到申请之日")
    batch.add_argument(
        "--engine", choices=("duckdb", "postgresql", "spark"), help="由哪个引擎研判,结论相同;默认为 duckdb"
    )
    batch.add_argument(
        "--engine-address", metavar="地址", help="postgresql://用户@主机:端口/库名,或 local[线程数];口令不写在这里"
    )
    batch.add_argument(
        "--neighbours",
        metavar="邻近.csv",
        help="另外写出步行范围内可能相邻的同类机构;名册要有经度、纬度和坐标系(WGS-84、CGCS2000)",
    )
    batch.add_argument(
        "--explain",
        nargs="+",
        action="extend",
        metavar="编号",
        help="这些申请另外逐份研判,写出全部理由,并与按列研判的结果核对",
    )
    add_force(batch)


def _write_explained(rows: ExplainedRows) -> None:
    """The whole verdicts, as `check --full` writes them, and why the others have none."""
    from reasoner.driver.judging import check_text

    for text in check_text(rows.verdicts, full=True, **screen()) if rows.verdicts else ():
        write(text)
    for fault in rows.faults:
        column = f"「{fault.column}」一列," if fault.column else ""
        write(f"{fault.id} 没有研判:第{fault.row + 1}份,{column}{fault.fault.code} {fault.fault.message}\n")


def _batch(options: BatchOptions) -> int:
    from reasoner.driver.register.judge_register import judge_register
    from reasoner.driver.register.outputs import Request

    done = judge_register(
        Request(
            options.register, options.out, options.indicators, options.determinations, options.document, options.masks,
            options.as_of, options.force, options.engine, options.engine_address,
            options.explain, options.neighbours,
        ),
        bar("研判"),
    )  # fmt: skip
    write_notes(done.notes)
    if done.explained is not None:
        _write_explained(done.explained)
    write(f"研判{done.rows}份,有错没有研判{done.faulty}份。结果:{'、'.join(done.files)}\n")
    return _BAD if done.faulty else DONE

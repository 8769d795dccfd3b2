"""The command that judges a register under a supposition: simulate. Part of `cli`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reasoner.cli.commands import Commands, Options
from reasoner.cli.console import write, write_notes
from reasoner.cli.progress import bar
from reasoner.cli.usage import add_force

DONE: Final = 0


class SimulateOptions(Options):
    """`tiaoli simulate`."""

    register: str
    """The table of applications."""
    output: str
    """The file to write."""
    set: Sequence[str] = ()
    """Numbers that are supposed."""
    after: str | None = None
    """The folder of a draft."""
    reading: str | None = None
    """The reading that is taken the other way."""
    as_of: str | None = None
    """The day whose law is asked for."""
    indicators: str | None = None
    """The table of figures."""
    determinations: str | None = None
    """The table of determinations."""
    document: Sequence[str] = ()
    """Ids, titles or numbers of the documents to rest on; none: all."""
    names: bool = False
    """Whether applications and institutions are listed."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""


def add_simulation(commands: Commands) -> None:
    """Add the command."""
    simulate = commands.add(
        "simulate", "整份名册按假设的规则再研判一遍:谁的结论不同、因为哪一条;内部测算,不作依据", SimulateOptions, _simulate,
        "一次只假设一种变化:--set 改条款里的数,--after 换成草案,--reading 换一种理解,只写 --as-of 换适用日期。",
    )  # fmt: skip
    simulate.add_argument("register", metavar="名册", help="申请的表,同 tiaoli batch")
    simulate.add_argument("-o", "--output", required=True, metavar="结果", help="结果.html、结果.xlsx 或 结果.json")
    simulate.add_argument(
        "--set", action="append", metavar="条款=数", help="如 qingdao-2023-18-medical/3.1.p2=70%%;可以写几次"
    )
    simulate.add_argument("--after", metavar="目录", help="草案:一份文件的目录,或者这样的目录所在的目录")
    simulate.add_argument("--reading", metavar="条文理解", help="按另一种理解:条文理解的名称,或者 文件/名称")
    simulate.add_argument("--as-of", metavar="日期", help="两遍都用的适用日期;没有别的假设时,只用于后一遍")
    simulate.add_argument("--indicators", metavar="指标", help="指标的表,同 tiaoli batch")
    simulate.add_argument("--determinations", metavar="认定", help="认定的表,同 tiaoli batch")
    simulate.add_argument("--document", nargs="+", action="extend", metavar="文件", help="只依据这些文件")
    simulate.add_argument("--names", action="store_true", help="列出编号和机构名称;不写时只有份数")
    add_force(simulate)


def _simulate(options: SimulateOptions) -> int:
    from reasoner.driver.simulation.simulate import Supposition, simulate, write_simulation

    supposition = Supposition(
        options.register, Path(options.output), options.set, Path(options.after) if options.after else None,
        options.reading, options.as_of, options.indicators, options.determinations, options.document, options.names,
        force=options.force,
    )  # fmt: skip
    made = simulate(supposition, bar("核对"))
    write_simulation(made, supposition)
    write_notes(made.notes)
    heading = f"{made.heading}:" if made.heading else ""
    write(f"{heading}研判{made.judged}份,结论不同{made.changed}份,有错没有研判{made.faulty}份。{made.watermark}。\n")
    write(f"已写入 {options.output}\n")
    return DONE

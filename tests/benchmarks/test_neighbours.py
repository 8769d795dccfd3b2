"""Neighbours of a register against reading its points, in turn, CPU of the process tree. Nothing here fails by the clock.

Wanted: the neighbours of 1.1 million points at most 10 times reading them. TIAOLI_POINTS: so many points. Compared are `tiaoli batch`
with and without `--neighbours`, and a process that reads 编号, kind, place and position of the same file into the engine,
its start included.
"""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path

import pytest

from reasoner.backends.columnar.duckdb_engine import Engine
from tests.benchmarks.test_batch import ROUNDS, cpu

POINTS = int(os.environ.get("TIAOLI_POINTS", "2000"))
READING = (
    "import duckdb, sys; duckdb.connect(config={'threads': 1}).execute(\"create temp table t as select 编号, 类型, 所在地, 经度, 纬度, 坐标系 "
    'from read_parquet(?)", [sys.argv[1]])'
)
KINDS = ("零售药店", "新增定点零售药店"), ("诊所", "新增个人账户定点"), ("综合医院", "新增购买住院床位")


def points(folder: Path, count: int) -> Path:
    """Institutions of three kinds, each at a random place within squares of 0.15 degrees, spread over 20 degrees by 20: some 200 in each."""
    engine, path = Engine(folder), folder / "points.parquet"
    engine.run("select setseed(0.2)")
    kind = "".join(f" when {i} then '{{}}'" for i in range(len(KINDS)))
    of = [f"case i % 3{kind.format(*names)} end" for names in zip(*KINDS, strict=True)]
    towns = max(1, count // 200)
    east, north = (
        f"{low} + 20 * (hash(i % {towns}, '{salt}') % 1000000) / 1e6 + 0.15 * random()"
        for low, salt in ((100, "e"), (20, "n"))
    )
    engine.run(
        f"copy (select 'A' || lpad(i::varchar, 8, '0') as 编号, {of[1]} as 事项, '2024-05-01' as 日期, {of[0]} as 类型, "
        f"'370214' as 所在地, round({east}, 7) as 经度, round({north}, 7) as 纬度, 'CGCS2000' as 坐标系 from range({count}) t(i)) "
        f"to '{path}' (format parquet)"
    )
    engine.close()
    return path


def test_neighbours_against_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = str(points(tmp_path, POINTS))
    batch = [str(Path(sys.executable).with_name("tiaoli")), "batch", register, str(tmp_path / "out.parquet"), "--force"]
    commands = {
        "reading": [sys.executable, "-c", READING, register],
        "batch": batch,
        "batch with neighbours": [*batch, "--neighbours", str(tmp_path / "near.parquet")],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            taken[name].append(cpu(command))
    reading, alone, both = (statistics.median(seconds) for seconds in taken.values())
    engine = Engine(tmp_path)
    ((pairs,),) = engine.rows(f"select count(*) from '{tmp_path}/near.parquet'")
    engine.close()
    assert isinstance(pairs, int)
    assert pairs > 0
    with capsys.disabled():
        print(
            f"\n{POINTS} points, {pairs} pairs: reading {reading:.2f} s of processor, batch {alone:.2f}, with neighbours {both:.2f}; "
            f"neighbours {(both - alone) / reading:.2f} x reading"
        )

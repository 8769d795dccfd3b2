"""`tiaoli batch` against the query that an analyst writes by hand, in turn, CPU of the process tree. Nothing here fails by the clock.

Wanted: judging alone at most the query by hand, with intake and faults 1.5 times, all documents at most twice one. The query and the
generator stand outside the tree: TIAOLI_PEERS names their folder; without it nothing is compared. TIAOLI_ROWS: so many rows.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

PEERS = Path(os.environ.get("TIAOLI_PEERS", "peers"))
ROWS = int(os.environ.get("TIAOLI_ROWS", "2000"))
ROUNDS = int(os.environ.get("TIAOLI_ROUNDS", "3"))
SEED = os.environ.get("TIAOLI_SEED", "20261129")
DOCUMENT = "qingdao-2023-18-medical"


NUMBER = "qingdao-2023-18-medical/3.1.p2=70%"
"""What the simulation supposes."""


def cpu(command: list[str], statuses: tuple[int, ...] = (0,)) -> float:
    """Seconds of processor that a command and its children took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in statuses, done.stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.skipif(not (PEERS / "register_by_hand.py").exists(), reason="the query by hand is not here")
def test_a_register_against_the_query_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(
        [sys.executable, str(PEERS / "register_data.py"), str(tmp_path), "--rows", str(ROWS), "--seed", SEED],
        check=True,
    )
    lists = ["--indicators", f"{tmp_path}/indicators.parquet", "--determinations", f"{tmp_path}/determinations.parquet"]
    files = [f"{tmp_path}/apps.parquet", f"{tmp_path}/out.parquet", *lists]
    batch = [str(Path(sys.executable).with_name("tiaoli")), "batch", *files, "--masks", "--force"]
    commands = {
        "by hand": [sys.executable, str(PEERS / "register_by_hand.py"), *files[:1], f"{tmp_path}/peer.parquet", *lists],
        "one document": [*batch, "--document", DOCUMENT],
        "all documents": batch,
        "all, lists": [c for c in batch if c != "--masks"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            taken[name].append(cpu(command, (0, 2)))
    median = {name: statistics.median(seconds) for name, seconds in taken.items()}
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    with capsys.disabled():
        for name, seconds in median.items():
            print(
                f"\n{ROWS} rows, {name}: {seconds:.2f} s of processor, {seconds / median['by hand']:.2f} x by hand",
                end="",
            )
        print(f"\npeak of a process: {peak} MiB")


@pytest.mark.skipif(not (PEERS / "register_data.py").exists(), reason="the generator is not here")
def test_a_simulation_against_one_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wanted: at most three times `tiaoli batch` over the same register. TIAOLI_GENERATOR: the Python that has what the generator needs."""
    generator = os.environ.get("TIAOLI_GENERATOR", sys.executable)
    data = [generator, str(PEERS / "register_data.py"), str(tmp_path), "--rows", str(ROWS), "--seed", SEED]
    subprocess.run(data, check=True)
    lists = ["--indicators", f"{tmp_path}/indicators.parquet", "--determinations", f"{tmp_path}/determinations.parquet"]
    tiaoli, register = str(Path(sys.executable).with_name("tiaoli")), f"{tmp_path}/apps.parquet"
    commands = {
        "one pass": [tiaoli, "batch", register, f"{tmp_path}/out.parquet", *lists, "--force"],
        "simulation": [tiaoli, "simulate", register, "-o", f"{tmp_path}/out.json", "--set", NUMBER, *lists, "--force"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            taken[name].append(cpu(command, (0, 2)))
    median = {name: statistics.median(seconds) for name, seconds in taken.items()}
    with capsys.disabled():
        ratio = median["simulation"] / median["one pass"]
        print(
            f"\n{ROWS} rows, one pass {median['one pass']:.2f} s, simulation {median['simulation']:.2f} s: {ratio:.2f} x"
        )

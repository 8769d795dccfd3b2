"""`tiaoli batch` against the query that an analyst writes by hand, in turn, CPU of the process tree. Nothing here fails by the clock.

Wanted: judging alone at most the query by hand, with intake and faults 1.5 times, all documents at most twice one. The query and the
generator stand outside the tree: TIAOLI_PEERS names their folder; without it nothing is compared. TIAOLI_ROWS: so many rows.
TIAOLI_GENERATOR: the Python that has what the generator needs. PYTHONDONTWRITEBYTECODE must not be set unless compiled modules lie
there already, or each run compiles all modules anew and nothing else is measured at 1,000 rows.

Measured on two shared cores (load 5 to 11), a million rows, medians of 5 to 9 alternating runs, CPU of the process tree; before and after
what a combination comes to was decided once for all alike, and rows with a place kept nothing that only others need:
one document 2.16 to 1.88 times the query by hand (0.60 s); judging alone 0.95 times from rows in codes, 1.26 times from the Parquet file; a
simulation 3.46 to 2.81 times one pass, which itself took a tenth less; 1,000 rows 3.10 to 2.93 times a bare engine (0.107 s).
Of the 1.13 s of one document: a bare engine 0.11, modules 0.08, rules, lists, headers 0.06, the different texts of 18 columns 0.08, names
0.085, numbers of applications 0.07, places by day 0.03, the table of words 0.24, classes and combinations 0.13, rows apart 0.06, writing
0.14, faults and digests 0.05. Reading a column of Parquet takes 4 to 5 ms, and a code of it as much again at most.
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
GENERATOR = os.environ.get("TIAOLI_GENERATOR", sys.executable)
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


def _generated(folder: Path, rows: int = ROWS) -> None:
    data = [GENERATOR, str(PEERS / "register_data.py"), str(folder), "--rows", str(rows), "--seed", SEED]
    subprocess.run(data, check=True)


@pytest.mark.skipif(not (PEERS / "register_by_hand.py").exists(), reason="the query by hand is not here")
def test_a_register_against_the_query_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _generated(tmp_path)
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


@pytest.mark.skipif(not (PEERS / "register_by_hand.py").exists(), reason="the query by hand is not here")
def test_judging_alone_against_the_query_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wanted: at most the query by hand with masks. What each side counts says `tests.benchmarks.judging_alone`."""
    _generated(tmp_path)
    sides = ("hand", "coded", "read")
    taken: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(ROUNDS):
        for side in sides:
            command = [sys.executable, "-m", "tests.benchmarks.judging_alone", side, str(tmp_path), str(PEERS)]
            taken[side].append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    median = {side: statistics.median(seconds) for side, seconds in taken.items()}
    with capsys.disabled():
        for side, seconds in median.items():
            print(
                f"\n{ROWS} rows, judging alone, {side}: {seconds:.3f} s of processor, {seconds / median['hand']:.2f} x by hand",
                end="",
            )


@pytest.mark.skipif(not (PEERS / "register_data.py").exists(), reason="the generator is not here")
def test_a_small_register_against_a_bare_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wanted of 1,000 rows: at most twice `import duckdb` and a connection."""
    _generated(tmp_path, 1000)
    lists = ["--indicators", f"{tmp_path}/indicators.parquet", "--determinations", f"{tmp_path}/determinations.parquet"]
    tiaoli = str(Path(sys.executable).with_name("tiaoli"))
    batch = [tiaoli, "batch", f"{tmp_path}/apps.parquet", f"{tmp_path}/out.parquet", *lists, "--masks", "--force"]
    commands = {
        "bare": [sys.executable, "-c", "import duckdb; duckdb.connect()"],
        "one document": [*batch, "--document", DOCUMENT],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            taken[name].append(cpu(command, (0, 2)))
    median = {name: statistics.median(seconds) for name, seconds in taken.items()}
    with capsys.disabled():
        ratio = median["one document"] / median["bare"]
        print(f"\n1000 rows {median['one document']:.3f} s, bare engine {median['bare']:.3f} s: {ratio:.2f} x")


@pytest.mark.skipif(not (PEERS / "register_data.py").exists(), reason="the generator is not here")
def test_a_simulation_against_one_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Wanted: at most three times `tiaoli batch` over the same register."""
    _generated(tmp_path)
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

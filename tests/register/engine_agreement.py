"""Interpreter, DuckDB and another engine on random registers:

    python -m tests.register.engine_agreement postgresql|spark [--rows N] [--seed S] [--address ADDRESS]

Without an address a PostgreSQL server is made for it. Every statement of the plan runs in the engine, with lists and with masks; the
results must be those of DuckDB, row by row in their order, and these those of the interpreter. Exit 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.driver.register.judge_register import judge_register
from reasoner.driver.register.outputs import Request
from tests.office.postgresql_cluster import cluster
from tests.register.agreement import compared


def differences(engine: str, address: str | None, rows: int, seed: int, folder: Path) -> list[str]:
    """What differs between the interpreter and DuckDB, and between that and another engine."""
    differing = list(compared(rows, seed, folder).differences)
    files = [str(folder / f"{name}.parquet") for name in ("applications", "indicators", "determinations")]
    reader = Engine(folder)
    for masks in (True, False):
        out = f"{folder}/{engine}-{masks}.parquet"
        judge_register(Request(files[0], out, *files[1:], masks=masks, force=True, engine=engine, address=address))
        there = reader.rows(f"select * from '{out}'")
        here = reader.rows(f"select * from '{folder}/{masks}.parquet'")
        if len(here) != len(there):
            differing.append(f"masks {masks}: {len(here)} rows by DuckDB, {len(there)} by {engine}")
        differing += [f"{a} by DuckDB, {b} by {engine}" for a, b in zip(here, there, strict=False) if a != b]
        for name in ("faults.csv", "notes.csv"):
            if Path(f"{out}.{name}").read_bytes() != (folder / f"{masks}.parquet.{name}").read_bytes():
                differing.append(f"{name} differ")
    reader.close()
    return differing


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=("postgresql", "spark"))
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--address")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder, address = Path(stack.enter_context(tempfile.TemporaryDirectory())), given.address
        if given.engine == "postgresql" and address is None:
            address = stack.enter_context(cluster()).new_database()
        differing = differences(given.engine, address, given.rows, given.seed, folder)
    for line in differing[:20]:
        print(line)
    print(f"{given.rows} rows, {len(differing)} differences")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())

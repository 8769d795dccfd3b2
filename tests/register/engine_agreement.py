"""Interpreter, DuckDB and another engine on random registers:

    python -m tests.register.engine_agreement postgresql|spark [--rows N] [--seed S] [--address ADDRESS] [--seconds S]

Without an address a PostgreSQL server is made for it. Rows are made in registers of CHUNK with the strata of
`tests.register.agreement`. Every statement of the plan runs in the engine, with lists and with masks; the results must be those of
DuckDB, row by row in their order, and these those of the interpreter. Printed is how often each rule is true, false and unknown, and
how often what a comparison compares is equal, up to one step below and above. Exit 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.driver.register.judge_register import judge_register
from reasoner.driver.register.outputs import Request
from tests.office.postgresql_cluster import cluster
from tests.register.agreement import CHUNK, Result, compared, table


def engine_result(
    engine: str, address: str | None, rows: int, seed: int, folder: Path, documents: tuple[str, ...] = (),
    as_of: str | None = None, *, stratified: bool = False,
) -> Result:  # fmt: skip
    """A random register judged by the interpreter, by DuckDB and by another engine."""
    result = compared(rows, seed, folder, documents, as_of, stratified=stratified)
    differing: list[str] = []
    files = [str(folder / f"{name}.parquet") for name in ("applications", "indicators", "determinations")]
    reader = Engine(folder)
    for masks in (True, False):
        out = f"{folder}/{engine}-{masks}.parquet"
        judge_register(
            Request(files[0], out, *files[1:], documents, masks, as_of, force=True, engine=engine, address=address)
        )
        there = reader.rows(f"select * from '{out}'")
        here = reader.rows(f"select * from '{folder}/{masks}.parquet'")
        if len(here) != len(there):
            differing.append(f"masks {masks}: {len(here)} rows by DuckDB, {len(there)} by {engine}")
        differing += [f"{a} by DuckDB, {b} by {engine}" for a, b in zip(here, there, strict=False) if a != b]
        for name in ("faults.csv", "notes.csv"):
            if Path(f"{out}.{name}").read_bytes() != (folder / f"{masks}.parquet.{name}").read_bytes():
                differing.append(f"{name} differ")
    reader.close()
    return result._replace(differences=(*result.differences, *differing))


def differences(
    engine: str, address: str | None, rows: int, seed: int, folder: Path, documents: tuple[str, ...] = (),
    as_of: str | None = None, *, stratified: bool = False,
) -> list[str]:  # fmt: skip
    """What differs between the interpreter and DuckDB, and between that and another engine."""
    return list(engine_result(engine, address, rows, seed, folder, documents, as_of, stratified=stratified).differences)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=("postgresql", "spark"))
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--address")
    parser.add_argument("--as-of")
    parser.add_argument("--document", nargs="+", default=[])
    parser.add_argument("--seconds", type=float, help="begin no register after so many seconds of the clock")
    given = parser.parse_args()
    documents, begun, total = tuple(given.document), time.monotonic(), Result(0, 0, (), Counter(), Counter())
    with ExitStack() as stack:
        address = given.address
        if given.engine == "postgresql" and address is None:
            address = stack.enter_context(cluster()).new_database()
        for number, first in enumerate(range(0, given.rows, CHUNK)):
            if given.seconds is not None and time.monotonic() - begun > given.seconds:
                print(f"{number} registers judged: the time is over", flush=True)
                break
            rows, seed = min(CHUNK, given.rows - first), given.seed * 1000 + number
            with tempfile.TemporaryDirectory() as folder:
                result = engine_result(
                    given.engine, address, rows, seed, Path(folder), documents, given.as_of, stratified=True
                )
            for line in result.differences[:20]:
                print(f"seed {seed}: {line}", flush=True)
            total = total.and_of(result)
            print(
                f"seed {seed}: {result.rows} rows; together {total.rows}, {len(total.differences)} differences",
                flush=True,
            )
    print(*table(total, documents, given.as_of), sep="\n")
    print(f"{total.rows} rows judged by all, {total.refused} refused, {len(total.differences)} differences")
    return 1 if total.differences else 0


if __name__ == "__main__":
    sys.exit(main())

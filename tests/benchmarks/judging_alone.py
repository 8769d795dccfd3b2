"""Seconds of processor that judging alone takes, printed: `python -m tests.benchmarks.judging_alone SIDE FOLDER PEERS`.

SIDE: `hand`, the query by hand from Parquet to Parquet; `read`, the plan from the Parquet file, with
headers, lists and texts looked at before; `coded`, the plan from rows that are in codes already, as a table in memory. What is written
has the columns of the query by hand; the possible outcomes are a list where that writes a number. Starting Python, loading modules, connecting
and compiling the rules count on no side. FOLDER holds the files of the generator.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from pathlib import Path

from reasoner.backends.columnar import register_pass
from reasoner.backends.columnar.duckdb_engine import PARQUET
from reasoner.backends.columnar.register_columns import Register
from reasoner.backends.columnar.register_pass import Pass
from reasoner.backends.columnar.row_statements import RowStatements
from reasoner.driver import current_rule_base
from reasoner.driver.register.engines import plans_of
from reasoner.driver.register.judge_register import RegisterRun
from reasoner.driver.register.outputs import Request
from reasoner.driver.register.reading import Reader, headers_of
from reasoner.driver.register.tables import relation
from reasoner.intake.field_schema import Tables

DOCUMENT = "qingdao-2023-18-medical"
_TAKING_IN = [0.0]


class _InCodes(RowStatements):
    """Rows in codes as a table, whose making is taken off."""

    def coded(self) -> str:
        before = time.process_time()
        self._engine.run(f"create or replace temp table in_codes as {super().coded()}")
        _TAKING_IN[0] += time.process_time() - before
        return "select * from in_codes"


def _by_hand(folder: Path, peers: Path, out: Path) -> float:
    import duckdb

    assert duckdb.__version__
    spec = importlib.util.spec_from_file_location("register_by_hand", peers / "register_by_hand.py")
    assert spec is not None
    assert spec.loader is not None
    by_hand = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(by_hand)
    names = (folder / "apps.parquet", out, folder / "indicators.parquet", folder / "determinations.parquet")
    connection = by_hand.connect()
    by_hand.connect = lambda _threads=None: connection
    before = time.process_time()
    by_hand.run(*map(str, names))
    return time.process_time() - before


def _by_plan(folder: Path, out: Path, *, in_codes: bool) -> float:
    lists = str(folder / "indicators.parquet"), str(folder / "determinations.parquet")
    request = Request(str(folder / "apps.parquet"), str(out), *lists, (DOCUMENT,), masks=True)
    only, base = current_rule_base.looked_at(request.documents), current_rule_base.rule_base()
    (plan,) = plans_of(base, only, None, masks=True)
    run = RegisterRun(request, base, [plan], only, out.parent, None)
    of = relation(run.engine, request.register, out.parent, "register")
    headers, remarks = headers_of(run.engine, of, run.names, day_given=False)
    facts = run._facts(of, [])
    tables = Tables(base.vocabulary, base.document_names, base.shared_numbers, base.issuers)
    reading = Reader(run.engine, of, tables, run.names, plan.plan).read(headers, remarks, None, towns=False)
    register = Register(
        of.source, reading.columns, reading.places, facts, None, reading.sound, reading.omits, run._contradicts
    )
    if in_codes:
        register_pass.RowStatements = _InCodes  # type: ignore[misc]
    before = time.process_time()
    once = Pass(run.engine, plan.base, plan.plan, plan.only)
    assert once.judge(register)
    once.unread()
    result = once.result(masks=True)
    run.engine.written(f"copy (select * exclude (label) from ({result})) to '{out}' ({PARQUET})")
    return time.process_time() - before - _TAKING_IN[0]


def main() -> None:
    """Print the seconds of one side."""
    side, folder, peers = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out.parquet"
        seconds = _by_hand(folder, peers, out) if side == "hand" else _by_plan(folder, out, in_codes=side == "coded")
    print(f"{seconds:.4f}")


if __name__ == "__main__":
    main()

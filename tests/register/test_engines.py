"""PostgreSQL and Spark say of random registers what DuckDB and the interpreter say; what goes wrong in them is named, and nothing is
half-written. The long form is `python -m tests.register.engine_agreement`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.backends.columnar.portable_sql import Dialect, NotPortable, portable
from reasoner.backends.columnar.postgresql_server import PostgreSQL
from reasoner.driver.register import judge_register as judging
from reasoner.driver.register.judge_register import judge_register
from reasoner.driver.register.outputs import Request
from tests.office.postgresql_cluster import Cluster, cluster
from tests.register.engine_agreement import differences
from tests.register.test_batch import ROW, faults_of, judged, written


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as running:
        yield running


@pytest.fixture
def database(server: Cluster) -> str:
    return server.new_database()


@pytest.fixture(scope="module")
def spark() -> None:
    """Java keeps running when a session ends, so that it starts once."""
    if find_spec("pyspark") is None or which("java") is None:
        assert os.environ.get("TIAOLI_REQUIRE_ALL") != "1", "needs PySpark and Java"
        pytest.skip("needs PySpark and Java")


def test_postgresql_agrees_with_the_interpreter_and_with_duckdb(database: str, tmp_path: Path) -> None:
    assert differences("postgresql", database, 2000, 1, tmp_path) == []


@pytest.mark.usefixtures("spark")
def test_spark_agrees_with_the_interpreter_and_with_duckdb(tmp_path: Path) -> None:
    assert differences("spark", None, 2000, 1, tmp_path) == []


def test_rows_that_intake_refuses_and_numbers_twice_are_left_out_by_another_engine(
    database: str, tmp_path: Path
) -> None:
    """As by DuckDB: a kind that is none (F117), a kind that cannot ask for it (F121), and both rows of one number (F132)."""
    retail = ROW | {"编号": "A4", "类型": "零售药店"}
    rows = [ROW, ROW | {"编号": "A2", "类型": "医务院"}, ROW | {"编号": "A3"}, retail, ROW | {"编号": "A5"}, ROW]
    register = written(tmp_path, rows)
    done, came = judged(tmp_path, register, engine="postgresql", address=database)
    assert [r[0] for r in came] == ["A3", "A5"]
    assert (done.rows, done.faulty) == (2, 4)
    assert [(f[0], f[3], f[4]) for f in faults_of(tmp_path)] == [
        ("1", "A1", "F132"), ("2", "A2", "F117"), ("4", "A4", "F121"), ("6", "A1", "F132"),
    ]  # fmt: skip


# --- what goes wrong ------------------------------------------------------------------------------------------------


def _codes(folder: Path, engine: str, address: str | None) -> list[str]:
    with pytest.raises(Faults) as raised:
        judged(folder, written(folder, [ROW]), engine=engine, address=address or "")
    assert sorted(p.name for p in folder.iterdir()) == ["a.parquet"]
    assert all("geheim" not in str(d) for d in raised.value.diagnostics)
    return [d.code for d in raised.value.diagnostics]


@pytest.mark.parametrize("wrong", ["postgresql://office:geheim@127.0.0.1:1/none", "host=127.0.0.1 port=x", "mysql://a"])
def test_an_address_at_which_nothing_answers_is_named_without_its_password(wrong: str, tmp_path: Path) -> None:
    assert _codes(tmp_path, "postgresql", wrong) == ["B109"]


def test_a_wrong_password_is_named(database: str, tmp_path: Path) -> None:
    head, _, tail = database.partition("@")
    assert _codes(tmp_path, "postgresql", f"{head.rpartition(':')[0]}:geheim@{tail}") == ["B109"]


@pytest.mark.parametrize("address", ["spark://127.0.0.1:7077", "local[0]", "yarn"])
def test_spark_of_other_machines_is_refused(address: str, tmp_path: Path) -> None:
    """Rows are handed over in files that both must see."""
    assert _codes(tmp_path, "spark", address) == ["B109"]


def test_no_right_to_make_temporary_tables_is_named(server: Cluster, database: str, tmp_path: Path) -> None:
    name = database.rpartition("/")[2]
    server.query(database, f"create role reader{name} login password 'x'")
    server.query(database, f"revoke temporary on database {name} from public")
    address = f"postgresql://reader{name}:x@127.0.0.1:{server.port}/{name}"
    assert _codes(tmp_path, "postgresql", address) == ["B110"]


def test_a_read_only_database_is_enough(server: Cluster, database: str, tmp_path: Path) -> None:
    """Temporary tables alone are made, which a read-only transaction allows to be filled but not to be made: named, not crashed."""
    name = database.rpartition("/")[2]
    server.query(database, f"alter database {name} set default_transaction_read_only = on")
    assert _codes(tmp_path, "postgresql", database) == ["B110"]


def test_an_engine_that_dies_leaves_nothing_half_written_and_the_run_goes_on(
    server: Cluster, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts that are done are kept beside the output, and not judged again."""
    monkeypatch.setattr(judging, "CHUNK", 2)
    register = written(tmp_path, [ROW | {"编号": f"A{i}"} for i in range(6)])
    out = tmp_path / "out.parquet"
    request = Request(register, str(out), engine="postgresql", address=database)
    loads: list[str] = []
    load = PostgreSQL.load

    def dies(self: PostgreSQL, table: str, *more: object) -> None:
        loads.append(table)
        if loads.count("applications") == 2 and table == "class":
            ends = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            server.query(database, ends)
        load(self, table, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(PostgreSQL, "load", dies)
    with pytest.raises(Faults) as raised:
        judge_register(request)
    assert [d.code for d in raised.value.diagnostics] == ["B111"]
    assert not out.exists()
    loads.clear()
    monkeypatch.setattr(
        PostgreSQL, "load", lambda self, table, *more: (loads.append(table), load(self, table, *more))[1]
    )
    assert judge_register(request).rows == 6
    assert loads.count("applications") == 2
    assert sorted(p.name for p in tmp_path.iterdir() if ".parts" in p.name) == []


# --- statements -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
@pytest.mark.parametrize(
    "statement",
    [
        "select a / b from t",
        "select a // b from t",
        "select round(a) from t",
        "select 1.5 * a from t",
        "select list(a) from t",
        "select greatest(a, b) from t",
        "select a << 3 from t",
        "select max_by(a, b) from t",
        "select a::double from t, unnest(b) u",
        "select row_number() over (order by a) from t",
        "select * exclude (a) from of_nobody",
        "drop table t",
    ],
)
def test_what_engines_read_otherwise_is_refused(statement: str, dialect: Dialect) -> None:
    with pytest.raises(NotPortable):
        portable(statement, dialect, {"t": ["a", "b"]})


def test_what_is_written_otherwise() -> None:
    """A map, days apart, columns left out, the end of a range, numbers of 32 bits, and brackets around bits."""
    tables = {"t": ["a", "b"]}
    assert portable("select map {'x': 1}[a] as c from t", "postgres", tables).query == (
        'SELECT CASE WHEN "a" = \'x\' THEN CAST(1 AS BIGINT) END AS "c" FROM "t"'
    )
    days = portable("select (a - date '2024-01-01') as d from t", "spark", tables).query
    assert days == "SELECT (CAST(DATEDIFF(`a`, CAST('2024-01-01' AS DATE)) AS BIGINT)) AS `d` FROM `t`"
    made = portable("create or replace temp table u as select * exclude (a) from t limit 0", "postgres", tables)
    assert made == ('SELECT "t"."b" FROM "t" LIMIT 0', "u", "")
    series = portable("select unnest(range(a, b)) as k from t", "postgres", tables).query
    assert series == 'SELECT GENERATE_SERIES("a", "b" - CAST(1 AS BIGINT)) AS "k" FROM "t"'
    assert "(`a` & CAST(4 AS BIGINT)) = CAST(0 AS BIGINT)" in portable("select a & 4 = 0 from t", "spark", tables).query


def test_no_other_command_imports_the_engines() -> None:
    code = (
        "import sys; from reasoner.cli.main import main; from reasoner.driver.register import judge_register; "
        "main(['explain', 'B112']); print([m for m in ('sqlglot', 'psycopg', 'pyspark', 'py4j') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.rstrip().endswith("[]"), done.stdout + done.stderr

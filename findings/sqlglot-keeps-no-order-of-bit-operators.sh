#!/usr/bin/env bash
# Bits joined by | and & without brackets mean one thing in DuckDB and PostgreSQL and another in Spark; sqlglot prints them unchanged.
#
# Version: sqlglot 30.30.0, duckdb 2.0.1, pyspark 4.3.0 (Java 17).
# Behaviour: in DuckDB (as in PostgreSQL) | and & bind equally and from the left, so that 1 | 2 & 0 is (1 | 2) & 0 = 0. In Spark & binds before |:
# 1 | (2 & 0) = 1. sqlglot, from one to the other, keeps the text as it is and raises nothing, also where it is asked to raise for all
# that a dialect does not support. With brackets written out both give what is meant. Masks of rules differ silently.
# Output seen: printed: SELECT 1 | 2 & 0 | duckdb: 0 | spark: 1
set -euo pipefail
command -v java > /dev/null || { echo "needs Java 17"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyspark==4.3.0 duckdb==2.0.1 sqlglot==30.30.0
cat > "$folder/try.py" <<'PY'
import duckdb
import sqlglot
from pyspark.sql import SparkSession

STATEMENT = "SELECT 1 | 2 & 0"
(printed,) = sqlglot.transpile(STATEMENT, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .getOrCreate()
)
(here,) = duckdb.connect().execute(STATEMENT).fetchone()
there = spark.sql(printed).collect()[0][0]
in_brackets = spark.sql("SELECT (1 | 2) & 0").collect()[0][0]
spark.stop()
print("printed:", printed, "| duckdb:", here, "| spark:", there)
assert (printed, here, there, in_brackets) == (STATEMENT, 0, 1, 0), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py" 2> "$folder/log" || { tail -n 5 "$folder/log" >&2; exit 1; }

#!/usr/bin/env bash
# A decimal cast to INT is cut in Spark, also in ANSI mode, while a cast to DECIMAL(n, 0) rounds; DuckDB rounds both.
#
# Version: pyspark 4.3.0 (Java 17), duckdb 2.0.1, sqlglot 30.30.0.
# Behaviour: CAST(2.5 AS INT) is 2 and CAST(2.5 AS DECIMAL(4, 0)) is 3 in Spark; in DuckDB both are 3. sqlglot prints the statement of one for
# the other unchanged, also where it is asked to raise for all that a dialect does not support. A count that is made whole by a cast
# falls on the other side of a limit.
# Output seen: printed: SELECT CAST(2.5 AS INT), CAST(2.5 AS DECIMAL(4, 0)) | duckdb: (3, 3) | spark: (2, 3)
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

STATEMENT = "SELECT CAST(2.5 AS INT), CAST(2.5 AS DECIMAL(4, 0))"
(printed,) = sqlglot.transpile(STATEMENT, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
spark = (
    SparkSession.builder.master("local[1]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.sql.ansi.enabled", "true")
    .getOrCreate()
)
here = tuple(int(n) for n in duckdb.connect().execute(STATEMENT).fetchone())
there = tuple(int(n) for n in spark.sql(printed).collect()[0])
spark.stop()
print("printed:", printed, "| duckdb:", here, "| spark:", there)
assert (printed, here, there) == (STATEMENT, (3, 3), (2, 3)), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py" 2> "$folder/log" || { tail -n 5 "$folder/log" >&2; exit 1; }

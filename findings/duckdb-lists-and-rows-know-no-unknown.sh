#!/usr/bin/env bash
# In DuckDB 3 IN (1, NULL) is unknown and 3 IN [1, NULL] is false; rows and lists that hold NULL are equal.
#
# Version: duckdb 2.0.1.
# Behaviour: three-valued logic stops at the brackets. A membership test written over a list answers no where the parenthesised one answers
# unknown, and (1, NULL) = (1, NULL) is true where SQL and PostgreSQL leave it unknown. Who keeps 'not known' apart from 'no'
# must not test over lists, rows or structs.
# Output seen: (None, False, True, True)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1
cat > "$folder/try.py" <<'PY'
import duckdb

QUERY = "SELECT 3 IN (1, NULL), 3 IN [1, NULL], (1, NULL) = (1, NULL), [1, NULL] = [1, NULL]"
row = duckdb.connect().execute(QUERY).fetchone()
print(row)
assert row == (None, False, True, True), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

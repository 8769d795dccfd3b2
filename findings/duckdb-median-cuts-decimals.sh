#!/usr/bin/env bash
# The median of decimals in DuckDB is cut to the scale of the column: between 0.7 and 0.8 it is 0.7; the average is a double.
#
# Version: duckdb 2.0.1.
# Behaviour: median(DECIMAL(3,1)) keeps the type DECIMAL(3,1) and drops what does not fit, without rounding, while the same numbers as
# DOUBLE give 0.75. avg of decimals leaves the decimals altogether. Against a threshold of 75% the median of exact figures fails.
# Output seen: (Decimal('0.7'), 0.75, 'DECIMAL(3,1)', 'DOUBLE')
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1
cat > "$folder/try.py" <<'PY'
from decimal import Decimal

import duckdb

QUERY = """
SELECT median(x), median(x::DOUBLE), typeof(median(x)), typeof(avg(x))
FROM (VALUES (0.7::DECIMAL(3,1)), (0.8::DECIMAL(3,1))) AS t(x)
"""
row = duckdb.connect().execute(QUERY).fetchone()
print(row)
assert row == (Decimal("0.7"), 0.75, "DECIMAL(3,1)", "DOUBLE"), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

#!/usr/bin/env bash
# trim() of DuckDB takes away the ideographic space and the no-break space, but neither a tab nor a line break; casts do it the other way round.
#
# Version: duckdb 2.0.1.
# Behaviour: what trim() removes are the spaces of Unicode (U+0020, U+00A0, U+2003, U+3000). What a cast of text to INTEGER passes over is the
# white space of ASCII (space, tab, line feed). Only U+0020 is both, so that a column cleaned by trim() may still not be a number, and one
# that casts may not equal its trimmed self. PostgreSQL and Spark trim U+0020 alone; the same statement gives other texts there.
# Output seen: a line a sign, below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1
cat > "$folder/try.py" <<'PY'
import duckdb

SEEN = {
    "U+0020": (" ", True, True),
    "U+0009": ("\t", False, True),
    "U+000A": ("\n", False, True),
    "U+00A0": ("\u00a0", True, False),
    "U+2003": ("\u2003", True, False),
    "U+3000": ("\u3000", True, False),
}
connection = duckdb.connect()
for name, (sign, trimmed, passed_over) in SEEN.items():
    row = connection.execute(
        "SELECT trim(? || '12') = '12', try_cast(? || '12' AS INTEGER) IS NOT NULL", [sign, sign]
    ).fetchone()
    print(name, "trimmed:", row[0], "cast:", row[1])
    assert row == (trimmed, passed_over), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

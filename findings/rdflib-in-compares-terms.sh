#!/usr/bin/env bash
# In rdflib's SPARQL, x = 1 may hold where x IN (1) does not.
#
# Version: rdflib 7.6.0, beside pyoxigraph 0.5.13.
# Behaviour: SPARQL 1.1 defines IN by the operator =, by which 1.0 equals 1. rdflib compares the terms of an IN list as written, so a count
# stored as a decimal is found by FILTER(?n = 100) and missed by FILTER(?n IN (100)). pyoxigraph says true to both.
# Output seen: rdflib: = true, IN false / pyoxigraph: = true, IN true
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$folder/try.py" <<'PY'
import pyoxigraph
import rdflib

QUERY = "SELECT (100.0 = 100 AS ?equal) (100.0 IN (100) AS ?within) {}"
(row,) = rdflib.Graph().query(QUERY)
rdflib_says = [bool(value) for value in row]
(solution,) = pyoxigraph.Store().query(QUERY)
oxigraph_says = [solution[name].value == "true" for name in ("equal", "within")]
print("rdflib:", rdflib_says, "/ pyoxigraph:", oxigraph_says)
assert rdflib_says == [True, False] and oxigraph_says == [True, True], "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

#!/usr/bin/env bash
# rdflib's cast to xsd:integer reads full-width digits, which no lexical form of that type allows.
#
# Version: rdflib 7.6.0, beside pyoxigraph 0.5.13.
# Behaviour: ７４ is what a Chinese keyboard writes. XML Schema knows ASCII digits alone, so a cast is an error and the variable unbound,
# as in pyoxigraph. rdflib gives 74 for xsd:integer; what one engine counts as a figure, the next passes over.
# Output seen: rdflib 74 / pyoxigraph unbound
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$folder/try.py" <<'PY'
import pyoxigraph
import rdflib

QUERY = 'SELECT (<http://www.w3.org/2001/XMLSchema#integer>("７４") AS ?n) {}'
left = [str(row.n) for row in rdflib.Graph().query(QUERY)]
right = [solution["n"] for solution in pyoxigraph.Store().query(QUERY)]
print("rdflib", left, "/ pyoxigraph", right)
assert left == ["74"] and right == [None], "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

#!/usr/bin/env bash
# One NaN among decimals ends a rdflib query with decimal.InvalidOperation instead of failing its own row.
#
# Version: rdflib 7.6.0, beside pyoxigraph 0.5.13.
# Behaviour: NaN is a value of xsd:double, and comparing it is false, no error. FILTER(?v < 0.75) over 0.74 and NaN should give one row, as
# in pyoxigraph. rdflib compares a float with a Decimal and lets Python's exception through, so one bad cell hides all others.
# Output seen: rdflib raises InvalidOperation / pyoxigraph 1 row
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$folder/try.py" <<'PY'
import decimal

import pyoxigraph
import rdflib

DATA = '<urn:a> <urn:rate> 0.74 . <urn:b> <urn:rate> "NaN"^^<http://www.w3.org/2001/XMLSchema#double> .'
QUERY = "SELECT ?ward { ?ward <urn:rate> ?v FILTER(?v < 0.75) }"
try:
    left = str(len(list(rdflib.Graph().parse(data=DATA, format="turtle").query(QUERY))))
except decimal.InvalidOperation:
    left = "InvalidOperation"
store = pyoxigraph.Store()
store.load(DATA.encode(), format=pyoxigraph.RdfFormat.TURTLE)
right = len(list(store.query(QUERY)))
print("rdflib", left, "/ pyoxigraph", right)
assert (left, right) == ("InvalidOperation", 1), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

#!/usr/bin/env bash
# rdflib's AVG passes over a value that is no number, while its SUM over the same values ends the query.
#
# Version: rdflib 7.6.0, beside pyoxigraph 0.5.13.
# Behaviour: one of two wards reports 0.6, the other the text 不详 (unknown). By SPARQL 1.1 a value that cannot be added makes the aggregate
# an error, and the variable stays unbound, as pyoxigraph has it. rdflib answers 0.6 for AVG, as if the silent ward were not there,
# and raises an exception for SUM. An average is not to be had from these engines where figures may be missing in words.
# Output seen: AVG: rdflib 0.6, pyoxigraph unbound / SUM: rdflib raises SPARQLTypeError, pyoxigraph unbound
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$folder/try.py" <<'PY'
import pyoxigraph
import rdflib
from rdflib.plugins.sparql.sparql import SPARQLTypeError

DATA = '<urn:a> <urn:rate> 0.6 . <urn:b> <urn:rate> "不详" .'


def query(function: str) -> str:
    return f"SELECT ({function}(?v) AS ?answer) {{ ?ward <urn:rate> ?v }}"


graph = rdflib.Graph().parse(data=DATA, format="turtle")
store = pyoxigraph.Store()
store.load(DATA.encode(), format=pyoxigraph.RdfFormat.TURTLE)
average = [str(row.answer) for row in graph.query(query("AVG"))]
try:
    total = [str(row.answer) for row in graph.query(query("SUM"))]
except SPARQLTypeError as error:
    total = [type(error).__name__]
others = [solution["answer"] for function in ("AVG", "SUM") for solution in store.query(query(function))]
print("rdflib AVG", average, "SUM", total, "/ pyoxigraph AVG, SUM", others)
assert (average, total, others) == (["0.6"], ["SPARQLTypeError"], [None, None]), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

#!/usr/bin/env bash
# `?unknown > 1 && false` is an error in rdflib, `false && ?unknown > 1` is false: the same condition keeps other rows by its order.
#
# Version: rdflib 7.6.0, beside pyoxigraph 0.5.13.
# Behaviour: SPARQL 1.1 (17.2) makes the error of one side of && give way to a false on the other, whichever side it stands on; || is
# its mirror. rdflib takes the operands of && from the left until one is false, so that an unbound variable in front of a false
# operand is an error of the whole. Under a negation the row is lost. Who writes conditions over facts of which some are missing gets
# fewer rows from the same words in another order. || is as the standard has it.
# Output seen: rdflib [0, 1, 1, 1] / pyoxigraph [1, 1, 1, 1]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$folder/try.py" <<'PY'
import pyoxigraph
import rdflib

DATA = '<urn:clinic> <urn:name> "A" .'
CONDITIONS = (
    "!(?beds > 1 && 1 > 2)",  # error && false
    "!(1 > 2 && ?beds > 1)",  # false && error
    "?beds > 1 || 2 > 1",  # error || true
    "2 > 1 || ?beds > 1",  # true || error
)
QUERY = "SELECT ?name {{ ?clinic <urn:name> ?name OPTIONAL {{ ?clinic <urn:beds> ?beds }} FILTER ({}) }}"
graph = rdflib.Graph().parse(data=DATA, format="turtle")
store = pyoxigraph.Store()
store.load(DATA.encode(), format=pyoxigraph.RdfFormat.TURTLE)
left = [len(list(graph.query(QUERY.format(condition)))) for condition in CONDITIONS]
right = [len(list(store.query(QUERY.format(condition)))) for condition in CONDITIONS]
print("rdflib", left, "/ pyoxigraph", right)
assert left == [0, 1, 1, 1] and right == [1, 1, 1, 1], "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

#!/usr/bin/env bash
# With one OPTIONAL figure missing, MIN, MAX, SUM and AVG are all unbound in pyoxigraph; COUNT and rdflib leave it out.
#
# Version: pyoxigraph 0.5.13, beside rdflib 7.6.0.
# Behaviour: three wards, of which one has no figure. COUNT(?v) is 2 in both engines. rdflib then aggregates the two that are there (0.6, 0.8,
# 1.4, 0.7); pyoxigraph takes the unbound value for an error of the whole aggregate. A report written for one engine and run in
# the other shows blanks, or figures of fewer wards than it seems.
# Output seen: rdflib 2 0.6 0.8 1.4 0.7 / pyoxigraph 2 - - - -
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13
cat > "$folder/try.py" <<'PY'
import pyoxigraph
import rdflib

DATA = "<urn:a> a <urn:Ward> ; <urn:rate> 0.6 . <urn:b> a <urn:Ward> . <urn:c> a <urn:Ward> ; <urn:rate> 0.8 ."
FUNCTIONS = ("COUNT", "MIN", "MAX", "SUM", "AVG")
QUERY = "SELECT {} {{ ?ward a <urn:Ward> OPTIONAL {{ ?ward <urn:rate> ?v }} }}".format(
    " ".join(f"({function}(?v) AS ?{function})" for function in FUNCTIONS)
)
(row,) = rdflib.Graph().parse(data=DATA, format="turtle").query(QUERY)
left = [str(value) for value in row]
store = pyoxigraph.Store()
store.load(DATA.encode(), format=pyoxigraph.RdfFormat.TURTLE)
(solution,) = store.query(QUERY)
right = [solution[function].value if solution[function] else None for function in FUNCTIONS]
print("rdflib", left, "/ pyoxigraph", right)
assert left == ["2", "0.6", "0.8", "1.4", "0.7"] and right == ["2", None, None, None, None], "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

#!/usr/bin/env bash
# pySHACL takes a prefixed name that ends in "Service" for the SPARQL keyword, and refuses the whole validation.
#
# Versions: rdflib 7.6.0, pyshacl 0.40.1.
# Behaviour: SHACL forbids SERVICE in a constraint, and pySHACL looks for the word in the text of the query with a regular
# expression, letters of either case, anything before it. x:homeService followed by a blank matches, though it is the name of
# a resource; the same name in full, in angle brackets, does not. The validation gives no report: its second value is a
# ValidationFailure in the place of the graph, its first is False, as for data that do not conform.
# Output seen: prefixed: ValidationFailure A SPARQL Constraint must not contain a federated query (SERVICE).
#              in full: Graph conforms False
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyshacl==0.40.1
cat > "$folder/try.py" <<'PY'
import pyshacl
import rdflib

DATA = "@prefix x: <urn:x:> . x:n a x:Ward ; x:offers x:homeService ."
SHAPES = """
@prefix x: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:WardShape a sh:NodeShape ; sh:targetClass x:Ward ;
  sh:sparql [ a sh:SPARQLConstraint ; sh:message "offered at home" ; sh:prefixes x:prefixes ;
    sh:select "SELECT $this WHERE { $this x:offers NAME . }" ] .
x:prefixes sh:declare [ sh:prefix "x" ; sh:namespace "urn:x:"^^xsd:anyURI ] .
"""


def validated(name):
    data = rdflib.Graph().parse(data=DATA, format="turtle")
    shapes = rdflib.Graph().parse(data=SHAPES.replace("NAME", name), format="turtle")
    return pyshacl.validate(data, shacl_graph=shapes)[:2]


conforms, failure = validated("x:homeService")
print("prefixed:", type(failure).__name__, failure)
refused = not conforms and type(failure).__name__ == "ValidationFailure" and "SERVICE" in str(failure)
conforms, report = validated("<urn:x:homeService>")
print("in full:", type(report).__name__, "conforms", conforms)
found = not conforms and isinstance(report, rdflib.Graph)
raise SystemExit(0 if refused and found else 1)
PY
"$folder/venv/bin/python" "$folder/try.py"

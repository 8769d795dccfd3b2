#!/usr/bin/env bash
# A program that asked rdflib to keep literals as written no longer does so once pySHACL has validated something.
#
# Versions: rdflib 7.6.0, pyshacl 0.40.1.
# Behaviour: rdflib.NORMALIZE_LITERALS is a switch of the whole process. pyshacl.validate turns it off while it works and
# afterwards sets it to True, not to what it was. Whoever had set it to False, to judge lexical forms, reads the first file
# as written and every file after the first validation normalized: the same data and the same shapes, validated twice in one
# process, do not conform the first time and conform the second.
# Output seen: conforms: False, afterwards NORMALIZE_LITERALS: True / conforms: True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyshacl==0.40.1
cat > "$folder/try.py" <<'PY'
import pyshacl
import rdflib

DATA = """
@prefix x: <urn:x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:a a x:Entry ; x:contracted "1"^^xsd:boolean .
"""
SHAPES = """
@prefix x: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:EntryShape a sh:NodeShape ; sh:targetClass x:Entry ;
  sh:property [ sh:path x:contracted ; sh:datatype xsd:boolean ; sh:pattern "^(true|false)$" ] .
"""


def conforms():
    data = rdflib.Graph().parse(data=DATA, format="turtle")
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    return pyshacl.validate(data, shacl_graph=shapes)[0]


rdflib.NORMALIZE_LITERALS = False
first = conforms()
after = rdflib.NORMALIZE_LITERALS
print(f"conforms: {first}, afterwards NORMALIZE_LITERALS: {after}")
second = conforms()
print(f"conforms: {second}")
assert (first, after, second) == (False, True, True), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

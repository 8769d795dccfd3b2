#!/usr/bin/env bash
# rdflib drops the time zone of an xsd:date while it parses, and a SHACL pattern then sees another lexical form.
#
# Versions: rdflib 7.6.0, pyshacl 0.40.1.
# Behaviour: the valid literal "2024-03-31+08:00"^^xsd:date is held, and written again, as "2024-03-31". sh:pattern is said
# to look at the lexical form, so a shape that admits dates without a zone should refuse it; pyshacl, which sees what
# rdflib kept, finds that the graph conforms. With rdflib.NORMALIZE_LITERALS = False it does not conform.
# Other engines (those that keep lexical forms) refuse the graph: two validators disagree about one file.
# Output seen: 2024-03-31 / conforms: True / conforms, literals as written: False
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
x:a a x:Report ; x:day "2024-03-31+08:00"^^xsd:date .
"""
SHAPES = """
@prefix x: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:ReportShape a sh:NodeShape ; sh:targetClass x:Report ;
  sh:property [ sh:path x:day ; sh:datatype xsd:date ; sh:pattern "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" ] .
"""


def graph(text):
    return rdflib.Graph().parse(data=text, format="turtle")


(day,) = graph(DATA).objects(None, rdflib.URIRef("urn:x:day"))
print(day)
conforms = pyshacl.validate(graph(DATA), shacl_graph=graph(SHAPES))[0]
print("conforms:", conforms)
rdflib.NORMALIZE_LITERALS = False
as_written = pyshacl.validate(graph(DATA), shacl_graph=graph(SHAPES))[0]
print("conforms, literals as written:", as_written)
assert (str(day), conforms, as_written) == ("2024-03-31", True, False), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

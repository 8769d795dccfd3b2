#!/usr/bin/env bash
# A JSON number that a JSON-LD context calls xsd:decimal is no decimal to pySHACL, though its Turtle is.
#
# Versions: rdflib 7.6.0, pyshacl 0.40.1.
# Behaviour: rdflib makes "100"^^xsd:decimal of {"@value": 100, "@type": "xsd:decimal"}, and serializes it so, but the
# literal in memory keeps the int 100 as its value. pySHACL looks at the type of that value and says that sh:datatype
# xsd:decimal is violated. The same graph, written as Turtle and read again, conforms.
# Output seen: type of the value: int / conforms: False, by way of Turtle: True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyshacl==0.40.1
cat > "$folder/try.py" <<'PY'
import pyshacl
import rdflib

XSD = "http://www.w3.org/2001/XMLSchema#"
DATA = '{"@id": "urn:x:a", "urn:x:beds": {"@value": 100, "@type": "%sdecimal"}}' % XSD
SHAPES = """
@prefix x: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:S a sh:NodeShape ; sh:targetSubjectsOf x:beds ; sh:property [ sh:path x:beds ; sh:datatype xsd:decimal ] .
"""
shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
graph = rdflib.Graph().parse(data=DATA, format="json-ld")
again = rdflib.Graph().parse(data=graph.serialize(format="turtle"), format="turtle")
(beds,) = graph.objects()
answers = [pyshacl.validate(g, shacl_graph=shapes)[0] for g in (graph, again)]
print("type of the value:", type(beds.value).__name__)
print(f"conforms: {answers[0]}, by way of Turtle: {answers[1]}")
assert (str(beds), str(beds.datatype)) == ("100", XSD + "decimal")
assert (type(beds.value), answers) == (int, [False, True]), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

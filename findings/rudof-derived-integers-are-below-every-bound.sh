#!/usr/bin/env bash
# In rudof's usual mode a number of type xsd:int violates every bound, while the same number of type xsd:integer keeps it.
#
# Version: pyrudof 0.3.35.
# Behaviour: "100"^^xsd:int is the number 100, and 1 <= 100. The native mode compares no type that is derived from
# xsd:integer (int, long, short, byte, nonNegativeInteger, positiveInteger …) and reports sh:minInclusive 1 as violated; its
# SPARQL mode compares int, as other engines do.
# Output seen: integer: Native True, Sparql True / int: Native False, Sparql True / positiveInteger: Native False, Sparql True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyrudof==0.3.35
cat > "$folder/try.py" <<'PY'
import pyrudof

SHAPES = """
@prefix x: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
x:S a sh:PropertyShape ; sh:targetSubjectsOf x:beds ; sh:path x:beds ; sh:minInclusive 1 .
"""


def conforms(kind, mode):
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_shacl(SHAPES)
    engine.read_data(
        f'@prefix x: <urn:x:> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . x:a x:beds "100"^^xsd:{kind} .'
    )
    return engine.validate_shacl(getattr(pyrudof.ShaclValidationMode, mode)).conforms


for kind, native in (("integer", True), ("int", False), ("positiveInteger", False)):
    answers = conforms(kind, "Native"), conforms(kind, "Sparql")
    print(f"{kind}: Native {answers[0]}, Sparql {answers[1]}")
    assert answers == (native, True), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

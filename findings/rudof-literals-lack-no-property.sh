#!/usr/bin/env bash
# To rudof a literal never lacks a property: sh:minCount is not checked where the focus node is one.
#
# Version: pyrudof 0.3.35 (both validation modes).
# Behaviour: by SHACL the targets of sh:targetObjectsOf are all objects of the property, literals among them, and a literal
# has no value for any path, so sh:minCount 1 is violated. Of a node and a text that both have no name, rudof reports the
# node alone. Other constraints (sh:nodeKind) it checks at the text too.
# Output seen: Native: ['urn:x:b'] / Sparql: ['urn:x:b'] / nodeKind: ['"x"'] ['"x"']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyrudof==0.3.35
cat > "$folder/try.py" <<'PY'
import pyrudof

DATA = '@prefix x: <urn:x:> . x:a x:delivers "x" , x:b .'
HEAD = "@prefix x: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
NAMED = HEAD + "x:S a sh:PropertyShape ; sh:targetObjectsOf x:delivers ; sh:path x:name ; sh:minCount 1 ."
KIND = HEAD + "x:S a sh:NodeShape ; sh:targetObjectsOf x:delivers ; sh:nodeKind sh:IRI ."


def refused(shapes, mode):
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_shacl(shapes)
    engine.read_data(DATA)
    report = engine.validate_shacl(getattr(pyrudof.ShaclValidationMode, mode))
    return [result.focus_node for result in report]


nameless = {mode: refused(NAMED, mode) for mode in ("Native", "Sparql")}
kinds = [refused(KIND, mode) for mode in nameless]
for mode, nodes in nameless.items():
    print(f"{mode}: {nodes}")
print("nodeKind:", *kinds)
assert list(nameless.values()) == [["urn:x:b"]] * 2, "the behaviour has changed"
assert kinds == [['"x"']] * 2, "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

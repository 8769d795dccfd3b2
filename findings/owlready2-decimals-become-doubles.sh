#!/usr/bin/env bash
# A decimal that owlready2 loads and saves is another number: xsd:decimal passes through a double.
#
# Version: owlready2 0.51.
# Behaviour: xsd:decimal is exact, and Python has an exact type for it. A rate just below three quarters is read as the float 0.75, and
# saving the ontology again writes 0.75, still typed xsd:decimal: whoever only loads and saves has moved a figure onto a threshold.
# Output seen: read [0.75] / saved "0.75"^^xsd:decimal
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check owlready2==0.51
cat > "$folder/try.py" <<'PY'
import io
import pathlib
import tempfile

import owlready2

RDF, OWL, XSD = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2001/XMLSchema#")
text = f"""<urn:x> <{RDF}type> <{OWL}Ontology> .
<urn:x#rate> <{RDF}type> <{OWL}DatatypeProperty> .
<urn:x#ward> <{RDF}type> <{OWL}NamedIndividual> .
<urn:x#ward> <urn:x#rate> "0.74999999999999999999"^^<{XSD}decimal> .
"""
world = owlready2.World()
ontology = world.get_ontology("urn:x").load(fileobj=io.BytesIO(text.encode()), format="ntriples")
read = list(world["urn:x#rate"][world["urn:x#ward"]])
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "saved.nt")
    ontology.save(str(path), format="ntriples")
    (saved,) = [line.split(" ", 2)[2] for line in path.read_text().splitlines() if "#rate> \"" in line]
print("read", read, "/ saved", saved)
assert read == [0.75] and isinstance(read[0], float) and saved.startswith('"0.75"^^'), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

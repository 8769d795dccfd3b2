#!/usr/bin/env bash
# A date with a time zone, valid in XML Schema, is None in owlready2.
#
# Version: owlready2 0.51.
# Behaviour: xsd:date may carry a zone. The library prints a traceback on standard error and goes on: the individual has the value None
# among its dates, so that a query for a day neither finds it nor fails.
# Output seen: read [None]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check owlready2==0.51
cat > "$folder/try.py" <<'PY'
import io

import owlready2

RDF, OWL, XSD = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2001/XMLSchema#")
text = f"""<urn:x> <{RDF}type> <{OWL}Ontology> .
<urn:x#day> <{RDF}type> <{OWL}DatatypeProperty> .
<urn:x#plan> <{RDF}type> <{OWL}NamedIndividual> .
<urn:x#plan> <urn:x#day> "2024-02-29+08:00"^^<{XSD}date> .
"""
world = owlready2.World()
world.get_ontology("urn:x").load(fileobj=io.BytesIO(text.encode()), format="ntriples")
read = list(world["urn:x#day"][world["urn:x#plan"]])
print("read", read)
assert read == [None], "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

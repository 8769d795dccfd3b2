#!/usr/bin/env bash
# owlready2 lists no individual that is not declared owl:NamedIndividual, though it knows the instances of its class.
#
# Version: owlready2 0.51.
# Behaviour: OWL 2 lets an individual be used in a class assertion without a declaration of its own. Of two cities of which
# one is declared, Ontology.individuals() gives the declared one alone, while the instances of the class are both. Who counts
# or exports the individuals of an ontology this way loses the others without a word.
# Output seen: individuals: ['urn:x#b'] / instances: ['urn:x#a', 'urn:x#b']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check owlready2==0.51
cat > "$folder/cities.owl" <<'OWL'
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#"
         xml:base="urn:x">
  <owl:Ontology rdf:about="urn:x"/>
  <owl:Class rdf:about="urn:x#City"/>
  <rdf:Description rdf:about="urn:x#a"><rdf:type rdf:resource="urn:x#City"/></rdf:Description>
  <owl:NamedIndividual rdf:about="urn:x#b"><rdf:type rdf:resource="urn:x#City"/></owl:NamedIndividual>
</rdf:RDF>
OWL
cat > "$folder/try.py" <<'PY'
import pathlib
import sys

import owlready2

world = owlready2.World()
ontology = world.get_ontology(pathlib.Path(sys.argv[1]).as_uri()).load()
listed = sorted(i.iri for i in ontology.individuals())
instances = sorted(i.iri for i in world["urn:x#City"].instances())
print("individuals:", listed)
print("instances:", instances)
assert (listed, instances) == (["urn:x#b"], ["urn:x#a", "urn:x#b"]), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py" "$folder/cities.owl"

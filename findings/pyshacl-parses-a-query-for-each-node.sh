#!/usr/bin/env bash
# pySHACL parses the text of a sh:sparql constraint anew for every focus node.
#
# Versions: rdflib 7.6.0, pyshacl 0.40.1.
# Behaviour: the query of a SPARQL constraint is the same text for all nodes of a shape; only $this is bound otherwise. It is
# handed to rdflib as text each time, and rdflib parses and translates it each time (tens of milliseconds for a query of ten
# lines): a hundred nodes cost a hundred parses, most of the time of a validation. A data graph whose class overrides
# query() to prepare each text once gives the same report with one parse.
# Output seen: nodes: 40, parses: 40, of a graph that prepares: 1, same results: True
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rdflib==7.6.0 pyshacl==0.40.1
cat > "$folder/try.py" <<'PY'
import pyshacl
import rdflib
from rdflib.plugins.sparql import prepareQuery, processor

NODES = 40
DATA = "@prefix x: <urn:x:> .\n" + "".join(
    f"x:n{i} a x:Ward ; x:beds {i} ; x:bought 20 .\n" for i in range(NODES)
)
SHAPES = """
@prefix x: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:WardShape a sh:NodeShape ; sh:targetClass x:Ward ;
  sh:sparql [ a sh:SPARQLConstraint ; sh:message "more bought than there are" ;
    sh:prefixes x:prefixes ;
    sh:select "SELECT $this WHERE { $this x:beds ?beds ; x:bought ?bought . FILTER (?bought > ?beds) }" ] .
x:prefixes sh:declare [ sh:prefix "x" ; sh:namespace "urn:x:"^^xsd:anyURI ] .
"""
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
parses = 0
parse = processor.parseQuery


def counted(text):
    global parses
    parses += 1
    return parse(text)


class Prepared(rdflib.Graph):
    known = {}

    def query(self, query_object, *args, **kwargs):
        if isinstance(query_object, str):
            if query_object not in self.known:
                self.known[query_object] = prepareQuery(query_object)
            query_object = self.known[query_object]
        return super().query(query_object, *args, **kwargs)


def validated(graph):
    """How often a query was parsed, and the nodes that were found."""
    global parses
    parses = 0
    graph.parse(data=DATA, format="turtle")
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    return parses, set(report.objects(None, SH.focusNode))


processor.parseQuery = counted
plain, found = validated(rdflib.Graph())
prepared, again = validated(Prepared())
print(f"nodes: {NODES}, parses: {plain}, of a graph that prepares: {prepared}, same results: {found == again}")
assert len(found) == 20, "the constraint did not fire"
assert (plain, prepared, found == again) == (NODES, 1, True), "the behaviour has changed"
PY
"$folder/venv/bin/python" "$folder/try.py"

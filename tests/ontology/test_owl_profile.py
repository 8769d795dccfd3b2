"""The ontology is OWL 2 DL by the word of the OWL API, and the check notices what is not."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from owl_profile import LIBRARY
from rdflib import Graph

PREFIXES = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def need_owl_api() -> None:
    """Skip where the OWL API is not installed; fail where everything must run."""
    missing = [
        name
        for name, there in (
            ("java", shutil.which("java") is not None),
            ("jpype1", importlib.util.find_spec("jpype") is not None),
            ("libowlapi-java", LIBRARY.is_file()),
        )
        if not there
    ]
    if missing:
        if os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
            pytest.fail(f"the OWL API needs {missing}")
        pytest.skip(f"the OWL API needs {missing}")


def checked(*texts: str) -> tuple[int, list[str]]:
    """The number of axioms of Turtle texts together, and what in them is not OWL 2 DL."""
    need_owl_api()
    graph = Graph()
    for text in texts:
        graph.parse(data=text, format="turtle")
    script = Path(__file__).with_name("owl_profile.py")
    data = graph.serialize(format="turtle")
    run = subprocess.run([sys.executable, script], input=data, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-2000:]
    report = json.loads(run.stdout)
    return report["axioms"], report["violations"]


def test_the_ontology_is_in_owl_2_dl(texts: dict[str, str]) -> None:
    axioms, violations = checked(*texts.values())
    assert violations == []
    assert axioms > 3000


SEEDED = {
    "a union of one": "tl:OnePart a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( tl:Pharmacy ) ] .",
    "a property that is not declared": "tl:OnePart a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tl:nothing ; owl:someValuesFrom tl:Pharmacy ] .",
    "an object property that is a data property": "tl:applicant a owl:DatatypeProperty .",
    "a class that is a datatype": "tl:Pharmacy a rdfs:Datatype .",
    "a transitive property with a number": """tl:within a owl:ObjectProperty , owl:TransitiveProperty .
tl:OnePart a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tl:within ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .""",
}  # fmt: skip


def test_what_is_not_in_the_profile_is_noticed(texts: dict[str, str]) -> None:
    """All at once, since each run starts Java; each is then in a violation of its own."""
    _, violations = checked(*texts.values(), *(PREFIXES + text for text in SEEDED.values()))
    together = "\n".join(violations)
    for name in ("OnePart", "nothing", "applicant", "Pharmacy", "within"):
        assert f"tiaoli/ns#{name}" in together, (name, together)
    assert len(violations) >= len(SEEDED)

"""What of the shapes repeats the ontology is written from it: places, matters, kinds of institution, indicators."""

from __future__ import annotations

import re
from typing import Final

import msgspec
import pytest
from rdflib import Graph

from policy_dsl.vocabulary import Region, Term, Vocabulary
from reasoner.graphs import namespaces as n
from reasoner.graphs.parse import parse
from reasoner.graphs.shape_sections import SECTIONS, filled
from reasoner.graphs.shapes import findings, shapes_file
from reasoner.graphs.term_iris import Terms
from reasoner.model.rule_base import RuleBase

FILES: Final = ("application.ttl", "relations.ttl", "corpus.ttl")


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_as_the_ontology_gives_them(name: str, base: RuleBase) -> None:
    """If this fails: python -m tests.graphs.shape_files."""
    assert filled(shapes_file(name), base.vocabulary) == shapes_file(name)


def test_every_section_stands_in_one_file() -> None:
    sections = [m for name in FILES for m in re.findall("^# ▽ (.*)$", shapes_file(name), re.MULTILINE)]
    assert sorted(sections) == sorted(SECTIONS)


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_its_version_and_licence(name: str) -> None:
    graph = Graph().parse(data=shapes_file(name), format="turtle")
    iri = n.ROOT + "shape/" + name.removesuffix(".ttl")
    rows = {str(p).rpartition("#")[2].rpartition("/")[2]: str(o) for s, p, o in graph if str(s) == iri}
    assert rows["license"] == "https://spdx.org/licenses/MIT"
    assert rows["versionIRI"] == f"{iri}/{rows['versionInfo']}"


def _own(base: RuleBase) -> Vocabulary:
    """The vocabulary with a city, a county and an indicator that the package does not have (invented)."""
    data = base.vocabulary.data
    regions = (
        Region("990100", "甲市", "prefecture", iri=n.REGION + "990100"),
        Region("990101", "乙区", "county", parent="990100", iri=n.REGION + "990101"),
    )
    indicator = Term(
        "床位空置率", n.TL + "bedVacancy", "fact", subject="地区", datatype="ratio", minimum="0", maximum="1", unit="1"
    )
    return Vocabulary(msgspec.structs.replace(data, terms=(*data.terms, indicator), regions=(*data.regions, *regions)))


APPLICATION: Final = """
@prefix tl: <https://w3id.org/tiaoli/ns#> . @prefix r: <https://w3id.org/tiaoli/region/> .
@prefix sosa: <http://www.w3.org/ns/sosa/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:x:1> a tl:Application ; tl:identifier "1" ; tl:matter tl:newInpatientBeds ; tl:applicant <urn:x:f> ; tl:observed <urn:x:o> .
<urn:x:f> a tl:GeneralHospital ; tl:location r:990101 .
<urn:x:o> a sosa:Observation ; sosa:observedProperty tl:bedVacancy ; sosa:hasFeatureOfInterest r:990101 ; sosa:hasSimpleResult %s .
"""


@pytest.mark.parametrize(("value", "codes"), [("0.2", []), ("1.2", ["F125"]), ("true", ["F125", "G107"])])
def test_places_and_indicators_of_a_bureau_are_checked_like_all(value: str, codes: list[str], base: RuleBase) -> None:
    triples = parse(APPLICATION % value, "a.ttl", "turtle")
    assert [f.code for f in findings(triples, Terms(_own(base)))] == codes


def test_the_package_alone_knows_neither(base: RuleBase) -> None:
    triples = parse(APPLICATION % "0.2", "a.ttl", "turtle")
    assert {f.code for f in findings(triples, Terms(base.vocabulary))} == {"G112", "G113"}
